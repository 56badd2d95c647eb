"""Forms of values and dates as the press and offices print them, one a line in data/*.tsv, each judged by hand."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

import pytest

from pipeline.language.values import values
from pipeline.records import Value

ON = dt.date(2026, 11, 18)
DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[tuple[str, str]]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [(text, want) for text, want in (line.split("\t") for line in lines if line and not line.startswith("#"))]


def shown(value: Value) -> str:
    low_high = value.value if isinstance(value.value, tuple) else (value.value,)
    words = [value.kind, "..".join(str(v) for v in low_high)]
    words += [f"@{value.unit}"] if value.unit else []
    words += [f"~{value.period}"] if value.period else []
    words += [f"!{value.bound}"] if value.bound != "eq" else []
    return " ".join(words)


def read(text: str) -> str:
    return " ; ".join(shown(v) for v in values(text, ON)) or "-"


FORMS = [
    row
    for name in ("money", "amounts", "speech", "papers", "clock", "press", "field", "street")
    for row in rows(f"{name}.tsv")
]
DATES = [row for name in ("dates", "notices", "days") for row in rows(f"{name}.tsv")]


@pytest.mark.parametrize(("text", "want"), FORMS, ids=[text for text, _ in FORMS])
def test_a_value_is_read(text: str, want: str) -> None:
    assert read(text) == want


@pytest.mark.parametrize(("text", "want"), DATES, ids=[text for text, _ in DATES])
def test_a_date_is_read(text: str, want: str) -> None:
    assert read(text) == want


def test_the_tables_are_as_large_as_promised() -> None:
    assert len(FORMS) >= 400
    assert len(DATES) >= 150


def test_every_form_means_the_same_decomposed_and_inside_a_sentence() -> None:
    for text, want in FORMS + DATES:
        assert read(unicodedata.normalize("NFD", text)) == want, text
