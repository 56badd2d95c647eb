"""Pages of one outlet read with its template: learnt once, asked again, given up when it no longer tells the article."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
from pathlib import Path

import pytest

from pipeline import run
from pipeline.extract import article
from pipeline.extract.known import KnownPages
from pipeline.records import Capture

WORDS = (
    "Phường mở thêm một điểm tiếp nhận hồ sơ ở khu phố {n} và nhận hồ sơ từ thứ hai đến thứ sáu hằng tuần. "
    "Người đến làm thủ tục được hướng dẫn tại chỗ, không phải đi lại nhiều lần như trước."
)


def page(n: int, box: str = "noi-dung", lead: str = "", after: str = "") -> str:
    """A page of a made-up outlet: the article in `box`, a word of its own beside it when `after` is given."""
    return (
        f"<html><head><title>Tin số {n} của phường</title></head><body><nav><a href='/'>Trang chủ</a></nav>"
        f"<div class='trang'><div class='{box}'><h1>Phường mở điểm tiếp nhận thứ {n} trong năm</h1>"
        f"<time datetime='2026-11-{n:02}T08:00:00+07:00'>{n}/11/2026 08:00</time>{lead}"
        f"<p>{WORDS.format(n=n)}</p><p>Hồ sơ thứ {n} được trả sau ba ngày làm việc, trễ thì phường nhắn tin báo trước.</p></div>"
        f"{after}</div><footer>Giấy phép số 12/GP</footer></body></html>"
    )


def test_the_second_page_of_an_outlet_is_read_by_its_template() -> None:
    known = KnownPages()
    for n in range(1, 10):
        html, url = page(n), f"https://bao.example/{n}"
        read = known.read("bao", html, url)
        assert article.same_article(read, article.read(html, url)), n
    assert known.slow == 1 + 2, "the lesson, and the 1st and 4th page after it"
    assert known.fast == 6


def test_each_outlet_has_its_own_template() -> None:
    known = KnownPages()
    known.read("bao", page(1), "https://bao.example/1")
    other = page(2, box="bai-viet")
    assert known.read("dai", other, "https://dai.example/2") == article.read(other, "https://dai.example/2")
    assert (known.fast, known.slow) == (0, 2)


def test_an_outlet_that_changes_its_look_is_learnt_anew() -> None:
    known = KnownPages()
    pages = [page(n) for n in range(1, 5)] + [page(n, box="bai-viet") for n in range(5, 12)]
    for n, html in enumerate(pages):
        url = f"https://bao.example/{n}"
        assert article.same_article(known.read("bao", html, url), article.read(html, url)), n
    assert known.fast >= 4


def test_a_template_that_misses_a_paragraph_is_dropped_at_the_next_look() -> None:
    """The outlet begins to set the end of its articles beside the box that the template knows."""
    known = KnownPages()
    known.read("bao", page(1), "https://bao.example/1")
    more = "<div class='noi-dung-tiep'><p>" + WORDS.format(n=77) + "</p><p>" + WORDS.format(n=78) + "</p></div>"
    html = page(2, after=more)
    whole = article.read(html, "https://bao.example/2")
    assert "khu phố 78" in whole.text
    assert known.read("bao", html, "https://bao.example/2") == whole
    for n in range(3, 9):
        html, url = page(n, after=more), f"https://bao.example/{n}"
        assert article.same_article(known.read("bao", html, url), article.read(html, url)), n


def test_a_list_and_a_broken_page_teach_nothing() -> None:
    known = KnownPages()
    for n in range(20):
        known.read("bao", f"<html><body><p>{n}</p></body></html>", f"https://bao.example/{n}")
    assert known.read("bao", page(1), "https://bao.example/1").kind == "article"
    assert known.read("bao", page(2), "https://bao.example/2").kind == "article"
    assert known.fast == 0
    known.read("bao", page(3), "https://bao.example/3")
    known.read("bao", page(4), "https://bao.example/4")
    assert known.fast == 2


@pytest.mark.newsroom
def test_the_newsroom_reads_the_same_and_faster(newsroom: Path, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a pass does: the newsroom's pages in their order, all outlets mixed."""
    rows = [json.loads(line) for line in (newsroom / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    pages = [(str(g["outlet"]), (site / str(g["html_file"])).read_bytes(), str(g["url"])) for g in rows]
    began = time.process_time()
    slow = [article.read(data, url) for _, data, url in pages]
    between = time.process_time()
    known = KnownPages()
    read = [known.read(*each) for each in pages]
    ended = time.process_time()
    with capsys.disabled():
        print(
            f"\na pass over {len(pages)} pages, CPU seconds: {between - began:.2f} each as unknown, {ended - between:.2f} "
            f"with templates learnt on the way ({known.fast} read by one, {known.slow} slowly)"
        )
    assert all(article.same_article(a, b) for a, b in zip(read, slow, strict=True))
    assert known.fast >= 0.5 * len(pages)


@pytest.mark.newsroom
def test_a_pass_stores_the_same_articles(newsroom: Path, site: Path) -> None:
    """The stage's own articles, word for word and time for time, whether or not it may use what it learnt."""
    shared = KnownPages()
    rows = [json.loads(line) for line in (newsroom / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        data, url = (site / str(row["html_file"])).read_bytes(), str(row["url"])
        at = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
        capture = Capture(row["outlet"], url, url, 200, (), at, data, hashlib.sha256(data).hexdigest())
        quick = run.article_of(url, capture, None, None, shared)
        assert quick[0] is not None
        assert quick == run.article_of(url, capture, None, None, KnownPages()), url
    assert shared.fast >= 0.5 * len(rows)
