"""What an outlet changed when it edited a page: the title, figures, dates, places and negations first, then the rest.

Sentences of the two versions are paired by likeness. A pair is *noise* when it differs in white space, the shape of
quotation marks and dashes, commas and full stops, or because one side is all in capitals, and in nothing else: every
number as printed, every word and every other capital must be the same, so noise can never hide a number, date, unit,
place or negation. Noise is handed out too, so that it can be counted; `telling` leaves it out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz import fuzz

from pipeline.language.normalise import nfc
from pipeline.language.places import Gazetteer
from pipeline.language.segment import sentences
from pipeline.language.values import values
from pipeline.records import VIETNAM, Article, Value

ChangeKind = Literal["title", "figure", "date", "place", "negation", "text", "order", "noise"]
_ORDER: dict[ChangeKind, int] = {
    "title": 0, "figure": 1, "date": 2, "place": 3, "negation": 4, "text": 5, "order": 6, "noise": 7,
}  # fmt: skip
ALIKE = 55.0
"""likeness of letters, of 100, from which two sentences are one that was edited; unlike ones came and went"""
_NEGATIONS = re.compile(
    r"\b(?:không|chưa|chẳng|chả|đừng|chớ|cấm|miễn|trừ|ngoại trừ|trừ khi|bác bỏ|bãi bỏ|hủy|huỷ|hoãn|ngừng|thôi)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:[-+]\s?)?\d(?:[\d.,:/\-]*\d)?|[%‰°²³½¼¾]")
_SHAPES = str.maketrans(dict.fromkeys("–—−‐‑", "-") | dict.fromkeys("“”„«»‘’´`'", '"') | {"…": "."})


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two versions of a page; an empty side means it was added or taken out.

    `before` and `after` are the value's own words for "figure", "date" and "place", else the whole title or sentence.
    """

    kind: ChangeKind
    before: str
    after: str


def difference(old: Article, new: Article, gazetteer: Gazetteer | None = None) -> list[Change]:
    """The changes from `old` to `new`, most telling first; places are told apart when a gazetteer is handed in.

    Empty when nothing but white space between sentences differs. Each edited sentence is there in full ("text",
    or "negation" when a word of denial came or went), and what changed inside it once more by itself.
    """
    changes: list[Change] = []
    if old.title != new.title:
        changes.append(Change("noise" if is_noise(old.title, new.title) else "title", old.title, new.title))
    if old.published != new.published:
        changes.append(Change("date", _published(old), _published(new)))
    before, after = _sentences(old.text), _sentences(new.text)
    pairs = _pairs(before, after)
    for left, right in pairs:
        if is_noise(left, right):
            changes.append(Change("noise", left, right))
            continue
        changes += _changed_values(left, right, gazetteer)
        denies = _denials(left) != _denials(right)
        changes.append(Change("negation" if denies else "text", left, right))
    changes += [Change("order", moved, moved) for moved in _moved(before, after)]
    return sorted(changes, key=lambda change: _ORDER[change.kind])


def telling(changes: Sequence[Change]) -> list[Change]:
    """The changes a reader should see: all but noise."""
    return [change for change in changes if change.kind != "noise"]


_NAMES: dict[ChangeKind, str] = {"title": "tiêu đề", "figure": "số", "date": "ngày giờ", "place": "nơi"}


def in_words(changes: Sequence[Change], at_most: int = 4) -> str:
    """The changes in one Vietnamese line: "số: 32.000 đồng → 42.000 đồng; 2 câu khác đi"; "" when all are noise."""
    named = [change for change in changes if change.kind in _NAMES]
    parts = [f"{_NAMES[c.kind]}: {c.before or 'không có'} → {c.after or 'bỏ đi'}" for c in named[:at_most]]
    if len(named) > at_most:
        parts.append(f"{len(named) - at_most} chỗ nữa")
    denied = sum(change.kind == "negation" for change in changes)
    others = sum(change.kind in ("text", "order") for change in changes)
    parts += [f"{denied} câu thêm hay bớt chữ “không”, “chưa”, “cấm”…"] if denied else []
    parts += [f"{others} câu khác đi"] if others else []
    return "; ".join(parts)


