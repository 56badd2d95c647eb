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
from pipeline.language.daywords import Atom
from pipeline.language.feasts import feasts
from pipeline.language.normalise import unmarked
from pipeline.language.numbers import from_words
from pipeline.language.periods import (
    COUNT,
    SHIFT,
    WHEN,
    YEAR,
    day_atom,
    marked,
    quarters,
    shift_of,
    span_atom,
    stretches,
    years,
)
from pipeline.language.scan import Pattern, Scan

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
_WEEK = Pattern(rf"(?<!\w)(?:(?P<part>đầu|giữa|cuối) )?tuần (?P<w>(?!nay){WHEN})(?!\w)")
_WEEK_NUMBER = Pattern(rf"(?<!\w)tuần(?: thứ)? (?P<n>\d{{1,2}})(?:/|,? năm )(?P<y>{YEAR})(?!\w)")
"""weeks counted as ISO 8601 does, as power and water companies print their schedules"""
_COUNTED_SPAN = re.compile(r"(?:\d|mấy|vài|một|hai|ba|bốn|sáu|mười|nhiều|may|nhieu|mot|bon|muoi) $")
_WEEKEND = Pattern(r"(?<!\w)cuối tuần(?! (?:tới|sau|trước|qua|rồi|vừa))(?: này)?(?!\w)")
_MONTH = Pattern(rf"(?<!\w)(?:(?P<part>đầu|giữa|cuối) )?tháng (?P<w>{WHEN})(?!\w)")
_AWAY = Pattern(
    rf"(?<!\w)(?P<ago>cách đây |cách nay )?(?:(?P<low>\d{{1,2}}|{COUNT})(?P<to> ?[-–] ?| (?:đến|tới) | ))?(?P<n>\d{{1,3}}|{COUNT}) (?P<u>ngày|tuần|tháng|năm)(?: (?P<w>nữa|trước|tới đây)(?! (?:ngày|khi|đó|thời điểm|kể)))?(?!\w)"
)


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
        first, word = m["a"], marked(m["b"], ("nay", "qua", "kia", "kìa", "mai", "mốt"))
        if word in ("kia", "kìa"):
            if first not in ("hôm", "hom", "ngày", "ngay", "bữa", "bua"):
                continue
            shift = (-3 if word == "kìa" else -2) if first.startswith(("h", "b")) else 2
        elif first in ("ngày", "ngay") and word in ("qua", "nay"):
            continue  # "những ngày qua"
        else:
            shift = _NEAR_SHIFT[word]
        yield day_atom(m, on + dt.timedelta(days=shift))


