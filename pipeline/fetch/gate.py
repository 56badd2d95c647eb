"""Politeness: one connection and a pause per host, a bound on all requests in flight, and a byte budget.

A publisher is a *site*. Ordinarily that is scheme-free host:port. On a host:port that the office allows by name (a
test bench, a gateway inside the office) several publishers may stand side by side in folders; there the site is the
folder of the source's home page, with its own pause and, beside the origin's, its own robots.txt. Requests to one
host:port never overlap in either case; the pause runs per site, from the end of one answer to the next question.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pipeline.fetch.guard import is_allowed
from pipeline.fetch.policy import Network
from pipeline.fetch.urls import host_port


def origin(url: str) -> str:
    """scheme://host:port of a link: what robots.txt belongs to (RFC 9309 section 2.3)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def site(url: str, home: str | None, network: Network) -> str:
    """The key of the publisher behind `url`; `home` is the source's home page."""
    where = host_port(url)
    if where is None:
        return url
    key = f"{where[0]}:{where[1]}"
    if home and is_allowed(network, *where) and host_port(home) == where:
        folder = urlsplit(home).path.strip("/")
        if folder and urlsplit(url).path.startswith(f"/{folder}/"):
            return f"{key}/{folder}"
    return key


@dataclass(slots=True)
class Pace:
    """When each site may be asked again, and its Crawl-delay: outlives one event loop, so that pauses hold over passes.

    Times are those of time.monotonic, which every event loop's clock shares.
    """

    free_at: dict[str, float] = field(default_factory=dict)
    delay: dict[str, float] = field(default_factory=dict)


class Gate:
    """Hands out turns. Used by one event loop."""

    def __init__(self, network: Network, pace: Pace) -> None:
        self._network = network
        self._pace = pace
        self._all = asyncio.Semaphore(network.parallel)
        self._hosts: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._sites: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.received = 0

    def slow_down(self, site_key: str, seconds: float) -> None:
        """Remember a Crawl-delay; it can only lengthen the pause."""
        self._pace.delay[site_key] = max(seconds, self._pace.delay.get(site_key, 0.0))

    def rest(self, site_key: str, seconds: float) -> None:
        """Leave a site alone for a while (an answer was broken off and the other side may still be writing)."""
        self._pace.free_at[site_key] = max(self._pace.free_at.get(site_key, 0.0), time.monotonic() + seconds)

    def over_budget(self) -> bool:
        """Whether the pass has received all that the office's line may carry."""
        budget = self._network.byte_budget
        return budget is not None and self.received >= budget

    @asynccontextmanager
    async def turn(self, url: str, site_key: str, pause: float) -> AsyncIterator[None]:
        """Wait for this site's pause, this host's line and a free slot; then one request may be made."""
        host = host_port(url)
        async with self._sites[site_key]:
            wait = self._pace.free_at.get(site_key, 0.0) - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            async with self._hosts[f"{host}"], self._all:
                try:
                    yield
                finally:
                    self.rest(site_key, max(pause, self._pace.delay.get(site_key, 0.0)))
