"""Which passages to read a claim against: the door `Retriever`, and one that holds its passages in memory.

Superseded passages stay findable. A passage of another place or no longer in force is only ranked lower: whether it
speaks of the claim at all is for the comparison to say. `score` says how near a passage's paper is to the claim's
matter (the comparison asks that of every paper); the order is that of `ranking`, which tells points of one paper apart.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.check.policy import POLICY, Policy
from pipeline.check.ranking import KINDS, WEIGHTS, Weights, around, figures, kinds
from pipeline.check.reading import Reading
from pipeline.records import Claim, Evidence

_OF_THE_COUNTRY = re.compile(
    r"(?:Quốc hội|Chính phủ|Thủ tướng|Văn phòng (?:Chính phủ|Quốc hội)|Bộ (?!Chỉ huy)|Ngân hàng Nhà nước)", re.I
)
_K1, _B = 1.2, 0.6
"""BM25's usual saturation; B below 0.75 because a table row is short by nature, not because it says more."""


FIRST = 6
"""passages that are always the first by rank"""
RANKED = 200
"""passages, by score, that are put into order"""
NEIGHBOURS, SHORT_PAPER = 3, 60
"""papers of which every point is put into order, and points of such a paper at most: a law has hundreds"""
Vector = NDArray[np.float64]
Ids = NDArray[np.int64]
_NOTHING: tuple[Ids, Vector] = (np.zeros(0, np.int64), np.zeros(0))

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


def unmoored(evidence: Evidence) -> bool:
    """Whether a paper is compared only where it is cited.

    It holds for places outside or for the whole country (its words are those of all news), or nothing says what it is about.
    """
    away = "outside" in evidence.places and (len(evidence.places) == 1 or _OF_THE_COUNTRY.match(evidence.issuer))
    return bool(evidence.document) and bool(away or not evidence.title)


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


