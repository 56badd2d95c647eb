"""The web app: routes behind one gate, headers that let nothing in from elsewhere, problems in words.

Every page is made on the server and is whole without script; the one script of our own only adds keys. The server
binds this computer's own address unless it has a certificate (`doichieu serve --lan`), and a request under another
host name is refused (DNS rebinding).
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from urllib.parse import quote

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipeline.config import Office
from pipeline.review.access import check_table
from pipeline.review.desk import Desk
from pipeline.review.gate import LoginNeeded, gate, visitor
from pipeline.review.routes import ROUTERS
from pipeline.review.site import Site, site_of, templates
from pipeline.store import Store

HOSTS = ("127.0.0.1", "localhost")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
HSTS = "max-age=31536000"
PROBLEMS = {
    400: (
        "Chưa làm được: biểu mẫu này không còn dùng được",
        "Chưa có gì bị thay đổi. Trang đã mở quá lâu, hoặc được mở từ nơi khác. Quay lại, tải lại trang rồi làm lại.",
    ),
    403: (
        "Tài khoản này không mở được trang này",
        "Mỗi vai trò chỉ mở những trang cần cho việc của mình. Nếu cần trang này, hỏi người quản lý tài khoản.",
    ),
    404: ("Không có trang này", "Nội dung có thể đã được xử lý hoặc đã bị xóa theo hạn lưu."),
    405: ("Không làm được việc này ở đây", "Chưa có gì bị thay đổi."),
    411: ("Chưa nhận được biểu mẫu", "Trình duyệt không cho biết độ lớn của nội dung gửi lên. Chưa có gì bị thay đổi."),
    413: ("Nội dung gửi lên quá lớn", "Chưa có gì bị thay đổi. Chia nhỏ tệp, hoặc quét lại với độ phân giải thấp hơn."),
}
BROKEN = (
    "Chưa làm được vì có trục trặc với kho dữ liệu",
    "Chưa có gì bị mất. Tải lại trang; nếu vẫn vậy, chạy lệnh doichieu doctor để xem nguyên nhân.",
)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def create(
    store_factory: Callable[[], Store],
    office: Office,
    *,
    clock: Callable[[], dt.datetime] = _now,
    hosts: Sequence[str] = HOSTS,
    secure: bool = False,
    setup: str | None = None,
) -> FastAPI:
    """The app; the store is opened when the server starts and closed when it ends.

    `hosts` are the names it answers to, `secure` says that it stands behind TLS, `setup` is the one-time word that
    opens the first account.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        store = store_factory()
        desk = Desk(store, office, clock)
        app.state.site = Site(store, office, clock, templates(office), desk, secure, [setup] if setup else [])
        # What the program itself is made of stays: without this the collector walks it in the middle of a request (80 ms)
        gc.collect()
        gc.freeze()
        yield
        gc.unfreeze()
        store.close()

    app = FastAPI(
        title="Đối Chiếu",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(gate)],
    )
    app.mount("/static", StaticFiles(packages=[("pipeline.review", "static")]), name="static")
    for router in ROUTERS:
        app.include_router(router)
    check_table(route for router in ROUTERS for route in router.routes)
    _guard(app, hosts, secure)
    _problems(app)
    return app


def _guard(app: FastAPI, hosts: Sequence[str], secure: bool) -> None:
    """Headers on every answer; other host names are refused before any route."""
    headers = HEADERS | ({"Strict-Transport-Security": HSTS} if secure else {})
    app.state.headers = headers

    @app.middleware("http")
    async def head(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await answer(request)
        for name, value in headers.items():
            if name not in response.headers:
                response.headers[name] = value
        return response

    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)


def _problems(app: FastAPI) -> None:
    """What goes wrong is said in words, on a page of the house."""

    @app.exception_handler(LoginNeeded)
    async def login(request: Request, error: LoginNeeded) -> RedirectResponse:
        asked = [f"tiep={quote(error.onward)}"] if error.onward != "/" else []
        asked += ["het=1"] if error.lost else []
        return RedirectResponse(f"/dang-nhap{'?' if asked else ''}{'&'.join(asked)}", 303)

    @app.exception_handler(RequestValidationError)
    @app.exception_handler(StarletteHTTPException)
    async def refused(request: Request, error: RequestValidationError | StarletteHTTPException) -> HTMLResponse:
        status = 404 if isinstance(error, RequestValidationError) else error.status_code
        title, told = PROBLEMS.get(status, BROKEN)
        if not hasattr(request.state, "who"):  # an address without a route did not pass the gate
            request.state.who = await run_in_threadpool(visitor, request)
        return site_of(request).page(request, "problem.html", "", status, title=title, told=told)

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> HTMLResponse:
        title, told = BROKEN
        answer = site_of(request).page(request, "problem.html", "", 500, title=title, told=told)
        answer.headers.update(app.state.headers)  # this answer is made outside the middleware
        return answer
