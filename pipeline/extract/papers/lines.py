"""What every format of paper is turned into: paragraphs and table rows in reading order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field


class DocumentRefused(ValueError):
    """The file cannot be taken as a document; the message is a Vietnamese sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or one row of a table when `cells` is set (`header` then names the columns).

    `front` marks words of the masthead or the signature block that a format tells apart by itself (a layout table).
    `table` numbers the tables of a paper; `note` is the text of a footnote that hangs on this paragraph.
    """

    text: str
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    table: int = 0
    bold: bool = False
    front: bool = False
    notes: tuple[str, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole file as lines, with Vietnamese sentences about what could not be read well."""

    lines: tuple[Line, ...]
    warnings: tuple[str, ...] = field(default=())


_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff\u2060]+")


def tidy(text: str) -> str:
    """NFC with single spaces, soft hyphens and zero-width characters gone."""
    return spaced(text).replace("\u00ad", "").strip()


def spaced(text: str) -> str:
    """As `tidy`, soft hyphens kept: in TCVN3 that code is the letter ư, so they go only once the code is known."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()
