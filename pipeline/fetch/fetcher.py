"""The room's door: visit the due addresses, get the wanted pages. Publishers in parallel, each one at a time.

What an outcome means is decided in verdicts.py (addresses) and pages.py; here is only who is asked when.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from pipeline.fetch import pages, verdicts
from pipeline.fetch.answers import Answer
from pipeline.fetch.bridge import Emitter, stream
from pipeline.fetch.client import Client, Memory
from pipeline.fetch.gate import site
from pipeline.fetch.outcomes import Announcement, Failed, Look, PageOutcome, PageRequest, Throttled
from pipeline.fetch.policy import Network
from pipeline.fetch.urls import host_port
from pipeline.fetch.verdicts import Address
from pipeline.fetch.visit import Visitor
from pipeline.records import AddressState, Source

Job = TypeVar("Job")
_GIVE_UP = 3
"""time-outs or failed connections in a row after which the rest of a publisher's pages is left for the next pass"""
OFFLINE_WAIT = dt.timedelta(minutes=5)
OFFLINE = "mạng của văn phòng không ra được Internet (không phải lỗi của nguồn); sẽ thử lại sau ít phút"


class Fetcher:
    """The polite client. Keeps robots.txt files for a day and each site's pace; all else is handed in and yielded.

    `clock` gives the current time as an aware datetime; `now` handed to `announcements` decides what is due.
    """

    def __init__(self, network: Network, *, clock: Callable[[], dt.datetime]) -> None:
        self._network = network
        self._clock = clock
        self._memory = Memory()
        self.received = 0
        """bytes of the last pass, for the byte budget and the table at its end"""

    def announcements(
        self,
        sources: Iterable[Source],
        states: Mapping[str, AddressState],
        now: dt.datetime,
        *,
        due_only: bool = True,
    ) -> Iterator[Announcement]:
        """One `Announcement` for each address of the enabled sources, as each completes; `states` is keyed by address.

        Addresses that are not due are "skipped" without a request; with `due_only=False` (a pass started by hand) only
        a publisher's own wish to rest (Retry-After) and retired addresses (410) are left alone.
        """
        groups: dict[str, list[tuple[Address, AddressState]]] = defaultdict(list)
        for source in sources:
            for address in verdicts.addresses(source) if source.enabled else ():
                state = states.get(address.url) or AddressState(source.id, address.url, address.kind)
                if still := _left_alone(address, state, now, due_only):
                    yield still
                else:
                    groups[site(address.url, source.url, self._network)].append((address, state))
        if groups:
            yield from stream(lambda out: self._announce(groups, now, out))

    def pages(self, wanted: Iterable[PageRequest]) -> Iterator[PageOutcome]:
        """One outcome for each wanted page, as each completes; publishers in parallel, one page at a time each."""
        groups: dict[str, list[PageRequest]] = defaultdict(list)
        for request in wanted:
            groups[site(request.url, request.home, self._network)].append(request)
        if groups:
            yield from stream(lambda out: self._collect(groups, out))

    def look(self, urls: Iterable[str], pause: float = 1.0) -> Iterator[Look]:
        """Ask for each address once, in order, with what robots.txt says of it: for trying out a source by hand."""
        yield from stream(lambda out: self._look(list(urls), pause, out))

    async def _look(self, urls: list[str], pause: float, out: Emitter[Look]) -> None:
        client = Client(self._network, self._clock, self._memory)
        try:
            for url in urls:
                answer = await client.get(url, pause=pause)
                rules = await client.rules(url, None, pause) if client.known(url) else []
                await out.emit(verdicts.looked(url, answer, rules))
                if isinstance(answer, Answer):
                    client.forget(answer)
        finally:
            await client.close()

    # ------------------------------------------------------------ announcements
    async def _announce(
        self,
        groups: Mapping[str, list[tuple[Address, AddressState]]],
        now: dt.datetime,
        out: Emitter[Announcement],
    ) -> None:
        unreached: list[tuple[Address, AddressState, Announcement]] = []
        with ThreadPoolExecutor(1, "doichieu-read") as reader:
            client = Client(self._network, self._clock, self._memory)
            visitor = Visitor(client, reader)

            async def one_site(jobs: list[tuple[Address, AddressState]]) -> None:
                later: list[tuple[Address, AddressState, Announcement]] = []
                for address, state in jobs:
                    told, done = await visitor.visit(address, state, now)
                    if told.health.status == "throttled" and self._soon(told.state.rest_until):
                        later.append((address, state, told))
                    elif told.health.status == "failed" and client.reached == 0:
                        unreached.append((address, state, told))
                    else:
                        await out.emit(told, done)
                for address, state, told in later:
                    await self._wait(told.state.rest_until)
                    await out.emit(*await visitor.visit(address, state, now))

            try:
                await self._all_sites(groups.values(), one_site)
                # Nobody answered at all: with several hosts asked, the fault is on our side of the line.
                hosts = {host_port(address.url) for address, _, _ in unreached}
                ours = client.reached == 0 and len(hosts) > 1
                for address, state, told in unreached:
                    await out.emit(self._offline(address, state, now) if ours else told)
            finally:
                self.received = client.gate.received
                await client.close()

    def _offline(self, address: Address, state: AddressState, now: dt.datetime) -> Announcement:
        told = verdicts.skipped(address, replace(state, next_due=now + OFFLINE_WAIT), now, OFFLINE)
        return replace(told, health=replace(told.health, status="failed"))

    # ------------------------------------------------------------ pages
    async def _collect(self, groups: Mapping[str, list[PageRequest]], out: Emitter[PageOutcome]) -> None:
        client = Client(self._network, self._clock, self._memory)
        unreached: list[Failed] = []

        async def tell(outcome: PageOutcome, done: Callable[[], None] | None = None) -> None:
            """Hand an outcome over; failures wait for the end while nobody at all has answered."""
            if isinstance(outcome, Failed) and client.reached == 0 and outcome.code in (*pages.SILENT, "left"):
                unreached.append(outcome)
            else:
                await out.emit(outcome, done)

        async def one_site(requests: list[PageRequest]) -> None:
            later: list[PageRequest] = []
            deadline = asyncio.get_running_loop().time() + self._network.site_seconds
            silent = 0
            resting: Throttled | None = None
            for request in requests:
                if resting is not None:
                    await out.emit(Throttled(request, resting.until, resting.reason))
                    continue
                if silent >= _GIVE_UP or asyncio.get_running_loop().time() > deadline:
                    await tell(pages.left(request, self._clock(), slow=silent < _GIVE_UP))
                    continue
                outcome, done = await pages.get(client, request, self._clock)
                if isinstance(outcome, Throttled) and self._soon(outcome.until):
                    later.append(request)
                    await self._wait(outcome.until)
                    continue
                if isinstance(outcome, Throttled):
                    resting = outcome
                silent = silent + 1 if isinstance(outcome, Failed) and outcome.code in pages.SILENT else 0
                await tell(outcome, done)
            for request in later:
                outcome, done = await pages.get(client, request, self._clock)
                await out.emit(outcome, done)
                if isinstance(outcome, Throttled):
                    for rest in later[later.index(request) + 1 :]:
                        await out.emit(Throttled(rest, outcome.until, outcome.reason))
                    break

        try:
            await self._all_sites(groups.values(), one_site)
            hosts = {host_port(outcome.request.url) for outcome in unreached}
            ours = client.reached == 0 and len(hosts) > 1
            soon = self._clock() + OFFLINE_WAIT
            for outcome in unreached:
                # Our own line: no fault of the pages, so none of their tries is used up.
                await out.emit(Throttled(outcome.request, soon, OFFLINE) if ours else outcome)
        finally:
            self.received = client.gate.received
            await client.close()

    # ------------------------------------------------------------ both
    async def _all_sites(
        self, groups: Iterable[list[Job]], work: Callable[[list[Job]], Coroutine[None, None, None]]
    ) -> None:
        async with asyncio.TaskGroup() as tasks:
            for jobs in groups:
                tasks.create_task(work(jobs))

    def _soon(self, until: dt.datetime | None) -> bool:
        return until is not None and (until - self._clock()).total_seconds() <= self._network.patience

    async def _wait(self, until: dt.datetime | None) -> None:
        if until is not None:
            await asyncio.sleep(max(0.0, (until - self._clock()).total_seconds()))


def _left_alone(address: Address, state: AddressState, now: dt.datetime, due_only: bool) -> Announcement | None:
    """The announcement of an address that is not asked now, None when it is to be visited."""
    if state.gone:
        return verdicts.gone(address, state, now)
    if state.rest_until and state.rest_until > now:
        return verdicts.skipped(address, state, now, f"máy chủ xin nghỉ đến {verdicts.clock(state.rest_until)}")
    if due_only and state.next_due and state.next_due > now:
        return verdicts.skipped(address, state, now, f"chưa đến giờ đọc ({verdicts.clock(state.next_due)})")
    return None
