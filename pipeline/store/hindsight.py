"""Reads that look back: what rested on a paper, and what could not be compared. Nothing is written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Engine, or_, select

from pipeline.records import Claim, Match, local_day
from pipeline.store import codec
from pipeline.store.room import Clock, Room
from pipeline.store.tables import articles, claims, corrections, flags, matches


@dataclass(frozen=True, slots=True)
class Rested:
    """A stored claim with the page that made it; `flag` and the day it was first reported when it became one."""

    claim: Claim
    match: Match
    url: str
    outlet: str
    title: str
    day: dt.date | None
    topic: str
    flag: str | None
    reported: dt.date | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction of the office that quotes a paper."""

    id: str
    url: str
    claim: str
    official_value: str
    paper: str


class Hindsight(Room):
    """Reads over what was compared before: `Hindsight(store.engine, store.clock)`."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine, self.clock = engine, clock

    def resting_on(self, documents: Collection[str]) -> list[Rested]:
        """Claims compared with a passage of one of these documents (ids), oldest page first."""
        if not documents:
            return []
        return [
            r
            for r in self._rested(or_(*(matches.c.evidence.contains(d) for d in sorted(documents))))
            if r.match.evidence is not None and r.match.evidence.document in documents
        ]

    def compared(self, since: dt.date, until: dt.date) -> list[Rested]:
        """Every claim of the pages of some days, both ends included, with its match."""
        return self._rested(articles.c.day.between(codec.day(since), codec.day(until)))

    def corrections_on(self, documents: Collection[str]) -> list[Corrected]:
        """Corrections that quote a passage of one of these documents (ids)."""
        wanted = corrections.c.document.in_(sorted(documents))
        names = ("id", "url", "claim", "official_value", "paper")
        with self._read() as connection:
            rows = connection.execute(select(corrections).where(wanted).order_by(corrections.c.seq)).mappings()
            return [Corrected(**{name: row[name] for name in names}) for row in rows]

    def _rested(self, wanted: object) -> list[Rested]:
        query = (
            select(claims, articles.c.url, articles.c.outlet, articles.c.title, articles.c.day)
            .join(articles, articles.c.id == claims.c.article)
            .join(matches, matches.c.claim == claims.c.id)
            .where(wanted)  # type: ignore[arg-type]
            .order_by(articles.c.day, claims.c.seq)
        )
        with self._read() as connection:
            rows = connection.execute(query).mappings().all()
            told = {
                row["claim"]: codec.to_match(row)
                for row in connection.execute(
                    select(matches).where(matches.c.claim.in_(select(query.subquery().c.id)))
                ).mappings()
            }
            raised = {
                row.claim: row for row in connection.execute(select(flags.c.claim, flags.c.id, flags.c.first_seen))
            }
        found = []
        for row in rows:
            flag = raised.get(row["id"])
            seen = codec.to_moment(flag.first_seen) if flag else None
            found.append(
                Rested(
                    codec.to_claim(row), told[row["id"]], row["url"], row["outlet"], row["title"], codec.to_day(row["day"]),
                    row["topic"] or "khac", flag.id if flag else None, local_day(seen) if seen else None,
                )
            )  # fmt: skip
        return found
