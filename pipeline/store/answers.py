"""Answers to residents' questions, and what outlets asked the office. Rows are only added; the last one counts."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select

from pipeline.store import audit, codec
from pipeline.store.room import Room
from pipeline.store.tables import answers, inquiries
from pipeline.workflow import answers as rules
from pipeline.workflow.answers import Answered
from pipeline.workflow.decisions import clean
from pipeline.workflow.posts import Post, Refused, refusal

OUTLET_LIMIT: Final = 120
ABOUT_LIMIT: Final = 300


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What an outlet asked the office: never which journalist. `due` is the day the answer is owed."""

    key: str
    outlet: str
    about: str
    received: dt.date
    due: dt.date
    unit: str
    answered: bool
    note: str
    post: str
    at: dt.datetime


class AnswersRoom(Room):
    """Questions answered in public, and the press waiting for an answer."""

    def save_answer(
        self, by: Post, *, topic: str, question: str, answer: str, article: str = "", document: str = "",
        point: str = "", key: str = "",
    ) -> Answered | Refused:  # fmt: skip
        """Keep the words of a question and its answer; what was published waits for the spokesperson again."""
        question, answer = clean(question), clean(answer)
        if refused := rules.check_words(by, topic, question, answer):
            return refused
        key = key or secrets.token_hex(6)
        words = {"topic": topic, "question": question, "answer": answer, "document": document, "point": point}
        with self._write() as connection:
            return self._step(connection, key, by, "edited", {**words, "article": article})

    def follow_answer(self, key: str, after: str, by: Post, token: str) -> Answered | Refused:
        """Publish or withdraw an answer; the spokesperson's alone."""
        with self._write() as connection:
            now = next(iter(_answers(connection, key)), None)
            if now is None:
                return Refused("Không có câu trả lời này.", "gone")
            if refused := rules.check_step(now, after, by, token):
                audit.append(connection, self.clock(), by.actor, "answer.refused", key, reason_code=refused.reason)
                return refused
            names = ("article", "topic", "question", "answer", "document", "point")
            return self._step(connection, key, by, after, {name: getattr(now, name) for name in names})

    def answers(self, states: Iterable[str] = ()) -> list[Answered]:
        """Every answer as it stands, newest first; only those in `states` when given."""
        wanted = set(states)
        with self._read() as connection:
            return [one for one in _answers(connection) if not wanted or one.state in wanted]

    def save_inquiry(
        self, by: Post, *, outlet: str, about: str, received: dt.date, due: dt.date, unit: str = "",
        answered: bool = False, note: str = "", key: str = "",
    ) -> Inquiry | Refused:  # fmt: skip
        """Write down what an outlet asked, by when it is owed an answer, whether it has one."""
        if refused := refusal(by, "follow"):
            return refused
        outlet, about = clean(outlet)[:OUTLET_LIMIT], clean(about)[:ABOUT_LIMIT]
        if not outlet or not about:
            return Refused("Ghi tên cơ quan báo chí và nội dung hỏi.", "empty")
        if due < received:
            return Refused("Hạn trả lời phải sau ngày nhận.", "due")
        row: dict[str, object] = {
            "key": key or secrets.token_hex(6),
            "outlet": outlet,
            "about": about,
            "unit": clean(unit)[:OUTLET_LIMIT],
        }
        row |= {"received": codec.day(received), "due": codec.day(due), "note": clean(note)[:1000]}
        now = self.clock()
        stamp = {"post": by.name, "role": by.role, "at": codec.moment(now)}
        with self._write() as connection:
            connection.execute(insert(inquiries).values({**row, "answered": answered, **stamp}))
            audit.append(
                connection, now, by.actor, "inquiry.save", str(row["key"]), decision="done" if answered else "open"
            )
            return next(one for one in _inquiries(connection) if one.key == row["key"])

    def inquiries(self) -> list[Inquiry]:
        """What outlets asked: what waits first, by day; then what was answered, newest first."""
        with self._read() as connection:
            told = _inquiries(connection)
        waiting = sorted((one for one in told if not one.answered), key=lambda one: (one.due, one.key))
        return [*waiting, *sorted((one for one in told if one.answered), key=lambda one: one.at, reverse=True)]

    def _step(self, connection: Connection, key: str, by: Post, state: str, words: dict[str, Any]) -> Answered:
        now = self.clock()
        stamp = {"post": by.name, "role": by.role, "at": codec.moment(now)}
        connection.execute(insert(answers).values({"key": key, **words, "state": state, **stamp}))
        audit.append(connection, now, by.actor, "answer.step", key, decision=state)
        return next(iter(_answers(connection, key)))


def _last(table: Table, key: str | None) -> Any:
    newest = select(func.max(table.c.seq)).group_by(table.c.key)
    query = select(table).where(table.c.seq.in_(newest)).order_by(table.c.seq.desc())
    return query.where(table.c.key == key) if key else query


def _answers(connection: Connection, key: str | None = None) -> list[Answered]:
    names = ("key", "article", "topic", "question", "answer", "document", "point", "state", "post")
    return [
        Answered(**{name: row[name] for name in names}, at=_moment(row["at"]), token=str(row["seq"]))
        for row in connection.execute(_last(answers, key)).mappings()
    ]


def _inquiries(connection: Connection) -> list[Inquiry]:
    names = ("key", "outlet", "about", "unit", "answered", "note", "post")
    return [
        Inquiry(
            **{name: row[name] for name in names},
            received=dt.date.fromisoformat(row["received"]),
            due=dt.date.fromisoformat(row["due"]),
            at=_moment(row["at"]),
        )
        for row in connection.execute(_last(inquiries, None)).mappings()
    ]


def _moment(stored: str) -> dt.datetime:
    at = codec.to_moment(stored)
    if at is None:
        raise ValueError("a row without its moment")
    return at
