"""HTML pages that list articles: their links, titles and dates; the next page; the feeds a home page names. Pure.

With a selector the links are those it names; without one `headlines` finds them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from pipeline.fetch.headlines import dates_near, headlines, host_of, words_of
from pipeline.fetch.policy import MAX_ENTRIES
from pipeline.fetch.reading import Context, Reading, one_each, plain
from pipeline.fetch.scripted import uncover
from pipeline.fetch.urls import canonical, clean, join
from pipeline.language import moments
from pipeline.records import Entry, Stamp

MAX_TAGS = 200_000
"""of a list page; the richest one seen has 12,000"""
_NEXT_WORDS = re.compile(
    r"(?:(?:trang |bai |tin )?(?:sau|tiep|tiep theo|ke tiep|tiep tuc|cu hon)|next(?: page)?|older(?: posts)?"
    r"|xem them|tai them)?[\s>»›→]*"
)
_FEED_TYPES = {
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/feed+json": "feed",
    "application/rdf+xml": "feed", "application/xml": "feed", "text/xml": "feed", "application/json": "feed",
}  # fmt: skip
_FEED_LINK = re.compile(
    r"\.(?:rss|atom|rdf)(?:$|\?)|/(?:rss|feed|atom)(?:\.xml|\.json|/)?(?:$|\?)|/rss/[^/]+\.(?:xml|rss)$"
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that a page names, with its own title."""

    url: str
    title: str


def read(text: str, context: Context) -> Reading:
    """The articles a list page names, already decoded."""
    if text.count("<") > MAX_TAGS:
        return Reading("listing", "html", error="trang danh sách có quá nhiều thẻ, không đọc")
    tree = LexborHTMLParser(text)
    uncover(tree)
    base = _base(tree, context.url)
    if context.selector:
        try:
            picked = tree.css(context.selector)[: MAX_ENTRIES * 2]
        except (SelectolaxError, ValueError):
            return Reading("listing", "html", error=f"selector “{context.selector}” không đúng cú pháp CSS")
        nodes = [link for node in picked if (link := _link_of(node))]
        if not nodes:
            return Reading(
                "listing", "html", error=f"selector “{context.selector}” không tìm thấy liên kết nào trong trang"
            )
    else:
        nodes = headlines(tree, base, context) or headlines(tree, base, context, named_furniture=False)
    entries = one_each(_entries(nodes, base, context))
    if not entries:
        return Reading("listing", "html", error="không tìm thấy bài nào trong trang danh sách")
    title = tree.css_first("title")
    return Reading(
        "listing",
        "html",
        entries,
        title=plain(title.text()) if title else "",
        following=following(tree, base, context.url),
    )


def offers(text: str, url: str) -> list[Offer]:
    """Feeds named by a page: <link rel=alternate> first, then links that look like feeds; no comment feeds."""
    tree = LexborHTMLParser(text)
    base = _base(tree, url)
    found: dict[str, Offer] = {}
    for node in tree.css("link[rel~=alternate][href]"):
        kind = (node.attributes.get("type") or "").split(";")[0].strip().lower()
        target = join(base, node.attributes.get("href") or "")
        title = plain(node.attributes.get("title") or "")
        if (
            kind in _FEED_TYPES
            and target
            and not re.search(r"comments?/|bình luận|comments", f"{target} {title}", re.IGNORECASE)
        ):
            found.setdefault(canonical(target), Offer(target, title))
    for node in tree.css("a[href]"):
        target = join(base, node.attributes.get("href") or "")
        if target and _FEED_LINK.search(target) and "comment" not in target:
            found.setdefault(canonical(target), Offer(target, plain(node.text())))
    return list(found.values())[:60]


def title_of(text: str) -> str:
    """The title of a single page: its h1 when there is one, else og:title or <title>."""
    tree = LexborHTMLParser(text)
    for selector in ("h1", "meta[property='og:title']", "title"):
        node = tree.css_first(selector)
        value = plain(
            (node.attributes.get("content") or "") if node and node.tag == "meta" else node.text() if node else ""
        )
        if value:
            return value
    return ""


