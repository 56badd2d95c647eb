"""The narrow lane: a paper that stands on the page, two different people, every read in the log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records import Ground, Referral, Tags
from pipeline.store import Store
from pipeline.workflow.posts import Post, Refused
from pipeline.workflow.referrals import QUESTIONS, REFUSALS, Changed, Paper, ReferralCase, Written

from .conftest import PAGE, Clock, article
from .test_decisions import HEAD, LIAISON, ONE, TWO
from .test_rows import tags

SCAM = "Chi cục thuế Mẫu báo: bấm vào liên kết và nhập mã OTP trước 17 giờ để không bị khóa mã số thuế."
THREAT = "Tối mai tôi sẽ mang xăng đến đốt trụ sở phường, ai ở trong đó thì chịu."
PAPER = Paper(SCAM, "otp", "residents", "0900 111 222")
ANSWERS = {name: f"Trả lời đủ dài cho câu {number}." for number, name in enumerate(QUESTIONS)}


def last(store: Store) -> dict[str, object]:
    return list(store.audit_lines())[-1]


def proposed(store: Store, clock: Clock, ground: Ground = "scam_payment_credential", text: str = SCAM) -> Store:
    kind = "credible_threat" if ground == "credible_threat" else "scam_impersonation"
    store.save_reading("c1", PAGE, "1", article(text=text), None)
    store.save_tags(replace(tags("a1"), item_type=kind, ground=ground))
    store.replace_flags([], [Referral("a1", PAGE, ground)], "t1", clock())
    return store


@pytest.fixture
def lane(store: Store, clock: Clock) -> Store:
    return proposed(store, clock)


def case(store: Store, by: Post = ONE) -> ReferralCase:
    found = store.read_referral("a1", by)
    assert isinstance(found, ReferralCase), found
    return found


def states(store: Store) -> list[str]:
    return [one.state for one in store.referrals()]


def test_two_different_people_sign_what_they_read(lane: Store) -> None:
    assert isinstance(lane.sign_referral("a1", ONE, case(lane).token), Refused)
    assert isinstance(lane.prepare_referral("a1", ONE, PAPER), Written)
    first = lane.sign_referral("a1", ONE, case(lane).token)
    assert isinstance(first, Written)
    assert states(lane) == ["proposed"]
    for by, reason in (
        (ONE, "same_signer"),
        (TWO, "same_role"),
        (LIAISON, "role"),
        (Post("qt", "Quản trị", "admin"), "role"),
    ):
        refused = lane.sign_referral("a1", by, case(lane).token)
        assert isinstance(refused, Refused)
        assert refused.reason == reason
        assert (last(lane)["action"], last(lane)["reason_code"]) == ("referral.attempt", reason)
    assert isinstance(
        lane.sign_referral("a1", Post("cv1", "Người phát ngôn", "spokesperson"), case(lane).token), Refused
    )
    assert isinstance(lane.sign_referral("a1", HEAD, case(lane, HEAD).token), Written)
    assert states(lane) == ["signed"]
    assert isinstance(lane.sign_referral("a1", TWO, case(lane).token), Refused)
    assert lane.verify_audit().sound


def test_a_changed_paper_voids_the_first_signature(lane: Store) -> None:
    lane.prepare_referral("a1", ONE, PAPER)
    lane.sign_referral("a1", ONE, case(lane).token)
    held = case(lane, HEAD).token
    lane.prepare_referral("a1", TWO, replace(PAPER, demand="money"))
    late = lane.sign_referral("a1", HEAD, held)
    assert isinstance(late, Changed)
    assert case(lane).signatures == ()
    lane.sign_referral("a1", HEAD, case(lane).token)
    assert states(lane) == ["proposed"]


@pytest.mark.parametrize(
    ("paper", "reason"),
    [
        (replace(PAPER, quote="Lời không có trong bài này."), "quote"),
        (replace(PAPER, quote="mã OTP"), "quote"),
        (replace(PAPER, demand="lời nói"), "demand"),
        (replace(PAPER, demand="violence"), "demand"),
        (replace(PAPER, harmed="dư luận"), "harmed"),
        (replace(PAPER, indicator="x" * 301), "indicator"),
        (replace(PAPER, answers={"name": "Họ tên người nói lời này"}), "answers"),
    ],
)
def test_a_paper_must_stand_on_the_page_and_its_lists(lane: Store, paper: Paper, reason: str) -> None:
    found = lane.prepare_referral("a1", ONE, paper)
    assert isinstance(found, Refused)
    assert found.reason == reason == last(lane)["reason_code"]
    assert case(lane).paper is None


@pytest.mark.parametrize("missing", QUESTIONS)
def test_a_threat_needs_all_six_answers(store: Store, clock: Clock, missing: str) -> None:
    proposed(store, clock, "credible_threat", THREAT)
    paper = Paper(THREAT, "violence", "staff", answers=ANSWERS)
    short = replace(paper, answers={**ANSWERS, missing: " … "})
    assert isinstance(store.prepare_referral("a1", ONE, short), Refused)
    told = {**ANSWERS, "context": "Gọi 0912345678 để hỏi thêm bối cảnh."}
    found = store.prepare_referral("a1", ONE, replace(paper, answers=told))
    assert isinstance(found, Written)
    assert found.case.paper is not None
    assert "0912345678" not in found.case.paper.answers["context"]


def test_the_liaison_sees_signed_papers_only_and_each_read_is_logged(lane: Store) -> None:
    lane.prepare_referral("a1", ONE, PAPER)
    assert lane.referral_cases(LIAISON) == []
    assert isinstance(lane.read_referral("a1", LIAISON), Refused)
    assert last(lane)["action"] == "referral.attempt"
    lane.sign_referral("a1", ONE, case(lane).token)
    lane.sign_referral("a1", HEAD, case(lane).token)
    seen = lane.referral_cases(LIAISON)
    assert (last(lane)["action"], last(lane)["actor_role_id"], last(lane)["decision"]) == (
        "referral.list",
        "liaison:ca",
        "1",
    )
    assert [(one.state, one.text) for one in seen] == [("signed", "")]
    assert case(lane, LIAISON).paper == PAPER
    assert (last(lane)["action"], last(lane)["object_id"]) == ("referral.read", "a1")
    for role in ("analyst", "auditor", "admin"):
        assert lane.referral_cases(Post("x", "Người khác", role)) == []  # type: ignore[arg-type]
        assert last(lane)["action"] == "referral.attempt"


@pytest.mark.parametrize("reason", REFUSALS)
def test_a_refused_one_stays_refused_and_is_counted(lane: Store, clock: Clock, reason: str) -> None:
    assert isinstance(lane.refuse_referral("a1", ONE, "vì thế", note=""), Refused)
    assert isinstance(lane.refuse_referral("a1", HEAD, reason), Written)
    lane.replace_flags([], [Referral("a1", PAGE, "scam_payment_credential")], "t1", clock())
    assert states(lane) == ["refused"]
    assert isinstance(lane.prepare_referral("a1", ONE, PAPER), Refused)


def test_a_pass_keeps_the_paper_and_the_day_of_the_proposal(lane: Store, clock: Clock) -> None:
    lane.prepare_referral("a1", ONE, PAPER)
    lane.sign_referral("a1", ONE, case(lane).token)
    clock.forward(days=1)
    lane.replace_flags([], [Referral("a1", PAGE, "scam_payment_credential")], "t1", clock())
    assert len(case(lane).signatures) == 1
    lane.replace_flags([], [], "t1", clock())
    assert isinstance(lane.read_referral("a1", ONE), Refused)
    with lane.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM referral_papers").scalar_one() == 0


@pytest.mark.parametrize(
    "tag",
    [
        Tags("a1", "scam_impersonation", True, "khac", (), "neu", True, "scam_payment_credential"),
        Tags("a1", "news_report", False, "khac", (), "neu", True, "scam_payment_credential"),
        Tags("a1", "scam_impersonation", False, "khac", (), "neu", True, None),
        Tags("a1", "scam_impersonation", False, "khac", (), "neu", True, "credible_threat"),
    ],
)
def test_what_is_not_the_act_itself_is_refused_even_when_proposed(lane: Store, tag: Tags) -> None:
    lane.prepare_referral("a1", ONE, PAPER)
    token = case(lane).token
    lane.save_tags(tag)
    assert isinstance(lane.sign_referral("a1", ONE, token), Refused)
    assert isinstance(lane.prepare_referral("a1", ONE, PAPER), Refused)
    assert last(lane)["action"] == "referral.attempt"


def test_a_page_that_changed_since_is_not_signed(lane: Store) -> None:
    lane.prepare_referral("a1", ONE, PAPER)
    token = case(lane).token
    lane.save_reading("c2", PAGE, "1", article("a2", text="Trang này đã gỡ lời cũ."), None)
    found = lane.sign_referral("a1", ONE, token)
    assert isinstance(found, Refused)
    assert found.reason == "changed"
