"""The pair model beside the rules: it takes a flag back to "cần xem", proposes nothing but that lane, and reads little."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from pipeline.check import POLICY, Checker, MemoryRetriever
from pipeline.check.single import answer
from pipeline.language.places import Gazetteer
from pipeline.records import Article, Claim, Evidence, Match, Tags
from pipeline.triage import triage

DAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
GAZETTEER = Gazetteer.builtin()
RULES = (
    "Phí giữ xe máy ở chợ phường Phan Rang là 3.000 đồng/lượt.",
    "Xe đạp gửi ở chợ phường Phan Rang do tổ giữ xe trông coi, người gửi nhận thẻ có đóng dấu.",
    "Xe đạp gửi ở chợ phường Phan Rang phải khóa, tổ giữ xe không nhận xe không khóa.",
)
SURE, UNSURE = (0.02, 0.96, 0.02), (0.4, 0.4, 0.2)


@dataclass
class Recorded:
    """A judge that always reads the same and remembers what it was asked."""

    shares: tuple[float, float, float]
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def judge(self, claim: str, passage: str, rules: str) -> tuple[float, float, float]:
        self.asked.append((claim, passage, rules))
        return self.shares


def evidence() -> list[Evidence]:
    return [
        Evidence(
            "d", "5/TB-UBND", "Giữ xe ở chợ phường Phan Rang", "UBND phường Phan Rang", f"Mục {i}", text, "", "in_force", DAY, DAY, None,
            ("phan_rang",),
        )
        for i, text in enumerate(RULES, start=1)
    ]  # fmt: skip


def claim(text: str) -> Claim:
    return Claim("c", "a", text, 0, text, DAY, ("phan_rang",))


WRONG = claim("Phí giữ xe máy ở chợ phường Phan Rang là 9.000 đồng một lượt")
RIGHT = claim("Phí giữ xe máy ở chợ phường Phan Rang là 3.000 đồng một lượt")
UNSETTLED = claim("Xe đạp gửi ở chợ phường Phan Rang do tổ giữ xe trông coi, người gửi khỏi lấy thẻ đóng dấu")


def checked(one: Claim, judge: Recorded | None) -> Match:
    return Checker(MemoryRetriever(evidence()), gazetteer=GAZETTEER, judge=judge).check(one)


def lanes(one: Claim, match: Match) -> list[str]:
    page = Article("a", "s", "Báo", "https://bao.example/1", "Tin chợ", NOW, None, one.text, NOW)
    tags = Tags("a", "news_report", False, "thue_phi", ("phan_rang",), "neu", True)
    return [f.lane for f in triage([page], {"a": tags}, [one], [match], {"a": "S"}).flags]


def test_without_a_judge_the_rules_speak_alone() -> None:
    assert checked(WRONG, None).verdict == "mismatch"
    assert lanes(WRONG, checked(WRONG, None)) == ["correction"]


def test_a_judge_that_reads_a_difference_too_leaves_the_flag_and_says_how_surely() -> None:
    found = checked(WRONG, Recorded(SURE))
    assert (found.verdict, found.why_silent, found.confidence) == ("mismatch", None, 0.96)
    assert lanes(WRONG, found) == ["correction"]


def test_a_judge_that_clearly_reads_otherwise_sends_the_flag_to_be_looked_at() -> None:
    for shares in ((0.95, 0.03, 0.02), (0.02, 0.03, 0.95)):
        found = checked(WRONG, Recorded(shares))
        assert found.verdict == "mismatch"
        assert found.differences == checked(WRONG, None).differences
        assert lanes(WRONG, found) == ["look"]


def test_a_judge_hears_what_the_rules_said_of_the_pair() -> None:
    for one, outcome in ((WRONG, "mismatch"), (RIGHT, "match")):
        judge = Recorded(UNSURE)
        checked(one, judge)
        assert judge.asked[0][2] == outcome


def test_a_judge_that_is_not_sure_changes_nothing() -> None:
    assert lanes(WRONG, checked(WRONG, Recorded(UNSURE))) == ["correction"]
    assert lanes(UNSETTLED, checked(UNSETTLED, Recorded(UNSURE))) == []


def test_where_the_rules_are_silent_a_sure_judge_proposes_to_look_and_never_flags() -> None:
    alone = checked(UNSETTLED, None)
    assert alone.verdict in ("match", "no_document")
    found = checked(UNSETTLED, Recorded(SURE))
    assert lanes(UNSETTLED, found) == ["look"]
    (shown,) = found.differences
    assert found.evidence is not None
    assert shown.claim_span is not None
    assert shown.passage_span is not None
    assert UNSETTLED.text[slice(*shown.claim_span)] == shown.claim_value
    assert found.evidence.passage[slice(*shown.passage_span)] == shown.official_value


def test_between_borne_out_and_no_document_a_judge_chooses_and_nothing_is_flagged() -> None:
    silent = checked(UNSETTLED, Recorded((0.05, 0.05, 0.9)))
    assert (silent.verdict, silent.evidence) == ("no_document", None)
    borne_out = checked(UNSETTLED, Recorded((0.9, 0.05, 0.05)))
    assert borne_out.verdict == "match"
    assert borne_out.evidence is not None
    assert borne_out.evidence.passage == RULES[1]
    assert lanes(UNSETTLED, silent) == lanes(UNSETTLED, borne_out) == []


def test_an_agreeing_claim_stays_agreeing_for_a_judge_that_agrees() -> None:
    found = checked(RIGHT, Recorded((0.97, 0.02, 0.01)))
    assert (found.verdict, found.confidence) == ("match", 0.97)
    assert lanes(RIGHT, found) == []


def test_the_judge_reads_at_most_two_passages_and_only_near_ones() -> None:
    for one in (WRONG, RIGHT, UNSETTLED):
        judge = Recorded(UNSURE)
        checked(one, judge)
        assert len(judge.asked) <= POLICY.judge_reads == 2
    far = Recorded(SURE)
    checked(claim("Đội bóng chuyền nữ của tỉnh thắng trận mở màn ở Đà Lạt với tỷ số 3-1"), far)
    assert far.asked == []


def test_one_claim_by_itself_is_no_flag_when_the_judge_reads_otherwise() -> None:
    tags = Tags("a", "news_report", False, "thue_phi", ("phan_rang",), "neu", True)
    for shares, flagged in ((SURE, True), ((0.95, 0.03, 0.02), False)):
        checker = Checker(MemoryRetriever(()), gazetteer=GAZETTEER, judge=Recorded(shares))
        assert answer(WRONG.text, tuple(evidence()[:1]), DAY, tags, checker).flag is flagged
    checker = Checker(MemoryRetriever(()), gazetteer=GAZETTEER, judge=Recorded(SURE))
    assert not answer(UNSETTLED.text, tuple(evidence()[1:2]), DAY, tags, checker).flag
