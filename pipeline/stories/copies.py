"""Which articles copy an earlier one but for figures and a few names, so that what is dear is done once for all of them.

The earliest text leads: each later one leans on the first leader whose words it shares, so the answer for an article
never changes when more arrive. Unlike `duplicates`, a part of a text is no copy of it: the two must be alike as wholes.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from pipeline.records import Article
from pipeline.stories.duplicates import words

ALIKE = 0.7
"""share of the word pairs of two texts that both have. Newsroom: independent reports of one event have 0.21 at most, light
rewrites 0.4 to 0.7, silently edited pages 0.80 and more; a hundred words with seven names changed have 0.77"""
SKETCH = 24
"""smallest pair hashes by which leaders are looked up: texts alike by `ALIKE` share one of them all but surely"""
_DIGITS = re.compile(r"\d+")


def leaders(articles: Iterable[Article]) -> dict[str, Article]:
    """For every article id the earliest article it copies; an article that copies none leads itself."""
    led: dict[str, Article] = {}
    pairs: list[frozenset[int]] = []
    first: list[Article] = []
    index: dict[int, list[int]] = defaultdict(list)
    for article in sorted(articles, key=lambda a: (a.first_seen, a.url, a.version, a.id)):
        own = _pairs(f"{article.title}\n{article.text}")
        sketch = sorted(own)[:SKETCH]
        shared = Counter(number for key in sketch for number in index[key])
        number = next((n for n in sorted(shared) if _alike(own, pairs[n])), None)
        if number is None:
            number = len(first)
            first.append(article)
            pairs.append(own)
            for key in sketch:
                index[key].append(number)
        led[article.id] = first[number]
    return led


def _pairs(text: str) -> frozenset[int]:
    """Hashes of neighbouring words, every figure read as the same."""
    tokens = [_DIGITS.sub("0", word) for word in words(text)]
    return frozenset(zlib.crc32(f"{a} {b}".encode()) for a, b in pairwise(tokens))


def _alike(a: frozenset[int], b: frozenset[int]) -> bool:
    common = len(a & b)
    return common > 0 and common >= ALIKE * (len(a) + len(b) - common)
