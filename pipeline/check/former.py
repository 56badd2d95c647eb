"""Figures a passage itself calls the former ones: "thay thế Thông báo số …, trong đó mức thu là 26.000 đồng".

Who repeats such a figure as what holds now is outdated; who says himself that it was so before is right.
"""

from __future__ import annotations

import datetime as dt
import re

from pipeline.check.equality import outcome
from pipeline.check.figures import KINDS
from pipeline.check.papers import of_the_past
from pipeline.check.reading import Phrases, Reading, remembered, share
from pipeline.records import Difference, Span, Value

_TAKES_PLACE = Phrases(r"thay(?: thế)?(?: cho)?(?! đổi)", r"bãi bỏ", r"hết hiệu lực", r"không (?:còn )?áp dụng")
_OF_THE_OLD = Phrases(r"trong đó", r"theo đó", r"mức cũ", r"(?:mức|giá|phí)(?: \w+){0,3} cũ", r"trước đây", r"quy định")
_PAPER = r"(?:quyết định|thông báo|nghị quyết|công văn|hướng dẫn|kế hoạch|phương án|quy chế)"
_OLD_PAPER = re.compile(rf"{_PAPER} (?:số |công bố )[^.;:]{{0,90}}?(?:\(|:\s|,\s|về )")
_HEIR = re.compile(r"(?:mới|nay|hiện nay|sửa thành|được thay bằng)\s(?:là\s)?$|(?:hạn mức|mức|giá|phí) mới[^.;]{0,20}$")
_FROM_TO = re.compile(
    r"(?:lùi|dời|chuyển|đổi|điều chỉnh|tăng|giảm|nâng|hạ|ghi)(?: \w+){0,2} (?:[«“\"]?từ )(?P<old>[^;]{1,40}?)(?:[»”\"])?,? (?:sang|thành|lên|xuống|đúng là|còn) (?P<new>[^;]{1,40})"
)
_ADJUSTED = re.compile(
    r"điều chỉnh[^.;]{0,50}? từ (?P<old>[^;]{1,40}?) (?:thành|sang|lên|xuống|còn) (?P<new>[^;]{1,40})"
)
_CORRECTED = re.compile(r"ghi [«“\"](?P<old>[^»”\"]{1,60})[»”\"] đúng là [«“\"](?P<new>[^»”\"]{1,60})[»”\"]")
_SET = frozenset({"percent", "date", "time", "number", "duration"})
"""what may be told beside no sum; a size or an age says whom a rate is for"""
LEAST = 0.12
"""share of the claim's words the passage must say beside the equal figure: these clauses name the matter only briefly"""


@remembered
def former_spans(rule: Reading) -> list[Span]:
    """Where the passage speaks of what was."""
    found = [m.span("old") for form in (_FROM_TO, _ADJUSTED, _CORRECTED) for m in form.finditer(rule.key)]
    for match in _TAKES_PLACE.finditer(rule):
        taken = match.span()
        start, end = _part(rule, taken[0])
        paper = _OLD_PAPER.search(rule.key, start, end)
        named = paper.span() if paper else _OF_THE_OLD.first(rule, taken[1], end)
        if named is not None:
            found.append((named[1], end))
    return found


def _part(rule: Reading, offset: int) -> Span:
    """The part between full stops that holds an offset: clauses on an old paper go on over semicolons."""
    start = max((m.end() for m in re.finditer(r"[.;\n](?=\s)", rule.text[:offset])), default=0)
    stop = re.search(r"[.;\n](?=\s|$)", rule.text[offset:])
    return start, offset + stop.start() if stop else len(rule.text)


def said_of_old(said: Reading, rule: Reading, since: dt.date | None) -> Difference | None:
    """A figure told as valid that the passage gives only as the former one; `since` is the first day of the new one."""
    spans = former_spans(rule)
    if not spans or of_the_past(said) or (since is not None and said.on is not None and said.on < since):
        return None
    known = [v for v in rule.values if v.kind in KINDS]
    old = [v for v in known if _within(v, spans) and not _HEIR.search(rule.key[max(0, v.span[0] - 40) : v.span[0]])]
    now = [v for v in known if v not in old]
    sums = [v for v in said.values if v.kind == "money"]
    for value in sums or [v for v in said.values if v.kind in _SET]:
        if value.bound in ("min", "over", "about") or any(outcome(value, n) == "equal" for n in now):
            continue
        equal = next((o for o in old if outcome(value, o) == "equal"), None)
        if equal is not None and share(said.terms, rule.terms) >= LEAST:
            return Difference("outdated", value.text, equal.text, value.span, equal.span)
    return None


def _within(value: Value, spans: list[Span]) -> bool:
    return any(a <= value.span[0] < b for a, b in spans)
