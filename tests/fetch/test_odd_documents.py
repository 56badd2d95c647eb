"""Feeds, sitemaps and list pages in shapes of other systems: each names the same articles with the same moment."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import unicodedata

import pytest

from pipeline.fetch import documents
from pipeline.fetch.reading import Context
from pipeline.records import AddressKind

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
AT = dt.datetime(2026, 11, 20, 0, 5, tzinfo=dt.UTC)
TITLES = ("Phường thu tiền rác 32.000 đồng", "Cúp nước ở khu phố 4")
DATE = "Fri, 20 Nov 2026 07:05:00 +0700"
ATOM_DATE = "2026-11-20T07:05:00+07:00"


def item(number: int, *, link: str | None = None, date: str = f"<pubDate>{DATE}</pubDate>", extra: str = "") -> str:
    where = f"<link>https://bao.vn/bai-{number}.html</link>" if link is None else link.replace("#", str(number))
    return f"<item><title>{TITLES[number]}</title>{where}{date}{extra.replace('#', str(number))}</item>"


def items(**how: str) -> str:
    return item(0, **how) + item(1, **how)


def rss(inner: str | None = None, head: str = "") -> str:
    return f'<rss version="2.0"{head}><channel>{items() if inner is None else inner}</channel></rss>'


def atom(entry: str, head: str = "") -> str:
    entries = "".join(entry.replace("#", str(n)).replace("TITLE", t) for n, t in enumerate(TITLES))
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{head}><id>u</id><updated>{ATOM_DATE}</updated>{entries}</feed>'


ENTRY = f'<entry><title>TITLE</title><id>tag:#</id><link href="https://bao.vn/bai-#.html"/><published>{ATOM_DATE}</published></entry>'
NEWS = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
    + "".join(
        f"<url><loc>https://bao.vn/bai-{n}.html</loc><news:news><news:publication_date>{ATOM_DATE}</news:publication_date>"
        f"<news:title>{t}</news:title></news:news></url>"
        for n, t in enumerate(TITLES)
    )
    + "</urlset>"
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    + "".join(
        f'<item rdf:about="https://bao.vn/bai-{n}.html"><title>{t}</title><dc:date>{ATOM_DATE}</dc:date></item>'
        for n, t in enumerate(TITLES)
    )
    + "</rdf:RDF>"
)


def windows_1258(text: str) -> bytes:
    """As a Windows keyboard typed it: vowels whole, tones apart."""
    out = b""
    for char in text:
        marks = unicodedata.normalize("NFD", char)
        tone = "".join(m for m in marks if m in "\u0300\u0301\u0303\u0309\u0323")
        out += (unicodedata.normalize("NFC", marks.replace(tone, "")) + tone if tone else char).encode("cp1258")
    return out


FEEDS: dict[str, str | bytes] = {
    "no channel": rss().replace("<channel>", "").replace("</channel>", ""),
    "a default namespace of nobody": rss(head=' xmlns="http://bao.vn/ns"'),
    "a prefix around everything": rss()
    .replace("<", "<r:")
    .replace("<r:/", "</r:")
    .replace("<r:rss", '<r:rss xmlns:r="http://x"'),
    "prefixes that nobody declared": rss(items(extra='<media:content url="a.jpg"/><dc:creator>x</dc:creator>')),
    "cut in the middle": rss().replace("</channel></rss>", "<item><title>Bài dở"),
    "a permalink guid for a link": rss(items(link="", extra="<guid>https://bao.vn/bai-#.html</guid>")),
    "an Atom link in an item": rss(
        items(link='<a:link href="https://bao.vn/bai-#.html"/>'), ' xmlns:a="http://www.w3.org/2005/Atom"'
    ),
    "links in CDATA with blanks": rss().replace("<link>", "<link>\n <![CDATA[ ").replace("</link>", " ]]>\n</link>"),
    "links without a scheme": rss().replace("<link>https:", "<link>"),
    "warnings of PHP before it": "<br />\n<b>Warning</b>:  mysql in <b>/x.php</b> on line <b>3</b><br />\n" + rss(),
    "scripts behind it": rss() + "<script>if (1<2) {}</script>",
    "two roots": rss(item(0)) + rss(item(1)),
    "upper case": rss(items(link="<link>https://bao.vn/bai-#.html</link>"))
    .replace("pubDate", "PUBDATE")
    .replace("item>", "ITEM>"),
    "says UTF-16 and is UTF-8": '<?xml version="1.0" encoding="utf-16"?>' + rss(),
    "UTF-16": ('<?xml version="1.0" encoding="utf-16"?>' + rss()).encode("utf-16"),
    "windows-1258 that says UTF-8": b'<?xml version="1.0" encoding="utf-8"?>' + windows_1258(rss()),
    "RSS 0.91 with its DTD": '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    + rss(),
    "RDF without links": RDF,
    "titles of pictures and parts": rss(
        items(extra="<image><title>Ảnh</title><link>https://bao.vn/anh</link></image>")
    ),
    "Atom with other links first": atom(
        ENTRY.replace("<link href", '<link rel="enclosure" href="/a.jpg"/><link rel="alternate" href')
    ),
    "Atom, relative to xml:base": atom(ENTRY.replace("https://bao.vn/", ""), ' xml:base="https://bao.vn/"'),
    "Atom with XHTML titles": atom(
        ENTRY.replace(
            "<title>TITLE</title>",
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>TITLE</b></div></title>',
        )
    ),
    "Atom with a source inside": atom(ENTRY.replace("</entry>", "<source><title>Nguồn khác</title></source></entry>")),
    "a BOM, blank lines, then the declaration": "\ufeff\n\n  \n<?xml version='1.0' encoding='UTF-8'?>\n" + rss(),
    "shown by a browser: escaped in <pre>": "<html><head></head><body><pre style='word-wrap: break-word'>"
    + rss().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    + "</pre></body></html>",
    "wrapped into a page as it is": "<html><body>\n" + rss() + "\n</body></html>",
    "gzip that no header tells": gzip.compress(rss().encode()),
    "titles escaped twice in CDATA": rss()
    .replace("<title>", "<title><![CDATA[")
    .replace("</title>", "]]></title>")
    .replace("ờ", "&amp;#7901;")
    .replace("ố", "&amp;#x1ED1;"),
    "titles with markup in CDATA": rss()
    .replace("<title>", "<title><![CDATA[<b>")
    .replace("</title>", "</b>&nbsp;]]></title>"),
    "guids that repeat with another link": rss(
        items(extra="<guid isPermaLink='false'>tin-#</guid>")
        + items(
            link="<link>https://bao.vn/bai-#.html?utm_source=rss</link>", extra="<guid isPermaLink='false'>tin-#</guid>"
        )
    ),
    "relative links and xml:base on the channel": rss(items(link="<link>bai-#.html</link>")).replace(
        "<channel>", "<channel xml:base='https://bao.vn/'>"
    ),
    "links relative to the root": rss(items(link="<link>/bai-#.html</link>")),
    "Atom with a summary only": atom(
        ENTRY.replace("</entry>", "<summary type='html'>Tóm &amp;lt;b&amp;gt;tắt</summary></entry>")
    ),
    "JSON Feed 1.0 without ids": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1",
            "title": "Tin",
            "items": [
                {"url": f"https://bao.vn/bai-{n}.html", "title": t, "date_published": ATOM_DATE}
                for n, t in enumerate(TITLES)
            ],
        }
    ),
    "JSON Feed with a BOM, numbers for ids, relative addresses": "\ufeff"
    + json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [
                {"id": n, "url": f"/bai-{n}.html", "title": t, "date_published": DATE} for n, t in enumerate(TITLES)
            ],
        }
    ),
    "an item without a title or link between": rss(item(0) + "<item><description>x</description></item>" + item(1)),
    "carriage returns of an old Mac": rss().replace("><", ">\r<"),
    "a stylesheet and comments first": "<?xml version='1.0'?><?xml-stylesheet href='x.xsl'?><!-- <rss> -->" + rss(),
    "the date in dc:date": rss(
        items(date=f"<dc:date>{ATOM_DATE}</dc:date>"), " xmlns:dc='http://purl.org/dc/elements/1.1/'"
    ),
    "the day in Vietnamese words": rss(items(date="<pubDate>Thứ Sáu, 20/11/2026 07:05 GMT+7</pubDate>")),
    "a date in Unix seconds": rss(items(date="<pubDate>1795133100</pubDate>")),
    "a date with a space for the T": rss(items(date="<pubDate>2026-11-20 07:05:00 +07</pubDate>")),
    "windows-1252 quotes in UTF-8": rss(items(extra="<description>\x93x\x94</description>")).encode(
        "latin-1", "xmlcharrefreplace"
    ),
    "Atom 0.3": atom(ENTRY.replace("published", "issued")).replace(
        "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"
    ),
}
SITEMAPS: dict[str, str | bytes] = {
    "gzip": gzip.compress(NEWS.encode()),
    "another prefix": NEWS.replace("news:", "n:").replace("xmlns:news", "xmlns:n"),
    "prefixes that nobody declared": NEWS[:8] + NEWS[NEWS.index(">") :],
    "a BOM and blank lines first": "\ufeff\n\n<?xml version='1.0' encoding='UTF-8'?>" + NEWS,
    "upper-case days of change beside": NEWS.replace(
        "</loc>", "</loc><lastmod>2026-11-20</lastmod><changefreq>daily</changefreq>"
    ),
    "alternates in other languages": NEWS.replace(
        "<urlset ", "<urlset xmlns:xhtml='http://www.w3.org/1999/xhtml' "
    ).replace("</loc>", "</loc><xhtml:link rel='alternate' hreflang='en' href='https://bao.vn/en'/>"),
    "addresses in CDATA": NEWS.replace("<loc>", "<loc>\n<![CDATA[").replace("</loc>", "]]> </loc>"),
}


def check(data: str | bytes, kind: AddressKind) -> None:
    context = Context("thu", "https://bao.vn/tin", NOW)
    reading = documents.read(data.encode() if isinstance(data, str) else data, None, kind, context)
    assert reading.error is None
    assert [(e.title, e.url) for e in reading.entries] == [
        (t, f"https://bao.vn/bai-{n}.html") for n, t in enumerate(TITLES)
    ]
    assert [e.published.at if e.published else None for e in reading.entries] == [AT, AT]


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_in_an_odd_shape(name: str) -> None:
    check(FEEDS[name], "feed")


@pytest.mark.parametrize("name", SITEMAPS)
def test_a_sitemap_in_an_odd_shape(name: str) -> None:
    check(SITEMAPS[name], "sitemap")


# ---------------------------------------------------------------- list pages of portals, no selector
NOTICES = (
    "Thông báo lịch cúp điện khu phố 4",
    "Kế hoạch tiêm chủng mở rộng tháng 12",
    "Niêm yết phương án bồi thường dự án kè",
    "Lấy ý kiến dự thảo quy chế chợ",
)
MENU = (
    '<ul class="menu"><li><a href="/gioi-thieu-chung-ve-phuong">Giới thiệu chung về phường</a></li>'
    '<li><a href="/so-do-to-chuc-bo-may-cua-phuong">Sơ đồ tổ chức bộ máy của phường</a></li></ul>'
)
# One notice each: N its number, T its title. (before, the notice, after, the day is read)
LISTS = {
    "a table with a column of days": ("<table>", '<tr><td>N</td><td><a href="/tin?id=71N">T</a></td><td>20/11/2026</td></tr>', "</table>", True),
    "ASP.NET": ("<form><div>", '<div><a href="chitiet.aspx?tinid=N&cm=5">T</a> <i>(20/11/2026)</i></div>', "</div></form>", True),
    "Liferay": ("<div>", '<div><h4><a href="/tin/-/view/10N">T</a></h4><span>20-11-2026 07:05</span></div>', "</div>", True),
    "Drupal": ("<div>", '<div class="views-row-N"><a href="/node/7N">T</a><span>Thứ 6, 20/11/2026 - 07:05</span></div>', "</div>", True),
    "Joomla": ("<table>", '<tr><td><a href="/index.php?option=com_content&amp;id=N:tin">T</a></td><td>20 Tháng 11 2026</td></tr>', "</table>", True),
    "short numbers": ("<div>", '<article><h3><a href="/tin-tuc/N">T</a></h3></article>', "</div>", False),
    "files": ("<ul>", '<li><a href="/upload/tb-N.pdf">T</a> 20/11/2026</li>', "</ul>", True),
    "a definition list": ("<dl>", '<dt>20/11/2026</dt><dd><a href="/thong-bao/mot-hai-ba-N">T</a></dd>', "</dl>", True),
    "the day over the list": ("<h3>Ngày 20/11/2026</h3><ul>", '<li><a href="/thong-bao/mot-hai-ba-N">T</a></li>', "</ul>", True),
    "links in onclick": ("<ul>", """<li><a href="#" onclick="location.href='/thong-bao/mot-hai-ba-N'; return false">T</a> 20/11/2026</li>""", "</ul>", True),
    "links in data-href": ("<ul>", '<li><a href="javascript:void(0)" data-href="/thong-bao/mot-hai-ba-N">T</a> 20/11/2026</li>', "</ul>", True),
    "cards that open by script": ("<div>", """<div class="card" onclick="window.open('/thong-bao/mot-hai-ba-N', '_self')"><h3>T</h3><span>20/11/2026</span></div>""", "</div>", True),
    "rows with their address": ("<table>", '<tr data-url="/thong-bao/mot-hai-ba-N"><td>T</td><td>20/11/2026</td></tr>', "</table>", True),
    "a script in the link": ("<ul>", """<li><a href="javascript:mo('/thong-bao/mot-hai-ba-N')">T</a> 20/11/2026</li>""", "</ul>", True),
    "inside what is called a menu": ('<div class="left-menu">', '<h3><a href="/thong-bao/mot-hai-ba-N">T</a></h3>', "</div>", False),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_found_by_itself(name: str) -> None:
    before, notice, after, dated = LISTS[name]
    body = "".join(
        notice.replace("N", str(n + 1)).replace("T", title, 1) if "T" in notice else ""
        for n, title in enumerate(NOTICES)
    )
    page = f"<html><head><title>x</title></head><body>{MENU}{before}{body}{after}</body></html>"
    reading = documents.read(page.encode(), None, "listing", Context("thu", "https://phuong.gov.vn/thong-bao", NOW))
    assert [e.title for e in reading.entries] == list(NOTICES)
    days = [
        e.published and e.published.at.astimezone(dt.timezone(dt.timedelta(hours=7))).date() for e in reading.entries
    ]
    assert days == [dt.date(2026, 11, 20) if dated else None] * 4


def test_a_title_cut_to_fit_is_read_from_its_attribute() -> None:
    links = "".join(
        f'<li><a href="/tin/mot-hai-ba-bon-{n}" title="{t}">{t[:18]}...</a></li>' for n, t in enumerate(NOTICES)
    )
    reading = documents.read(
        f"<html><body><ul>{links}</ul></body></html>".encode(),
        None,
        "listing",
        Context("t", "https://phuong.gov.vn/", NOW),
    )
    assert [e.title for e in reading.entries] == list(NOTICES)
