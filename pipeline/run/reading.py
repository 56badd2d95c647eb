"""Articles out of captures: what stands on the page, when it was printed, persons masked before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from pipeline import fetch
from pipeline.extract import article as reader
from pipeline.extract import masking
from pipeline.extract.known import KnownPages
from pipeline.fetch import documents
from pipeline.language.identify import language_of
from pipeline.language.normalise import fold
from pipeline.records import VIETNAM, Article, Capture, Entry, Source, StageCount, Stamp, local_day
from pipeline.run.house import House, Timer
from pipeline.store.sources import SourcesRoom

READER = "2"
"""raised when the reader changes so much that stored captures should be read again"""
_FULL_TEXT = 400
"""characters from which what a feed carries is an article and not a teaser (feeds of the press: 120 to 300)"""
SITE_NAME = 85.0
"""likeness, of 100, from which a page title is the outlet's name"""
PAPER = "đây là tệp văn bản, không phải bài; văn bản của các cổng chính thức: doichieu sources offers"


def read(house: House) -> StageCount:
    """Articles out of captures: text without furniture, persons masked before anything is written."""
    timer = Timer("đọc bài")
    sources = {source.id: source for source in house.sources}
    done = kept = 0
    known = KnownPages()
    with house.watch.stage("đọc bài", None) as bar:
        for url, capture, entry in house.store.captures_to_read(READER):
            article, reason = article_of(url, capture, entry, sources.get(capture.source), known)
            source = sources.get(capture.source)
            stored = house.store.save_reading(capture.sha256, url, READER, article, reason)
            if stored is not None and source and source.kind == "official_portal":
                timer.problems.extend(_edited(house, stored))
            if article is None and reason:
                timer.problems.append(f"{capture.url}: {reason}")
            done += 1
            kept += article is not None
            bar.advance()
    return timer.count(done, kept)


def _edited(house: House, new: Article) -> Iterator[str]:
    """What an office changed in a page of its own, in words: dates and figures people already act on."""
    from pipeline.stories import versions

    old = SourcesRoom(house.store.engine, house.store.clock).version_before(new) if new.version > 1 else None
    words = versions.in_words(versions.difference(old, new, house.gazetteer)) if old else ""
    if words:
        at = (new.updated or new.first_seen).astimezone(VIETNAM)
        yield f"{new.outlet}: {new.url}: trang chính thức đã sửa lúc {at:%H:%M %d/%m/%Y}: {words}"


def article_of(
    url: str, capture: Capture, entry: Entry | None, source: Source | None, known: KnownPages
) -> tuple[Article | None, str | None]:
    """The article of a capture, or None with the reason in Vietnamese.

    `url` is the announced one; the article stands where its redirects ended, so that a moved page stays one page.
    `known` remembers the templates of the pass.
    """
    headers = {name.lower(): value for name, value in capture.headers}
    if documents.paper(capture.body):
        return None, PAPER
    if capture.final_url != capture.url:
        url = fetch.canonical(capture.final_url)
    page = known.read(
        capture.source,
        capture.body,
        capture.final_url,
        media_type=headers.get("content-type"),
        repair=source.repair if source else (),
        offset=source.offset if source else None,
    )
    if page.kind != "article":
        carried = _carried(entry)
        if carried is None:
            return None, page.error or "trang không phải một bài báo"
        page = carried
    named = entry.title if entry and entry.title and source and _is_site_name(page.title, source.name) else page.title
    title, text = masking.mask(named), masking.mask(page.text)
    published = _first_stamp(page.published, entry.published if entry else None)
    updated = page.updated
    key = "\x1f".join((url, title, _iso(published), _iso(updated), text))
    return (
        Article(
            id=hashlib.sha256(key.encode()).hexdigest()[:32],
            source=capture.source,
            outlet=source.name if source else capture.source,
            url=url,
            title=title,
            published=published.at if published else None,
            updated=updated.at if updated else None,
            text=text,
            first_seen=capture.fetched_at,
            capture=capture.sha256,
            language=language_of(text),
            incomplete=page.incomplete,
            published_origin=published.origin if published else None,
        ),
        None,
    )


def _carried(entry: Entry | None) -> reader.Page | None:
    """The full text that the feed itself carried, for a page that shows none (a script draws it, a wall stands before it).

    Marked incomplete: a feed may leave paragraphs out, so nothing may be called omitted from it.
    """
    if entry is None or not entry.content or not entry.title:
        return None
    page = reader.read_fragment(entry.content, entry.title, published=entry.published, updated=entry.updated)
    whole = page.kind == "article" and len(page.text) >= _FULL_TEXT
    return replace(page, incomplete=True) if whole else None


def _is_site_name(title: str, outlet: str) -> bool:
    """Whether a page calls itself by the outlet's name only (portals whose headline is no heading)."""
    return bool(title) and fuzz.ratio(fold(title), fold(outlet)) >= SITE_NAME


def _first_stamp(page: Stamp | None, entry: Stamp | None) -> Stamp | None:
    """The page's own time; the announcement's where the page gives none, or only the day that both name."""
    if page is None or entry is None:
        return page or entry
    if page.day_only and not entry.day_only and local_day(page.at) == local_day(entry.at):
        return entry
    return page


def _iso(stamp: Stamp | None) -> str:
    return stamp.at.isoformat() if stamp else ""
