"""Links that stand only in what a script would do: onclick, data-href, javascript: addresses. Pure; `listings` calls it.

Nothing is run. An address printed as a literal beside an element is made its href, so that the reader of lists sees the
link that a visitor would follow (portals that open their notices by script; rows and cards that are one large link).
"""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ATTRIBUTES = ("data-href", "data-url", "data-link")
_ELEMENTS = ", ".join(["a[href^='javascript:']", "[onclick]", *(f"[{name}]" for name in _ATTRIBUTES)])
_LITERAL = re.compile(
    r"""(['"])(?P<url>(?:https?://|/|\./|\?)[^'"<>\s\\]{2,300}|[\w-]+(?:/[\w.-]+)*\.(?:html?|aspx|php)[^'"<>\s]{0,200})\1"""
)
_NO_LINK = re.compile(r"share|print|facebook|zalo|twitter|player|popup|login|comment", re.IGNORECASE)
_EMPTY = re.compile(r"^(?:#.*|javascript:.*)?$", re.IGNORECASE | re.DOTALL)
MOST = 2_000
"""elements of one page looked at"""


def uncover(tree: LexborHTMLParser) -> None:
    """Give every element that opens another page by script the link it opens."""
    for node in tree.css(_ELEMENTS)[:MOST]:
        if not _EMPTY.match((node.attributes.get("href") or "").strip()):
            continue
        target = _target(node)
        if target is None:
            continue
        if node.tag == "a":
            node.attrs["href"] = target
        elif not any(not _EMPTY.match(a.attributes.get("href") or "") for a in node.css("a[href]")):
            _link_inside(node, target)


def _target(node: LexborNode) -> str | None:
    for name in _ATTRIBUTES:
        if value := (node.attributes.get(name) or "").strip():
            return value if not _EMPTY.match(value) else None
    said = f"{node.attributes.get('onclick') or ''} {node.attributes.get('href') or ''}"
    found = _LITERAL.search(said)
    return found["url"] if found and not _NO_LINK.search(said) else None


def _link_inside(node: LexborNode, target: str) -> None:
    """A link with the words of the element's headline, its longest cell or itself."""
    parts = [*node.css("h1, h2, h3, h4, h5, .title, a"), *node.css("td, p, span")] or [node]
    headings = [part for part in parts if part.tag in ("h1", "h2", "h3", "h4", "h5", "a")]
    place = max(headings or parts, key=lambda part: len(part.text() or ""))
    words = " ".join((place.text(separator=" ") or "").split())
    link = LexborHTMLParser(f'<a href="{html.escape(target, quote=True)}">{html.escape(words)}</a>').css_first("a")
    if words and link is not None:
        place.insert_child(link)
