"""What every route works with: the store, the office, the clock, the templates, the cookies' names."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from pipeline.config import Office
from pipeline.report import words
from pipeline.review.access import form_token, may
from pipeline.review.desk import Desk
from pipeline.store import Store
from pipeline.workflow.posts import ROLES, Role

NAV = (
    ("/", "Hôm nay"),
    ("/can-dinh-chinh", "Cần đính chính"),
    ("/dinh-chinh", "Đính chính"),
    ("/cau-hoi", "Câu hỏi"),
    ("/phan-anh", "Phản ánh"),
    ("/chuyen-cong-an", "Chuyển công an"),
    ("/van-ban", "Văn bản"),
    ("/nguon", "Nguồn"),
    ("/bao-cao", "Báo cáo"),
    ("/nhat-ky", "Nhật ký"),
    ("/tai-khoan", "Tài khoản"),
)
_HIDDEN = Markup('<input type="hidden" name="csrf" value="{}">')
HOME: dict[Role, str] = {"liaison": "/chuyen-cong-an", "auditor": "/nhat-ky", "admin": "/tai-khoan"}
"""where a role starts; all others on the morning page"""


@dataclass(frozen=True, slots=True)
class Site:
    """One running app. `secure` is True behind TLS; `setup` opens the first account, once."""

    store: Store
    office: Office
    clock: Callable[[], dt.datetime]
    templates: jinja2.Environment
    desk: Desk
    secure: bool
    setup: list[str] = field(default_factory=list)
    pending: dict[str, Any] = field(default_factory=dict)
    """papers that were brought and not yet kept (routes/uploads.py)"""

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; behind TLS one that no other host or path can set."""
        return "__Host-doichieu" if self.secure else "doichieu"

    @property
    def form_cookie(self) -> str:
        """The name of the cookie that ties a form to a browser before anybody has logged in."""
        return f"{self.cookie}-form"

    def page(self, request: Request, name: str, here: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page for whoever asks; `here` is the path that the bar marks."""
        who = getattr(request.state, "who", None)
        role = who.role if who else None
        seed = request.cookies.get(self.cookie if who else self.form_cookie)
        fresh = None if seed else secrets.token_urlsafe(32)
        nav = [(path, label) for path, label in NAV if role and may(role, "GET", path)]
        shared = {"who": who, "nav": nav, "here": here, "may": lambda method, path: may(role, method, path)}
        used: list[bool] = []

        def token() -> Markup:
            used.append(True)
            return _HIDDEN.format(form_token(seed or fresh or ""))

        text = self.templates.get_template(name).render(token=token, **shared, **values)
        answer = HTMLResponse(text, status)
        if fresh and used and who is None:
            self.set_cookie(answer, self.form_cookie, fresh)
        return answer

    def set_cookie(self, answer: HTMLResponse | RedirectResponse, name: str, value: str) -> None:
        """A cookie that no script reads and no other site sends; it ends with the browser."""
        answer.set_cookie(name, value, httponly=True, samesite="strict", secure=self.secure, path="/")


def site_of(request: Request) -> Site:
    """The running app of a request."""
    found = request.app.state.site
    assert isinstance(found, Site), "the app is started"  # noqa: S101
    return found


def templates(office: Office) -> jinja2.Environment:
    """The templates: everything escaped, nothing undefined."""
    engine = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.review"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.globals.update(office=office.office, words=words, roles=ROLES)
    engine.filters["web"] = lambda url: url if url.startswith(("http://", "https://")) else "#"
    return engine


def see(path: str) -> RedirectResponse:
    """After a deed, the page that shows it (303: a reload does not do it again). `path` is one of ours."""
    return RedirectResponse(path, 303)
