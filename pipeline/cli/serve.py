"""`doichieu serve`: the pages of the office on this computer."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import ConfigDir, say, stop
from pipeline.cli.loading import office_of
from pipeline.cli.run import utc_now
from pipeline.store import StoreError, open_store

HOST = "127.0.0.1"


def serve(
    config: ConfigDir = Path(),
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Cổng trên máy này; 0 là cổng trống.")] = 8765,
) -> None:
    """Mở các trang xem trên máy này (chỉ máy này vào được). Dừng bằng Ctrl+C.

    Ví dụ: doichieu serve --config vanphong
    """
    import uvicorn

    from pipeline.review.app import create

    office = office_of(config)
    try:
        open_store(office.store.url, clock=utc_now).close()  # a broken store is said before the server starts
    except StoreError as error:
        stop(str(error))
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere this option would let two programs share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        stop(
            f"Cổng {port} đang được dùng. Đóng chương trình kia, hoặc chọn cổng khác: doichieu serve --port {port + 1}"
        )
    app = create(lambda: open_store(office.store.url, clock=utc_now), office)
    say(f"Mở trình duyệt tại http://{HOST}:{listener.getsockname()[1]}/ (dừng bằng Ctrl+C).")
    uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listener])


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)
