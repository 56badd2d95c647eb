"""Decisions: rows only added, nobody's lost, a false alarm remembered, a changed case opened again."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from pipeline.records import Flag
from pipeline.store import Store
from pipeline.workflow.decisions import KINDS, Conflict, Decided
from pipeline.workflow.posts import Post, Refused

from .conftest import MORNING, Clock, article
from .test_rows import check, flag, tags

ONE = Post("cv1", "Chuyên viên trực 1", "reviewer")
TWO = Post("cv2", "Chuyên viên trực 2", "reviewer")
HEAD = Post("tp", "Người phát ngôn", "spokesperson")
LIAISON = Post("ca", "Đầu mối công an", "liaison")


def put(store: Store, clock: Clock, *flags: Flag) -> None:
    store.replace_flags(flags, [], "t1", clock())


@pytest.fixture
def filled(store: Store, clock: Clock) -> Store:
    store.save_reading("c1", article().url, "1", article(), None)
    store.save_tags(tags("a1"))
    claim, match = check(1, "a1")
    store.save_checks("a1", "p1", [claim], [match])
    put(store, clock, FIRST)
    return store


FIRST = replace(flag("f1"), basis="b1", alarm_key="l1")


def token(store: Store, key: str = "f1") -> str:
    case = store.case(key)
    assert case is not None
    return case.token


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_kept_with_the_words_that_were_compared(filled: Store, kind: str) -> None:
    found = filled.decide("f1", kind, ONE, token(filled), reason="rounded", note="gọi 0912345678 hỏi lại")
    assert isinstance(found, Decided)
    assert found.case.standing is not None
    standing = found.case.standing
    assert (standing.kind, standing.reason, standing.post, standing.login) == (kind, "rounded", ONE.name, "cv1")
    assert "0912345678" not in standing.note
    assert standing.claim
    assert standing.passage
    assert standing.document
    assert standing.at == MORNING
    assert filled.open_flags() == []
    line = list(filled.audit_lines())[-1]
    assert (line["action"], line["actor_role_id"], line["decision"], line["policy_version"]) == (
        "decision.make", "reviewer:cv1", kind, "t1"
    )  # fmt: skip


def test_an_undo_is_a_row_that_takes_one_back(filled: Store) -> None:
    filled.decide("f1", "match", ONE, token(filled))
    filled.decide("f1", "mismatch", HEAD, token(filled))
    back = filled.undo("f1", ONE, token(filled))
    assert isinstance(back, Decided)
    assert back.case.standing is not None
    assert back.case.standing.kind == "match"
    again = filled.undo("f1", ONE, token(filled))
    assert isinstance(again, Decided)
    assert again.case.standing is None
    assert [one.id for one in filled.open_flags()] == ["f1"]
    assert isinstance(filled.undo("f1", ONE, token(filled)), Refused)
    assert [row.kind for row in filled.decisions()] == ["match", "mismatch", None, None]


def test_the_second_of_two_sees_what_the_first_did(filled: Store) -> None:
    before = token(filled)
    assert isinstance(filled.decide("f1", "match", ONE, before), Decided)
    late = filled.decide("f1", "mismatch", TWO, before)
    assert isinstance(late, Conflict)
    assert "Chuyên viên trực 1" in late.words
    assert "khớp" in late.words
    assert late.case is not None
    assert [row.kind for row in filled.decisions()] == ["match"]
    assert isinstance(filled.decide("f1", "mismatch", TWO, late.case.token), Decided)


def test_twenty_at_once_lose_nothing(filled: Store) -> None:
    before, outcomes = token(filled), []
    posts = [Post(f"cv{number}", f"Chuyên viên {number}", "reviewer") for number in range(20)]
    workers = [
        threading.Thread(target=lambda post=post: outcomes.append(filled.decide("f1", "match", post, before)))
        for post in posts
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(isinstance(one, Decided) for one in outcomes) == len(filled.decisions()) == 1
    assert sum(isinstance(one, Conflict) for one in outcomes) == 19
    assert filled.verify_audit().sound


def test_a_changed_article_or_document_opens_the_case_again(filled: Store, clock: Clock) -> None:
    filled.decide("f1", "match", ONE, token(filled))
    put(filled, clock, FIRST)
    assert filled.open_flags() == []
    held = token(filled)
    put(filled, clock, replace(FIRST, basis="b2"))
    assert [one.id for one in filled.open_flags()] == ["f1"]
    assert filled.standing_decisions() == {}
    case = filled.case("f1")
    assert case is not None
    assert case.reopened
    late = filled.decide("f1", "match", TWO, held)
    assert isinstance(late, Conflict)
    assert "đã đổi chữ" in late.words
    put(filled, clock)
    assert isinstance(filled.decide("f1", "match", TWO, held), Conflict)


def test_a_flag_of_an_older_version_waits_for_nobody(filled: Store) -> None:
    newer = replace(article(), id="a2", text="Lời đã sửa.")
    filled.save_reading("c2", newer.url, "1", newer, None)
    assert [one.id for one in filled.flags()] == ["f1"]
    assert filled.open_flags() == []
    assert filled.count_open_flags() == 0


def test_who_may_not_decide_is_refused_and_that_is_logged(filled: Store) -> None:
    for by, kind in ((LIAISON, "match"), (ONE, "lời lạ"), (Post("qt", "Quản trị", "admin"), "match")):
        assert isinstance(filled.decide("f1", kind, by, token(filled)), Refused)
        assert list(filled.audit_lines())[-1]["action"] == "decision.refused"
    assert filled.decisions() == []


def test_false_alarms_in_force_are_remembered(filled: Store) -> None:
    filled.decide("f1", "false_alarm", ONE, token(filled), reason="other_unit")
    assert filled.false_alarms() == {"l1": frozenset({"f1"})}
    assert set(filled.standing_decisions()) == {"f1"}
    filled.undo("f1", ONE, token(filled))
    assert filled.false_alarms() == {}


def test_similar_past_decisions_are_found(filled: Store, clock: Clock) -> None:
    filled.decide("f1", "match", ONE, token(filled))
    put(
        filled,
        clock,
        FIRST,
        replace(FIRST, id="f2", alarm_key="l1"),
        replace(FIRST, id="f3", alarm_key="l3", claim="x"),
    )
    assert [row.flag for row in filled.similar_decisions("f2")] == ["f1"]
    assert filled.similar_decisions("f3") == filled.similar_decisions("f1") == []
