"""Fitting a head: logistic regression over `Features`, its temperature and threshold from the dev split.

The test split is never read here. Splits keep contrast sets together, so that a head is judged on facts it has not seen.
Texts are also learnt without diacritics, because part of the press and most of its headlines on the web come so.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from pipeline.encode import WIDTH, Encoder
from pipeline.language.normalise import fold
from pipeline.tag.features import Features
from pipeline.tag.heads import Head
from pipeline.tag.protection import PROTECTED_TYPES, pooled
from pipeline.train.datasets import DataSet, Example

STRENGTH = 1.0
"""inverse regularisation: log loss of item types on dev 0.387, with 0.1 it was 0.426"""
CLOSE_ENOUGH = 1e-3
"""gradient at which fitting ends: ten times the usual one, for the time it saves"""
WORDS_CLOSE_ENOUGH = 1e-5
"""the same where no vectors are seen: single words pull less"""
WORDS_SHARE = {"topic": 0.4}
"""share of a second model over words and letters alone. The encoder was taught the same texts, so that the vectors of what is
learnt from say more than those of a new text will and the words are hardly asked; a topic is told by its words (macro-F1 on dev
0.649 without, 0.67 with a quarter to a half). Sentences that can be checked gained nothing, nor did the gate."""
PROTECTED_RECALL = 0.975
"""the gate is set where this share of protected dev items is still caught (CHARTER rule 4: in doubt protected)"""
SEED = 20261123

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A head with the features it reads and what was seen out of fold."""

    features: Features
    head: Head
    log_loss: float
    examples: int


def _logits(model: LogisticRegression, rows: csr_matrix, labels: Sequence[str]) -> NDArray[np.float64]:
    scores = np.asarray(model.decision_function(rows), dtype=np.float64)
    if scores.ndim == 1:
        scores = np.stack([-scores / 2, scores / 2], axis=1)
    full = np.full((rows.shape[0], len(labels)), -20.0)
    for column, label in enumerate(model.classes_):
        full[:, list(labels).index(str(label))] = scores[:, column]
    return full


def _fit(
    rows: csr_matrix, targets: Sequence[str], tolerance: float = CLOSE_ENOUGH, *, even: bool = True
) -> LogisticRegression:
    """`even`: rare classes count as much as common ones, as in our own figures; the literature's set is judged as it is."""
    weight = "balanced" if even else None
    model = LogisticRegression(C=STRENGTH, max_iter=2000, tol=tolerance, class_weight=weight, random_state=SEED)
    return model.fit(rows, list(targets))


def with_words(model: LogisticRegression, rows: csr_matrix, targets: Sequence[str], share: float) -> LogisticRegression:
    """The model pooled with one that sees no vectors: the mean of two linear models is one linear model."""
    seen = rows.shape[1] - WIDTH
    words = _fit(rows[:, :seen], targets, WORDS_CLOSE_ENOUGH)
    padded = np.concatenate([words.coef_, np.zeros((words.coef_.shape[0], WIDTH))], axis=1)
    model.coef_ = (1 - share) * model.coef_ + share * padded
    model.intercept_ = (1 - share) * model.intercept_ + share * words.intercept_
    return model


def _loss(logits: NDArray[np.float64], truth: NDArray[np.int64], temperature: float) -> float:
    scaled = logits / temperature
    scaled -= scaled.max(axis=1, keepdims=True)
    log_shares = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
    return float(-log_shares[np.arange(len(truth)), truth].mean())


def _parts(data: DataSet) -> tuple[list[Example], list[Example]]:
    """What is learnt from and what temperature and gate are set on: train and dev of our own data.

    Of a set that is only compared with, dev is what will be reported; a tenth of its train groups stands in for it.
    """
    learn, judge = data.part("train"), data.part("dev")
    if data.own and judge:
        return learn, judge
    held = {group for group in {e.group for e in learn} if zlib.crc32(group.encode()) % 10 == 0}
    return [e for e in learn if e.group not in held], [e for e in learn if e.group in held]


def fit(
    data: DataSet,
    encoder: Encoder,
    features: Features | None = None,
    say: Progress = lambda _: None,
    types: Head | None = None,
) -> Fitted:
    """Fit the head of a data set on its train split. Raises ValueError when there are fewer than two labels.

    `types`, the type head over the same features, lets the gate also be set together with it.
    """
    learn, judge = _parts(data)
    labels = tuple(sorted({example.label for example in learn}))
    if len(labels) < 2 or not judge:
        raise ValueError(f"{data.head}: cần ít nhất hai nhãn và một phần để dò ngưỡng, có {labels}, {len(judge)}")
    judge = [example for example in judge if example.label in labels]
    texts = [example.text for example in learn]
    features = features or Features.fit(texts, encoder)
    shown = [texts, [fold(text) for text in texts]] if data.own else [texts]
    rows = vstack([features.transform(part) for part in shown])
    targets = [example.label for example in learn] * len(shown)
    judged = features.transform([example.text for example in judge])
    truth = np.array([labels.index(example.label) for example in judge])
    model = _fit(rows, targets, even=data.own)
    if share := WORDS_SHARE.get(data.head, 0.0):
        model = with_words(model, rows, targets, share)
    logits = _logits(model, judged, labels)
    best = minimize_scalar(lambda t: _loss(logits, truth, t), bounds=(0.05, 20.0), method="bounded")
    loss, temperature = float(best.fun), float(best.x)
    say(f"{data.head}: log loss ngoài phần học {loss:.3f}")
    coefficients, intercepts = np.asarray(model.coef_), np.asarray(model.intercept_)
    if len(labels) == 2:
        coefficients = np.concatenate([-coefficients / 2, coefficients / 2])
        intercepts = np.concatenate([-intercepts / 2, intercepts / 2])
    head = Head(data.head, labels, coefficients.astype(np.float32), intercepts.astype(np.float32), temperature)
    if data.head == "protected":
        shares = head.probabilities(judged)[:, 1]
        head = replace(head, threshold=_gate(shares, truth))
        if types is not None:
            kinds = types.probabilities(judged)[:, [label in PROTECTED_TYPES for label in types.labels]].sum(axis=1)
            head = replace(head, doubt=_gate(pooled(shares, kinds), truth))
    return Fitted(features, head, loss, len(learn))


def _gate(shares: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """The highest threshold, never above 0.5, at which PROTECTED_RECALL of the protected dev items are caught."""
    return float(min(0.5, np.quantile(shares[truth == 1], 1 - PROTECTED_RECALL)))


def save(fitted: Fitted, directory: Path) -> None:
    """Write the head and its features into a folder."""
    directory.mkdir(parents=True, exist_ok=True)
    fitted.features.save(directory / "features.safetensors")
    fitted.head.save(directory / f"{fitted.head.name}.safetensors")