def visible(text: str) -> str:
    """The words of a page without markup, scripts and styles, blanks folded: what tells whether it changed."""
    if text.count("<") > MAX_TAGS:
        return text
    tree = LexborHTMLParser(text)
    tree.strip_tags(["script", "style", "noscript", "template"])
    return " ".join((tree.body.text(separator=" ") if tree.body else text).split())


def following(tree: LexborHTMLParser, base: str, url: str) -> str | None:
    """The next page of a list: rel=next, a link that says so, or the number after the current one."""
    here = canonical(url)
    for node in tree.css("link[rel~=next][href], a[rel~=next][href]"):
        if (target := _same_site(node, base, url)) and canonical(target) != here:
            return target
    numbered: dict[int, str] = {}
    for node in tree.css("a[href]"):
        words = _fold(node.text() or node.attributes.get("title") or node.attributes.get("aria-label") or "")
        if not words or len(words) > 24:
            continue
        if _NEXT_WORDS.fullmatch(words) and (target := _same_site(node, base, url)) and _is_page_of(target, url):
            return target
        if re.fullmatch(r"\d{1,4}", words) and (target := _same_site(node, base, url)) and _is_page_of(target, url):
            numbered.setdefault(int(words), target)
    current = _page_number(url) or 1
    return numbered.get(current + 1)


# ---------------------------------------------------------------- inside
def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return (join(url, node.attributes.get("href") or "") if node else None) or url


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"\s+", " ", "".join(ch for ch in text if not unicodedata.combining(ch))).strip()


def _same_site(node: LexborNode, base: str, url: str) -> str | None:
    target = join(base, node.attributes.get("href") or "")
    return target if target and host_of(target) == host_of(url) else None


def _page_number(url: str) -> int | None:
    found = re.search(
        r"(?:trang|page|paged?|p)[-_=/]?(\d{1,4})(?=$|[./?&#-])",
        urlsplit(url).path + "?" + urlsplit(url).query,
        re.IGNORECASE,
    )
    return int(found[1]) if found else None


def _is_page_of(target: str, url: str) -> bool:
    """Whether `target` is another page of the list at `url`: the same folder with a page number or parameter."""
    if canonical(target) == canonical(url):
        return False
    stem = re.sub(r"(?:[/_-]?(?:trang|page|p)[-_/]?\d+)?(?:\.\w{2,5})?/?$", "", urlsplit(url).path, flags=re.IGNORECASE)
    return urlsplit(target).path.startswith(stem.rstrip("/")) and (
        _page_number(target) is not None or bool(re.search(r"\d", urlsplit(target).query))
    )


def _link_of(node: LexborNode) -> LexborNode | None:
    """The link a selected node is or holds; of several the one with the longest text."""
    if node.tag == "a":
        return node if node.attributes.get("href") else None
    links = node.css("a[href]")
    return max(links, key=lambda a: len((a.text() or "").strip()), default=None)


def _entries(nodes: list[LexborNode], base: str, context: Context) -> Iterator[Entry]:
    links = {clean_link for n in nodes if (clean_link := join(base, n.attributes.get("href") or ""))}
    texts: list[tuple[str, str, list[str]]] = []
    for node in nodes:
        target = join(base, node.attributes.get("href") or "")
        if target is not None:
            texts.append((target, words_of(node), list(dates_near(node, base, target, links))))
    order = moments.order_of(t for _, _, found in texts for t in found)
    for target, title, found in texts:
        stamps = (moments.read(t, origin="list", offset=context.offset, now=context.now, order=order) for t in found)
        best: Stamp | None = None
        for stamp in stamps:
            if stamp and (best is None or (best.day_only and not stamp.day_only)):
                best = stamp
        yield Entry(context.source, target, title, best)


def is_html(text: str) -> bool:
    """Whether a text is an HTML page rather than XML or JSON."""
    head = re.sub(r"^\ufeff?\s*(?:<\?xml.*?\?>)?(?:\s*<!--.*?-->)*", "", text[:4000], flags=re.DOTALL).lstrip().lower()
    return head.startswith(("<!doctype html", "<html", "<head", "<body")) or bool(
        re.search(r"<(?:html|body|head)\b", head)
    )


def link(url: str) -> str:
    """`url` cleaned, or as it is when it is no web link (a file on disk)."""
    return clean(url) or url
