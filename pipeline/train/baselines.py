"""What the pair model must beat, fitted on the same train pairs in the same run: overlap with numbers, cosine, majority."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from pipeline.encode import Encoder
from pipeline.train.lawpairs import Pair

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def majority(learn: Sequence[Pair], judge: Sequence[Pair]) -> list[str]:
    """The commonest label for all."""
    ((label, _),) = Counter(pair.label for pair in learn).most_common(1)
    return [label] * len(judge)


def overlap(learn: Sequence[Pair], judge: Sequence[Pair]) -> list[str]:
    """Shares of common words and of common numbers, in a logistic regression."""
    return _fitted(np.array([_shares(p) for p in learn]), learn, np.array([_shares(p) for p in judge]))


def cosine(learn: Sequence[Pair], judge: Sequence[Pair], encoder: Encoder) -> list[str]:
    """Cosine of the two sentence vectors, in a logistic regression (thresholds between three labels)."""
    return _fitted(_cosines(learn, encoder), learn, _cosines(judge, encoder))


def _fitted(rows: NDArray[np.float64], learn: Sequence[Pair], asked: NDArray[np.float64]) -> list[str]:
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000, class_weight="balanced"))
    model.fit(rows, [pair.label for pair in learn])
    return [str(label) for label in model.predict(asked)]


def _cosines(pairs: Sequence[Pair], encoder: Encoder) -> NDArray[np.float64]:
    first = encoder.encode([pair.claim for pair in pairs], "query")
    second = encoder.encode([pair.passage for pair in pairs], "passage")
    return np.asarray((first * second).sum(axis=1, keepdims=True), np.float64)


def _shares(pair: Pair) -> list[float]:
    mine, theirs = set(re.findall(r"\w+", pair.claim.lower())), set(re.findall(r"\w+", pair.passage.lower()))
    said, official = set(_NUMBER.findall(pair.claim)), set(_NUMBER.findall(pair.passage))
    both = mine & theirs
    return [
        len(both) / max(1, len(mine)),
        len(both) / max(1, len(mine | theirs)),
        len(said - official) / max(1, len(said)),
        float(len(said & official)),
        float(len(said - official)),
        float(len(official - said)),
        float(len(mine)),
        float(len(theirs)),
    ]
