"""What makes a difference worth reading first: its consequence for residents, in one versioned place."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import Claim, Match

MONEY = frozenset({"amount_mismatch", "existence_fabricated", "scam"})
ACCESS = frozenset(
    {"eligibility_mismatch", "procedure_mismatch", "modality_mismatch", "omitted_condition", "forged_document"}
)
MINOR = frozenset({"reference_mismatch", "stat_mismatch"})


@dataclass(frozen=True, slots=True)
class TriagePolicy:
    """Weights of consequence; their sum is at most 1. They order a list, they hide nothing."""

    version: str = "2026-11-24.1"
    base: float = 0.3
    money: float = 0.25
    """residents would pay, or claim, the wrong sum"""
    access: float = 0.2
    """residents would stay away, or come in vain"""
    deadline: float = 0.2
    """a day within `near_days` is at stake"""
    near_days: int = 21
    outlets: float = 0.05
    """for each further outlet that carries the story, at most three"""
    wide: float = 0.1
    """the document holds for the whole province or for three units and more"""
    minor: float = -0.15
    """document numbers and totals mislead nobody at a counter"""

    def consequence(self, match: Match, claim: Claim, outlets: int) -> float:
        """Between 0 and 1, rounded so that order does not hang on floating point."""
        score = self.base
        codes = {d.code for d in match.differences}
        if codes & MONEY:
            score += self.money
        if codes & ACCESS:
            score += self.access
        if codes <= MINOR:
            score += self.minor
        evidence = match.evidence
        if evidence is not None:
            day = evidence.effective_to or evidence.effective_from
            near = day is not None and claim.date is not None and 0 <= (day - claim.date).days <= self.near_days
            if near or "date_mismatch" in codes:
                score += self.deadline
            if "khanh_hoa" in evidence.places or len(evidence.places) >= 3:
                score += self.wide
        score += self.outlets * min(3, max(0, outlets - 1))
        return round(min(1.0, max(0.0, score)), 3)


POLICY = TriagePolicy()
