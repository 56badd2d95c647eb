"""A text of our own before it is published: what in it does not match our documents (the office's *kiểm bản nháp*).

The draft is read as the office's own assertions from its first to its last sentence; nothing of it is stored.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.check.checker import Checker
from pipeline.check.claims import claims
from pipeline.check.single import FLAGGED
from pipeline.language.places import Gazetteer
from pipeline.records import Article, Claim, Match, Tags


@dataclass(frozen=True, slots=True)
class Checked:
    """One statement of a draft beside what the documents say. `wrong`: it should be looked at before publishing."""

    claim: Claim
    match: Match

    @property
    def wrong(self) -> bool:
        """Whether a document says otherwise and nothing made the comparison doubtful."""
        return self.match.verdict in FLAGGED and not self.match.why_silent


def check_draft(
    text: str, now: dt.datetime, places: Sequence[str], checker: Checker, gazetteer: Gazetteer
) -> tuple[Checked, ...]:
    """Every checkable statement of a draft, in the order they stand. `places` are the units the office watches.

    The first line counts as the heading when an empty line or a line end follows it.
    """
    heading, _, body = text.strip().partition("\n")
    if not body.strip():
        heading, body = "", text.strip()
    key = hashlib.sha256(text.encode()).hexdigest()[:32]
    draft = Article(key, "draft", "", "", heading.strip(), now, None, body.strip(), now)
    tags = Tags(key, "official_notice", False, "khac", tuple(places), "neu", True)
    return tuple(Checked(claim, checker.check(claim)) for claim in claims(draft, tags, gazetteer))
