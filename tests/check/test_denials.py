"""Denials, replaced papers, quotations and conditions beside passages: what differs is told, what agrees is left alone."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.check import compare
from pipeline.check.citations import citations
from pipeline.check.denials import denials
from pipeline.check.genuine import held_valid
from pipeline.check.norms import norms
from pipeline.check.reading import Reading
from pipeline.check.single import evidence_of
from pipeline.language.normalise import fold
from pipeline.language.places import Gazetteer

ON = dt.date(2026, 11, 20)
GAZETTEER = Gazetteer.builtin()
LIBRARY = "Thư viện phường lập góc đọc thiếu nhi tại tầng trệt, mở cửa cả ngày Chủ nhật."
NO_CORNER = "Thư viện phường không lập góc đọc thiếu nhi. Thẻ bạn đọc cấp miễn phí."
JETTY = "Cầu tàu du lịch chưa khánh thành; khách chờ tại nhà ga tạm."
FIELDS = "Hộ trồng táo được hỗ trợ hai bao phân hữu cơ mỗi vụ nếu ký cam kết không đốt cành khô."
NOTICE = "Thông báo này thay Thông báo số 58/TB-TTVH năm 2024, theo đó phòng tập mở đến 21 giờ."
SPEECH = "Tại hội nghị, đại diện UBND phường nói: «Vườn sạch bắt đầu từ từng gốc nho của mỗi nhà»."


def read(claim: str, passage: str) -> tuple[str, str | None]:
    found = compare(claim, evidence_of(passage), ON, gazetteer=GAZETTEER)
    return found.verdict, found.differences[0].code if found.differences else None


SLIP = "Hộ thuê sạp nộp tiền ký quỹ theo Phiếu báo số 46/PB-BQLC do Ban quản lý chợ phát."
POOL = "Hồ bơi thiếu nhi đang xây, chưa mở; sân bóng bàn đã hoạt động."

WRONG = [
    ("Phường Bảo An không có góc đọc thiếu nhi nào.", LIBRARY, "existence_denied"),
    ("Tờ phiếu báo số 46/PB-BQLC đòi ký quỹ là giấy giả, bà con đừng nộp.", SLIP, "status_mismatch"),
    ("Hồ bơi thiếu nhi mở rồi, các em tới bơi được.", POOL, "status_mismatch"),
    ("Sân bóng bàn của phường mới ở mức lấy ý kiến, chưa mở.", POOL, "status_mismatch"),
    ("Thư viện phường không lập góc đọc thiếu nhi nào.", LIBRARY, "existence_denied"),
    ("Phường làm gì có góc đọc thiếu nhi ở thư viện.", LIBRARY, "existence_denied"),
    ("Thư viện phường vừa lập góc đọc thiếu nhi.", NO_CORNER, "existence_fabricated"),
    ("Cầu tàu du lịch đã khánh thành.", JETTY, "status_mismatch"),
    ("Thông báo bị thay là Thông báo số 85/TB-TTVH năm 2024.", NOTICE, "reference_mismatch"),
    ("Đại diện phường: «Vườn sạch bắt đầu từ từng gốc nho của mỗi người»", SPEECH, "quote_mismatch"),
    ("Hộ trồng táo được hỗ trợ hai bao phân hữu cơ mỗi vụ.", FIELDS, "omitted_condition"),
]
RIGHT = [
    ("Bà con làm thẻ bạn đọc không mất tiền.", NO_CORNER),
    ("Thư viện phường mở góc đọc thiếu nhi cả ngày Chủ nhật.", LIBRARY),
    ("Thư viện phường không có góc đọc thiếu nhi.", NO_CORNER),
    ("Cầu tàu du lịch đâu có khánh thành mà đi.", JETTY),
    ("Thông báo số 58/TB-TTVH năm 2024 đã bị thay.", NOTICE),
    ("Hồ bơi thiếu nhi còn đang xây.", POOL),
    ("Đại diện phường: «Vườn sạch bắt đầu từ từng gốc nho»", SPEECH),
    ("Hộ trồng táo ký giấy cam kết không đốt cành khô thì được hỗ trợ hai bao phân hữu cơ mỗi vụ.", FIELDS),
]


@pytest.mark.parametrize(("claim", "passage", "code"), WRONG)
def test_what_differs_is_told(claim: str, passage: str, code: str) -> None:
    verdict, found = read(claim, passage)
    assert verdict in ("mismatch", "partial")
    assert found == code


@pytest.mark.parametrize(("claim", "passage", "code"), [w for w in WRONG if w[2] != "quote_mismatch"])
def test_without_diacritics_too(claim: str, passage: str, code: str) -> None:
    assert read(fold(claim), passage)[0] == read(claim, passage)[0]


@pytest.mark.parametrize(("claim", "passage"), RIGHT)
def test_what_agrees_is_left_alone(claim: str, passage: str) -> None:
    assert read(claim, passage)[0] in ("match", "no_document")


@pytest.mark.parametrize(
    "text",
    [
        "Hộ chưa ký biên bản thì nộp đơn ở nhà văn hóa.",
        "Còn 9 vườn chưa kiểm đếm cây trồng.",
        "Khách đi đường không xuống tại sân bay.",
        "Không quá 20 người mỗi lớp.",
        "Không có túi vải cho các hộ khác.",
    ],
)
def test_a_limit_or_a_group_is_no_denial(text: str) -> None:
    assert denials(Reading(text)) == []


def test_southern_words_deny() -> None:
    assert {n.force for n in norms(Reading("phường đâu có thu tiền bến, khỏi nộp chi hết"))} >= {"not", "free"}


def test_the_paper_that_takes_the_place_is_not_the_one_replaced() -> None:
    new, old = citations(Reading("Thông báo số 12/TB-UBND thay Thông báo số 58/TB-UBND"))
    assert (new.role, old.role) == (None, "gone")


def test_a_paper_replaced_is_not_held_valid() -> None:
    told = held_valid(Reading("Thông báo số 58/TB-TTVH vẫn còn hiệu lực."), Reading(NOTICE))
    assert told is not None
    assert told.claim_value == "vẫn còn hiệu lực"
    assert held_valid(Reading("Thông báo số 59/TB-TTVH vẫn còn hiệu lực."), Reading(NOTICE)) is None
    assert held_valid(Reading("Thông báo số 58/TB-TTVH không còn hiệu lực."), Reading(NOTICE)) is None


def test_another_speaker_may_have_used_other_words() -> None:
    assert read("Giám đốc Sở Y tế: «Vườn sạch bắt đầu từ từng gốc nho của mỗi người»", SPEECH)[1] != "quote_mismatch"
