"""The shipped models behind the tagger: loaded by sum, offline, the same for the same text, careful on the dev split."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import socket
from pathlib import Path

import numpy as np
import pytest

from pipeline.language.places import Gazetteer
from pipeline.records import Article
from pipeline.stories import leaders
from pipeline.tag import PROTECTED_TYPES, ModelBroken, Tagger

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2026, 11, 20)
LEAST_RECALL = 0.97
"""share of protected dev items that must be held back; dev is what the gate was set on, test is measured by `make eval`"""


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load(ROOT / "models", Gazetteer.builtin())


def rows(split: str) -> list[dict]:
    files = sorted((ROOT / "data" / "items").glob("*.jsonl"))
    found = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [row for row in found if row["split"] == split]


def test_nothing_is_asked_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refused)
    loaded = Tagger.load(ROOT / "models", Gazetteer.builtin())
    assert loaded.tag("Lịch cúp nước", "Phường Phan Rang ngưng cấp nước tối 22/11.", DAY).topic == "dien_nuoc"


@pytest.mark.parametrize("name", ["encoder.int8.onnx", "protected.safetensors", "features.safetensors"])
def test_a_changed_weight_file_is_named(name: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "models", tmp_path / "models")
    with (tmp_path / "models" / name).open("r+b") as file:
        file.seek(200)
        file.write(b"\x00\x01\x02\x03")
    with pytest.raises(ModelBroken, match=name.replace(".", r"\.")):
        Tagger.load(tmp_path / "models", Gazetteer.builtin())


def test_a_missing_folder_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="models"):
        Tagger.load(tmp_path, Gazetteer.builtin())


def test_protected_dev_items_are_held_back(tagger: Tagger) -> None:
    protected = [row for row in rows("dev") if row["protected"]]
    held = [tagger.tag(row["title"], row["text"], DAY).protected for row in protected]
    assert len(protected) >= 60
    assert sum(held) / len(held) >= LEAST_RECALL


def test_most_reports_of_dev_are_let_through(tagger: Tagger) -> None:
    reports = [row for row in rows("dev") if row["item_type"] in ("news_report", "official_notice")]
    held = [tagger.tag(row["title"], row["text"], DAY).protected for row in reports]
    assert sum(held) / len(held) <= 0.30, "a gate that holds back everything protects nothing worth reading"


def test_a_protected_type_is_always_protected(tagger: Tagger) -> None:
    for row in rows("dev")[::5]:
        tags = tagger.tag(row["title"], row["text"], DAY)
        assert tags.protected or tags.item_type not in PROTECTED_TYPES
        assert not (tags.protected and tags.ground)


def test_companions_change_nothing(tagger: Tagger) -> None:
    some = [(str(i), row["title"], row["text"], DAY) for i, row in enumerate(rows("dev")[:6])]
    together = tagger._tag_rows(some)
    assert together == [tagger.tag(title, text, on, article=key) for key, title, text, on in some]


@pytest.mark.parametrize("text", ["", " ", "\u200b", "日本語のニュース", "x" * 50_000, "🙂" * 300])
def test_odd_texts_are_tagged_and_nothing_breaks(tagger: Tagger, text: str) -> None:
    assert tagger.tag("", text, None).ground is None


def test_an_act_is_about_the_act(tagger: Tagger) -> None:
    text = (
        "Chi cục Thuế thông báo hồ sơ của quý khách sắp hết hạn. Quý khách bấm vào đường dẫn cập nhật, nhập mật khẩu ngân hàng "
        "và đọc lại mã OTP cho nhân viên trước 17 giờ hôm nay để không bị phạt 8 triệu đồng."
    )
    tags = tagger.tag("Cập nhật mã số thuế", text, DAY)
    assert (tags.ground, tags.item_type, tags.topic) == ("scam_impersonation", "scam_impersonation", "an_ninh_lua_dao")
    assert not tags.protected


def page(row: dict, number: int) -> Article:
    at = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC) + dt.timedelta(seconds=number)
    return Article(row["id"], "s", "Báo", f"https://bao.example/{row['id']}", row["title"], at, None, row["text"], at)


def test_a_twin_of_another_kind_is_never_taken_for_a_copy() -> None:
    """A few words turn a report into a complaint: such pages must each be read."""
    pages = [page(row, number) for number, row in enumerate(rows("train") + rows("dev"))]
    assert {key: led.id for key, led in leaders(pages).items() if led.id != key} == {}


def test_nothing_is_borrowed_where_a_doubt_is_left(tagger: Tagger) -> None:
    enough = tagger.heads["protected"].doubt
    assert enough is not None
    labels = tagger.heads["item_type"].labels
    calm = np.array([[float(label == "news_report") for label in labels]])
    acting = np.array([[{"news_report": 0.8, "credible_threat": 0.2}.get(label, 0.0) for label in labels]])
    for doubt, kinds, settled in (
        (0.1 * enough, calm, True),
        (0.8 * enough, calm, False),
        (1.1 * enough, calm, True),
        (0.1 * enough, acting, False),
    ):
        assert tagger._past_doubt(np.array([doubt]), kinds) is settled


def test_a_doubtful_copy_is_read_by_itself(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(row for row in rows("dev") if row["item_type"] == "news_report")
    own, other = page(row, 1), page({**row, "id": "o", "text": row["text"] + " Thế thì hết chỗ nói, chán quá."}, 0)
    monkeypatch.setattr(Tagger, "_past_doubt", lambda *_: False)
    assert tagger.tag_article(own, like=other) == tagger.tag_article(own)
