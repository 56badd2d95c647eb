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

from pipeline.extract.papers import guard
from pipeline.extract.papers.lines import DocumentRefused, Line, Paper, tidy
from pipeline.extract.papers.numbering import Numbering
from pipeline.language import encoding

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
    if texts != [line.text for line in lines]:
        lines = [_retold(line, text) for line, text in zip(lines, texts, strict=True)]
    return Paper(lines=tuple(lines), warnings=tuple(warnings))


def _retold(line: Line, text: str) -> Line:
    cells = tuple(encoding.repair(c) for c in line.cells)
    header = tuple(encoding.repair(c) for c in line.header)
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
                yield from self.paragraph(child)
            elif child.tag == W + "tbl":
                yield from self.table(child, depth)
            elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml", W + "smartTag"):
                yield from self.block(child, depth + 1)

    def paragraph(self, p: Any) -> list[Line]:
        """One paragraph; a line break inside parts it only in a masthead, so it stays a space."""
        properties = p.find(W + "pPr")
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self.deleted = True
        text, bold, notes = self.words(p)
        label = self.numbers.label(properties) if text else ""
        if not text:
            return []
        style = properties.find(W + "pStyle") if properties is not None else None
        bold = bold or (style is not None and style.get(W + "val") in self.bold_styles)
        full = f"{label} {text}".strip() if label and not text.startswith(label) else text
        return [Line(text=full, bold=bold, notes=tuple(notes))]

    def words(self, element: Any) -> tuple[str, bool, list[str]]:
        """(text, all bold, footnotes) of a paragraph, without what tracked changes deleted."""
        parts: list[str] = []
        notes: list[str] = []
        loud = total = 0
        stack = [element]
        while stack:
            node = stack.pop()
            if not isinstance(node.tag, str) or node.tag == _FALLBACK:
                continue
            if node.tag in _DROPPED:
                if node.tag in (W + "del", W + "moveFrom"):
                    self.deleted = True
                continue
            if node.tag == W + "r" and _is_hidden(node):
                continue
            if node.tag == W + "t":
                parts.append(node.text or "")
                size = len((node.text or "").strip())
                total += size
                loud += size if _is_bold(node.getparent()) else 0
            elif node.tag in (W + "tab", W + "br", W + "cr"):
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
        return tidy("".join(parts)), total > 0 and loud >= 0.9 * total, notes

    def table(self, tbl: Any, depth: int) -> Iterator[Line]:
        """Rows with the first row as header; a table that only places masthead or signature gives its paragraphs."""
        text = "\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in tbl.iter(W + "p"))
        rows = list(tbl.iter(W + "tr"))
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
        for row in rows:
            if row.find(f"{W}trPr/{W}del") is not None:
                self.deleted = True
                continue
            cells = self.row(row, above, depth)
            if not any(cells):
                continue
            if not header:
                header = cells
                continue
            yield Line(text=" ".join(c for c in cells if c), cells=cells, header=header, table=number)
        if header and not any(True for _ in rows[1:]):
            yield Line(text=" ".join(header), cells=header, table=number)

    def row(self, row: Any, above: dict[int, str], depth: int) -> tuple[str, ...]:
        """Texts of a row's cells; a cell merged downwards repeats its words, so that each row can be read alone."""
        cells: list[str] = []
        column = 0
        for cell in row.iterchildren(W + "tc"):
            properties = cell.find(W + "tcPr")
            span = properties.find(W + "gridSpan") if properties is not None else None
            merge = properties.find(W + "vMerge") if properties is not None else None
            text = tidy(" ".join(line.text for line in self.block(cell, depth + 1)))
            if merge is not None and merge.get(W + "val") != "restart":
                text = text or above.get(column, "")
            above[column] = text
            cells.append(text)
            column += (
                int(span.get(W + "val") or 1) if span is not None and (span.get(W + "val") or "1").isdigit() else 1
            )
        return tuple(cells)


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
