"""Three days of the newsroom: daily, weekly and monthly papers keep the form, print on A4, and read the same as PDF."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from pipeline import report as reports
from pipeline.config import load_office
from pipeline.report.lint import check
from pipeline.report.model import SECTIONS
from tests.end_to_end.newsroom import ABSENT, SET, three_days

pytestmark = [
    pytest.mark.slow,
    pytest.mark.newsroom,
    pytest.mark.skipif(not SET.is_dir(), reason=ABSENT),
]
LAST = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("newsroom")
    store, _ = three_days(folder)
    office = load_office(folder / "office")
    told = {}
    for kind in ("daily", "weekly", "monthly"):
        read = reports.rows_between(store, office, reports.span(kind, LAST)[0], LAST)
        told[kind] = reports.make(read, kind, LAST)
    return told


@pytest.mark.parametrize("kind", ["daily", "weekly", "monthly"])
def test_no_deviation(made, kind):
    assert check(reports.WRITERS["docx"](made[kind])) == []


@pytest.mark.parametrize("kind", ["daily", "weekly", "monthly"])
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_libreoffice_prints_a4_within_the_margins_without_a_number_on_page_one(made, kind, tmp_path: Path):
    (tmp_path / "paper.docx").write_bytes(reports.WRITERS["docx"](made[kind]))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", tmp_path, tmp_path / "paper.docx"], check=True, capture_output=True, timeout=240
    )
    document = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    for page in document:
        assert (round(page.get_width()), round(page.get_height())) == (595, 842)
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()]
        assert min(box[0] for box in boxes) >= 84, "left margin 30 mm"
        assert max(box[2] for box in boxes) <= 553.5, "right margin 15 mm"
    if kind == "daily":
        assert len(document) == 2
    first, second = (document[at].get_textpage().get_text_range() for at in (0, 1))
    assert not re.match(r"\s*1\s", first)
    assert re.match(r"\s*2\s", second)


@pytest.mark.parametrize("kind", ["weekly", "monthly"])
def test_the_sections_stand_in_their_order(made, kind):
    text = reports.WRITERS["txt"](made[kind]).decode()
    places = [text.index(f"\n{number}. {name}\n") for number, name in enumerate(SECTIONS, start=1)]
    assert places == sorted(places)
