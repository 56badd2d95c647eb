"""Any list without protected items as a file somebody can carry on with: DOCX to print or edit, CSV for Excel, JSON Lines.

A list is its columns (name and Vietnamese heading) and plain rows; who may stand in it was settled by whoever made it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Mm

from pipeline.report import nd30
from pipeline.report.package import stable

FORMS: Final = ("docx", "csv", "jsonl")
TYPES: Final[Mapping[str, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
}
WIDE: Final = 250.0
"""mm of text on a landscape page (297 less margins of 30 and 17)"""
FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field's name in JSON and CSV, its heading in Word, its share of the page (0: not printed)."""

    name: str
    heading: str
    share: float


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with its title; `note` says of when it is, with the day written out."""

    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]


def write(told: Listing, form: str) -> bytes:
    """The list's file in one of FORMS."""
    if form == "jsonl":
        names = [column.name for column in told.columns]
        lines = (json.dumps({name: row.get(name) for name in names}, ensure_ascii=False) for row in told.rows)
        return "".join(f"{line}\n" for line in lines).encode()
    return _csv(told) if form == "csv" else _docx(told)


def cell(value: object) -> str:
    """A value as a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    if value is None or isinstance(value, bool | int | float):
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    words = str(value)
    return f"'{words}" if words.lstrip()[:1] in FORMULA or words[:1] in ("\t", "\r", "\n") else words


def _csv(told: Listing) -> bytes:
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([column.name for column in told.columns])
    writer.writerows([cell(row.get(column.name)) for column in told.columns] for row in told.rows)
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()  # without the mark, Excel reads another encoding


def _docx(told: Listing) -> bytes:
    document = docx.Document()
    nd30.prepare(document)
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    nd30.dress(document.add_paragraph(told.title), "NĐ30 Tên loại")
    nd30.dress(document.add_paragraph(told.note), "NĐ30 Kèm theo")
    shown = [column for column in told.columns if column.share]
    table = document.add_table(1, len(shown))
    table.style, table.autofit = "Table Grid", False
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for at, column in enumerate(shown):
        run = nd30.dress(table.rows[0].cells[at].paragraphs[0], "NĐ30 Ô bảng").add_run(column.heading)
        run.bold = True
    for row in told.rows:
        cells = table.add_row().cells
        for at, column in enumerate(shown):
            value = row.get(column.name)
            words = (
                "; ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)
            )
            nd30.dress(cells[at].paragraphs[0], "NĐ30 Ô bảng").add_run(words)
    total = sum(column.share for column in shown)
    for column, laid in zip(shown, table.columns, strict=True):
        laid.width = Mm(WIDE * column.share / total)
        for one in laid.cells:
            one.width = laid.width
    if not told.rows:
        nd30.dress(document.add_paragraph("Không có."), "NĐ30 Nội dung")
    core = document.core_properties
    core.title, core.author, core.comments, core.language = told.title, "", "", "vi-VN"
    core.created = core.modified = core.created.replace(year=2026, month=1, day=1, hour=0, minute=0, second=0)
    buffer = io.BytesIO()
    document.save(buffer)
    return stable(buffer.getvalue())
