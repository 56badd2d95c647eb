"""One claim beside one passage: are they about the same thing, and if so, what differs.

Every slot is asked in turn and answers with differences; the order below is the order in which they are told
(a ban turned into leave goes before the figure in the same sentence). Nothing differs where the subject does not align.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache, partial

from pipeline.check.agents import other_agent
from pipeline.check.cases import beside_the_line, outside
from pipeline.check.citations import other_paper
from pipeline.check.conditions import unsaid
from pipeline.check.coverage import denies_alone, no_exception, too_wide, wrongly_denied
from pipeline.check.demands import asked_in_secret
from pipeline.check.denials import denied_and_affirmed
from pipeline.check.explain import explain
from pipeline.check.former import said_of_old
from pipeline.check.genuine import called_fake, held_valid
from pipeline.check.listed import other_list
from pipeline.check.named import misplaced
from pipeline.check.norms import norms
from pipeline.check.obligations import clashes
from pipeline.check.offices import other_office
from pipeline.check.papers import (
    draft_or_issued,
    forged,
    issued_yet_called_draft,
    misnumbered,
    normal_number,
    references,
    replaced,
    told_as_in_force,
)
from pipeline.check.policy import POLICY, Policy
from pipeline.check.quantities import compare_figures
from pipeline.check.quotations import misquoted
from pipeline.check.reading import PLAIN, Reading, Term, bare_weights, keys_of, remembered, share_of, weights_of
from pipeline.check.relief import let_off
from pipeline.check.routine import other_routine
from pipeline.check.stage import not_yet
from pipeline.check.standing import other_standing
from pipeline.check.subjects import CONTRASTED, contrary, numbered, other_number, other_street
from pipeline.check.where import at_home, elsewhere, other_places
from pipeline.language.places import Gazetteer
from pipeline.records import Claim, Difference, Evidence, Match, Span, Verdict


@dataclass(frozen=True, slots=True)
class Pairing:
    """What one passage says to one claim; `strength` ranks passages for the same claim."""

    verdict: Verdict
    evidence: Evidence
    differences: tuple[Difference, ...]
    strength: float
    agreed: int = 0
    aligned: tuple[str, ...] = ()
    why: str | None = None
    agreed_spans: tuple[Span, ...] = ()
    """where in the claim the figures stand that agree"""
    formerly: Evidence | None = None
    """the replaced passage the claim repeats"""
    near: float = 0.0
    """alignment of the two texts, whatever the slots came to"""

    @property
    def open_to_judge(self) -> bool:
        """Whether nothing rules the passage out for this claim (another place, another matter, another paper)."""
        return self.why is None or self.why == NO_VALUE


TELLING = 0.7
"""weight of words below which a clause ("Ở tuổi 15") names no matter at all"""
OTHER_SUBJECT = "đoạn văn bản nói về đối tượng khác"
"""also said of "có hiệu lực" beside "lấy ý kiến", which differ as states do"""
OTHER_MATTER = "đoạn văn bản nói về việc khác"
_PASSES_BY = frozenset({OTHER_MATTER, OTHER_SUBJECT})
"""passages that are about something else as a whole; a clause of theirs may still name the claim's matter"""
NO_VALUE = "không có giá trị nào để so"
FAR = "bài viết không nói về việc của văn bản này"


@lru_cache(maxsize=20_000)
def rule_of(text: str, on: dt.date | None, gazetteer: Gazetteer | None, heading: str = "") -> Reading:
    """The reading of a passage, kept because the same passages are read for many claims."""
    return Reading(text, on, gazetteer, heading)


@lru_cache(maxsize=512)
def said_of(text: str, on: dt.date | None, gazetteer: Gazetteer | None) -> Reading:
    """The reading of a claim or of what stands around it, kept while it is laid beside one passage after another."""
    return Reading(text, on, gazetteer)


