"""The whole job over the sample press: what comes out, that a second pass changes nothing, and that a killed one goes on."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import run as passes
from pipeline import sample
from pipeline.cli.export import rows
from pipeline.config import load_office, load_sources
from pipeline.extract import document as reader
from pipeline.language.places import Gazetteer
from pipeline.records import VIETNAM
from pipeline.store import Store, open_store
from pipeline.tag import Tagger
from tests.end_to_end.newsroom import Silent

ROOT = Path(__file__).resolve().parents[2]
PAPERS = ROOT / "sample" / "documents"
KINDS = ("articles", "stories", "claims", "flags", "referrals")
AT = dt.datetime.combine(sample.DAYS[-1], dt.time(20), VIETNAM).astimezone(dt.UTC)


def house(folder: Path, store: Store) -> passes.House:
    """An office of the sample press at the evening of its last day; the clock stands."""
    gazetteer = Gazetteer.builtin()
    tagger = Tagger.load(ROOT / "models", gazetteer)
    return passes.House(
        load_office(folder), folder, load_sources(folder), store, tagger, gazetteer, lambda: AT, Silent()
    )


def office(folder: Path, port: int) -> Store:
    """Write the office's folder and add the sample's papers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "office.toml").write_text('[office]\nname = "Ủy ban nhân dân phường Phan Rang"\n', "utf-8")
    sample.write_office(folder, port)
    store = open_store(folder / "doichieu.sqlite3", clock=lambda: AT)
    for file in sorted(PAPERS.iterdir()):
        data = file.read_bytes()
        store.add_document(reader.read(data, file.name), data, "test", AT)
    return store


def exported(store: Store) -> str:
    """All exports as text, the port of the run left out."""
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for kind in KINDS for row in rows(store, kind)]
    return "\n".join(sorted(lines))


@pytest.fixture(scope="module")
def press() -> sample.SampleServer:
    with sample.serve() as server:
        yield server


@pytest.fixture(scope="module")
def ran(press: sample.SampleServer, tmp_path_factory: pytest.TempPathFactory) -> tuple[passes.House, passes.Summary]:
    folder = tmp_path_factory.mktemp("office")
    made = house(folder, office(folder, press.port))
    return made, passes.run(made, day=sample.DAYS[-1])


def test_the_report_shows_both_values_and_the_paper(ran: tuple[passes.House, passes.Summary]) -> None:
    made, summary = ran
    flags = list(rows(made.store, "flags"))
    assert len(flags) >= 5
    page = next(file for file in summary.files if file.name.endswith("-phu-luc.html")).read_text("utf-8")
    assert {file.suffix for file in summary.files} == {".html", ".json", ".docx", ".txt"}
    assert all(flag["document"] and flag["point"] and flag["official_value"] for flag in flags)
    assert sum(flag["document"] in page for flag in flags) == len(flags)


def test_no_person_no_protected_flag_no_wrong_referral(ran: tuple[passes.House, passes.Summary]) -> None:
    made, _ = ran
    gold = [json.loads(line) for line in (ROOT / "sample" / "gold.jsonl").read_text("utf-8").splitlines()]
    everything = exported(made.store)
    assert not [name for row in gold for name in row["persons"] if name in everything]
    protected = {row["url"] for row in rows(made.store, "articles") if row["protected"]}
    assert protected
    assert not protected & {flag["url"] for flag in rows(made.store, "flags")}
    assert len(list(rows(made.store, "referrals"))) <= sum(row["refer"] is not None for row in gold)


def test_a_second_pass_changes_nothing(ran: tuple[passes.House, passes.Summary]) -> None:
    made, summary = ran
    before, bytes_before = exported(made.store), [file.read_bytes() for file in summary.files]
    again = passes.run(made, day=sample.DAYS[-1])
    assert exported(made.store) == before
    assert [file.read_bytes() for file in again.files] == bytes_before


DRIVER = """
import sys
from pathlib import Path
from tests.end_to_end import test_sample as t
from pipeline import run as passes, sample
from pipeline.store import open_store
folder = Path(sys.argv[1])
made = t.house(folder, open_store(folder / "doichieu.sqlite3", clock=lambda: t.AT))
print("begins", flush=True)
passes.run(made, day=sample.DAYS[-1])
"""
KILLS = int(os.environ.get("DOICHIEU_KILLS", "20"))


@contextlib.contextmanager
def pass_of_its_own(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has everything ready and begins its pass now; killed when the block ends before it does."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", DRIVER, str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "begins\n"
        try:
            yield child
        finally:
            child.kill()  # SIGKILL: no handler, no clean-up, as when the power goes


@pytest.mark.slow
@pytest.mark.timeout(60 + 30 * KILLS)
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a signal of POSIX systems")
def test_a_killed_pass_goes_on_where_it_was(
    press: sample.SampleServer, ran: tuple[passes.House, passes.Summary], tmp_path: Path
) -> None:
    """DOICHIEU_KILLS fresh offices (20 when unset), each killed at its own random moment, then one undisturbed pass."""
    made, summary = ran
    wanted, dice = exported(made.store), random.Random(20)
    template = tmp_path / "template"
    office(template, press.port).close()
    (template / "sources.toml").write_bytes((made.directory / "sources.toml").read_bytes())
    shutil.copytree(template, tmp_path / "whole")
    with pass_of_its_own(tmp_path / "whole") as child:
        begun = time.monotonic()
        assert child.wait(timeout=120) == 0
    whole = time.monotonic() - begun
    killed = 0
    for number in range(KILLS):
        folder = tmp_path / f"office-{number}"
        shutil.copytree(template, folder)
        moment = dice.uniform(0.0, whole)
        with pass_of_its_own(folder) as child:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=moment)
            killed += child.poll() is None
        store = open_store(folder / "doichieu.sqlite3", clock=lambda: AT)
        again = passes.run(house(folder, store), day=sample.DAYS[-1])
        differing = set(exported(store).splitlines()) ^ set(wanted.splitlines())
        troubles = [problem for count in again.counts for problem in count.problems]
        assert not differing, f"killed after {moment:.2f} of {whole:.2f} s; {troubles}; {sorted(differing)[:4]}"
        assert [file.read_bytes() for file in again.files] == [file.read_bytes() for file in summary.files]
        assert store.verify_audit().sound
        store.close()
        shutil.rmtree(folder)
    print(f"{killed} of {KILLS} passes killed within {whole:.1f} s each; every next pass ended the same")
    assert killed >= KILLS // 2
