"""The report as PDF in the form of NĐ 30/2020, for reading and printing; the DOCX stays what a person edits."""

from __future__ import annotations

import dataclasses
from typing import Any

from pipeline.report import fonts, nd30
from pipeline.report.blocks import Block, Figure
from pipeline.report.model import Report
from pipeline.report.outline import annexes, blocks, last_words
from pipeline.report.press import chart_svg, compile_


def write(report: Report, family: fonts.Family | None = None) -> bytes:
    """The file's bytes, the same for the same report and family (fonts.find when None)."""
    office, day = report.office, report.day
    above, issuing = nd30.bodies(office)
    data = {
        "title": report.title,
        "issuer": office.name,
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "above": above,
        "issuing": issuing,
        "nation": nd30.NATION,
        "motto": nd30.MOTTO,
        "number": nd30.number(office),
        "draft": nd30.DRAFT,
        "date": nd30.date(office, day.year, day.month),
        "kind": nd30.KIND,
        "to": nd30.addressed(office),
        "body": [_plain(block) for block in blocks(report)],
        "last": last_words(report),
        "to-word": nd30.TO_WORD,
        "recipients": nd30.recipients(office),
        "signing": nd30.signing(office),
        "annexes": [_plain(block) for block in annexes(report)],
    }
    return compile_("report.typ", data, "pdf", family)


def _plain(block: Block) -> dict[str, Any]:
    if isinstance(block, Figure):  # words as outlines: the reader's programs take them from `alt` and the table
        return {"type": "Figure", "svg": chart_svg(block.chart), "alt": block.chart.alt}
    return {"type": type(block).__name__, **dataclasses.asdict(block)}
