"""`sources health --json` as a command, over a press of every source kind and every fault: one line an address."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.config import load_office, load_sources
from pipeline.fetch import Fetcher
from pipeline.language.places import Gazetteer
from pipeline.run.gathering import announcements
from pipeline.run.house import House
from pipeline.store import open_store
from tests.fetch.answers_in_form import JSON_FEED
from tests.fetch.behaviour import NOW, OK, TWO, robots, tight, to
from tests.fetch.press import HTML, Press, Reply, atom, index, listing, raw, rss, serve, sitemap
from tests.fetch.test_watching import Silent

PAIR = ("Thu tiền rác", "Cấp nước sạch")
LISTED = tuple(f"Bài số {n} về việc thu tiền rác" for n in (1, 2))
HOME = (
    '<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body>Trang chủ</body></html>'
)
Routes = dict[str, Reply | list[Reply]]


@dataclass(frozen=True)
class Case:
    """What one address answers, and the line it must have."""

    key: str
    """the key of sources.toml, which is the kind of the line too"""
    routes: Routes
    status: str
    reason: str = ""
    titles: tuple[str, ...] = ()
    selector: str = ""
    address: str = ""
    """an address that is not on the press"""


def at(body: str | bytes, **more: object) -> Routes:
    return {"/a": Reply(body.encode() if isinstance(body, str) else body, **more)}  # type: ignore[arg-type]


CASES = {
    # kinds
    "rss": Case("feed", at(TWO), "ok", titles=PAIR),
    "atom": Case("feed", at(atom(*PAIR)), "ok", titles=PAIR),
    "json": Case("feed", at(json.dumps(JSON_FEED), type="application/feed+json"), "ok", titles=PAIR),
    "sitemap": Case("sitemap", at(sitemap("/bai/1.html", "/bai/2.html")), "ok", titles=("Bài 1", "Bài 2")),
    "index_gz": Case(
        "sitemap",
        at(index("/s1.xml.gz"))
        | {"/s1.xml.gz": Reply(gzip.compress(sitemap("/bai/1.html").encode()), type="application/gzip")},
        "ok",
        titles=("Bài 1",),
    ),
    "list_selector": Case("listing", at(listing(1, 2), type=HTML), "ok", titles=LISTED, selector="h3 a"),
    "list_alone": Case("listing", at(listing(1, 2), type=HTML), "ok", titles=LISTED),
    "page": Case("page", at("<html><body><h1>Thu tiền rác</h1><p>Mức mới.</p></body></html>", type=HTML), "ok", titles=PAIR[:1]),
    "home_as_feed": Case("feed", at(HOME, type=HTML) | {"/rss.xml": Reply(TWO.encode())}, "failed", "/rss.xml"),
    # faults
    "missing": Case("feed", {}, "failed", "404"),
    "gone": Case("feed", at(b"", status=410), "gone", "410"),
    "rest": Case("feed", at(b"", status=429, headers=(("Retry-After", "3600"),)), "throttled", "xin nghỉ"),
    "busy": Case("feed", at(b"", status=503), "throttled", "503"),
    "error": Case("feed", at(b"", status=500), "failed", "500"),
    "closed": Case("feed", at(TWO) | {"/robots.txt": robots("User-agent: *\nDisallow: /")}, "blocked", "robots.txt"),
    "loop": Case("feed", {"/a": to("/b"), "/b": to("/a")}, "failed", "vòng tròn"),
    "bomb": Case(
        "feed", at(gzip.compress(b"<rss>" + b" " * 5_000_000), headers=(("Content-Encoding", "gzip"),)), "failed", "bom nén"
    ),
    "drip": Case("feed", at(b"", script=raw(OK + b"\r\n", b"<", pause=0.05, times=100)), "failed", "nhỏ giọt"),
    "picture": Case("feed", at(b"\x89PNG\r\n\x1a\n" + bytes(500), type="image/png"), "failed"),
    "empty": Case("feed", at(b""), "failed", "trống"),
    "no_entries": Case("feed", at(rss()), "ok", "không có mục nào"),
    "garbage": Case("feed", at(bytes(range(128, 256)) * 40, type="text/xml"), "failed", "bảng mã"),
    "inner": Case("feed", {}, "failed", "nội bộ", address="http://192.168.1.4/rss"),
    "to_metadata": Case("feed", {"/a": to("http://169.254.169.254/latest/")}, "failed", "nội bộ"),
    "challenge": Case(
        "feed",
        at("<html><head><title>Just a moment...</title></head><script>_cf_chl_opt={}</script></html>", type=HTML),
        "failed",
        "kiểm tra trình duyệt",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """The lines of the command after one visit of every address, by source."""
    folder: Path = tmp_path_factory.mktemp("vanphong")
    with contextlib.ExitStack() as stack:
        presses: dict[str, Press] = {name: stack.enter_context(serve()) for name in CASES}
        blocks = []
        for name, case in CASES.items():
            press = presses[name]
            press.routes |= case.routes
            address = case.address or press.url("/a")
            selector = f'selector = "{case.selector}"\n' if case.selector else ""
            blocks.append(
                f'[[source]]\nid = "{name}"\nname = "Báo {name}"\nkind = "newspaper"\nurl = "{press.url("/")}"\n'
                f'{case.key} = "{address}"\npause = 0.0\n{selector}'
            )
        allow = [press.address for press in presses.values()]
        (folder / "sources.toml").write_text("\n".join(blocks), encoding="utf-8")
        (folder / "office.toml").write_text(
            f'[office]\nname = "UBND phường"\n\n[network]\nallow = {json.dumps(allow)}\n', encoding="utf-8"
        )
        office = load_office(folder)
        store = open_store(office.store.url, clock=lambda: NOW)
        # The gatherer asks the tagger for nothing; the network has the office's list and short bounds.
        house = House(
            office, folder, load_sources(folder), store, None, Gazetteer.builtin(), lambda: NOW, Silent()  # type: ignore[arg-type]
        )  # fmt: skip
        fetcher = Fetcher(tight(presses["rss"], allow=frozenset(allow)), clock=lambda: NOW)
        announcements(house, fetcher, NOW, store.pass_started(NOW), due_only=False)
        store.close()
    result = CliRunner().invoke(app, ["sources", "health", "--json", "--config", str(folder)])
    assert result.exit_code == 0, result.stderr
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(lines) == len(CASES)
    return {line["source"]: line for line in lines}


@pytest.mark.parametrize("name", CASES)
def test_one_line_with_status_reason_entries_and_titles(told: dict[str, dict[str, object]], name: str) -> None:
    line, case = told[name], CASES[name]
    assert set(line) == {"source", "url", "kind", "status", "reason", "entries", "titles", "at"}
    assert (line["status"], line["kind"]) == (case.status, case.key), line["reason"]
    assert case.reason in str(line["reason"] or "")
    assert (line["entries"], line["titles"]) == (len(case.titles), list(case.titles))
    assert bool(line["reason"]) == (case.status != "ok" or bool(case.reason))
    assert dt.datetime.fromisoformat(str(line["at"])) == NOW
