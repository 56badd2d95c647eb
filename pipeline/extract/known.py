"""The pages of a pass, each read with the template of its outlet once one is known.

A pass hands every page to one `KnownPages`. The first article of an outlet is read slowly and its template learnt; the
next ones are read by it, and where none holds the slow reader answers, so that a template changes the speed and never
the words. Whether it still tells the whole article is asked of the slow reader again and again, at growing distances;
the first difference drops it. Nothing is kept beyond the pass: learning costs a few readings, an outlet's new look none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.extract.article import Page, read_tree, same_article, source_of, tree_of
from pipeline.extract.template import Template

MOST_TEMPLATES = 3
"""of one outlet: news, pictures, a special section; more looks than that are read slowly"""
MOST_LESSONS = 6
"""pages of one outlet that are tried as a lesson; an outlet whose pages teach nothing by then has no template"""
_LOOKS = frozenset(4**n for n in range(12))


@dataclass(slots=True)
class _Known:
    """One template and how many pages it has read."""

    template: Template
    pages: int = 0

    def due(self) -> bool:
        """Count one page more; True when the slow reader should read along (the 1st, 4th, 16th, 64th … page)."""
        self.pages += 1
        return self.pages in _LOOKS


@dataclass(slots=True)
class _Outlet:
    known: list[_Known] = field(default_factory=list)
    lessons: int = 0


@dataclass(slots=True)
class KnownPages:
    """What a pass has learnt of each outlet's pages. `fast` and `slow` count the readings of either kind."""

    outlets: dict[str, _Outlet] = field(default_factory=dict)
    fast: int = 0
    slow: int = 0

    def read(
        self,
        outlet: str,
        html: bytes | str,
        url: str,
        *,
        media_type: str | None = None,
        repair: Sequence[str] = (),
        offset: str | None = None,
    ) -> Page:
        """Read a page of `outlet` (a source's id) as `article.read` does, only faster when its template is known."""
        source = source_of(html, media_type)
        if isinstance(source, Page):
            return source
        tree = tree_of(source, repair)
        here = self.outlets.setdefault(outlet, _Outlet())
        held = next(((k, p) for k in here.known if (p := k.template.read_from(tree, url, offset)) is not None), None)
        if held is not None and not held[0].due():
            self.fast += 1
            return held[1]
        self.slow += 1
        whole = read_tree(tree, tree.body, url, offset)[0]
        if held is not None:
            if not same_article(held[1], whole):
                here.known.remove(held[0])
        elif whole.kind == "article" and here.lessons < MOST_LESSONS and len(here.known) < MOST_TEMPLATES:
            here.lessons += 1
            learnt = Template.learn_from(tree, whole, url, offset)
            if learnt is not None and all(learnt != known.template for known in here.known):
                here.known.append(_Known(learnt))
        return whole
