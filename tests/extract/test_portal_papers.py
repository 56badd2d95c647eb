"""Papers as portals hand them on: properties before, related papers behind, tables with a cell a line, romans in articles."""

from __future__ import annotations

import pytest

from pipeline.extract import document
from pipeline.records import Document

PROPERTIES = (
    "Trang chủ\n\n**Số hiệu:**\n09/2026/QĐ-UBND\n**Loại văn bản:**\nQuyết định\n**Nơi ban hành:**\nPhường Phan Rang\n"
    "**Ngày ban hành:**\n01/02/2026\n**Tình trạng:**\nCòn hiệu lực\n\n"
)
TOP = (
    "**ỦY BAN NHÂN DÂN**\nPHƯỜNG PHAN RANG\n**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\nĐộc lập - Tự do - Hạnh phúc\n"
    "Số: 09/2026/QĐ-UBND\n*Phan Rang, ngày 01 tháng 02 năm 2026*\n**QUYẾT ĐỊNH**\nVỀ GIỮ XE TẠI CHỢ\n"
)
END = "\nNơi nhận:\n- Như Điều 2;\n- Lưu: VT.\n**TM. ỦY BAN NHÂN DÂN**\n"
FOOT = (
    "\nQuyết định 09/2026/QĐ-UBND về giữ xe tại chợ\n\nVăn bản liên quan\n\nBan hành:\n02/01/2026\n\nHiệu lực: Còn\n\n"
    "Cập nhật:\n05/01/2026\n\nTải văn bản\n"
)
LAST = "**Điều 2.** Quyết định này có hiệu lực từ ngày ký.\n"


def read(body: str, top: str = TOP) -> Document:
    return document.read((PROPERTIES + top + body + FOOT).encode(), "x.txt")


def points(found: Document) -> dict[str, str]:
    return {p.point: p.text for p in found.passages}


def drawn(*rows: tuple[str, ...]) -> str:
    return "".join("|\n" + "|\n".join(f"{cell}\n" if cell else "" for cell in row) + "|\n" for row in rows)


def test_a_table_drawn_a_cell_a_line_is_read_row_by_row() -> None:
    table = drawn(
        ("**TT**", "**Loại xe**", "**Ngày\n(đồng)**", "**Ghi chú**"),
        ("1", "Xe đạp", "2.000", ""),
        ("2", "Xe máy,\nxe máy điện", "5.000", "vé lượt"),
        ("3", "Ô tô", "20.000", ""),
    )
    found = points(
        read(
            f"**Điều 1.** Giá như Phụ lục.\n{LAST}{END}**PHỤ LỤC**\n*(Kèm theo Quyết định số 09/2026/QĐ-UBND)*\n{table}"
        )
    )
    assert [found[f"Phụ lục, bảng, dòng {n}"] for n in (1, 2, 3)] == [
        "1 Xe đạp 2.000",
        "2 Xe máy, xe máy điện 5.000 vé lượt",
        "3 Ô tô 20.000",
    ]
    assert not any(
        "Cập nhật" in text or "Tải văn bản" in text or "Văn bản liên quan" in text for text in found.values()
    )


def test_an_empty_cell_inside_a_row_is_no_end_of_it() -> None:
    table = drawn(("STT", "Loại", "Sáng", "Chiều"), ("1", "Xe đạp", "1.000", "2.000"), ("2", "Xe máy", "", "5.000"))
    found = points(read(f"**Điều 1.** Giá như Phụ lục.\n{LAST}{END}**PHỤ LỤC**\n{table}"))
    assert found["Phụ lục, bảng, dòng 2"] == "2 Xe máy 5.000"
    assert "Phụ lục, bảng, dòng 3" not in found


def test_a_head_over_two_columns() -> None:
    table = drawn(
        ("STT", "Địa bàn", "Tỷ lệ", "Ghi chú"),
        ("Phường", "Tỉnh"),
        ("1", "Khu phố Ba", "40", "60", "theo vùng"),
        ("2", "Khu phố Tư", "70", "30", ""),
    )
    found = points(read(f"**Điều 1.** Như Phụ lục.\n{LAST}{END}**PHỤ LỤC**\n{table}"))
    assert found["Phụ lục, bảng, dòng 2"] == "1 Khu phố Ba 40 60 theo vùng"
    assert found["Phụ lục, bảng, dòng 3"] == "2 Khu phố Tư 70 30"


def test_groups_with_roman_numbers_inside_an_article() -> None:
    body = "**Điều 1.** Danh sách điểm giữ xe:\n**I. CHỢ TRONG PHƯỜNG**\n1. Chợ Ba;\n2. Chợ Tư.\n**II. CHỢ VEN BIỂN**\n1. Chợ Năm.\n"
    found = points(read(body + LAST + END))
    assert found["Điều 1, mục I, khoản 2"] == "Chợ Tư."
    assert found["Điều 1, mục II, khoản 1"] == "Chợ Năm."
    assert not any("lần 2" in point for point in found)


