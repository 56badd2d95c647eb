"""Which passages to read a claim against: the door `Retriever`, and one that holds its passages in memory.

Superseded passages stay findable. A passage of another place or no longer in force is only ranked lower: whether it
speaks of the claim at all is for the comparison to say.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from pipeline.check.policy import POLICY, Policy
from pipeline.check.reading import Reading
from pipeline.records import Claim, Evidence

_K1, _B = 1.2, 0.6
"""BM25's usual saturation; B below 0.75 because a table row is short by nature, not because it says more."""


_SHARE = {True: 1.0, False: 0.5}
_REFERENCE = {True: 4.0, False: 1.0}
"""a document number named by the article weighs more than words"""


class Retriever(Protocol):
    """Finds passages for a claim, best first."""

    def find(self, claim: Claim, limit: int) -> list[Evidence]:
        """At most `limit` passages with their score."""
        ...


def covers(document: Sequence[str], claim: Sequence[str]) -> bool:
    """Whether a document's units hold for the claim's; a province-wide paper holds everywhere in it."""
    return not document or not claim or "khanh_hoa" in document or bool(set(document) & set(claim))


def terms_of(text: str) -> Counter[str]:
    """What a text is looked up by: concepts, words, document numbers and figures."""
    reading = Reading(text)
    found = Counter(t.key for t in reading.terms if t.weight > 0)
    plain = [t for t in reading.terms if not t.key.startswith("@")]
    found.update(f"{a.key} {b.key}" for a, b in itertools.pairwise(plain) if b.span[0] - a.span[1] <= 1)
    found.update(f"#{v.kind}:{v.value}" for v in reading.values if v.kind != "place")
    return found


class MemoryRetriever:
    """BM25 over an inverted index of the passages it is handed."""

    def __init__(self, evidence: Sequence[Evidence], policy: Policy = POLICY) -> None:
        """Index `evidence`; the order of the input decides nothing."""
        self.policy = policy
        self.evidence = sorted(evidence, key=lambda e: (e.document, e.point, e.passage))
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._length: list[float] = []
        titles: dict[str, Counter[str]] = {}
        for i, item in enumerate(self.evidence):
            bag: Counter[str] = Counter()
            if item.title not in titles:
                titles[item.title] = terms_of(f"{item.title} {item.number}")
            for term, n in terms_of(f"{item.heading}\n{item.passage}").items():
                bag[term] += n
            weights = {t: float(n) for t, n in bag.items()}
            for term in titles[item.title]:
                weights[term] = weights.get(term, 0.0) + 0.5
            for term in sorted(weights):
                self._postings[term].append((i, weights[term]))
            self._length.append(sum(weights.values()))
        self._papers: dict[str, set[str]] = defaultdict(set)
        for item in self.evidence:
            self._papers[item.document] |= terms_of(
                f"{item.title} {item.number}\n{item.heading}\n{item.passage}"
            ).keys()
        self._spread = Counter(t for bag in self._papers.values() for t in bag)
        self._mean = sum(self._length) / len(self._length) if self._length else 1.0

    def find(self, claim: Claim, limit: int) -> list[Evidence]:
        """The passages nearest to the claim's own words, then to its article's, with place and validity weighed in."""
        own = terms_of(claim.text)
        context = terms_of(claim.resolved) - own
        scores: dict[int, float] = defaultdict(float)
        self._add(scores, own, 1.0, self.policy.rarest_terms * 2)
        short = sum(t.weight for t in Reading(claim.text).terms) < self.policy.short_claim
        weight = self.policy.short_context if short else self.policy.context_weight
        self._add(scores, context, weight, self.policy.rarest_terms)
        ranked: list[tuple[float, int]] = []
        papers = self._speaking(own, context, {self.evidence[i].document for i in scores})
        for i, score in scores.items():
            item = self.evidence[i]
            score *= 0.3 + 0.7 * papers[item.document]
            if not covers(item.places, claim.places):
                score *= self.policy.other_place
            if item.status in ("superseded", "expired"):
                score *= self.policy.superseded
            ranked.append((-score, i))
        return [replace(self.evidence[i], score=-score) for score, i in sorted(ranked)[:limit]]

    def _speaking(self, own: Counter[str], context: Counter[str], documents: set[str]) -> dict[str, float]:
        """How much of what claim and article speak of stands anywhere in a document, relative to the best one."""
        found: dict[str, float] = {}
        for document in documents:
            bag = self._papers[document]
            found[document] = sum(
                _SHARE[t in own] * _REFERENCE[t.startswith("#reference")] * self._rarity(t)
                for t in own.keys() | context.keys()
                if t in bag
            )
        most = max(found.values(), default=0.0) or 1.0
        return {document: score / most for document, score in found.items()}

    def _rarity(self, term: str) -> float:
        return math.log(1 + len(self._papers) / (1 + self._spread[term]))

    def _add(self, scores: dict[int, float], bag: Counter[str], weight: float, terms: int) -> None:
        known = sorted((len(self._postings[t]), t) for t in bag if t in self._postings)[:terms]
        for count, term in known:
            idf = math.log(1 + (len(self.evidence) - count + 0.5) / (count + 0.5))
            for i, n in self._postings[term]:
                norm = _K1 * (1 - _B + _B * self._length[i] / self._mean)
                scores[i] += weight * idf * n * (_K1 + 1) / (n + norm)
