"""The pair model's lessons: marks of values, pairs made from law texts, calibration, baselines, spoilt spellings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from pipeline.check.present import presented
from pipeline.encode.pair import LABELS
from pipeline.language.places import Gazetteer
from pipeline.train import baselines, calibration, lawpairs, noise, pairmodel
from pipeline.train.lawpairs import Pair

ON = dt.date(2026, 11, 20)
ROOT = Path(__file__).resolve().parents[2]
LAW = """Điều 4. Thời hạn giải quyết
1. Cơ quan tiếp nhận phải trả lời bằng văn bản trong thời hạn 15 ngày kể từ ngày nhận đủ hồ sơ hợp lệ của người nộp.
2. Mức phí thẩm định là 350.000 đồng cho một hồ sơ, tối đa không quá 2 hồ sơ trong một năm đối với một hộ gia đình.
3. Hộ gia đình được miễn phí khi có giấy xác nhận của Ủy ban nhân dân cấp xã, trừ trường hợp đã được miễn trong năm trước đó.
a) Người nộp không được ủy quyền quá 3 lần cho cùng một người trong thời hạn 12 tháng liên tục kể từ lần đầu.
b) Bộ Tài chính hướng dẫn việc thu, nộp và quản lý khoản phí nói tại khoản 2 Điều này trước ngày 30 tháng 6 năm 2026.
"""


def test_a_value_carries_the_letter_of_the_official_value_it_equals() -> None:
    claim, passage = presented(
        "Hộ thường đóng ba mươi hai ngàn đồng một tháng, tiệm lớn đóng 80.000 đồng.",
        "Hộ gia đình 32.000 đồng/hộ/tháng; cơ sở kinh doanh 70.000 đồng/tháng.",
        ON,
    )
    assert "ba mươi hai ngàn đồng một tháng =A" in claim
    assert "80.000 đồng #" in claim
    assert "32.000 đồng/hộ/tháng =A" in passage
    assert "70.000 đồng/tháng =B" in passage


def test_an_old_ward_is_the_place_that_holds_it_now() -> None:
    claim, _ = presented("Chợ ở Đài Sơn dời đi.", "Chợ tại phường Phan Rang được dời.", ON, Gazetteer.builtin())
    assert "Đài Sơn =A" in claim


def test_without_values_nothing_is_marked() -> None:
    assert presented("Mưa suốt.", "Trời nắng.", None) == ("Mưa suốt.", "Trời nắng.")


@pytest.fixture
def law(tmp_path: Path) -> list[Path]:
    for number in range(3):
        (tmp_path / f"luat-{number}.txt").write_text(LAW.replace("15 ngày", f"{15 + number} ngày"), "utf-8")
    return sorted(tmp_path.iterdir())


def test_law_pairs_are_the_same_again_and_of_all_labels(law: list[Path]) -> None:
    made = lawpairs.make(law, 60)
    assert made == lawpairs.make(law, 60)
    assert {pair.label for pair in made} == {"match", "mismatch", "no_document"}
    assert {pair.group for pair in made} == {"luat-0", "luat-1", "luat-2"}


def test_a_corrupted_sentence_differs_from_the_rule_and_a_match_has_its_figures(law: list[Path]) -> None:
    for pair in lawpairs.make(law, 60):
        if pair.label == "mismatch":
            assert pair.claim.rstrip(".") not in pair.passage
        if pair.label == "match":
            # a figure may be said in words, but no figure may be another one
            claim, _ = presented(pair.claim, pair.passage, None)
            assert " #" not in claim, pair


def test_the_wording_says_nothing_of_the_label(law: list[Path]) -> None:
    """Every lead stands before claims of more than one label."""
    made = lawpairs.make(law, 400)
    leads: dict[str, set[str]] = {}
    for pair in made:
        for lead in filter(None, lawpairs.wording.LEADS):
            if pair.claim.startswith(lead.strip()):
                leads.setdefault(lead, set()).add(pair.label)
    assert leads
    assert sum(len(labels) > 1 for labels in leads.values()) >= 0.7 * len(leads)


def overconfident(count: int) -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(3)
    truth = dice.integers(0, 3, count)
    logits = dice.normal(0, 0.4, (count, 3))
    right = dice.random(count) < 0.7
    said = np.where(right, truth, (truth + 1) % 3)
    logits[np.arange(count), said] += 6
    return logits, truth


def test_temperature_brings_overconfidence_down() -> None:
    logits, truth = overconfident(600)
    fitted = pairmodel.calibrate(logits, ["no_document"] * 600, truth.tolist())
    assert fitted.temperature > 1.5


def test_rules_that_are_often_right_are_leant_on_and_rules_that_know_nothing_are_not() -> None:
    logits, truth = overconfident(600)
    knowing = [LABELS[t] for t in truth]
    fitted = pairmodel.calibrate(logits, knowing, truth.tolist())
    for at, outcome in enumerate(LABELS):
        assert int(np.argmax(fitted.leaning[outcome])) == at
    dice = np.random.default_rng(5)
    guessing = [LABELS[t] for t in dice.integers(0, 3, 600)]
    told = pairmodel.calibrate(logits, guessing, truth.tolist()).leaning
    assert max(abs(v) for row in told.values() for v in row) < 0.25


def test_a_part_of_the_pairs_is_learnt_without_the_line_over_the_passage() -> None:
    pairs = [Pair("c", "p", "match", ON, "g", over="Phường") for _ in range(400)]
    share = sum(not p.over for p in pairmodel.some_bare(pairs)) / 400
    assert 0.2 < share < 0.4
    assert pairmodel.some_bare(pairs) == pairmodel.some_bare(pairs)


def test_calibration_of_a_sure_and_an_honest_model() -> None:
    sure = np.full(200, 0.99)
    right = np.arange(200) % 2 == 0
    assert calibration.error(sure, right) == pytest.approx(0.49, abs=0.01)
    assert calibration.error(np.full(200, 0.5), right) == pytest.approx(0.0, abs=0.05)
    low, high = calibration.interval(sure, right)
    assert low < 0.49 < high
    assert sum(row.count for row in calibration.bins(sure, right)) == 200


def test_overlap_learns_what_the_numbers_tell() -> None:
    learn = [
        Pair(f"phí {n} đồng", f"phí {n if n % 2 else n + 1} đồng", "match" if n % 2 else "mismatch", ON, "g")
        for n in range(1000, 1040)
    ]
    assert baselines.overlap(learn, learn) == [pair.label for pair in learn]
    assert set(baselines.majority(learn, learn)) <= {"match", "mismatch"}


@pytest.mark.parametrize("name", sorted(noise.KINDS))
def test_spoilt_text_keeps_its_digits(name: str) -> None:
    text = "Phường thông báo không thu 32.000 đồng trước ngày 15/12/2026 với những hộ nghèo."
    spoilt = noise.KINDS[name](text)
    assert spoilt != text
    assert "32.000" in spoilt
    assert "15/12/2026" in spoilt


def test_own_pairs_never_come_from_a_split_that_was_not_asked_for() -> None:
    train = {(p.claim, p.passage) for p in pairmodel.own_pairs(ROOT / "data", "train")}
    test = {(p.claim, p.passage) for p in pairmodel.own_pairs(ROOT / "data", "test")}
    assert train
    assert test
    assert not train & test
