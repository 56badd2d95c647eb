"""Right when published, changed since: what rested on a passage that another paper has replaced or that is out of use.

A claim published before the new paper took effect is never called outdated; it is told to the office, so that a page
still read, a correction still shown or a line in a report can be renewed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.check.checker import Checker
from pipeline.check.policy import POLICY, Policy
from pipeline.check.retrieve import MemoryRetriever
from pipeline.language.places import Gazetteer
from pipeline.records import Claim, Evidence, Match

_RESTED = frozenset({"match", "partial", "mismatch", "outdated"})


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Something stored that used a value which no longer holds."""

    claim: Claim
    match: Match
    old: Evidence
    """the passage it was compared with, as it stood then"""
    new: Evidence | None
    """the passage that holds now; None when the paper was only taken out of use"""
    before: str
    now: str
    since: dt.date | None


def overtaken(
    pairs: Iterable[tuple[Claim, Match]],
    current: Sequence[Evidence],
    *,
    policy: Policy = POLICY,
    gazetteer: Gazetteer | None = None,
) -> list[Overtaken]:
    """Of stored claims with their matches, those whose value has changed beside the papers now in use."""
    places = gazetteer or Gazetteer.builtin()
    standing = {e.document: e for e in current}
    by_name: dict[str, list[Evidence]] = {}
    for e in current:
        if e.status == "in_force":
            for name in {e.number, e.document} - {""}:
                by_name.setdefault(name, []).append(e)
    checkers: dict[str, Checker] = {}
    found: list[Overtaken] = []
    for claim, match in pairs:
        old = match.evidence
        if old is None or match.verdict not in _RESTED:
            continue
        now = standing.get(old.document)
        if now is not None and now.status == "in_force":
            continue
        name = (now.superseded_by or "") if now is not None else old.number
        heirs = by_name.get(name, [])
        if not heirs:
            if now is None:
                found.append(Overtaken(claim, match, old, None, _told(match, old), "văn bản không còn dùng", None))
            continue
        if name not in checkers:
            checkers[name] = Checker(MemoryRetriever(heirs, policy), policy, places)
        told = _beside(claim, match, old, checkers[name], heirs)
        if told is not None:
            found.append(told)
    return found


def _told(match: Match, old: Evidence) -> str:
    return match.differences[0].official_value if match.differences else old.passage


def _beside(claim: Claim, match: Match, old: Evidence, checker: Checker, heirs: Sequence[Evidence]) -> Overtaken | None:
    """What the heirs say to a claim that was right, or to the official value a flag was raised with."""
    start = heirs[0].effective_from or claim.date
    if claim.date is not None and start is not None and claim.date >= start and match.verdict == "match":
        return None  # published under the new paper: that is `outdated`, and already a flag
    text = claim.text if match.verdict == "match" else old.passage
    context = f"{claim.resolved}. {old.title}" if match.verdict == "match" else f"{old.title}. {old.passage}"
    asked = replace(claim, text=text, resolved=f"{context}. {text}", date=start, start=max(0, claim.start))
    named = [
        replace(e, title=f"{e.title} {old.title}") for e in checker.retriever.find(asked, checker.policy.candidates)
    ]
    answer = checker.check_against(asked, named)
    if answer.evidence is None or not answer.differences or answer.verdict not in ("mismatch", "outdated"):
        return None
    first = answer.differences[0]
    new = next((e for e in heirs if (e.document, e.point) == (answer.evidence.document, answer.evidence.point)), None)
    return Overtaken(claim, match, old, new, first.claim_value, first.official_value, start)
