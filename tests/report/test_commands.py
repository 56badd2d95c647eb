"""The report commands: files, names, one topic, another first day, dry runs, what is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.config import load_office
from pipeline.store import open_store
from tests.cli.offices import filled


@pytest.fixture
def office(tmp_path) -> Path:
    filled(tmp_path / "o")
    return tmp_path / "o"


def run(office: Path, *words: str):
    return CliRunner().invoke(app, ["report", *words, "--config", str(office), "--day", "2026-11-20"])


@pytest.mark.parametrize(
    ("kind", "name"), [("daily", "bao-cao-ngay"), ("weekly", "bao-cao-tuan"), ("monthly", "bao-cao-thang")]
)
def test_each_kind_in_every_format(office, kind, name):
    told = run(office, kind, "--format", "html,docx,pdf,txt,json,loa")
    assert told.exit_code == 0, told.stderr
    names = [Path(line).name for line in told.stdout.split()]
    assert names == [*(f"{name}.{form}" for form in ("html", "docx", "pdf", "txt", "json")), f"{name}-loa.txt"]
    assert all(Path(line).is_file() for line in told.stdout.split())
    (paper,) = (line for line in told.stdout.split() if line.endswith(".docx"))
    assert CliRunner().invoke(app, ["report", "lint", paper]).exit_code == 0
    actions = [line["object_id"] for line in open_store(load_office(office).store.url).audit_lines()]
    assert f"{kind}/2026-11-20/pdf" in actions


def test_a_second_run_writes_the_same_bytes(office):
    first = {path: Path(path).read_bytes() for path in run(office, "weekly").stdout.split()}
    assert {path: Path(path).read_bytes() for path in run(office, "weekly").stdout.split()} == first


def test_one_topic_and_another_first_day(office):
    told = run(office, "weekly", "--topic", "rac_moi_truong", "--since", "2026-11-10", "--format", "txt")
    assert told.exit_code == 0, told.stderr
    words = Path(told.stdout.strip()).read_text("utf-8")
    assert "từ ngày 10/11/2026 đến ngày 20/11/2026" in " ".join(words.split())
    assert "rac-moi-truong" in told.stdout
    empty = run(office, "weekly", "--topic", "giao_duc", "--format", "txt")
    assert "0 tin về địa phương" in Path(empty.stdout.strip()).read_text("utf-8")


def test_a_dry_run_writes_nothing(office):
    told = run(office, "monthly", "--dry-run")
    assert told.exit_code == 0
    assert "Chưa ghi gì" in told.stderr
    assert not any(Path(line).exists() for line in told.stdout.split())


def test_no_urgent_report_without_anything_urgent(office):
    told = run(office, "urgent")
    assert told.exit_code == 0
    assert told.stdout == ""
    assert "không lập báo cáo nhanh" in told.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("weekly", "--topic", "xyz"), "không có lĩnh vực xyz"),
        (("weekly", "--since", "2026-12-01"), "ngày bắt đầu phải trước"),
        (("daily", "--format", "odt"), "không có dạng odt"),
        (("deliver", "--kind", "yearly"), "không có loại yearly"),
    ],
)
def test_what_cannot_be_done_is_said(office, words, said):
    told = run(office, *words)
    assert told.exit_code == 2
    assert said in told.stderr
