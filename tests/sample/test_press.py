"""The sample press answers like a press, and its labels fit its words."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import httpx
import pytest

from pipeline.sample import DAYS, serve, write_office
from pipeline.sample.press import load, on_day
from pipeline.sample.serve import ANNOUNCED_AT

SAMPLE = Path(__file__).resolve().parents[2] / "sample"


def gold() -> list[dict]:
    return [json.loads(line) for line in (SAMPLE / "gold.jsonl").read_text("utf-8").splitlines()]


def get(press, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"http://127.0.0.1:{press.port}{path}", headers=headers, trust_env=False)


def test_every_item_is_announced_and_answers():
    outlets, items = load()
    with serve() as press:
        for outlet in outlets:
            body = get(press, f"/{outlet.host}{ANNOUNCED_AT[outlet.announces]}").text
            paths = {item.path for item in items if item.outlet == outlet.id}
            assert {path for path in paths if f"/{outlet.host}{path}" in body} == paths
            for path in paths:
                assert get(press, f"/{outlet.host}{path}").status_code == 200


def test_feeds_parse_and_say_when():
    with serve(day=DAYS[0]) as press:
        rss = feedparser.parse(get(press, "/nangbien.example/rss/moi.rss").content)
        atom = feedparser.parse(get(press, "/triencat.example/atom.xml").content)
        sitemap = ET.fromstring(get(press, "/gionamtv.example/sitemap-news.xml").content)
    assert not rss.bozo
    assert not atom.bozo
    assert len(rss.entries) == 4
    assert all(entry.published for entry in (*rss.entries, *atom.entries))
    assert len(sitemap) == 2


def test_unchanged_page_answers_304_and_the_edited_page_changes_its_tag():
    path = "/triencat.example/doi-song/gui-xe-qua-dem-o-dong-hai-2001.html"
    with serve(day=DAYS[0]) as press:
        first = get(press, path)
        assert "8.000 đồng" in first.text
        again = get(press, path, **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert get(press, path, **{"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
        press.set_day(DAYS[2])
        edited = get(press, path, **{"If-None-Match": first.headers["ETag"]})
        assert edited.status_code == 200
        assert "5.000 đồng" in edited.text
        assert "8.000 đồng" not in edited.text
        assert get(press, path, **{"If-Modified-Since": "nonsense"}).status_code == 200


def test_robots_forbid_the_private_folder_and_unknown_pages_are_404():
    with serve() as press:
        assert "Disallow: /nangbien.example/rieng/" in get(press, "/robots.txt").text
        assert "Disallow: /rieng/" in get(press, "/nangbien.example/robots.txt").text
        assert get(press, "/nangbien.example/khong-co.html").status_code == 404


def test_a_later_day_is_not_yet_there():
    _, items = load()
    assert len(on_day(items, DAYS[0])) == 10
    assert len(on_day(items, DAYS[2])) == 31


def test_labels_fit_the_words():
    _, items = load()
    texts = {item.id: (item.title, "\n".join(item.paragraphs)) for item in items}
    rows = gold()
    assert [row["id"] for row in rows] == [item.id for item in items]
    for row in rows:
        title, text = texts[row["id"]]
        for claim in row["claims"]:
            if claim["start"] < 0:
                assert claim["text"] in title
            else:
                assert text[claim["start"] :].startswith(claim["text"])
        if row["protected"]:
            assert not row["claims"]


def test_the_sample_has_what_a_first_run_should_show():
    rows = gold()
    codes = {claim["code"] for row in rows for claim in row["claims"] if claim["flag"]}
    assert len(codes) >= 10
    types = {row["item_type"] for row in rows}
    assert {"question", "complaint", "opinion_criticism", "satire", "scam_impersonation", "advertisement"} <= types
    assert [row["id"] for row in rows if row["refer"]] == ["M21"]


def test_papers_are_there_and_named():
    papers = [json.loads(line) for line in (SAMPLE / "documents.jsonl").read_text("utf-8").splitlines()]
    assert {(SAMPLE / paper["file"]).suffix for paper in papers} == {".docx", ".pdf", ".html", ".txt"}
    assert all((SAMPLE / paper["file"]).stat().st_size > 500 for paper in papers)


@pytest.mark.parametrize(
    "before",
    [
        "",
        '[office]\nname = "UBND phường"\n',
        '[network]\n# giữ lại\nallow = []\ncontact = "a@b.vn"\n\n[store]\nurl = ""\n',
        '[office]\nname = "x"\n\n[network]\n# allow = ["127.0.0.1:8123"]\n',
    ],
)
def test_the_office_may_contact_only_this_port(tmp_path, before):
    if before:
        (tmp_path / "office.toml").write_text(before, "utf-8")
    write_office(tmp_path, 4321)
    office = tomllib.loads((tmp_path / "office.toml").read_text("utf-8"))
    assert office["network"]["allow"] == ["127.0.0.1:4321"]
    expected = tomllib.loads(before)
    expected.setdefault("network", {})["allow"] = ["127.0.0.1:4321"]
    assert office == expected
    sources = tomllib.loads((tmp_path / "sources.toml").read_text("utf-8"))["source"]
    assert len(sources) == 4
    assert sum(bool({"feed", "sitemap", "listing"} & source.keys()) for source in sources) == 4
