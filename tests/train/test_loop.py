"""The loop: every lesson once a pass, batches of like length, and still layers that say the same when they are remembered."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from pipeline.train import loop
from pipeline.train.encoder import Weights

WIDTH, LAYERS = 16, 3


def test_every_row_comes_once_and_alike_stand_together() -> None:
    rows = [tuple(range(1 + 7 * n % 31)) for n in range(1000)]
    found = loop.batched(rows, 8, len, random.Random(1))
    assert sorted(row for batch in found for row in batch) == sorted(rows)
    assert found == loop.batched(rows, 8, len, random.Random(1))
    assert found != loop.batched(rows, 8, len, random.Random(2))
    spread = [max(map(len, batch)) - min(map(len, batch)) for batch in found]
    assert np.mean(spread) < 5  # 30 apart at most, about 24 in batches drawn blindly
    assert loop.batched(rows, 8, len, None)[0] == rows[:8]


def test_short_rows_are_filled_up_and_told_apart() -> None:
    ids, mask = loop.padded([[5, 6, 7], [8]])
    assert ids.tolist() == [[5, 6, 7], [8, loop.PAD, loop.PAD]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]


def small_weights() -> Weights:
    dice = np.random.default_rng(4)

    def some(*shape: int) -> Any:
        return dice.normal(0, 0.3, shape).astype(np.float32)

    tensors = {"emb.word": some(40, WIDTH), "emb.pos": some(32, WIDTH), "emb.type": some(1, WIDTH)}
    tensors |= {"emb.ln.w": np.ones(WIDTH, np.float32), "emb.ln.b": some(WIDTH)}
    for at in (f"l{n}." for n in range(LAYERS)):
        for name in ("q", "k", "v", "ao"):
            tensors |= {f"{at}{name}.w": some(WIDTH, WIDTH), f"{at}{name}.b": some(WIDTH)}
        tensors |= {f"{at}fi.w": some(32, WIDTH), f"{at}fi.b": some(32), f"{at}fo.w": some(WIDTH, 32)}
        tensors |= {f"{at}fo.b": some(WIDTH)}
        for name in ("aln", "oln"):
            tensors |= {f"{at}{name}.w": np.ones(WIDTH, np.float32), f"{at}{name}.b": some(WIDTH)}
    return Weights(WIDTH, LAYERS, 2, 1e-5, (), (), tensors)


@pytest.fixture
def room() -> Any:
    torch = pytest.importorskip("torch", reason="only commands that teach a network need torch")
    from pipeline.train import finetune
    from pipeline.train.network import SeveralHeads

    torch.manual_seed(3)
    recipe = finetune.Recipe(loop.Pace(epochs=12, rate=3e-3, batch=8, heads=3.0), still=2, remember=True)
    return finetune._Class(SeveralHeads(small_weights(), [2], still=2), recipe)


def lessons() -> list[Any]:
    from pipeline.train.finetune import Row

    dice = random.Random(5)
    rows = [tuple(dice.randrange(6, 40) for _ in range(dice.randrange(4, 12))) for _ in range(64)]
    return [Row((4 + n % 2, *ids, 4 + n % 2), (n % 2,)) for n, ids in enumerate(rows)]


def test_still_layers_say_the_same_when_they_are_remembered(room: Any) -> None:
    import torch

    room.network.eval()
    rows = lessons()
    with torch.no_grad():
        fresh, kept = room.said(rows)[0], room.said(room.remembered(rows))[0]
    assert torch.allclose(fresh, kept, atol=0.05)
    assert fresh.std() > 0.2


def test_a_network_learns_and_its_still_layers_stay(room: Any) -> None:
    rows, heard = room.remembered(lessons()), []
    before = {name: p.detach().clone() for name, p in room.network.named_parameters()}
    dice = random.Random(6)
    first = float(room.loss(rows).detach())
    loop.learn(
        room.network, room.recipe.pace, 8, lambda: loop.batched(rows, 8, lambda r: len(r.ids), dice), room.loss,
        lambda: "?", heard.append,
    )  # fmt: skip
    room.network.eval()
    assert float(room.loss(rows).detach()) < 0.6 * first
    assert len(heard) == 12
    changed = {name for name, p in room.network.named_parameters() if not (p == before[name]).all()}
    assert any(name.startswith("body.layers.2.") for name in changed)
    assert not any(name.startswith(("body.layers.0.", "body.layers.1.", "body.words")) for name in changed)
