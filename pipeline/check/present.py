"""A claim and its passage as the pair model reads them: each value carries the letter of the official value it equals.

A small model reads words well and figures badly. The comparison of values is exact elsewhere (`equality`), so its
outcome is written into the text: "nộp 32.000 đồng =A, từ 50 m² nộp 80.000 đồng #" beside a passage whose 32.000 đồng
is A. What the letters mean for the sentence as a whole is left to the model.
"""

from __future__ import annotations

import datetime as dt

from pipeline.check.equality import outcome
from pipeline.language.normalise import fold, nfc
from pipeline.language.places import Gazetteer
from pipeline.language.values import values
from pipeline.records import Value

LETTERS = "ABCDEFGHIKLMNOPQRSTUVXY"
_STATUS = {"draft": "dự thảo", "superseded": "đã bị thay thế", "expired": "hết hiệu lực"}
OTHER = " #"
"""behind a value that the passage has another one for, and no equal one"""


def above(issuer: str, heading: str, status: str, start: dt.date | None, end: dt.date | None) -> str:
    """What stands over a passage in its document and decides whom and when it holds for, in one line."""
    since = f"từ {start:%d/%m/%Y}" if start else ""
    until = f"đến {end:%d/%m/%Y}" if end else ""
    return ", ".join(filter(None, (_STATUS.get(status, ""), issuer, since, until, heading)))


def presented(
    claim: str, passage: str, on: dt.date | None, gazetteer: Gazetteer | None = None, over: str = ""
) -> tuple[str, str]:
    """The two texts with their marks.

    `on` is the day of the claim: it resolves what leans on it and stands before the claim; `over` is the line of `above`.
    """
    claim, passage = nfc(claim), nfc(f"{over}: {passage}" if over else passage)
    official = _apart(values(passage, on, gazetteer))[: len(LETTERS)]
    said = _apart(values(claim, on, gazetteer))
    marks = {}
    for value in said:
        outcomes = [_beside(value, other) for other in official]
        if "equal" in outcomes:
            marks[value.span[1]] = f" ={LETTERS[outcomes.index('equal')]}"
        elif "different" in outcomes:
            marks[value.span[1]] = OTHER
    letters = {value.span[1]: f" ={letter}" for value, letter in zip(official, LETTERS, strict=False)}
    day = f"{on:%d/%m/%Y}: " if on else ""
    return day + _marked(claim, marks), _marked(passage, letters)


def _apart(found: list[Value]) -> list[Value]:
    """Values that do not lie in one another, the longer one of two."""
    kept: list[Value] = []
    for value in sorted(found, key=lambda v: (v.span[0], -v.span[1])):
        if not kept or value.span[0] >= kept[-1].span[1]:
            kept.append(value)
    return kept


def _beside(claim: Value, official: Value) -> str:
    if claim.kind != official.kind:
        return "incomparable"
    if claim.kind == "place":
        same = claim.value == official.value and (claim.value != "outside" or fold(claim.text) == fold(official.text))
        return "equal" if same else "different"
    if claim.kind == "reference":
        return "equal" if fold(str(claim.value)) == fold(str(official.value)) else "different"
    return outcome(claim, official)


def _marked(text: str, marks: dict[int, str]) -> str:
    pieces, last = [], 0
    for at in sorted(marks):
        pieces += [text[last:at], marks[at]]
        last = at
    return "".join([*pieces, text[last:]])
