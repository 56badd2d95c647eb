"""Papers brought through the page: read, shown as the machine understood them, and kept when a person says so.

An upload is bytes with a name. The name is never a path; the bytes lie in memory until the person confirms, and only
the account that brought them can confirm.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import UploadFile

from pipeline.extract import document as reader
from pipeline.records import Document
from pipeline.review.gate import account, field
from pipeline.review.site import Site, see, site_of

router = APIRouter()
PENDING = 8
"""papers that wait for a confirmation at a time; the oldest goes first"""
STATUS = {"in_force": "đang áp dụng", "draft": "dự thảo", "superseded": "đã bị thay thế", "expired": "hết hiệu lực"}
KINDS = (".docx", ".pdf", ".html", ".htm", ".txt")
NO_FILE = "Máy đọc tệp DOCX, PDF, HTML hoặc TXT. Chọn lại tệp."
_ODD = re.compile(r"[^\w\s.()\-]+")


@dataclass(frozen=True, slots=True)
class Pending:
    """A paper that was read and not yet kept."""

    login: str
    document: Document
    data: bytes


@router.get("/van-ban/them")
def choose(request: Request) -> HTMLResponse:
    """Choose a file."""
    return site_of(request).page(request, "upload.html", "/van-ban", fault=None)


@router.post("/van-ban/them")
def bring(request: Request) -> HTMLResponse:
    """Read the file and show what was understood; nothing is kept yet."""
    site = site_of(request)
    name, data = brought(request)
    try:
        found = read(site, name, data)
    except reader.DocumentRefused as refused:
        return site.page(request, "upload.html", "/van-ban", 422, fault=str(refused))
    key = secrets.token_urlsafe(12)
    while len(site.pending) >= PENDING:
        site.pending.pop(next(iter(site.pending)))
    site.pending[key] = Pending(account(request).login, found, data)
    others = [paper for paper, _ in site.desk.glance.papers()]
    known = site.desk.glance.paper(found.id)
    return site.page(
        request,
        "preview.html",
        "/van-ban",
        key=key,
        document=found,
        others=others,
        known=known is not None and known[1],
        stands=STATUS,
    )


@router.post("/van-ban/them/luu")
def keep(request: Request) -> Response:
    """Keep the paper that was shown; say what it replaces, when the person says so."""
    site, who = site_of(request), account(request)
    waiting = site.pending.get(field(request, "key", 40))
    if waiting is None or waiting.login != who.login:
        words = "Tệp này không còn chờ: trang đã mở lâu, hoặc máy vừa khởi động lại. Chọn lại tệp."
        return site.page(request, "upload.html", "/van-ban", 409, fault=words)
    site.pending.pop(field(request, "key", 40), None)
    now = site.clock()
    site.store.add_document(waiting.document, waiting.data, who.actor, now)
    if old := field(request, "replaces", 40):
        site.store.supersede_document(old, waiting.document.id, who.actor, now)
    return see(f"/van-ban/{waiting.document.id}")


@router.post("/van-ban/{document}/ngung")
def retire(request: Request, document: str) -> Response:
    """Stop using a document; its file stays."""
    site = site_of(request)
    if not site.store.retire_document(document, account(request).actor, site.clock()):
        raise HTTPException(404)
    return see(f"/van-ban/{document}")


def read(site: Site, name: str, data: bytes) -> Document:
    """What a file says. Raises DocumentRefused."""
    if not data or not name.lower().endswith(KINDS):
        raise reader.DocumentRefused(NO_FILE)
    return reader.read(data, name, site.desk.gazetteer)


def brought(request: Request) -> tuple[str, bytes]:
    """Name and bytes of the file of a form, ("", b"") without one; the name keeps no folder and nothing odd."""
    sent = request.state.form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return "", b""
    last = re.split(r"[/\\]", sent.filename)[-1]
    name = _ODD.sub("_", last).strip(". ")[-120:] or "tep"
    return name, sent.file.read()
