"""Write the six invented documents of the sample press into sample/documents/ (run by hand; the files are committed).

    python sample/build_documents.py

Two DOCX (python-docx), two PDF with text (typst, Liberation Serif 2 or Times New Roman), one HTML, one TXT. Same input,
same bytes on one machine. All numbers, fees and decisions are invented; only place names are real.
"""

from __future__ import annotations

import datetime as dt
import html
import io
from dataclasses import dataclass
from pathlib import Path

import docx
import typst
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from pipeline.report.package import stable

HERE = Path(__file__).resolve().parent / "documents"
FONTS = "/usr/share/fonts/truetype/liberation2"
"""Debian's fonts-liberation2; only needed to build the PDFs anew"""
PROVINCE = "ỦY BAN NHÂN DÂN\nTỈNH KHÁNH HÒA"


@dataclass(frozen=True)
class Paper:
    """One paper: heading, lines ("# " chapter, "## " bold article, "| " table row, else a paragraph), signature."""

    file: str
    issuer: str
    number: str
    place_day: str
    kind: str
    title: str
    basis: tuple[str, ...]
    lines: tuple[str, ...]
    sign: str
    recipients: tuple[str, ...]


M1 = Paper(
    "M1-quyet-dinh-46.docx",
    PROVINCE,
    "Số: 46/2026/QĐ-UBND",
    "Khánh Hòa, ngày 28 tháng 10 năm 2026",
    "QUYẾT ĐỊNH",
    "Quy định giá dịch vụ trông giữ xe tại các phường Phan Rang, Đông Hải, Ninh Chử",
    (
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Căn cứ Luật Giá;",
        "Theo đề nghị của Giám đốc Sở Tài chính.",
    ),
    (
        "## Điều 1. Phạm vi điều chỉnh",
        "1. Quyết định này quy định giá dịch vụ trông giữ xe tại các điểm trông giữ xe công cộng trên địa bàn các phường "
        "Phan Rang, Đông Hải, Ninh Chử.",
        "2. Quyết định này không áp dụng đối với điểm giữ xe trong khuôn viên trường học, bệnh viện và nhà chung cư.",
        "## Điều 2. Giá dịch vụ trông giữ xe",
        "Giá dịch vụ trông giữ xe, đã bao gồm thuế giá trị gia tăng, như sau:",
        "| STT | Loại xe | Ban ngày (đồng/xe/lượt) | Ban đêm (đồng/xe/lượt) | Theo tháng (đồng/xe/tháng)",
        "| 1 | Xe đạp, xe đạp điện | 1.000 | 2.000 | 25.000",
        "| 2 | Xe mô tô, xe gắn máy | 3.000 | 5.000 | 70.000",
        "| 3 | Xe ô tô đến 9 chỗ ngồi | 15.000 | 25.000 | 500.000",
        "| 4 | Xe ô tô trên 9 chỗ ngồi, xe tải | 22.000 | 36.000 | 750.000",
        "## Điều 3. Miễn, giảm giá dịch vụ",
        "1. Miễn tiền trông giữ xe đối với xe của người khuyết tật và xe đưa người bệnh đi cấp cứu.",
        "2. Giảm 40% giá trông giữ xe theo tháng đối với học sinh, sinh viên có thẻ còn thời hạn.",
        "## Điều 4. Trách nhiệm thực hiện",
        "1. Thời gian ban ngày tính từ 05 giờ đến 18 giờ; thời gian ban đêm tính từ 18 giờ đến 05 giờ ngày hôm sau.",
        "2. Tổ chức, cá nhân trông giữ xe phải niêm yết giá tại cổng và giao vé có ghi giờ nhận xe cho khách hàng.",
        "3. Ủy ban nhân dân phường quyết định vị trí các điểm trông giữ xe công cộng trên địa bàn.",
        "## Điều 5. Hiệu lực thi hành",
        "1. Quyết định này có hiệu lực từ ngày 15 tháng 12 năm 2026.",
        "2. Quyết định này thay thế Quyết định số 12/2024/QĐ-UBND ngày 19 tháng 3 năm 2024 về giá dịch vụ trông giữ xe.",
        "## Điều 6. Tổ chức thực hiện",
        "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Tài chính, Chủ tịch Ủy ban nhân dân các phường nêu tại Điều 1 "
        "và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
    ),
    "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    ("Như Điều 6", "Thường trực HĐND tỉnh", "Lưu: VT, STC"),
)
M2 = Paper(
    "M2-ke-hoach-118.pdf",
    "ỦY BAN NHÂN DÂN\nPHƯỜNG PHAN RANG",
    "Số: 118/KH-UBND",
    "Phan Rang, ngày 02 tháng 11 năm 2026",
    "KẾ HOẠCH",
    "Tổ chức tiêm bổ sung vắc xin sởi - rubella đợt cuối năm 2026 trên địa bàn phường Phan Rang",
    (),
    (
        "# I. MỤC ĐÍCH, YÊU CẦU",
        "Tăng tỷ lệ trẻ được tiêm đủ mũi, bảo đảm an toàn, đúng đối tượng.",
        "# II. NỘI DUNG",
        "1. Đối tượng: trẻ từ 18 tháng tuổi đến 5 tuổi đang sinh sống trên địa bàn phường Phan Rang, chưa tiêm đủ 02 mũi "
        "vắc xin sởi - rubella.",
        "2. Thời gian: ngày 21 và ngày 22 tháng 11 năm 2026, từ 07 giờ 30 đến 11 giờ.",
        "3. Địa điểm: Trạm Y tế phường Phan Rang và Nhà sinh hoạt cộng đồng khu phố Phủ Hà 3.",
        "4. Số lượng: dự kiến 640 trẻ.",
        "5. Trẻ được tiêm miễn phí. Cha, mẹ hoặc người giám hộ phải đi cùng trẻ, mang theo sổ tiêm chủng và ký phiếu đồng ý.",
        "# III. TỔ CHỨC THỰC HIỆN",
        "1. Trạm Y tế phường chủ trì tổ chức buổi tiêm, bố trí phòng theo dõi sau tiêm ít nhất 30 phút.",
        "2. Phòng Văn hóa - Xã hội rà soát danh sách trẻ, gửi giấy mời đến gia đình trước ngày 18 tháng 11 năm 2026.",
        "3. Kế hoạch này có hiệu lực từ ngày ký và thay thế Thông báo số 71/TB-UBND ngày 06 tháng 10 năm 2026 của Ủy ban "
        "nhân dân phường Phan Rang./.",
    ),
    "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    ("Trạm Y tế phường", "Các khu phố", "Lưu: VT, VHXH"),
)
M3 = Paper(
    "M3-thong-bao-203.pdf",
    "ỦY BAN NHÂN DÂN\nPHƯỜNG ĐÔNG HẢI",
    "Số: 203/TB-UBND",
    "Đông Hải, ngày 04 tháng 11 năm 2026",
    "THÔNG BÁO",
    "Về việc tuyển bổ sung trẻ mầm non học kỳ II năm học 2026 - 2027 trên địa bàn phường Đông Hải",
    (),
    (
        "1. Số lượng tuyển bổ sung:",
        "| STT | Trường | Nhà trẻ (trẻ) | Mẫu giáo (trẻ)",
        "| 1 | Trường Mầm non Sao Biển | 24 | 30",
        "| 2 | Trường Mầm non Vỏ Ốc | 18 | 42",
        "2. Đối tượng: trẻ từ 24 tháng đến 5 tuổi có nơi thường trú hoặc tạm trú từ 06 tháng trở lên tại phường Đông Hải.",
        "3. Thời gian nhận hồ sơ tuyển bổ sung trẻ mầm non: từ ngày 16 tháng 11 năm 2026 đến hết ngày 27 tháng 11 năm 2026, "
        "trong giờ hành chính, tại văn phòng của trường.",
        "4. Hồ sơ gồm: đơn theo mẫu, bản sao giấy khai sinh, phiếu khám sức khỏe. Không yêu cầu nộp sổ hộ khẩu.",
        "5. Nhà trường không được thu bất kỳ khoản tiền nào khi nhận hồ sơ tuyển bổ sung.",
        "6. Tiền ăn bán trú của trẻ mầm non là 28.000 đồng/trẻ/ngày.",
        "7. Hiệu trưởng nhà trường quyết định danh sách trẻ được nhận; kết quả tuyển bổ sung công bố ngày 04 tháng 12 năm "
        "2026 tại trường./.",
    ),
    "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    ("Các trường mầm non", "Các khu phố", "Lưu: VT, VHXH"),
)
M4 = Paper(
    "M4-huong-dan-915.html",
    "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA\nSỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
    "Số: 915/HD-SNNMT",
    "Khánh Hòa, ngày 22 tháng 10 năm 2026",
    "HƯỚNG DẪN",
    "Đăng ký, đánh dấu tàu cá có chiều dài lớn nhất dưới 12 mét trên địa bàn tỉnh Khánh Hòa",
    (),
    (
        "# I. TÀU CÁ PHẢI ĐĂNG KÝ",
        "1. Tàu cá có chiều dài lớn nhất từ 06 mét đến dưới 12 mét phải đăng ký.",
        "2. Tàu cá dưới 06 mét không phải đăng ký; chủ tàu được khuyến khích khai báo với Ủy ban nhân dân cấp xã.",
        "# II. HỒ SƠ, THỦ TỤC",
        "1. Chủ tàu nộp 01 bộ hồ sơ tại Trung tâm Phục vụ hành chính công của xã, phường nơi thường trú.",
        "2. Hồ sơ gồm: tờ khai đăng ký, giấy tờ chứng minh sở hữu tàu, 02 ảnh màu chụp toàn bộ tàu.",
        "3. Ủy ban nhân dân cấp xã cấp giấy chứng nhận đăng ký tàu cá dưới 12 mét.",
        "4. Thời hạn giải quyết là 03 ngày làm việc kể từ ngày nhận đủ hồ sơ.",
        "5. Miễn lệ phí đăng ký tàu cá đến hết ngày 31 tháng 3 năm 2027.",
        "# III. ĐÁNH DẤU TÀU CÁ",
        "1. Cabin của tàu cá dưới 12 mét sơn màu xanh lá cây.",
        "2. Hướng dẫn này có hiệu lực từ ngày 01 tháng 11 năm 2026./.",
    ),
    "GIÁM ĐỐC",
    ("UBND các xã, phường, đặc khu", "Lưu: VT, CCTS"),
)
M5 = Paper(
    "M5-nghi-quyet-17.docx",
    "HỘI ĐỒNG NHÂN DÂN\nTỈNH KHÁNH HÒA",
    "Số: 17/2026/NQ-HĐND",
    "Khánh Hòa, ngày 30 tháng 10 năm 2026",
    "NGHỊ QUYẾT",
    "Quy định mức hỗ trợ học nghề ngắn hạn trên địa bàn tỉnh Khánh Hòa giai đoạn 2027 - 2030",
    (
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Xét Tờ trình của Ủy ban nhân dân tỉnh.",
    ),
    (
        "## Điều 1. Phạm vi điều chỉnh, đối tượng áp dụng",
        "1. Nghị quyết này quy định mức hỗ trợ học nghề ngắn hạn (trình độ sơ cấp và dưới 03 tháng) trên địa bàn tỉnh "
        "Khánh Hòa.",
        "2. Người học nghề được hỗ trợ là người từ đủ 16 tuổi trở lên, cư trú trên địa bàn tỉnh, thuộc một trong các trường hợp:",
        "a) Người thuộc hộ nghèo, hộ cận nghèo;",
        "b) Người khuyết tật;",
        "c) Người lao động bị mất việc làm từ 03 tháng trở lên.",
        "## Điều 2. Mức hỗ trợ",
        "1. Hỗ trợ học phí học nghề: tối đa 4.500.000 đồng/người/khóa học.",
        "2. Hỗ trợ tiền ăn cho người học nghề: 45.000 đồng/người/ngày thực học.",
        "3. Hỗ trợ tiền đi lại cho người học nghề: 250.000 đồng/người/khóa học, áp dụng đối với người có nơi cư trú cách nơi "
        "học từ 12 km trở lên.",
        "## Điều 3. Điều kiện hỗ trợ",
        "1. Mỗi người chỉ được hỗ trợ học nghề một lần theo Nghị quyết này.",
        "2. Người học nghề phải tham dự ít nhất 80% thời gian của khóa học.",
        "## Điều 4. Trình tự thực hiện",
        "1. Người học nghề nộp hồ sơ đề nghị hỗ trợ tại Ủy ban nhân dân cấp xã nơi cư trú.",
        "2. Chủ tịch Ủy ban nhân dân cấp xã phê duyệt danh sách người được hỗ trợ trong 10 ngày làm việc.",
        "## Điều 5. Hiệu lực thi hành",
        "Nghị quyết này có hiệu lực từ ngày 01 tháng 01 năm 2027./.",
    ),
    "CHỦ TỊCH",
    ("Ủy ban nhân dân tỉnh", "HĐND các xã, phường, đặc khu", "Lưu: VT, CTHĐ"),
)
M6 = Paper(
    "M6-thong-bao-71.txt",
    "ỦY BAN NHÂN DÂN\nPHƯỜNG PHAN RANG",
    "Số: 71/TB-UBND",
    "Phan Rang, ngày 06 tháng 10 năm 2026",
    "THÔNG BÁO",
    "Về lịch tiêm bổ sung vắc xin sởi - rubella trên địa bàn phường Phan Rang",
    (),
    (
        "1. Đối tượng: trẻ từ 18 tháng tuổi đến 5 tuổi đang sinh sống trên địa bàn phường Phan Rang.",
        "2. Thời gian tiêm bổ sung vắc xin sởi - rubella: ngày 14 và ngày 15 tháng 11 năm 2026, từ 07 giờ 30 đến 11 giờ.",
        "3. Địa điểm: Trạm Y tế phường Phan Rang.",
        "4. Gia đình đưa trẻ đến đúng giờ ghi trong giấy mời./.",
    ),
    "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    ("Trạm Y tế phường", "Các khu phố", "Lưu: VT, VHXH"),
)
PAPERS = (M1, M2, M3, M4, M5, M6)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.lstrip("| ").split("|")]


