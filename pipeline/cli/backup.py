"""`doichieu backup` and `restore`: sealed copies that end, and the way back."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import FAILED, USAGE, ConfigDir, say, stop
from pipeline.cli.loading import office_of, store_of
from pipeline.records import VIETNAM
from pipeline.store import StoreError, backups, open_store
from pipeline.store.sealing import SHORTEST, SealError

FOLDER = "sao-luu"
VARIABLE = "DOICHIEU_PASSPHRASE"
ACTOR = "admin:terminal"
Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder", metavar="THƯ_MỤC", help=f"Nơi giữ bản sao lưu; bỏ trống là {FOLDER} trong thư mục văn phòng."
    ),
]
Secret = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", metavar="TỆP", help=f"Tệp chứa mật khẩu; bỏ trống thì hỏi, hoặc lấy từ {VARIABLE}."
    ),
]


def folder_of(config: Path, folder: Path | None) -> Path:
    """Where this office keeps its sealed copies."""
    return folder or config / FOLDER


def backup(
    folder: Folder = None,
    days: Annotated[int, typer.Option("--days", min=1, max=90, help="Bản sao lưu hết hạn sau số ngày này.")] = 90,
    secret: Secret = None,
    config: ConfigDir = Path(),
) -> None:
    """Sao lưu kho dữ liệu thành một tệp mã hóa, và xóa các bản đã hết hạn. Mất mật khẩu là mất bản sao lưu.

    Ví dụ: doichieu backup --folder /media/usb/sao-luu
    """
    store = store_of(config)
    passphrase = _passphrase(secret, twice=True)
    try:
        made = backups.back_up(store, folder_of(config, folder), passphrase, dt.timedelta(days=days), ACTOR)
    except (StoreError, SealError, OSError) as error:
        stop(f"Chưa sao lưu được: {error}", FAILED)
    print(made)
    say(f"Bản sao lưu hết hạn sau {days} ngày. Dấu cuối của nhật ký: {store.audit_head()}.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help=f"Bản sao lưu ({backups.SUFFIX}).")],
    secret: Secret = None,
    config: ConfigDir = Path(),
) -> None:
    """Khôi phục kho từ một bản sao lưu; điều đã xóa sau lúc sao lưu được xóa lại.

    Ví dụ: doichieu restore sao-luu/doichieu-20261120T003000000000.dcb
    """
    if not file.is_file():
        stop(f"Không có tệp {file}.", USAGE)
    office = office_of(config)
    passphrase = _passphrase(secret, twice=False)
    try:
        done = backups.restore(office.store.url, file, passphrase, open_store, dt.datetime.now(dt.UTC), ACTOR)
    except (StoreError, SealError, OSError) as error:
        stop(f"Chưa khôi phục được: {error}", FAILED)
    say(f"Đã khôi phục kho như lúc {done.made_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}.")
    say(f"Đã xóa lại {done.forgotten_again} chỗ theo các yêu cầu xóa trước đây, {done.pruned} dòng hết hạn lưu.")
    if done.set_aside:
        say(f"Kho trước khi khôi phục được giữ tạm ở {done.set_aside}.")
    say("Việc tiếp theo: doichieu run")


def _passphrase(file: Path | None, *, twice: bool) -> str:
    if file is not None:
        try:
            return file.read_text("utf-8").strip("\r\n")
        except (OSError, UnicodeDecodeError):
            stop(f"Không đọc được tệp mật khẩu {file}.", USAGE)
    if given := os.environ.get(VARIABLE):
        return given
    if not sys.stdin.isatty():
        stop(f"Cần mật khẩu: --passphrase-file TỆP, hoặc biến môi trường {VARIABLE}.", USAGE)
    first = getpass.getpass(f"Mật khẩu sao lưu (ít nhất {SHORTEST} ký tự): ")
    if twice and getpass.getpass("Gõ lại một lần nữa: ") != first:
        stop("Hai lần gõ không giống nhau.", USAGE)
    return first


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)
    app.command()(restore)
