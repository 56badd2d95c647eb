"""More lessons from the pairs of data/: a right claim made wrong, a wrong one put right, a claim beside a silent point.

The labelled values make this exact: with the official words in the place of the claim's a mismatch becomes a match.
Only rows of the split that is learnt from are used, and only their own documents.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.language.normalise import fold
from pipeline.language.values import values
from pipeline.train import lawpairs
from pipeline.train.datasets import rows_of
from pipeline.train.lawpairs import Pair
from pipeline.train.pairmodel import over

Row = Mapping[str, Any]

SEED = 20261128
RIGHTABLE = frozenset(
    {"amount_mismatch", "date_mismatch", "stat_mismatch", "authority_mismatch", "scope_mismatch", "reference_mismatch"}
)  # fmt: skip
"""codes whose two values are of one kind, so that one can stand in the other's place"""
WRONG, SILENT = 1, 0.25
"""wrong claims made of a right one; share of claims also laid beside another point of their document"""


def make(data: Path, split: str = "train", seed: int = SEED) -> list[Pair]:
    """Pairs made from the rows of `split`, the same for the same data and seed."""
    dice = random.Random(seed)  # noqa: S311 - training texts, no secret
    rows = [row for _, _, row in rows_of(data / "claims") if row["split"] == split]
    documents = {row["id"]: row for _, _, row in rows_of(data / "documents")}
    pool = _pool(rows)
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        said[row["claim"], row["document"]].add(row["point"])
    made: list[Pair] = []
    for row in rows:
        if row["verdict"] == "match":
            made += _wrong(row, documents, pool, dice)
        elif row["code"] in RIGHTABLE and (right := _right(row, documents)) is not None:
            made.append(right)
        if row["verdict"] != "no_document" and dice.random() < SILENT:
            points = documents[row["document"]]["passages"]
            others = [p for p in points if p["point"] not in said[row["claim"], row["document"]]]
            if others:
                other = dice.choice(others)
                pair = _pair(row, documents, row["claim"], other["text"], "no_document")
                made.append(replace(pair, over=over(documents[row["document"]], other["point"])))
    return made


def _pair(row: Row, documents: Mapping[str, Row], claim: str, passage: str, label: str) -> Pair:
    group, day = str(row.get("set") or row["document"]), dt.date.fromisoformat(row["date"])
    return Pair(claim, passage, label, day, group, over(documents[row["document"]], row["point"]))


def _pool(rows: Sequence[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for value in values(row["claim"], dt.date.fromisoformat(row["date"])):
            found[lawpairs.sort_of(value)].append(value.text)
    return found


def _wrong(row: Row, documents: Mapping[str, Row], pool: dict[str, list[str]], dice: random.Random) -> list[Pair]:
    """The claim with one slot changed, in up to `WRONG` ways."""
    ways = (lawpairs.corrupted(row["claim"], row["passage"], pool, dice) for _ in range(WRONG))
    return [_pair(row, documents, bent, row["passage"], "mismatch") for bent in sorted({w for w in ways if w})]


def _right(row: Row, documents: Mapping[str, Row]) -> Pair | None:
    """The claim with the official words where the wrong ones stood."""
    value, official = row["claim_value"], row["official_value"]
    if not value or not official or len(official) > 2.5 * len(value) + 10:
        return None
    claim = row["claim"].replace(value, fold(official) if row["register"] == "no_diacritics" else official, 1)
    return _pair(row, documents, claim, row["passage"], "match")
