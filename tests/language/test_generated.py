"""Forms made by rule from values drawn at random: whatever is printed or spoken must come back as what it was made of."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.numbers import to_words
from pipeline.language.values import values

ON = dt.date(2026, 11, 18)
SUMS = st.builds(lambda n, zeros: n * 10**zeros, st.integers(1, 10**7), st.integers(0, 6)).filter(lambda n: n >= 500)
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
SMALL = st.integers(1, 90)


def read(text: str) -> list[tuple[object, ...]]:
    return [(v.kind, v.value, v.unit, v.period, v.bound) for v in values(text, ON)]


def printed(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@given(SUMS)
def test_sums(n: int) -> None:
    assert read(f"mức {printed(n)} đồng/hộ/năm") == [("money", n, "hộ", "year", "eq")]
    assert read(f"mức {to_words(n)} đồng mỗi hộ mỗi năm") == [("money", n, "hộ", "year", "eq")]
    assert read(f"tối đa {printed(n)}đ/người") == [("money", n, "người", None, "max")]


@given(st.integers(1, 999), st.integers(1, 99).filter(lambda d: d % 10))
def test_decimals(whole: int, part: int) -> None:
    value = float(f"{whole}.{part}")
    assert read(f"khoảng {whole},{part} triệu đồng") == [("money", round(value * 10**6), None, None, "about")]
    assert read(f"hơn {whole},{part} tỷ đồng") == [("money", round(value * 10**9), None, None, "over")]
    assert read(f"diện tích {whole},{part} ha") == [("area", round(value * 10**4, 4), None, None, "eq")]


@given(SMALL, st.integers(1, 50))
def test_ranges_and_bounds(low: int, more: int) -> None:
    high = low + more
    wanted = [("money", (low * 10**6, high * 10**6), None, None, "eq")]
    assert read(f"từ {low} đến {high} triệu đồng") == wanted
    assert read(f"phạt tiền từ {printed(low * 10**6)} đồng đến {printed(high * 10**6)} đồng") == wanted
    assert read(f"từ {to_words(low)} triệu đến {to_words(high)} triệu đồng") == wanted
    assert read(f"từ đủ {to_words(low)} tuổi trở lên") == [("age", low, None, None, "min")]
    assert read(f"không quá {to_words(low)} tháng") == [("duration", f"P{low}M", None, None, "max")]
    for text in (f"{to_words(low)} ngày làm việc", f"{low:02d} ({to_words(low)}) ngày làm việc"):
        assert read(f"trong thời hạn {text}") == [("duration", f"P{low}D", "working_day", None, "eq")]


@given(st.integers(2, 20000))
def test_counts(n: int) -> None:
    assert read(f"có {printed(n)} hộ dân") == [("number", n, "hộ", None, "eq")]
    assert read(f"hỗ trợ {to_words(n)} hộ nghèo") == [("number", n, "hộ", None, "eq")]


@given(st.times())
def test_hours(at: dt.time) -> None:
    hour, minute = at.hour, at.minute
    for text in (
        f"{hour} giờ {minute:02d}",
        f"{hour:02d}h{minute:02d}",
        f"{hour:02d}:{minute:02d}",
        f"{hour} giờ {minute} phút",
    ):
        assert read(f"lúc {text}") == [("time", f"{hour:02d}:{minute:02d}", None, None, "eq")]


@given(DAYS, st.integers(1, 60))
def test_days(first: dt.date, more: int) -> None:
    last = first + dt.timedelta(more)
    d, m, y = first.day, first.month, first.year
    for text, bound in (
        (f"trước ngày {d}/{m}/{y}", "before"),
        (f"đến hết ngày {d:02d} tháng {m:02d} năm {y}", "until"),
        (f"kể từ ngày {to_words(d)} tháng {to_words(m)} năm {to_words(y)}", "from"),
        (f"chậm nhất ngày {d}-{m}-{y}", "until"),
    ):
        assert read(text) == [("date", first.isoformat(), None, None, bound)]
    both = [("date", (first.isoformat(), last.isoformat()), None, None, "eq")]
    assert read(f"từ ngày {d}/{m} đến hết ngày {last.day}/{last.month}/{last.year}") == both
    assert read(f"từ ngày {d} tháng {m} năm {y} đến ngày {last.day} tháng {last.month} năm {last.year}") == both
