"""When an address is visited again, what a source's own zone changes, and where the office's budget of bytes ends."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch import Fetcher, Network, rhythm
from pipeline.fetch.policy import MAX_INTERVAL, MIN_INTERVAL
from pipeline.fetch.reading import Reading
from pipeline.records import AddressState, Source

from .press import Press, Reply, listing, rss, serve

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
FRESH = AddressState("s", "https://bao.vn/rss", "feed")


def visits(new: int, times: int, base: int = 1800, reading: Reading | None = None) -> list[int]:
    state, out = FRESH, []
    for _ in range(times):
        interval, due = rhythm.next_visit(state, base, new, reading, NOW)
        assert 0.89 * interval <= (due - NOW).total_seconds() <= 1.11 * interval
        state = replace(state, interval=interval)
        out.append(interval)
    return out


def test_an_address_that_changes_is_visited_more_often_within_bounds() -> None:
    busy, still = visits(3, 12), visits(0, 12)
    assert busy == sorted(busy, reverse=True)
    assert still == sorted(still)
    assert busy[-1] == 600  # a third of the source's own interval
    assert still[-1] == 7200  # four times it
    assert visits(1, 20, base=300)[-1] == MIN_INTERVAL
    assert visits(0, 20, base=86_400)[-1] == MAX_INTERVAL


def test_the_publishers_ttl_is_a_lower_bound() -> None:
    assert visits(5, 6, reading=Reading("feed", "rss", ttl=3600))[-1] == 3600
    assert visits(5, 6, reading=Reading("feed", "rss", ttl=86_400))[-1] == 6 * 3600


@given(st.frozensets(st.integers(0, 23), max_size=23), st.integers(0, 23), st.integers(0, 20))
def test_hours_to_skip_are_skipped(hours: frozenset[int], hour: int, new: int) -> None:
    now = NOW.replace(hour=hour)
    _, due = rhythm.next_visit(FRESH, 1800, new, Reading("feed", "rss", skip_hours=hours), now)
    assert due > now
    assert due.astimezone(dt.UTC).hour not in hours


def test_addresses_of_one_interval_are_spread() -> None:
    dues = {rhythm.next_visit(AddressState("s", f"https://b{n}.vn/", "feed"), 1800, 0, None, NOW)[1] for n in range(40)}
    assert len(dues) > 30


def source(press: Press, name: str = "s", **more: object) -> Source:
    return Source(name, "Báo", "newspaper", press.url("/"), pause=0.0, **more)  # type: ignore[arg-type]


def test_times_without_a_zone_are_read_in_the_sources_own() -> None:
    with serve() as press:
        press.routes |= {
            "/rss": Reply(rss("Thu tiền rác", when="20/11/2026 07:05").encode()),
            "/ds": Reply(listing(1, 2).encode(), type="text/html; charset=utf-8"),
        }
        fetcher = Fetcher(Network(allow=frozenset({press.address})), clock=lambda: NOW)
        where = {"feeds": (press.url("/rss"),), "listings": (press.url("/ds"),)}
        for offset, hour in ((None, 0), ("+07:00", 0), ("+00:00", 7), ("+08:00", 23)):
            told = list(fetcher.announcements([source(press, offset=offset, **where)], {}, NOW, due_only=False))
            stamps = [entry.published for one in told for entry in one.entries]
            assert len(stamps) == 3
            assert {stamp.at.hour for stamp in stamps if stamp} == {hour}


def test_the_budget_of_bytes_ends_a_pass_and_the_rest_waits() -> None:
    with serve() as press:
        press.routes |= {f"/{n}": Reply(rss(*[f"Bài {n} {i}" for i in range(40)]).encode()) for n in range(6)}
        network = Network(allow=frozenset({press.address}), byte_budget=12_000)
        fetcher = Fetcher(network, clock=lambda: NOW)
        feeds = tuple(press.url(f"/{n}") for n in range(6))
        told = {one.health.url: one for one in fetcher.announcements([source(press, feeds=feeds)], {}, NOW)}
        statuses = [told[url].health.status for url in feeds]
        assert statuses[0] == "ok"
        assert statuses[-1] == "skipped"
        assert "hạn mức" in (told[feeds[-1]].health.reason or "")
        assert told[feeds[-1]].state.failures == 0
        assert 12_000 <= fetcher.received < 12_000 + len(press.routes["/0"].body) + 100  # type: ignore[union-attr]
        # The next pass has a budget of its own and goes on with what waits.
        states = {url: one.state for url, one in told.items()}
        again = {
            one.health.url: one.health.status
            for one in fetcher.announcements([source(press, feeds=feeds)], states, NOW)
        }
        assert again[feeds[0]] == "skipped"
        assert "ok" in again.values()
