"""Accounts of duty posts: one-time codes, sessions that end, a throttle that counts first; articles found by words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from pipeline.store import Store
from pipeline.store.accounts import AccountRefused

from .conftest import Clock, article, capture


def test_the_first_account_is_an_admin_and_there_is_only_one_first(store: Store) -> None:
    assert not store.has_accounts()
    assert store.add_first_account("quantri", "Quản trị", "h").role == "admin"
    with pytest.raises(AccountRefused):
        store.add_first_account("khac", "Quản trị hai", "h")


def test_a_code_sets_one_password_once_and_in_time(store: Store, clock: Clock) -> None:
    made, code = store.add_account("truc1", "Chuyên viên trực 1", "reviewer", "admin:quantri")
    assert store.password_hash("truc1") is None
    assert store.set_password("truc1", "sai-sai-sai-sai", "h") is None
    assert store.set_password("truc1", code.replace("-", " ").upper(), "h") is not None
    assert store.set_password("truc1", code, "h2") is None
    assert store.password_hash("truc1")[1] == "h"
    late = store.renew_code(made.id, "admin:quantri")
    assert store.password_hash("truc1") is None
    clock.forward(days=3, minutes=1)
    assert store.set_password("truc1", late, "h") is None


def test_two_accounts_share_neither_login_nor_post(store: Store) -> None:
    store.add_account("truc1", "Chuyên viên trực 1", "reviewer", "admin:quantri")
    for login, post in (("truc1", "Chuyên viên trực 2"), ("truc2", "CHUYÊN VIÊN trực 1")):
        with pytest.raises(AccountRefused):
            store.add_account(login, post, "spokesperson", "admin:quantri")


def test_a_session_ends_when_idle_after_a_day_and_when_the_account_closes(store: Store, clock: Clock) -> None:
    made, _ = store.add_account("truc1", "Chuyên viên trực 1", "reviewer", "admin:quantri")
    token = store.open_session(made)
    for _ in range(4):
        clock.forward(hours=1.9)
        assert store.session(token) is not None
    clock.forward(hours=2.5)
    assert store.session(token) is None
    busy = store.open_session(made)
    for _ in range(9):
        clock.forward(hours=1)
        assert store.session(busy) is not None
    clock.forward(hours=1.1)
    assert store.session(busy) is None
    last = store.open_session(made)
    store.disable_account(made.id, "admin:quantri")
    assert store.session(last) is None


def test_the_last_admin_cannot_be_closed(store: Store) -> None:
    first = store.add_first_account("quantri", "Quản trị", "h")
    with pytest.raises(AccountRefused):
        store.disable_account(first.id, first.actor)


def test_the_throttle_counts_before_it_judges(store: Store, clock: Clock) -> None:
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda _: store.may_try("truc1", "10.0.0.9"), range(24)))
    assert allowed.count(True) == 5
    clock.forward(minutes=16)
    assert store.may_try("truc1", "10.0.0.9")
    assert sum(store.may_try(f"ten{n}", "10.0.0.9") for n in range(60)) == 29


def test_nothing_secret_lies_in_the_store_as_it_is(store: Store) -> None:
    made, code = store.add_account("truc1", "Chuyên viên trực 1", "reviewer", "admin:quantri")
    token = store.open_session(made)
    store.may_try("truc1", "10.20.30.40")
    with store.engine.connect() as connection:
        for table in ("accounts", "sessions", "login_tries", "audit"):
            held = str(connection.execute(text(f"SELECT * FROM {table}")).all())
            assert code not in held
            assert token not in held
            assert "10.20.30.40" not in held


def test_articles_are_found_with_and_without_diacritics_and_erased_with_their_words(store: Store, announce) -> None:
    from .conftest import PAGE, entry

    announce(entry())
    store.save_page(PAGE, capture(), "fetched", None, None, store.clock())
    store.save_reading(capture().sha256, PAGE, "1", article(text="Giá thu gom rác ở đô thị."), None)
    for asked in ("rac do thi", "rác đô thị", "GIÁ thu", '"thu gom rác"', "Một tin"):
        assert [one.id for one in store.search_articles(asked, 10)] == ["a1"], asked
    for asked in ("rạc", "rác nông thôn", '"rác gom"', "", '"', "* OR NEAR("):
        assert store.search_articles(asked, 10) == [], asked
    store.forget(url=PAGE)
    assert store.search_articles("rac", 10) == []
    with store.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM articles_search")) == 0
