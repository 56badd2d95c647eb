"""Pairs of a claim and a passage made from law texts by rule: true paraphrases, one-slot corruptions, near misses.

Law texts are no one's property, so the pairs may teach weights that ship; the texts themselves lie beside the project
and are read, never copied. Every claim goes through the same changes of wording whatever its label, and a corrupted
value is drawn from values of the same kind elsewhere in the texts, so that no surface tells the label.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.language.normalise import fold
from pipeline.language.numbers import to_words
from pipeline.language.segment import sentences
from pipeline.language.values import values
from pipeline.records import Value
from pipeline.train import wording

SEED = 20261128
SHORTEST, LONGEST = 12, 70
"""words of a passage"""
WITHOUT_FIGURES = 0.4
"""share kept of the passages that hold no number: law texts have many more of them than notices of an office"""
_FIGURE = re.compile(r"\d{2,}|\d+ (?:ngày|tháng|năm|lần|người|tuổi|đồng|m)")
_START = re.compile(r"^(?:\*{0,2}Điều\s+\d+|\d+\.\d*\.?\s|[a-zđ]\)\s|[-–•+]\s)")
_NUMBERING = re.compile(r"^(?:Điều\s+\d+[a-z]?\.?|\d+(?:\.\d+)*\.|[a-zđ]\)|[-–•+])\s*")
_FOREIGN = re.compile(
    r"THƯ VIỆN PHÁP LUẬT|[Qq]uý [Kk]hách|bôi vàng|VB (?:này|khác)|[Tt]ài khoản của bạn|copyright|(?:\b(?:the|of|and)\b.*){4}"
)
"""what publishers print around the law, and translations"""
_AUTHORITY = re.compile("|".join(sorted(map(re.escape, wording.AUTHORITIES), key=len, reverse=True)))
_PROVINCE = re.compile(r"\b(?:" + "|".join(wording.PROVINCES) + r")\b")


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim beside a passage with its label: match, mismatch or no_document."""

    claim: str
    passage: str
    label: str
    on: dt.date | None
    group: str
    """the text it comes from: a group lies in one split"""
    over: str = ""
    """what stands over the passage in its document (`check.present.above`)"""


def passages(text: str) -> list[str]:
    """The rule-sized paragraphs of a law text whose lines may be broken anywhere."""
    found, row = [], ""
    for line in [*re.sub(r"[*#|_]+", " ", text).splitlines(), ""]:
        line = " ".join(line.split())
        if not line or _START.match(line):
            found.append(row)
            row = line
        else:
            row = f"{row} {line}".strip()
    found.append(row)
    return [p for p in found if SHORTEST <= len(p.split()) <= LONGEST and not _FOREIGN.search(p)]


def make(files: Sequence[Path], count: int, seed: int = SEED) -> list[Pair]:
    """About `count` pairs from the files, the same for the same files and seed; 40 % match, 40 % mismatch, 20 % neither."""
    dice = random.Random(seed)  # noqa: S311 - training texts, no secret
    texts = {file.stem: passages(file.read_text(encoding="utf-8", errors="replace")) for file in sorted(files)}
    texts = {name: found for name, found in texts.items() if len(found) > 3}
    pool = _pool(texts.values(), dice)
    places = [
        (name, index)
        for name, found in texts.items()
        for index, passage in enumerate(found)
        if _FIGURE.search(passage) or dice.random() < WITHOUT_FIGURES
    ]
    dice.shuffle(places)
    made: list[Pair] = []
    rounds = 0
    while len(made) < count and rounds < 6:
        rounds += 1
        for name, index in places:
            if len(made) >= count:
                break
            made += _of(texts[name], index, name, pool, dice)
    return made[:count]


def _pool(texts: Iterable[list[str]], dice: random.Random) -> dict[str, list[str]]:
    """Value words by kind, to draw corruptions from."""
    found: dict[str, list[str]] = defaultdict(list)
    for paragraphs in texts:
        for paragraph in dice.sample(paragraphs, min(len(paragraphs), 40)):
            for value in values(paragraph):
                found[sort_of(value)].append(value.text)
    return found


def sort_of(value: Value) -> str:
    """The kind of a value, with its unit where kinds are wide: only values of one sort stand for each other."""
    return f"{value.kind}:{value.unit or ''}" if value.kind in ("number", "duration") else value.kind


