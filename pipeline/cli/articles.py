"""`doichieu articles import`: articles somebody hands in go the same path, and meet the same refusals, as fetched pages."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline import fetch
from pipeline.cli.common import FAILED, USAGE, ConfigDir, say, stop
from pipeline.cli.loading import office_of, sources_of
from pipeline.cli.run import utc_now
from pipeline.config import refusal
from pipeline.records import VIETNAM, Capture, Entry, Source, Stamp
from pipeline.store import StoreError, open_store

articles = typer.Typer(help="Đưa bài báo vào kho từ tệp.", no_args_is_help=True)


@articles.callback()
def group() -> None:
    """Keep `import` a subcommand although it is the only one."""


def moment(row: dict[str, Any], key: str) -> dt.datetime | None:
    """An ISO 8601 time of a row (no zone means Vietnam), None when absent. Raises ValueError in Vietnamese."""
    value = row.get(key)
    if value in (None, ""):
        return None
    try:
        at = dt.datetime.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"trường {key!r}: đọc được {value!r}; cần dạng 2026-11-20T07:05:00+07:00") from error
    return (at if at.tzinfo else at.replace(tzinfo=VIETNAM)).astimezone(dt.UTC)


def page_of(row: dict[str, Any]) -> bytes:
    """The page of a row: its `html`, or a page made of `title` and `text`. Raises ValueError in Vietnamese."""
    body = row.get("html")
    if isinstance(body, str) and body.strip():
        return body.encode()
    text, title = row.get("text"), row.get("title")
    if not isinstance(text, str) or not text.strip():
        raise ValueError("thiếu cả hai trường 'html' và 'text'")
    if not isinstance(title, str) or not title.strip():
        raise ValueError("thiếu trường 'title'")
    times = "".join(
        f'<meta property="article:{name}_time" content="{at.isoformat()}">'
        for name, key in (("published", "published"), ("modified", "updated"))
        if (at := moment(row, key))
    )
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())
    name = html.escape(title)
    page = (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{name}</title>'
        f'<meta property="og:title" content="{name}"><meta property="og:type" content="article">{times}</head>'
        f"<body><article><h1>{name}</h1>{paragraphs}</article></body></html>"
    )
    return page.encode()


def source_of(row: dict[str, Any], known: tuple[Source, ...]) -> str:
    """The id of the outlet a row names (its id or its name). Raises ValueError when the source list has no such outlet."""
    outlet = str(row.get("outlet") or "")
    for source in known:
        if outlet in (source.id, source.name):
            return source.id
    raise ValueError(f"trường 'outlet': {outlet!r} không có trong sources.toml; chỉ nhận bài của nguồn đã khai báo")


@articles.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="TỆP.jsonl", help="Mỗi dòng: url, outlet, title, published, html|text.")
    ],
    config: ConfigDir = Path(),
) -> None:
    """Đưa bài báo từ tệp JSON Lines vào kho; lượt chạy sau sẽ đọc và đối chiếu.

    Ví dụ: doichieu articles import bai.jsonl, rồi doichieu run --no-fetch
    """
    office, known = office_of(config), sources_of(config)
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        stop(f"Không đọc được {file}: {error}.", USAGE)
    try:
        store = open_store(office.store.url, clock=utc_now)
    except StoreError as error:
        stop(str(error))
    taken = refused = 0
    now = utc_now()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError("cần một đối tượng JSON")
            url = str(row.get("url") or "")
            if not url.startswith(("http://", "https://")):
                raise ValueError(f"trường 'url': đọc được {url!r}; cần địa chỉ http hoặc https")
            if (why := refusal(url)) is not None:
                raise ValueError(f"trường 'url': {why}")
            body, source = page_of(row), source_of(row, known)
            published = moment(row, "published")
            entry = Entry(source, url, str(row.get("title") or ""), Stamp(published, "import") if published else None)
            headers = (("content-type", "text/html; charset=utf-8"),)
            digest = hashlib.sha256(body).hexdigest()
            capture = Capture(source, url, url, 200, headers, now, body, digest)
            store.import_page(fetch.canonical(url), capture, entry, now)
            taken += 1
        except ValueError as error:
            refused += 1
            say(f"{file}, dòng {number}: {error}.")
    say(f"Đã nhận {taken} bài, từ chối {refused}. Việc tiếp theo: doichieu run --no-fetch --config {config}")
    if refused:
        raise typer.Exit(FAILED)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(articles, name="articles")
