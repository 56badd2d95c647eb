"""Old wards named one by one: one more, or only a part of them, is another scope; the same names in another order are not."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest

from pipeline.check import compare
from pipeline.check.single import evidence_of
from pipeline.language.places import Gazetteer

GAZETTEER = Gazetteer.builtin()
DAY = dt.date(2026, 11, 20)
RULE = "Đội lưu động thu gom bóng đèn cũ tại Đài Sơn, Phủ Hà và Đạo Long mỗi sáng Chủ nhật; nơi khác không thu."


def read(claim: str) -> tuple[str, str | None]:
    found = compare(claim, evidence_of(RULE), DAY, gazetteer=GAZETTEER)
    return found.verdict, found.differences[0].code if found.differences else None


@pytest.mark.parametrize(
    "claim",
    [
        "Đội lưu động thu gom bóng đèn cũ tại Đài Sơn và Kinh Dinh mỗi sáng Chủ nhật.",
        "Đội lưu động chỉ thu gom bóng đèn cũ tại Đài Sơn và Phủ Hà mỗi sáng Chủ nhật.",
        "doi luu dong thu gom bong den cu chi o Dao Long moi sang chu nhat",
    ],
)
def test_another_list_differs(claim: str) -> None:
    assert read(claim) == ("mismatch", "scope_mismatch")


@pytest.mark.parametrize("names", list(permutations(("Đài Sơn", "Phủ Hà", "Đạo Long"))))
def test_the_same_names_in_any_order_agree(names: tuple[str, ...]) -> None:
    one, two, three = names
    assert read(f"Đội lưu động chỉ thu gom bóng đèn cũ tại {one}, {two} và {three} mỗi sáng Chủ nhật.")[0] == "match"
    assert read(f"Đội lưu động thu gom bóng đèn cũ tại {one} và {two} mỗi sáng Chủ nhật.")[0] == "match"


def test_a_name_left_out_by_its_own_verb_is_out() -> None:
    rule = "Ngừng cấp nước ngày 12/12 tại các khu phố của Tấn Tài cũ; khu Đồng Mới không ngừng."
    claim = "Ngày 12/12 ngừng nước ở Tấn Tài cũ, gồm cả khu Đồng Mới."
    found = compare(claim, evidence_of(rule), DAY, gazetteer=GAZETTEER)
    assert [d.code for d in found.differences] == ["scope_mismatch"]
