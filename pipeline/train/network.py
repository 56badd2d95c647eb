"""The encoder as a torch network that can learn, and the two shapes it is taught in: several heads, or one for pairs.

The same layers as `encoder.graph` writes to ONNX. Needs `torch`, which only commands that teach the encoder use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from pipeline.train.encoder import Weights

DROP = 0.1
"""before the heads only: inside the layers it costs a third of the speed on a CPU (2.9 against 4.3 pairs a CPU second)"""


class Layer(nn.Module):
    """One layer of a BERT encoder (norm after each sum)."""

    def __init__(self, weights: Weights, at: str) -> None:
        super().__init__()
        width, inner = weights.width, weights.tensors[at + "fi.b"].size
        self.heads = weights.heads
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.fi, self.fo = nn.Linear(width, inner), nn.Linear(inner, width)
        self.aln, self.oln = nn.LayerNorm(width, weights.epsilon), nn.LayerNorm(width, weights.epsilon)

    def forward(self, hidden: Any, mask: Any) -> Any:
        texts, tokens, width = hidden.shape

        def split(value: Any) -> Any:
            return value.view(texts, tokens, self.heads, -1).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(
            split(self.q(hidden)), split(self.k(hidden)), split(self.v(hidden)), attn_mask=mask
        )
        hidden = self.aln(hidden + self.ao(mixed.transpose(1, 2).reshape(texts, tokens, width)))
        return self.oln(hidden + self.fo(functional.gelu(self.fi(hidden))))


class Body(nn.Module):
    """Token ids and mask to hidden states (texts, tokens, width); the lowest `still` layers do not learn."""

    def __init__(self, weights: Weights, *, still: int = 0) -> None:
        super().__init__()
        words = weights.tensors["emb.word"]
        self.words = nn.Embedding(*words.shape)
        table = weights.tensors["emb.pos"] + weights.tensors["emb.type"][0]
        self.places = nn.Embedding(*table.shape)
        self.norm = nn.LayerNorm(weights.width, weights.epsilon)
        self.still = still
        self.layers = nn.ModuleList(Layer(weights, f"l{i}.") for i in range(weights.layers))
        with torch.no_grad():
            self.words.weight.copy_(torch.from_numpy(words))
            self.places.weight.copy_(torch.from_numpy(table))
            for name, parameter in self.named_weights():
                parameter.copy_(torch.from_numpy(weights.tensors[name].reshape(parameter.shape)))
        self.words.weight.requires_grad = False  # rare words would drift away from their neighbours
        self.places.weight.requires_grad = False
        for part in ([self.norm] if still else []) + list(self.layers[:still]):
            part.requires_grad_(False)

    def named_weights(self) -> Iterator[tuple[str, Any]]:
        """What learns, by the names of `Weights.tensors`."""
        yield "emb.ln.w", self.norm.weight
        yield "emb.ln.b", self.norm.bias
        for index, layer in enumerate(self.layers):
            for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                part = getattr(layer, name)
                yield f"l{index}.{name}.w", part.weight
                yield f"l{index}.{name}.b", part.bias

    def below(self, ids: Any, mask: Any) -> Any:
        """Hidden states under the layers that learn: the same in every pass."""
        hidden = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]])
        for layer in self.layers[: self.still]:
            hidden = layer(hidden, mask[:, None, None, :].bool())
        return hidden

    def above(self, hidden: Any, mask: Any) -> Any:
        """What the layers that learn make of them."""
        for layer in self.layers[self.still :]:
            hidden = layer(hidden, mask[:, None, None, :].bool())
        return hidden

    def forward(self, ids: Any, mask: Any) -> Any:
        return self.above(self.below(ids, mask), mask)


class SeveralHeads(nn.Module):
    """Linear heads over the mean vector of a text, one a task."""

    def __init__(self, weights: Weights, sizes: Sequence[int], *, still: int = 0) -> None:
        super().__init__()
        self.body = Body(weights, still=still)
        self.heads = nn.ModuleList(nn.Linear(weights.width, size) for size in sizes)
        self.drop = nn.Dropout(DROP)

    def forward(self, hidden: Any, mask: Any) -> list[Any]:
        """Scores of each task; `hidden` comes from `body.below`."""
        hidden = self.body.above(hidden, mask)
        weight = mask[:, :, None].float()
        mean = functional.normalize((hidden * weight).sum(1) / weight.sum(1), dim=-1)
        return [head(self.drop(mean) * mean.shape[-1] ** 0.5) for head in self.heads]


class OfPairs(nn.Module):
    """One linear head over the first token of a pair read as one text."""

    def __init__(self, weights: Weights, labels: int, *, still: int = 0) -> None:
        super().__init__()
        self.body = Body(weights, still=still)
        self.head = nn.Linear(weights.width, labels)
        self.drop = nn.Dropout(DROP)
        if "pair.w" in weights.tensors:
            with torch.no_grad():
                self.head.weight.copy_(torch.from_numpy(weights.tensors["pair.w"]))
                self.head.bias.copy_(torch.from_numpy(weights.tensors["pair.b"]))

    def forward(self, ids: Any, mask: Any) -> Any:
        return self.head(self.drop(self.body(ids, mask)[:, 0]))
