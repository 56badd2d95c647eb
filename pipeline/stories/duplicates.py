"""Exact and near duplicates: word shingles, MinHash and LSH from datasketch, then the exact overlap of each candidate pair.

LSH only proposes; the decision is the true containment of the shorter text in the longer one, because a shortened copy
shares all of its words with the original while their Jaccard index is low.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from datasketch import MinHash, MinHashLSH

from pipeline.language.normalise import fold, nfc
from pipeline.records import Article

PERMUTATIONS = 64
SHINGLE = 3
LSH_JACCARD = 0.2
"""LSH threshold: low, so that a copy cut to half still meets its original (Jaccard of a half copy is about 0.35)."""
CONTAINMENT = 0.45
"""Share of the shorter text's shingles that stand in the longer one. Newsroom, odd stories: copies have ≥ 0.5,
independently written reports of one event ≤ 0.12."""

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Folded words of a text."""
    return _WORD.findall(fold(nfc(text)))


def shingles(text: str) -> frozenset[int]:
    """Hashes of the text's word triples; shorter texts are one shingle."""
    tokens = words(text)
    grams = [" ".join(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1))]
    return frozenset(int.from_bytes(hashlib.blake2b(g.encode(), digest_size=8).digest(), "big") for g in grams)


def containment(a: frozenset[int], b: frozenset[int]) -> float:
    """Share of the smaller set that stands in the larger one."""
    small = min(len(a), len(b))
    return len(a & b) / small if small else 0.0


def near_duplicates(articles: Sequence[Article]) -> dict[tuple[str, str], float]:
    """Pairs of article ids (smaller id first) whose text is mostly the same, with their containment."""
    sets = {a.id: shingles(a.text) for a in articles}
    return _pairs(sets)


def _pairs(sets: Mapping[str, frozenset[int]]) -> dict[tuple[str, str], float]:
    lsh = MinHashLSH(threshold=LSH_JACCARD, num_perm=PERMUTATIONS)
    sketches: dict[str, MinHash] = {}
    for key in sorted(sets):
        sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update_batch([h.to_bytes(8, "big") for h in sorted(sets[key])])
        sketches[key] = sketch
        lsh.insert(key, sketch)
    found: dict[tuple[str, str], float] = {}
    for key in sorted(sets):
        for other in lsh.query(sketches[key]):
            if other <= key:
                continue
            share = containment(sets[key], sets[str(other)])
            if share >= CONTAINMENT:
                found[key, str(other)] = share
    return found
