"""Who says what, as a role only: a table of ways in which papers hand words over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.quotes import quotes

SAID = [
    ("Bà Tư, tiểu thương chợ, kể: “Tôi nộp 50.000 đồng rồi. Họ không đưa biên lai.”", "người dân", "kể"),
    ("“Mức thu là 42.000 đồng một hộ, áp dụng từ tháng sau”, ông Mẫu, Chủ tịch UBND phường, cho biết.", "lãnh đạo", "cho biết"),
    ("Đại diện Công ty Cấp nước khẳng định: “Giá nước không hề thay đổi trong đợt này”.", "cơ quan", "khẳng định"),
    ("“Nhà ngập ba ngày mà không ai ghé hỏi”. Chị nói rồi quay đi.", "người dân", "nói"),
    ("Luật sư trao đổi: \"Hợp đồng thuê sạp phải lập thành văn bản mới có giá trị\".", "chuyên gia", "trao đổi"),
    ("Theo đại diện điện lực, lịch cúp điện không đổi trong tuần này.", "cơ quan", "Theo "),
    ("Một chuyên gia nhận định giá muối còn giảm trong hai tháng tới.", "chuyên gia", "nhận định"),
    ("Người dân nói rằng họ chưa nhận được khoản tiền nào.", "người dân", "nói"),
    ("Lãnh đạo phường cho biết đường sẽ xong trong tháng 12.", "lãnh đạo", "cho biết"),
    ("«Xe rác ba ngày mới ghé một lần thôi», một phụ huynh phàn nàn.", "người dân", "phàn nàn"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "role", "verb"), SAID, ids=[t for t, _, _ in SAID])
def test_the_role_and_the_verb(text: str, role: str, verb: str) -> None:
    [quote] = quotes(text)
    assert quote.role == role
    assert quote.verb is not None
    assert text[slice(*quote.verb)] == verb
    assert text[slice(*quote.span)] not in ("", text)


@pytest.mark.parametrize("text", ["Dẹp chợ “chồm hổm” trước Tết.", "UBND phường thu 20.000 đồng/m² từ ngày 1/12."])
def test_scare_marks_and_plain_news_quote_nobody(text: str) -> None:
    assert quotes(text) == []


def test_speech_over_paragraphs_is_one_quote() -> None:
    text = "Anh thở dài: “Năm ngoái đóng ba chục ngàn.\nNăm nay lên sáu chục ngàn, ai chịu nổi”."
    [quote] = quotes(text)
    assert text[slice(*quote.span)].startswith("Năm ngoái")
    assert text[slice(*quote.span)].endswith("ai chịu nổi")


@given(st.text(alphabet='“”"«»‘’ aăbcđ.,:\nbà nói cho biết', max_size=200))
def test_any_text_has_ordered_quotes(text: str) -> None:
    found = quotes(text)
    assert [q.span for q in found] == sorted(q.span for q in found)
    assert all(0 <= a < b <= len(text) for a, b in (q.span for q in found))
