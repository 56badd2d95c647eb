"""The checking room on the captured real press beside the project: every article against the captured official papers and the newsroom's.

    python tests/check/real.py            flags on the articles as they are (each is to be read and judged)
    python tests/check/real.py planted    the sentences of data/planted.jsonl put into those articles: how many are found

The labels are the worst case: every article that names a place of the province counts as a report on local policy that
nobody protected (the tag room asks for a topic besides). All are dated to NOON, so that the papers' dates are met. Nothing of this set is tuned on; nothing of it is kept in the project.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.check import POLICY, Checker, MemoryRetriever, claims
from pipeline.extract import document as reader
from pipeline.extract.papers.lines import DocumentRefused
from pipeline.language.places import Gazetteer
from pipeline.records import Article, Evidence, Match, Tags
from pipeline.tag.locality import LOCAL

sys.path.insert(0, str(Path(__file__).parent))
import newsroom

REAL = newsroom.NEWSROOM.parent / "real"
PLANTED = Path(__file__).parent / "data" / "planted.jsonl"
NOON = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)
GAZETTEER = Gazetteer.builtin()
FLAGGED = frozenset({"mismatch", "partial", "outdated", "forged"})


def official() -> list[Evidence]:
    """Passages of the captured papers (those our reader takes) and of the newsroom's."""
    found = newsroom.evidence()
    for file in sorted((REAL / "official").rglob("*")):
        if file.suffix not in (".md", ".txt"):
            continue
        try:
            paper = reader.read(file.read_bytes(), f"{file.stem}.txt", GAZETTEER)
        except DocumentRefused:
            continue
        found += [
            Evidence(
                file.stem, paper.number, paper.title, paper.issuer, p.point, p.text, p.heading, paper.status, paper.issued,
                paper.effective_from, paper.effective_to, paper.places, None, p.doubtful,
            )
            for p in paper.passages
        ]  # fmt: skip
    return found


def articles() -> list[Article]:
    """Every captured article: whole texts of 2020, and title and summary of six days of feeds."""
    rows = [json.loads(line) for line in (REAL / "corpus/unc_2020/articles.jsonl").read_text("utf-8").splitlines()]
    whole = [(r["url"], r["title"], r["text"]) for r in rows]
    for file in sorted((REAL / "corpus/rss_days").glob("*.json")):
        whole += [(r["link"], r["title"], r.get("summary") or "") for r in json.loads(file.read_text("utf-8"))]
    return [article(url, title, text) for url, title, text in whole]


def article(url: str, title: str, text: str) -> Article:
    text = re.sub(r"\s*\n\s*", "\n", text.strip())
    key = hashlib.sha256(f"{url}\x1f{title}\x1f{text}".encode()).hexdigest()[:32]
    return Article(key, "real", url.split("/")[2], url, title, NOON, None, text, NOON)


def check(one: Article, checker: Checker, *, planted: bool = False) -> list[tuple[str, Match]]:
    places = tuple(dict.fromkeys(GAZETTEER.units(f"{one.title}. {one.text}", NOON.date())))
    tags = Tags(one.id, "news_report", False, "khac", places, "neu", planted or bool(LOCAL & set(places)))
    return [(c.text, m) for c in claims(one, tags, GAZETTEER) for m in (checker.check(c),) if m.verdict in FLAGGED]


def planted() -> list[dict[str, Any]]:
    return [json.loads(line) for line in PLANTED.read_text("utf-8").splitlines()]


def with_planted(pages: list[Article]) -> list[tuple[Article, dict[str, Any]]]:
    """Each sentence as a paragraph of its own in the middle of a whole article of its own, the same one in every run."""
    long = sorted((p for p in pages if p.text.count("\n") >= 4), key=lambda p: p.id)
    out = []
    for host, row in zip(long, planted(), strict=False):
        parts = host.text.split("\n")
        middle = len(parts) // 2
        text = "\n".join([*parts[:middle], row["text"], *parts[middle:]])
        out.append((article(host.url, host.title, text), row))
    return out


def main() -> None:
    checker = Checker(MemoryRetriever(official()), POLICY, GAZETTEER)
    pages = articles()
    print(f"{len(pages)} bài, {len({e.document for e in checker.retriever.evidence})} văn bản")
    if sys.argv[1:] == ["planted"]:
        found: Counter[str] = Counter()
        beside = 0
        for page, row in with_planted(pages):
            told = check(page, checker, planted=True)
            beside += sum(text not in row["text"] for text, _ in told)
            flags = [(text, m) for text, m in told if m.evidence and m.evidence.document == row["document"]]
            hit = any(text in row["text"] for text, _ in flags)
            found["found" if hit else "missed"] += 1
            if not hit:
                print("chưa thấy:", row["code"], row["text"])
        print(dict(found), f"{beside} cờ ngoài các câu cài vào")
        return
    flags = [(page, text, m) for page in pages for text, m in check(page, checker)]
    for page, text, m in flags:
        assert m.evidence is not None
        first = m.differences[0]
        print(
            page.url,
            "|",
            text,
            "|",
            first.code,
            first.claim_value,
            "≠",
            first.official_value,
            "|",
            m.evidence.number,
            m.evidence.point,
        )
    print(f"{len(flags)} cờ trên {len(pages)} bài: {1000 * len(flags) / len(pages):.1f} trên 1.000 bài")


if __name__ == "__main__":
    main()
