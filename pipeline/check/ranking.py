"""Which of the passages found a claim is about: the parts of its article by nearness, and what each kind of agreement weighs.

The words of the article say which paper is spoken of, the claim's own words and values which point of it: words from
afar do not rank a point, because one that repeats the whole article would always win.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.check.reading import Reading
from pipeline.language.segment import sentences
from pipeline.records import Claim

KINDS = ("money", "percent", "area", "duration", "date", "time", "age", "number")
"""kinds of value by which a point is told from its neighbours"""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each agreement adds to a passage's rank.

    Chosen on the train split of data/claims and the odd half of the newsroom by story, and rounded: docs/measurements.md.
    """

    own: float = 0.2
    """BM25 of the claim's own words"""
    share: float = 3.4
    """the same as a share of all its words"""
    near: float = 0.11
    """BM25 of the words around the claim"""
    paper: tuple[float, float, float, float] = (3.4, 5.8, 3.0, 7.3)
    """share of the words of claim, of what stands around it, of the headline and of the rest that stand anywhere in the paper"""
    titled: tuple[float, float] = (3.7, 11.0)
    """the same in the paper's title, for the claim and for its article"""
    met: float = 0.6
    """a value of the claim that stands in the passage, by its rarity"""
    kind: float = 0.95
    """a kind of value that both have"""
    lacking: float = -0.8
    """kinds of value that only the claim has, as a share"""
    elsewhere: float = -1.1
    """a paper of another place"""
    former: float = -2.0
    """a paper no longer in force on the claim's day"""
    named: float = 5.4
    """the number of a paper that the claim names stands in the passage"""


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Around:
    """An article by nearness to a claim of it."""

    near: str
    headline: str
    rest: str


def around(claim: Claim) -> Around:
    """The article of a claim without the claim: its sentence and the one before, the headline, everything else."""
    text = claim.resolved
    at = text.rfind(claim.text)
    if at < 0:
        return Around("", "", text)
    end = at + len(claim.text)
    spans = sentences(text)
    parts = [text[a : min(b, at)] + " " + text[max(a, end) : b] for a, b in spans]
    first = next((i for i, (_, b) in enumerate(spans) if b > at), len(spans))
    last = next((i for i, (_, b) in enumerate(spans) if b >= end), first)
    close = range(max(1, first - 1), last + 1)
    return Around(
        " ".join(parts[i] for i in close if i < len(parts)),
        parts[0] if parts else "",
        " ".join(part for i, part in enumerate(parts) if i and i not in close),
    )


def kinds(reading: Reading) -> frozenset[str]:
    """The kinds of value a text holds."""
    return frozenset(v.kind for v in reading.values if v.kind in KINDS)


def figures(reading: Reading) -> frozenset[str]:
    """The values of a text as they are met in another: both ends of a range, days without their year, no bare year."""
    return frozenset(f"{v.kind}:{end}" for v in reading.values if v.kind in KINDS for end in _ends(v.kind, v.value))


def _ends(kind: str, value: object) -> Iterable[str]:
    ends = [str(end) for end in (value if isinstance(value, tuple) else (value,))]
    if kind != "date":
        return ends
    first, last = ends[0], ends[-1]
    if first != last and first.endswith("-01-01") and last.endswith("-12-31"):
        return ()
    if first != last and first[-5:-3] == last[-5:-3] and first.endswith("-01") and int(last[-2:]) >= 28:
        return (first[-5:-3],)
    return (first[-5:], last[-5:])
