"""Serve the sample press on loopback, one outlet under each first path segment, as real hosts would.

`serve()` is a context manager around a threading HTTP server on 127.0.0.1; it prints nothing. ETag and Last-Modified
are honoured (RFC 9110, 13.1), robots.txt forbids one folder an outlet, and `set_day` moves the press to another day.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import hashlib
import json
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jinja2
from markupsafe import Markup

from pipeline.sample import announce
from pipeline.sample.press import DAYS, Item, Outlet, load, on_day

_HTML = "text/html; charset=utf-8"
ANNOUNCED_AT = {"rss": "/rss/moi.rss", "atom": "/atom.xml", "sitemap": "/sitemap-news.xml", "list": "/tin-tuc/"}
"""path of the address by which an outlet tells of new items"""
_PRIVATE = "/rieng/"


class SampleServer(ThreadingHTTPServer):
    """The press at the end of one day. `requests` counts (path, status), for tests of politeness."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, port: int, day: dt.date) -> None:
        """Bind 127.0.0.1; port 0 takes a free one."""
        super().__init__(("127.0.0.1", port), _Handler)
        self.outlets, self.items = load()
        self.requests: list[tuple[str, int]] = []
        self.pages: dict[str, tuple[bytes, str, dt.datetime]] = {}
        self.set_day(day)

    @property
    def port(self) -> int:
        """The port really bound."""
        return int(self.server_address[1])

    def set_day(self, day: dt.date) -> None:
        """Make every address answer as at the end of `day`."""
        shown = on_day(self.items, day)
        pages: dict[str, tuple[bytes, str, dt.datetime]] = {}
        robots = ["User-agent: *"]
        for outlet in self.outlets:
            mine = [item for (owner, _), item in shown.items() if owner == outlet.id]
            pages.update(_outlet_pages(outlet, mine, f"http://127.0.0.1:{self.port}/{outlet.host}"))
            robots.append(f"Disallow: /{outlet.host}{_PRIVATE}")
        opening = dt.datetime.combine(DAYS[0], dt.time(), dt.UTC)
        pages["/robots.txt"] = ("\n".join(robots).encode() + b"\n", "text/plain; charset=utf-8", opening)
        self.pages = pages


def _outlet_pages(outlet: Outlet, items: list[Item], base: str) -> dict[str, tuple[bytes, str, dt.datetime]]:
    engine = jinja2.Environment(loader=jinja2.PackageLoader("pipeline.sample"), autoescape=True)
    newest = max((item.visible_from for item in items), default=dt.datetime.combine(DAYS[0], dt.time(), dt.UTC))
    index = engine.get_template("index.html").render(outlet=outlet, items=items, base=base).encode()
    pages = {
        "/": (index, _HTML, newest),
        "/tin-tuc/": (index, _HTML, newest),
        "/robots.txt": (f"User-agent: *\nDisallow: {_PRIVATE}\n".encode(), "text/plain; charset=utf-8", newest),
        f"{_PRIVATE}toa-soan.html": ("<p>Không dành cho máy đọc.</p>".encode(), _HTML, newest),
    }
    feeds = {"rss": announce.rss, "atom": announce.atom, "sitemap": announce.sitemap}
    if outlet.announces in feeds:
        feed = feeds[outlet.announces](outlet, items, base)
        pages[ANNOUNCED_AT[outlet.announces]] = (feed, "application/xml; charset=utf-8", newest)
    template = engine.get_template(f"{outlet.announces}.html")
    for item in items:
        related = [other for other in items if other.path != item.path][:3]
        page = template.render(outlet=outlet, item=item, base=base, related=related, json_ld=_json_ld(item))
        pages[item.path] = (page.encode(), _HTML, item.visible_from)
    return {f"/{outlet.host}{path}": page for path, page in pages.items()}


def _json_ld(item: Item) -> Markup:
    """NewsArticle as many outlets print it, author included: the reader has to drop him."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": item.title,
        "datePublished": item.published.isoformat(),
    }
    if item.byline:
        data["author"] = {"@type": "Person", "name": item.byline}
    return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704 - "<" is escaped above


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sample"
    sys_version = ""
    server: SampleServer

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: the press is part of another command's output."""

    def do_GET(self) -> None:
        """Answer a page, 304 or 404."""
        path = self.path.split("?", 1)[0]
        page = self.server.pages.get(path)
        if page is None:
            self._reply(HTTPStatus.NOT_FOUND, b"<p>404</p>", [("Content-Type", _HTML)])
            return
        body, media_type, modified = page
        tag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        headers = [
            ("Content-Type", media_type),
            ("ETag", tag),
            ("Last-Modified", email.utils.format_datetime(modified.astimezone(dt.UTC), usegmt=True)),
        ]
        if self._unchanged(tag, modified):
            self._reply(HTTPStatus.NOT_MODIFIED, b"", headers[1:])
        else:
            self._reply(HTTPStatus.OK, body, headers)

    do_HEAD = do_GET

    def _unchanged(self, tag: str, modified: dt.datetime) -> bool:
        asked = self.headers.get("If-None-Match")
        if asked is not None:  # RFC 9110, 13.1.3: the tag decides when both are sent
            return tag in (part.strip() for part in asked.split(","))
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return modified.replace(microsecond=0) <= email.utils.parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def _reply(self, status: HTTPStatus, body: bytes, headers: list[tuple[str, str]]) -> None:
        self.server.requests.append((self.path, int(status)))
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and body:
            self.wfile.write(body)


@contextlib.contextmanager
def serve(port: int = 0, day: dt.date = DAYS[-1]) -> Iterator[SampleServer]:
    """Serve the press on 127.0.0.1 while the block runs; `day` is one of `DAYS`. OSError: the port is taken."""
    server = SampleServer(port, day)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
