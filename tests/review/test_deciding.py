"""Deciding on flags: the seven decisions, undo, notes, copies, and two people deciding at once."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from pipeline.workflow.decisions import KINDS

from . import plenty


def page_of(web, path: str) -> BeautifulSoup:
    answer = web.get(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.text, "html.parser")


def queue(web) -> list[str]:
    return [link["href"] for link in page_of(web, "/can-dinh-chinh").select(".queue a.button")]


def form(page: BeautifulSoup, action: str) -> dict[str, str]:
    """The fields of a form as a browser would send them, without the button."""
    found = page.select_one(f'form[action="{action}"]')
    fields = {}
    for tag in found.select("input, textarea, select"):
        if tag.name == "select":
            chosen = tag.select_one("option[selected]") or tag.select_one("option")
            fields[tag["name"]] = chosen["value"]
        elif tag.name == "textarea":
            fields[tag["name"]] = tag.text
        elif tag.get("type") != "checkbox" or tag.has_attr("checked"):
            fields[tag["name"]] = tag.get("value", "")
    return fields


def decide(web, path: str, kind: str = "mismatch", **more: str):
    return web.post(path, data=form(page_of(web, path), path) | {"kind": kind} | more, follow_redirects=False)


def undo(web, path: str):
    return web.post(f"{path}/rut", data=form(page_of(web, path), f"{path}/rut"), follow_redirects=False)


@pytest.mark.parametrize("kind", KINDS)
def test_each_decision_is_written_with_reason_and_note_and_leads_on(desk, kind):
    web = desk.as_("truc1")
    first, second = queue(web)[:2]
    answer = decide(web, first, kind, reason="confirmed", note="đã xem bản gốc, gọi 0912 345 678")
    assert answer.headers["location"] == f"{second}?vua={first.rsplit('/', 1)[1]}"
    (row,) = desk.store.decisions(flag=first.rsplit("/", 1)[1])
    assert (row.kind, row.reason, row.login, row.post) == (kind, "confirmed", "truc1", "Chuyên viên trực 1")
    assert "0912" not in row.note
    onward = page_of(web, answer.headers["location"])
    assert f"Đã ghi {KINDS[kind]}" in onward.select_one(".just").text
    assert first not in queue(web)
    lines = [(line["actor_role_id"], line["action"], line["decision"]) for line in desk.store.audit_lines()]
    assert ("reviewer:truc1", "decision.make", kind) in lines


def test_a_decision_is_taken_back_from_the_next_page_and_from_its_own(desk):
    web = desk.as_("truc1")
    first = queue(web)[0]
    where = decide(web, first).headers["location"]
    onward = page_of(web, where)
    back = web.post(f"{first}/rut", data=form(onward, f"{first}/rut"), follow_redirects=False)
    assert back.headers["location"] == first
    assert first in queue(web)
    decide(web, first, "false_alarm")
    assert undo(web, first).status_code == 303
    assert first in queue(web)
    assert [row.kind for row in desk.store.decisions(flag=first.rsplit("/", 1)[1])] == [
        *("mismatch", None, "false_alarm", None)
    ]


def test_two_people_deciding_at_once_lose_nothing(desk):
    one, two = desk.as_("truc1"), desk.as_("truc2")
    path = queue(one)[0]
    seen_by_two = form(page_of(two, path), path)
    assert decide(one, path, "mismatch").status_code == 303
    late = two.post(path, data=seen_by_two | {"kind": "match", "reason": "rounded", "note": "chữ tôi vừa gõ"})
    assert late.status_code == 409
    page = BeautifulSoup(late.text, "html.parser")
    assert "Chuyên viên trực 1 ghi “không khớp”" in page.select_one(".fault").text
    assert "trong lúc đó" in page.select_one(".fault").text
    assert [row.kind for row in desk.store.decisions(flag=path.rsplit("/", 1)[1])] == ["mismatch"]
    assert undo(two, path).status_code == 303
    kept = form(page_of(two, path), path)
    assert two.post(path, data=kept | {"kind": "match"}, follow_redirects=False).status_code == 303


def test_what_was_typed_is_kept_when_the_page_was_old(desk):
    one, two = desk.as_("truc1"), desk.as_("truc2")
    path = queue(one)[0]
    seen = form(page_of(two, path), path)
    decide(one, path, "mismatch")
    undo(one, path)
    late = two.post(path, data=seen | {"kind": "match", "reason": "rounded", "note": "chữ tôi vừa gõ"})
    assert late.status_code == 409
    fields = form(BeautifulSoup(late.text, "html.parser"), path)
    assert (fields["reason"], fields["note"]) == ("rounded", "chữ tôi vừa gõ")


@pytest.mark.parametrize("kind", ["", "tin-gia", "mismatch\x00", "MISMATCH"])
def test_a_decision_that_is_not_on_the_list_is_refused(desk, kind):
    web = desk.as_("truc1")
    path = queue(web)[0]
    answer = web.post(path, data=form(page_of(web, path), path) | {"kind": kind})
    assert answer.status_code == 422
    assert "Chưa ghi" in answer.text
    assert path in queue(web)


def test_idor_a_flag_that_is_not_there_or_protected_is_no_page_and_takes_no_decision(desk):
    web = desk.as_("truc1")
    path = queue(web)[0]
    fields = form(page_of(web, path), path)
    for other in ("/k/khong-co", "/k/' OR 1=1 --", "/k/" + "a" * 3000):
        assert web.get(other).status_code == 404
        assert web.post(other, data=fields | {"kind": "mismatch"}, follow_redirects=False).status_code in (303, 404)
    assert desk.store.decisions() == []


def test_the_analyst_reads_a_flag_and_cannot_decide(desk):
    reads, decides = desk.as_("nguon1"), desk.as_("truc1")
    path = queue(decides)[0]
    page = page_of(reads, path)
    assert page.select_one("form.decide") is None
    sent = form(page_of(decides, path), path) | {"kind": "mismatch", "csrf": page.select_one("[name=csrf]")["value"]}
    assert reads.post(path, data=sent).status_code == 403
    assert desk.store.decisions() == []


def test_a_similar_case_is_shown_with_what_was_said_then(desk):
    web = desk.as_("truc1")
    for path in queue(web):
        decide(web, path, "false_alarm", reason="rounded")
    told = [page_of(web, f"/k/{row.flag}").text for row in desk.store.decisions()]
    assert any("Lần trước, việc tương tự" in text for text in told) or len(told) < 2


def test_the_morning_page_is_cut_to_a_quarter_of_an_hour_and_counts_the_rest(desk):
    page = page_of(desk.as_("truc1"), "/")
    minutes = int(re.search(r"Khoảng (\d+) phút", page.text)[1])
    assert minutes <= 15
    assert len(page.select(".queue > li")) <= 10


def test_a_morning_ends_after_a_quarter_of_an_hour_and_the_rest_waits(desk):
    plenty.add(desk.store, 12)
    web = desk.as_("truc1")
    assert page_of(web, "/").h1.text == "10 nội dung cần quyết định hôm nay"
    places, where = [], page_of(web, "/").select_one(".queue a.button")["href"]
    while where.startswith("/k/"):
        path = where.split("?")[0]
        places.append(page_of(web, path).select_one(".row .soft").text)
        where = decide(web, path).headers["location"]
    assert places[:2] == ["1 / 10 hôm nay", "1 / 9 hôm nay"]
    assert len(places) == 10
    page = page_of(web, where)
    assert page.h1.text.startswith("Đã xong phần việc sáng nay; còn ")
    assert page.select(".queue > li") == []
    onward = page.select_one("a[data-key=j]")["href"]
    assert page_of(web, onward).select_one(".row .soft").text == "ngoài phần hôm nay"
    assert decide(web, onward).headers["location"].startswith("/k/"), "who goes on is not sent back each time"
    assert page_of(desk.as_("truc2"), "/").h1.text.endswith("nội dung cần quyết định hôm nay")
    assert undo(web, path).status_code == 303
    assert page_of(web, "/").h1.text.startswith("Đã xong")  # eleven were decided, one was taken back


def test_a_complaint_is_given_to_a_unit_with_a_day(desk):
    web = desk.as_("truc1")
    page = page_of(web, "/phan-anh?den=2026-11-11")
    action = page.select_one('form[action^="/phan-anh/"]')["action"]
    sent = form(page, action) | {"unit": "Phòng Kinh tế, hạ tầng", "due": "2026-11-10"}
    assert web.post(action, data=sent, follow_redirects=False).status_code == 303
    assert "Quá hạn" in page_of(web, "/phan-anh?den=2026-11-11").text
    assert "quá hạn trả lời" in page_of(web, "/").text
    assert web.post(action, data=sent | {"due": "31/02/2026"}).status_code == 422
    assert web.post(action, data=sent | {"unit": ""}).status_code == 422
    wrong = f"/phan-anh/{desk.store.open_flags('correction')[0].article}"
    assert web.post(wrong, data=sent, follow_redirects=False).status_code == 404
