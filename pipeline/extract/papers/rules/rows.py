"""The trail of a paper with the passages behind it; rows of tables as passages under the columns' names."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extract.papers.lines import Line
from pipeline.extract.papers.rules.labels import PRICE_TABLE
from pipeline.extract.papers.rules.passages import Passages
from pipeline.extract.papers.rules.trail import Trail


@dataclass(slots=True)
class Rows(Trail):
    """Where the present line stands, and what was found before it."""

    passages: Passages = field(default_factory=Passages)
    table: int = 0
    """number of the table that the last row was in"""
    row: int = 0
    """rows of that table so far"""

    def add(self, line: Line, text: str, extra: str = "", own_title: bool = False) -> None:
        """Close one passage at the present path; `own_title` leaves out the title that is the passage itself."""
        titled = own_title and bool(self.path) and bool(self.path[-1].title)
        self.passages.add(line, text, self.point(extra), self.heading(own=not titled))

    def add_row(self, line: Line) -> None:
        """One row of a table: its words in reading order, the column names as heading."""
        if line.table != self.table:
            self.table = line.table
            if self.path:
                self.path[-1].tables += 1
                self.path[-1].used = 0
            self.row = 0
        words = " ".join(cell for cell in line.cells if cell)
        holder = self.path[-1] if self.path else None
        about = " ".join(line.header) + " " + self.announced + " " + (holder.title if holder else "")
        name = "bảng giá" if PRICE_TABLE.search(about) else "bảng"
        count = holder.tables if holder else self.table
        if count > 1:
            name += f" {count}"
        self.row += 1
        before = self.announced
        if line.header:
            columns = " | ".join(h for h in line.header if h)
            self.announced = f"{before}: {columns}" if before else columns
        self.add(line, words, f"{name}, dòng {self.row}")
        self.announced = before
