"""Calendar arithmetic: months, quarters, school years, lunar dates, feast days. Knows days, not words.

The lunar calendar is Vietnam's (new moons and solar terms at UTC+7; Hồ Ngọc Đức, "Thuật toán tính âm lịch",
https://www.informatik.uni-leipzig.de/~duc/amlich/calrules.html), through lunar-vn. It differs from the Chinese one
in some years: Tết 1985 fell on 21 January, 2007 on 17 February, 2030 will on 2 February.
"""

from __future__ import annotations

import calendar
import datetime as dt
from functools import lru_cache

import lunar_vn

from pipeline.language.normalise import unmarked
from pipeline.language.numbers import to_words

Days = tuple[dt.date, dt.date]

_STEMS = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
_BRANCHES = ("tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi")
CAN_CHI = {f"{_STEMS[i % 10]} {_BRANCHES[i % 12]}": i for i in range(60)}
"""name → year modulo 60, counted so that year 4 (Giáp Tý) is 0"""


def month(year: int, number: int) -> Days:
    """First and last day of a month."""
    return dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])


def third_of_month(year: int, number: int, part: str) -> Days:
    """ "đầu" is days 1–10, "giữa" 11–20, "cuối" 21–end: the ten-day periods (tuần) that Vietnamese papers count by."""
    first, last = month(year, number)
    starts = {"đầu": (first, first.replace(day=10)), "giữa": (first.replace(day=11), first.replace(day=20))}
    return starts.get(part, (first.replace(day=21), last))


def quarter(year: int, number: int, part: str | None = None) -> Days:
    """First and last day of a quarter, 1 to 4; of its first, second or last month for "đầu", "giữa", "cuối"."""
    if part:
        return month(year, 3 * number - 2 + ("đầu", "giữa", "cuối").index(part))
    return dt.date(year, 3 * number - 2, 1), month(year, 3 * number)[1]


def part_of_year(year: int, part: str) -> Days:
    """ "đầu" January–March, "giữa" May–August, "cuối" October–December: a convention, hence low confidence."""
    first, last = {"đầu": (1, 3), "giữa": (5, 8), "cuối": (10, 12)}[part]
    return dt.date(year, first, 1), month(year, last)[1]


def year(number: int) -> Days:
    """First and last day of a year."""
    return dt.date(number, 1, 1), dt.date(number, 12, 31)


def school_year(start: int, term: int | None = None) -> Days:
    """A school year from the opening day (5 September) to 31 May, or one of its two terms.

    The frame of the yearly plan (Bộ GD&ĐT): term I ends before 18 January, term II and the year before 31 May.
    """
    opening, turn, end = dt.date(start, 9, 5), dt.date(start + 1, 1, 17), dt.date(start + 1, 5, 31)
    if term == 1:
        return opening, turn
    return (turn + dt.timedelta(days=1), end) if term == 2 else (opening, end)


def week(of: dt.date, shift: int = 0) -> Days:
    """Monday to Sunday of the week of a day, `shift` weeks later."""
    monday = of - dt.timedelta(days=of.weekday()) + dt.timedelta(weeks=shift)
    return monday, monday + dt.timedelta(days=6)


def add_months(day: dt.date, count: int) -> dt.date:
    """The same day of the month `count` months later, or that month's last day. Raises ValueError outside years 1–9999."""
    total = day.year * 12 + day.month - 1 + count
    if not 12 <= total < 120000:
        raise ValueError("năm ngoài phạm vi lịch")
    to_year, to_month = divmod(total, 12)
    return dt.date(to_year, to_month + 1, min(day.day, calendar.monthrange(to_year, to_month + 1)[1]))


@lru_cache(maxsize=4096)
def solar_of(lunar_year: int, lunar_month: int, lunar_day: int, leap: bool = False) -> dt.date | None:
    """The solar day of a lunar date, None when that date does not exist (30th of a short month, wrong leap month)."""
    try:
        found = lunar_vn.convert_lunar_to_solar(lunar_day, lunar_month, lunar_year, int(leap))
        back = lunar_vn.convert_solar_to_lunar(found.day, found.month, found.year)
    except ValueError:
        return None
    exists = (back.day, back.month, back.year, back.leap) == (lunar_day, lunar_month, lunar_year, leap)
    return dt.date(found.year, found.month, found.day) if exists else None


