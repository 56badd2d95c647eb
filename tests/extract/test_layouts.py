"""Papers in layouts of other offices: what a rule says and where it stands, whatever the layout."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
import typst
from lxml import etree

from pipeline.extract import document
from pipeline.language.places import Gazetteer
from pipeline.records import Document

from .test_document import paper, saved
from .test_times_and_encoding import to_tcvn3, to_vni

TOP = (
    "ỦY BAN NHÂN DÂN\nPHƯỜNG PHAN RANG\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
    "Số: 09/2026/QĐ-UBND\nPhan Rang, ngày 01/02/2026\nQUYẾT ĐỊNH\nVề hỗ trợ hộ nghèo\n"
)
LAST = "Quyết định này có hiệu lực từ ngày 01/3/2026."


def points(read: Document) -> dict[str, str]:
    return {p.point: p.text for p in read.passages}


def text(body: str, top: str = TOP) -> Document:
    return document.read((top + body).encode(), "x.txt", Gazetteer.builtin())


# ---------------------------------------------------------------- plain text
def test_articles_in_capitals_numbers_in_brackets_letters_with_dashes() -> None:
    read = text(
        "ĐIỀU 1: Xe tải không chạy từ 6 giờ đến 8 giờ.\nĐIỀU 2\nXe rác được chạy cả ngày.\nĐiều 3. Mức hỗ trợ\n"
        "(1) Hộ nghèo: 2.000.000 đồng/hộ.\n(2) Hộ cận nghèo:\na- Có trẻ nhỏ: 1.500.000 đồng;\nb- Còn lại: 1.000.000 đồng.\n"
        f"Điều 4.- {LAST}"
    )
    assert points(read) == {
        "Điều 1": "Xe tải không chạy từ 6 giờ đến 8 giờ.",
        "Điều 2": "Xe rác được chạy cả ngày.",
        "Điều 3, khoản 1": "Hộ nghèo: 2.000.000 đồng/hộ.",
        "Điều 3, khoản 2, điểm a": "Có trẻ nhỏ: 1.500.000 đồng;",
        "Điều 3, khoản 2, điểm b": "Còn lại: 1.000.000 đồng.",
        "Điều 4": LAST,
    }
    assert (read.issued, read.effective_from) == (dt.date(2026, 2, 1), dt.date(2026, 3, 1))


def test_letters_of_a_letter_and_where_it_holds() -> None:
    read = text(
        "Kính gửi: Các khu phố.\n\nPhòng đề nghị:\na) Khu phố lập danh sách hộ trong 50 m;\nb) Nộp trước ngày 25/11/2026.\n",
        "UBND PHƯỜNG ĐÔNG HẢI\nPHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ\nSố: 112/KTHTĐT\nV/v kê khai nhà ở ven biển\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nĐông Hải, ngày 3 tháng 11 năm 2026\n\n",
    )
    assert list(points(read)) == ["điểm a", "điểm b"]
    assert read.passages[0].heading == "Phòng đề nghị"
    assert read.places == ("dong_hai",)


def test_short_titles_of_a_plan_are_headings() -> None:
    read = text(
        "I. MỤC ĐÍCH\n1. Mục đích\n- Tạo điểm mua sắm.\n- Tăng thu nhập.\n2. Mức thu\n2.1. Ăn uống: 50.000 đồng/đêm.\n"
        "2.2. Lưu niệm: 30.000 đồng/đêm.\nTrên đây là Kế hoạch./.\n",
        TOP.replace("QUYẾT ĐỊNH\nVề hỗ trợ hộ nghèo", "KẾ HOẠCH\nTổ chức chợ đêm").replace("QĐ-UBND", "KH-UBND"),
    )
    assert list(points(read))[:4] == ["Mục I.1, gạch đầu dòng 1", "Mục I.1, gạch đầu dòng 2", "Mục I.2.1", "Mục I.2.2"]
    assert read.passages[2].heading.endswith("Mức thu")


def test_an_attached_regulation_has_its_own_heading() -> None:
    read = text(
        f"Điều 1. Ban hành Quy chế quản lý chợ.\nĐiều 2. {LAST}\nQUY CHẾ\nQUẢN LÝ CHỢ ĐẦM\n"
        "(Ban hành kèm theo Quyết định số 09/2026/QĐ-UBND)\nĐiều 1. Giờ mở cửa\nChợ mở từ 5 giờ đến 17 giờ.\n"
    )
    assert points(read)["Điều 2"] == LAST
    assert read.passages[-1].text == "Chợ mở từ 5 giờ đến 17 giờ."
    assert read.passages[-1].heading == "QUY CHẾ QUẢN LÝ CHỢ ĐẦM / Giờ mở cửa"


def test_a_table_set_with_tabs_and_a_start_counted_from_signing() -> None:
    read = text(
        "Điều 1. Ban hành đơn giá tại Phụ lục.\nĐiều 2. Quyết định có hiệu lực sau 10 ngày kể từ ngày ký.\n"
        "PHỤ LỤC\nĐƠN GIÁ THU GOM RÁC\n(Kèm theo Quyết định số 09/2026/QĐ-UBND)\n"
        "STT\tĐối tượng\tĐơn giá\n1\tHộ mặt tiền\t42.000\n2\tHộ trong hẻm\t30.000\n"
    )
    assert points(read)["Phụ lục, bảng giá, dòng 2"] == "2 Hộ trong hẻm 30.000"
    assert "STT | Đối tượng | Đơn giá" in read.passages[-1].heading
    assert not any("Kèm theo" in p.text for p in read.passages)
    assert read.effective_from == dt.date(2026, 2, 11)


# ---------------------------------------------------------------- Word
def test_column_names_over_two_rows() -> None:
    made = paper()
    made.add_paragraph("Điều 1. Mức thu như sau:")
    table = made.add_table(rows=4, cols=4)
    for row, cells in enumerate(
        [("Đối tượng", "Mức thu", "", "Ghi chú"), ("", "Mặt tiền", "Trong hẻm", ""), ("Hộ dân", "42.000", "30.000", ""),
         ("Hộ kinh doanh", "120.000", "90.000", "Theo hợp đồng")]
    ):  # fmt: skip
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    table.cell(0, 1).merge(table.cell(0, 2))
    for column in (0, 3):
        table.cell(0, column).merge(table.cell(1, column))
    read = document.read(saved(made), "a.docx")
    assert points(read)["Điều 1, bảng giá, dòng 1"] == "Hộ dân 42.000 30.000"
    assert "Đối tượng | Mức thu Mặt tiền | Mức thu Trong hẻm | Ghi chú" in read.passages[0].heading


def test_a_table_in_a_cell_is_read_once_and_whole() -> None:
    made = paper()
    made.add_paragraph("Điều 1. Danh mục:")
    table = made.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "Tên", "Chi tiết", "Kè A"
    inner = table.cell(1, 1).add_table(rows=2, cols=2)
    for place, words in enumerate(("Dài", "200 m", "Rộng", "3 m")):
        inner.cell(place // 2, place % 2).text = words
    assert points(document.read(saved(made), "a.docx")) == {"Điều 1, bảng, dòng 1": "Kè A Dài 200 m Rộng 3 m"}


def test_rules_parted_by_line_breaks() -> None:
    made = paper()
    run = made.add_paragraph().add_run("Điều 1. Mức thu")
    for words in ("1. Hộ dân: 42.000 đồng.", "2. Hộ kinh doanh: 120.000 đồng.", f"Điều 2. {LAST}"):
        run.add_break()
        run.add_text(words)
    read = points(document.read(saved(made), "a.docx"))
    assert list(read) == ["Điều 1, khoản 1", "Điều 1, khoản 2", "Điều 2"]


def test_a_masthead_in_text_boxes() -> None:
    made = docx.Document()
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for box in (("ỦY BAN NHÂN DÂN", "PHƯỜNG BẾN LỞ", "Số: 07/2026/QĐ-UBND"), ("Bến Lở, ngày 05 tháng 02 năm 2026",)):
        inner = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in box)
        xml = (
            f'<w:r xmlns:w="{word}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
            f"<w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        made.add_paragraph()._p.append(etree.fromstring(xml))
    for words in ("QUYẾT ĐỊNH", "Hỗ trợ hộ dân", "Điều 1. Hỗ trợ 4.500.000 đồng một hộ.", f"Điều 2. {LAST}"):
        made.add_paragraph(words)
    read = document.read(saved(made), "a.docx")
    assert (read.number, read.issuer) == ("07/2026/QĐ-UBND", "Ủy ban nhân dân phường Bến Lở")
    assert read.issued == dt.date(2026, 2, 5)
    assert list(points(read)) == ["Điều 1", "Điều 2"]


@pytest.mark.parametrize(("write", "codec"), [(to_tcvn3, "latin-1"), (to_vni, "cp1252")], ids=["tcvn3", "vni"])
@pytest.mark.parametrize("named", [True, False], ids=["font named", "font unnamed"])
def test_old_fonts(write: Any, codec: str, named: bool) -> None:
    made = docx.Document()
    rules = ("Điều 1. Hộ ở phường được hỗ trợ 4.500.000 đồng sửa tường, đường vào nhà.", f"Điều 2. {LAST}")
    top = ("Ủy ban nhân dân", "Phường Bến Lở", "Số: 07/2026/QĐ-UBND", "Bến Lở, ngày 05 tháng 02 năm 2026")
    for words in (*top, "QUYẾT ĐỊNH", "Về hỗ trợ hộ dân ven kênh sửa nhà", *rules):
        run = made.add_paragraph().add_run(write(words).decode(codec))
        if named:
            run.font.name = ".VnTime" if write is to_tcvn3 else "VNI-Times"
    read = document.read(saved(made), "a.docx")
    assert read.issuer == "Ủy ban nhân dân phường Bến Lở"
    assert points(read) == {"Điều 1": rules[0].removeprefix("Điều 1. "), "Điều 2": LAST}


def test_a_font_of_capitals() -> None:
    made = docx.Document()
    for words, font in (("quyết định", ".VnTimeH"), ("Về hỗ trợ hộ dân", ".VnTime"), (f"Điều 1. {LAST}", ".VnTime")):
        made.add_paragraph().add_run(to_tcvn3(words).decode("latin-1")).font.name = font
    read = document.read(saved(made), "a.docx")
    assert (read.kind, read.title) == ("quyet_dinh", "Về hỗ trợ hộ dân")


# ---------------------------------------------------------------- PDF
PAGE = """#set page(paper: "a4", margin: 2cm, {page})
#set text(font: "Liberation Serif", size: 12pt, lang: "vi", hyphenate: false)
#set par(first-line-indent: (amount: 1cm, all: true), justify: true)
#grid(columns: (1fr, 1fr), align: center, [ỦY BAN NHÂN DÂN\\ PHƯỜNG BẾN LỞ\\ Số: 07/2026/QĐ-UBND],
 [CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\\ Độc lập - Tự do - Hạnh phúc\\ Bến Lở, ngày 05 tháng 02 năm 2026])
