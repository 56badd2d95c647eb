"""Looking for something: words in articles and documents, our own draft beside the documents, topics over eight weeks."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pipeline.extract.document import DocumentRefused
from pipeline.language.normalise import nfc
from pipeline.report import seeking, words
from pipeline.review import drafts, views
from pipeline.review.gate import account, field
from pipeline.review.routes.uploads import brought, read
from pipeline.review.site import site_of
from pipeline.store.periods import Periods

router = APIRouter()
RESULTS = 25
LONGEST_DRAFT = 60_000
"""letters: about thirty pages"""
WEEKS = 8


@router.get("/tim")
def search(request: Request, q: str = "") -> HTMLResponse:
    """Articles and passages that hold the words; typed without diacritics they are found too."""
    site, asked = site_of(request), nfc(" ".join(q.split()))[: seeking.LONGEST]
    pages = site.store.search_articles(asked, RESULTS) if asked else []
    terms, passages = seeking.terms_of(asked), seeking.passages(site.store, asked, RESULTS)
    return site.page(
        request,
        "search.html",
        "",
        asked=asked,
        pages=[(views.link(page), seeking.around(page, terms)) for page in pages],
        passages=[(one, words.paper(one)) for one in passages],
        most=RESULTS,
    )


@router.get("/kiem-ban-nhap")
def draft_page(request: Request) -> HTMLResponse:
    """Paste or upload a text of our own."""
    return site_of(request).page(request, "draft.html", "", text="", found=None, fault=None)


@router.post("/kiem-ban-nhap")
def check_draft(request: Request) -> HTMLResponse:
    """What of our own text does not match our own documents. The text is not kept; that it was checked is logged."""
    site = site_of(request)
    text = field(request, "text", LONGEST_DRAFT)
    name, data = brought(request)
    fault = None
    if data:
        try:
            text = "\n".join(passage.text for passage in read(site, name, data).passages)[:LONGEST_DRAFT]
        except DocumentRefused as refused:
            fault = str(refused)
    if not text and fault is None:
        fault = "Chưa có chữ nào để kiểm. Dán nội dung, hoặc chọn tệp."
    found = None
    if fault is None:
        watched = site.office.places.watched
        found = drafts.check(text, site.clock(), site.desk.checker(), site.desk.gazetteer, watched)
        site.store.note(account(request).actor, "draft.check", "draft", decision=str(sum(one.wrong for one in found)))
    status = 422 if fault else 200
    return site.page(request, "draft.html", "", status, text=text, found=found, fault=fault)


@router.get("/xu-huong")
def trends(request: Request) -> HTMLResponse:
    """Stories by topic: the last seven days beside the seven weeks before, as a picture and as a table."""
    site = site_of(request)
    last = site.desk.last_day()
    first = last - dt.timedelta(days=7 * WEEKS - 1)
    counts = Periods(site.store.engine, site.clock).topic_days(first, last)
    weeks: dict[str, list[int]] = {}
    for (day, topic), stories in counts.items():
        row = weeks.setdefault(topic, [0] * WEEKS)
        row[(day - first).days // 7] += stories
    ranked = sorted(weeks.items(), key=lambda one: (-one[1][-1], one[0]))
    top = max([max(row) for row in weeks.values()], default=0)
    rows = [(words.TOPICS[topic], row, sum(row[:-1]) / (WEEKS - 1)) for topic, row in ranked]  # type: ignore[index]
    starts = [first + dt.timedelta(days=7 * week) for week in range(WEEKS)]
    return site.page(request, "trends.html", "", rows=rows, starts=starts, top=top, first=first, last=last)
