"""Every route for every role, through the real app: the answer is what pipeline/review/access.tsv says, cell by cell."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from pipeline.review.access import RULES, may
from pipeline.workflow.posts import ROLES

from .conftest import BASE, POSTS, log_in, token

ORDER = sorted(RULES, key=lambda key: key[1] == "/dang-xuat")
"""logging out comes last"""


def filled(path: str) -> str:
    return re.sub(r"\{\w+\}", "2026-11-11", path)


@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_route_answers_each_role_as_the_table_says(desk, role):
    web = TestClient(desk.app, base_url=BASE, raise_server_exceptions=False)
    if role:
        log_in(web, POSTS[role][0])
    csrf = {"csrf": token(web.get("/mat-khau" if role else "/dang-nhap").text)}
    wrong = []
    for method, path in ORDER:
        answer = web.request(method, filled(path), data=csrf if method == "POST" else None, follow_redirects=False)
        if may(role, method, path):
            sent_away = answer.status_code == 303 and answer.headers["location"].startswith("/dang-nhap")
            fits = answer.status_code not in (400, 403, 405, 500) and (not sent_away or path == "/dang-xuat")
        elif role is None:
            fits = answer.status_code == 303 and answer.headers["location"].startswith("/dang-nhap")
        else:
            fits = answer.status_code == 403 and "Tài khoản này không mở được" in answer.text
        if not fits:
            wrong.append((method, path, answer.status_code))
    assert wrong == []


def allowed(role: str | None) -> set[tuple[str, str]]:
    return {key for key in RULES if may(role, *key)}


def test_what_the_table_must_never_say():
    """Written by hand, so that a slip in the table is a failure and not a new rule."""
    everybody = {("GET", "/dang-nhap"), ("POST", "/dang-nhap"), ("GET", "/dat-mat-khau"), ("POST", "/dat-mat-khau")}
    everybody |= {("GET", "/thiet-lap"), ("POST", "/thiet-lap")}
    own = everybody | {("POST", "/dang-xuat"), ("GET", "/mat-khau"), ("POST", "/mat-khau"), ("GET", "/phim-tat")}
    slips = "/chuyen-cong-an"
    assert allowed(None) == everybody
    assert allowed("liaison") == own | {
        ("GET", slips),
        ("GET", slips + "/{article}"),
        ("GET", slips + "/{article}/phieu"),
    }
    admin = {path for _, path in allowed("admin") - own}
    assert admin == {"/tai-khoan", "/tai-khoan/{account_id}/ma", "/tai-khoan/{account_id}/ngung", "/nhat-ky"}
    auditor = allowed("auditor") - own
    assert all(method == "GET" for method, _ in auditor)
    for role in ROLES:
        mine = allowed(role)
        assert (("POST", "/dinh-chinh/{key}/phat-hanh") in mine) == (role == "spokesperson")
        assert (("POST", slips + "/{article}/ky") in mine) == (role in ("reviewer", "spokesperson"))
        assert (("POST", "/k/{flag}") in mine) == (role in ("reviewer", "spokesperson"))
        assert (("POST", "/tai-khoan") in mine) == (role == "admin")
