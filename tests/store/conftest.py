"""A store on disk with a clock that the test moves, and the nouns to fill it with."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.records import AddressState, Article, Capture, Entry, Health, Stamp
from pipeline.store import Store, open_store

MORNING = dt.datetime(2026, 11, 20, 0, 30, tzinfo=dt.UTC)
"""07:30 in Vietnam, thứ Sáu"""
FEED = "https://bao.example/rss"
PAGE = "https://bao.example/bai-1.html"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **gap: float) -> dt.datetime:
        self.now += dt.timedelta(**gap)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = open_store(tmp_path / "kho.sqlite3", clock=clock)
    yield opened
    opened.close()


def state(url: str = FEED) -> AddressState:
    return AddressState(
        "bao",
        url,
        "feed",
        etag='"1"',
        items=(("2026-11-20", 2),),
        seen=("ab", "cd"),
        next_due=MORNING,
        changed_at=MORNING,
        rest_until=MORNING,
    )


def health(url: str = FEED) -> Health:
    return Health("bao", url, "feed", "ok", None, 1, ("Một tin",), MORNING)


def entry(url: str = PAGE, title: str = "Một tin", content: str | None = None) -> Entry:
    return Entry("bao", url, title, Stamp(MORNING, "feed"), content=content)


def capture(body: bytes = b"<p>tin</p>", url: str = PAGE) -> Capture:
    headers = (("ETag", '"7"'), ("Set-Cookie", "session=1"), ("Content-Type", "text/html"))
    return Capture("bao", url, url, 200, headers, MORNING, body, hashlib.sha256(body).hexdigest())


def article(key: str = "a1", url: str = PAGE, text: str = "Lời tin.", **more: object) -> Article:
    fields = {"published": MORNING, "updated": None, "first_seen": MORNING, "capture": capture().sha256}
    return Article(id=key, source="bao", outlet="Báo Thử", url=url, title="Một tin", text=text, **{**fields, **more})


Announce = Callable[..., int]


@pytest.fixture
def announce(store: Store, clock: Clock) -> Announce:
    def call(*entries: Entry, address: str = FEED) -> int:
        return store.save_announcement(
            state(address), health(address), [(one.url, one) for one in entries], None, clock()
        )

    return call
