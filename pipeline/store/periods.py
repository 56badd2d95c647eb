"""The rows of a run of days and nothing more: what a report of that time reads, however large the store has grown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, func, select

from pipeline.records import Article, Claim, Flag, Match, Tags
from pipeline.store import codec
from pipeline.store.checks import LOOKED
from pipeline.store.room import Clock, Room
from pipeline.store.tables import articles, audit, captures, claims, documents, flags, matches, passes, stages, tags

OWN_LINES = ("report.%", "delivery.%", "handover.%")
"""actions of the log that a report causes itself: they are no part of what it tells"""
NEWS = ("news_report", "official_notice")
"""kinds of items that a trend counts; what residents say is counted apart and suppressed when few (domain 4.5)"""


class Periods(Room):
    """Articles from a day to a day, both included, with everything made of them: `Periods(store.engine, store.clock)`."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine, self.clock = engine, clock

    def articles_between(self, first: dt.date, last: dt.date) -> Iterator[Article]:
        """Every version of the articles of these local days, in the order they were stored."""
        yield from (codec.to_article(row) for row in self._between(select(articles), first, last, articles.c.seq))

    def tags_between(self, first: dt.date, last: dt.date) -> dict[str, Tags]:
        """Their tags by article."""
        query = select(tags).join(articles, articles.c.id == tags.c.article)
        return {row["article"]: codec.to_tags(row) for row in self._between(query, first, last, articles.c.seq)}

    def stories_between(self, first: dt.date, last: dt.date) -> dict[str, str]:
        """The story of each of them."""
        query = select(articles.c.id, articles.c.story).where(articles.c.story.is_not(None))
        return {row["id"]: row["story"] for row in self._between(query, first, last, articles.c.seq)}

    def checks_between(self, first: dt.date, last: dt.date) -> list[tuple[Claim, Match]]:
        """Their claims with matches, in the order they were stored."""
        said = select(claims).join(articles, articles.c.id == claims.c.article)
        compared = select(matches).join(claims, claims.c.id == matches.c.claim)
        compared = compared.join(articles, articles.c.id == claims.c.article)
        by_claim = {row["claim"]: codec.to_match(row) for row in self._between(compared, first, last, claims.c.seq)}
        found = [codec.to_claim(row) for row in self._between(said, first, last, claims.c.seq)]
        return [(claim, by_claim[claim.id]) for claim in found if claim.id in by_claim]

    def flags_between(self, first: dt.date, last: dt.date) -> list[Flag]:
        """Their standing flags, best first."""
        query = select(flags).join(articles, articles.c.id == flags.c.article).where(flags.c.closed_at.is_(None))
        return [codec.to_flag(row) for row in self._between(query, first, last, flags.c.score.desc(), flags.c.id)]

    def topic_days(self, first: dt.date, last: dt.date) -> dict[tuple[dt.date, str], int]:
        """(local day, topic) → stories told that day about local policy; copies and versions count once."""
        story = func.count(func.distinct(func.coalesce(articles.c.story, articles.c.id)))
        query = select(articles.c.day, tags.c.topic, story.label("stories")).join(tags, tags.c.article == articles.c.id)
        query = query.where(tags.c.item_type.in_(NEWS), tags.c.about_local_policy, tags.c.protected.is_(False))
        query = query.group_by(articles.c.day, tags.c.topic)
        found = self._between(query, first, last, articles.c.day, tags.c.topic)
        return {(dt.date.fromisoformat(row["day"]), row["topic"]): row["stories"] for row in found}

    def seals(self, start: str, end: str) -> list[dict[str, Any]]:
        """What was fetched from `start` to before `end` (stored moments): sum, address, moment, status, source.

        The address is left out where the page holds something protected or was not read yet (CHARTER rule 4).
        """
        told = select(articles.c.url).join(tags, tags.c.article == articles.c.id)
        open_, closed = told.where(tags.c.protected.is_(False)), told.where(tags.c.protected)
        query = select(
            captures.c.sha256, captures.c.page_url, captures.c.fetched_at, captures.c.status, captures.c.source
        )
        query = query.where(captures.c.fetched_at >= start, captures.c.fetched_at < end).order_by(captures.c.seq)
        with self._read() as connection:
            shown = set(connection.scalars(open_)) - set(connection.scalars(closed))
            rows = connection.execute(query).mappings()
            return [{**row, "page_url": row["page_url"] if row["page_url"] in shown else ""} for row in rows]

    def looks(self, since: dt.datetime, until: dt.datetime) -> list[tuple[dt.datetime, tuple[str, ...]]]:
        """(start, notices) of each pass started in that time at which at least one address answered, oldest first.

        The last such pass before that time comes too, however long ago it was: a break may have begun with it.
        """
        looked = (stages.c.pass_seq == passes.c.seq, stages.c.stage == LOOKED, stages.c.items_out > 0)
        start, end = codec.moment(since), codec.moment(until)
        before = select(func.max(passes.c.started_at)).where(*looked, passes.c.started_at < start)
        query = select(passes.c.started_at, stages.c.problems).where(*looked).order_by(passes.c.seq)
        with self._read() as connection:
            first = connection.scalar(before) or start
            rows = connection.execute(query.where(passes.c.started_at.between(first, end))).all()
        return [(dt.datetime.fromisoformat(start), tuple(codec.unpack(told))) for start, told in rows]

    def caught_up(self, since: dt.datetime, until: dt.datetime) -> int:
        """How many pages that were published between two moments were first seen after the second."""
        seen = select(func.count(func.distinct(articles.c.url))).where(
            articles.c.version == 1,
            articles.c.published.between(codec.moment(since), codec.moment(until)),
            articles.c.first_seen >= codec.moment(until),
        )
        with self._read() as connection:
            return connection.scalar(seen) or 0

    def papers_in_use(self) -> int:
        """How many official papers are compared against."""
        query = select(func.count()).select_from(documents).where(documents.c.retired_at.is_(None))
        with self._read() as connection:
            return connection.scalar(query) or 0

    def told_head(self) -> str | None:
        """The hash of the last line of the log that no report caused: writing one twice gives the same bytes."""
        query = select(audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
        for pattern in OWN_LINES:
            query = query.where(audit.c.action.not_like(pattern))
        with self._read() as connection:
            return connection.scalar(query)

    def _between(self, query: Select[Any], first: dt.date, last: dt.date, *order: ColumnElement[Any]) -> list[Any]:
        within = articles.c.day.between(codec.day(first), codec.day(last))
        with self._read() as connection:
            return list(connection.execute(query.where(within).order_by(*order)).mappings())
