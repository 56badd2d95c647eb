"""Lists as files: the same rows in Word, CSV and JSON Lines; no cell is a formula; the same bytes twice."""

from __future__ import annotations

import csv
import io
import json

import docx
import pytest

from pipeline.report.listing import FORMS, Column, Listing, write

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
