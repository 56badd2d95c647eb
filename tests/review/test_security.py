"""The door: sessions, forms, the throttle, roles, what a stranger may send. Every attack of the list has its test."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from pipeline.config import load_office
from pipeline.review import passwords
from pipeline.review.app import create
from pipeline.store import open_store
from tests.store.conftest import Clock

from .conftest import BASE, COSTLY, PASSWORD, POSTS, log_in, post, staff, token


class House:
    """An app of its own with a clock that moves, over an empty office."""

    def __init__(self, folder, **options):
        (folder / "office.toml").write_text('[office]\nname = "UBND phường"\n', "utf-8")
        self.office, self.clock = load_office(folder), Clock()
        self.store = open_store(self.office.store.url, clock=self.clock)
        self.app = create(
            lambda: open_store(self.office.store.url, clock=self.clock), self.office, clock=self.clock, **options
        )
        self.base = "https://127.0.0.1:8765" if options.get("secure") else BASE

    def web(self) -> TestClient:
        return TestClient(self.app, base_url=self.base, raise_server_exceptions=False)


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    staff(made.store)
    with made.web():
        yield made


def test_the_first_account_is_made_behind_a_link_that_works_once(tmp_path):
    made = House(tmp_path, setup="mot-lan")
    with made.web() as web:
        assert "Chưa có tài khoản nào" in web.get("/dang-nhap").text
        assert web.get("/thiet-lap").status_code == web.get("/thiet-lap?ma=sai").status_code == 404
        page = web.get("/thiet-lap?ma=mot-lan")
        form = {"csrf": token(page.text), "ma": "mot-lan", "login": "quantri", "post": "Quản trị"}
        short = web.post("/thiet-lap", data=form | {"password": "ngan", "again": "ngan"})
        assert short.status_code == 422
        done = web.post("/thiet-lap", data=form | {"password": PASSWORD, "again": PASSWORD}, follow_redirects=False)
        assert done.headers["location"] == "/tai-khoan"
        assert web.get("/tai-khoan").status_code == 200
        assert web.get("/thiet-lap?ma=mot-lan").status_code == 404


def test_a_new_account_sets_its_password_alone_and_no_page_shows_it(house):
    admin = house.web()
    log_in(admin, "quantri")
    form = {"login": "truc9", "post": "Chuyên viên trực 9", "role": "reviewer"}
    page = post(admin, "/tai-khoan", form, at="/tai-khoan")
    code = re.search(r"<code>(\w{3}-\w{3}-\w{3}-\w{3})</code>", page.text)[1]
    assert code not in admin.get("/tai-khoan").text
    own = house.web()
    assert log_in(own, "truc9", "").status_code == 401
    form = {"csrf": token(own.get("/dat-mat-khau").text), "login": "truc9", "code": code}
    form |= {"password": "câu này chỉ mình tôi biết", "again": "câu này chỉ mình tôi biết"}
    assert own.post("/dat-mat-khau", data=form, follow_redirects=False).headers["location"] == "/"
    again = house.web()
    form["csrf"] = token(again.get("/dat-mat-khau").text)
    assert again.post("/dat-mat-khau", data=form).status_code == 401
    lines = [(line["actor_role_id"], line["action"], line["object_id"]) for line in house.store.audit_lines()]
    assert ("admin:quantri", "account.add", "truc9") in lines
    assert ("reviewer:truc9", "account.password", "truc9") in lines
    assert "câu này" not in str(list(house.store.audit_lines()))


def test_a_forgotten_password_ends_what_was_open_and_is_logged(house):
    own, admin = house.web(), house.web()
    log_in(own, "truc1")
    log_in(admin, "quantri")
    account = next(one.id for one in house.store.accounts() if one.login == "truc1")
    assert post(admin, f"/tai-khoan/{account}/ma", at="/tai-khoan").status_code == 200
    assert own.get("/", follow_redirects=False).headers["location"] == "/dang-nhap"
    assert log_in(house.web(), "truc1").status_code == 401
    assert any(line["action"] == "account.code" for line in house.store.audit_lines())


def test_a_closed_account_is_out_at_once(house):
    own, admin = house.web(), house.web()
    log_in(own, "truc1")
    log_in(admin, "quantri")
    account = next(one.id for one in house.store.accounts() if one.login == "truc1")
    post(admin, f"/tai-khoan/{account}/ngung", at="/tai-khoan")
    assert own.get("/mat-khau", follow_redirects=False).status_code == 303
    assert log_in(house.web(), "truc1").status_code == 401
    last = next(one.id for one in house.store.accounts() if one.login == "quantri")
    assert post(admin, f"/tai-khoan/{last}/ngung", at="/tai-khoan").status_code == 422


def test_one_s_own_password_is_changed_with_the_old_one(house):
    web, elsewhere = house.web(), house.web()
    log_in(web, "truc1")
    log_in(elsewhere, "truc1")
    new = {"password": "một câu hoàn toàn khác", "again": "một câu hoàn toàn khác"}
    assert post(web, "/mat-khau", {"old": "sai", **new}).status_code == 401
    assert post(web, "/mat-khau", {"old": PASSWORD, "password": "ngắn", "again": "ngắn"}).status_code == 422
    assert post(web, "/mat-khau", {"old": PASSWORD, **new}).status_code == 303
    assert web.get("/mat-khau").status_code == 200
    assert elsewhere.get("/mat-khau", follow_redirects=False).status_code == 303
    assert log_in(house.web(), "truc1", new["password"]).status_code == 303


def test_a_session_ends_by_itself(house):
    web = house.web()
    log_in(web, "truc1")
    house.clock.forward(hours=1.9)
    assert web.get("/mat-khau").status_code == 200
    house.clock.forward(hours=2.1)
    answer = web.get("/van-ban", follow_redirects=False)
    assert answer.headers["location"] == "/dang-nhap?tiep=/van-ban"
    form = {"csrf": token(web.get("/dang-nhap").text), "login": "truc1", "password": PASSWORD, "tiep": "/van-ban"}
    assert web.post("/dang-nhap", data=form, follow_redirects=False).headers["location"] == "/van-ban"


def test_a_form_sent_after_the_session_ended_says_that_it_was_not_taken(house):
    web = house.web()
    lost = (
        ("/k/abc", "/k/abc"),
        ("/dinh-chinh/20261111-ab/sua", "/dinh-chinh/20261111-ab"),
        ("/tai-khoan/7/ngung", "/tai-khoan"),
    )
    for path, page in lost:
        answer = web.post(path, data={"csrf": "x"}, follow_redirects=False)
        assert answer.headers["location"] == f"/dang-nhap?tiep={page}&het=1"
    told = web.get(f"/dang-nhap?tiep={lost[0][1]}&het=1").text
    assert "Chưa ghi được việc vừa bấm" in told
    assert f'value="{lost[0][1]}"' in told


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example", "/%0d%0aX:1/\n", ""])
def test_after_the_login_nobody_is_sent_elsewhere(house, onward):
    web = house.web()
    form = {"csrf": token(web.get("/dang-nhap").text), "login": "truc1", "password": PASSWORD, "tiep": onward}
    where = web.post("/dang-nhap", data=form, follow_redirects=False).headers["location"]
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))
    assert "\n" not in where


def test_session_fixation_a_planted_cookie_opens_nothing(house):
    web = house.web()
    web.cookies.set("doichieu", "planted-by-somebody")
    answer = log_in(web, "truc1")
    assert answer.status_code == 303
    assert answer.cookies["doichieu"] != "planted-by-somebody"
    thief = house.web()
    thief.cookies.set("doichieu", "planted-by-somebody")
    assert thief.get("/mat-khau", follow_redirects=False).status_code == 303


def test_each_login_gives_a_new_session_and_ends_the_old_one(house):
    web = house.web()
    log_in(web, "truc1")
    first = web.cookies["doichieu"]
    web.cookies.set("doichieu", first)
    log_in(web, "truc1")
    thief = house.web()
    thief.cookies.set("doichieu", first)
    assert thief.get("/mat-khau", follow_redirects=False).status_code == 303


def test_logging_out_ends_the_session_in_the_store(house):
    web = house.web()
    log_in(web, "truc1")
    old = web.cookies["doichieu"]
    assert post(web, "/dang-xuat").headers["location"] == "/dang-nhap"
    thief = house.web()
    thief.cookies.set("doichieu", old)
    assert thief.get("/mat-khau", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("secure", [False, True])
def test_the_cookie_is_for_this_site_alone(tmp_path, secure):
    made = House(tmp_path, secure=secure)
    staff(made.store)
    with made.web() as web:
        set_ = log_in(web, "truc1").headers["set-cookie"]
        assert "httponly" in set_.lower()
        assert "samesite=strict" in set_.lower()
        assert "path=/" in set_.lower()
        assert "domain" not in set_.lower()
        assert "max-age" not in set_.split("doichieu-form")[0].lower()
        assert set_.startswith("__Host-doichieu=" if secure else "doichieu=")
        assert ("secure" in set_.lower()) is secure
        assert ("strict-transport-security" in web.get("/mat-khau").headers) is secure


def test_csrf_a_form_without_its_own_token_does_nothing(house):
    web, other = house.web(), house.web()
    log_in(web, "quantri")
    log_in(other, "truc2")
    form = {"login": "truc8", "post": "Chuyên viên trực 8", "role": "reviewer", "password": PASSWORD}
    for path in ("/dang-xuat", "/mat-khau", "/tai-khoan", "/dang-nhap", "/dat-mat-khau"):
        for sent in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": token(other.get("/mat-khau").text)}):
            answer = web.post(path, data=form | sent, follow_redirects=False)
            assert answer.status_code == 400, (path, sent)
            assert "Chưa có gì bị thay đổi" in answer.text
    assert len(house.store.accounts()) == len(POSTS) + 1
    assert web.get("/mat-khau").status_code == 200


def test_csrf_a_form_sent_by_another_site_is_refused_by_what_the_browser_says(house):
    web = house.web()
    log_in(web, "truc1")
    for site in ("cross-site", "same-site"):
        assert post(web, "/dang-xuat", headers={"sec-fetch-site": site}).status_code == 400
    assert post(web, "/dang-xuat", headers={"sec-fetch-site": "same-origin"}).status_code == 303


def test_brute_force_is_slowed_for_a_login_and_for_a_machine(house):
    web = house.web()
    answers = [log_in(web, "truc1", f"đoán lần {n}").status_code for n in range(7)]
    assert answers == [401] * 5 + [429] * 2
    assert log_in(web, "truc1").status_code == 429
    assert log_in(web, "truc2").status_code == 303
    assert sum(line["action"] == "session.locked" for line in house.store.audit_lines()) == 1
    house.clock.forward(minutes=16)
    assert log_in(house.web(), "truc1").status_code == 303
    fresh = house.web()
    answers = [log_in(fresh, f"khong{n}", "sai").status_code for n in range(31)]
    assert 429 in answers


def test_brute_force_of_a_code_is_slowed_too(house):
    house.store.add_account("moi1", "Chuyên viên mới", "reviewer", "admin:quantri")
    web = house.web()
    answers = []
    for n in range(6):
        form = {"csrf": token(web.get("/dat-mat-khau").text), "login": "moi1", "code": f"aaa-bbb-ccc-dd{n}"}
        answers.append(web.post("/dat-mat-khau", data=form).status_code)
    assert answers == [401] * 5 + [429]


def test_many_tries_at_once_do_not_slip_through(house):
    start = threading.Barrier(8)

    def one(_: int) -> int:
        web = house.web()
        page = token(web.get("/dang-nhap").text)
        start.wait()
        return web.post("/dang-nhap", data={"csrf": page, "login": "truc1", "password": "sai", "tiep": ""}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(one, range(8))) == [401] * 5 + [429] * 3


def test_an_unknown_login_answers_like_a_wrong_password(house):
    web = house.web()
    known, unknown = log_in(web, "truc1", "sai"), log_in(web, "khongco", "sai")
    strip = re.compile(r'value="\w{64}"')
    assert strip.sub("", known.text) == strip.sub("", unknown.text)
    assert not passwords.matches(None, "không ai có mật khẩu này")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(house):
    web = house.web()
    log_in(web, "truc1")
    form = {"csrf": token(web.get("/mat-khau").text), "old": "x" * 20_000}
    assert web.post("/mat-khau", data=form).status_code == 413
    assert web.post("/mat-khau", content=iter([b"csrf=1"])).status_code == 411
    many = {"csrf": form["csrf"], **{f"f{n}": "x" for n in range(200)}}
    files = {name: (None, value) for name, value in many.items()}
    assert web.post("/mat-khau", files=files).status_code in (400, 413)


@pytest.mark.parametrize("path", ["/", "/van-ban", "/nhat-ky", "/tai-khoan", "/mat-khau", "/bao-cao/2026-11-11/x.html"])
def test_without_a_session_every_page_asks_to_log_in(house, path):
    answer = house.web().get(path, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/dang-nhap")


def test_passwords_are_hashed_with_argon2id_at_the_library_s_cost():
    assert COSTLY.hash("x").startswith("$argon2id$")
    assert (COSTLY.time_cost, COSTLY.memory_cost, COSTLY.parallelism) == (3, 65536, 4)
