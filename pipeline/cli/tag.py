"""`doichieu tag`: type, protection, topic, places and sentiment of texts."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from pipeline.cli.common import FAILED, ConfigDir, read_json_lines, say, write_json_line
from pipeline.cli.loading import gazetteer_of, tagger_of

FIELDS = ("item_type", "protected", "topic", "places", "sentiment", "language")


def text_of(row: dict[str, Any], key: str = "text") -> str:
    """The text field of an input row. Raises ValueError in Vietnamese."""
    value = row.get(key)
    if not isinstance(value, str):
        raise ValueError(f"trường {key!r}: cần một chuỗi chữ, đọc được {type(value).__name__}")
    return value


def day_of(row: dict[str, Any], key: str = "date") -> dt.date | None:
    """The day field of an input row (YYYY-MM-DD, a time after it is ignored), None when absent. Raises ValueError."""
    value = row.get(key)
    if value in (None, ""):
        return None
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise ValueError(f"trường {key!r}: đọc được {str(value)!r}; cần một ngày có thật, ví dụ 2026-11-20") from error


def tag(config: ConfigDir = Path()) -> None:
    """Gắn loại tin, lĩnh vực, địa bàn, sắc thái cho từng dòng JSON ở đầu vào.

    Ví dụ: doichieu tag < texts.jsonl    (mỗi dòng {"id": …, "text": …})
    """
    tagger = tagger_of(gazetteer_of(config))
    failed = False
    for number, row in read_json_lines():
        if isinstance(row, str):
            say(row)
            failed = True
            continue
        try:
            found = tagger.tag(str(row.get("title") or ""), text_of(row), day_of(row))
        except ValueError as error:
            failed = True
            say(f"Dòng {number}: {error}.")
            write_json_line({"id": row.get("id"), "error": str(error)})
            continue
        kept = asdict(found)
        write_json_line({"id": row.get("id")} | {field: kept[field] for field in FIELDS})
    if failed:
        raise typer.Exit(FAILED)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("tag")(tag)
