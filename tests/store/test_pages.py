"""Addresses, pages and captures: what is wanted when, and that nothing is done twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pipeline.records import Stamp
from pipeline.store import Store
from pipeline.store.tables import captures, pages

from .conftest import FEED, MORNING, PAGE, Announce, Clock, article, capture, entry, health, state


def test_what_is_remembered_of_an_address_comes_back_whole(store: Store) -> None:
    store.pass_started(MORNING)
    store.save_announcement(state(), health(), [], capture(b"<rss/>", FEED), MORNING)
    assert store.address_states() == {FEED: state()}
    assert store.health() == [health()]


def test_health_is_of_the_last_pass_that_visited(store: Store) -> None:
    store.pass_started(MORNING)
    store.save_announcement(state(), health(), [], None, MORNING)
    store.save_announcement(state("https://b.example/rss"), health("https://b.example/rss"), [], None, MORNING)
    store.pass_started(MORNING)
    store.save_announcement(state(), replace(health(), status="failed", reason="không trả lời"), [], None, MORNING)
    assert [(line.url, line.status) for line in store.health()] == [(FEED, "failed")]


def test_an_announcement_is_counted_once(announce: Announce) -> None:
    assert announce(entry()) == 1
    assert announce(entry()) == 0


def test_a_visit_is_kept_whole_or_not_at_all(store: Store) -> None:
    broken = replace(entry("https://bao.example/2"), title=None)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        store.save_announcement(state(), health(), [(PAGE, entry()), ("https://bao.example/2", broken)], None, MORNING)
    assert store.address_states() == {}
    assert store.wanted_pages(MORNING) == []


def test_a_page_is_wanted_until_it_came_and_again_for_silent_edits(
    store: Store, announce: Announce, clock: Clock
) -> None:
    announce(entry())
    assert [page.url for page in store.wanted_pages(clock())] == [PAGE]
    assert store.save_page(PAGE, capture(), "fetched", None, None, clock())
    seen = []
    for _ in range(100):
        clock.forward(hours=1)
        for page in store.wanted_pages(clock()):
            seen.append((clock.now - MORNING) / dt.timedelta(hours=1))
            assert (page.etag, page.last_modified) == ('"7"', None)
            store.save_page(page.url, None, "not_modified", None, None, clock())
    assert seen == [1, 6, 24, 72]


def test_a_changed_announcement_is_followed_at_once(store: Store, announce: Announce, clock: Clock) -> None:
    announce(entry())
    store.save_page(PAGE, capture(), "fetched", None, None, clock())
    clock.forward(minutes=1)
    announce(entry())
    assert store.wanted_pages(clock()) == []
    announce(replace(entry(), updated=Stamp(clock(), "feed")))
    (page,) = store.wanted_pages(clock())
    assert page.entry.updated == Stamp(clock(), "feed")


def test_times_that_were_made_up_on_the_way_change_nothing(store: Store, announce: Announce, clock: Clock) -> None:
    announce(replace(entry(), published=Stamp(clock(), "first-seen")))
    store.save_page(PAGE, capture(), "fetched", None, None, clock())
    announce(replace(entry(), published=Stamp(clock.forward(minutes=1), "first-seen")))
    assert store.wanted_pages(clock()) == []


def test_another_feed_naming_the_page_differently_is_no_news_of_it(
    store: Store, announce: Announce, clock: Clock
) -> None:
    announce(entry())
    store.save_page(PAGE, capture(), "fetched", None, None, clock())
    announce(entry(title="MỘT TIN"), address="https://bao.example/rss/khac")
    announce(replace(entry(title="Tin gộp"), source="khac"), address="https://gop.example/rss")
    assert store.wanted_pages(clock()) == []


def test_a_sitemap_that_renews_every_date_is_followed_less_and_less(
    store: Store, announce: Announce, clock: Clock
) -> None:
    announce(entry())
    store.save_page(PAGE, capture(), "fetched", None, None, clock())
    asked = 0
    for _ in range(96):
        announce(replace(entry(), updated=Stamp(clock.forward(minutes=15), "sitemap")))
        for page in store.wanted_pages(clock()):
            asked += 1
            store.save_page(page.url, None, "not_modified", None, None, clock())
    assert 4 <= asked <= 12


def test_failures_wait_longer_and_end(store: Store, announce: Announce, clock: Clock) -> None:
    announce(entry())
    tries = []
    for _ in range(24 * 60):
        for page in store.wanted_pages(clock()):
            tries.append(clock.now - MORNING)
            store.save_page(page.url, None, "failed", "không trả lời", clock.now + dt.timedelta(minutes=10), clock())
        clock.forward(minutes=10)
    assert len(tries) == 12
    assert tries[-1] > dt.timedelta(days=2)


@pytest.mark.parametrize("outcome", ["gone", "blocked", "refused"])
def test_what_is_no_page_is_not_asked_for_again(outcome: str, store: Store, announce: Announce, clock: Clock) -> None:
    announce(entry())
    store.save_page(PAGE, None, outcome, "lý do", None, clock())
    assert store.wanted_pages(clock.forward(days=10)) == []


def test_the_same_bytes_are_captured_once_and_sealed(store: Store, announce: Announce, clock: Clock) -> None:
    announce(entry(content="<p>Toàn văn của Nguyễn Văn Mẫu</p>"))
    assert store.save_page(PAGE, capture(), "fetched", None, None, clock())
    assert not store.save_page(PAGE, capture(), "fetched", None, None, clock())
    with store.engine.connect() as connection:
        rows = connection.execute(select(captures)).mappings().all()
        page = connection.execute(select(pages)).mappings().one()
    assert [row["role"] for row in rows] == ["entry", "page"]
    assert all(b"Nguy" not in row["body"] for row in rows)
    assert "Nguyễn Văn Mẫu" not in str(dict(page))
    assert "session" not in rows[1]["headers"]


def test_a_capture_is_read_once_a_version(store: Store, announce: Announce, clock: Clock) -> None:
    announce(entry(content="<p>Toàn văn</p>"))
    store.save_page(PAGE, capture(), "fetched", None, None, clock())
    ((url, found, told),) = store.captures_to_read("1")
    assert (url, found.body, told.content) == (PAGE, capture().body, "<p>Toàn văn</p>")
    store.save_reading(found.sha256, url, "1", article(), None)
    assert list(store.captures_to_read("1")) == []
    assert len(list(store.captures_to_read("2"))) == 1


def test_versions_of_a_page_are_numbered_and_a_better_reader_replaces(
    store: Store, announce: Announce, clock: Clock
) -> None:
    announce(entry())
    for number, body in enumerate((b"1", b"2"), start=1):
        store.save_page(PAGE, capture(body), "fetched", None, None, clock())
        stored = store.save_reading(capture(body).sha256, PAGE, "1", article(f"a{number}"), None)
        assert stored is not None
        assert stored.version == number
    store.save_reading(capture(b"2").sha256, PAGE, "2", article("a2b", text="Đọc đúng hơn."), None)
    assert [one.id for one in store.articles()] == ["a1", "a2b"]
    store.save_reading(capture(b"2").sha256, PAGE, "3", None, "không phải bài báo")
    assert [one.id for one in store.articles()] == ["a1"]


def test_an_imported_page_goes_the_same_way(store: Store, clock: Clock) -> None:
    assert store.import_page(PAGE, capture(), entry(), clock())
    assert not store.import_page(PAGE, capture(), entry(), clock())
    assert store.wanted_pages(clock.forward(days=1)) == []
    assert len(list(store.captures_to_read("1"))) == 1
