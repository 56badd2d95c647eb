"""The month in numbers: what the public page counts."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.config import OfficeInfo
from pipeline.store import Store, audit
from pipeline.workflow.posts import Post
from pipeline.workflow.printing import transparency_page

from .conftest import PAGE, Clock, article
from .test_corrections import published
from .test_decisions import HEAD, ONE, filled, token
from .test_referrals import PAPER, case, proposed

__all__ = ["filled"]


def test_an_empty_month_is_all_zero(store: Store) -> None:
    counts = store.transparency("2026-11")
    assert (counts.items_read, counts.flags, counts.decisions, counts.hours_to_publish) == (0, 0, {}, None)
    assert counts.audit_head == audit.START
    for wrong in ("2026-13", "11/2026", "2026"):
        with pytest.raises(ValueError):
            store.transparency(wrong)


def test_what_people_did_is_counted_in_its_month(filled: Store, clock: Clock) -> None:
    filled.save_reading("c9", PAGE, "1", article("a9", text="Lời đã sửa."), None)
    filled.decide("f1", "false_alarm", ONE, token(filled))
    filled.undo("f1", ONE, token(filled))
    filled.decide("f1", "mismatch", ONE, token(filled))
    clock.forward(hours=30)
    published(filled)
    counts = filled.transparency("2026-11")
    assert (counts.items_read, counts.flags, counts.overturned, counts.undone) == (1, 1, 0, 1)
    assert counts.decisions == {"mismatch": 1}
    assert (counts.corrections_drafted, counts.corrections_published, counts.hours_to_publish) == (1, 1, 30)
    assert counts.claims_compared == 1
    clock.now = dt.datetime(2026, 11, 30, 16, 59, tzinfo=dt.UTC)
    filled.forget(words="không có ở đâu")
    clock.forward(minutes=2)
    filled.forget(url=PAGE)
    assert filled.transparency("2026-11").forgotten == 0
    december = filled.transparency("2026-12")
    assert december.forgotten > 0
    assert december.decisions == {}


def test_referrals_are_counted_by_ground_and_refused_ones_too(store: Store, clock: Clock) -> None:
    lane = proposed(store, clock)
    lane.prepare_referral("a1", ONE, PAPER)
    lane.sign_referral("a1", ONE, case(lane).token)
    lane.sign_referral("a1", ONE, case(lane).token)
    lane.sign_referral("không có", HEAD, "0.")
    counts = lane.transparency("2026-11")
    assert counts.referrals_proposed == {"scam_payment_credential": 1}
    assert counts.referrals_signed == counts.referrals_refused == {}
    assert counts.attempts_refused == {"same_signer": 1, "absent": 1}
    lane.sign_referral("a1", HEAD, case(lane).token)
    assert lane.transparency("2026-11").referrals_signed == {"scam_payment_credential": 1}


def test_the_page_counts_and_names_nobody(filled: Store) -> None:
    filled.decide("f1", "match", ONE, token(filled), note="Ghi chú riêng")
    counts = filled.transparency("2026-11")
    page = transparency_page(counts, OfficeInfo(name="Ủy ban nhân dân phường Mẫu"))
    assert counts.audit_head in page
    assert "11/2026" in page
    for private in ("Báo Thử", "Ghi chú riêng", ONE.name, PAGE, Post("x", "y", "admin").login + "@"):
        assert private not in page
