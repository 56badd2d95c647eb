"""A claim against everything the retriever finds: the passage that speaks of it, and what it says.

Where one passage differs and another of about equal alignment agrees, nothing is flagged: the claim speaks of the other
one. What agrees only with a paper that has been replaced is outdated, told with the paper now in force.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.check.compare import Pairing, pair, rule_of, said_of
from pipeline.check.equality import outcome
from pipeline.check.explain import explain
from pipeline.check.judge import Judge, second_reading
from pipeline.check.matter import not_meant
from pipeline.check.mergers import until_when
from pipeline.check.papers import likely_misnumbered, normal_number, of_the_past, references
from pipeline.check.points import FIGURES, adds_nothing, speaks_of
from pipeline.check.policy import POLICY, Policy
from pipeline.check.reading import Reading
from pipeline.check.retrieve import Retriever
from pipeline.language.places import Gazetteer
from pipeline.records import Claim, Difference, Evidence, Match, Verdict

_IS_DRAFT = re.compile(r"chưa có giá trị|lấy ý kiến|chưa có hiệu lực")
_EFFECT = re.compile(r"có hiệu lực")
_STARTS = re.compile(r"(?:áp dụng|thi hành|thực hiện) (?:kể )?từ ngày")


@dataclass(frozen=True, slots=True)
class Considered:
    """One passage that was read beside a claim and what came of it."""

    where: str
    score: float
    verdict: Verdict
    aligned: tuple[str, ...]
    codes: tuple[str, ...]
    why_silent: str | None


class Checker:
    """Compares claims with the passages of a retriever under one policy."""

    def __init__(
        self,
        retriever: Retriever,
        policy: Policy = POLICY,
        gazetteer: Gazetteer | None = None,
        judge: Judge | None = None,
    ) -> None:
        """The gazetteer aligns places; without one the built-in table is read. `judge` reads along where there is one."""
        self.judge = judge
        self.retriever = retriever
        self.policy = policy
        self.gazetteer = gazetteer or Gazetteer.builtin()

    def check(self, claim: Claim) -> Match:
        """The verdict on one claim, with the passage and every difference."""
        return self.check_against(claim, self.retriever.find(claim, self.policy.candidates))

    def consider(self, claim: Claim, passages: Sequence[Evidence] | None = None) -> list[Considered]:
        """What was read beside a claim, best first: for a person who asks why nothing, or why this, was said."""
        read = self.retriever.find(claim, self.policy.candidates) if passages is None else passages
        found = []
        for one in self._pairings(claim, read):
            where = f"{one.evidence.number or one.evidence.document}, {one.evidence.point}".strip(", ")
            codes = tuple(d.code for d in one.differences)
            found.append(Considered(where, round(one.evidence.score, 3), one.verdict, one.aligned, codes, one.why))
        return found

    def check_against(self, claim: Claim, passages: Sequence[Evidence]) -> Match:
        """The verdict on one claim when only these passages may be used."""
        pairings = self._pairings(claim, passages)
        match = self._by_rules(claim, passages, pairings)
        if self.judge is None:
            return match
        return second_reading(match, claim, pairings, self.judge, self.policy, self.gazetteer)

    def _by_rules(self, claim: Claim, passages: Sequence[Evidence], pairings: list[Pairing]) -> Match:
        best = _nearness(passages)
        said = said_of(claim.text, claim.date, self.gazetteer)
        decided = self._decide(claim, said, pairings, best)
        if decided is not None and decided.differences and decided.differences[0].code == "status_mismatch":
            where = self._status_clause if decided.evidence.status == "draft" else self._effect_of
            decided = _moved(decided, where(decided.evidence, claim))
        if decided is not None and decided.verdict != "match":
            return self._match(claim, decided)
        cited = self._misnumbered(claim, said, pairings)
        if cited is not None:
            return self._match(claim, cited)
        if decided is not None:
            return self._match(claim, decided)
        why = pairings[0].why if pairings else "không tìm thấy đoạn văn bản nào gần với nội dung này"
        return Match(claim.id, "no_document", None, (), explain("no_document", (), None), why_silent=why)

    def _pairings(self, claim: Claim, passages: Sequence[Evidence]) -> list[Pairing]:
        """Each passage beside the claim, held back where another document speaks of the matter more plainly."""
        apart = [not_meant(claim, e, self.policy, self.gazetteer) for e in passages]
        best = _nearness([e for e, why in zip(passages, apart, strict=True) if why is None])
        most = max(best.values(), default=0.0)
        near = {document for document, score in best.items() if score >= self.policy.nearest * most}
        nearest = {document for document, score in best.items() if score >= self.policy.own_effect * most}
        named = self._named(claim, passages)
        found = [pair(claim, e, self.policy, self.gazetteer) for e in passages]
        return [
            _gated(p, near, nearest, named) if why is None else p if p.verdict == "forged" else _silenced(p, why)
            for p, why in zip(found, apart, strict=True)
        ]

    def _named(self, claim: Claim, passages: Sequence[Evidence]) -> set[str]:
        """Of the papers at hand, those whose number claim or article name."""
        around = claim.resolved.replace(claim.text, " ")
        readings = (said_of(text, claim.date, self.gazetteer) for text in (claim.text, around))
        cited = {normal_number(v.text) for reading in readings for v in references(reading)}
        return {e.document for e in passages if e.number and normal_number(e.number) in cited}

    def _decide(
        self, claim: Claim, said: Reading, pairings: list[Pairing], scores: Mapping[str, float]
    ) -> Pairing | None:
        """`scores`: how near each document is to the claim's matter."""
        speaking = [p for p in pairings if p.verdict != "no_document"]
        current = [p for p in speaking if _in_force(p.evidence, claim.date)]
        former = [p for p in speaking if not _in_force(p.evidence, claim.date)]
        agreeing = _best([p for p in current if p.verdict == "match"])
        differing = _best([p for p in current if p.verdict != "match"])
        old = _best([p for p in former if p.verdict == "match" and p.agreed])
        if old is not None and not of_the_past(said):
            told = self._outdated(claim, old)
            if told is not None and not (agreeing and set(agreeing.agreed_spans) & set(old.agreed_spans)):
                return told
        if differing is not None:
            differing = self._vetoed(differing, current, scores, said)
        if differing is not None and claim.start < 0:
            differing = _not_of_a_headline(differing, pairings, said)
        if differing is None or agreeing is None:
            return differing or agreeing
        if adds_nothing(agreeing, differing) or any(
            speaks_of(differing, agreeing, said, d, self.policy) for d in differing.differences
        ):
            return differing
        need = differing.strength - self.policy.margin if agreeing.agreed else differing.strength + self.policy.margin
        if differing.agreed and not agreeing.agreed:
            return differing
        if agreeing.agreed and scores[agreeing.evidence.document] > scores[differing.evidence.document]:
            return agreeing
        return agreeing if agreeing.strength >= need else differing

    def _vetoed(
        self, differing: Pairing, current: list[Pairing], scores: Mapping[str, float], said: Reading
    ) -> Pairing | None:
        """Without the figures that another passage in force agrees with; None when nothing is left to differ."""
        others = [
            p
            for p in current
            if p is not differing
            and scores[p.evidence.document] >= self.policy.veto_near * scores[differing.evidence.document]
            and p.strength >= differing.strength - self.policy.veto
        ]
        kept = tuple(
            d
            for d in differing.differences
            if d.code not in FIGURES
            or not any(
                d.claim_span in p.agreed_spans and not speaks_of(differing, p, said, d, self.policy) for p in others
            )
        )
        return replace(differing, differences=kept) if kept else None

    def _outdated(self, claim: Claim, old: Pairing) -> Pairing | None:
        """The passage now in force beside which the claim's old figure differs."""
        heirs = [e for e in self._like(old.evidence, claim) if old.evidence.superseded_by in (e.number, e.document)]
        known = [replace(e, title=f"{e.title} {old.evidence.title}") for e in heirs]
        eased = replace(self.policy, figure=self.policy.heir_figure)
        successors = [pair(claim, e, eased, self.gazetteer) for e in known]
        spans = [
            (p, d)
            for p in successors
            for d in p.differences
            if d.claim_span in old.agreed_spans and d.passage_span is not None
        ]
        if not spans:
            return None
        best, first = max(spans, key=lambda s: (s[0].strength, s[0].evidence.point))
        told = Difference("outdated", first.claim_value, first.official_value, first.claim_span, first.passage_span)
        return replace(best, verdict="outdated", differences=(told,), formerly=old.evidence)

    def _like(self, old: Evidence, claim: Claim) -> list[Evidence]:
        """Passages that speak of what an old passage spoke of."""
        words = f"{old.passage} {old.title}"
        return self.retriever.find(replace(claim, text=old.passage, resolved=words), 2 * self.policy.candidates)

    def _misnumbered(self, claim: Claim, said: Reading, pairings: list[Pairing]) -> Pairing | None:
        """A document number that no paper bears, beside the paper of nearly that number which speaks of the matter."""
        cited = references(said)
        known = {normal_number(p.evidence.number) for p in pairings}
        for value in cited:
            if normal_number(value.text) in known:
                return None
            for near in sorted(pairings, key=lambda p: -p.strength):
                if near.strength < self.policy.loose or not likely_misnumbered(value.text, near.evidence.number):
                    continue
                effect = self._effect_of(near.evidence, claim)
                told = Difference("reference_mismatch", value.text, near.evidence.number, value.span, None)
                return replace(near, verdict="mismatch", evidence=effect, differences=(told,))
        return None

    def _effect_of(self, evidence: Evidence, claim: Claim) -> Evidence:
        """The clause of the same document on its effect, where its number is certain."""
        words = f"{evidence.number} {evidence.title} có hiệu lực kể từ ngày"
        found = self.retriever.find(replace(claim, text=words, resolved=words), self.policy.candidates)
        own = [e for e in found if e.document == evidence.document and _EFFECT.search(e.passage)]
        return own[0] if own else evidence

    def _status_clause(self, evidence: Evidence, claim: Claim) -> Evidence:
        """The clause of a draft that says it is one."""
        words = f"{evidence.title} lấy ý kiến chưa có giá trị áp dụng"
        found = self.retriever.find(replace(claim, text=words, resolved=words), self.policy.candidates)
        own = [e for e in found if e.document == evidence.document and _IS_DRAFT.search(e.passage)]
        return own[0] if own else evidence

    def _match(self, claim: Claim, best: Pairing) -> Match:
        sentence = explain(best.verdict, best.differences, best.evidence)
        if best.formerly is not None:
            sentence += until_when(claim.text, claim.date, best.formerly, self.gazetteer)
        return Match(
            claim.id, best.verdict, best.evidence, best.differences, sentence, aligned=best.aligned, why_silent=best.why
        )


