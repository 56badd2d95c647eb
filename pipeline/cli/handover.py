"""`doichieu handover`: a month for safekeeping, in a folder that opens without the program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import USAGE, ConfigDir, say, stop
from pipeline.cli.loading import office_of, store_of

ACTOR = "auditor"


def handover(
    month: Annotated[str, typer.Option("--month", metavar="NĂM-THÁNG", help="Tháng bàn giao, ví dụ 2026-11.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="THƯ_MỤC", help="Nơi ghi; mặc định ban-giao-THÁNG của văn phòng.")
    ] = None,
    config: ConfigDir = Path(),
) -> None:
    """Ghi hồ sơ bàn giao một tháng: số liệu, dấu các bản lưu, nhật ký, cảnh báo sai; mở được không cần phần mềm.

    Ví dụ: doichieu handover --month 2026-11
    """
    from pipeline.report import handover as room

    office, store = office_of(config), store_of(config)
    try:
        handed = room.collect(store, office.office, month)
        folder = out or office.directory / f"ban-giao-{month}"
        files = room.write(handed, folder)
    except ValueError:
        stop(f'--month: đọc được "{month}"; cần một tháng có thật dạng 2026-11.', USAGE)
    except OSError as error:
        stop(f"Không ghi được vào {error.filename} ({error.strerror}). Chọn nơi khác bằng --out.")
    store.note(ACTOR, "handover.write", month, decision=handed.head)
    for file in files:
        print(file)
    say(f"Mở {folder / 'index.html'} bằng trình duyệt. Dấu cuối của nhật ký: {handed.head or 'chưa có'}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(handover)
