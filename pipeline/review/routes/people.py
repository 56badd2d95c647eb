"""Accounts of the office's duty posts: made, given a new code, closed. The administrator never sees a password."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pipeline.review.gate import account, field
from pipeline.review.site import site_of
from pipeline.store.accounts import AccountRefused, name_fault
from pipeline.workflow.posts import ROLES, Role

router = APIRouter()


def _page(request: Request, status: int = 200, **told: str | None) -> HTMLResponse:
    site = site_of(request)
    shown = {"fault": None, "code": None, "for_login": None, "login": "", "post": "", "role": "", "done": None, **told}
    return site.page(request, "accounts.html", "/tai-khoan", status, accounts=site.store.accounts(), **shown)


@router.get("/tai-khoan")
def accounts(request: Request) -> HTMLResponse:
    """Every account, and the form for a new one."""
    return _page(request)


@router.post("/tai-khoan")
def add(request: Request) -> HTMLResponse:
    """A new account; its code is shown on the answer and nowhere else."""
    site = site_of(request)
    login, post, wanted = field(request, "login").lower(), field(request, "post"), field(request, "role")
    role: Role | None = next((known for known in ROLES if known == wanted), None)
    words = name_fault(login, post) or (None if role else "Chọn vai trò.")
    if words is None and role is not None:
        try:
            made, code = site.store.add_account(login, post, role, account(request).actor)
        except AccountRefused as refused:
            words = str(refused)
        else:
            return _page(request, code=code, for_login=made.login)
    return _page(request, 422, fault=words, login=login, post=post, role=wanted)


@router.post("/tai-khoan/{account_id}/ma")
def renew(request: Request, account_id: str) -> HTMLResponse:
    """A new code for a forgotten password; the old password and open sessions end, and the log says so."""
    site = site_of(request)
    try:
        code = site.store.renew_code(account_id, account(request).actor)
    except AccountRefused as refused:
        return _page(request, 422, fault=str(refused))
    login = next(one.login for one in site.store.accounts() if one.id == account_id)
    return _page(request, code=code, for_login=login)


@router.post("/tai-khoan/{account_id}/ngung")
def disable(request: Request, account_id: str) -> HTMLResponse:
    """Close the account of a post whose holder leaves."""
    try:
        site_of(request).store.disable_account(account_id, account(request).actor)
    except AccountRefused as refused:
        return _page(request, 422, fault=str(refused))
    return _page(request, done="Đã ngừng tài khoản. Các phiên đang mở của tài khoản này đã kết thúc.")
