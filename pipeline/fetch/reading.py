"""What a document that announces articles says, whatever its format: the common outcome of feeds, sitemaps and lists.

Also the few repairs they share: titles as plain text, one entry per article, GUIDs that identify nothing.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.fetch.policy import MAX_ENTRIES, MAX_TITLE
from pipeline.fetch.urls import key
from pipeline.records import AddressKind, Entry


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader must know beside the bytes."""

    source: str
    url: str
    now: dt.datetime
    offset: str | None = None
    selector: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Entries and what else a document says about itself. `error` is a Vietnamese reason when it could not be read."""

    kind: AddressKind
    form: str
    """rss, atom, rdf, jsonfeed, urlset, index, text, html"""
    entries: tuple[Entry, ...] = ()
    title: str = ""
    following: str | None = None
    """the next page of a list or archive"""
    children: tuple[tuple[str, dt.datetime | None], ...] = ()
    """sitemaps of an index with their time of change"""
    ttl: int | None = None
    """seconds the publisher wants between two visits"""
    skip_hours: frozenset[int] = frozenset()
    """hours (UTC) in which the publisher asks not to come"""
    faults: tuple[str, ...] = ()
    error: str | None = None


# Badges that outlets hang behind a title in an element of their own; folded to lower case.
_BADGES = frozenset(
    {"mới", "new", "hot", "nóng", "video", "clip", "ảnh", "photo", "infographic", "emagazine", "live", "trực tiếp",
     "cập nhật", "độc quyền", "podcast", "audio", "premium", "vip", "longform", "tin mới"}
)  # fmt: skip
_BADGE = r"<(font|span|sup|sub|em|i|b|strong|small|blink|label)\b[^<>]*>\s*[\[(]?([^<>]{2,14}?)[\])]?[!.]?\s*</\1\s*>"
_BADGES_AT_EDGES = (
    re.compile(rf"^\s*{_BADGE}\s*(?=\S)", re.IGNORECASE),
    re.compile(rf"(?<=\S)\s*{_BADGE}\s*$", re.IGNORECASE),
)


def plain(markup: str) -> str:
    """A title or similar as one line of text: tags, entities (also escaped twice), badges and blanks undone."""
    text = markup.strip()[: MAX_TITLE * 8]
    if "<![CDATA[" in text:
        text = text.replace("<![CDATA[", "").replace("]]>", "")
    for _ in range(2):
        if re.search(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]\w{1,30});", text):
            text = html.unescape(text)
    if "<" in text:
        for badge in _BADGES_AT_EDGES:
            text = badge.sub(lambda m: " " if m[2].strip().lower() in _BADGES else m[0], text)
        text = re.sub(r"<(script|style)\b.*?</\1\s*>", " ", text, flags=re.IGNORECASE | re.DOTALL)
        text = re.sub(r"<br\s*/?>|</p>|</div>", " ", text, flags=re.IGNORECASE)
        text = re.sub(r"</?[A-Za-z][^<>]*>|<!--.*?-->", "", text)
    text = "".join(ch for ch in text if ch in "\n\t " or unicodedata.category(ch) not in ("Cc", "Cf", "Cs"))
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text).strip())[:MAX_TITLE]


def one_each(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each article once (the first mention, completed by later ones), at most 2,000; shared GUIDs are dropped."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        name = key(entry.url)
        if name in kept:
            first = kept[name]
            kept[name] = replace(
                first,
                title=first.title or entry.title,
                published=first.published or entry.published,
                updated=first.updated or entry.updated,
                content=first.content or entry.content,
            )
        elif len(kept) < MAX_ENTRIES:
            kept[name] = entry
    # A GUID borne by two articles identifies neither.
    shared = {g for g, n in Counter(e.guid for e in kept.values() if e.guid).items() if n > 1}
    return tuple(replace(e, guid=None) if e.guid in shared else e for e in kept.values())
