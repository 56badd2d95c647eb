"""Stretches of time by their name: quarters, years, school years and terms, halves of a year; with or without a number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.language import calendar
from pipeline.language.calendar import Days
from pipeline.language.daywords import MONTH_WORDS, MONTHS, Atom, number_of, worded_year
from pipeline.language.normalise import unmarked
from pipeline.language.numbers import from_words, to_words
from pipeline.language.scan import Pattern, Scan

YEAR = r"(?:19|20)\d\d"
WHEN = r"nay|này|tới|sau|ngoái|trước|qua|vừa qua|vừa rồi|rồi"
SHIFT = {
    "nay": 0,
    "này": 0,
    "tới": 1,
    "sau": 1,
    "ngoái": -1,
    "kia": -2,
    "trước": -1,
    "qua": -1,
    "vừa qua": -1,
    "vừa rồi": -1,
    "rồi": -1,
}
COUNT = "|".join(sorted((to_words(n) for n in range(1, 32)), key=len, reverse=True))
_QUARTER = Pattern(
    rf"(?<!\w)(?:(?P<part>đầu|giữa|cuối) )?quý (?:(?P<w>{WHEN})|(?P<q>iv|iii|ii|i|[1-4]|một|hai|ba|tư)(?:(?:[/-]|,? năm |,? )(?P<y>{YEAR})|,? năm (?P<yw>{WHEN}))?)(?!\w|[.,]\d)"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "hai": 2, "ba": 3, "tư": 4}
_YEARS = Pattern(
    rf"(?<!\w)(?:(?P<part>đầu|giữa|cuối) )?(?P<pre>năm học|niên khóa|giai đoạn|nhiệm kỳ|thời kỳ|các năm|năm|từ)(?: từ)?"
    rf" (?P<a>{YEAR})(?:(?: ?(?:-|đến|tới|đến hết) ?(?:năm )?| và )(?P<b>{YEAR}))?(?![\w%]|[.,/-]?\d)"
)
_YEAR_ALOUD = Pattern(r"(?<!\w)(?:(?P<part>đầu|giữa|cuối) )?(?P<y>năm) (?=(?:một|hai) (?:nghìn|ngàn|không|chín) )")
_SPAN_OF_YEARS = re.compile(r"(?<![\w/.,-])(?P<a>(?:19|20)\d\d) ?- ?(?P<b>(?:19|20)\d\d)(?![\w/.,-]*\d)")
_TERM = Pattern(
    rf"(?<!\w)(?:học kỳ|học kì|hk) ?(?P<t>ii|i|1|2|một|hai)(?:,? (?:của )?(?:năm học )?(?P<a>{YEAR}) ?- ?(?P<b>{YEAR}))?(?!\w)"
)
_SCHOOL_YEAR = Pattern(r"(?<!\w)năm học (?P<w>này|nay|tới|sau|trước|vừa qua|vừa rồi|qua|rồi)(?!\w)")
_YEAR_REL = Pattern(
    r"(?<!\w)(?:(?P<part>đầu|giữa|cuối) )?năm (?P<w>nay|ngoái|kia|tới|sau|trước|vừa qua|vừa rồi|qua|rồi)(?!\w)(?! (?:đó|ngày))"
)
_HALF = Pattern(
    rf"(?<!\w)(?:(?:(?P<n>\d{{1,2}}|{COUNT}) tháng|nửa) (?P<p>đầu|cuối)(?: của)? năm(?: (?P<y>{YEAR})| (?P<w>nay|ngoái|tới|sau|trước))?"
    rf"|(?<!ngày )(?P<n2>\d{{1,2}}|{COUNT}) tháng năm (?P<y2>{YEAR}))(?!\w|/\d)"
)


_DAYS_OF_MONTH = Pattern(
    rf"(?<!\w)(?:(?P<n>\d{{1,2}}|{COUNT}) (?P<u>ngày|tuần)|(?P<one>tuần(?: lễ)?|ngày))(?: làm việc)? (?P<p>đầu tiên|đầu|cuối cùng|cuối)(?: của)?"
    rf" (?:tháng (?:(?P<m>\d{{1,2}}|{MONTH_WORDS})(?:(?:[/-]|,? năm )(?P<y>{YEAR}))?|(?P<w>này|nay|tới|sau|trước))|năm (?P<y2>{YEAR}))(?![\w/]|[.,]\d)"
)


def stretches(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    """The first or last days or weeks of a month: "10 ngày cuối tháng 11", "tuần đầu tháng 12", "ngày cuối cùng của tháng"."""
    for m in _DAYS_OF_MONTH.of(scan).finditer(scan.body):
        one = unmarked(m["one"] or "")
        first = unmarked(m["p"]).startswith("dau")
        if one == "ngay" and unmarked(m["p"]) == "dau":
            continue  # "ngày đầu tháng": more than one day may be meant
        count = (int(m["n"]) if m["n"].isdigit() else int(from_words(m["n"]) or 0)) if m["n"] else 1
        length = count * (7 if "tuần" in (m["u"], one) or unmarked(m["u"] or one).startswith("tuan") else 1)
        if not 1 <= length <= 28:
            continue
        if m["y2"]:
            frame = calendar.year(int(m["y2"]))
        elif m["w"] and on:
            base = calendar.add_months(on.replace(day=1), shift_of(m["w"]))
            frame = calendar.month(base.year, base.month)
        elif m["m"] and 1 <= (number := number_of(m["m"], MONTHS)) <= 12 and (m["y"] or on):
            options = [calendar.month(int(m["y"]), number)] if m["y"] else []
            if on and not options:
                options = [calendar.month(year, number) for year in (on.year - 1, on.year, on.year + 1)]
            frame = min(options, key=lambda days: abs((days[0] - on).days)) if on and len(options) > 1 else options[0]
        else:
            continue
        more = dt.timedelta(days=length - 1)
        days = (frame[0], frame[0] + more) if first else (frame[1] - more, frame[1])
        yield replace(span_atom(m, days, 0.8), single=length == 1)


def quarters(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    """Every quarter named in the line ("quý IV/2026", "cuối quý này")."""
    for m in _QUARTER.of(scan).finditer(scan.body):
        if m["w"]:
            if on:
                base = calendar.add_months(on.replace(day=1), 3 * shift_of(m["w"]))
                yield span_atom(m, calendar.quarter(base.year, (base.month + 2) // 3))
            continue
        word = m["q"]
        number = int(word) if word.isdigit() else _QUARTERS[marked(word, _QUARTERS)]
        part = marked(m["part"], ("đầu", "giữa", "cuối")) if m["part"] else None
        if m["y"]:
            yield span_atom(m, calendar.quarter(int(m["y"]), number, part))
        elif on and m["yw"]:
            yield span_atom(m, calendar.quarter(on.year + shift_of(m["yw"]), number, part))
        elif on:
            options = [calendar.quarter(y, number, part) for y in (on.year - 1, on.year, on.year + 1)]
            nearest = min(
                options,
                key=lambda q: 0 if q[0] <= on <= q[1] else min(abs((q[0] - on).days), abs((q[1] - on).days)),
            )
            yield replace(span_atom(m, nearest, 0.8), yearless=True)


def years(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    """Every year, school year, term or half year named in the line."""
    for m in _TERM.of(scan).finditer(scan.body):
        term = 1 if m["t"] in ("i", "1", "một", "mot") else 2
        start = int(m["a"]) if m["a"] else (on.year if on.month >= 7 else on.year - 1) if on else None
        if start:
            yield span_atom(m, calendar.school_year(start, term), 0.8)
    for m in _YEARS.of(scan).finditer(scan.body):
        first, last = int(m["a"]), int(m["b"] or m["a"])
        pre = unmarked(m["pre"])
        if last < first or (pre == "tu" and not m["b"]):
            continue
        if m["b"] and pre == "nam" and " v" in m.group():  # "năm 2025 và năm 2026": two years
            for group in ("a", "b"):
                days = calendar.year(int(m[group]))
                yield Atom(m.start() if group == "a" else m.start("b"), m.end(group), days=days, confidence=0.95)
            continue
        if pre in ("nam hoc", "nien khoa"):
            yield span_atom(m, calendar.school_year(first), 0.9)
        elif m["part"] and not m["b"]:
            yield span_atom(m, calendar.part_of_year(first, marked(m["part"], ("đầu", "giữa", "cuối"))), 0.6)
        else:
            yield span_atom(
                m,
                (calendar.year(first)[0], calendar.year(last)[1]),
                start=m.start("a") if pre == "tu" else None,
                ranged=m["b"] is not None,
            )
    for m in _YEAR_ALOUD.of(scan).finditer(scan.body):
        if aloud := worded_year(scan, m.start("y")):
            days = calendar.year(aloud[0])
            found = calendar.part_of_year(aloud[0], marked(m["part"], ("đầu", "giữa", "cuối"))) if m["part"] else days
            yield Atom(m.start("part") if m["part"] else m.start("y"), aloud[1], days=found, confidence=0.8)
    for m in _SPAN_OF_YEARS.finditer(scan.body):
        if int(m["a"]) < int(m["b"]) <= int(m["a"]) + 30:
            yield span_atom(m, (calendar.year(int(m["a"]))[0], calendar.year(int(m["b"]))[1]), 0.8)
    for m in _HALF.of(scan).finditer(scan.body):
        said = m["n"] or m["n2"]
        count = (int(said) if said.isdigit() else int(from_words(said) or 0)) if said else 6
        year = (
            int(m["y"] or m["y2"])
            if m["y"] or m["y2"]
            else on.year + (shift_of(m["w"]) if m["w"] else 0)
            if on
            else None
        )
        if year and 1 <= count <= 12:
            first = m["p"] in ("đầu", "dau", None)
            yield span_atom(
                m,
                (calendar.month(year, 1 if first else 13 - count)[0], calendar.month(year, count if first else 12)[1]),
            )
    if on is None:
        return
    for m in _SCHOOL_YEAR.of(scan).finditer(scan.body):
        yield span_atom(m, calendar.school_year(on.year - (on.month < 9) + shift_of(m["w"])), 0.8)
    for m in _YEAR_REL.of(scan).finditer(scan.body):
        if re.search(
            r"(?:\d|mấy|vài|một|hai|ba|bốn|năm|sáu|mười|nhiều|trăm|chục|nghìn|ngàn|triệu|thập) $",
            scan.before(m.start(), 8),
        ):
            continue
        year = on.year + shift_of(m["w"])
        part = marked(m["part"], ("đầu", "giữa", "cuối")) if m["part"] else None
        yield span_atom(m, calendar.part_of_year(year, part) if part else calendar.year(year), 0.6 if part else 0.9)


def day_atom(match: re.Match[str], day: dt.date) -> Atom:
    """One day at the match."""
    return Atom(match.start(), match.end(), days=(day, day), single=True, confidence=0.95)


def span_atom(
    match: re.Match[str], days: Days, confidence: float = 0.95, start: int | None = None, *, ranged: bool = False
) -> Atom:
    """A stretch of days at the match, or from `start` on."""
    first = match.start() if start is None else start
    return Atom(first, match.end(), days=days, confidence=confidence, ranged=ranged)


def shift_of(word: str) -> int:
    """Units from the present: "sau", "tới" are 1, "trước", "qua" -1."""
    return SHIFT[marked(word, SHIFT)]


def marked(word: str, names: object) -> str:
    """The name with marks of a word that may have been matched without them."""
    for name in names:  # type: ignore[attr-defined]
        if word in (name, unmarked(name)):
            return str(name)
    return word
