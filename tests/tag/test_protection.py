"""Who speaks: the signs of a private person, and what the heads say together."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.tag.protection import outside_quotes, pooled, private_voice

PRIVATE = [
    "Tôi đi nộp hồ sơ ba lần vẫn chưa được nhận.",
    "Nhà tui ở cuối hẻm, mưa xuống là nước vô tới giường.",
    "Cho tôi hỏi sổ hộ nghèo gia hạn ở đâu?",
    "Có ai biết xe buýt số 2 còn chạy không?",
    "Ước gì đường Trần Phú có thêm bóng cây.",
    "Bà con xóm tôi ký tên ủng hộ dời bãi rác.",
    "Toi thay phi giu xe nhu vay la cao.",
    "Gia dinh toi o khu pho 3, xin hoi bao gio co nuoc.",
    "Chợ mới mở. Sạp nhỏ. Thế thì ai bán?",
    "Chúng tôi kiến nghị phường sửa cống trước mùa mưa.",
]
REPORTS = [
    "UBND phường Bảo An cho biết chợ Phước Mỹ mở lại từ ngày 3/12. Tiểu thương nộp đơn trước 25/11. Phí sạp giữ nguyên. Ban quản lý trực tại cổng số 2.",
    "“Tôi nộp hồ sơ sáng qua, hôm nay đã có kết quả”, ông chủ tiệm nói. Phường đã nhận 312 hồ sơ trong tuần. Thời gian trả là ba ngày.",
    "Phuong Dong Hai toi nay cup dien khu pho 4. Dien co lai luc 21 gio.",
    "Chúng tôi sẽ mở quầy thứ hai từ tháng sau, lãnh đạo trung tâm nói. Quầy nhận hồ sơ đất đai.",
]


@pytest.mark.parametrize("text", PRIVATE)
def test_a_private_person_is_heard(text: str) -> None:
    assert private_voice("", text)


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_is_not_taken_for_a_private_person(text: str) -> None:
    assert private_voice("", text) is None


def test_what_is_quoted_is_not_the_items_own_voice() -> None:
    assert "bực" not in outside_quotes('Ông nói: "bực quá", rồi về. «bực» “bực”')
    assert (
        private_voice("", "Một người bán cá kể: “nhà tôi chờ ba tuần”. Trung tâm trả lời trong ngày. Việc đã xong.")
        is None
    )


def test_heads_are_pooled_in_log_odds() -> None:
    found = pooled(np.array([0.5, 0.9, 0.99, 0.01, 0.0]), np.array([0.5, 0.9, 0.1, 0.3, 0.0]))
    assert found[0] == pytest.approx(0.5)
    assert found[1] == pytest.approx(0.9, abs=0.01)
    assert 0.1 < found[2] < 0.3, "the type head weighs more, the gate still moves it"
    assert 0.1 < found[3] < 0.3
    assert found[4] == pytest.approx(0.0, abs=0.02)
