"""Tables drawn with bars where a cell stands on lines of its own, as law portals hand papers on.

A row is a bar, a cell, a bar, a cell, …, a bar, each on its own line; an empty cell leaves two bars beside each other, as
does the end of a row. Which of both it is follows from the number of columns and from what stands in the next cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.papers.lines import tidy
from pipeline.extract.papers.rules.labels import LABELLED

_LAYOUT = re.compile(
    r"CỘNG\s*H[ÒO][ÀA]?\s*XÃ|Độc\s*lập\s*[-–]|(?:^|\n)\W*(?:Số\s*:|Nơi\s*nhận|(?:TM|KT|TL|TUQ)\.|Số hiệu|Ngày (?:ban hành|hiệu lực)|Tình trạng)|"
    r", ngày .{0,8}\s*tháng",
    re.IGNORECASE,
)
"""a masthead, a signature or a portal's properties set side by side"""
_OUTSIDE = re.compile(r"^(?:\W*(?:PHỤ\s*LỤC|Nơi\s*nhận|Điều\s+\d+\s*[.:]|Chương\s+[IVX\d]+)|#)", re.MULTILINE)
_ORDINAL = re.compile(
    r"^(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[A-ZĐ]|[a-zđ]|[-–+•]|[A-ZĐ]\d{1,2}|(?:Loại|Nhóm|Bảng)\s+\d+)[.)]?$"
)
_FIGURE = re.compile(r"^[\d.,%/\s-]+$")
"""a cell that stands rather behind an empty one than at the beginning of a row"""
_LONGEST_CELL = 60
"""lines"""
_HEAD_ROWS = 4
"""rows from which the number of columns is learnt: a head of two or three and the first below"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table and the raw lines it takes up: from `start` up to, not including, `end`."""

    start: int
    end: int
    rows: tuple[tuple[str, ...], ...]


def drawn_tables(raws: Sequence[str]) -> list[Drawn]:
    """Every such table of at least two rows and two columns among the raw lines."""
    found: list[Drawn] = []
    place = 0
    while place < len(raws):
        if raws[place].strip() == "|" and (table := _table_at(raws, place)) is not None:
            found.append(table)
            place = table.end
        else:
            place += 1
    return found


def _table_at(raws: Sequence[str], start: int) -> Drawn | None:
    rows: list[list[str]] = [[]]
    place = end = start
    columns = 0
    while True:
        bars = 0
        while place < len(raws) and raws[place].strip() in ("|", ""):
            bars += raws[place].strip() == "|"
            place += 1
        end = place
        cell: list[str] = []
        while place < len(raws) and raws[place].strip() != "|" and len(cell) <= _LONGEST_CELL:
            cell.append(raws[place])
            place += 1
        text = tidy(re.sub(r"\*\*|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)", "", " ".join(cell)))
        closed = place < len(raws) and raws[place].strip() == "|"
        complete = bool(columns) and len(rows[-1]) >= columns
        if not closed or _OUTSIDE.search("\n".join(cell)):
            break
        if bars == 1 and complete:
            # The head may have fewer cells than the rows under it (one stands over two columns), a later row may not.
            if len(rows) > _HEAD_ROWS or LABELLED.match(text) or len(rows[-1]) >= columns + 2:
                break
            columns = len(rows[-1]) + 1
        if rows[-1] and bars > 1:
            # One bar closes the cell, one opens a row; the others are the bars of empty cells.
            if not columns or complete or bars >= 3 or _ORDINAL.match(text) or not _FIGURE.match(text):
                rows[-1] += [""] * (bars - 2)
                columns = max(columns, len(rows[-1])) if len(rows) <= _HEAD_ROWS else columns
                rows.append([])
            else:
                rows[-1] += [""] * (bars - 1)
        rows[-1].append(text)
    said = "\n".join(raws[start:end])
    if len(rows) < 2 or columns < 2 or _LAYOUT.search(said):
        return None
    return Drawn(start, end, tuple(tuple(row) for row in rows if any(row)))
