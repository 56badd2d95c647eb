"""Teaching the pair model: first pairs made from law texts, then the pairs of data/; calibrated on the dev split.

A pass over the law pairs teaches what a paraphrase and a one-slot corruption are, the project's own pairs teach the
voices of a local press. Needs `torch`; seeded, on the CPU or an accelerator (bf16); goes on from its last finished part
when it was interrupted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from tokenizers import Tokenizer

from pipeline.check import Checker, MemoryRetriever
from pipeline.check.judge import outcome_of
from pipeline.check.present import above, presented
from pipeline.check.single import evidence_of
from pipeline.encode.pair import LABELS, Outcome, calibrated, token_ids
from pipeline.language.normalise import fold
from pipeline.language.places import Gazetteer
from pipeline.records import Claim
from pipeline.train import loop
from pipeline.train.datasets import rows_of
from pipeline.train.encoder import Weights, tokenizer
from pipeline.train.lawpairs import Pair
from pipeline.train.loop import Progress

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one set of pairs is taught; the values were chosen on the dev split."""

    epochs: int
    rate: float
    batch: int = 16
    warm: float = 0.06
    decay: float = 0.01
    without_marks: float = 0.12
    capitals: float = 0.05
    """shares of pairs whose claim is shown without diacritics, or in capitals, in an epoch"""
    smoothing: float = 0.03
    still: int = 4
    """lowest layers that do not learn: a fifth of the time saved"""
    seed: int = 20261128

    @property
    def pace(self) -> loop.Pace:
        """The part of it that the loop needs; the head, one layer, learns five times as fast."""
        return loop.Pace(self.epochs, self.rate, self.batch, self.warm, self.decay, 5.0, self.seed)


LAW = Recipe(epochs=1, rate=8e-5)
OWN = Recipe(epochs=5, rate=7e-5)


