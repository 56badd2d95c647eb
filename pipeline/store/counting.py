"""The month in numbers for the public page (CHARTER rule 8): counts over rows and log, nobody named."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Column, ColumnElement, Connection, and_, exists, func, select

from pipeline.records import VIETNAM
from pipeline.store import audit as log
from pipeline.store import codec
from pipeline.store.room import Room
from pipeline.store.tables import (
    articles,
    audit,
    claims,
    correction_steps,
    corrections,
    decisions,
    flags,
    matches,
    referral_acts,
    referrals,
    tags,
)
from pipeline.workflow.transparency import OVERTURNED, Counts


def bounds(month: str) -> tuple[str, str]:
    """The moments at which a month `YYYY-MM` begins and ends in Vietnam, as stored. Raises ValueError."""
    first = dt.datetime.strptime(month, "%Y-%m").replace(tzinfo=VIETNAM)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    return codec.moment(first) or "", codec.moment(after) or ""


class CountingRoom(Room):
    """Counts of a month."""

    def transparency(self, month: str) -> Counts:
        """Count a month `YYYY-MM` (Vietnam). Raises ValueError when it is no month."""
        start, end = bounds(month)

        def within(column: Column[str] | ColumnElement[str]) -> ColumnElement[bool]:
            return and_(column >= start, column < end)

        with self._read() as connection:
            read = within(articles.c.first_seen)
            first = articles.alias()
            pages = read & ~exists().where(first.c.url == articles.c.url, first.c.version < articles.c.version)
            undone = decisions.alias()
            stands = decisions.c.kind.is_not(None) & ~exists().where(undone.c.takes_back == decisions.c.seq)
            made = _by(connection, decisions.c.kind, within(decisions.c.at) & stands)
            steps = _by(connection, correction_steps.c.step, within(correction_steps.c.at))
            signed: ColumnElement[bool] = exists().where(
                referral_acts.c.article == referrals.c.article,
                referral_acts.c.act == "sign",
                within(referral_acts.c.at),
            )
            signed &= referrals.c.state == "signed"
            refused = within(referral_acts.c.at) & (referral_acts.c.act == "refuse")
            attempts = within(audit.c.ts) & (audit.c.action == "referral.attempt")
            forgotten = within(audit.c.ts) & (audit.c.action == "store.forget")
            return Counts(
                month=month,
                items_read=_count(connection, articles.c.seq, pages),
                items_protected=_count(
                    connection, articles.c.seq, pages & (tags.c.article == articles.c.id) & tags.c.protected
                ),
                claims_compared=_count(
                    connection,
                    claims.c.seq,
                    read
                    & (claims.c.article == articles.c.id)
                    & (matches.c.claim == claims.c.id)
                    & matches.c.evidence.is_not(None),
                ),
                flags=_count(connection, flags.c.seq, within(flags.c.first_seen) & (flags.c.lane != "look")),
                decisions=made,
                overturned=sum(made.get(kind, 0) for kind in OVERTURNED),
                undone=_count(connection, decisions.c.seq, within(decisions.c.at) & decisions.c.kind.is_(None)),
                corrections_drafted=steps.get("draft", 0),
                corrections_published=steps.get("publish", 0),
                corrections_withdrawn=steps.get("withdraw", 0),
                closed_by_outlet=steps.get("close", 0),
                hours_to_publish=_median_hours(connection, within(corrections.c.published_at)),
                referrals_proposed=_by(connection, referrals.c.ground, within(referrals.c.proposed_at)),
                referrals_signed=_by(connection, referrals.c.ground, signed),
                referrals_refused=_by(connection, referral_acts.c.reason, refused),
                attempts_refused=_by(connection, audit.c.reason_code, attempts),
                forgotten=sum(
                    int(number) for number in connection.scalars(select(audit.c.decision).where(forgotten)) if number
                ),
                audit_head=connection.scalar(select(audit.c.hash).order_by(audit.c.seq.desc()).limit(1)) or log.START,
            )


def _count(connection: Connection, column: Column[int], condition: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count(column.distinct())).where(condition)) or 0


def _by(connection: Connection, column: Column[str], condition: ColumnElement[bool]) -> Mapping[str, int]:
    return dict(Counter(connection.scalars(select(column).where(condition).order_by(column))))


def _median_hours(connection: Connection, condition: ColumnElement[bool]) -> int | None:
    query = select(corrections.c.opened_at, corrections.c.published_at).where(condition)
    gaps = [
        dt.datetime.fromisoformat(row.published_at) - dt.datetime.fromisoformat(row.opened_at)
        for row in connection.execute(query)
    ]
    return round(statistics.median(gap.total_seconds() for gap in gaps) / 3600) if gaps else None
