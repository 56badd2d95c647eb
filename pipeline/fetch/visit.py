"""One visit of one address: ask conditionally, read what it announces, page on while there is news, remember.

`Visitor.visit` is the thin shell; what an answer means for the address is decided in verdicts.py.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from typing import TypeVar

from pipeline.fetch import documents, listings, verdicts
from pipeline.fetch.answers import Answer, Trouble, page_fault
from pipeline.fetch.client import Client
from pipeline.fetch.outcomes import Announcement
from pipeline.fetch.policy import MAX_CHILD_SITEMAPS, MAX_LIST_PAGES
from pipeline.fetch.reading import Context, Reading, one_each
from pipeline.fetch.urls import canonical, join, key
from pipeline.fetch.verdicts import Address
from pipeline.language.encoding import charset_in, decode
from pipeline.records import AddressState, Entry

T = TypeVar("T")
_TITLE_WITHIN = 400_000
_READ_WITHIN = 2_000_000
"""characters and bytes of a watched page that are looked at for its title and for changes"""

_LONGEST_GAP = dt.timedelta(days=14)
_FILL_SITEMAPS = 6
"""sitemaps read to fill one gap"""


class Visitor:
    """Visits addresses with one client; reading is done in `reader`, a single thread beside the event loop."""

    def __init__(self, client: Client, reader: Executor) -> None:
        self._client = client
        self._reader = reader

    async def visit(
        self, address: Address, state: AddressState, now: dt.datetime
    ) -> tuple[Announcement, Callable[[], None] | None]:
        """Ask and read. Never raises for what a publisher does.

        The second value is to be called when the announcement's capture is no longer needed.
        """
        source = address.source
        url = state.moved_to or address.url
        answer = await self._client.get(url, home=source.url, pause=source.pause, headers=_conditions(state))
        if isinstance(answer, Trouble):
            return verdicts.troubled(address, state, answer, now), None
        held = False
        try:
            told = await self._answered(address, state, answer, now)
            held = told.capture is not None
            return told, (lambda: self._client.forget(answer)) if held else None
        finally:
            if not held:
                self._client.forget(answer)

    async def _answered(self, address: Address, state: AddressState, answer: Answer, now: dt.datetime) -> Announcement:
        if answer.status == 304 and not state.validators:
            return verdicts.unchanged(address, state, now)
        if answer.status == 304:
            reading = Reading("sitemap", "index", children=tuple((url, None) for url, _, _ in state.validators))
            return await self._index(address, state, None, reading, now)
        if not 200 <= answer.status < 300:
            return verdicts.unsuccessful(address, state, answer, now)
        if fault := page_fault(answer):
            return verdicts.troubled(address, state, fault, now)
        if address.kind == "page":
            title, digest = await self._in_reader(_page, answer)
            entry = Entry(address.source.id, answer.final_url, title)
            reading = Reading("page", "html", (entry,), title=title)
            return verdicts.succeeded(address, state, answer, reading, now, digest=digest)
        reading = await self._read(answer, address, now)
        if reading.error:
            return verdicts.unreadable(address, state, reading, now)
        if reading.children:
            return await self._index(address, state, answer, reading, now)
        reading, notices = await self._page_on(address, state, reading, now)
        return verdicts.succeeded(address, state, answer, reading, now, notices)

    async def _read(self, answer: Answer, address: Address, now: dt.datetime) -> Reading:
        source = address.source
        context = Context(source.id, answer.final_url, now, source.offset, source.selector)
        return await self._in_reader(documents.read, answer.body, answer.header("content-type"), address.kind, context)

    async def _in_reader(self, function: Callable[..., T], *args: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._reader, function, *args)

    def _why_not(self, answer: Answer | Trouble) -> str:
        if isinstance(answer, Trouble):
            return answer.reason
        self._client.forget(answer)
        return verdicts.refusal(answer.status)[1]

    async def _page_on(
        self, address: Address, state: AddressState, first: Reading, now: dt.datetime
    ) -> tuple[Reading, tuple[str, ...]]:
        """Follow the list while its pages bring entries that neither this visit nor the last ones saw."""
        known = set(state.seen)
        entries, here = list(first.entries), first
        visited = {canonical(address.url)}
        notices: tuple[str, ...] = ()
        for _ in range(MAX_LIST_PAGES - 1):
            fresh = [e for e in here.entries if key(e.url) not in known]
            if not here.following or not fresh or canonical(here.following) in visited:
                break
            known |= {key(e.url) for e in here.entries}
            visited.add(canonical(here.following))
            answer = await self._client.get(here.following, home=address.source.url, pause=address.source.pause)
            if isinstance(answer, Trouble) or answer.status != 200:
                words = self._why_not(answer)
                notices = (f"Chưa đọc được trang tiếp theo {here.following}: {words}.",)
                break
            here = await self._read(answer, address, now)
            self._client.forget(answer)
            entries += here.entries
        else:
            notices = (f"Danh sách còn nữa; lượt này chỉ đọc {MAX_LIST_PAGES} trang đầu.",)
        if not first.following and _all_new(state, first):
            found, words = await self._fill(address, state, first, now)
            entries += found
            notices = (*notices, words)
        return replace(first, entries=one_each(entries)), notices

    async def _fill(
        self, address: Address, state: AddressState, first: Reading, now: dt.datetime
    ) -> tuple[list[Entry], str]:
        """Articles between the last visit and a feed that holds none of the ones seen then, from the outlet's sitemaps.

        Returns them and a Vietnamese sentence that says what was filled, or that it could not be.
        """
        source = address.source
        since = state.changed_at or now - _LONGEST_GAP
        rules = await self._client.rules(address.url, source.url, source.pause)
        waiting = [link for one in rules for url in one.sitemaps if (link := join(address.url, url))]
        found: list[Entry] = []
        asked = 0
        while waiting and asked < _FILL_SITEMAPS:
            url, asked = waiting.pop(0), asked + 1
            answer = await self._client.get(url, home=source.url, pause=source.pause)
            if isinstance(answer, Trouble):
                continue
            reading = await self._read(answer, replace(address, kind="sitemap"), now) if answer.status == 200 else None
            self._client.forget(answer)
            if reading is not None:
                waiting = [u for u, when in reading.children if when is None or when >= since] + waiting
                found += [e for e in reading.entries if (stamp := e.published or e.updated) and stamp.at >= since]
        known = {key(e.url) for e in first.entries} | set(state.seen)
        found = [entry for entry in found if key(entry.url) not in known]
        words = "Mọi bài trong nguồn đều mới so với lần đọc trước"
        if found:
            return found, f"{words}; đã lấy thêm {len(found)} bài ở giữa từ sơ đồ trang của báo."
        return [], f"{words}: có thể đã sót bài từ {verdicts.clock(since)} đến nay, không tìm được ở sơ đồ trang."

    async def _index(
        self, address: Address, state: AddressState, answer: Answer | None, index: Reading, now: dt.datetime
    ) -> Announcement:
        """Read the sitemaps that an index names, each with its own validators."""
        old = {url: (etag, modified) for url, etag, modified in state.validators}
        waiting = [url for url, _ in index.children]
        validators: list[tuple[str, str | None, str | None]] = []
        entries: list[Entry] = []
        faults: list[str] = []
        changed, asked = answer is not None, 0
        while waiting and asked < MAX_CHILD_SITEMAPS:
            url, asked = waiting.pop(0), asked + 1
            headers = _headers(*old.get(url, (None, None)))
            child = await self._client.get(url, home=address.source.url, pause=address.source.pause, headers=headers)
            if isinstance(child, Trouble) or child.status not in (200, 304):
                words = self._why_not(child)
                faults.append(f"Sơ đồ con {url}: {words}.")
                validators.append((url, *old.get(url, (None, None))))
                continue
            if child.status == 304:
                validators.append((url, *old.get(url, (None, None))))
                continue
            changed = True
            reading = await self._read(child, address, now)
            self._client.forget(child)
            if reading.error:
                faults.append(f"Sơ đồ con {url}: {reading.error}.")
                continue
            entries += reading.entries
            waiting += [u for u, _ in reading.children if u not in waiting]
            validators.append((url, child.header("etag"), child.header("last-modified")))
        if faults and not entries and len(faults) == asked:
            failed = Reading("sitemap", "index", error=f"không đọc được sơ đồ con nào: {faults[0]}")
            return verdicts.unreadable(address, state, failed, now)
        state = replace(state, validators=tuple(validators))
        if not changed:
            return verdicts.unchanged(address, state, now)
        reading = replace(index, entries=one_each(entries))
        return verdicts.succeeded(address, state, answer, reading, now, tuple(faults))


def _all_new(state: AddressState, reading: Reading) -> bool:
    """Whether nothing that was seen before is left in a feed of some length: others may have come and gone between."""
    known = set(state.seen)
    return bool(known) and len(reading.entries) >= 5 and all(key(e.url) not in known for e in reading.entries)


def _conditions(state: AddressState) -> dict[str, str]:
    return _headers(state.etag, state.last_modified)


def _headers(etag: str | None, last_modified: str | None) -> dict[str, str]:
    headers = {}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    return headers


def _page(answer: Answer) -> tuple[str, str]:
    """(title, digest of what a reader sees): tokens, counters in scripts and markup alone are no change of a page."""
    media_type = answer.header("content-type") or ""
    if "html" not in media_type and not answer.body[:500].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        name = answer.final_url.rstrip("/").rsplit("/", 1)[-1]
        return name, hashlib.sha256(answer.body).hexdigest()
    text = decode(answer.body[:_READ_WITHIN], charset_in(answer.body, media_type)).text
    seen = listings.visible(text).encode("utf-8", "replace")
    return listings.title_of(text[:_TITLE_WITHIN]), hashlib.sha256(seen).hexdigest()
