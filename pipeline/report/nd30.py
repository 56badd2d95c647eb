"""The form of an administrative paper by NĐ 30/2020/NĐ-CP, Phụ lục I: page, styles, heading, recipients, signature.

Sizes are in points, lengths in millimetres. Number, day and signature stay blank: they are a person's to fill.
"""

from __future__ import annotations

import re
from typing import Any, Final

from docx.document import Document as DocxDocument
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from pipeline.config import OfficeInfo

FONT: Final = "Times New Roman"
NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
KIND: Final = "BÁO CÁO"
DRAFT: Final = "DỰ THẢO"
TO_WORD: Final = "Nơi nhận:"
TEXT_WIDTH: Final = 163.0
"""mm between the side margins of 30 and 17"""
_LEFT, _RIGHT = 72.0, 91.0
_MOTTO_WIDTH: Final = 54.5
"""mm of the motto in Times New Roman bold 13 (measured in Liberation Serif 2, the same widths)"""
_CAP: Final = 3.0
"""mm of an average bold capital at 12 pt, to draw the rule under the issuing body"""

_ONE_LINE: Final = 24
"""letters of a name in capitals at 12 pt that surely fit the left cell"""

# name → (size, bold, italic, alignment, first line mm, space after pt)
_STYLES: Final[dict[str, tuple[float, bool, bool, WD_ALIGN_PARAGRAPH, float, float]]] = {
    "NĐ30 Quốc hiệu": (12, True, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "NĐ30 Tiêu ngữ": (13, True, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "NĐ30 Cơ quan chủ quản": (12, False, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "NĐ30 Cơ quan ban hành": (12, True, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "NĐ30 Số ký hiệu": (13, False, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "NĐ30 Địa danh": (13, False, True, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "NĐ30 Dự thảo": (13, True, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "NĐ30 Tên loại": (14, True, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "NĐ30 Trích yếu": (14, True, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "NĐ30 Kính gửi": (13, False, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 6),
    "NĐ30 Nội dung": (13, False, False, WD_ALIGN_PARAGRAPH.JUSTIFY, 12.7, 6),
    "NĐ30 Ô bảng": (12, False, False, WD_ALIGN_PARAGRAPH.LEFT, 0, 3),
    "NĐ30 Ô số": (12, False, False, WD_ALIGN_PARAGRAPH.RIGHT, 0, 3),
    "NĐ30 Hình": (13, False, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 6),
    "NĐ30 Phụ lục": (14, True, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "NĐ30 Tên phụ lục": (14, True, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "NĐ30 Kèm theo": (13, False, True, WD_ALIGN_PARAGRAPH.CENTER, 0, 6),
    "NĐ30 Nơi nhận": (12, True, True, WD_ALIGN_PARAGRAPH.LEFT, 0, 0),
    "NĐ30 Danh sách nơi nhận": (11, False, False, WD_ALIGN_PARAGRAPH.LEFT, 0, 0),
    "NĐ30 Chức vụ": (13, True, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "NĐ30 Số trang": (13, False, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
    "NĐ30 Đường kẻ": (13, False, False, WD_ALIGN_PARAGRAPH.CENTER, 0, 0),
}


def dress(paragraph: Any, style: str) -> Any:
    """Set a paragraph's style by its id; asking python-docx by name reads every style each time."""
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def prepare(document: DocxDocument) -> None:
    """A4, margins, styles, page number in the top margin from page 2 on."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(30), Mm(17), Mm(20), Mm(20)
    page.header_distance, page.footer_distance = Mm(10), Mm(10)
    for name in ("Normal", "Heading 1", "Heading 2"):
        _font(document.styles[name], 13, bold=name != "Normal", italic=name == "Heading 2")
    for name in ("Heading 1", "Heading 2"):
        style = document.styles[name].paragraph_format
        style.first_line_indent, style.space_before, style.space_after = Mm(12.7), Pt(6), Pt(6)
        style.alignment, style.keep_with_next = WD_ALIGN_PARAGRAPH.JUSTIFY, True
    for name, (size, bold, italic, alignment, first, after) in _STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.quick_style = True
        _font(style, size, bold=bold, italic=italic)
        form = style.paragraph_format
        form.alignment, form.first_line_indent = alignment, Mm(first)
        form.space_before, form.space_after = Pt(0), Pt(after)
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    page.different_first_page_header_footer = True
    number = page.header.paragraphs[0]
    dress(number, "NĐ30 Số trang")
    _field(number, "PAGE")


def heading(document: DocxDocument, office: OfficeInfo, year: int, month: int) -> None:
    """Elements 1-4: issuing body, number, nation and motto, place and day, in a table without borders."""
    table = _pair(document)
    left, right = table.rows[0].cells
    above, issuing = bodies(office)
    for line in above:
        _line(left, document, "NĐ30 Cơ quan chủ quản", line)
    for line in issuing:
        _line(left, document, "NĐ30 Cơ quan ban hành", line)
    _rule(left, document, _CAP * len(issuing[-1]) * 0.42 if issuing else 0, _LEFT)
    _line(right, document, "NĐ30 Quốc hiệu", NATION)
    _line(right, document, "NĐ30 Tiêu ngữ", MOTTO)
    _rule(right, document, _MOTTO_WIDTH, _RIGHT)
    left, right = table.add_row().cells  # number and day stand in one row (element 4)
    _line(left, document, "NĐ30 Số ký hiệu", number(office))
    _line(left, document, "NĐ30 Dự thảo", DRAFT).paragraph_format.space_before = Pt(6)
    _line(right, document, "NĐ30 Địa danh", date(office, year, month))


def bodies(office: OfficeInfo) -> tuple[list[str], list[str]]:
    """Lines of the body above and of the issuing one (element 2): the unit under its office, or the office alone."""
    above, issuer = (office.name, office.unit) if office.unit else (office.parent, office.name)
    return _broken(above.upper()), _broken(issuer.upper())


def number(office: OfficeInfo) -> str:
    """Element 3, the number left blank."""
    return f"Số:       /BC-{abbreviation(office)}"


def date(office: OfficeInfo, year: int, month: int) -> str:
    """Element 4, the day left blank; months 1 and 2 get a leading zero."""
    shown = f"{month:02d}" if month <= 2 else str(month)
    return f"{_place(office)}, ngày       tháng {shown} năm {year}"


def addressed(office: OfficeInfo) -> str | None:
    """`Kính gửi` of a report: the office above the unit, or the body above the office."""
    to = office.name if office.unit else office.parent
    return f"Kính gửi: {to}." if to else None


def signing(office: OfficeInfo) -> list[str]:
    """Element 7a in capitals; no name (CHARTER rule 1)."""
    return [line.upper() for line in (office.signer_for, office.signer_title or "TRƯỞNG PHÒNG") if line]


def title(document: DocxDocument, kind: str, subject: str, to: str | None) -> None:
    """Element 5a and `Kính gửi`."""
    name = dress(document.add_paragraph(kind), "NĐ30 Tên loại")
    name.paragraph_format.space_before = Pt(18)
    dress(document.add_paragraph(subject), "NĐ30 Trích yếu")
    _rule(document, document, TEXT_WIDTH * 0.36, TEXT_WIDTH)
    if to:
        dress(document.add_paragraph(to), "NĐ30 Kính gửi").paragraph_format.space_before = Pt(12)


def closing(document: DocxDocument, office: OfficeInfo) -> None:
    """Elements 7 and 9b: recipients on the left, authority and post on the right, an empty place for the name."""
    table = _pair(document)
    left, right = table.rows[0].cells
    _line(left, document, "NĐ30 Nơi nhận", TO_WORD)
    for line in recipients(office):
        _line(left, document, "NĐ30 Danh sách nơi nhận", line)
    for line in signing(office):
        _line(right, document, "NĐ30 Chức vụ", line)
    for _ in range(4):
        _line(right, document, "NĐ30 Chức vụ", "")
    row = table.rows[0]._tr.get_or_add_trPr()
    row.append(OxmlElement("w:cantSplit"))


def annex(document: DocxDocument, number: str, name: str, note: str) -> None:
    """Head of an annex (mục III): a section of its own whose pages are numbered by themselves, none shown on the first."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = True
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    columns = section._sectPr.find(qn("w:cols"))
    columns.addprevious(start)  # the order of CT_SectPr (ECMA-376)
    dress(document.add_paragraph(number), "NĐ30 Phụ lục")
    dress(document.add_paragraph(name), "NĐ30 Tên phụ lục")
    dress(document.add_paragraph(note), "NĐ30 Kèm theo")


def recipients(office: OfficeInfo) -> list[str]:
    """`- …;` lines, the last one `- Lưu: VT, <unit>.`"""
    given = [line.strip(" -;.") for line in office.recipients]
    kept = [line for line in given if line and not line.startswith("Lưu")] or ["Như trên"]
    stored = next((line for line in given if line.startswith("Lưu: VT, ")), None)
    return [*(f"- {line};" for line in kept), f"- {stored or f'Lưu: VT, {abbreviation(office)}'}."]


def abbreviation(office: OfficeInfo) -> str:
    """The unit's sign in numbers and the archive line; initials of the unit when none is configured."""
    if office.abbreviation:
        return office.abbreviation
    words = (office.unit or office.name).replace("-", " ").split()
    return "".join(word[0] for word in words).upper() or "VP"


def _broken(name: str) -> list[str]:
    """A long name on two lines, cut where the unit's own name begins, as papers print it."""
    if len(name) <= _ONE_LINE:
        return [name] if name else []
    cut = re.search(r"\s(?=(?:phường|xã(?! hội)|đặc khu|thành phố|tỉnh)\s)", name, re.IGNORECASE)
    return [name[: cut.start()], name[cut.end() :]] if cut else [name]


def _place(office: OfficeInfo) -> str:
    if office.place:
        return office.place
    for word in ("phường ", "xã ", "đặc khu ", "thành phố ", "tỉnh "):
        if word in office.name:
            return office.name.rsplit(word, 1)[1]
    return office.name or "……………"


def _font(style: Any, size: float, *, bold: bool, italic: bool) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, italic
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):  # a theme font would win over the name
            del fonts.attrib[name]
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)


def _pair(document: DocxDocument) -> Any:
    table = document.add_table(1, 2)
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, (_LEFT, _RIGHT), strict=True):
        cell.width = Mm(width)
    for column, width in zip(table.columns, (_LEFT, _RIGHT), strict=True):
        column.width = Mm(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)
    return table


def _line(cell: Any, document: DocxDocument, style: str, text: str) -> Any:
    first = cell.paragraphs[0]
    paragraph = first if not first.text and len(cell.paragraphs) == 1 and not _styled(first) else cell.add_paragraph()
    dress(paragraph, style)
    paragraph.add_run(text)
    return paragraph


def _styled(paragraph: Any) -> bool:
    return bool(paragraph.style.name.startswith("NĐ30"))


def _rule(parent: Any, document: DocxDocument, length: float, width: float) -> None:
    """A solid rule of `length` mm in the middle of `width`: the lower border of a narrow, one-point paragraph."""
    paragraph = parent.add_paragraph()
    dress(paragraph, "NĐ30 Đường kẻ")
    form = paragraph.paragraph_format
    side = Mm(max(0.0, (width - length) / 2))
    form.left_indent, form.right_indent, form.space_before = side, side, Pt(2)
    form.line_spacing_rule, form.line_spacing, form.space_after = WD_LINE_SPACING.EXACTLY, Pt(2), Pt(4)
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
