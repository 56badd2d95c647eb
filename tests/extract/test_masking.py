"""What must be hidden and what must stay: a table of sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.masking import MASK, mask

HIDDEN = [
    ("Gọi cho tôi số 0912 345 678.", "0912 345 678"),
    ("Liên hệ chính chủ 0912.345.678", "0912.345.678"),
    ("số tôi là +84 912-345-678", "912-345-678"),
    ("nhắn O912ooo345 nhé", "O912ooo345"),
    ("số là không chín một hai ba bốn năm sáu bảy tám", "không chín một hai"),
    ("thư cho em: ten.nguoi+abc@hop-thu.example", "ten.nguoi"),
    ("căn cước 058099001234 của tôi", "058099001234"),
    ("tài khoản 1903 4567 8901 của vợ tôi", "1903 4567"),
    ("xe máy biển số 85C1-123.45 bị mất", "85C1-123.45"),
    ("nhà tôi ở số 12/3 đường Trần Ví Dụ, khu phố 2", "12/3 đường Trần Ví Dụ"),
    ("Tôi tên Nguyễn Thị Ví Dụ, ở khu phố 2", "Nguyễn Thị Ví Dụ"),
]
KEPT = [
    "Gọi 113, 114, 115 hoặc tổng đài 1900 1234, 18001108.",
    "Đường dây nóng của UBND phường: 0259 3822 111.",
    "Liên hệ Trung tâm Phục vụ hành chính công phường, điện thoại 0259 3 822 345.",
    "Gửi ý kiến về bophan@phuong.tinh.gov.vn",
    "Tổng mức đầu tư 1.200.000.000 đồng, cho 167.394 người, giai đoạn 2021-2025.",
    "Trụ sở số 140 đường Thống Nhất; Quyết định số 1667/NQ-UBTVQH15.",
    "giải đặc biệt 048.771; giải nhất 29.403; từ 07.30-11.30 ngày 01/12/2026",
    "Bảo đảm quyền trẻ em Việt Nam; ông Nguyễn Văn Mẫu, Chủ tịch UBND phường, cho biết.",
    "Tôi sống ở đây 30 năm, nhà tôi 3 người.",
]


@pytest.mark.parametrize(("text", "secret"), HIDDEN)
def test_hidden(text: str, secret: str) -> None:
    read = mask(text)
    assert secret not in read
    assert MASK in read


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str) -> None:
    assert mask(text) == text


@given(st.from_regex(r"\A0[35789][0-9]{8}\Z"), st.sampled_from(["", " ", ".", "-"]))
def test_every_private_mobile_is_hidden(number: str, gap: str) -> None:
    spaced = gap.join((number[:4], number[4:7], number[7:]))
    assert spaced not in mask(f"Ai thấy thì gọi cho tôi số {spaced} nhé.")


@given(st.text(max_size=300))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask(text)
    assert mask(once) == once
