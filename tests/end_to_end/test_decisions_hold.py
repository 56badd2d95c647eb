"""Decisions over days: a false alarm does not return in a copy, an edited article or paper opens its case again, an outlet
that changes the number closes its own. Real reader, tagger, checker and store; pages come in by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from pipeline import run as passes
from pipeline.config import load_office, load_sources
from pipeline.config.office import OfficeInfo
from pipeline.extract import document as reader
from pipeline.language.places import Gazetteer
from pipeline.records import VIETNAM, Capture, Entry, Flag
from pipeline.store import Store, open_store
from pipeline.tag import Tagger
from pipeline.workflow.corrections import Done
from pipeline.workflow.decisions import Decided
from pipeline.workflow.posts import Post
from tests.end_to_end.newsroom import ROOT, Silent

ONE = Post("cv1", "Chuyên viên trực 1", "reviewer")
START = dt.datetime(2026, 11, 20, 8, 0, tzinfo=VIETNAM).astimezone(dt.UTC)
FIRST, COPY = "https://bao.example/gia-rac.html", "https://khac.example/gia-rac.html"
PAPER = """ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA
Số: 71/2026/QĐ-UBND
Khánh Hòa, ngày 10 tháng 11 năm 2026
QUYẾT ĐỊNH
Quy định giá dịch vụ thu gom rác thải sinh hoạt trên địa bàn tỉnh Khánh Hòa
Điều 1. Phạm vi
Quyết định này áp dụng trên địa bàn tỉnh Khánh Hòa.
Điều 2. Mức giá
Giá dịch vụ thu gom rác thải sinh hoạt đối với hộ gia đình là {} đồng/hộ/tháng.
Điều 3. Hiệu lực
Quyết định này có hiệu lực từ ngày 10/11/2026.
"""
CLAIM = (
    "Theo Quyết định 71/2026/QĐ-UBND của UBND tỉnh Khánh Hòa, giá dịch vụ thu gom rác thải sinh hoạt đối với hộ gia đình "
    "là {} đồng/hộ/tháng."
)
REST = ("Quyết định có hiệu lực từ ngày 10/11/2026 trên địa bàn tỉnh.", "Lịch xe chạy giữ như cũ, mỗi tuần ba buổi.")
SOURCES = "\n".join(
    f'[[source]]\nid = "{key}"\nname = "{name}"\nkind = "newspaper"\nurl = "https://{key}.example/"\nfeed = "https://{key}.example/rss"\n'
    for key, name in (("bao", "Báo Một"), ("khac", "Báo Hai"))
)


class Office:
    """An office whose days the test turns."""

    def __init__(self, folder: Path) -> None:
        (folder / "office.toml").write_text('[office]\nname = "Ủy ban nhân dân phường Phan Rang"\n', "utf-8")
        (folder / "sources.toml").write_text(SOURCES, "utf-8")
        self.folder, self.now = folder, START
        self.store: Store = open_store(folder / "doichieu.sqlite3", clock=lambda: self.now)
        self.gazetteer = Gazetteer.builtin()
        self.tagger = Tagger.load(ROOT / "models", self.gazetteer)
        self.paper("32.000")

    def paper(self, value: str) -> str:
        data = PAPER.format(value).encode()
        found = reader.read(data, f"qd-{value}.txt")
        self.store.add_document(found, data, "test", self.now)
        return found.id

    def page(self, url: str, *sentences: str, title: str = "Khánh Hòa áp dụng giá thu gom rác mới") -> None:
        paragraphs = "".join(f"<p>{words}</p>" for words in sentences)
        body = (
            f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
            '<meta property="article:published_time" content="2026-11-20T07:05:00+07:00"></head>'
            f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
        ).encode()
        source = "bao" if url == FIRST else "khac"
        found = Capture(source, url, url, 200, (), self.now, body, hashlib.sha256(body).hexdigest())
        self.store.import_page(url, found, Entry(source, url, title), self.now)

    def day(self) -> list[Flag]:
        """One pass on the next day; the flags that wait."""
        self.now += dt.timedelta(days=1)
        house = passes.House(
            load_office(self.folder), self.folder, load_sources(self.folder), self.store, self.tagger,
            self.gazetteer, lambda: self.now, Silent(),
        )  # fmt: skip
        passes.run(house, with_fetch=False)
        return [one for one in self.store.open_flags() if one.lane == "correction"]

    def decide(self, flag: Flag, kind: str) -> None:
        case = self.store.case(flag.id)
        assert case is not None
        assert isinstance(self.store.decide(flag.id, kind, ONE, case.token), Decided)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.page(FIRST, CLAIM.format("42.000"), *REST)
    return made


def test_a_false_alarm_does_not_return_in_a_copy_and_returns_when_taken_back(office: Office) -> None:
    (flag,) = office.day()
    office.decide(flag, "false_alarm")
    office.page(COPY, CLAIM.format("42.000").replace(" là ", "  LÀ "), *REST, title="Giá rác mới ở Khánh Hòa")
    assert office.day() == []
    assert [one.id for one in office.store.flags() if one.lane == "correction"] == [flag.id]
    case = office.store.case(flag.id)
    assert case is not None
    office.store.undo(flag.id, ONE, case.token)
    assert {one.alarm_key for one in office.day()} == {flag.alarm_key}
    assert len(office.day()) == 2


def test_other_words_or_another_value_are_another_alarm(office: Office) -> None:
    (flag,) = office.day()
    office.decide(flag, "false_alarm")
    office.page(COPY, CLAIM.format("45.000"), *REST)
    assert [one.id for one in office.day()] != [flag.id]
    assert len(office.store.open_flags()) == 1


def test_an_aged_flag_is_shown_once_and_stays_decided(office: Office) -> None:
    (flag,) = office.day()
    assert [one.id for one in office.day()] == [flag.id]
    office.decide(flag, "match")
    assert office.day() == office.day() == []
    # an edit elsewhere on the page is no new case; its identity and first hour stay
    office.page(FIRST, CLAIM.format("42.000"), *REST, "Đơn vị thu gom vừa đưa thêm hai xe mới vào hoạt động.")
    assert office.day() == []
    (aged,) = [one for one in office.store.flags() if one.lane == "correction"]
    assert (aged.id, aged.first_seen) == (flag.id, flag.first_seen)
    assert aged.article != flag.article


def test_an_edited_sentence_opens_the_case_again(office: Office) -> None:
    (flag,) = office.day()
    office.decide(flag, "match")
    office.page(FIRST, CLAIM.format("42.000").replace("hộ gia đình", "mọi hộ gia đình"), *REST)
    (again,) = office.day()
    assert again.id == flag.id
    case = office.store.case(flag.id)
    assert case is not None
    assert case.reopened


def test_a_changed_paper_opens_the_case_again(office: Office) -> None:
    (flag,) = office.day()
    office.decide(flag, "false_alarm")
    old = office.store.documents()[0].id
    office.paper("33.000")
    office.store.retire_document(old, "test", office.now)
    (again,) = office.day()
    assert again.id == flag.id
    assert again.basis != flag.basis


def test_an_outlet_that_changes_the_number_closes_its_own_case(office: Office) -> None:
    (flag,) = office.day()
    office.decide(flag, "mismatch")
    drafted = office.store.draft_correction(
        flag.id, ONE, OfficeInfo(name="UBND"), origin="press", original_form="website"
    )
    assert isinstance(drafted, Done)
    office.page(FIRST, CLAIM.format("32.000"), *REST)
    assert office.day() == []
    (closed,) = office.store.corrections()
    assert (closed.state, closed.steps[-1].step) == ("fixed", "close")
    assert "42.000" in closed.words_before
    assert "32.000" in closed.words_after
    assert office.store.verify_audit().sound


def test_a_flag_nobody_decided_leaves_the_queue_when_the_page_is_mended(office: Office) -> None:
    assert len(office.day()) == 1
    office.page(FIRST, CLAIM.format("32.000"), *REST)
    assert office.day() == []
    assert office.store.count_open_flags("correction") == 0


def test_a_changed_configuration_leaves_a_line(office: Office) -> None:
    def told() -> list[tuple[str, str]]:
        lines = office.store.audit_lines()
        return [(line["object_id"], line["decision"]) for line in lines if line["action"] == "config.change"]

    office.day()
    office.day()
    assert told() == [("office.toml", "first"), ("sources.toml", "first")]
    (office.folder / "sources.toml").write_text(SOURCES.replace("Báo Hai", "Báo Ba"), "utf-8")
    office.day()
    assert told()[2:] == [("sources.toml", "changed")]
