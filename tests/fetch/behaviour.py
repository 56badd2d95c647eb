"""A scripted behaviour of a publisher's server: what it answers, and the outcome value that one visit must have."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from pipeline.fetch import Network
from pipeline.records import AddressKind

from .press import HTML, Press, Reply, rss

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
TWO = rss("Thu tiền rác", "Cấp nước sạch")
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
ARTICLE = "<html><body><h1>Thu tiền rác</h1><p>Từ đầu năm tới mỗi hộ đóng theo mức mới của phường.</p></body></html>"


def tight(press: Press, **changes: object) -> Network:
    """The office's network with short bounds, so that tests do not wait."""
    bounds: dict[str, object] = {
        "allow": frozenset({press.address}),
        "first_byte_timeout": 0.4,
        "connect_timeout": 1.0,
        "idle_timeout": 0.4,
        "total_timeout": 3.0,
        "slow_after": 0.3,
        "slow_rate": 500,
        "max_body": 300_000,
        "max_expanded": 600_000,
        "patience": 2.0,
    }
    return Network(**(bounds | changes))  # type: ignore[arg-type]


@dataclass
class Case:
    """A scripted behaviour of an address and what one visit must say of it."""

    name: str
    routes: dict[str, Reply | list[Reply]]
    status: str
    words: str = ""
    entries: int = 0
    kind: AddressKind = "feed"
    state: dict[str, object] = field(default_factory=dict)
    network: dict[str, object] = field(default_factory=dict)
    selector: str | None = None
    titles: tuple[str, ...] = ()
    asked: dict[str, int] = field(default_factory=dict)
    """how often a path may have been asked for"""


def feed(text: str | bytes, **more: object) -> dict[str, Reply | list[Reply]]:
    data = text.encode() if isinstance(text, str) else text
    return {"/a": Reply(data, **more)}  # type: ignore[arg-type]


def to(target: str, status: int = 302) -> Reply:
    return Reply(b"", status, HTML, (("Location", target),))


def robots(text: str, status: int = 200) -> Reply:
    return Reply(text.encode(), status, "text/plain")
