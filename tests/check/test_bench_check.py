"""What a claim costs beside many passages, and the chain from stored page to flag beside a plain chain of libraries.

Seconds are of the processor, so that a busy machine changes the figures little; wall-clock seconds are printed beside.
`BENCH_PAGES` sets another number of pages than 5,000.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.check import POLICY, Checker, Judge, MemoryRetriever, claims
from pipeline.check.acts import scam_match
from pipeline.cli.articles import page_of
from pipeline.cli.loading import pair_model_of
from pipeline.encode.encoder import Encoder
from pipeline.extract import article as reader
from pipeline.extract import masking
from pipeline.language.places import Gazetteer
from pipeline.records import Article, Tags
from pipeline.stories import cluster, leaders
from pipeline.tag import Tagger
from pipeline.triage import triage

sys.path.insert(0, str(Path(__file__).parent))
import crowd
import newsroom

MODELS = Path(__file__).resolve().parents[2] / "models"
PAGES, PLAIN_PAGES = int(os.environ.get("BENCH_PAGES", "5000")), 40
LIMITS = {10_000: 0.060, 100_000: 0.150}
GAZETTEER = Gazetteer.builtin()

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]


def seconds(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What the work gave, its processor seconds and its wall-clock seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = work()
    return found, time.process_time() - cpu, time.perf_counter() - wall


class Counting:
    """A pair model that counts how often it is asked."""

    def __init__(self, judge: Judge) -> None:
        self._judge, self.reads = judge, 0

    def judge(self, claim: str, passage: str, *rest: Any) -> tuple[float, float, float]:
        self.reads += 1
        return self._judge.judge(claim, passage, *rest)


@pytest.mark.parametrize("passages", LIMITS)
def test_a_claim_beside_many_passages(passages: int, capsys: pytest.CaptureFixture[str]) -> None:
    """The index is built before; the pair model reads along."""
    retriever = MemoryRetriever(list(crowd.passages(passages)))
    counting = Counting(pair_model_of())
    said = list(crowd.claims(300))
    for judge in (None, counting):
        checker = Checker(retriever, gazetteer=GAZETTEER, judge=judge)
        took, reads = [], []
        for claim in said:
            before = counting.reads
            took.append(seconds(lambda c=claim, k=checker: k.check(c))[1:])
            reads.append(counting.reads - before)
        cpu, wall = (float(np.percentile([t[i] for t in took], 95)) for i in (0, 1))
        with capsys.disabled():
            print(
                f"\np95 a claim beside {passages:,} passages, pair model {'off' if judge is None else 'on'}: {1000 * cpu:.1f} ms of"
                f" processor, {1000 * wall:.1f} ms by the clock; passages read by it: {dict(enumerate(np.bincount(reads)))}"
            )
    assert max(reads) <= POLICY.judge_reads == 2
    assert cpu <= LIMITS[passages]


Row = tuple[str, int, int, float]


def chain(pages: Sequence[tuple[Article, bytes]], tagger: Tagger, *, dedupe: bool) -> tuple[list[Row], float]:
    """Stored pages to flags: the funnel (stage, in, out, processor seconds) and all seconds.

    With `dedupe` a page of the same words is dropped, and one that copies an earlier page but for figures and names
    takes that page's vector, as in a pass.
    """
    rows: list[Row] = []

    def step(name: str, going_in: int, work: Callable[[], Any]) -> Any:
        found, cpu, _ = seconds(work)
        rows.append((name, going_in, len(found), cpu))
        return found

    def read() -> list[Article]:
        out = []
        for page, body in pages:
            seen = reader.read(body, page.url, media_type="text/html; charset=utf-8")
            if seen.kind == "article":
                title, text = masking.mask(seen.title), masking.mask(seen.text)
                out.append(
                    Article(
                        page.id, page.source, page.outlet, page.url, title, page.published, None, text, page.first_seen
                    )
                )
        return out

    read_pages: list[Article] = step("đọc bài", len(pages), read)
    led: dict[str, Article] = {}
    if dedupe:
        first = {(a.title, a.text): a for a in reversed(read_pages)}
        read_pages = step("bỏ bản trùng", len(read_pages), lambda: sorted(first.values(), key=lambda a: a.first_seen))
        led, cpu, _ = seconds(lambda: leaders(read_pages))
        rows.append(("tìm bản chép", len(read_pages), len({a.id for a in led.values()}), cpu))
    tags: dict[str, Tags] = step(
        "gắn nhãn", len(read_pages), lambda: {a.id: tagger.tag_article(a, led.get(a.id)) for a in read_pages}
    )
    stories = step("gom tin", len(read_pages), lambda: cluster(read_pages, tags))
    said = step(
        "tìm nội dung", len(read_pages), lambda: [c for a in read_pages for c in claims(a, tags[a.id], GAZETTEER)]
    )
    checker = Checker(MemoryRetriever(newsroom.evidence()), gazetteer=GAZETTEER)
    matches = step("đối chiếu", len(said), lambda: [scam_match(checker.check(c), tags[c.article]) for c in said])
    step("xếp việc", len(matches), lambda: triage(read_pages, tags, said, matches, stories).flags)
    return rows, sum(row[3] for row in rows)


def plain(pages: Sequence[tuple[Article, bytes]], encoder: Encoder) -> float:
    """Processor seconds of trafilatura, underthesea sentences and a vector for each sentence."""
    import trafilatura
    from underthesea import sent_tokenize

    def work() -> int:
        count = 0
        for _, body in pages:
            text = trafilatura.extract(body.decode()) or ""
            found = sent_tokenize(text)
            count += len(encoder.encode(found)) if found else 0
        return count

    return seconds(work)[1]


def stored(count: int) -> list[tuple[Article, bytes]]:
    """So many pages as HTML bytes: the newsroom's, repeated with other numbers and places."""
    kept, tags, _ = newsroom.articles(None)
    found = crowd.changed(kept, tags, count)
    return [
        (a, page_of({"title": a.title, "text": a.text, "published": (a.published or a.first_seen).isoformat()}))
        for a, _ in found
    ]


@pytest.mark.newsroom
@pytest.mark.skipif(not newsroom.NEWSROOM.exists(), reason="thiếu bộ tin mẫu ../shared/newsroom")
def test_the_chain_beside_a_plain_one(capsys: pytest.CaptureFixture[str]) -> None:
    pages = stored(PAGES)
    encoder = Encoder(MODELS / "encoder.int8.onnx", MODELS / "encoder.tokenizer.json", kept=0)
    spent = plain(list(itertools.islice(pages, PLAIN_PAGES)), encoder) / PLAIN_PAGES
    took: dict[bool, float] = {}
    with capsys.disabled():
        for dedupe in (True, False):
            rows, total = chain(pages, Tagger.load(MODELS, GAZETTEER), dedupe=dedupe)
            print(
                f"\n{PAGES:,} trang, {'bỏ bản trùng' if dedupe else 'giữ bản trùng'}: {PAGES / total:.1f} bài/giây của một lõi"
            )
            for name, going_in, out, cpu in rows:
                print(f"  {name:14} {going_in:8,} → {out:8,}  {cpu:8.1f} s")
            print(f"  chuỗi thường: {1 / spent:.2f} bài/giây; nhanh hơn {spent * PAGES / total:.0f} lần")
            print(json.dumps({"pages": PAGES, "dedupe": dedupe, "per_second": PAGES / total, "plain": 1 / spent}))
            took[dedupe] = total
    assert took[True] <= PAGES / 40
    assert spent * PAGES / took[True] >= 20
