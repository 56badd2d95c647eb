"""Who does a thing: another office beside the same act differs, the same office under another name does not."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.check import compare
from pipeline.check.single import evidence_of
from pipeline.language.normalise import fold
from pipeline.language.places import Gazetteer

ON = dt.date(2026, 11, 20)
GAZETTEER = Gazetteer.builtin()
POOL = "Ban Quản lý bến xếp lịch tàu ra đảo và chấm điểm an toàn; khiếu nại gửi Sở Xây dựng trong 10 ngày."
CHOOSES = "Đoàn phường chọn đội thi kéo lưới; Hội Nông dân tỉnh giữ quỹ giải thưởng, Công an phường giám sát."


def code(claim: str, passage: str) -> str | None:
    found = compare(claim, evidence_of(passage), ON, gazetteer=GAZETTEER)
    return found.differences[0].code if found.differences else None


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Chi cục Thủy sản chấm điểm an toàn.", POOL),
        ("Khiếu nại về lịch tàu thì gửi Công an phường trong 10 ngày.", POOL),
        ("Đội thi kéo lưới do Hội Phụ nữ phường chọn.", CHOOSES),
    ],
)
def test_another_office_differs(claim: str, passage: str) -> None:
    assert code(claim, passage) == "authority_mismatch"
    assert code(fold(claim), passage) == "authority_mismatch"


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Lịch tàu ra đảo do ban quản lý bến xếp.", POOL),
        ("Không đồng ý thì gửi đơn lên Sở Xây dựng.", POOL),
        ("Đội thi kéo lưới không do Hội Phụ nữ phường chọn.", CHOOSES),
        ("Công an phường giám sát hội thi kéo lưới.", CHOOSES),
        ("Công an phường cho biết đội thi kéo lưới tập từ sáng.", CHOOSES),
        ("Công an phường cấp giấy xác nhận số căn cước.", "UBND phường cấp giấy xác nhận tình trạng hôn nhân."),
    ],
)
def test_the_office_named_or_another_thing_does_not(claim: str, passage: str) -> None:
    assert code(claim, passage) is None
    assert code(fold(claim), passage) is None
