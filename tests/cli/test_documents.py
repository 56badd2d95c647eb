"""`doichieu documents`: papers in, seen, out of use, replaced."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from click.testing import Result
from typer.testing import CliRunner

from pipeline.cli import documents
from pipeline.cli.init import create
from pipeline.config import load_office
from pipeline.store import open_store

PAPERS = Path(__file__).resolve().parents[2] / "sample" / "documents"
PAPER = PAPERS / "M6-thong-bao-71.txt"
OTHER = PAPERS / "M4-huong-dan-915.html"

app = typer.Typer()
documents.register(app)


def call(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["documents", *arguments, "--config", str(folder)])


def test_a_paper_goes_in_once_and_says_what_it_is(tmp_path: Path) -> None:
    create(tmp_path)
    first = call(tmp_path, "add", str(PAPER))
    assert first.exit_code == 0, first.output
    assert "đoạn" in first.stderr
    assert "doichieu run --no-fetch" in first.stderr
    second = call(tmp_path, "add", str(PAPER))
    assert second.exit_code == 0
    assert "đã có trong kho" in second.stderr
    assert len(call(tmp_path, "list").stdout.splitlines()) == 1


def test_json_has_the_fields_of_the_contract_with_and_without_an_office(tmp_path: Path) -> None:
    for folder in (tmp_path / "không-có", tmp_path):
        if folder == tmp_path:
            create(folder)
        result = call(folder, "add", str(PAPER), str(OTHER), "--json")
        assert result.exit_code == 0, result.output
        found = [json.loads(line) for line in result.stdout.splitlines()]
        assert len(found) == 2
        for row in found:
            assert {
                "number",
                "issuer",
                "issued",
                "effective_from",
                "effective_to",
                "status",
                "places",
                "passages",
            } <= set(row)
            assert all(passage["point"] and passage["text"] for passage in row["passages"])
    assert len(open_store(load_office(tmp_path).store.url).documents()) == 2


def test_a_bad_file_is_an_error_and_the_others_go_in(tmp_path: Path) -> None:
    create(tmp_path)
    bad = tmp_path / "hong.docx"
    bad.write_bytes(b"PK\x03\x04 cut")
    result = call(tmp_path, "add", str(tmp_path / "không-có.pdf"), str(bad), str(PAPER), "--json")
    assert result.exit_code == 1
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert ["error" in row for row in rows] == [True, True, False]
    assert "hong.docx" in result.stderr
    assert len(open_store(load_office(tmp_path).store.url).documents()) == 1


def test_show_retire_and_supersede_by_code(tmp_path: Path) -> None:
    create(tmp_path)
    call(tmp_path, "add", str(PAPER), str(OTHER))
    keys = [line.split()[0] for line in call(tmp_path, "list").stdout.splitlines()]
    shown = json.loads(call(tmp_path, "show", keys[0], "--json").stdout)
    assert shown["id"] == keys[0]
    assert shown["passages"]
    assert call(tmp_path, "supersede", keys[0], keys[1]).exit_code == 0
    assert "đã bị thay thế" in call(tmp_path, "list").stdout
    assert call(tmp_path, "retire", keys[0]).exit_code == 0
    assert [line.split()[0] for line in call(tmp_path, "list").stdout.splitlines()] == [keys[1]]
    assert call(tmp_path, "retire", "không-có").exit_code == 2
    assert call(tmp_path, "supersede", keys[1], keys[1]).exit_code == 2


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    create(tmp_path)
    assert "doichieu documents add" in call(tmp_path, "list").stderr
    assert call(tmp_path / "không-có", "list").exit_code == 2
