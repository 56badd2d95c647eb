"""What a publisher's server can do, and the outcome value each behaviour must have. One fresh server a scenario."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

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
from pipeline.records import AddressKind, AddressState, Source

from . import press as p
from .press import HTML, Press, Reply, atom, index, listing, raw, rss, silent, sitemap

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
TWO = rss("Thu tiền rác", "Cấp nước sạch")
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
ARTICLE = "<html><body><h1>Thu tiền rác</h1><p>Từ đầu năm tới mỗi hộ đóng theo mức mới của phường.</p></body></html>"


def tight(press: Press, **changes: object) -> Network:
    """The office's network with short bounds, so that tests do not wait."""
    bounds: dict[str, object] = {
        "allow": frozenset({press.address}),
        "first_byte_timeout": 0.4,
        "connect_timeout": 1.0,
        "idle_timeout": 0.4,
        "total_timeout": 3.0,
        "slow_after": 0.3,
        "slow_rate": 500,
        "max_body": 300_000,
        "max_expanded": 600_000,
        "patience": 2.0,
    }
    return Network(**(bounds | changes))  # type: ignore[arg-type]


def at(minutes: float) -> Callable[[], dt.datetime]:
    return lambda: NOW + dt.timedelta(minutes=minutes)


@dataclass
class Case:
    """A scripted behaviour of an address and what one visit must say of it."""

    name: str
    routes: dict[str, Reply | list[Reply]]
    status: str
    words: str = ""
    entries: int = 0
    kind: AddressKind = "feed"
    state: dict[str, object] = field(default_factory=dict)
    network: dict[str, object] = field(default_factory=dict)
    selector: str | None = None
    titles: tuple[str, ...] = ()
    asked: dict[str, int] = field(default_factory=dict)
    """how often a path may have been asked for"""


def feed(text: str | bytes, **more: object) -> dict[str, Reply | list[Reply]]:
    data = text.encode() if isinstance(text, str) else text
    return {"/a": Reply(data, **more)}  # type: ignore[arg-type]


def to(target: str, status: int = 302) -> Reply:
    return Reply(b"", status, HTML, (("Location", target),))


def robots(rules: str, status: int = 200, **more: object) -> Reply:
    return Reply(rules.encode(), status, "text/plain", **more)  # type: ignore[arg-type]


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Báo thử",
    "items": [
        {"id": "1", "url": "/bai/1.html", "title": "Thu tiền rác", "date_published": "2026-11-20T07:05:00+07:00"},
        {"id": "2", "external_url": "/bai/2.html", "title": "Cấp nước sạch"},
    ],
}
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="/"><title>Báo</title><link>/</link></channel>'
    '<item rdf:about="/bai/1.html"><title>Thu tiền rác</title><link>/bai/1.html</link>'
    "<dc:date>2026-11-20T07:05:00+07:00</dc:date></item></rdf:RDF>"
)
LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    + TWO.replace("Thu tiền rác", "&c; tiền rác").split("?>", 1)[1]
)
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + TWO.replace("rác", "&x;").split("?>", 1)[1]
BOMB = gzip.compress(b"<rss><channel>" + b" " * 5_000_000)
SHIELD = "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>"
COOKIES = "<html><body><script>document.cookie='D1N=abc;path=/';window.location.reload(true);</script></body></html>"
MANY = rss(*[f"Bài {n}" for n in range(2100)])

