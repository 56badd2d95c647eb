"""The number of the paper that has been replaced, or on which a rule rests: another than the passage gives for that role.

"Thông báo này thay Thông báo số 71/TB-TTHCC" tells which notice is gone; a claim that calls number 17 the replaced one
names another paper. Numbers alone differ all the time, so the role must be the same, the kind of paper and its office
too, and the matter: by the claim's other words, an office of its own in the number, or a number off by a slip.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.check.reading import PLAIN, Phrases, Reading, Term, remembered, share
from pipeline.language.normalise import fold
from pipeline.records import Difference, Span

Role = Literal["gone", "basis"]

_KIND = r"quyết định|nghị quyết|thông báo|công văn|kế hoạch|hướng dẫn|tờ trình|công điện|văn bản|quyet dinh|nghi quyet|thong bao|cong van|ke hoach|huong dan|to trinh|cong dien|van ban"
_NUMBERED = re.compile(
    rf"(?<!\w)(?:({_KIND})(?: \w+){{0,3}}? (?:(?:mang )?(?:số|so) )?|(?:số|so) |(?:là|la) )(?<!năm )(?<!nam )(?<!ngày )(?<!khoản )(?<!điều )(\d{{1,5}})(?:/(\d{{4}}))?(?:/([\w-]*[^\W\d][\w-]*))?(?!\w)(?![.,]\d)"
)
_REPLACES = Phrases(
    r"(?:này|mới)[^.;]{0,24} (?:thay(?: thế| cho)?|bãi bỏ)",
    r"bãi bỏ(?: \w+){0,4}",
    r"thay mức[^.;]{0,20} của",
    r"thay thế",
)
_GONE = Phrases(
    r"(?:bị |được |đã )?thay(?: thế| cho| rồi)?(?! đổi)", r"thế chỗ", r"nhường chỗ", r"hết (?:hiệu lực|tác dụng|giá trị)", r"bãi bỏ", r"bị bỏ", r"cũ", r"không còn (?:dùng|hiệu lực|áp dụng)", r"năm ngoái",
)  # fmt: skip
_RESTS = Phrases(
    r"(?:thu |ban hành |thực hiện )?theo",
    r"căn cứ(?: vào)?",
    r"dựa vào",
    r"chỗ dựa",
    r"nêu tại",
    r"bằng",
    r"tại",
    r"áp dụng",
    r"của",
)
_STILL = Phrases(r"vẫn", r"chưa (?:bị |được |có )?(?:thay|bãi|hết)", r"còn hiệu lực")
_HEIR = re.compile(r"[\s,]*(?:đã |mới |này |nay )?(?:thay|thế chỗ|the cho)(?!\w)")
"""what follows the number of the paper that takes the other's place"""
_REACH = 30
_COMMON = frozenset({"ubnd", "hdnd", "cp", "ttg", "qh"})
_MATTER = 0.34
"""share of the claim's other words that passage or title say"""


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper named by its number, with the part it plays in the sentence."""

    role: Role | None
    kind: str
    number: str
    year: str
    sign: str
    span: Span


@remembered
def citations(reading: Reading) -> list[Citation]:
    """Papers named by number, each with its role as the words around it give it."""
    found = []
    for match in _NUMBERED.finditer(reading.key):
        kind, number, year, sign = match.groups()
        if not kind and not sign:
            continue
        start, end = reading.sentence_of(match.start())
        before = max(start, match.start() - _REACH)
        replaced = _REPLACES.first(reading, before, match.start() + 1) or _GONE.first(reading, start, end)
        rests = _RESTS.first(reading, before, match.start())
        role: Role | None = "gone" if replaced else "basis" if rests else None
        if _HEIR.match(reading.key, match.end()) or _STILL.first(reading, start, end) is not None:
            role = None
        found.append(Citation(role, fold(kind or ""), number.lstrip("0"), year or "", fold(sign or ""), match.span()))
    return found


def other_paper(said: Reading, rule: Reading, around: tuple[Term, ...]) -> Difference | None:
    """A paper the claim gives a role that the passage gives to one of another number."""
    theirs = citations(rule)
    known = {(t.number, t.year) for t in theirs} | {(t.number, "") for t in theirs}
    for mine in citations(said):
        if mine.role is None or (mine.number, mine.year) in known or ((mine.number, "") in known and not mine.year):
            continue
        alike = [t for t in theirs if t.role == mine.role and _same_series(mine, t)]
        if len(alike) != 1:
            continue
        taken = {mine.span, alike[0].span}
        words = tuple(t for t in said.terms if t.weight >= PLAIN and not any(a <= t.span[0] < b for a, b in taken))
        about = share(words, rule.terms + around)
        sign = re.split(r"[-/]", alike[0].sign)[-1] if alike[0].sign else ""
        own = bool(mine.sign) and mine.sign == alike[0].sign and sign not in _COMMON
        if about >= _MATTER or own or (_slip(mine, alike[0]) and mine.sign == alike[0].sign):
            a, b = mine.span, alike[0].span
            return Difference("reference_mismatch", said.text[slice(*a)], rule.text[slice(*b)], a, b)
    return None


def _same_series(mine: Citation, theirs: Citation) -> bool:
    """Whether two numbers can be meant for one paper: its kind and signs, as far as both give them."""
    if mine.sign and theirs.sign and mine.sign.split("-")[-1] != theirs.sign.split("-")[-1]:
        return False
    plain = {"", "van ban"}
    return mine.kind in plain or theirs.kind in plain or mine.kind == theirs.kind


def _slip(mine: Citation, theirs: Citation) -> bool:
    a, b = mine.number, theirs.number
    return sorted(a.zfill(3)) == sorted(b.zfill(3)) or (a == b and mine.year != theirs.year)
