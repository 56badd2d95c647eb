"""RSS 0.9x/1.0/2.0 and Atom through feedparser, JSON Feed by ourselves. Pure.

feedparser knows the formats; what it gets wrong on Vietnamese feeds is mended around it: bytes are decoded before it
sees them (one stray byte would garble every title), undefined entities and bare ampersands are repaired, a DOCTYPE
never reaches it, and dates are read by the table of `language.moments`. No person is read: authors and creators are not looked at.
"""

from __future__ import annotations

import html.entities
import io
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser

from pipeline.fetch.policy import MAX_CONTENT, MAX_DEPTH, MAX_ENTRIES
from pipeline.fetch.reading import Context, Reading, one_each, plain
from pipeline.fetch.urls import join
from pipeline.language import moments
from pipeline.records import Entry, Stamp

_XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}
_LOOSE = re.compile(
    r"(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))|(?P<declared><!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION))"
    r"|&(?P<name>[A-Za-z][A-Za-z0-9]{1,30});|(?P<amp>&)(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6});)",
    re.DOTALL | re.IGNORECASE,
)
_PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_STRAY = re.compile(r"<(?![!?])(?!/?[A-Za-z_][^<>]*>)")
_MAX_STRAY = 5_000
"""loose `<` or `&` of a feed that is only sloppy; the parser's lenient mode takes seconds over a million of them"""
_MAX_TAG = 50_000
_MAX_OBJECTS = 60_000
"""objects and lists of a JSON feed: thirty for each of the 2,000 entries that are taken; each costs memory many times its size"""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TAG = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(/?)[A-Za-z][^<>]*?(/?)>", re.DOTALL)
_ITEM_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_PREFIXED_ROOT = re.compile(r"\s*<([A-Za-z][\w.-]{0,30}):(?:rss|channel)[\s>]")
_HOUR_ZERO = frozenset(range(24))


def tidy(text: str) -> str:
    """XML that a strict parser can read: no leading noise, DOCTYPE, control characters, loose `&` or HTML entity."""
    text = _NO_XML.sub("", text)
    text = text[max(text.find("<"), 0) :]
    start = _PROLOGUE.match(text)
    text = text[start.end() if start else 0 :]
    if text[:9].lower() == "<!doctype":
        inner, end = text.find("[", 0, 20_000), text.find(">")
        if -1 < inner < end:
            end = text.find(">", text.find("]", inner))
        text = text[end + 1 :]

    def mend(found: re.Match[str]) -> str:
        if found["cdata"]:
            return found[0]
        if found["declared"]:
            return "&lt;" + found[0][1:]
        if found["amp"]:
            return "&amp;"
        name = found["name"]
        if name in _XML_ENTITIES:
            return found[0]
        known = html.entities.html5.get(name + ";")
        return "".join(f"&#{ord(ch)};" for ch in known) if known else f"&amp;{name};"

    return _LOOSE.sub(mend, text)


def hostile(text: str) -> str | None:
    """Why no parser should see this text (Vietnamese), or None. Unclosed HTML in a sloppy feed counts, so bounds are wide."""
    depth = 0
    for found in _TAG.finditer(text):
        if found[1] is None:
            continue
        if found.end() - found.start() > _MAX_TAG:
            return "nguồn tin có thẻ dài bất thường, không đọc"
        if not found[2]:
            depth = max(depth + (-1 if found[1] else 1), 0)
            if depth > MAX_DEPTH * 20:
                return "nguồn tin lồng quá nhiều tầng, không đọc"
    strays = itertools.chain(_STRAY.finditer(text), (f for f in _LOOSE.finditer(text) if f["amp"]))
    if next(itertools.islice(strays, _MAX_STRAY, None), None):
        return "nguồn tin hỏng quá nhiều chỗ, không đọc"
    return None


