"""What must be hidden and what must stay: a table of sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import document
from pipeline.extract.masking import MASK, mask, mask_paper

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "masking.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
PAPERS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "masking_papers.tsv").read_text("utf-8").splitlines()
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


@pytest.mark.parametrize(("text", "secret"), PAPERS)
def test_papers(text: str, secret: str) -> None:
    read = mask_paper(text)
    if secret == "=":
        assert read == text
        return
    assert MASK in read
    assert not [piece for piece in secret.split(" ; ") if piece in read]
    assert mask_paper(read) == read


def test_a_paper_reaches_the_store_without_a_residents_numbers() -> None:
    letter = (
        "ỦY BAN NHÂN DÂN\nPHƯỜNG PHAN RANG\nSố: 15/UBND-VP\nPhan Rang, ngày 20 tháng 11 năm 2026\n\n"
        "Về việc trả lời đơn\n\n"
        "1. Ủy ban nhân dân phường nhận đơn của bà Nguyễn Thị Mẫu, thường trú tại số 12 đường Thống Nhất, "
        "điện thoại 0905 123 456, căn cước số 058190001234.\n"
        "2. Mức thu tiền rác là 42.000 đồng một hộ một tháng. Đường dây nóng của phường: 0259 3888 999.\n"
    )
    read = document.read(letter.encode(), "tra-loi.txt")
    stored = " ".join([read.title, *(f"{p.heading} {p.text}" for p in read.passages)])
    assert not [secret for secret in ("0905", "058190001234", "12 đường") if secret in stored]
    assert "0259 3888 999" in stored
    assert "42.000 đồng" in stored
