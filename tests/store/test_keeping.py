"""Forgetting by age and on request."""

from __future__ import annotations

import hashlib

from pipeline.store import Store

from .conftest import FEED, PAGE, Announce, Clock, article, capture, entry, health, state
from .test_rows import check, document, flag, tags

OTHER = "https://bao.example/bai-2.html"


def fill(store: Store, announce: Announce, clock: Clock) -> None:
    store.pass_started(clock())
    announce(entry(content="<p>Toàn văn</p>"), entry(OTHER))
    for number, url in enumerate((PAGE, OTHER), start=1):
        found = capture(f"<p>{url}</p>".encode(), url)
        store.save_page(url, found, "fetched", None, None, clock())
        store.save_reading(
            found.sha256, url, "1", article(f"a{number}", url, f"Lời {number}.", first_seen=clock()), None
        )
        store.save_tags(tags(f"a{number}"))
        claim, match = check(number, f"a{number}")
        store.save_checks(f"a{number}", "p1", [claim], [match])
    store.replace_flags([flag("f1"), flag("f2", article="a2", claim="k2")], [], "t1", clock())


def test_captures_go_after_90_days_and_pairs_after_two_years(store: Store, announce: Announce, clock: Clock) -> None:
    store.save_announcement(state(), health(), [], capture(b"<rss/>", FEED), clock())
    fill(store, announce, clock)
    assert store.prune(clock.forward(days=89))["captures"] == 0
    assert store.prune(clock.forward(days=2))["captures"] == 4
    assert list(store.captures_to_read("2")) == []
    assert len(list(store.articles())) == len(store.checks()) == len(store.flags()) == 2
    assert store.prune(clock.forward(days=730))["articles"] == 2
    assert store.checks() == store.flags() == list(store.articles()) == store.wanted_pages(clock()) == []
    assert store.tags() == {}
    assert store.verify_audit().sound


def test_a_page_is_erased_with_everything_made_of_it(store: Store, announce: Announce, clock: Clock) -> None:
    fill(store, announce, clock)
    assert store.forget(url=PAGE) == 3
    assert [one.id for one in store.articles()] == ["a2"]
    assert [claim.article for claim, _ in store.checks()] == ["a2"]
    assert [one.id for one in store.flags()] == ["f2"]
    assert {url for url, _, _ in store.captures_to_read("2")} == {OTHER}
    announce(entry(title="Đổi tiêu đề"))
    assert PAGE not in {page.url for page in store.wanted_pages(clock.forward(days=9))}
    trace = list(store.audit_lines())[-1]
    assert (trace["action"], trace["input_sha256"]) == ("store.forget", hashlib.sha256(PAGE.encode()).hexdigest())
    assert PAGE not in str(trace)


def test_words_are_erased_from_articles_and_passages(store: Store, announce: Announce, clock: Clock) -> None:
    fill(store, announce, clock)
    store.add_document(document("d1", "1/TB", "Khoản một.", "Nhà bà Mẫu 100%_x."), b"bytes", "analyst", clock())
    assert store.forget(words="bà Mẫu 100%_x") == 1
    assert store.search_passages(["mẫu"], [], 5) == []
    assert [one.text for one in store.passages("d1")] == ["Khoản một."]
    assert store.document_file("d1") in (None, b"")
    assert store.forget(words="Lời 2.") == 2
    assert [one.id for one in store.articles()] == ["a1"]
    assert store.forget(words="%") == 0


def test_what_is_forgotten_is_in_no_file_of_the_store(store: Store, announce: Announce, clock: Clock) -> None:
    fill(store, announce, clock)
    store.add_document(document("d1", "1/TB", "Khoản một.", "Nhà bà Mẫuxyz vay tiền."), b"bytes", "analyst", clock())
    assert store.forget(words="bà Mẫuxyz") == 1
    assert store.file is not None
    for file in store.file.parent.iterdir():
        raw = file.read_bytes()
        assert "Mẫuxyz".encode() not in raw
        assert b"xyz" not in raw
