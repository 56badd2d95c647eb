"""Who wrote it first and who followed, by address; what several read wrong alike on their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Article, Claim, Difference, Evidence, Flag, Match
from pipeline.triage.spread import reading_of, spread, unclear

MORNING = dt.datetime(2026, 11, 18, 1, tzinfo=dt.UTC)
RULE = Evidence(
    "d", "31/QĐ-UBND", "Phí phà", "UBND phường", "Điều 1", "Phí phà là 4.000 đồng/lượt.", "", "in_force", None, None, None, (),
)  # fmt: skip


def page(key: str, hours: int) -> Article:
    at = MORNING + dt.timedelta(hours=hours)
    return Article(key, key, f"Báo {key}", f"https://{key}.example/1", "Phí phà", at, None, "…", at)


def told(key: str, value: str, point: str = "Điều 1") -> tuple[Claim, Match, Flag]:
    claim = Claim(f"c{key}", key, f"Phí phà là {value}", 0, "", None, ())
    difference = Difference("amount_mismatch", value, "4.000 đồng/lượt", None, None)
    match = Match(claim.id, "mismatch", replace(RULE, point=point), (difference,), "")
    flag = Flag(f"f{key}", "correction", key, claim.id, "mismatch", "amount_mismatch", 0.5, MORNING)
    return claim, match, flag


PAGES = [page("a", 5), page("b", 1), page("c", 3), page("d", 9)]
ROWS = [
    told("a", "5.000 đồng/lượt"),
    told("b", "5 nghìn đồng mỗi lượt"),
    told("c", "năm nghìn đồng một lượt"),
    told("d", "9.000 đồng"),
]
CLAIMS, MATCHES, FLAGS = ([row[i] for row in ROWS] for i in range(3))
STORIES = dict.fromkeys("abcd", "S1")


def test_the_first_page_is_named_and_the_others_follow_in_time() -> None:
    first, other = spread(FLAGS, CLAIMS, MATCHES, PAGES, STORIES)  # type: ignore[arg-type]
    assert first.first == "https://b.example/1"
    assert first.later == ("https://c.example/1", "https://a.example/1")
    assert (other.first, other.later) == ("https://d.example/1", ())


def test_another_story_is_another_row() -> None:
    found = spread(FLAGS, CLAIMS, MATCHES, PAGES, STORIES | {"b": "S2"})  # type: ignore[arg-type]
    assert {s.first for s in found} == {"https://b.example/1", "https://c.example/1", "https://d.example/1"}


def test_a_point_misread_alike_by_three_is_our_papers_fault() -> None:
    (point,) = unclear(FLAGS, CLAIMS, MATCHES, PAGES, [])  # type: ignore[arg-type]
    assert (point.number, point.point, len(point.urls)) == ("31/QĐ-UBND", "Điều 1", 3)
    assert point.proposal.startswith("Văn bản của ta chưa rõ: 3 báo cùng hiểu Điều 1")


def test_copies_are_one_reader() -> None:
    assert unclear(FLAGS, CLAIMS, MATCHES, PAGES, [("a", "b")]) == ()  # type: ignore[arg-type]


def test_one_value_in_three_forms_is_one_reading() -> None:
    assert len({reading_of(m.differences[0].claim_value) for m in MATCHES[:3]}) == 1  # type: ignore[union-attr]
    assert reading_of("Mọi hộ dân") == reading_of("mọi  hộ dân")


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(4)))
def test_order_changes_nothing(order: list[int]) -> None:
    mixed = [[part[i] for i in order] for part in (FLAGS, CLAIMS, MATCHES, PAGES)]
    assert spread(*mixed, STORIES) == spread(FLAGS, CLAIMS, MATCHES, PAGES, STORIES)  # type: ignore[arg-type]
    assert unclear(*mixed, []) == unclear(FLAGS, CLAIMS, MATCHES, PAGES, [])  # type: ignore[arg-type]
