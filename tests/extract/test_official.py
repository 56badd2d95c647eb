"""Official papers as a law portal hands them on: number, day, issuer, kind, articles with their points, annexes with their rows.

`official_structure.jsonl` holds the structure of 30 papers, each read line by line beside what the reader made of it, the
rows of the tables counted a second time by the bars that part them; no sentence of a paper is kept. The nine statutes of
`official_counted.jsonl` are too long for that: their clauses were counted by another program over the raw text.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract import document
from pipeline.records import Document

DATA = Path(__file__).parent / "data"


def gold(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


SEEN = gold("official_structure.jsonl")
COUNTED = gold("official_counted.jsonl")


def articles(read: Document) -> dict[str, str]:
    """{"3": "1abc 2"}: article 3 has clause 1 with points a to c, and clause 2; a roman group stands before its clause."""
    found: dict[str, dict[str, str]] = {}
    for passage in read.passages:
        match = re.match(r"Điều (\d+\w?)(?:, mục ([IVX]+))?(?:, khoản ([\d.]+))?(?:, điểm ([a-zđ]))?", passage.point)
        if match is None:
            continue
        clauses = found.setdefault(match[1], {})
        if match[3]:
            clause = f"{match[2]}.{match[3]}" if match[2] else match[3]
            letter = match[4] or ""
            clauses[clause] = clauses.get(clause, "") + (letter if letter not in clauses.get(clause, "") else "")
    return {number: " ".join(k + letters for k, letters in clauses.items()) for number, clauses in found.items()}


def annexes(read: Document) -> dict[str, list[int]]:
    """{"Phụ lục II": [10, 4]}: its tables and how many rows each has; a row without words is no passage."""
    found: dict[str, dict[str, int]] = {}
    for passage in read.passages:
        match = re.match(r"(Phụ lục(?: [IVXL\d]+)?)\b", passage.point)
        if match is None:
            continue
        tables = found.setdefault(match[1], {})
        if (row := re.match(r"(.*), dòng \d+$", passage.point)) is not None:
            tables[row[1]] = tables.get(row[1], 0) + 1
    return {label: list(tables.values()) for label, tables in found.items()}


@pytest.mark.real
@pytest.mark.parametrize("paper", SEEN, ids=[str(paper["number"]) for paper in SEEN])
def test_papers_read_by_eye(real: Path, paper: dict[str, Any]) -> None:
    path = real / "official" / paper["file"]
    read = document.read(path.read_bytes(), path.name)
    assert {
        "file": paper["file"],
        "number": read.number,
        "issued": str(read.issued),
        "issuer": read.issuer,
        "kind": read.kind,
        "articles": articles(read),
        "annexes": annexes(read),
    } == paper


@pytest.mark.real
@pytest.mark.parametrize("paper", COUNTED, ids=[str(paper["number"]) for paper in COUNTED])
def test_statutes_counted_another_way(real: Path, paper: dict[str, Any]) -> None:
    path = real / "official" / paper["file"]
    read = document.read(path.read_bytes(), path.name)
    assert (read.number, str(read.issued)) == (paper["number"], paper["issued"])
    last = {
        n: int((clauses.split() or ["0"])[-1].rstrip("abcdđeghiklmnopqrstuvxy"))
        for n, clauses in articles(read).items()
    }
    assert last == paper["articles"]


def test_thirty_papers_of_many_kinds() -> None:
    assert len(SEEN) == 30
    assert len({paper["kind"] for paper in SEEN}) >= 5
    assert sum(sum(map(sum, paper["annexes"].values())) for paper in SEEN) >= 400


@pytest.mark.real
def test_a_portal_page_without_the_text_of_its_paper_is_refused(real: Path) -> None:
    """The portal shows the frame of a paper whose text only members may read."""
    for name in ("a22c466ad399da74.md", "c245527d1c70c596.md"):
        with pytest.raises(document.DocumentRefused):
            document.read((real / "official" / "tvpl_2025" / name).read_bytes(), name)
