"""A figure out of a price table, said with the unit that its row or the head of its column names. Pure.

“70.000” alone says nothing beside “70.000 đồng/xe/lượt”; the report, the pages and the drafts ask here.
"""

from __future__ import annotations

import re
from typing import Final

_BARE: Final = re.compile(r"\d[\d.,]*")
_UNIT: Final = re.compile(r"(?:^|\s)((?:nghìn |ngàn |triệu |tỷ )?đồng(?:/[^\s/,;]+)+)\s*$")
"""the unit's cell just before the figure's: “… | đồng/hộ/tháng | 42.000”"""
_HEAD: Final = re.compile(r"\(([^()]*(?:đồng|%)[^()]*)\)\s*$")
"""the unit at the head of a column: “Theo tháng (đồng/xe/tháng)”"""
_NUMBER: Final = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w.,]*\d)")


def in_full(value: str, passage: str, heading: str = "") -> str:
    """The figure with its unit where it stands bare, and once, in a row of a table; any other value as it is."""
    numbers = list(_NUMBER.finditer(passage))
    here = [at for at, found in enumerate(numbers) if found.group() == value]
    if not _BARE.fullmatch(value) or len(here) != 1:
        return value
    beside = _UNIT.search(passage[: numbers[here[0]].start()])
    unit = beside[1] if beside else _unit_of_column(columns(heading), len(numbers) - here[0])
    return f"{value} {unit}" if unit else value


def columns(heading: str) -> tuple[str, ...]:
    """The heads of the columns that a passage's heading names (“…: STT | Loại xe | Ban ngày (đồng/xe/lượt)”)."""
    heads = tuple(part.strip() for part in heading.rsplit(":", 1)[-1].split("|"))
    return heads if len(heads) > 1 else ()


def _unit_of_column(heads: tuple[str, ...], from_right: int) -> str:
    """Counted from the right, over columns of figures only: the words of a row may hold numbers of their own."""
    named = [_HEAD.search(head) for head in heads[-from_right:]] if from_right <= len(heads) else [None]
    return named[0][1].strip() if named[0] and all(named) else ""
