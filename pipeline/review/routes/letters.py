"""Residents' questions and complaints: read, given to a unit with a day, answered. Never compared, never scored."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from pipeline.language.segment import sentences
from pipeline.records import Article, ItemType
from pipeline.review import views
from pipeline.review.gate import account, field
from pipeline.review.site import see, site_of
from pipeline.store.replies import NOTE_LIMIT, UNIT_LIMIT

router = APIRouter()
DAYS = 7
SHOWN = 60
ANSWER_WITHIN = 5
"""days proposed for an answer; the person writes the day"""
_SHORT = 25


@router.get("/cau-hoi")
def questions(request: Request, den: str = "") -> HTMLResponse:
    """What residents asked in the press, a week at a time."""
    return _letters(request, "question", "/cau-hoi", den)


@router.get("/phan-anh")
def complaints(request: Request, den: str = "") -> HTMLResponse:
    """What residents complain of, with the unit that answers and its day."""
    return _letters(request, "complaint", "/phan-anh", den)


@router.post("/phan-anh/{article}")
def give(request: Request, article: str) -> Response:
    """Write down who answers a letter, by which day, or that it is answered."""
    site, unit = site_of(request), field(request, "unit", UNIT_LIMIT)
    back = "/cau-hoi" if field(request, "back", 20) == "/cau-hoi" else "/phan-anh"
    try:
        due = dt.date.fromisoformat(field(request, "due", 10))
    except ValueError:
        return _letters(request, _KINDS[back], back, "", 422, "Ngày hạn chưa đọc được; chọn một ngày có thật.")
    if not unit:
        return _letters(request, _KINDS[back], back, "", 422, "Ghi đơn vị trả lời.")
    done = bool(field(request, "answered", 4))
    note = field(request, "note", NOTE_LIMIT)
    if not site.store.save_reply(article, account(request).duty, unit=unit, due=due, answered=done, note=note):
        raise HTTPException(404)
    return see(back)


_KINDS: dict[str, ItemType] = {"/cau-hoi": "question", "/phan-anh": "complaint"}


def _letters(
    request: Request, kind: ItemType, path: str, until: str, status: int = 200, fault: str | None = None
) -> HTMLResponse:
    site = site_of(request)
    try:
        last = dt.date.fromisoformat(until) if until else site.desk.last_day()
    except ValueError:
        raise HTTPException(404) from None
    first = last - dt.timedelta(days=DAYS - 1)
    found, count = site.desk.glance.letters(kind, first, last, SHOWN)
    today, given = site.desk.today(), site.store.replies([page.url for page, _ in found])
    waiting = [reply for reply in given.values() if not reply.answered]
    unowned = len(found) - len(given)
    return site.page(
        request,
        "letters.html",
        path,
        status,
        kind=kind,
        path=path,
        first=first,
        last=last,
        before=first - dt.timedelta(days=1),
        after=last + dt.timedelta(days=DAYS) if last < site.desk.last_day() else None,
        letters=[(page.id, views.link(page), _summary(page), tags.topic) for page, tags in found],
        replies=given,
        late=sum(reply.due < today for reply in waiting),
        open=unowned + len(waiting) if kind == "question" else unowned,
        done=len(given) - len(waiting),
        count=count,
        today=today,
        proposed=today + dt.timedelta(days=ANSWER_WITHIN),
        fault=fault,
        mine=account(request).duty.may("decide"),
    )


def _summary(page: Article) -> str:
    """The first two sentences as printed; a dateline alone is no sentence."""
    told = [page.text[start:end].strip() for start, end in sentences(page.text[:1500])]
    return " ".join([one for one in told if len(one) >= _SHORT][:2]) or page.title