def _of(paragraphs: list[str], index: int, name: str, pool: dict[str, list[str]], dice: random.Random) -> list[Pair]:
    """Up to three pairs of one passage, so that a passage is seen with several labels."""
    passage = paragraphs[index]
    spans = [passage[slice(*span)] for span in sentences(passage)]
    whole = [s for s in spans if 7 <= len(s.split()) <= 42]
    if not whole:
        return []
    sentence = _NUMBERING.sub("", dice.choice(whole))
    on = dt.date(2025, dice.randint(1, 12), dice.randint(1, 28))
    said = [Pair(_reworded(sentence, dice), passage, "match", on, name)] if dice.random() < 0.75 else []
    bent = corrupted(sentence, passage, pool, dice)
    if bent is not None:
        said.append(Pair(_reworded(bent, dice), passage, "mismatch", on, name))
    if dice.random() < 0.42 and (other := _near(paragraphs, index, dice)) is not None:
        said.append(Pair(_reworded(sentence, dice), other, "no_document", on, name))
    elif dice.random() < 0.12 and (moved := _elsewhere(sentence, dice)) is not None:
        said.append(Pair(_reworded(moved, dice), passage, "no_document", on, name))
    return said


def _near(paragraphs: list[str], index: int, dice: random.Random) -> str | None:
    """A passage of the same text that shares many words and says something else."""
    mine = set(fold(paragraphs[index]).split())
    near = []
    for at, other in enumerate(paragraphs):
        theirs = set(fold(other).split())
        share = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
        if at != index and 0.2 < share < 0.75:
            near.append((share + dice.random() * 0.1, at))
    return paragraphs[max(near)[1]] if near else None


def _elsewhere(sentence: str, dice: random.Random) -> str | None:
    """The sentence said of another province or another year."""
    if (match := _PROVINCE.search(sentence)) is None:
        return None
    other = dice.choice([p for p in wording.PROVINCES if p != match[0]])
    return sentence.replace(match[0], other)


Change = Callable[[str, str, dict[str, list[str]], random.Random], str | None]


def corrupted(sentence: str, passage: str, pool: dict[str, list[str]], dice: random.Random) -> str | None:
    """The sentence with one slot changed so that it contradicts the passage; None when it has no slot."""
    changes: list[Change] = [
        _value,
        _value,
        _table(wording.MODALITY),
        _table(wording.BOUNDS),
        _table(wording.STATUS),
        _authority,
        _condition,
    ]
    dice.shuffle(changes)
    for change in changes:
        if (bent := change(sentence, passage, pool, dice)) is not None and bent != sentence:
            return bent
    return None


def _value(sentence: str, passage: str, pool: dict[str, list[str]], dice: random.Random) -> str | None:
    """A value exchanged for another of its kind, or two values of the sentence exchanged for each other."""
    found = [v for v in values(sentence) if v.kind != "place"]
    if not found:
        return None
    value = dice.choice(found)
    twins = [v for v in found if sort_of(v) == sort_of(value) and v.value != value.value]
    if twins and dice.random() < 0.4:
        first, second = sorted((value, dice.choice(twins)), key=lambda v: v.span)
        (a, b), (c, d) = first.span, second.span
        if b <= c:
            return sentence[:a] + second.text + sentence[b:c] + first.text + sentence[d:]
    if value.kind == "duration" and dice.random() < 0.25 and "ngày làm việc" not in value.text and "ngày" in value.text:
        return sentence[: value.span[1]] + " làm việc" + sentence[value.span[1] :]
    others = [text for text in pool[sort_of(value)] if fold(text) not in fold(passage) and len(text) < 60]
    changed = _shifted(value.text, dice) if dice.random() < 0.6 or not others else dice.choice(others)
    if changed is None or fold(changed) in fold(passage):
        return None
    return sentence[: value.span[0]] + changed + sentence[value.span[1] :]


