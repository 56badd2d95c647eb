"""The year, season or day as of which a figure is told: 2.070 doses in 2024 say nothing about 1.930 doses in 2025.

Only what the sentence of a figure names counts, and only years that say of when it is: the day a rule takes effect or a
paper was signed is no period of its figures.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pipeline.check.reading import Reading, remembered
from pipeline.records import Span

_YEAR = re.compile(
    r"(?<!từ )(?<!kể từ )(?<!trước )(?<!sau )(?<!hết )(?:năm học|nam hoc|năm|nam|vụ|vu|mùa|mua|hè|tết|niên vụ|mùa bão|mùa khô|đợt|quý [ivx\d]+[/ ]|tháng \d{1,2}/|thang \d{1,2}/|ước năm)\s?(?P<a>20\d\d)(?:\s?[-–]\s?(?P<b>20\d\d))?(?!\d)"
)
_SHIFTED = re.compile(r"(?P<last>năm (?:ngoái|trước|rồi|qua)|nam (?:ngoai|truoc))|(?P<this>năm nay|nam nay)")
_AS_OF = re.compile(
    r"(?:^|[;.“«]\s?)(?:[^,;.]{0,24}?\s)?(?:tính )?(?:đến|tới|den|toi) (?:hết )?(?:ngày )?(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/20\d\d)?(?!\d)(?=[^;.]{0,40}(?:đã|có|còn|là|đạt|xong|nhận|được))"
)
_SENTENCE = re.compile(r"\n|[.!?…](?=\s|$)")
"""a year goes on over semicolons"""


@dataclass(frozen=True, slots=True)
class _Named:
    at: int
    first: int
    last: int
    """the second year of a school year, else the first again"""

    def agrees(self, other: _Named) -> bool:
        """A school year is itself or one of its two years, and not the next school year."""
        if self.first != self.last and other.first != other.last:
            return self.first == other.first
        return self.first <= other.last and other.first <= self.last


def other_time(said: Reading, mine: Span, rule: Reading, theirs: Span) -> bool:
    """Whether two figures are told of different years, or as of different days."""
    a, b = _year_of(said, mine), _year_of(rule, theirs)
    if a and b and not a.agrees(b):
        return True
    one, two = _as_of(said), _as_of(rule)
    return bool(one and two) and not one & two


def _year_of(reading: Reading, span: Span) -> _Named | None:
    """The year named last before a figure in its sentence, else the first after it."""
    named = _named(reading)
    if not named:
        return None
    start = max((m.end() for m in _SENTENCE.finditer(reading.text, 0, span[0])), default=0)
    end = next((m.start() for m in _SENTENCE.finditer(reading.text, span[1])), len(reading.text))
    own = [n for n in named if start <= n.at < end]
    before = [n for n in own if n.at < span[0]]
    return before[-1] if before else own[0] if own else None


@remembered
def _named(reading: Reading) -> list[_Named]:
    found = []
    for match in _YEAR.finditer(reading.key):
        found.append(_Named(match.start(), int(match["a"]), int(match["b"] or match["a"])))
    if isinstance(reading.on, dt.date):
        for match in _SHIFTED.finditer(reading.key):
            year = reading.on.year - (1 if match["last"] else 0)
            found.append(_Named(match.start(), year, year))
    return sorted(found, key=lambda n: n.at)


@remembered
def _as_of(reading: Reading) -> frozenset[tuple[int, int]]:
    return frozenset((int(m["d"]), int(m["m"])) for m in _AS_OF.finditer(reading.key))
