"""The printing press: Typst, from its wheel, without network and without the system's other fonts.

Templates get the report as JSON, so that no word of it is ever read as markup. The same input gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Literal

from pipeline.report import fonts
from pipeline.report.model import Chart

Form = Literal["pdf", "png", "svg"]
TEMPLATES = Path(__file__).with_name("templates")


def compile_(
    template: str, data: Any, form: Form, family: fonts.Family | None = None, ppi: float | None = None
) -> bytes:
    """A template filled with `data` (plain JSON values) as "pdf", "png" (first page) or "svg" bytes."""
    import typst  # loads slowly; only printing asks for it

    face = family or fonts.find()
    with tempfile.TemporaryDirectory() as folder:  # only this family: never two in one file
        for file in face.files:
            shutil.copyfile(file, Path(folder) / file.name)
        made = typst.compile(
            str(TEMPLATES / template),
            root=str(TEMPLATES),
            font_paths=[folder],
            ignore_system_fonts=True,
            format=form,
            ppi=ppi,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False), "font": face.name},
        )
    return bytes(made[0] if isinstance(made, list) else made)


def chart_svg(chart: Chart) -> str:
    """A chart as SVG; its words are outlines, the reader's programs take them from the alternative text."""
    return compile_("chart.typ", dataclasses.asdict(chart), "svg").decode()


def chart_png(chart: Chart) -> bytes:
    """A chart as PNG at 200 dots an inch."""
    return compile_("chart.typ", dataclasses.asdict(chart), "png", ppi=200)
