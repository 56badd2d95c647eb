"""The state machines by themselves: every step from every state, every role, and the clocks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import get_args

import pytest

from pipeline.records import VIETNAM, Article
from pipeline.workflow import clocks
from pipeline.workflow.corrections import (
    Correction,
    CorrectionStep,
    Form,
    Origin,
    Overtaken,
    State,
    check_step,
    forms,
    quiet_fix,
)
from pipeline.workflow.decisions import Decision
from pipeline.workflow.posts import MAY, Post, Refused, Role

NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
HEAD = Post("tp", "Người phát ngôn", "spokesperson")
STEP = CorrectionStep(7, "draft", "draft", "cv1", "Chuyên viên 1", "reviewer", NOW, "", "", "")
ONE = Correction(
    id="x", flag="f", article="a1", url="https://bao.example/", outlet="Báo Thử", title="Tin", published_on=NOW.date(),
    claim="mức thu 42.000 đồng", verdict="mismatch", code="amount_mismatch", claim_value="42.000 đồng",
    official_value="32.000 đồng", paper="Quyết định số 71", document="71", point="Điều 2", passage="32.000 đồng",
    origin="press", original_form="website", form="letter", urgent=False, state="draft", machine=True, heading="h",
    body="b", opened_at=NOW, due_at=NOW, published_at=None, sent_at=None, answered_at=None, fixed_at=None,
    words_before="", words_after="", steps=(STEP,),
)  # fmt: skip
DECIDED = Decision(
    seq=1, flag="f", kind="mismatch", reason="", note="", login="cv1", post="Chuyên viên 1", role="reviewer", at=NOW,
    takes_back=None, basis="b", alarm_key="", url="", claim="", verdict="mismatch", code="", claim_value="",
    official_value="", document="", point="", passage="",
)  # fmt: skip
WAY = {
    ("draft", "edit"): "edited",
    ("edited", "edit"): "edited",
    ("edited", "publish"): "published",
    ("published", "send"): "sent",
    ("sent", "answer"): "answered",
    ("published", "fix"): "fixed",
    ("sent", "fix"): "fixed",
    ("answered", "fix"): "fixed",
    **{(state, "withdraw"): "withdrawn" for state in ("draft", "edited", "published", "sent", "answered")},
}


@pytest.mark.parametrize("state", get_args(State))
@pytest.mark.parametrize("step", ["edit", "publish", "send", "answer", "fix", "withdraw", "close", "draft", "gỡ bài"])
def test_only_the_written_way_is_taken(state: State, step: str) -> None:
    found = check_step(replace(ONE, state=state), step, HEAD, "7", DECIDED)  # type: ignore[arg-type]
    assert (found if isinstance(found, str) else None) == WAY.get((state, step))


@pytest.mark.parametrize("role", get_args(Role))
def test_only_the_spokesperson_publishes_and_withdraws_what_was_published(role: Role) -> None:
    by = Post("x", "Người", role)
    edited = replace(ONE, state="edited")
    out = replace(ONE, state="published", published_at=NOW)
    for now, step in ((edited, "publish"), (out, "withdraw")):
        taken = not isinstance(check_step(now, step, by, "7", DECIDED), Refused)  # type: ignore[arg-type]
        assert taken == (role == "spokesperson")


def test_an_old_page_is_told_who_went_before() -> None:
    later = replace(STEP, seq=9, step="edit", post="Chuyên viên 2")
    found = check_step(replace(ONE, state="edited", steps=(STEP, later)), "edit", HEAD, "7", DECIDED)
    assert isinstance(found, Overtaken)
    assert "Chuyên viên 2 đã sửa lời" in found.words
    for junk in ("", "x", "8"):
        assert isinstance(check_step(ONE, "edit", HEAD, junk, DECIDED), Overtaken)


@pytest.mark.parametrize("origin", get_args(Origin))
@pytest.mark.parametrize("original", get_args(Form))
def test_our_own_error_has_one_form_only(origin: Origin, original: Form) -> None:
    allowed = forms(origin, original)
    assert allowed
    assert (allowed == (original,)) == (origin == "own")
    if origin in ("press", "other_agency"):
        assert allowed[0] == "letter"


def test_roles_that_never_decide_or_sign() -> None:
    for act in ("decide", "edit", "publish", "follow", "prepare_referral", "sign_referral"):
        assert not {"admin", "auditor", "analyst", "liaison"} & MAY[act]  # type: ignore[index]


@pytest.mark.parametrize("words", ["", " ", "dòng\nhai", "x" * 81])
def test_a_post_has_a_name(words: str) -> None:
    with pytest.raises(ValueError):
        Post("cv1", words, "reviewer")
    with pytest.raises(ValueError):
        Post("cv1", "Người", "ông chủ")  # type: ignore[arg-type]


def test_ten_days_end_with_the_tenth_day_and_urgent_ones_after_24_hours() -> None:
    late = dt.datetime(2026, 11, 20, 23, 30, tzinfo=VIETNAM)
    assert clocks.due(late, urgent=False).astimezone(VIETNAM) == dt.datetime(2026, 11, 30, 23, 59, tzinfo=VIETNAM)
    assert clocks.due(late, urgent=True) == late + dt.timedelta(hours=24)


@pytest.mark.parametrize(
    ("hours", "done", "words", "overdue", "soon"),
    [
        (0, None, "Còn 10 ngày (hạn 09:00 thứ Hai, 30/11/2026)", False, False),
        (24 * 9, None, "Còn 1 ngày", False, True),
        (24 * 10 - 1, None, "Còn 1 giờ", False, True),
        (24 * 10 + 30, None, "Quá hạn 1 ngày", True, False),
        (24 * 10 + 30, 5, "Xong trong hạn", False, False),
        (24 * 20, 24 * 11, "Xong sau hạn", True, False),
    ],
)
def test_a_clock_says_how_it_stands(hours: int, done: int | None, words: str, overdue: bool, soon: bool) -> None:
    ended = NOW + dt.timedelta(hours=done) if done is not None else None
    found = clocks.clock(NOW + dt.timedelta(days=10), NOW + dt.timedelta(hours=hours), ended)
    assert found.words.startswith(words)
    assert (found.overdue, found.soon) == (overdue, soon)


def page(key: str, text: str, title: str = "Tin") -> Article:
    return Article(key, "bao", "Báo", "https://bao.example/", title, NOW, None, text, NOW)


def test_a_quiet_fix_shows_both_sentences() -> None:
    before = page("a", "Câu đầu. Mức thu là 42.000 đồng mỗi tháng. Câu cuối.")
    said = "Mức thu là 42.000 đồng mỗi tháng"
    mended = page("b", "Câu đầu đã đổi. Mức thu là 32.000 đồng mỗi tháng. Câu cuối.")
    assert quiet_fix(before, mended, said, "42.000 đồng") == (said + ".", "Mức thu là 32.000 đồng mỗi tháng.")
    assert quiet_fix(before, page("b", "Chỉ còn một tin khác hẳn."), said, "42.000 đồng") == (said + ".", "")
    assert quiet_fix(before, before, said, "42.000 đồng") is None
    assert quiet_fix(before, page("b", "Giờ thì mức 42.000  Đồng áp dụng."), said, "42.000 đồng") is None
    assert quiet_fix(before, page("b", "Khác.", title="Thu 42.000 đồng"), said, "42.000 đồng") is None
    assert quiet_fix(before, mended, said, "") is None
