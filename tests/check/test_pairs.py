"""Claims beside passages, written for this project: every difference code and every trap of number, date and wording."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from pipeline.check import compare
from pipeline.check.single import evidence_of
from pipeline.language.places import Gazetteer
from pipeline.records import Code, Match

PAIRS = [json.loads(line) for line in (Path(__file__).parent / "data" / "pairs.jsonl").read_text("utf-8").splitlines()]
GAZETTEER = Gazetteer.builtin()
UNSETTLED = frozenset({"chi-1", "quy-2", "quy-3"})
"""pairs the rules do not settle yet; a fix must take its pair out of this list"""


def match_of(row: dict[str, Any]) -> Match:
    return compare(row["claim"], evidence_of(row["passage"]), dt.date.fromisoformat(row["date"]), gazetteer=GAZETTEER)


def right(row: dict[str, Any], found: Match) -> bool:
    code = found.differences[0].code if found.differences else None
    return found.verdict == row["verdict"] and row["code"] in (None, code)


@pytest.mark.parametrize("row", PAIRS, ids=lambda r: r["id"])
def test_verdict_and_code(row: dict[str, Any]) -> None:
    found = match_of(row)
    if row["id"] in UNSETTLED:
        assert not right(row, found), "settled now: take it out of UNSETTLED"
        return
    assert right(row, found), (found.verdict, found.differences, found.why_silent)


@pytest.mark.parametrize("row", [r for r in PAIRS if r["full"] and r["id"] not in UNSETTLED], ids=lambda r: r["id"])
def test_values_and_spans(row: dict[str, Any]) -> None:
    first = match_of(row).differences[0]
    assert first.claim_span is not None
    assert first.passage_span is not None
    assert row["claim"][slice(*first.claim_span)] == first.claim_value
    assert row["passage"][slice(*first.passage_span)] == first.official_value
    assert first.claim_value in row["claim_value"] or row["claim_value"] in first.claim_value
    assert first.official_value in row["official_value"] or row["official_value"] in first.official_value


def test_the_set_is_wide_enough() -> None:
    codes = Counter(r["code"] for r in PAIRS)
    assert len(PAIRS) >= 150
    assert sum(r["full"] for r in PAIRS) >= 20
    assert set(get_args(Code)) - set(codes) == {"scam"}


def test_few_pairs_are_unsettled_and_no_agreeing_claim_is_flagged() -> None:
    assert len(UNSETTLED) <= 0.06 * len(PAIRS)
    flagged = [r["id"] for r in PAIRS if r["verdict"] == "match" and match_of(r).differences]
    assert flagged == []


@pytest.mark.parametrize("row", PAIRS[::7], ids=lambda r: r["id"])
def test_the_sentence_never_calls_anything_false(row: dict[str, Any]) -> None:
    words = match_of(row).explanation.lower().replace("giả mạo", "")
    assert " sai " not in f" {words} "
    assert "tin giả" not in words
    assert words.endswith(".")
