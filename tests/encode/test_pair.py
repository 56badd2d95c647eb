"""The pair model: shares of one pair that depend on the pair alone, from a checked file, without a network."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from pipeline.encode import PAIR_FACTS, PAIR_GRAPH, WORDS, PairModel
from pipeline.encode.pair import LONGEST_CLAIM, LONGEST_PASSAGE, token_ids

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "models"
RULE = "Hộ gia đình nộp 32.000 đồng/hộ/tháng =A tiền rác."
CLAIMS = ["Tiền rác mỗi hộ 32.000 đồng một tháng =A.", "Tiền rác mỗi hộ 45.000 đồng một tháng #.", "", "từ " * 900]


@pytest.fixture(scope="module")
def model() -> PairModel:
    return PairModel(MODELS / PAIR_GRAPH, MODELS / WORDS, MODELS / PAIR_FACTS)


def test_shares_sum_to_one_and_stay_the_same(model: PairModel) -> None:
    first = [model.judge(claim, RULE, "no_document") for claim in CLAIMS]
    again = [model.judge(claim, RULE, "no_document") for claim in reversed(CLAIMS)]
    assert first == again[::-1]
    assert np.sum(first, axis=1) == pytest.approx(1.0)


def test_the_right_sum_matches_and_the_wrong_one_does_not(model: PairModel) -> None:
    right, wrong = (model.judge(claim, RULE, "no_document") for claim in CLAIMS[:2])
    assert right[0] > right[1]
    assert wrong[1] > wrong[0]


def test_what_the_rules_said_moves_the_shares_a_little_and_decides_nothing_alone(model: PairModel) -> None:
    alone = model.judge(CLAIMS[1], RULE, "no_document")
    called_different = model.judge(CLAIMS[1], RULE, "mismatch")
    called_equal = model.judge(CLAIMS[1], RULE, "match")
    assert called_different[1] > alone[1] > called_equal[1]
    assert called_equal[1] > called_equal[0]


def test_long_texts_are_cut() -> None:
    words = Tokenizer.from_file(str(MODELS / WORDS))
    assert len(token_ids(words, "từ " * 900, "rồi " * 900)) == LONGEST_CLAIM + LONGEST_PASSAGE + 4


def test_no_socket_is_opened(model: PairModel, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    fresh = PairModel(MODELS / PAIR_GRAPH, MODELS / WORDS, MODELS / PAIR_FACTS)
    assert fresh.judge(CLAIMS[0], RULE, "match") == model.judge(CLAIMS[0], RULE, "match")


def predict(weights: Path, text: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli.main", "models", "predict", "pair", "--weights", str(weights)]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)


def test_a_spoilt_weight_file_is_refused_in_words(tmp_path: Path) -> None:
    for name in (PAIR_GRAPH, PAIR_FACTS, WORDS, "manifest.json"):
        shutil.copy(MODELS / name, tmp_path / name)
    with (tmp_path / PAIR_GRAPH).open("r+b") as file:
        file.seek(1000)
        file.write(b"spoilt")
    done = predict(tmp_path, "{}\n")
    assert done.returncode == 1
    assert "đã hỏng" in done.stderr
    assert "Traceback" not in done.stderr


def test_predict_keeps_ids_and_names_broken_lines() -> None:
    done = predict(
        MODELS,
        '{"id": 7, "claim": "Phí 5.000 đồng", "passage": "Phí là 5.000 đồng.", "secret": "x"}\n{"id": 8, "claim": 3}\nnot json\n',
    )
    assert done.returncode == 1
    assert '"id": 7' in done.stdout
    assert "secret" not in done.stdout
    assert "Dòng 2" in done.stderr
    assert "Dòng 3" in done.stderr
