"""The test split of data/ is measured, never learnt from: not as it stands, not inside a joined text, not as a document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.train import datasets, pairmodel

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"


def rows(folder: str, split: str | None = None) -> list[dict[str, Any]]:
    files = sorted((DATA / folder).glob("*.jsonl"))
    found = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [row for row in found if split in (None, row["split"])]


@pytest.mark.parametrize("head", datasets.HEADS)
def test_no_head_learns_from_a_text_of_the_test_split(head: str) -> None:
    learnt = datasets.load(DATA, head).part("train", "dev")
    assert learnt
    held = {row["id"] for folder in ("items", "claims", "documents") for row in rows(folder, "test")}
    assert not held & {example.id for example in learnt}
    together = "\n".join(example.text for example in learnt)
    texts = [row["text"] for row in rows("items", "test")] + [row["claim"] for row in rows("claims", "test")]
    texts += [passage["text"] for row in rows("documents", "test") for passage in row["passages"]]
    assert [text for text in texts if text in together] == []


def test_the_pair_model_learns_from_no_pair_of_the_test_split() -> None:
    learnt = pairmodel.own_pairs(DATA, "train", "dev")
    assert learnt
    both = "\n".join(f"{pair.claim}\n{pair.passage}" for pair in learnt)
    held = rows("claims", "test")
    assert [row["id"] for row in held if row["claim"] in both or row["passage"] in both] == []


def test_the_word_for_the_test_split_stands_where_it_is_measured_and_nowhere_else() -> None:
    named = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "pipeline").rglob("*.py")
        if any(word in file.read_text("utf-8") for word in ('"test"', "'test'"))
    }
    assert named <= {"pipeline/train/datasets.py", "pipeline/cli/models.py", "pipeline/cli/models_pair.py"}
