"""DOCX papers as lines: automatic numbers written out, deleted words gone, inserted words kept, tables row by row.

python-docx opens the package; the tree is walked here because its paragraphs leave out automatic numbers, tracked
insertions and content controls.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from pipeline.extract.papers.formats import guard
from pipeline.extract.papers.formats.numbering import Numbering
from pipeline.extract.papers.lines import DocumentRefused, Line, Paper, spaced, tidy
from pipeline.extract.papers.rules.labels import LABELLED
from pipeline.language import encoding
from pipeline.language.legacy import from_tcvn3, from_vni

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DROPPED = {W + tag for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "commentReference")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LAYOUT = re.compile(
    r"CỘNG\s*H[ÒO][ÀA]?\s*XÃ\s*HỘI|Độc\s*lập\s*[-–]\s*Tự\s*do|Nơi\s*nhận|^\s*(?:TM|KT|TL|TUQ)\.\s",
    re.IGNORECASE | re.MULTILINE,
)


def from_docx(data: bytes, name: str) -> Paper:
    """Lines of a DOCX file. Raises DocumentRefused."""
    guard.check_package(data, name)
    try:
        opened = docx.Document(io.BytesIO(data))
        body = opened.element.body
    except (OpcError, KeyError, ValueError, etree.XMLSyntaxError, AttributeError, OSError, TypeError) as error:
        raise DocumentRefused(guard.BROKEN.format(name=name)) from error
    reader = _Reader(_part(opened, "numbering"), _part(opened, "styles"), _part(opened, "footnotes"))
    lines = list(reader.block(body))
    texts = encoding.repair("\n".join(line.text.replace("\n", " ") for line in lines)).split("\n")
    if encoding.is_garbled("\n".join(texts)):
        raise DocumentRefused(guard.BROKEN.format(name=name))
    warnings = ["Tệp có phần đã bị gạch bỏ (theo dõi thay đổi); phần đó không được đọc."] if reader.deleted else []
    if texts != [line.text for line in lines] or any("\u00ad" in text for text in texts):
        lines = [_retold(line, tidy(text)) for line, text in zip(lines, texts, strict=True)]
    return Paper(lines=tuple(lines), warnings=tuple(warnings))


def _retold(line: Line, text: str) -> Line:
    cells = tuple(tidy(encoding.repair(c)) for c in line.cells)
    header = tuple(tidy(encoding.repair(c)) for c in line.header)
    return Line(
        text=text, cells=cells, header=header, table=line.table, bold=line.bold, front=line.front, notes=line.notes
    )


def _part(opened: Any, kind: str) -> Any:
    """The XML root of a related part, or None."""
    for relation in opened.part.rels.values():
        if relation.reltype.endswith("/" + kind) and not relation.is_external:
            try:
                return etree.fromstring(
                    relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True)
                )
            except etree.XMLSyntaxError:
                return None
    return None


class _Reader:
    def __init__(self, numbering: Any, styles: Any, footnotes: Any) -> None:
        self.numbers = Numbering(numbering, styles)
        self.notes = {
            note.get(W + "id"): tidy(" ".join(t.text or "" for t in note.iter(W + "t")))
            for note in (footnotes.iter(W + "footnote") if footnotes is not None else ())
            if note.get(W + "type") is None
        }
        self.bold_styles = _bold_styles(styles)
        self.tables = 0
        self.deleted = False

    def block(self, parent: Any, depth: int = 0) -> Iterator[Line]:
        """Paragraphs and tables in order, also inside content controls."""
        if depth > 12:
            return
        for child in parent:
            if child.tag == W + "p":
                yield from self.paragraph(child, depth)
            elif child.tag == W + "tbl":
                yield from self.table(child, depth)
            elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml", W + "smartTag"):
                yield from self.block(child, depth + 1)

    def paragraph(self, p: Any, depth: int) -> Iterator[Line]:
        """One paragraph, and what its text boxes hold; a line break inside parts it only before a label."""
        properties = p.find(W + "pPr")
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self.deleted = True
        for box in p.iter(W + "txbxContent"):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                yield from self.block(box, depth + 1)
        text, bold, notes = self.words(p)
        label = self.numbers.label(properties) if text else ""
        if not text:
            return
        style = properties.find(W + "pStyle") if properties is not None else None
        bold = bold or (style is not None and style.get(W + "val") in self.bold_styles)
        full = f"{label} {text}".strip() if label and not text.startswith(label) else text
        first, *more = _labelled_pieces(full)
        yield Line(text=first, bold=bold, notes=tuple(notes))
        for piece in more:
            yield Line(text=piece, bold=bold)

    def words(self, element: Any) -> tuple[str, bool, list[str]]:
        """(text with its line breaks, all bold, footnotes) of a paragraph, without what tracked changes deleted."""
        parts: list[str] = []
        notes: list[str] = []
        loud = total = 0
        stack = [element]
        while stack:
            node = stack.pop()
            if not isinstance(node.tag, str) or node.tag == _FALLBACK:
                continue
            if node.tag == W + "txbxContent":
                continue
            if node.tag in _DROPPED:
                if node.tag in (W + "del", W + "moveFrom"):
                    self.deleted = True
                continue
            if node.tag == W + "r" and _is_hidden(node):
                continue
            if node.tag == W + "t":
                parts.append(_in_unicode(node.text or "", node.getparent()))
                size = len((node.text or "").strip())
                total += size
                loud += size if _is_bold(node.getparent()) else 0
            elif node.tag in (W + "br", W + "cr"):
                parts.append("\n")
            elif node.tag == W + "tab":
                parts.append(" ")
            elif node.tag == W + "noBreakHyphen":
                parts.append("-")
            elif node.tag == W + "footnoteReference":
                note = self.notes.get(node.get(W + "id"))
                if note:
                    notes.append(note)
            elif node.tag == W + "sym":
                parts.append(" ")
            stack.extend(reversed(node))
        pieces = [spaced(piece) for piece in "".join(parts).split("\n")]
        return "\n".join(piece for piece in pieces if piece), total > 0 and loud >= 0.9 * total, notes

    def table(self, tbl: Any, depth: int) -> Iterator[Line]:
        """Rows with the first row as header; a table that only places masthead or signature gives its paragraphs."""
        text = "\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in tbl.iter(W + "p"))
        rows = [row for row in tbl.iter(W + "tr") if next(row.iterancestors(W + "tbl")) is tbl]
        longest = max((len("".join(t.text or "" for t in tc.iter(W + "t"))) for tc in tbl.iter(W + "tc")), default=0)
        if _LAYOUT.search(text[:3000]) or longest > 3000 or (len(rows) == 1 and depth == 0 and longest > 400):
            for row in rows:
                for cell in row.iter(W + "tc"):
                    for line in self.block(cell, depth + 1):
                        yield Line(
                            text=line.text,
                            cells=line.cells,
                            header=line.header,
                            bold=line.bold,
                            front=True,
                            table=line.table,
                        )
            return
        self.tables += 1
        number = self.tables
        header: tuple[str, ...] = ()
        above: dict[int, str] = {}
        heads = _header_rows(rows)
        for place, row in enumerate(rows):
            if row.find(f"{W}trPr/{W}del") is not None:
                self.deleted = True
                continue
            cells = self.row(row, above, depth)
            if not any(cells):
                continue
            if not header:
                header = self.header(rows[:heads], depth) if heads > 1 else cells
                continue
            if place < heads:
                continue
            yield Line(text=" ".join(c for c in cells if c), cells=cells, header=header, table=number)
        if header and not any(True for _ in rows[1:]):
            yield Line(text=" ".join(header), cells=header, table=number)

    def cell(self, cell: Any, depth: int) -> str:
        """The words of a cell, of tables inside it row by row."""
        if depth > 12:
            return ""
        lines: list[str] = []
        for child in cell.iter(W + "p"):
            if not any(a.tag == W + "txbxContent" for a in child.iterancestors()):
                lines += [line.text for line in self.paragraph(child, depth + 1)]
        return spaced(" ".join(lines))

    def header(self, rows: list[Any], depth: int) -> tuple[str, ...]:
        """Column names over several rows: "Mức thu" over "Mặt tiền" and "Trong hẻm" names both columns."""
        columns: dict[int, list[str]] = {}
        for row in rows:
            column = 0
            for cell in row.iterchildren(W + "tc"):
                text = self.cell(cell, depth)
                for _ in range(_span(cell)):
                    if text and text not in columns.setdefault(column, []):
                        columns[column].append(text)
                    column += 1
        return tuple(" ".join(words) for _, words in sorted(columns.items()))

    def row(self, row: Any, above: dict[int, str], depth: int) -> tuple[str, ...]:
        """Texts of a row's cells; a cell merged downwards repeats its words, so that each row can be read alone."""
        cells: list[str] = []
        column = 0
        for cell in row.iterchildren(W + "tc"):
            text = self.cell(cell, depth)
            if _merge(cell) == "continue":
                text = text or above.get(column, "")
            above[column] = text
            cells.append(text)
            column += _span(cell)
        return tuple(cells)


