"""The morning page, the queues, and a flag beside its passage."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from pipeline.records import Ground, Lane
from pipeline.report.compose import few
from pipeline.report.model import Link
from pipeline.review import views
from pipeline.review.desk import A_PAGE, NAMED, Desk
from pipeline.review.gate import account
from pipeline.review.site import site_of
from pipeline.workflow.corrections import FORMS, ORIGINS
from pipeline.workflow.decisions import CORRECTS, KINDS, REASONS, Case
from pipeline.workflow.referrals import ADVICE, GROUNDS

router = APIRouter()
SOURCES_OF_OUR_OWN = "official_portal"


@router.get("/")
def today(request: Request, vua: str = "") -> HTMLResponse:
    """What needs a decision today, cut to a quarter of an hour; everything else named and counted."""
    site = site_of(request)
    desk = site.desk
    groups, count = desk.waiting(), desk.count_waiting()
    share = desk.left_today(account(request).login)
    day = desk.last_day()
    week = day - dt.timedelta(days=7)
    asked = desk.glance.count_letters("question", day, day)
    told = desk.glance.count_letters("complaint", week, day)
    silent, unspoken = desk.glance.silent(day, day, 8)
    clocked = desk.clocked()
    proposals = sum(one.state == "proposed" for one in site.store.referrals())
    pressed = [one for one in site.store.inquiries() if not one.answered]
    first = [views.line(group, number) for number, group in enumerate(groups[:share], start=1)]
    rest = [views.line(group, number) for number, group in enumerate(groups[share:], start=share + 1)]
    copies = sum(len(group) - 1 for group in groups)
    seconds = len(first) * views.SECONDS_A_FLAG + (asked + told) * views.SECONDS_A_LETTER
    return site.page(
        request,
        "morning.html",
        "/",
        day=desk.today(),
        newest=day,
        lines=first,
        rest=rest[:NAMED],
        beyond=max(0, count - copies - len(first)),
        spent=views.TODAY - share,
        minutes=min(views.BUDGET, max(1, round(seconds / 60))),
        clocked=clocked,
        asked=few(asked),
        complaints=few(told),
        late=site.store.late_replies(desk.today()),
        pressed=len(pressed),
        pressed_late=sum(one.due < desk.today() for one in pressed),
        broken=views.broken(site.store.health()),
        proposals=proposals,
        look=desk.count_waiting("look"),
        done=desk.decided_today(),
        kinds=KINDS,
        silent=[(said, views.link(page)) for said, page in silent],
        unspoken=unspoken,
        scams=_scams(desk, day),
        just=just(desk, vua),
    )


@router.get("/can-dinh-chinh")
def queue(request: Request, trang: int = 1) -> HTMLResponse:
    """Every difference that waits for a decision, a screenful at a time."""
    return _queue(request, "correction", "/can-dinh-chinh", trang)


@router.get("/can-xem")
def look(request: Request, trang: int = 1) -> HTMLResponse:
    """What the machine is not sure of: below the flags, in no report."""
    return _queue(request, "look", "/can-xem", trang)


@router.get("/k/{flag}")
def flag_page(request: Request, flag: str, vua: str = "") -> HTMLResponse:
    """A claim beside the passage, and the seven decisions."""
    return shown(request, flag, vua=vua)


def shown(
    request: Request,
    flag: str,
    status: int = 200,
    *,
    fault: str | None = None,
    reason: str = "",
    note: str = "",
    vua: str = "",
) -> HTMLResponse:
    """A flag's page; `fault` says why what was asked was not done, and what was typed is kept. Raises 404."""
    site = site_of(request)
    found = site.desk.flag(flag)
    if found is None:
        raise HTTPException(404)
    own = any(
        source.id == found.seen.article.source and source.kind == SOURCES_OF_OUR_OWN for source in site.desk.sources
    )
    return site.page(
        request,
        "flag.html",
        "/",
        status,
        found=found,
        page=found.page,
        kinds=KINDS,
        reasons=REASONS,
        corrects=CORRECTS,
        origins=ORIGINS,
        forms=FORMS,
        origin="other_agency" if own else "press",
        fault=fault,
        reason=reason,
        note=note,
        mine=account(request).duty.may("decide"),
        just=just(site.desk, vua) if vua != flag else None,
        share=site.desk.left_today(account(request).login),
    )


def _scams(desk: Desk, day: dt.date) -> list[tuple[str, tuple[str, ...], list[Link]]]:
    """One ready warning for each ground of the day, with the pages it is about."""
    found: dict[Ground, list[Link]] = {}
    for page, tags in desk.glance.scams(day, day):
        if tags.ground:
            found.setdefault(tags.ground, []).append(views.link(page))
    return [(GROUNDS[ground], ADVICE[ground], links) for ground, links in found.items()]


def just(desk: Desk, flag: str) -> tuple[Case, str] | None:
    """The decision made a moment ago, so that it can be taken back from the next page; its headline."""
    case = desk.store.case(flag) if flag else None
    seen = next(iter(desk.glance.findings([flag])), None) if case and case.standing else None
    return (case, views.clip(seen.article.title)) if case and seen else None


def _queue(request: Request, lane: Lane, path: str, page: int) -> HTMLResponse:
    site = site_of(request)
    if not 1 <= page <= 1_000:
        raise HTTPException(404)
    start = (page - 1) * A_PAGE
    groups, count = site.desk.waiting(lane, A_PAGE, start), site.desk.count_waiting(lane)
    lines = [views.line(group, number) for number, group in enumerate(groups, start=start + 1)]
    more = count > page * A_PAGE
    return site.page(request, "queue.html", path, lines=lines, count=count, lane=lane, trang=page, more=more, path=path)
