"""Which point of which paper comes first; the passages here were written for this."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from pipeline.check import MemoryRetriever
from pipeline.check.ranking import around
from pipeline.records import Claim, DocumentStatus, Evidence

DAY = dt.date(2026, 11, 20)


def point(
    name: str, text: str, *, paper: str = "M", title: str = "Sắp xếp chỗ bán ở chợ Tháp", until: dt.date | None = None
) -> Evidence:
    status: DocumentStatus = "superseded" if until else "in_force"
    start = dt.date(2025, 1, 1)
    return Evidence(
        paper, f"{paper}/QĐ-UBND", title, "UBND phường", name, text, "", status, start, start, until, ("do_vinh",)
    )


MARKET = [
    point("Điều 1", "Chợ Tháp được sắp xếp lại chỗ bán hàng rau, hàng cá, hàng vải ở nhà lồng và sân trước."),
    point("Điều 2", "Người bán cá rửa sàn sau mỗi buổi chợ."),
    point("Điều 3", "Tiền thuê một chỗ là 7.000 đồng/m²/ngày."),
    point("Điều 4", "Tiền gửi xe của người mua là 2.000 đồng/lượt."),
    point("Điều 5", "Bốc thăm ngày 05 tháng 12 năm 2026."),
    point("Điều 6", "Ai vắng mặt thì mất lượt."),
]
HALL = [
    point("Mục 1", "Bốc thăm ngày 08 tháng 12 năm 2026.", paper="N", title="Cho thuê nhà văn hóa"),
    point("Mục 2", "Tiền thuê hội trường là 400.000 đồng/buổi.", paper="N", title="Cho thuê nhà văn hóa"),
]
NEWS = (
    "Chợ Tháp sắp xếp lại chỗ bán\nPhường Đô Vinh vừa sắp xếp lại chỗ bán hàng rau, hàng cá, hàng vải ở chợ Tháp. {} Nhà lồng và sân "
    "trước sẽ kẻ vạch."
)


def claim(text: str, article: str = NEWS) -> Claim:
    return Claim("k", "a", text, 0, article.format(text + "."), DAY, ("do_vinh",), "chinh_quyen")


def first(text: str, passages: list[Evidence], count: int = 1) -> list[str]:
    return [e.point for e in MemoryRetriever(passages).find(claim(text), count)]


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("tiểu thương cá phải dọn rửa sau phiên", "Điều 2"),
        ("mỗi chỗ thuê giá 9.000 đồng một mét vuông mỗi ngày", "Điều 3"),
        ("khách gửi xe trả hai nghìn đồng", "Điều 4"),
        ("việc bốc thăm làm vào ngày 5/12", "Điều 5"),
        ("tieu thuong boc tham ngay 5/12", "Điều 5"),
    ],
)
def test_a_point_that_repeats_the_article_does_not_win(said: str, where: str) -> None:
    assert first(said, MARKET + HALL) == [where]


def test_every_point_of_a_short_paper_is_read() -> None:
    """Also one that shares no word with claim or article."""
    assert "Điều 6" in first("việc bốc thăm làm vào ngày 5/12", MARKET + HALL, 12)


def test_what_holds_comes_before_what_has_been_replaced() -> None:
    old = [point("Điều 3", "Tiền thuê một chỗ là 5.000 đồng/m²/ngày.", paper="L", until=dt.date(2026, 3, 1))]
    found = MemoryRetriever(MARKET + old).find(claim("tiền thuê một chỗ tính theo mét vuông"), 12)
    assert [e.document for e in found if e.point == "Điều 3"] == ["M", "L"]


def test_the_order_of_the_input_decides_nothing() -> None:
    mixed = MARKET + HALL
    random.Random(7).shuffle(mixed)
    said = "việc bốc thăm làm vào ngày 5/12"
    assert MemoryRetriever(mixed).find(claim(said), 8) == MemoryRetriever(MARKET + HALL).find(claim(said), 8)


def test_an_article_by_nearness() -> None:
    text = "Chợ dời chỗ. Phường báo tin. Ai vắng thì mất lượt, còn ai đến muộn thì chờ. Xe để ngoài."
    found = around(Claim("k", "a", "ai đến muộn thì chờ", 0, text, DAY, (), None))
    assert (found.headline.strip(), found.rest.strip()) == ("Chợ dời chỗ.", "Xe để ngoài.")
    assert found.near.split() == ["Phường", "báo", "tin.", "Ai", "vắng", "thì", "mất", "lượt,", "còn", "."]
    assert around(Claim("k", "a", "ai", 0, "", DAY, (), None)).rest == ""
