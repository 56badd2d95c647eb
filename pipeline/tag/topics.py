"""The topic of an item by the words it uses: a table of phrases, read in the title first.

The head of models/ has learnt from few facts a topic; the phrases hold for facts it never saw. Both are added up: the
phrases as evidence, the head as what decides among topics that the phrases leave open.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources

from pipeline.language.normalise import fold

IN_TITLE = 3.0
"""a phrase in the title weighs as three in the text: the topic is the first matter of the title"""
TRUST = 1.5
"""how much the log probability of the head weighs against one phrase of weight 1"""
LEAST = 0.002
MOST = 8.0
"""evidence of the text is bounded, so that a long article does not drown its title"""


@cache
def _table() -> tuple[dict[str, tuple[tuple[str, float], ...]], re.Pattern[str]]:
    phrases: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for line in resources.files(__package__).joinpath("topics.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            topic, weight, words = line.split("\t")
            for phrase in words.split("|"):
                phrases[phrase].append((topic, float(weight)))
    longest_first = sorted(phrases, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    return {phrase: tuple(rows) for phrase, rows in phrases.items()}, pattern


def evidence(title: str, text: str) -> dict[str, float]:
    """Weight of the phrases found for each topic (topics without any are left out)."""
    phrases, pattern = _table()
    found: dict[str, float] = defaultdict(float)
    body: dict[str, float] = defaultdict(float)
    place = 1.0
    for phrase in dict.fromkeys(pattern.findall(fold(title))):
        for topic, weight in phrases[phrase]:
            found[topic] += IN_TITLE * place * weight
        place *= 0.8
    for phrase in dict.fromkeys(pattern.findall(fold(text))):
        for topic, weight in phrases[phrase]:
            body[topic] += weight
    for topic, weight in body.items():
        found[topic] += min(weight, MOST)
    return dict(found)


def decide(title: str, text: str, shares: Mapping[str, float]) -> str:
    """The topic with the most evidence; `shares` are the head's probabilities."""
    words = evidence(title, text)
    return max(shares, key=lambda topic: (words.get(topic, 0.0) + TRUST * math.log(max(shares[topic], LEAST)), topic))
