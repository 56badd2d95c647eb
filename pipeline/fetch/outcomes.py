"""What can come of asking for something, as values: the only language between the client and whoever called it.

`reason` is always a Vietnamese phrase that an office worker can read. Nothing here raises.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipeline.records import AddressState, Capture, Entry, Health


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page somebody wants. `etag` and `last_modified` are those of the last capture, sent back exactly."""

    url: str
    source: str
    etag: str | None = None
    last_modified: str | None = None
    pause: float = 1.0
    """seconds between two requests to one host (Source.pause)"""
    home: str | None = None
    """Source.url: tells publishers apart that share one allow-listed host:port"""
    failures: int = 0
    """failures in a row so far, for the back-off"""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The page came; `moved_to` is set when every hop on the way was permanent (301, 308)."""

    request: PageRequest
    capture: Capture
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """304: what is stored is still what is published."""

    request: PageRequest
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """410 (or 404 with `permanent` False): the publisher no longer has it."""

    request: PageRequest
    reason: str
    permanent: bool = True


@dataclass(frozen=True, slots=True)
class Blocked:
    """robots.txt does not want it read. Never asked for."""

    request: PageRequest
    reason: str


@dataclass(frozen=True, slots=True)
class Throttled:
    """The host asked for rest (429, 503, or robots.txt cannot be read): nothing before `until`."""

    request: PageRequest
    until: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """We will not read it, now or later: an inner address, a bomb, a drip, credentials, a loop, a foreign coding."""

    request: PageRequest
    reason: str
    code: str = "refused"


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not work this time; ask again at `retry_at`."""

    request: PageRequest
    reason: str
    retry_at: dt.datetime
    code: str = "failed"


PageOutcome = Fetched | NotModified | Gone | Blocked | Throttled | Refused | Failed


@dataclass(frozen=True, slots=True)
class Announcement:
    """What one visit of one address gave: the line for `sources health`, the state to remember, the entries."""

    health: Health
    state: AddressState
    entries: tuple[Entry, ...] = ()
    capture: Capture | None = None
    notices: tuple[str, ...] = ()
    """Vietnamese sentences for the analyst: moved, gone, fewer items than usual, back to normal"""


@dataclass(frozen=True, slots=True)
class Look:
    """What asking for an address once gave, for `sources probe`: the document, or why there is none, and robots.txt."""

    url: str
    final_url: str | None = None
    status: int | None = None
    media_type: str | None = None
    body: bytes = b""
    reason: str | None = None
    robots: str = ""
    """the verdict of robots.txt in Vietnamese words"""
    sitemaps: tuple[str, ...] = ()
    """addresses that robots.txt names"""
    moved_to: str | None = None
