"""A publisher's server on loopback that misbehaves on purpose: each path answers by script, and all is logged."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"
XML = "application/rss+xml; charset=utf-8"


@dataclass
class Reply:
    """What a path answers. `script` takes over the connection when it is given."""

    body: bytes = b""
    status: int = 200
    type: str | None = XML
    headers: tuple[tuple[str, str], ...] = ()
    script: Callable[[BaseHTTPRequestHandler], None] | None = None
    etag: str | None = None
    modified: str | None = None


@dataclass
class Seen:
    """One request as the server saw it."""

    path: str
    at: float
    until: float
    headers: Mapping[str, str]
    status: int


@dataclass
class Press:
    """The server and what it answers: a path's reply, or a list of replies for one request after the other."""

    server: ThreadingHTTPServer
    routes: dict[str, Reply | list[Reply]] = field(default_factory=dict)
    log: list[Seen] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def url(self, path: str) -> str:
        return f"http://{self.address}{path}"

    def asked(self, path: str) -> int:
        return sum(seen.path == path for seen in self.log)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    press: Press

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        begun = time.monotonic()
        reply = self.press.routes.get(self.path, Reply(b"khong co", 404, HTML))
        if isinstance(reply, list):
            number = sum(seen.path == self.path for seen in self.press.log)
            reply = reply[min(number, len(reply) - 1)]
        seen = Seen(self.path, begun, begun, dict(self.headers), reply.status)
        self.press.log.append(seen)
        try:
            if reply.script:
                reply.script(self)
            else:
                self._answer(reply, seen)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        seen.until = time.monotonic()

    def _answer(self, reply: Reply, seen: Seen) -> None:
        matches = reply.etag and self.headers.get("If-None-Match") == reply.etag
        matches = matches or (reply.modified and self.headers.get("If-Modified-Since") == reply.modified)
        if matches:
            seen.status = 304
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(reply.status)
        if reply.type:
            self.send_header("Content-Type", reply.type)
        if reply.etag:
            self.send_header("ETag", reply.etag)
        if reply.modified:
            self.send_header("Last-Modified", reply.modified)
        for name, value in reply.headers:
            self.send_header(name, value)
        if not any(name.lower() in ("content-length", "transfer-encoding") for name, _ in reply.headers):
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that hangs up on a misbehaving server is what the tests are about."""


@contextmanager
def serve(host: str = "127.0.0.1") -> Iterator[Press]:
    """A press with no routes yet, on a free port."""
    handler = type("Handler", (_Handler,), {})
    server = _Server((host, 0), handler)
    press = Press(server)
    handler.press = press  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield press
    finally:
        server.shutdown()
        server.server_close()


# ---------------------------------------------------------------- scripts: what a connection can suffer
def raw(*parts: bytes, pause: float = 0.0, times: int = 1) -> Callable[[BaseHTTPRequestHandler], None]:
    """Write bytes as they are, the last part `times` times with a pause before each, then close."""

    def script(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        for part in parts[:-1]:
            handler.wfile.write(part)
        for _ in range(times):
            handler.wfile.flush()
            time.sleep(pause)
            handler.wfile.write(parts[-1])
        handler.wfile.flush()

    return script


def silent(seconds: float) -> Callable[[BaseHTTPRequestHandler], None]:
    """Say nothing for a while, then close."""

    def script(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        time.sleep(seconds)

    return script


# ---------------------------------------------------------------- documents
def rss(*titles: str, extra: str = "", item: str = "", when: str = "Fri, 20 Nov 2026 07:05:00 +0700") -> str:
    """A small RSS 2.0 feed; links are relative so that they stay on the server that serves them."""
    items = "".join(
        f"<item><title>{title}</title><link>/bai/{number}.html</link><guid>g{number}</guid>"
        f"<pubDate>{when}</pubDate>{item}</item>"
        for number, title in enumerate(titles, start=1)
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0">'
    return f"{head}<channel><title>Báo thử</title>{extra}{items}</channel></rss>"


def atom(*titles: str) -> str:
    """A small Atom feed."""
    entries = "".join(
        f'<entry><id>urn:{n}</id><title>{t}</title><link href="/bai/{n}.html"/>'
        f"<published>2026-11-20T07:05:00+07:00</published><updated>2026-11-20T08:00:00+07:00</updated></entry>"
        for n, t in enumerate(titles, start=1)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo thử</title>{entries}</feed>'


def sitemap(*paths: str, when: str = "2026-11-20T07:05:00+07:00", prefix: str = "") -> str:
    """A news sitemap; with a prefix the sitemap's own namespace is written out."""
    p = f"{prefix}:" if prefix else ""
    ns = f"xmlns:{prefix}" if prefix else "xmlns"
    rows = "".join(
        f"<{p}url><{p}loc>{path}</{p}loc><news:news><news:publication_date>{when}</news:publication_date>"
        f"<news:title>Bài {n}</news:title></news:news></{p}url>"
        for n, path in enumerate(paths, start=1)
    )
    return (
        f'<?xml version="1.0"?><{p}urlset {ns}="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{rows}</{p}urlset>'
    )


def index(*paths: str) -> str:
    """A sitemap index."""
    rows = "".join(f"<sitemap><loc>{path}</loc></sitemap>" for path in paths)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'


def listing(*numbers: int, following: str = "") -> str:
    """A list page of a ward's portal."""
    items = "".join(
        f'<div class="muc"><h3><a href="/tin/bai-so-{n}-ve-viec-thu-tien-rac.html">Bài số {n} về việc thu tiền rác</a>'
        f"</h3><span>07:05 | 20/11/2026</span></div>"
        for n in numbers
    )
    return (
        '<html><head><meta charset="utf-8"><title>Tin tức</title></head><body><ul class="menu">'
        '<li><a href="/gioi-thieu-ve-phuong-cua-chung-toi.html">Giới thiệu về phường của chúng tôi</a></li></ul>'
        f"<div class=ds>{items}</div>{following}</body></html>"
    )