CASES = [
    # ------------------------------------------------------------ formats and encodings
    Case("RSS 2.0", feed(TWO), "ok", entries=2, titles=("Thu tiền rác", "Cấp nước sạch")),
    Case("RSS 0.91", feed(TWO.replace('"2.0"', '"0.91"')), "ok", entries=2),
    Case("RSS 0.92 without a guid or a date", feed(
        '<rss version="0.92"><channel><title>Báo</title><item><title>Thu tiền rác</title><link>/bai/1.html</link></item>'
        "</channel></rss>"), "ok", entries=1, titles=("Thu tiền rác",)),
    Case("RSS 0.90", feed(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
        "<channel><title>Báo</title><link>/</link></channel><item><title>Thu tiền rác</title><link>/bai/1.html</link></item>"
        "</rdf:RDF>"), "ok", entries=1, titles=("Thu tiền rác",)),
    Case("Atom 0.3", feed(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Báo</title><entry><title>Thu tiền rác</title>'
        '<link rel="alternate" type="text/html" href="/bai/1.html"/><issued>2026-11-20T07:05:00+07:00</issued></entry></feed>'),
        "ok", entries=1, titles=("Thu tiền rác",)),
    Case("Atom by relative base", feed(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/tin/"><title>Báo</title><entry><title>Thu tiền rác</title>'
        '<link href="bai-1.html"/><updated>2026-11-20T07:05:00+07:00</updated></entry></feed>'), "ok", entries=1),
    Case("windows-1258 declared", feed(
        TWO.replace("utf-8", "windows-1258").replace("Cấp nước sạch", "Cho đò").encode("cp1258", "replace"), type="text/xml"),
        "ok", entries=2),
    Case("a feed of another namespace prefix", feed(
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Báo</a:title><a:entry><a:title>Thu tiền rác</a:title>'
        '<a:link href="/bai/1.html"/></a:entry></a:feed>'), "ok", entries=1, titles=("Thu tiền rác",)),
    Case("RDF, RSS 1.0", feed(RDF), "ok", entries=1),
    Case("Atom 1.0", feed(atom("Thu tiền rác", "Cấp nước")), "ok", entries=2),
    Case("JSON Feed", feed(json.dumps(JSON_FEED), type="application/feed+json"), "ok", entries=2),
    Case("JSON Feed sent as HTML", feed(json.dumps(JSON_FEED), type=HTML), "ok", entries=2),
    Case("RSS sent as HTML", feed(TWO, type=HTML), "ok", entries=2),
    Case("no content type at all", feed(TWO, type=None), "ok", entries=2),
    Case("a mark and blank lines before the declaration", feed("\ufeff\n\n  " + TWO), "ok", entries=2),
    Case("undefined entity", feed(TWO.replace("rác", "rác&nbsp;thải")), "ok", entries=2,
         titles=("Thu tiền rác thải", "Cấp nước sạch")),
    Case("bare ampersand", feed(TWO.replace("rác", "rác & nước")), "ok", entries=2,
         titles=("Thu tiền rác & nước", "Cấp nước sạch")),
    Case("control characters", feed(TWO.replace("rác", "r\x0bá\x00c")), "ok", entries=2),
    Case("markup and a badge in the title",
         feed(TWO.replace("Thu tiền rác", "<![CDATA[<b>Thu tiền rác</b> <font color=red>MỚI</font>]]>")), "ok",
         entries=2, titles=("Thu tiền rác", "Cấp nước sạch")),
    Case("cut in the middle", feed(TWO[:-60]), "ok", entries=2),
    Case("one stray byte", feed(TWO.encode().replace("sạch".encode(), "sạch".encode() + b"\x96")), "ok", entries=2,
         titles=("Thu tiền rác", "Cấp nước sạch–")),
    Case("UTF-16", feed(TWO.replace("utf-8", "utf-16").encode("utf-16"), type="text/xml"), "ok", entries=2,
         titles=("Thu tiền rác", "Cấp nước sạch")),
    Case("UTF-8 declared as latin-1", feed(TWO, type="text/xml; charset=iso-8859-1"), "ok", "khai", entries=2,
         titles=("Thu tiền rác", "Cấp nước sạch")),
    Case("encoded twice", feed(TWO.encode().decode("latin-1").encode()), "ok", "hai lần", entries=2,
         titles=("Thu tiền rác", "Cấp nước sạch")),
    Case("unreadable bytes", feed(bytes(range(128, 256)) * 40, type="text/xml"), "failed", "bảng mã"),
    Case("no entries", feed(rss()), "ok", "không có mục nào"),
    Case("more entries than anyone reads", feed(MANY), "ok", entries=2000),
    Case("one article under three links", feed(TWO.replace("/bai/2.html", "/bai/1.html?utm_source=rss&amp;fbclid=x")),
         "ok", entries=1),
    Case("entities that multiply", feed(LAUGHS), "ok", entries=2, titles=("&c; tiền rác", "Cấp nước sạch")),
    Case("an entity from outside", feed(OUTSIDE), "ok", entries=2, titles=("Thu tiền &x;", "Cấp nước sạch")),
    Case("elements nested without end", feed("<rss>" + "<a>" * 20_000), "failed", "quá nhiều tầng"),
    Case("JSON nested without end", feed("[" * 100_000, type="application/json"), "failed", "JSON"),
    Case("JSON of a million small things", feed('{"items": [' + "{}," * 70_000 + "{}]}", type="application/json"), "failed",
         "quá nhiều phần tử"),
    Case("JSON that is no feed", feed('{"a": 1}', type="application/json"), "failed", "JSON Feed"),
    Case("a web page instead of a feed",
         feed('<html><head><link rel=alternate type="application/rss+xml" href="/rss.xml"></head></html>', type=HTML),
         "failed", "/rss.xml"),
    Case("bytes of a picture", feed(b"\x89PNG\r\n\x1a\n" + bytes(500), type="image/png"), "failed"),
    # ------------------------------------------------------------ transfer
    Case("gzip", feed(gzip.compress(TWO.encode()), headers=(("Content-Encoding", "gzip"),)), "ok", entries=2),
    Case("gzip in two members",
         feed(gzip.compress(TWO[:200].encode()) + gzip.compress(TWO[200:].encode()),
              headers=(("Content-Encoding", "gzip"),)), "ok", entries=2),
    Case("deflate", feed(zlib.compress(TWO.encode()), headers=(("Content-Encoding", "deflate"),)), "ok", entries=2),
    Case("deflate without its frame",
         feed(zlib.compress(TWO.encode())[2:-4], headers=(("Content-Encoding", "deflate"),)),
         "ok", entries=2),
    Case("identity named", feed(TWO, headers=(("Content-Encoding", "identity"),)), "ok", entries=2),
    Case("no length, closed at the end",
         feed(b"", script=raw(OK + b"Connection: close\r\n\r\n", TWO.encode())), "ok", entries=2),
    Case("chunked", feed(b"", script=raw(OK + b"Transfer-Encoding: chunked\r\n\r\n",
         f"{len(TWO.encode()):x}\r\n".encode() + TWO.encode() + b"\r\n0\r\n\r\n")), "ok", entries=2),
    Case("gzip bomb", feed(BOMB, headers=(("Content-Encoding", "gzip"),)), "failed", "bom nén"),
    Case("two codings in a stack",
         feed(gzip.compress(gzip.compress(TWO.encode())), headers=(("Content-Encoding", "gzip, gzip"),)), "failed",
         "chồng nhiều lớp"),
    Case("a coding nobody asked for", feed(TWO, headers=(("Content-Encoding", "br"),)), "failed", "không được hỗ trợ"),
    Case("broken gzip", feed(b"\x1f\x8b\x08" + b"x" * 50, headers=(("Content-Encoding", "gzip"),)), "failed", "nén"),
    Case("too large, and says so", feed(b" " * 400_000), "failed", "lớn quá"),
    Case("too large without saying", feed(b"", script=raw(OK + b"\r\n", b"x" * 50_000, times=12)), "failed", "lớn quá"),
    Case("drips", feed(b"", script=raw(OK + b"\r\n", b"<", pause=0.05, times=100)), "failed", "nhỏ giọt"),
    Case("stops in the middle of the body",
         feed(b"", script=raw(OK + b"Content-Length: 9000\r\n\r\n<rss>", b" ", pause=1.0)),
         "failed", "nhỏ giọt"),
    Case("hangs up in the middle", feed(b"", script=raw(OK + b"Content-Length: 9000\r\n\r\n", b"<rss>")), "failed",
         "ngắt giữa chừng"),
    Case("never answers", feed(b"", script=silent(1.0)), "failed", "không trả lời"),
    Case("closes without a word", feed(b"", script=silent(0.0)), "failed", "ngắt giữa chừng"),
    Case("speaks no HTTP", feed(b"", script=raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")), "failed", "giao thức"),
    Case("a flood of headers",
         feed(b"", script=raw(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"y" * 60_000 + b"\r\n", times=9)),
         "failed", "phần đầu"),
    Case("headers that drip",
         feed(b"", script=raw(b"HTTP/1.1 200 OK\r\n", b"X-A: y\r\n", pause=0.1, times=60)), "failed",
         "không trả lời"),
    # ------------------------------------------------------------ statuses
    Case("304 by ETag", feed(TWO, etag='W/"v 1"'), "not_modified", state={"etag": 'W/"v 1"'}),
    Case("304 by date", feed(TWO, modified="Fri, 20 Nov 2026 00:00:00 GMT"), "not_modified",
         state={"last_modified": "Fri, 20 Nov 2026 00:00:00 GMT"}),
    Case("404", {}, "failed", "404"),
    Case("410", feed(b"", status=410), "gone", "410"),
    Case("gone before", feed(TWO), "gone", "vĩnh viễn", state={"gone": True}, asked={"/a": 0}),
    Case("401", feed(b"", status=401), "failed", "từ chối"),
    Case("403", feed(b"", status=403), "failed", "từ chối"),
    Case("500", feed(b"", status=500), "failed", "500"),
    Case("502", feed(b"", status=502), "failed", "502"),
    Case("204", feed(b"", status=204), "failed", "trống"),
    Case("429, a short rest", {"/a": [Reply(b"", 429, headers=(("Retry-After", "1"),)), Reply(TWO.encode())]}, "ok",
         entries=2, asked={"/a": 2}),
    Case("503 twice", {"/a": Reply(b"", 503, headers=(("Retry-After", "1"),))}, "throttled", "503", asked={"/a": 2}),
    Case("429, a long rest", feed(b"", status=429, headers=(("Retry-After", "3600"),)), "throttled", "xin nghỉ",
         asked={"/a": 1}),
    Case("503 until a date", feed(b"", status=503, headers=(("Retry-After", "Fri, 20 Nov 2026 05:00:00 GMT"),)),
         "throttled", "12:00 ngày 20/11/2026", asked={"/a": 1}),
    Case("503 without a word", feed(b"", status=503), "throttled", asked={"/a": 1}),
    Case("resting since the last visit", feed(TWO), "skipped", "xin nghỉ",
         state={"rest_until": NOW + dt.timedelta(hours=1)}, asked={"/a": 0}),
    Case("not due", feed(TWO), "skipped", "chưa đến giờ", state={"next_due": NOW + dt.timedelta(hours=1)},
         asked={"/a": 0}),
    Case("empty body", feed(b""), "failed", "trống"),
    Case("a browser check", feed(SHIELD, type=HTML), "failed", "kiểm tra trình duyệt"),
    Case("a check by cookie and reload", feed(COOKIES, type=HTML), "failed", "kiểm tra trình duyệt"),
    # ------------------------------------------------------------ redirects
    Case("301", {"/a": to("/b", 301), "/b": Reply(TWO.encode())}, "ok", entries=2),
    Case("302", {"/a": to("/b"), "/b": Reply(TWO.encode())}, "ok", entries=2),
    Case("303", {"/a": to("/b", 303), "/b": Reply(TWO.encode())}, "ok", entries=2),
    Case("307", {"/a": to("/b", 307), "/b": Reply(TWO.encode())}, "ok", entries=2),
    Case("308", {"/a": to("/b", 308), "/b": Reply(TWO.encode())}, "ok", entries=2),
    Case("a loop", {"/a": to("/b"), "/b": to("/a")}, "failed", "vòng tròn"),
    Case("to itself", {"/a": to("/a")}, "failed", "vòng tròn"),
    Case("too many", {"/a": to("/1")} | {f"/{n}": to(f"/{n + 1}") for n in range(1, 12)}, "failed", "quá nhiều"),
    Case("without a target", {"/a": Reply(b"", 302)}, "failed", "không nói đến đâu"),
    Case("to the metadata service", {"/a": to("http://169.254.169.254/latest/meta-data/")}, "failed", "nội bộ"),
    Case("to another port of this machine", {"/a": to("http://127.0.0.1:9/")}, "failed", "nội bộ"),
    Case("to localhost by name", {"/a": to("http://localhost:9/")}, "failed", "nội bộ"),
    Case("to a private network", {"/a": to("http://192.168.1.1/")}, "failed", "nội bộ"),
    Case("to a decimal address", {"/a": to("http://2130706433/")}, "failed", "nội bộ"),
    Case("to a hexadecimal address", {"/a": to("http://0x7f.1/")}, "failed", "nội bộ"),
    Case("to an octal address", {"/a": to("http://0177.0.0.1/")}, "failed", "nội bộ"),
    Case("to a mapped address", {"/a": to("http://[::ffff:127.0.0.1]/")}, "failed", "nội bộ"),
    Case("to IPv6 loopback", {"/a": to("http://[::1]:8/")}, "failed", "nội bộ"),
    Case("to a NAT64 spelling", {"/a": to("http://[64:ff9b::7f00:1]/")}, "failed", "nội bộ"),
    Case("to what is no address", {"/a": to("http://256.1.1.1/")}, "failed", "nội bộ"),
    Case("to a file", {"/a": to("file:///etc/passwd")}, "failed", "http/https"),
    Case("to gopher", {"/a": to("gopher://127.0.0.1/")}, "failed", "http/https"),
    Case("with credentials", {"/a": to("http://ai:do@example.org/")}, "failed", "tên đăng nhập"),
    Case("to a path that robots.txt closes",
         {"/robots.txt": robots("User-agent: *\nDisallow: /kin/"), "/a": to("/kin/b"), "/kin/b": Reply(TWO.encode())},
         "blocked", "robots.txt", asked={"/kin/b": 0}),
    # ------------------------------------------------------------ robots.txt
    Case("closed to all", feed(TWO) | {"/robots.txt": robots("User-agent: *\nDisallow: /")}, "blocked", "robots.txt",
         asked={"/a": 0}),
    Case("closed to us by name", feed(TWO) | {"/robots.txt": robots("User-agent: DOICHIEU\nDisallow: /a")}, "blocked",
         asked={"/a": 0}),
    Case("open to us, closed to the rest",
         feed(TWO) | {"/robots.txt": robots("User-agent: *\nDisallow: /\n\nUser-agent: doichieu/2\nAllow: /")}, "ok",
         entries=2),
    Case("closed to a bot whose name begins like ours",
         feed(TWO) | {"/robots.txt": robots("User-agent: doi\nDisallow: /\n\nUser-agent: DoiChieuBot\nDisallow: /")},
         "ok", entries=2),
    Case("the longer rule wins", feed(TWO) | {"/robots.txt": robots("User-agent: *\nDisallow: /\nAllow: /a$")}, "ok",
         entries=2),
    Case("no robots.txt", feed(TWO), "ok", entries=2, asked={"/robots.txt": 1}),
    Case("robots.txt forbidden", feed(TWO) | {"/robots.txt": robots("", 403)}, "ok", entries=2),
    Case("robots.txt broken", feed(TWO) | {"/robots.txt": robots("", 500)}, "blocked", "robots.txt đang trả lỗi",
         asked={"/a": 0}),
    Case("robots.txt asks for rest", feed(TWO) | {"/robots.txt": robots("", 429)}, "blocked", asked={"/a": 0}),
    Case("robots.txt moved", feed(TWO) | {"/robots.txt": to("/r2"), "/r2": robots("User-agent: *\nDisallow: /a")},
         "blocked", asked={"/a": 0}),
    Case("robots.txt leads inside", feed(TWO) | {"/robots.txt": to("http://10.0.0.1/robots.txt")}, "ok", entries=2),
    Case("robots.txt is a web page", feed(TWO) | {"/robots.txt": Reply(ARTICLE.encode(), 200, HTML)}, "ok", entries=2),
    Case("robots.txt is huge",
         feed(TWO) | {"/robots.txt": robots("User-agent: *\nDisallow: /a\n" + "# x\n" * 200_000)}, "blocked",
         network={"max_body": 3_000_000}, asked={"/a": 0}),
    Case("robots.txt with old Mac line ends", feed(TWO) | {"/robots.txt": robots("User-agent: *\rDisallow: /a\r")},
         "blocked", asked={"/a": 0}),
    # ------------------------------------------------------------ sitemaps
    Case("news sitemap", feed(sitemap("/bai/1.html", "/bai/2.html")), "ok", entries=2, kind="sitemap"),
    Case("sitemap with a prefix", feed(sitemap("/bai/1.html", prefix="sm")), "ok", entries=1, kind="sitemap"),
    Case("sitemap as text", feed(b"", type="text/plain"), "failed", "trống", kind="sitemap"),
    Case("sitemap index", {"/a": Reply(index("/s1.xml", "/s2.xml.gz").encode()),
         "/s1.xml": Reply(sitemap("/bai/1.html").encode()),
         "/s2.xml.gz": Reply(gzip.compress(sitemap("/bai/2.html").encode()), type="application/gzip")}, "ok", entries=2,
         kind="sitemap"),
    Case("index with a missing child", {"/a": Reply(index("/s1.xml", "/s2.xml").encode()),
         "/s1.xml": Reply(sitemap("/bai/1.html").encode())}, "ok", entries=1, kind="sitemap"),
    Case("index without any child left", {"/a": Reply(index("/s1.xml").encode())}, "failed", "sơ đồ con",
         kind="sitemap"),
    Case("index that names itself", {"/a": Reply(index("/a", "/a").encode())}, "ok", "không có mục nào",
         kind="sitemap"),
    Case("gzip file that is a bomb", feed(gzip.compress(b"<urlset>" + b" " * 11_000_000), type="application/gzip"),
         "failed", "bom nén", kind="sitemap"),
    Case("a feed where a sitemap was said", feed(TWO), "ok", entries=2, kind="sitemap"),
    # ------------------------------------------------------------ lists and single pages
    Case("list found by itself", feed(listing(1, 2, 3), type=HTML), "ok", entries=3, kind="listing"),
    Case("list by selector", feed(listing(1, 2), type=HTML), "ok", entries=2, kind="listing", selector="h3 a"),
    Case("selector that finds nothing", feed(listing(1, 2), type=HTML), "failed", "selector", kind="listing",
         selector="div.khac a"),
    Case("selector that is none",
         feed(listing(1, 2), type=HTML), "failed", "cú pháp", kind="listing", selector="div[["),
    Case("list of nothing", feed("<html><body><p>Đang cập nhật</p></body></html>", type=HTML), "failed",
         "không tìm thấy bài", kind="listing"),
    Case("list over pages",
         {"/a": Reply(listing(1, 2, following='<a rel=next href="/a2">Sau</a>').encode(), type=HTML),
          "/a2": Reply(listing(3, 4, following='<a rel=next href="/a3">Sau</a>').encode(), type=HTML),
          "/a3": Reply(listing(5).encode(), type=HTML)}, "ok", entries=5, kind="listing"),
    Case("list that goes round",
         {"/a": Reply(listing(1, 2, following='<a rel=next href="/a2">Sau</a>').encode(), type=HTML),
          "/a2": Reply(listing(3, following='<a rel=next href="/a">Sau</a>').encode(), type=HTML)}, "ok", entries=3,
         kind="listing", asked={"/a": 1, "/a2": 1}),
    Case("a later page is missing",
         {"/a": Reply(listing(1, 2, following='<a rel=next href="/a2">Sau</a>').encode(), type=HTML)}, "ok", entries=2,
         kind="listing"),
    Case("single page", feed(ARTICLE, type=HTML), "ok", entries=1, kind="page", titles=("Thu tiền rác",)),
    Case("single PDF", feed(b"%PDF-1.4 ...", type="application/pdf"), "ok", entries=1, kind="page", titles=("a",)),
    # ------------------------------------------------------------ our own line
    Case("nothing left of the budget", feed(TWO), "skipped", "hạn mức", network={"byte_budget": 0}, asked={"/a": 0}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_visit(case: Case) -> None:
    with p.serve() as press:
        press.routes |= case.routes
        url = press.url("/a")
        addresses = {f"{case.kind}s": (url,)}
        source = Source("thu", "Báo thử", "newspaper", press.url("/"), selector=case.selector, pause=0.0, **addresses)  # type: ignore[arg-type]
        state = AddressState("thu", url, case.kind, **case.state)  # type: ignore[arg-type]
        fetcher = Fetcher(tight(press, **case.network), clock=lambda: NOW)
        begun = time.monotonic()
        [told] = list(fetcher.announcements([source], {url: state}, NOW))
        assert (told.health.status, told.health.entries) == (case.status, case.entries), told.health.reason
        assert case.words in (told.health.reason or "")
        assert len(told.health.titles) == told.health.entries == len(told.entries)
        if case.titles:
            assert told.health.titles == case.titles
        for path, times in case.asked.items():
            assert press.asked(path) == times, path
        assert time.monotonic() - begun < 6
        if case.status == "failed":
            assert told.health.reason
            assert told.state.failures == 1
            assert told.state.next_due is not None
            assert told.state.next_due > NOW


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


def test_enough_behaviours() -> None:
    assert len(CASES) + len(PAGES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)
