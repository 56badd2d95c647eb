"""One claim handed in by itself: the protection gate first, then the passage it came with or the documents kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from pipeline.check.acts import scam_match
from pipeline.check.checker import Checker, Considered
from pipeline.records import Claim, Evidence, Ground, ItemType, Match, Tags

FLAGGED = frozenset({"mismatch", "partial", "outdated", "forged"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What `doichieu check` says of one line."""

    match: Match
    item_type: ItemType
    protected: bool
    flag: bool
    ground: Ground | None
    considered: tuple[Considered, ...] = ()
    """what was read beside the claim, when a person asks"""


def evidence_of(passage: str) -> Evidence:
    """A passage that came without its document: no number, no dates, in force."""
    return Evidence("", "", "", "", "", passage, "", "in_force", None, None, None, ())


def answer(
    text: str,
    passages: tuple[Evidence, ...] | None,
    day: dt.date | None,
    tags: Tags,
    checker: Checker,
    *,
    explain: bool = False,
) -> Answer:
    """Compare with `passages` only, or with what the checker's retriever finds when None; protected speech with nothing."""
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    if tags.protected:
        words = "Ý kiến, không thuộc diện đối chiếu."
        match = Match(
            key, "not_checkable", None, (), words, why_silent="nội dung được bảo vệ: ý kiến, câu hỏi, trải nghiệm"
        )
        return Answer(match, tags.item_type, True, False, None)
    claim = Claim(key, "", text, 0, text, day, (), tags.topic)
    match = checker.check(claim) if passages is None else checker.check_against(claim, passages)
    match = scam_match(match, tags)
    considered = tuple(checker.consider(claim, passages)) if explain else ()
    return Answer(
        match, tags.item_type, False, match.verdict in FLAGGED and not match.why_silent, tags.ground, considered
    )
