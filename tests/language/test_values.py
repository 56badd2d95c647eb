"""Values of the forms in data/values.jsonl (each read and judged by hand), and what holds for any text."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.normalise import fold, nfc, tones
from pipeline.language.numbers import from_words, to_words
from pipeline.language.places import Gazetteer
from pipeline.language.segment import sentences
from pipeline.language.values import values

ON = dt.date(2026, 11, 20)
FORMS = [json.loads(line) for line in (Path(__file__).parent / "data" / "values.jsonl").read_text("utf-8").splitlines()]


def read(text: str) -> list[list[object]]:
    return [
        [v.kind, v.text, list(v.value) if isinstance(v.value, tuple) else v.value, v.unit, v.period, v.bound]
        for v in values(text, ON)
    ]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["text"])
def test_a_form_is_read_as_judged(form: dict[str, object]) -> None:
    assert read(str(form["text"])) == form["values"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["text"])
def test_the_decomposed_spelling_means_the_same(form: dict[str, object]) -> None:
    text = str(form["text"])
    same = [[row[0], *row[2:]] for row in read(unicodedata.normalize("NFD", text))]
    assert same == [[row[0], *row[2:]] for row in read(text)]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader_and_spans_are_of_the_text(text: str) -> None:
    for value in values(text, ON, Gazetteer.builtin()):
        assert text[slice(*value.span)] == value.text
    for start, end in sentences(text):
        assert 0 <= start <= end <= len(text)


@given(st.integers(0, 10**12))
def test_a_number_in_words_is_the_number(number: int) -> None:
    assert from_words(to_words(number)) == number


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("UBND phường Phan Rang thông báo", {"phan_rang"}),
        ("phường Tấn Tài cũ", {"phan_rang"}),
        ("xã Thành Hải", {"bao_an"}),
        ("bãi biển Ninh Chữ", {"ninh_chu"}),
        ("phường Văn Hải", {"ninh_chu"}),
        ("thành phố Đà Nẵng", {"outside"}),
    ],
)
def test_places_are_todays_units(text: str, units: set[str]) -> None:
    assert set(Gazetteer.builtin().units(text, ON)) == units


def test_spellings_come_together() -> None:
    assert tones("hoà") == tones("hòa")
    assert nfc("ho\u00e0") == nfc("hoa\u0300")
    assert fold("Đường Ninh Chữ") == "duong ninh chu"


def test_sentences_survive_numbers_and_signs() -> None:
    text = "Theo Thông báo số 12/TB-UBND, TP. Phan Rang thu 1.200.000 đồng. Hạn chót là ngày 5/12."
    assert [text[a:b].strip() for a, b in sentences(text)] == [
        "Theo Thông báo số 12/TB-UBND, TP. Phan Rang thu 1.200.000 đồng.",
        "Hạn chót là ngày 5/12.",
    ]


@pytest.mark.parametrize("price", ["70.000 đồng/xe/lượt", "6.000 đồng/m3/hộ/tháng", "3.000 đồng/xe"])
def test_a_price_is_told_to_the_end_of_what_it_is_for(price: str) -> None:
    (value,) = values(f"Người gửi trả {price}.", None, None)
    assert value.text == price
