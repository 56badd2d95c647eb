"""Figures a passage itself calls the former ones: "thay thế Thông báo số …, trong đó mức thu là 26.000 đồng".

Who repeats such a figure as what holds now is outdated; who says himself that it was so before, or who wrote while it
still held, is right. A clause on a former figure names its matter only briefly, so its own words decide whether the
claim speaks of it, not those of the whole passage.
"""

from __future__ import annotations

import datetime as dt
import re

from pipeline.check.equality import outcome
from pipeline.check.figures import KINDS
from pipeline.check.papers import normal_number, of_the_past, references
from pipeline.check.reading import Phrases, Reading, Term, remembered, share
from pipeline.records import Difference, Span, Value

_TAKES_PLACE = Phrases(r"thay(?: thế)?(?: cho)?(?! đổi)", r"bãi bỏ", r"hết hiệu lực", r"không (?:còn )?áp dụng")
_OF_THE_OLD = Phrases(r"trong đó", r"theo đó", r"mức cũ", r"(?:mức|giá|phí)(?: \w+){0,3} cũ", r"trước đây", r"quy định")
_PAPER = r"(?:quyết định|thông báo|nghị quyết|công văn|hướng dẫn|kế hoạch|phương án|quy chế|thông cáo)"
_OLD_PAPER = re.compile(rf"{_PAPER} (?:số |công bố )[^.;:]{{0,90}}?(?:\(|:\s|,\s|về )")
_ANY_PAPER = re.compile(rf"{_PAPER}|(?:mức|giá|phí|quy định|lịch|giờ)")
_REPLACES = Phrases(r"thay thế", r"bãi bỏ", r"hết hiệu lực", r"không (?:còn )?áp dụng")
_HEIR = re.compile(
    r"(?:(?<!xây )(?<!làm )(?<!cấp )(?<!dựng )(?<!lắp )mới|nay|hiện nay|sửa thành|được thay bằng)\s(?:là\s)?$|(?:hạn mức|mức|giá|phí) mới[^.;]{0,20}$"
)
_FROM_TO = re.compile(
    r"(?:lùi|dời|chuyển|đổi|điều chỉnh|tăng|giảm|nâng|hạ|ghi)(?: \w+){0,2} (?:[«“\"]?từ )(?P<old>[^;]{1,40}?)(?:[»”\"])?,? (?:sang|thành|lên|xuống|đúng là|còn) (?P<new>[^;]{1,40})"
)
_ADJUSTED = re.compile(
    r"điều chỉnh[^.;]{0,50}? từ (?P<old>[^;]{1,40}?) (?:thành|sang|lên|xuống|còn) (?P<new>[^;]{1,40})"
)
_CORRECTED = re.compile(r"ghi [«“\"](?P<old>[^»”\"]{1,60})[»”\"] đúng là [«“\"](?P<new>[^»”\"]{1,60})[»”\"]")
_INSTEAD = re.compile(
    r"thay (?:cho )?(?:mức|giá|phí|lệ phí|hạn|giờ)(?: thu| vé| thuê| hỗ trợ| cũ)? (?P<old>[^;.,(]{1,60})"
)
_FORMERLY = re.compile(r"trước (?:đây|đó|kia)(?: (?:là|chỉ|còn|thu|tính|phát|được))* (?P<old>[^;.,()]{1,40})")
_BRACKETED = re.compile(rf"\((?:năm 20\d\d|{_PAPER} (?:số )?[^():]{{1,40}})(?::| thu| là)\s(?P<old>[^()]{{1,40}})\)")
_ENDED = re.compile(
    r"(?P<old>(?:mức|giá|phí)[^;.]{1,60}?) (?:thôi|hết|không còn|ngừng|bị)(?: được)? (?:áp dụng|hiệu lực|bãi bỏ)"
)
_UNTIL_THEN = re.compile(r"(?:^|[;.]\s)trước (?:ngày )?(?=\d)(?P<old>[^;.]{1,120})")
_OF_A_YEAR = re.compile(r"[,(] (?:mùa|vụ|đợt|năm)(?: \w+)? 20\d\d (?:là|chỉ|thu|tính) (?P<old>[^;.,()]{1,30})")
_FORMS = (_FROM_TO, _ADJUSTED, _CORRECTED, _INSTEAD, _FORMERLY, _BRACKETED, _ENDED, _UNTIL_THEN, _OF_A_YEAR)
"""how papers tell what was: seen in notices that replace, correct or raise something"""

