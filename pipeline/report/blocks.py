"""What a report is laid out of: paragraphs, tables, the press beside the paper, charts, heads of annexes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.report.model import Chart, Link


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one dress. `mark`: solid for what the press says, dotted for what the paper says (LOOK rule 4)."""

    text: str
    bold: bool = False
    italic: bool = False
    mark: Literal["solid", "dotted"] | None = None
    url: str | None = None
    """a page, or `#anchor` for a paragraph of the report itself"""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered section (level 1) or a group in it (level 2)."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `item` puts a dash or number before it."""

    runs: Runs
    item: str | None = None
    stays: bool = False
    """on one page with what follows"""
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """The press beside the paper: two columns on paper, one after the other in plain text."""

    heads: tuple[str, str]
    left: tuple[Runs, ...]
    right: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: header, rows, the share of the width that each column takes."""

    head: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[float, ...]
    figures: tuple[int, ...] = ()
    """columns of numbers, set to the right"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart; its data table follows as a block of its own."""

    chart: Chart


@dataclass(frozen=True, slots=True)
class Annex:
    """The head of an annex: a page of its own, numbered by itself (NĐ 30/2020, Phụ lục I, mục III)."""

    number: str
    name: str
    note: str


Block = Heading | Paragraph | Pair | Table | Figure | Annex


def page(link: Link) -> str | None:
    """The address of a page when it may stand as a link: http or https, nothing else."""
    return link.url if link.url.startswith(("http://", "https://")) else None


def source(link: Link) -> Runs:
    """Outlet and hour, then the title as a link."""
    return (Run(f"[{link.outlet}, {link.when}] "), Run(link.title, url=page(link)))
