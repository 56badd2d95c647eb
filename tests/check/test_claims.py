"""What an outlet asserts, and what it only passes on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.check import claims
from pipeline.language.places import Gazetteer
from pipeline.records import Article, Tags

GAZETTEER = Gazetteer.builtin()
MOMENT = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
TAGS = Tags("a", "news_report", False, "giao_thong_do_thi", ("phan_rang",), "neu", True)


def article(text: str, title: str = "Bản tin phường") -> Article:
    return Article("a", "s", "Báo", "https://bao.example/1", title, MOMENT, None, text, MOMENT)


def asserted(text: str, title: str = "Tin vắn", tags: Tags = TAGS) -> list[str]:
    return [c.text for c in claims(article(text, title), tags, GAZETTEER) if c.start >= 0]


@pytest.mark.parametrize(
    "text",
    [
        "Phí gửi xe máy ở bến phà có phải 5.000 đồng một lượt?",
        "Nghe nói từ tháng sau phí gửi xe lên 10.000 đồng.",
        "“Mỗi tháng nhà tôi phải đóng thêm năm chục ngàn tiền gửi xe”, một người dân nói.",
        "Nhiều người cho rằng phí gửi xe sẽ tăng lên 20.000 đồng.",
        "Bà chủ quán kể bà phải trả 15.000 đồng mỗi lượt.",
        "Có lẽ sang năm phí gửi xe sẽ tăng gấp đôi.",
        "Trên mạng nói phí gửi xe là 50.000 đồng, phường khẳng định điều này không đúng.",
    ],
)
def test_what_the_outlet_does_not_assert(text: str) -> None:
    assert asserted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Phí gửi xe máy ở bến phà là 5.000 đồng một lượt.",
        "Theo thông báo của phường, người dân nộp đơn trước ngày 5/12.",
        "Một cán bộ Sở Xây dựng cho biết hồ sơ phải nộp trước ngày 5/12.",
        "Không có chuyện hỗ trợ tiền gửi xe như nhiều người kể.",
        "Khách gửi xe đạp không tốn đồng nào.",
        "Bãi không nhận xe tải và không đòi giấy chứng nhận.",
    ],
)
def test_what_it_asserts(text: str) -> None:
    assert asserted(text) == [text.rstrip(".")]


def test_a_sentence_of_several_rules_is_cut() -> None:
    found = asserted(
        "Xe đạp đóng 2.000 đồng mỗi lượt, xe máy của khách vãng lai đóng 5.000 đồng mỗi lượt; ô tô phải gửi ở bãi ngoài."
    )
    assert len(found) == 3


@pytest.mark.parametrize(
    "kind", ["opinion_criticism", "complaint", "question", "satire", "advertisement", "credible_threat"]
)
def test_protected_and_silent_items_have_no_claims(kind: str) -> None:
    text = "Phí gửi xe máy là 5.000 đồng một lượt."
    assert asserted(text, tags=replace(TAGS, item_type=kind)) == []
    assert asserted(text, tags=replace(TAGS, protected=True)) == []


def test_the_title_is_a_claim_and_offsets_are_true() -> None:
    text = "Tin vắn sáng nay.\nPhí gửi xe máy ở bến phà là 5.000 đồng một lượt."
    found = claims(article(text, "Từ 1/12, bến phà thu phí gửi xe 5.000 đồng"), TAGS, GAZETTEER)
    assert found[0].start == -1
    assert [text[c.start : c.start + len(c.text)] for c in found[1:]] == [c.text for c in found[1:]]


def test_the_name_of_a_lure_demands_nothing_and_its_sentences_do() -> None:
    lure = replace(TAGS, item_type="scam_impersonation", ground="scam_impersonation")
    text = "Quý khách nạp 90.000 đồng phí gửi xe. Đọc lại mã số vừa nhận được."
    found = claims(article(text, "RAO VẶT: Thẻ gửi xe điện tử"), lure, GAZETTEER)
    assert [c.start for c in found] == [0, text.index("Đọc")]
    priced = claims(article(text, "RAO VẶT: Thẻ gửi xe bắt buộc, phí 90.000 đồng"), lure, GAZETTEER)
    assert priced[0].start == -1


def test_words_that_point_back_are_resolved() -> None:
    text = "Phường thu phí gửi xe tại bến phà. Mức này là 5.000 đồng một lượt."
    last = claims(article(text), TAGS, GAZETTEER)[-1]
    assert "bến phà" in last.resolved
    assert last.places == ("phan_rang",)


def test_an_address_is_not_cut() -> None:
    said = "Hộ từ ba nhân khẩu trở lên ở thôn Sơn Hải, xã Phước Dinh được hỗ trợ thuê nhà 4 triệu đồng mỗi tháng"
    assert said in asserted(f"{said}.")
