"""TXT and HTML papers as lines, whatever code they are in."""

from __future__ import annotations

import re

from pipeline.extract.pages.blocks import Outline, nests_too_deep, outline, parse
from pipeline.extract.papers.formats.drawn import drawn_tables
from pipeline.extract.papers.lines import DocumentRefused, Line, Paper, tidy
from pipeline.language import encoding

GARBLED = (
    "Không đọc được chữ trong tệp (sai bảng mã hoặc không phải văn bản tiếng Việt). Hãy mở tệp, lưu lại dạng DOCX hoặc "
    "TXT mã UTF-8 rồi thêm lại."
)
_COLUMNS = re.compile(r"[ \u00a0]{5,}|\t+")
_LABEL = re.compile(
    r"^(?:Điều\s+\d|Chương\s|Mục\s|Phần\s|PHỤ LỤC|[IVXLC]+[.)]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ][).]\s|[-–+*•]\s)"
)

_OPEN_END = re.compile(
    r"(?:,|\b(?:kèm theo|của|tại|và|theo|số|ngày|khoản|Điều|về|với|từ|thuộc|các|là|trên|cho|Sở|Ủy|Ủy ban|Chủ tịch|"
    r"tỉnh))$"
)


def from_text(data: bytes) -> Paper:
    """Lines of a TXT file: columns set with spaces are parted, lines wrapped by hand are joined."""
    decoded = encoding.decode(data)
    text = encoding.repair(decoded.text)
    if encoding.is_garbled(text):
        raise DocumentRefused(GARBLED)
    drawn = {table.start: table for table in drawn_tables(text.splitlines())}
    if text.count("**") > 6:  # Markdown, as law texts are often handed on: the marks are not words
        text = re.sub(r"\*\*|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)", "", text)
    lines: list[Line] = []
    previous = ""
    table = 0
    rows = text.splitlines()
    columned = _columned(rows)
    inside = 0
    for place, raw in enumerate(rows):
        if place < inside:
            continue
        if place in drawn:
            table, inside, previous = table + 1, drawn[place].end, ""
            header, *under = drawn[place].rows
            lines += [Line(text=tidy(" ".join(c)), cells=c, header=header, table=table) for c in under]
            continue
        cells = columned.get(place) or _cells(raw)
        if cells is not None:
            header = (
                lines[-1].header or lines[-1].cells if lines and lines[-1].cells and lines[-1].table == table else ()
            )
            if not header:
                table += 1
            if not all(set(c) <= set("-: ") for c in cells):
                lines.append(Line(text=" ".join(cells), cells=cells, header=header, table=table))
            previous = ""
            continue
        stripped = raw.strip()
        if stripped and previous and _wraps(previous, raw) and lines and not lines[-1].cells:
            lines[-1] = Line(text=tidy(f"{lines[-1].text} {stripped}"))
        else:
            bold = stripped.startswith(("**", "#")) and len(stripped) < 300
            lines += [
                Line(text=t, bold=bold)
                for part in _COLUMNS.split(raw)
                if any(c.isalnum() or c in "_―—" for c in part) and (t := tidy(part.strip(" #*|")))
            ]
        previous = raw.rstrip() if stripped else ""
    return Paper(lines=tuple(_without_header_rows(lines)))


def _columned(rows: list[str]) -> dict[int, tuple[str, ...]]:
    """Rows of tables set with tabs or wide gaps: at least three alike in a row, or two where tabs part three cells."""
    found: dict[int, tuple[str, ...]] = {}
    run: list[tuple[int, tuple[str, ...]]] = []
    for place, raw in enumerate([*rows, ""]):
        cells = tuple(tidy(c) for c in _COLUMNS.split(raw.strip()))
        alike = len(cells) >= 2 and all(cells) and (not run or len(run[-1][1]) == len(cells))
        if alike and not _HEADS.search(raw):
            run.append((place, cells))
            continue
        if run and (len(run) >= 3 or (len(run) == 2 and len(run[0][1]) >= 3 and "\t" in rows[run[0][0]])):
            found.update(run)
        run = [(place, cells)] if len(cells) >= 2 and all(cells) and not _HEADS.search(raw) else []
    return found


