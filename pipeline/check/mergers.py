"""Wards that are no more: until which day a claim about one of them could be right (mergers of 1/11/2024 and 1/7/2025)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipeline.language.places import Gazetteer
from pipeline.records import Evidence

LAST_DAYS = (dt.date(2025, 6, 30), dt.date(2024, 10, 31))
"""the last days of the wards before NQ 1667/NQ-UBTVQH15 and before NQ 1198/NQ-UBTVQH15"""


@dataclass(frozen=True, slots=True)
class FormerWard:
    """A ward named by its old name and the last day it existed."""

    name: str
    last: dt.date


def former_ward(text: str, on: dt.date | None, gazetteer: Gazetteer) -> FormerWard | None:
    """The first ward of a text that no longer exists on a day, None when there is none."""
    if on is None:
        return None
    for place in gazetteer.find(text, on):
        if not place.former or place.role not in ("place", "issuer"):
            continue
        for last in LAST_DAYS:
            then = [p for p in gazetteer.find(text, last) if p.span == place.span]
            if last < on and then and not then[0].former:
                return FormerWard(place.name, last)
    return None


def until_when(text: str, on: dt.date | None, old: Evidence, gazetteer: Gazetteer) -> str:
    """Until when what a claim repeats from an old passage was right, as a sentence; empty when nothing says so."""
    ward = former_ward(text, on, gazetteer)
    days = [d for d in (old.effective_to, ward.last if ward else None) if d is not None]
    if not days:
        return ""
    whom = f"với phường {ward.name} cũ " if ward else ""
    return f" Nội dung đúng {whom}tới {min(days):%d/%m/%Y}."
