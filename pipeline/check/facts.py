"""The sheet of true numbers: every fee, date, threshold and hotline of the papers in force, with its point.

What the press is checked against is also what a counter, a loudspeaker and a website can print. Nothing here is worked
out: each line is a value as it stands in a passage. Drafts, replaced papers and doubtful scans give none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.check.figures import figures
from pipeline.check.reading import Reading
from pipeline.records import Evidence, Span, Value

FactKind = Literal["mức tiền", "tỷ lệ", "ngày", "giờ", "thời hạn", "số lượng", "diện tích", "tuổi", "điện thoại"]
KINDS: dict[str, FactKind] = {
    "money": "mức tiền",
    "percent": "tỷ lệ",
    "date": "ngày",
    "time": "giờ",
    "duration": "thời hạn",
    "number": "số lượng",
    "area": "diện tích",
    "age": "tuổi",
}
_HOTLINE = re.compile(
    r"(?:đường dây nóng|tổng đài|hotline|điện thoại|số máy)[^.;\d]{0,40}(\d(?:[\d\s.]{5,13})\d)", re.IGNORECASE
)
_CELL = re.compile(r"^\d{1,3}\s+")
_DAYS_BEFORE = re.compile(r"(?:ngày\s)?\d{1,2}(?:\s?(?:,|và|-|–)\s?(?:ngày\s)?\d{1,2})*\s?(?:,|và|-|–)\s?\Z")
"""the days a list names before the one with the month: "ngày 21 và ngày 22 tháng 11 năm 2026" is one line"""
LONGEST = 220


@dataclass(frozen=True, slots=True)
class Fact:
    """One value and what a person needs to use it."""

    kind: FactKind
    value: str
    """as a person says it: the printed words, for a table cell with the unit of its column"""
    unit: str | None
    period: str | None
    covers: str
    """whom or what it is for: the words of the rule"""
    valid_from: dt.date | None
    valid_to: dt.date | None
    places: tuple[str, ...]
    number: str
    issuer: str
    title: str
    point: str
    passage: str
    span: Span


def facts(evidence: Sequence[Evidence], on: dt.date) -> list[Fact]:
    """Every fact of the papers that hold on a day or are to hold later, in the order of the papers and their points."""
    found: list[Fact] = []
    for item in evidence:
        if item.status != "in_force" or item.doubtful or (item.effective_to is not None and item.effective_to < on):
            continue
        reading = Reading(item.passage, item.issued, None, item.heading)
        for figure in figures(reading):
            if reading.heads and figure.value.span not in reading.heads:
                continue  # a number inside the words of a row ("ô tô đến 9 chỗ") is no entry of the table
            found.append(_fact(item, KINDS[figure.value.kind], reading, figure.value))
        for match in _HOTLINE.finditer(item.passage):
            value = " ".join(match.group(1).split())
            found.append(_line(item, "điện thoại", value, None, None, reading.text, match.span(1)))
    return found


def _fact(item: Evidence, kind: FactKind, reading: Reading, value: Value) -> Fact:
    column = reading.heads.get(value.span)
    if column is not None:
        name = column[0]
        row = _CELL.sub("", reading.text[: min(s[0] for s in reading.heads)]).strip(" :;,")
        return _line(item, kind, reading.shown(value), value.unit, value.period, f"{row} ({name})", value.span)
    start, end = reading.sentence_of(value.span[0])
    first = _DAYS_BEFORE.search(reading.text[: value.span[0]], start) if value.kind == "date" else None
    if first is not None:
        span = (first.start(), value.span[1])
        return _line(item, kind, reading.text[slice(*span)], None, None, reading.text[start:end], span)
    return _line(item, kind, value.text, value.unit, value.period, reading.text[start:end], value.span)


def _line(
    item: Evidence, kind: FactKind, value: str, unit: str | None, period: str | None, covers: str, span: Span
) -> Fact:
    words = " ".join(covers.split()).strip(" ;,.")
    return Fact(
        kind, value.strip(), unit, period, words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…",
        item.effective_from, item.effective_to, item.places, item.number, item.issuer, item.title, item.point,
        item.passage, span,
    )  # fmt: skip
