"""What an outlet changed when it edited a page: the title, figures and dates first, then the other sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from pipeline.language.segment import sentences
from pipeline.language.values import values
from pipeline.records import Article, Value

ChangeKind = Literal["title", "figure", "date", "text"]
_ORDER: dict[ChangeKind, int] = {"title": 0, "figure": 1, "date": 2, "text": 3}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two versions of a page; an empty side means it was added or taken out."""

    kind: ChangeKind
    before: str
    after: str


def _figures(text: str) -> list[Value]:
    return [v for v in values(text) if v.kind != "place"]


def _kind(value: Value) -> ChangeKind:
    return "date" if value.kind in ("date", "time", "duration") else "figure"


def _changed_values(before: str, after: str) -> list[Change]:
    old, new = _figures(before), _figures(after)
    gone = Counter((v.kind, v.value, v.unit) for v in old)
    gone.subtract((v.kind, v.value, v.unit) for v in new)
    lost = [v for v in old if gone[v.kind, v.value, v.unit] > 0]
    added = [v for v in new if gone[v.kind, v.value, v.unit] < 0]
    found: list[Change] = []
    for value in lost:
        partner = next((a for a in added if a.kind == value.kind), None)
        if partner is not None:
            added.remove(partner)
        found.append(Change(_kind(value), value.text, partner.text if partner else ""))
    return found + [Change(_kind(v), "", v.text) for v in added]


def difference(old: Article, new: Article) -> list[Change]:
    """The changes from `old` to `new`, most telling first: title, figures, dates, then sentences that came or went."""
    changes: list[Change] = []
    if old.title != new.title:
        changes.append(Change("title", old.title, new.title))
    before = [old.text[a:b] for a, b in sentences(old.text)]
    after = [new.text[a:b] for a, b in sentences(new.text)]
    gone = [s for s in before if s not in set(after)]
    came = [s for s in after if s not in set(before)]
    changes += _changed_values("\n".join(gone), "\n".join(came))
    for i in range(max(len(gone), len(came))):
        changes.append(Change("text", gone[i] if i < len(gone) else "", came[i] if i < len(came) else ""))
    return sorted(changes, key=lambda c: _ORDER[c.kind])
