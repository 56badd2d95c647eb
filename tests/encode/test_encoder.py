"""Vectors depend on the text alone."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest

from pipeline.encode import GRAPH, WIDTH, WORDS, Encoder

MODELS = Path(__file__).resolve().parents[2] / "models"
TEXTS = ["Phường Đông Hải thu phí giữ xe.", "", "Giá nho lên.", "từ " * 900]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(MODELS / GRAPH, MODELS / WORDS, kept=0)


def test_one_unit_vector_a_text(encoder: Encoder) -> None:
    found = encoder.encode(TEXTS)
    assert found.shape == (len(TEXTS), WIDTH)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1.0, abs=1e-4)
    assert encoder.encode([]).shape == (0, WIDTH)


def test_companions_and_order_change_nothing(encoder: Encoder) -> None:
    alone = np.stack([encoder.encode([text])[0] for text in TEXTS])
    assert np.array_equal(encoder.encode(TEXTS), alone)
    assert np.array_equal(encoder.encode(TEXTS[::-1]), alone[::-1])


def test_decomposed_letters_are_the_same_text(encoder: Encoder) -> None:
    text = "Quyết định có hiệu lực từ ngày ký"
    assert np.array_equal(*encoder.encode([text, unicodedata.normalize("NFD", text)]))


def test_other_scripts_still_encode(encoder: Encoder) -> None:
    found = encoder.encode(["日本語", "한국어", "ꨌꩌ", "🙂"])
    assert np.isfinite(found).all()


def test_a_vector_that_was_kept_is_the_one_that_was_read(encoder: Encoder) -> None:
    keeping = Encoder(MODELS / GRAPH, MODELS / WORDS, kept=2)
    for _ in range(2):
        assert np.array_equal(keeping.encode(TEXTS[:3]), encoder.encode(TEXTS[:3]))
