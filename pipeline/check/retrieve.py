"""Which passages to read a claim against: the door `Retriever`, and one that holds its passages in memory.

Superseded passages stay findable. A passage of another place or no longer in force is only ranked lower: whether it
speaks of the claim at all is for the comparison to say.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.check.policy import POLICY, Policy
from pipeline.check.reading import Reading
from pipeline.records import Claim, Evidence

_K1, _B = 1.2, 0.6
"""BM25's usual saturation; B below 0.75 because a table row is short by nature, not because it says more."""


Vector = NDArray[np.float64]

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
    return _terms(Reading(text))


@lru_cache(maxsize=2_000)
def _around(text: str) -> Counter[str]:
    """`terms_of` what stands around a claim, kept because the claims of an article share it."""
    return terms_of(text)


def _terms(reading: Reading) -> Counter[str]:
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
        papers = {name: i for i, name in enumerate(dict.fromkeys(e.document for e in self.evidence))}
        self._paper = np.array([papers[e.document] for e in self.evidence], dtype=np.int64)
        titles: dict[str, Counter[str]] = {}
        postings: dict[str, tuple[list[int], list[float]]] = {}
        spoken: dict[str, dict[int, None]] = {}
        lengths: list[float] = []
        for i, item in enumerate(self.evidence):
            named = f"{item.title} {item.number}"
            if named not in titles:
                titles[named] = terms_of(named)
            weights = {t: float(n) for t, n in terms_of(f"{item.heading}\n{item.passage}").items()}
            for term in titles[named]:
                weights[term] = weights.get(term, 0.0) + 0.5
            for term in sorted(weights):
                ids, counts = postings.setdefault(term, ([], []))
                ids.append(i)
                counts.append(weights[term])
                spoken.setdefault(term, {})[papers[item.document]] = None
            lengths.append(sum(weights.values()))
        self._postings = {t: (np.array(ids), np.array(counts)) for t, (ids, counts) in postings.items()}
        self._spoken = {t: np.array(list(found)) for t, found in spoken.items()}
        self._papers = len(papers)
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._norm = _K1 * (1 - _B + _B * np.array(lengths) / mean)
        stale = [e.status in ("superseded", "expired") for e in self.evidence]
        self._aged = np.where(np.array(stale, dtype=bool), policy.superseded, 1.0)
        self._held = {e.places for e in self.evidence}
        self._where = {held: np.array([e.places == held for e in self.evidence]) for held in self._held}

    def find(self, claim: Claim, limit: int) -> list[Evidence]:
        """The passages nearest to the claim's own words, then to its article's, with place and validity weighed in."""
        if not self.evidence:
            return []
        said = Reading(claim.text, claim.date)
        if any(v.kind == "date" for v in said.values):
            said = Reading(claim.text)  # passages are looked up by what they print, on whatever day
        own = _terms(said)
        context = _around(claim.resolved.removesuffix(claim.text))
        scores = np.zeros(len(self.evidence))
        self._add(scores, own, 1.0, self.policy.rarest_terms * 2)
        short = sum(t.weight for t in said.terms) < self.policy.short_claim
        weight = self.policy.short_context if short else self.policy.context_weight
        self._add(scores, context, weight, self.policy.rarest_terms)
        hit = np.flatnonzero(scores)
        if not hit.size:
            return []
        spoken = self._speaking(own, context)[self._paper[hit]]
        scores[hit] *= 0.3 + 0.7 * spoken / (spoken.max() or 1.0)
        for held in self._held:
            if not covers(held, claim.places):
                scores[self._where[held]] *= self.policy.other_place
        scores *= self._aged
        if hit.size > 4 * limit:
            hit = hit[scores[hit] >= np.partition(scores[hit], -limit)[-limit]]
        ranked = sorted((-round(float(scores[i]), 9), int(i)) for i in hit)[:limit]
        return [replace(self.evidence[i], score=-score) for score, i in ranked]

    def _speaking(self, own: Counter[str], context: Counter[str]) -> Vector:
        """How much of what claim and article speak of stands anywhere in each document."""
        found = np.zeros(self._papers)
        for term in sorted(own.keys() | context.keys()):
            papers = self._spoken.get(term)
            if papers is not None:
                rarity = math.log(1 + self._papers / (1 + len(papers)))
                found[papers] += _SHARE[term in own] * _REFERENCE[term.startswith("#reference")] * rarity
        return found

    def _add(self, scores: Vector, bag: Counter[str], weight: float, terms: int) -> None:
        known = sorted((len(self._postings[t][0]), t) for t in bag if t in self._postings)[:terms]
        for count, term in known:
            idf = math.log(1 + (len(self.evidence) - count + 0.5) / (count + 0.5))
            ids, n = self._postings[term]
            scores[ids] += weight * idf * n * (_K1 + 1) / (n + self._norm[ids])
