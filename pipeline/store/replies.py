"""Who answers a resident's complaint, and by when. Rows are only added; the last one of a page counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, insert, select

from pipeline.store import audit, codec
from pipeline.store.room import Room
from pipeline.store.tables import articles, replies, tags
from pipeline.workflow.decisions import clean
from pipeline.workflow.posts import Post

ANSWERED_KINDS = ("complaint", "question")
UNIT_LIMIT, NOTE_LIMIT = 120, 1000


@dataclass(frozen=True, slots=True)
class Reply:
    """The unit that answers, its day, whether it has; `post` wrote it down."""

    unit: str
    due: dt.date
    answered: bool
    note: str
    post: str
    at: dt.datetime


class RepliesRoom(Room):
    """Owners and days of complaints."""

    def save_reply(self, article: str, by: Post, *, unit: str, due: dt.date, answered: bool, note: str) -> bool:
        """Write down who answers a page, by when, and whether it is done. False when it is no letter of a resident."""
        row = {"article": article, "unit": clean(unit)[:UNIT_LIMIT], "due": codec.day(due), "answered": answered}
        row |= {"note": clean(note)[:NOTE_LIMIT], "post": by.name, "role": by.role, "at": codec.moment(self.clock())}
        with self._write() as connection:
            kind = connection.scalar(select(tags.c.item_type).where(tags.c.article == article))
            if kind not in ANSWERED_KINDS:
                return False
            connection.execute(insert(replies).values(row))
            deed = "done" if answered else "owner"
            audit.append(connection, self.clock(), by.actor, "letter.answer", article, decision=deed)
        return True

    def replies(self, urls: Sequence[str]) -> dict[str, Reply]:
        """The last word on each page, by its address: an edited page keeps its owner."""
        query = select(articles.c.url, replies).join(articles, articles.c.id == replies.c.article)
        with self._read() as connection:
            rows = connection.execute(query.where(articles.c.url.in_(list(urls))).order_by(replies.c.seq)).mappings()
            return {row["url"]: _reply(row) for row in rows}

    def late_replies(self, today: dt.date) -> int:
        """How many pages wait for an answer that was due before today."""
        later = replies.alias()
        last = ~exists().where(later.c.article == replies.c.article, later.c.seq > replies.c.seq)
        query = select(func.count()).where(last, replies.c.answered.is_(False), replies.c.due < codec.day(today))
        with self._read() as connection:
            return connection.scalar(query) or 0


def _reply(row: codec.Row) -> Reply:
    due, at = codec.to_day(row["due"]), codec.to_moment(row["at"])
    if due is None or at is None:
        raise ValueError("a reply without its day")
    return Reply(row["unit"], due, row["answered"], row["note"], row["post"], at)
