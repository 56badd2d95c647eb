"""Addresses, what they announced, and the pages behind it: what was asked for, what came, when to look again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, func, insert, select, update

from pipeline.records import AddressState, Capture, Entry, Health, Stamp
from pipeline.store import codec
from pipeline.store.captures import keep, keep_content
from pipeline.store.room import Room, put
from pipeline.store.tables import addresses, announced, health, pages, passes

LOOK_AGAIN = tuple(dt.timedelta(hours=hours) for hours in (1, 6, 24, 72))
"""after first seen: silent edits come soon or not at all"""
PATIENT_LOOKS = 3
"""re-announcements without a change that are followed at once; some sitemaps renew every date with each visit"""
PATIENT_TRIES = 3
"""failures in a row after which each further one doubles the wait, up to a day"""
MAX_TRIES = 12
"""failures in a row after which a page is left: about a week"""
DAY = dt.timedelta(days=1)


class WantedPage(NamedTuple):
    """A page to ask for, with the validators of the last answer."""

    url: str
    entry: Entry
    attempts: int
    etag: str | None
    last_modified: str | None


class PagesRoom(Room):
    """Addresses, health, pages."""

    # ------------------------------------------------------------ addresses
    def address_states(self) -> dict[str, AddressState]:
        """What is remembered of each address, by address."""
        with self._read() as connection:
            rows = connection.execute(select(addresses.c.url, addresses.c.state)).all()
        return {row.url: codec.to_state(row.state) for row in rows}

    def save_announcement(
        self,
        state: AddressState,
        seen: Health,
        entries: Sequence[tuple[str, Entry]],
        capture: Capture | None,
        now: dt.datetime,
    ) -> int:
        """Keep one visit of one address in one transaction; return how many pages are new.

        `entries` are (canonical url, entry). A page that this address announces anew with another title or date is
        looked at again at once.
        """
        with self._write() as connection:
            row = {"url": state.url, "source": state.source, "kind": state.kind, "state": codec.state_text(state)}
            put(connection, addresses, row, ["url"])
            number = connection.scalar(select(func.max(passes.c.seq))) or 0
            put(connection, health, {**codec.health_row(seen), "pass_seq": number}, ["pass_seq", "url"])
            if capture is not None:
                keep(connection, capture, state.url, "announcement")
            links = dict(entries)
            moved = _moved(connection, links)
            return sum(
                _announce(connection, moved.get(url, url), entry, state.url, now) for url, entry in links.items()
            )

    def health(self) -> list[Health]:
        """One line for each address of the last pass that visited any."""
        last = select(func.max(health.c.pass_seq)).scalar_subquery()
        query = select(health).where(health.c.pass_seq == last).order_by(health.c.seq)
        with self._read() as connection:
            return [codec.to_health(row) for row in connection.execute(query).mappings()]

    # ---------------------------------------------------------------- pages
    def wanted_pages(self, now: dt.datetime, limit: int = 10_000) -> list[WantedPage]:
        """Pages never read, and pages to look at again for silent edits, oldest first."""
        query = select(pages).where(pages.c.due <= codec.moment(now)).order_by(pages.c.seq).limit(limit)
        with self._read() as connection:
            rows = connection.execute(query).mappings().all()
        return [
            WantedPage(row["url"], codec.to_entry(row, None), row["attempts"], row["etag"], row["last_modified"])
            for row in rows
        ]

    def save_page(
        self,
        url: str,
        capture: Capture | None,
        outcome: str,
        reason: str | None,
        retry_at: dt.datetime | None,
        now: dt.datetime,
    ) -> bool:
        """Keep what came of asking for a page; True when a capture came that was not there before.

        `outcome`: fetched, not_modified, gone, blocked, refused, throttled, failed. The last two come again at
        `retry_at`, later when they fail again and again. Raises NoResultFound for a page nobody announced.
        """
        with self._write() as connection:
            row = connection.execute(select(pages).where(pages.c.url == url)).mappings().one()
            new = capture is not None and keep(connection, capture, url, "page")
            values: dict[str, Any] = {"outcome": outcome, "reason": reason}
            if outcome in ("fetched", "not_modified"):
                due = _next_look(codec.to_moment(row["first_seen"]), now)
                idle = 0 if new else row["idle_looks"] + 1
                values |= {"attempts": 0, "looks": row["looks"] + 1, "idle_looks": idle, "due": codec.moment(due)}
            else:
                due = _next_try(row["attempts"] + 1, retry_at, now) if outcome == "failed" else retry_at
                values |= {"attempts": row["attempts"] + 1, "due": codec.moment(due)}
            if capture is not None:
                found = {name.lower(): value for name, value in capture.headers}
                values |= {"etag": found.get("etag"), "last_modified": found.get("last-modified")}
            connection.execute(update(pages).where(pages.c.url == url).values(values))
            return new

    def import_page(self, url: str, capture: Capture, entry: Entry, now: dt.datetime) -> bool:
        """A page somebody hands in: announced and captured at once, then read like any other. True when it is new."""
        with self._write() as connection:
            _announce(connection, url, entry, "import", now)
            connection.execute(update(pages).where(pages.c.url == url).values(outcome="imported", due=None))
            return keep(connection, capture, url, "page")


def _moved(connection: Connection, links: dict[str, Entry]) -> dict[str, str]:
    """New link → the page it stands for: the same source, GUID and title under another link are the same article."""
    named = {url: entry for url, entry in links.items() if entry.guid and entry.title}
    known = set(connection.scalars(select(pages.c.url).where(pages.c.url.in_(named)))) if named else set()
    fresh = {(entry.source, entry.guid, entry.title): url for url, entry in named.items() if url not in known}
    if not fresh:
        return {}
    alike = pages.c.guid.in_({guid for _, guid, _ in fresh}) & pages.c.source.in_({source for source, _, _ in fresh})
    rows = connection.execute(select(pages.c.url, pages.c.source, pages.c.guid, pages.c.title).where(alike)).all()
    moved = {
        new: row.url for row in rows if (new := fresh.get((row.source, row.guid, row.title))) and row.url not in links
    }
    for new, old in moved.items():
        connection.execute(update(pages).where(pages.c.url == old).values(announced=links[new].url))
    return moved


def _announce(connection: Connection, url: str, entry: Entry, address: str, now: dt.datetime) -> bool:
    row = connection.execute(select(pages).where(pages.c.url == url)).mappings().one_or_none()
    mark = _signature(entry)
    if row is None:
        fresh = {"url": url, "source": entry.source, "first_seen": codec.moment(now), "due": codec.moment(now)}
        fresh |= _entry_columns(connection, url, entry, now)
        counts = {"outcome": "pending", "attempts": 0, "looks": 0, "idle_looks": 0}
        connection.execute(insert(pages).values(fresh | counts))
    elif row["outcome"] == "forgotten":
        return False
    else:
        key = and_(announced.c.page_url == url, announced.c.address == address)
        before = connection.scalar(select(announced.c.signature).where(key))
        if before == mark:
            return False
        # Another address naming a known page is no news of the page; the same address saying something else is.
        if before is not None and entry.source == row["source"]:
            soon = codec.moment(now + _patience(row["idle_looks"]))
            due = min(filter(None, (soon, row["due"])))
            values = _entry_columns(connection, url, entry, now) | {"due": due, "attempts": 0}
            connection.execute(update(pages).where(pages.c.url == url).values(values))
    put(connection, announced, {"page_url": url, "address": address, "signature": mark}, ["page_url", "address"])
    return row is None


def _entry_columns(connection: Connection, url: str, entry: Entry, now: dt.datetime) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "announced": entry.url,
        "title": entry.title,
        "published": codec.stamp_text(entry.published),
        "updated": codec.stamp_text(entry.updated),
        "guid": entry.guid,
    }
    sha256 = keep_content(connection, url, entry, now)
    return columns | ({"content_sha": sha256} if sha256 else {})


def _signature(entry: Entry) -> str:
    """What an announcement says of a page, without times that were not announced but made up on the way."""

    def at(stamp: Stamp | None) -> str | None:
        return codec.moment(stamp.at) if stamp and stamp.origin not in ("first-seen", "http") else None

    text = codec.pack([entry.title, at(entry.published), at(entry.updated)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _patience(idle_looks: int) -> dt.timedelta:
    """How long to wait with a re-announced page after so many looks that found nothing new."""
    late = idle_looks - PATIENT_LOOKS
    return dt.timedelta(0) if late < 0 else min(DAY, dt.timedelta(hours=2 ** min(late, 10)))


def _next_try(tries: int, retry_at: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    if retry_at is None or tries >= MAX_TRIES:
        return None
    late = tries - PATIENT_TRIES
    return retry_at if late <= 0 else max(retry_at, now + min(DAY, dt.timedelta(minutes=30) * 2 ** min(late, 10)))


def _next_look(first_seen: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    if first_seen is None:
        return None
    return next((first_seen + gap for gap in LOOK_AGAIN if first_seen + gap > now), None)
