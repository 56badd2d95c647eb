"""Which words are the title: what the reader sees over the article, checked by what the page says of itself.

The visible heading wins over og:title (aggregators decorate og:title); among several headings the one the page's own
metadata agrees with; without a heading, the metadata without the outlet's name.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.extract.pages.blocks import Outline
from pipeline.extract.pages.metadata import Facts

_SEPARATOR = re.compile(r"\s+(?:[-–—|»•·]|::|\.:)\s+|\s*\|\s*|\s*::\s*")
_WORDS = re.compile(r"\w+")


def likeness(a: str, b: str) -> float:
    """Dice likeness of two titles as sets of words."""
    first, second = set(_WORDS.findall(a.casefold())), set(_WORDS.findall(b.casefold()))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def without_site(title: str, facts: Facts, url: str) -> str:
    """Cut the outlet's name off a window title; with no known name, a short last part."""
    pieces = _SEPARATOR.split(title)
    if len(pieces) < 2:
        return title.strip()
    names = [n.casefold() for n in facts.site_names if 0 < len(n) <= 40]
    host = re.sub(r"[^a-z0-9]", "", (urlsplit(url).hostname or "").removeprefix("www.").rsplit(".", 1)[0])

    def is_site(piece: str) -> bool:
        low = piece.casefold().strip()
        plain = re.sub(r"[^a-z0-9]", "", _fold(low))
        return any(low == n or (len(low) > 3 and n.startswith(low)) or (len(n) > 3 and n in low) for n in names) or (
            len(plain) > 3 and bool(host) and (plain in host or host in plain)
        )

    start = next((m.end() for m in [_SEPARATOR.search(title)] if m and is_site(title[: m.start()])), 0)
    ends = list(_SEPARATOR.finditer(title, start))
    end = len(title)
    if ends:
        tail = title[ends[-1].end() :]
        if is_site(tail) or (
            not names and len(tail.split()) <= 4 and len(title[start : ends[-1].start()].split()) >= 5
        ):
            end = ends[-1].start()
    return title[start:end].strip() or title.strip()


def find_title(page: Outline, facts: Facts, url: str) -> tuple[str, int]:
    """Return the title and the index of the block that shows it (-1 when no block does)."""
    said = [t for t in [facts.headline, *facts.titles, facts.window_title] if t]
    headings = _headings(page)
    if headings:
        agreed = max(
            headings, key=lambda h: (round(max((likeness(h[0], s) for s in said), default=0.0), 1), not h[2], h[3])
        )
        site = {n.casefold() for n in facts.site_names}
        # The outlet's own name as h1 is a banner, not a title, when the page says something else elsewhere.
        banner = agreed[0].casefold() in site or (agreed[2] and not any(likeness(agreed[0], s) > 0.5 for s in said))
        if not banner:
            return agreed[0], agreed[1]
    for candidate in [facts.headline, *facts.titles, facts.window_title]:
        if not candidate:
            continue
        title = without_site(candidate, facts, url)
        shown = [i for i, b in enumerate(page.blocks) if b.linked < 0.5 and likeness(b.text, title) >= 0.9]
        if shown:
            return page.blocks[shown[0]].text, shown[0]
    fallback = next((t for t in [facts.headline, *facts.titles, facts.window_title] if t), "")
    return without_site(fallback, facts, url), -1


def _headings(page: Outline) -> list[tuple[str, int, bool, int]]:
    """(text, block index, linked, length class) of each h1, its parts joined."""
    found: list[tuple[str, int, bool, int]] = []
    h1_of: dict[int, list[int]] = {}
    for index, block in enumerate(page.blocks):
        if (top := next((b for b in page.chain(block.box) if page.boxes[b].tag == "h1"), None)) is not None:
            h1_of.setdefault(top, []).append(index)
    for box, indices in h1_of.items():
        if page.boxes[box].kind in ("related", "comment", "ad"):
            continue
        parts = [
            page.blocks[i]
            for i in indices
            if page.blocks[i].kind is None or page.blocks[i].kind == page.boxes[box].kind
        ]
        parts = parts or [page.blocks[i] for i in indices]
        text = " ".join(p.text for p in parts)
        linked = sum(p.links for p in parts) > 0.8 * len(text)
        found.append((text, indices[-1], linked, min(len(text.split()), 6)))
    return found


def _fold(text: str) -> str:
    import unicodedata

    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.replace("đ", "d").replace("Đ", "D")
