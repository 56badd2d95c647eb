"""A page as a flat list of text blocks, each with the box it stands in: what every later decision looks at.

One walk over the tree, no recursion (pages nest thousands deep), no judgement but the furniture tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.extract.pages.furniture import FIRM, NAV_TAGS, SKIPPED_TAGS, Kind, is_footer, kind_of_box

MAX_NODES = 150_000
MAX_DEPTH = 400
"""boxes within boxes; pages of the press nest 15 to 40 deep"""
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr", "o:p",
})  # fmt: skip
_MANY_TAGS = 20_000
_DEEPEST = 5_000
_TAG = re.compile(
    r"<(/?)(?!(?:br|img|input|meta|link|hr|area|base|col|embed|source|track|wbr|p|li|td|tr|th|option)\b)[a-z]",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff\u2060]+")
_INSIDE_A_WORD = re.compile(r"(?<=[^\W\d_])[\u200b\ufeff\u2060]+(?=[a-zà-ỹăđĩũơư])")
"""before a capital it parts two words ("Phường\\u200bĐông"), before a small letter it is only where a line may break"""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class Box:
    """An element that lays out text. `up` is the index of its parent box, -1 at the root."""

    up: int
    tag: str
    name: str
    kind: Kind | None
    picture: bool = False
    heading: bool = False
    good: int = 0
    chars: int = 0
    links: int = 0
    node: LexborNode | None = None
    end: int = 0
    """index of the last box inside this one: boxes stand in document order"""


@dataclass(slots=True)
class Block:
    """A run of text between two block borders. `links` counts the characters that stand inside links."""

    text: str
    box: int
    links: int
    kind: Kind | None = None
    loud: bool = False
    """the whole text is bold or italic: the look of bylines, captions and sub-headings"""

    @property
    def linked(self) -> float:
        """Share of the text that is link."""
        return self.links / max(len(self.text), 1)

    @property
    def sentence(self) -> bool:
        """Words that read as a paragraph: long, or closed as a sentence."""
        text = self.text
        return self.linked < 0.5 and (len(text) >= 80 or (len(text) >= 25 and text[-1] in ".!?…:;”\")'"))


@dataclass(slots=True)
class Outline:
    """The boxes and blocks of a page in document order, and the boxes that are `<h1>`."""

    boxes: list[Box] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    truncated: bool = False

    def chain(self, box: int) -> Iterable[int]:
        """The box and all boxes around it."""
        while box >= 0:
            yield box
            box = self.boxes[box].up

    def inside(self, box: int, outer: int) -> bool:
        """Tell whether `box` is `outer` or stands in it."""
        return outer <= box <= self.boxes[outer].end


def clean(text: str) -> str:
    """NFC with single spaces: soft hyphens and zero-width characters go."""
    if "\u200b" in text or "\ufeff" in text:
        text = _INSIDE_A_WORD.sub("", text)
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text).replace("\u00ad", "")).strip()


def parse(html: str) -> LexborHTMLParser:
    """Parse a page (HTML5 rules, bounded by the caller)."""
    return LexborHTMLParser(html)


def nests_too_deep(html: str) -> bool:
    """Tell whether a page opens boxes without end: the parser's time grows with the square of the depth."""
    if html.count("<") < _MANY_TAGS:
        return False
    depth = 0
    for match in _TAG.finditer(html):
        depth = max(0, depth + (-1 if match.group(1) else 1))
        if depth > _DEEPEST:
            return True
    return False


def outline(root: LexborNode | None) -> Outline:
    """Walk the tree under `root` once."""
    page = Outline()
    if root is None:
        return page
    walk = _Walk(page)
    stack: list[tuple[LexborNode | None, int]] = [(root, 0)]
    seen = 0
    while stack:
        node, leaving = stack.pop()
        if node is None:
            walk.leave(leaving)
            continue
        seen += 1
        if seen > MAX_NODES:
            page.truncated = True
            break
        if len(walk.open) > MAX_DEPTH:
            page.truncated = True
            continue
        effect = walk.enter(node)
        if effect < 0:
            continue
        stack.append((None, effect))
        child = node.last_child
        while child is not None:
            stack.append((child, 0))
            child = child.prev
    walk.flush()
    _sum_up(page)
    return page


