"""What each sample outlet announces: RSS 2.0, Atom (RFC 4287), a news sitemap, each as bytes.

Links are absolute and built from the address the outlet is served under.
"""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Sequence
from xml.etree import ElementTree as ET  # builds XML only; nothing foreign is parsed here

from pipeline.sample.press import Item, Outlet

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def rss(outlet: Outlet, items: Sequence[Item], base: str) -> bytes:
    """RSS 2.0 with title, link, guid, date and a short description."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    for tag, text in (("title", outlet.name), ("link", base + "/"), ("description", "Tin mới"), ("language", "vi")):
        ET.SubElement(channel, tag).text = text
    for item in items:
        node = ET.SubElement(channel, "item")
        ET.SubElement(node, "title").text = item.title
        ET.SubElement(node, "link").text = base + item.path
        ET.SubElement(node, "guid", isPermaLink="false").text = item.id
        ET.SubElement(node, "pubDate").text = email.utils.format_datetime(item.published)
        ET.SubElement(node, "description").text = f"<p>{item.paragraphs[0]}</p>"
    return _bytes(root)


def atom(outlet: Outlet, items: Sequence[Item], base: str) -> bytes:
    """Atom with `published` and `updated`; an edited page shows its new `updated`."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    newest = max((item.visible_from for item in items), default=dt.datetime(2026, 11, 9, tzinfo=dt.UTC))
    for tag, text in (("title", outlet.name), ("id", base + "/"), ("updated", newest.isoformat())):
        ET.SubElement(root, f"{{{_ATOM}}}{tag}").text = text
    for item in items:
        node = ET.SubElement(root, f"{{{_ATOM}}}entry")
        ET.SubElement(node, f"{{{_ATOM}}}title").text = item.title
        ET.SubElement(node, f"{{{_ATOM}}}link", rel="alternate", href=base + item.path)
        ET.SubElement(node, f"{{{_ATOM}}}id").text = f"tag:{outlet.host},2026:{item.path}"
        ET.SubElement(node, f"{{{_ATOM}}}published").text = item.published.isoformat()
        ET.SubElement(node, f"{{{_ATOM}}}updated").text = item.visible_from.isoformat()
        ET.SubElement(node, f"{{{_ATOM}}}summary").text = item.paragraphs[0]
    return _bytes(root)


def sitemap(outlet: Outlet, items: Sequence[Item], base: str) -> bytes:
    """News sitemap: address, publication, date, title."""
    ET.register_namespace("", _SITEMAP)
    ET.register_namespace("news", _NEWS)
    root = ET.Element(f"{{{_SITEMAP}}}urlset")
    for item in items:
        node = ET.SubElement(root, f"{{{_SITEMAP}}}url")
        ET.SubElement(node, f"{{{_SITEMAP}}}loc").text = base + item.path
        news = ET.SubElement(node, f"{{{_NEWS}}}news")
        publication = ET.SubElement(news, f"{{{_NEWS}}}publication")
        ET.SubElement(publication, f"{{{_NEWS}}}name").text = outlet.name
        ET.SubElement(publication, f"{{{_NEWS}}}language").text = "vi"
        ET.SubElement(news, f"{{{_NEWS}}}publication_date").text = item.published.isoformat()
        ET.SubElement(news, f"{{{_NEWS}}}title").text = item.title
    return _bytes(root)


def _bytes(root: ET.Element) -> bytes:
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text
