"""Whether probabilities can be believed: expected calibration error over bins of equal mass, and its picture's points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Mean confidence and share of right answers of one tenth of the answers."""

    confidence: float
    right: float
    count: int


def bins(confidence: NDArray[np.float64], right: NDArray[np.bool_], count: int = BINS) -> list[Bin]:
    """Answers sorted by confidence and cut into `count` parts of equal size (Nguyen & O'Connor 2015)."""
    order = np.argsort(confidence, kind="stable")
    parts = [part for part in np.array_split(order, count) if len(part)]
    return [Bin(float(confidence[p].mean()), float(right[p].mean()), len(p)) for p in parts]


def error(confidence: NDArray[np.float64], right: NDArray[np.bool_], count: int = BINS) -> float:
    """Expected calibration error: mean distance of confidence and share of right answers, by size of bin."""
    rows = bins(confidence, right, count)
    return sum(abs(row.confidence - row.right) * row.count for row in rows) / max(1, len(confidence))


def interval(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], *, draws: int = 300, seed: int = 1
) -> tuple[float, float]:
    """95 % bootstrap interval of `error`."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        picked = random.integers(0, len(confidence), len(confidence))
        found.append(error(confidence[picked], right[picked]))
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)
