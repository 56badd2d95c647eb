"""The rules alone on the project's own claims (data/claims): a table per code, and floors under what was measured.

The `train` split may be tuned on; `dev` and `test` are only measured.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.check import Checker, MemoryRetriever
from pipeline.language.places import Gazetteer
from pipeline.records import Claim, Evidence

DATA = Path(__file__).resolve().parents[2] / "data"
FLAGGED = frozenset({"mismatch", "partial", "outdated", "forged"})
GAZETTEER = Gazetteer.builtin()


def rows(folder: str) -> list[dict[str, Any]]:
    files = sorted((DATA / folder).glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def evidence(row: dict[str, Any], paper: dict[str, Any]) -> Evidence:
    heading = next((p.get("heading", "") for p in paper["passages"] if p["point"] == row["point"]), "")
    return Evidence(
        paper["id"], paper["number"], paper["title"], paper["issuer"], row["point"], row["passage"], heading, paper["status"],
        _day(paper["issued"]), _day(paper["effective_from"]), _day(paper["effective_to"]), tuple(paper["places"]),
    )  # fmt: skip


@pytest.mark.table
@pytest.mark.slow
@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_rules_on_our_claims(split: str, capsys: pytest.CaptureFixture[str]) -> None:
    papers = {d["id"]: d for d in rows("documents")}
    checker = Checker(MemoryRetriever(()), gazetteer=GAZETTEER)
    wanted, found = Counter[str](), Counter[str]()
    right = raised = 0
    for row in rows("claims"):
        if row["split"] != split or not row["passage"] or row["document"] not in papers:
            continue
        passage = evidence(row, papers[row["document"]])
        claim = Claim("c", "a", row["claim"], 0, f"{passage.title}. {row['claim']}", _day(row["date"]), ())
        flagged = checker.check_against(claim, [passage]).verdict in FLAGGED
        raised += flagged
        if row["verdict"] in FLAGGED:
            wanted[row["code"]] += 1
            found[row["code"]] += flagged
            right += flagged
    if not wanted:
        pytest.skip(f"data/claims holds no {split} split")
    precision, recall = right / max(1, raised), right / wanted.total()
    with capsys.disabled():
        print(f"\nclaims, {split}: precision {precision:.3f}, recall {recall:.3f} ({right} of {wanted.total()})")
        print("\n".join(f"| {code} | {found[code]}/{n} |" for code, n in sorted(wanted.items())))
    assert precision >= 0.70
    assert recall >= 0.30
