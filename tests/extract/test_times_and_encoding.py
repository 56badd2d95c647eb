"""Printed moments and old codes: tables of forms, one loop, and round trips."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.pages.times import LOCAL, is_date_line, machine, printed
from pipeline.language import encoding
from pipeline.language.legacy import _TCVN3, _VNI, from_tcvn3, from_viqr, from_vni, is_syllable

FORMS = [
    "Thứ Sáu, 20/11/2026 07:05 (GMT+7)",
    "07:05 | 20/11/2026",
    "20/11/2026 - 07:05",
    "07:05 | Thứ Sáu, 20/11/2026",
    "Đăng lúc 07:05 ngày 20/11/2026",
    "20-11-2026 - 07:05 AM",
    "7 giờ 05 phút, ngày 20 tháng 11 năm 2026",
    "Cập nhật: 20.11.2026, 07h05",
    "2026-11-20 07:05",
    "20/11/2026 00:05 (UTC)",
    "20/11/26 07:05",
]


@pytest.mark.parametrize("text", FORMS)
def test_printed_form(text: str) -> None:
    found = printed(text, LOCAL)
    assert found is not None
    assert found.stamp.at == dt.datetime(2026, 11, 20, 0, 5, tzinfo=dt.UTC)
    assert not found.stamp.day_only
    assert found.update == text.startswith("Cập nhật")
    assert is_date_line(text)


@pytest.mark.parametrize("text", ["Fri, 20 Nov 2026 07:05:00 +0700", "20 Th11, 2026 07:05", "Nov. 20, 2026, 7:05 a.m.", "20/11/2026 7:05 SA",
    "Thứ sáu, ngày 20 tháng 11 năm 2026 - 7:5:0", "7g05 20/11/2026", "2026年11月20日 07:05", "Đăng lúc: 07:05 (GMT+7), 20/11/2026",
    "20 tháng mười một 2026 07:05", "07.05, 20/11/2026", "Thu, 19 Nov 2026 16:05:00 -0800"])  # fmt: skip
def test_the_table_of_feeds_is_the_table_of_pages(text: str) -> None:
    for line in (text, f"Kinh tế | {text} | 5 phút đọc"):
        found = printed(line, LOCAL)
        assert found is not None
        assert found.stamp.at == dt.datetime(2026, 11, 20, 0, 5, tzinfo=dt.UTC)
    stamp = machine(text, "meta", LOCAL)
    assert stamp is not None
    assert stamp.at == found.stamp.at
    assert is_date_line(text)


def test_a_tag_that_can_be_read_two_ways_is_marked() -> None:
    stamp = machine("9/5/2026 6:44:00 PM", "meta", LOCAL)
    assert stamp is not None
    assert stamp.ambiguous


@pytest.mark.parametrize(
    "text", ["0912345678", "1 giờ trước", "đường 16 Tháng 4", "99/99/2026 25:61", "Điện thoại 0259 3822 111"]
)
def test_no_moment(text: str) -> None:
    assert printed(text, LOCAL) is None


@given(st.datetimes(dt.datetime(1995, 1, 1), dt.datetime(2090, 1, 1)))  # noqa: DTZ001 - the zone is the test's
def test_iso_round_trip(moment: dt.datetime) -> None:
    local = moment.replace(microsecond=0, tzinfo=LOCAL)
    stamp = machine(local.isoformat(), "meta", dt.UTC)
    assert stamp is not None
    assert stamp.at == local.astimezone(dt.UTC)


TEXT = "Ủy ban nhân dân phường thông báo: từ ngày 01 tháng 12, mức thu 42.000 đồng mỗi hộ, miễn cho hộ nghèo và người khuyết tật."


def to_tcvn3(text: str) -> bytes:
    back = {letter: chr(code) for code, letter in _TCVN3.items()}
    return "".join(back.get(c) or back.get(c.lower(), c) for c in text).encode("latin-1")


def to_vni(text: str) -> bytes:
    back = {letter: code for code, letter in _VNI.items()}
    return "".join(back.get(c, c) for c in text).encode("cp1252")


def to_1258(text: str) -> bytes:
    out = ""
    for char in text:
        try:
            char.encode("cp1258")
            out += char
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tones = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones)) + tones
    return out.encode("cp1258")


@pytest.mark.parametrize(("write", "name"), [(to_tcvn3, "tcvn3"), (to_vni, "vni"), (to_1258, "windows-1258")])
def test_old_codes_are_told_apart(write: object, name: str) -> None:
    read = encoding.decode(write(TEXT))  # type: ignore[operator]
    assert read.encoding == name
    assert not read.garbled
    assert read.text.casefold() == TEXT.casefold()


def test_capitals_share_the_small_letters_code_in_tcvn3() -> None:
    line = "HỘI ĐỒNG NHÂN DÂN TỈNH"
    assert from_tcvn3(to_tcvn3(line).decode("latin-1")) == line
    assert from_tcvn3(to_tcvn3("Số tiền của Hộ Tự").decode("latin-1")) == "Số tiền của Hộ Tự"


def test_vni_and_viqr_tables() -> None:
    assert from_vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert from_viqr("DDu+o+`ng pho^' mo+'i, gia' 3.000 ddo^`ng.") == "Đường phố mới, giá 3.000 đồng."


def test_double_reading_is_undone() -> None:
    assert encoding.repair(TEXT.encode().decode("latin-1")) == TEXT
    assert encoding.repair(TEXT) == TEXT


def test_stray_bytes_keep_the_rest() -> None:
    raw = TEXT.encode()
    read = encoding.decode(raw[:20] + b"\xa0" + raw[20:] + b"\xe1\xba")
    assert not read.garbled
    assert "mỗi hộ" in read.text


@pytest.mark.parametrize(
    "text", ["Phuong thong bao cho ba con nop ho so", "The ward announced a new fee", "Café déjà vu à la carte"]
)
def test_other_languages_are_not_garbled(text: str) -> None:
    assert not encoding.is_garbled(text)
    assert encoding.repair(text) == text


@given(st.text(max_size=200))
def test_repair_never_raises(text: str) -> None:
    encoding.repair(text)
    encoding.is_garbled(text)


@given(st.binary(max_size=300))
def test_decode_never_raises(data: bytes) -> None:
    encoding.decode(data)


def test_syllables() -> None:
    assert all(map(is_syllable, ["nghiêng", "Quyết", "xã", "ủy", "uỷ", "giữa", "khuya", "ngoằn"]))
    assert not any(map(is_syllable, ["ngày¸", "ãã", "strömt", "båt"]))
