"""Tables of the models on sets that lie beside the project (`make eval`); none of them was learnt from.

Heads, retrieval and the pair model on the newsroom, the pair model on encyclopaedic claim pairs, tone on students' feedback.
One alone: `python -m pytest -m table -s tests/train/test_tables.py -k retrieval`.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.check import POLICY, MemoryRetriever
from pipeline.check.present import above
from pipeline.cli import models_pair
from pipeline.cli.loading import MODELS, pair_model_of
from pipeline.cli.models import _load, encoder_of
from pipeline.encode import Encoder
from pipeline.language.normalise import unmarked
from pipeline.language.places import Gazetteer
from pipeline.records import Claim, Evidence
from pipeline.tag.heads import joined
from pipeline.train import datasets, fit, measure, pairmodel
from pipeline.train.lawpairs import Pair

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "check"))
import newsroom

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
PAIRS, FEEDBACK = SHARED / "datasets/claim-pairs/pairs.jsonl", SHARED / "datasets/uit-vsfc"
DATA = ROOT / "data"
HALVES = ("odd", "even")
DEPTHS = (1, 2, 5)
pytestmark = [pytest.mark.table, pytest.mark.timeout(3600)]
beside = pytest.mark.skipif(not newsroom.NEWSROOM.exists(), reason="the newsroom test set is not beside the project")

Asked = tuple[Claim, str, str]
"""a claim, the paper and the point that settle it"""


@cache
def remembering() -> Encoder:
    """One encoder for all tables: passages of the train pairs are read once."""
    return encoder_of(MODELS, remember=True)


@cache
def learnt() -> list[Pair]:
    return pairmodel.own_pairs(DATA, "train")


def words_of(point: str) -> frozenset[str]:
    return frozenset(point.lower().replace(",", " ").split())


def asked(half: str, *, bare: bool = False) -> list[Asked]:
    """The newsroom's labelled claims that a paper settles, each with headline and text of its article."""
    kept, tags, gold = newsroom.articles(half)
    gazetteer, found = Gazetteer.builtin(), []
    for article in kept:
        assert article.published is not None
        day = article.published.date()
        for number, row in enumerate(gold[article.id]["claims"]):
            if row["document"]:
                places = gazetteer.units(row["text"], day) or tags[article.id].places
                said, around = row["text"], f"{article.title}\n{article.text}"
                if bare:
                    said, around = unmarked(said), unmarked(around)
                key = f"{article.id}.{number}"
                one = Claim(key, article.id, said, 0, around, day, tuple(places), tags[article.id].topic)
                found.append((one, row["document"], row["point"]))
    return found


def asked_of_data(split: str) -> list[Asked]:
    """Claims of data/claims without any article around them, those that a passage settles."""
    gazetteer, found = Gazetteer.builtin(), []
    for _, _, row in datasets.rows_of(DATA / "claims"):
        if row["split"] == split and row["verdict"] != "no_document":
            day = dt.date.fromisoformat(row["date"])
            places = tuple(gazetteer.units(row["claim"], day))
            claim = Claim(row["id"], row["id"], row["claim"], 0, row["claim"], day, places, None)
            found.append((claim, row["document"], row["point"]))
    return found


def evidence_of_data() -> list[Evidence]:
    day = newsroom.day
    return [
        Evidence(
            d["id"], d["number"], d["title"], d["issuer"], p["point"], p["text"], p["heading"], d["status"], day(d["issued"]),
            day(d["effective_from"]), day(d["effective_to"]), tuple(d["places"]),
        )
        for _, _, d in datasets.rows_of(DATA / "documents")
        for p in d["passages"]
    ]  # fmt: skip


def found_among(retriever: MemoryRetriever, wanted: Sequence[Asked]) -> list[float]:
    """Share of claims whose point is among the first 1, 2 and 5, and whose paper is the first."""
    ranks, papers = [], 0
    for claim, document, point in wanted:
        found = retriever.find(claim, POLICY.candidates)
        right = (i for i, e in enumerate(found) if e.document == document and words_of(e.point) == words_of(point))
        ranks.append(next(right, max(DEPTHS)))
        papers += bool(found) and found[0].document == document
    return [*(sum(rank < depth for rank in ranks) / len(ranks) for depth in DEPTHS), papers / len(ranks)]


