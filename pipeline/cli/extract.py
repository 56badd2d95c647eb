"""`doichieu extract`: what is read out of one saved page, for other programs and for those who look into a misread."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from pipeline.cli.common import FAILED, AsJson, say, stop, write_json_line

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("extract")(extract)


def extract(
    file: Annotated[Path, typer.Argument(metavar="TỆP.html", help="Trang đã lưu.")],
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Địa chỉ gốc của trang.")] = "",
    as_json: AsJson = False,
) -> None:
    """Đọc tiêu đề, thời gian và nội dung bài viết từ một trang HTML đã lưu.

    Ví dụ: doichieu extract trang.html --url https://bao.example/tin.html --json
    """
    from pipeline.extract import article
    from pipeline.extract.masking import mask

    try:
        data = file.read_bytes()
    except OSError as error:
        stop(f"Không mở được tệp {file}: {error.strerror or error}. Hãy kiểm tra đường dẫn.", FAILED)
    page = article.read(data, url)
    row: dict[str, Any] = {
        "title": mask(page.title),
        "published": _local(page.published.at if page.published else None),
        "updated": _local(page.updated.at if page.updated else None),
        "text": mask(page.text),
        "kind": page.kind,
        "error": page.error,
    }
    if as_json:
        write_json_line(row)
    else:
        for name, value in (("Tiêu đề", row["title"]), ("Đăng lúc", row["published"]), ("Cập nhật", row["updated"])):
            if value:
                print(f"{name}: {value}")
        print(f"\n{row['text']}")
    if page.error:
        say(page.error)
        raise typer.Exit(FAILED)


def _local(at: dt.datetime | None) -> str | None:
    return at.astimezone(LOCAL).isoformat() if at else None
