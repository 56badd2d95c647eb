"""Learning: what is read, what is never read, and that what was saved says the same when it is loaded."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from pipeline.encode import GRAPH, WIDTH, WORDS, Encoder
from pipeline.tag.features import Features
from pipeline.tag.heads import Head
from pipeline.train import datasets, fit, measure
from pipeline.train.lengthen import SHORT, lengthened

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ["Phường mở quầy {} nhận hồ sơ đất đai từ {} giờ.", "Tuyến xe buýt {} chạy thêm {} chuyến mỗi ngày."]
COMPLAINTS = ["Tôi chờ ở quầy {} suốt {} giờ mà không ai gọi tên.", "Nhà tôi gọi số {} đến {} lần vẫn không ai nghe."]


def item(number: int, text: str, kind: str, split: str, **more: object) -> dict:
    row = {"id": f"T{number}", "title": "", "text": text, "item_type": kind, "protected": kind == "complaint"}
    return row | {"topic": "thu_tuc_hanh_chinh", "sentiment": "neu", "set": f"S{number}", "split": split} | more


def small_set() -> list[dict]:
    rows = []
    for number in range(40):
        texts = COMPLAINTS if number % 2 else REPORTS
        text = texts[number // 2 % 2].format(number, number % 7 + 2)
        split = "dev" if number % 5 == 0 or number % 5 == 1 else "train"
        rows.append(item(number, text, "complaint" if number % 2 else "news_report", split))
    return rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "items").mkdir()
    lines = [json.dumps(row, ensure_ascii=False) for row in small_set()]
    (tmp_path / "items" / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_joined_texts_come_from_train_alone_and_keep_their_kind() -> None:
    rows = small_set()
    forbidden = {row["text"] for row in rows if row["split"] != "train"}
    kinds = {row["text"]: row["item_type"] for row in rows}
    made = lengthened(rows)
    assert made
    assert made == lengthened(rows)
    for row in made:
        parts = row["text"].split("\n")
        assert 2 <= len(parts) <= 4
        assert not forbidden & set(parts)
        assert {kinds[part] for part in parts} == {row["item_type"]}
        assert row["split"] == "train"


def test_long_items_are_left_as_they_are() -> None:
    long = [item(n, "từ " * SHORT, "news_report", "train") for n in range(5)]
    assert lengthened(long) == []


def test_feelings_that_differ_give_no_label() -> None:
    rows = [item(n, f"Câu số {n}.", "news_report", "train", sentiment=["neg", "pos"][n % 2]) for n in range(2)]
    assert all("sentiment" not in row for row in lengthened(rows))


def test_the_test_split_is_never_read(folder: Path) -> None:
    """The same head comes out whatever the test split holds."""
    encoder = Encoder(ROOT / "models" / GRAPH, ROOT / "models" / WORDS)
    first = fit.fit(datasets.load(folder, "item_type"), encoder)
    wrong = [item(100 + n, "Tôi bực.", "news_report", "test") for n in range(8)]
    (folder / "items" / "b.jsonl").write_text("\n".join(json.dumps(row) for row in wrong), encoding="utf-8")
    second = fit.fit(datasets.load(folder, "item_type"), encoder)
    assert np.array_equal(first.head.coefficients, second.head.coefficients)


def test_a_head_pooled_with_words_alone_is_still_one_linear_head() -> None:
    dice = np.random.default_rng(3)
    rows = csr_matrix(dice.random((60, 5 + WIDTH), dtype=np.float32))
    targets = ["giao_duc" if value > 0.5 else "nha_o" for value in rows[:, 0].toarray()[:, 0]]
    alone = fit._fit(rows, targets)
    words = fit._fit(rows[:, :5], targets, fit.WORDS_CLOSE_ENOUGH)
    said = fit.with_words(fit._fit(rows, targets), rows, targets, 0.4).decision_function(rows)
    mean = 0.6 * alone.decision_function(rows) + 0.4 * words.decision_function(rows[:, :5])
    assert said == pytest.approx(mean, abs=1e-5)
    assert abs(said - alone.decision_function(rows)).max() > 0.01


def test_the_gate_catches_what_it_was_set_for_and_survives_saving(folder: Path, tmp_path: Path) -> None:
    encoder = Encoder(ROOT / "models" / GRAPH, ROOT / "models" / WORDS)
    types = fit.fit(datasets.load(folder, "item_type"), encoder)
    data = datasets.load(folder, "protected")
    fitted = fit.fit(data, encoder, types.features, types=types.head)
    assert fitted.head.threshold is not None
    assert fitted.head.doubt is not None
    fit.save(fitted, tmp_path / "out")
    features = Features.load(tmp_path / "out" / "features.safetensors", encoder)
    head = Head.load(tmp_path / "out" / "protected.safetensors")
    assert (head.threshold, head.doubt, head.labels) == (fitted.head.threshold, fitted.head.doubt, ("false", "true"))
    texts = [example.text for example in data.part("dev")]
    said = [label for label, _ in head.predict(features.transform(texts))]
    assert said == [example.label for example in data.part("dev")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "không phải JSON"),
        ("[]", "cần một đối tượng"),
        ('{"id": "x", "item_type": "other"}', "thiếu trường 'text'"),
    ],
)
def test_a_bad_line_is_named(folder: Path, line: str, says: str) -> None:
    (folder / "items" / "b.jsonl").write_text("\n" + line, encoding="utf-8")
    with pytest.raises(datasets.DataError, match=rf"b\.jsonl, dòng 2: {says}"):
        datasets.load(folder, "item_type")


def test_figures_of_a_known_case() -> None:
    found = measure.figures(["a", "a", "b", "b"], ["a", "b", "b", "b"])
    by_label = {c.label: c for c in found.classes}
    assert (by_label["a"].precision, by_label["a"].recall) == (1.0, 0.5)
    assert by_label["b"].precision == pytest.approx(2 / 3)
    assert found.accuracy == 0.75
    assert found.macro_f1 == pytest.approx((2 / 3 + 0.8) / 2)
