"""`doichieu values`: the amounts, dates, times, places and document numbers of texts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import typer

from pipeline.cli.common import FAILED, ConfigDir, read_json_lines, say, write_json_line
from pipeline.cli.loading import gazetteer_of
from pipeline.language.places import Gazetteer
from pipeline.language.values import values as values_of

LONGEST_TEXT = 2_000_000


def values(config: ConfigDir = Path()) -> None:
    """Đọc số tiền, số lượng, ngày giờ, địa danh, số văn bản trong từng dòng JSON ở đầu vào.

    Ví dụ: doichieu values < texts.jsonl    (mỗi dòng {"id": …, "text": …, "date": "2026-11-20"})
    """
    gazetteer = gazetteer_of(config)
    failed = False
    for number, row in read_json_lines():
        if isinstance(row, str):
            failed = True
            say(row)
            write_json_line({"id": None, "error": row})
            continue
        try:
            write_json_line({"id": row.get("id"), "values": _read(row, gazetteer)})
        except ValueError as error:
            failed = True
            say(f"Dòng {number}: {error}.")
            write_json_line({"id": row.get("id"), "error": str(error)})
    if failed:
        raise typer.Exit(FAILED)


def _read(row: dict[str, Any], gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """The values of one input row. Raises ValueError in Vietnamese."""
    text, day = row.get("text"), row.get("date")
    if not isinstance(text, str):
        raise ValueError(f'trường "text": cần một chuỗi chữ, đọc được {type(text).__name__}')
    if len(text) > LONGEST_TEXT:
        raise ValueError(f'trường "text": dài {len(text)} ký tự; tối đa {LONGEST_TEXT}, hãy chia nhỏ')
    on = None
    if day not in (None, ""):
        try:
            on = dt.date.fromisoformat(str(day)[:10])
        except ValueError as error:
            raise ValueError(
                f'trường "date": đọc được {str(day)[:40]!r}; cần một ngày có thật, ví dụ 2026-11-20'
            ) from error
    return [
        {
            "span": list(value.span),
            "kind": value.kind,
            "value": list(value.value) if isinstance(value.value, tuple) else value.value,
            "unit": value.unit,
            "period": value.period,
            "bound": value.bound,
        }
        for value in values_of(text, on, gazetteer)
    ]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("values")(values)
