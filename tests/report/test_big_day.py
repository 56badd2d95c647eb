"""A day of a thousand items in a store that has grown: the daily report in all its formats, time and memory."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert

from pipeline.cli.init import create
from pipeline.config import load_office
from pipeline.records import Flag
from pipeline.store import codec, open_store
from pipeline.store.tables import articles, claims, flags, matches, tags

DAY = dt.date(2026, 11, 11)
TODAY, BEFORE, FLAGS = 1000, 20_000, 40
MEASURE = """
import json, resource, subprocess, sys, time
begun = time.perf_counter()
done = subprocess.run([sys.executable, "-m", "pipeline.cli.main", *sys.argv[1:]], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"rc": done.returncode, "wall": time.perf_counter() - begun, "s": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024, "err": done.stderr[-500:]}))
"""


def fill(folder: Path, rows) -> None:
    create(folder)
    store = open_store(load_office(folder).store.url)
    base = [one for one in rows.articles if not rows.tags[one.id].protected]
    found = rows.findings[0]
    flagged = next(one for one in rows.articles if one.id == found.flag.article)
    made = {table.name: [] for table in (articles, tags, claims, matches, flags)}
    for number in range(TODAY + BEFORE):
        today = number < TODAY
        one = flagged if number < FLAGS else base[number % len(base)]
        back = dt.timedelta(0) if today else dt.timedelta(days=20 + number % 60)
        at = dt.datetime(2026, 11, 11, 1, tzinfo=dt.UTC) - back + dt.timedelta(minutes=number % 700)
        key, text = f"g{number}", f"{one.text} Bài số {number} của ngày. " * 3
        new = dataclasses.replace(
            one, id=key, url=f"https://bao.example/{key}", title=f"{one.title} ({number})", text=text, version=1,
            published=at, updated=None, first_seen=at,
        )  # fmt: skip
        made["articles"].append(
            {**codec.article_row(new), "day": (DAY - back).isoformat(), "story": f"S{number // 3}", "version": 1}
        )
        made["tags"].append(codec.tags_row(dataclasses.replace(rows.tags[one.id], article=key)))
        if number < FLAGS or number % 5 == 0:
            claim = dataclasses.replace(found.claim, id=f"k{number}", article=key)
            made["claims"].append(codec.claim_row(claim))
            made["matches"].append(codec.match_row(dataclasses.replace(found.match, claim=claim.id)))
    with store._write() as connection:
        for table in (articles, tags, claims, matches):
            connection.execute(insert(table), made[table.name])
    seen = dt.datetime(2026, 11, 11, 2, tzinfo=dt.UTC)
    wanted = [
        Flag(f"f{n}", "correction", f"g{n}", f"k{n}", found.flag.verdict, found.flag.code, 1.0, seen)
        for n in range(FLAGS)
    ]
    store.replace_flags(wanted, [], "1", seen)


@pytest.mark.slow
@pytest.mark.bench
def test_a_thousand_items_in_five_seconds_and_300_mb(rows, tmp_path, capsys):
    office = tmp_path / "office"
    fill(office, rows)
    command = ("report", "daily", "--config", str(office), "--day", DAY.isoformat(), "--format", "html,docx,txt,json")
    told = subprocess.run([sys.executable, "-c", MEASURE, *command], capture_output=True, text=True, check=True)
    seen = json.loads(told.stdout)
    with capsys.disabled():
        print(
            f"\n  daily report, {TODAY} items of {TODAY + BEFORE}: {seen['wall']:.1f} s ({seen['s']:.1f} s of CPU), {seen['mb']:.0f} MB"
        )
    assert seen["rc"] == 0, seen["err"]
    assert seen["s"] <= 5  # of CPU: other work of the machine is not the report's
    assert seen["mb"] <= 300