def _docx(paper: Paper) -> bytes:
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(30), Mm(17), Mm(20), Mm(20)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(13)
    heading = document.add_table(1, 2)
    left, right = heading.rows[0].cells

    def centred(cell: object, text: str, *, bold: bool = False, italic: bool = False) -> None:
        paragraph = cell.add_paragraph()  # type: ignore[attr-defined]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.italic = bold, italic

    for line in paper.issuer.split("\n"):
        centred(left, line, bold=True)
    centred(left, paper.number)
    centred(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True)
    centred(right, "Độc lập - Tự do - Hạnh phúc", bold=True)
    centred(right, paper.place_day, italic=True)
    centred(document, paper.kind, bold=True)
    centred(document, paper.title, bold=True)
    for line in paper.basis:
        document.add_paragraph().add_run(line).italic = True
    table = None
    for line in paper.lines:
        if line.startswith("|"):
            cells = _cells(line)
            if table is None:
                table = document.add_table(0, len(cells))
                table.style = "Table Grid"
            row = table.add_row()
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
            continue
        table = None
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.add_run(line.lstrip("# ")).bold = line.startswith("#")
    foot = document.add_table(1, 2)
    left, right = foot.rows[0].cells
    left.add_paragraph().add_run("Nơi nhận:").bold = True
    for index, who in enumerate(paper.recipients):
        left.add_paragraph(f"- {who}{'.' if index == len(paper.recipients) - 1 else ';'}")
    for line in paper.sign.split("\n"):
        centred(right, line, bold=True)
    core = document.core_properties
    core.author, core.title = "", paper.title
    core.created = core.modified = dt.datetime(2026, 11, 1)  # noqa: DTZ001 - core properties take a naive UTC time
    buffer = io.BytesIO()
    document.save(buffer)
    return stable(buffer.getvalue())


