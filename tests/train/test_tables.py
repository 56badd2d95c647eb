"""Tables of the models on sets that lie beside the project (`make eval`); none of them was learnt from or tuned on.

The pair model on the newsroom's claims and on the encyclopaedic claim pairs; the head of tone on students' feedback.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import models_pair
from pipeline.cli.loading import pair_model_of
from pipeline.train import datasets, fit, measure, pairmodel
from pipeline.train.lawpairs import Pair

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
NEWSROOM, PAIRS, FEEDBACK = (
    SHARED / "newsroom",
    SHARED / "datasets/claim-pairs/pairs.jsonl",
    SHARED / "datasets/uit-vsfc",
)
pytestmark = pytest.mark.table


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def newsroom_pairs() -> list[Pair]:
    """Each labelled claim beside its passage; one without a document beside the passage that shares most words."""
    passages = {(d["id"], p["point"]): p["text"] for d in rows(NEWSROOM / "documents.jsonl") for p in d["passages"]}
    days = {a["id"]: dt.date.fromisoformat(a["published"][:10]) for a in rows(NEWSROOM / "articles.jsonl")}
    found = []
    for article in rows(NEWSROOM / "gold.jsonl"):
        for claim in article["claims"]:
            label = claim["verdict"] if claim["verdict"] in ("match", "no_document") else "mismatch"
            passage = passages.get((claim["document"], claim["point"]))
            if passage is None:
                mine = set(claim["text"].lower().split())
                passage = max(passages.values(), key=lambda p: (len(mine & set(p.lower().split())), p))
                label = "no_document"
            found.append(Pair(claim["text"], passage, label, days[article["id"]], article["id"]))
    return found


@pytest.mark.skipif(not NEWSROOM.exists(), reason="the newsroom test set is not beside the project")
def test_pair_model_on_the_newsroom() -> None:
    learnt = pairmodel.own_pairs(ROOT / "data", "train")
    print("\n## The pair model on the newsroom's claims\n")
    for line in models_pair.tables(pair_model_of(), learnt, newsroom_pairs()):
        print(line)


@pytest.mark.skipif(not PAIRS.exists(), reason="the claim pairs are not beside the project")
def test_pair_model_on_encyclopaedic_pairs() -> None:
    learnt = pairmodel.own_pairs(ROOT / "data", "train")
    judged = [Pair(r["claim"], r["passage"], r["label"], dt.date(2024, 1, 1), r["id"]) for r in rows(PAIRS)]
    print("\n## The pair model on encyclopaedic claim pairs (never learnt from)\n")
    for line in models_pair.tables(pair_model_of(), learnt, judged):
        print(line)


@pytest.mark.skipif(not FEEDBACK.exists(), reason="UIT-VSFC is not beside the project")
def test_tone_of_students_feedback() -> None:
    """The shipped head there, and one fitted on its train split: what a change of domain costs."""
    from pipeline.cli.models import _load, encoder_of

    found = datasets.load(FEEDBACK, "sentiment")
    judged = found.part("dev")
    truth = [example.label for example in judged]
    features, head = _load(ROOT / "models", "sentiment")
    ours = [label for label, _ in head.predict(features.transform([example.text for example in judged]))]
    fitted = fit.fit(found, encoder_of(ROOT / "models", remember=True))
    theirs = [label for label, _ in fitted.head.predict(fitted.features.transform([e.text for e in judged]))]
    print("\n## Tone on UIT-VSFC, dev split\n\n| head | weighted F1 | macro-F1 |\n|---|---|---|")
    for name, said in (("shipped (our data)", ours), ("fitted on its train split, not shipped", theirs)):
        figures = measure.figures(truth, said, draws=20)
        print(f"| {name} | {figures.weighted_f1:.3f} | {figures.macro_f1:.3f} |")