def pair(claim: Claim, evidence: Evidence, policy: Policy, gazetteer: Gazetteer) -> Pairing:
    """Compare slot by slot."""
    said = said_of(claim.text, claim.date, gazetteer)
    context = said_of(claim.resolved.replace(claim.text, " "), claim.date, gazetteer)
    rule = rule_of(evidence.passage, evidence.issued or claim.date, gazetteer, evidence.heading)
    around = rule_of(f"{evidence.heading}\n{evidence.title}\n{evidence.issuer}", None, None)
    silent = _not_about(said, rule, evidence, claim)
    heard = said.keys | context.keys
    sentence, back = _answering(said.keys, heard, rule, bare=said.bare)
    beside = _beside(rule, sentence)
    own = share_of(said.weights, beside)
    wide = share_of(said.weights, beside | around.keys)
    if sum(t.weight for t in rule.terms) < policy.bare_label:
        own = max(own, policy.bare_share * wide)
    about = 0.45 * own + 0.2 * wide + 0.35 * back
    told = partial(Pairing, near=about)
    if silent is None and evidence.title:
        spoken = sum({t.key: t.weight for t in said.terms if t.key in rule.keys}.values())
        if spoken < policy.plain_speaking:
            silent = _not_near(said, context, heard, claim, evidence, policy)
    if silent is None and own < policy.spoken and wide < policy.covered:
        silent = OTHER_MATTER
    paper = forged(said, rule, context, near=silent is None)
    if paper is not None and paper.code == "forged_document":
        return told("forged", evidence, (paper,), 1.0 + about, aligned=("văn bản",))
    former = replaced(said, rule)
    if former is not None and former.claim_span != (0, len(said.text)):
        return told("outdated", evidence, (former,), about + 0.5, aligned=("văn bản",))
    secret = asked_in_secret(said, rule, context)
    if secret is not None and silent != FAR:
        return told("mismatch", evidence, (secret,), about + 0.5, aligned=("việc bị yêu cầu",))
    standing = issued_yet_called_draft(said, evidence) or told_as_in_force(said, rule, evidence)
    if standing is None and silent != FAR:
        standing = called_fake(said, rule) or held_valid(said, rule)
    if standing is None and silent in (None, OTHER_SUBJECT):
        standing = other_standing(said, rule)
    if standing is not None:
        return told("mismatch", evidence, (standing,), about + 0.6, aligned=("văn bản",))
    cited = other_paper(said, rule, around.terms) if silent != FAR else None
    if cited is not None:
        return told("mismatch", evidence, (cited,), about + 0.5, aligned=("văn bản",))
    if silent is not None:
        old = said_of_old(said, rule, evidence.effective_from, near=False) if silent in _PASSES_BY else None
        if old is not None:
            return told("outdated", evidence, (old,), about + 0.5, aligned=("đối tượng",))
        case = outside(said, rule) if silent == OTHER_MATTER and not evidence.document else None
        if case is not None:
            return told("mismatch", evidence, (case,), about, aligned=("đối tượng",))
        if silent == OTHER_MATTER and not evidence.document:
            own_figures = compare_figures(said, rule, (), (), policy.figure, policy.only_figure)
            dates = tuple(d for d in own_figures.differences if d.code == "date_mismatch")
            if dates:
                return told("mismatch", evidence, dates, about, aligned=("giá trị",))
            if own_figures.agreed and not own_figures.differences and not own_figures.open:
                return told("match", evidence, (), about, len(own_figures.agreed), ("giá trị",))
        return told("no_document", evidence, (), about, why=silent)
    found: list[tuple[Difference, float]] = []
    quoted = misquoted(said, rule)
    if quoted:
        return told("mismatch", evidence, (quoted[0],), about + quoted[1], aligned=("văn bản",))
    former = former or said_of_old(said, rule, evidence.effective_from)
    if former is not None:
        return told("outdated", evidence, (former,), about + 0.5, aligned=("đối tượng",))
    alone = policy.figure if evidence.document else policy.only_figure
    figures = compare_figures(said, rule, context.terms, around.terms, policy.figure, alone)
    firm = about >= policy.aligned
    number = misnumbered(said, rule)
    if number is not None and about >= policy.loose:
        found.append((number, about))
    routine = other_routine(said, rule)
    if routine is not None and about >= policy.loose:
        found.append((routine, about))
    let = let_off(said, rule) if about >= policy.loose else None
    if let is not None:
        found.append((let, about))
    case = outside(said, rule) if about >= policy.loose else None
    if case is not None:
        found.append((case, about))
    if firm:
        found += [(c.difference, c.strength) for c in clashes(said, rule) if c.strength >= policy.clash]
        denied = wrongly_denied(said, rule)
        broad = too_wide(said, rule, about)
        found += [(c.difference, c.strength) for c in (denied, broad) if c is not None]
        status = draft_or_issued(said, rule, evidence) or not_yet(said, rule)
        if status is not None:
            found.append((status, about))
        office = other_office(said, rule)
        agent = None if office is not None else other_agent(said, rule)
        found += [office] if office is not None else [(agent, about)] if agent is not None else []
        place = other_places(said, rule, evidence)
        if place is not None and (figures.agreed or about >= policy.scope):
            found.append((place, about))
        left = misplaced(said, rule) or (other_list(said, rule) if place is None else None)
        if left is not None:
            found.append((left, about))
        if not found:
            found += [(c.difference, c.strength) for c in denied_and_affirmed(said, rule, around.terms)]
    elif about >= policy.barred and no_exception(said, rule):
        broad = too_wide(said, rule, about)
        found += [(broad.difference, broad.strength)] if broad else []
    beyond = beside_the_line(said, rule) + [
        rule.sentence_of(c.passage_span[0]) for c in (case,) if c and c.passage_span
    ]
    found = [f for f in found if f[0].code not in _OUTCOMES or not _stands_in(f[0].passage_span, beyond)]
    if about >= policy.loose and not _issued_later(claim, evidence):
        found += [(d, figures.strength) for d in figures.differences]
    agreed = len(figures.agreed)
    aligned = ("đối tượng",) + (("giá trị",) if agreed else ())
    if found:
        differences = tuple(d for d, _ in sorted(found, key=lambda f: _ORDER.get(f[0].code, 9)))
        strength = about + max(s for _, s in found) * 0.5 + 0.05 * agreed
        return told("mismatch", evidence, differences, strength, agreed, aligned, agreed_spans=figures.agreed)
    wordy = about >= policy.matched and not (figures.open and about < policy.wordy) and not denies_alone(said, rule)
    if not (agreed or wordy):
        return told("no_document", evidence, (), about, why=NO_VALUE)
    strength = about + (0.5 * figures.strength + 0.1 if agreed else 0.0) - 0.1 * figures.open
    sure = about + policy.figure_helps * agreed
    answered = agreed > 0 or not any(v.kind in ("money", "percent") for v in said.values)
    condition = unsaid(said, rule, sentence) if answered and sure >= policy.condition else None
    if condition is not None:
        return told("partial", evidence, (condition,), strength, agreed, aligned, agreed_spans=figures.agreed)
    return told("match", evidence, (), strength, agreed, aligned, agreed_spans=figures.agreed)


