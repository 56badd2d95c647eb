"""The encoder taught our own labels: type, protection, topic and sentiment at once, over the same sentence vector.

Linear heads over the frozen encoder cannot tell a complaint from a report of the same facts; a few passes over data/
through the upper layers can. The taught weights go back into the same ONNX graph, and the heads are fitted on its vectors
as on any other. Needs `torch`, which only this command uses; seeded, on the CPU or on an accelerator.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from pipeline.language.normalise import fold, nfc
from pipeline.train import loop
from pipeline.train.datasets import DataSet
from pipeline.train.encoder import Weights, tokenizer
from pipeline.train.loop import Progress

LONGEST = 160
"""tokens read of a text while learning"""
MANY = 6_000
"""texts above which the lower layers stay as they are and are read once for all passes: a third of the time"""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the encoder is taught; the values were chosen on the dev split of data/items."""

    pace: loop.Pace
    without_diacritics: float = 0.15
    """share of texts shown without diacritics"""
    still: int = 4
    """lowest layers that do not learn"""
    remember: bool = False
    """whether what these say is kept from pass to pass (then a text is shown in one form only)"""


FEW_TEXTS = Recipe(loop.Pace(epochs=4, rate=6e-5))
MANY_TEXTS = Recipe(loop.Pace(epochs=2, rate=1.5e-4, batch=32), still=8, remember=True)
"""for a set like UIT-VSFC (11,426 sentences): 2 passes, about six minutes of one core"""


def recipe_for(sets: Sequence[DataSet]) -> Recipe:
    """By how many texts there are."""
    return MANY_TEXTS if max(len(data.part("train")) for data in sets) > MANY else FEW_TEXTS


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text with the labels it has (index per task; -1 where it has none)."""

    text: str
    labels: tuple[int, ...]


def lessons(sets: Sequence[DataSet], *splits: str) -> tuple[list[Lesson], list[tuple[str, ...]]]:
    """Texts of all tasks joined by their text, and the label names of each task."""
    names = [tuple(sorted({e.label for e in data.examples})) for data in sets]
    found: dict[str, list[int]] = {}
    for task, data in enumerate(sets):
        for example in data.examples:
            if example.split in splits:
                row = found.setdefault(example.text, [-1] * len(sets))
                row[task] = names[task].index(example.label)
    return [Lesson(text, tuple(row)) for text, row in found.items()], names


@dataclass(frozen=True, slots=True)
class Row:
    """A lesson as token ids, with what the still layers say of it (tokens, width; 16 bit) once that is known."""

    ids: tuple[int, ...]
    labels: tuple[int, ...]
    below: NDArray[np.float16] | None = None


def _rows(items: Sequence[Lesson], words: Tokenizer, bare: float, dice: random.Random | None) -> list[Row]:
    texts = [fold(item.text) if dice and dice.random() < bare else nfc(item.text) for item in items]
    return [Row(tuple(words.encode("query: " + t).ids[:LONGEST]), i.labels) for t, i in zip(texts, items, strict=True)]


class _Class:
    """The network with its lessons: what it says of a batch, how wrong that is, how much of dev is right."""

    def __init__(self, network: Any, recipe: Recipe) -> None:
        self.network, self.recipe, self.device = network, recipe, next(network.parameters()).device

    def said(self, rows: Sequence[Row]) -> list[Any]:
        import torch

        ids, mask = (torch.from_numpy(table).to(self.device) for table in loop.padded([row.ids for row in rows]))
        with loop.precision(self.device.type):
            if any(row.below is None for row in rows):
                hidden = self.network.body.below(ids, mask)
            else:
                hidden = torch.zeros((*ids.shape, self.network.body.words.embedding_dim), device=self.device)
                for at, row in enumerate(rows):
                    hidden[at, : len(row.ids)] = torch.from_numpy(row.below).to(self.device)
            said: list[Any] = self.network(hidden, mask)
        return said

    def loss(self, rows: Sequence[Row]) -> Any:
        import torch
        from torch.nn import functional

        said, truth = self.said(rows), torch.tensor([row.labels for row in rows], device=self.device)
        losses = [
            functional.cross_entropy(logits.float(), truth[:, task], ignore_index=-1, label_smoothing=0.05)
            for task, logits in enumerate(said)
            if (truth[:, task] >= 0).any()
        ]
        return sum(losses[1:], losses[0])

    def remembered(self, rows: Sequence[Row]) -> list[Row]:
        """The rows with what the still layers say of them."""
        import torch

        order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
        found = dict.fromkeys(order, rows[0]) if rows else {}
        with torch.no_grad():
            for batch in (order[at : at + 64] for at in range(0, len(order), 64)):
                ids, mask = loop.padded([rows[i].ids for i in batch])
                hidden = self.network.body.below(*(torch.from_numpy(t).to(self.device) for t in (ids, mask)))
                for i, states in zip(batch, hidden.half().cpu().numpy(), strict=True):
                    found[i] = replace(rows[i], below=states[: len(rows[i].ids)].copy())
        return [found[i] for i in range(len(rows))]

    def right(self, rows: Sequence[Row], sets: Sequence[DataSet]) -> str:
        import torch

        self.network.eval()
        right, count = [0] * len(sets), [0] * len(sets)
        with torch.no_grad():
            for batch in loop.batched(rows, self.recipe.pace.batch, _length, None):
                labels = np.array([row.labels for row in batch])
                for task, logits in enumerate(self.said(batch)):
                    known = labels[:, task] >= 0
                    right[task] += int((logits.argmax(-1).cpu().numpy()[known] == labels[known, task]).sum())
                    count[task] += int(known.sum())
        return ", ".join(f"{data.head} {r / max(c, 1):.3f}" for data, r, c in zip(sets, right, count, strict=True))


def _length(row: Row) -> int:
    return len(row.ids)


def teach(weights: Weights, sets: Sequence[DataSet], recipe: Recipe, say: Progress) -> Weights:
    """The weights after learning the train split of `sets`; the dev split is only looked at after each pass."""
    import torch

    from pipeline.train.network import SeveralHeads

    torch.manual_seed(recipe.pace.seed)
    dice = random.Random(recipe.pace.seed)  # noqa: S311 - order of training texts, no secret
    learn, names = lessons(sets, "train")
    words = tokenizer(weights)
    network = SeveralHeads(weights, [len(labels) for labels in names], still=recipe.still).to(loop.device())
    room = _Class(network, recipe)
    judged = _rows(lessons(sets, "dev")[0], words, 0.0, None)
    once = room.remembered(_rows(learn, words, recipe.without_diacritics, dice)) if recipe.remember else None

    def batches() -> list[list[Row]]:
        rows = once or _rows(learn, words, recipe.without_diacritics, dice)
        return loop.batched(rows, recipe.pace.batch, _length, dice)

    steps = -(-len(learn) // recipe.pace.batch)
    loop.learn(network, recipe.pace, steps, batches, room.loss, lambda: room.right(judged, sets), say)
    taught = {name: p.detach().float().cpu().numpy() for name, p in network.body.named_weights()}
    return replace(weights, tensors={**weights.tensors, **taught})
