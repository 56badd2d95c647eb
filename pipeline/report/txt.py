"""The report as plain text: for a mail, a chat, a text-only screen. UTF-8, lines of at most 78 characters.

The words of each section are those of the printed page, in its order; addresses of pages stand in a list at the end.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from pipeline.report.blocks import Annex, Block, Figure, Heading, Paragraph, Runs, Table
from pipeline.report.model import Report
from pipeline.report.outline import annexes, blocks, last_words, links, told_at

WIDTH = 78
_NARROW = 40
"""characters of a cell up to which a table is set in columns"""


def write(report: Report) -> bytes:
    """The file's bytes; line ends are LF."""
    office = report.office
    head = [" · ".join(filter(None, (office.name, office.unit))), *_wrap(report.title, "")]
    lines = [*head, f"{told_at(report).capitalize()}. DỰ THẢO, chưa có người duyệt.", ""]
    for block in blocks(report):
        lines += _block(block)
    lines += [*_wrap(last_words(report), ""), ""]
    for block in annexes(report):
        lines += _block(block)
    told = list(links(report))
    if told:
        lines += ["Đường dẫn các bài đã nêu", "=" * 24, ""]
        for number, link in enumerate(told, start=1):
            lines += [*_wrap(f"{number}. {link.outlet}, {link.when}: {link.title}", "   "), f"   {link.url}"]
        lines += [""]
    return "\n".join(lines).encode()


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield from [block.text, "=" * len(block.text), ""] if block.level == 1 else [block.text, ""]
    elif isinstance(block, Annex):
        yield from ["", block.number, block.name, *_wrap(block.note, ""), ""]
    elif isinstance(block, Paragraph):
        mark = f"{block.item} " if block.item else ""
        yield from [*_wrap(mark + _words(block.runs), " " * len(mark)), ""]
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Figure):
        return  # its data table follows
    else:
        for title, told in zip(block.heads, (block.left, block.right), strict=True):
            yield f"    {title}"
            for runs in told:
                yield from _wrap("      " + _words(runs), "      ")
            yield ""


def _table(table: Table) -> Iterator[str]:
    rows = [table.head, *(tuple(_words(cell) for cell in row) for row in table.rows)]
    wide = [max(len(row[at]) for row in rows) for at in range(len(table.head))]
    if sum(wide) + 2 * len(wide) > WIDTH or max(wide) > _NARROW:
        for row in rows:  # too wide for columns: a cell a line
            for at, cell in enumerate(row):
                yield from _wrap(("" if at == 0 else "    ") + cell, "    ") if cell else ()
            yield ""
        return
    for row in rows:
        cells = [
            f"{cell:>{width}}" if at in table.figures else f"{cell:<{width}}"
            for at, (cell, width) in enumerate(zip(row, wide, strict=True))
        ]
        yield "  ".join(cells).rstrip()
    yield ""


def _words(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _wrap(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]
