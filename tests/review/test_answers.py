"""Questions answered in public and what outlets asked: written down by a reviewer, published by the spokesperson."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from pipeline.report import words
from pipeline.store.forgetting import ERASED
from pipeline.store.glance import Glance
from pipeline.workflow import printing

from .conftest import DAY, NOW, post

QUESTION = "Xe máy gửi ban đêm ở chợ trả bao nhiêu?"
ANSWER = "Theo Điều 2 Quyết định số 46/2026/QĐ-UBND, xe máy gửi ban đêm trả 5.000 đồng một lượt."


def page(desk, login: str, path: str) -> BeautifulSoup:
    answer = desk.as_(login).get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def kept(desk, **more: str):
    fields = {"topic": "thue_phi", "question": QUESTION, "answer": ANSWER} | more
    assert post(desk.as_("truc1"), "/hoi-dap", fields, at="/hoi-dap/soan").status_code == 303
    return desk.store.answers()[0]


def public(desk) -> str:
    papers = {paper.id: paper for paper, _ in Glance(desk.store.engine, lambda: NOW).papers()}
    return printing.answers_page(desk.store.answers(), papers, words.TOPICS, DAY, desk.office.office)


def test_an_answer_is_public_only_after_the_spokesperson(desk):
    made = kept(desk)
    assert QUESTION not in public(desk)
    form = {"step": "published", "token": made.token}
    assert post(desk.as_("truc1"), f"/hoi-dap/{made.key}/buoc", form).status_code == 403
    assert post(desk.as_("phatngon"), f"/hoi-dap/{made.key}/buoc", form).status_code == 303
    assert QUESTION in public(desk)
    assert "5.000 đồng" in public(desk)
    kept(desk, key=made.key, answer=ANSWER + " Vé giữ đến sáng.")
    assert QUESTION not in public(desk), "edited words wait for the spokesperson again"
    assert "answer.step" in [line["action"] for line in desk.store.audit_lines()]


def test_who_was_overtaken_publishes_nothing(desk):
    made = kept(desk)
    kept(desk, key=made.key, answer=ANSWER + " Sửa.")
    answer = post(desk.as_("phatngon"), f"/hoi-dap/{made.key}/buoc", {"step": "published", "token": made.token})
    assert answer.status_code == 409
    assert "đã đổi trong lúc trang này mở" in answer.text
    assert desk.store.answers(["published"]) == []


def test_a_letter_brings_its_question_and_the_machine_s_draft_is_marked(desk):
    tags = desk.store.tags()
    letter = next(one for one in desk.store.articles() if tags[one.id].item_type in ("question", "complaint"))
    shown = page(desk, "truc1", f"/hoi-dap/soan?bai={letter.id}")
    assert shown.select_one("#question").text.strip()
    draft = shown.select_one("#answer").text
    assert ("bản nháp do máy soạn, chưa duyệt" in shown.h1.text) == bool(draft)
    flagged = next(one for one in desk.store.articles() if tags[one.id].item_type == "news_report")
    assert desk.as_("truc1").get(f"/hoi-dap/soan?bai={flagged.id}").status_code == 404


@pytest.mark.parametrize("change", [{"topic": "x"}, {"question": "a"}, {"answer": "ngắn"}])
def test_words_that_cannot_be_kept_stay_in_the_form(desk, change):
    fields = {"topic": "thue_phi", "question": QUESTION, "answer": ANSWER} | change
    answer = post(desk.as_("truc1"), "/hoi-dap", fields, at="/hoi-dap/soan")
    assert answer.status_code == 422
    assert "Chưa ghi." in answer.text
    assert desk.store.answers() == []


def test_hostile_words_stay_words_on_both_pages(desk):
    bad = '<script>alert("x")</script> gửi xe?'
    made = kept(desk, question=bad, answer=bad + ANSWER)
    desk.store.follow_answer(made.key, "published", _speaker(desk), made.token)
    for text in (desk.as_("truc1").get("/hoi-dap").text, public(desk)):
        assert "<script>alert" not in text


def _speaker(desk):
    return next(one for one in desk.store.accounts() if one.role == "spokesperson").duty


def test_forgotten_words_go_from_answers_and_inquiries(desk):
    kept(desk)
    fields = {"outlet": "Báo Ven Biển", "about": "Giá gửi xe ban đêm ở chợ", "received": "2026-11-10"}
    post(desk.as_("truc1"), "/bao-chi-hoi", fields | {"due": "2026-11-20"}, at="/bao-chi-hoi")
    desk.store.forget(words="ban đêm")
    assert desk.store.answers()[0].question == ERASED
    assert desk.store.inquiries()[0].about == ERASED


def test_what_outlets_asked_has_a_day_and_an_end(desk):
    assert desk.office.office.press_days == 10
    fields = {"outlet": "Báo Ven Biển", "about": "Giá gửi xe", "received": "2026-11-01", "due": "2026-11-05"}
    assert post(desk.as_("truc1"), "/bao-chi-hoi", fields, at="/bao-chi-hoi").status_code == 303
    assert page(desk, "phatngon", "/bao-chi-hoi").h1.text == "1 việc báo chí hỏi đã quá hạn trả lời"
    assert "1 quá hạn" in page(desk, "truc1", "/").select_one(".facts").text
    (one,) = desk.store.inquiries()
    post(desk.as_("phatngon"), "/bao-chi-hoi", fields | {"key": one.key, "answered": "1"}, at="/bao-chi-hoi")
    (one,) = desk.store.inquiries()
    assert one.answered
    assert page(desk, "truc1", "/bao-chi-hoi").h1.text == "Không có việc nào báo chí hỏi đang chờ"
    assert post(desk.as_("nguon1"), "/bao-chi-hoi", fields).status_code == 403


@pytest.mark.parametrize("change", [{"due": "31/02/2026"}, {"due": "2026-10-01"}, {"outlet": ""}])
def test_an_inquiry_that_cannot_be_kept(desk, change):
    fields = {"outlet": "Báo A", "about": "Giá gửi xe", "received": "2026-11-01", "due": "2026-11-05"} | change
    assert post(desk.as_("truc1"), "/bao-chi-hoi", fields, at="/bao-chi-hoi").status_code == 422
    assert desk.store.inquiries() == []


def test_a_private_number_is_masked_before_it_is_kept(desk):
    made = kept(
        desk,
        question="Gọi cho tôi số 0912 345 678: gửi xe máy ban đêm bao nhiêu?",
        answer=ANSWER + " Gọi 0912 345 678.",
    )
    assert "345 678" not in made.question + made.answer
    assert "345 678" not in public(desk)
