"""Narrow reads for the pages people open: a screenful each, however large the store has grown. Nothing is written here.

Protected items come out of `letters` (read and answered) and never out of a read about flags (CHARTER rule 4).
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, and_, exists, func, select

from pipeline.records import Article, Claim, Document, Flag, ItemType, Match, Tags
from pipeline.store import codec
from pipeline.store.room import Clock, Room
from pipeline.store.tables import articles, audit, claims, documents, flags, matches, passages, tags

_PAPER = tuple(column for column in documents.c if column.name != "data")


@dataclass(frozen=True, slots=True)
class Seen:
    """A flag with everything it stands on."""

    flag: Flag
    claim: Claim
    match: Match
    article: Article
    tags: Tags
    story: str
    """the article's own id when it belongs to none"""


class Glance(Room):
    """Reads for a page: `Glance(store.engine, store.clock)`."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine, self.clock = engine, clock

    def last_day(self, today: dt.date) -> dt.date:
        """Today, or the last day before it of which there is an article."""
        query = select(func.max(articles.c.day)).where(articles.c.day <= codec.day(today))
        with self._read() as connection:
            return codec.to_day(connection.scalar(query)) or today

    def findings(self, keys: Sequence[str]) -> list[Seen]:
        """Standing flags by id, in the order asked for; protected ones and those without evidence are left out."""
        found = self._seen(flags.c.id.in_(list(keys)))
        by_key = {one.flag.id: one for one in found}
        return [by_key[key] for key in keys if key in by_key]

    def same_story(self, one: Seen, limit: int = 40) -> list[Seen]:
        """Standing flags of the other pages that tell the same story."""
        return self._seen(and_(articles.c.story == one.story, articles.c.url != one.article.url), limit)

    def versions(self, url: str) -> list[Article]:
        """Every version of a page, oldest first."""
        with self._read() as connection:
            rows = connection.execute(select(articles).where(articles.c.url == url).order_by(articles.c.version))
            return [codec.to_article(row) for row in rows.mappings()]

    def letters(
        self, kind: ItemType, first: dt.date, last: dt.date, limit: int
    ) -> tuple[list[tuple[Article, Tags]], int]:
        """Pages of a kind from a day to a day, newest first, in their last version; and how many there are in all."""
        wanted = and_(tags.c.item_type == kind, _within(first, last), _newest())
        return self._tagged(wanted, limit)

    def tagged(self, key: str) -> tuple[Article, Tags] | None:
        """One page with its tags, by its id."""
        found, _ = self._tagged(articles.c.id == key, 1)
        return found[0] if found else None

    def count_letters(self, kind: ItemType, first: dt.date, last: dt.date) -> int:
        """How many pages of a kind there are from a day to a day."""
        joined = articles.join(tags, tags.c.article == articles.c.id)
        wanted = and_(tags.c.item_type == kind, _within(first, last), _newest())
        with self._read() as connection:
            return connection.scalar(select(func.count()).select_from(joined).where(wanted)) or 0

    def scams(self, first: dt.date, last: dt.date, limit: int = 10) -> list[tuple[Article, Tags]]:
        """Pages that are the act itself of the closed list, unprotected, newest first."""
        wanted = and_(tags.c.ground.is_not(None), tags.c.protected.is_(False), _within(first, last), _newest())
        return self._tagged(wanted, limit)[0]

    def silent(self, first: dt.date, last: dt.date, limit: int) -> tuple[list[tuple[str, Article]], int]:
        """Claims no document speaks about, with their pages; and how many there are in all."""
        joined = claims.join(matches, matches.c.claim == claims.c.id).join(articles, articles.c.id == claims.c.article)
        joined = joined.join(tags, tags.c.article == articles.c.id)
        wanted = and_(matches.c.verdict == "no_document", tags.c.protected.is_(False), _within(first, last), _newest())
        with self._read() as connection:
            count = connection.scalar(select(func.count()).select_from(joined).where(wanted)) or 0
            query = select(claims.c.text.label("said"), *articles.c).select_from(joined).where(wanted)
            rows = connection.execute(query.order_by(claims.c.seq.desc()).limit(limit)).mappings().all()
        return [(row["said"], codec.to_article(row)) for row in rows], count

    def papers(self) -> list[tuple[Document, int]]:
        """Documents in use without their passages, the newest first, each with how many passages it has."""
        counted = select(passages.c.document, func.count().label("points")).group_by(passages.c.document).subquery()
        query = select(*_PAPER, counted.c.points).outerjoin(counted, counted.c.document == documents.c.id)
        with self._read() as connection:
            rows = connection.execute(query.where(documents.c.retired_at.is_(None)).order_by(documents.c.seq.desc()))
            return [(codec.to_document(row, ()), row["points"] or 0) for row in rows.mappings()]

    def paper(self, key: str) -> tuple[Document, bool] | None:
        """One document with its passages, and whether it is in use."""
        with self._read() as connection:
            row = connection.execute(select(*_PAPER).where(documents.c.id == key)).mappings().one_or_none()
            if row is None:
                return None
            parts = connection.execute(
                select(passages).where(passages.c.document == key).order_by(passages.c.ordinal)
            ).mappings()
            return codec.to_document(row, tuple(map(codec.to_passage, parts))), row["retired_at"] is None

    def log_tail(self, limit: int, before: int | None = None) -> list[dict[str, Any]]:
        """Lines of the log, newest first, at most `limit`; `before` leaves out that number and later ones."""
        query = select(audit).order_by(audit.c.seq.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.seq < before)
        with self._read() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def _tagged(self, wanted: ColumnElement[bool], limit: int) -> tuple[list[tuple[Article, Tags]], int]:
        joined = articles.join(tags, tags.c.article == articles.c.id)
        with self._read() as connection:
            count = connection.scalar(select(func.count()).select_from(joined).where(wanted)) or 0
            query = select(articles.c.seq).select_from(joined).where(wanted)
            seqs = connection.scalars(query.order_by(articles.c.day.desc(), articles.c.seq.desc()).limit(limit)).all()
            pages = connection.execute(select(articles).where(articles.c.seq.in_(seqs))).mappings().all()
            told = connection.execute(select(tags).where(tags.c.article.in_([row["id"] for row in pages]))).mappings()
            by_article = {row["article"]: codec.to_tags(row) for row in told}
        by_seq = {row["seq"]: codec.to_article(row) for row in pages}
        return [(by_seq[seq], by_article[by_seq[seq].id]) for seq in seqs], count

    def _seen(self, wanted: ColumnElement[bool], limit: int | None = None) -> list[Seen]:
        joined = flags.join(articles, articles.c.id == flags.c.article).join(tags, tags.c.article == articles.c.id)
        open_ = and_(flags.c.closed_at.is_(None), tags.c.protected.is_(False))
        query: Select[Any] = select(flags).select_from(joined).where(wanted, open_)
        with self._read() as connection:
            ordered = query.order_by(flags.c.score.desc(), flags.c.id).limit(limit)
            found = [codec.to_flag(row) for row in connection.execute(ordered).mappings()]
            said, pages = [one.claim for one in found], [one.article for one in found]
            by_claim = _rows(connection, claims, claims.c.id, said)
            by_match = _rows(connection, matches, matches.c.claim, said)
            by_page = _rows(connection, articles, articles.c.id, pages)
            by_tags = _rows(connection, tags, tags.c.article, pages)
        seen = [
            Seen(
                one,
                codec.to_claim(by_claim[one.claim]),
                codec.to_match(by_match[one.claim]),
                codec.to_article(by_page[one.article]),
                codec.to_tags(by_tags[one.article]),
                by_page[one.article]["story"] or one.article,
            )
            for one in found
            if one.claim in by_claim and one.claim in by_match
        ]
        return [one for one in seen if one.match.evidence is not None and one.match.differences]


def _rows(connection: Any, table: Any, column: ColumnElement[str], keys: Sequence[str]) -> dict[str, Any]:
    rows = connection.execute(select(table).where(column.in_(set(keys)))).mappings()
    return {row[column.name]: row for row in rows}


def _within(first: dt.date, last: dt.date) -> ColumnElement[bool]:
    return articles.c.day.between(codec.day(first), codec.day(last))


@functools.cache
def _newest() -> ColumnElement[bool]:
    """A page's last version. Built once: making a statement costs more than asking it."""
    later = articles.alias()
    return ~exists().where(later.c.url == articles.c.url, later.c.version > articles.c.version)
