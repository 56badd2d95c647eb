"""`doichieu export`: the fields of the contract, what may not leave, and the trace."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
import typer
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from pipeline.cli import export
from pipeline.report import listing
from pipeline.store import Store

from .offices import NUMBER, filled

app = typer.Typer()
export.register(app)


@app.callback()
def group() -> None:
    """Keep `export` a subcommand."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Path, Store]]:
    store = filled(tmp_path)
    yield tmp_path, store
    store.close()


def call(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["export", *arguments, "--config", str(folder)])


def rows(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    result = call(folder, *arguments)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


FIELDS = {
    "articles": "url outlet title published updated text item_type protected topic places story",
    "stories": "story urls",
    "claims": "url claim verdict document point",
    "flags": "url outlet story claim verdict code claim_value official_value document point lane score first_seen",
    "referrals": "url ground state",
}


@pytest.mark.parametrize("what", FIELDS)
def test_fields_stand_as_promised_in_both_forms(what: str, house: tuple[Path, Store]) -> None:
    folder, _ = house
    (first, *_) = rows(folder, what, "--format", "jsonl")
    assert list(first) == FIELDS[what].split()
    table = call(folder, what, "--format", "csv").stdout_bytes
    assert table.startswith(b"\xef\xbb\xbf")
    (header, line, *_) = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    assert header == FIELDS[what].split()
    assert len(line) == len(header)


def test_a_flag_says_both_values_and_the_point(house: tuple[Path, Store]) -> None:
    (flag,) = rows(house[0], "flags")
    assert (flag["claim_value"], flag["official_value"]) == ("42.000 đồng", "32.000 đồng")
    assert (flag["document"], flag["point"], flag["lane"]) == (NUMBER, "Điều 2", "correction")
    assert flag["first_seen"] == "2026-11-20T07:30:00+07:00"


def test_look_comes_only_when_asked_for(house: tuple[Path, Store]) -> None:
    assert [row["lane"] for row in rows(house[0], "flags", "--lane", "look")] == ["look"]
    assert [row["lane"] for row in rows(house[0], "flags", "--lane", "correction")] == ["correction"]
    assert rows(house[0], "flags", "--lane", "scam_warning") == []


def test_protected_and_untagged_items_stand_only_among_articles(house: tuple[Path, Store]) -> None:
    folder, _ = house
    assert {row["url"][-7:-5]: row["protected"] for row in rows(folder, "articles")} == {
        "a1": False,
        "p1": True,
        "u1": None,
    }
    for what in ("stories", "claims", "flags", "referrals"):
        shown = json.dumps(rows(folder, what))
        assert "a1.html" in shown
        assert "p1.html" not in shown
        assert "u1.html" not in shown
    assert "p1.html" not in json.dumps(rows(folder, "flags", "--lane", "look"))


@pytest.mark.parametrize("what", FIELDS)
def test_a_day_is_a_local_day(what: str, house: tuple[Path, Store]) -> None:
    assert rows(house[0], what, "--day", "2026-11-20")
    assert rows(house[0], what, "--day", "2026-11-19") == []


def test_captures_leave_as_warc_without_protected_pages(house: tuple[Path, Store]) -> None:
    result = call(house[0], "captures")
    records = list(ArchiveIterator(io.BytesIO(result.stdout_bytes)))
    assert len(records) == 2 or [record.rec_type for record in records] == ["warcinfo", "response"]
    out = house[0] / "x.warc.gz"
    assert call(house[0], "captures", "--format", "warc", "--out", str(out)).exit_code == 0
    with out.open("rb") as file:
        found = [
            (record.rec_headers["WARC-Target-URI"], record.content_stream().read(), record.http_headers.statusline)
            for record in ArchiveIterator(file, verify_http=True, check_digests=True)
            if record.rec_type == "response"
        ]
    assert found == [("https://bao.example/a1.html", b"<p>a1 42.000 \xc4\x91\xe1\xbb\x93ng.</p>", "200 OK")]


def test_each_run_is_in_the_log(house: tuple[Path, Store]) -> None:
    folder, store = house
    for what in (*FIELDS, "captures"):
        call(folder, what, "--day", "2026-11-20")
    lines = [line for line in store.audit_lines() if line["action"].startswith("export.")]
    assert [line["action"] for line in lines] == [f"export.{what}" for what in (*FIELDS, "captures")]
    assert json.loads(lines[0]["decision"]) == {"day": "2026-11-20", "format": "jsonl", "lane": None}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["people"], "Không có loại dữ liệu"),
        (["articles", "--format", "warc"], "warc"),
        (["captures", "--format", "csv"], "warc"),
        (["articles", "--day", "2026-02-31"], "2026-02-31"),
        (["articles", "--lane", "look"], "--lane"),
    ],
)
def test_what_cannot_be_exported_is_said_and_leaves_no_row(
    arguments: list[str], words: str, house: tuple[Path, Store]
) -> None:
    result = call(house[0], *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""
    assert not [line for line in house[1].audit_lines() if line["action"].startswith("export.")]


@given(st.text(max_size=40))
def test_no_cell_is_a_formula(words: str) -> None:
    assert not listing.cell(words).lstrip().startswith(("=", "+", "-", "@"))
    assert listing.cell(words).removeprefix("'") in (words, words.removeprefix("'"))


@pytest.mark.parametrize("words", ["=1+1", "+84", "-2", "@SUM(A1)", " =1", "\t=1", "＝1"])
def test_formulas_are_words(words: str) -> None:
    assert listing.cell(words) == f"'{words}"


@pytest.mark.parametrize("what", ["flags", "decisions", "corrections"])
def test_a_list_for_people_is_a_word_file_with_days_in_words(house: tuple[Path, Store], what: str) -> None:
    folder, _ = house
    result = call(
        folder,
        what,
        "--format",
        "docx",
        "--since",
        "2026-11-01",
        "--day",
        "2026-11-30",
        "--out",
        str(folder / "ds.docx"),
    )
    assert result.exit_code == 0, result.output
    paper = docx.Document(str(folder / "ds.docx"))
    assert paper.paragraphs[1].text == "(Từ ngày 01/11/2026 đến hết ngày 30/11/2026)"
    rows_ = rows(folder, what, "--since", "2026-11-01", "--day", "2026-11-30")
    assert len(paper.tables[0].rows) == len(rows_) + 1
    assert not any("T00" in cell.text or "+07:00" in cell.text for row in paper.tables[0].rows for cell in row.cells)


def test_a_search_is_a_list_without_protected_items(house: tuple[Path, Store]) -> None:
    folder, store = house
    tags = store.tags()
    page = next(one for one in store.articles() if tags[one.id].protected)
    word = max(page.title.split(), key=len)
    found = rows(folder, "search", "--find", word)
    assert page.url not in {row["url"] for row in found}
    assert rows(folder, "search", "--find", "khongcochunay") == []
    assert call(folder, "search").exit_code == 2
    assert call(folder, "flags", "--find", "a").exit_code == 2


@pytest.mark.parametrize("what", ["articles", "referrals", "claims", "stories"])
def test_what_may_not_be_printed_as_a_list(house: tuple[Path, Store], what: str) -> None:
    assert call(house[0], what, "--format", "docx").exit_code == 2
