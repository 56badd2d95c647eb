"""The pair model: does a passage bear a claim out, contradict it, or not speak of it? A cross-encoder on the CPU, offline.

Its shares start from what the rules said of the same pair, because a pair they call different is one more often. What it reads is `check.present.presented`'s two texts. Pairs are run one at a time: the 8-bit graph scales its
activations over all it is given, so a pair's share would change with its companions in a batch.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from pipeline.encode.encoder import session
from pipeline.language.normalise import nfc

PAIR_GRAPH, PAIR_FACTS = "pair.int8.onnx", "pair.json"
LABELS = ("match", "mismatch", "no_document")
LONGEST_CLAIM, LONGEST_PASSAGE = 96, 160
"""tokens read of each"""
Floats = NDArray[np.float64]
Shares = tuple[float, float, float]
Outcome = Literal["match", "mismatch", "no_document"]
"""what the rules said of the pair"""


def token_ids(words: Tokenizer, claim: str, passage: str) -> list[int]:
    """<s> claim </s></s> passage </s>, each side cut to what is read of it."""
    first = words.encode(nfc(claim), add_special_tokens=False).ids[:LONGEST_CLAIM]
    second = words.encode(nfc(passage), add_special_tokens=False).ids[:LONGEST_PASSAGE]
    return [0, *first, 2, 2, *second, 2]


class PairModel:
    """The model behind one call. Made once per process; safe to use from several threads, not across a fork."""

    def __init__(self, graph: Path, words: Path, facts: Path, *, threads: int = 2) -> None:
        self._session = session(graph, threads)
        self._words: Tokenizer = Tokenizer.from_file(str(words))
        known = json.loads(facts.read_text(encoding="utf-8"))
        self.temperature = float(known["temperature"])
        self.leaning = {outcome: np.array(known["leaning"][outcome], np.float64) for outcome in LABELS}

    def logits(self, claim: str, passage: str) -> tuple[float, float, float]:
        """Uncalibrated scores of `LABELS`."""
        row = np.array([token_ids(self._words, claim, passage)], np.int64)
        scores = self._session.run(None, {"ids": row, "mask": np.ones_like(row)})[0][0]
        return float(scores[0]), float(scores[1]), float(scores[2])

    def judge(self, claim: str, passage: str, rules: Outcome) -> Shares:
        """Calibrated probabilities of `LABELS`; the two texts as `check.present` marks them."""
        shares = calibrated(np.array([self.logits(claim, passage)]), self.temperature, self.leaning[rules])[0]
        return float(shares[0]), float(shares[1]), float(shares[2])


def calibrated(logits: Floats, temperature: float, leaning: Floats) -> Floats:
    """(pairs, labels) probabilities: the logits made milder, and moved by what the rules' outcome is worth."""
    scores = logits / temperature + leaning
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), np.float64)
