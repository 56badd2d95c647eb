"""Review of texts: documents in force whose information page is missing, or says something else than the document.

An information page is a page of an official portal among the office's sources that names the document's number or was
compared with it. Our own pages go through the same check as the press (CHARTER rule 7).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.language.normalise import fold
from pipeline.records import Article, Document, Match, Source, Verdict
from pipeline.report.compose import latest
from pipeline.report.findings import conclusion
from pipeline.store import Store
from pipeline.store.glance import Glance

DIFFERS: frozenset[Verdict] = frozenset({"mismatch", "partial", "outdated"})
State = Literal["differs", "missing", "told"]
"""in the order they are told"""
STATES: dict[State, str] = {
    "differs": "trang thông tin viết khác văn bản",
    "missing": "chưa thấy trang thông tin",
    "told": "đã có trang thông tin",
}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document with the portal pages that tell of it; `differences` are sentences for a person to look at."""

    document: Document
    state: State
    pages: tuple[Article, ...]
    differences: tuple[str, ...]


def review(store: Store, sources: Sequence[Source], on: dt.date) -> list[Reviewed]:
    """Every document in force on a day: what differs first, then what is missing, then what is told."""
    portals = {source.id for source in sources if source.kind == "official_portal"}
    pages = [page for page in latest(store.articles()) if page.source in portals]
    ours = {page.id: page for page in pages}
    matches: dict[str, list[tuple[str, Match]]] = {}
    for claim, match in store.checks():
        if claim.article in ours and match.evidence is not None:
            matches.setdefault(match.evidence.document, []).append((claim.article, match))
    papers = [paper for paper, _ in Glance(store.engine, store.clock).papers() if _in_force(paper, on)]
    found = [_reviewed(paper, pages, ours, matches.get(paper.id, [])) for paper in papers]
    return sorted(found, key=lambda one: (list(STATES).index(one.state), one.document.number))


def _reviewed(
    paper: Document, pages: Sequence[Article], ours: dict[str, Article], compared: Sequence[tuple[str, Match]]
) -> Reviewed:
    number = fold(paper.number)
    named = [page for page in pages if number and number in fold(f"{page.title}\n{page.text}")]
    spoken = [ours[key] for key, match in compared if match.verdict != "no_document"]
    told = tuple({page.id: page for page in (*named, *spoken)}.values())
    differences = tuple(
        f"{ours[key].title}: {conclusion(match.differences[0], match.evidence, match.verdict)}"
        for key, match in compared
        if match.evidence is not None and match.verdict in DIFFERS and match.differences
    )
    state: State = "differs" if differences else "told" if told else "missing"
    return Reviewed(paper, state, told, tuple(dict.fromkeys(differences)))


def _in_force(paper: Document, on: dt.date) -> bool:
    ended = paper.effective_to is not None and paper.effective_to < on
    return paper.status == "in_force" and not paper.superseded_by and not ended
