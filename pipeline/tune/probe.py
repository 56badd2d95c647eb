"""Try out an address or a file before it goes into sources.toml: what it is, what it announces, what is understood.

Reads with the same readers as a pass. The network is only used for addresses; a file is read as if it had been served.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.config import refusal
from pipeline.extract import article
from pipeline.fetch import Fetcher, documents, listings
from pipeline.fetch.reading import Context, Reading, plain
from pipeline.language.encoding import charset_in, decode
from pipeline.records import AddressKind, Entry, Stamp

MAX_FILE = 24_000_000
"""bytes of a file; the largest sitemap allowed is 50 MB and holds years"""
LOCAL = dt.timezone(dt.timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found at one address or in one file. `error` is a Vietnamese sentence."""

    source: str
    kind: AddressKind | None
    form: str
    entries: tuple[Entry, ...]
    error: str | None
    title: str = ""
    encoding: str = ""
    robots: str = ""
    offers: tuple[listings.Offer, ...] = ()
    sitemaps: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    sample: str = ""
    """the first words of the first article's text, where the document carries any"""
    moved_to: str | None = None


def probe_url(fetcher: Fetcher, url: str, now: dt.datetime, *, sample: bool = False) -> Probe:
    """Ask for an address once and read what comes; with `sample` also for its first article, to show how it reads."""
    if reason := refusal(url):
        return Probe(url, None, "", (), f"Địa chỉ bị từ chối vì {reason}.")
    look = next(fetcher.look([url]))
    if look.reason is not None or look.final_url is None:
        return Probe(url, None, "", (), _sentence(look.reason or "không có trả lời"), robots=look.robots)
    found = probe_bytes(url, look.body, look.media_type, look.final_url, now)
    words = found.sample
    if sample and not words and found.entries:
        words = _sample(fetcher, found.entries[0].url)
    return replace(found, source=url, robots=look.robots, sitemaps=look.sitemaps, sample=words, moved_to=look.moved_to)


def _sample(fetcher: Fetcher, url: str) -> str:
    look = next(fetcher.look([url]))
    if look.reason is not None or look.final_url is None:
        return f"(chưa đọc được {url}: {look.reason})"
    page = article.read(look.body, look.final_url, media_type=look.media_type)
    return page.text[:300] or f"({page.error})"


def probe_file(name: str, now: dt.datetime) -> Probe:
    """Read a file as if a publisher had served it."""
    path = Path(name)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except OSError as error:
        return Probe(name, None, "", (), f"Không mở được tệp: {error.strerror or error}.")
    if len(data) > MAX_FILE:
        return Probe(name, None, "", (), "Tệp lớn hơn 24 MB, không đọc.")
    return probe_bytes(name, data, None, "", now)


def probe_bytes(source: str, data: bytes, media_type: str | None, url: str, now: dt.datetime) -> Probe:
    """What a document is and announces. `url` is empty for a file: then the document's own canonical link counts."""
    if not data.strip():
        return Probe(source, None, "", (), "Nội dung trống.")
    decoded = decode(data[:MAX_FILE], charset_in(data, media_type)) if data[:2] != b"\x1f\x8b" else None
    if decoded is not None and decoded.garbled:
        return Probe(source, None, "", (), "Không giải mã được chữ (sai bảng mã).")
    form = documents.sniff(decoded.text) if decoded else "gzip"
    encoding = decoded.encoding if decoded else ""
    if decoded is not None and form == "html":
        return _html(source, data, decoded.text, media_type, url or _own_link(decoded.text), encoding, now)
    wanted: AddressKind = "sitemap" if form in ("sitemap", "text", "gzip") else "feed"
    reading = documents.read(data, media_type, wanted, Context("", url, now))
    error = _sentence(reading.error) if reading.error else None
    entries = reading.entries or tuple(Entry("", child, "", None, _as_stamp(when)) for child, when in reading.children)
    kind = None if error and not entries else reading.kind
    sample = next((plain(e.content)[:300] for e in entries if e.content), "")
    return Probe(
        source, kind, reading.form, entries, error, reading.title, encoding, faults=reading.faults, sample=sample
    )


