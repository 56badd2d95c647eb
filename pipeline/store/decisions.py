"""Decisions on flags: rows are added, never changed; each with its trace in the same transaction."""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, insert, select

from pipeline.records import Evidence, Flag, Lane, Match
from pipeline.store import audit, codec
from pipeline.store.room import Room
from pipeline.store.tables import articles, claims, decisions, flags, matches, tags
from pipeline.store.trail import turned_away
from pipeline.workflow.decisions import (
    Case,
    Conflict,
    Decided,
    Decision,
    Outcome,
    case,
    check,
    check_undo,
    clean,
    conflict,
)
from pipeline.workflow.posts import Post, Refused

GONE = "Máy không còn nêu nội dung này: bài báo hoặc văn bản đã đổi. Mở lại danh sách hôm nay."


class DecisionsRoom(Room):
    """Decisions, the queue they leave open, and the memory of false alarms."""

    def case(self, flag: str) -> Case | None:
        """A standing flag with everything decided on it and the token to decide with; None when there is none."""
        with self._read() as connection:
            return case_of(connection, flag)

    def decide(self, flag: str, kind: str, by: Post, token: str, *, reason: str = "", note: str = "") -> Outcome:
        """Write a decision of `by` on a flag. `token` is that of the Case which the person had before them.

        Decided(case), or Conflict(words, case) when somebody decided or the words changed meanwhile, or Refused(words)
        when this post may not or the kind or reason is not on its list. Only Decided writes a row; a refusal is logged.
        """
        with self._write() as connection:
            now = case_of(connection, flag)
            if now is None:
                return Conflict(GONE, None)
            refused = check(now, kind, by, reason, note) or _protected(connection, now)
            if refused:
                return turned_away(connection, self.clock(), by, "decision.refused", flag, refused)
            if late := conflict(now, token):
                return late
            row = _what_stood(connection, now) | {"kind": kind, "reason": reason, "note": clean(note)}
            return self._add_decision(connection, now, by, row, "decision.make")

    def undo(self, flag: str, by: Post, token: str, *, note: str = "") -> Outcome:
        """Take back the last decision on a flag: a new row, nothing deleted. Outcomes as in `decide`."""
        with self._write() as connection:
            now = case_of(connection, flag)
            if now is None:
                return Conflict(GONE, None)
            taken = check_undo(now, by)
            if isinstance(taken, Refused):
                return turned_away(connection, self.clock(), by, "decision.refused", flag, taken)
            if late := conflict(now, token):
                return late
            row = _what_stood(connection, now) | {"kind": None, "reason": "", "note": clean(note)}
            return self._add_decision(connection, now, by, row | {"takes_back": taken.seq}, "decision.undo")

    def decisions(
        self, *, flag: str | None = None, since: dt.datetime | None = None, until: dt.datetime | None = None
    ) -> list[Decision]:
        """Every row, oldest first: of one flag, or made in `since` ≤ at < `until`."""
        query = select(decisions).order_by(decisions.c.seq)
        if flag is not None:
            query = query.where(decisions.c.flag == flag)
        if since is not None:
            query = query.where(decisions.c.at >= codec.moment(since))
        if until is not None:
            query = query.where(decisions.c.at < codec.moment(until))
        with self._read() as connection:
            return [to_decision(row) for row in connection.execute(query).mappings()]

    def standing_decisions(self) -> dict[str, Decision]:
        """By flag: the decision in force on the words as they are now. Closed flags have none."""
        query = _standing().join(flags, and_(flags.c.id == decisions.c.flag, flags.c.basis == decisions.c.basis))
        with self._read() as connection:
            rows = connection.execute(query.where(flags.c.closed_at.is_(None))).mappings()
            return {row["flag"]: to_decision(row) for row in rows}

    def open_flags(
        self, lane: Lane | None = None, *, limit: int | None = None, start: int = 0, since: dt.date | None = None
    ) -> list[Flag]:
        """Flags that wait for a decision, best first: undecided or reopened, and still said by the page's last version.

        `since` leaves out those of articles of earlier days (local); `start` leaves out so many of the best.
        """
        with self._read() as connection:
            query = select(flags).where(*_open(lane, since)).order_by(flags.c.score.desc(), flags.c.id)
            return [codec.to_flag(row) for row in connection.execute(query.limit(limit).offset(start)).mappings()]

    def count_open_flags(self, lane: Lane | None = None, *, since: dt.date | None = None) -> int:
        """How many flags wait for a decision."""
        with self._read() as connection:
            return connection.scalar(select(func.count()).select_from(flags).where(*_open(lane, since))) or 0

    def similar_decisions(self, flag: str, limit: int = 5) -> list[Decision]:
        """Decisions in force on other flags: the same words first, then the same point and code, newest first."""
        with self._read() as connection:
            own = connection.execute(select(flags).where(flags.c.id == flag)).mappings().one_or_none()
            if own is None:
                return []
            proof = evidence_of(connection, own["claim"])
            same = decisions.c.alarm_key == own["alarm_key"]
            if proof is not None:
                place = and_(decisions.c.document == (proof.number or proof.document), decisions.c.point == proof.point)
                same = same | and_(place, decisions.c.code == own["code"])
            query = _standing().where(decisions.c.flag != flag, same)
            order = ((decisions.c.alarm_key == own["alarm_key"]).desc(), decisions.c.seq.desc())
            return [to_decision(row) for row in connection.execute(query.order_by(*order).limit(limit)).mappings()]

    def false_alarms(self) -> dict[str, frozenset[str]]:
        """The memory that triage consults: alarm_key of each false alarm in force → the flags it was said of."""
        query = _standing().where(decisions.c.kind == "false_alarm", decisions.c.alarm_key != "")
        found: defaultdict[str, set[str]] = defaultdict(set)
        with self._read() as connection:
            for row in connection.execute(query).mappings():
                found[row["alarm_key"]].add(row["flag"])
        return {key: frozenset(told) for key, told in found.items()}

    def _add_decision(self, connection: Connection, now: Case, by: Post, row: dict[str, Any], action: str) -> Decided:
        at = self.clock()
        common = {"flag": now.flag.id, "login": by.login, "post": by.name, "role": by.role, "at": codec.moment(at)}
        connection.execute(insert(decisions).values({"takes_back": None} | row | common))
        audit.append(
            connection,
            at,
            by.actor,
            action,
            now.flag.id,
            policy_version=row["policy_version"],
            input_sha256=now.flag.basis,
            decision=row["kind"] or "undo",
            reason_code=row["reason"],
        )
        after = case_of(connection, now.flag.id)
        assert after is not None, "the flag stands within this transaction"  # noqa: S101
        return Decided(after)


