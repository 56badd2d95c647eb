"""The log: what was changed, removed, reordered or cut off is found and named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DatabaseError

from pipeline.store import Store, audit

from .conftest import MORNING, Clock

Lines = list[dict[str, Any]]


@pytest.fixture
def lines(store: Store, clock: Clock) -> Lines:
    for number in range(5):
        clock.forward(minutes=1)
        store.note("analyst", f"việc.{number}", f"d{number}", decision="có")
    return list(store.audit_lines())


def test_a_sound_log_is_sound(store: Store, lines: Lines) -> None:
    found = store.verify_audit()
    assert (found.sound, found.lines, found.head) == (True, 5, lines[-1]["hash"])
    assert audit.verify([]).sound


@pytest.mark.parametrize(
    "verb", ["UPDATE audit SET decision = 'không' WHERE seq = 2", "DELETE FROM audit WHERE seq = 2"]
)
def test_the_store_itself_refuses_to_change_a_line(verb: str, store: Store, lines: Lines) -> None:
    with pytest.raises(DatabaseError, match="append-only"), store.engine.begin() as connection:
        connection.exec_driver_sql(verb)
    assert list(store.audit_lines()) == lines


def changed(lines: Lines) -> Lines:
    return [*lines[:2], {**lines[2], "decision": "không"}, *lines[3:]]


def rehashed(lines: Lines) -> Lines:
    other = {**lines[2], "decision": "không"}
    return [*lines[:2], {**other, "hash": audit.line_hash(other)}, *lines[3:]]


def removed(lines: Lines) -> Lines:
    return [*lines[:2], *lines[3:]]


def swapped(lines: Lines) -> Lines:
    return [*lines[:2], lines[3], lines[2], *lines[4:]]


def repeated(lines: Lines) -> Lines:
    return [*lines[:3], *lines[2:]]


def beheaded(lines: Lines) -> Lines:
    return lines[1:]


def renumbered(lines: Lines) -> Lines:
    return [*lines[:2], {**lines[2], "seq": 1}, *lines[3:]]


def without_a_field(lines: Lines) -> Lines:
    return [*lines[:2], {key: value for key, value in lines[2].items() if key != "reason_code"}, *lines[3:]]


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        (changed, 3),
        (rehashed, 4),
        (removed, 3),
        (swapped, 3),
        (repeated, 4),
        (beheaded, 1),
        (renumbered, 3),
        (without_a_field, 3),
    ],
)
def test_damage_is_found_and_the_line_named(damage: Callable[[Lines], Lines], line: int, lines: Lines) -> None:
    found = audit.verify(damage(lines))
    assert not found.sound
    assert found.line == line
    assert f"dòng {line}" in found.words


def test_a_cut_tail_shows_against_a_head_noted_elsewhere(lines: Lines) -> None:
    assert audit.verify(lines[:3]).sound
    assert not audit.verify(lines[:3], lines[-1]["hash"]).sound
    assert audit.verify(lines, lines[2]["hash"]).sound


def test_a_rewritten_chain_shows_against_a_head_noted_elsewhere(lines: Lines) -> None:
    """Whoever holds the file can hash every line anew; a head printed on a report says so."""
    forged, before = [], audit.START
    for line in lines:
        other = {**line, "prev_hash": before, "decision": "không" if line["seq"] == 2 else line["decision"]}
        before = other["hash"] = audit.line_hash(other)
        forged.append(other)
    assert audit.verify(forged).sound
    found = audit.verify(forged, lines[-1]["hash"])
    assert not found.sound
    assert "viết lại" in found.words


def test_the_head_is_the_last_line_and_may_leave_actions_out(store: Store, lines: Lines) -> None:
    assert store.audit_head() == lines[-1]["hash"]
    store.note("reviewer", "report.read", "x")
    assert store.audit_head() != lines[-1]["hash"]
    assert store.audit_head(leave_out="report.") == lines[-1]["hash"]


def test_a_head_of_an_expired_line_is_told_apart_from_a_cut(store: Store, lines: Lines, clock: Clock) -> None:
    clock.forward(days=2000)
    store.note("analyst", "việc.mới", "d9")
    store.prune(clock())
    found = store.verify_audit(lines[0]["hash"])
    assert not found.sound
    assert "hết hạn lưu 5 năm" in found.words
    assert lines[-1]["ts"] in found.words


def test_a_deed_and_its_trace_are_kept_together(store: Store, clock: Clock) -> None:
    def deed() -> None:
        with store._write() as connection:
            audit.append(connection, clock(), "analyst", "thử", "x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        deed()
    assert list(store.audit_lines()) == []


def test_after_five_years_lines_go_and_the_log_says_so(store: Store, lines: Lines, clock: Clock) -> None:
    clock.forward(days=2000)
    store.note("analyst", "việc.mới", "d9")
    assert store.prune(clock())["audit"] == 5
    found = store.verify_audit(lines[-1]["hash"])
    assert found.sound, found.words
    assert [line["action"] for line in store.audit_lines()] == ["việc.mới", "audit.prune", "store.prune"]
    assert not audit.verify([line for line in store.audit_lines() if line["action"] == "việc.mới"]).sound
    with pytest.raises(DatabaseError, match="append-only"), store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit")


@given(st.lists(st.dictionaries(st.text(max_size=9), st.none() | st.integers() | st.text(max_size=9)), min_size=1))
def test_any_lines_get_an_answer(rows: Lines) -> None:
    assert not audit.verify(rows).sound


def test_an_actor_is_a_role_and_times_are_utc(lines: Lines) -> None:
    assert {line["actor_role_id"] for line in lines} == {"analyst"}
    assert dt.datetime.fromisoformat(lines[0]["ts"]) == MORNING + dt.timedelta(minutes=1)
    assert lines[0]["ts"].endswith("+00:00")


def test_a_change_is_noted_once(store: Store, lines: Lines) -> None:
    assert store.note_change("config.change", "office.toml", "một")
    assert not store.note_change("config.change", "office.toml", "một")
    assert store.note_change("config.change", "sources.toml", "một")
    assert store.note_change("config.change", "office.toml", "hai")
    told = [(line["object_id"], line["decision"]) for line in store.audit_lines() if line["action"] == "config.change"]
    assert told == [("office.toml", "first"), ("sources.toml", "first"), ("office.toml", "changed")]
