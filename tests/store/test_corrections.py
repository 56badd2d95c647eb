"""A correction's way: drafted after a decision, edited by a person, published by the spokesperson, closed by the outlet."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.config import OfficeInfo
from pipeline.store import Store
from pipeline.workflow.corrections import MACHINE, Correction, Done, Overtaken
from pipeline.workflow.posts import Post, Refused

from .conftest import MORNING, Clock, article
from .test_decisions import HEAD, LIAISON, ONE, TWO, filled, token
from .test_rows import check

__all__ = ["filled"]
OFFICE = OfficeInfo(name="Ủy ban nhân dân phường Mẫu", unit="Phòng Văn hóa - Xã hội", phone="0259 000 000")


def draft(store: Store, **more: object) -> Correction:
    choices = {"origin": "press", "original_form": "website", **more}
    made = store.draft_correction("f1", ONE, OFFICE, **choices)  # type: ignore[arg-type]
    assert isinstance(made, Done), made
    return made.correction


@pytest.fixture
def decided(filled: Store) -> Store:
    filled.decide("f1", "mismatch", ONE, token(filled))
    return filled


def done(outcome: object) -> Correction:
    assert isinstance(outcome, Done), outcome
    return outcome.correction


def published(store: Store) -> Correction:
    made = draft(store)
    edited = done(store.edit_correction(made.id, ONE, made.token, heading="Thư", body="Lời người viết."))
    return done(store.publish_correction(made.id, HEAD, edited.token))


def test_a_draft_quotes_document_and_point_and_is_marked_as_the_machines(decided: Store) -> None:
    _, match = check(1, "a1")
    assert match.evidence is not None
    made = draft(decided)
    assert (made.state, made.form, made.mark, made.origin) == ("draft", "letter", MACHINE, "press")
    for words in (match.evidence.number, match.evidence.point, match.evidence.passage.rstrip("."), "Báo Thử"):
        assert words in made.body
    assert made.due_at == dt.datetime(2026, 11, 30, 16, 59, tzinfo=dt.UTC)
    assert list(decided.audit_lines())[-1]["action"] == "correction.draft"


def test_an_urgent_one_has_twenty_four_hours(decided: Store) -> None:
    assert draft(decided, urgent=True).due_at == MORNING + dt.timedelta(hours=24)


@pytest.mark.parametrize("kind", ["match", "not_checkable", "false_alarm", None])
def test_without_a_decision_that_it_does_not_match_nothing_is_drafted(filled: Store, kind: str | None) -> None:
    if kind:
        filled.decide("f1", kind, ONE, token(filled))
    found = filled.draft_correction("f1", ONE, OFFICE, origin="press", original_form="website")
    assert isinstance(found, Refused)
    assert filled.corrections() == []


def test_our_own_error_is_corrected_in_the_same_form(decided: Store) -> None:
    other = decided.draft_correction(
        "f1", ONE, OFFICE, origin="own", original_form="loudspeaker", form="website"
    )  # fmt: skip
    assert isinstance(other, Refused)
    made = draft(decided, origin="own", original_form="loudspeaker")
    assert made.form == "loudspeaker"
    assert not any(letter.isdigit() for letter in made.body)


def test_only_a_person_edits_and_only_the_spokesperson_publishes(decided: Store) -> None:
    made = draft(decided)
    assert isinstance(decided.publish_correction(made.id, HEAD, made.token), Refused)
    edited = done(decided.edit_correction(made.id, ONE, made.token, heading="Thư", body="Gọi 0912345678."))
    assert (edited.state, edited.machine, edited.mark) == ("edited", False, "")
    assert "0912345678" not in edited.body
    for by in (ONE, LIAISON, Post("qt", "Quản trị", "admin")):
        assert isinstance(decided.publish_correction(made.id, by, edited.token), Refused)
        assert list(decided.audit_lines())[-1]["reason_code"] == "role"
    out = done(decided.publish_correction(made.id, HEAD, edited.token))
    assert (out.state, out.published_at) == ("published", MORNING)
    assert isinstance(decided.edit_correction(made.id, ONE, out.token, heading="x", body="y"), Refused)


def test_nothing_is_published_after_its_decision_was_taken_back(decided: Store) -> None:
    made = draft(decided)
    edited = done(decided.edit_correction(made.id, ONE, made.token, heading="Thư", body="Lời."))
    decided.undo("f1", ONE, token(decided))
    for kind in (None, "match"):
        if kind:
            decided.decide("f1", kind, ONE, token(decided))
        refused = decided.publish_correction(made.id, HEAD, edited.token)
        assert isinstance(refused, Refused)
        assert refused.reason == "undone"
    decided.decide("f1", "partial", ONE, token(decided))
    assert done(decided.publish_correction(made.id, HEAD, edited.token)).state == "published"


def test_sent_answered_fixed_each_at_its_hour(decided: Store, clock: Clock) -> None:
    now = published(decided)
    for step, state in (("send", "sent"), ("answer", "answered"), ("fix", "fixed")):
        clock.forward(hours=1)
        now = done(decided.follow_correction(now.id, step, TWO, now.token, note="đã gọi tòa soạn"))
        assert now.state == state
    assert [now.published_at, now.sent_at, now.answered_at, now.fixed_at] == [
        MORNING + dt.timedelta(hours=n) for n in range(4)
    ]
    assert isinstance(decided.follow_correction(now.id, "send", TWO, now.token), Refused)
    assert [one.step for one in now.steps] == ["draft", "edit", "publish", "send", "answer", "fix"]


def test_the_second_of_two_editors_sees_what_the_first_did(decided: Store) -> None:
    made = draft(decided)
    done(decided.edit_correction(made.id, ONE, made.token, heading="Một", body="Lời một."))
    late = decided.edit_correction(made.id, TWO, made.token, heading="Hai", body="Lời hai.")
    assert isinstance(late, Overtaken)
    assert ONE.name in late.words
    assert late.correction.body == "Lời một."


def test_a_published_one_is_withdrawn_by_the_spokesperson_only(decided: Store) -> None:
    now = published(decided)
    assert isinstance(decided.follow_correction(now.id, "withdraw", ONE, now.token), Refused)
    assert done(decided.follow_correction(now.id, "withdraw", HEAD, now.token)).state == "withdrawn"
    assert isinstance(decided.draft_correction("f1", ONE, OFFICE, origin="press", original_form="website"), Done)


def test_an_outlet_that_changes_the_number_closes_its_own_case(decided: Store, clock: Clock) -> None:
    claim, match = check(1, "a1")
    value = match.differences[0].claim_value
    text = f"Từ tháng sau, mức thu là {value} một tháng. Câu khác."
    decided.save_reading("c5", article().url, "1", article("b1", text=text), None)
    decided.save_checks("b1", "p1", [replace(claim, article="b1", text=text.split(". ")[0], start=0, id="kb")],
                        [replace(match, claim="kb")])  # fmt: skip
    flag = decided.flags()[0]
    decided.replace_flags([replace(flag, id="f1", article="b1", claim="kb")], [], "t1", clock())
    made = draft(decided)
    assert decided.close_quiet_fixes() == []
    decided.save_reading("c6", article().url, "1", article("b2", text=f"Câu mới. {text}"), None)
    assert decided.close_quiet_fixes() == []
    fixed = text.replace(value, "9.999 đồng")
    decided.save_reading("c7", article().url, "1", article("b3", text=fixed), None)
    clock.forward(hours=5)
    closed = decided.close_quiet_fixes()
    assert [(one.id, one.state, one.fixed_at) for one in closed] == [(made.id, "fixed", clock())]
    assert value in closed[0].words_before
    assert "9.999 đồng" in closed[0].words_after
    assert (closed[0].steps[-1].step, closed[0].steps[-1].role) == ("close", "pipeline")
    assert decided.close_quiet_fixes() == []
    assert decided.verify_audit().sound