_SET = frozenset({"percent", "date", "time", "number", "duration"})
"""what may be told beside no sum; a size or an age says whom a rate is for"""
_NOW = Phrases(r"hiện(?: nay| giờ| tại| thời)?", r"đang", r"vẫn", r"giờ", r"bây giờ", r"lúc này", r"nay", r"còn")
LEAST = 0.12
"""share of the claim's words the passage must say beside the equal figure: these clauses name the matter only briefly"""
NAMED = 0.5
"""share of the words of the clause on the former figure that the claim must say when the passage is about more"""
_THEN = re.compile(
    r"(?:^|[,;:.“«]\s?)(?:(?:trước|truoc) (?=ngày|tháng|giữa|đầu|cuối|quý|ngay|thang|giua|dau|cuoi|quy|\d)|ban đầu|ban dau)"
)
"""a claim that opens with "Trước ngày 20 tháng 4, …" tells how it was before"""
_EFFECT = re.compile(r"(?:hiệu lực|áp dụng|thực hiện|thi hành)(?: thi hành)?(?: kể)?(?: từ)?(?: ngày)?\s$")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@remembered
def former_spans(rule: Reading) -> list[Span]:
    """Where the passage speaks of what was."""
    found = [m.span("old") for form in _FORMS for m in form.finditer(rule.key)]
    for match in _TAKES_PLACE.finditer(rule):
        taken = match.span()
        start, end = _part(rule, taken[0])
        if not _ANY_PAPER.search(rule.key, start, end) and _REPLACES.first(rule, start, end) is None:
            continue  # "thay 2.480 đồng hồ, trong đó …": things are exchanged, no rule is
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


def said_of_old(said: Reading, rule: Reading, since: dt.date | None, *, near: bool = True) -> Difference | None:
    """A figure told as valid that the passage gives only as the former one.

    `since` is the first day of the new one; where the passage as a whole is not `near` the claim, the clause that names
    the former figure must be.
    """
    spans = former_spans(rule)
    if not spans or _right_then(said, rule, since):
        return None
    known = [v for v in rule.values if v.kind in KINDS]
    old = [v for v in known if _within(v, spans) and not _HEIR.search(rule.key[max(0, v.span[0] - 40) : v.span[0]])]
    now = [v for v in known if v not in old]
    sums = [v for v in said.values if v.kind == "money"]
    for value in sums or [v for v in said.values if v.kind in _SET]:
        if value.bound in ("min", "over", "about") or any(outcome(value, n) == "equal" for n in now):
            continue
        equal = next((o for o in old if outcome(value, o) == "equal"), None)
        if equal is None:
            continue
        words = _words_of(rule, equal)
        about = share(said.terms, rule.terms) >= LEAST if near else bool(words) and share(words, said.terms) >= NAMED
        if about:
            return Difference("outdated", value.text, rule.shown(equal), value.span, equal.span)
    return None


def _right_then(said: Reading, rule: Reading, since: dt.date | None) -> bool:
    """Whether the claim speaks of the time of the former figure: by its words, its day, or the paper it cites."""
    if of_the_past(said):
        return True
    starts = [since] if since is not None else []
    starts += [
        day
        for v in rule.values
        if _EFFECT.search(rule.key[max(0, v.span[0] - 40) : v.span[0]]) and (day := _day(v)) is not None
    ]
    if said.on is not None and any(said.on < day for day in starts):
        return True
    if said.on is not None and any(said.on <= day for day in _last_days(rule)):
        return True
    if _THEN.search(said.key):
        return True
    if _NOW.first(said):
        return False
    cited = {normal_number(v.text) for v in references(said)}
    years = {int(str(_low(v))[:4]) for v in said.values if v.kind == "date" and str(_low(v))[:1] == "2"}
    earlier = said.on is not None and bool(years) and max(years) < said.on.year
    return earlier or bool(cited & {normal_number(v.text) for v in references(rule)})


def _last_days(rule: Reading) -> list[dt.date]:
    """The last days of what was, where the passage names them ("giá 27.000 đồng áp dụng đến hết ngày 31/3/2026")."""
    spans = [(a, b + 60) for a, b in former_spans(rule)]
    ends = [v for v in rule.values if v.kind == "date" and v.bound in ("until", "before") and _within(v, spans)]
    return [day for v in ends if (day := _day(v)) is not None]


def _day(value: Value) -> dt.date | None:
    low = _low(value)
    return dt.date.fromisoformat(low) if value.kind == "date" and _DAY.fullmatch(low) else None


def _low(value: Value) -> str:
    return str(value.value[0] if isinstance(value.value, tuple) else value.value)


def _words_of(rule: Reading, value: Value) -> tuple[Term, ...]:
    """What the clause that holds a former figure says it is of: its words after those that name the old paper."""
    start, end = rule.clause_of(value.span[0])
    begin = max((a for a, b in former_spans(rule) if a <= value.span[0] < b), default=start)
    other = min((v.span[0] for v in rule.values if v.span[0] > value.span[1] and v.kind in KINDS), default=end)
    return rule.terms_in(max(start, begin), min(end, other) if other > value.span[1] else end)


def _within(value: Value, spans: list[Span]) -> bool:
    return any(a <= value.span[0] < b for a, b in spans)
