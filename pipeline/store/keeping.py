"""Forgetting (CHARTER rule 9), room on the disk, one pass at a time, and the log seen from outside."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from filelock import FileLock, Timeout
from sqlalchemy import delete, or_, select, text, update

from pipeline.store import audit, codec
from pipeline.store.opening import StoreError
from pipeline.store.room import Room
from pipeline.store.search import erase_articles
from pipeline.store.tables import (
    articles,
    captures,
    claims,
    documents,
    flags,
    health,
    pages,
    passages,
    passes,
    readings,
    referrals,
    stages,
)

CAPTURES_KEPT = dt.timedelta(days=90)
PAIRS_KEPT = dt.timedelta(days=2 * 365)
AUDIT_KEPT = dt.timedelta(days=5 * 365)
ROOM_WANTED = 2 * 1024**3
"""bytes of free disk below which nothing more is fetched"""


class KeepingRoom(Room):
    """Retention, erasing, disk, lock, log."""

    file: Path | None

    def room_to_fetch(self) -> str | None:
        """Why nothing may be fetched now (too little free disk), in Vietnamese, or None."""
        if self.file is None:
            return None
        free = psutil.disk_usage(str(self.file.parent)).free
        if free >= ROOM_WANTED:
            return None
        shown = f"{free / 1024**3:.1f}".replace(".", ",")
        words = f"Ổ đĩa chỉ còn {shown} GB trống, cần ít nhất 2 GB: chưa tải thêm tin."
        return f"{words} Dọn bớt ổ đĩa rồi chạy lại; dữ liệu đã lưu vẫn xem được."

    @contextmanager
    def pass_lock(self) -> Iterator[None]:
        """Hold the store for one pass. Raises StoreError when another pass holds it; a killed pass leaves no lock."""
        if self.file is None:
            yield
            return
        lock = FileLock(self.file.with_name(self.file.name + ".lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise StoreError("Một lượt chạy khác đang dùng kho dữ liệu này. Chờ lượt đó xong rồi chạy lại.") from None
        try:
            yield
        finally:
            lock.release()

    def note(self, actor: str, action: str, object_id: str, **more: str) -> str:
        """Add a line to the log by itself; `more` are further fields of the line. Returns its hash."""
        with self._write() as connection:
            return audit.append(connection, self.clock(), actor, action, object_id, **more)

    def audit_lines(self) -> Iterator[dict[str, Any]]:
        """Every line of the log, in order."""
        with self._read() as connection:
            yield from audit.export(connection)

    def verify_audit(self, head: str | None = None) -> audit.Verdict:
        """Check the whole log."""
        return audit.verify(self.audit_lines(), head)

    def prune(self, now: dt.datetime) -> dict[str, int]:
        """Drop what is older than the charter allows; returns counts by name."""
        captures_before, pairs_before = codec.moment(now - CAPTURES_KEPT), codec.moment(now - PAIRS_KEPT)
        with self._write() as connection:
            old = select(articles.c.id).where(articles.c.first_seen < pairs_before)
            counts = {
                "captures": connection.execute(
                    delete(captures).where(captures.c.fetched_at < captures_before)
                ).rowcount,
                "flags": connection.execute(delete(flags).where(flags.c.article.in_(old))).rowcount,
                "referrals": connection.execute(delete(referrals).where(referrals.c.article.in_(old))).rowcount,
                "readings": connection.execute(delete(readings).where(readings.c.article.in_(old))).rowcount,
                "articles": erase_articles(connection, articles.c.first_seen < pairs_before),
            }
            gone = select(passes.c.seq).where(passes.c.started_at < pairs_before)
            connection.execute(delete(stages).where(stages.c.pass_seq.in_(gone)))
            connection.execute(delete(health).where(health.c.at < captures_before))
            connection.execute(
                delete(pages).where(pages.c.first_seen < pairs_before, pages.c.url.not_in(select(articles.c.url)))
            )
            counts["audit"] = audit.forget_before(connection, now, now - AUDIT_KEPT)
            if any(counts.values()):
                audit.append(connection, now, "pipeline", "store.prune", "store", decision=codec.pack(counts))
        return counts

    def forget(self, *, url: str | None = None, words: str | None = None, actor: str = "analyst") -> int:
        """Erase a page with everything made of it, or every article and passage that holds these words.

        Returns how many articles, captures and passages went. The trace holds a hash of what was asked, not the words.
        """
        with self._write() as connection:
            if url is not None:
                wanted = or_(
                    articles.c.url == url, articles.c.url.in_(select(pages.c.url).where(pages.c.announced == url))
                )
            else:
                wanted = or_(
                    articles.c.text.contains(words, autoescape=True), articles.c.title.contains(words, autoescape=True)
                )
            ids = connection.scalars(select(articles.c.id).where(wanted)).all()
            urls = set(connection.scalars(select(articles.c.url).where(wanted))) | ({url} if url else set())
            if url is not None:
                urls |= set(connection.scalars(select(pages.c.url).where(pages.c.announced == url)))
            count = connection.execute(delete(captures).where(captures.c.page_url.in_(urls))).rowcount
            connection.execute(delete(flags).where(flags.c.article.in_(ids)))
            connection.execute(delete(referrals).where(referrals.c.article.in_(ids)))
            connection.execute(delete(claims).where(claims.c.article.in_(ids)))
            connection.execute(delete(readings).where(readings.c.page_url.in_(urls)))
            count += erase_articles(connection, articles.c.id.in_(ids))
            # The address stays as one never to be asked for again; its words go.
            blank = {
                "title": "",
                "content_sha": None,
                "due": None,
                "outcome": "forgotten",
                "reason": None,
                "guid": None,
            }
            connection.execute(update(pages).where(pages.c.url.in_(urls)).values(blank))
            if words is not None:
                held = passages.c.text.contains(words, autoescape=True)
                seqs = connection.scalars(select(passages.c.seq).where(held)).all()
                owners = set(connection.scalars(select(passages.c.document).where(held)))
                for seq in seqs:
                    connection.execute(text("DELETE FROM passages_search WHERE rowid = :seq"), {"seq": seq})
                count += connection.execute(delete(passages).where(passages.c.seq.in_(seqs))).rowcount
                connection.execute(update(documents).where(documents.c.id.in_(owners)).values(data=b""))
                if seqs:  # FTS5 keeps the words of deleted rows until its segments are merged
                    connection.execute(text("INSERT INTO passages_search (passages_search) VALUES ('optimize')"))
            asked = hashlib.sha256((url or words or "").encode()).hexdigest()
            audit.append(
                connection,
                self.clock(),
                actor,
                "store.forget",
                "url" if url else "text",
                input_sha256=asked,
                decision=str(count),
            )
        with self.engine.connect() as connection:
            # The journal still holds the old pages; a pragma cannot run inside the transaction SQLAlchemy opens.
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return count
