"""What a loudspeaker reads: forms of numbers, money, dates, times, abbreviations, numbers of papers, as words."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from pipeline.report.compose import daily
from pipeline.report.spoken import lines, spoken, write

FORMS = [
    ("Mức mới là 32.000 đồng/hộ/tháng", "Mức mới là ba mươi hai nghìn đồng mỗi hộ mỗi tháng"),
    ("thu 5.000đ một lượt", "thu năm nghìn đồng một lượt"),
    ("kinh phí 1,2 tỷ đồng", "kinh phí một phẩy hai tỷ đồng"),
    ("hỗ trợ 4,5 triệu đồng/người", "hỗ trợ bốn phẩy năm triệu đồng mỗi người"),
    ("giá 14,8 triệu đồng/m2", "giá mười bốn phẩy tám triệu đồng mỗi mét vuông"),
    ("đóng 50k một tháng", "đóng năm mươi nghìn đồng một tháng"),
    ("đặt cọc 20tr là xong", "đặt cọc hai mươi triệu đồng là xong"),
    ("15.500 đồng/m³", "mười lăm nghìn năm trăm đồng mỗi mét khối"),
    ("phạt từ 2-3 triệu đồng", "phạt từ hai đến ba triệu đồng"),
    ("6.699 tỷ đồng", "sáu nghìn sáu trăm chín mươi chín tỷ đồng"),
    ("200 USD", "hai trăm đô la Mỹ"),
    ("100.000 VNĐ", "một trăm nghìn đồng"),
    ("giảm 30%", "giảm ba mươi phần trăm"),
    ("tăng 3,5%", "tăng ba phẩy năm phần trăm"),
    ("tăng 0,05%", "tăng không phẩy không năm phần trăm"),
    ("từ 5-7% mỗi năm", "từ năm đến bảy phần trăm mỗi năm"),
    ("ngày 20/11/2026", "ngày hai mươi tháng mười một năm hai nghìn không trăm hai mươi sáu"),
    ("Từ 01/01/2027 thì", "Từ ngày một tháng một năm hai nghìn không trăm hai mươi bảy thì"),
    ("ngày 5/4/2026", "ngày năm tháng tư năm hai nghìn không trăm hai mươi sáu"),
    ("sáng 19/11", "sáng ngày mười chín tháng mười một"),
    ("đến hết 30/4", "đến hết ngày ba mươi tháng tư"),
    ("thứ Bảy, 21/11", "thứ Bảy, ngày hai mươi mốt tháng mười một"),
    ("thứ 2, 23/11", "thứ hai, ngày hai mươi ba tháng mười một"),
    ("tháng 4/2026", "tháng tư năm hai nghìn không trăm hai mươi sáu"),
    ("trong tháng 10", "trong tháng mười"),
    ("quý IV/2026", "quý bốn năm hai nghìn không trăm hai mươi sáu"),
    ("quý III", "quý ba"),
    ("ngày 15 tháng 12 năm 2026", "ngày mười lăm tháng mười hai năm hai nghìn không trăm hai mươi sáu"),
    ("đường 16 Tháng 4", "đường mười sáu Tháng tư"),
    ("giai đoạn 2026-2030", "giai đoạn hai nghìn không trăm hai mươi sáu đến hai nghìn không trăm ba mươi"),
    ("lúc 7h30", "lúc bảy giờ ba mươi phút"),
    ("lúc 07:05", "lúc bảy giờ năm phút"),
    ("từ 16h đến 18h", "từ mười sáu giờ đến mười tám giờ"),
    ("7h30-11h00", "bảy giờ ba mươi phút đến mười một giờ"),
    ("6 giờ 30 phút", "sáu giờ ba mươi phút"),
    ("22g15", "hai mươi hai giờ mười lăm phút"),
    ("trực 24/24", "trực suốt ngày đêm"),
    ("UBND phường", "Ủy ban nhân dân phường"),
    ("HĐND tỉnh", "Hội đồng nhân dân tỉnh"),
    ("thẻ BHYT", "thẻ bảo hiểm y tế"),
    ("Trường THCS Mỹ Hải", "Trường trung học cơ sở Mỹ Hải"),
    ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
    ("P. Phan Rang", "phường Phan Rang"),
    ("TP.Nha Trang", "thành phố Nha Trang"),
    ("mã OTP", "mã ô tê pê"),
    ("ứng dụng VNeID", "ứng dụng vi en e ai đi"),
    ("KP 8", "khu phố tám"),
    ("QL1A", "quốc lộ một A"),
    ("ĐT702", "đường tỉnh bảy trăm lẻ hai"),
    ("Quyết định số 71/2026/QĐ-UBND của UBND tỉnh",
     "Quyết định số bảy mươi mốt năm hai nghìn không trăm hai mươi sáu của Ủy ban nhân dân tỉnh"),
    ("theo 305/TB-UBND", "theo Thông báo số ba trăm lẻ năm"),
    ("Nghị định số 30/2020/NĐ-CP", "Nghị định số ba mươi năm hai nghìn không trăm hai mươi"),
    ("Mục I.4", "Mục một chấm bốn"),
    ("khóa XV", "khóa mười lăm"),
    ("lần thứ 4", "lần thứ tư"),
    ("gọi 18008108", "gọi một tám không không tám một không tám"),
    ("gọi 0259 3822 123", "gọi không hai năm chín ba tám hai hai một hai ba"),
    ("gọi ngay 114", "gọi ngay một một bốn"),
    ("115 hộ", "một trăm mười lăm hộ"),
    ("386 hộ", "ba trăm tám mươi sáu hộ"),
    ("2.243.554 người", "hai triệu hai trăm bốn mươi ba nghìn năm trăm năm mươi bốn người"),
    ("rộng 449,37 ha", "rộng bốn trăm bốn mươi chín phẩy ba mươi bảy héc ta"),
    ("60 m² đất", "sáu mươi mét vuông đất"),
    ("dài 1,5km", "dài một phẩy năm ki lô mét"),
    ("gió 12 m/s", "gió mười hai mét một giây"),
    ("xuống -2°C", "xuống âm hai độ xê"),
    ("nóng 38 độ C", "nóng ba mươi tám độ xê"),
    ("2/3 số hộ", "hai phần ba số hộ"),
    ("từ 18 tháng tuổi đến 5 tuổi", "từ mười tám tháng tuổi đến năm tuổi"),
    ("trong 5-7 ngày", "trong năm đến bảy ngày"),
    ("Điều 2, khoản 1", "Điều hai, khoản một"),
    ("theo tháng 70.000 (đồng/xe)", "theo tháng bảy mươi nghìn (đồng mỗi xe)"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "said"), FORMS, ids=lambda text: text[:30])
def test_a_form_is_read_as_people_say_it(printed, said):
    assert spoken(printed) == said


def test_nothing_printed_is_left_to_be_guessed():
    told = [spoken(printed) for printed, _ in FORMS]
    assert not [text for text in told if re.search(r"\d|%|²|&", text)]


def test_a_long_sentence_is_cut_at_its_semicolons():
    text = (
        "Thu "
        + "; ".join(f"đợt {n} từ ngày {n}/3 đến ngày {n + 1}/3 tại nhà văn hóa khu phố" for n in range(1, 5))
        + "."
    )
    told = list(lines(text))
    assert len(told) == 4
    assert all(line[0].isupper() and line.endswith(".") for line in told)


def test_the_sheet_of_a_report_has_no_figures_and_is_marked_as_a_draft(rows):
    sheet = write(daily(rows, dt.date(2026, 11, 10))).decode()
    first, *rest = sheet.splitlines()
    assert "CHƯA DUYỆT" in first
    assert "CẢNH BÁO LỪA ĐẢO" in sheet
    assert not re.search(r"\d", "\n".join(rest))
