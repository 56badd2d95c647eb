"""From the bytes of an address to a `Reading`: undo gzip, decode, tell the format by its content, hand to its reader.

The declared media type is a hint only: feeds come as text/html, lists as text/plain, sitemaps as octet-stream. Pure.
"""

from __future__ import annotations

import html
import re

from pipeline.fetch import feeds, listings, sitemaps
from pipeline.fetch.body import TooMuch, gunzip
from pipeline.fetch.reading import Context, Reading
from pipeline.language.encoding import charset_in, decode
from pipeline.records import AddressKind

MAX_BYTES = {"feed": 6_000_000, "listing": 4_000_000, "sitemap": 10_000_000}
"""of a document by what reads it; a news sitemap of 1,000 addresses is below 1 MB, the largest list page seen 0.6 MB"""
_HEAD = 6_000


_PAPERS = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".docx"), (b"\xd0\xcf\x11\xe0", ".doc"))


def paper(body: bytes) -> str | None:
    """The end of a file name when the bytes are an office document (".pdf", ".docx", ".doc"), else None."""
    return next((end for mark, end in _PAPERS if body.startswith(mark)), None)


def sniff(text: str) -> str:
    """ "xml-feed", "jsonfeed", "sitemap", "html", "text" or "unknown", by what the text begins with."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")):
        return "jsonfeed"
    if re.search(r"<(?:[\w.-]+:)?(?:urlset|sitemapindex)[\s>]", head, re.IGNORECASE):
        return "sitemap"
    if re.search(r"<(?:rss|feed|(?:rdf:)?rdf|channel|[\w.-]+:feed)[\s>]", head, re.IGNORECASE) and not re.match(
        r"<(?:!doctype html|html)", head, re.IGNORECASE
    ):
        return "xml-feed"
    if listings.is_html(text):
        return "html"
    if re.match(r"(?:\s*https?://\S+\s*(?:\n|$))+", head):
        return "text"
    return "xml-feed" if head.startswith("<") else "unknown"


_INSIDE = re.compile(r"<(?P<root>rss|feed|rdf:RDF|urlset)\b[^<>]*>.*</(?P=root)\s*>", re.DOTALL | re.IGNORECASE)
_SHOWN = re.compile(
    r"<(?P<box>pre|textarea|code)\b[^<>]*>\s*(?P<text>&lt;(?:\?xml|rss|feed|rdf|urlset).*?)</(?P=box)>",
    re.DOTALL | re.IGNORECASE,
)


def unwrapped(text: str) -> str | None:
    """The feed that a page is wrapped around: as it is (a template's mistake), or escaped as a browser shows it."""
    shown = _SHOWN.search(text)
    found = _INSIDE.search(html.unescape(shown["text"]) if shown else text)
    return found[0] if found else None


def read(data: bytes, media_type: str | None, wanted: AddressKind, context: Context) -> Reading:
    """What the document at an address of kind `wanted` announces. Faults come back as `error`; never raises."""
    if not data.strip():
        return Reading(wanted, "empty", error="nội dung trống")
    if data[:2] == b"\x1f\x8b":
        try:
            data = gunzip(data, MAX_BYTES["sitemap"])
        except TooMuch as fault:
            words = "phình quá giới hạn (bom nén)" if fault.code == "bomb" else "hỏng hoặc bị nén chồng nhiều lớp"
            return Reading(wanted, "gzip", error=f"tệp nén {words}")
    declared = charset_in(data, media_type)
    form = sniff(decode(data[:_HEAD], declared).text)
    size = {"sitemap": "sitemap", "text": "sitemap", "html": "listing"}.get(form, "feed")
    if len(data) > MAX_BYTES[size]:
        return Reading(wanted, form, error="tài liệu quá lớn để đọc như nguồn tin")
    decoded = decode(data, declared)
    if decoded.garbled:
        return Reading(wanted, "garbled", error="không giải mã được chữ (sai bảng mã), không đọc thành lời")
    text = decoded.text
    reader = {"xml-feed": feeds.read_xml, "jsonfeed": feeds.read_json, "sitemap": sitemaps.read, "html": listings.read}
    if form == "html" and wanted in ("feed", "sitemap") and (inner := unwrapped(text)) is not None:
        text, form = inner, sniff(inner)
    if form == "html" and wanted in ("feed", "sitemap"):
        offered = listings.offers(text[:200_000], context.url)
        hint = f"; trang này giới thiệu nguồn tin {offered[0].url}" if offered else ""
        return Reading(wanted, "html", error=f"địa chỉ trả về trang web, không phải nguồn tin{hint}")
    if form == "text" and wanted == "sitemap":
        reading = sitemaps.read_text(text, context)
    elif form in reader:
        reading = reader[form](text, context)
    else:
        return Reading(wanted, form, error="nội dung không phải nguồn tin, sơ đồ trang hay trang web")
    faults = (*decoded.faults, *reading.faults)
    return Reading(
        reading.kind, reading.form, reading.entries, reading.title, reading.following, reading.children, reading.ttl,
        reading.skip_hours, faults, reading.error,
    )  # fmt: skip
