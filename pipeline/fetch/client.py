"""Ask for one address and give back a value: an answer, or a named trouble. Redirects, bounds and robots live here.

Every hop is cleaned, judged by robots.txt and by the guard, and waits its turn at the gate.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import httpcore
import httpx

from pipeline.fetch import robots
from pipeline.fetch.answers import TROUBLES, Answer, Trouble, utf8_of
from pipeline.fetch.body import Body, TooMuch, coding
from pipeline.fetch.gate import Gate, Pace, origin, site
from pipeline.fetch.guard import (
    AddressRefused,
    GuardedTransport,
    NameUnknown,
    ProxyRefused,
    is_allowed,
    is_public,
    literal,
)
from pipeline.fetch.policy import Network
from pipeline.fetch.urls import clean, host_port, join

Clock = Callable[[], dt.datetime]
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_BIG = 1_000_000
_BIG_AT_ONCE = 2
"""bodies above a megabyte held in memory at once, whatever many servers send (peak memory: below 400 MB)"""
ROBOTS_FRESH = 24 * 3600.0
"""seconds a robots.txt is kept (RFC 9309 section 2.4: at most 24 hours)"""


@dataclass(frozen=True, slots=True)
class Memory:
    """What outlives a pass within one process: robots.txt files (until when, rules) and the pace of each site."""

    rules: dict[str, tuple[float, robots.Rules]] = field(default_factory=dict)
    pace: Pace = field(default_factory=Pace)


class Client:
    """One pass's way to the web: connections, turns and robots.txt files. Used by one event loop."""

    def __init__(self, network: Network, clock: Clock, memory: Memory) -> None:
        self._network = network
        self._clock = clock
        self._rules = memory.rules
        self._asking: dict[str, asyncio.Lock] = {}
        self.gate = Gate(network, memory.pace)
        self.reached = 0
        """answers of any status that came from the open internet or the allow list"""
        self._big = asyncio.Semaphore(_BIG_AT_ONCE)
        self._transport = GuardedTransport(network)
        self._headers = _standing_headers(network)

    async def close(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    def forget(self, answer: Answer) -> None:
        """The caller is done with a body; to be called once for every answer it was given."""
        if answer.big:
            self._big.release()

    async def get(
        self,
        url: str,
        *,
        home: str | None = None,
        pause: float = 1.0,
        headers: Mapping[str, str] | None = None,
    ) -> Answer | Trouble:
        """GET `url`, follow redirects within bounds, obey robots.txt at every hop. Never raises."""
        seen: set[str] = set()
        here, permanent = url, True
        while True:
            cleaned = clean(here)
            if cleaned is None:
                return Trouble("url")
            if cleaned in seen:
                return Trouble("loop")
            if len(seen) > self._network.max_redirects:
                return Trouble("redirects")
            seen.add(cleaned)
            if trouble := self._judge(cleaned) or await self._robots(cleaned, home, pause):
                return trouble
            answer = await self._ask(cleaned, site(cleaned, home, self._network), pause, headers or {})
            if isinstance(answer, Trouble) or answer.status not in _REDIRECTS:
                break
            self.forget(answer)
            permanent = permanent and answer.status in _PERMANENT
            target = answer.header("location")
            if not target:
                return Trouble("location")
            following = join(cleaned, utf8_of(target))
            if following is None:
                return Trouble("url")
            here = following
        if isinstance(answer, Trouble):
            return answer
        moved = answer.final_url if permanent and len(seen) > 1 else None
        return replace(answer, url=url, moved_to=moved)

    async def rules(self, url: str, home: str | None, pause: float) -> list[robots.Rules]:
        """The robots.txt files that speak for `url`: its origin's, and its folder's on an allow-listed host."""
        where = [origin(url)]
        key = site(url, home, self._network)
        if "/" in key:
            where.append(f"{origin(url)}/{key.partition('/')[2]}")
        return [await self._rules_of(place, url, home, pause) for place in where]

    def known(self, url: str) -> bool:
        """Whether the robots.txt of an address was asked for already."""
        return origin(url) in self._rules

    # ------------------------------------------------------------ inside
    def _judge(self, url: str) -> Trouble | None:
        """A literal inner address is refused before anything is asked of anybody."""
        where = host_port(url)
        if where is None:
            return Trouble("url")
        try:
            address = literal(where[0])
        except ValueError:
            return Trouble("address", where[0])
        if address is not None and not is_public(address) and not is_allowed(self._network, *where):
            return Trouble("address", where[0])
        return None

    async def _robots(self, url: str, home: str | None, pause: float) -> Trouble | None:
        for rules in await self.rules(url, home, pause):
            if rules.delay:
                self.gate.slow_down(site(url, home, self._network), rules.delay)
            if rules.closed:
                return Trouble(rules.closed) if rules.closed in TROUBLES else Trouble("robots_wait")
            if not rules.may(url):
                return Trouble("robots")
        return None

    async def _rules_of(self, place: str, url: str, home: str | None, pause: float) -> robots.Rules:
        async with self._asking.setdefault(place, asyncio.Lock()):
            now = time.monotonic()
            known = self._rules.get(place)
            if known and known[0] > now:
                return known[1]
            rules = await self._ask_robots(f"{place}/robots.txt", url, home, pause)
            # What could not be had is asked for again at the next visit, not once for each page of this one.
            self._rules[place] = (now + (600.0 if rules.closed else ROBOTS_FRESH), rules)
            return rules

    async def _ask_robots(self, robots_url: str, url: str, home: str | None, pause: float) -> robots.Rules:
        here = robots_url
        for _ in range(6):  # at least five hops, even to another host (section 2.3.1.2)
            if self._judge(here):
                return robots.Rules()
            key = site(url, home, self._network) if origin(here) == origin(url) else site(here, None, self._network)
            answer = await self._ask(here, key, pause, {}, enough=robots.CAP)
            if isinstance(answer, Trouble):
                # A host that cannot be reached has no rules yet; the page itself will say what is wrong with it.
                return robots.Rules(closed=answer.code)
            self.forget(answer)
            following = join(here, answer.header("location") or "") if answer.status in _REDIRECTS else None
            if following is None:
                return robots.answer(answer.status, answer.body)
            here = following
        return robots.Rules()

    async def _ask(
        self, url: str, key: str, pause: float, headers: Mapping[str, str], enough: int | None = None
    ) -> Answer | Trouble:
        """One request, no redirect. From `enough` bytes on the rest of the body is left."""
        if self.gate.over_budget():
            return Trouble("budget")
        async with self.gate.turn(url, key, pause):
            try:
                async with asyncio.timeout(self._network.total_timeout):
                    return await self._exchange(url, key, pause, headers, enough)
            except TooMuch as error:
                return Trouble(error.code)
            except TimeoutError:
                self.gate.rest(key, 2 * pause)
                return Trouble("timeout")
            except AddressRefused as error:
                return Trouble("address", str(error))
            except NameUnknown:
                return Trouble("dns", urlsplit(url).hostname or "")
            except ProxyRefused as error:
                return Trouble("proxy", str(error))
            except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
                return _named(error)
            except (httpx.HTTPError, httpx.InvalidURL, httpcore.UnsupportedProtocol, ssl.SSLError, OSError, ValueError):
                return Trouble("protocol")

    async def _exchange(
        self, url: str, key: str, pause: float, headers: Mapping[str, str], enough: int | None
    ) -> Answer | Trouble:
        net = self._network
        # The transport is asked, not an httpx client: it would keep cookies and parse the next hop before we judge it.
        request = httpx.Request("GET", url, headers={**self._headers, **headers})
        request.extensions["timeout"] = {"connect": net.connect_timeout, "read": net.first_byte_timeout, "write": 10.0}
        try:
            async with asyncio.timeout(net.connect_timeout + net.first_byte_timeout):
                response = await self._transport.handle_async_request(request)
        except TimeoutError:
            return Trouble("first_byte")
        self.reached += 1
        loop = asyncio.get_running_loop()
        begun = loop.time()
        big = complete = False
        try:
            body = Body(net, coding(response.headers.get("content-encoding", "")))
            declared = response.headers.get("content-length", "")
            if declared.isdigit() and int(declared) > net.max_body and enough is None:
                raise TooMuch("too_large")
            parts = aiter(response.stream)  # type: ignore[arg-type]
            while (chunk := await _within(parts, net.idle_timeout)) is not None:
                self.gate.received += len(chunk)
                body.add(chunk, loop.time() - begun)
                more = True
                while more and (enough is None or len(body) < enough):
                    more = body.expand()
                    if not big and len(body) > _BIG:
                        before = loop.time()
                        big = await self._big.acquire()
                        begun += loop.time() - before  # the wait is ours, not the publisher's
                if more:
                    break
            names = tuple((k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in response.headers.raw)
            answer = Answer(
                url, url, response.status_code, names, body.content(), self._clock(), body.received, big=big
            )
            complete = True
            return answer
        except (httpcore.ReadTimeout, TimeoutError) as error:
            raise TooMuch("drip") from error
        finally:
            if not complete:
                self.gate.rest(key, 2 * pause)  # the other side may still be writing
                if big:
                    self._big.release()
            await response.aclose()


def _standing_headers(network: Network) -> dict[str, str]:
    headers = {
        "User-Agent": network.user_agent,
        "Accept": "text/html,application/rss+xml,application/atom+xml,application/feed+json,*/*;q=0.8",
        "Accept-Language": "vi,en;q=0.5",
        "Accept-Encoding": "gzip, deflate",
    }
    if re.fullmatch(r"[\w.+-]+@[\w.-]+", network.contact):
        headers["From"] = network.contact
    return headers


async def _within(parts: object, seconds: float) -> bytes | None:
    async with asyncio.timeout(seconds):
        return await anext(parts, None)  # type: ignore[call-overload, no-any-return]


def _named(error: Exception) -> Trouble:
    """The trouble behind an exception of httpcore."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Trouble("tls", cause.verify_message)
        if isinstance(cause, ssl.SSLError):
            return Trouble("tls")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.ConnectTimeout):
        return Trouble("connect_timeout")
    if isinstance(error, httpcore.ConnectError):
        return Trouble("connect")
    if isinstance(error, httpcore.TimeoutException):
        return Trouble("first_byte")
    if isinstance(error, httpcore.ProtocolError):
        if "too big" in str(error).lower() or "too long" in str(error).lower() or "size" in str(error).lower():
            return Trouble("headers")
        return Trouble("cut" if "without sending" in str(error) or "peer closed" in str(error) else "protocol")
    return Trouble("cut")
