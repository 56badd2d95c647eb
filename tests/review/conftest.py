"""An office with a real store that holds the sample press as a faultless pass would have left it."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import importlib.util
import shutil
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from pipeline import report
from pipeline.config import Office, load_office
from pipeline.records import Capture, Document, Entry, Passage, StageCount
from pipeline.review import passwords
from pipeline.review.app import create
from pipeline.sample import write_office
from pipeline.store import Store, open_store

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2026, 11, 11)
NOW = dt.datetime(2026, 11, 11, 13, tzinfo=dt.UTC)


BASE = "http://127.0.0.1:8765"
PASSWORD = "một câu dễ nhớ của trực ban"
POSTS = {
    "reviewer": ("truc1", "Chuyên viên trực 1"),
    "spokesperson": ("phatngon", "Người phát ngôn"),
    "liaison": ("daumoi", "Đầu mối công an phường"),
    "analyst": ("nguon1", "Phụ trách nguồn"),
    "auditor": ("kiemtra", "Cán bộ kiểm tra"),
    "admin": ("quantri", "Quản trị tài khoản"),
}


# Thirty tests log in: the same algorithm, cheaper. test_security.py looks at what the product uses.
COSTLY = passwords._HASHER
passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
passwords._NOBODY = passwords._HASHER.hash("không ai có mật khẩu này")


@functools.cache
def _secret() -> str:
    return passwords.hashed(PASSWORD)


def staff(store: Store) -> None:
    """One account of each role, and a second reviewer, all with the same password."""
    secret = _secret()
    store.add_first_account(*POSTS["admin"], secret)
    posts = [(role, *words) for role, words in POSTS.items() if role != "admin"]
    for role, login, post in [*posts, ("reviewer", "truc2", "Chuyên viên trực 2")]:
        _, code = store.add_account(login, post, role, "admin:quantri")
        store.set_password(login, code, secret)


def token(page: str) -> str:
    """The token of the first form of a page."""
    return BeautifulSoup(page, "html.parser").select_one("input[name=csrf]")["value"]


def log_in(web: TestClient, login: str, password: str = PASSWORD):
    """Log in as a person does: open the page, fill the form."""
    form = {"csrf": token(web.get("/dang-nhap").text), "login": login, "password": password, "tiep": ""}
    return web.post("/dang-nhap", data=form, follow_redirects=False)


def post(web: TestClient, path: str, data: dict | None = None, *, at: str = "/mat-khau", **more):
    """Send a form as a page of this session would."""
    return web.post(path, data={"csrf": token(web.get(at).text), **(data or {})}, **{"follow_redirects": False, **more})


def sample_rows():
    spec = importlib.util.spec_from_file_location("report_rows", ROOT / "tests" / "report" / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.build()


def fill(store: Store, rows) -> None:
    """Put rows into a store by the verbs a pass uses."""
    made = {}
    for finding in rows.findings:
        evidence = finding.match.evidence
        paper = made.setdefault(evidence.document, (evidence, []))
        paper[1].append(Passage(evidence.document, evidence.point, evidence.passage))
    for key, (evidence, passages) in made.items():
        document = Document(
            key,
            "",
            evidence.number,
            evidence.issuer,
            f"Văn bản {key}",
            evidence.issued,
            evidence.effective_from,
            None,
            "in_force",
            (),
            (),
            f"{key}.txt",
            tuple({passage.point: passage for passage in passages}.values()),
        )
        store.add_document(document, key.encode(), "analyst", NOW)
    for article in rows.articles:
        body = article.text.encode()
        seal = hashlib.sha256(body).hexdigest()
        capture = Capture(article.source, article.url, article.url, 200, (), article.first_seen, body, seal)
        store.import_page(article.url, capture, Entry(article.source, article.url, article.title), article.first_seen)
        store.save_reading(seal, article.url, "1", article, None)
        store.save_tags(rows.tags[article.id])
    store.replace_stories(rows.stories)
    for article in rows.articles:
        mine = [finding for finding in rows.findings if finding.flag.article == article.id]
        store.save_checks(article.id, "1", [one.claim for one in mine], [one.match for one in mine])
    store.replace_flags([finding.flag for finding in rows.findings], [], "1", NOW)
    number = store.pass_started(NOW, DAY)
    store.pass_finished(number, [StageCount("đọc nguồn", 4, 4, 0.1)], NOW)


def build(folder: Path) -> Office:
    """An office's folder with the sample press, its reports and one account of each role."""
    (folder / "office.toml").write_text(
        '[office]\nname = "Ủy ban nhân dân phường Phan Rang"\nunit = "Phòng Văn hóa - Xã hội"\n', "utf-8"
    )
    write_office(folder, 4321)
    made = load_office(folder)
    store = open_store(made.store.url, clock=lambda: NOW)
    fill(store, sample_rows())
    staff(store)
    report.write(report.load(store, made, DAY), folder / "reports" / DAY.isoformat(), report.WRITERS)
    store.close()
    return made


class Desk:
    """A running app over an office of its own, and clients of it by login."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.store = open_store(office.store.url, clock=lambda: NOW)
        self.app = create(lambda: open_store(office.store.url, clock=lambda: NOW), office, clock=lambda: NOW)
        self.clients: dict[str, TestClient] = {}

    def as_(self, login: str) -> TestClient:
        """A client logged in as this post."""
        if login not in self.clients:
            self.clients[login] = TestClient(self.app, base_url=BASE, raise_server_exceptions=False)
            assert log_in(self.clients[login], login).status_code == 303
        return self.clients[login]


@pytest.fixture(scope="session")
def office(tmp_path_factory) -> Office:
    return build(tmp_path_factory.mktemp("office"))


@pytest.fixture
def desk(office, tmp_path):
    """An app over a copy of the filled office, for tests that change it."""
    shutil.copytree(office.directory, tmp_path / "office")
    made = Desk(load_office(tmp_path / "office"))
    with TestClient(made.app, base_url=BASE):
        yield made
    made.store.close()


@pytest.fixture(scope="session")
def site(office):
    """The running app over the filled store, without anybody logged in."""
    app = create(lambda: open_store(office.store.url, clock=lambda: NOW), office, clock=lambda: NOW)
    with TestClient(app, base_url=BASE, raise_server_exceptions=False):
        yield app


@pytest.fixture(scope="session")
def as_role(site):
    """A client of the app logged in as a role (or as a login of our own), one for each."""
    made: dict[str, TestClient] = {}

    def of(role: str) -> TestClient:
        if role not in made:
            made[role] = TestClient(site, base_url=BASE, raise_server_exceptions=False)
            login = POSTS[role][0] if role in POSTS else role
            assert log_in(made[role], login).status_code == 303
        return made[role]

    return of
