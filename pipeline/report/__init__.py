"""Reports: one frozen model of a day, and writers that turn it into HTML, JSON, DOCX and TXT with the same content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from pipeline.report import docx, html, json, txt
from pipeline.report.compose import daily
from pipeline.report.load import load, rows
from pipeline.report.model import Report, Rows

WRITERS: Mapping[str, Callable[[Report], bytes]] = {
    "html": html.write,
    "docx": docx.write,
    "txt": txt.write,
    "json": json.write,
}
"""format → writer; each gives the whole file's bytes, the same for the same report"""


def write(report: Report, folder: Path, formats: Iterable[str], name: str = "bao-cao-ngay") -> tuple[Path, ...]:
    """Write a report into a folder (made when missing), one file a format; returns the files. Raises OSError.

    A file that already holds the same bytes is left alone; a new one is put in place whole, never half written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for wanted in formats:
        data = WRITERS[wanted](report)
        file = folder / f"{name}.{wanted}"
        if not file.exists() or file.read_bytes() != data:
            draft = file.with_name(file.name + ".tmp")
            draft.write_bytes(data)
            draft.replace(file)
        files.append(file)
    return tuple(files)


__all__ = ["WRITERS", "Report", "Rows", "daily", "load", "rows", "write"]
