"""Days an office will meet, read in review as they are printed: nothing new, one source, all sources down, only letters.

After a wanted change: GOLDEN=write python -m pytest tests/report/test_golden.py, then read the difference.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from pathlib import Path

import pytest

from pipeline import report as reports
from pipeline.report.compose import belongs, daily
from pipeline.report.lint import check
from pipeline.report.model import Rows

DATA = Path(__file__).with_name("data")
DAY = dt.date(2026, 11, 11)


def empty(rows: Rows) -> Rows:
    return dataclasses.replace(rows, articles=(), findings=(), tags={}, stories={}, verdicts={}, papers=6)


def one_source(rows: Rows) -> Rows:
    kept = tuple(article for article in rows.articles if article.source == rows.sources[0].id)
    ids = {article.id for article in kept}
    found = tuple(one for one in rows.findings if one.flag.article in ids)
    return dataclasses.replace(
        rows, articles=kept, findings=found, sources=rows.sources[:1], health=rows.health[:1], papers=6
    )


def all_down(rows: Rows) -> Rows:
    at = rows.health[0].at
    down = tuple(
        dataclasses.replace(rows.health[0], source=source.id, url=source.url, status="failed", at=at)
        for source in rows.sources
    )
    return dataclasses.replace(empty(rows), health=down)


def only_protected(rows: Rows) -> Rows:
    kept = tuple(a for a in rows.articles if rows.tags[a.id].protected and belongs(a, DAY))
    return dataclasses.replace(empty(rows), articles=kept, tags=rows.tags, stories=rows.stories)


DAYS = {"empty": empty, "one-source": one_source, "all-sources-down": all_down, "only-protected": only_protected}


@pytest.mark.parametrize("name", DAYS)
def test_the_day_reads_as_it_did(rows, name):
    made = daily(DAYS[name](rows), DAY)
    told = reports.WRITERS["txt"](made).decode()
    file = DATA / f"day-{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(told, "utf-8")
    assert told == file.read_text("utf-8")
    assert check(reports.WRITERS["docx"](made)) == []