def is_noise(before: str, after: str) -> bool:
    """Whether two wordings differ in nothing a reader could mean by them (see the head of this file)."""
    if not before or not after:
        return False
    if _NUMBER.findall(before.translate(_SHAPES)) != _NUMBER.findall(after.translate(_SHAPES)):
        return False
    left, right = _bare(before), _bare(after)
    if before.isupper() or after.isupper():
        left, right = [word.lower() for word in left], [word.lower() for word in right]
    return left == right


# ---------------------------------------------------------------- inside
def _bare(text: str) -> list[str]:
    """The words and the signs inside them, without commas, full stops and dashes around them."""
    text = nfc(text).translate(_SHAPES)
    return [word for part in text.split() if (word := part.strip(".,;:!-"))]


def _sentences(text: str) -> list[str]:
    return [text[a:b].strip() for a, b in sentences(text)]


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """Sentences that are not in both versions, the most alike beside each other, in the order of the page."""
    gone, came = Counter(before), Counter(after)
    shared = gone & came
    left, right = _without(before, shared), _without(after, shared)
    likeness = sorted(
        ((fuzz.ratio(a.lower(), b.lower()), i, j) for i, a in enumerate(left) for j, b in enumerate(right)),
        key=lambda found: (-found[0], abs(found[1] - found[2]), found[1]),
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in likeness:
        if score < ALIKE:
            break
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    pairs = [(a, right[partner[i]] if i in partner else "") for i, a in enumerate(left)]
    return pairs + [("", b) for j, b in enumerate(right) if j not in taken]


def _moved(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Sentences of both versions that stand elsewhere among the others now."""
    shared = Counter(before) & Counter(after)
    left = _without(before, Counter(before) - shared)
    right = _without(after, Counter(after) - shared)
    if left == right:
        return []
    kept = [left[i] for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
            for i in range(block.a, block.a + block.size)]  # fmt: skip
    return _without(left, Counter(kept))


def _without(whole: Sequence[str], shared: Counter[str]) -> list[str]:
    left = Counter(shared)
    out = []
    for sentence in whole:
        if left[sentence]:
            left[sentence] -= 1
        else:
            out.append(sentence)
    return out


def _denials(text: str) -> Counter[str]:
    return Counter(word.lower() for word in _NEGATIONS.findall(nfc(text)))


def _kind(value: Value) -> ChangeKind:
    if value.kind == "place":
        return "place"
    return "date" if value.kind in ("date", "time", "duration") else "figure"


def _changed_values(before: str, after: str, gazetteer: Gazetteer | None) -> list[Change]:
    old, new = values(before, gazetteer=gazetteer), values(after, gazetteer=gazetteer)
    lost, added = _only(old, new), _only(new, old)
    found: list[Change] = []
    for value in lost:
        partner = next((a for a in added if a.kind == value.kind), None)
        if partner is not None:
            added.remove(partner)
        found.append(Change(_kind(value), value.text, partner.text if partner else ""))
    return found + [Change(_kind(v), "", v.text) for v in added]


def _only(here: Sequence[Value], there: Sequence[Value]) -> list[Value]:
    """Values of one side that the other has not as often: value, unit, period and bound count."""
    left = Counter(_meaning(value) for value in there)
    out = []
    for value in here:
        if left[_meaning(value)]:
            left[_meaning(value)] -= 1
        else:
            out.append(value)
    return out


def _meaning(value: Value) -> tuple[object, ...]:
    return value.kind, value.value, value.unit, value.period, value.bound


def _published(article: Article) -> str:
    return f"đăng lúc {article.published.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if article.published else ""
