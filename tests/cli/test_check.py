"""`doichieu check`: the contract of its lines, without a store."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app

FIELDS = {
    "id",
    "verdict",
    "differences",
    "evidence",
    "confidence",
    "item_type",
    "protected",
    "flag",
    "refer_eligible",
    "ground",
}
PASSAGE = "Hộ gia đình trong hẻm: 30.000 đồng/hộ/tháng."


def run(*rows: dict[str, Any], explain: bool = False) -> tuple[int, list[dict[str, Any]]]:
    lines = "\n".join(json.dumps(r, ensure_ascii=False) for r in rows)
    done = CliRunner().invoke(app, ["check", *(["--explain"] if explain else [])], input=lines)
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_a_difference_comes_with_both_values_and_spans() -> None:
    claim = "Hộ trong hẻm đóng 32.000 đồng/hộ/tháng tiền rác"
    code, (row,) = run({"id": 7, "claim": claim, "passage": PASSAGE, "unknown": "bỏ qua"})
    assert code == 0
    assert set(row) == FIELDS
    assert (row["id"], row["verdict"], row["flag"]) == (7, "mismatch", True)
    assert 0.5 < row["confidence"] <= 1
    (difference,) = row["differences"]
    assert difference["code"] == "amount_mismatch"
    assert claim[slice(*difference["claim_span"])] == difference["claim_value"]
    assert PASSAGE[slice(*difference["passage_span"])] == difference["official_value"]


def test_no_passage_is_no_document_and_needs_no_store() -> None:
    assert run({"id": "a", "claim": "Từ 1/12 thu phí 5.000 đồng", "passage": None})[1][0]["verdict"] == "no_document"


@pytest.mark.parametrize(
    "claim",
    [
        "Tiền rác lên 60.000 đồng có đúng không ạ?",
        "Tôi thấy thu 60.000 đồng tiền rác là quá vô lý, mong phường xem lại.",
    ],
)
def test_protected_speech_is_answered_before_anything_is_compared(claim: str) -> None:
    row = run({"id": 1, "claim": claim, "passage": PASSAGE})[1][0]
    assert (row["protected"], row["flag"], row["verdict"], row["differences"]) == (True, False, "not_checkable", [])
    assert row["refer_eligible"] is False


def test_a_bad_line_is_told_and_the_others_are_answered() -> None:
    code, rows = run({"id": 1, "claim": 5, "passage": None}, {"id": 2, "claim": "Từ 1/12 thu phí", "passage": None})
    assert code == 1
    assert "error" in rows[0]
    assert rows[1]["verdict"] == "no_document"


def test_explain_says_why() -> None:
    row = run({"id": 1, "claim": "Từ 1/12 thu phí", "passage": None}, explain=True)[1][0]
    assert row["why_silent"]
    assert row["explanation"].endswith(".")