def _weekday(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    if on is None:
        return
    named: list[int] = []
    for m in _WEEKDAY.of(scan).finditer(scan.body):
        if _COUNTED_WEEKDAY.search(scan.before(m.start(), 6)):
            continue
        number = _number_of_day(m["d"])
        word = marked(m["w"], (*_WEEK_WORDS, *SHIFT, "kế tiếp"))
        named.append(m.start())
        yield day_atom(m, _weekday_of(on, number, word))
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
    return int(name) - 2 if name.isdigit() else _WEEKDAYS[marked(name, _WEEKDAYS)]


def _weekday_of(on: dt.date, number: int, word: str) -> dt.date:
    """The weekday that "tuần sau", "tới", "này", "vừa qua" … pick, seen from a day."""
    if word.startswith("tuần"):
        return calendar.week(on)[0] + dt.timedelta(days=number + 7 * SHIFT[word.split()[1]])
    if SHIFT.get(word, 1) < 0:
        return on - dt.timedelta(days=(on.weekday() - number) % 7 or 7)
    ahead = (number - on.weekday()) % 7
    return on + dt.timedelta(days=ahead if word == "này" else ahead or 7)


def _week(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    for m in _WEEK_NUMBER.of(scan).finditer(scan.body):
        with suppress(ValueError):
            monday = dt.date.fromisocalendar(int(m["y"]), int(m["n"]), 1)
            yield span_atom(m, calendar.week(monday))
    if on is None:
        return
    for m in _WEEK.of(scan).finditer(scan.body):
        if _COUNTED_SPAN.search(scan.before(m.start(), 8)):
            continue  # "2-3 tuần tới" is a span of time that begins today
        monday, sunday = calendar.week(on, shift_of(m["w"]))
        part = marked(m["part"], ("đầu", "giữa", "cuối")) if m["part"] else ""
        day = dt.timedelta(days=1)
        yield span_atom(
            m,
            {
                "đầu": (monday, monday + day),
                "giữa": (monday + 2 * day, monday + 3 * day),
                "cuối": (sunday - day, sunday),
            }.get(part, (monday, sunday)),
        )
    for m in _WEEKEND.of(scan).finditer(scan.body):
        sunday = calendar.week(on)[1]
        yield span_atom(m, (sunday - dt.timedelta(days=1), sunday), 0.7)


_DAY_OF_MONTH = Pattern(
    r"(?<!\w)ngày (?:mùng |mồng )?(?P<d>\d{1,2})(?: của)? tháng (?P<w>này|tới|sau|trước|rồi|vừa qua)(?!\w)"
)


def _month(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    if on is None:
        return
    for m in _DAY_OF_MONTH.of(scan).finditer(scan.body):
        base = calendar.add_months(on.replace(day=1), shift_of(m["w"]))
        with suppress(ValueError):
            yield day_atom(m, base.replace(day=int(m["d"])))
    for m in _MONTH.of(scan).finditer(scan.body):
        if _COUNTED_SPAN.search(scan.before(m.start(), 8)):
            continue  # "ba tháng qua" is a span of time that ends today
        base = calendar.add_months(on.replace(day=1), shift_of(m["w"]))
        part = marked(m["part"], ("đầu", "giữa", "cuối")) if m["part"] else None
        yield span_atom(
            m, calendar.third_of_month(base.year, base.month, part) if part else calendar.month(base.year, base.month)
        )


def _away(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    if on is None:
        return
    for m in _AWAY.of(scan).finditer(scan.body):
        if not (m["ago"] or m["w"]):
            continue
        count = int(m["n"]) if m["n"].isdigit() else int(from_words(m["n"]) or 0)
        sign = -1 if m["ago"] or unmarked(m["w"] or "") == "truoc" else 1
        unit = unmarked(m["u"])
        low = _low(m["low"], m["to"], count)
        if low is None and (m["low"] or ""):
            continue  # "một hai mươi tuần nữa": nobody can say
        try:
            if low is not None and unit in ("ngay", "tuan"):
                ends = [on + dt.timedelta(days=sign * n * (7 if unit == "tuan" else 1)) for n in (low, count)]
                yield replace(span_atom(m, (min(ends), max(ends)), 0.7), ranged=True)
                continue
            if unit in ("ngay", "tuan"):
                yield day_atom(m, on + dt.timedelta(days=sign * count * (7 if unit == "tuan" else 1)))
            else:
                day = calendar.add_months(on, sign * count * (12 if unit == "nam" else 1))
                yield span_atom(
                    m, calendar.month(day.year, day.month) if unit == "thang" else calendar.year(day.year), 0.7
                )
        except (ValueError, OverflowError):
            continue


def _low(words: str | None, joined: str | None, high: int) -> int | None:
    """The smaller number of "2-3 tuần nữa", "hai ba tuần nữa"; spoken side by side they are neighbours."""
    low = (int(words) if words.isdigit() else int(from_words(words) or 0)) if words else 0
    near = (joined or "").strip() or low + 1 == high
    return low if 0 < low < high and near else None


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
        part = marked(m["p"], ("đầu", "giữa", "cuối", "hết"))
        if m["u"].startswith("th"):
            days = (
                calendar.month(on.year, on.month) if part == "hết" else calendar.third_of_month(on.year, on.month, part)
            )
        else:
            days = calendar.year(on.year) if part == "hết" else calendar.part_of_year(on.year, part)
        yield span_atom(m, days, 0.6, m.start("u") if part == "hết" else None)


_READERS = (
    (("nay", "qua", "kia", "mai", "mốt", "mot", "kìa"), _near),
    (("thứ", "thu", "nhật", "nhat"), _weekday),
    (("tuần", "tuan"), _week),
    (("nay", "đầu", "dau", "giữa", "giua", "cuối", "cuoi", "hết", "het"), _unnamed),
    (("tháng", "thang"), _month),
    (("đầu", "dau", "cuối", "cuoi"), stretches),
    (("quý", "quy"), quarters),
    (("19", "20", "năm", "nam", "học k", "hoc k", "hk"), years),
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
        feasts,
    ),
)