@beside
def test_retrieval() -> None:
    print("\n## Retrieval\n\n| claims | n | first | of two | of five | right paper first |\n|---|---|---|---|---|---|")
    papers, own = MemoryRetriever(newsroom.evidence()), MemoryRetriever(evidence_of_data())
    sets = {f"newsroom, {half} stories": (papers, asked(half)) for half in HALVES}
    sets |= {f"newsroom, {half} stories, no diacritics": (papers, asked(half, bare=True)) for half in HALVES}
    sets["data/claims dev, no article around them"] = own, asked_of_data("dev")
    for name, (retriever, wanted) in sets.items():
        row = found_among(retriever, wanted)
        print(f"| {name} | {len(wanted)} | {' | '.join(f'{share:.3f}' for share in row)} |")
        if name.startswith("newsroom"):
            assert (row[0] >= 0.80, row[2] >= 0.95) == (True, True), name


@beside
def test_heads_on_the_newsroom() -> None:
    """The bare heads, title and text alone: no rules, no second witness."""
    kept, _, gold = newsroom.articles(None)
    texts = joined([a.title for a in kept], [a.text for a in kept])
    print("\n## Heads on the newsroom\n")
    for name in datasets.HEADS:
        features, head = _load(MODELS, name)
        said = [label for label, _ in head.predict(features.transform(texts))]
        truth = [str(gold[a.id][name]).lower() if name == "protected" else str(gold[a.id][name]) for a in kept]
        print(measure.table(name, measure.figures(truth, said)) + "\n")


def newsroom_pairs() -> list[Pair]:
    """Each labelled claim beside its passage; one without a document beside the passage that is found first."""
    known = {(e.document, e.point): e for e in newsroom.evidence()}
    retriever = MemoryRetriever(list(known.values()))
    kept, tags, gold = newsroom.articles(None)
    found = []
    for article in kept:
        assert article.published is not None
        day = article.published.date()
        for row in gold[article.id]["claims"]:
            label = row["verdict"] if row["verdict"] in ("match", "no_document") else "mismatch"
            one = known.get((row["document"], row["point"]))
            if one is None:
                around = f"{article.title}\n{article.text}"
                claim = Claim("", article.id, row["text"], 0, around, day, tags[article.id].places, None)
                one, label = retriever.find(claim, 1)[0], "no_document"
            over = above(one.issuer, one.heading, one.status, one.effective_from, one.effective_to)
            found.append(Pair(row["text"], one.passage, label, day, article.id, over))
    return found


@beside
def test_pair_model_on_the_newsroom() -> None:
    print("\n## The pair model on the newsroom's claims\n")
    for line in models_pair.tables(pair_model_of(), learnt(), newsroom_pairs(), encoder=remembering(), spoilt=False):
        print(line)


@pytest.mark.skipif(not PAIRS.exists(), reason="the claim pairs are not beside the project")
def test_pair_model_on_encyclopaedic_pairs() -> None:
    rows = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    judged = [Pair(r["claim"], r["passage"], r["label"], dt.date(2024, 1, 1), r["id"]) for r in rows]
    print("\n## The pair model on encyclopaedic claim pairs (never learnt from)\n")
    for line in models_pair.tables(pair_model_of(), learnt(), judged, encoder=remembering(), spoilt=False):
        print(line)


@pytest.mark.skipif(not FEEDBACK.exists(), reason="UIT-VSFC is not beside the project")
def test_tone_of_students_feedback() -> None:
    """The shipped head there, and one fitted on its train split: what a change of domain costs."""
    found = datasets.load(FEEDBACK, "sentiment")
    judged = found.part("dev")
    truth, texts = [example.label for example in judged], [example.text for example in judged]
    features, head = _load(MODELS, "sentiment")
    fitted = fit.fit(found, remembering())
    said: dict[str, list[Any]] = {
        "shipped (our data)": head.predict(features.transform(texts)),
        "fitted on its train split, not shipped": fitted.head.predict(fitted.features.transform(texts)),
    }
    print("\n## Tone on UIT-VSFC, dev split\n\n| head | weighted F1 | macro-F1 |\n|---|---|---|")
    for name, answers in said.items():
        figures = measure.figures(truth, [label for label, _ in answers], draws=20)
        print(f"| {name} | {figures.weighted_f1:.3f} | {figures.macro_f1:.3f} |")
    assert figures.weighted_f1 >= 0.90
