"""decisions, corrections, referrals, forget, backup, restore, audit transparency: what they print, refuse and log."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.config import OfficeInfo
from pipeline.store import Store, open_store
from pipeline.workflow.corrections import Done
from pipeline.workflow.decisions import Decided
from pipeline.workflow.posts import Post

from .offices import NOW, NUMBER, filled

REVIEWER = Post("cv1", "Chuyên viên trực 1", "reviewer")
HEAD = Post("tp", "Người phát ngôn", "spokesperson")
OFFICE = OfficeInfo(name="UBND phường Mẫu", unit="Phòng Văn hóa - Xã hội")
URL = "https://bao.example/a1.html"
DECISIONS = "id url claim passage document point code claim_value official_value verdict decision reason at"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Path, Store]]:
    store = filled(tmp_path)
    for key in ("a1", "u1"):
        case = store.case(f"correction-{key}")
        assert case is not None
        made = store.decide(case.flag.id, "mismatch", REVIEWER, case.token, reason="confirmed", note="=1+1")
        assert isinstance(made, Decided)
    draft = store.draft_correction("correction-a1", REVIEWER, OFFICE, origin="press", original_form="website")
    assert isinstance(draft, Done)
    key = draft.correction.id
    edited = store.edit_correction(
        key, REVIEWER, draft.correction.token, heading="=HYPERLINK(1)", body="Lời. </script>"
    )
    assert isinstance(edited, Done)
    store.publish_correction(key, HEAD, edited.correction.token)
    yield tmp_path, store
    store.close()


def call(folder: Path, *arguments: str, env: dict[str, str] | None = None, stdin: str = "") -> Result:
    return CliRunner().invoke(app, [*arguments, "--config", str(folder)], env=env, input=stdin)


def told(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def actions(store: Store) -> list[str]:
    return [line["action"] for line in store.audit_lines()]


def test_decisions_leave_as_rows_of_an_evaluation_set(house: tuple[Path, Store]) -> None:
    folder, store = house
    (row,) = told(call(folder, "export", "decisions"))
    assert list(row) == DECISIONS.split()
    assert (row["decision"], row["reason"], row["document"], row["point"]) == (
        "mismatch",
        "confirmed",
        NUMBER,
        "Điều 2",
    )
    assert "cv1" not in json.dumps(row)
    assert actions(store)[-1] == "export.decisions"
    assert told(call(folder, "export", "decisions", "--day", "2026-11-20")) == [row]
    assert told(call(folder, "export", "decisions", "--day", "2026-11-19")) == []
    assert told(call(folder, "decisions", "list", "--json")) == [row]


def test_corrections_leave_and_no_cell_is_a_formula(house: tuple[Path, Store]) -> None:
    folder, _ = house
    (row,) = told(call(folder, "export", "corrections"))
    assert (row["state"], row["form"], row["machine"]) == ("published", "letter", False)
    table = call(folder, "export", "corrections", "--format", "csv").stdout_bytes.decode("utf-8-sig")
    header, line = csv.reader(io.StringIO(table))
    assert line[header.index("heading")] == "'=HYPERLINK(1)"
    assert "đã phát hành" in call(folder, "corrections", "list").stdout


def test_referrals_are_listed_without_text_and_nothing_is_referred(house: tuple[Path, Store]) -> None:
    folder, store = house
    assert told(call(folder, "referrals", "list", "--json")) == [
        {"url": URL, "ground": "scam_payment_credential", "state": "proposed"}
    ]
    for url in (URL, "https://bao.example/p1.html", "https://khac.example/"):
        result = call(folder, "referrals", "refer", url)
        assert (result.exit_code, result.stdout) == (1, "")
        assert actions(store)[-1] == "referral.attempt"
    assert {one.state for one in store.referrals()} == {"proposed"}


def test_public_pages_are_written_and_what_was_forgotten_goes(house: tuple[Path, Store], tmp_path: Path) -> None:
    folder, store = house
    out = tmp_path / "web"
    assert call(folder, "corrections", "pages", "--out", str(out)).exit_code == 0
    (page,) = [file for file in (out / "dinh-chinh").glob("*.html") if file.name != "index.html"]
    text = page.read_text("utf-8")
    assert "Báo lỗi trong bản đính chính này" in text
    assert text.count("</script>") == 1
    (review,) = json.loads((out / "dinh-chinh" / "claimreview.json").read_text("utf-8"))
    assert review["reviewRating"]["alternateName"] == "Contradicts official document"
    assert review["itemReviewed"]["author"]["@type"] == "Organization"
    assert page.name in (out / "dinh-chinh" / "index.html").read_text("utf-8")
    store.forget(url=URL)
    call(folder, "corrections", "pages", "--out", str(out))
    assert "42.000" not in page.read_text("utf-8")


@pytest.mark.parametrize("asked", [["--url", URL], ["--text", "42.000 đồng"], ["--text", "-"]])
def test_forget_erases_and_says_so(house: tuple[Path, Store], asked: list[str]) -> None:
    folder, store = house
    result = call(folder, "forget", *asked, stdin="42.000 đồng\n")
    assert result.exit_code == 0, result.output
    assert not [one for one in store.articles() if one.url == URL]
    ledger = (folder / "da-xoa.jsonl").read_text("utf-8")
    assert "42.000" not in ledger
    assert URL not in ledger
    assert store.verify_audit().sound


@pytest.mark.parametrize(
    "asked", [[], ["--url", URL, "--text", "lời nào đó"], ["--text", "ba"], ["--text", "-"], ["--url", "bao.example"]]
)
def test_forget_asks_for_one_clear_thing(house: tuple[Path, Store], asked: list[str]) -> None:
    folder, store = house
    before = len(list(store.articles()))
    assert call(folder, "forget", *asked).exit_code == 2
    assert len(list(store.articles())) == before


def test_backup_and_restore(house: tuple[Path, Store], tmp_path: Path) -> None:
    folder, _ = house
    secret = {"DOICHIEU_PASSPHRASE": "mật khẩu rất dài đây"}
    assert call(folder, "backup").exit_code == 2
    short = call(folder, "backup", env={"DOICHIEU_PASSPHRASE": "ngắn"})
    assert (short.exit_code, short.stdout) == (1, "")
    made = call(folder, "backup", "--folder", str(tmp_path / "usb"), env=secret)
    assert made.exit_code == 0, made.output
    sealed = made.stdout.strip()
    call(folder, "forget", "--url", URL)
    wrong = call(folder, "restore", sealed, env={"DOICHIEU_PASSPHRASE": "mật khẩu khác hẳn đi"})
    assert wrong.exit_code == 1
    assert "sai mật khẩu" in wrong.stderr
    done = call(folder, "restore", sealed, env=secret)
    assert done.exit_code == 0, done.output
    again = open_store(folder / "doichieu.sqlite3", clock=lambda: NOW)
    assert URL not in {one.url for one in again.articles()}
    assert again.articles()
    again.close()
    assert call(folder, "restore", str(tmp_path / "khong-co.dcb"), env=secret).exit_code == 2


def test_the_month_is_published_as_a_page_and_as_json(house: tuple[Path, Store], tmp_path: Path) -> None:
    folder, store = house
    out = tmp_path / "web"
    head = store.audit_head()
    (row,) = told(call(folder, "audit", "transparency", "--month", "2026-11", "--out", str(out), "--json"))
    assert row == json.loads((out / "minh-bach-2026-11.json").read_text("utf-8"))
    assert (row["decisions"], row["corrections_published"], row["audit_head"]) == ({"mismatch": 2}, 1, head)
    assert "Chuyên viên" not in (out / "minh-bach-2026-11.html").read_text("utf-8")
    assert call(folder, "audit", "transparency", "--month", "tháng 11").exit_code == 2


def test_a_draft_of_ours_is_checked(house: tuple[Path, Store], tmp_path: Path) -> None:
    folder, _ = house
    file = tmp_path / "nhap.txt"
    file.write_text("Thông báo\nGiá thu gom rác đối với hộ gia đình là 32.000 đồng/hộ/tháng.", "utf-8")
    assert all(row["verdict"] != "mismatch" for row in told(call(folder, "check", "--draft", str(file))))
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04hong")
    for name in ("hong.docx", "khong-co.txt"):
        assert call(folder, "check", "--draft", str(tmp_path / name)).exit_code == 2
