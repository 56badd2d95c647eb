"""Corrections: drafted from a decision, edited by a person, published by the spokesperson, followed to their end."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from pipeline.review.gate import account, field
from pipeline.review.routes.queue import shown
from pipeline.review.site import see, site_of
from pipeline.workflow import clocks, printing
from pipeline.workflow.corrections import ACTIONS, FORMS, LONGEST, OPEN, ORIGINS, STATES, Done, Outcome, Overtaken

router = APIRouter()
SHOWN = 60
PUBLIC_CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""a page for outside carries its own style sheet inside"""


@router.post("/k/{flag}/dinh-chinh")
def draft(request: Request, flag: str) -> Response:
    """A machine's draft for a flag that was decided not to match."""
    site = site_of(request)
    outcome = site.store.draft_correction(
        flag,
        account(request).duty,
        site.office.office,
        origin=field(request, "origin", 40),
        original_form=field(request, "original_form", 40),
        urgent=bool(field(request, "urgent", 4)),
    )
    if isinstance(outcome, Done):
        return see(f"/dinh-chinh/{outcome.correction.id}")
    return shown(request, flag, 422, fault=outcome.words)


@router.get("/dinh-chinh")
def corrections(request: Request) -> HTMLResponse:
    """What is under way with its clock, those due first first; then what is closed."""
    site = site_of(request)
    closed = site.store.corrections(states=[state for state in STATES if state not in OPEN])
    return site.page(
        request,
        "corrections.html",
        "/dinh-chinh",
        clocked=site.desk.clocked(),
        closed=list(reversed(closed))[:SHOWN],
        states=STATES,
        forms=FORMS,
    )


@router.get("/dinh-chinh/{key}")
def correction(request: Request, key: str) -> HTMLResponse:
    """One correction: its words, what it corrects, its history, the next steps."""
    return _page(request, key)


@router.get("/dinh-chinh/{key}/trang-cong-bo")
def public_page(request: Request, key: str) -> HTMLResponse:
    """The page as the public will see it; only of what was published."""
    site = site_of(request)
    one = site.store.correction(key)
    if one is None or not printing.is_public(one):
        raise HTTPException(404)
    page = printing.correction_page(one, site.office.office)
    return HTMLResponse(page, headers={"Content-Security-Policy": PUBLIC_CSP})


@router.post("/dinh-chinh/{key}/sua")
def edit(request: Request, key: str) -> Response:
    """Keep the words as a person wrote them; the machine's mark goes."""
    heading, body = field(request, "heading", LONGEST), field(request, "body", LONGEST)
    outcome = site_of(request).store.edit_correction(
        key, account(request).duty, field(request, "token", 20), heading=heading, body=body
    )
    return _after(request, key, outcome, heading=heading, body=body)


@router.post("/dinh-chinh/{key}/phat-hanh")
def publish(request: Request, key: str) -> Response:
    """The spokesperson releases the words."""
    token = field(request, "token", 20)
    return _after(request, key, site_of(request).store.publish_correction(key, account(request).duty, token))


@router.post("/dinh-chinh/{key}/buoc")
def follow(request: Request, key: str) -> Response:
    """What came after: sent, answered, fixed, withdrawn."""
    step, note = field(request, "step", 20), field(request, "note", 2000)
    outcome = site_of(request).store.follow_correction(
        key, step, account(request).duty, field(request, "token", 20), note=note
    )
    return _after(request, key, outcome)


def _after(request: Request, key: str, outcome: Outcome, **typed: str) -> Response:
    if isinstance(outcome, Done):
        return see(f"/dinh-chinh/{key}")
    return _page(request, key, 409 if isinstance(outcome, Overtaken) else 422, fault=outcome.words, **typed)


def _page(request: Request, key: str, status: int = 200, *, fault: str | None = None, **typed: str) -> HTMLResponse:
    site = site_of(request)
    one = site.store.correction(key)
    if one is None:
        raise HTTPException(404)
    duty = account(request).duty
    return site.page(
        request,
        "correction.html",
        "/dinh-chinh",
        status,
        one=one,
        clock=clocks.clock(one.due_at, site.clock(), one.stopped_at),
        heading=typed.get("heading", one.heading),
        body=typed.get("body", one.body),
        states=STATES,
        forms=FORMS,
        origins=ORIGINS,
        actions=ACTIONS,
        fault=fault,
        may_edit=duty.may("edit") and one.state in ("draft", "edited"),
        may_publish=duty.may("publish") and one.state == "edited",
        may_follow=duty.may("follow"),
        public=printing.is_public(one),
    )
