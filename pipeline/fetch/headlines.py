"""Which links of an HTML page are headlines, and the dates that stand beside them. Pure; `listings` calls it.

Found by themselves: headline-long link texts outside menus, grouped by where they stand in the page, so that a list and
its teasers stay apart from the furniture.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.fetch.reading import Context, plain
from pipeline.fetch.urls import canonical, join
from pipeline.language import moments

_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu\w*|footer|foot|breadcrumbs?|header-top|topbar|comments?|binh-?luan|cmt\w*|ads?|"
    r"banner\w*|quang-?cao|qc|share|social|login|search|paging|pagination|pager|phan-?trang|tags?|hotline|lang\w*|copyright|"
    r"lien-?ket|weblink\w*|thoi-?tiet|ty-?gia)(?:$|[\s_-])",
    re.IGNORECASE,
)
_FURNITURE_TAGS = {"nav", "footer", "form", "select", "noscript", "script", "style", "template"}
_NOT_ARTICLES = re.compile(
    r"/(?:tags?|tac-?gia|authors?|chu-?de|topics?|category|chuyen-?muc|login|dang-?(?:nhap|ky)|search|tim-?kiem|rss|"
    r"lien-?he|gioi-?thieu|contact|about|sitemap|print|in-bai|comments?)(?:[/.?]|$)|\.(?:jpe?g|png|gif|webp|svg|mp4|mp3|"
    r"zip|rar|css|js|xml|rss|ico|apk|exe)$",
    re.IGNORECASE,
)
_DATE_BIT = re.compile(r"\d|trước|hôm|vừa", re.IGNORECASE)


def headlines(tree: LexborHTMLParser, base: str, context: Context, *, named_furniture: bool = True) -> list[LexborNode]:
    """Links that are headlines: long enough, on this site, in a place where several of their kind stand.

    Several of a kind have addresses of articles, or one address but for its number ("chitiet.aspx?id=3"), or a date each.
    """
    url = context.url
    groups: dict[str, list[tuple[LexborNode, str, str]]] = defaultdict(list)
    site = host_of(url)
    root = site.split(":")[0].split(".")[-2:]
    for node in tree.css("a[href]")[:6000]:
        target = join(base, node.attributes.get("href") or "")
        if target is None or canonical(target) == canonical(url):
            continue
        host = host_of(target)
        if host != site and host.split(":")[0].split(".")[-2:] != root:
            continue
        path = urlsplit(target).path
        if len(path + urlsplit(target).query) < 6 or _NOT_ARTICLES.search(path):
            continue
        title = words_of(node)
        if len(title.split()) < 4 or len(title) < 15:
            continue
        place, furniture = _where(node, named_furniture)
        if not furniture:
            groups[place].append((node, target, title))
    chosen = []
    for members in groups.values():
        shaped = sum(_article_like(target) for _, target, _ in members)
        length = sum(len(title.split()) for _, _, title in members) / len(members)
        if length < 5:
            continue
        if (
            shaped * 2 >= len(members) and (len(members) >= 2 or shaped) and (named_furniture or len(members) >= 3)
        ) or (len(members) >= 3 and (_numbered(t for _, t, _ in members) or _dated(members, base, context))):
            chosen += members
    order = {id(node): place for place, node in enumerate(n for n, _, _ in chosen)}
    return [node for node, _, _ in sorted(chosen, key=lambda c: order[id(c[0])])]


def words_of(node: LexborNode) -> str:
    """The title a link carries: its text, else the title attribute or the picture's alternative text."""
    text = plain(node.text(separator=" ") or "")
    heading = node.css_first("h1, h2, h3, h4, h5, .title")
    if heading is not None and plain(heading.text() or ""):
        text = plain(heading.text(separator=" ") or "")
    if text.endswith(("...", "…")):  # cut to fit: the attribute has the whole of it
        whole = plain(node.attributes.get("title") or "")
        text = whole if whole.startswith(text.rstrip(".… ")[:12]) and len(whole) > len(text) else text
    if len(text.split()) < 3:
        picture = node.css_first("img[alt]")
        longer = plain(node.attributes.get("title") or "") or plain(
            (picture.attributes.get("alt") or "") if picture else ""
        )
        text = longer if len(longer) > len(text) else text
    return text


