"""Which of two points of one paper a clause of a claim speaks of.

All points of a paper share its title, so what the title says tells none of them apart: "pháo hoa", not "lễ hội", is
what sends the day of the fireworks to their point and not to that of the days of the festival.
"""

from __future__ import annotations

from pipeline.check.compare import Pairing, rule_of
from pipeline.check.equality import outcome
from pipeline.check.policy import Policy
from pipeline.check.reading import Reading
from pipeline.records import Difference, Evidence, Span

FIGURES = frozenset({"amount_mismatch", "date_mismatch", "stat_mismatch", "eligibility_mismatch"})
"""codes of differences that hang on a figure and its clause"""


def speaks_of(differing: Pairing, agreeing: Pairing, said: Reading, difference: Difference, policy: Policy) -> bool:
    """Whether the words of a difference are about the point that differs, not about that of the same paper that agrees."""
    one, other = differing.evidence, agreeing.evidence
    if not one.document or one.document != other.document:
        return False
    if _within(agreeing.agreed_spans, difference.claim_span):
        return False  # the figure by which the other point is told stands among the very words that would differ
    if difference.claim_span in agreeing.agreed_spans and _to_the_letter(said, difference.claim_span, other):
        return False
    own = _own_words(said, difference, one)
    return _told(own, one, said) - _told(own, other, said) >= policy.point_ahead


def _to_the_letter(said: Reading, span: Span | None, evidence: Evidence) -> bool:
    """Whether a point gives just this figure, not days or a range in which it lies."""
    told = [v for v in said.values if v.span == span]
    return any(
        outcome(v, o) == "equal" and isinstance(v.value, tuple) == isinstance(o.value, tuple)
        for v in told
        for o in _rule(evidence, said).values
        if o.kind == v.kind
    )


def _rule(evidence: Evidence, said: Reading) -> Reading:
    return rule_of(evidence.passage, evidence.issued or said.on, said.gazetteer, evidence.heading)


def _within(spans: tuple[Span, ...], whole: Span | None) -> bool:
    """Whether one of the spans stands among other words of `whole` (None: the whole text)."""
    return any(whole is None or (whole[0] <= s[0] < whole[1] and s != whole) for s in spans)


def adds_nothing(agreeing: Pairing, differing: Pairing) -> bool:
    """Whether all that a point agrees with, the differing point of the same paper agrees with too and differs elsewhere."""
    same = agreeing.evidence.document == differing.evidence.document != ""
    shared = bool(agreeing.agreed_spans) and set(agreeing.agreed_spans) <= set(differing.agreed_spans)
    return same and shared and not any(_within(agreeing.agreed_spans, d.claim_span) for d in differing.differences)


def _own_words(said: Reading, difference: Difference, evidence: Evidence) -> dict[str, float]:
    """Weight of the words that say what a difference is about: of a figure its clause, else what differs; without the
    paper's title and without places."""
    start, end = difference.claim_span or (0, len(said.text))
    if difference.code in FIGURES:
        clause = said.clause_of(start)
        start, end = clause[0], max(end, clause[1])
    titled = rule_of(evidence.title, None, None).keys
    places = [v.span for v in said.values if v.kind == "place"]
    return {
        t.key: t.weight
        for t in said.terms_in(start, end)
        if t.key not in titled and not any(a <= t.span[0] < b for a, b in places)
    }


def _told(words: dict[str, float], evidence: Evidence, said: Reading) -> float:
    """Weight of those words that a point says."""
    rule = _rule(evidence, said)
    return sum(weight for key, weight in words.items() if key in rule.keys)
