"""The form of NĐ 30/2020: our own paper has no deviation, each planted one is found and named by its rule."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import unicodedata
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from pipeline.report import docx as writer
from pipeline.report.compose import daily
from pipeline.report.formatting import lines
from pipeline.report.lint import LintRefused, check


@pytest.fixture(scope="module")
def paper(rows) -> bytes:
    short = dataclasses.replace(rows, findings=rows.findings[-1:])  # a short paper: each plant is read anew
    return writer.write(daily(short, dt.date(2026, 11, 11)))


def paragraph(document: Document, begins: str):
    return next(one for one, _ in lines(document) if one.text.strip().startswith(begins))


def restyle(begins: str, **font) -> Callable[[Document], None]:
    def plant(document: Document) -> None:
        for run in paragraph(document, begins).runs:
            for name, value in font.items():
                setattr(run.font, name, value)

    return plant


def reword(begins: str, text: str) -> Callable[[Document], None]:
    def plant(document: Document) -> None:
        one = paragraph(document, begins)
        first, *others = one.runs
        first.text = text
        for run in others:
            run.text = ""

    return plant


def reshape(begins: str, **form) -> Callable[[Document], None]:
    def plant(document: Document) -> None:
        for name, value in form.items():
            setattr(paragraph(document, begins).paragraph_format, name, value)

    return plant


def page(**settings) -> Callable[[Document], None]:
    def plant(document: Document) -> None:
        for name, value in settings.items():
            setattr(document.sections[0], name, value)

    return plant


def drop(begins: str) -> Callable[[Document], None]:
    def plant(document: Document) -> None:
        one = paragraph(document, begins)._p
        one.getparent().remove(one)

    return plant


def no_page_number(document: Document) -> None:
    for run in document.sections[0].header.paragraphs[0].runs:
        run._r.getparent().remove(run._r)


def page_number(**form) -> Callable[[Document], None]:
    def plant(document: Document) -> None:
        number = document.sections[0].header.paragraphs[0]
        number.alignment = form.get("alignment", number.alignment)
        for run in number.runs:
            run.font.size = form.get("size", run.font.size)

    return plant


BODY = "- 1 nội dung"
PLANTED = [
    ("page.size", page(page_width=Mm(216), page_height=Mm(279))),
    ("page.margin.top", page(top_margin=Mm(15))),
    ("page.margin.bottom", page(bottom_margin=Mm(30))),
    ("page.margin.left", page(left_margin=Mm(25))),
    ("page.margin.right", page(right_margin=Mm(25))),
    ("header.first_page", page(different_first_page_header_footer=False)),
    ("header.page_number", no_page_number),
    ("header.centred", page_number(alignment=WD_ALIGN_PARAGRAPH.RIGHT)),
    ("header.size", page_number(size=Pt(10))),
    ("font.name", restyle(BODY, name="Arial")),
    ("font.color", lambda document: _color(document)),
    ("text.unicode", lambda document: _decompose(document)),
    ("nation.size", restyle("CỘNG HÒA", size=Pt(15))),
    ("nation.bold", restyle("CỘNG HÒA", bold=False)),
    ("nation.text", reword("CỘNG HÒA", "Cộng hòa xã hội chủ nghĩa Việt Nam")),
    ("motto.text", reword("Độc lập", "Độc lập-Tự do-Hạnh phúc")),
    ("motto.size", restyle("Độc lập", size=Pt(11))),
    ("motto.align", reshape("Độc lập", alignment=WD_ALIGN_PARAGRAPH.LEFT)),
    ("parent.italic", restyle("PHƯỜNG PHAN", italic=True)),
    ("issuer.capitals", reword("PHÒNG VĂN HÓA", "Phòng Văn hóa - Xã hội")),
    ("number.text", reword("Số:", "Số: 5 / BC-VHXH")),
    ("number.size", restyle("Số:", size=Pt(12))),
    ("date.text", reword("Phan Rang, ngày", "Phan Rang, ngày 5 tháng 1 năm 2027")),
    ("date.italic", restyle("Phan Rang, ngày", italic=False)),
    ("kind.size", restyle("BÁO CÁO", size=Pt(16))),
    ("kind.present", drop("BÁO CÁO")),
    ("subject.bold", restyle("Tình hình", bold=False)),
    ("subject.align", reshape("Tình hình", alignment=WD_ALIGN_PARAGRAPH.JUSTIFY)),
    ("body.size", restyle(BODY, size=Pt(12))),
    ("body.align", reshape(BODY, alignment=WD_ALIGN_PARAGRAPH.LEFT)),
    ("body.first_line", reshape(BODY, first_line_indent=Mm(0))),
    ("body.space", reshape(BODY, space_after=Pt(2))),
    ("body.line", reshape(BODY, line_spacing=2.0)),
    ("body.end", reword("Trên đây", "Trên đây là dự thảo báo cáo.")),
    ("post.capitals", reword("TRƯỞNG PHÒNG", "Trưởng phòng")),
    ("post.bold", restyle("TRƯỞNG PHÒNG", bold=False)),
    ("to_word.italic", restyle("Nơi nhận", italic=False)),
    ("to_word.size", restyle("Nơi nhận", size=Pt(13))),
    ("to_list.size", restyle("- Như trên", size=Pt(12))),
    ("to_list.marks", reword("- Như trên", "- Như trên")),
    ("to_list.archive", reword("- Lưu", "- Lưu VT. N")),
]


def _color(document: Document) -> None:
    for run in paragraph(document, BODY).runs:
        run.font.color.rgb = RGBColor(0xC0, 0, 0)


def _decompose(document: Document) -> None:
    run = paragraph(document, BODY).runs[-1]
    run.text = unicodedata.normalize("NFD", run.text)


def test_our_own_paper_has_no_deviation(paper):
    assert check(paper) == []


@pytest.mark.parametrize(("rule", "plant"), PLANTED, ids=[rule for rule, _ in PLANTED])
def test_a_planted_deviation_is_found(paper, rule, plant):
    document = docx.Document(io.BytesIO(paper))
    plant(document)
    buffer = io.BytesIO()
    document.save(buffer)
    found = {deviation.rule: deviation for deviation in check(buffer.getvalue())}
    assert rule in found
    assert "Phụ lục I, mục" in str(next(iter(found.values())))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04 cut"])
def test_what_is_no_docx_is_refused_in_words(data):
    with pytest.raises(LintRefused, match="DOCX"):
        check(data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * (65 * 1024 * 1024))
    with pytest.raises(LintRefused, match="quá lớn"):
        check(buffer.getvalue())
