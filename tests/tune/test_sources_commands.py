"""The analyst's commands: probe, lint, health lines, OPML in and out."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.main import app
from pipeline.records import AddressState, Health, Source
from pipeline.tune import health, lint, opml, probe
from tests.fetch import press

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Báo thử - Tin mới</title><link>https://bao.vn/</link>
<item><title>Thu tiền rác</title><link>https://bao.vn/bai/1.html?utm_source=rss</link><guid>1</guid>
<pubDate>11/20/2026 7:05:00 AM</pubDate></item>
<item><title>Cấp nước</title><link>/bai/2.html</link></item></channel></rss>"""
LIST = """<html><head><link rel="canonical" href="https://phuong.gov.vn/tin-tuc/"><title>Tin tức</title>
<link rel="alternate" type="application/rss+xml" href="/rss"></head><body><div>
<p><a href="/tin/thu-tien-rac-theo-muc-moi.html">Thu tiền rác theo mức mới từ đầu năm</a> (20/11/2026)</p>
<p><a href="/tin/lich-cap-nuoc-trong-tuan-toi.html">Lịch cấp nước trong tuần tới của phường</a> (19/11/2026)</p>
</div></body></html>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://bao.vn/a.html</loc>
<lastmod>2026-11-20</lastmod></url></urlset>"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["sources", *arguments])


def files(folder: Path, **contents: str | bytes) -> list[str]:
    names = []
    for name, content in contents.items():
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        names.append(str(path))
    return names


def test_probe_says_one_line_for_each_argument(tmp_path: Path) -> None:
    names = files(tmp_path, rss=RSS, list=LIST, sitemap=SITEMAP, junk=b"\x00\x01\x02" * 50, empty=b"")
    names.append(str(tmp_path / "khong-co"))
    result = run("probe", "--json", *names)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [line["source"] for line in lines] == names
    assert [line["kind"] for line in lines] == ["feed", "listing", "sitemap", None, None, None]
    assert all(set(line) == {"source", "kind", "entries", "error"} for line in lines)
    assert [bool(line["error"]) for line in lines] == [False, False, False, True, True, True]
    feed, listing, sitemap = (line["entries"] for line in lines[:3])
    assert feed[0] == {
        "title": "Thu tiền rác",
        "link": "https://bao.vn/bai/1.html",
        "published": "2026-11-20T07:05:00+07:00",
        "updated": None,
        "guid": "1",
    }
    assert (feed[1]["link"], feed[1]["published"]) == ("https://bao.vn/bai/2.html", None)
    assert [(e["link"], e["published"]) for e in listing] == [
        ("https://phuong.gov.vn/tin/thu-tien-rac-theo-muc-moi.html", "2026-11-20"),
        ("https://phuong.gov.vn/tin/lich-cap-nuoc-trong-tuan-toi.html", "2026-11-19"),
    ]
    assert sitemap[0]["updated"] == "2026-11-20"


def test_probe_for_a_person(tmp_path: Path) -> None:
    result = run("probe", *files(tmp_path, rss=RSS))
    assert result.exit_code == 0
    assert "2 bài, 1 bài có ngày giờ hiểu được" in result.stdout


def test_probe_of_an_address_shows_robots_a_sample_and_a_ready_block(tmp_path: Path) -> None:
    words = "Từ đầu năm tới, các hộ trong phường đóng tiền thu gom rác theo mức mới, tổ dân phố thu vào tuần đầu tháng."
    page = (
        f"<html><body><article><h1>Thu tiền rác</h1><p>{words}</p><p>{words}</p><p>{words}</p></article></body></html>"
    )
    with press.serve() as server:
        server.routes |= {
            "/robots.txt": press.Reply(
                b"User-agent: *\nCrawl-delay: 0.2\nSitemap: /map.xml\nDisallow: /kin", type="text/plain"
            ),
            "/rss": press.Reply(press.rss("Thu tiền rác", "Cấp nước").encode()),
            "/bai/1.html": press.Reply(page.encode(), type=press.HTML),
            "/": press.Reply(
                b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss" title="Tin"></head></html>',
                type=press.HTML,
            ),
            "/kin": press.Reply(b"x"),
        }
        (tmp_path / "office.toml").write_text(
            f'[office]\nname = "UBND phường"\n\n[network]\nallow = ["{server.address}"]\n', encoding="utf-8"
        )
        result = run("probe", server.url("/rss"), "--config", str(tmp_path))
        assert result.exit_code == 0, result.stderr
        for piece in ("robots.txt: cho đọc, cách nhau ít nhất 0.2 giây", "2 bài, 2 bài có ngày giờ hiểu được",
                      "2026-11-20T07:05:00+07:00", "Đoạn đầu: Từ đầu năm tới, các hộ"):  # fmt: skip
            assert piece in result.stdout, piece
        block = result.stdout.split("vào sources.toml:")[1]
        [source] = tomllib.loads(block)["source"]
        assert (source["feed"], source["url"]) == (server.url("/rss"), server.url("/"))
        (tmp_path / "sources.toml").write_text(block, encoding="utf-8")
        assert run("lint", "--config", str(tmp_path)).exit_code == 0
        home = run("probe", server.url("/"), "--config", str(tmp_path))
        assert f"Có nguồn tin: {server.url('/rss')}" in home.stdout
        assert f'feed = "{server.url("/rss")}"' in home.stdout
        asked = len(server.log)
        lines = run(
            "probe", "--json", server.url("/rss"), server.url("/kin"), "--config", str(tmp_path)
        ).stdout.splitlines()
        assert [bool(json.loads(line)["error"]) for line in lines] == [False, True]
        assert server.asked("/kin") == 0
        assert len(server.log) == asked + 2  # robots.txt and the feed: --json asks for no article


def test_probe_refuses_what_is_no_publisher() -> None:
    result = run("probe", "--json", "https://www.facebook.com/abc")
    line = json.loads(result.stdout)
    assert result.exit_code == 1
    assert "từ chối" in line["error"]


def test_a_ready_block_is_toml() -> None:
    found = probe.probe_bytes("https://bao.vn/rss/moi.rss", RSS.encode(), None, "https://bao.vn/rss/moi.rss", NOW)
    [source] = tomllib.loads(probe.toml_block(found))["source"]
    assert (source["id"], source["name"], source["feed"]) == ("bao", "Báo thử", "https://bao.vn/rss/moi.rss")


def test_lint(tmp_path: Path) -> None:
    block = '[[source]]\nid = "{0}"\nname = "{0}"\nkind = "newspaper"\nurl = "https://{0}.vn/"\nfeed = "{1}"\n'
    good = tmp_path / "tot"
    good.mkdir()
    (good / "sources.toml").write_text(block.format("mot", "https://mot.vn/rss"), encoding="utf-8")
    assert run("lint", "--config", str(good)).exit_code == 0
    twice = block.format("mot", "https://mot.vn/rss") + block.format("hai", "https://mot.vn/rss/?utm_source=x")
    (good / "sources.toml").write_text(twice, encoding="utf-8")
    result = run("lint", "--json", "--config", str(good))
    assert result.exit_code == 1
    faults = [json.loads(line) for line in result.stdout.splitlines()]
    assert ("hai", "feed") in {(f["source"], f["key"]) for f in faults if f["level"] == "fault"}
    (good / "sources.toml").write_text(block.format("mot", "https://www.facebook.com/x"), encoding="utf-8")
    assert run("lint", "--config", str(good)).exit_code == 1


def test_lint_advice() -> None:
    hasty = Source("s", "S", "newspaper", "https://bao.vn/", feeds=("https://khac.vn/rss",), pause=0.1, interval=60)
    assert {(f.level, f.key) for f in lint.lint([hasty])} == {("advice", key) for key in ("feed", "pause", "interval")}


def test_health_line_is_the_contract() -> None:
    seen = Health("s", "https://bao.vn/rss", "feed", "ok", None, 1, ("Thu tiền rác",), NOW)
    assert health.as_json(seen) == {
        "source": "s",
        "url": "https://bao.vn/rss",
        "kind": "feed",
        "status": "ok",
        "reason": None,
        "entries": 1,
        "titles": ["Thu tiền rác"],
        "at": "2026-11-20T03:00:00+00:00",
    }


def test_troubled_addresses_come_first() -> None:
    seen = [
        Health("a", "u1", "feed", "ok", None, 3, (), NOW),
        Health("b", "u2", "feed", "failed", "máy chủ đang lỗi (500)", 0, (), NOW),
        Health("c", "u3", "feed", "not_modified", None, 0, (), NOW),
    ]
    states = {"u3": AddressState("c", "u3", "feed", quiet=True)}
    assert [line.health.source for line in health.lines(seen, states)] == ["b", "c", "a"]
    assert health.by_reason(seen) == [("máy chủ đang lỗi (500)", 1)]


def test_opml_there_and_back(tmp_path: Path) -> None:
    sources = [
        Source(
            "bao", "Báo & Đài", "newspaper", "https://bao.vn/", feeds=("https://bao.vn/rss/a", "https://bao.vn/rss/b")
        ),
        Source("cong", "Cổng", "official_portal", "https://cong.gov.vn/", feeds=("https://cong.gov.vn/rss",)),
    ]
    data = opml.write(sources, "Nguồn")
    back = opml.read(data)
    assert [(s.name, s.kind, s.feeds) for s in back.sources] == [(s.name, s.kind, s.feeds) for s in sources]
    assert not back.refused
    assert len(tomllib.loads(opml.as_toml(back.sources))["source"]) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html/>",
        b"<opml>",
        b'<!DOCTYPE opml [<!ENTITY a "b">]><opml>&a;</opml>',
        b"\xff\xfe\x00",
        b"<a>" * 10_000,
    ],
)
def test_opml_that_cannot_be_read(tmp_path: Path, data: bytes) -> None:
    [name] = files(tmp_path, opml=data)
    result = run("import-opml", name)
    assert result.exit_code == 1
    assert "OPML" in result.stderr


def test_opml_refuses_what_is_no_publisher(tmp_path: Path) -> None:
    rows = "".join(
        f'<outline text="x" xmlUrl="{url}"/>'
        for url in ("https://www.facebook.com/feeds/x", "javascript:alert(1)", "https://bao.vn/rss")
    )
    [name] = files(tmp_path, opml=f'<opml version="2.0"><body>{rows}</body></opml>')
    result = run("import-opml", name)
    assert result.exit_code == 1
    assert len(tomllib.loads(result.stdout)["source"]) == 1
    assert "Bỏ https://www.facebook.com" in result.stderr


def test_opml_names_every_line_that_gave_no_source(tmp_path: Path) -> None:
    rows = "".join(f'<outline text="Báo {n}" xmlUrl="https://bao{n}.vn/rss.xml"/>' for n in range(300))
    rows += '<outline text="Trùng" xmlUrl="https://bao1.vn/rss.xml"/><outline text="Chợ Ba"/><outline text="Rỗng" xmlUrl=""/>'
    [name] = files(tmp_path, opml=f'<opml version="2.0"><body><outline text="Nhóm">{rows}</outline></body></opml>')
    result = run("import-opml", name)
    assert result.exit_code == 1
    assert len(tomllib.loads(result.stdout)["source"]) == 300
    for said in (
        "https://bao1.vn/rss.xml: đã có",
        "«Chợ Ba»: không có địa chỉ",
        "«Rỗng»: không có địa chỉ",
        "300 nguồn, bỏ 3",
    ):
        assert said in result.stderr


def test_opml_leaves_out_what_is_inside_unless_the_office_allows_it(tmp_path: Path) -> None:
    inner = (
        "http://192.168.1.4/rss", "http://localhost/rss", "http://169.254.169.254/latest/meta-data", "http://[::1]/rss",
        "http://0x7f.1/rss", "http://2130706433/rss", "http://may-chu/rss", "http://tin.local/rss", "http://10.0.0.7:8080/rss",
        "http://metadata.google.internal/x", "http://[::ffff:192.168.1.4]/rss",
    )  # fmt: skip
    rows = "".join(
        f'<outline text="x" xmlUrl="{url}"/>' for url in (*inner, "https://bao.vn/rss", "http://8.8.8.8/rss")
    )
    [name] = files(tmp_path, opml=f'<opml version="2.0"><body>{rows}</body></opml>')
    result = run("import-opml", name, "--config", str(tmp_path))
    assert result.exit_code == 1
    assert [s["feed"] for s in tomllib.loads(result.stdout)["source"]] == ["https://bao.vn/rss", "http://8.8.8.8/rss"]
    for url in inner:
        assert f"Bỏ {url}: địa chỉ nội bộ" in result.stderr, url
    allow = '[network]\nallow = ["192.168.1.4:80", "10.0.0.7:8080"]\n'
    files(tmp_path, **{"office.toml": f'[office]\nname = "UBND phường"\n\n{allow}'})
    result = run("import-opml", name, "--config", str(tmp_path))
    feeds = [s["feed"] for s in tomllib.loads(result.stdout)["source"]]
    assert feeds == ["http://192.168.1.4/rss", "http://10.0.0.7:8080/rss", "https://bao.vn/rss", "http://8.8.8.8/rss"]
    assert "Bỏ http://localhost/rss" in result.stderr


def test_a_long_opml_says_how_far_it_is_and_what_was_not_read(tmp_path: Path) -> None:
    rows = "".join(f'<outline text="Báo {n}" xmlUrl="https://bao{n}.vn/rss"/>' for n in range(opml.MAX_OUTLINES + 7))
    [name] = files(tmp_path, opml=f'<opml version="2.0"><body>{rows}</body></opml>')
    result = run("import-opml", name, "--config", str(tmp_path))
    assert f"Đã xem 250/{opml.MAX_OUTLINES + 7} mục" in result.stderr
    assert f"Bỏ 7 mục cuối: một tệp đọc tối đa {opml.MAX_OUTLINES} mục" in result.stderr
    assert len(tomllib.loads(result.stdout)["source"]) == opml.MAX_OUTLINES
