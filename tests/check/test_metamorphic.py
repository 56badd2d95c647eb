"""Changes that keep the meaning keep the verdict; a change of one slot changes it or silences it."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.check import Checker, MemoryRetriever, compare
from pipeline.check.single import evidence_of
from pipeline.language.normalise import fold
from pipeline.language.places import Gazetteer
from pipeline.records import Claim, Evidence

sys.path.insert(0, str(Path(__file__).parent))
import crowd

GAZETTEER = Gazetteer.builtin()
DAY = dt.date(2026, 11, 20)
RULE = "Hộ gia đình tháo dỡ mái che lấn chiếm vỉa hè được hỗ trợ {official} đồng/hộ."
THOUSANDS = st.integers(min_value=21, max_value=989).map(lambda n: n * 10)
FORMS = st.sampled_from(("dots", "nghìn", "ngàn", "triệu"))


def dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def said(amount: int, form: str) -> str:
    if form == "nghìn" or form == "ngàn":
        return f"{dotted(amount // 1000)} {form} đồng"
    if form == "triệu":
        return f"{amount / 1_000_000:.6f}".rstrip("0").rstrip(".").replace(".", ",") + " triệu đồng"
    return f"{dotted(amount)} đồng"


def verdict(claim: str, passage: str) -> str:
    return compare(claim, evidence_of(passage), DAY, gazetteer=GAZETTEER).verdict


@settings(max_examples=40, deadline=None)
@given(THOUSANDS, FORMS)
def test_the_form_of_a_number_changes_nothing(thousands: int, form: str) -> None:
    amount = thousands * 1000
    claim = f"Hộ tháo dỡ mái che lấn chiếm vỉa hè được hỗ trợ {said(amount, form)}"
    assert verdict(claim, RULE.format(official=dotted(amount))) == "match"


@settings(max_examples=40, deadline=None)
@given(THOUSANDS, THOUSANDS, FORMS)
def test_another_amount_never_agrees(one: int, two: int, form: str) -> None:
    claim = f"Hộ tháo dỡ mái che lấn chiếm vỉa hè được hỗ trợ {said(one * 1000, form)}"
    expected = "match" if one == two else "mismatch"
    assert verdict(claim, RULE.format(official=dotted(two * 1000))) == expected


@settings(max_examples=25, deadline=None)
@given(THOUSANDS, THOUSANDS)
def test_diacritics_change_nothing(one: int, two: int) -> None:
    claim = f"Hộ tháo dỡ mái che lấn chiếm vỉa hè được hỗ trợ {dotted(one * 1000)} đồng"
    rule = RULE.format(official=dotted(two * 1000))
    assert verdict(fold(claim), rule) == verdict(claim, rule)


KEPT = {
    "Xe đò trả 12.000 đồng/lượt; giá này thay giá 9.000 đồng/lượt áp dụng đến hết ngày 31/7/2026.": (
        "Xe đò hiện trả 9.000 đồng một lượt", "Xe đò trả 12.000 đồng một lượt", "Xe đò trả 15.000 đồng một lượt",
    ),
    "Người từ đủ 70 tuổi được tập ở bể bơi miễn phí.": ("Ông tôi 64 tuổi được tập ở bể bơi miễn phí", "Ông tôi 76 tuổi được tập ở bể bơi miễn phí"),
    "Học sinh được giảm một nửa vé đò; người khuyết tật nặng được miễn vé.": ("Học sinh được miễn vé đò", "Học sinh được giảm một nửa vé đò"),
    "Cây kiểng trong chậu được hỗ trợ 45.000 đồng/chậu.": ("Cây kiểng được hỗ trợ 45.000 đồng một chậu", "Cây kiểng được hỗ trợ 54.000 đồng một chậu"),
    "Năm 2025 trạm thú y tiêm 3.480 con bò.": ("Năm 2024 trạm thú y tiêm 3.840 con bò", "Năm 2025 trạm thú y tiêm 3.840 con bò"),
    "Đơn nhận trước ngày 12/10/2026.": ("Đơn nhận đến hết ngày mười hai tháng mười", "Đơn nhận trước ngày mười hai tháng mười"),
}  # fmt: skip
"""passages of several classes with claims that differ from them or do not"""


@pytest.mark.parametrize(("rule", "claim"), [(rule, claim) for rule, claims in KEPT.items() for claim in claims])
def test_diacritics_change_nothing_whatever_is_compared(rule: str, claim: str) -> None:
    assert verdict(fold(claim), rule) == verdict(claim, rule)


@settings(max_examples=25, deadline=None)
@given(
    st.dates(dt.date(2026, 12, 1), dt.date(2027, 6, 30)),
    st.dates(dt.date(2026, 12, 1), dt.date(2027, 6, 30)),
    st.booleans(),
)
def test_the_form_of_a_day_and_the_order_change_nothing(one: dt.date, two: dt.date, short: bool) -> None:
    rule = f"Hộ kinh doanh nộp đơn xin gia hạn thuê sạp trước ngày {two.day:02} tháng {two.month:02} năm {two.year}."
    day = f"{one.day}/{one.month}/{one.year}" if short else f"{one.day} tháng {one.month} năm {one.year}"
    expected = "match" if one == two else "mismatch"
    assert verdict(f"Hộ kinh doanh nộp đơn xin gia hạn thuê sạp trước ngày {day}", rule) == expected
    assert verdict(f"Trước ngày {day}, hộ kinh doanh nộp đơn xin gia hạn thuê sạp", rule) == expected


def test_before_a_day_is_not_until_its_end() -> None:
    rule = "Hộ kinh doanh nộp đơn xin gia hạn thuê sạp trước ngày 31 tháng 3 năm 2027."
    assert verdict("Hộ kinh doanh nộp đơn xin gia hạn thuê sạp đến hết ngày 31/3/2027", rule) == "mismatch"


def passage(document: str, point: str, text: str, title: str) -> Evidence:
    return Evidence(
        document, f"{document}/QĐ-UBND", title, "UBND phường", point, text, "", "in_force", DAY, DAY, None, ()
    )


STORE = (
    passage("11", "Điều 1", "Phí trông giữ xe đạp tại bến phà: 2.000 đồng/lượt.", "Phí trông giữ xe tại bến phà"),
    passage("11", "Điều 2", "Phí trông giữ xe máy tại bến phà: 5.000 đồng/lượt.", "Phí trông giữ xe tại bến phà"),
    passage("12", "Điều 1", "Hồ sơ xin học nghề nộp trước ngày 15 tháng 01 năm 2027.", "Tuyển sinh học nghề"),
)
UNRELATED = passage("99", "Điều 4", "Trạm quan trắc thủy văn đặt tại thượng nguồn đập dâng.", "Quan trắc thủy văn")


def check(text: str, store: tuple[Evidence, ...]) -> tuple[str, str | None, tuple[str, ...]]:
    claim = Claim("c", "a", text, 0, text, DAY, ())
    found = Checker(MemoryRetriever(store), gazetteer=GAZETTEER).check(claim)
    return found.verdict, found.evidence.point if found.evidence else None, tuple(d.code for d in found.differences)


CLAIMS = (
    "Gửi xe máy tại bến phà mất phí trông giữ 7.000 đồng/lượt",
    "Phí trông giữ xe đạp tại bến phà là 2.000 đồng một lượt",
    "Hồ sơ xin học nghề nộp trước ngày 20/1/2027",
    "Đội bóng đá nam thắng ba không",
)


def test_the_store_is_read_right() -> None:
    assert [check(c, STORE) for c in CLAIMS] == [
        ("mismatch", "Điều 2", ("amount_mismatch",)),
        ("match", "Điều 1", ()),
        ("mismatch", "Điều 1", ("date_mismatch",)),
        ("no_document", None, ()),
    ]


@settings(max_examples=12, deadline=None)
@given(st.permutations(STORE), st.booleans())
def test_order_and_an_unrelated_document_change_nothing(store: list[Evidence], unrelated: bool) -> None:
    extra = (*store, UNRELATED) if unrelated else tuple(store)
    assert [check(c, extra) for c in CLAIMS] == [check(c, STORE) for c in CLAIMS]


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_a_crowd_of_other_papers_changes_nothing(seed: int) -> None:
    crowded = (*STORE, *crowd.passages(200, seed))
    assert [check(c, crowded) for c in CLAIMS] == [check(c, STORE) for c in CLAIMS]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_breaks_the_comparison(claim: str, rule: str) -> None:
    found = compare(claim, evidence_of(rule), DAY, gazetteer=GAZETTEER)
    for difference in found.differences:
        if difference.claim_span:
            assert 0 <= difference.claim_span[0] <= difference.claim_span[1] <= len(claim)