_BOXED, _LINK, _LOUD, _NOTHING = 1, 2, 4, 0


class _Walk:
    """The state of the walk: the open boxes, the text gathered since the last border."""

    def __init__(self, page: Outline) -> None:
        self.page = page
        self.open: list[int] = []
        self.parts: list[str] = []
        self.links = self.link_chars = self.loud = self.loud_chars = self.chars = 0

    def enter(self, node: LexborNode) -> int:
        """Take one node; return what its end must undo, or -1 to skip what is in it."""
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "")
            return -1
        if tag in SKIPPED_TAGS or not tag or tag[0] in "-_!":
            return -1
        if tag == "br":
            self.flush()
            return -1
        if tag in ("img", "picture", "amp-img"):
            if self.open:
                self.page.boxes[self.open[-1]].picture = True
            if tag == "img":
                return -1
        attributes = node.attributes
        name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
        if (style := attributes.get("style")) and _HIDDEN.search(style):
            return -1
        if "hidden" in attributes or attributes.get("aria-hidden") == "true":
            return -1
        if attributes.get("itemprop"):
            name += " itemprop-" + (attributes.get("itemprop") or "")
        kind = kind_of_box(name) if name else None
        if tag in ("figcaption", "caption"):
            kind = "caption"
        elif tag in NAV_TAGS:
            kind = kind or "nav"
        effect = _NOTHING
        if tag not in INLINE or kind is not None:
            self.flush()
            up = self.open[-1] if self.open else -1
            self.page.boxes.append(Box(up=up, tag=tag, name=name, kind=kind, heading=tag == "h1", node=node))
            self.open.append(len(self.page.boxes) - 1)
            if tag == "figure":
                self.page.boxes[-1].picture = True
            effect |= _BOXED
        if tag == "a":
            self.links += 1
            effect |= _LINK
        if tag in ("b", "strong", "em", "i"):
            self.loud += 1
            effect |= _LOUD
        return effect

    def leave(self, effect: int) -> None:
        """Undo what `enter` opened."""
        if effect & _BOXED:
            self.flush()
            self.open.pop()
        if effect & _LINK:
            self.links -= 1
        if effect & _LOUD:
            self.loud -= 1

    def _text(self, text: str) -> None:
        if not text:
            return
        self.parts.append(text)
        count = len(text.strip())
        self.chars += count
        if self.links:
            self.link_chars += count
        if self.loud:
            self.loud_chars += count

    def flush(self) -> None:
        """Close the block that is being gathered."""
        if self.parts:
            text = clean("".join(self.parts))
            if text and self.open:
                loud = self.loud_chars >= 0.9 * self.chars
                self.page.blocks.append(
                    Block(text=text, box=self.open[-1], links=min(self.link_chars, len(text)), loud=loud)
                )
            self.parts = []
            self.link_chars = self.loud_chars = self.chars = 0


def _sum_up(page: Outline) -> None:
    """Count text per box, then settle which boxes are furniture: not one that holds the heading or most sentences."""
    boxes = page.boxes
    for block in page.blocks:
        box = boxes[block.box]
        box.chars += len(block.text)
        box.links += block.links
        if block.sentence:
            box.good += len(block.text)
    for index in range(len(boxes) - 1, -1, -1):
        box = boxes[index]
        box.end = max(box.end, index)
        if box.up >= 0:
            parent = boxes[box.up]
            parent.end = max(parent.end, box.end)
            parent.good += box.good
            parent.chars += box.chars
            parent.links += box.links
            parent.heading = parent.heading or box.heading
    total = boxes[0].good if boxes else 0
    for box in boxes:
        inherited = boxes[box.up].kind if box.up >= 0 else None
        if box.kind is not None and inherited is None:
            firm = box.kind in FIRM or box.tag in ("footer", "nav") or is_footer(box.name)
            holds_page = box.heading or (not firm and total >= 200 and box.good > 0.5 * total)
            if holds_page:
                box.kind = None
        elif inherited is not None:
            box.kind = inherited
    for block in page.blocks:
        block.kind = boxes[block.box].kind
