"""Pages of one outlet share a template: where the article stands is learned once and checked each time.

A template is a CSS path to the smallest part of the page that, read alone, gives the same article. Reading is the same
code as for an unknown page, only on that part; so a known template changes the speed and never the words. `known`
keeps templates by outlet; `read` returns None when the template does not hold, and the slow reader answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.extract.article import Page, read_tree, same_article, source_of, tree_of

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
        return None if isinstance(source, Page) else Template.learn_from(tree_of(source, repair), page, url, offset)

    @staticmethod
    def learn_from(tree: LexborHTMLParser, page: Page, url: str, offset: str | None) -> Template | None:
        """As `learn`, from a page already parsed."""
        if page.kind != "article":
            return None
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
            if css and len(tree.css(css)) == 1 and same_article(read_tree(tree, node, url, offset)[0], page):
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
        return None if isinstance(source, Page) else self.read_from(tree_of(source, repair), url, offset)

    def read_from(self, tree: LexborHTMLParser, url: str, offset: str | None) -> Page | None:
        """As `read`, from a page already parsed."""
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
