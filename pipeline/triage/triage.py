"""Matches become flags in an order of consequence for residents: a near deadline, money, many outlets, a wide place.

The protection gate stands before everything and obeys what the tag room decided once. Tone, sentiment and the name of
the outlet are never read here (CHARTER rules 4 and 5; tests/triage shuffles them and compares the bytes).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.records import Article, Claim, Flag, Lane, Match, Referral, Tags
from pipeline.triage.policy import POLICY, TriagePolicy
from pipeline.triage.referrals import propose
from pipeline.workflow import similar

FLAGGED = frozenset({"mismatch", "partial", "outdated", "forged"})


@dataclass(frozen=True, slots=True)
class Triage:
    """Flags in the order a person should read them, and the referrals two people may sign."""

    flags: tuple[Flag, ...]
    referrals: tuple[Referral, ...]


def flag_id(url: str, match: Match, *, in_title: bool = False) -> str:
    """The same over days and versions: page, document, point, code and what the claim says, not the article's version."""
    first = match.differences[0]
    evidence = match.evidence
    said = " ".join(first.claim_value.casefold().split())
    parts = (
        url,
        "title" if in_title else "text",
        evidence.number if evidence else "",
        evidence.point if evidence else "",
        first.code,
        said,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def triage(
    articles: Sequence[Article],
    tags: Mapping[str, Tags],
    claims: Sequence[Claim],
    matches: Sequence[Match],
    stories: Mapping[str, str],
    policy: TriagePolicy = POLICY,
    false_alarms: Mapping[str, frozenset[str]] | None = None,
) -> Triage:
    """Flags (correction, scam_warning, then look) and referral proposals, one per page.

    `false_alarms` is what reviewers called false: alarm_key → the flags they said it of. Those flags stay, decided; the
    same words against the same point elsewhere are not raised again.
    """
    memory = false_alarms or {}
    pages = {a.id: a for a in articles}
    said = {c.id: c for c in claims}
    outlets: dict[str, set[str]] = {}
    for article in articles:
        outlets.setdefault(stories.get(article.id, article.id), set()).add(article.outlet)
    first_seen: dict[str, dt.datetime] = {}
    for article in articles:
        first_seen[article.url] = min(first_seen.get(article.url, article.first_seen), article.first_seen)
    found: dict[str, Flag] = {}
    ranks: dict[str, tuple[int, float, int, str]] = {}
    for match in sorted(matches, key=lambda m: m.claim):
        claim = said.get(match.claim)
        page = pages.get(claim.article) if claim else None
        if claim is None or page is None or match.verdict not in FLAGGED or not match.differences or not match.evidence:
            continue
        tag = tags.get(page.id)
        if tag is None or tag.protected:
            continue
        key = flag_id(page.url, match, in_title=claim.start < 0)
        alarm_key = similar.alarm_key(claim, match)
        if key not in memory.get(alarm_key, (key,)):
            continue
        width = len(outlets[stories.get(page.id, page.id)])
        score = policy.consequence(match, claim, width)
        flag = Flag(
            key,
            _lane(match, tag),
            page.id,
            claim.id,
            match.verdict,
            match.differences[0].code,
            score,
            first_seen[page.url],
            similar.basis(claim, match),
            alarm_key,
        )
        # Of several versions that say the same, the newest speaks, and in it the first sentence: an aged flag follows
        # its page, and a decided one is not opened again because a hash came out otherwise.
        rank = (page.version, score, -claim.start, claim.id)
        if key not in found or rank > ranks[key]:
            found[key], ranks[key] = flag, rank
    order: dict[Lane, int] = {"correction": 0, "scam_warning": 1, "look": 2}
    flags = sorted(found.values(), key=lambda f: (order[f.lane], -f.score, f.id))
    return Triage(tuple(flags), propose(articles, tags))


def _lane(match: Match, tag: Tags) -> Lane:
    if tag.ground is not None or match.differences[0].code == "scam":
        return "scam_warning"
    doubtful = match.evidence is not None and match.evidence.doubtful
    return "look" if doubtful or match.why_silent else "correction"