#v(1em)
#align(center)[*QUYẾT ĐỊNH*] #align(center)[*Hỗ trợ hộ dân ven kênh sửa nhà*]
Căn cứ Luật Đất đai;

#align(center)[*QUYẾT ĐỊNH:*]
{body}

Điều 2\\. Quyết định này có hiệu lực từ ngày 01/3/2026.
#v(2em)
#grid(columns: (1fr, 1fr), [Nơi nhận:\\ - Lưu: VT.], align(center)[TM. ỦY BAN NHÂN DÂN\\ CHỦ TỊCH\\ Lê Văn Mẫu])
"""


def pdf(body: str, page: str = 'numbering: "1"') -> bytes:
    return bytes(typst.compile(PAGE.format(body=body, page=page).encode()))


def test_column_names_over_two_rows_in_print() -> None:
    table = (
        "#table(columns: 4, table.cell(rowspan: 2)[Đối tượng], table.cell(colspan: 2)[Mức thu], table.cell(rowspan: 2)[Ghi chú], "
        "[Mặt tiền], [Trong hẻm], [Hộ dân], [42.000], [30.000], [], [Hộ kinh doanh], [120.000], [90.000], [Theo hợp đồng])"
    )
    read = document.read(pdf(f"Điều 1\\. Mức thu như sau:\n\n{table}"), "a.pdf")
    assert points(read)["Điều 1, bảng giá, dòng 1"] == "Hộ dân 42.000 30.000"
    assert "Mức thu Mặt tiền | Mức thu Trong hẻm" in read.passages[0].heading


def test_a_table_over_pages_and_its_repeated_head() -> None:
    rows = "".join(f"[{n}],[Hộ ở khu phố {n % 7 + 1}],[{n}.500 đồng]," for n in range(1, 60))
    table = f"#table(columns: 3, table.header([STT],[Hộ],[Mức]), {rows})"
    read = points(document.read(pdf(f"Điều 1\\. Danh sách:\n\n{table}"), "a.pdf"))
    assert len(read) == 60
    assert read["Điều 1, bảng, dòng 59"] == "59 Hộ ở khu phố 4 59.500 đồng"


def test_a_table_without_lines_keeps_figures_beside_their_names() -> None:
    cells = "[Hộ dân mặt tiền],[42.000 đồng],[Hộ trong hẻm],[30.000 đồng],[Hộ kinh doanh],[120.000 đồng]"
    read = document.read(
        pdf(f"Điều 1\\. Mức thu như sau:\n\n#table(columns: (2fr,1fr), stroke: none, {cells})"), "a.pdf"
    )
    assert points(read)["Điều 1"] == "Hộ dân mặt tiền 42.000 đồng Hộ trong hẻm 30.000 đồng Hộ kinh doanh 120.000 đồng"


def test_short_lines_beside_centred_ones_stay_in_order() -> None:
    read = document.read(pdf("Điều 1\\. Hỗ trợ 4.500.000 đồng một hộ.", "flipped: true"), "a.pdf")
    assert list(points(read)) == ["Điều 1", "Điều 2"]


def test_a_mark_of_a_footnote_is_no_figure_of_the_rule() -> None:
    body = "Điều 1\\. Hỗ trợ 4.500.000 đồng#footnote[Theo Nghị quyết số 12/2026/NQ-HĐND.] cho 30 m#super[2] nhà."
    read = points(document.read(pdf(body, "header: [Cổng thông tin], footer: [Bản điện tử]"), "a.pdf"))
    assert read["Điều 1"].startswith("Hỗ trợ 4.500.000 đồng cho 30 m2 nhà.")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_a_hidden_layer_that_disagrees_makes_its_passage_doubtful(tmp_path: Path) -> None:
    """A scan whose text layer says 4.600.000 where the picture says 4.500.000: shown to a person, never trusted."""
    body = "Điều 1\\. Hỗ trợ 4.500.000 đồng một hộ."
    sheet = pypdfium2.PdfDocument(pdf(body))[0].render(scale=200 / 72).to_pil().convert("L")
    sheet.save(tmp_path / "page.png")
    page = 'background: image("page.png", width: 100%)'
    hidden = PAGE.format(body=body.replace("4.500", "4.600"), page=page)
    hidden = hidden.replace("size: 12pt", "size: 12pt, fill: rgb(0, 0, 0, 0)")
    (tmp_path / "scan.typ").write_text(hidden, "utf-8")
    out = io.BytesIO(bytes(typst.compile(str(tmp_path / "scan.typ"), root=str(tmp_path))))
    read = document.read(out.getvalue(), "quet.pdf")
    by_point = {p.point: p for p in read.passages}
    assert "4.500.000" in by_point["Điều 1"].text
    assert by_point["Điều 1"].doubtful
    assert not by_point["Điều 2"].doubtful
    assert any("cần người xem" in warning for warning in read.warnings)
