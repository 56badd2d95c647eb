"""`doichieu doctor`: finds what is wrong and changes nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from pipeline.cli import doctor
from pipeline.cli.init import create

from .offices import filled

app = typer.Typer()
doctor.register(app)


@app.callback()
def group() -> None:
    """Keep `doctor` a subcommand."""


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "đầu.safetensors").write_bytes(b"tham so")
    manifest = {"files": {"đầu.safetensors": {"sha256": hashlib.sha256(b"tham so").hexdigest()}}}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    monkeypatch.setattr(doctor, "MODELS", folder)
    return folder


def call(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["doctor", "--config", str(folder), *arguments])


def states(folder: Path) -> dict[str, str]:
    return {row["check"]: row["state"] for row in map(json.loads, call(folder, "--json").stdout.splitlines())}


def test_a_fresh_office_is_ready_and_stays_as_it_is(tmp_path: Path) -> None:
    create(tmp_path / "vp")
    result = call(tmp_path / "vp")
    assert result.exit_code == 0, result.output
    assert "✗" not in result.stdout
    assert "doichieu run" in result.stderr
    assert {path.name for path in (tmp_path / "vp").iterdir()} == {"office.toml", "sources.toml"}


def test_no_office_is_a_fault(tmp_path: Path) -> None:
    result = call(tmp_path / "không-có")
    assert result.exit_code == 1
    assert "✗ office.toml" in result.stdout
    assert "doichieu init" in result.stdout


def test_a_changed_or_missing_model_is_a_fault(tmp_path: Path, models: Path) -> None:
    create(tmp_path / "vp")
    (models / "đầu.safetensors").write_bytes(b"khac")
    assert states(tmp_path / "vp")["Mô hình"] == "fault"
    (models / "đầu.safetensors").unlink()
    assert states(tmp_path / "vp")["Mô hình"] == "fault"
    (models / "manifest.json").write_text("[]", "utf-8")
    assert states(tmp_path / "vp")["Mô hình"] == "fault"


def test_a_corrupt_store_is_named_and_left_where_it_is(tmp_path: Path) -> None:
    create(tmp_path / "vp")
    file = tmp_path / "vp" / "doichieu.sqlite3"
    file.write_bytes(b"khong phai kho" * 500)
    before = file.read_bytes()
    assert states(tmp_path / "vp")["Kho dữ liệu"] == "fault"
    assert file.read_bytes() == before


def test_a_store_is_checked_with_its_clock(tmp_path: Path) -> None:
    store = filled(tmp_path / "vp")
    store.clock = lambda: dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
    store.note("analyst", "việc", "x")
    store.close()
    found = states(tmp_path / "vp")
    assert (found["Kho dữ liệu"], found["Đồng hồ"]) == ("ok", "fault")