_OUTCOMES = frozenset({"modality_mismatch", "existence_denied", "existence_fabricated", "amount_mismatch"})
"""codes of what somebody must, may or gets: the other side of a passage's line gets the other"""


def _stands_in(span: Span | None, parts: list[Span]) -> bool:
    return span is not None and any(a <= span[0] < b for a, b in parts)


_ORDER = {
    "existence_fabricated": 0, "existence_denied": 1, "status_mismatch": 2, "modality_mismatch": 3, "eligibility_mismatch": 4, "procedure_mismatch": 5,
    "authority_mismatch": 6, "scope_mismatch": 7, "amount_mismatch": 8, "date_mismatch": 9, "stat_mismatch": 10,
}  # fmt: skip


def _issued_later(claim: Claim, evidence: Evidence) -> bool:
    """Whether the paper did not exist when the claim was made: its figures contradict nothing, a denial still may."""
    return evidence.issued is not None and claim.date is not None and evidence.issued > claim.date


@lru_cache(maxsize=5_000)
def title_matter(title: str, gazetteer: Gazetteer | None) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """What a document's title says, and the same without the places it names."""
    said = tuple(t for t in rule_of(title, None, None).terms if t.weight >= PLAIN)
    places = [v.span for v in rule_of(title, None, gazetteer).values if v.kind == "place"]
    return said, tuple(t for t in said if not any(a <= t.span[0] < b for a, b in places))


