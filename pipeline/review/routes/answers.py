"""Questions answered in public, and what outlets asked the office: written down, followed, published by the spokesperson."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from pipeline.report import asked, words
from pipeline.review.gate import account, field
from pipeline.review.site import see, site_of
from pipeline.workflow.answers import ANSWER_LIMITS, QUESTION_LIMITS, STATES
from pipeline.workflow.posts import Refused

router = APIRouter()
CANDIDATES = 12
"""passages looked at for one letter"""
FIELDS = ("key", "article", "topic", "question", "answer", "document", "point")


@router.get("/hoi-dap")
def answers(request: Request) -> HTMLResponse:
    """Every answer, those that wait for the spokesperson first."""
    return _answers(request)


@router.get("/hoi-dap/soan")
def compose(request: Request, bai: str = "", ma: str = "") -> HTMLResponse:
    """An empty form, a letter with the passage that speaks of it (`bai`), or an answer to go on with (`ma`)."""
    site = site_of(request)
    typed = dict.fromkeys(FIELDS, "") | {"topic": "khac"}
    found = None
    if ma:
        one = next((one for one in site.store.answers() if one.key == ma), None)
        if one is None:
            raise HTTPException(404)
        typed = {name: getattr(one, name) for name in FIELDS}
    elif bai:
        letter, tags = site.desk.letter(bai)
        if letter is None or tags is None:
            raise HTTPException(404)
        passages = site.store.search_passages(**asked.terms(letter), limit=CANDIDATES, on=site.desk.last_day())
        found = asked.best_answer(letter, tags.places, passages)
        typed |= {"article": letter.id, "topic": tags.topic, "question": asked.asking(letter)[: QUESTION_LIMITS[1]]}
        if found is not None:
            where = ", ".join(filter(None, (found.point, words.paper(found))))
            passage = " ".join(found.passage.split())
            typed |= {"answer": f"Theo {where}: “{passage}”", "document": found.document, "point": found.point}
    return _form(request, typed, machine=found is not None, searched=bool(bai))


@router.post("/hoi-dap")
def save(request: Request) -> Response:
    """Keep the words as a person wrote them."""
    limits = {"question": QUESTION_LIMITS[1], "answer": ANSWER_LIMITS[1]}
    typed = {name: field(request, name, limits.get(name, 120)) for name in FIELDS}
    outcome = site_of(request).store.save_answer(account(request).duty, **typed)
    if isinstance(outcome, Refused):
        return _form(request, typed, status=422, fault=outcome.words)
    return see("/hoi-dap")


@router.post("/hoi-dap/{key}/buoc")
def step(request: Request, key: str) -> Response:
    """Publish or withdraw."""
    after, token = field(request, "step", 20), field(request, "token", 20)
    outcome = site_of(request).store.follow_answer(key, after, account(request).duty, token)
    if isinstance(outcome, Refused):
        return _answers(request, 409, outcome.words)
    return see("/hoi-dap")


@router.get("/bao-chi-hoi")
def inquiries(request: Request) -> HTMLResponse:
    """What outlets asked, with the day each is owed an answer."""
    return _inquiries(request)


@router.post("/bao-chi-hoi")
def write_down(request: Request) -> Response:
    """A new question of an outlet, or what became of one."""
    site = site_of(request)
    try:
        received, due = (dt.date.fromisoformat(field(request, name, 10)) for name in ("received", "due"))
    except ValueError:
        return _inquiries(request, 422, "Ngày chưa đọc được; chọn một ngày có thật.")
    outcome = site.store.save_inquiry(
        account(request).duty,
        outlet=field(request, "outlet", 120),
        about=field(request, "about", 300),
        received=received,
        due=due,
        unit=field(request, "unit", 120),
        answered=bool(field(request, "answered", 4)),
        note=field(request, "note", 1000),
        key=field(request, "key", 20),
    )
    if isinstance(outcome, Refused):
        return _inquiries(request, 422, outcome.words)
    return see("/bao-chi-hoi")


def _answers(request: Request, status: int = 200, fault: str | None = None) -> HTMLResponse:
    site, duty = site_of(request), account(request).duty
    told = sorted(site.store.answers(), key=lambda one: one.state != "edited")
    return site.page(
        request, "answers.html", "/cau-hoi", status, told=told, states=STATES, fault=fault,
        may_edit=duty.may("edit"), may_publish=duty.may("publish"),
    )  # fmt: skip


def _form(
    request: Request,
    typed: dict[str, str],
    status: int = 200,
    *,
    fault: str | None = None,
    machine: bool = False,
    searched: bool = False,
) -> HTMLResponse:
    return site_of(request).page(
        request, "answer.html", "/cau-hoi", status, typed=typed, topics=words.TOPICS, fault=fault, machine=machine,
        searched=searched, limits=(QUESTION_LIMITS[1], ANSWER_LIMITS[1]),
    )  # fmt: skip


def _inquiries(request: Request, status: int = 200, fault: str | None = None) -> HTMLResponse:
    site = site_of(request)
    info, today = site.office.office, site.desk.today()
    return site.page(
        request,
        "inquiries.html",
        "/phan-anh",
        status,
        told=site.store.inquiries(),
        today=today,
        due=today + dt.timedelta(days=info.press_days),
        days=info.press_days,
        basis=info.press_basis,
        outlets=sorted({one.name for one in site.desk.sources}),
        fault=fault,
        mine=account(request).duty.may("follow"),
    )
