"""The newsroom as a measurement: every article found, politely, with each trap a named outcome."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import subprocess
import sys
import threading
import time
import tomllib
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.fetch import Blocked, Fetched, Fetcher, Gone, Network, NotModified, PageRequest, Refused
from pipeline.records import AddressState, Capture, Source

NEWSROOM = Path(__file__).resolve().parents[3] / "shared" / "newsroom"
BUDGET = 90.0
"""seconds for one pass over the eight outlets: about 30 pages of the largest one with a pause of a second"""

pytestmark = [
    pytest.mark.newsroom,
    pytest.mark.slow,
    pytest.mark.skipif(not NEWSROOM.exists(), reason="the newsroom test set is not beside the project"),
]


def many(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"newsroom_{name}", NEWSROOM / f"{name}.py")
    assert spec
    assert spec.loader
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_last_day_and_once_more(tmp_path: Path) -> None:
    subprocess.run([sys.executable, NEWSROOM / "build.py", tmp_path / "site"], check=True, capture_output=True)
    serve = module("serve")
    server = serve.make_server(tmp_path / "site", 0, 20)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    listed = tomllib.loads(serve.sources(server.server_port))["source"]
    sources = [
        Source(
            s["id"],
            s["name"],
            s["kind"],
            s["url"],
            feeds=many(s.get("feed")),
            sitemaps=many(s.get("sitemap")),
            listings=many(s.get("listing")),
        )
        for s in listed
    ]
    home = {source.id: source.url for source in sources}
    where = f"127.0.0.1:{server.server_port}"
    fetcher = Fetcher(Network(allow=frozenset({where})), clock=lambda: dt.datetime.now(dt.UTC))
    states: dict[str, AddressState] = {}
    captures: dict[str, Capture] = {}
    outcomes: dict[str, object] = {}

    def one_pass() -> float:
        begun = time.monotonic()
        wanted: dict[str, PageRequest] = {}
        for told in fetcher.announcements(sources, states, dt.datetime.now(dt.UTC), due_only=False):
            assert told.health.status in ("ok", "not_modified"), told.health
            assert all(entry.published for entry in told.entries)
            states[told.state.url] = told.state
            for entry in told.entries:
                wanted[entry.url] = PageRequest(entry.url, entry.source, home=home[entry.source])
        for url, capture in captures.items():
            headers = dict(capture.headers)
            wanted[url] = PageRequest(
                url, capture.source, headers.get("etag"), headers.get("last-modified"), home=home[capture.source]
            )
        for outcome in fetcher.pages(wanted.values()):
            outcomes[outcome.request.url.partition(where)[2]] = outcome
            if isinstance(outcome, Fetched):
                captures[outcome.request.url] = outcome.capture
        return time.monotonic() - begun

    try:
        seconds = [one_pass(), one_pass()]
        log = list(serve.STATE["log"])
    finally:
        serve.STATE["stop"] = True
        server.shutdown()
        server.server_close()
    assert max(seconds) < BUDGET
    print(f"\npasses: {seconds[0]:.0f} s, {seconds[1]:.0f} s; {len(log)} requests")

    rows = [json.loads(line) for line in (NEWSROOM / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    found = {capture.final_url.replace(f"http://{where}/", "https://") for capture in captures.values()}
    assert {row["url"] for row in rows} == found
    kinds = {
        path: type(outcome) for path, outcome in outcomes.items() if not isinstance(outcome, Fetched | NotModified)
    }
    assert sorted(kind.__name__ for kind in kinds.values()) == ["Blocked", "Gone", *["Refused"] * 4]
    assert {o.code for o in outcomes.values() if isinstance(o, Refused)} == {"loop", "bomb", "drip", "address"}
    assert any(isinstance(o, Blocked) for o in outcomes.values())
    assert any(isinstance(o, Gone) and o.permanent for o in outcomes.values())

    hosts = defaultdict(list)
    for seen in log:
        assert "/private/" not in seen["path"]
        if seen["host"]:
            hosts[seen["host"]].append(seen)
    for host, asked in hosts.items():
        asked.sort(key=lambda seen: seen["t"])
        for first, second in pairwise(asked):
            assert second["t"] - first["t"] - first["seconds"] > 0.9, (host, first, second)
        assert sum(seen["conditional"] for seen in asked) >= len(asked) // 3
