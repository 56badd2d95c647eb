"""The loop in which every network here learns: batches of like length, one rate up and down again, what was seen said aloud.

Needs `torch`; seeded, on the CPU or on an accelerator (bf16 there; on a CPU without matrix units bf16 took half as long again).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Progress = Callable[[str], None]
Ids = NDArray[np.int64]
Row = TypeVar("Row")
BLOCK = 20
"""batches that are sorted by length together: texts of a batch are alike, batches of a pass are not"""
PAD = 1
SAID = 100
"""steps between two lines of progress"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast and how long something is learnt."""

    epochs: int
    rate: float
    batch: int = 16
    warm: float = 0.1
    """share of the steps in which the rate rises"""
    decay: float = 0.01
    heads: float = 20.0
    """how much faster the heads learn, which begin with nothing"""
    seed: int = 20261123


def batched(
    rows: Sequence[Row], size: int, length: Callable[[Row], int], dice: random.Random | None
) -> list[list[Row]]:
    """Rows in batches; `dice` shuffles, None keeps the order."""
    kept = list(rows)
    if dice:
        dice.shuffle(kept)
        blocks = [sorted(kept[at : at + size * BLOCK], key=length) for at in range(0, len(kept), size * BLOCK)]
        kept = [row for block in blocks for row in block]
    starts = list(range(0, len(kept), size))
    if dice:
        dice.shuffle(starts)
    return [kept[at : at + size] for at in starts]


def padded(rows: Sequence[Sequence[int]]) -> tuple[Ids, Ids]:
    """Token ids of a batch as one table, and which of them are tokens."""
    longest = max(map(len, rows))
    ids = np.array([[*row, *[PAD] * (longest - len(row))] for row in rows], np.int64)
    mask = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in rows], np.int64)
    return ids, mask


def device() -> str:
    """Where a network learns here."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def precision(where: str) -> Any:
    """The context in which a network reads a batch: bf16 on an accelerator."""
    import torch

    return torch.autocast(where, torch.bfloat16, enabled=where == "cuda")


def learn(
    network: Any,
    pace: Pace,
    steps: int,
    passes: Callable[[], Iterable[Any]],
    loss: Callable[[Any], Any],
    judged: Callable[[], str],
    say: Progress,
) -> None:
    """Teach `network` over `pace.epochs` passes of `steps` batches; `passes` gives the batches of the next one.

    What does not belong to `network.body` is a head. `judged` says what the dev split thinks after a pass; nothing is chosen by it.
    """
    import torch

    body = [p for n, p in network.named_parameters() if p.requires_grad and n.startswith("body.")]
    heads = [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("body.")]
    rates = [pace.rate, pace.rate * pace.heads]
    groups = [{"params": part, "lr": rate} for part, rate in zip((body, heads), rates, strict=True)]
    optimiser = torch.optim.AdamW(groups, weight_decay=pace.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rates, total_steps=pace.epochs * steps + 1, pct_start=pace.warm, anneal_strategy="linear"
    )
    for epoch in range(pace.epochs):
        network.train()
        total, seen = 0.0, 0
        for batch in passes():
            found = loss(batch)
            optimiser.zero_grad()
            found.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, seen = total + float(found.detach()), seen + 1
            if seen % SAID == 0:
                say(f"bước {epoch * steps + seen}/{pace.epochs * steps}, mất mát {total / seen:.3f}")
        say(f"lượt {epoch + 1}/{pace.epochs}: mất mát {total / max(seen, 1):.3f}; dev đúng {judged()}")
