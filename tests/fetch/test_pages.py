"""What can come of asking for one page: bytes, or an outcome with its name."""

from __future__ import annotations

import pytest

from pipeline.fetch import (
    Blocked,
    Failed,
    Fetched,
    Fetcher,
    Gone,
    Network,
    NotModified,
    PageRequest,
    Refused,
    Throttled,
)

from . import press as p
from .answers_on_the_wire import BOMB, SHIELD
from .behaviour import ARTICLE, NOW, OK, feed, robots, tight, to
from .press import HTML, Press, Reply, raw, silent


def ask(press: Press, path: str = "/a", network: Network | None = None, **request: object) -> object:
    fetcher = Fetcher(network or tight(press), clock=lambda: NOW)
    wanted = PageRequest(press.url(path), "thu", pause=0.0, home=press.url("/"), **request)  # type: ignore[arg-type]
    [outcome] = list(fetcher.pages([wanted]))
    return outcome


PAGES: list[tuple[str, dict[str, Reply | list[Reply]], type, str]] = [
    ("a page", feed(ARTICLE, type=HTML), Fetched, ""),
    ("moved for good", {"/a": to("/b", 301), "/b": Reply(ARTICLE.encode(), type=HTML)}, Fetched, ""),
    ("gone", feed(b"", status=410), Gone, "gỡ"),
    ("missing", {}, Gone, "404"),
    ("sent to the front page", {"/a": to("/"), "/": Reply(ARTICLE.encode(), type=HTML)}, Gone, "trang chủ"),
    ("closed", feed(ARTICLE) | {"/robots.txt": robots("User-agent: *\nDisallow: /a")}, Blocked, "robots.txt"),
    ("robots.txt broken", feed(ARTICLE) | {"/robots.txt": robots("", 503)}, Throttled, "robots.txt"),
    ("asks for a long rest", feed(b"", status=503, headers=(("Retry-After", "600"),)), Throttled, "503"),
    ("inner address", {"/a": to("http://169.254.169.254/")}, Refused, "nội bộ"),
    ("loop", {"/a": to("/b"), "/b": to("/a")}, Refused, "vòng tròn"),
    ("bomb", feed(BOMB, headers=(("Content-Encoding", "gzip"),)), Refused, "bom nén"),
    ("drip", feed(b"", script=raw(OK + b"\r\n", b"<p>", pause=0.05, times=100)), Refused, "nhỏ giọt"),
    ("stack", feed(b"x", headers=(("Content-Encoding", "gzip, gzip"),)), Refused, "chồng"),
    ("server error", feed(b"", status=500), Failed, "500"),
    ("empty", feed(b"  \n", type=HTML), Failed, "trống"),
    ("a check instead of the article", feed(SHIELD, type=HTML), Failed, "kiểm tra trình duyệt"),
    ("a check with status 403", feed(SHIELD, type=HTML, status=403), Failed, "kiểm tra trình duyệt"),
    ("a part of the article", feed(ARTICLE, type=HTML, status=206), Failed, "một phần"),
    ("a page that only forwards", feed('<meta http-equiv="refresh" content="0;url=/b">', type=HTML), Failed, "/b"),
    ("silence", feed(b"", script=silent(1.0)), Failed, "không trả lời"),
]


@pytest.mark.parametrize(("name", "routes", "kind", "words"), PAGES, ids=[row[0] for row in PAGES])
def test_page(name: str, routes: dict[str, Reply | list[Reply]], kind: type, words: str) -> None:
    with p.serve() as press:
        press.routes |= routes
        outcome = ask(press)
        assert isinstance(outcome, kind), outcome
        assert words in getattr(outcome, "reason", "")
        if isinstance(outcome, Fetched):
            assert outcome.capture.body == ARTICLE.encode()
            assert (outcome.moved_to is not None) == (name == "moved for good")


def test_page_not_modified_sends_validators_back_exactly() -> None:
    with p.serve() as press:
        press.routes |= feed(ARTICLE, type=HTML, etag='W/"a b"')
        assert isinstance(ask(press, etag='W/"a b"'), NotModified)
        assert press.log[-1].headers["If-None-Match"] == 'W/"a b"'
