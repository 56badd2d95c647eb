"""The checking room alone on both halves of the newsroom: floors under what was measured, so that a change is seen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import newsroom

pytestmark = [
    pytest.mark.newsroom,
    pytest.mark.slow,
    pytest.mark.skipif(not newsroom.NEWSROOM.exists(), reason="thiếu bộ tin mẫu ../shared/newsroom"),
]


def scored(half: str, out: Path) -> dict[str, Any]:
    newsroom.chain(half, out=out)
    gold = newsroom.half_of_gold(half, out)
    command = [sys.executable, str(newsroom.NEWSROOM / "score.py"), str(gold), str(out), "--quiet"]
    return dict(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


@pytest.mark.parametrize(("half", "recall"), [("odd", 0.90), ("even", 0.70)])
def test_flags_are_right_or_silent(half: str, recall: float, tmp_path: Path) -> None:
    found = scored(half, tmp_path)
    assert found["flags"]["precision"] >= 0.95
    assert found["flags"]["recall"] >= recall
    assert found["code_accuracy"] >= 0.85
    assert found["document_right"] >= 0.95
    assert found["point_right"] >= 0.90
    assert found["protected_flagged"] == 0
    assert found["matches_flagged"] == 0
    assert found["referrals"]["wrong"] == 0
    assert found["story_pair_f1"] >= 0.90
