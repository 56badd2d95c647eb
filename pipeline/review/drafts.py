"""Our own text before it is published, beside our own documents: the same check as the press gets. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.check import Checker, claims
from pipeline.language.places import Gazetteer
from pipeline.records import Article, Difference, Evidence, Tags, Verdict
from pipeline.report import words
from pipeline.report.findings import conclusion, pieces
from pipeline.report.model import Pieces

OURS = "Bản nháp"
WRONG: frozenset[Verdict] = frozenset({"mismatch", "partial", "outdated", "forged"})


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the draft and what the documents say of it; `conclusion` is empty where they agree."""

    sentence: Pieces
    verdict: str
    conclusion: str
    paper: str
    point: str
    passage: Pieces
    document: str
    wrong: bool


def check(text: str, now: dt.datetime, checker: Checker, gazetteer: Gazetteer, watched: Sequence[str]) -> list[Told]:
    """Every checkable sentence of a draft that a document speaks of, what does not match first."""
    page = Article("draft", "draft", OURS, "", "", now, None, text, now)
    tags = Tags("draft", "official_notice", False, "khac", tuple(watched), "neu", True)
    found = []
    for claim in claims(page, tags, gazetteer):
        match = checker.check(claim)
        if match.evidence is not None and match.verdict != "no_document":
            found.append(_told(claim.text, match.verdict, match.evidence, match.differences))
    return sorted(found, key=lambda one: not one.wrong)


def _told(text: str, verdict: Verdict, evidence: Evidence, shown: Sequence[Difference]) -> Told:
    wrong = verdict in WRONG and bool(shown)
    return Told(
        pieces(text, [one.claim_span for one in shown], [one.claim_value for one in shown]),
        words.VERDICTS[verdict],
        conclusion(shown[0], evidence, verdict) if wrong else "",
        words.paper(evidence),
        evidence.point,
        pieces(evidence.passage, [one.passage_span for one in shown], [one.official_value for one in shown]),
        evidence.document,
        wrong,
    )