def _shifted(text: str, dice: random.Random) -> str | None:
    """The same words with one number moved a little: what a slip of the pen gives."""
    numbers = list(re.finditer(r"\d+(?:\.\d{3})*", text))
    if not numbers:
        return None
    match = dice.choice(numbers)
    value, dotted = int(match[0].replace(".", "")), "." in match[0]
    zeros = len(match[0].replace(".", "")) - len(match[0].replace(".", "").rstrip("0"))
    step = 10 ** min(zeros, 9)
    moved = max(step, value + dice.choice((-3, -2, -1, 1, 2, 3, 5)) * step)
    if moved == value:
        return None
    padded = f"{moved:0{len(match[0])}d}" if match[0].startswith("0") else str(moved)
    shown = f"{moved:,}".replace(",", ".") if dotted else padded
    return text[: match.start()] + shown + text[match.end() :]


def _table(rows: Sequence[tuple[str, tuple[str, ...]]]) -> Change:
    def change(sentence: str, passage: str, pool: dict[str, list[str]], dice: random.Random) -> str | None:
        fitting = [(match, others) for pattern, others in rows for match in re.finditer(pattern, sentence)]
        if not fitting:
            return None
        match, others = dice.choice(fitting)
        return sentence[: match.start()] + dice.choice(others) + sentence[match.end() :]

    return change


def _authority(sentence: str, passage: str, pool: dict[str, list[str]], dice: random.Random) -> str | None:
    matches = list(_AUTHORITY.finditer(sentence))
    if not matches:
        return None
    match = dice.choice(matches)
    other = dice.choice([a for a in wording.AUTHORITIES if a not in passage])
    return sentence[: match.start()] + other + sentence[match.end() :]


def _condition(sentence: str, passage: str, pool: dict[str, list[str]], dice: random.Random) -> str | None:
    """A condition or exception left out, sometimes denied in words."""
    match = wording.CONDITION.search(sentence)
    if match is None or len(sentence.split()) - len(match[0].split()) < 6:
        return None
    denied = dice.choice(wording.DENIALS) if dice.random() < 0.4 else ""
    rest = sentence[: match.start()] + sentence[match.end() :]
    return re.sub(r"\s*[.;]?\s*$", "", rest) + denied + "."


def _reworded(sentence: str, dice: random.Random) -> str:
    """The sentence in other words with the same meaning: synonyms, order, number forms, telegraphic, without marks."""
    text = re.sub(r"\s*[.;:]\s*$", "", sentence)
    for formal, otherwise in dice.sample(wording.SAME, len(wording.SAME)):
        for old, new in ((formal, otherwise), (otherwise, formal)):
            if dice.random() < 0.35 and re.search(rf"\b{re.escape(old)}\b", text):
                text = re.sub(rf"\b{re.escape(old)}\b", new, text, count=1)
                break
    if dice.random() < 0.5:
        text = _turned(text)
    if dice.random() < 0.4:
        text = _other_number(text, dice)
    if dice.random() < 0.3:
        text = wording.EMPTY.sub("", text + " ").strip()
    lead = dice.choice(wording.LEADS)
    text = lead + text[:1].lower() + text[1:] if lead else text[:1].upper() + text[1:]
    if dice.random() < 0.1:
        return fold(text)
    return text if dice.random() < 0.2 else text + "."


def _turned(text: str) -> str:
    """'Trong thời hạn 15 ngày, cơ quan trả lời' as 'Cơ quan trả lời, trong thời hạn 15 ngày'."""
    match = re.match(r"((?:Trong|Kể từ|Khi|Trường hợp|Đối với|Từ|Tại|Nếu)\b[^,]{5,90}),\s+(.{15,})$", text)
    return f"{match[2]}, {match[1][:1].lower()}{match[1][1:]}" if match else text


def _other_number(text: str, dice: random.Random) -> str:
    """One number in another form: digits as words, a long sum in millions."""
    matches = list(re.finditer(r"(?<![\d/.,])\d{1,3}(?:\.\d{3})*(?![\d/.,%]|\.\d)", text))
    if not matches:
        return text
    match = dice.choice(matches)
    value = int(match[0].replace(".", ""))
    if value >= 10**6 and value % 10**4 == 0:
        said = f"{value / 10**6:g}".replace(".", ",") + " triệu"
    elif value < 1000 and not match[0].startswith("0"):
        said = to_words(value)
    elif value % 1000 == 0:
        said = f"{value // 1000} nghìn"
    else:
        return text
    return text[: match.start()] + said + text[match.end() :]
