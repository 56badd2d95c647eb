"""Does a DOCX keep the form of NĐ 30/2020/NĐ-CP, Phụ lục I? Every deviation is one line with the decree's place.

Elements are recognised by their words and place, not by our style names, so that any office's paper can be checked.
Where the decree gives a range, the whole range passes.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import docx
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from pipeline.report.formatting import lines, look, runs, spacing
from pipeline.report.nd30 import FONT, MOTTO, NATION

_MM: Final = 1440 / 25.4
_PAGE: Final = (11906, 16838)
_TOLERANCE: Final = 28
"""twips, half a millimetre"""
_MARGINS: Final = {
    "top": (20, 25, "trên"),
    "bottom": (20, 25, "dưới"),
    "left": (30, 35, "trái"),
    "right": (15, 20, "phải"),
}
_NUMBER: Final = re.compile(r"^Số:\s*(\d{2,}|…*|\.*)\s*/[A-ZĐ0-9]+(-[A-ZĐ0-9]+)*$")
_DATE: Final = re.compile(
    r"^[^,]+, ngày\s+(?:(?:0[1-9]|[12]\d|3[01])\s+|[\s….]*)tháng\s+(?:(?:0[12]|[3-9]|1[0-2])\s+|[\s….]*)năm \d{4}$"
)
_KINDS: Final = (
    "BÁO CÁO", "THÔNG BÁO", "KẾ HOẠCH", "QUYẾT ĐỊNH", "TỜ TRÌNH", "HƯỚNG DẪN", "CHƯƠNG TRÌNH", "PHƯƠNG ÁN", "BIÊN BẢN",
    "NGHỊ QUYẾT", "CHỈ THỊ", "ĐỀ ÁN", "THÔNG CÁO", "PHIẾU CHUYỂN", "GIẤY MỜI", "CÔNG ĐIỆN",
)  # fmt: skip
_MAX_BYTES: Final = 64 * 1024 * 1024
"""unpacked size of a paper; more is no paper"""


class LintRefused(Exception):
    """The file is no DOCX that can be checked; the message is Vietnamese."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """One place that differs from the decree."""

    rule: str
    where: str
    found: str
    wanted: str
    decree: str

    def __str__(self) -> str:
        return (
            f"[{self.rule}] {self.where}: {self.found}; cần {self.wanted} (NĐ 30/2020/NĐ-CP, Phụ lục I, {self.decree})"
        )


@dataclass(frozen=True, slots=True)
class _Dress:
    """What the decree asks of one element; None leaves it open. Sizes in half-points."""

    size: tuple[int, int]
    bold: bool | None
    italic: bool | None
    jc: str | None
    decree: str
    name: str


_ANNEX: Final = re.compile(r"phụ lục(\s+[ivxlc]+)?", re.IGNORECASE)
_DRESS: Final = {
    "nation": _Dress((24, 26), True, False, "center", "mục II.1.a", "Quốc hiệu"),
    "motto": _Dress((26, 28), True, False, "center", "mục II.1.b", "Tiêu ngữ"),
    "parent": _Dress((24, 26), False, False, "center", "mục II.2", "Tên cơ quan chủ quản"),
    "issuer": _Dress((24, 26), True, False, "center", "mục II.2", "Tên cơ quan ban hành"),
    "number": _Dress((26, 26), False, False, "center", "mục II.3", "Số, ký hiệu"),
    "date": _Dress((26, 28), False, True, "center", "mục II.4", "Địa danh, thời gian"),
    "kind": _Dress((26, 28), True, False, "center", "mục II.5.a", "Tên loại"),
    "subject": _Dress((26, 28), True, False, "center", "mục II.5.a", "Trích yếu"),
    "body": _Dress((26, 28), None, None, "both", "mục II.6", "Nội dung"),
    "annex": _Dress((28, 28), True, False, "center", "mục III.1", "Số thứ tự phụ lục"),
    "annex_name": _Dress((26, 28), True, False, "center", "mục III.1", "Tên phụ lục"),
    "annex_note": _Dress((26, 28), False, True, "center", "mục III.1", "Thông tin kèm theo của phụ lục"),
    "annex_body": _Dress((26, 28), None, None, "both", "mục II.6", "Nội dung phụ lục"),
    "post": _Dress((26, 28), True, False, "center", "mục II.7", "Chức vụ người ký"),
    "to_word": _Dress((24, 24), True, True, None, "mục II.9.b", "Từ “Nơi nhận”"),
    "to_list": _Dress((22, 22), False, False, None, "mục II.9.b", "Danh sách nơi nhận"),
}


def check(data: bytes) -> list[Deviation]:
    """Every deviation of a DOCX, in the order of the paper. Raises LintRefused when it is none."""
    document = _open(data)
    elements = _elements(document)
    found = [*_page(document), *_header(document), *_letters(document), *_missing(elements), *_texts(elements)]
    for name, paragraphs in elements.items():
        for paragraph in paragraphs:
            found += _dress(document, name, paragraph)
    for paragraph in (*elements["body"], *elements["annex_body"]):
        found += _body(document, paragraph)
    found += _annex_pages(document, elements)
    return found


def _open(data: bytes) -> DocxDocument:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _MAX_BYTES:
                raise LintRefused("tệp giải nén ra quá lớn; đây không phải một văn bản thường, chưa kiểm gì.")
        return docx.Document(io.BytesIO(data))
    except LintRefused:
        raise
    except Exception as error:  # python-docx raises KeyError, ValueError, lxml and zip errors for broken packages
        raise LintRefused("không phải tệp DOCX đọc được; mở bằng Word rồi lưu lại dạng .docx.") from error


def _elements(document: DocxDocument) -> dict[str, list[Paragraph]]:
    """Name of element → its paragraphs."""
    found: dict[str, list[Paragraph]] = {name: [] for name in _DRESS}
    state = "head"
    heads: list[Paragraph] = []
    for paragraph, in_table in lines(document):
        text = " ".join(paragraph.text.split())
        if not text:
            continue
        folded = text.upper()
        if folded == NATION:
            found["nation"].append(paragraph)
        elif re.fullmatch(r"độc lập\s*[-–]\s*tự do\s*[-–]\s*hạnh phúc", text.lower()):
            found["motto"].append(paragraph)
        elif state == "head" and text.startswith("Số"):
            found["number"].append(paragraph)
        elif state == "head" and re.search(r"ngày.*tháng.*năm", text):
            found["date"].append(paragraph)
        elif state == "head" and folded in _KINDS:
            found["kind"].append(paragraph)
            state = "subject"
        elif state == "head":
            heads += [paragraph] if in_table and folded not in ("DỰ THẢO",) else []
        elif state == "subject":
            found["subject"].append(paragraph)
            state = "body"
        elif state in ("to", "annex") and not in_table and _ANNEX.fullmatch(text):
            found["annex"].append(paragraph)
            state = "annex_name"
        elif state == "annex_name":
            found["annex_note" if text.startswith("(") else "annex_name"].append(paragraph)
            state = "annex" if text.startswith("(") else state
        elif state == "annex":
            if not in_table:
                found["annex_body"].append(paragraph)
        elif re.match(r"nơi nhận\s*:", text.lower()):
            found["to_word"].append(paragraph)
            state = "to"
        elif state == "to":
            found["to_list" if text.startswith("-") else "post"].append(paragraph)
        elif state == "body" and not in_table and not text.startswith("Kính gửi"):
            found["body"].append(paragraph)
    # The issuing body is the last bold run of lines before the number; lines above it name the parent.
    bold = [paragraph for paragraph in heads if all(look(document, paragraph, run).bold for run in runs(paragraph))]
    found["issuer"] = bold or heads[-1:]
    kept = {id(paragraph) for paragraph in found["issuer"]}
    found["parent"] = [paragraph for paragraph in heads if id(paragraph) not in kept]
    return found


def _page(document: DocxDocument) -> Iterator[Deviation]:
    for number, section in enumerate(document.sections, start=1):
        where = f"Trang, phần {number}"
        size = (_twips(section.page_width), _twips(section.page_height))
        if any(abs(have - want) > _TOLERANCE for have, want in zip(sorted(size), _PAGE, strict=True)):
            shown = f"khổ {size[0] / _MM:.0f} × {size[1] / _MM:.0f} mm"
            yield Deviation("page.size", where, shown, "khổ A4 (210 × 297 mm)", "mục I.1")
        for side, (low, high, name) in _MARGINS.items():
            have = _twips(getattr(section, f"{side}_margin"))
            if not low * _MM - _TOLERANCE <= have <= high * _MM + _TOLERANCE:
                shown = f"lề {name} {have / _MM:.0f} mm"
                yield Deviation(f"page.margin.{side}", where, shown, f"{low} đến {high} mm", "mục I.3")


def _header(document: DocxDocument) -> Iterator[Deviation]:
    section, decree = document.sections[0], "mục I.7"
    if not section.different_first_page_header_footer:
        yield Deviation("header.first_page", "Số trang", "trang 1 cũng hiện số", "không hiện số ở trang 1", decree)
    elif _page_field(section.first_page_header):
        yield Deviation("header.first_page", "Số trang", "đầu trang 1 có số trang", "để trống", decree)
    numbered = _page_field(section.header)
    if numbered is None:
        yield Deviation("header.page_number", "Số trang", "không có ở lề trên", "chữ số Ả Rập ở giữa lề trên", decree)
        return
    if spacing(document, numbered).get("jc") != "center":
        yield Deviation("header.centred", "Số trang", "không canh giữa", "canh giữa lề trên", decree)
    for run in [run for run in numbered.runs if run._r.find(qn("w:instrText")) is not None]:
        size = look(document, numbered, run).half_points
        if size is not None and not 26 <= size <= 28:
            yield Deviation("header.size", "Số trang", f"cỡ {size / 2:g}", "cỡ 13 đến 14", decree)


def _page_field(header: Any) -> Paragraph | None:
    for paragraph in header.paragraphs:
        codes = "".join(element.text or "" for element in paragraph._p.iter(qn("w:instrText")))
        simple = [element.get(qn("w:instr"), "") for element in paragraph._p.iter(qn("w:fldSimple"))]
        if re.search(r"\bPAGE\b", " ".join([codes, *simple])):
            return paragraph  # type: ignore[no-any-return]
    return None


def _annex_pages(document: DocxDocument, elements: dict[str, list[Paragraph]]) -> Iterator[Deviation]:
    """Annexes are numbered by themselves: each begins a section whose pages start at 1."""
    numbering = [section._sectPr.find(qn("w:pgNumType")) for section in document.sections]
    own = sum(one is not None and one.get(qn("w:start")) == "1" for one in numbering)
    if own < len(elements["annex"]):
        shown = f"{own} trên {len(elements['annex'])} phụ lục đánh số trang từ 1"
        yield Deviation("annex.pages", "Số trang phụ lục", shown, "đánh số riêng từng phụ lục", "mục III.2")


def _letters(document: DocxDocument) -> Iterator[Deviation]:
    for paragraph, _ in lines(document):
        shown = _short(paragraph.text)
        if not unicodedata.is_normalized("NFC", paragraph.text):
            yield Deviation(
                "text.unicode", shown, "dấu rời (Unicode tổ hợp)", "Unicode dựng sẵn (TCVN 6909:2001)", "mục I.4"
            )
        for run in runs(paragraph):
            dress = look(document, paragraph, run)
            other = next((font for font in dress.fonts if font != FONT), FONT)
            if other != FONT:
                yield Deviation("font.name", shown, f"phông {other or 'chưa đặt'}", FONT, "mục I.4")
                break
        colors = {look(document, paragraph, run).color for run in runs(paragraph)} - {"000000", "auto"}
        if colors:
            yield Deviation("font.color", shown, f"màu chữ {min(colors)}", "màu đen", "mục I.4")


def _missing(elements: dict[str, list[Paragraph]]) -> Iterator[Deviation]:
    for name in ("nation", "motto", "issuer", "number", "date", "kind", "subject", "post", "to_word", "to_list"):
        if not elements[name]:
            dress = _DRESS[name]
            yield Deviation(f"{name}.present", dress.name, "không tìm thấy", "có trong văn bản", dress.decree)


def _texts(elements: dict[str, list[Paragraph]]) -> Iterator[Deviation]:
    for name, pattern, wanted in (
        ("nation", re.compile(NATION), f"“{NATION}”"),
        ("motto", re.compile(MOTTO), f"“{MOTTO}”, có dấu cách quanh gạch nối"),
        ("number", _NUMBER, "“Số: 05/BC-VHXH”: số dưới 10 thêm 0, ký hiệu in hoa, không dấu cách"),
        ("date", _DATE, "“Phan Rang, ngày 05 tháng 01 năm 2027”: ngày dưới 10 và tháng 1, 2 thêm 0"),
    ):
        for paragraph in elements[name]:
            if not pattern.fullmatch(paragraph.text.strip()):
                dress = _DRESS[name]
                yield Deviation(f"{name}.text", dress.name, f"ghi “{_short(paragraph.text)}”", wanted, dress.decree)
    for name in ("parent", "issuer", "kind", "post", "annex_name"):
        for paragraph in elements[name]:
            if paragraph.text != paragraph.text.upper():
                dress = _DRESS[name]
                yield Deviation(
                    f"{name}.capitals", dress.name, f"ghi “{_short(paragraph.text)}”", "in hoa", dress.decree
                )
    decree = _DRESS["to_list"].decree
    listed = [paragraph.text.strip() for paragraph in elements["to_list"]]
    for text in listed[:-1]:
        if not text.endswith(";"):
            yield Deviation("to_list.marks", _short(text), "không kết thúc bằng “;”", "dấu chấm phẩy cuối dòng", decree)
    if listed and not re.fullmatch(r"- Lưu: VT, .+\.", listed[-1]):
        yield Deviation("to_list.archive", _short(listed[-1]), "dòng cuối khác mẫu", "“- Lưu: VT, VHXH.”", decree)
    if elements["body"] and not elements["body"][-1].text.rstrip().endswith(("./.", "./")):
        shown = _short(elements["body"][-1].text)
        yield Deviation("body.end", shown, "thiếu dấu kết thúc văn bản", "“./.” sau câu cuối", "mục II.6")


def _dress(document: DocxDocument, name: str, paragraph: Paragraph) -> Iterator[Deviation]:
    want = _DRESS[name]
    where = f"{want.name}, “{_short(paragraph.text)}”"
    worn = [look(document, paragraph, run) for run in runs(paragraph)]
    sizes = {dress.half_points for dress in worn}
    low, high = want.size
    if bad := [size for size in sizes if size is None or not low <= size <= high]:
        shown = "chưa đặt cỡ chữ" if bad[0] is None else f"cỡ {bad[0] / 2:g}"
        range_ = f"cỡ {low / 2:g}" if low == high else f"cỡ {low / 2:g} đến {high / 2:g}"
        yield Deviation(f"{name}.size", where, shown, range_, want.decree)
    for kind, wanted, words in (("bold", want.bold, "đậm"), ("italic", want.italic, "nghiêng")):
        if wanted is not None and any(getattr(dress, kind) is not wanted for dress in worn):
            shown, asked = ("không ", "chữ ") if wanted else ("chữ ", "không ")
            yield Deviation(f"{name}.{kind}", where, shown + words, asked + words, want.decree)
    jc = spacing(document, paragraph).get("jc", "left")
    if want.jc and jc != want.jc:
        names = {"left": "canh trái", "right": "canh phải", "center": "canh giữa", "both": "canh đều"}
        yield Deviation(f"{name}.align", where, names.get(jc, jc), names[want.jc], want.decree)


def _body(document: DocxDocument, paragraph: Paragraph) -> Iterator[Deviation]:
    told, decree, where = spacing(document, paragraph), "mục II.6", f"Nội dung, “{_short(paragraph.text)}”"
    first = int(told.get("firstLine", 0))
    if not 567 - _TOLERANCE <= first <= 720 + _TOLERANCE:
        yield Deviation(
            "body.first_line", where, f"lùi đầu dòng {first / _MM / 10:.2f} cm", "1 cm hoặc 1,27 cm", decree
        )
    if max(int(told.get("before", 0)), int(told.get("after", 0))) < 120:
        yield Deviation("body.space", where, "khoảng cách đoạn dưới 6 pt", "tối thiểu 6 pt", decree)
    line, rule = int(told.get("line", 240)), told.get("lineRule", "auto")
    if rule == "auto" and not 240 <= line <= 360:
        yield Deviation("body.line", where, f"cách dòng {line / 240:.2f}", "dòng đơn đến 1,5 lines", decree)


def _twips(length: Any) -> int:
    return int(length.twips) if length is not None else 0


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"
