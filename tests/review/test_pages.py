"""The pages over a filled and an empty store: what they say, what they never show, what they refuse."""

from __future__ import annotations

import itertools
import re

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from pipeline.config import load_office
from pipeline.review.app import create
from pipeline.store import open_store

from .conftest import BASE, NOW, log_in, staff

PATHS = (
    "/",
    "/can-dinh-chinh",
    "/can-xem",
    "/dinh-chinh",
    "/chuyen-cong-an",
    "/van-ban/them",
    "/tim?q=rac",
    "/kiem-ban-nhap",
    "/xu-huong",
    "/mat-khau",
    "/phim-tat",
    "/cau-hoi",
    "/phan-anh",
    "/van-ban",
    "/nguon",
    "/bao-cao",
    "/nhat-ky",
)


@pytest.fixture(scope="module")
def web(as_role):
    return as_role("spokesperson")


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    (folder / "office.toml").write_text('[office]\nname = "UBND phường"\n', "utf-8")
    office = load_office(folder)
    store = open_store(office.store.url, clock=lambda: NOW)
    staff(store)
    store.close()
    app = create(lambda: open_store(office.store.url, clock=lambda: NOW), office, clock=lambda: NOW)
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        log_in(client, "phatngon")
        yield client


def soup(web, path: str) -> BeautifulSoup:
    answer = web.get(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.text, "html.parser")


def flags(web) -> list[str]:
    return [link["href"] for link in soup(web, "/").select(".queue a.button")]


def test_the_conclusion_comes_first(web):
    page = soup(web, "/")
    assert re.fullmatch(r"\d+ nội dung cần quyết định hôm nay", page.h1.text)
    assert len(page.select(".queue > li")) == int(page.h1.text.split()[0])


def test_the_log_and_the_reports_speak_words_not_codes(web):
    log = soup(web, "/nhat-ky")
    told = log.select_one("tbody").text
    assert "người quản lý tài khoản · quantri" in told
    assert not re.search(r"\b(reviewer|liaison|auditor|mismatch|confirmed)\b", told)
    reports = soup(web, "/bao-cao")
    assert reports.h1.text == "Báo cáo gần nhất: thứ Tư, 11/11/2026"
    names = [line.text.split(":")[0] for line in reports.select("main li")]
    assert names[0] == "Điểm báo sáng"
    assert "xem ngay" in reports.select_one("main li a").text


def test_a_flag_stands_beside_its_passage(web):
    page = soup(web, flags(web)[0])
    assert page.h1.text.startswith("Nội dung nêu “")
    assert page.select_one(".press b").text
    assert page.select_one(".paper b").text
    assert page.select_one(".press a")["href"].startswith("https://")
    assert page.select_one(".paper a")["href"].startswith("/van-ban/")
    assert "máy soạn" in page.h1.text


def test_every_flag_of_the_queue_opens_and_the_queue_can_be_walked(web):
    seen, at = [], flags(web)[0]
    first_page = flags(web)
    for path in first_page:
        soup(web, path)
    while at and at not in seen:
        seen.append(at)
        forward = [link for link in soup(web, at).select("a") if link.text.startswith("Sau")]
        at = forward[0]["href"] if forward else None
    assert seen


def test_protected_items_have_no_flag_page_and_no_place_in_the_queue(web, office):
    store = open_store(office.store.url, clock=lambda: NOW)
    tags = store.tags()
    titles = {article.title for article in store.articles() if tags[article.id].protected}
    store.close()
    queue = " ".join(item.text for item in soup(web, "/").select(".queue"))
    assert titles
    assert not any(title in queue for title in titles)
    assert "sáu tuổi" in soup(web, "/cau-hoi?den=2026-11-09").text


@pytest.mark.parametrize("path", PATHS)
def test_an_empty_store_says_what_to_do_next(empty, path):
    page = soup(empty, path)
    assert page.h1.text.strip()


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_whole(web, path):
    page = soup(web, path)
    assert page.html["lang"] == "vi"
    assert len(page("h1")) == 1
    assert page.title.text
    assert page.select_one("a.skip")["href"] == f"#{page.main['id']}"
    assert all(link.text.strip() or link.get("aria-label") for link in page("a"))
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert not page(["style", "iframe", "object", "img"])
    assert [script["src"] for script in page("script")] == ["/static/keys.js"]
    assert all(not script.text for script in page("script"))
    assert not page.select("[style], [onclick], [onload]")
    outside = [link["href"] for link in page("link") if not link["href"].startswith("/static/")]
    assert not outside
    assert len(web.get(path).content) < 150_000


def test_headers_of_every_answer(web):
    for path in (*PATHS, flags(web)[0], "/khong-co", "/static/app.css"):
        headers = web.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.5", ""])
def test_another_host_name_is_refused(web, host):
    assert web.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "localhost"])
def test_this_computer_is_served(web, host):
    assert web.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/k/khong-co",
        "/k/..%2f..%2foffice.toml",
        "/cau-hoi?den=hom-qua",
        "/can-xem?trang=0",
        "/can-dinh-chinh?trang=x",
        "/van-ban/khong-co",
        "/bao-cao/2026-11-11/..%2f..%2foffice.toml",
        "/bao-cao/..%2f..%2f/office.toml",
        "/bao-cao/2026-11-11/bao-cao-ngay.exe",
        "/static/..%2fapp.py",
        "/docs",
        "/openapi.json",
    ],
)
def test_what_is_not_there_is_said_in_words(web, path):
    answer = web.get(path)
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text or "Not Found" in answer.text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_changed(web, method):
    assert getattr(web, method)("/").status_code == 405


def test_a_report_is_served_with_its_own_style_and_leaves_a_trace(web, office):
    answer = web.get("/bao-cao/2026-11-11/bao-cao-ngay.html")
    assert answer.status_code == 200
    assert "style-src 'unsafe-inline'" in answer.headers["content-security-policy"]
    assert web.get("/bao-cao/2026-11-11/bao-cao-ngay.docx").headers["content-disposition"].startswith("attachment")
    assert "mở báo cáo" in soup(web, "/nhat-ky").text


def test_a_broken_store_is_said_in_words(office):
    def broken():
        store = open_store(office.store.url, clock=lambda: NOW)
        store.open_flags = lambda *_, **__: 1 / 0
        return store

    app = create(broken, office, clock=lambda: NOW)
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        log_in(client, "phatngon")
        answer = client.get("/")
    assert answer.status_code == 500
    assert "Chưa có gì bị mất" in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_words_of_the_interface_never_judge(empty):
    for path in PATHS:
        text = soup(empty, path).text.lower()
        assert not re.search(r"\b(?:tin giả|sai sự thật|xấu độc|phản động|chống phá)\b", text)
