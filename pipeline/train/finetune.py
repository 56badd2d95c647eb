"""The encoder taught our own labels: type, protection, topic and sentiment at once, over the same sentence vector.

Linear heads over the frozen encoder cannot tell a complaint from a report of the same facts; a few passes over data/
through all layers can. The taught weights go back into the same ONNX graph, and the heads are fitted on its vectors as
on any other. Needs `torch`, which only this command uses; seeded, on the CPU or on an accelerator.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from pipeline.language.normalise import fold, nfc
from pipeline.train.datasets import DataSet
from pipeline.train.encoder import Weights, tokenizer

LONGEST = 160
"""tokens read of a text while learning"""
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the encoder is taught; the values were chosen on the dev split."""

    epochs: int = 4
    batch: int = 16
    rate: float = 6e-5
    warm: float = 0.1
    decay: float = 0.01
    without_diacritics: float = 0.15
    """share of texts shown without diacritics in an epoch"""
    still: int = 4
    """lowest layers that do not learn: a fifth of the time saved"""
    seed: int = 20261123


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


def _batches(
    items: Sequence[Lesson], words: Tokenizer, recipe: Recipe, dice: random.Random | None
) -> list[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
    """(ids, mask, labels) by length; `dice` shuffles and drops diacritics, None keeps order and texts."""
    encoded = []
    for item in items:
        text = fold(item.text) if dice and dice.random() < recipe.without_diacritics else nfc(item.text)
        encoded.append((words.encode("query: " + text).ids[:LONGEST], item.labels))
    if dice:
        dice.shuffle(encoded)
        block = recipe.batch * 20
        encoded = [
            row
            for at in range(0, len(encoded), block)
            for row in sorted(encoded[at : at + block], key=lambda r: len(r[0]))
        ]
    made = []
    for at in range(0, len(encoded), recipe.batch):
        rows = encoded[at : at + recipe.batch]
        longest = max(len(ids) for ids, _ in rows)
        ids = np.array([list(i) + [1] * (longest - len(i)) for i, _ in rows], np.int64)
        mask = np.array([[1] * len(i) + [0] * (longest - len(i)) for i, _ in rows], np.int64)
        made.append((ids, mask, np.array([labels for _, labels in rows], np.int64)))
    if dice:
        dice.shuffle(made)
    return made


def teach(weights: Weights, sets: Sequence[DataSet], recipe: Recipe, say: Progress) -> Weights:
    """The weights after learning the train split of `sets`; the dev split is only looked at after each epoch."""
    import torch
    from torch.nn import functional

    from pipeline.train.network import SeveralHeads

    torch.manual_seed(recipe.seed)
    dice = random.Random(recipe.seed)  # noqa: S311 - order of training texts, no secret
    device = "cuda" if torch.cuda.is_available() else "cpu"
    learn, names = lessons(sets, "train")
    judge, _ = lessons(sets, "dev")
    words = tokenizer(weights)
    network = SeveralHeads(weights, [len(labels) for labels in names], still=recipe.still).to(device)
    heads = list(network.heads.parameters())
    body = [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("heads")]
    groups = [{"params": body, "lr": recipe.rate}, {"params": heads, "lr": recipe.rate * 20}]
    optimiser = torch.optim.AdamW(groups, weight_decay=recipe.decay)
    steps = recipe.epochs * -(-len(learn) // recipe.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        [recipe.rate, recipe.rate * 20],
        total_steps=steps + 1,
        pct_start=recipe.warm,
        anneal_strategy="linear",
    )
    for epoch in range(recipe.epochs):
        network.train()
        total = 0.0
        for ids, mask, labels in _batches(learn, words, recipe, dice):
            with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
                said = network(torch.from_numpy(ids).to(device), torch.from_numpy(mask).to(device))
            truth = torch.from_numpy(labels).to(device)
            losses = [
                functional.cross_entropy(logits.float(), truth[:, task], ignore_index=-1, label_smoothing=0.05)
                for task, logits in enumerate(said)
                if (truth[:, task] >= 0).any()
            ]
            loss = sum(losses[1:], losses[0])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        say(
            f"lượt {epoch + 1}/{recipe.epochs}: mất mát {total:.1f}; dev đúng "
            + _right(network, judge, words, recipe, sets)
        )
    taught = {name: p.detach().float().cpu().numpy() for name, p in network.body.named_weights()}
    return replace(weights, tensors={**weights.tensors, **taught})


def _right(network: Any, judge: Sequence[Lesson], words: Tokenizer, recipe: Recipe, sets: Sequence[DataSet]) -> str:
    import torch

    network.eval()
    right, count = [0] * len(sets), [0] * len(sets)
    device = next(network.parameters()).device
    with torch.no_grad():
        for ids, mask, labels in _batches(judge, words, recipe, None):
            said = network(torch.from_numpy(ids).to(device), torch.from_numpy(mask).to(device))
            for task, logits in enumerate(said):
                known = labels[:, task] >= 0
                right[task] += int((logits.argmax(-1).cpu().numpy()[known] == labels[known, task]).sum())
                count[task] += int(known.sum())
    return ", ".join(f"{data.head} {r / max(c, 1):.3f}" for data, r, c in zip(sets, right, count, strict=True))
