"""Old wards and quarters named one by one: a claim that adds a name to the passage's list, or that says "only" of a part of it.

Two old wards may be one ward today, so the list is read by its names, not by today's units.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from pipeline.check.reading import PLAIN, Phrases, Reading, fold_keep, share
from pipeline.records import Difference, Span

_ONLY = Phrases(
    r"chỉ(?! \d)(?: còn| có| riêng)?(?! (?:cần|phải|được|mất|nhận|hưởng|việc|số|đạo|thị|huy|tiêu))",
    r"ngoài",
    r"duy nhất",
)
_DENIES = Phrases(r"không", r"chưa", r"trừ", r"khỏi", r"đâu", r"ngoài", r"chẳng", r"bỏ", r"riêng")
_JOIN = re.compile(
    r"(?: \d+)?(?: cũ)?(?:,| và| với| cùng| hoặc| thuộc)*(?: (?:phường|xã|khu|khu phố|thôn|khu vực|các|ở|bến|chợ|bãi tắm))* ?"
)
_CAPITAL = "[" + "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper()) + "]"
_NAME = re.compile(rf"{_CAPITAL}\w*(?: {_CAPITAL}\w*)+")
LEAST = 0.5
"""share of the claim's words, the names apart, that the passage says"""


def other_list(said: Reading, rule: Reading) -> Difference | None:
    """A name the passage's only list leaves out, beside one it holds; or "only" before a part of the list."""
    mine, theirs = _names(said), _names(rule)
    if not mine or not theirs:
        return None
    spread = (rule.sentence_of(min(theirs.values())[0])[0], rule.sentence_of(max(theirs.values())[0])[1])
    if _DENIES.first(rule, *spread) is not None:
        return None
    if any(v.kind == "place" and not isinstance(v.value, str) for v in (*said.values, *rule.values)):
        return None
    spans = list(mine.values())
    words = tuple(t for t in said.terms if t.weight >= PLAIN and not any(a <= t.span[0] < b for a, b in spans))
    if not words or share(words, rule.terms) < LEAST:
        return None
    span = (min(s[0] for s in theirs.values()), max(s[1] for s in theirs.values()))
    extra = [n for n in mine if n not in theirs and not _written(n, rule)]
    common = mine.keys() & theirs.keys()
    only = _ONLY.first(said)
    if (
        extra
        and common
        and only is None
        and _DENIES.first(said) is None
        and _one_row(said, sorted(s for n, s in mine.items() if n in common or n in extra))
    ):
        return _told(said, mine[extra[0]], rule, span)
    return _a_part(said, only, rule, sorted(theirs.values())) if only is not None else None


def _a_part(said: Reading, only: Span, rule: Reading, theirs: list[Span]) -> Difference | None:
    """ "Only" before some of the names of the passage's row and not before the others."""
    row = _row(rule, theirs[0])
    ends = [b for _, b in said.clauses if b > only[1]]
    end = next((e for e in ends if not _goes_on(said, e, row)), len(said.text))
    folded = fold_keep(said.text).lower()
    told = {n: at for n in row if (at := folded.find(n, only[1], end)) >= 0}
    if not told or len(told) == len(row) or any(n in folded[: only[0]] for n in row):
        return None
    return _told(
        said, (only[0], max(at + len(n) for n, at in told.items())), rule, (min(row.values())[0], max(row.values())[1])
    )


def _goes_on(said: Reading, at: int, row: Iterable[str]) -> bool:
    """Whether a row of names goes on after a comma."""
    rest = fold_keep(said.text).lower()[at:].lstrip()
    return any(rest.startswith(n) for n in row)


def _row(rule: Reading, first: Span) -> dict[str, Span]:
    """The capitalised names that follow one another from a place on, each folded."""
    found = {_folded(rule.text[slice(*first)]): first}
    for match in _NAME.finditer(rule.text, first[1]):
        if not _JOIN.fullmatch(rule.key[max(s[1] for s in found.values()) : match.start()]):
            break
        found[_folded(match.group())] = match.span()
    return found


def _folded(name: str) -> str:
    return fold_keep(name).lower().removesuffix(" cu")


def _names(reading: Reading) -> dict[str, Span]:
    """Places of the gazetteer by the name that is written, each with its first mention."""
    found: dict[str, Span] = {}
    for value in reading.values:
        if value.kind == "place" and value.value != "outside":
            found.setdefault(_folded(value.text), value.span)
    return found


def _written(name: str, rule: Reading) -> bool:
    return name in fold_keep(rule.text).lower()


def _one_row(reading: Reading, spans: list[Span]) -> bool:
    """Whether names follow one another as one list."""
    return all(_JOIN.fullmatch(reading.key[a[1] : b[0]]) for a, b in itertools.pairwise(spans))


def _told(said: Reading, mine: Span, rule: Reading, theirs: Span) -> Difference:
    return Difference("scope_mismatch", said.text[slice(*mine)], rule.text[slice(*theirs)], mine, theirs)
