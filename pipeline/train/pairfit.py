"""From open weights to the pair model of models/: law pairs first, then data/, a temperature, an 8-bit graph and a card line.

Each part that took long leaves its weights beside the result, so that a command that was cut off goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from pipeline.encode.pair import LABELS, PAIR_FACTS, PAIR_GRAPH, PairModel
from pipeline.language.places import Gazetteer
from pipeline.train import counterfactual, lawpairs, pairmodel
from pipeline.train.encoder import Weights, graph, quantised, tokenizer
from pipeline.train.loop import Progress
from pipeline.train.pairmodel import LAW, OWN, Calibration, Lesson

WORDS_PART = "words.part.json"


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the pair model was taught, for the manifest and the card."""

    law_pairs: int
    law_sha256: str | None
    own_pairs: int
    own_sha256: str
    dev_pairs: int
    temperature: float


def fit(
    weights: Weights, data: Path, law: Sequence[Path], count: int, out: Path, gazetteer: Gazetteer, say: Progress
) -> Learnt:
    """Teach, calibrate and write `pair.int8.onnx` and `pair.json` under `out`; `law` may be empty."""
    kept = pairmodel.own_pairs(data, "dev")
    dev = pairmodel.lessons(kept, gazetteer)
    taught, law_sum = weights, None
    made = lawpairs.make(law, count) if law else []
    if made:
        law_sum = pairmodel.sum_of(made)
        part = out / f"pair-{law_sum[:12]}.part.safetensors"
        if part.exists():
            say(f"dùng lại phần đã học từ văn bản luật: {part}")
            taught = replace(weights, tensors={**weights.tensors, **load_file(part)})
        else:
            say(f"học {len(made)} cặp dựng từ {len(law)} văn bản luật")
            taught = pairmodel.teach(weights, pairmodel.lessons(made, gazetteer), dev, LAW, say)
            out.mkdir(parents=True, exist_ok=True)
            changed = {
                name: np.ascontiguousarray(value) for name, value in taught.tensors.items() if name != "emb.word"
            }
            save_file(changed, part)
    own = pairmodel.some_bare(pairmodel.own_pairs(data, "train") + counterfactual.make(data))
    say(f"học {len(own)} cặp của {data}")
    taught = pairmodel.teach(taught, pairmodel.lessons(own, gazetteer), dev, OWN, say)
    fitted = write(taught, dev, pairmodel.rules_say(kept, gazetteer), out)
    return Learnt(len(made), law_sum, len(own), pairmodel.sum_of(own), len(dev), fitted.temperature)


def write(weights: Weights, dev: Sequence[Lesson], rules: Sequence[str], out: Path) -> Calibration:
    """Write the 8-bit graph and the calibration that fits it on the dev pairs, of which the rules said `rules`."""
    path = quantised(graph(weights, of_pairs=True), out / PAIR_GRAPH)
    facts = out / PAIR_FACTS
    _note(facts, Calibration(1.0, dict.fromkeys(LABELS, (0.0,) * len(LABELS))))
    words = out / WORDS_PART
    tokenizer(weights).save(str(words), pretty=False)
    model = PairModel(path, words, facts)
    words.unlink()
    logits = np.array([model.logits(lesson.claim, lesson.passage) for lesson in dev])
    fitted = pairmodel.calibrate(logits, rules, [lesson.label for lesson in dev])
    _note(facts, fitted)
    return fitted


def _note(facts: Path, fitted: Calibration) -> None:
    told = {"temperature": fitted.temperature, "leaning": fitted.leaning, "labels": LABELS}
    facts.write_text(json.dumps(told) + "\n", encoding="utf-8")
