"""Throughput of each stage of a pass without network, over the project's own texts as pages, and how it grows."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from pipeline import run as passes
from pipeline import sample
from pipeline.cli.articles import page_of
from pipeline.records import Capture, Entry
from tests.end_to_end.test_sample import AT, ROOT, house, office

SMALL, LARGE = 200, 800


def texts() -> list[str]:
    """The texts of data/items, each once."""
    files = sorted((ROOT / "data" / "items").glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
    return list(dict.fromkeys(row["text"] for row in rows))


def one_pass(folder: Path, count: int) -> passes.Summary:
    """A pass over so many pages in a fresh office with the sample's papers."""
    store = office(folder, 9)
    made = house(folder, store)
    source = made.sources[0].id
    for number, text in enumerate(texts()[:count]):
        url = f"https://bench.example/{number}.html"
        title = " ".join(text.split()[:12])
        body = page_of({"title": title, "text": text, "published": AT.isoformat()})
        headers = (("content-type", "text/html; charset=utf-8"),)
        capture = Capture(source, url, url, 200, headers, AT, body, hashlib.sha256(body).hexdigest())
        store.import_page(url, capture, Entry(source, url, title), AT)
    summary = passes.run(made, day=sample.DAYS[-1], with_fetch=False)
    store.close()
    return summary


@pytest.mark.bench
@pytest.mark.timeout(900)
def test_stages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small, large = one_pass(tmp_path / "small", SMALL), one_pass(tmp_path / "large", LARGE)
    with capsys.disabled():
        print(f"\nItems a second of each stage, one process, and the seconds of {LARGE} pages against {SMALL}\n")
        print(f"| stage | {SMALL} pages | {LARGE} pages | seconds, {LARGE} : {SMALL} |\n|---|---|---|---|")
        for one, many in zip(small.counts, large.counts, strict=True):
            rates = [f"{count.items_in / count.seconds:,.{int(count.items_in < 10)}f}/s" for count in (one, many)]
            print(f"| {one.stage} | {rates[0]} | {rates[1]} | {many.seconds / one.seconds:.1f} |")
    by_stage = {count.stage: count for count in large.counts}
    assert by_stage["đọc bài"].items_out == LARGE
    # Growth stays near a straight line; the factor two leaves room for a busy machine.
    total = [sum(count.seconds for count in summary.counts) for summary in (small, large)]
    assert total[1] <= 2 * LARGE / SMALL * total[0]
