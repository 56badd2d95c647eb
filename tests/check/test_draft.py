"""A text of our own before it is published: what does not match our documents, and nothing else."""

from __future__ import annotations

import datetime as dt

from pipeline.check import Checker, MemoryRetriever
from pipeline.check.draft import check_draft
from pipeline.language.places import Gazetteer
from pipeline.records import Evidence

NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
DAY = NOW.date()
RULE = "Giá dịch vụ thu gom rác thải sinh hoạt đối với hộ gia đình là 32.000 đồng/hộ/tháng."
PAPER = Evidence(
    "d1", "71/2026/QĐ-UBND", "Giá dịch vụ thu gom rác thải sinh hoạt", "UBND tỉnh Khánh Hòa", "Điều 2", RULE,
    "Giá dịch vụ thu gom rác thải sinh hoạt trên địa bàn tỉnh Khánh Hòa", "in_force", DAY, DAY, None, ("khanh_hoa",),
)  # fmt: skip
HEADING = "Thông báo về giá thu gom rác\n"
TEXT = "Giá dịch vụ thu gom rác thải sinh hoạt đối với hộ gia đình là {} đồng/hộ/tháng."


def wrong(text: str) -> list[tuple[str, str]]:
    gazetteer = Gazetteer.builtin()
    checker = Checker(MemoryRetriever((PAPER,)), gazetteer=gazetteer)
    found = check_draft(text, NOW, ("phan_rang",), checker, gazetteer)
    return [(one.match.differences[0].claim_value, one.claim.text) for one in found if one.wrong]


def test_a_wrong_figure_of_ours_is_found_before_it_is_published() -> None:
    (found,) = wrong(HEADING + TEXT.format("42.000"))
    assert "42.000" in found[0]
    assert found[1] == TEXT.format("42.000").rstrip(".")


def test_a_right_one_is_silent_and_one_line_is_read_too() -> None:
    assert wrong(HEADING + TEXT.format("32.000")) == wrong("") == wrong("Kính gửi bà con.") == []
    assert len(wrong(TEXT.format("42.000"))) == 1