def _labelled_pieces(text: str) -> list[str]:
    """A paragraph parted at its line breaks where a label follows ("2. Hộ kinh doanh"); other breaks are blanks."""
    pieces: list[str] = []
    for line in text.split("\n"):
        if pieces and not LABELLED.match(line):
            pieces[-1] += f" {line}"
        else:
            pieces.append(line)
    return pieces


def _in_unicode(text: str, run: Any) -> str:
    """Text set in a font of an old code: ".VnTime" is TCVN3, ".VnTimeH" the same in capitals, "VNI-Times" is VNI."""
    fonts = run.find(f"{W}rPr/{W}rFonts") if run is not None else None
    name = (fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else ""
    if name.startswith(".Vn"):
        return from_tcvn3(text).upper() if name.endswith("H") else from_tcvn3(text)
    return from_vni(text) if name.startswith("VNI-") else text


def _span(cell: Any) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = (span.get(W + "val") or "1") if span is not None else "1"
    return int(value) if value.isdigit() and 0 < int(value) < 100 else 1


def _merge(cell: Any) -> str:
    """ "restart", "continue" or "" of a cell merged downwards."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return "" if merge is None else merge.get(W + "val") or "continue"


def _header_rows(rows: list[Any]) -> int:
    """How many rows the column names take: as far down as a cell of the first row is merged beside one that is not."""
    if not rows:
        return 0
    first = [_merge(cell) for cell in rows[0].iterchildren(W + "tc")]
    spans = any(_span(cell) > 1 for cell in rows[0].iterchildren(W + "tc"))
    count = 1
    if "restart" not in first or not spans:
        return count
    for row in rows[1:4]:
        merges = [_merge(cell) for cell in row.iterchildren(W + "tc")]
        if "continue" not in merges or all(m == "continue" for m in merges):
            break
        count += 1
    return count if count < len(rows) else 1


def _bold_styles(styles: Any) -> set[str]:
    if styles is None:
        return set()
    found = set()
    for style in styles.iter(W + "style"):
        bold = style.find(f"{W}rPr/{W}b")
        if bold is not None and bold.get(W + "val") not in ("0", "false"):
            found.add(style.get(W + "styleId"))
    return found


def _is_bold(run: Any) -> bool:
    bold = run.find(f"{W}rPr/{W}b") if run is not None else None
    return bold is not None and bold.get(W + "val") not in ("0", "false")


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(W + "val") not in ("0", "false")