def to_decision(row: codec.Row) -> Decision:
    """A decision."""
    return Decision(**{**codec.known(Decision, row), "at": codec.to_moment(row["at"])})


@functools.cache
def _standing() -> Select[Any]:
    """Of each flag the last decision that no row takes back. Built once: making a statement costs more than asking it."""
    later = decisions.alias()
    undone, undone_later = decisions.alias(), decisions.alias()
    taken_later = exists().where(undone_later.c.takes_back == later.c.seq)
    newer = exists().where(later.c.flag == decisions.c.flag, later.c.seq > decisions.c.seq, later.c.kind.is_not(None))
    return select(decisions).where(
        decisions.c.kind.is_not(None),
        ~exists().where(undone.c.takes_back == decisions.c.seq),
        ~newer.where(~taken_later),
    )


@functools.lru_cache(maxsize=16)
def _open(lane: Lane | None, since: dt.date | None) -> tuple[ColumnElement[bool], ...]:
    """What a flag that waits for a decision fulfils; kept for the few days and lanes that pages ask about."""
    decided = _standing().where(decisions.c.flag == flags.c.id, decisions.c.basis == flags.c.basis)
    mine, newest = articles.alias(), articles.alias()
    told = exists().where(mine.c.id == flags.c.article)
    later = exists().where(newest.c.url == mine.c.url, newest.c.version > mine.c.version)
    if since is not None:
        told = told.where(mine.c.day >= codec.day(since))
    conditions = (flags.c.closed_at.is_(None), ~decided.exists(), told.where(~later))
    return (*conditions, flags.c.lane == lane) if lane else conditions


def case_of(connection: Connection, flag: str) -> Case | None:
    """A standing flag with its rows, inside the caller's transaction."""
    row = connection.execute(select(flags).where(flags.c.id == flag, flags.c.closed_at.is_(None))).mappings()
    standing = row.one_or_none()
    if standing is None:
        return None
    return case(codec.to_flag(standing), history_of(connection, flag))


def history_of(connection: Connection, flag: str) -> Sequence[Decision]:
    """Every row about a flag, oldest first."""
    query = select(decisions).where(decisions.c.flag == flag).order_by(decisions.c.seq)
    return [to_decision(one) for one in connection.execute(query).mappings()]


def evidence_of(connection: Connection, claim: str) -> Evidence | None:
    """The passage a claim was compared with."""
    match = _match(connection, claim)
    return match.evidence if match else None


def _match(connection: Connection, claim: str) -> Match | None:
    row = connection.execute(select(matches).where(matches.c.claim == claim)).mappings().one_or_none()
    return codec.to_match(row) if row else None


def _protected(connection: Connection, now: Case) -> Refused | None:
    protected = connection.scalar(select(tags.c.protected).where(tags.c.article == now.flag.article))
    return Refused("Nội dung này được bảo vệ, không có gì để quyết định.", "protected") if protected else None


def _what_stood(connection: Connection, now: Case) -> dict[str, Any]:
    """The words that were compared, copied: claims and documents change, a decision is about what stood then."""
    flag = now.flag
    url = connection.scalar(select(articles.c.url).where(articles.c.id == flag.article))
    claim = connection.scalar(select(claims.c.text).where(claims.c.id == flag.claim))
    match = _match(connection, flag.claim)
    proof = match.evidence if match else None
    shown = next((one for one in match.differences if one.code == flag.code), None) if match else None
    return {
        "basis": flag.basis,
        "alarm_key": flag.alarm_key,
        "article": flag.article,
        "url": url or "",
        "claim": claim or "",
        "verdict": flag.verdict,
        "code": flag.code,
        "claim_value": shown.claim_value if shown else "",
        "official_value": shown.official_value if shown else "",
        "document": (proof.number or proof.document) if proof else "",
        "point": proof.point if proof else "",
        "passage": proof.passage if proof else "",
        "policy_version": connection.scalar(select(flags.c.version).where(flags.c.id == flag.id)) or "",
    }
