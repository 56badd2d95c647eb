"""What must be hidden and what must stay: a table of sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.masking import MASK, mask

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "masking.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
HIDDEN = [(text, secret) for text, secret in ROWS if secret != "="]
KEPT = [text for text, secret in ROWS if secret == "="]


@pytest.mark.parametrize(("text", "secret"), HIDDEN)
def test_hidden(text: str, secret: str) -> None:
    read = mask(text)
    assert secret not in read
    assert MASK in read


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str) -> None:
    assert mask(text) == text


@given(st.from_regex(r"\A0[35789][0-9]{8}\Z"), st.sampled_from(["", " ", ".", "-"]))
def test_every_private_mobile_is_hidden(number: str, gap: str) -> None:
    spaced = gap.join((number[:4], number[4:7], number[7:]))
    assert spaced not in mask(f"Ai thấy thì gọi cho tôi số {spaced} nhé.")


@given(st.text(max_size=300))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask(text)
    assert mask(once) == once
