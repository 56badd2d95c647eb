"""The gate, the lanes, the order, the identity of a flag, and what may be proposed for referral."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Article, Claim, Difference, Evidence, Ground, ItemType, Match, Sentiment, Tags
from pipeline.triage import Triage, triage
from pipeline.triage.referrals import GROUNDS

MOMENT = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 20)
EVIDENCE = Evidence(
    "d", "12/QĐ-UBND", "Phí", "UBND phường", "Điều 2", "5.000 đồng/lượt", "", "in_force", DAY, DAY, None, ("phan_rang",)
)


def page(key: str, url: str, outlet: str = "Báo A", version: int = 1) -> Article:
    return Article(key, outlet, outlet, url, "Tiêu đề", MOMENT, None, "Phí 7.000 đồng/lượt", MOMENT, version)


def tags(
    key: str,
    *,
    item_type: ItemType = "news_report",
    protected: bool = False,
    ground: Ground | None = None,
    tone: Sentiment = "neu",
) -> Tags:
    return Tags(key, item_type, protected, "thue_phi", ("phan_rang",), tone, True, ground)


def claim(key: str, article: str, text: str = "Phí 7.000 đồng/lượt", start: int = 0) -> Claim:
    return Claim(key, article, text, start, text, DAY, ("phan_rang",))


def match(key: str, code: str = "amount_mismatch", value: str = "7.000 đồng", evidence: Evidence = EVIDENCE) -> Match:
    difference = Difference(code, value, "5.000 đồng", (0, 3), (0, 3))  # type: ignore[arg-type]
    return Match(key, "mismatch", evidence, (difference,), "…")


def one(**changes: object) -> Triage:
    tag = tags("a", **changes)  # type: ignore[arg-type]
    return triage([page("a", "u")], {"a": tag}, [claim("c", "a")], [match("c")], {"a": "S"})


def test_a_difference_becomes_a_flag_in_the_correction_lane() -> None:
    found = one()
    assert [(f.lane, f.code, f.article) for f in found.flags] == [("correction", "amount_mismatch", "a")]
    assert found.referrals == ()


def test_protected_speech_is_flagged_in_no_lane_and_never_referred() -> None:
    for ground in (None, *get_args(Ground)):
        found = one(protected=True, ground=ground, item_type="opinion_criticism")
        assert found == Triage((), ())


def test_an_item_without_tags_is_not_flagged() -> None:
    assert triage([page("a", "u")], {}, [claim("c", "a")], [match("c")], {}).flags == ()


def test_a_doubtful_passage_is_only_worth_a_look() -> None:
    doubtful = match("c", evidence=replace(EVIDENCE, doubtful=True))
    found = triage([page("a", "u")], {"a": tags("a")}, [claim("c", "a")], [doubtful], {"a": "S"})
    assert [f.lane for f in found.flags] == ["look"]


def test_a_flag_keeps_its_identity_over_versions_and_is_shown_once() -> None:
    first = triage([page("a", "u")], {"a": tags("a")}, [claim("c", "a")], [match("c")], {"a": "S"})
    second = triage([page("b", "u", version=2)], {"b": tags("b")}, [claim("k", "b")], [match("k")], {"b": "S"})
    both = triage(
        [page("a", "u"), page("b", "u", version=2)], {"a": tags("a"), "b": tags("b")}, [claim("c", "a"), claim("k", "b")],
        [match("c"), match("k")], {"a": "S", "b": "S"},
    )  # fmt: skip
    assert first.flags[0].id == second.flags[0].id
    assert [f.id for f in both.flags] == [first.flags[0].id]
    other = triage([page("a", "u")], {"a": tags("a")}, [claim("c", "a")], [match("c", value="8.000 đồng")], {"a": "S"})
    assert other.flags[0].id != first.flags[0].id


def test_consequence_orders_the_list() -> None:
    pages = [page("a", "u1"), page("b", "u2"), page("d", "u3", "Báo B")]
    matches = [match("ca", "reference_mismatch"), match("cb"), match("cd")]
    found = triage(
        pages,
        {k: tags(k) for k in "abd"},
        [claim("ca", "a"), claim("cb", "b"), claim("cd", "d")],
        matches,
        {"a": "S1", "b": "S2", "d": "S2"},
    )
    assert [f.article for f in found.flags][-1] == "a"
    assert found.flags[0].score > found.flags[-1].score


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(get_args(Sentiment)), min_size=3, max_size=3), st.permutations(["Báo A", "Báo B", "Báo C"])
)
def test_tone_and_outlet_decide_nothing(tones: list[Sentiment], outlets: list[str]) -> None:
    def run(names: list[str], moods: list[Sentiment]) -> Triage:
        pages = [page(k, f"u{k}", o) for k, o in zip("abd", names, strict=True)]
        marks = {k: tags(k, tone=m) for k, m in zip("abd", moods, strict=True)}
        codes = ("amount_mismatch", "date_mismatch", "reference_mismatch")
        matches = [match(f"c{k}", c) for k, c in zip("abd", codes, strict=True)]
        return triage(pages, marks, [claim(f"c{k}", k) for k in "abd"], matches, dict.fromkeys("abd", "S"))

    assert repr(run(outlets, tones)) == repr(run(["Báo A", "Báo B", "Báo C"], ["neu", "neu", "neu"]))


def test_only_the_act_itself_is_proposed_once_per_page() -> None:
    pages = [page("a", "u"), page("b", "u", version=2)]
    marks = {k: tags(k, item_type="scam_impersonation", ground="scam_payment_credential") for k in "ab"}
    assert [(r.url, r.ground, r.state) for r in triage(pages, marks, [], [], {}).referrals] == [
        ("u", "scam_payment_credential", "proposed")
    ]
    news = {k: tags(k, item_type="news_report", ground="scam_payment_credential") for k in "ab"}
    assert triage(pages, news, [], [], {}).referrals == ()


def test_the_grounds_are_the_closed_list_of_the_charter() -> None:
    assert {"scam_impersonation", "scam_payment_credential", "credible_threat"} == GROUNDS


def test_a_wrong_claim_is_never_referred() -> None:
    assert one(item_type="news_report").referrals == ()
