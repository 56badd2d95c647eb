"""`run --watch`: when the next pass comes, and that a signal ends it after the pass that runs."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.records import AddressState
from pipeline.schedule import LATEST, SOONEST, next_pass
from pipeline.store import open_store
from tests.fetch.press import HTML, Reply, rss, serve

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 11, 20, 0, 30, tzinfo=dt.UTC)


def states(*minutes: float | None, gone: bool = False) -> dict[str, AddressState]:
    """Addresses due so many minutes from now; None was never visited."""
    return {
        f"https://a.example/{n}": AddressState(
            "a",
            f"https://a.example/{n}",
            "feed",
            next_due=None if wait is None else NOW + dt.timedelta(minutes=wait),
            gone=gone,
        )
        for n, wait in enumerate(minutes)
    }


@pytest.mark.parametrize(
    ("known", "wait"),
    [
        ({}, LATEST),
        (states(None), LATEST),
        (states(7, 20), dt.timedelta(minutes=7)),
        (states(-90, 20), SOONEST),
        (states(0), SOONEST),
        (states(600), LATEST),
        (states(5, gone=True), LATEST),
    ],
)
def test_the_next_pass_comes_when_the_first_address_is_due(known: dict[str, AddressState], wait: dt.timedelta) -> None:
    assert next_pass(known, NOW) == NOW + wait


@pytest.mark.skipif(os.name == "nt", reason="SIGTERM cannot be caught there")
def test_watch_passes_at_once_and_a_signal_ends_it_in_words(tmp_path: Path) -> None:
    with serve() as press:
        press.routes |= {"/robots.txt": Reply(b"", 404, HTML), "/rss": Reply(rss().encode())}
        (tmp_path / "office.toml").write_text(
            f'[office]\nname = "Ủy ban nhân dân phường Phan Rang"\n\n[network]\nallow = ["{press.address}"]\n', "utf-8"
        )
        (tmp_path / "sources.toml").write_text(
            f'[[source]]\nid = "a"\nname = "Báo A"\nkind = "newspaper"\nurl = "{press.url("/")}"\nfeed = "{press.url("/rss")}"\n',
            "utf-8",
        )
        command = [sys.executable, "-m", "pipeline.cli.main", "run", "--watch", "--config", str(tmp_path)]
        environment = {**os.environ, "PYTHONUTF8": "1"}
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as child:
            assert child.stderr is not None
            told = ""
            until = time.monotonic() + 60
            while "xong một lượt" not in told and time.monotonic() < until:
                told += child.stderr.readline()
            child.send_signal(signal.SIGTERM)
            assert child.wait(timeout=30) == 0
            told += child.stderr.read()
    assert "xong một lượt" in told
    assert "Đang dừng" in told
    assert "Traceback" not in told
    with_store = next(tmp_path.glob("*.sqlite3"))
    assert list(open_store(with_store, clock=lambda: dt.datetime.now(dt.UTC)).health())
