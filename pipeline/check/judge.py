"""A second reader beside the rules: a model that says of a pair how likely it matches, differs, or has no answer.

Rules explain, the model advises (DESIGN decision 4). It never raises a flag: where it clearly reads otherwise than a
flag of the rules, the flag goes to "cần xem"; where the rules are silent and it clearly reads a difference, the pair is
put there with the sentence of the passage that answers. Between "khớp" and "không có văn bản", of which no flag comes,
it chooses where it is surer than not. It reads at most `Policy.judge_reads` passages a claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from pipeline.check.compare import Pairing, answering_sentence
from pipeline.check.explain import explain
from pipeline.check.policy import Policy
from pipeline.check.present import above, presented
from pipeline.check.reading import Reading
from pipeline.encode.pair import Outcome
from pipeline.language.places import Gazetteer
from pipeline.records import Claim, Code, Difference, Evidence, Match, Verdict

FLAGGED = frozenset({"mismatch", "partial", "outdated", "forged"})
READS_OTHERWISE = "mô hình đọc cặp này không thấy khác nhau; cần người xem"
READS_A_DIFFERENCE = "quy tắc chưa chỉ ra giá trị nào khác nhau, mô hình đọc thấy có thể không khớp; cần người xem"

SPEAKS_OF_ANOTHER = "mô hình đọc đoạn văn bản gần nhất là nói về việc khác"


class Judge(Protocol):
    """Reads a claim beside one passage."""

    def judge(self, claim: str, passage: str, rules: Outcome) -> tuple[float, float, float]:
        """Calibrated probabilities, adding up to 1: match, mismatch, no document; `rules`: what the rules came to."""
        ...


def outcome_of(verdict: Verdict) -> Outcome:
    """A verdict of the rules among the three things a model tells apart."""
    if verdict in FLAGGED:
        return "mismatch"
    return "match" if verdict == "match" else "no_document"


def _read(
    judge: Judge, claim: Claim, evidence: Evidence, verdict: Verdict, gazetteer: Gazetteer | None
) -> tuple[float, float, float]:
    e = evidence
    over = above(e.issuer, e.heading, e.status, e.effective_from, e.effective_to) if e.document else ""
    said, passage = presented(claim.text, e.passage, claim.date, gazetteer, over)
    return judge.judge(said, passage, outcome_of(verdict))


def second_reading(
    match: Match, claim: Claim, pairings: Sequence[Pairing], judge: Judge, policy: Policy, gazetteer: Gazetteer | None
) -> Match:
    """The match of the rules as it stands after the model has read it too."""
    if match.verdict in FLAGGED and match.evidence is not None:
        agrees, differs, elsewhere = _read(judge, claim, match.evidence, match.verdict, gazetteer)
        doubted = max(agrees, elsewhere) >= policy.judge_veto
        why = (match.why_silent or READS_OTHERWISE) if doubted else match.why_silent
        return replace(match, confidence=round(differs, 3), why_silent=why)
    near = [p for p in pairings if p.near >= policy.judge_near and p.open_to_judge]
    read = sorted(near, key=lambda p: (-p.near, p.evidence.document, p.evidence.point))[: policy.judge_reads]
    seen = [(p, *_read(judge, claim, p.evidence, p.verdict, gazetteer)) for p in read]
    told = max(seen, key=lambda s: s[2], default=None)
    if told is not None and told[2] >= policy.judge_raise and max(s[1] for s in seen) < policy.judge_veto:
        return _to_look_at(claim, told[0], told[2], gazetteer)
    if match.verdict == "no_document":
        bears = max(seen, key=lambda s: s[1], default=None)
        return _borne_out(match, *bears[:2]) if bears and bears[1] >= policy.judge_choose else match
    own = next((s for s in seen if match.evidence is not None and s[0].evidence == match.evidence), None)
    if own is None:
        return match
    if own[3] >= policy.judge_choose:
        return Match(claim.id, "no_document", None, (), explain("no_document", (), None), why_silent=SPEAKS_OF_ANOTHER)
    return replace(match, confidence=round(own[1], 3))


def _borne_out(match: Match, pairing: Pairing, agrees: float) -> Match:
    sentence = explain("match", (), pairing.evidence)
    return Match(match.claim, "match", pairing.evidence, (), sentence, round(agrees, 3), pairing.aligned)


def _to_look_at(claim: Claim, pairing: Pairing, differs: float, gazetteer: Gazetteer | None) -> Match:
    """A pair for "cần xem": the claim whole beside the sentence that answers it, and no value called different."""
    said, rule = Reading(claim.text, claim.date, gazetteer), Reading(pairing.evidence.passage, None, gazetteer)
    span = answering_sentence(said, rule)
    official = pairing.evidence.passage[slice(*span)]
    lead = len(official) - len(official.lstrip())
    words = official.strip()
    span = (span[0] + lead, span[0] + lead + len(words))
    pair = Difference(_likely(said), claim.text, words, (0, len(claim.text)), span)
    sentence = explain("mismatch", (pair,), pairing.evidence)
    return Match(
        claim.id,
        "mismatch",
        pairing.evidence,
        (pair,),
        sentence,
        round(differs, 3),
        pairing.aligned,
        READS_A_DIFFERENCE,
    )


_BY_VALUE: dict[str, Code] = {
    "money": "amount_mismatch", "date": "date_mismatch", "time": "date_mismatch", "duration": "date_mismatch", "age": "eligibility_mismatch",
    "number": "stat_mismatch", "percent": "stat_mismatch", "area": "stat_mismatch", "reference": "reference_mismatch",
}  # fmt: skip


def _likely(said: Reading) -> Code:
    """The heading under which a person finds the pair: by the first value the claim names, else by what must be done."""
    kinds = [v.kind for v in said.values if v.kind in _BY_VALUE]
    return _BY_VALUE[kinds[0]] if kinds else "modality_mismatch"
