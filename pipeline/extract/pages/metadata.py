"""What a page says of itself for machines: JSON-LD, Open Graph, meta tags. Believed only where the page shows the same.

Author names are read for one purpose: to find and drop bylines. They never leave this package.
"""

from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from pipeline.extract.pages.blocks import clean
from pipeline.extract.pages.times import machine
from pipeline.records import Stamp

_ARTICLE_TYPES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "opinionnewsarticle", "report")
_LIST_TYPES = ("collectionpage", "itemlist", "searchresultspage")
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "published_time",
    "publication_date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "date",
    "article.published",
    "sailthru.date",
    "parsely-pub-date",
    "its_publication",
)
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified")
_MAX_SCRIPT = 2_000_000


@dataclass(slots=True)
class Facts:
    """Machine-readable statements of a page; all of them may be missing or wrong."""

    titles: list[str] = field(default_factory=list)
    headline: str | None = None
    window_title: str = ""
    site_names: list[str] = field(default_factory=list)
    og_type: str | None = None
    description: str = ""
    types: set[str] = field(default_factory=set)
    published: Stamp | None = None
    updated: Stamp | None = None
    body: str = ""
    section: str | None = None
    authors: list[str] = field(default_factory=list)
    paywalled: bool = False

    @property
    def says_article(self) -> bool:
        """JSON-LD declares an article (og:type is not believed: list pages carry it too)."""
        return any(t in _ARTICLE_TYPES for t in self.types)

    @property
    def says_list(self) -> bool:
        """JSON-LD declares a list and no article."""
        return not self.says_article and any(t in _LIST_TYPES for t in self.types)


def facts(tree: LexborHTMLParser, zone: dt.tzinfo) -> Facts:
    """Collect the statements of a parsed page."""
    found = Facts()
    title = tree.css_first("title")
    found.window_title = clean(title.text()) if title is not None else ""
    published: list[Stamp] = []
    updated: list[Stamp] = []
    for node in tree.css('script[type="application/ld+json"]'):
        for thing in _things(node.text() or ""):
            _from_thing(thing, found, zone, published, updated)
    metas: dict[str, str] = {}
    for node in tree.css("meta"):
        key = node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop")
        value = node.attributes.get("content")
        if key and value:
            metas.setdefault(key.strip().lower(), value)
    for key in ("og:title", "twitter:title", "title"):
        if key in metas:
            found.titles.append(clean(html.unescape(metas[key])))
    for key in ("og:site_name", "application-name", "publisher", "copyright"):
        if key in metas:
            found.site_names.append(clean(metas[key]))
    found.og_type = metas.get("og:type")
    found.description = clean(html.unescape(metas.get("og:description") or metas.get("description") or ""))
    found.section = found.section or _text(metas.get("article:section"))
    found.authors += [clean(metas[key]) for key in ("author", "article:author", "dable:author") if key in metas]
    published += [s for key in _PUBLISHED if (s := machine(metas.get(key), "meta", zone))]
    updated += [s for key in _UPDATED if (s := machine(metas.get(key), "meta", zone))]
    found.published = _finest(published)
    found.updated = _finest(updated)
    return found


def _finest(stamps: list[Stamp]) -> Stamp | None:
    """The first stamp, or the first with a time of day on that same day when the first has none."""
    if not stamps:
        return None
    first = stamps[0]
    if not first.day_only:
        return first
    day = dt.timedelta(days=1)
    return next((s for s in stamps if not s.day_only and abs(s.at - first.at) < day), first)


def _things(script: str) -> Iterator[dict[str, Any]]:
    if len(script) > _MAX_SCRIPT:
        return
    script = script.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
    try:
        stack = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    budget = 2000
    while stack and budget:
        budget -= 1
        thing = stack.pop(0)
        if isinstance(thing, list):
            stack[:0] = thing
        elif isinstance(thing, dict):
            yield thing
            stack += [thing[key] for key in ("@graph", "mainEntity") if isinstance(thing.get(key), (list, dict))]


def _from_thing(
    thing: dict[str, Any], found: Facts, zone: dt.tzinfo, published: list[Stamp], updated: list[Stamp]
) -> None:
    kinds = thing.get("@type")
    names = {str(k).lower() for k in (kinds if isinstance(kinds, list) else [kinds]) if k}
    found.types |= names
    if "breadcrumblist" in names:
        found.section = found.section or _last_crumb(thing.get("itemListElement"))
    if "website" in names or "organization" in names or "newsmediaorganization" in names:
        found.site_names += [clean(n) for n in [thing.get("name")] if isinstance(n, str)]
    if not names & set(_ARTICLE_TYPES):
        return
    headline = _text(thing.get("headline"))
    found.headline = found.headline or headline
    if (stamp := machine(_raw(thing.get("datePublished")), "json-ld", zone)) is not None:
        published.append(stamp)
    if (stamp := machine(_raw(thing.get("dateModified")), "json-ld", zone)) is not None:
        updated.append(stamp)
    found.body = found.body or html.unescape(_raw(thing.get("articleBody")) or "")
    section = thing.get("articleSection")
    found.section = _text(section[0] if isinstance(section, list) and section else section) or found.section
    if str(thing.get("isAccessibleForFree", "")).lower() == "false":
        found.paywalled = True
    publisher = thing.get("publisher")
    if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
        found.site_names.append(clean(publisher["name"]))
    authors = thing.get("author")
    for author in authors if isinstance(authors, list) else [authors]:
        name = author.get("name") if isinstance(author, dict) else author
        if isinstance(name, str) and name.strip():
            found.authors.append(clean(html.unescape(name)))


def _last_crumb(items: object) -> str | None:
    flat: list[Any] = []
    for item in items if isinstance(items, list) else []:
        flat += item if isinstance(item, list) else [item]
    names = []
    for item in flat:
        inner = item.get("item") if isinstance(item, dict) else None
        name = item.get("name") if isinstance(item, dict) else None
        names.append(_text(name or (inner.get("name") if isinstance(inner, dict) else None)))
    kept = [n for n in names[1:] if n]
    return kept[-1] if kept else None


def _text(value: object) -> str | None:
    return clean(html.unescape(value)) or None if isinstance(value, str) else None


def _raw(value: object) -> str | None:
    return value if isinstance(value, str) else None
