"""Rows of a price table: the numbers of the cells read with the unit that stands in the head of their column.

A row is printed as its cells side by side ("2 Xe mô tô, xe gắn máy 3.000 5.000 70.000"); what a number is a number of
stands in the heading of the passage ("STT | Loại xe | Ban ngày (đồng/xe/lượt) | …"). Columns and numbers are counted
from the right, because the words of a row may hold numbers of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.language.rows import columns
from pipeline.language.values import values
from pipeline.records import Span, Value

_COLUMN = re.compile(r"^(?P<name>[^()]*)\((?P<unit>[^()]+)\)\s*$")
PER_USE = re.compile(r"\s?(?:/|một|mỗi)\s?lượt(?! khách)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w.,]*\d)")
_UNIT_CELL = re.compile(r"(?:^|\s)((?:nghìn |ngàn |triệu |tỷ )?đồng(?:/[^\s/,;]+)+)\s*$")
_BARE = re.compile(r"\d[\d.,]*")
_COUNTED = re.compile(r"đồng|nghìn|triệu|%|phần trăm|m2|m²|ha|người|trẻ|em|hộ|căn|chỗ|kg|giờ|ngày|tháng", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a row, read as its column says, and the words at the head of that column."""

    value: Value
    column: str
    unit: str
    per_use: bool
    """a price for each use ("đồng/xe/lượt")"""


def cells(heading: str, row: str) -> tuple[Cell, ...]:
    """The cells of a row whose columns name a unit; none when heading and row do not fit each other."""
    heads = columns(heading)
    if not heads:
        return ()
    named = [m for m in map(_COLUMN.match, heads) if m is not None and _COUNTED.search(m["unit"])]
    if not named or any(_COLUMN.match(h) is None for h in heads[len(heads) - len(named) :]):
        return ()
    numbers = list(_NUMBER.finditer(row))[-len(named) :]
    if len(numbers) < len(named) or row[numbers[0].start() :].strip(" 0123456789.,"):
        return ()
    found = []
    for head, number in zip(named, numbers, strict=True):
        value = _read(number.group(), head["unit"], number.span())
        if value is not None:
            found.append(
                Cell(value, head["name"].strip(), head["unit"].strip(), PER_USE.search(head["unit"]) is not None)
            )
    return tuple(found)


def _read(number: str, unit: str, span: Span) -> Value | None:
    """The number with its column's unit, as if they stood together."""
    joined = f"{number}{unit.strip()}" if unit.strip() == "%" else f"{number} {unit.strip()}"
    read = next((v for v in values(joined) if v.span[0] == 0), None)
    return None if read is None else replace(read, span=span, text=number)


def unit_before(row: str, value: Value) -> str:
    """The unit in the cell just before a bare figure ("… đồng/hộ/tháng 42.000"), or nothing."""
    found = _UNIT_CELL.search(row[: value.span[0]]) if _BARE.fullmatch(value.text) else None
    return found[1] if found else ""
