"""What figures of a claim come to beside a passage: how they are shown, when they may differ and when they may not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.check import compare
from pipeline.check.reading import Reading
from pipeline.check.single import evidence_of
from pipeline.language.places import Gazetteer
from pipeline.language.rows import columns
from pipeline.records import Match
from pipeline.report.findings import conclusion

GAZETTEER = Gazetteer.builtin()
DAY = dt.date(2026, 11, 20)


def beside(claim: str, passage: str, heading: str = "") -> Match:
    return compare(claim, replace(evidence_of(passage), heading=heading), DAY, gazetteer=GAZETTEER)


def code(claim: str, passage: str) -> str | None:
    found = beside(claim, passage)
    return found.differences[0].code if found.differences else None


BERTHS = "Giá neo đậu / STT | Loại ghe | Mỗi chuyến (đồng/ghe/lượt) | Vé tháng (đồng/ghe/tháng) | Giảm cho hộ nghèo (%)"
ROW = "3 Ghe dưới 9 mét 15.000 120.000 40"


@pytest.mark.parametrize(
    ("claim", "number", "shown"),
    [
        ("Ghe dưới 9 mét mua vé tháng 170.000 đồng/ghe/tháng", "120.000", "120.000 đồng/ghe/tháng"),
        ("Ghe dưới 9 mét của hộ nghèo được giảm 30%", "40", "40%"),
    ],
)
def test_a_number_of_a_table_is_shown_with_the_unit_of_its_column(claim: str, number: str, shown: str) -> None:
    found = beside(claim, ROW, BERTHS)
    first = found.differences[0]
    assert first.official_value == shown
    assert first.passage_span is not None
    assert ROW[slice(*first.passage_span)] == number, "the passage keeps its own words"
    assert found.evidence is not None
    assert shown in conclusion(first, found.evidence, found.verdict)
    assert shown in found.explanation


TRADED = (
    "Chợ mới thu 9.000 đồng/m²/ngày. Thông báo này thay Thông báo số 5/TB-BQL năm 2025, trong đó sạp thịt thu 7.000 đồng/m²/ngày "
    "và giờ mở cửa là 4 giờ."
)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Sạp thịt ở chợ hiện thu 7.000 đồng/m²/ngày", TRADED),
        ("Vé xe buýt tuyến Ba Tháp đang là 11.000 đồng một lượt", "Vé xe buýt tuyến Ba Tháp 14.000 đồng/lượt, trước đây 11.000 đồng."),
        ("Vé xe buýt tuyến Ba Tháp là 11.000 đồng một lượt", "Vé xe buýt tuyến Ba Tháp 14.000 đồng/lượt (năm 2025: 11.000 đồng)."),
        ("Hộ dân trả 45.000 đồng tiền lấy mẫu nước", "Hộ dân trả 60.000 đồng/mẫu tiền lấy mẫu nước, thay giá 45.000 đồng/mẫu áp dụng đến hết ngày 31/8/2026."),
        ("Nghêu giống được hỗ trợ 80 đồng/con", "Mức 80 đồng/con nghêu giống hết áp dụng từ ngày 01/6/2026; hộ nuôi nhận tiền theo ha."),
        ("Hộ nuôi ốc hương nộp 900.000 đồng/ha/năm", "Thông báo này thay Thông báo số 8/TB-SNN; trước ngày 01/5/2026 hộ nuôi ốc hương nộp 900.000 đồng/ha/năm."),
    ],
)  # fmt: skip
def test_a_former_figure_told_as_valid_is_outdated(claim: str, passage: str) -> None:
    assert code(claim, passage) == "outdated"


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Trước ngày 20 tháng 10, sạp thịt ở chợ thu 7.000 đồng/m²/ngày", TRADED),
        ("Năm 2025 sạp thịt ở chợ thu 7.000 đồng/m²/ngày", TRADED),
        ("Thông báo số 5/TB-BQL ghi sạp thịt ở chợ thu 7.000 đồng/m²/ngày", TRADED),
        ("Hộ dân trả 45.000 đồng tiền lấy mẫu nước", "Hộ dân trả 60.000 đồng/mẫu tiền lấy mẫu nước, thay giá 45.000 đồng/mẫu áp dụng đến hết ngày 31/12/2026."),
        ("Sạp thịt ở chợ hiện thu 7.000 đồng/m²/ngày", TRADED.replace("thu 9.000 đồng/m²/ngày", "áp dụng mức 9.000 đồng/m²/ngày từ ngày 01/01/2027, có hiệu lực từ ngày 01/01/2027")),
        ("Khu phố Gò Đền thay 310 đồng hồ nước", "Cả đợt thay 980 đồng hồ nước, trong đó khu phố Gò Đền 310 cái."),
    ],
)  # fmt: skip
def test_a_former_figure_of_its_own_time_is_not(claim: str, passage: str) -> None:
    assert code(claim, passage) != "outdated"


POOL = "Người từ đủ 70 tuổi được tập ở bể bơi miễn phí; xe trên 3 tấn không được vào sân, trừ xe cứu hỏa; sân từ 40 m² trở lên phải có hai lối ra."


@pytest.mark.parametrize(
    "claim",
    [
        "Ông tôi 64 tuổi được tập ở bể bơi miễn phí",
        "ong toi 64 tuoi duoc tap o be boi mien phi",
        "Xe 5 tấn vẫn được vào sân",
        "Sân 55 m² không cần có hai lối ra",
    ],
)
def test_a_case_on_the_other_side_of_a_line_differs(claim: str) -> None:
    found = beside(claim, POOL)
    assert (found.verdict, found.differences[0].code) == ("mismatch", "eligibility_mismatch")


@pytest.mark.parametrize(
    "claim",
    [
        "Ông tôi 76 tuổi được tập ở bể bơi miễn phí",
        "Ông tôi 70 tuổi được tập ở bể bơi miễn phí",
        "Ông tôi 64 tuổi không được tập ở bể bơi miễn phí",
        "Xe 2 tấn được vào sân",
        "Xe cứu hỏa 5 tấn được vào sân",
        "Sân 55 m² phải có hai lối ra",
    ],
)
def test_a_case_on_its_own_side_of_a_line_does_not(claim: str) -> None:
    assert code(claim, POOL) is None


YEARS = "Năm 2025 trạm thú y tiêm 3.480 con bò, tăng 310 con; 14 con phải tiêm lại."


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("Năm 2025 trạm thú y tiêm 3.840 con bò", YEARS, "stat_mismatch"),
        ("Năm 2024 trạm thú y tiêm 3.840 con bò", YEARS, None),
        ("Năm 2024 trạm thú y phải tiêm lại 25 con bò", YEARS, None),
        ("Năm ngoái trạm thú y tiêm 3.840 con bò", YEARS, "stat_mismatch"),
        ("Năm học 2026-2027 trường nhận 410 học sinh bán trú", "Năm học 2025-2026 trường nhận 380 học sinh bán trú.", None),
        ("Tính đến 12/9 đã đo xong 66 thửa ruộng", "Đến ngày 20/10/2026 đã đo xong 81 thửa ruộng.", None),
    ],
)  # fmt: skip
def test_a_figure_of_another_year_is_no_difference(claim: str, passage: str, expected: str | None) -> None:
    assert code(claim, passage) == expected


HERD = "Xã có 2.150 con dê, trong đó 640 con dê của hộ nghèo; mùa khô 2026 cấp 30 bao cám mỗi hộ, mùa khô 2025 là 20 bao cám."


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("Xã có 2.510 con dê", "stat_mismatch"),
        ("Xã có 1.510 con dê không phải của hộ nghèo", None),
        ("Xã có 2.150 con dê, riêng thôn Xóm Bằng 400 con", None),
        ("Mỗi hộ được cấp 30 bao cám trong mùa khô", None),
    ],
)
def test_what_follows_from_the_figures_or_is_a_part_is_no_difference(claim: str, expected: str | None) -> None:
    assert code(claim, HERD) == expected


FARES = "Vé đò của học sinh được giảm một nửa; người khuyết tật nặng được miễn vé."
TOLL = "Người đổi thẻ xe tại bến đóng 35.000 đồng tiền phôi thẻ."


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("Học sinh đi đò được miễn vé", FARES, "amount_mismatch"),
        ("Học sinh đi đò khỏi mua vé", FARES, "amount_mismatch"),
        ("Hoc sinh di do duoc mien ve", FARES, "amount_mismatch"),
        ("Người khuyết tật nặng đi đò chỉ được giảm một nửa vé", FARES, "amount_mismatch"),
        ("Học sinh đi đò được giảm một nửa vé", FARES, None),
        ("Người khuyết tật nặng đi đò khỏi mua vé", FARES, None),
        ("Người đổi thẻ xe tại bến không mất tiền phôi thẻ", TOLL, "amount_mismatch"),
        ("Người đổi thẻ xe tại bến đóng 35.000 đồng tiền phôi thẻ", TOLL, None),
    ],
)
def test_what_is_let_off_is_an_amount(claim: str, passage: str, expected: str | None) -> None:
    assert code(claim, passage) == expected


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("Đơn nhận đến hết ngày mười hai tháng mười", "Đơn nhận trước ngày 12/10/2026.", "date_mismatch"),
        ("Đơn nhận đến hết ngày mười hai tháng mười", "Đơn nhận đến hết ngày 12/10/2026.", None),
        ("Đơn nhận đến hết tháng 10", "Đơn nhận từ ngày 05/9/2026 đến hết ngày 31/10/2026.", None),
        ("Quá 24 giờ không nhận lại xe thì phải nộp phí giữ", "Quá 36 giờ không nhận lại xe thì phải nộp phí giữ.", "date_mismatch"),
        ("Tiền chênh lệch lô đất trả dần trong tám năm", "Hộ nhận lô lớn hơn nộp 900.000 đồng/m² phần dư, trả dần 5 năm không lãi.", "date_mismatch"),
        ("Tiền chênh lệch lô đất trả dần trong năm năm", "Hộ nhận lô lớn hơn nộp 900.000 đồng/m² phần dư, trả dần 5 năm không lãi.", None),
    ],
)  # fmt: skip
def test_days_in_words_and_terms(claim: str, passage: str, expected: str | None) -> None:
    assert code(claim, passage) == expected


def test_a_price_for_each_use_is_no_price_for_a_month_however_it_is_written() -> None:
    rule = "Xe máy gửi theo tháng 70.000 đồng/xe/tháng."
    for price in ("70.000 đồng/xe/lượt", "70.000 đồng một lượt"):
        assert beside(f"Xe máy gửi theo lượt trả {price}, không có vé tháng", rule).verdict != "match"
    assert beside("Xe máy gửi theo tháng trả 70.000 đồng/xe/tháng", rule).verdict == "match"
    assert [v.period for v in Reading("Gửi xe máy trả 70.000 đồng/xe/lượt").values] == ["use"]


@pytest.mark.parametrize(
    ("figure", "passage", "told"),
    [
        ("42.000", "1 Hộ gia đình có nhà ở mặt tiền đồng/hộ/tháng 42.000", "42.000 đồng/hộ/tháng"),
        ("1,5", "Nhà hàng triệu đồng/tháng 1,5", "1,5 triệu đồng/tháng"),
        ("42.000 đồng/hộ/tháng", "Mức thu là 42.000 đồng/hộ/tháng", "42.000 đồng/hộ/tháng"),
        ("32.000 đồng", "đồng/hộ 32.000 đồng", "32.000 đồng"),
    ],
)
def test_a_bare_figure_is_said_with_the_unit_of_its_row(figure: str, passage: str, told: str) -> None:
    rule = Reading(passage)
    assert [rule.shown(v) for v in rule.values if v.text == figure] == [told]


def test_a_figure_of_a_column_is_said_with_the_unit_at_its_head_and_none_is_guessed() -> None:
    heading = "Giá giữ xe như sau: STT | Loại xe | Ban ngày (đồng/xe/lượt) | Theo tháng (đồng/xe/tháng)"
    row = "2 Xe máy, xe 3 bánh 3.000 70.000"

    def shown(heads: str) -> set[str]:
        rule = Reading(row, heading=heads)
        return {rule.shown(v) for v in rule.values}

    assert {"3.000 đồng/xe/lượt", "70.000 đồng/xe/tháng"} <= shown(heading)
    # the last column holds no figure: which head is whose is not known
    assert not any("đồng" in words for words in shown(f"{heading} | Ghi chú"))
    assert columns("Điều 2 / Mức thu") == ()
