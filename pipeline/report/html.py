"""The report as one HTML file: nothing is loaded from elsewhere, prints on A4, reads on a phone.

Everything that came from outside is escaped by Jinja; the outline makes no link of an address that is not http(s).
"""

from __future__ import annotations

from collections.abc import Iterable

import jinja2
from markupsafe import Markup

from pipeline.report.blocks import Annex, Block, Heading
from pipeline.report.model import Chart, Report
from pipeline.report.outline import annexes, blocks, last_words, told_at
from pipeline.report.press import chart_svg

_ENGINE = jinja2.Environment(
    loader=jinja2.PackageLoader("pipeline.report"), autoescape=True, undefined=jinja2.StrictUndefined
)


def write(report: Report) -> bytes:
    """The file's bytes, UTF-8."""
    css = Markup(jinja2.Environment.get_template(_ENGINE, "report.css").render())  # noqa: S704 - our own file
    page = _ENGINE.get_template("report.html").render(
        report=report,
        css=css,
        sections=[(head.text, told) for head, told in _parts(blocks(report)) if isinstance(head, Heading)],
        annexes=_parts(annexes(report)),
        last=last_words(report),
        at=told_at(report).capitalize(),
        drawn=_drawn,
    )
    return page.strip().encode() + b"\n"


def _parts(laid: Iterable[Block]) -> list[tuple[Block, list[Block]]]:
    """Blocks under the section or annex they belong to."""
    parts: list[tuple[Block, list[Block]]] = []
    for block in laid:
        if isinstance(block, Annex) or (isinstance(block, Heading) and block.level == 1):
            parts.append((block, []))
        else:
            parts[-1][1].append(block)
    return parts


def _drawn(chart: Chart) -> Markup:
    return Markup(chart_svg(chart))  # noqa: S704 - drawn by us, words as outlines
