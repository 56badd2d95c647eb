"""Texts as vectors of 384 numbers: multilingual-e5-small on the CPU, offline.

The 8-bit graph scales its activations over everything it is given at once, so a text's vector would change with its
companions in a batch. Texts are therefore run one at a time: what is stored depends on the text alone. The last
vectors are kept: a text that comes again in a pass is not read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from pipeline.language.normalise import nfc

GRAPH, WORDS = "encoder.int8.onnx", "encoder.tokenizer.json"
WIDTH = 384
LONGEST = 256
"""tokens of one piece; longer texts are cut into pieces whose vectors are averaged"""
PIECES = 8
"""pieces read of one text"""
KEPT = 2_000
"""vectors an encoder keeps: three megabytes"""
Vectors = NDArray[np.float32]


def session(graph: Path, threads: int) -> onnxruntime.InferenceSession:
    """A graph ready to run on the CPU, quiet, with its number of threads set once."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads would hold the cores
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


class Encoder:
    """The encoder behind one call. Made once per process; safe to use from several threads, not across a fork."""

    def __init__(self, graph: Path, words: Path, *, threads: int = 2, kept: int | None = KEPT) -> None:
        """`kept`: how many of the last texts keep their vector; None for all, 0 for none."""
        self._session = session(graph, threads)
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(words))
        self._one = lru_cache(maxsize=kept)(self._read)

    def encode(self, texts: Sequence[str], role: Literal["query", "passage"] = "query") -> Vectors:
        """(texts, 384) unit vectors; an empty text gives the vector of its role alone."""
        if not texts:
            return np.zeros((0, WIDTH), np.float32)
        return np.stack([self._one(f"{role}: {nfc(text)}") for text in texts])

    def _read(self, text: str) -> Vectors:
        ids = self._tokenizer.encode(text).ids
        if len(ids) <= LONGEST:
            return self._run(ids)
        head, inner, tail = ids[:1], ids[1:-1], ids[-1:]
        step = LONGEST - 2
        pieces = [inner[at : at + step] for at in range(0, min(len(inner), step * PIECES), step)]
        total = np.sum([len(piece) * self._run(head + piece + tail) for piece in pieces], axis=0)
        mean: Vectors = (total / np.linalg.norm(total)).astype(np.float32)
        return mean

    def _run(self, ids: Iterable[int]) -> Vectors:
        row = np.array([list(ids)], np.int64)
        vectors = self._session.run(None, {"ids": row, "mask": np.ones_like(row)})[0]
        row_of_width: Vectors = np.asarray(vectors[0], np.float32)
        return row_of_width
