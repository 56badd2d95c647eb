"""Pages that are only read: the day, a flag, letters, documents, sources, reports, the log."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from pipeline.review import views
from pipeline.review.gate import account
from pipeline.review.site import Site, site_of

router = APIRouter()
REPORT_CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""a report carries its own style sheet inside"""
AUDIT_LINES = 200
TYPES = {"html": "text/html", "txt": "text/plain", "json": "application/json", "pdf": "application/pdf",
         "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}  # fmt: skip


def day_of(site: Site, day: str | None) -> dt.date:
    """The day asked for, or the last one of which there is anything. Raises 404."""
    try:
        return dt.date.fromisoformat(day) if day else site.desk.last_day()
    except ValueError:
        raise HTTPException(404) from None


@router.get("/")
def today(request: Request, day: str | None = None) -> HTMLResponse:
    """The morning page."""
    site = site_of(request)
    return site.page(request, "morning.html", "/", page=site.desk.morning(day_of(site, day)))


@router.get("/k/{flag}")
def flag(request: Request, flag: str) -> HTMLResponse:
    """A claim beside the passage."""
    site = site_of(request)
    found = site.desk.flag(flag)
    if found is None:
        raise HTTPException(404)
    return site.page(request, "flag.html", "/", page=found)


@router.get("/cau-hoi")
def questions(request: Request, day: str | None = None) -> HTMLResponse:
    """Residents' questions."""
    site = site_of(request)
    report = site.desk.of(day_of(site, day))[1]
    return site.page(request, "letters.html", "/cau-hoi", report=report, kind="questions")


@router.get("/phan-anh")
def complaints(request: Request, day: str | None = None) -> HTMLResponse:
    """Residents' complaints."""
    site = site_of(request)
    report = site.desk.of(day_of(site, day))[1]
    return site.page(request, "letters.html", "/phan-anh", report=report, kind="complaints")


@router.get("/van-ban")
def documents(request: Request) -> HTMLResponse:
    """Every document in use."""
    site = site_of(request)
    return site.page(request, "documents.html", "/van-ban", documents=site.store.documents())


@router.get("/van-ban/{document}")
def document(request: Request, document: str) -> HTMLResponse:
    """A document with its passages."""
    site = site_of(request)
    found = site.desk.document(document)
    if found is None:
        raise HTTPException(404)
    return site.page(request, "document.html", "/van-ban", document=found)


@router.get("/nguon")
def sources(request: Request) -> HTMLResponse:
    """What the last pass saw of each address."""
    site = site_of(request)
    lines = views.source_lines(site.store.health(), site.desk.sources)
    return site.page(request, "sources.html", "/nguon", lines=lines)


@router.get("/bao-cao")
def reports(request: Request) -> HTMLResponse:
    """Days with report files."""
    site = site_of(request)
    return site.page(request, "reports.html", "/bao-cao", days=site.desk.reports())


@router.get("/bao-cao/{day}/{name}")
def report_file(request: Request, day: str, name: str) -> Response:
    """A report file; opening it leaves a trace."""
    site = site_of(request)
    file = site.desk.report_file(day_of(site, day), name)
    if file is None:
        raise HTTPException(404)
    site.store.note(account(request).actor, "report.read", f"{day}/{name}")
    shown = "inline" if file.suffix in (".html", ".txt", ".json") else "attachment"
    headers = {"Content-Security-Policy": REPORT_CSP}
    kind = TYPES[file.suffix[1:]]
    return FileResponse(file, media_type=kind, headers=headers, filename=name, content_disposition_type=shown)


@router.get("/nhat-ky")
def log(request: Request) -> HTMLResponse:
    """The log's newest lines, and whether the chain is whole."""
    site = site_of(request)
    verdict = site.store.verify_audit()
    lines = site.desk.log_lines(AUDIT_LINES)
    return site.page(request, "log.html", "/nhat-ky", lines=lines, verdict=verdict, total=verdict.lines)
