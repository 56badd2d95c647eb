"""The report as JSON: the model's own fields, for other programs of the office."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

from pipeline.report.model import Report


def write(report: Report) -> bytes:
    """UTF-8 JSON with stable order; days as `YYYY-MM-DD`. Quotations are lists of `{text, differs}`."""
    body = dataclasses.asdict(report)
    office = body.pop("office")
    body["office"] = {key: office[key] for key in ("name", "unit")}
    return json.dumps(body, ensure_ascii=False, indent=2, default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"not data: {type(value).__name__}")
