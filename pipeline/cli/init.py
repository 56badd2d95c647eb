"""`doichieu init`: an office's folder from a ready profile. Nothing that stands is overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import profiles
from pipeline.cli.common import FAILED, USAGE, say, stop

SOURCES = Path(__file__).resolve().parents[2] / "sources.toml"
"""the project's own source list, which an office starts from"""


def init(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục của văn phòng; được tạo nếu chưa có.")],
    profile: Annotated[str, typer.Option("--profile", metavar="HỒ_SƠ", help="Hồ sơ làm sẵn.")] = profiles.DEFAULT,
) -> None:
    """Tạo thư mục văn phòng với office.toml và sources.toml để sửa lại cho đúng đơn vị mình.

    Ví dụ: doichieu init van-phong --profile phuong-khanh-hoa
    """
    create(folder, profile)
    say(f"\nViệc tiếp theo: mở {folder / 'office.toml'}, sửa tên đơn vị, rồi chạy: doichieu doctor --config {folder}")


def create(folder: Path, profile: str = profiles.DEFAULT) -> None:
    """Write the files of a profile that the folder lacks. Ends the command with words when that cannot be done."""
    try:
        files = profiles.files(profile, SOURCES)
    except KeyError:
        stop(f'Không có hồ sơ "{profile}". Hồ sơ làm sẵn: {", ".join(profiles.names())}.', USAGE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, source in files.items():
            text = source.read_text(encoding="utf-8")
            try:
                with (folder / name).open("x", encoding="utf-8", newline="\n") as target:
                    target.write(text)
                say(f"Đã tạo {folder / name}")
            except FileExistsError:
                say(f"{folder / name} đã có, giữ nguyên.")
    except OSError as error:
        stop(
            f"Không tạo được thư mục văn phòng {folder} ({error.strerror}). Chọn nơi khác hoặc kiểm tra quyền ghi.",
            FAILED,
        )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(init)
