"""Whole passes over a portal and a paper that edit what they published: versions, checks, offers, words, evidence."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from pipeline import check
from pipeline import run as passes
from pipeline.cli.main import app
from pipeline.config import load_office, load_sources
from pipeline.extract import document as reader
from pipeline.language.places import Gazetteer
from pipeline.records import StageCount
from pipeline.store import Store, open_store
from pipeline.store.sources import SourcesRoom
from pipeline.store.warc import write_warc
from pipeline.tag import Tagger

from .press import HTML, Press, Reply, rss, serve

ROOT = Path(__file__).resolve().parents[2]
PDF = ROOT / "sample" / "documents" / "M2-ke-hoach-118.pdf"
OTHER = ROOT / "sample" / "documents" / "M3-thong-bao-203.pdf"
BODY = (
    "<p>Từ ngày 01/01/2027, mỗi hộ trong phường đóng {money} đồng một tháng cho việc thu gom rác tại nhà.</p>"
    "<p>Tổ dân phố thu vào tuần đầu của tháng và giao biên nhận; ai vắng nhà thì đóng ở bộ phận một cửa.</p>"
    "<p>Xe gom rác chạy vào buổi chiều, ngày lễ nghỉ và chạy bù hôm sau theo lịch dán ở nhà sinh hoạt tổ.</p>"
)
PAGE = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta property="article:published_time" content="2026-11-20T07:05:00+07:00"></head>'
    "<body><article><h1>{title}</h1>{body}</article></body></html>"
)


class Silent:
    class _Bar:
        def advance(self, by: int = 1, *, total: int | None = None) -> None:
            pass

    @contextlib.contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Silent._Bar]:
        yield self._Bar()


class Days:
    """Passes over one office at moments of the test's choosing."""

    def __init__(self, folder: Path, portal: Press, paper: Press) -> None:
        self.now = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
        self.folder, self.portal, self.paper = folder, portal, paper
        places = Gazetteer.builtin()
        self.store: Store = open_store(load_office(folder).store.url, clock=lambda: self.now)
        self.house = passes.House(
            load_office(folder), folder, load_sources(folder), self.store, Tagger.load(ROOT / "models", places), places,
            lambda: self.now, Silent(),
        )  # fmt: skip

    def later(self, **gap: float) -> list[str]:
        """One pass after a while; what it said."""
        self.now += dt.timedelta(**gap)
        counts: tuple[StageCount, ...] = passes.run(self.house).counts
        return [problem for count in counts for problem in count.problems]


def put(press: Press, path: str, title: str, money: str) -> None:
    press.routes[path] = Reply(PAGE.format(title=title, body=BODY.format(money=money)).encode(), type=HTML)


