"""On which days of the week, and how often: "thứ Hai và thứ Sáu hằng tuần", "mỗi quý một lần".

A day of the week beside a date ("thứ Hai, 23/11", "thứ Năm tuần này") tells when something is, not a routine. A claim
that names only some of the rule's days agrees; one that names another day, or another rate, differs.
"""

from __future__ import annotations

import re

from pipeline.check.reading import Reading, remembered
from pipeline.records import Difference, Span

_NUMBER = {"hai": 2, "ba": 3, "tư": 4, "tu": 4, "năm": 5, "nam": 5, "sáu": 6, "sau": 6, "bảy": 7, "bay": 7}
_DAY = r"(?:thứ|thu) (?:hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bay|[2-7])|chủ nhật|chu nhat"
_ONE = re.compile(rf"(?<!\w)(?:{_DAY})(?!\w)")
_RANGE = re.compile(rf"(?<!\w)({_DAY})\s(?:đến|tới|den|toi|-|–)\s({_DAY})(?!\w)")
_ORDINAL = re.compile(
    r"(?:người|lần|con|đợt|nhóm|vị trí|loại|căn|kỳ|hạng|tầng|năm|cái|khóa|nguoi|lan|dot|nhom)\s$|(?:thứ nhất|thu nhat)[^.;]*$"
)
_ALL_DAYS = re.compile(r"(?<!\w)(?:tất cả các ngày|cả bảy ngày|cả tuần|hằng ngày|hàng ngày|ngày nào cũng)(?!\w)")
_DATED = re.compile(
    r"[\s,(]*(?:ngày\s)?\d{1,2}[/-]\d|[\s,(]*(?:tuần (?:này|tới|sau|trước|qua|rồi)|vừa qua|tới(?!\s)|này)"
)
_WEEKLY = re.compile(r"(?:hằng|hàng|mỗi|hang|moi) (?:tuần|tuan)")

_COUNT = {"một": 1, "mot": 1, "mỗi": 1, "moi": 1, "cứ": 1, "mười": 10, "bốn": 4, "tám": 8} | _NUMBER
_PER_YEAR = {"ngày": 365.0, "ngay": 365.0, "tuần": 52.0, "tuan": 52.0, "tháng": 12.0, "thang": 12.0, "quý": 4.0, "quy": 4.0, "năm": 1.0, "nam": 1.0}  # fmt: skip
_N = r"\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|mười|mot|bon|sau|bay|tam|muoi"
_U = r"ngày|tuần|tháng|quý|năm|ngay|tuan|thang|quy|nam"
_TIMES_PER = re.compile(rf"(?<!\w)({_N}) (?:lần|lan)\s?(?:/|một|mỗi|trong một|mot|moi)\s?({_U})(?!\w)")
_PER_TIMES = re.compile(
    rf"(?<!\w)(?:mỗi|một|moi|mot) ({_U})[^.;]{{0,70}}?\s({_N}) (?:lần|lan)(?! (?:thứ|đầu|lượt))(?!\w)"
)
_EVERY = re.compile(
    rf"(?<!\w)((?:(?:{_N}|mỗi|cứ) (?:{_U})(?:,\s|\s(?:hoặc|hay|và)\s))*(?:{_N}|mỗi|moi) (?:{_U})) (?:một|mot|1) (?:lần|lan)(?!\w)"
)
_STEP = re.compile(rf"({_N}|mỗi|moi|cứ) ({_U})")


@remembered
def weekdays(reading: Reading) -> tuple[frozenset[int], Span] | None:
    """The days of the week (2 … 7, Sunday 8) a text names as a routine, and where the first stands."""
    key, days, first = reading.key, set[int](), len(reading.key)
    for match in _ALL_DAYS.finditer(key):
        days |= set(range(2, 9))
        first = min(first, match.start())
    for match in _RANGE.finditer(key):
        low, high = _number(match.group(1)), _number(match.group(2))
        days |= set(range(low, high + 1))
        first = min(first, match.start())
    last = 0
    for match in _ONE.finditer(key):
        if _ORDINAL.search(key[max(0, match.start() - 40) : match.start()]):
            continue
        if _DATED.match(key, match.end()):
            return None
        days.add(_number(match.group()))
        first, last = min(first, match.start()), match.end()
    if not days:
        return None
    return frozenset(days), (first, max(last, next((m.end() for m in _ALL_DAYS.finditer(key, first)), 0)))


def _number(words: str) -> int:
    last = words.split()[-1]
    return 8 if last in ("nhật", "nhat") else int(last) if last.isdigit() else _NUMBER[last]


@remembered
def rates(reading: Reading) -> list[tuple[float, Span]]:
    """How many times a year something is done, each with where it is said."""
    found: list[tuple[float, Span]] = []
    for match in _TIMES_PER.finditer(reading.key):
        found.append((_count(match.group(1)) * _PER_YEAR[match.group(2)], match.span()))
    for match in _PER_TIMES.finditer(reading.key):
        found.append((_count(match.group(2)) * _PER_YEAR[match.group(1)], match.span()))
    for match in _EVERY.finditer(reading.key):
        if any(a <= match.start() < b for _, (a, b) in found):
            continue
        found += [(_PER_YEAR[unit] / _count(n), match.span()) for n, unit in _STEP.findall(match.group(1))]
    return found


def _count(words: str) -> int:
    return int(words) if words.isdigit() else _COUNT[words]


def other_routine(said: Reading, rule: Reading) -> Difference | None:
    """Another day of the week or another rate than the rule's, None when either says nothing of it."""
    mine, theirs = weekdays(said), weekdays(rule)
    if mine is not None and theirs is not None and not mine[0] <= theirs[0]:
        return _difference(said, mine[1], rule, theirs[1])
    often, official = rates(said), rates(rule)
    if often and not official and theirs is not None and _WEEKLY.search(rule.key):
        official = [(52.0 * len(theirs[0]), theirs[1])]
    if often and official and not any(abs(a - b) <= 0.05 * b for a, _ in often for b, _ in official):
        return _difference(said, often[0][1], rule, official[0][1])
    return None


def _difference(said: Reading, mine: Span, rule: Reading, theirs: Span) -> Difference:
    return Difference("date_mismatch", said.text[slice(*mine)], rule.text[slice(*theirs)], mine, theirs)
