"""The table of date forms: one moment printed in the ways publishers print it, and what must not be guessed."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import moments

NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
SEVEN = dt.timezone(dt.timedelta(hours=7))
MOMENT = dt.datetime(2026, 11, 20, 0, 5, tzinfo=dt.UTC)

SAME = """
2026-11-20T07:05:00+07:00 | 2026-11-20T00:05:00Z | 2026-11-20T00:05:00.123456Z | 2026-11-20 07:05:00 | 2026-11-20T07:05
20261120T070500+0700 | 2026/11/20 07:05 | Fri, 20 Nov 2026 07:05:00 +0700 | Fri, 20 Nov 2026 07:05:00 +07
Fri, 20 Nov 2026 07:05:00 +07:00 | Fri, 20 Nov 26 07:05:00 +0700 | Fri, 20 Nov 2026 07:05:00 GMT+7
Fri, 20 Nov 2026 00:05:00 GMT | Thu, 19 Nov 2026 19:05:00 EST | 20 Nov 2026 07:05 ICT | Fri,20 Nov 2026 07:05:00 +0700
Friday, 20 November 2026 07:05:00 | 11/20/2026 7:05:00 AM | 20/11/2026 7:05:00 AM | 07:05, 20/11/2026
20/11/2026 07:05 | 20/11/2026 - 07:05 | 20/11/2026 07:05 GMT+7 | 20/11/2026 07:05 (GMT+7) | 20-11-2026 07:05
20.11.2026 07:05 | Thứ Sáu, 20/11/2026, 07:05 (GMT+7) | Thứ sáu, ngày 20/11/2026 - 07:05 | T6, 20/11/2026 07:05
ngày 20 tháng 11 năm 2026, 07:05 | 20 tháng 11, 2026 07:05 | 20 Tháng Mười Một, 2026 07:05
Tháng Mười Một 20, 2026 07:05 | 20 Th11, 2026 07:05 | Th11 20, 2026 7:05 sáng | Đăng lúc 07:05 ngày 20/11/2026
lúc 7 giờ 05 phút ngày 20/11/2026 | 7 giờ 5 phút, 20-11-2026 | 7h05 ngày 20/11/2026 | 7g05 20/11/2026
07h05' 20/11/2026 | 20/11/2026 7:05 SA | 20/11/2026 07:05:00 SA | November 20, 2026 7:05 am | Nov 20, 2026, 07:05
Fri Nov 20 07:05:00 2026 | Fri Nov 20 07:05:00 ICT 2026 | Fri Nov 20 2026 07:05:00 GMT+0700 (Indochina Time)
1795133100 | 1795133100000 | /Date(1795133100000+0700)/ | 20/11 07:05 | 07:05 20/11/26 | hôm nay, 07:05
Cập nhật: 20/11/2026 07:05 | (07:05, 20/11/2026) | 20-Nov-2026 07:05:00 | 20 thg 11, 2026, 07:05 | 20/11/2026 lúc 07:05
2026-11-20T07:05:00+07 | 2026-11-20 07:05:00 UTC+7 | 2026-11-20T07:05:00,000+07:00 | 2026-11-20T07:05:00+07:00[Asia/Ho_Chi_Minh]
20261120070500 | 202611200705 | 2026-Nov-20 07:05 | 2026 Nov 20 07:05 | Nov-20-2026 07:05 | 20Nov2026 07:05
Fri Nov 20 00:05:00 2026 GMT | Fri Nov 20 07:05:00 +0700 2026 | Friday, 20-Nov-26 00:05:00 GMT | 1795133100.0 | @1795133100
Thứ sáu, ngày 20 tháng 11 năm 2026 - 7:5:0 | T.6, 20/11/2026 07:05 | Th 6, 20 Th11 2026 07:05:00 +0700
20 T11 2026 07:05 | 20/Th11/2026 07:05 | Sáu, 20 Thg11 2026 07:05:00 +0700 | 7h5' ngày 20/11/2026 | 07h05, ngày 20/11/2026
20 tháng 11, 07:05 | 20 tháng 11 lúc 07:05 | 20 Nov, 07:05 | 20/11/2026 07.05 | 07.05, 20/11/2026 | 7:05 sáng nay
1 giờ 55 phút trước | 115 phút trước | 115 mins ago | 20/11/2026 07:05 (12/10 âm lịch) | 07:05 20/11/2026 (12/10 Bính Ngọ)
07:05:00 AM 20/11/2026 | 20/11/2026 • 07:05 | 20/11/2026 @ 07:05 | 07:05 giờ Việt Nam 20/11/2026 | 07:05-20-11-2026
Đăng lúc: 07:05 (GMT+7), 20/11/2026 | Khánh Hòa, ngày 20/11/2026 07:05 | 20/11/2026 (07:05) | 20 / 11 / 2026 - 07:05
Fri, 20 Nov 2026 07:05:00 +0700 (ICT) | Fri, 20 Nov 2026 07:05:00 (+0700) | Fri, 20 Nov 2026 07:05 +0700
Fri 20 Nov 2026 07:05:00 +0700 | Fri, 20 Nov 2026 7:05:00 AM | Fri, 20 Nov 2026 07:05:00 AM GMT+7
Fri, 20 Nov 2026 07:05:00 +07 00 | Fri, 20 Nov 2026 07:05:00 0700 | Fri, 20 Nov 2026 07:05:00 + 0700
Fri, 20 Nov 2026 07:05:00 Asia/Ho_Chi_Minh | Fri, 20 Nov 2026 07:05:00 Asia/Saigon
Fri, 20 Nov 2026 07:05:00 UTC+07:00 | Fri, 20 Nov 2026 07:05:00 UTC+0700 | Fri, 20 Nov 2026 00:05:00 UT
Fri, 20 Nov 2026 00:05:00 Z | Fri, 20 Nov 2026 00:05:00 -0000 | Thu, 19 Nov 2026 16:05:00 -0800
T6, 20 Nov 2026 07:05:00 +0700 | Thứ 6, 20 Nov 2026 07:05:00 +0700 | Thứ Sáu, 20 Tháng Mười Một 2026 07:05:00 +0700
Thứ sáu, 20/11/2026 07:05 GMT +7 | Thứ Sáu, 20/11/2026 07:05 [GMT+7]
20/11/2026, 07:05 AM | 20/11/2026 lúc 7h05 | 20/11/2026 vào lúc 07:05 | Ngày 20/11/2026 lúc 07:05
Ngày đăng: 20/11/2026 07:05 | Ngày đăng: 20/11/2026 - 07:05 AM | Thứ sáu ngày 20/11/2026 07:05
Thời gian đăng: 07:05:00 20/11/2026 | Cập nhật lúc 07:05, Thứ Sáu, 20/11/2026 (GMT+7)
Cập nhật lần cuối 20/11/2026 07:05 | Cập nhật lúc: 20/11/2026 07:05:00 SA | Xuất bản: 07:05 - 20/11/2026
Thứ 6 - 20/11/2026 07:05 | Thứ 6 ngày 20 tháng 11 năm 2026 07:05 | 20 Tháng 11 2026 07:05
07:05 ngày 20 tháng 11 năm 2026 | 07 giờ 05 - 20/11/2026 | 07 giờ 05, thứ Sáu 20/11/2026 | 2026-11-20T07:05:00+0700
2026-11-20T07:05:00.000+0700 | 2026-11-20T07:05:00 +07:00 | 2026-11-20T00:05Z | 2026-11-20 00:05:00 +0000 UTC
2026-11-20 07:05:00.0 | 2026-11-20T07:05:00.000 | 2026-11-20 07:05:00 +0700 +07 | 2026-11-20, 07:05
2026.11.20 07:05 | 2026年11月20日 07:05 | 2026-11-20T07:05:00 ICT | 2026-11-20T07:05:00Asia/Ho_Chi_Minh
Friday, November 20, 2026 - 07:05 | Friday, November 20, 2026, 07:05 (GMT+7) | November, 20 2026 07:05:00
Nov. 20, 2026, 7:05 a.m. | 20th November 2026 07:05 | 20th of November 2026, 07:05 | 7:05 AM, 20/11/2026
7:05 AM - Nov 20, 2026 | 07:05 AM Friday, November 20, 2026 | 20-11-2026, 7:05 am | 20-11-26 07:05
20/11/26, 07:05 | hôm nay lúc 07:05 | Hôm nay 7:05 AM | 07:05 hôm nay | 20.11.2026 – 07h05 | 07:05:00, 20-11-2026
Tin ngày 20/11/2026 07:05 | Thứ sáu - 20/11/2026 07:05 | VOV.VN - 07:05, 20/11/2026
T.Sáu, 20/11/2026 07:05 | Sáu, 20/11/2026 07:05 | 20 Th11 2026, 07:05 | 20 tháng mười một 2026 07:05
tháng 11 20, 2026 7:05 sáng | 20/thg 11/2026 07:05 | 1795133100000000 | 1795133100.123 | 20261120T000500Z
20261120T07:05:00+07:00 | Fri Nov 20 07:05:00 +07 2026
"""


@pytest.mark.parametrize("text", [form.strip() for line in SAME.strip().splitlines() for form in line.split(" | ")])
def test_one_moment(text: str) -> None:
    for written in (text, unicodedata.normalize("NFD", text), f"  {text} "):
        stamp = moments.read(written, origin="x", now=NOW)
        assert stamp is not None
        assert stamp.at == MOMENT
        assert not stamp.ambiguous
        assert not stamp.day_only


def test_a_dash_is_no_zone() -> None:
    for text in ("07:05 - 01-11-2026", "07:05 - 1 tháng 11, 2026", "07:05 -1/11/2026", "07:05 – 01.11.2026"):
        stamp = moments.read(text, origin="x")
        assert stamp is not None
        assert stamp.at == dt.datetime(2026, 11, 1, 0, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize("text", ["20/11/2026", "(20/11/2026)", "2026-11-20", "Thứ Sáu, 20-11-2026", "hôm nay"])
def test_a_day_alone_is_marked(text: str) -> None:
    stamp = moments.read(text, origin="x", now=NOW)
    assert stamp is not None
    assert stamp.day_only
    assert stamp.at.astimezone(SEVEN).date() == dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    "text",
    ["", "hello", "07:05", "31/02/2026", "20/13/2026 07:05", "Nov 2026", "25:00 20/11/2026", "Lượt xem 123 20/11/2026",
     "20/11/2026 21/11/2026", "15/10 âm lịch", "từ 20/11 đến 25/11", "Quý 4/2026", "20-22/11/2026", "5 phút đọc",
     "1/1/0001 12:00:00 AM", "1970-01-01T00:00:00Z", "1.200.000 20/11/2026", "20/11/2026 v1.25", "0000-00-00T00:00:00", "x" * 500 + "20/11/2026", "2026-11-20T07:99:00"],
)  # fmt: skip
def test_nothing_is_invented(text: str) -> None:
    assert moments.read(text, origin="x", now=NOW) is None


def test_relative_forms_need_a_now() -> None:
    assert moments.read("5 phút trước", origin="x") is None
    stamp = moments.read("5 phút trước", origin="x", now=NOW)
    assert stamp is not None
    assert stamp.at == NOW - dt.timedelta(minutes=5)
    stamp = moments.read("3 ngày trước", origin="x", now=NOW)
    assert stamp is not None
    assert stamp.day_only


def test_month_first_is_ambiguous_until_a_neighbour_settles_it() -> None:
    alone = moments.read("6/5/2026 6:44:00 PM", origin="x")
    assert alone is not None
    assert alone.ambiguous
    order = moments.order_of(["6/5/2026 6:44:00 PM", "6/14/2026 1:00:00 AM"])
    settled = moments.read("6/5/2026 6:44:00 PM", origin="x", order=order)
    assert settled is not None
    assert not settled.ambiguous
    assert settled.at.astimezone(SEVEN).month == 6
    # 11/10 as 11 October would be fine, 10 December has not come yet on 20 November.
    coming = moments.read("10/12/2026 6:44:00 AM", origin="x", now=NOW)
    assert coming is not None
    assert (coming.ambiguous, coming.at.astimezone(SEVEN).month) == (False, 10)


@pytest.mark.parametrize(
    ("text", "day", "month"),
    [
        ("Fri, 6/5/2026 6:44 PM", 5, 6),
        ("Thứ Tư, 6/5/2026 18:44", 6, 5),
        ("T6, 5/6/2026", 5, 6),
        ("Chủ nhật, 7/6/2026", 7, 6),
        ("Nam Định, 5/6/2026", 5, 6),
    ],
)
def test_the_day_of_the_week_settles_the_order(text: str, day: int, month: int) -> None:
    stamp = moments.read(text, origin="x")
    assert stamp is not None
    local = stamp.at.astimezone(SEVEN)
    assert (local.day, local.month, stamp.ambiguous) == (day, month, False)


def test_a_day_without_its_year_is_the_latest_that_has_come() -> None:
    for text in ("25/12 08:00", "25 tháng 12, 08:00", "25 Dec, 08:00"):
        stamp = moments.read(text, origin="x", now=NOW)
        assert stamp is not None
        assert stamp.at == dt.datetime(2025, 12, 25, 1, 0, tzinfo=dt.UTC)
        assert moments.read(text, origin="x") is None


def test_an_hour_alone_before_a_day() -> None:
    for text in ("7h 20/11/2026", "7 giờ 20-11-2026", "7 giờ sáng 20/11/2026"):
        stamp = moments.read(text, origin="x")
        assert stamp is not None
        assert stamp.at == dt.datetime(2026, 11, 20, 0, 0, tzinfo=dt.UTC)


def test_the_sources_own_zone() -> None:
    stamp = moments.read("20/11/2026 07:05", origin="x", offset="+00:00")
    assert stamp is not None
    assert stamp.at == dt.datetime(2026, 11, 20, 7, 5, tzinfo=dt.UTC)
    printed = moments.read("Fri, 20 Nov 2026 07:05:00 +0700", origin="x", offset="+00:00")
    assert printed is not None
    assert printed.at == MOMENT


MOMENTS = st.integers(800_000_000, 3_700_000_000).map(lambda n: dt.datetime.fromtimestamp(n, SEVEN))
WRITERS = [
    lambda d: d.isoformat(),
    lambda d: d.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    lambda d: d.strftime("%d/%m/%Y %H:%M:%S"),
    lambda d: d.strftime("%H:%M:%S - %d-%m-%Y"),
    lambda d: f"{d.day} tháng {d.month}, {d.year} {d:%H:%M:%S}",
    lambda d: f"Thứ {d.weekday() + 2}, {d.day}/{d.month}/{d.year} | {d:%H:%M:%S} (GMT+7)".replace("Thứ 8", "Chủ nhật"),
    lambda d: d.strftime("%Y%m%d%H%M%S"),
    lambda d: f"{d:%a, %d} Th{d.month} {d:%Y %H:%M:%S} +07",
    lambda d: d.strftime("%d/%m/%Y %I:%M:%S ") + ("SA" if d.hour < 12 else "CH"),
    lambda d: f"{d:%H} giờ {d:%M} phút {d:%S} giây ngày {d.day}/{d.month}/{d.year}",
    lambda d: str(int(d.timestamp() * 1000)) if d.timestamp() > 1e9 else d.isoformat(),
]


@given(MOMENTS, st.sampled_from(WRITERS))
def test_what_is_written_is_read(moment: dt.datetime, write: object) -> None:
    stamp = moments.read(write(moment), origin="x")  # type: ignore[operator]
    assert stamp is not None
    assert stamp.at == moment
    assert stamp.at.tzinfo is dt.UTC


@given(st.text(max_size=80) | st.from_regex(r"[\d/:. TZ+-]{4,40}", fullmatch=True))
def test_never_raises(text: str) -> None:
    stamp = moments.read(text, origin="x", now=NOW)
    assert stamp is None or stamp.at.tzinfo is not None