def _words(terms: Counter[str]) -> set[str]:
    """The terms that are no values."""
    return {t for t in terms if not t.startswith("#")}


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
        titled: dict[str, dict[int, None]] = {}
        met: dict[str, list[int]] = {}
        lengths: list[float] = []
        self._kinds = np.zeros((len(self.evidence), len(KINDS)))
        for i, item in enumerate(self.evidence):
            named = f"{item.title} {item.number}"
            if named not in titles:
                titles[named] = terms_of(named)
            for term in titles[named]:
                titled.setdefault(term, {})[papers[item.document]] = None
            reading = Reading(f"{item.heading}\n{item.passage}")
            weights = {t: float(n) for t, n in _terms(reading).items()}
            for figure in figures(reading):
                met.setdefault(figure, []).append(i)
            self._kinds[i] = [kind in kinds(reading) for kind in KINDS]
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
        self._titled = {t: np.array(list(found)) for t, found in titled.items()}
        self._met = {figure: np.array(found) for figure, found in met.items()}
        self._papers = len(papers)
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._norm = _K1 * (1 - _B + _B * np.array(lengths) / mean)
        self._stale = np.array([e.status in ("superseded", "expired") for e in self.evidence], dtype=bool)
        self._until = np.array([e.effective_to or dt.date.min for e in self.evidence], dtype="datetime64[D]")
        self._aged = np.where(self._stale, policy.superseded, 1.0)
        self._unmoored = np.array([unmoored(e) for e in self.evidence], dtype=bool)
        self._held = {e.places for e in self.evidence}
        self._where = {held: np.array([e.places == held for e in self.evidence]) for held in self._held}

    def find(self, claim: Claim, limit: int) -> list[Evidence]:
        """The passages nearest to claim and article by rank, and last those the claim's own words alone put among the first.

        A sentence may stand in an article about something else, and a paper of hundreds of points has a word of every article.
        """
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
        cited = any(t.startswith("#reference") for t in itertools.chain(own, context))
        hit = np.flatnonzero(scores if cited else np.where(self._unmoored, 0.0, scores))
        if not hit.size:
            return []
        spoken = self._speaking(own, context)[self._paper[hit]]
        scores[hit] *= 0.3 + 0.7 * spoken / (spoken.max() or 1.0)
        for held in self._held:
            if not covers(held, claim.places):
                scores[self._where[held]] *= self.policy.other_place
        scores *= self._aged
        most = max(RANKED, limit)
        if hit.size > most:
            hit = hit[scores[hit] >= np.partition(scores[hit], -most)[-most]]
        hit = self._with_neighbours(hit, scores)
        order = self._order(hit, claim, said)
        ranks = {int(i): -round(float(rank), 6) for rank, i in zip(order, hit, strict=True)}
        near = {int(i): -round(float(scores[i]), 9) for i in hit}
        ranked = sorted(ranks, key=lambda i: (ranks[i], near[i], i))
        apart = min(limit // 2, max(0, limit - FIRST))
        nearest = sorted(near, key=lambda i: (near[i], ranks[i], i))[:apart]
        late = [i for i in nearest if i not in ranked[: limit - apart]]
        kept = [i for i in ranked if i not in late][: limit - len(late)]
        return [replace(self.evidence[i], score=-near[i]) for i in [*kept, *late]]

    def _with_neighbours(self, hit: Ids, scores: Vector) -> Ids:
        """Also the other points of the papers that score best: one may say it in none of the claim's words."""
        papers = dict.fromkeys(int(self._paper[i]) for i in hit[np.argsort(-scores[hit], kind="stable")])
        whole = [np.flatnonzero(self._paper == paper) for paper in list(papers)[:NEIGHBOURS]]
        return np.unique(np.concatenate([hit, *(points for points in whole if len(points) <= SHORT_PAPER)]))

    def _order(self, hit: Ids, claim: Claim, said: Reading, weights: Weights = WEIGHTS) -> Vector:
        """The rank of each passage of `hit` (ascending): what it shares with the claim, and its paper with the article."""
        own, article = _terms(said), around(claim)
        seen = set(own)
        parts = [_words(own)]
        for text in (article.near, article.headline, article.rest):
            terms = _words(_around(text)) - seen
            seen |= terms
            parts.append(terms)
        single = {t for t in parts[0] if " " not in t}
        matched, most = self._matched(hit, single)
        rank = (weights.own + weights.share / (most or 1.0)) * matched
        rank += weights.near * self._matched(hit, parts[1])[0]
        papers, at = np.unique(self._paper[hit], return_inverse=True)
        for weight, terms in zip(weights.paper, parts, strict=True):
            rank += weight * self._share(self._spoken, papers, terms)[at]
        for weight, terms in zip(weights.titled, (parts[0], set().union(*parts[1:])), strict=True):
            rank += weight * self._share(self._titled, papers, terms)[at]
        for figure in sorted(figures(said)):
            if (known := self._met.get(figure)) is not None:
                rank += weights.met * math.log(1 + len(self.evidence) / (1 + len(known))) * np.isin(hit, known)
        asked = np.array([kind in kinds(said) for kind in KINDS])
        if asked.any():
            both = self._kinds[hit][:, asked].sum(axis=1)
            rank += weights.kind * both + weights.lacking * (1 - both / asked.sum())
        for term in (t for t in own if t.startswith("#reference")):
            rank += weights.named * (self._counts(hit, term) > 0)
        rank += weights.former * (self._stale[hit] & (self._until[hit] < np.datetime64(claim.date)))
        away = [held for held in self._held if not covers(held, claim.places)]
        return rank + weights.elsewhere * np.any([self._where[held][hit] for held in away], axis=0) if away else rank

    def _counts(self, hit: Ids, term: str) -> Vector:
        """How often each passage of `hit` itself says a term; its title's words, half a time each, are not counted."""
        ids, counts = self._postings.get(term, _NOTHING)
        at = np.minimum(np.searchsorted(ids, hit), max(len(ids) - 1, 0))
        return np.where(ids[at] == hit, np.floor(counts[at]), 0.0) if len(ids) else np.zeros(len(hit))

    def _matched(self, hit: Ids, terms: Set[str]) -> tuple[Vector, float]:
        """BM25 of the terms in each passage of `hit`, and the rarity of all of them together."""
        found, total = np.zeros(len(hit)), 0.0
        for term in sorted(terms):
            idf = self._rarity(len(self._postings.get(term, _NOTHING)[0]))
            n = self._counts(hit, term)
            found += idf * n * (_K1 + 1) / (n + self._norm[hit])
            total += idf * (term in self._postings)
        return found, total

    def _share(self, table: Mapping[str, Ids], papers: Ids, terms: Set[str]) -> Vector:
        """Which share of the terms that any paper says, by rarity, each of `papers` (ascending) says."""
        found, total = np.zeros(self._papers), 0.0
        for term in sorted(terms):
            if term in self._spoken:
                rarity = math.log(1 + self._papers / (1 + len(self._spoken[term])))
                total += rarity
                if term in table:
                    found[table[term]] += rarity
        return np.asarray(found[papers] / (total or 1.0))

    def _rarity(self, count: int) -> float:
        return math.log(1 + (len(self.evidence) - count + 0.5) / (count + 0.5))

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
            ids, n = self._postings[term]
            scores[ids] += weight * self._rarity(count) * n * (_K1 + 1) / (n + self._norm[ids])
