"""Documents in every form and code that a feed comes in, and what no reader should take."""

from __future__ import annotations

import gzip
import json

from .behaviour import ARTICLE, TWO, Case, feed
from .press import HTML, Reply, atom, index, listing, rss, sitemap

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
]  # fmt: skip
