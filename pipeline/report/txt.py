"""The report as plain text: for a mail, a chat, a text-only screen. UTF-8, lines of at most 78 characters."""

from __future__ import annotations

import textwrap

from pipeline.report.model import Report
from pipeline.report.outline import Heading, Paragraph, Runs, Table, blocks

WIDTH = 78


def write(report: Report) -> bytes:
    """The file's bytes; line ends are LF."""
    office = report.office
    head = [" · ".join(filter(None, (office.name, office.unit))), report.title.upper()]
    lines = [*head, f"Cập nhật lúc {report.updated}. DỰ THẢO, chưa có người duyệt.", ""]
    for block in blocks(report):
        if isinstance(block, Heading):
            title = block.text.upper() if block.level == 1 else block.text
            lines += [title, "=" * len(title), ""] if block.level == 1 else [title, ""]
        elif isinstance(block, Paragraph):
            mark = f"{block.item} " if block.item else ""
            lines += [*_wrap(mark + _words(block.runs), " " * len(mark)), ""]
        elif isinstance(block, Table):
            wide = max(len(row[0]) for row in block.rows)
            lines += [*(f"{row[0]:<{wide}}  {'  '.join(row[1:])}" for row in block.rows), ""]
        else:
            for title, told in zip(block.heads, (block.left, block.right), strict=True):
                lines += [f"    {title}:"]
                for runs in told:
                    lines += _wrap("      " + _words(runs), "      ")
                lines += [""]
    return "\n".join(lines).encode()


def _words(runs: Runs) -> str:
    return "".join(f"{run.text} <{run.url}>" if run.url else run.text for run in runs)


def _wrap(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]