def _not_near(
    said: Reading, context: Reading, heard: Set[str], claim: Claim, evidence: Evidence, policy: Policy
) -> str | None:
    """Why the article does not speak of the document's matter, or None: what its title says must be said somewhere."""
    title, matter = title_matter(evidence.title, said.gazetteer)
    if not title:
        return None
    if normal_number(evidence.number) in {normal_number(v.text) for v in references(said) + references(context)}:
        return None
    least = policy.title_at_home if at_home(said, claim.places, evidence) else policy.title_away
    if not any(
        sum({t.key: t.weight for t in wanted if t.key in heard}.values()) >= policy.title_words
        and share_of(weights_of(wanted), heard) >= least
        for wanted in (title, matter)
    ):
        return FAR
    if evidence.issued is not None:
        years = {
            str(v.value)[:4]
            for v in said.values
            if v.kind == "date" and isinstance(v.value, str) and v.value[:1] == "2"
        }
        if years and max(years) < str(evidence.issued.year - 1):
            return "nội dung nói về thời gian trước văn bản"
    return None


def _not_about(said: Reading, rule: Reading, evidence: Evidence, claim: Claim) -> str | None:
    """Why the two cannot be compared at all, or None."""
    if elsewhere(said, rule, evidence, claim.places):
        return "văn bản áp dụng cho địa bàn khác"
    if sum(t.weight for t in said.terms) < TELLING:
        return "nội dung quá ngắn để biết nói về việc gì"
    if said.keys & CONTRASTED and rule.keys & CONTRASTED and contrary(said.terms, rule.terms):
        return OTHER_SUBJECT
    if other_street(claim.text, evidence.passage):
        return "đoạn văn bản nói về đường khác"
    if other_number(numbered(said), numbered(rule)):
        return "đoạn văn bản nói về lần, nhóm hoặc đợt khác"
    return None


LONG, REACH = 700, 300
"""characters from which a passage is not one rule, and how far around the answering sentence it then is read"""


def _beside(rule: Reading, sentence: Span) -> frozenset[str]:
    """What a passage says of the claim's matter: all of it, or of a long one (a preamble, a table in one piece) what
    stands around the answering sentence, because a page of words has a word of everything."""
    if len(rule.text) <= LONG:
        return rule.keys
    return keys_of(rule.terms_in(sentence[0] - REACH, sentence[1] + REACH))


def answering_sentence(said: Reading, rule: Reading) -> Span:
    """Where the sentence of the passage stands that answers a text best."""
    return _answering(said.keys, said.keys, rule, bare=said.bare)[0]


_SENTENCE = re.compile(r"[;\n]|[.!?](?=\s|$)")


@remembered
def _sentences(rule: Reading) -> list[tuple[Span, dict[str, float]]]:
    """The sentences of a passage that say anything, each with the weight of its words."""
    cuts = [0, *(m.end() for m in _SENTENCE.finditer(rule.text)), len(rule.text)]
    spans = itertools.pairwise(cuts)
    return [(span, weights) for span in spans if (weights := weights_of(rule.terms_in(*span)))]


@remembered
def _sayable_sentences(rule: Reading) -> list[tuple[Span, dict[str, float]]]:
    """The same beside a text without diacritics, which cannot be seen to say some small words."""
    return [(span, kept) for span, weights in _sentences(rule) if (kept := bare_weights(weights))]


def _answering(said: Set[str], heard: Set[str], rule: Reading, *, bare: bool) -> tuple[Span, float]:
    """The sentence of the passage that answers the claim best, and the share of its words the claim says.

    `said` are the claim's keys, `heard` those of claim and article.
    """
    best: tuple[float, Span] = (0.0, (0, len(rule.text)))
    for span, weights in _sayable_sentences(rule) if bare else _sentences(rule):
        covered = 0.8 * share_of(weights, said) + 0.2 * share_of(weights, heard)
        if (covered, -span[0]) > (best[0], -best[1][0]):
            best = (covered, span)
    return best[1], best[0]


def compare(
    claim_text: str,
    evidence: Evidence,
    on: dt.date | None,
    *,
    policy: Policy = POLICY,
    gazetteer: Gazetteer | None = None,
) -> Match:
    """Compare one text with one passage, as of a day; no store and no retrieval."""
    claim = Claim("", "", claim_text, 0, claim_text, on, ())
    found = pair(claim, evidence, policy, gazetteer or Gazetteer.builtin())
    kept = None if found.verdict == "no_document" else found.evidence
    sentence = explain(found.verdict, found.differences, kept)
    return Match("", found.verdict, kept, found.differences, sentence, aligned=found.aligned, why_silent=found.why)


__all__ = ["Pairing", "compare", "norms", "pair"]
