"""Figures of this folder: what it holds, how far two readings agree, and how much a reader who sees too little can guess.

`python3 data/figures.py` measures shortcuts by grouped cross-validation over train and dev; `--test` fits on train and dev
and measures the test split too, which is meant to happen once, at the end; `--write` puts what is printed into README.md.
Needs scikit-learn.

Agreement is Cohen's kappa between the first label as it stood when the row was read a second time (settled.jsonl keeps it
where it changed afterwards) and the second reading. A shortcut is a small model over too little of the text:

- the words of the claim alone (a plain bag of words), and words with word pairs: three classes, macro-F1;
- how much of the claim stands in the passage, and the numbers of both: three classes, macro-F1;
- the words (a plain bag of words), and words with word pairs, of an item of a contrast set that holds both kinds: protected or not,
  accuracy and area under the curve.
"""

from __future__ import annotations

import argparse
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
from check import Row, rows
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import make_pipeline

FIELDS = (("claims", ("verdict", "code")), ("items", ("protected", "item_type", "topic", "sentiment")))
FOLDS = 5
README = Path(__file__).with_name("README.md")
START, END = "<!-- figures.py --write -->", "<!-- end of figures.py --write -->"


def of(folder: str) -> list[Row]:
    """The rows of a folder without their places."""
    return [row for _, row in rows(folder)]


# --- composition -----------------------------------------------------------------------------------------------------


def composition() -> None:
    """Print how many rows of what are in which split, and how many words claims share with their passages."""
    twice = {row["id"] for row in of("second")}
    print("| | train | dev | test | all | read twice |\n|---|---|---|---|---|---|")
    for kind in ("documents", "claims", "items", "sentences"):
        found = of(kind)
        splits = Counter(row["split"] for row in found)
        again = sum(row["id"] in twice for row in found)
        print(f"| {kind} | {splits['train']} | {splits['dev']} | {splits['test']} | {len(found)} | {again or '–'} |")
    print("\n| pairs | n | share | share of the claim's words in the passage: median | pairs with under half |\n|---|---|---|---|---|")
    claims = of("claims")
    for verdict in ("match", "mismatch", "no_document"):
        shares = np.array([overlap(row)[0] for row in claims if three(row) == verdict])
        part = len(shares) / len(claims)
        print(f"| {verdict} | {len(shares)} | {part:.3f} | {np.median(shares):.2f} | {np.mean(shares < 0.5):.2f} |")
    print()


# --- agreement -------------------------------------------------------------------------------------------------------


def agreed(first: np.ndarray, second: np.ndarray) -> float:
    """Cohen's kappa of two rows of label numbers."""
    size = max(first.max(), second.max()) + 1
    by_chance = np.bincount(first, minlength=size) @ np.bincount(second, minlength=size) / len(first) ** 2
    return float((np.mean(first == second) - by_chance) / (1 - by_chance)) if by_chance < 1 else 1.0


def kappa(pairs: Sequence[tuple[str, str]]) -> tuple[float, float, float]:
    """Cohen's kappa and its 95 % bootstrap interval."""
    numbers = {label: at for at, label in enumerate(sorted({label for pair in pairs for label in pair}))}
    both = np.array([[numbers[a], numbers[b]] for a, b in pairs])
    draw = np.random.default_rng(0)
    samples = (both[draw.integers(len(both), size=len(both))] for _ in range(1000))
    low, high = np.percentile([agreed(a[:, 0], a[:, 1]) for a in samples], [2.5, 97.5])
    return agreed(both[:, 0], both[:, 1]), float(low), float(high)


def readings(kind: str, field: str, split: str | None = None) -> list[tuple[str, str]]:
    """(first label as read, second label) of every row of a kind that was read twice."""
    before = {(row["id"], row["field"]): row["first"] for row in of("settled")}
    second = {row["id"]: row for row in of("second")}
    return [
        (str(before.get((row["id"], field), row[field])), str(second[row["id"]][field]))
        for row in of(kind)
        if row["id"] in second and split in (None, row["split"])
    ]


def agreement() -> None:
    """Print kappa of every field, over everything read twice and over the test split."""
    print("| agreement | n | same | kappa [95 %] | test: n | test: kappa |\n|---|---|---|---|---|---|")
    for kind, fields in FIELDS:
        for field in fields:
            both, test = readings(kind, field), readings(kind, field, "test")
            value, low, high = kappa(both)
            same = sum(a == b for a, b in both) / len(both)
            print(f"| {field} | {len(both)} | {same:.3f} | {value:.3f} [{low:.3f}–{high:.3f}] | {len(test)} | {kappa(test)[0]:.3f} |")


# --- shortcuts -------------------------------------------------------------------------------------------------------


def three(row: Row) -> str:
    """The verdict in three classes: all that a flag may stand on counts as a mismatch."""
    return row["verdict"] if row["verdict"] in ("match", "no_document") else "mismatch"


def bag(longest: int = 1) -> Any:
    """A model over words, or over runs of up to `longest` words."""
    words = TfidfVectorizer(ngram_range=(1, longest), token_pattern=r"\w+", sublinear_tf=True)
    return make_pipeline(words, LogisticRegression(C=3.0, class_weight="balanced", max_iter=2000))


