"""The newsroom test set beside the project, served on loopback, and one pass a day over it. Not a test."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from pipeline import run as passes
from pipeline.cli.export import rows
from pipeline.cli.loading import pair_model_of
from pipeline.config import load_office, load_sources
from pipeline.extract import document as reader
from pipeline.language.places import Gazetteer
from pipeline.records import VIETNAM
from pipeline.store import Store, open_store
from pipeline.tag import Tagger

ROOT = Path(__file__).resolve().parents[2]
SET = ROOT.parent / "shared" / "newsroom"
ABSENT = f"the newsroom test set is not beside the project ({SET})"
KINDS = ("articles", "stories", "claims", "flags", "referrals")


class Silent:
    """A watch that shows nothing."""

    class _Bar:
        def advance(self, by: int = 1, *, total: int | None = None) -> None:
            """Count nothing."""

    @contextlib.contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Silent._Bar]:
        """Open a bar that shows nothing."""
        yield self._Bar()


def module(name: str) -> ModuleType:
    """One of the set's own scripts; skips the test when the set is absent."""
    if not (SET / f"{name}.py").exists():
        pytest.skip(ABSENT)
    found = importlib.util.spec_from_file_location(f"newsroom_{name}", SET / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    loaded = importlib.util.module_from_spec(found)
    found.loader.exec_module(loaded)
    return loaded


def site(folder: Path) -> Path:
    """Build the pages of the newsroom under `folder`."""
    if not SET.exists():
        pytest.skip(ABSENT)
    subprocess.run([sys.executable, str(SET / "build.py"), str(folder)], check=True, capture_output=True)
    return folder


@contextlib.contextmanager
def served(folder: Path, day: int) -> Iterator[Any]:
    """The site on a free loopback port, as it stands at the end of a day of November 2026."""
    serve = module("serve")
    server = serve.make_server(folder, 0, day)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def write_office(folder: Path, port: int, pause: float = 0.0) -> None:
    """An office whose sources are the newsroom's outlets on loopback."""
    folder.mkdir(parents=True, exist_ok=True)
    base = f"http://127.0.0.1:{port}/"
    lines = []
    for line in (SET / "sources.toml").read_text("utf-8").splitlines():
        lines.append(line.replace("https://", base))
        if line.startswith("kind"):
            lines.append(f"pause = {pause}")
    (folder / "sources.toml").write_text("\n".join(lines), "utf-8")
    (folder / "office.toml").write_text(
        '[office]\nname = "Ủy ban nhân dân phường Phan Rang"\nunit = "Phòng Văn hóa - Xã hội"\nplace = "Phan Rang"\n\n'
        '[places]\nwatched = ["phan_rang", "dong_hai", "ninh_chu", "bao_an", "do_vinh", "khanh_hoa"]\n\n'
        f'[network]\nallow = ["127.0.0.1:{port}"]\n',
        "utf-8",
    )


def evening(day: int) -> passes.Clock:
    """A clock that starts at 23:59 of a day of November 2026 and runs on like the real one."""
    start = dt.datetime(2026, 11, day, 23, 59, tzinfo=VIETNAM).astimezone(dt.UTC)
    begun = time.monotonic()
    return lambda: start + dt.timedelta(seconds=time.monotonic() - begun)


def house(folder: Path, store: Store, clock: passes.Clock) -> passes.House:
    """Everything a pass over the newsroom needs."""
    gazetteer = Gazetteer.builtin()
    tagger = Tagger.load(ROOT / "models", gazetteer)
    office, sources = load_office(folder), load_sources(folder)
    return passes.House(office, folder, sources, store, tagger, gazetteer, clock, Silent(), pair_model_of())


def add_documents(store: Store, now: dt.datetime) -> int:
    """Add the newsroom's official documents as an office would; returns how many."""
    files = sorted((SET / "documents").iterdir())
    for file in files:
        data = file.read_bytes()
        store.add_document(reader.read(data, file.name), data, "test", now)
    return len(files)


def three_days(folder: Path) -> tuple[Store, list[passes.Summary]]:
    """Documents first, then one pass at the end of each of the three days, as an office would have run them."""
    summaries = []
    pages = site(folder / "site")
    with served(pages, 18) as server:
        port = server.server_address[1]
        write_office(folder / "office", port)
        store = open_store(folder / "office" / "store.sqlite3", clock=evening(18))
        add_documents(store, evening(18)())
        for day in (18, 19, 20):
            httpx.get(f"http://127.0.0.1:{port}/__day/{day}")
            summaries.append(passes.run(house(folder / "office", store, evening(day)), day=dt.date(2026, 11, day)))
    return store, summaries


def export(store: Store, folder: Path) -> Path:
    """Write the five exports that the set's scorer reads."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        lines = [json.dumps(row, ensure_ascii=False) for row in rows(store, kind)]
        (folder / f"{kind}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return folder
