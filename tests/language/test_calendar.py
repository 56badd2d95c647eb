"""The lunar calendar against published new-year days and against itself; numbers in every way they are spoken."""

from __future__ import annotations

import datetime as dt

import lunar_vn
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import calendar
from pipeline.language.numbers import from_words, to_words
from pipeline.language.values import values

# Mồng 1 Tết as printed in Vietnamese calendars; the starred years differ from the Chinese one.
NEW_YEARS = [
    "1968-01-29*",
    "1975-02-11",
    "1985-01-21*",
    "1986-02-09",
    "1990-01-27",
    "1995-01-31",
    "1999-02-16",
    "2000-02-05",
    "2001-01-24",
    "2002-02-12",
    "2003-02-01",
    "2004-01-22",
    "2005-02-09",
    "2006-01-29",
    "2007-02-17*",
    "2008-02-07",
    "2009-01-26",
    "2010-02-14",
    "2011-02-03",
    "2012-01-23",
    "2013-02-10",
    "2014-01-31",
    "2015-02-19",
    "2016-02-08",
    "2017-01-28",
    "2018-02-16",
    "2019-02-05",
    "2020-01-25",
    "2021-02-12",
    "2022-02-01",
    "2023-01-22",
    "2024-02-10",
    "2025-01-29",
    "2026-02-17",
    "2027-02-06",
    "2028-01-26",
    "2029-02-13",
    "2030-02-02*",
]


@pytest.mark.parametrize("printed", NEW_YEARS)
def test_new_year_falls_on_the_printed_day(printed: str) -> None:
    day = dt.date.fromisoformat(printed.rstrip("*"))
    assert calendar.solar_of(day.year, 1, 1) == day
    assert calendar.lunar_year_of(day) == day.year
    assert calendar.lunar_year_of(day - dt.timedelta(days=1)) == day.year - 1


@given(st.dates(dt.date(1900, 2, 1), dt.date(2099, 12, 31)))
def test_a_day_comes_back_from_its_lunar_date(day: dt.date) -> None:
    lunar = lunar_vn.convert_solar_to_lunar(day.day, day.month, day.year)
    assert calendar.solar_of(lunar.year, lunar.month, lunar.day, lunar.leap) == day
    after = lunar_vn.convert_solar_to_lunar(*reversed((day + dt.timedelta(days=1)).timetuple()[:3]))
    assert after.day == lunar.day + 1 or (after.day == 1 and lunar.day in (29, 30))


@given(st.dates(dt.date(1950, 3, 1), dt.date(2090, 1, 1)))
def test_a_printed_lunar_date_is_read_as_its_day(day: dt.date) -> None:
    lunar = lunar_vn.convert_solar_to_lunar(day.day, day.month, day.year)
    if lunar.leap:
        return
    [value] = values(f"ngày {lunar.day}/{lunar.month}/{lunar.year} âm lịch", day)
    assert value.value == day.isoformat()


@given(st.integers(0, 10**12 - 1), st.booleans(), st.booleans())
def test_both_dialects_name_the_same_number(number: int, southern: bool, odd: bool) -> None:
    words = to_words(number)
    if southern:
        words = words.replace("nghìn", "ngàn")
    if odd:
        words = words.replace("linh", "lẻ")
    assert from_words(words) == number
    assert from_words(words.upper()) == number


@given(st.integers(1, 10**10))
def test_a_sum_is_the_same_in_digits_and_in_words(number: int) -> None:
    for text in (f"{number:,} đồng".replace(",", "."), f"{to_words(number)} đồng"):
        [value] = values(text)
        assert (value.kind, value.value) == ("money", number), text


@given(st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)))
def test_a_day_is_the_same_in_digits_and_read_aloud(day: dt.date) -> None:
    aloud = f"ngày {to_words(day.day)} tháng {to_words(day.month)} năm {to_words(day.year)}"
    for text in (day.strftime("%d/%m/%Y"), f"ngày {day.day} tháng {day.month} năm {day.year}", aloud, day.isoformat()):
        assert [v.value for v in values(text, dt.date(2026, 11, 18))] == [day.isoformat()], text