_HEADS = re.compile(
    r"CỘNG\s*HÒA|Độc\s*lập|^\s*(?:Số|Nơi nhận|TM|KT|TL)\s*[:.]|Ủ?Y BAN NHÂN DÂN|, ngày .{0,8}tháng", re.IGNORECASE
)
"""rows that set a masthead or a signature side by side"""


def _cells(raw: str) -> tuple[str, ...] | None:
    """The cells of a row drawn with "|", or None."""
    if raw.count("|") < 2 or not raw.strip().startswith("|"):
        return None
    cells = tuple(tidy(cell.strip(" *")) for cell in raw.strip().strip("|").split("|"))
    return cells if sum(bool(c) for c in cells) >= 2 else None


def _without_header_rows(lines: list[Line]) -> list[Line]:
    """A row that names the columns of the rows behind it is their header, not a rule."""
    return [
        line
        for index, line in enumerate(lines)
        if not (line.cells and not line.header and index + 1 < len(lines) and lines[index + 1].header == line.cells)
    ]


def _wraps(previous: str, raw: str) -> bool:
    """A line that goes on in the next: long, not closed, and the next one opens nothing."""
    text = raw.strip()
    if _LABEL.match(text) or _COLUMNS.search(raw.strip()) or raw[:1] in " \t":
        return False
    if previous.endswith((".", ";", ":", "!", "?", "_", "-")) or previous.isupper():
        return False
    return text[:1].islower() or bool(_OPEN_END.search(previous)) or (len(previous) >= 60 and not text.isupper())


def from_html(data: bytes) -> Paper:
    """Lines of a saved web page that holds a paper."""
    decoded = encoding.decode(data, encoding.charset_in(data))
    if decoded.garbled and encoding.is_garbled(encoding.repair(decoded.text)):
        raise DocumentRefused(GARBLED)
    if nests_too_deep(decoded.text):
        raise DocumentRefused(GARBLED)
    page = outline(parse(decoded.text).body)
    lines: list[Line] = []
    row: list[str] = []
    row_box = -1
    layout = _layout_tables(page)
    tables: dict[int, int] = {}
    headers: dict[int, tuple[str, ...]] = {}

    def close() -> None:
        nonlocal row, row_box
        if row:
            table = next((b for b in page.chain(row_box) if page.boxes[b].tag == "table"), -1)
            number = tables.setdefault(table, len(tables) + 1)
            cells = tuple(row)
            if number not in headers:
                headers[number] = cells
            else:
                lines.append(Line(text=" ".join(cells), cells=cells, header=headers[number], table=number))
        row, row_box = [], -1

    cell_box = -1
    for block in page.blocks:
        if block.kind in ("nav", "share", "comment", "ad", "form", "related") or (
            block.linked > 0.9 and len(block.text) < 60
        ):
            continue
        text = encoding.repair(block.text)
        table = next((b for b in page.chain(block.box) if page.boxes[b].tag == "table"), -1)
        if table >= 0 and table not in layout:
            tr = next((b for b in page.chain(block.box) if page.boxes[b].tag == "tr"), table)
            td = next((b for b in page.chain(block.box) if page.boxes[b].tag in ("td", "th")), block.box)
            if tr != row_box:
                close()
                row_box = tr
            if td == cell_box and row:
                row[-1] += " " + text
            else:
                row.append(text)
            cell_box = td
            continue
        close()
        tag = {page.boxes[b].tag for b in page.chain(block.box)}
        lines.append(Line(text=text, bold=block.loud or bool(tag & {"h1", "h2", "h3", "h4"}), front=table in layout))
    close()
    return Paper(lines=tuple(lines))


def _layout_tables(page: Outline) -> set[int]:
    """Tables that only place the masthead or the signature side by side, and tables around everything."""
    found: set[int] = set()
    for index, box in enumerate(page.boxes):
        if box.tag != "table":
            continue
        texts = [b.text for b in page.blocks if page.inside(b.box, index)]
        words = " ".join(texts)[:4000]
        if (
            re.search(r"CỘNG\s*HÒA\s*XÃ\s*HỘI|Độc lập\s*-\s*Tự do|Nơi nhận", words)
            or any(len(t) > 1200 for t in texts)
            or (box.chars > 0.8 * page.boxes[0].chars)
        ):
            found.add(index)
    return found
