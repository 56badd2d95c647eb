"""Who may come in: the table of routes and roles, the session behind the cookie, the token of every form.

Everything is refused unless a row of access.tsv allows it. A POST must carry the token that belongs to its cookie, and
a body no larger than its row says; both are settled before any route runs.
"""

from __future__ import annotations

import secrets

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException

from pipeline.review.access import RULES, form_token
from pipeline.review.site import site_of
from pipeline.store.accounts import Account

MAX_FIELDS, MAX_FILES = 60, 1


class LoginNeeded(Exception):
    """Nobody is logged in; the page asks to. `onward` is where to go on, `lost` says that a form was not taken."""

    def __init__(self, onward: str, *, lost: bool) -> None:
        self.onward, self.lost = onward, lost
        super().__init__(onward)


async def gate(request: Request) -> None:
    """Settle who asks, whether they may, and for a POST whether the form is ours. Raises before any route runs."""
    site = site_of(request)
    rule = RULES[request.method, request.scope["route"].path]
    request.state.who = who = await run_in_threadpool(visitor, request)
    if rule.roles is not None and who is None:
        raise LoginNeeded(_page_of(request), lost=request.method == "POST")
    if rule.roles is not None and (who is None or who.role not in rule.roles):
        raise HTTPException(403)
    if request.method == "POST":
        request.state.form = await _form(request, rule.limit, seed=request.cookies[site.cookie] if who else None)


def _page_of(request: Request) -> str:
    """The page asked for, or the one on which the form sent stands: its own address, or the one a step above."""
    route, path = request.scope["route"].path, request.url.path
    while route and ("GET", route) not in RULES:
        route, path = route.rpartition("/")[0], path.rpartition("/")[0]
    return path or "/"


def visitor(request: Request) -> Account | None:
    """Whose session came along, or None."""
    site = site_of(request)
    token = request.cookies.get(site.cookie)
    return site.store.session(token) if token else None


async def _form(request: Request, limit: int, seed: str | None) -> FormData:
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise HTTPException(411)
    if int(length) > limit:
        raise HTTPException(413)
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(400, "form")
    try:
        form = await request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=limit)
    except (MultiPartException, HTTPException):
        raise HTTPException(400, "form") from None
    seed = seed or request.cookies.get(site_of(request).form_cookie)
    sent = form.get("csrf")
    if not seed or not isinstance(sent, str) or not secrets.compare_digest(sent.encode(), form_token(seed).encode()):
        raise HTTPException(400, "form")
    return form


def account(request: Request) -> Account:
    """Who is logged in, on a route that needs it."""
    who = request.state.who
    assert isinstance(who, Account), "a route for accounts is behind the gate"  # noqa: S101
    return who


def field(request: Request, name: str, longest: int = 500) -> str:
    """A text field of the form, trimmed; "" when it is not there. Raises 400 when it is longer than `longest`."""
    value = request.state.form.get(name)
    text = value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""
    if len(text) > longest:
        raise HTTPException(400, "long")
    return text
