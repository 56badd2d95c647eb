"""CHARTER rules 8 and 9: everything leaves a trace, and the house forgets. Each check is shown to fail when broken."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pipeline.records import AddressState, Article, Capture, Entry, Health
from pipeline.store import Store, open_store

NOW = dt.datetime(2026, 11, 20, 0, 30, tzinfo=dt.UTC)
URL = "https://bao.example/bai"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(tmp_path / "kho.sqlite3", clock=lambda: NOW)
    state = AddressState("bao", "https://bao.example/rss", "feed")
    seen = Health("bao", state.url, "feed", "ok", None, 1, ("Bài",), NOW)
    opened.save_announcement(state, seen, [(URL, Entry("bao", URL, "Bài"))], None, NOW)
    body = b"<html><h1>B\xc3\xa0i</h1></html>"
    capture = Capture("bao", URL, URL, 200, (), NOW, body, hashlib.sha256(body).hexdigest())
    opened.save_page(URL, capture, "fetched", None, None, NOW)
    found = Article("a1", "bao", "Báo", URL, "Bài", NOW, None, "Một câu.", NOW, capture=capture.sha256)
    opened.save_reading(capture.sha256, URL, "1", found, None)
    return opened


def test_rule_8_the_log_cannot_be_changed_and_a_forged_line_is_found(store: Store) -> None:
    store.note("analyst", "export", "articles")
    store.note("analyst", "export", "flags")
    assert store.verify_audit().sound
    with pytest.raises(DBAPIError), store.engine.begin() as connection:
        connection.execute(text("UPDATE audit SET action = 'khac'"))
    with store.engine.begin() as connection:  # a forger with the file at hand takes the guards away
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        connection.execute(text("UPDATE audit SET object_id = 'khac' WHERE seq = (SELECT min(seq) FROM audit)"))
    assert not store.verify_audit().sound


def test_rule_9_captures_go_after_ninety_days(store: Store) -> None:
    def kept() -> int:
        with store.engine.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM captures")).scalar_one())

    store.prune(NOW + dt.timedelta(days=89))
    assert kept() == 1
    store.prune(NOW + dt.timedelta(days=91))
    assert kept() == 0


def test_rule_9_what_is_forgotten_is_gone_and_that_it_was_leaves_a_trace(store: Store) -> None:
    before = len(list(store.audit_lines()))
    assert list(store.articles())
    assert store.forget(url=URL) > 0
    assert list(store.articles()) == []
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM captures")).scalar_one() == 0
    assert len(list(store.audit_lines())) > before
    assert store.verify_audit().sound
