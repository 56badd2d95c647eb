"""The card of the models in a folder: what each file is for, what it learnt from, under which licence, where it stops."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PURPOSE = {
    "encoder.int8.onnx": "sentence vectors of 384 numbers (multilingual-e5-small, Vietnamese vocabulary, taught the labels below)",
    "encoder.tokenizer.json": "the vocabulary of encoder and pair model: 20,000 pieces",
    "features.safetensors": "words, letters and vectors as one row of numbers",
    "item_type.safetensors": "ten kinds of text",
    "protected.safetensors": "the gate: opinion, complaint, question, satire are never checked",
    "topic.safetensors": "sixteen topics of local policy",
    "checkable.safetensors": "a sentence that an official document could settle",
    "sentiment.safetensors": "tone, shown as a trend of a topic and used for nothing else",
    "pair.int8.onnx": "claim beside passage: match, mismatch, no_document",
    "pair.json": "the temperature that makes the pair model's shares believable",
}
LIMITS = (
    "Vietnamese only; other scripts are encoded letter by letter and mean little.",
    "Learnt from synthetic texts written under a brief and read twice (data/README.md): a real press is more varied.",
    "The gate prefers to protect: ordinary reports in a personal voice may stay unchecked.",
    "The pair model ranks and vetoes; a flag always needs a difference that rules can show.",
    "No model here knows a person, and none scores one.",
    "Figures: docs/measurements.md. Anew: `doichieu models evaluate`.",
)


def card(files: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Markdown lines from the `files` of a manifest."""
    yield "# Models\n"
    yield "| file | what for | MB | sha256 | licence |"
    yield "|---|---|---|---|---|"
    for name, facts in sorted(files.items()):
        size = f"{facts['bytes'] / 1e6:.1f}"
        licence = facts.get("licence", "Apache-2.0")
        yield f"| `{name}` | {PURPOSE.get(name, '')} | {size} | `{facts['sha256'][:16]}…` | {licence} |"
    yield "\n## Learnt from\n"
    for name, facts in sorted(files.items()):
        learnt = {key: facts[key] for key in ("data", "examples", "data_sha256", "taught", "learnt") if key in facts}
        if learnt:
            yield f"- `{name}`: {json.dumps(learnt, ensure_ascii=False)}"
    for origin in sorted({facts["origin"] for facts in files.values() if "origin" in facts}):
        yield f"- origin: {origin}"
    yield "\n## Limits\n"
    yield from (f"- {line}" for line in LIMITS)


def of(directory: Path) -> str:
    """The card of a folder. Raises OSError or ValueError when its manifest cannot be read."""
    manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    return "\n".join(card(manifest["files"]))