def test_the_annex_of_a_paper_without_recipients() -> None:
    found = points(
        read(
            f"**Điều 1.** Như Phụ lục.\n{LAST}**KT. CHỦ TỊCH**\nPHÓ CHỦ TỊCH\n\n**PHỤ**\n**LỤC**\n1. Chợ Ba mở cửa lúc 5 giờ.\n"
        )
    )
    assert found["Phụ lục, Mục 1"] == "Chợ Ba mở cửa lúc 5 giờ."


def test_the_last_paragraph_of_an_article_belongs_to_it() -> None:
    found = points(
        read("**Điều 1.** Giao Ban Quản lý chợ thu tiền.\nCác phòng có liên quan thi hành Quyết định này./.\n" + END)
    )
    assert list(found) == ["Điều 1"]


def test_the_title_of_an_article_on_the_next_line() -> None:
    body = "**Điều 1.**\n**Nguyên tắc thu tiền**\n1. Thu theo lượt.\n2. Có vé.\n"
    found = read(body + LAST + END)
    assert [p.point for p in found.passages] == ["Điều 1, khoản 1", "Điều 1, khoản 2", "Điều 2"]
    assert "Nguyên tắc thu tiền" in found.passages[0].heading


@pytest.mark.parametrize(
    ("clause", "gone"),
    [
        ("Quyết định này thay thế Quyết định số 15/2024/QĐ-UBND.", ("15/2024/QĐ-UBND",)),
        (
            "Bãi bỏ Quyết định số 15/2024/QĐ-UBND và Quyết định số 16/2024/QĐ-UBND.",
            ("15/2024/QĐ-UBND", "16/2024/QĐ-UBND"),
        ),
        ("Quyết định số 15/2024/QĐ-UBND về chợ; giữ xe tại chợ hết hiệu lực kể từ ngày ký.", ("15/2024/QĐ-UBND",)),
        ("Thay thế cụm từ “huyện” tại khoản 1 Điều 2 Quyết định số 15/2024/QĐ-UBND bằng cụm từ “xã”.", ()),
        ("Bãi bỏ khoản 2 Điều 1 Quyết định số 15/2024/QĐ-UBND.", ()),
        ("Bãi bỏ một phần Quyết định số 15/2024/QĐ-UBND.", ()),
        ("Bãi bỏ nội dung công bố tại Quyết định số 15/2024/QĐ-UBND.", ()),
        (
            "Quyết định này thay thế Quyết định số 15/2024/QĐ-UBND hướng dẫn Luật Giá số 16/2023/QH15.",
            ("15/2024/QĐ-UBND",),
        ),
    ],
)
def test_what_a_clause_repeals(clause: str, gone: tuple[str, ...]) -> None:
    assert read(f"**Điều 1.** Thu tiền giữ xe.\n**Điều 2.** {clause}\n{END}").supersedes == gone


def test_a_list_of_repealed_papers() -> None:
    body = (
        "**Điều 1.** Bãi bỏ các quyết định sau:\n1. Quyết định số 15/2024/QĐ-UBND về chợ;\n2. Quyết định số 16/2024/QĐ-UBND về "
        f"việc sửa đổi Quyết định số 14/2023/QĐ-UBND.\n{LAST}{END}"
    )
    assert read(body).supersedes == ("15/2024/QĐ-UBND", "16/2024/QĐ-UBND")


def test_an_address_is_no_number_and_a_signature_no_issuer() -> None:
    found = document.read(
        "Địa chỉ liên hệ: Số 245-247 Ngô Gia Tự, phường Phan Rang.\nChợ Ba mở cửa lúc 5 giờ.\n".encode(), "x.txt"
    )
    assert (found.number, found.issuer, found.kind) == ("", "", "khac")
    letter = PROPERTIES + "**Kính gửi:** Ban Quản lý chợ\nThu tiền giữ xe theo lượt.\n**KT. CHỦ TỊCH**\nPHÓ CHỦ TỊCH\n"
    assert document.read(letter.encode(), "x.txt").issuer == "Phường Phan Rang"


def test_a_city_whose_name_holds_the_word_for_a_division() -> None:
    top = TOP.replace("PHƯỜNG PHAN RANG", "THÀNH PHỐ HẢI PHÒNG")
    assert read(f"**Điều 1.** Thu tiền.\n{LAST}{END}", top).issuer == "Ủy ban nhân dân thành phố Hải Phòng"
