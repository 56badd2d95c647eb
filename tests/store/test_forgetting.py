"""What is forgotten goes from people's records too, stays forgotten in an older copy, and retention takes the rest."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.store import Store, open_store, opening
from pipeline.store.forgetting import ERASED, Tombstone

from .conftest import FEED, PAGE, Announce, Clock, article, capture, entry, health, state
from .test_corrections import draft
from .test_decisions import ONE, filled, token
from .test_keeping import fill
from .test_rows import tags

__all__ = ["filled"]
WORDS = "42.000 đồng"


@pytest.fixture
def worked(filled: Store) -> Store:
    filled.decide("f1", "mismatch", ONE, token(filled), note=f"Đã gọi tòa soạn về {WORDS}.")
    draft(filled)
    return filled


def files_hold(store: Store, words: str) -> bool:
    assert store.file is not None
    return any(words.encode() in file.read_bytes() for file in store.file.parent.rglob("*") if file.is_file())


def test_words_in_the_plan_to_answer_a_letter_go_and_stay_gone(worked: Store, clock: Clock) -> None:
    worked.save_reading("c8", "https://bao.example/thu", "1", article("t1", "https://bao.example/thu"), None)
    worked.save_tags(replace(tags("t1"), item_type="complaint", protected=True))
    assert worked.save_reply("t1", ONE, unit="Tổ 3", due=clock().date(), answered=False, note="hỏi nhà bà Mẫuxyz")
    assert worked.forget(words="bà Mẫuxyz") == 1
    assert not files_hold(worked, "Mẫuxyz")
    (grave,) = [one for one in worked.tombstones() if one.kind == "reply"]
    assert worked.bury([grave]) == 1
    with worked.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT note FROM replies").scalars().all() == [ERASED]


@pytest.mark.parametrize("asked", [{"url": PAGE}, {"words": WORDS}])
def test_decisions_and_corrections_keep_their_place_and_lose_their_words(worked: Store, asked: dict[str, str]) -> None:
    assert files_hold(worked, WORDS)
    assert worked.forget(**asked) > 0
    row, made = worked.decisions()[0], worked.corrections()[0]
    assert (row.kind, row.claim, row.url, row.note) == ("mismatch", "", "", "")
    assert (made.heading, made.body, made.claim, made.url) == (ERASED, ERASED, "", "")
    assert {step.body for step in made.steps} == {ERASED}
    assert not files_hold(worked, WORDS)
    assert worked.verify_audit().sound


def test_nothing_named_forgets_nothing(worked: Store) -> None:
    for asked in ({}, {"url": ""}, {"words": "  "}):
        with pytest.raises(ValueError):
            worked.forget(**asked)
    assert worked.tombstones() == []


def test_a_captured_feed_that_names_the_page_goes_too(store: Store, announce: Announce, clock: Clock) -> None:
    kept, gone = capture(b"<rss>khac</rss>", FEED), capture(f"<rss><link>{PAGE}</link></rss>".encode(), FEED)
    for found in (kept, gone):
        store.save_announcement(state(), health(), [(PAGE, entry())], found, clock())
    store.forget(url=PAGE)
    with store.engine.connect() as connection:
        left = connection.exec_driver_sql("SELECT sha256 FROM captures").scalars().all()
    assert left == [kept.sha256]


def test_tombstones_forget_again_in_an_older_copy(
    worked: Store, store: Store, announce: Announce, clock: Clock
) -> None:
    fill(worked, announce, clock)
    assert worked.file is not None
    older = opening.back_up(worked.file, "thu")
    copy = older.read_bytes()
    worked.forget(url=PAGE)
    worked.forget(words=WORDS)
    graves = worked.tombstones()
    assert {grave.kind for grave in graves} >= {"article", "page", "decision", "correction"}
    assert not any(WORDS in str(grave) or PAGE in str(grave) for grave in graves)
    assert not older.exists()
    worked.close()
    worked.file.write_bytes(copy)
    again = open_store(worked.file, clock=clock)
    assert PAGE in {one.url for one in again.articles()}
    assert again.bury(graves) > 0
    assert PAGE not in {one.url for one in again.articles()}
    assert again.decisions()[0].claim == ""
    assert again.corrections()[0].body == ERASED
    assert again.tombstones() == [Tombstone(one.kind, one.key, one.at) for one in graves]
    announce_again = again.wanted_pages(clock.forward(days=9))
    assert PAGE not in {page.url for page in announce_again}
    assert again.verify_audit().sound
    again.close()


def test_people_records_go_after_two_years(worked: Store, clock: Clock) -> None:
    assert worked.prune(clock.forward(days=729))["articles"] == 0
    assert len(worked.decisions()) == len(worked.corrections()) == 1
    worked.prune(clock.forward(days=2))
    assert worked.decisions() == worked.corrections() == []
    with worked.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM correction_steps").scalar_one() == 0


def test_copies_made_before_upgrades_go_after_ninety_days(store: Store, clock: Clock) -> None:
    assert store.file is not None
    opening.back_up(store.file, "thu")
    store.prune(dt.datetime.now(dt.UTC) + dt.timedelta(days=89))
    assert len(opening.backups(store.file)) == 1
    assert store.prune(dt.datetime.now(dt.UTC) + dt.timedelta(days=91))["backups"] == 1
    assert opening.backups(store.file) == []
