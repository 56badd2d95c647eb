"""Source lists from and for other feed readers (OPML 2.0, http://opml.org/spec2.opml). Pure.

What is refused in sources.toml (CHARTER rule 2) is refused here, with the reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET  # only builds; reading goes through defusedxml

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as safe

from pipeline.config import refusal
from pipeline.fetch import Network, guard
from pipeline.fetch.urls import clean
from pipeline.records import Source, SourceKind
from pipeline.tune.probe import slug

MAX_OUTLINES = 5_000
EVERY = 250
"""outlines between two words about how far the reading is"""
INNER = "địa chỉ nội bộ của máy hoặc mạng; chỉ đọc được khi có trong [network] allow của office.toml"
_INNER_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain")
"""names that no public resolver answers (RFC 6762, RFC 8375, RFC 6761; `internal`: ICANN 2024)"""


class OpmlUnreadable(ValueError):
    """The file is no OPML that can be read; the message is a Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Sources found in an OPML file, and what was left out with the reason."""

    sources: tuple[Source, ...]
    refused: tuple[tuple[str, str], ...]


def read(
    data: bytes, network: Network | None = None, progress: Callable[[int, int], None] = lambda done, total: None
) -> Imported:
    """Feeds of an OPML file, those of one host gathered in one source. Raises OpmlUnreadable.

    Addresses inside the machine or its network are left out unless `network` allows them. `progress` hears (outlines
    read, outlines in all) every few hundred.
    """
    try:
        root = safe.fromstring(data, forbid_dtd=True)
    except (DefusedXmlException, ET.ParseError, ValueError, RecursionError) as error:
        raise OpmlUnreadable(
            f"Không đọc được tệp OPML ({type(error).__name__}); hãy xuất lại từ trình đọc tin."
        ) from error
    if root.tag.lower() != "opml":
        raise OpmlUnreadable("Tệp không phải OPML (thẻ ngoài cùng không phải <opml>).")
    feeds: dict[str, list[str]] = {}
    names: dict[str, tuple[str, str]] = {}
    refused = []
    outlines = list(root.iter("outline"))
    for number, outline in enumerate(outlines[:MAX_OUTLINES], start=1):
        if number % EVERY == 0:
            progress(number, len(outlines))
        wanted = outline.get("xmlUrl") or ""
        if not wanted:
            if len(outline) == 0:  # with children it is a folder
                name = outline.get("title") or outline.get("text") or outline.get("htmlUrl") or "mục không tên"
                refused.append((f"«{name}»", "không có địa chỉ nguồn tin (xmlUrl)"))
            continue
        url = clean(wanted)
        reason = refusal(url) or _inner(url, network or Network()) if url else "không phải địa chỉ http/https dùng được"
        if url is None or reason:
            refused.append((wanted, reason or ""))
            continue
        host = urlsplit(url).netloc
        feeds.setdefault(host, [])
        if url in feeds[host]:
            refused.append((wanted, "đã có trong tệp này rồi"))
            continue
        feeds[host].append(url)
        title = re.sub(r"\s+", " ", outline.get("title") or outline.get("text") or host).strip()
        home = clean(outline.get("htmlUrl") or "") or f"{urlsplit(url).scheme}://{host}/"
        names.setdefault(host, (title, home))
    if len(outlines) > MAX_OUTLINES:
        refused.append((f"{len(outlines) - MAX_OUTLINES} mục cuối", f"một tệp đọc tối đa {MAX_OUTLINES} mục"))
    ids: set[str] = set()
    sources = []
    for host, urls in feeds.items():
        name, home = names[host]
        ident = base = slug(host) or "nguon"
        number = 2
        while ident in ids:
            ident, number = f"{base}_{number}", number + 1
        ids.add(ident)
        kind: SourceKind = "official_portal" if host.endswith(".gov.vn") else "newspaper"
        sources.append(Source(ident, name, kind, home, feeds=tuple(urls)))
    return Imported(tuple(sources), tuple(refused))


def _inner(url: str, network: Network) -> str | None:
    """Why an address is nobody's web site: a private, loopback, link-local or metadata address, or a name of the inside.

    Names are not looked up here; what a name leads to is judged on the socket at every visit.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if guard.is_allowed(network, host, parts.port or (443 if parts.scheme == "https" else 80)):
        return None
    try:
        address = guard.literal(host)
    except ValueError:
        return "không phải địa chỉ http/https dùng được"
    if address is not None:
        return None if guard.is_public(address) else INNER
    inner = "." not in host or any(host.endswith(f".{name}") for name in _INNER_NAMES)
    return INNER if inner else None


def write(sources: Iterable[Source], title: str) -> bytes:
    """OPML 2.0 of the feeds of a list; sources without a feed have no place in it."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = title
    body = ET.SubElement(root, "body")
    for source in sources:
        for url in source.feeds:
            ET.SubElement(
                body, "outline", type="rss", text=source.name, title=source.name, xmlUrl=url, htmlUrl=source.url
            )
    ET.indent(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + bytes(ET.tostring(root, encoding="utf-8")) + b"\n"


def as_toml(sources: Iterable[Source]) -> str:
    """[[source]] blocks ready for sources.toml."""
    blocks = []
    for source in sources:
        feeds = [json.dumps(url, ensure_ascii=False) for url in source.feeds]
        value = feeds[0] if len(feeds) == 1 else "[\n  " + ",\n  ".join(feeds) + ",\n]"
        blocks.append(
            "[[source]]\n"
            f"id = {json.dumps(source.id)}\n"
            f"name = {json.dumps(source.name, ensure_ascii=False)}\n"
            f"kind = {json.dumps(source.kind)}\n"
            f"url = {json.dumps(source.url, ensure_ascii=False)}\n"
            f"feed = {value}\n"
        )
    return "\n".join(blocks)
