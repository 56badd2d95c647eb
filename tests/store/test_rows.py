"""Articles, tags, documents, checks and flags come back as they went in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Claim, Difference, Document, Evidence, Flag, Match, Passage, Referral, StageCount, Tags
from pipeline.store import Store, codec, open_store

from .conftest import MORNING, PAGE, Clock, article

DAY = dt.date(2026, 11, 20)

ZONES = (dt.UTC, dt.timezone(dt.timedelta(hours=7)), dt.timezone(dt.timedelta(hours=-9, minutes=-30)))
"""without daylight saving: a local time that exists twice has no one place in the order"""


def document(key: str = "d1", number: str = "71/2026/QĐ-UBND", *texts: str, **more: object) -> Document:
    fields = {
        "id": key,
        "kind": "quyet_dinh",
        "number": number,
        "issuer": "UBND tỉnh",
        "title": "Giá dịch vụ thu gom rác",
        "issued": dt.date(2026, 10, 1),
        "effective_from": dt.date(2027, 1, 1),
        "effective_to": None,
        "status": "in_force",
        "places": ("khanh_hoa",),
        "supersedes": (),
        "file": "qd71.docx",
        "passages": tuple(
            Passage(key, f"Điều {n}", words, heading="Mức giá")
            for n, words in enumerate(texts or ("Hộ gia đình 32.000 đồng/hộ/tháng.",), 1)
        ),
        "warnings": ("Không đọc được nơi nhận.",),
    }
    return Document(**{**fields, **more})


def tags(key: str = "a1", **more: object) -> Tags:
    fields = {"item_type": "news_report", "protected": False, "topic": "rac_moi_truong", "places": ("phan_rang",)}
    fields |= {"sentiment": "neu", "about_local_policy": True, "ground": None, "language": "vi", "version": "v1"}
    return Tags(article=key, **{**fields, **more})


def put(store: Store, *keys: str, **more: object) -> None:
    for key in keys:
        store.save_reading(f"c-{key}", f"{PAGE}?{key}", "1", article(key, url=f"{PAGE}?{key}", **more), None)


def test_articles_by_day_since_and_id(store: Store) -> None:
    put(store, "old", published=MORNING - dt.timedelta(days=3))
    put(store, "late", published=MORNING.replace(hour=17) - dt.timedelta(days=1))  # 00:00 of the 20th in Vietnam
    put(store, "new")
    put(store, "edited", published=MORNING - dt.timedelta(days=3), updated=MORNING)
    put(store, "undated", published=None)
    assert [one.id for one in store.articles()] == ["old", "late", "new", "edited", "undated"]
    assert [one.id for one in store.articles(day=DAY)] == ["late", "new", "edited", "undated"]
    assert [one.id for one in store.articles(since=DAY - dt.timedelta(days=1))] == ["late", "new", "edited", "undated"]
    assert [one.id for one in store.articles(ids=["new", "none", "old"])] == ["old", "new"]


def test_a_stage_sees_what_lacks_its_version(store: Store) -> None:
    put(store, "a1", "a2")
    store.save_tags(tags("a1"))
    assert [one.id for one in store.articles_without("tag", "v1")] == ["a2"]
    assert [one.id for one in store.articles_without("tag", "v2")] == ["a1", "a2"]
    store.save_checks("a2", "p1", [], [])
    assert [one.id for one in store.articles_without("check", "p1")] == ["a1"]
    assert store.tags() == {"a1": tags("a1")}


def test_stories(store: Store) -> None:
    put(store, "a1", "a2", "a3")
    store.replace_stories({"a1": "s1", "a2": "s1"})
    store.replace_stories({"a2": "s2"})
    assert store.stories() == {"a1": "s1", "a2": "s2"}


def test_documents_come_back_whole_and_once(store: Store, clock: Clock) -> None:
    assert store.add_document(document(), b"PK...", "analyst", clock()) == "added"
    assert store.add_document(document(), b"PK...", "analyst", clock()) == "already"
    assert store.documents() == [document()]
    assert store.document_file("d1") == b"PK..."
    assert list(store.passages("d1")) == list(document().passages)


def test_what_replaces_what_whichever_came_first(store: Store, clock: Clock) -> None:
    old, new = document("d1", "12/2024/QĐ-UBND"), document("d2", "71/2026/QĐ-UBND", supersedes=("12/2024/QĐ-UBND",))
    for first, second in ((old, new), (new, old)):
        for one in (first, second):
            store.add_document(one, one.id.encode(), "analyst", clock())
        found = {one.id: (one.status, one.superseded_by) for one in store.documents()}
        assert found == {"d1": ("superseded", "71/2026/QĐ-UBND"), "d2": ("in_force", None)}
        store.engine.dispose()
        with store.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM documents")


def test_the_old_paper_holds_until_the_new_one_takes_effect(store: Store, clock: Clock) -> None:
    store.add_document(document("d1", "12/2024/QĐ-UBND"), b"1", "analyst", clock())
    store.add_document(document("d2", "71/2026/QĐ-UBND", supersedes=("12/2024/QÐ - UBND",)), b"2", "analyst", clock())
    old = store.documents()[0]
    assert (old.status, old.effective_to) == ("superseded", dt.date(2026, 12, 31))


def test_the_same_number_of_another_province_is_another_paper(store: Store, clock: Clock) -> None:
    store.add_document(document("d1", "12/2024/QĐ-UBND", issuer="UBND tỉnh Lâm Đồng"), b"1", "analyst", clock())
    store.add_document(document("d2", "12/2024/QĐ-UBND"), b"2", "analyst", clock())
    store.add_document(document("d3", "71/2026/QĐ-UBND", supersedes=("12/2024/QĐ-UBND",)), b"3", "analyst", clock())
    assert [one.status for one in store.documents()] == ["in_force", "superseded", "in_force"]


def test_a_draft_replaces_nothing(store: Store, clock: Clock) -> None:
    store.add_document(document("d1", "12/2024/QĐ-UBND"), b"1", "analyst", clock())
    draft = document("d2", "", status="draft", supersedes=("12/2024/QĐ-UBND",))
    store.add_document(draft, b"2", "analyst", clock())
    assert {one.status for one in store.documents()} == {"in_force", "draft"}


def test_the_version_of_the_documents_changes_with_what_is_in_use(store: Store, clock: Clock) -> None:
    seen = [store.documents_version()]
    store.add_document(document("d1"), b"1", "analyst", clock())
    seen.append(store.documents_version())
    store.add_document(document("d2", "12/TB-UBND"), b"2", "analyst", clock())
    seen.append(store.documents_version())
    store.supersede_document("d1", "d2", "analyst", clock())
    seen.append(store.documents_version())
    store.retire_document("d1", "analyst", clock())
    seen.append(store.documents_version())
    assert len(set(seen)) == 5
    assert [one.document for one in store.evidence()] == ["d2"]
    assert store.add_document(document("d1"), b"1", "analyst", clock()) == "added"
    assert seen[3] == store.documents_version()


def test_search_finds_by_either_column_and_keeps_superseded(store: Store, clock: Clock) -> None:
    texts = ("Giá thu gom rác là 32.000 đồng.", "Hộ già yếu được miễn tiền điện.", "Đường Thống Nhất cấm đỗ xe.")
    store.add_document(document("d1", "71/2026/QĐ-UBND", *texts), b"1", "analyst", clock())
    point = lambda *found: [one.point for one in found]  # noqa: E731
    assert point(*store.search_passages(["rác"], [], 5)) == ["Điều 1"]
    assert point(*store.search_passages(["giá thu"], [], 5)) == ["Điều 1"]
    assert point(*store.search_passages(["già yếu"], [], 5)) == ["Điều 2"]
    assert point(*store.search_passages([], ["duong thong nhat"], 5)) == ["Điều 3"]
    assert set(point(*store.search_passages(["thống nhất"], ["dien"], 5))) == {"Điều 2", "Điều 3"}
    assert len(store.search_passages(["giá"], ["gia"], 1)) == 1
    assert store.search_passages(["không có"], [], 5) == []
    assert store.search_passages([], [], 5) == []
    assert store.search_passages(["rác"], [], 5, on=dt.date(2026, 9, 30)) == []
    store.add_document(document("d2", "9/QĐ-UBND", "Khác."), b"2", "analyst", clock())
    store.supersede_document("d1", "d2", "analyst", clock())
    (found,) = store.search_passages(["rác"], [], 5, on=DAY)
    assert (found.number, found.status) == ("71/2026/QĐ-UBND", "superseded")
    assert found.score > 0


@pytest.mark.parametrize("term", ['"', "a AND (", "nfc:rác", "*", "rác^2", "\0", "-", ""])
def test_any_term_is_words_and_no_query(term: str, store: Store, clock: Clock) -> None:
    store.add_document(document(), b"1", "analyst", clock())
    assert isinstance(store.search_passages([term, "đồng"], [term], 5), list)


def evidence(**more: object) -> Evidence:
    fields = {"document": "d1", "number": "71/2026/QĐ-UBND", "title": "Giá", "issuer": "UBND", "point": "Điều 2"}
    fields |= {"passage": "32.000 đồng", "heading": "", "status": "in_force", "issued": DAY, "effective_from": DAY}
    return Evidence(**{**fields, "effective_to": None, "places": ("phan_rang",), **more})


def check(number: int = 1, owner: str = "a1") -> tuple[Claim, Match]:
    claim = Claim(f"k{number}", owner, "42.000 đồng", 4, "mỗi hộ 42.000 đồng", DAY, ("phan_rang",), "rac_moi_truong")
    difference = Difference("amount_mismatch", "42.000 đồng", "32.000 đồng", (0, 11), None)
    return claim, Match(claim.id, "mismatch", evidence(), (difference,), "Không khớp", 0.9, ("nơi", "đối tượng"))


def test_checks_come_back_and_are_replaced(store: Store) -> None:
    put(store, "a1")
    one, two = check(1), check(2)
    store.save_checks("a1", "p1", [one[0], two[0]], [one[1], two[1]])
    assert store.checks() == [one, two]
    assert store.checks(day=DAY) == [one, two]
    assert store.checks(day=DAY + dt.timedelta(days=1)) == []
    store.save_checks("a1", "p2", [two[0]], [two[1]])
    assert store.checks() == [two]


def flag(key: str = "f1", **more: object) -> Flag:
    fields = {"lane": "correction", "article": "a1", "claim": "k1", "verdict": "mismatch", "code": "amount_mismatch"}
    return Flag(id=key, score=0.5, first_seen=MORNING, **{**fields, **more})


def test_a_flag_keeps_its_first_day_and_closes_when_it_is_gone(store: Store) -> None:
    put(store, "a1")
    later = MORNING + dt.timedelta(days=1)
    store.replace_flags([flag("f1"), flag("f2", lane="look")], [], "t1", MORNING)
    store.replace_flags([replace(flag("f1"), score=0.9, first_seen=later)], [], "t1", later)
    (found,) = store.flags()
    assert (found.score, found.first_seen) == (0.9, MORNING)
    store.replace_flags([flag("f2", lane="look")], [], "t1", later)
    assert [one.id for one in store.flags(lane="look")] == ["f2"]
    assert store.flags(lane="correction") == []
    assert [one.id for one in store.flags(day=DAY)] == ["f2"]
    assert store.flags(day=DAY + dt.timedelta(days=1)) == []


def test_a_proposal_no_longer_made_goes_but_what_a_person_said_stays(store: Store) -> None:
    put(store, "a1", "a2")
    both = [Referral("a1", PAGE, "scam_payment_credential"), Referral("a2", PAGE, "credible_threat")]
    store.replace_flags([], both, "t1", MORNING)
    assert store.referrals() == both
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE referrals SET state = 'refused' WHERE article = 'a1'")
    store.replace_flags([], [both[0]], "t1", MORNING)
    assert [(one.article, one.state) for one in store.referrals()] == [("a1", "refused")]


def test_a_pass_leaves_its_table(store: Store) -> None:
    number = store.pass_started(MORNING, DAY)
    store.pass_finished(number, [StageCount("đọc nguồn", 3, 2, 0.5, ("Báo Thử: không trả lời",))], MORNING)
    assert store.pass_started(MORNING) == number + 1


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        codec.moment(MORNING.replace(tzinfo=None))


@given(st.lists(st.datetimes(min_value=dt.datetime(1900, 1, 1), timezones=st.sampled_from(ZONES)), min_size=2))  # noqa: DTZ001 - hypothesis adds the zone
def test_the_order_of_the_text_is_the_order_of_time(moments: list[dt.datetime]) -> None:
    assert [codec.to_moment(text) for text in sorted(map(str, map(codec.moment, moments)))] == sorted(moments)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80), st.text(max_size=200))
def test_any_text_comes_back(title: str, text: str) -> None:
    try:
        (title + text).encode()
    except UnicodeEncodeError:
        return
    store = open_store("sqlite://", clock=lambda: MORNING)
    kept = article("x", text=text)
    store.save_reading("c", PAGE, "1", kept, None)
    assert list(store.articles()) == [kept]