@pytest.fixture
def days(tmp_path: Path) -> Iterator[Days]:
    with serve() as portal, serve() as paper:
        portal.routes |= {
            "/van-ban": Reply(
                '<html><head><meta charset="utf-8"></head><body><div class="ds">'
                '<p><a href="/tep/ke-hoach-118.pdf">Kế hoạch số 118 về việc của phường</a> (20/11/2026)</p>'
                '<p><a href="/tin/lich-thu-gom-rac-cua-phuong.html">Lịch thu gom rác của phường</a> (20/11/2026)</p>'
                "</div></body></html>".encode(), type=HTML
            ),
            "/tep/ke-hoach-118.pdf": Reply(PDF.read_bytes(), type="application/pdf"),
        }  # fmt: skip
        put(portal, "/tin/lich-thu-gom-rac-cua-phuong.html", "Lịch thu gom rác của phường", "32.000")
        put(portal, "/thong-bao.html", "Thông báo thu tiền rác", "32.000")
        paper.routes["/rss"] = Reply(rss("Thu tiền rác").encode())
        put(paper, "/bai/1.html", "Thu tiền rác từ đầu năm", "32.000")
        (tmp_path / "office.toml").write_text(
            '[office]\nname = "Ủy ban nhân dân phường Phan Rang"\n\n'
            f'[network]\nallow = ["{portal.address}", "{paper.address}"]\n',
            encoding="utf-8",
        )
        (tmp_path / "sources.toml").write_text(
            f'[[source]]\nid = "cong"\nname = "Cổng phường"\nkind = "official_portal"\nurl = "{portal.url("/")}"\n'
            f'listing = "{portal.url("/van-ban")}"\npage = "{portal.url("/thong-bao.html")}"\npause = 0.0\n\n'
            f'[[source]]\nid = "bao"\nname = "Báo thử"\nkind = "newspaper"\nurl = "{paper.url("/")}"\n'
            f'feed = "{paper.url("/rss")}"\npause = 0.0\n',
            encoding="utf-8",
        )
        both = Days(tmp_path, portal, paper)
        yield both
        both.store.close()


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_an_edited_article_becomes_a_version_and_is_checked_again(days: Days) -> None:
    paper = days.paper
    days.later(hours=0)
    put(paper, "/bai/1.html", "Thu tiền rác từ đầu năm", "42.000")
    days.later(hours=2)
    versions = [a for a in days.store.articles() if a.source == "bao"]
    assert sorted(a.version for a in versions) == [1, 2]
    assert not days.store.articles_without("check", _checked_as(days))
    paper.routes["/bai/1.html"] = Reply(
        b"<html><head><title>Just a moment...</title></head><body><script>_cf_chl_opt={}</script></body></html>",
        type=HTML,
    )
    told = days.later(hours=6)
    assert any("kiểm tra trình duyệt" in words for words in told)
    assert len([a for a in days.store.articles() if a.source == "bao"]) == 2


def _checked_as(days: Days) -> str:
    return "/".join((check.POLICY.version, days.house.tagger.version, days.store.documents_version()))


def test_official_pages_are_watched_and_their_papers_offered(days: Days) -> None:
    portal = days.portal
    days.later(hours=0)
    assert portal.asked("/thong-bao.html") == 1  # the visit that watches it also brought the page
    offered = [
        json.loads(line) for line in run("sources", "offers", "--json", "--config", str(days.folder)).splitlines()
    ]
    assert [offer["version_of"] for offer in offered if offer["file"].startswith("ke-hoach-118")] == [None]

    held = reader.read(PDF.read_bytes(), PDF.name, days.house.gazetteer)
    days.store.add_document(held, PDF.read_bytes(), "analyst", days.now)
    assert "ke-hoach-118" not in run("sources", "offers", "--json", "--config", str(days.folder))

    changed = PDF.read_bytes() + b"\n% ban khac\n"
    portal.routes["/tep/ke-hoach-118.pdf"] = Reply(changed, type="application/pdf")
    put(portal, "/thong-bao.html", "Thông báo thu tiền rác", "35.000")
    told = days.later(hours=2)
    assert any("Trang đang theo dõi đã thay đổi" in words for words in told)
    assert any("trang chính thức đã sửa lúc" in words and "32.000 đồng" in words for words in told)
    saved = days.folder / "moi"
    run("sources", "offers", "--save", str(saved), "--config", str(days.folder))
    assert changed in [file.read_bytes() for file in saved.iterdir()]
    lines = [json.loads(line) for line in run("sources", "offers", "--json", "--config", str(days.folder)).splitlines()]
    assert [line["version_of"] for line in lines if line["file"].startswith("ke-hoach")] == [held.number]

    portal.routes["/thong-bao.html"] = Reply(b"", 410, HTML)
    portal.routes["/tin/lich-thu-gom-rac-cua-phuong.html"] = Reply(b"", 404, HTML)
    told = days.later(hours=24)
    assert any("/thong-bao.html" in words and "gỡ" in words for words in told)
    assert any("/tin/lich-thu-gom" in words and "404" in words for words in told)


