"""News sitemaps, plain sitemaps, sitemap indexes and lists of links in plain text. Pure; gzip is undone before.

lxml reads in small steps, without entities, DTD or network (sitemaps.org protocol 0.9, Google News sitemap 0.9).
"""

from __future__ import annotations

import datetime as dt
import heapq
import io
import itertools
import re
from collections.abc import Iterator

from lxml import etree

from pipeline.fetch.feeds import tidy
from pipeline.fetch.policy import MAX_CHILD_SITEMAPS, MAX_ENTRIES
from pipeline.fetch.reading import Context, Reading, one_each, plain
from pipeline.fetch.urls import join
from pipeline.language import moments
from pipeline.records import Entry, Stamp

_SCAN = 60_000
"""elements looked at: a sitemap holds at most 50,000 addresses"""


def read(text: str, context: Context) -> Reading:
    """Entries of a sitemap, or the children of an index, already decoded."""
    data = tidy(text).encode("utf-8", "replace")
    if re.search(rb"<(?:\w+:)?sitemapindex\b", data[:5000], re.IGNORECASE):
        children = [(loc, when) for loc, when in _children(data, context) if loc]
        return Reading("sitemap", "index", children=tuple(newest(children, context.now)))
    found = _entries(data, context)
    entries = list(itertools.islice(found, MAX_ENTRIES + 1))
    if len(entries) > MAX_ENTRIES:
        # A sitemap may hold years of addresses in any order: the newest count.
        entries = heapq.nlargest(MAX_ENTRIES, itertools.chain(entries, found), key=_moment)
    if not entries and b"<urlset" not in data[:5000].lower() and not re.search(rb"<\w+:urlset", data[:5000]):
        return Reading("sitemap", "urlset", error="không phải sơ đồ trang (sitemap) đọc được")
    return Reading("sitemap", "urlset", one_each(entries))


def read_text(text: str, context: Context) -> Reading:
    """A sitemap as plain text: one address a line."""
    links = (join(context.url, line) for line in text.splitlines()[:_SCAN] if re.match(r"\s*https?://\S+\s*$", line))
    return Reading("sitemap", "text", one_each(Entry(context.source, link, "") for link in links if link))


def newest(children: list[tuple[str, dt.datetime | None]], now: dt.datetime) -> list[tuple[str, dt.datetime | None]]:
    """The children of an index that can hold fresh articles, at most 12.

    By time of change where it is told; else by a name that speaks of news or of this month, else the last ones named.
    """
    local = now.astimezone(moments.LOCAL)
    month = re.compile(rf"{local.year}\D?0?{local.month}(?!\d)")

    def rank(item: tuple[int, tuple[str, dt.datetime | None]]) -> tuple[float, int, int]:
        place, (url, when) = item
        if when is not None:
            return (when.timestamp(), 0, 0)
        name = url.rsplit("/", 1)[-1].lower()
        speaks = 2 if month.search(name) else 1 if re.search(r"news|tin|latest|moi", name) else 0
        return (0.0, speaks, place)

    ordered = sorted(enumerate(children), key=rank, reverse=True)
    return [child for _, child in ordered[:MAX_CHILD_SITEMAPS]]


# ---------------------------------------------------------------- inside
def _elements(data: bytes, tag: str) -> Iterator[etree._Element]:
    steps = etree.iterparse(
        io.BytesIO(data), events=("end",), tag=f"{{*}}{tag}", recover=True, resolve_entities=False, load_dtd=False,
        no_network=True, huge_tree=False,
    )  # fmt: skip
    try:
        for count, (_, element) in enumerate(steps):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
            if count >= _SCAN:
                return
    except etree.XMLSyntaxError:
        return


def _fields(element: etree._Element) -> dict[str, str]:
    """Texts of the descendants by "prefix-free name", news children as "news:name"."""
    out: dict[str, str] = {}
    for child in element.iter():
        if not isinstance(child.tag, str) or not child.text:
            continue
        # A prefix that nobody declared stays in the name ("news:title"), where a QName would refuse it.
        namespace, _, name = child.tag.rpartition("}")
        prefix, _, name = name.rpartition(":")
        news = "sitemap-news" in namespace or prefix == "news"
        image = any(word in namespace for word in ("sitemap-image", "sitemap-video", "xhtml"))
        if not image and prefix in ("", "news"):
            out.setdefault(("news:" if news else "") + name, child.text.strip())
    return out


def _children(data: bytes, context: Context) -> Iterator[tuple[str | None, dt.datetime | None]]:
    for element in _elements(data, "sitemap"):
        fields = _fields(element)
        stamp = _stamp(fields.get("lastmod"), context, "sitemap")
        yield join(context.url, fields.get("loc", "")), stamp.at if stamp else None


def _entries(data: bytes, context: Context) -> Iterator[Entry]:
    for element in _elements(data, "url"):
        fields = _fields(element)
        link = join(context.url, fields.get("loc", ""))
        if link is None:
            continue
        published = _stamp(fields.get("news:publication_date"), context, "sitemap")
        updated = _stamp(fields.get("lastmod"), context, "sitemap")
        yield Entry(context.source, link, plain(fields.get("news:title", "")), published, updated)


def _stamp(text: str | None, context: Context, origin: str) -> Stamp | None:
    return moments.read(text, origin=origin, offset=context.offset, now=context.now) if text else None


def _moment(entry: Entry) -> float:
    stamp = entry.published or entry.updated
    return stamp.at.timestamp() if stamp else 0.0