def pairs() -> Any:
    """A model over words and word pairs."""
    return bag(2)


def folded(text: str) -> list[str]:
    """Words without tone and case, numbers without their points."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = re.sub(r"(?<=\d)[.,](?=\d)", "", "".join(one for one in plain if not unicodedata.combining(one)))
    return re.findall(r"\w+", plain)


def share(of: set[Any], among: set[Any]) -> float:
    """How much of the first set is in the second; 0 for an empty one."""
    return len(of & among) / len(of) if of else 0.0


def overlap(row: Row) -> list[float]:
    """Words and numbers that claim and passage share, as numbers."""
    claim, passage = folded(row["claim"]), folded(row["passage"])
    a, b = set(claim), set(passage)
    pairs = [set(zip(words, words[1:], strict=False)) for words in (claim, passage)]
    numbers = [{word for word in words if word[0].isdigit()} for words in (a, b)]
    return [
        share(a, b), share(b, a), len(a & b) / len(a | b), share(pairs[0], pairs[1]), share(pairs[1], pairs[0]),
        share(numbers[0], numbers[1]), share(numbers[1], numbers[0]), len(numbers[0]), len(numbers[1]), len(numbers[0] - numbers[1]),
        len(claim), len(passage),
    ]  # fmt: skip


def trees() -> Any:
    """A model over a few numbers."""
    return RandomForestClassifier(300, min_samples_leaf=5, class_weight="balanced", random_state=0)


def crossed(make: Any, inputs: Any, wanted: np.ndarray, groups: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """(label, probability of the last class) of every row, from a model that saw no row of its group."""
    labels, chances = np.empty(len(wanted), dtype=object), np.zeros(len(wanted))
    for train, held in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0).split(inputs, wanted, groups):
        model = make().fit(inputs[train], wanted[train])
        labels[held], chances[held] = model.predict(inputs[held]), model.predict_proba(inputs[held])[:, -1]
    return labels, chances


def probe(title: str, make: Any, inputs: Any, wanted: Sequence[str], groups: Sequence[str], splits: Sequence[str], test: bool) -> None:
    """Print one shortcut: out of fold over train and dev and, when asked, fitted there and measured on test."""
    inputs, wanted = np.array(inputs), np.array(wanted)
    held = np.array(splits) == "test"
    rest = ~held
    measured = [("train+dev, out of fold", wanted[rest], crossed(make, inputs[rest], wanted[rest], list(np.array(groups)[rest])))]
    if test:
        model = make().fit(inputs[rest], wanted[rest])
        measured.append(("test", wanted[held], (model.predict(inputs[held]), model.predict_proba(inputs[held])[:, -1])))
    for where, labels, (guessed, chances) in measured:
        guessed = guessed.astype(str)
        curve = f"{roc_auc_score(labels == 'true', chances):.3f}" if set(labels) == {"true", "false"} else "–"
        print(f"| {title} | {where} | {len(labels)} | {f1_score(labels, guessed, average='macro'):.3f} | "
              f"{accuracy_score(labels, guessed):.3f} | {curve} |")  # fmt: skip


def shortcuts(test: bool) -> None:
    """Print the three shortcuts."""
    claims, items = of("claims"), of("items")
    kinds: dict[str, set[bool]] = {}
    for row in items:
        kinds.setdefault(row["set"] or "", set()).add(row["protected"])
    items = [row for row in items if row["set"] and len(kinds[row["set"]]) == 2]
    verdicts, sets, splits = ([three(row) for row in claims], [row["set"] for row in claims], [row["split"] for row in claims])
    print("\n| shortcut | over | n | macro-F1 | accuracy | area under curve |\n|---|---|---|---|---|---|")
    texts = [row["claim"] for row in claims]
    probe("words of the claim alone: verdict", bag, texts, verdicts, sets, splits, test)
    probe("the same with word pairs: verdict", pairs, texts, verdicts, sets, splits, test)
    probe("overlap and numbers: verdict", trees, [overlap(row) for row in claims], verdicts, sets, splits, test)
    texts = [f"{row['title']} {row['text']}" for row in items]
    protected = ["true" if row["protected"] else "false" for row in items]
    sets, splits = [row["set"] for row in items], [row["split"] for row in items]
    probe("words of an item of a contrast set: protected", bag, texts, protected, sets, splits, test)
    probe("the same with word pairs: protected", pairs, texts, protected, sets, splits, test)


def main() -> None:
    """Print composition, agreement and shortcuts."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--test", action="store_true", help="measure the shortcuts on the test split too")
    asked.add_argument("--write", action="store_true", help="put what is printed into README.md")
    wanted = asked.parse_args()
    with redirect_stdout(io.StringIO()) as printed:
        composition()
        agreement()
        shortcuts(wanted.test)
    print(printed.getvalue(), end="")
    if wanted.write:
        before, _, rest = README.read_text(encoding="utf-8").partition(START)
        README.write_text(f"{before}{START}\n{printed.getvalue()}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
