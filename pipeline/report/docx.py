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
from pipeline.report.blocks import Block, Figure, Heading, Pair, Paragraph, Run, Runs, Table
from pipeline.report.model import Report
from pipeline.report.outline import annexes, blocks, last_words
from pipeline.report.package import stable
from pipeline.report.press import chart_png

_MARKS = {"solid": WD_UNDERLINE.SINGLE, "dotted": WD_UNDERLINE.DOTTED}


def write(report: Report) -> bytes:
    """The file's bytes."""
    document = docx.Document()
    nd30.prepare(document)
    office, day = report.office, report.day
    nd30.heading(document, office, day.year, day.month)
    nd30.title(document, nd30.KIND, report.title, nd30.addressed(office))
    for block in blocks(report):
        _lay(document, block)
    last = nd30.dress(document.add_paragraph(last_words(report)), "NĐ30 Nội dung")
    last.paragraph_format.keep_with_next = True  # no signature alone on a page
    nd30.closing(document, office)
    for block in annexes(report):
        _lay(document, block)
    _properties(document, report)
    buffer = io.BytesIO()
    document.save(buffer)
    return stable(buffer.getvalue())


def _lay(document: DocxDocument, block: Block) -> None:
    if isinstance(block, Heading):
        nd30.dress(document.add_paragraph(block.text), f"Heading {block.level}")
    elif isinstance(block, Paragraph):
        paragraph = nd30.dress(document.add_paragraph(), "NĐ30 Nội dung")
        runs = (Run(f"{block.item} "), *block.runs) if block.item else block.runs
        paragraph.paragraph_format.keep_with_next = block.stays or None
        _fill(paragraph, runs)
    elif isinstance(block, Pair):
        heads = [(Run(head, bold=True),) for head in block.heads]
        _grid(document, (), (((heads[0], *block.left), (heads[1], *block.right)),), (0.5, 0.5))
    elif isinstance(block, Table):
        rows = [tuple((cell,) for cell in row) for row in block.rows]
        _grid(document, (block.head,), rows, block.widths, block.figures)
    elif isinstance(block, Figure):
        _picture(document, block)
    else:
        nd30.annex(document, block.number, block.name, block.note)


def _picture(document: DocxDocument, figure: Figure) -> None:
    """A chart with its alternative text (ISO 29500, docPr/@descr)."""
    paragraph = nd30.dress(document.add_paragraph(), "NĐ30 Hình")
    shape = paragraph.add_run().add_picture(io.BytesIO(chart_png(figure.chart)), width=Mm(nd30.TEXT_WIDTH * 0.9))
    about = shape._inline.docPr
    about.set("descr", figure.chart.alt)
    about.set("title", figure.chart.title)


def _grid(
    document: DocxDocument,
    heads: Iterable[tuple[str, ...]],
    rows: Iterable[tuple[tuple[Runs, ...], ...]],
    widths: tuple[float, ...],
    figures: tuple[int, ...] = (),
) -> None:
    table = document.add_table(0, len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for head in heads:
        row = table.add_row()
        repeat = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(repeat)
        for at, (cell, text) in enumerate(zip(row.cells, head, strict=True)):
            _cell(document, cell, ((Run(text, bold=True),),), right=at in figures)
    for told in rows:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for at, (cell, paragraphs) in enumerate(zip(row.cells, told, strict=True)):
            _cell(document, cell, paragraphs, right=at in figures)
    for column, share in zip(table.columns, widths, strict=True):  # LibreOffice reads these, Word the cells
        column.width = Mm(nd30.TEXT_WIDTH * share)
    for row in table.rows:
        for cell, share in zip(row.cells, widths, strict=True):
            cell.width = Mm(nd30.TEXT_WIDTH * share)
    space = nd30.dress(document.add_paragraph(), "NĐ30 Đường kẻ")
    space.paragraph_format.line_spacing = 0.5


def _cell(document: DocxDocument, cell: Any, paragraphs: Iterable[Runs], *, right: bool = False) -> None:
    for index, runs in enumerate(paragraphs):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        nd30.dress(paragraph, "NĐ30 Ô số" if right else "NĐ30 Ô bảng")
        _fill(paragraph, runs)


def _fill(paragraph: Any, runs: Runs) -> None:
    for run in runs:
        if not run.text:
            continue
        made = paragraph.add_run(run.text)
        made.bold, made.italic = run.bold or None, run.italic or None
        if run.mark:
            made.underline = _MARKS[run.mark]
        if run.url and not run.url.startswith("#"):
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