def _typst(text: str) -> str:
    for mark in "\\*_#[]$@<>`~":
        text = text.replace(mark, "\\" + mark)
    return text.replace("/", "\\/")


def _pdf(paper: Paper) -> bytes:
    rows: list[str] = []
    table: list[list[str]] = []

    def flush() -> None:
        if table:
            cells = ", ".join(f"[{_typst(cell)}]" for row in table for cell in row)
            rows.append(f"#table(columns: {len(table[0])}, {cells})")
            table.clear()

    for line in paper.lines:
        if line.startswith("|"):
            table.append(_cells(line))
            continue
        flush()
        body = _typst(line.lstrip("# "))
        if body[:1].isdigit():  # "1. " would become a list of typst's own
            body = body.replace(". ", "\\. ", 1)
        rows.append(
            f"#par(first-line-indent: (amount: 1cm, all: true))[{'*' + body + '*' if line[0] == '#' else body}]"
        )
    flush()
    issuer = " \\ ".join(f"*{_typst(part)}*" for part in paper.issuer.split("\n"))
    sign = " \\ ".join(f"*{_typst(part)}*" for part in paper.sign.split("\n"))
    recipients = " \\ ".join(f"\\- {_typst(who)};" for who in paper.recipients[:-1])
    source = "\n\n".join(
        [
            '#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 17mm))',
            '#set text(font: ("Liberation Serif", "Times New Roman"), size: 13pt, lang: "vi", hyphenate: false)',
            "#set par(justify: true, leading: 0.75em, spacing: 0.9em)",
            f"#set document(title: [{_typst(paper.title)}], date: none)",
            "#grid(columns: (2fr, 3fr), align: center, "
            f"[{issuer} \\ {_typst(paper.number)}], "
            "[#text(size: 12pt)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*] \\ *Độc lập - Tự do - Hạnh phúc* \\ "
            f"_{_typst(paper.place_day)}_])",
            f"#align(center)[*{paper.kind}* \\ *{_typst(paper.title)}*]",
            *rows,
            f"#v(1em)\n#grid(columns: (1fr, 1fr), [#text(size: 11pt)[*_Nơi nhận:_* \\ {recipients} \\ "
            f"\\- {_typst(paper.recipients[-1])}.]], align(center)[{sign}])",
        ]
    )
    # Liberation Serif 1 lacks ơ, ư and U+1EA0-1EF9, and typst would mix families: only version 2 is offered
    return typst.compile(source.encode(), font_paths=[FONTS], ignore_system_fonts=True)


