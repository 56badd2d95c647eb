"""One slot changed, everything else kept: the verdict changes or falls silent; a name old or new changes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.check import Checker, MemoryRetriever, compare
from pipeline.check.single import evidence_of
from pipeline.language.places import Gazetteer
from pipeline.records import Claim, Evidence

GAZETTEER = Gazetteer.builtin()
DAY = dt.date(2026, 11, 20)


def verdict(claim: str, passage: str) -> str:
    return compare(claim, evidence_of(passage), DAY, gazetteer=GAZETTEER).verdict


WEEK = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(WEEK), min_size=1, max_size=3), st.sampled_from(WEEK))
def test_another_day_of_the_week_differs_and_one_of_the_days_agrees(days: set[str], said: str) -> None:
    rule = f"Xe thu gom rác cồng kềnh đến khu phố vào {' và '.join(sorted(days))} hằng tuần."
    claim = f"Rác cồng kềnh ở khu phố được xe thu gom vào {said} hằng tuần"
    assert verdict(claim, rule) == ("match" if said in days else "mismatch")


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.sampled_from(("tuần", "tháng", "quý", "năm")))
def test_another_rate_differs(one: int, two: int, unit: str) -> None:
    rule = f"Trạm y tế phun thuốc diệt muỗi tại các khu phố {two} lần/{unit}."
    claim = f"Mỗi {unit}, trạm y tế phun thuốc diệt muỗi tại các khu phố {one} lần"
    assert verdict(claim, rule) == ("match" if one == two else "mismatch")


RULE = "Hộ nghèo trong hẻm được hỗ trợ 350.000 đồng/hộ/tháng tiền điện."
SLOTS = {
    "số tiền": "Hộ nghèo trong hẻm được hỗ trợ 530.000 đồng/hộ/tháng tiền điện",
    "kỳ": "Hộ nghèo trong hẻm được hỗ trợ 350.000 đồng/hộ/năm tiền điện",
    "đối tượng": "Hộ cận nghèo trong hẻm được hỗ trợ 350.000 đồng/hộ/tháng tiền điện",
    "chỗ": "Hộ nghèo ở mặt tiền được hỗ trợ 350.000 đồng/hộ/tháng tiền điện",
    "mọi người": "Mọi hộ trong hẻm đều được hỗ trợ 350.000 đồng/hộ/tháng tiền điện, không phân biệt",
    "phủ nhận": "Hộ nghèo trong hẻm không được hỗ trợ tiền điện, không có khoản hỗ trợ nào như vậy",
}


def test_the_kept_claim_agrees() -> None:
    assert verdict(RULE, RULE) == "match"


@pytest.mark.parametrize("slot", [s for s in SLOTS if s != "mọi người"])
def test_one_slot_changed_never_agrees(slot: str) -> None:
    assert verdict(SLOTS[slot], RULE) != "match"


def paper(places: tuple[str, ...]) -> Evidence:
    return Evidence(
        "d", "5/TB-UBND", "Phí giữ xe ở chợ phường Phan Rang", "UBND phường Phan Rang", "Mục 1",
        "Phí giữ xe ở chợ phường Phan Rang là 3.000 đồng/lượt.", "", "in_force", DAY, DAY, None, places,
    )  # fmt: skip


def beside(text: str) -> str:
    named = tuple(dict.fromkeys(GAZETTEER.units(text, DAY)))
    claim = Claim("c", "a", text, 0, text, DAY, named)
    return Checker(MemoryRetriever([paper(("phan_rang",))]), gazetteer=GAZETTEER).check(claim).verdict


@pytest.mark.parametrize("amount", ["3.000", "9.000"])
def test_an_old_name_of_the_place_changes_nothing(amount: str) -> None:
    said = "Phí giữ xe ở chợ phường {} là " + amount + " đồng một lượt"
    told = {beside(said.format(name)) for name in ("Phan Rang", "Kinh Dinh", "Phủ Hà", "Đài Sơn")}
    assert told == {"match" if amount == "3.000" else "mismatch"}


def test_another_place_is_silent() -> None:
    assert beside("Phí giữ xe ở chợ phường Đô Vinh là 9.000 đồng một lượt") == "no_document"
    assert beside("Phí giữ xe ở chợ tại Đà Nẵng là 9.000 đồng một lượt") == "no_document"


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(["draft", "expired"]), st.integers(1, 98))
def test_a_paper_that_does_not_hold_never_yields_a_wrong_sum(status: str, thousands: int) -> None:
    text = f"Phí giữ xe ở chợ phường Phan Rang là {thousands}.000 đồng một lượt"
    claim = Claim("c", "a", text, 0, text, DAY, ("phan_rang",))
    one = replace(paper(("phan_rang",)), status=status)
    found = Checker(MemoryRetriever([one]), gazetteer=GAZETTEER).check(claim)
    assert status == "draft" or found.verdict == "no_document"