def as_json(probe: Probe) -> dict[str, Any]:
    """The contract of `sources probe --json`."""
    return {
        "source": probe.source,
        "kind": probe.kind,
        "entries": [
            {
                "title": e.title,
                "link": e.url,
                "published": printed(e.published),
                "updated": printed(e.updated),
                "guid": e.guid,
            }
            for e in probe.entries
        ],
        "error": probe.error,
    }


def printed(stamp: Stamp | None) -> str | None:
    """A moment in Vietnam's time (ISO 8601), a day where only a day is known."""
    if stamp is None:
        return None
    local = stamp.at.astimezone(LOCAL)
    return local.date().isoformat() if stamp.day_only else local.isoformat(timespec="seconds")


def toml_block(probe: Probe) -> str:
    """A ready [[source]] block for sources.toml; what only a person knows is left as a comment."""
    where = probe.moved_to or probe.source
    parts = urlsplit(where)
    home = f"{parts.scheme}://{parts.netloc}/"
    name = re.split(r"\s+[-|–:»]+\s+", probe.title)[0].strip() or parts.hostname or where
    key = {"feed": "feed", "sitemap": "sitemap", "page": "page"}.get(probe.kind or "", "listing")
    if probe.kind == "listing" and probe.offers:
        key, where = "feed", probe.offers[0].url
    kind = "official_portal" if (parts.hostname or "").endswith(".gov.vn") else "newspaper"
    lines = [
        "[[source]]",
        f"id = {_quoted(slug(parts.hostname or name))}",
        f"name = {_quoted(name)}",
        "# kind: newspaper, news_agency, broadcaster, magazine, official_portal, fact_check, aggregator",
        f"kind = {_quoted(kind)}",
        f"url = {_quoted(home)}",
        f"{key} = {_quoted(where)}",
    ]
    return "\n".join(lines)


# ---------------------------------------------------------------- inside
def _html(
    source: str, data: bytes, text: str, media_type: str | None, url: str, encoding: str, now: dt.datetime
) -> Probe:
    """A web page: a list of articles, or one article."""
    base = url or "https://tep.invalid/"
    offers = tuple(listings.offers(text, base))
    page = article.read(data, base, media_type=media_type)
    reading: Reading = documents.read(data, media_type, "listing", Context("", base, now))
    if page.kind == "article":
        entry = Entry("", url or base, page.title, page.published, page.updated)
        return Probe(
            source, "page", "html", (entry,), None, listings.title_of(text), encoding, offers=offers,
            sample=page.text[:300],
        )  # fmt: skip
    error = _sentence(reading.error) if reading.error else None
    kind: AddressKind | None = "listing" if reading.entries or offers else None
    if kind and not reading.entries:
        error = None
    return Probe(
        source, kind, "html", reading.entries, error, reading.title, encoding, offers=offers, faults=reading.faults
    )


def _own_link(text: str) -> str:
    """The address a saved page says it has."""
    head = text[:200_000]
    for form in (
        r"<link[^>]+rel=[\"']?canonical[\"']?[^>]+href=[\"']([^\"'>]+)",
        r"<link[^>]+href=[\"']([^\"'>]+)[\"'][^>]+rel=[\"']?canonical",
        r"<meta[^>]+property=[\"']og:url[\"'][^>]+content=[\"']([^\"'>]+)",
        r"<meta[^>]+content=[\"']([^\"'>]+)[\"'][^>]+property=[\"']og:url",
        r"<base[^>]+href=[\"']([^\"'>]+)",
    ):
        if (found := re.search(form, head, re.IGNORECASE)) and found[1].startswith(("http://", "https://")):
            return found[1]
    return ""


def _as_stamp(when: dt.datetime | None) -> Stamp | None:
    return Stamp(when, "sitemap") if when else None


def _sentence(words: str) -> str:
    words = words.strip().rstrip(".")
    return words[:1].upper() + words[1:] + "."


def slug(text: str) -> str:
    """A source id made of a host or a name: small letters, digits and underscores."""
    text = unicodedata.normalize("NFD", text.lower().removeprefix("www.").replace("đ", "d"))
    text = "".join(ch for ch in text if not unicodedata.combining(ch))
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"\.(?:com|gov|org|net|edu)?\.?vn$|\.(?:com|net|org)$", "", text)).strip(
        "_"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
