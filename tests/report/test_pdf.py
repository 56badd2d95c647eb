"""The PDF: the words of the TXT in its order, A4, one family, the same bytes twice, no number on the first page."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pypdfium2
import pytest

from pipeline.report import fonts, pdf, txt
from pipeline.report.blocks import Table
from pipeline.report.compose import daily
from pipeline.report.outline import annexes, blocks
from pipeline.report.period import period

DAY = dt.date(2026, 11, 11)
LIBERATION_1 = Path("/usr/share/fonts/truetype/liberation")


@pytest.fixture(scope="module")
def weekly(rows):
    return period(rows, "weekly", DAY)


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def words(data: bytes, report=None) -> str:
    """The text of all pages, without page numbers and without table heads repeated at the top of a page."""
    heads = [block.head for block in (*blocks(report), *annexes(report)) if isinstance(block, Table)] if report else []
    repeated = "|".join(r"\s+".join(map(re.escape, " ".join(head).split())) for head in heads)
    told = pages(data)
    told = [told[0], *(re.sub(rf"^\d+\s+((?:{repeated})\s)?" if heads else r"^\d+\s", "", page) for page in told[1:])]
    return re.sub(r"\s+", " ", " ".join(told)).strip()


def sections(report) -> list[str]:
    """Headings and bodies of the text file between its own heading and its list of addresses."""
    text = txt.write(report).decode()
    text = text[text.index("1. Tóm tắt") :].split("Đường dẫn các bài đã nêu")[0]
    text = re.sub(r"^=+$", "", text, flags=re.MULTILINE)
    return [re.sub(r"\s+", " ", part).strip() for part in re.split(r"\n(?=\d\. |Phụ lục [IVX]+\n)", text)]


def test_every_section_reads_as_in_the_text_file(weekly, rows):
    for report in (weekly, daily(rows, DAY)):
        printed = words(pdf.write(report), report)
        for part in sections(report):
            body = part.split("Trên đây là dự thảo")[0].strip()  # recipients and posts stand behind the last section
            assert body in printed, body[:200]


def test_the_same_report_twice_is_the_same_file(weekly):
    assert pdf.write(weekly) == pdf.write(weekly)


def test_a4_titled_one_family_no_number_on_page_one(weekly):
    data = pdf.write(weekly)
    document = pypdfium2.PdfDocument(data)
    assert all(abs(page.get_width() - 595.3) < 1 and abs(page.get_height() - 841.9) < 1 for page in document)
    assert document.get_metadata_value("Title") == weekly.title
    names = set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+([A-Za-z]+)", data))
    assert len({name.split(b"-")[0] for name in names}) <= 1
    told = pages(data)
    assert told[0].lstrip().startswith("ỦY BAN NHÂN DÂN")
    assert told[1].startswith("2")
    annex = [page for page in told if page.lstrip().startswith("Phụ lục I")]
    assert annex, "the annex begins a page without a number"


def test_hostile_words_stay_words(rows):
    import dataclasses

    bad = '#panic("x") $x$ *b* \\ @k <l> `r` = H'
    articles = tuple(dataclasses.replace(one, title=bad) for one in rows.articles)
    assert bad in words(pdf.write(daily(dataclasses.replace(rows, articles=articles), DAY)))


def test_the_wheels_own_serif_serves_when_the_machine_has_none(weekly):
    data = pdf.write(weekly, fonts.Family(fonts.WHEEL))
    assert "không khớp với" in words(data)
    assert b"Libertinus" in data


@pytest.mark.skipif(not LIBERATION_1.is_dir(), reason="Liberation Serif 1 is not installed here")
def test_a_face_without_vietnamese_letters_is_refused(tmp_path):
    for file in LIBERATION_1.glob("LiberationSerif-*.ttf"):
        shutil.copy(file, tmp_path)
    assert fonts.find(tmp_path) == fonts.find()


def test_a_configured_folder_comes_first(tmp_path):
    machine = fonts.find()
    if not machine.files:
        pytest.skip("no serif of this machine to copy")
    for file in machine.files:
        shutil.copy(file, tmp_path)
    assert {file.parent for file in fonts.find(tmp_path).files} == {tmp_path}


def test_an_empty_folder_or_a_broken_face_falls_through(tmp_path):
    (tmp_path / "times.ttf").write_bytes(b"not a font")
    assert fonts.find(tmp_path) == fonts.find()
