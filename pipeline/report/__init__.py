"""Reports: one frozen model of a day, a week or a month, and writers that turn it into files with the same content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.report import docx, fonts, html, json, pdf, spoken, txt
from pipeline.report.compose import daily
from pipeline.report.load import load, rows, rows_between
from pipeline.report.model import Kind, Report, Rows
from pipeline.report.period import period, span, urgent

WRITERS: Mapping[str, Callable[[Report], bytes]] = {
    "html": html.write,
    "docx": docx.write,
    "pdf": pdf.write,
    "txt": txt.write,
    "json": json.write,
    "loa": spoken.write,
}
"""format → writer; each gives the whole file's bytes, the same for the same report"""
NAMES: Mapping[Kind, str] = {
    "daily": "bao-cao-ngay",
    "weekly": "bao-cao-tuan",
    "monthly": "bao-cao-thang",
    "urgent": "bao-cao-nhanh",
}
"""kind → name of its files"""


def make(rows: Rows, kind: Kind, day: dt.date, since: dt.date | None = None) -> Report | None:
    """The report of a kind that ends on a day; None only for an urgent one on a day without anything urgent."""
    if kind == "daily":
        return daily(rows, day)
    return urgent(rows, day) if kind == "urgent" else period(rows, kind, day, since)


def annexed(report: Report) -> Report:
    """The morning's two pages with the full lists behind them, every mismatch with both texts."""
    return replace(report, annexed=True)


def name_of(report: Report) -> str:
    """The name of a report's files, without their ending."""
    return f"{NAMES[report.kind]}-phu-luc" if report.annexed else NAMES[report.kind]


def only(rows: Rows, topic: str) -> Rows:
    """The same rows, of one topic alone."""
    kept = {article.id for article in rows.articles if (tags := rows.tags.get(article.id)) and tags.topic == topic}
    return replace(
        rows,
        articles=tuple(article for article in rows.articles if article.id in kept),
        findings=tuple(one for one in rows.findings if one.flag.article in kept),
        silent=tuple(claim for claim in rows.silent if claim.article in kept),
        topic_days={key: count for key, count in rows.topic_days.items() if key[1] == topic},
    )


def file_name(name: str, wanted: str) -> str:
    """The name of a report's file in a format; the sheet for the loudspeaker is a text file."""
    return f"{name}-loa.txt" if wanted == "loa" else f"{name}.{wanted}"


def write(
    report: Report, folder: Path, formats: Iterable[str], name: str | None = None, faces: Path | None = None
) -> tuple[Path, ...]:
    """Write a report into a folder (made when missing), one file a format; returns the files. Raises OSError.

    `faces` is the office's own folder of fonts for the PDF. A file that already holds the same bytes is left alone; a
    new one is put in place whole, never half written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for wanted in formats:
        data = pdf.write(report, fonts.find(faces)) if wanted == "pdf" else WRITERS[wanted](report)
        file = folder / file_name(name or name_of(report), wanted)
        if not file.exists() or file.read_bytes() != data:
            draft = file.with_name(file.name + ".tmp")
            draft.write_bytes(data)
            draft.replace(file)
        files.append(file)
    return tuple(files)


__all__ = [
    "NAMES", "WRITERS", "Kind", "Report", "Rows", "annexed", "daily", "file_name", "load", "make", "name_of", "only", "period", "rows", "rows_between", "span", "urgent", "write",
]  # fmt: skip
