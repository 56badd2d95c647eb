"""PDF papers as lines: columns, tables, running heads dropped; pages that are pictures go to the scan reader."""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from dataclasses import replace
from statistics import median
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.extract.papers.formats import guard
from pipeline.extract.papers.formats.layout import Row, Word, paragraphs, rows_in_order
from pipeline.extract.papers.formats.scan import Scanner
from pipeline.extract.papers.lines import DocumentRefused, Line, Paper, spaced, tidy
from pipeline.language import encoding

_MIN_CHARS = 40
"""fewer characters on a page with a picture: the page is a scan"""
_BOLD = re.compile(r"bold|black|heavy|,b", re.IGNORECASE)
_EDGE = 62.0
"""points at the top and bottom of a page where running heads and page numbers stand"""


def from_pdf(data: bytes, name: str) -> Paper:
    """Lines of a PDF file. Raises DocumentRefused."""
    pages = _count_pages(data, name)
    if pages > guard.MAX_PAGES:
        raise DocumentRefused(guard.TOO_MANY_PAGES.format(name=name, pages=pages, limit=guard.MAX_PAGES))
    deadline = time.monotonic() + guard.MAX_SECONDS
    sheets: list[_Sheet] = []
    scanner = Scanner(name)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for number, page in enumerate(pdf.pages):
                if time.monotonic() > deadline + scanner.seconds:
                    raise DocumentRefused(guard.TOO_SLOW.format(name=name))
                sheets.append(_sheet(page, number, scanner))
                page.close()
    except (PDFException, PdfminerException, pypdfium2.PdfiumError) as error:
        raise DocumentRefused(guard.BROKEN.format(name=name)) from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError) as error:
        if isinstance(error, DocumentRefused):
            raise
        raise DocumentRefused(guard.BROKEN.format(name=name)) from error
    lines = _assemble(sheets)
    texts = encoding.repair("\n".join(line.text for line in lines)).split("\n")
    if len(texts) == len(lines) and (texts != [ln.text for ln in lines] or any("\u00ad" in t for t in texts)):
        lines = [
            replace(ln, text=tidy(t), cells=_retold(ln.cells), header=_retold(ln.header))
            for ln, t in zip(lines, texts, strict=True)
        ]
    if encoding.is_garbled("\n".join(texts)):
        raise DocumentRefused(guard.BROKEN.format(name=name))
    return Paper(lines=tuple(lines), warnings=tuple(scanner.warnings))


