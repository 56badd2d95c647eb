"""Claims with their matches, flags, referral proposals, and the counts of each pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import delete, insert, select, update

from pipeline.records import Claim, Flag, Lane, Match, Referral, StageCount
from pipeline.store import codec
from pipeline.store.room import Room, new_seq, put
from pipeline.store.tables import articles, checks, claims, flags, matches, passes, referral_papers, referrals, stages

LOOKED = "đã hỏi các nguồn"
"""the row of a pass that says how its addresses answered"""


class ChecksRoom(Room):
    """Claims, matches, flags, referrals, passes."""

    def save_checks(self, article: str, version: str, found: Sequence[Claim], compared: Sequence[Match]) -> None:
        """Keep an article's claims and matches in place of the older ones; none at all is an answer too."""
        with self._write() as connection:
            connection.execute(delete(claims).where(claims.c.article == article))
            if found:
                connection.execute(insert(claims), [codec.claim_row(claim) for claim in found])
            if compared:
                connection.execute(insert(matches), [codec.match_row(match) for match in compared])
            put(connection, checks, {"article": article, "version": version}, ["article"])

    def checks(self, day: dt.date | None = None) -> list[tuple[Claim, Match]]:
        """Claims with their matches, in the order they were stored; of the articles of one day, or all."""
        query = select(claims).join(articles, articles.c.id == claims.c.article).order_by(claims.c.seq)
        if day is not None:
            query = query.where(articles.c.day == codec.day(day))
        with self._read() as connection:
            found = [codec.to_claim(row) for row in connection.execute(query).mappings()]
            compared = {row["claim"]: codec.to_match(row) for row in connection.execute(select(matches)).mappings()}
        return [(claim, compared[claim.id]) for claim in found if claim.id in compared]

    def replace_flags(
        self, found: Sequence[Flag], proposed: Sequence[Referral], version: str, now: dt.datetime
    ) -> None:
        """Keep today's flags. One that stood before keeps `first_seen`; one no longer found is closed.

        Referrals that somebody signed or refused stay; proposals no longer made go.
        """
        at = codec.moment(now)
        with self._write() as connection:
            first = {row.id: row.first_seen for row in connection.execute(select(flags.c.id, flags.c.first_seen))}
            rows = [
                {
                    "id": flag.id,
                    "lane": flag.lane,
                    "article": flag.article,
                    "claim": flag.claim,
                    "verdict": flag.verdict,
                    "code": flag.code,
                    "score": flag.score,
                    "first_seen": first.get(flag.id) or codec.moment(flag.first_seen),
                    "closed_at": None,
                    "version": version,
                    "basis": flag.basis,
                    "alarm_key": flag.alarm_key,
                }
                for flag in found
            ]
            connection.execute(update(flags).where(flags.c.closed_at.is_(None)).values(closed_at=at))
            put(connection, flags, rows, ["id"])
            wanted = {one.article for one in proposed}
            open_ones = select(referrals.c.article).where(referrals.c.state == "proposed")
            stale = set(connection.scalars(open_ones)) - wanted
            connection.execute(delete(referrals).where(referrals.c.article.in_(stale)))
            connection.execute(delete(referral_papers).where(referral_papers.c.article.in_(stale)))
            kept = set(connection.scalars(select(referrals.c.article)))
            for one in proposed:
                if one.article not in kept:
                    row = {
                        "article": one.article,
                        "url": one.url,
                        "ground": one.ground,
                        "state": "proposed",
                        "proposed_at": at,
                    }
                    put(connection, referrals, row, ["article"])

    def flags(self, day: dt.date | None = None, lane: Lane | None = None) -> list[Flag]:
        """Flags that stand, best first; of the articles of one day, of one lane, or all."""
        query = select(flags).where(flags.c.closed_at.is_(None)).order_by(flags.c.score.desc(), flags.c.id)
        if lane is not None:
            query = query.where(flags.c.lane == lane)
        if day is not None:
            query = query.join(articles, articles.c.id == flags.c.article).where(articles.c.day == codec.day(day))
        with self._read() as connection:
            return [codec.to_flag(row) for row in connection.execute(query).mappings()]

    def referrals(self) -> list[Referral]:
        """Referral proposals with their state, oldest first."""
        with self._read() as connection:
            return [
                codec.to_referral(row)
                for row in connection.execute(select(referrals).order_by(referrals.c.seq)).mappings()
            ]

    # ---------------------------------------------------------------- passes
    def pass_started(self, now: dt.datetime, day: dt.date | None = None) -> int:
        """Open a pass; returns its number."""
        with self._write() as connection:
            row = {"started_at": codec.moment(now), "day": codec.day(day)}
            return new_seq(connection, passes, row)

    def pass_looked(self, number: int, asked: int, answered: int, notices: Sequence[str]) -> None:
        """That a pass asked `asked` addresses, how many answered, and what is to be told of them, before its report.

        A report learns from it when nobody looked, and which outlet fell silent or could not be caught up with.
        """
        row = {"pass_seq": number, "stage": LOOKED, "items_in": asked, "items_out": answered, "seconds": 0.0}
        with self._write() as connection:
            connection.execute(insert(stages).values({**row, "problems": codec.pack(notices)}))

    def pass_finished(self, number: int, counts: Sequence[StageCount], now: dt.datetime) -> None:
        """Close a pass with the table of its stages."""
        with self._write() as connection:
            connection.execute(update(passes).where(passes.c.seq == number).values(finished_at=codec.moment(now)))
            rows = [
                {
                    "pass_seq": number,
                    "stage": count.stage,
                    "items_in": count.items_in,
                    "items_out": count.items_out,
                    "seconds": count.seconds,
                    "problems": codec.pack(count.problems),
                }
                for count in counts
            ]
            if rows:
                connection.execute(insert(stages), rows)