def dates_near(node: LexborNode, base: str, own: str, links: set[str]) -> Iterator[str]:
    """Short texts with digits in the smallest block around the link that names no other article."""
    block: LexborNode = node
    for _ in range(5):
        parent = block.parent
        if parent is None or parent.tag in ("body", "html"):
            break
        others = {join(base, a.attributes.get("href") or "") for a in parent.css("a[href]")[:40]}
        if (others & links) - {own}:
            break
        block = parent
    for stamp in block.css("time[datetime]")[:3]:
        yield (stamp.attributes.get("datetime") or "").strip()
    for piece in block.text(separator="\n").split("\n")[:60]:
        piece = piece.strip()
        if 4 < len(piece) <= 60 and _DATE_BIT.search(piece):
            yield piece
    if heading := _heading_of(block):
        yield heading


def host_of(url: str) -> str:
    """Host and port of a link as two links are compared: mobile twin and "www." undone."""
    return (urlsplit(canonical(url)).netloc).removeprefix("www.")


# ---------------------------------------------------------------- inside
def _where(node: LexborNode, named_furniture: bool) -> tuple[str, bool]:
    """(signature of the place in the page, whether it is furniture); without `named_furniture` only by its tag"""
    path, parent = [], node.parent
    for depth in range(40):
        if parent is None or parent.tag in ("body", "html", "-undef", "-document"):
            break
        names = f"{parent.attributes.get('class') or ''} {parent.attributes.get('id') or ''}"
        if parent.tag in _FURNITURE_TAGS and parent.tag != "form":
            return "", True
        if named_furniture and depth < 8 and len(names) < 200 and _FURNITURE.search(names):
            return "", True
        if depth < 4:
            path.append(
                f"{parent.tag}.{re.sub(chr(92) + 'd+', '', (parent.attributes.get('class') or '').split(' ')[0])}"
            )
        parent = parent.parent
    return ">".join(path), False


def _article_like(url: str) -> bool:
    """A slug of several words, a number of four digits, or a page file with either: how article addresses look."""
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rsplit("/", 1)[-1]
    return (
        last.count("-") >= 3
        or bool(re.search(r"\d{4,}", last))
        or bool(re.search(r"\d{3,}", parts.query))
        or bool(
            re.search(r"/\d{4}/\d{1,2}/|\.(?:html?|aspx|vov|vnp|ldo|tpo|chn|epi|antd)$", parts.path) and len(last) > 12
        )
    )


def _numbered(urls: Iterable[str]) -> bool:
    """Whether links of one place differ in a number only: "/node/77", "chitiet.aspx?tinid=3"."""
    masks = [re.sub(r"\d+", "0", f"{urlsplit(url).path}?{urlsplit(url).query}") for url in urls]
    common, count = Counter(masks).most_common(1)[0]
    return "0" in common and count * 4 >= len(masks) * 3


def _dated(members: list[tuple[LexborNode, str, str]], base: str, context: Context) -> bool:
    """Whether most links of one place have a date of their own beside them."""
    links = {target for _, target, _ in members}
    dated = sum(
        any(moments.read(t, origin="list", now=context.now) for t in dates_near(node, base, target, links))
        for node, target, _ in members
    )
    return dated * 3 >= len(members) * 2


def _heading_of(block: LexborNode) -> str | None:
    """A heading over several links that may be their day: the `dt` of a `dd`, the h2–h6 before a list."""
    node: LexborNode | None = block
    if block.tag != "dd":
        while node is not None and node.tag not in ("ul", "ol", "table", "dl", "body"):
            node = node.parent
    while node is not None and node.tag != "body" and (node := node.prev) is not None:
        if node.tag in ("dt", "h2", "h3", "h4", "h5", "h6"):
            words = plain(node.text() or "")
            return words if 4 < len(words) <= 40 and _DATE_BIT.search(words) and not node.css("a[href]") else None
        if node.tag not in ("-text", "-comment", "dd"):
            return None
    return None
