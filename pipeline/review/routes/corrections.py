"""Corrections: drafted from a decision, edited by a person, published by the spokesperson, followed to their end."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from pipeline.review.gate import account, field
from pipeline.review.routes.queue import shown
from pipeline.review.site import see, site_of
from pipeline.workflow import clocks, printing
from pipeline.workflow.corrections import (
    ACTIONS,
    FORMS,
    LONGEST,
    OPEN,
    ORIGINS,
    STATES,
    Correction,
    Done,
    Outcome,
    Overtaken,
)
from pipeline.workflow.posts import Post

router = APIRouter()
SHOWN = 60
A_LINE = 80
"""letters of a line in the box where a correction is edited"""
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
    """The spokesperson releases the words; what was typed on the same page and not yet kept is kept first."""
    store, by, token = site_of(request).store, account(request).duty, field(request, "token", 20)
    one = store.correction(key)
    typed = {name: field(request, name, LONGEST) for name in ("heading", "body") if name in request.state.form}
    if one is not None and any(typed[name] != getattr(one, name) for name in typed):
        kept = store.edit_correction(key, by, token, **{"heading": one.heading, "body": one.body, **typed})
        if not isinstance(kept, Done):
            return _after(request, key, kept, **typed)
        token = kept.correction.token
    return _after(request, key, store.publish_correction(key, by, token), **typed)


@router.post("/dinh-chinh/{key}/buoc")
def follow(request: Request, key: str) -> Response:
    """What came after: sent, answered, fixed, withdrawn."""
    step, note = field(request, "step", 20), field(request, "note", 2000)
    outcome = site_of(request).store.follow_correction(
        key, step, account(request).duty, field(request, "token", 20), note=note
    )
    return _after(request, key, outcome)


def advice(one: Correction, by: Post) -> str:
    """What comes next for a correction, for whoever looks at it; empty when nothing is left to do."""
    if one.state == "edited":
        return (
            "đọc lại rồi bấm Phát hành. Chữ vừa sửa ở trên cũng được lưu."
            if by.may("publish")
            else "chờ người phát ngôn phát hành."
        )
    if one.state == "published" and one.form == "letter":
        return "in trang công bố, gửi tới tòa soạn, rồi ghi “đã gửi” kèm số công văn."
    if one.state == "published":
        return {
            "website": "đăng lên trang thông tin (lệnh doichieu corrections pages ghi sẵn trang), rồi ghi “đã gửi”.",
            "loudspeaker": "chuyển lời đọc cho đài truyền thanh, rồi ghi “đã gửi”.",
        }[one.form]
    return {
        "draft": "đọc, sửa chỗ chưa đúng, rồi bấm Duyệt và lưu. Chưa ai ngoài cơ quan thấy bản này.",
        "sent": "chờ trả lời. Báo tự sửa con số thì việc này tự đóng; nhận được trả lời thì ghi lại.",
        "answered": "xem bài đã sửa chưa; đã sửa thì ghi “đã sửa xong”.",
    }.get(one.state, "")


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
        advice=advice(one, duty),
        rows=min(24, 2 + sum(1 + len(line) // A_LINE for line in typed.get("body", one.body).split("\n"))),
        may_edit=duty.may("edit") and one.state in ("draft", "edited"),
        may_publish=duty.may("publish") and one.state == "edited",
        may_follow=duty.may("follow"),
        public=printing.is_public(one),
    )