def _html(paper: Paper) -> bytes:
    out = [
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">',
        f"<title>{html.escape(paper.title)}</title>",
    ]
    out.append("</head><body>\n<table><tr><td>" + "<br>".join(paper.issuer.split("\n")) + f"<br>{paper.number}</td>")
    out.append("<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc<br>")
    out.append(
        f"<i>{paper.place_day}</i></td></tr></table>\n<h1>{paper.kind}</h1>\n<p><b>{html.escape(paper.title)}</b></p>"
    )
    for line in paper.lines:
        tag = "h2" if line.startswith("#") else "p"
        out.append(f"<{tag}>{html.escape(line.lstrip('# '))}</{tag}>")
    out.append(f"<p><b>{paper.sign}</b></p>\n</body></html>\n")
    return "\n".join(out).encode()


def _txt(paper: Paper) -> bytes:
    head = [paper.issuer, paper.number, "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    head += [paper.place_day, "", paper.kind, paper.title, ""]
    foot = ["", paper.sign, "", "Nơi nhận:", *(f"- {who};" for who in paper.recipients)]
    return ("\n".join([*head, *paper.lines, *foot]) + "\n").encode()


def main() -> None:
    """Write every paper by its file's ending."""
    writers = {".docx": _docx, ".pdf": _pdf, ".html": _html, ".txt": _txt}
    HERE.mkdir(parents=True, exist_ok=True)
    for paper in PAPERS:
        (HERE / paper.file).write_bytes(writers[Path(paper.file).suffix](paper))


if __name__ == "__main__":
    main()