def _retold(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(tidy(encoding.repair(cell)) for cell in cells)


def _count_pages(data: bytes, name: str) -> int:
    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or b"/Encrypt" in data[-4096:] or b"/Encrypt" in data[:4096]
        raise DocumentRefused((guard.LOCKED if locked else guard.BROKEN).format(name=name)) from error
    try:
        return len(opened)
    finally:
        opened.close()


class _Sheet:
    """One page: rows in order, and table rows with the height at which they stand."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.rows: list[Row] = []
        self.tables: list[tuple[float, list[tuple[str, ...]]]] = []


def _sheet(page: Any, number: int, scanner: Scanner) -> _Sheet:
    sheet = _Sheet(float(page.height))
    words = _words(page)
    if _is_scan(page, words):
        words = scanner.words(page, number, words)
        sheet.rows = rows_in_order(words, number)
        return sheet
    boxes = []
    for table in page.find_tables({"vertical_strategy": "lines", "horizontal_strategy": "lines"}):
        rows = [tuple(spaced((cell or "").replace("\n", " ")) for cell in row) for row in table.extract()]
        if len(rows) < 2 or max(len(row) for row in rows) < 2 or sum(any(row) for row in rows) < 2:
            continue
        sheet.tables.append((table.bbox[1], [row for row in rows if any(row)]))
        boxes.append(table.bbox)
    outside = [w for w in words if not any(_within(w, box) for box in boxes)]
    sheet.rows = rows_in_order(outside, number)
    return sheet


def _words(page: Any) -> list[Word]:
    # Not parted by font: where a font lacks a Vietnamese letter, PDF writers take that letter from another one.
    found = page.extract_words(x_tolerance=1.8, y_tolerance=2.5, keep_blank_chars=False, return_chars=True)
    body = median([float(c["size"]) for c in page.chars] or [0.0])
    return [
        Word(
            text=spaced(_without_mark(w, body)),
            x0=float(w["x0"]),
            x1=float(w["x1"]),
            top=float(w["top"]),
            bottom=float(w["bottom"]),
            bold=all(_BOLD.search(str(c.get("fontname"))) for c in w["chars"]),
        )
        for w in found
        if spaced(_without_mark(w, body))
    ]


def _without_mark(word: dict[str, Any], body: float) -> str:
    """A word without the raised figure that points to a footnote; the 2 of "m²" stays."""
    chars, text = word["chars"], str(word["text"])
    small = [float(c["size"]) < 0.78 * body and c["text"].isdigit() for c in chars]
    if not small[-1] or len(chars) != len(text):
        return text
    first = len(chars)
    while first and small[first - 1]:
        first -= 1
    if first == 0 or text[first - 1] in "mM":
        return text
    raised = float(chars[-1]["bottom"]) < float(chars[first - 1]["bottom"]) - 0.5
    return text[:first] if raised else text


def _is_scan(page: Any, words: list[Word]) -> bool:
    area = float(page.width) * float(page.height)
    pictures = [(float(i["x1"]) - float(i["x0"])) * (float(i["bottom"]) - float(i["top"])) for i in page.images]
    covered = max(pictures, default=0.0) > 0.55 * area
    return covered or (bool(pictures) and sum(len(w.text) for w in words) < _MIN_CHARS)


def _within(word: Word, box: tuple[float, float, float, float]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _assemble(sheets: list[_Sheet]) -> list[Line]:
    """Drop running heads, then paragraphs over all pages with the tables at their height."""
    running = _running(sheets)
    lines: list[Line] = []
    batch: list[Row] = []
    table = 0

    def close() -> None:
        lines.extend(
            Line(text=spaced(p.text), bold=p.bold, doubtful=p.doubtful) for p in paragraphs(batch) if p.text.strip()
        )
        batch.clear()

    header: tuple[str, ...] = ()
    for sheet in sheets:
        waiting = sorted(sheet.tables, key=lambda t: t[0])
        for row in sheet.rows:
            if _is_running(row, sheet.height, running):
                continue
            while waiting and waiting[0][0] < row.top:
                close()
                table, header = _table(lines, waiting.pop(0)[1], table, header)
            batch.append(row)
        for _, rows in waiting:
            close()
            table, header = _table(lines, rows, table, header)
    close()
    return lines


def _table(
    lines: list[Line], rows: list[tuple[str, ...]], table: int, header: tuple[str, ...]
) -> tuple[int, tuple[str, ...]]:
    """Write a table's rows; one that goes on from the page before keeps its header."""
    goes_on = bool(lines) and bool(lines[-1].cells) and len(lines[-1].cells) == len(rows[0])
    if not goes_on:
        table += 1
        header, rows = _header(rows)
    elif rows[0] == header:
        rows = rows[1:]
    above: tuple[str, ...] = ()
    for row in rows:
        cells = tuple(
            c or (above[i] if above and i < len(above) and i == 0 and not row[0] else "") for i, c in enumerate(row)
        )
        lines.append(Line(text=" ".join(c for c in cells if c), cells=cells, header=header, table=table))
        above = cells
    return table, header


def _header(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The column names and what is left: a second row that fills the gaps of the first goes with it."""
    first, rest = rows[0], rows[1:]
    if len(rest) >= 2 and "" in first[1:] and not rest[0][0] and len(rest[0]) == len(first):
        over = [first[0]]
        for name in first[1:]:
            over.append(name or over[-1])
        below = rest[0]
        if all(below[i] for i in range(1, len(first)) if not first[i]):
            spans = [bool(below[i]) for i in range(len(first))]
            return tuple(f"{o} {b}".strip() if s else o for o, b, s in zip(over, below, spans, strict=True)), rest[1:]
    return first, rest


def _running(sheets: list[_Sheet]) -> set[str]:
    counts = Counter(
        _shape(row.text)
        for sheet in sheets
        for row in sheet.rows
        if row.top < _EDGE or row.bottom > sheet.height - _EDGE
    )
    return {shape for shape, count in counts.items() if count >= 2 and count >= 0.3 * len(sheets)}


def _is_running(row: Row, height: float, running: set[str]) -> bool:
    if row.top >= _EDGE and row.bottom <= height - _EDGE:
        return False
    return (
        bool(re.fullmatch(r"[\W_]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[\W_]*", row.text, re.IGNORECASE))
        or _shape(row.text) in running
    )


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text)
