"""`doichieu audit`: verify and export, from the store and from a file alone."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from click.testing import Result
from typer.testing import CliRunner

from pipeline.cli import audit

from .offices import filled

app = typer.Typer()
audit.register(app)


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["audit", *arguments])


def test_the_store_and_the_exported_file_both_verify(tmp_path: Path) -> None:
    filled(tmp_path).close()
    assert call("verify", "--config", str(tmp_path)).exit_code == 0
    exported = call("export", "--config", str(tmp_path))
    lines = [json.loads(line) for line in exported.stdout.splitlines()]
    assert [line["action"] for line in lines] == ["documents.add", "audit.export"]
    assert lines[-1]["hash"] in exported.stderr
    file = tmp_path / "nhat-ky.jsonl"
    file.write_text(exported.stdout, "utf-8")
    assert call("verify", str(file), "--head", lines[-1]["hash"]).exit_code == 0
    file.write_text(exported.stdout.splitlines()[0] + "\n", "utf-8")
    assert call("verify", str(file)).exit_code == 0
    cut = call("verify", str(file), "--head", lines[-1]["hash"])
    assert cut.exit_code == 1
    assert "bị cắt ở cuối" in cut.stderr


def test_a_changed_line_is_named(tmp_path: Path) -> None:
    filled(tmp_path).close()
    text = call("export", "--config", str(tmp_path)).stdout
    (tmp_path / "x.jsonl").write_text(text.replace("documents.add", "documents.xem"), "utf-8")
    result = call("verify", str(tmp_path / "x.jsonl"), "--json")
    assert result.exit_code == 1
    assert (json.loads(result.stdout)["sound"], json.loads(result.stdout)["line"]) == (False, 1)
    assert "dòng 1" in result.stderr


def test_what_is_no_log_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("không phải JSON\n", "utf-8")
    assert call("verify", str(tmp_path / "x.jsonl")).exit_code == 1
    assert call("verify", str(tmp_path / "không-có.jsonl")).exit_code == 2
    assert call("verify", "--config", str(tmp_path)).exit_code == 2