def read_xml(text: str, context: Context) -> Reading:
    """Entries of an RSS, RDF or Atom document, already decoded."""
    if reason := hostile(text):
        return Reading("feed", "xml", error=reason)
    tidied = tidy(_shortened(text))
    if root := _PREFIXED_ROOT.match(tidied):  # RSS has no namespace of its own: one around it all hides every element
        tidied = re.sub(rf"(</?){re.escape(root[1])}:(?=[A-Za-z])", r"\1", tidied)
    parsed = feedparser.parse(
        io.BytesIO(b'<?xml version="1.0" encoding="utf-8"?>' + tidied.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    version = str(parsed.get("version") or "")
    form = "atom" if version.startswith("atom") else "rdf" if version in ("rss10", "rss090") else "rss"
    items = parsed.entries
    if not version and not items:
        return Reading("feed", form, error="không phải nguồn tin RSS/Atom đọc được")
    base = context.url or str(parsed.feed.get("link") or "")
    order = moments.order_of(str(_raw(i, "published") or _raw(i, "updated") or "") for i in items)
    feed = parsed.feed
    following = next((x.get("href") for x in feed.get("links", []) if x.get("rel") == "next"), None)
    return Reading(
        "feed",
        form,
        one_each(_entries(items, base, context, order, form)),
        title=plain(str(feed.get("title") or "")),
        following=join(base, following) if following else None,
        ttl=_ttl(feed),
        skip_hours=_skip_hours(text),
        faults=("nguồn tin có lỗi XML, đọc theo kiểu nới lỏng",) if parsed.get("bozo") else (),
    )


def read_json(text: str, context: Context) -> Reading:
    """Entries of a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    if text.count("{") + text.count("[") > _MAX_OBJECTS:
        return Reading("feed", "jsonfeed", error="JSON có quá nhiều phần tử, không đọc")
    try:
        document = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return Reading("feed", "jsonfeed", error="không đọc được JSON của nguồn tin")
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list):
        return Reading("feed", "jsonfeed", error="JSON không phải là JSON Feed (thiếu danh sách items)")
    items = [i for i in items[:MAX_ENTRIES] if isinstance(i, dict)]
    base = context.url or _text(document, "home_page_url") or _text(document, "feed_url")
    order = moments.order_of(_text(i, "date_published") for i in items)
    following = _text(document, "next_url")
    return Reading(
        "feed",
        "jsonfeed",
        one_each(e for i in items if (e := _json_entry(i, base, context, order))),
        title=plain(_text(document, "title")),
        following=join(base, following) if following else None,
    )


# ---------------------------------------------------------------- inside
def _shortened(text: str) -> str:
    """At most 2,000 items reach the parser, which would build all of them in memory first."""
    ends = [found.end() for found in itertools.islice(_ITEM_END.finditer(text), MAX_ENTRIES + 1)]
    if len(ends) > MAX_ENTRIES:
        last = max(text.rfind("</item"), text.rfind("</entry"), text.rfind("</rss:item"))
        return text[: ends[MAX_ENTRIES - 1]] + text[text.find(">", last) + 1 :]
    return text


def _raw(item: Mapping[str, Any], name: str) -> Any:
    """A field as it stands; FeedParserDict.get would fall back from `updated` to `published`."""
    return dict.get(item, name) if isinstance(item, dict) else None


def _stamp(text: Any, context: Context, order: str | None, origin: str) -> Stamp | None:
    if not isinstance(text, str) or not text.strip():
        return None
    return moments.read(text, origin=origin, offset=context.offset, now=context.now, order=order)


def _entries(
    items: list[Mapping[str, Any]], base: str, context: Context, order: str | None, form: str
) -> Iterator[Entry]:
    for item in items:
        guid = str(_raw(item, "id") or "").strip() or None
        link = _link(item, guid, base)
        title = plain(str(_raw(item, "title") or ""))
        if link is None:
            continue
        published = _stamp(_raw(item, "published"), context, order, "feed")
        updated = _stamp(_raw(item, "updated"), context, order, "feed")
        if published is None and form != "atom":
            # RSS has one date; feedparser files dc:date under "updated".
            published, updated = updated or _stamp(_raw(item, "created"), context, order, "feed"), None
        content = next((str(c.get("value") or "") for c in _raw(item, "content") or () if c.get("value")), None)
        yield Entry(context.source, link, title, published, updated, guid, content[:MAX_CONTENT] if content else None)


def _link(item: Mapping[str, Any], guid: str | None, base: str) -> str | None:
    links = _raw(item, "links") or ()
    wanted = str(_raw(item, "link") or "")
    if not wanted:
        wanted = next((str(x.get("href") or "") for x in links if x.get("rel") in ("alternate", None)), "")
    if not wanted and guid and re.match(r"https?://|/", guid):
        wanted = guid
    return join(base, wanted) if wanted else None


def _ttl(feed: Mapping[str, Any]) -> int | None:
    """`ttl` (minutes) or the syndication module's period, in seconds; at most a day."""
    found = re.fullmatch(r"\s*(\d{1,6})\s*", str(feed.get("ttl") or ""))
    if found and int(found[1]) > 0:
        return min(int(found[1]) * 60, 86_400)
    period = {"hourly": 3600, "daily": 86_400, "weekly": 86_400}.get(str(feed.get("sy_updateperiod") or "").strip())
    times = re.fullmatch(r"\s*([1-9]\d{0,3})\s*", str(feed.get("sy_updatefrequency") or "1"))
    return max(300, period // int(times[1])) if period and times else None


def _skip_hours(text: str) -> frozenset[int]:
    """RSS 2.0 skipHours: hours in GMT. A feed that names all of them names none."""
    block = re.search(r"<skipHours>(.*?)</skipHours>", text[:20_000], re.DOTALL | re.IGNORECASE)
    hours = (
        frozenset(int(h) % 24 for h in re.findall(r"<hour>\s*(\d{1,2})\s*</hour>", block[1])) if block else frozenset()
    )
    return frozenset() if hours >= _HOUR_ZERO else hours


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _json_entry(item: Mapping[str, Any], base: str, context: Context, order: str | None) -> Entry | None:
    guid = _text(item, "id") or None
    wanted = _text(item, "url") or _text(item, "external_url")
    if not wanted and guid and re.match(r"https?://", guid):
        wanted = guid
    link = join(base, wanted) if wanted else None
    if link is None:
        return None
    return Entry(
        context.source,
        link,
        plain(_text(item, "title")),
        _stamp(_text(item, "date_published"), context, order, "feed"),
        _stamp(_text(item, "date_modified"), context, order, "feed"),
        guid,
        _text(item, "content_html")[:MAX_CONTENT] or None,
    )
