"""The month handed over: opens without the program, sums agree, the log can be checked alone, nothing protected inside."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.config import load_office
from pipeline.report import handover
from pipeline.store import audit, open_store
from tests.cli.offices import NOW, filled


@pytest.fixture
def office(tmp_path) -> Path:
    filled(tmp_path / "o")
    return tmp_path / "o"


def run(folder: Path, month: str = "2026-11"):
    return CliRunner().invoke(app, ["handover", "--month", month, "--config", str(folder)])


def test_every_sum_agrees_and_the_log_stands_alone(office):
    told = run(office)
    assert told.exit_code == 0, told.stderr
    folder = office / "ban-giao-2026-11"
    checked = subprocess.run(["sha256sum", "-c", handover.SUMS], cwd=folder, capture_output=True, check=False)
    assert checked.returncode == 0
    lines = [json.loads(line) for line in (folder / "nhat-ky.jsonl").read_text("utf-8").splitlines()]
    verdict = audit.verify(lines)
    assert verdict.sound
    assert verdict.head in (folder / "index.html").read_text("utf-8")
    assert verdict.head in told.stderr


def test_captures_are_told_by_their_sums_protected_ones_without_address(office):
    run(office)
    with (office / "ban-giao-2026-11" / "dau-ban-luu.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["sha256"]: row["page_url"] for row in csv.DictReader(file)}
    body = hashlib.sha256(b"<p>a1 42.000 \xc4\x91\xe1\xbb\x93ng.</p>").hexdigest()
    assert rows[body] == "https://bao.example/a1.html"
    assert sorted(rows.values()) == ["", "", "https://bao.example/a1.html"]
    everything = b"".join(file.read_bytes() for file in (office / "ban-giao-2026-11").iterdir())
    assert b"p1.html" not in everything
    assert b"u1.html" not in everything


def test_nothing_is_loaded_and_the_same_store_gives_the_same_bytes(office):
    loaded = load_office(office)
    store = open_store(loaded.store.url, clock=lambda: NOW)
    first = handover.collect(store, loaded.office, "2026-11")
    assert first == handover.collect(store, loaded.office, "2026-11")
    page = first.files["index.html"].decode()
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert not any(tag in page for tag in ("<script", "<link", "<img", "url("))


@pytest.mark.parametrize("month", ["2026-13", "november", "2026"])
def test_what_is_no_month_is_refused(office, month):
    assert run(office, month).exit_code == 2


def test_a_cell_is_never_a_formula():
    assert b"'=HYPERLINK" in handover._table(("a",), [{"a": '=HYPERLINK("x")'}])