BARE = 0.3
"""share of the project's own pairs that are learnt from without the line over the passage"""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A pair as the model reads it."""

    claim: str
    passage: str
    label: int


def over(document: Mapping[str, Any], point: str) -> str:
    """The line over a passage of a row of data/documents."""
    start, end = (
        dt.date.fromisoformat(document[k]) if document[k] else None for k in ("effective_from", "effective_to")
    )
    heading = next((p["heading"] for p in document["passages"] if p["point"] == point), "")
    return above(document["issuer"], heading, document["status"], start, end)


def own_pairs(data: Path, *splits: str) -> list[Pair]:
    """The pairs of data/claims in the splits; verdicts beside match and no_document are differences."""
    documents = {row["id"]: row for _, _, row in rows_of(data / "documents")}
    found = []
    for _, _, row in rows_of(data / "claims"):
        if row["split"] in splits:
            label = row["verdict"] if row["verdict"] in ("match", "no_document") else "mismatch"
            group, day = str(row.get("set") or row["document"]), dt.date.fromisoformat(row["date"])
            context = over(documents[row["document"]], row["point"])
            found.append(Pair(row["claim"], row["passage"], label, day, group, context))
    return found


def sum_of(pairs: Sequence[Pair]) -> str:
    """sha256 of what was learnt from, for the card."""
    return hashlib.sha256("\n".join(map(repr, pairs)).encode()).hexdigest()


def lessons(pairs: Sequence[Pair], gazetteer: Gazetteer) -> list[Lesson]:
    """The pairs with the marks of their values."""
    return [Lesson(*presented(p.claim, p.passage, p.on, gazetteer, p.over), LABELS.index(p.label)) for p in pairs]


def some_bare(pairs: Sequence[Pair]) -> list[Pair]:
    """The same pairs, a part of them without the line over the passage: a claim may come beside a passage alone."""
    dice = random.Random(OWN.seed)  # noqa: S311 - training texts, no secret
    return [replace(p, over="") if dice.random() < BARE else p for p in pairs]


def teach(weights: Weights, learn: Sequence[Lesson], judge: Sequence[Lesson], recipe: Recipe, say: Progress) -> Weights:
    """The weights after learning; the judge's pairs are only looked at after each epoch."""
    import torch
    from torch.nn import functional

    from pipeline.train.network import OfPairs

    torch.manual_seed(recipe.seed)
    dice = random.Random(recipe.seed)  # noqa: S311 - order of training texts, no secret
    device = loop.device()
    words = tokenizer(weights)
    network = OfPairs(weights, len(LABELS), still=recipe.still).to(device)

    def loss(batch: Batch) -> Any:
        ids, mask, truth = (torch.from_numpy(table).to(device) for table in batch)
        with loop.precision(device):
            said = network(ids, mask)
        return functional.cross_entropy(said.float(), truth, label_smoothing=recipe.smoothing)

    def judged() -> str:
        right = np.mean([s.argmax() == b.label for s, b in zip(scores(network, judge, words), judge, strict=True)])
        return f"{right:.3f}"

    steps = -(-len(learn) // recipe.batch)
    loop.learn(network, recipe.pace, steps, lambda: batches(learn, words, recipe, dice), loss, judged, say)
    taught = {name: p.detach().float().cpu().numpy() for name, p in network.body.named_weights()}
    head = {
        "pair.w": network.head.weight.detach().float().cpu().numpy(),
        "pair.b": network.head.bias.detach().float().cpu().numpy(),
    }
    return replace(weights, tensors={**weights.tensors, **taught, **head})


Batch = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def batches(items: Sequence[Lesson], words: Tokenizer, recipe: Recipe, dice: random.Random | None) -> Iterator[Batch]:
    """(ids, mask, labels) by length; `dice` shuffles and spoils, None keeps order and texts."""
    encoded = []
    for item in items:
        claim = _spoilt(item.claim, recipe, dice.random()) if dice else item.claim
        encoded.append((token_ids(words, claim, item.passage), item.label))
    for rows in loop.batched(encoded, recipe.batch, lambda row: len(row[0]), dice):
        yield *loop.padded([ids for ids, _ in rows]), np.array([label for _, label in rows], np.int64)


def _spoilt(claim: str, recipe: Recipe, drawn: float) -> str:
    if drawn < recipe.without_marks:
        return fold(claim)
    return claim.upper() if drawn < recipe.without_marks + recipe.capitals else claim


def scores(network: Any, items: Sequence[Lesson], words: Tokenizer) -> Floats:
    """(pairs, labels) logits in the order of the items."""
    import torch

    network.eval()
    device = next(network.parameters()).device
    rows = []
    with torch.no_grad():
        for ids, mask, _ in batches(items, words, Recipe(1, 0.0, batch=32), None):
            rows.append(network(torch.from_numpy(ids).to(device), torch.from_numpy(mask).to(device)).float().cpu())
    return np.concatenate([row.numpy() for row in rows]).astype(np.float64) if rows else np.zeros((0, len(LABELS)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """From logits to probabilities; `leaning` holds what each outcome of the rules adds to the logits of `LABELS`."""

    temperature: float
    leaning: dict[str, tuple[float, ...]]


FIRM = 0.02
"""weight that keeps the leaning small where few pairs speak for it"""


def calibrate(logits: Floats, rules: Sequence[str], truth: Sequence[int]) -> Calibration:
    """The temperature (Guo et al. 2017) and the leaning with the least log loss."""
    labels, rows = np.asarray(truth), np.array([LABELS.index(outcome) for outcome in rules])

    def parts(found: Floats) -> tuple[float, Floats]:
        table = found[1:].reshape(len(LABELS), len(LABELS))
        return float(np.exp(found[0])), table - table.mean(axis=1, keepdims=True)

    def loss(found: Floats) -> float:
        heat, table = parts(found)
        shares = calibrated(logits, heat, table[rows])
        return float(-np.log(shares[np.arange(len(labels)), labels] + 1e-12).mean() + FIRM * (table**2).mean())

    heat, table = parts(minimize(loss, np.zeros(1 + len(LABELS) ** 2), method="L-BFGS-B").x)
    return Calibration(
        round(heat, 4), {o: tuple(round(float(v), 4) for v in row) for o, row in zip(LABELS, table, strict=True)}
    )


def rules_say(pairs: Sequence[Pair], gazetteer: Gazetteer) -> list[Outcome]:
    """What the rules alone come to, beside the bare passage."""
    checker = Checker(MemoryRetriever(()), gazetteer=gazetteer)
    return [
        outcome_of(
            checker.check_against(Claim("", "", p.claim, 0, p.claim, p.on, ()), (evidence_of(p.passage),)).verdict
        )
        for p in pairs
    ]
