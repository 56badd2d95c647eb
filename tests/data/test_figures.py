"""What data/README.md says of the set holds: counts, who read what twice, how far the readings agree, and the probes find a plant."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def figures() -> ModuleType:
    if str(DATA) not in sys.path:
        sys.path.append(str(DATA))
    import figures

    return figures


def test_the_set_holds_what_it_was_asked_for(figures: ModuleType) -> None:
    assert len(figures.of("documents")) >= 120
    assert len(figures.of("claims")) >= 4000
    assert len(figures.of("items")) >= 4000
    assert len(figures.of("sentences")) >= 3000
    codes = Counter(row["code"] for row in figures.of("claims") if row["code"])
    assert len(codes) == 17
    assert min(codes.values()) >= 100


@pytest.mark.parametrize("kind", ["claims", "items"])
def test_all_of_the_test_split_and_a_fifth_of_the_rest_were_read_twice(kind: str, figures: ModuleType) -> None:
    twice = {row["id"] for row in figures.of("second")}
    read = Counter((row["split"] == "test", row["id"] in twice) for row in figures.of(kind))
    assert read[True, False] == 0
    assert read[True, True] > 0
    assert read[False, True] >= 0.2 * (read[False, True] + read[False, False])


FLOORS = [
    ("claims", "verdict", 0.85),
    ("claims", "code", 0.75),
    ("items", "protected", 0.90),
    ("items", "item_type", 0.80),
]


@pytest.mark.parametrize(("kind", "field", "floor"), FLOORS)
@pytest.mark.parametrize("split", [None, "test"])
def test_two_readings_agree(kind: str, field: str, floor: float, split: str | None, figures: ModuleType) -> None:
    value, _, _ = figures.kappa(figures.readings(kind, field, split))
    assert value >= floor


def test_agreement_counts_the_label_as_it_was_read(figures: ModuleType) -> None:
    changed = [row for row in figures.of("settled") if row["first"] != row["settled"]]
    assert changed
    row = changed[0]
    kind = "claims" if row["field"] in ("verdict", "code") else "items"
    assert (str(row["first"]), str(row["second"])) in figures.readings(kind, row["field"])


def test_kappa_of_known_cases(figures: ModuleType) -> None:
    assert figures.kappa([("a", "a"), ("b", "b")] * 10)[0] == 1.0
    assert figures.kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")] * 10)[0] == pytest.approx(0.0)
    # 20 and 15 of 50 agreed, margins 25/25 and 30/20: (0.7 - 0.5) / (1 - 0.5)
    known = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert figures.kappa(known)[0] == pytest.approx(0.4)


def test_a_probe_finds_a_word_that_gives_the_label_away_and_nothing_where_there_is_nothing(figures: ModuleType) -> None:
    dice = np.random.default_rng(1)
    words = [f"từ{number}" for number in range(60)]
    texts = np.array([" ".join(dice.choice(words, size=12)) for _ in range(200)])
    labels = np.array(["true" if number % 2 else "false" for number in range(200)])
    groups = [str(number // 4) for number in range(200)]
    told = np.array([f"{text} lộ" if label == "true" else text for text, label in zip(texts, labels, strict=True)])
    found, _ = figures.crossed(figures.bag, told, labels, groups)
    assert np.mean(found == labels) > 0.9
    blind, _ = figures.crossed(figures.bag, texts, labels, groups)
    assert np.mean(blind == labels) < 0.65


def test_folds_never_cut_through_a_group(figures: ModuleType) -> None:
    """Rows of a group share a word found nowhere else, and a label: seen in learning, it would be known."""
    dice = np.random.default_rng(2)
    groups = [str(number // 5) for number in range(200)]
    texts = np.array([f"nhóm{group}" for group in groups])
    labels = np.array([["false", "true"][int(dice.integers(2))] for _ in range(40)]).repeat(5)
    found, _ = figures.crossed(figures.bag, texts, labels, groups)
    assert np.mean(found == labels) < 0.7
