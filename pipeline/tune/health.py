"""How the sources fare: the last pass line by line, and per source what the analyst must know to repair it. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.extract import article
from pipeline.extract.template import Template
from pipeline.records import VIETNAM, AddressState, Capture, Health, Source
from pipeline.store.sources import SourceRecord

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


def told(record: SourceRecord, reader: str) -> list[str]:
    """One source in Vietnamese lines: last success, failures, dates and texts, delay, changes, how its pages are read."""
    last = f"{record.last_success.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if record.last_success else "chưa lần nào"
    lines = [f"đọc được lần cuối: {last}"]
    lines += [f"hỏng {count} lần: {reason}" for reason, count in record.failures]
    if record.pages:
        share = f"{_share(record.dated, record.pages)} có ngày giờ, {_share(record.read, record.pages)} đọc được chữ"
        lines.append(f"{record.pages} bài: {share}")
    if record.delay is not None:
        lines.append(f"thường thấy bài sau khi đăng {_span(record.delay)}")
    if record.edited:
        lines.append(f"{record.edited} bài đã sửa sau khi đăng")
    return [*lines, *([reader] if reader else [])]


def reader_of(pages: Iterable[Capture], source: Source | None) -> str:
    """Whether the pages of one source share a template that can be learned from one and read the next; "" without any."""
    known: Template | None = None
    for capture in pages:
        media_type = next((v for k, v in capture.headers if k.lower() == "content-type"), None)
        how = (source.repair, source.offset) if source else ((), None)
        if known is not None:
            held = known.read(capture.body, capture.final_url, media_type=media_type, repair=how[0], offset=how[1])
            if held is not None:
                return "trang theo khuôn đã biết (đọc nhanh)"
        page = article.read(capture.body, capture.final_url, media_type=media_type, repair=how[0], offset=how[1])
        if page.kind == "article" and known is None:
            known = Template.learn(
                capture.body, page, capture.final_url, media_type=media_type, repair=how[0], offset=how[1]
            )
            if known is None:
                return "trang chưa có khuôn (đọc chậm)"
    return "mới có một bài, chưa biết khuôn trang" if known else ""


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%"


def _span(delay: dt.timedelta) -> str:
    minutes = round(delay.total_seconds() / 60)
    return f"{minutes} phút" if minutes < 120 else f"{round(minutes / 60)} giờ"
