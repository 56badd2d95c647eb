"""`doichieu serve`: the pages of the office, on this computer or with a certificate for the office's own network."""

from __future__ import annotations

import os
import secrets
import socket
import ssl
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import USAGE, ConfigDir, say, stop
from pipeline.cli.loading import office_of
from pipeline.cli.run import utc_now

HOST = "127.0.0.1"
LAN_HELP = "Mở cho máy khác trong mạng cơ quan, qua tên hoặc địa chỉ này của máy; cần --cert và --key."


def serve(
    config: ConfigDir = Path(),
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Cổng trên máy này; 0 là cổng trống.")] = 8765,
    lan: Annotated[str | None, typer.Option("--lan", metavar="MÁY", help=LAN_HELP)] = None,
    cert: Annotated[Path | None, typer.Option("--cert", help="Chứng thư TLS (PEM).")] = None,
    key: Annotated[Path | None, typer.Option("--key", help="Khóa của chứng thư (PEM).")] = None,
) -> None:
    """Mở các trang làm việc trên máy này. Dừng bằng Ctrl+C.

    Ví dụ: doichieu serve --config vanphong
    Cho máy khác trong mạng: doichieu serve --lan may-truc.ubnd --cert may-truc.pem --key may-truc.key
    """
    import uvicorn

    from pipeline.review.app import HOSTS, create
    from pipeline.store import StoreError, open_store

    office = office_of(config)
    if (lan is not None) != (cert is not None and key is not None) or (cert is None) != (key is None):
        stop("Ngoài máy này chỉ mở qua TLS: dùng đủ cả ba --lan, --cert và --key, hoặc bỏ cả ba.", USAGE)
    if cert is not None and key is not None:
        _check_certificate(cert, key)
    try:
        store = open_store(office.store.url, clock=utc_now)  # a broken store is said before the server starts
    except StoreError as error:
        stop(str(error))
    setup = None if store.has_accounts() else secrets.token_urlsafe(24)
    store.close()
    listener = _listen(lan or HOST, port)
    scheme, host, port = "https" if lan else "http", lan or HOST, listener.getsockname()[1]
    app = create(
        lambda: open_store(office.store.url, clock=utc_now),
        office,
        hosts=(*HOSTS, lan) if lan else HOSTS,
        secure=lan is not None,
        setup=setup,
    )
    if setup:
        say("Chưa có tài khoản nào. Mở liên kết này, dùng được một lần, để tạo tài khoản quản trị:")
        say(f"  {scheme}://{host}:{port}/thiet-lap?ma={setup}")
    say(f"Mở trình duyệt tại {scheme}://{host}:{port}/ (dừng bằng Ctrl+C).")
    # no access log and no proxy headers: the machine that asks is the one that is connected
    config_ = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=30,
        ssl_certfile=cert,
        ssl_keyfile=key,
    )
    uvicorn.Server(config_).run(sockets=[listener])


def _check_certificate(cert: Path, key: Path) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key)
    except (OSError, ssl.SSLError) as error:
        stop(f"Không dùng được chứng thư {cert} với khóa {key} ({error}). Kiểm tra hai tệp PEM này.", USAGE)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        stop(f"Không tìm thấy địa chỉ của “{host}”. Ghi tên hoặc địa chỉ mạng của chính máy này.", USAGE)
    listener = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere this option would let two programs share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(128)  # who opens the printed address at once waits instead of being turned away
    except OSError as error:
        listener.close()
        words = f"Không mở được cổng {port} ở {host} ({error.strerror})."
        stop(f"{words} Đóng chương trình đang dùng cổng, hoặc chọn cổng khác: doichieu serve --port {port + 1}")
    return listener


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)
