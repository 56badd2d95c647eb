"""The read-only web app: routes, templates, headers that let nothing in from elsewhere.

Every page is one request and one answer; no script, no external asset, no cookie. Only this computer is served: the
server binds 127.0.0.1 and a request under another host name is refused (DNS rebinding).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import jinja2
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipeline.config import Office
from pipeline.report import words
from pipeline.review import views
from pipeline.review.desk import Desk
from pipeline.store import Store

HOSTS = ("127.0.0.1", "localhost")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
_REPORT_CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""a report carries its own style sheet inside"""
_AUDIT_LINES = 200
_TYPES = {"html": "text/html", "txt": "text/plain", "json": "application/json", "pdf": "application/pdf",
          "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}  # fmt: skip
_NAV = (
    ("/", "Hôm nay"),
    ("/cau-hoi", "Câu hỏi"),
    ("/phan-anh", "Phản ánh"),
    ("/van-ban", "Văn bản"),
    ("/nguon", "Nguồn"),
    ("/bao-cao", "Báo cáo"),
    ("/nhat-ky", "Nhật ký"),
)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def create(store_factory: Callable[[], Store], office: Office, *, clock: Callable[[], dt.datetime] = _now) -> FastAPI:
    """The app; the store is opened when the server starts and closed when it ends."""
    engine = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.review"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    engine.globals.update(nav=_NAV, office=office.office, words=words)
    engine.filters["web"] = lambda url: url if url.startswith(("http://", "https://")) else "#"
    desks: list[Desk] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        store = store_factory()
        desks.append(Desk(store, office, clock))
        yield
        desks.clear()
        store.close()

    app = FastAPI(title="Đối Chiếu", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.mount("/static", StaticFiles(packages=[("pipeline.review", "static")]), name="static")
    _guard(app)

    def page(name: str, here: str, status: int = 200, **values: Any) -> HTMLResponse:
        return HTMLResponse(engine.get_template(name).render(here=here, **values), status)

    def day_of(day: str | None) -> dt.date:
        try:
            return dt.date.fromisoformat(day) if day else desks[0].last_day()
        except ValueError:
            raise HTTPException(404) from None

    @app.get("/")
    def today(day: str | None = None) -> HTMLResponse:
        return page("morning.html", "/", page=desks[0].morning(day_of(day)))

    @app.get("/k/{flag}")
    def flag(flag: str) -> HTMLResponse:
        found = desks[0].flag(flag)
        if found is None:
            raise HTTPException(404)
        return page("flag.html", "/", page=found)

    @app.get("/cau-hoi")
    def questions(day: str | None = None) -> HTMLResponse:
        return page("letters.html", "/cau-hoi", report=desks[0].of(day_of(day))[1], kind="questions")

    @app.get("/phan-anh")
    def complaints(day: str | None = None) -> HTMLResponse:
        return page("letters.html", "/phan-anh", report=desks[0].of(day_of(day))[1], kind="complaints")

    @app.get("/van-ban")
    def documents() -> HTMLResponse:
        return page("documents.html", "/van-ban", documents=desks[0].store.documents())

    @app.get("/van-ban/{document}")
    def document(document: str) -> HTMLResponse:
        found = desks[0].document(document)
        if found is None:
            raise HTTPException(404)
        return page("document.html", "/van-ban", document=found)

    @app.get("/nguon")
    def sources() -> HTMLResponse:
        desk = desks[0]
        return page("sources.html", "/nguon", lines=views.source_lines(desk.store.health(), desk.sources))

    @app.get("/bao-cao")
    def reports() -> HTMLResponse:
        return page("reports.html", "/bao-cao", days=desks[0].reports())

    @app.get("/bao-cao/{day}/{name}")
    def report_file(day: str, name: str) -> Response:
        file = desks[0].report_file(day_of(day), name)
        if file is None:
            raise HTTPException(404)
        desks[0].store.note("reviewer", "report.read", f"{day}/{name}")
        headers = {"Content-Security-Policy": _REPORT_CSP}
        kind = _TYPES[file.suffix[1:]]
        shown = "inline" if file.suffix in (".html", ".txt", ".json") else "attachment"
        return FileResponse(file, media_type=kind, headers=headers, filename=name, content_disposition_type=shown)

    @app.get("/nhat-ky")
    def log() -> HTMLResponse:
        verdict = desks[0].store.verify_audit()
        lines = desks[0].log_lines(_AUDIT_LINES)
        return page("log.html", "/nhat-ky", lines=lines, verdict=verdict, total=verdict.lines)

    @app.exception_handler(StarletteHTTPException)
    async def absent(request: Request, error: StarletteHTTPException) -> HTMLResponse:
        return page("problem.html", "", error.status_code, missing=error.status_code in (404, 422))

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> HTMLResponse:
        answer = page("problem.html", "", 500, missing=False)
        answer.headers.update(HEADERS)  # this answer is made outside the middleware
        return answer

    return app


def _guard(app: FastAPI) -> None:
    """Headers on every answer; other host names are refused before any route."""

    @app.middleware("http")
    async def headers(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await answer(request)
        for name, value in HEADERS.items():
            if name not in response.headers:
                response.headers[name] = value
        return response

    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False)
