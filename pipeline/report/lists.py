"""Exports as lists for people: which fields are printed in Word, under which heading, with days and hours in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pipeline.report import words
from pipeline.report.listing import Column, Listing
from pipeline.workflow.corrections import FORMS, STATES
from pipeline.workflow.decisions import KINDS, REASONS

MOST: Final = 200
"""results of a search that are written"""
LISTS: Final[Mapping[str, tuple[str, tuple[Column, ...]]]] = {
    "flags": (
        "Nội dung không khớp văn bản",
        (
            Column("first_seen", "Thấy lần đầu", 1.3),
            Column("outlet", "Nguồn", 1.3),
            Column("claim", "Báo viết", 4),
            Column("official_value", "Văn bản ghi", 2),
            Column("document", "Văn bản", 2),
            Column("point", "Điểm", 1.3),
            Column("verdict", "Kết luận của máy", 1.6),
            Column("url", "Đường dẫn", 2.5),
        ),
    ),
    "decisions": (
        "Quyết định của người duyệt",
        (
            Column("at", "Lúc", 1.3),
            Column("claim", "Báo viết", 3.5),
            Column("passage", "Văn bản quy định", 3.5),
            Column("document", "Văn bản", 1.6),
            Column("point", "Điểm", 1.2),
            Column("decision", "Quyết định", 1.5),
            Column("reason", "Lý do", 1.5),
        ),
    ),
    "corrections": (
        "Đính chính",
        (
            Column("opened", "Mở lúc", 1.2),
            Column("due", "Hạn", 1.2),
            Column("outlet", "Nguồn", 1.3),
            Column("heading", "Tiêu đề", 3),
            Column("form", "Hình thức", 1.5),
            Column("state", "Tình trạng", 1.5),
            Column("published", "Phát hành lúc", 1.3),
        ),
    ),
    "search": (
        "Kết quả tìm",
        (
            Column("kind", "Loại", 0.8),
            Column("outlet", "Nguồn, cơ quan", 1.5),
            Column("title", "Tên", 3),
            Column("when", "Ngày", 1.2),
            Column("words", "Trích", 4),
            Column("url", "Đường dẫn", 2.2),
        ),
    ),
}
_SAID: Final[Mapping[str, Mapping[Any, str]]] = {
    "decision": KINDS,
    "reason": REASONS,
    "verdict": words.VERDICTS,
    "form": FORMS,
    "state": STATES,
}
_MOMENTS: Final = frozenset({"first_seen", "at", "opened", "due", "published", "when"})


def listing(what: str, found: Iterable[Mapping[str, Any]], first: dt.date | None, last: dt.date | None) -> Listing:
    """The list to print; moments and codes in words, days written out."""
    title, columns = LISTS[what]
    if first and last:
        when = f"(Từ ngày {words.short_day(first)} đến hết ngày {words.short_day(last)})"
    else:
        when = f"(Ngày {words.short_day(last)})" if last else "(Toàn bộ)"
    return Listing(title, when, columns, tuple(_told(row) for row in found))


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _words(name, value) for name, value in row.items()}


def _words(name: str, value: Any) -> Any:
    if name in _MOMENTS and isinstance(value, str) and len(value) > 10:
        return words.moment(dt.datetime.fromisoformat(value))
    if name in _SAID and isinstance(value, str):
        return _SAID[name].get(value, value)
    return value
