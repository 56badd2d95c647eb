"""The captured real feeds, list pages and articles, outlet by outlet: a table for `make eval` and what must hold."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from pathlib import Path

import pytest

from pipeline.extract import article
from pipeline.fetch import documents
from pipeline.fetch.reading import Context

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
HOSTS = {"dantri": "dantri.com.vn"}

pytestmark = [
    pytest.mark.real,
    pytest.mark.table,
    pytest.mark.skipif(not REAL.exists(), reason="the captured real feeds and pages are not beside the project"),
]


def test_figures_of_each_outlet() -> None:
    expected = json.loads((REAL / "pages" / "expected.json").read_text(encoding="utf-8"))
    rows: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for path in sorted((REAL / "feeds").iterdir()):
        reading = documents.read(path.read_bytes(), None, "feed", Context("thu", "", NOW))
        assert reading.error is None, path.name
        stamps = [e.published for e in reading.entries]
        assert not any(stamp.ambiguous for stamp in stamps if stamp), path.name
        rows[path.name.split("_")[0].split(".")[0], "feed"].append(
            (len(reading.entries), sum(bool(e.title) for e in reading.entries), sum(s is not None for s in stamps))
        )
    for path in sorted((REAL / "pages").glob("*_list.html")):
        outlet = path.name.split("_")[0]
        context = Context("thu", f"https://{HOSTS.get(outlet, f'{outlet}.vn')}/kinh-doanh", NOW)
        entries = documents.read(path.read_bytes(), None, "listing", context).entries
        dated = sum(e.published is not None for e in entries)
        assert len(entries) >= 30, path.name
        rows[outlet, "list page"].append((len(entries), sum(len(e.title) > 15 for e in entries), dated))
    for path in sorted((REAL / "pages").glob("*_article*.html")):
        wanted = expected[path.name]
        page = article.read(path.read_bytes(), wanted["url"])
        assert page.kind == "article", path.name
        assert page.text
        rows[path.name.split("_")[0], "article"].append((1, int(bool(page.title)), int(page.published is not None)))
    print("\noutlet        kind        files  entries  with title  with date")
    for (outlet, kind), found in sorted(rows.items()):
        print(f"{outlet:13} {kind:11} {len(found):5}", *(f"{sum(column):9}" for column in zip(*found, strict=True)))
    feeds = [found for (_, kind), many in rows.items() if kind == "feed" for found in many]
    assert sum(entries for entries, _, _ in feeds) == sum(dated for _, _, dated in feeds) == 159
