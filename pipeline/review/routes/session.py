"""Logging in and out, the first account, the one-time code, one's own password."""

from __future__ import annotations

import re
import secrets

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline.review import passwords
from pipeline.review.gate import account, field
from pipeline.review.site import HOME, Site, see, site_of
from pipeline.store.accounts import Account, AccountRefused, name_fault

router = APIRouter()
_OURS = re.compile(r"/(?![/\\])[\w\-./?=&%]*")
"""a path of this site, for going on after the login"""
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Gõ lại; nếu quên, nhờ người quản lý tài khoản cấp mã mới."
TOO_MANY = "Đã thử quá nhiều lần. Chờ 15 phút rồi thử lại, hoặc nhờ người quản lý tài khoản cấp mã mới."
ENDED = (
    "Chưa ghi được việc vừa bấm: phiên làm việc đã tự đóng sau một thời gian không dùng. Đăng nhập để làm lại; "
    "chữ đã gõ còn ở trang trước (bấm nút quay lại của trình duyệt rồi chép ra)."
)
WRONG_CODE = "Tên đăng nhập hoặc mã dùng một lần chưa đúng, hoặc mã đã hết hạn (3 ngày). Nhờ người quản lý cấp mã mới."


@router.get("/dang-nhap")
def login_page(request: Request, tiep: str = "", het: str = "") -> HTMLResponse:
    """The login page; the very first visitor is told how the first account is made."""
    site = site_of(request)
    empty, fault = not site.store.has_accounts(), ENDED if het else None
    return site.page(request, "login.html", "", onward=_ours(tiep), fault=fault, empty=empty)


@router.post("/dang-nhap")
def login(request: Request) -> Response:
    """Open a session. The token is new at each login and the one that came along ends (session fixation)."""
    site, onward = site_of(request), _ours(field(request, "tiep"))
    name, password = field(request, "login").lower(), _raw(request, "password")
    if not site.store.may_try(name, _machine(request)):
        return site.page(request, "login.html", "", 429, onward=onward, fault=TOO_MANY, empty=False)
    known = site.store.password_hash(name)
    if not passwords.matches(known[1] if known else None, password) or known is None:
        return site.page(request, "login.html", "", 401, onward=onward, fault=WRONG, empty=False)
    site.store.forget_tries(name)
    return _opened(request, site, known[0], onward)


@router.post("/dang-xuat")
def logout(request: Request) -> RedirectResponse:
    """End the session here and in the store."""
    site = site_of(request)
    site.store.end_session(request.cookies[site.cookie])
    answer = see("/dang-nhap")
    answer.delete_cookie(site.cookie, path="/", secure=site.secure, httponly=True, samesite="strict")
    return answer


@router.get("/dat-mat-khau")
def code_page(request: Request) -> HTMLResponse:
    """Where the holder of a one-time code sets a password, alone."""
    return site_of(request).page(request, "code.html", "", fault=None, login="")


@router.post("/dat-mat-khau")
def use_code(request: Request) -> Response:
    """Spend a one-time code on a password and log in."""
    site, name, code = site_of(request), field(request, "login").lower(), field(request, "code")
    password = _raw(request, "password")

    def again(words: str, status: int) -> HTMLResponse:
        return site.page(request, "code.html", "", status, fault=words, login=name)

    if not site.store.may_try(name, _machine(request)):
        return again(TOO_MANY, 429)
    if not site.store.code_fits(name, code):
        return again(WRONG_CODE, 401)
    if words := passwords.fault(password, _raw(request, "again"), name):
        return again(words, 422)
    made = site.store.set_password(name, code, passwords.hashed(password))
    if made is None:
        return again(WRONG_CODE, 401)
    site.store.forget_tries(name)
    return _opened(request, site, made, None)


@router.get("/thiet-lap")
def setup_page(request: Request, ma: str = "") -> HTMLResponse:
    """The page behind the link on the terminal: the first administrator."""
    site = site_of(request)
    _check_setup(site, ma)
    return site.page(request, "setup.html", "", fault=None, ma=ma, login="quantri", post="Quản trị tài khoản")


@router.post("/thiet-lap")
def setup(request: Request) -> Response:
    """Make the first administrator; the link is spent."""
    site, ma = site_of(request), field(request, "ma")
    _check_setup(site, ma)
    name, post, password = field(request, "login").lower(), field(request, "post"), _raw(request, "password")
    words = name_fault(name, post) or passwords.fault(password, _raw(request, "again"), name)
    if words:
        return site.page(request, "setup.html", "", 422, fault=words, ma=ma, login=name, post=post)
    try:
        made = site.store.add_first_account(name, post, passwords.hashed(password))
    except AccountRefused:
        raise HTTPException(404) from None
    site.setup.clear()
    return _opened(request, site, made, None)


@router.get("/mat-khau")
def password_page(request: Request) -> HTMLResponse:
    """Change one's own password."""
    return site_of(request).page(request, "password.html", "/mat-khau", fault=None)


@router.post("/mat-khau")
def change_password(request: Request) -> Response:
    """The old password, then the new one twice; every other session of the account ends."""
    site, who = site_of(request), account(request)
    password = _raw(request, "password")
    if not site.store.may_try(who.login, _machine(request)):
        return site.page(request, "password.html", "/mat-khau", 429, fault=TOO_MANY)
    known = site.store.password_hash(who.login)
    if known is None or not passwords.matches(known[1], _raw(request, "old")):
        words = "Mật khẩu đang dùng chưa đúng. Gõ lại."
        return site.page(request, "password.html", "/mat-khau", 401, fault=words)
    if fault := passwords.fault(password, _raw(request, "again"), who.login):
        return site.page(request, "password.html", "/mat-khau", 422, fault=fault)
    site.store.forget_tries(who.login)
    site.store.change_password(who, passwords.hashed(password))
    return _opened(request, site, who, None)


@router.get("/phim-tat")
def keys_page(request: Request) -> HTMLResponse:
    """The keys and what they do, for whoever works without a mouse."""
    return site_of(request).page(request, "keys.html", "")


def home(who: Account) -> str:
    """Where an account starts."""
    return HOME.get(who.role, "/")


def _opened(request: Request, site: Site, who: Account, onward: str | None) -> RedirectResponse:
    token = site.store.open_session(who, request.cookies.get(site.cookie))
    answer = see(onward or home(who))
    site.set_cookie(answer, site.cookie, token)
    answer.delete_cookie(site.form_cookie, path="/", secure=site.secure, httponly=True, samesite="strict")
    return answer


def _check_setup(site: Site, ma: str) -> None:
    """404 unless this is the link on the terminal and nobody has used it."""
    if not site.setup or not secrets.compare_digest(site.setup[0].encode(), ma.encode()) or site.store.has_accounts():
        raise HTTPException(404)


def _raw(request: Request, name: str) -> str:
    """A password as typed: not trimmed, never shown again."""
    value = request.state.form.get(name)
    return value if isinstance(value, str) else ""


def _machine(request: Request) -> str:
    return request.client.host if request.client else ""


def _ours(path: str) -> str | None:
    return path if _OURS.fullmatch(path) else None
