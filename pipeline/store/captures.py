"""Sealed captures, and what the reader made of them.

A capture is the one place where a publisher's bytes lie unread (CHARTER rule 1): compressed, never searched, gone after
90 days. The full text that a feed carries is sealed the same way.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterator
from typing import Any, Literal

from sqlalchemy import Connection, and_, func, insert, or_, select

from pipeline.records import Article, Capture, Entry, local_day
from pipeline.store import codec
from pipeline.store.room import Room, new_seq, put
from pipeline.store.search import erase_articles, index_article
from pipeline.store.tables import articles, captures, pages, readings, tags

DROPPED_HEADERS = frozenset({"set-cookie", "set-cookie2", "www-authenticate", "proxy-authenticate"})
MAX_BODY = 64_000_000
"""bytes a sealed body may open to; the fetch room lets less in"""


def seal(body: bytes) -> bytes:
    """A body as it lies in the store."""
    return zlib.compress(body, 6)


def unseal(body: bytes) -> bytes:
    """The body again, bounded."""
    return zlib.decompressobj().decompress(body, MAX_BODY)


def keep(connection: Connection, capture: Capture, url: str, role: Literal["page", "announcement"]) -> bool:
    """Store a capture under the page (or address) it belongs to; False when these bytes are there already."""
    key = and_(captures.c.page_url == url, captures.c.sha256 == capture.sha256, captures.c.role == role)
    if connection.scalar(select(captures.c.seq).where(key)) is not None:
        return False
    headers = tuple((name, value) for name, value in capture.headers if name.lower() not in DROPPED_HEADERS)
    row: dict[str, Any] = {"page_url": url, "role": role, "headers": codec.pack(headers), "body": seal(capture.body)}
    row |= {name: getattr(capture, name) for name in ("sha256", "source", "url", "final_url", "status")}
    connection.execute(insert(captures).values(row | {"fetched_at": codec.moment(capture.fetched_at)}))
    return True


def keep_content(connection: Connection, url: str, entry: Entry, now: dt.datetime) -> str | None:
    """Seal the full text that a feed carried for a page; returns its hash, None when there is none."""
    if not entry.content:
        return None
    body = entry.content.encode("utf-8", "replace")
    sha256 = hashlib.sha256(body).hexdigest()
    row: dict[str, Any] = {"sha256": sha256, "page_url": url, "role": "entry", "source": entry.source, "url": entry.url}
    row |= {"final_url": entry.url, "status": 200, "headers": codec.pack(()), "body": seal(body)}
    put(connection, captures, row | {"fetched_at": codec.moment(now)}, ["page_url", "sha256", "role"])
    return sha256


class CapturesRoom(Room):
    """Captures out, readings in."""

    def captures_to_read(self, version: str) -> Iterator[tuple[str, Capture, Entry]]:
        """Captured pages that this version of the reader has not read, in the order they came.

        Yields (canonical url, capture, the entry that announced it). Readings may be saved in between.
        """
        joined = captures.join(pages, pages.c.url == captures.c.page_url).outerjoin(
            readings, and_(readings.c.page_url == captures.c.page_url, readings.c.capture == captures.c.sha256)
        )
        unread = or_(readings.c.version.is_(None), readings.c.version != version)
        query = select(captures.c.seq).select_from(joined).where(captures.c.role == "page", unread)
        with self._read() as connection:
            numbers = connection.scalars(query.order_by(captures.c.seq)).all()
        for number in numbers:
            with self._read() as connection:
                row = connection.execute(select(captures).where(captures.c.seq == number)).mappings().one_or_none()
                if row is None:
                    continue
                page = connection.execute(select(pages).where(pages.c.url == row["page_url"])).mappings().one()
                content = _content(connection, page)
            yield row["page_url"], codec.to_capture(row, unseal(row["body"])), codec.to_entry(page, content)

    def save_reading(
        self, capture: str, url: str, version: str, article: Article | None, reason: str | None
    ) -> Article | None:
        """Keep what the reader made of a capture; returns the article as stored, with its version number.

        A capture read anew by another version of the reader replaces what the old version made of it.
        """
        with self._write() as connection:
            key = and_(readings.c.page_url == url, readings.c.capture == capture)
            old = connection.scalar(select(readings.c.article).where(key))
            row = {"page_url": url, "capture": capture, "version": version, "reason": reason}
            row["article"] = article.id if article else None
            put(connection, readings, row, ["page_url", "capture"])
            if old is not None and (article is None or article.id != old):
                others = connection.scalar(select(func.count()).where(readings.c.article == old))
                if not others:
                    erase_articles(connection, articles.c.id == old)
            return _store(connection, article) if article else None

    def captures_to_show(self, day: dt.date | None = None) -> Iterator[Capture]:
        """Captured pages that may leave the house: read, and no article made of them is protected or still untagged.

        `day` is the local day of the response. Announcements stay: their titles name protected items too.
        """
        read = and_(readings.c.page_url == captures.c.page_url, readings.c.capture == captures.c.sha256)
        closed = select(articles.c.url).outerjoin(tags, tags.c.article == articles.c.id)
        closed = closed.where(or_(tags.c.protected.is_(None), tags.c.protected))
        query = select(captures.c.seq, captures.c.fetched_at).join(readings, read).where(captures.c.role == "page")
        with self._read() as connection:
            rows = connection.execute(query.where(captures.c.page_url.not_in(closed)).order_by(captures.c.seq)).all()
        for number, fetched_at in rows:
            moment = codec.to_moment(fetched_at)
            if day is None or (moment and local_day(moment) == day):
                with self._read() as connection:
                    row = connection.execute(select(captures).where(captures.c.seq == number)).mappings().one()
                yield codec.to_capture(row, unseal(row["body"]))


def _content(connection: Connection, page: codec.Row) -> str | None:
    if page["content_sha"] is None:
        return None
    key = and_(captures.c.page_url == page["url"], captures.c.sha256 == page["content_sha"], captures.c.role == "entry")
    body = connection.scalar(select(captures.c.body).where(key))
    return unseal(body).decode("utf-8", "replace") if body is not None else None


def _store(connection: Connection, article: Article) -> Article:
    known = connection.execute(select(articles).where(articles.c.id == article.id)).mappings().one_or_none()
    if known is not None:
        return codec.to_article(known)
    last = connection.scalar(select(func.max(articles.c.version)).where(articles.c.url == article.url)) or 0
    row = {**codec.article_row(article), "version": last + 1, "day": codec.day(article_day(article))}
    seq = new_seq(connection, articles, row)
    index_article(connection, seq, article)
    return codec.to_article(row)


def article_day(article: Article) -> dt.date:
    """The day an article belongs to: of its last change that it names, else of its publication, else first seen."""
    return local_day(article.updated or article.published or article.first_seen)
