"""Lists as files: the same rows in Word, CSV and JSON Lines; no cell is a formula; the same bytes twice."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace

import docx
import pytest

from pipeline.records import Article
from pipeline.report import seeking
from pipeline.report.listing import FORMS, Column, Listing, write

NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
LIST = Listing(
    "Danh sách thử",
    "(Lập ngày 20/11/2026)",
    (Column("url", "Địa chỉ", 0), Column("said", "Báo viết", 2), Column("rule", "Văn bản ghi", 1)),
    (
        {"url": "https://bao.example/1", "said": "=HYPERLINK(1)", "rule": "32.000 đồng/hộ/tháng"},
        {"url": "https://bao.example/2", "said": "42.000 đồng\n", "rule": None, "extra": "không in"},
    ),
)


def test_the_same_rows_in_every_form():
    rows = [json.loads(line) for line in write(LIST, "jsonl").decode().splitlines()]
    assert [list(row) for row in rows] == [["url", "said", "rule"]] * 2
    told = list(csv.reader(io.StringIO(write(LIST, "csv").decode("utf-8-sig"))))
    assert told[0] == ["url", "said", "rule"]
    assert told[1][1] == "'=HYPERLINK(1)"
    paper = docx.Document(io.BytesIO(write(LIST, "docx")))
    (table,) = paper.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Báo viết", "Văn bản ghi"]
    assert [cell.text for cell in table.rows[1].cells] == ["=HYPERLINK(1)", "32.000 đồng/hộ/tháng"]
    assert paper.sections[0].page_width > paper.sections[0].page_height
    assert "không in" not in write(LIST, "csv").decode()


@pytest.mark.parametrize("form", FORMS)
def test_the_same_list_is_the_same_file(form):
    assert write(LIST, form) == write(LIST, form)


def test_an_empty_list_says_so():
    paper = docx.Document(io.BytesIO(write(Listing("Trống", "", LIST.columns, ()), "docx")))
    assert paper.paragraphs[-1].text == "Không có."


def test_the_words_around_a_find_are_whole_words():
    text = "Ủy ban nhân dân phường thông báo mức thu tiền rác của các hộ trong hẻm. " * 6
    page = Article("a", "bao", "Báo Thử", "https://bao.example/a", "Tiền rác", NOW, None, text, NOW)
    told = seeking.around(page, ["hẻm"]).strip("… ")
    assert set(told.split()) <= set(text.split())
    assert seeking.around(replace(page, text="Tiền rác"), ["rac"]) == "Tiền rác"
    assert seeking.around(replace(page, text="x" * 500), ["không"]).startswith("xxx")
