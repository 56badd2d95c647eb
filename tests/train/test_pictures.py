"""The pictures say what the file of figures says, and nothing is drawn from figures that are not there."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipeline.train import pictures
from pipeline.train.calibration import Bin

CURVE = {"pairs": [8000, 1000, 2000], "dev_macro_f1": [0.65, 0.55, 0.61]}
SVG = "{http://www.w3.org/2000/svg}"


def dots(text: str) -> list[tuple[float, float]]:
    return [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in ElementTree.fromstring(text).iter(f"{SVG}circle")]


def words(text: str) -> list[str]:
    return [t.text or "" for t in ElementTree.fromstring(text).iter(f"{SVG}text")]


def test_doublings_stand_equally_far_apart_and_better_stands_higher() -> None:
    drawn = pictures.curve(CURVE)
    (x1, y1), (x2, y2), (x8, y8) = dots(drawn)
    assert x8 - x2 == pytest.approx(2 * (x2 - x1), abs=0.2)
    assert y1 > y2 > y8
    assert {"1,000", "2,000", "8,000", "0.550", "0.610", "0.650"} <= set(words(drawn))


def test_an_honest_model_lies_on_the_dashed_line() -> None:
    rows = [{"confidence": c, "right": c, "count": 9} for c in (0.4, 0.6, 0.9)]
    found = pictures.reliability({"split": "dev", "ece": 0.0, "interval": [0.0, 0.02], "bins": rows})
    root = ElementTree.fromstring(found)
    (dash,) = [p for p in root.iter(f"{SVG}polyline") if p.get("class") == "dash"]
    (left, bottom), (right, top) = (tuple(map(float, p.split(","))) for p in dash.get("points", "").split())
    for x, y in dots(found):
        assert (x - left) / (right - left) == pytest.approx((bottom - y) / (bottom - top), abs=0.01)


def test_what_was_measured_is_kept_beside_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "models.json"
    file.write_text(json.dumps({"curve": CURVE}), encoding="utf-8")
    pictures.keep_reliability(file, "dev", 0.041234, (0.03, 0.05), [Bin(0.5, 0.4, 10), Bin(0.9, 0.8, 10)])
    made = pictures.draw(file, tmp_path / "out")
    assert [path.name for path in made] == [pictures.RELIABILITY, pictures.CURVE]
    assert any("ECE 0.041 [0.030–0.050]" in word for word in words(made[0].read_text("utf-8")))
    assert len(dots(made[0].read_text("utf-8"))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"curve": {"pairs": [1]}}',
        '{"curve": {"pairs": [0], "dev_macro_f1": [0.5]}}',
        '{"reliability": 3}',
    ],
)
def test_figures_that_are_missing_are_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "models.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(pictures.FiguresBroken, match=r"models\.json"):
        pictures.draw(file, tmp_path)
    assert not list(tmp_path.glob("*.svg"))