def _moved(decided: Pairing, evidence: Evidence) -> Pairing:
    """The pairing told with another clause of the same paper: the official value where it stands there, if it does."""
    if evidence == decided.evidence:
        return decided
    first = decided.differences[0]
    at = evidence.passage.find(first.official_value) if first.official_value else -1
    span = (at, at + len(first.official_value)) if at >= 0 else None
    return replace(
        decided, evidence=evidence, differences=(replace(first, passage_span=span), *decided.differences[1:])
    )


def _nearness(passages: Sequence[Evidence]) -> dict[str, float]:
    """How near each document is: the score of its best passage."""
    best: dict[str, float] = {}
    for e in passages:
        best[e.document] = max(best.get(e.document, 0.0), e.score)
    return best


@lru_cache(maxsize=20_000)
def _on_effect(passage: str) -> tuple[bool, bool]:
    """Whether a passage speaks of a paper's effect, and of the day from which something is applied."""
    return _EFFECT.search(passage) is not None, _STARTS.search(passage) is not None


def _silenced(found: Pairing, why: str) -> Pairing:
    return replace(found, verdict="no_document", differences=(), agreed=0, agreed_spans=(), why=found.why or why)


def _gated(found: Pairing, near: set[str], nearest: set[str], named: set[str]) -> Pairing:
    """Only a passage of a document near the claim's matter may contradict it, or agree with it.

    What hangs on the document alone (its effect, a condition left unsaid) only that of the nearest, and "this
    decision's" effect only that of the decision the article names.
    """
    effect, starts = _on_effect(found.evidence.passage)
    if (effect or starts) and named and found.evidence.document not in named and found.verdict != "outdated":
        return replace(found, verdict="no_document", differences=(), why="bài viết nói về văn bản khác")
    narrow = found.verdict == "partial" or effect
    if found.evidence.document in (nearest if narrow and not named else near):
        return found
    return replace(found, verdict="no_document", differences=(), why="văn bản khác nói về việc này rõ hơn")


def _not_of_a_headline(differing: Pairing, current: Sequence[Pairing], said: Reading) -> Pairing | None:
    """Without the figures that stand anywhere in the same paper: a headline names one of several rates and not whose."""
    rules = [
        rule_of(p.evidence.passage, p.evidence.issued, None, p.evidence.heading)
        for p in current
        if p.evidence.document == differing.evidence.document
    ]
    told = {
        v.span
        for v in said.values
        if any(outcome(v, o) == "equal" for r in rules for o in r.values if o.kind == v.kind)
    }
    kept = tuple(d for d in differing.differences if d.code not in FIGURES or d.claim_span not in told)
    return replace(differing, differences=kept) if kept else None


def _in_force(evidence: Evidence, on: dt.date | None) -> bool:
    """Whether a passage holds, or is to hold, as far as the claim's day knows."""
    if evidence.status in ("superseded", "expired"):
        return evidence.effective_to is not None and on is not None and on <= evidence.effective_to
    return True


def _best(pairings: list[Pairing]) -> Pairing | None:
    return max(pairings, key=lambda p: (p.strength, p.evidence.document, p.evidence.point), default=None)
