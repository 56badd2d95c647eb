"""`doichieu forget`: erase a page or every trace of some words; that it was done stays in the log (CHARTER rule 9)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.backup import Folder, folder_of
from pipeline.cli.common import USAGE, AsJson, ConfigDir, say, stop, write_json_line
from pipeline.cli.loading import store_of
from pipeline.store import backups

SHORTEST = 4
"""letters below which words would erase half the store"""


def forget(
    url: Annotated[
        str | None, typer.Option("--url", metavar="ĐỊA_CHỈ", help="Xóa một trang và mọi thứ làm từ nó.")
    ] = None,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="LỜI", help="Xóa mọi bài, đoạn, ghi chú có lời này; - để đọc từ đầu vào."),
    ] = None,
    folder: Folder = None,
    config: ConfigDir = Path(),
    as_json: AsJson = False,
) -> None:
    """Xóa theo yêu cầu. Nhật ký chỉ ghi dấu băm của điều đã xóa; khôi phục từ bản sao lưu cũ sẽ tự xóa lại.

    Ví dụ: doichieu forget --url https://bao.example/bai.html
    hoặc: doichieu forget --text - < loi-can-xoa.txt    (lời cần xóa không nằm lại trong lịch sử lệnh)
    """
    if (url is None) == (text is None):
        stop("Cần đúng một trong hai: --url hoặc --text.", USAGE)
    words = sys.stdin.read().strip() if text == "-" else text
    if words is not None and len(words.strip()) < SHORTEST:
        stop(f"--text: cần ít nhất {SHORTEST} ký tự, để không xóa nhầm.", USAGE)
    if url is not None and not url.startswith(("http://", "https://")):
        stop("--url: cần một địa chỉ bắt đầu bằng http:// hoặc https://.", USAGE)
    store = store_of(config)
    count = store.forget(url=url, words=words, actor="admin:terminal")
    backups.write_ledger(store, folder_of(config, folder))
    if as_json:
        write_json_line({"erased": count, "head": store.audit_head()})
    say(f"Đã xóa ở {count} chỗ." if count else "Không có gì để xóa; yêu cầu vẫn được ghi vào nhật ký.")
    say("Báo cáo đã xuất ra tệp trước đây không tự đổi: xóa tệp cũ trong thư mục báo cáo nếu có lời này.")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(forget)
