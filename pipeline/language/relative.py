"""Dates that lean on something: the day of publication, a week, a quarter, a school year, a feast.

Yields atoms for `dates`, which joins ranges and reads bounds. What needs the day of publication is left out without it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from pipeline.language import calendar
from pipeline.language.calendar import Days
from pipeline.language.dates import Atom
from pipeline.language.normalise import unmarked
from pipeline.language.numbers import from_words, to_words
from pipeline.language.scan import Pattern, Scan

_YEAR = r"(?:19|20)\d\d"
_WHEN = r"nay|này|tới|sau|ngoái|trước|qua|vừa qua|vừa rồi|rồi"
_SHIFT = {
    "nay": 0,
    "này": 0,
    "tới": 1,
    "sau": 1,
    "ngoái": -1,
    "trước": -1,
    "qua": -1,
    "vừa qua": -1,
    "vừa rồi": -1,
    "rồi": -1,
}
_COUNT = "|".join(sorted((to_words(n) for n in range(1, 32)), key=len, reverse=True))

_NEAR = Pattern(
    r"(?<!\w)(?:ngày )?(?P<a>sáng|trưa|chiều|tối|đêm|khuya|rạng sáng|hôm|ngày|bữa) (?P<b>nay|qua|kia|kìa|mai|mốt)(?!\w)(?! (?:sau|mốt|kia))"
)
_NEAR_SHIFT = {"nay": 0, "qua": -1, "mai": 1, "mốt": 2}
_WEEKDAY = Pattern(
    r"(?<!\w)(?P<d>thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
    r" (?:đầu |giữa |cuối )?(?P<w>tuần này|tuần tới|tuần sau|tuần trước|tuần qua|tuần rồi|vừa qua|vừa rồi|kế tiếp|này|tới|sau|trước|qua)(?!\w)"
)
_WEEK_WORDS = ("tuần này", "tuần tới", "tuần sau", "tuần trước", "tuần qua", "tuần rồi")
_WEEKDAY_LIST = Pattern(r"(?<!\w)(?P<d>thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)(?: (?:và|hoặc|đến)|,)? ?")
# A weekday alone is the next one ("hôm thứ Hai": the last one), unless the line speaks of every week.
_BARE_WEEKDAY = Pattern(
    r"(?<!\w)(?P<cue>vào|từ|đến hết|đến|hết|trước|sáng|trưa|chiều|tối|đêm|sang|hôm) (?P<d>thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
    r"(?!\w)(?!,? ?\(?(?:ngày )?\d{1,2}\s?[/.-]\s?\d)(?!,? ngày \d)(?! (?:hằng|hàng|mỗi) tuần)"
)
_EVERY_WEEK = Pattern(
    r"(?<!\w)(?:(?:hằng|hàng|mỗi) tuần|các ngày|từ thứ \w+ (?:đến|tới|-)|thứ \w+ ?(?:-|đến|tới) ?(?:hết )?(?:thứ|chủ)|định kỳ|giờ làm việc|giờ tiếp|"
    r"không (?:\w+ ){0,7}vào (?:thứ|chủ)|cả (?:sáng|chiều|ngày)? ?(?:thứ|chủ)|làm việc)(?!\w)"
)
_COUNTED_WEEKDAY = re.compile(r"(?:lần|người|đợt|vụ|lan|nguoi|dot|vu) $")
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5}
_WEEK = Pattern(rf"(?<!\w)(?:(?P<part>đầu|giữa|cuối) )?tuần (?P<w>(?!nay){_WHEN})(?!\w)")
_WEEK_NUMBER = Pattern(rf"(?<!\w)tuần(?: thứ)? (?P<n>\d{{1,2}})(?:/|,? năm )(?P<y>{_YEAR})(?!\w)")
"""weeks counted as ISO 8601 does, as power and water companies print their schedules"""
_WEEKEND = Pattern(r"(?<!\w)cuối tuần(?! (?:tới|sau|trước|qua|rồi|vừa))(?: này)?(?!\w)")
_MONTH = Pattern(rf"(?<!\w)(?:(?P<part>đầu|giữa|cuối) )?tháng (?P<w>{_WHEN})(?!\w)")
_QUARTER = Pattern(
    rf"(?<!\w)(?:(?P<part>đầu|giữa|cuối) )?quý (?:(?P<w>{_WHEN})|(?P<q>iv|iii|ii|i|[1-4]|một|hai|ba|tư)(?:(?:[/-]|,? năm |,? )(?P<y>{_YEAR})|,? năm (?P<yw>{_WHEN}))?)(?!\w|[.,]\d)"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "hai": 2, "ba": 3, "tư": 4}
_YEARS = Pattern(
    rf"(?<!\w)(?:(?P<part>đầu|giữa|cuối) )?(?P<pre>năm học|niên khóa|giai đoạn|nhiệm kỳ|thời kỳ|các năm|năm|từ)(?: từ)?"
    rf" (?P<a>{_YEAR})(?:(?: ?(?:-|đến|tới|đến hết) ?(?:năm )?| và )(?P<b>{_YEAR}))?(?![\w%]|[.,/-]?\d)"
)
_SPAN_OF_YEARS = re.compile(r"(?<![\w/.,-])(?P<a>(?:19|20)\d\d) ?- ?(?P<b>(?:19|20)\d\d)(?![\w/.,-]*\d)")
_TERM = Pattern(
    rf"(?<!\w)(?:học kỳ|học kì|hk) ?(?P<t>ii|i|1|2|một|hai)(?:,? (?:của )?(?:năm học )?(?P<a>{_YEAR}) ?- ?(?P<b>{_YEAR}))?(?!\w)"
)
_SCHOOL_YEAR = Pattern(r"(?<!\w)năm học (?P<w>này|nay|tới|sau|trước|vừa qua|vừa rồi|qua|rồi)(?!\w)")
_YEAR_REL = Pattern(
    r"(?<!\w)(?:(?P<part>đầu|giữa|cuối) )?năm (?P<w>nay|ngoái|tới|sau|trước|vừa qua|vừa rồi|qua|rồi)(?!\w)(?! (?:đó|ngày))"
)
_HALF = Pattern(
    rf"(?<!\w)(?:(?:(?P<n>\d{{1,2}}|{_COUNT}) tháng|nửa) (?P<p>đầu|cuối)(?: của)? năm(?: (?P<y>{_YEAR})| (?P<w>nay|ngoái|tới|sau|trước))?"
    rf"|(?<!ngày )(?P<n2>\d{{1,2}}|{_COUNT}) tháng năm (?P<y2>{_YEAR}))(?!\w|/\d)"
)
_AWAY = Pattern(
    rf"(?<!\w)(?P<ago>cách đây |cách nay )?(?P<n>\d{{1,3}}|{_COUNT}) (?P<u>ngày|tuần|tháng|năm)(?: (?P<w>nữa|trước|tới đây)(?! (?:ngày|khi|đó|thời điểm|kể)))?(?!\w)"
)
_CUE = r"(?:trước|sau|dịp|từ|đến|tới|vào|trong|qua|nghỉ|hết|đúng|đêm|ngày|mùa|cận|giáp|tối|sáng) (?:(?:dịp|ngày|lễ|đại|đêm|hết|kỳ nghỉ|nghỉ) )*"
_FEAST = Pattern(
    rf"(?<!\w)(?P<cue>{_CUE})(?P<f>{'|'.join(sorted(map(re.escape, calendar.FEASTS), key=len, reverse=True))}|tết|trung thu|vu lan|giao thừa)"
    rf"(?: (?:năm )?(?P<y>{_YEAR}))?(?!\w)(?! (?:dương|tây|trung|đoan|độc|nguyên|âm|cổ|\(?\d{{1,2}}[/-]\d))"
)
_TET_OF = Pattern(
    rf"(?<!\w)(?<!mùng )(?<!\d )tết(?: nguyên đán| âm lịch| cổ truyền)?(?:(?: năm)? (?P<cc>{'|'.join(calendar.CAN_CHI)})(?:[ ,-]+(?:năm )?{_YEAR})?| (?:năm )?(?P<y>{_YEAR}))(?!\w)"
)
"""New year named by its year: "Tết Đinh Mùi", "Tết Nguyên đán năm 2027" """
_SHORT_FEASTS = {"tết": "tết nguyên đán", "trung thu": "tết trung thu", "vu lan": "lễ vu lan"}


def relative(scan: Scan, on: dt.date | None) -> list[Atom]:
    """Every leaning date of the line."""
    body = scan.body
    found: list[Atom] = []
    for needles, reader in _READERS:
        if any(needle in body for needle in needles):
            found += [atom for atom in reader(scan, on) if scan.free(atom.start, atom.end)]
    return found


def _near(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    if on is None:
        return
    for m in _NEAR.of(scan).finditer(scan.body):
        first, word = m["a"], _marked(m["b"], ("nay", "qua", "kia", "kìa", "mai", "mốt"))
        if word in ("kia", "kìa"):
            if first not in ("hôm", "hom", "ngày", "ngay", "bữa", "bua"):
                continue
            shift = (-3 if word == "kìa" else -2) if first.startswith(("h", "b")) else 2
        elif first in ("ngày", "ngay") and word in ("qua", "nay"):
            continue  # "những ngày qua"
        else:
            shift = _NEAR_SHIFT[word]
        yield _day(m, on + dt.timedelta(days=shift))


def _weekday(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    if on is None:
        return
    named: list[int] = []
    for m in _WEEKDAY.of(scan).finditer(scan.body):
        if _COUNTED_WEEKDAY.search(scan.before(m.start(), 6)):
            continue
        number = _number_of_day(m["d"])
        word = _marked(m["w"], (*_WEEK_WORDS, *_SHIFT, "kế tiếp"))
        named.append(m.start())
        yield _day(m, _weekday_of(on, number, word))
        # "thứ Năm và thứ Sáu tuần này": the days before lean on the same week
        for other in _WEEKDAY_LIST.of(scan).finditer(scan.body[: m.start()]):
            if scan.body[other.end() : m.start()].strip(" ,") in ("", "và", "va", "hoặc", "đến", "den"):
                named.append(other.start("d"))
                day = _weekday_of(on, _number_of_day(other["d"]), word)
                yield Atom(other.start("d"), other.end("d"), days=(day, day), single=True, confidence=0.9)
    if _EVERY_WEEK.of(scan).search(scan.body):
        return
    for m in _BARE_WEEKDAY.of(scan).finditer(scan.body):
        if m.start("d") in named:
            continue
        back = m["cue"].startswith(("hôm", "hom"))
        day = _weekday_of(on, _number_of_day(m["d"]), "qua" if back else "này")
        yield Atom(m.start("d"), m.end("d"), days=(day, day), single=True, confidence=0.6)


def _number_of_day(words: str) -> int:
    """Monday is 0."""
    name = words.split()[-1]
    if words.startswith("ch"):
        return 6
    return int(name) - 2 if name.isdigit() else _WEEKDAYS[_marked(name, _WEEKDAYS)]


def _weekday_of(on: dt.date, number: int, word: str) -> dt.date:
    """The weekday that "tuần sau", "tới", "này", "vừa qua" … pick, seen from a day."""
    if word.startswith("tuần"):
        return calendar.week(on)[0] + dt.timedelta(days=number + 7 * _SHIFT[word.split()[1]])
    if _SHIFT.get(word, 1) < 0:
        return on - dt.timedelta(days=(on.weekday() - number) % 7 or 7)
    ahead = (number - on.weekday()) % 7
    return on + dt.timedelta(days=ahead if word == "này" else ahead or 7)


def _week(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    for m in _WEEK_NUMBER.of(scan).finditer(scan.body):
        with suppress(ValueError):
            monday = dt.date.fromisocalendar(int(m["y"]), int(m["n"]), 1)
            yield _span(m, calendar.week(monday))
    if on is None:
        return
    for m in _WEEK.of(scan).finditer(scan.body):
        monday, sunday = calendar.week(on, _shift(m["w"]))
        part = _marked(m["part"], ("đầu", "giữa", "cuối")) if m["part"] else ""
        day = dt.timedelta(days=1)
        yield _span(
            m,
            {
                "đầu": (monday, monday + day),
                "giữa": (monday + 2 * day, monday + 3 * day),
                "cuối": (sunday - day, sunday),
            }.get(part, (monday, sunday)),
        )
    for m in _WEEKEND.of(scan).finditer(scan.body):
        sunday = calendar.week(on)[1]
        yield _span(m, (sunday - dt.timedelta(days=1), sunday), 0.7)


_DAY_OF_MONTH = Pattern(
    r"(?<!\w)ngày (?:mùng |mồng )?(?P<d>\d{1,2})(?: của)? tháng (?P<w>này|tới|sau|trước|rồi|vừa qua)(?!\w)"
)


def _month(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    if on is None:
        return
    for m in _DAY_OF_MONTH.of(scan).finditer(scan.body):
        base = calendar.add_months(on.replace(day=1), _shift(m["w"]))
        with suppress(ValueError):
            yield _day(m, base.replace(day=int(m["d"])))
    for m in _MONTH.of(scan).finditer(scan.body):
        if re.search(
            r"(?:\d|mấy|vài|một|hai|ba|bốn|sáu|mười|nhiều|may|nhieu|mot|bon|muoi) $", scan.before(m.start(), 8)
        ):
            continue  # "ba tháng qua" is a span of time that ends today
        base = calendar.add_months(on.replace(day=1), _shift(m["w"]))
        part = _marked(m["part"], ("đầu", "giữa", "cuối")) if m["part"] else None
        yield _span(
            m, calendar.third_of_month(base.year, base.month, part) if part else calendar.month(base.year, base.month)
        )


def _quarter(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    for m in _QUARTER.of(scan).finditer(scan.body):
        if m["w"]:
            if on:
                base = calendar.add_months(on.replace(day=1), 3 * _shift(m["w"]))
                yield _span(m, calendar.quarter(base.year, (base.month + 2) // 3))
            continue
        word = m["q"]
        number = int(word) if word.isdigit() else _QUARTERS[_marked(word, _QUARTERS)]
        part = _marked(m["part"], ("đầu", "giữa", "cuối")) if m["part"] else None
        if m["y"]:
            yield _span(m, calendar.quarter(int(m["y"]), number, part))
        elif on and m["yw"]:
            yield _span(m, calendar.quarter(on.year + _shift(m["yw"]), number, part))
        elif on:
            options = [calendar.quarter(y, number, part) for y in (on.year - 1, on.year, on.year + 1)]
            nearest = min(
                options,
                key=lambda q: 0 if q[0] <= on <= q[1] else min(abs((q[0] - on).days), abs((q[1] - on).days)),
            )
            yield replace(_span(m, nearest, 0.8), yearless=True)


def _years(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    for m in _TERM.of(scan).finditer(scan.body):
        term = 1 if m["t"] in ("i", "1", "một", "mot") else 2
        start = int(m["a"]) if m["a"] else (on.year if on.month >= 7 else on.year - 1) if on else None
        if start:
            yield _span(m, calendar.school_year(start, term), 0.8)
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
            yield _span(m, calendar.school_year(first), 0.9)
        elif m["part"] and not m["b"]:
            yield _span(m, calendar.part_of_year(first, _marked(m["part"], ("đầu", "giữa", "cuối"))), 0.6)
        else:
            yield _span(
                m,
                (calendar.year(first)[0], calendar.year(last)[1]),
                start=m.start("a") if pre == "tu" else None,
                ranged=m["b"] is not None,
            )
    for m in _SPAN_OF_YEARS.finditer(scan.body):
        if int(m["a"]) < int(m["b"]) <= int(m["a"]) + 30:
            yield _span(m, (calendar.year(int(m["a"]))[0], calendar.year(int(m["b"]))[1]), 0.8)
    for m in _HALF.of(scan).finditer(scan.body):
        said = m["n"] or m["n2"]
        count = (int(said) if said.isdigit() else int(from_words(said) or 0)) if said else 6
        year = (
            int(m["y"] or m["y2"]) if m["y"] or m["y2"] else on.year + (_shift(m["w"]) if m["w"] else 0) if on else None
        )
        if year and 1 <= count <= 12:
            first = m["p"] in ("đầu", "dau", None)
            yield _span(
                m,
                (calendar.month(year, 1 if first else 13 - count)[0], calendar.month(year, count if first else 12)[1]),
            )
    if on is None:
        return
    for m in _SCHOOL_YEAR.of(scan).finditer(scan.body):
        yield _span(m, calendar.school_year(on.year - (on.month < 9) + _shift(m["w"])), 0.8)
    for m in _YEAR_REL.of(scan).finditer(scan.body):
        if re.search(
            r"(?:\d|mấy|vài|một|hai|ba|bốn|năm|sáu|mười|nhiều|trăm|chục|nghìn|ngàn|triệu|thập) $",
            scan.before(m.start(), 8),
        ):
            continue
        year = on.year + _shift(m["w"])
        part = _marked(m["part"], ("đầu", "giữa", "cuối")) if m["part"] else None
        yield _span(m, calendar.part_of_year(year, part) if part else calendar.year(year), 0.6 if part else 0.9)


def _away(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    if on is None:
        return
    for m in _AWAY.of(scan).finditer(scan.body):
        if not (m["ago"] or m["w"]):
            continue
        count = int(m["n"]) if m["n"].isdigit() else int(from_words(m["n"]) or 0)
        sign = -1 if m["ago"] or unmarked(m["w"] or "") == "truoc" else 1
        unit = unmarked(m["u"])
        try:
            if unit in ("ngay", "tuan"):
                yield _day(m, on + dt.timedelta(days=sign * count * (7 if unit == "tuan" else 1)))
            else:
                day = calendar.add_months(on, sign * count * (12 if unit == "nam" else 1))
                yield _span(m, calendar.month(day.year, day.month) if unit == "thang" else calendar.year(day.year), 0.7)
        except (ValueError, OverflowError):
            continue


_NOW = Pattern(
    r"(?<!\w)(?:từ|kể từ) (?P<a>nay)(?= (?:đến|tới|cho đến))|(?<!\w)từ [^.;]{3,40}? (?:đến|tới) (?P<b>nay)(?! mai)(?!\w)"
)
# The month or year that has no number is the one of the day: "cuối tháng", "đến hết năm", "từ đầu năm đến nay".
_UNNAMED = Pattern(
    r"(?<!\w)(?P<p>đầu|giữa|cuối|hết) (?P<u>tháng|năm)(?! (?:\d|học|nay|này|tới|sau|ngoái|trước|qua|vừa|rồi|thứ|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|giêng|chạp|tuổi|ngày|đó|ấy))(?!\w)"
)


def _unnamed(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    if on is None:
        return
    for m in _NOW.of(scan).finditer(scan.body):
        group = "a" if m["a"] else "b"
        yield Atom(m.start(group), m.end(group), days=(on, on), single=True, confidence=0.8)
    for m in _UNNAMED.of(scan).finditer(scan.body):
        if re.search(r"(?:tháng|thang|mỗi|moi|hằng|hang|các|cac|những|nhung) $", scan.before(m.start(), 8)):
            continue
        part = _marked(m["p"], ("đầu", "giữa", "cuối", "hết"))
        if m["u"].startswith("th"):
            days = (
                calendar.month(on.year, on.month) if part == "hết" else calendar.third_of_month(on.year, on.month, part)
            )
        else:
            days = calendar.year(on.year) if part == "hết" else calendar.part_of_year(on.year, part)
        yield _span(m, days, 0.6, m.start("u") if part == "hết" else None)


def _feast(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    for m in _TET_OF.of(scan).finditer(scan.body):
        year = (
            int(m["y"])
            if m["y"]
            else calendar.can_chi_year(_marked(m["cc"], calendar.CAN_CHI), (on or dt.date(2026, 1, 1)).year)
        )
        day = calendar.feast("tết nguyên đán", on, year) if year else None
        if day:
            yield Atom(m.start(), m.end(), days=(day, day), single=True, confidence=0.8)
    for m in _FEAST.of(scan).finditer(scan.body):
        name = _marked(m["f"], (*calendar.FEASTS, *_SHORT_FEASTS, "giao thừa"))
        if name == "tết" and not scan.text[m.start("f")].isupper():
            continue
        year = int(m["y"]) if m["y"] else None
        eve = name == "giao thừa"
        day = calendar.feast("tết nguyên đán" if eve else _SHORT_FEASTS.get(name, name), on, year)
        if day:
            yield Atom(m.start("f"), m.end(), days=(day - dt.timedelta(days=eve),) * 2, single=True, confidence=0.7)


_READERS = (
    (("nay", "qua", "kia", "mai", "mốt", "mot", "kìa"), _near),
    (("thứ", "thu", "nhật", "nhat"), _weekday),
    (("tuần", "tuan"), _week),
    (("nay", "đầu", "dau", "giữa", "giua", "cuối", "cuoi", "hết", "het"), _unnamed),
    (("tháng", "thang"), _month),
    (("quý", "quy"), _quarter),
    (("19", "20", "năm", "nam", "học k", "hoc k", "hk"), _years),
    (("cách", "cach", "nữa", "nua", "trước", "truoc", "tới đây", "toi day"), _away),
    (
        (
            "tết",
            "tet",
            "lễ",
            "le",
            "ngày",
            "ngay",
            "thu",
            "giáng",
            "giang",
            "noel",
            "vu lan",
            "giao thừa",
            "giao thua",
            "ông",
            "ong",
            "giỗ",
            "gio",
        ),
        _feast,
    ),
)


def _day(match: re.Match[str], day: dt.date) -> Atom:
    return Atom(match.start(), match.end(), days=(day, day), single=True, confidence=0.95)


def _span(
    match: re.Match[str], days: Days, confidence: float = 0.95, start: int | None = None, *, ranged: bool = False
) -> Atom:
    first = match.start() if start is None else start
    return Atom(first, match.end(), days=days, confidence=confidence, ranged=ranged)


def _shift(word: str) -> int:
    return _SHIFT[_marked(word, _SHIFT)]


def _marked(word: str, names: object) -> str:
    """The name with marks of a word that may have been matched without them."""
    for name in names:  # type: ignore[attr-defined]
        if word in (name, unmarked(name)):
            return str(name)
    return word
