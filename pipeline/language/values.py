"""The one door to the values of a text: amounts, dates, times, places and references with spans into the original.

Works on NFC, NFD and text without diacritics, line by line; the readers run from the surest to the vaguest (see `scan`).
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.language.dates import dates
from pipeline.language.normalise import Normal, normal
from pipeline.language.quantities import quantities
from pipeline.language.references import references, take_labels
from pipeline.language.relative import relative
from pipeline.language.scan import Scan
from pipeline.language.times import times
from pipeline.records import Value

if TYPE_CHECKING:
    from pipeline.language.places import Gazetteer

__all__ = ["document_numbers", "values"]

LONGEST_LINE = 20_000
"""a line is read in pieces of this many characters: no table row or sentence is longer"""

_LINE = re.compile(r"[^\n\r\u2028\u2029\u0085]+")
_YEAR = re.compile(r"(?<![\d/.,-])(?:(?:19|20)\d\d)(?![\d]|[.,]\d)|(?<=/)(?:19|20)\d\d(?!\d)")
_ANYTHING = re.compile(
    r"\d|(?<!\w)(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|chục|trăm|nghìn|ngàn|triệu|tỷ|tỉ|nửa|một|vài|hăm|hôm|bữa|ngày|mai|tuần|thứ|chủ nhật|tháng|quý|cuối|đầu|"
    r"tết|rằm|lễ|nghỉ|dịp|giỗ|quốc khánh|vu lan|mùng|mồng|sáng|trưa|chiều|tối|đêm|noel|giáng sinh|trung thu|học kỳ|"
    r"bon|sau|bay|tam|chin|muoi|chuc|tram|nghin|ngan|trieu|nua|mot|hom|bua|ngay|tuan|thu|chu nhat|thang|quy|cuoi|dau|tet|ram|nghi le|dip|mung|sang|chieu|toi|dem|nam)(?!\w)"
)


def values(text: str, on: dt.date | None = None, gazetteer: Gazetteer | None = None) -> list[Value]:
    """Every value of the text in order; `on` (day of publication) resolves what leans on it, places need a gazetteer.

    Never raises on any string. Without `on` a date without a year takes a year printed elsewhere in the text, else
    comes out as "--MM-DD" with low confidence.
    """
    found = list(_without_places(text, on))
    if gazetteer is not None:
        found += [
            Value("place", m.span, m.text, m.units[0], confidence=0.9) for m in gazetteer.find(text, on) if m.units
        ]
    return sorted(found, key=lambda v: (v.span, v.kind))


@lru_cache(maxsize=1_000)
def _without_places(text: str, on: dt.date | None) -> tuple[Value, ...]:
    """Kept for the last texts: the same words are read with places and without."""
    ready = normal(text)
    found: list[Value] = []
    years: tuple[int, ...] | None = None
    for line in _LINE.finditer(ready.key):
        for start in range(line.start(), line.end(), LONGEST_LINE):
            end = min(line.end(), start + LONGEST_LINE)
            if not _ANYTHING.search(ready.key, start, end):
                continue
            if years is None:
                years = tuple(dict.fromkeys(int(y) for y in _YEAR.findall(ready.key)[:20]))
            found += _line(ready, start, end, on, years, text)
    return tuple(found)


def document_numbers(text: str) -> list[Value]:
    """The references among the values of a text, without reading anything vaguer: for long texts of which no more is asked."""
    ready = normal(text)
    found: list[Value] = []
    for line in _LINE.finditer(ready.key):
        for start in range(line.start(), line.end(), LONGEST_LINE):
            found += _references(ready, _scan(ready, start, min(line.end(), start + LONGEST_LINE)), start, text)
    return found


def _scan(ready: Normal, start: int, end: int) -> Scan:
    return Scan(ready.text[start:end], ready.key[start:end], ready.bare[start:end])


def _references(ready: Normal, scan: Scan, start: int, text: str) -> list[Value]:
    found = []
    for ref in references(scan):
        where = ready.original(start + ref.start, start + ref.end)
        found.append(Value("reference", where, text[slice(*where)], ref.value, confidence=ref.confidence))
    return found


def _line(ready: Normal, start: int, end: int, on: dt.date | None, years: tuple[int, ...], text: str) -> list[Value]:
    scan = _scan(ready, start, end)
    found = _references(ready, scan, start, text)

    def span(a: int, b: int) -> tuple[tuple[int, int], str]:
        where = ready.original(start + a, start + b)
        return where, text[where[0] : where[1]]

    take_labels(scan)
    for date in dates(scan, on, years, relative(scan, on)):
        where, words = span(date.start, date.end)
        found.append(Value("date", where, words, date.value, bound=date.bound, confidence=date.confidence))
    for time in times(scan):
        where, words = span(time.start, time.end)
        found.append(Value("time", where, words, time.value, bound=time.bound, confidence=1.0 if time.sure else 0.7))
    for item in quantities(scan):
        if item.kind is None:
            continue
        where, words = span(item.start, item.end)
        found.append(Value(item.kind, where, words, item.value, item.unit, item.period, item.bound, item.confidence))
    return found
