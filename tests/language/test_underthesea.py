"""underthesea, its parts that need no download, as the yardstick of ours: sentences, words, normalising, speed.

`make eval` prints what they are worth, `make bench` how fast they are; docs/dependencies.md says what follows from it.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pipeline.language.segment import sentences
from pipeline.language.values import values
from pipeline.records import Span

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
underthesea = pytest.importorskip("underthesea")


def gold() -> list[tuple[str, list[Span]]]:
    """Each hand-cut paragraph as one text, with the spans of its sentences."""
    found = []
    for line in (HERE / "data" / "sentences.txt").read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        text, spans = "", []
        for part in line.split(" ‖ "):
            text += " " if text else ""
            spans.append((len(text), len(text) + len(part)))
            text += part
        found.append((text, spans))
    return found


def located(text: str, parts: Iterable[str]) -> list[Span]:
    """Where the parts stand in the text, one after the other; a part that was altered stands nowhere."""
    found, at = [], 0
    for part in parts:
        start = text.find(part, at)
        if start >= 0:
            found.append((start, start + len(part)))
            at = start + len(part)
    return found


def theirs(text: str) -> list[Span]:
    """underthesea's sentences as spans."""
    return located(text, underthesea.sent_tokenize(text))


def agreement(cut: Callable[[str], list[Span]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of whole sentences on the hand-cut paragraphs."""
    right = said = wanted = 0
    for text, spans in gold():
        mine = set(cut(text))
        right, said, wanted = right + len(mine & set(spans)), said + len(mine), wanted + len(spans)
    return right / said, right / wanted, 2 * right / (said + wanted)


def items() -> list[dict[str, str]]:
    """The project's own labelled texts, train and dev."""
    files = sorted((ROOT / "data" / "items").glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [row for row in rows if row["split"] != "test"]


def test_our_sentences_are_not_worse() -> None:
    ours, yardstick = agreement(sentences)[2], agreement(theirs)[2]
    assert ours >= max(yardstick, 0.9), (ours, yardstick)


@pytest.mark.table
def test_table_of_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    count = sum(len(spans) for _, spans in gold())
    with capsys.disabled():
        print(f"\nSentences, {count} in {len(gold())} hand-cut paragraphs: whole sentences right\n")
        print("| segmenter | precision | recall | F1 |\n|---|---|---|---|")
        for name, cut in (("language.segment", sentences), ("underthesea.sent_tokenize", theirs)):
            print("| {} | {:.3f} | {:.3f} | {:.3f} |".format(name, *agreement(cut)))


@pytest.mark.table
def test_table_of_normalising(capsys: pytest.CaptureFixture[str]) -> None:
    """A text must keep its offsets and its figures, since every value is shown where it stands."""
    texts = [row["text"] for row in items()]
    moved = figures = 0
    for text in texts:
        made = underthesea.text_normalize(text)
        moved += len(made) != len(text)
        figures += re.findall(r"\d[\d.,/:-]*\d|\d", made) != re.findall(r"\d[\d.,/:-]*\d|\d", text)
    with capsys.disabled():
        print(f"\nunderthesea.text_normalize on {len(texts)} texts of data/items: offsets moved in {moved}, ", end="")
        print(f"figures changed in {figures}")


@pytest.mark.table
@pytest.mark.timeout(900)
def test_table_of_words_as_features(capsys: pytest.CaptureFixture[str]) -> None:
    """Linear heads over syllables or over underthesea's words: fitted on the train split, measured on dev."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import f1_score

    rows = items()
    plain = [f"{row.get('title') or ''}\n{row['text']}".lower() for row in rows]
    forms = {
        "syllables, 1 and 2": (plain, (1, 2)),
        "words of underthesea, 1": ([underthesea.word_tokenize(text, format="text") for text in plain], (1, 1)),
        "words of underthesea, 1 and 2": ([underthesea.word_tokenize(text, format="text") for text in plain], (1, 2)),
    }
    heads = ("item_type", "protected", "topic", "sentiment")
    train, dev = ([n for n, row in enumerate(rows) if row["split"] == split] for split in ("train", "dev"))
    with capsys.disabled():
        print(f"\nmacro-F1 on the dev split ({len(dev)} texts; {len(train)} learnt from)\n")
        print("| features | " + " | ".join(heads) + " |\n|---|---|---|---|---|")
        for name, (texts, grams) in forms.items():
            vectors = TfidfVectorizer(ngram_range=grams, sublinear_tf=True, min_df=2, token_pattern=r"\S+")
            seen, unseen = vectors.fit_transform([texts[n] for n in train]), vectors.transform([texts[n] for n in dev])
            figures = []
            for head in heads:
                model = LogisticRegression(C=10, class_weight="balanced", max_iter=2000)
                model.fit(seen, [str(rows[n][head]) for n in train])
                figures.append(f1_score([str(rows[n][head]) for n in dev], model.predict(unseen), average="macro"))
            print(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")


@pytest.mark.bench
def test_speed_beside_underthesea(capsys: pytest.CaptureFixture[str]) -> None:
    texts = [row["text"] for row in items()]
    parts = list(dict.fromkeys(text[slice(*span)] for text in texts for span in sentences(text)))
    underthesea.word_tokenize(parts[0])  # its model is read on the first call

    def rate(work: Callable[[], object], count: int) -> float:
        begun = time.process_time()
        work()
        return count / (time.process_time() - begun)

    figures = {
        "language.segment.sentences": rate(lambda: [sentences(text) for text in texts], len(parts)),
        "underthesea.sent_tokenize": rate(lambda: [underthesea.sent_tokenize(text) for text in texts], len(parts)),
        "language.values.values": rate(lambda: [values(part) for part in parts], len(parts)),
        "underthesea.word_tokenize": rate(lambda: [underthesea.word_tokenize(part) for part in parts], len(parts)),
    }
    with capsys.disabled():
        print(f"\nSentences a CPU second, one process, {len(parts)} different sentences\n")
        print("\n".join(f"| {name} | {figure:,.0f} |" for name, figure in figures.items()))
    assert figures["language.values.values"] > 200
