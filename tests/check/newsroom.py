"""Measure the checking room alone on the newsroom beside the project: gold articles, passages and tags in, figures out.

    python tests/check/newsroom.py pairs [odd|even]      gold claim beside its gold passage
    python tests/check/newsroom.py chain [odd|even]      claims → retrieval → comparison → flags, scored by score.py

Rules are tuned on odd story numbers only; the even half is for reporting.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.check import POLICY, Checker, MemoryRetriever, claims, compare
from pipeline.check.acts import scam_match
from pipeline.language.places import Gazetteer
from pipeline.records import Article, Claim, Evidence, Match, Tags
from pipeline.stories import cluster
from pipeline.triage import triage

NEWSROOM = Path(__file__).resolve().parents[2].parent / "shared" / "newsroom"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (NEWSROOM / f"{name}.jsonl").read_text("utf-8").splitlines()]


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def evidence() -> list[Evidence]:
    documents = {d["id"]: d for d in rows("documents")}
    return [
        Evidence(
            d["id"], d["number"], d["title"], d["issuer"], p["point"], p["text"], "", d["status"], day(d["issued"]),
            day(d["effective_from"]), day(d["effective_to"]), tuple(d["places"]),
            documents[d["superseded_by"]]["number"] if d["superseded_by"] else None,
        )
        for d in documents.values()
        for p in d["passages"]
    ]  # fmt: skip


def articles(half: str | None) -> tuple[list[Article], dict[str, Tags], dict[str, dict[str, Any]]]:
    gold = {g["id"]: g for g in rows("gold")}
    kept, tags = [], {}
    versions: Counter[str] = Counter()
    for a in rows("articles"):
        g = gold[a["id"]]
        versions[a["url"]] += 1
        if half and (int(g["story"][1:]) % 2 == 1) != (half == "odd"):
            continue
        moment = dt.datetime.fromisoformat(a["published"])
        updated = dt.datetime.fromisoformat(a["updated"]) if a["updated"] else None
        kept.append(
            Article(
                a["id"],
                a["outlet"],
                a["outlet"],
                a["url"],
                a["title"],
                moment,
                updated,
                a["text"],
                updated or moment,
                versions[a["url"]],
            )
        )
        tags[a["id"]] = Tags(
            a["id"],
            g["item_type"],
            g["protected"],
            g["topic"],
            tuple(g["places"]),
            g["sentiment"],
            g["about_local_policy"],
            g["refer"],
        )
    return kept, tags, gold


def chain(half: str | None, *, out: Path) -> tuple[list[Claim], list[Match]]:
    kept, tags, gold = articles(half)
    gazetteer = Gazetteer.builtin()
    checker = Checker(MemoryRetriever(evidence()), POLICY, gazetteer)
    said = [c for a in kept for c in claims(a, tags[a.id], gazetteer)]
    pages = {a.id: a for a in kept}
    matches = []
    for c in said:
        found = checker.check(c)
        matches.append(scam_match(found, tags[c.article]))
    stories = cluster(kept, tags)
    result = triage(kept, tags, said, matches, stories)
    by_claim = {m.claim: m for m in matches}
    texts = {c.id: c for c in said}
    out.mkdir(parents=True, exist_ok=True)

    def write(name: str, found: list[dict[str, Any]]) -> None:
        (out / f"{name}.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in found), "utf-8")

    write(
        "articles",
        [
            {
                "url": a.url,
                "outlet": a.outlet,
                "title": a.title,
                "text": a.text,
                "story": stories[a.id],
                "published": a.published.isoformat(),
            }
            | {k: gold[a.id][k] for k in ("item_type", "protected", "topic", "places", "sentiment")}
            for a in kept
        ],
    )
    write(
        "stories",
        [
            {"story": s, "urls": sorted({a.url for a in kept if stories[a.id] == s})}
            for s in sorted(set(stories.values()))
        ],
    )
    write(
        "claims",
        [
            {
                "url": pages[c.article].url,
                "claim": c.text,
                "verdict": by_claim[c.id].verdict,
                "document": by_claim[c.id].evidence.document if by_claim[c.id].evidence else None,
                "point": by_claim[c.id].evidence.point if by_claim[c.id].evidence else None,
            }
            for c in said
            if by_claim[c.id].verdict != "no_document"
        ],
    )
    write(
        "flags",
        [
            {
                "url": pages[f.article].url,
                "claim": texts[f.claim].text,
                "verdict": f.verdict,
                "code": f.code,
                "document": by_claim[f.claim].evidence.document,
                "point": by_claim[f.claim].evidence.point,
            }
            for f in result.flags
            if f.lane != "look"
        ],
    )
    write("referrals", [{"url": r.url, "ground": r.ground} for r in result.referrals])
    return said, matches


def half_of_gold(half: str | None, out: Path) -> Path:
    """A copy of the set with one half of the stories, for score.py."""
    folder = out / "gold"
    folder.mkdir(parents=True, exist_ok=True)
    gold = {g["id"]: g for g in rows("gold") if not half or (int(g["story"][1:]) % 2 == 1) == (half == "odd")}
    for name in ("documents", "articles", "gold"):
        kept = [r for r in rows(name) if name == "documents" or r["id"] in gold]
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in kept), "utf-8")
    return folder


def pairs(half: str | None) -> None:
    known = {(e.document, e.point): e for e in evidence()}
    kept, tags, gold = articles(half)
    gazetteer = Gazetteer.builtin()
    table: Counter[tuple[str, str]] = Counter()
    codes = right = 0
    for a in kept:
        if tags[a.id].item_type == "scam_impersonation":
            continue
        for c in gold[a.id]["claims"]:
            if not c["document"]:
                continue
            item = known[c["document"], c["point"]]
            found = compare(
                c["text"],
                item,
                day(a.updated.isoformat() if a.updated else a.published.isoformat()),
                gazetteer=gazetteer,
            )
            table[c["verdict"], found.verdict] += 1
            code = found.differences[0].code if found.differences else None
            if c["verdict"] != found.verdict or (c["code"] != code):
                print(
                    f"{a.id} {c['verdict']}/{c['code']} → {found.verdict}/{code} | {c['text']}\n      § {item.point}: {item.passage}\n      {[(d.claim_value, d.official_value) for d in found.differences]} {found.why_silent}"
                )
            if c["code"] and found.verdict not in ("match", "no_document"):
                codes += 1
                right += c["code"] == code
    for (want, got), n in sorted(table.items()):
        print(f"{want:12} → {got:12} {n}")
    print("code right of found:", right, "/", codes)


def main() -> None:
    mode, half = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
    if mode == "pairs":
        pairs(half)
        return
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        said, matches = chain(half, out=out)
        if len(sys.argv) > 3:
            by = {m.claim: m for m in matches}
            for c in said:
                m = by[c.id]
                print(
                    c.article,
                    m.verdict,
                    [d.code for d in m.differences],
                    "|",
                    c.text,
                    "|",
                    m.evidence.document + " " + m.evidence.point if m.evidence else None,
                    [(d.claim_value, d.official_value) for d in m.differences],
                    m.why_silent,
                )
        print(
            subprocess.run(
                [sys.executable, str(NEWSROOM / "score.py"), str(half_of_gold(half, out)), str(out)],
                capture_output=True,
                text=True,
                check=True,
            ).stdout.split("\n", 1)[1]
        )


if __name__ == "__main__":
    main()
