"""The data set passes its own checks, and the checks find what is planted."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

DATA = Path(__file__).resolve().parents[2] / "data"


def checker(folder: Path) -> ModuleType:
    found = importlib.util.spec_from_file_location("data_check", DATA / "check.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    if str(DATA) not in sys.path:
        sys.path.append(str(DATA))  # check.py is run as a script beside nearness.py
    found.loader.exec_module(module)
    module.HERE = folder
    return module


def test_the_data_set_has_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert checker(DATA).main() == 0, capsys.readouterr().out


PLANTED = [
    ("items", {"topic": "xe_co"}, "topic = 'xe_co'"),
    ("items", {"protected": None}, "protected = None"),
    ("items", {"refer": "harmful"}, "refer = 'harmful'"),
    ("items", {"places": ["ha_noi"]}, "place 'ha_noi'"),
    ("items", {"text": "Phường mở chợ."}, "3 words"),
    ("items", {"text": "Pho\u031b\u0300ng " * 9}, "not NFC"),
    ("items", {"split": "sometimes"}, "split = 'sometimes'"),
    ("items", {"text": "Anh Nguyễn Văn Mười bán rau ở chợ từ năm giờ sáng mỗi ngày."}, "“Nguyễn Văn Mười”"),
    ("documents", {"split": "test"}, "its document test"),
    ("documents", {"passages": []}, "0 passages"),
    ("claims", {"claim_span": [1, 2]}, "claim_span [1, 2] is not where"),
    ("claims", {"passage_span": None}, "passage_span None is not where"),
    ("claims", {"set": None}, "no set"),
    ("claims", {"set": "K9T1", "document": "K001", "split": "test"}, "split test, its document train"),
    ("claims", {"code": "tone_mismatch"}, "code = 'tone_mismatch'"),
    ("claims", {"claim_value": "chín tỷ"}, "claim_value 'chín tỷ' does not stand"),
    ("claims", {"passage": "Không có."}, "the passage is not"),
    ("claims", {"document": "K999"}, "no document K999"),
    ("claims", {"verdict": "no_document"}, "for no_document"),
]


@pytest.mark.parametrize(("folder", "change", "says"), PLANTED, ids=lambda v: v if isinstance(v, str) else None)
def test_a_planted_fault_is_named(
    folder: str, change: dict, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("items", "documents", "claims"):
        (tmp_path / name).mkdir()
        first = sorted((DATA / name).glob("*.jsonl"))[0]
        shutil.copy(first, tmp_path / name / "a.jsonl")
    file = tmp_path / folder / "a.jsonl"
    # a document is planted over the first one, so that its pairs meet it; other rows stand beside the sound ones
    again = {} if folder == "documents" else {"id": "PLANTED"}
    lines = file.read_text("utf-8").splitlines()
    row = next(row for row in map(json.loads, lines) if row.get("code") or folder != "claims")
    planted = row | again | change
    file.write_text("\n".join([*lines, json.dumps(planted, ensure_ascii=False)]) + "\n", encoding="utf-8")
    assert checker(tmp_path).main() == 1
    assert says in capsys.readouterr().out


def planted_beside(folder: Path, name: str, change: dict) -> None:
    """A sound row, changed, as the one row of `name`.jsonl beside the first files of items, documents and claims."""
    for kind in ("items", "documents", "claims"):
        (folder / kind).mkdir()
        shutil.copy(sorted((DATA / kind).glob("*.jsonl"))[0], folder / kind / "a.jsonl")
    item = json.loads((folder / "items" / "a.jsonl").read_text("utf-8").splitlines()[0])
    end = item["text"].index(".", 60)
    sound = {
        "sentences": {
            "id": "S1", "source": item["id"], "text": item["text"][:end], "start": 0, "end": end, "checkable": True,
            "asserted_by": "outlet", "split": item["split"],
        },
        "second": {"id": item["id"]} | {k: item[k] for k in ("item_type", "protected", "topic", "sentiment")},
    }[name]  # fmt: skip
    (folder / f"{name}.jsonl").write_text(json.dumps(sound | change, ensure_ascii=False) + "\n", "utf-8")


BESIDE = [
    ("sentences", {}, "0 faults"),
    ("sentences", {"start": 1}, "does not stand at 1"),
    ("sentences", {"source": "I9999"}, "no item or pair I9999"),
    ("sentences", {"asserted_by": "mayor"}, "asserted_by = 'mayor'"),
    ("sentences", {"split": "test"}, "split test, its source train"),
    ("second", {}, "0 faults"),
    ("second", {"id": "I9999"}, "no row I9999"),
    ("second", {"topic": "xe_co"}, "topic = 'xe_co'"),
    ("second", {"item_type": "credible_threat"}, "was read differently and is not settled"),
    ("second", {"sentiment": "pos"}, "0 faults"),
]


@pytest.mark.parametrize(("name", "change", "says"), BESIDE, ids=lambda v: v if isinstance(v, str) else None)
def test_sentences_and_second_readings_are_held_against_their_source(
    name: str, change: dict, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted_beside(tmp_path, name, change)
    checker(tmp_path).main()
    assert says in capsys.readouterr().out


def test_near_copies_and_split_sets_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("items", "documents", "claims"):
        (tmp_path / name).mkdir()
        shutil.copy(sorted((DATA / name).glob("*.jsonl"))[0], tmp_path / name / "a.jsonl")
    file = tmp_path / "items" / "a.jsonl"
    row = json.loads(file.read_text("utf-8").splitlines()[0])
    copy = row | {"id": "COPY", "set": "C999"}
    torn = row | {"id": "TORN", "text": "Chợ mới của phường mở cửa từ năm giờ sáng mỗi ngày.", "split": "test"}
    with file.open("a", encoding="utf-8") as out:
        out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in (copy, torn))
    assert checker(tmp_path).main() == 1
    printed = capsys.readouterr().out
    assert "are nearly the same" in printed
    assert f"set {row['set']} lies in" in printed
