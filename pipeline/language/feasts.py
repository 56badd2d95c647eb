"""Feast days named without a date: "trước Tết", "dịp lễ Quốc khánh", "Tết Đinh Mùi"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from pipeline.language import calendar
from pipeline.language.daywords import Atom
from pipeline.language.periods import YEAR, marked
from pipeline.language.scan import Pattern, Scan

_CUE = r"(?:trước|sau|dịp|từ|đến|tới|vào|trong|qua|nghỉ|hết|đúng|đêm|ngày|mùa|cận|giáp|tối|sáng) (?:(?:dịp|ngày|lễ|đại|đêm|hết|kỳ nghỉ|nghỉ) )*"
_FEAST = Pattern(
    rf"(?<!\w)(?P<cue>{_CUE})(?P<f>{'|'.join(sorted(map(re.escape, calendar.FEASTS), key=len, reverse=True))}|tết|trung thu|vu lan|giao thừa)"
    rf"(?: (?:năm )?(?P<y>{YEAR}))?(?!\w)(?! (?:dương|tây|trung|đoan|độc|nguyên|âm|cổ|\(?\d{{1,2}}[/-]\d))"
)
_NAMED_FEAST = Pattern(
    rf"(?<!\w)(?P<f>{'|'.join(sorted(map(re.escape, calendar.FEASTS), key=len, reverse=True))})"
    rf"(?:(?:,? năm)? (?P<y>{YEAR}))?(?!\w)(?! \(?\d{{1,2}}[/-]\d)"
)
"""a feast without a word before it: by its year, or a name that is nothing but a day"""
_PLAIN = frozenset({"tết đoan ngọ", "giỗ tổ hùng vương", "tết trung thu", "lễ vu lan", "lễ phật đản"})
_TET_OF = Pattern(
    rf"(?<!\w)(?<!mùng )(?<!\d )tết(?: nguyên đán| âm lịch| cổ truyền)?(?:(?: năm)? (?P<cc>{'|'.join(calendar.CAN_CHI)})(?:[ ,-]+(?:năm )?{YEAR})?| (?:năm )?(?P<y>{YEAR}))(?!\w)"
)
"""New year named by its year: "Tết Đinh Mùi", "Tết Nguyên đán năm 2027" """
_SHORT_FEASTS = {"tết": "tết nguyên đán", "trung thu": "tết trung thu", "vu lan": "lễ vu lan"}


def feasts(scan: Scan, on: dt.date | None) -> Iterator[Atom]:
    """Every feast day named in the line."""
    for m in _TET_OF.of(scan).finditer(scan.body):
        year = (
            int(m["y"])
            if m["y"]
            else calendar.can_chi_year(marked(m["cc"], calendar.CAN_CHI), (on or dt.date(2026, 1, 1)).year)
        )
        day = calendar.feast("tết nguyên đán", on, year) if year else None
        if day:
            yield Atom(m.start(), m.end(), days=(day, day), single=True, confidence=0.8)
    taken = set()
    for m in _NAMED_FEAST.of(scan).finditer(scan.body):
        name = marked(m["f"], calendar.FEASTS)
        if name in ("tết nguyên đán", "tết âm lịch", "tết cổ truyền") or not (m["y"] or (on and name in _PLAIN)):
            continue
        day = calendar.feast(name, on, int(m["y"]) if m["y"] else None)
        if day:
            taken.add(m.start())
            yield Atom(m.start(), m.end(), days=(day, day), single=True, confidence=0.7)
    for m in _FEAST.of(scan).finditer(scan.body):
        if m.start("f") in taken:
            continue
        name = marked(m["f"], (*calendar.FEASTS, *_SHORT_FEASTS, "giao thừa"))
        if name == "tết" and not scan.text[m.start("f")].isupper():
            continue
        year = int(m["y"]) if m["y"] else None
        eve = name == "giao thừa"
        day = calendar.feast("tết nguyên đán" if eve else _SHORT_FEASTS.get(name, name), on, year)
        if day:
            yield Atom(m.start("f"), m.end(), days=(day - dt.timedelta(days=eve),) * 2, single=True, confidence=0.7)
