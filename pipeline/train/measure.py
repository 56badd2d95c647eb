"""How good a head is: per class, with intervals, and as one line a table can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """Precision, recall and F1 of one class, and how many examples it has."""

    label: str
    precision: float
    recall: float
    f1: float
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a head reached on one set. `interval` is the 95 % bootstrap interval of the macro-F1."""

    classes: tuple[ClassFigures, ...]
    accuracy: float
    macro_f1: float
    weighted_f1: float
    interval: tuple[float, float]
    count: int


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _classes(truth: Sequence[str], said: Sequence[str]) -> tuple[ClassFigures, ...]:
    rows = []
    for label in sorted(set(truth)):
        both = sum(t == s == label for t, s in zip(truth, said, strict=True))
        precision = _share(both, sum(s == label for s in said))
        recall = _share(both, sum(t == label for t in truth))
        f1 = _share(2 * precision * recall, precision + recall)
        rows.append(ClassFigures(label, precision, recall, f1, sum(t == label for t in truth)))
    return tuple(rows)


def _macro(rows: Sequence[ClassFigures]) -> float:
    return _share(sum(row.f1 for row in rows), len(rows))


def figures(truth: Sequence[str], said: Sequence[str], *, draws: int = 200, seed: int = 1) -> Figures:
    """Figures of predictions `said` against `truth` (same length, at least one)."""
    classes = _classes(truth, said)
    random = np.random.default_rng(seed)
    draws_of = []
    for _ in range(draws):
        picked = random.integers(0, len(truth), len(truth))
        draws_of.append(_macro(_classes([truth[i] for i in picked], [said[i] for i in picked])))
    low, high = np.quantile(draws_of, [0.025, 0.975])
    return Figures(
        classes,
        _share(sum(t == s for t, s in zip(truth, said, strict=True)), len(truth)),
        _macro(classes),
        _share(sum(row.f1 * row.count for row in classes), len(truth)),
        (float(low), float(high)),
        len(truth),
    )


def table(name: str, found: Figures) -> str:
    """The figures as Markdown rows: one a class, then the whole."""
    lines = [f"| {name} | precision | recall | F1 | n |", "|---|---|---|---|---|"]
    lines += [f"| {c.label} | {c.precision:.3f} | {c.recall:.3f} | {c.f1:.3f} | {c.count} |" for c in found.classes]
    low, high = found.interval
    lines.append(
        f"| **macro-F1 {found.macro_f1:.3f}** [{low:.3f}–{high:.3f}] | accuracy {found.accuracy:.3f} "
        f"| weighted F1 {found.weighted_f1:.3f} | | {found.count} |"
    )
    return "\n".join(lines)
