"""Right when published, changed since: told to the office, never called outdated. Reasons for silence are counted."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.check import Checker, MemoryRetriever
from pipeline.check.hindsight import overtaken
from pipeline.check.reasons import REASONS, WORDS, reason_of
from pipeline.cli.main import app
from pipeline.language.places import Gazetteer
from pipeline.records import Article, Capture, Claim, Entry, Evidence, Match, Tags
from pipeline.store import Store, open_store

GAZETTEER = Gazetteer.builtin()
DAY = dt.date(2026, 11, 10)
LATER = dt.date(2026, 12, 1)
OLD_RULE = "Phí qua phà Hòn Đỏ đối với người đi bộ là 4.000 đồng/lượt."
NEW_RULE = "Phí qua phà Hòn Đỏ đối với người đi bộ là 5.000 đồng/lượt."
SAID = "Người đi bộ qua phà Hòn Đỏ trả phí 4.000 đồng một lượt"


def paper(document: str, number: str, text: str, start: dt.date, **kept: object) -> Evidence:
    one = Evidence(
        document, number, "Phí qua phà Hòn Đỏ", "UBND phường", "Điều 1", text, "", "in_force", start, start, None, ("phan_rang",),
    )  # fmt: skip
    return replace(one, **kept)


OLD = paper("o", "3/2025/QĐ-UBND", OLD_RULE, dt.date(2025, 1, 1))
NEW = paper("n", "9/2026/QĐ-UBND", NEW_RULE, LATER)
GONE = replace(OLD, status="superseded", superseded_by=NEW.number, effective_to=LATER - dt.timedelta(days=1))
CLAIM = Claim("c", "a", SAID, 0, SAID, DAY, ("phan_rang",))


def compared(claim: Claim, *evidence: Evidence) -> Match:
    return Checker(MemoryRetriever(evidence), gazetteer=GAZETTEER).check(claim)


def test_what_was_right_is_listed_when_its_paper_is_replaced() -> None:
    match = compared(CLAIM, OLD)
    assert match.verdict == "match"
    assert overtaken([(CLAIM, match)], [OLD]) == []
    (told,) = overtaken([(CLAIM, match)], [GONE, NEW])
    assert (told.before, told.now, told.since) == ("4.000 đồng một lượt", "5.000 đồng/lượt", LATER)
    assert told.new is not None
    assert told.new.number == NEW.number


def test_a_page_of_the_old_days_is_no_flag_and_one_of_the_new_days_is_outdated() -> None:
    assert compared(CLAIM, GONE, NEW).verdict == "match"
    late = replace(CLAIM, date=LATER + dt.timedelta(days=3))
    assert compared(late, GONE, NEW).verdict == "outdated"
    assert overtaken([(late, replace(compared(CLAIM, OLD), claim=late.id))], [GONE, NEW]) == []


def test_a_value_that_stayed_is_not_listed_and_one_whose_paper_went_is() -> None:
    match = compared(CLAIM, OLD)
    assert overtaken([(CLAIM, match)], [GONE, paper("n", NEW.number, OLD_RULE, LATER)]) == []
    (told,) = overtaken([(CLAIM, match)], [])
    assert told.new is None


def test_a_flag_raised_with_the_old_value_is_listed_too() -> None:
    wrong = replace(CLAIM, text=SAID.replace("4.000", "7.000"), resolved=SAID.replace("4.000", "7.000"))
    match = compared(wrong, OLD)
    assert match.verdict == "mismatch"
    (told,) = overtaken([(wrong, match)], [GONE, NEW])
    assert told.now == "5.000 đồng/lượt"


def test_each_reason_for_silence_has_words_and_its_class() -> None:
    assert set(WORDS) == set(REASONS)
    far = Claim("f", "a", "Đội bóng thắng ba không trên sân khách", 0, "Đội bóng thắng ba không", DAY, ())
    assert reason_of(compared(far, OLD)) == "no_document"
    elsewhere = replace(CLAIM, text=SAID + " ở Nha Trang", places=("outside",))
    assert reason_of(compared(elsewhere, OLD)) in ("other_place", "no_document", "other_matter")
    scan = replace(compared(replace(CLAIM, text=SAID.replace("4.000", "8.000")), replace(OLD, doubtful=True)))
    assert reason_of(scan) == "doubtful_scan"
    assert reason_of(compared(CLAIM, OLD)) is None


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "o"
    assert CliRunner().invoke(app, ["init", str(folder), "--profile", "phuong-khanh-hoa"]).exit_code == 0
    return folder


def _text(number: str, start: str, fee: str, end: str = "") -> str:
    return (
        f"ỦY BAN NHÂN DÂN\nPHƯỜNG PHAN RANG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: {number}\nPhan Rang, ngày 02 tháng 11 năm 2026\n"
        f"QUYẾT ĐỊNH\nVề phí qua phà Hòn Đỏ\nĐiều 1. Mức phí\n1. Phí qua phà Hòn Đỏ đối với người đi bộ là {fee} đồng/lượt.\n"
        f"Điều 2. Hiệu lực\n1. Quyết định này có hiệu lực từ ngày {start}{end}.\n"
    )


def test_adding_a_paper_says_what_has_changed_and_the_command_lists_it(office: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "cu.txt", tmp_path / "moi.txt"
    old.write_text(_text("31/2026/QĐ-UBND", "05 tháng 11 năm 2026", "4.000"), "utf-8")
    new.write_text(
        _text("32/2026/QĐ-UBND", "01 tháng 12 năm 2026", "5.000", " và thay thế Quyết định số 31/2026/QĐ-UBND"), "utf-8"
    )
    runner = CliRunner()
    assert runner.invoke(app, ["documents", "add", str(old), "--config", str(office)]).exit_code == 0
    store = open_store(office / "doichieu.sqlite3")
    moment = dt.datetime(2026, 11, 10, 2, tzinfo=dt.UTC)
    page = Article("a", "b", "Báo Bến", "https://ben.example/1", "Phí phà", moment, None, SAID + ".", moment)
    seal = hashlib.sha256(SAID.encode()).hexdigest()
    capture = Capture("b", page.url, page.url, 200, (("content-type", "text/html"),), moment, SAID.encode(), seal)
    store.import_page(page.url, capture, Entry("b", page.url, page.title), moment)
    store.save_reading(seal, page.url, "1", page, None)
    _check(store)
    store.close()
    added = runner.invoke(app, ["documents", "add", str(new), "--config", str(office)])
    assert "1 nội dung đúng lúc đăng, nay đã đổi" in added.output
    listed = runner.invoke(app, ["facts", "changed", "--json", "--config", str(office)])
    (row,) = [json.loads(line) for line in listed.stdout.splitlines()]
    assert (row["kind"], row["before"], row["now"], row["since"]) == (
        "claim", "4.000 đồng một lượt", "5.000 đồng/lượt", "2026-12-01",
    )  # fmt: skip
    assert row["url"] == page.url
    counted = runner.invoke(app, ["facts", "gaps", "--day", "2026-11-10", "--json", "--config", str(office)])
    assert [json.loads(line) for line in counted.stdout.splitlines()] == [
        {"day": "2026-11-10", "topic": "khac", "reason": "no_document", "count": 1}
    ]
    retired = runner.invoke(app, ["documents", "retire", "32/2026/QĐ-UBND", "--config", str(office)])
    assert retired.exit_code == 0


def _check(store: Store) -> None:
    found = next(iter(store.articles()))
    claim = replace(CLAIM, article=found.id)
    store.save_tags(Tags(found.id, "news_report", False, "giao_thong_do_thi", ("phan_rang",), "neu", True))
    match = Checker(MemoryRetriever(store.evidence()), gazetteer=GAZETTEER).check(claim)
    assert match.verdict == "match"
    silent = replace(claim, id="s", text="Đội bóng thắng ba không", resolved="Đội bóng thắng ba không", topic="khac")
    store.save_checks(found.id, "v", [claim, silent], [match, compared(silent, OLD)])


def test_an_outdated_claim_says_until_when_it_was_right() -> None:
    late = replace(CLAIM, date=LATER + dt.timedelta(days=3))
    assert compared(late, GONE, NEW).explanation.endswith("Nội dung đúng tới 30/11/2026.")


def test_a_ward_that_is_no_more_is_named_with_its_last_day() -> None:
    said = "Phường Mỹ Hương thu phí qua phà Hòn Đỏ của người đi bộ 4.000 đồng một lượt"
    late = replace(CLAIM, text=said, resolved=said, date=LATER + dt.timedelta(days=3))
    assert compared(late, GONE, NEW).explanation.endswith("Nội dung đúng với phường Mỹ Hương cũ tới 31/10/2024.")
    second = said.replace("Mỹ Hương", "Đài Sơn")
    again = compared(replace(late, text=second, resolved=second), GONE, NEW)
    assert again.explanation.endswith("Nội dung đúng với phường Đài Sơn cũ tới 30/06/2025.")
