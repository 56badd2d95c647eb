"""Labelled texts for the heads: the project's own `data/items`, or a set given by path.

Two forms are read: a folder of JSON Lines with the fields of data/items, and the folder form of UIT-VSFC
(`train/sents.txt` beside `train/sentiments.txt`), used for comparison with the literature and never shipped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.train.lengthen import lengthened

Split = Literal["train", "dev", "test"]
HEADS = ("item_type", "protected", "topic", "sentiment")
CHECKABLE, SENTENCES = "checkable", "sentences.jsonl"
"""the head over single sentences: asserts something that an official document could settle"""
VSFC_SENTIMENTS = {"0": "neg", "1": "neu", "2": "pos"}


class DataError(Exception):
    """A data set cannot be used; the message names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the label of one head."""

    id: str
    text: str
    label: str
    split: Split
    group: str
    """contrast set or item: splits and folds never cut through a group"""


@dataclass(frozen=True, slots=True)
class DataSet:
    """Examples of one head and the hash of the files they came from."""

    head: str
    examples: tuple[Example, ...]
    sha256: str
    own: bool = True
    """written for this project: weights fitted on it may ship"""

    def part(self, *splits: Split) -> list[Example]:
        """The examples of the named splits, in file order."""
        return [example for example in self.examples if example.split in splits]


def rows_of(path: Path) -> Iterable[tuple[Path, int, dict[str, Any]]]:
    """(file, line, object) of a JSON Lines file or of every one in a folder. Raises DataError."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise DataError(f"{path}: không có tệp .jsonl nào")
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise DataError(f"{file}, dòng {number}: không phải JSON ({error})") from error
            if not isinstance(row, dict):
                raise DataError(f"{file}, dòng {number}: cần một đối tượng JSON")
            yield file, number, row


def _label(row: dict[str, Any], head: str) -> str:
    value = row[head]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _example(row: dict[str, Any], head: str) -> Example:
    text = f"{row.get('title') or ''}\n{row['text']}".strip()
    return Example(str(row["id"]), text, _label(row, head), row.get("split", "train"), str(row.get("set") or row["id"]))


def load(path: Path, head: str, *, items_alone: bool = False) -> DataSet:
    """Read the examples of `head` under `path`. Raises DataError when file, line or field is not as it must be.

    Beside the items stand long texts joined from them and what documents and claims teach; `items_alone` leaves both out.
    """
    if head == CHECKABLE:
        return _load_sentences(path)
    if head not in HEADS:
        raise DataError(f"Không có đầu phân loại {head!r}; dùng một trong: {', '.join((*HEADS, CHECKABLE))}")
    if (path / "train" / "sents.txt").exists():
        return _load_vsfc(path, head)
    folder = path / "items" if (path / "items").is_dir() else path
    rows, examples, digest = [], [], hashlib.sha256()
    for file, number, row in rows_of(folder):
        try:
            examples.append(_example(row, head))
        except KeyError as error:
            raise DataError(f"{file}, dòng {number}: thiếu trường {error}") from error
        rows.append(row)
    if folder != path and not items_alone:
        examples += [_example(row, head) for row in lengthened(rows) if head in row]
    if folder != path and not items_alone and (path / "claims").is_dir():
        # only learnt from: figures are of items, so that they say what the reader of an item meets
        examples += [example for example in _from_claims(path, head) if example.split == "train"]
    for example in examples:
        digest.update(repr(example).encode())
    return DataSet(head, tuple(examples), digest.hexdigest())


REPORTED = frozenset({"lead", "headline", "radio", "bulletin"})
"""registers of data/claims in which an outlet speaks in its own name"""


def _from_claims(path: Path, head: str) -> Iterable[Example]:
    """What documents and claims teach a head: their topic, and that a plain sentence of an outlet is a report."""
    documents = {row["id"]: row for _, _, row in rows_of(path / "documents")}
    if head == "topic":
        splits = {row["document"]: row["split"] for _, _, row in rows_of(path / "claims")}
        for key, row in documents.items():
            text = "\n".join([row["title"], *(passage["text"] for passage in row["passages"])])
            yield Example(key, text, row["topic"], splits.get(key, "train"), key)
    for _, _, row in rows_of(path / "claims"):
        if row["register"] not in REPORTED:
            continue
        label = {
            "topic": documents[row["document"]]["topic"],
            "item_type": "news_report",
            "protected": "false",
        }.get(head)
        if label is not None:
            yield Example(row["id"], row["claim"], label, row["split"], row["document"])


def _load_sentences(path: Path) -> DataSet:
    """The sentences of data/sentences.jsonl; all sentences of one item lie in one split."""
    file = path / SENTENCES if path.is_dir() else path
    examples, digest = [], hashlib.sha256()
    for _, number, row in rows_of(file):
        try:
            label = str(row[CHECKABLE]).lower()
            example = Example(str(row["id"]), str(row["text"]), label, row["split"], str(row["source"]))
        except KeyError as error:
            raise DataError(f"{file}, dòng {number}: thiếu trường {error}") from error
        examples.append(example)
        digest.update(repr(example).encode())
    return DataSet(CHECKABLE, tuple(examples), digest.hexdigest())


def _load_vsfc(path: Path, head: str) -> DataSet:
    if head != "sentiment":
        raise DataError(f"{path}: bộ này chỉ có nhãn sentiment")
    examples, digest = [], hashlib.sha256()
    splits: tuple[Split, ...] = ("train", "dev", "test")
    for split in splits:
        folder = path / split
        if not folder.exists():
            continue
        texts = (folder / "sents.txt").read_text(encoding="utf-8").splitlines()
        labels = (folder / "sentiments.txt").read_text(encoding="utf-8").split()
        if len(texts) != len(labels):
            raise DataError(f"{folder}: {len(texts)} câu nhưng {len(labels)} nhãn")
        for number, (text, label) in enumerate(zip(texts, labels, strict=True)):
            example = Example(f"{split}-{number}", text.strip(), VSFC_SENTIMENTS[label], split, f"{split}-{number}")
            examples.append(example)
            digest.update(repr(example).encode())
    return DataSet(head, tuple(examples), digest.hexdigest(), own=False)
