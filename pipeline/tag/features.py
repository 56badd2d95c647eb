"""A text as one row of numbers: what the linear heads read.

Three blocks side by side: words and word pairs as written, letter runs of the folded text (which hold when diacritics
are gone), and the sentence vector of the encoder. Fitted once for all heads, kept as safetensors (no pickle), read back
without fitting.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.encode import WIDTH, Encoder
from pipeline.language.normalise import fold, nfc

WORDS = {"lowercase": True, "ngram_range": (1, 2), "sublinear_tf": True, "token_pattern": r"(?u)\b\w+\b|[?!…:%]"}
LETTERS = {"lowercase": False, "ngram_range": (3, 5), "sublinear_tf": True, "analyzer": "char_wb"}
LONGEST = 4000
"""characters read of a text: the type and topic of an article stand in its beginning"""
LONGEST_VECTOR = 1200
"""characters the encoder reads: about one piece of its own length"""


class Features:
    """The fitted blocks. `transform` gives one row a text, of `size` columns."""

    def __init__(
        self,
        words: TfidfVectorizer,
        letters: TfidfVectorizer,
        encoder: Encoder,
        centre: NDArray[np.float32],
        scale: NDArray[np.float32],
    ) -> None:
        self._words, self._letters, self._encoder = words, letters, encoder
        self._centre, self._scale = centre, scale
        self.size = len(words.vocabulary_) + len(letters.vocabulary_) + WIDTH

    @classmethod
    def fit(cls, texts: Sequence[str], encoder: Encoder, *, rare: int = 2, most: int = 40_000) -> Features:
        """Learn the vocabularies (what stands in at least `rare` texts, at most `most` columns a block) and the spread."""
        words = TfidfVectorizer(min_df=rare, max_features=most, **WORDS)
        letters = TfidfVectorizer(min_df=rare, max_features=most, **LETTERS)
        words.fit([nfc(text[:LONGEST]) for text in texts])
        letters.fit([fold(text[:LONGEST]) for text in texts])
        vectors = encoder.encode([text[:LONGEST_VECTOR] for text in texts])
        spread = (vectors.std(axis=0) + 1e-6) * np.float32(WIDTH**0.5)
        return cls(words, letters, encoder, vectors.mean(axis=0), spread.astype(np.float32))

    def transform(self, texts: Sequence[str], meant: Sequence[str] | None = None) -> csr_matrix:
        """Rows of the three blocks, each of about unit length; `meant`: texts whose vectors stand for theirs."""
        words = self._words.transform([nfc(text[:LONGEST]) for text in texts])
        letters = self._letters.transform([fold(text[:LONGEST]) for text in texts])
        vectors = self._encoder.encode([text[:LONGEST_VECTOR] for text in meant or texts])
        meaning = csr_matrix((vectors - self._centre) / self._scale)
        return hstack([words, letters, meaning], format="csr", dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write vocabularies (UTF-8, one a line), weights of rarity and the spread of the vectors."""
        tensors: dict[str, NDArray[Any]] = {"vectors.centre": self._centre, "vectors.scale": self._scale}
        for name, block in (("words", self._words), ("letters", self._letters)):
            terms = sorted(block.vocabulary_, key=block.vocabulary_.__getitem__)
            tensors[f"{name}.terms"] = np.frombuffer("\n".join(terms).encode(), dtype=np.uint8)
            tensors[f"{name}.idf"] = block.idf_.astype(np.float32)
        save_file(tensors, path)

    @classmethod
    def load(cls, path: Path, encoder: Encoder) -> Features:
        """Read back what `save` wrote."""
        tensors = load_file(path)
        blocks: list[TfidfVectorizer] = []
        for name, settings in (("words", WORDS), ("letters", LETTERS)):
            terms = tensors[f"{name}.terms"].tobytes().decode().split("\n")
            block = TfidfVectorizer(vocabulary={term: column for column, term in enumerate(terms)}, **settings)
            block.idf_ = tensors[f"{name}.idf"].astype(np.float64)
            blocks.append(block)
        words, letters = blocks
        return cls(words, letters, encoder, tensors["vectors.centre"], tensors["vectors.scale"])
