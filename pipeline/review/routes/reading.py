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


@router.get("/van-ban")
def documents(request: Request) -> HTMLResponse:
    """Every document in use."""
    site = site_of(request)
    return site.page(request, "documents.html", "/van-ban", papers=site.desk.glance.papers())


@router.get("/van-ban/{document}")
def document(request: Request, document: str) -> HTMLResponse:
    """A document with its passages."""
    site = site_of(request)
    found = site.desk.glance.paper(document)
    if found is None:
        raise HTTPException(404)
    return site.page(request, "document.html", "/van-ban", document=found[0], in_use=found[1])


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
def log(request: Request, kiem: str = "", truoc: int = 0) -> HTMLResponse:
    """The log's newest lines; on request the whole chain is checked. Reading the log is a deed of the log itself."""
    site = site_of(request)
    if not truoc:
        site.store.note(account(request).actor, "audit.read", "audit")
    verdict = site.store.verify_audit() if kiem else None
    lines = site.desk.log_lines(AUDIT_LINES, truoc or None)
    return site.page(request, "log.html", "/nhat-ky", lines=lines, verdict=verdict)
