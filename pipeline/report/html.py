"""The report as one HTML file: nothing is loaded from elsewhere, prints on A4, reads on a phone.

Everything that came from outside is escaped by Jinja; an address that is not http(s) is not made a link target.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jinja2
from markupsafe import Markup

from pipeline.report.model import MACHINE, NOTHING, SECTIONS, Link, Report

_ENGINE = jinja2.Environment(
    loader=jinja2.PackageLoader("pipeline.report"), autoescape=True, undefined=jinja2.StrictUndefined
)


def write(report: Report) -> bytes:
    """The file's bytes, UTF-8."""
    css = Markup(jinja2.Environment.get_template(_ENGINE, "report.css").render())  # noqa: S704 - our own file
    safe: Report = _safe(report)
    page = _ENGINE.get_template("daily.html").render(
        report=safe, css=css, sections=SECTIONS, nothing=NOTHING, machine=MACHINE
    )
    return page.strip().encode() + b"\n"


def _safe(value: Any) -> Any:
    """The same record with every unusual link target removed (a feed may announce `javascript:`)."""
    if isinstance(value, Link):
        return value if value.url.startswith(("http://", "https://")) else replace(value, url="#")
    if isinstance(value, tuple):
        return tuple(_safe(one) for one in value)
    if hasattr(value, "__dataclass_fields__"):
        return replace(value, **{name: _safe(getattr(value, name)) for name in value.__dataclass_fields__})
    return value
