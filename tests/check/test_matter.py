"""Which of the papers that words find may be laid beside a claim: a statute only where it is cited, a page without a title never."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.check import POLICY, Checker, MemoryRetriever
from pipeline.check.matter import OTHER, not_meant
from pipeline.language.places import Gazetteer
from pipeline.records import Claim, Evidence

DAY = dt.date(2026, 11, 20)
SAID = "Phí trông giữ xe máy ban ngày ở chợ là 5.000 đồng một lượt"
RULE = "Phí trông giữ xe máy ban ngày ở chợ: 3.000 đồng một lượt."


def paper(title: str, issuer: str, places: tuple[str, ...], number: str = "12/2026/QĐ-UBND") -> Evidence:
    return Evidence("d", number, title, issuer, "Điều 2", RULE, "", "in_force", dt.date(2026, 9, 1), None, None, places)


def verdict(evidence: Evidence, context: str) -> str:
    claim = Claim("c", "a", SAID, 0, f"{context}. {SAID}", DAY, ("phan_rang",))
    return Checker(MemoryRetriever([evidence]), POLICY).check(claim).verdict


WARD = "Ủy ban nhân dân phường Phan Rang"


@pytest.mark.parametrize(
    ("evidence", "context", "wanted"),
    [
        (paper("Về phí trông giữ xe tại chợ", WARD, ("phan_rang",)), "Chợ Phan Rang thu phí xe", "mismatch"),
        (paper("", WARD, ("phan_rang",)), "Chợ Phan Rang thu phí xe", "no_document"),
        (paper("", WARD, ("phan_rang",)), "Quyết định 12/2026/QĐ-UBND về chợ Phan Rang", "mismatch"),
        (paper("Phí trông giữ xe", "Quốc hội", ("outside",)), "Chợ Phan Rang thu phí xe", "no_document"),
        (
            paper("Phí trông giữ xe", "Bộ Tài chính", ("outside", "phan_rang")),
            "Chợ Phan Rang thu phí xe",
            "no_document",
        ),
    ],
)
def test_a_paper_is_meant(evidence: Evidence, context: str, wanted: str) -> None:
    assert verdict(evidence, context) == wanted


def test_a_sentence_about_something_else_meets_no_paper() -> None:
    """It shares a few words and a unit of length with the paper, and says nothing of its title."""
    beach = Evidence(
        "d", "40/2026/QĐ-UBND", "Về bảo vệ rạn san hô", "Ủy ban nhân dân tỉnh Khánh Hòa", "Điều 1",
        "Tỉnh có đường bờ biển dài 105 km.", "", "in_force", dt.date(2026, 9, 1), None, None, ("khanh_hoa",),
    )  # fmt: skip
    said = "Các đường hoa trải dài 1 km từ cổng khu nghỉ dưỡng đến quảng trường, rực rỡ bên bờ biển"
    claim = Claim("c", "a", said, 0, said, DAY, ("khanh_hoa",))
    assert not_meant(claim, beach, POLICY, Gazetteer.builtin()) == OTHER
    own = "Về bảo vệ rạn san hô, đường bờ biển của tỉnh dài 1 km"
    assert not_meant(Claim("c", "a", own, 0, own, DAY, ("khanh_hoa",)), beach, POLICY, Gazetteer.builtin()) is None
