"""The report as DOCX in the form of NĐ 30/2020: editable, real styles, black on white, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

import docx
from docx.document import Document as DocxDocument
from docx.enum.text import WD_UNDERLINE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from pipeline.report import nd30
from pipeline.report.model import Report
from pipeline.report.outline import Heading, Pair, Paragraph, Run, Runs, Table, blocks
from pipeline.report.package import stable

_MARKS = {"solid": WD_UNDERLINE.SINGLE, "dotted": WD_UNDERLINE.DOTTED}


def write(report: Report) -> bytes:
    """The file's bytes."""
    document = docx.Document()
    nd30.prepare(document)
    office, day = report.office, report.day
    nd30.heading(document, office, f"BC-{nd30.abbreviation(office)}", day.year, day.month)
    nd30.title(document, "BÁO CÁO", report.title, office.name if office.unit else office.parent or None)
    laid = list(blocks(report))
    for block in laid:
        _lay(document, block)
    last = document.add_paragraph(style="NĐ30 Nội dung")
    last.add_run("Trên đây là dự thảo báo cáo ngày, cập nhật lúc " + report.updated + "./.")
    nd30.closing(document, office)
    _properties(document, report)
    buffer = io.BytesIO()
    document.save(buffer)
    return stable(buffer.getvalue())


def _lay(document: DocxDocument, block: Heading | Paragraph | Pair | Table) -> None:
    if isinstance(block, Heading):
        document.add_paragraph(block.text, f"Heading {block.level}")
    elif isinstance(block, Paragraph):
        paragraph = document.add_paragraph(style="NĐ30 Nội dung")
        runs = (Run(f"{block.item} "), *block.runs) if block.item else block.runs
        paragraph.paragraph_format.keep_with_next = block.stays or None
        _fill(paragraph, runs)
    elif isinstance(block, Pair):
        _grid(document, (block.heads,), ((block.left, block.right),), (0.5, 0.5))
    else:
        rows = [tuple(((Run(cell),),) for cell in row) for row in block.rows]
        _grid(document, (block.head,), rows, (0.75, 0.25))


def _grid(
    document: DocxDocument,
    heads: Iterable[tuple[str, ...]],
    rows: Iterable[tuple[tuple[Runs, ...], ...]],
    widths: tuple[float, ...],
) -> None:
    table = document.add_table(0, len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for head in heads:
        row = table.add_row()
        repeat = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(repeat)
        for cell, text in zip(row.cells, head, strict=True):
            _cell(document, cell, (((Run(text, bold=True)),),))
    for told in rows:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, paragraphs in zip(row.cells, told, strict=True):
            _cell(document, cell, paragraphs)
    for row in table.rows:
        for cell, share in zip(row.cells, widths, strict=True):
            cell.width = Mm(nd30.TEXT_WIDTH * share)
    space = document.add_paragraph(style="NĐ30 Đường kẻ")
    space.paragraph_format.line_spacing = 0.5


def _cell(document: DocxDocument, cell: Any, paragraphs: Iterable[Runs]) -> None:
    for index, runs in enumerate(paragraphs):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.style = document.styles["NĐ30 Ô bảng"]
        _fill(paragraph, runs)


def _fill(paragraph: Any, runs: Runs) -> None:
    for run in runs:
        if not run.text:
            continue
        made = paragraph.add_run(run.text)
        made.bold, made.italic = run.bold or None, run.italic or None
        if run.mark:
            made.underline = _MARKS[run.mark]
        if run.url:
            made.underline = WD_UNDERLINE.SINGLE
            _link(paragraph, made, run.url)


def _link(paragraph: Any, run: Any, url: str) -> None:
    """Wrap a run into a hyperlink of the paragraph; black like all text of the paper."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.remove(run._r)
    link.append(run._r)
    paragraph._p.append(link)


def _properties(document: DocxDocument, report: Report) -> None:
    core = document.core_properties
    day = dt.datetime.combine(report.day, dt.time())
    core.author, core.last_modified_by, core.comments = report.office.name, "", ""
    core.title, core.language, core.revision = report.title, "vi-VN", 1
    core.created = core.modified = day
