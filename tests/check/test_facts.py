"""The sheet of true numbers: what stands in force, with its unit, its people and its days; nothing else."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.check.facts import facts
from pipeline.cli.main import app
from pipeline.records import Evidence

TODAY = dt.date(2026, 11, 24)
PAPERS = Path(__file__).resolve().parents[2] / "sample" / "documents"
RULE = Evidence(
    "d1", "5/TB-UBND", "Phí bến phà", "UBND phường", "Mục 2",
    "Người đi bộ trả 3.000 đồng/lượt; xe đạp 4.000 đồng/lượt. Đường dây nóng: 0259 3000 111.",
    "", "in_force", TODAY, dt.date(2026, 12, 1), None, ("phan_rang",),
)  # fmt: skip


def test_a_line_says_what_for_whom_from_when_and_where_it_stands() -> None:
    first, second, line = facts([RULE], TODAY)
    assert (first.value, first.kind, first.period) == ("3.000 đồng/lượt", "mức tiền", "use")
    assert first.covers == "Người đi bộ trả 3.000 đồng/lượt"
    assert second.covers == "xe đạp 4.000 đồng/lượt"
    assert (first.number, first.point, first.valid_from, first.valid_to) == (
        "5/TB-UBND",
        "Mục 2",
        dt.date(2026, 12, 1),
        None,
    )
    assert (line.kind, line.value) == ("điện thoại", "0259 3000 111")
    assert RULE.passage[slice(*first.span)] == first.value


@pytest.mark.parametrize(
    "changed",
    [{"status": "draft"}, {"status": "superseded"}, {"doubtful": True}, {"effective_to": TODAY - dt.timedelta(days=1)}],
)
def test_drafts_replaced_expired_and_doubtful_papers_give_nothing(changed: dict[str, object]) -> None:
    assert facts([replace(RULE, **changed)], TODAY) == []


def test_a_table_row_gives_one_line_a_column_with_its_unit() -> None:
    row = replace(
        RULE,
        passage="3 Ghe dưới 9 chỗ ngồi 15.000 120.000",
        heading="Giá bến / STT | Loại ghe | Mỗi chuyến (đồng/ghe/lượt) | Vé tháng (đồng/ghe/tháng)",
    )
    assert [(f.value, f.covers) for f in facts([row], TODAY)] == [
        ("15.000 đồng/ghe/lượt", "Ghe dưới 9 chỗ ngồi (Mỗi chuyến)"),
        ("120.000 đồng/ghe/tháng", "Ghe dưới 9 chỗ ngồi (Vé tháng)"),
    ]


def test_several_days_are_one_line() -> None:
    days = replace(RULE, passage="Khám mắt cho người già ngày 5 và ngày 6 tháng 12 năm 2026.")
    assert [f.value for f in facts([days], TODAY)] == ["ngày 5 và ngày 6 tháng 12 năm 2026"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "o"
    runner = CliRunner()
    assert runner.invoke(app, ["init", str(folder), "--profile", "phuong-khanh-hoa"]).exit_code == 0
    papers = [str(p) for p in sorted(PAPERS.iterdir()) if p.suffix in (".docx", ".html", ".txt")]
    assert runner.invoke(app, ["documents", "add", *papers, "--config", str(folder)]).exit_code == 0
    return folder


def test_list_export_and_find(office: Path) -> None:
    runner = CliRunner()
    listed = runner.invoke(app, ["facts", "list", "--find", "xe đạp", "--config", str(office)])
    assert "1.000 đồng/xe/lượt  ·  Xe đạp, xe đạp điện (Ban ngày)" in listed.output
    rows = [json.loads(x) for x in runner.invoke(app, ["facts", "export", "--config", str(office)]).stdout.splitlines()]
    assert {"value", "unit", "covers", "valid_from", "valid_to", "number", "point"} <= rows[0].keys()
    table = runner.invoke(app, ["facts", "export", "--format", "csv", "--config", str(office)]).stdout
    assert len(list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))) == len(rows)
    assert runner.invoke(app, ["facts", "list", "--day", "hôm qua", "--config", str(office)]).exit_code == 2


def test_the_printed_sheet_is_whole_and_asks_nothing_from_outside(office: Path, tmp_path: Path) -> None:
    out = tmp_path / "so-lieu.html"
    made = CliRunner().invoke(app, ["facts", "print", "--out", str(out), "--config", str(office)])
    assert made.stdout.strip() == str(out.resolve())
    words = out.read_text("utf-8")
    assert "size: A4" in words
    assert "4.500.000 đồng/người/khóa học" in words
    assert "http" not in words
    assert "<script" not in words


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="thiếu chromium để in thử")
def test_the_sheet_prints_on_a4(office: Path, tmp_path: Path) -> None:
    out, pdf = tmp_path / "so-lieu.html", tmp_path / "so-lieu.pdf"
    CliRunner().invoke(app, ["facts", "print", "--out", str(out), "--config", str(office)])
    alone = [f"--user-data-dir={tmp_path / 'profile'}", "--disable-background-networking", "--no-first-run"]
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        *alone,
        f"--print-to-pdf={pdf}",
        "--no-pdf-header-footer",
        str(out),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=150)
    info = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert "A4" in info