def test_health_in_words_says_what_the_analyst_needs(days: Days) -> None:
    paper = days.paper
    days.later(hours=0)
    paper.routes["/rss"] = Reply(b"", 500, HTML)
    days.later(hours=6)
    put(paper, "/bai/2.html", "Lịch cấp nước", "40.000")
    put(paper, "/bai/1.html", "Thu tiền rác từ đầu năm", "42.000")
    paper.routes["/rss"] = Reply(rss("Thu tiền rác", "Lịch cấp nước", when="Fri, 20 Nov 2026 14:00:00 +0700").encode())
    days.later(hours=6)
    record = SourcesRoom(days.store.engine, days.store.clock).records(days.now - dt.timedelta(days=28))["bao"]
    assert record.failures == (("máy chủ đang lỗi (500)", 1),)
    assert (record.pages, record.dated, record.read, record.edited) == (2, 2, 2, 1)
    assert record.last_success == days.now
    words = run("sources", "health", "--config", str(days.folder))
    for piece in ("Báo thử", "đọc được lần cuối: 21:00 20/11/2026", "hỏng 1 lần: máy chủ đang lỗi (500)",
                  "2 bài: 100% có ngày giờ, 100% đọc được chữ", "1 bài đã sửa sau khi đăng", "khuôn"):  # fmt: skip
        assert piece in words, piece
    lines = [json.loads(line) for line in run("sources", "health", "--json", "--config", str(days.folder)).splitlines()]
    assert len(lines) == 3
    assert all(set(line) == {"source", "url", "kind", "status", "reason", "entries", "titles", "at"} for line in lines)


def test_captures_leave_as_warc_that_another_tool_reads(days: Days) -> None:
    days.later(hours=0)
    captures = list(SourcesRoom(days.store.engine, days.store.clock).latest_pages(["bao"]))
    target = io.BytesIO()
    assert write_warc(target, captures, days.now) == 1
    target.seek(0)
    records = [(r.rec_type, r.rec_headers, r.http_headers, r.content_stream().read()) for r in ArchiveIterator(target)]
    assert [kind for kind, *_ in records] == ["warcinfo", "response"]
    _, headers, http, body = records[1]
    assert headers.get_header("WARC-Target-URI") == captures[0].final_url
    assert headers.get_header("WARC-Date") == "2026-11-20T02:00:00Z"
    assert headers.get_header("WARC-Payload-Digest")
    assert (http.get_statuscode(), body) == ("200", captures[0].body)


def test_a_lost_line_is_said_once_and_costs_no_page_a_try(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text('[office]\nname = "Ủy ban nhân dân phường Phan Rang"\n', encoding="utf-8")
    blocks = [
        f'[[source]]\nid = "{n}"\nname = "Báo {n}"\nkind = "newspaper"\nurl = "https://{n}.invalid/"\n'
        f'feed = "https://{n}.invalid/rss"\n'
        for n in ("mot", "hai", "ba")
    ]
    (tmp_path / "sources.toml").write_text("\n".join(blocks), encoding="utf-8")
    with serve() as press:
        office = Days(tmp_path, press, press)
        told = office.later(hours=0)
        states = office.store.address_states()
        office.store.close()
    assert [words for words in told if "mạng của văn phòng" in words] == told
    assert len(told) == 1
    assert all(state.failures == 0 for state in states.values())


def test_one_article_under_a_new_link_stays_one(days: Days) -> None:
    days.later(hours=0)
    put(days.paper, "/moi/1.html", "Thu tiền rác từ đầu năm", "42.000")
    days.paper.routes["/bai/1.html"] = Reply(b"", 404, HTML)
    days.paper.routes["/rss"] = Reply(rss("Thu tiền rác").replace("/bai/", "/moi/").encode())
    days.later(hours=2)
    versions = [a for a in days.store.articles() if a.source == "bao"]
    assert [(a.url, a.version) for a in versions] == [(days.paper.url("/bai/1.html"), n) for n in (1, 2)]
    # Another article that only shares the number of its place in the feed is another article.
    put(days.paper, "/khac/1.html", "Lịch cấp nước", "50.000")
    days.paper.routes["/rss"] = Reply(rss("Lịch cấp nước").replace("/bai/", "/khac/").encode())
    days.later(hours=2)
    assert len({a.url for a in days.store.articles() if a.source == "bao"}) == 2
