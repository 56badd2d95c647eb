"""`run --watch` as a process: it passes over what is due, refuses a second run beside it, and ends when asked to."""

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

from .press import Reply, rss, serve
from .test_rhythm import NOW

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "pipeline.cli.main", "run"]
ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"}


def test_the_next_pass_is_when_the_first_address_is_due() -> None:
    def due(minutes: float, *, gone: bool = False) -> AddressState:
        return AddressState("s", f"u{minutes}", "feed", next_due=NOW + dt.timedelta(minutes=minutes), gone=gone)

    def at(*states: AddressState) -> float:
        return (next_pass({s.url: s for s in states}, NOW) - NOW).total_seconds() / 60

    assert at(due(20), due(9)) == 9
    assert at(due(-5)) == SOONEST.total_seconds() / 60
    assert at(due(300)) == at() == LATEST.total_seconds() / 60
    assert at(due(2, gone=True)) == LATEST.total_seconds() / 60


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
def test_watch_ends_after_the_pass_it_is_in(tmp_path: Path) -> None:
    with serve() as press:
        press.routes["/rss"] = Reply(rss("Thu tiền rác").encode())
        (tmp_path / "office.toml").write_text(
            f'[office]\nname = "UBND phường"\n\n[network]\nallow = ["{press.address}"]\n', encoding="utf-8"
        )
        (tmp_path / "sources.toml").write_text(
            f'[[source]]\nid = "bao"\nname = "Báo thử"\nkind = "newspaper"\nurl = "{press.url("/")}"\n'
            f'feed = "{press.url("/rss")}"\npause = 7.0\n',
            encoding="utf-8",
        )
        planned = subprocess.run(
            [*COMMAND, "--dry-run", "--config", tmp_path], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True,
            check=True, timeout=60,
        )  # fmt: skip
        assert press.url("/rss") in planned.stdout
        assert "sẽ đọc ngay" in planned.stdout
        assert not press.log
        watch = subprocess.Popen(
            [*COMMAND, "--watch", "--config", tmp_path], cwd=ROOT, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True
        )
        try:
            begun = time.monotonic()
            while not press.log and time.monotonic() - begun < 60:
                time.sleep(0.05)
            beside = subprocess.run(
                [*COMMAND, "--config", tmp_path], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False,
                timeout=60,
            )  # fmt: skip
            assert beside.returncode == 1, beside.stderr
            assert "lượt" in beside.stderr
            watch.send_signal(signal.SIGTERM)
            _, words = watch.communicate(timeout=60)
        finally:
            watch.kill()
        assert watch.returncode == 0, words
        assert "xong một lượt" in words  # the pass it was in came to its end
        assert "Traceback" not in words
        assert press.asked("/bai/1.html") == 1