def lunar_month_days(lunar_year: int, lunar_month: int) -> Days | None:
    """First and last solar day of a lunar month (not the leap one)."""
    first = solar_of(lunar_year, lunar_month, 1)
    last = solar_of(lunar_year, lunar_month, 30) or solar_of(lunar_year, lunar_month, 29)
    return (first, last) if first and last else None


def lunar_year_of(day: dt.date) -> int:
    """The lunar year that a solar day (1900–2100) belongs to. Raises ValueError outside."""
    return int(lunar_vn.convert_solar_to_lunar(day.day, day.month, day.year).year)


def can_chi_year(name: str, near: int) -> int | None:
    """The year of a sexagenary name ("bính ngọ") nearest to `near`."""
    place = CAN_CHI.get(name)
    if place is None:
        return None
    base = near - (near - 4 - place) % 60
    return base if near - base <= 30 else base + 60


@lru_cache(maxsize=1)
def _worded_years() -> dict[str, int]:
    """Years 1930–2069 as they are read aloud, with and without marks: "hai nghìn không trăm hai mươi sáu", "hai không hai sáu"."""
    digits = to_words
    found: dict[str, int] = {}
    for year in range(1930, 2070):
        full = to_words(year)
        spelled = " ".join(digits(int(d)) for d in str(year))
        tail = to_words(year % 100) if year % 100 else ""
        short = f"hai nghìn {tail}".strip() if 2010 <= year < 2100 else full
        for words in (full, short, spelled, full.replace("linh", "lẻ")):
            for said in (words, words.replace("nghìn", "ngàn")):
                found.setdefault(said, year)
                found.setdefault(unmarked(said), year)
    return found


def year_in_words(words: str) -> int | None:
    """The year that words read aloud name, None for anything else."""
    return _worded_years().get(words)


def nearest(candidates: list[dt.date], on: dt.date) -> dt.date | None:
    """The candidate closest to a day, the later one of two equally close."""
    return min(candidates, key=lambda d: (abs((d - on).days), d < on), default=None)


# What → (lunar?, month, day). Public holidays of Labour Code art. 112 and days that papers name without a date.
FEASTS: dict[str, tuple[bool, int, int]] = {
    "tết dương lịch": (False, 1, 1),
    "tết tây": (False, 1, 1),
    "ngày thầy thuốc việt nam": (False, 2, 27),
    "quốc tế phụ nữ": (False, 3, 8),
    "ngày giải phóng miền nam": (False, 4, 30),
    "ngày quốc tế lao động": (False, 5, 1),
    "quốc tế thiếu nhi": (False, 6, 1),
    "ngày báo chí cách mạng việt nam": (False, 6, 21),
    "ngày gia đình việt nam": (False, 6, 28),
    "ngày thương binh - liệt sĩ": (False, 7, 27),
    "ngày thương binh, liệt sĩ": (False, 7, 27),
    "lễ quốc khánh": (False, 9, 2),
    "ngày quốc khánh": (False, 9, 2),
    "tết độc lập": (False, 9, 2),
    "ngày chuyển đổi số quốc gia": (False, 10, 10),
    "ngày phụ nữ việt nam": (False, 10, 20),
    "ngày pháp luật việt nam": (False, 11, 9),
    "ngày nhà giáo việt nam": (False, 11, 20),
    "ngày nhà giáo": (False, 11, 20),
    "ngày thành lập quân đội nhân dân việt nam": (False, 12, 22),
    "giáng sinh": (False, 12, 25),
    "noel": (False, 12, 25),
    "tết nguyên đán": (True, 1, 1),
    "tết âm lịch": (True, 1, 1),
    "tết cổ truyền": (True, 1, 1),
    "giỗ tổ hùng vương": (True, 3, 10),
    "lễ phật đản": (True, 4, 15),
    "tết đoan ngọ": (True, 5, 5),
    "lễ vu lan": (True, 7, 15),
    "tết trung thu": (True, 8, 15),
    "ông công ông táo": (True, 12, 23),
    "ông táo về trời": (True, 12, 23),
}


def feast(name: str, on: dt.date | None, in_year: int | None = None) -> dt.date | None:
    """The day of a feast in a year, or the one nearest to `on`; None when neither is known."""
    lunar, number, day = FEASTS[name]
    years = [in_year] if in_year else [on.year - 1, on.year, on.year + 1] if on else []
    days = [solar_of(y, number, day) if lunar else dt.date(y, number, day) for y in years]
    known = [d for d in days if d]
    return nearest(known, on) if on and not in_year else (known[0] if known else None)
