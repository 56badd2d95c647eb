"""Deliveries of reports: one row for a report and a way it goes, the last attempt in it, each attempt in the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Engine, select

from pipeline.store import audit, codec
from pipeline.store.room import Clock, Room, put
from pipeline.store.tables import deliveries

Channel = Literal["folder", "mail", "webhook"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A report and a way it went, or should have gone. `reason` is Vietnamese, without an address of anybody."""

    report: str
    day: dt.date
    channel: Channel
    files: tuple[tuple[str, str], ...]
    """(name, sha256)"""
    state: Literal["sent", "failed"]
    reason: str | None
    tries: int
    at: dt.datetime


class Deliveries(Room):
    """`Deliveries(store.engine, store.clock)`."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine, self.clock = engine, clock

    def note(
        self, report: str, day: dt.date, channel: Channel, files: Sequence[tuple[str, str]], reason: str | None
    ) -> Delivery:
        """Keep an attempt: sent when `reason` is None. The row and its line of the log are stored together."""
        at, state = self.clock(), "failed" if reason else "sent"
        known = self.of(report, day, channel)
        tries = (known.tries if known else 0) + 1
        row: dict[str, Any] = {
            "report": report,
            "day": codec.day(day),
            "channel": channel,
            "files": codec.pack(files),
            "state": state,
        }
        row |= {"reason": reason, "tries": tries, "at": codec.moment(at)}
        with self._write() as connection:
            put(connection, deliveries, row, ["report", "day", "channel"])
            told = codec.pack({"files": files, "tries": tries})
            name = f"{report}/{day.isoformat()}/{channel}"
            audit.append(connection, at, "pipeline", f"delivery.{state}", name, decision=told, reason_code=reason or "")
        return _of(row)

    def of(self, report: str, day: dt.date, channel: Channel) -> Delivery | None:
        """The last attempt of a report by a way; None when there was none."""
        return next(
            (one for one in self.since(day) if (one.report, one.day, one.channel) == (report, day, channel)), None
        )

    def since(self, day: dt.date) -> list[Delivery]:
        """Last attempts for reports of a day and later, oldest first."""
        query = (
            select(deliveries).where(deliveries.c.day >= codec.day(day)).order_by(deliveries.c.day, deliveries.c.seq)
        )
        with self._read() as connection:
            return [_of(row) for row in connection.execute(query).mappings()]

    def waiting(self, since: dt.date) -> list[Delivery]:
        """Those that failed and have not been sent after all."""
        return [one for one in self.since(since) if one.state == "failed"]


def _of(row: codec.Row) -> Delivery:
    files = tuple((name, sha) for name, sha in codec.unpack(row["files"]) or ())
    day, at = codec.to_day(row["day"]), codec.to_moment(row["at"])
    return Delivery(**{**codec.known(Delivery, row), "files": files, "day": day, "at": at})
