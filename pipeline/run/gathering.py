"""Out to the publishers: what feeds, sitemaps and lists announce, and the pages themselves as captures."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from pipeline import fetch
from pipeline.records import Source, StageCount
from pipeline.run.house import House, Timer
from pipeline.store import Store, WantedPage

TOGETHER = 5
"""addresses of one outlet with one reason from which they become one line"""
ROUNDS = 6
"""how often pages that had to wait are asked for again within one pass"""


def fetcher_of(house: House) -> fetch.Fetcher:
    """The polite client of this office."""
    return fetch.Fetcher(fetch.Network(**house.office.network.for_fetch()), clock=house.clock)


def announcements(house: House, fetcher: fetch.Fetcher, now: dt.datetime, number: int, *, due_only: bool) -> StageCount:
    """Visit each feed, sitemap and list and keep what it announces; `number` is the pass."""
    timer = Timer("đọc nguồn")
    room = house.store.room_to_fetch()
    if room is not None:
        timer.problems.append(room)
        return timer.count(0, 0)
    addresses = sum(len(s.feeds + s.sitemaps + s.listings + s.pages) for s in house.sources if s.enabled)
    names = {source.id: source.name for source in house.sources}
    new = asked = answered = 0
    failed: list[tuple[str, str, str]] = []
    notices: list[str] = []
    with house.watch.stage("đọc nguồn", addresses) as bar:
        for found in fetcher.announcements(house.sources, house.store.address_states(), now, due_only=due_only):
            entries = [(fetch.canonical(entry.url), entry) for entry in found.entries]
            watched = found.capture if found.health.kind == "page" else None
            sealed = found.capture if watched is None else None
            new += house.store.save_announcement(found.state, found.health, entries, sealed, house.clock())
            for url, _ in entries if watched else ():
                house.store.save_page(url, watched, "fetched", None, None, house.clock())  # not asked for twice
            if found.health.status in ("failed", "gone", "throttled", "blocked"):
                failed.append((names[found.health.source], found.health.url, found.health.reason or ""))
            asked += found.health.status != "skipped"
            answered += found.health.status not in ("skipped", "failed")
            notices += found.notices
            bar.advance()
    house.store.pass_looked(number, asked, answered, notices)
    timer.problems += [*notices, *_together(failed)]
    return timer.count(addresses, new)


def pages(house: House, fetcher: fetch.Fetcher) -> StageCount:
    """Fetch the pages that entries announced, and look again at pages that may have been edited."""
    timer = Timer("tải trang")
    if house.store.room_to_fetch() is not None:
        return timer.count(0, 0)
    sources = {source.id: source for source in house.sources}
    asked: set[str] = set()
    failed: list[tuple[str, str, str]] = []
    kept = 0
    with house.watch.stage("tải trang", None) as bar:
        for _ in range(ROUNDS):
            wanted = [page for page in house.store.wanted_pages(house.clock()) if page.url not in asked]
            wanted = [page for page in wanted if page.entry.source in sources]
            if not wanted:
                break
            asked.update(page.url for page in wanted)
            bar.advance(0, total=len(asked))
            by_address = {page.entry.url: page for page in wanted}
            for outcome in fetcher.pages([_request(page, sources[page.entry.source]) for page in wanted]):
                page = by_address[outcome.request.url]
                kept += _save(house.store, page.url, outcome, house.clock())
                if not isinstance(outcome, fetch.Fetched | fetch.NotModified):
                    failed.append((sources[page.entry.source].name, page.entry.url, outcome.reason))
                bar.advance()
    timer.problems.extend(_together(failed))
    return timer.count(len(asked), kept)


def _together(failed: list[tuple[str, str, str]]) -> Iterator[str]:
    """(outlet, address, reason) as lines; one line where our own line was down, or many pages share one reason."""
    offline = sum(reason == fetch.OFFLINE for _, _, reason in failed)
    if offline:
        yield f"{offline} địa chỉ chưa đọc được: {fetch.OFFLINE}"
    counts = Counter((outlet, reason) for outlet, _, reason in failed if reason != fetch.OFFLINE)
    for outlet, url, reason in failed:
        many = counts[outlet, reason]
        if 0 < many <= TOGETHER:
            yield f"{outlet}: {url}: {reason}"
        elif many:
            yield f"{outlet}: {many} địa chỉ: {reason}"
            counts[outlet, reason] = 0


def _save(store: Store, url: str, outcome: fetch.PageOutcome, now: dt.datetime) -> bool:
    """Write down what came of asking for a page; True when it gave bytes not seen before."""
    match outcome:
        case fetch.Fetched(capture=capture):
            return store.save_page(url, capture, "fetched", None, None, now)
        case fetch.NotModified():
            return store.save_page(url, None, "not_modified", None, None, now)
        case fetch.Gone(reason=reason):
            return store.save_page(url, None, "gone", reason, None, now)
        case fetch.Blocked(reason=reason):
            return store.save_page(url, None, "blocked", reason, None, now)
        case fetch.Refused(reason=reason):
            return store.save_page(url, None, "refused", reason, None, now)
        case fetch.Throttled(reason=reason, until=until):
            return store.save_page(url, None, "throttled", reason, until, now)
        case fetch.Failed(reason=reason, retry_at=retry_at):
            return store.save_page(url, None, "failed", reason, retry_at, now)


def _request(page: WantedPage, source: Source) -> fetch.PageRequest:
    return fetch.PageRequest(
        page.entry.url, source.id, page.etag, page.last_modified, pause=source.pause, home=source.url
    )
