"""Of two points of one paper, the one whose words a clause says decides whether the clause differs."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.check import POLICY, Checker, MemoryRetriever
from pipeline.language.places import Gazetteer
from pipeline.records import Claim, Evidence, Match

DAY = dt.date(2026, 11, 20)
TITLE = "Kế hoạch tổ chức Hội đua thuyền rồng sông Dinh"
POINTS = {
    "Mục 1": "Hội đua thuyền rồng sông Dinh diễn ra từ ngày 04 đến hết ngày 06 tháng 12 năm 2026.",
    "Mục 2": "Chiếu phim ngoài trời lúc 19 giờ ngày 05 tháng 12 năm 2026 cho thiếu nhi.",
    "Mục 3": "Đội đua nhận 3.000.000 đồng một đội, dự kiến 24 đội.",
    "Mục 4": "Người xem không bắt buộc mua vé.",
    "Mục 5": "Nước uống phục vụ trong 03 ngày cho người xem.",
    "Mục 6": "Tổng kinh phí giai đoạn 2027 - 2029 là 2,4 tỷ đồng từ ngân sách phường, dự kiến hỗ trợ 315 đội.",
    "Mục 7": "Kế hoạch này có hiệu lực từ ngày 01 tháng 01 năm 2027 đến hết ngày 31 tháng 12 năm 2029.",
}


def check(text: str) -> Match:
    papers = [
        Evidence(
            "d", "15/KH-UBND", TITLE, "Ủy ban nhân dân phường Phan Rang", point, passage, "", "in_force",
            dt.date(2026, 11, 1), None, None, ("phan_rang",),
        )
        for point, passage in POINTS.items()
    ]  # fmt: skip
    claim = Claim("c", "a", text, 0, f"{TITLE}. {text}", DAY, ("phan_rang",))
    return Checker(MemoryRetriever(papers), POLICY, Gazetteer.builtin()).check(claim)


def test_a_day_within_the_days_of_another_point_still_differs() -> None:
    found = check("Hội đua thuyền rồng sông Dinh chiếu phim ngoài trời cho thiếu nhi lúc 19 giờ ngày 04/12/2026")
    assert found.verdict == "mismatch"
    assert found.evidence is not None
    assert found.evidence.point == "Mục 2"
    assert [d.claim_value for d in found.differences] == ["ngày 04/12/2026"]


def test_a_figure_both_points_agree_with_does_not_settle_another() -> None:
    found = check("Phường dành 4,2 tỷ đồng hỗ trợ hội đua thuyền rồng giai đoạn 2027 - 2029")
    assert found.verdict == "mismatch"
    assert [d.claim_value for d in found.differences] == ["4,2 tỷ đồng"]


def test_what_differs_in_duty_is_not_settled_by_a_figure_of_another_point() -> None:
    found = check("Trong ba ngày hội đua thuyền rồng sông Dinh có nước uống phục vụ, người xem bắt buộc phải mua vé")
    assert found.verdict == "mismatch"
    assert found.evidence is not None
    assert found.evidence.point == "Mục 4"


@pytest.mark.parametrize(
    "text",
    [
        "Hội đua thuyền rồng sông Dinh chiếu phim ngoài trời cho thiếu nhi lúc 19 giờ ngày 05/12/2026",
        "Hội đua thuyền rồng sông Dinh diễn ra đến hết ngày 06/12/2026",
        "Hội đua thuyền rồng sông Dinh có 24 đội, mỗi đội nhận 3.000.000 đồng",
    ],
)
def test_what_the_papers_points_say_is_not_flagged(text: str) -> None:
    assert check(text).verdict == "match"
