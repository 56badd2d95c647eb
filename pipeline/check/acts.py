"""What a scam asserts against a document: the same comparison, under the code `scam` and in its own lane."""

from __future__ import annotations

from dataclasses import replace

from pipeline.check.explain import explain
from pipeline.records import Match, Tags

ASSERTED = frozenset(
    {
        "existence_fabricated",
        "amount_mismatch",
        "modality_mismatch",
        "procedure_mismatch",
        "authority_mismatch",
        "eligibility_mismatch",
    }
)
"""what a scam puts against a document: a fee, a demand, a way to pay; its dates and places are of no account"""


def scam_match(match: Match, tags: Tags) -> Match:
    """The match as a scam's when the text is the act itself; anything else comes back unchanged."""
    if tags.ground is None or tags.protected or not match.differences:
        return match
    if match.differences[0].code not in ASSERTED:
        return Match(
            match.claim,
            "no_document",
            None,
            (),
            explain("no_document", (), None),
            why_silent="không nói về việc mà văn bản bác bỏ",
        )
    differences = tuple(replace(d, code="scam") for d in match.differences[:1])
    return replace(
        match, verdict="mismatch", differences=differences, explanation=explain("mismatch", differences, match.evidence)
    )
