"""Pages of one outlet share a template: where the article stands is learned once and checked each time.

A template is a CSS path to the smallest part of the page that, read alone, gives the same article. Reading is the same
code as for an unknown page, only on that part; so a known template changes the speed and never the words. The caller
keeps templates by outlet; `read` returns None when the template does not hold, and the slow reader answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.extract.article import Page, read_tree, source_of, tree_of

_STABLE = re.compile(r"(?!.*\d{3})[A-Za-z][\w-]{1,40}$")
"""names without long numbers: those with one belong to a single page"""


@dataclass(frozen=True, slots=True)
class Template:
    """Where an outlet's articles stand (`css`), and where their time was read ("json-ld", "meta", "text" …)."""

    css: str
    origin: str | None

    @staticmethod
    def learn(
        html: bytes | str,
        page: Page,
        url: str,
        *,
        media_type: str | None = None,
        repair: Sequence[str] = (),
        offset: str | None = None,
    ) -> Template | None:
        """Learn from one page and what the slow reader read from it; None when no part of the page gives the same."""
        source = source_of(html, media_type)
        if page.kind != "article" or isinstance(source, Page):
            return None
        tree = tree_of(source, repair)
        _, seen, shown, body = read_tree(tree, tree.body, url, offset)
        if shown < 0 or body.box < 0:
            return None
        around = set(seen.chain(seen.blocks[shown].box))
        common = next((b for b in seen.chain(body.box) if b in around), 0)
        for box in seen.chain(common):
            node = seen.boxes[box].node
            if node is None or node.tag == "body":
                return None
            css = _path(node)
            if css and len(tree.css(css)) == 1 and _same(read_tree(tree, node, url, offset)[0], page):
                return Template(css=css, origin=page.published.origin if page.published else None)
        return None

    def read(
        self,
        html: bytes | str,
        url: str,
        *,
        media_type: str | None = None,
        repair: Sequence[str] = (),
        offset: str | None = None,
    ) -> Page | None:
        """Read a page of this template; None when the page does not have its form."""
        source = source_of(html, media_type)
        if isinstance(source, Page):
            return None
        tree = tree_of(source, repair)
        root = self._root(tree)
        if root is None:
            return None
        page, _, shown, body = read_tree(tree, root, url, offset)
        origin = page.published.origin if page.published else None
        if page.kind != "article" or shown < 0 or not body.paragraphs or origin != self.origin:
            return None
        return page

    def _root(self, tree: LexborHTMLParser) -> LexborNode | None:
        found = tree.css(self.css)
        return found[0] if len(found) == 1 else None


def _same(part: Page, whole: Page) -> bool:
    """The same article; the section may stand outside the part (a breadcrumb over it)."""
    return replace(part, section=None) == replace(whole, section=None)


def _path(node: LexborNode) -> str:
    """Tags and stable classes from the body down; no positions, which shift with every banner."""
    steps: list[str] = []
    here: LexborNode | None = node
    while here is not None and here.tag not in ("body", "html", None):
        names = [n for n in (here.attributes.get("class") or "").split() if _STABLE.match(n)]
        key = here.attributes.get("id") or ""
        steps.append(here.tag + (f"#{key}" if _STABLE.match(key) else "") + "".join(f".{n}" for n in names[:3]))
        here = here.parent
    return " > ".join(["body", *reversed(steps)])
