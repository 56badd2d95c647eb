"""How the sources fare: the last pass line by line, and per source what the analyst must know to repair it. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.records import AddressState, Health

STATUS_WORDS = {
    "ok": "đọc được",
    "not_modified": "không có gì mới",
    "failed": "đang hỏng",
    "gone": "đã gỡ",
    "throttled": "xin nghỉ",
    "blocked": "không cho đọc",
    "skipped": "chưa đến giờ",
}
_TROUBLED = ("failed", "gone", "throttled", "blocked")


@dataclass(frozen=True, slots=True)
class Line:
    """One address with what is remembered of it, for the table."""

    health: Health
    failures: int = 0
    changed_at: dt.datetime | None = None
    next_due: dt.datetime | None = None
    moved_to: str | None = None
    quiet: bool = False
    usual: str = ""
    """entries of an ordinary day, "3–12", from the last five weeks"""

    @property
    def troubled(self) -> bool:
        """Whether a person should look at it."""
        return self.health.status in _TROUBLED or self.quiet or self.moved_to is not None


def as_json(seen: Health) -> dict[str, Any]:
    """The contract of `sources health --json`."""
    return {
        "source": seen.source,
        "url": seen.url,
        "kind": seen.kind,
        "status": seen.status,
        "reason": seen.reason,
        "entries": seen.entries,
        "titles": list(seen.titles),
        "at": seen.at.astimezone(dt.UTC).isoformat(timespec="seconds"),
    }


def lines(seen: Iterable[Health], states: Mapping[str, AddressState]) -> list[Line]:
    """The last pass with what is remembered, troubled addresses first, then by source."""
    out = []
    for health in seen:
        state = states.get(health.url)
        if state is None:
            out.append(Line(health))
            continue
        counts = [n for _, n in state.items[1:-1]]
        usual = f"{min(counts)}–{max(counts)}" if len(counts) >= 3 else ""
        out.append(Line(health, state.failures, state.changed_at, state.next_due, state.moved_to, state.quiet, usual))
    return sorted(out, key=lambda line: (not line.troubled, line.health.source, line.health.url))


def by_reason(seen: Iterable[Health]) -> list[tuple[str, int]]:
    """Failures counted by reason, most frequent first."""
    counts: dict[str, int] = defaultdict(int)
    for health in seen:
        if health.status in _TROUBLED:
            counts[health.reason or STATUS_WORDS[health.status]] += 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
