"""How sources fared over time, and the papers found on official pages: what the analyst's commands read."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlalchemy import Engine, Row, func, select

from pipeline.records import Article, Capture
from pipeline.store import codec
from pipeline.store.captures import unseal
from pipeline.store.room import Clock, Room
from pipeline.store.tables import articles, captures, health, pages, readings

_FIRST_VISIT = dt.timedelta(minutes=10)
"""pages of a source first seen within this time of its first page were its backlog and say nothing about delay"""
_READ = ("ok", "not_modified")
_TROUBLED = ("failed", "gone", "throttled", "blocked")


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One source since a day: visits, pages and what became of them."""

    source: str
    last_success: dt.datetime | None
    failures: tuple[tuple[str, int], ...]
    """(Vietnamese reason, visits), most frequent first"""
    pages: int
    dated: int
    """pages whose publication time is known"""
    read: int
    """pages that gave an article's text"""
    delay: dt.timedelta | None
    """median time from publication to first seen; the first visit's backlog is left out"""
    edited: int
    """pages of which more than one version is kept"""


class SourcesRoom(Room):
    """`SourcesRoom(store.engine, store.clock)`."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine, self.clock = engine, clock

    def records(self, since: dt.datetime) -> dict[str, SourceRecord]:
        """The record of every source that was visited or announced pages since a moment, by source."""
        start = codec.moment(since)
        with self._read() as connection:
            seen = connection.execute(
                select(health.c.source, health.c.status, health.c.reason, health.c.at).where(health.c.at >= start)
            ).all()
            found = connection.execute(
                select(pages.c.source, pages.c.url, pages.c.published, pages.c.first_seen).where(
                    pages.c.first_seen >= start
                )
            ).all()
            kept = connection.execute(
                select(pages.c.source, pages.c.url, func.max(articles.c.version), func.max(articles.c.published))
                .join(readings, readings.c.page_url == pages.c.url)
                .join(articles, articles.c.id == readings.c.article)
                .where(pages.c.first_seen >= start)
                .group_by(pages.c.source, pages.c.url)
            ).all()
        visits: dict[str, list[Row[Any, Any, Any, Any]]] = defaultdict(list)
        announced: dict[str, list[Row[Any, Any, Any, Any]]] = defaultdict(list)
        texts: dict[str, dict[str, tuple[int, str | None]]] = defaultdict(dict)
        for visit in seen:
            visits[visit[0]].append(visit)
        for page in found:
            announced[page[0]].append(page)
        for source, url, version, published in kept:
            texts[source][url] = (version, published)
        out = {}
        for source in sorted({*visits, *announced}):
            good = [v.at for v in visits[source] if v.status in _READ]
            reasons = Counter(v.reason or v.status for v in visits[source] if v.status in _TROUBLED)
            text = texts[source]
            moments = {p.url: text.get(p.url, (0, None))[1] or _exact(p.published) for p in announced[source]}
            out[source] = SourceRecord(
                source,
                codec.to_moment(max(good, default=None)),
                tuple(reasons.most_common()),
                len(announced[source]),
                sum(bool(p.published or moments[p.url]) for p in announced[source]),
                len(text),
                _delay([(p.first_seen, moments[p.url]) for p in announced[source]]),
                sum(version > 1 for version, _ in text.values()),
            )
        return out

    def version_before(self, article: Article) -> Article | None:
        """The version of a page that the given one replaced."""
        query = select(articles).where(articles.c.url == article.url, articles.c.version < article.version)
        with self._read() as connection:
            row = connection.execute(query.order_by(articles.c.version.desc()).limit(1)).mappings().one_or_none()
        return codec.to_article(row) if row else None

    def latest_pages(self, sources: Sequence[str], each: int | None = None) -> Iterator[Capture]:
        """Captured pages of these sources, newest first; at most `each` of one source."""
        query = select(captures.c.seq, captures.c.source).where(
            captures.c.role == "page", captures.c.source.in_(list(sources))
        )
        with self._read() as connection:
            rows = connection.execute(query.order_by(captures.c.seq.desc())).all()
        given: Counter[str] = Counter()
        for number, source in rows:
            given[source] += 1
            if each is not None and given[source] > each:
                continue
            with self._read() as connection:
                row = connection.execute(select(captures).where(captures.c.seq == number)).mappings().one_or_none()
            if row is not None:
                yield codec.to_capture(row, unseal(row["body"]))


def _exact(text: str | None) -> str | None:
    """An announced moment that is known to the minute."""
    stamp = codec.to_stamp(text)
    return codec.moment(stamp.at) if stamp and not stamp.day_only and not stamp.ambiguous else None


def _delay(rows: Sequence[tuple[str, str | None]]) -> dt.timedelta | None:
    begun = min((dt.datetime.fromisoformat(first) for first, _ in rows), default=None)
    if begun is None:
        return None
    moments = [(dt.datetime.fromisoformat(a), dt.datetime.fromisoformat(b)) for a, b in rows if b]
    later = [(a - b).total_seconds() for a, b in moments if a - begun > _FIRST_VISIT and a >= b]
    return dt.timedelta(seconds=median(later)) if later else None
