"""The same measurement on the sample press that comes with the project; its labels may be tuned on.

python tests/check/sample.py        claims → retrieval → comparison, beside sample/gold.jsonl
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.check import POLICY, Checker, MemoryRetriever, claims
from pipeline.check.acts import scam_match
from pipeline.extract import document as reader
from pipeline.language.places import Gazetteer
from pipeline.records import Article, Claim, Evidence, Match, Tags
from pipeline.sample import press

FOLDER = Path(__file__).resolve().parents[2] / "sample"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


def evidence() -> list[Evidence]:
    gazetteer = Gazetteer.builtin()
    papers = [reader.read(f.read_bytes(), f.name, gazetteer) for f in sorted((FOLDER / "documents").iterdir())]
    heirs = {old: d.number for d in papers for old in d.supersedes}
    return [
        Evidence(
            d.file, d.number, d.title, d.issuer, p.point, p.text, p.heading,
            "superseded" if d.number in heirs else d.status, d.issued, d.effective_from,
            d.effective_to, d.places, heirs.get(d.number), p.doubtful,
        )
        for d in papers
        for p in d.passages
    ]  # fmt: skip


def articles() -> tuple[list[Article], dict[str, Tags], dict[str, dict[str, Any]]]:
    outlets, items = press.load()
    hosts = {o.id: o.host for o in outlets}
    gold = {g["id"]: g for g in rows("gold")}
    kept, tags = [], {}
    versions: dict[str, int] = {}
    for item in sorted(items, key=lambda i: i.visible_from):
        url = f"https://{hosts[item.outlet]}{item.path}"
        versions[url] = versions.get(url, 0) + 1
        text = "\n".join(item.paragraphs)
        kept.append(
            Article(item.id, item.outlet, item.outlet, url, item.title, item.published, item.edited, text,
                    item.visible_from, versions[url])
        )  # fmt: skip
        g = gold[item.id]
        tags[item.id] = Tags(
            item.id, g["item_type"], g["protected"], g["topic"], tuple(g["places"]), g["sentiment"],
            g["about_local_policy"], g["refer"],
        )  # fmt: skip
    return kept, tags, gold


def chain() -> tuple[list[Claim], list[Match]]:
    """Claims of the sample press with their matches, gold tags handed in."""
    kept, tags, _ = articles()
    gazetteer = Gazetteer.builtin()
    checker = Checker(MemoryRetriever(evidence()), POLICY, gazetteer)
    said = [c for a in kept for c in claims(a, tags[a.id], gazetteer)]
    return said, [scam_match(checker.check(c), tags[c.article]) for c in said]


def labelled(claim: Claim, gold: dict[str, Any]) -> dict[str, Any] | None:
    """The label whose words the claim shares, or None."""
    return next((g for g in gold["claims"] if g["text"] in claim.text or claim.text in g["text"]), None)


def main() -> None:
    gold = {g["id"]: g for g in rows("gold")}
    said, matches = chain()
    found: set[tuple[str, str]] = set()
    for claim, match in zip(said, matches, strict=True):
        label = labelled(claim, gold[claim.article])
        code = match.differences[0].code if match.differences else None
        want = label["code"] if label else None
        if label and code == want:
            found.add((claim.article, label["text"]))
        if code != want or (code and label and match.evidence and match.evidence.point != label["point"]):
            print(claim.article, f"{want} → {code} {match.verdict}", "|", claim.text)
            print("    ", match.evidence and f"{match.evidence.document} {match.evidence.point}", match.why_silent)
            print("    ", [(d.claim_value, d.official_value) for d in match.differences])
    for g in gold.values():
        for c in g["claims"]:
            if c["flag"] and (g["id"], c["text"]) not in found:
                print("chưa thấy:", g["id"], c["code"], c["text"])


if __name__ == "__main__":
    main()
