"""`doichieu doctor`: is everything there that a pass needs? One line a check, in words; nothing is changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil
import typer
from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

from pipeline.cli.common import FAILED, AsJson, ConfigDir, say, write_json_line
from pipeline.cli.loading import MODELS
from pipeline.config import ConfigError, load_office, load_sources
from pipeline.store import StoreError, opening
from pipeline.store.keeping import ROOM_WANTED

OLDEST = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """One line: `fault` stops the work, `advice` only makes it poorer."""

    name: str
    state: Literal["ok", "advice", "fault"]
    words: str


def doctor(config: ConfigDir = Path(), as_json: AsJson = False) -> None:
    """Kiểm tra máy và thư mục văn phòng đã đủ để chạy chưa.

    Ví dụ: doichieu doctor --config van-phong
    """
    found = list(look(config))
    for check in found:
        if as_json:
            write_json_line({"check": check.name, "state": check.state, "words": check.words})
        else:
            mark = {"ok": "✓", "advice": "–", "fault": "✗"}[check.state]
            print(f"{mark} {check.name}: {check.words}")
    faults = sum(check.state == "fault" for check in found)
    if faults:
        say(f"\nCó {faults} chỗ phải sửa (dấu ✗) trước khi chạy.")
        raise typer.Exit(FAILED)
    say(f"\nMáy đã sẵn sàng. Việc tiếp theo: doichieu run --config {config}")


def look(config: Path) -> Iterator[Check]:
    """Every check in order."""
    yield _python()
    yield from _config(config)
    yield _disk(config)
    yield from _store(config)
    yield from _models(MODELS)
    yield _fonts(config)
    yield _tesseract()


def _python() -> Check:
    version = platform.python_version()
    if sys.version_info < OLDEST:
        return Check("Python", "fault", f"bản {version} quá cũ, cần từ 3.11 trở lên")
    return Check("Python", "ok", f"bản {version}")


def _config(config: Path) -> Iterator[Check]:
    reads: tuple[tuple[str, Callable[[Path], object]], ...] = (
        ("office.toml", load_office),
        ("sources.toml", load_sources),
    )
    for name, read in reads:
        try:
            found = read(config)
        except ConfigError as error:
            yield Check(name, "fault", str(error))
            continue
        if isinstance(found, tuple):
            active = sum(source.enabled for source in found)
            state: Literal["ok", "advice"] = "ok" if active else "advice"
            yield Check(name, state, f"{len(found)} nguồn, {active} nguồn đang đọc")
        else:
            yield Check(name, "ok", "đọc được")


def _disk(config: Path) -> Check:
    folder = next(path for path in (config.resolve(), *config.resolve().parents) if path.exists())
    free = psutil.disk_usage(str(folder)).free
    shown = f"{free / 1024**3:.1f} GB".replace(".", ",")
    if free < ROOM_WANTED:
        return Check("Ổ đĩa", "fault", f"chỉ còn {shown} trống, cần ít nhất 2 GB thì mới tải tin")
    return Check("Ổ đĩa", "ok", f"còn {shown} trống")


def _store(config: Path) -> Iterator[Check]:
    try:
        url = opening.url_of(load_office(config).store.url)
    except ConfigError:
        yield Check("Kho dữ liệu", "advice", "chưa kiểm tra được vì office.toml chưa đọc được")
        return
    except StoreError as error:
        yield Check("Kho dữ liệu", "fault", str(error))
        return
    file = Path(url.database or "")
    try:
        opening.refuse_network_drive(file)
        if not file.exists():
            yield Check("Kho dữ liệu", "ok", f"chưa có, sẽ được tạo ở lượt chạy đầu tiên ({file})")
            return
        fault = opening.fault_of(file)
    except StoreError as error:
        yield Check("Kho dữ liệu", "fault", str(error))
        return
    if fault:
        copies = opening.backups(file)
        offer = f"bản sao lưu gần nhất: {copies[-1]}" if copies else "chưa có bản sao lưu nào"
        yield Check("Kho dữ liệu", "fault", f"tệp {file} bị hỏng ({fault}); {offer}")
        return
    yield Check("Kho dữ liệu", "ok", f"nguyên vẹn ({file.stat().st_size / 1024**2:.0f} MB)")
    warnings = _clock(url)
    yield Check("Đồng hồ", "fault" if warnings else "ok", " ".join(warnings) or "khớp với lần làm việc trước")


def _clock(url: URL) -> tuple[str, ...]:
    engine = opening.engine_of(url)
    try:
        return opening.clock_warnings(engine, dt.datetime.now(dt.UTC))
    except SQLAlchemyError:
        return ()  # a file without our tables: the first pass makes them
    finally:
        engine.dispose()


def _models(folder: Path) -> Iterator[Check]:
    try:
        files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
        wanted = {name: about["sha256"] for name, about in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        yield Check("Mô hình", "fault", f"không đọc được {folder / 'manifest.json'} ({error}); cài lại phần mềm")
        return
    missing = sorted(name for name in wanted if not (folder / name).is_file())
    changed = sorted(
        name
        for name, sha256 in wanted.items()
        if name not in missing and hashlib.sha256((folder / name).read_bytes()).hexdigest() != sha256
    )
    if changed:
        yield Check("Mô hình", "fault", f"tệp không còn nguyên vẹn: {', '.join(changed)}; cài lại phần mềm")
    if missing:
        yield Check("Mô hình", "fault", f"thiếu tệp: {', '.join(missing)}; cài lại phần mềm")
    if not changed and not missing:
        yield Check("Mô hình", "ok", f"{len(wanted)} tệp nguyên vẹn")


def _fonts(config: Path) -> Check:
    from pipeline.report import fonts  # only doctor looks at fonts before there is a report

    try:
        named = load_office(config).delivery.fonts
    except ConfigError:
        named = ""
    family = fonts.find(config / named if named else None)
    if family.files:
        return Check("Phông chữ", "ok", f"báo cáo PDF in bằng {family.name} ({family.files[0].parent})")
    return Check(
        "Phông chữ",
        "advice",
        "chưa thấy Times New Roman hay Liberation Serif 2 đủ chữ tiếng Việt; báo cáo PDF tạm in bằng "
        f"{family.name}. Tệp Word không bị ảnh hưởng. Chép phông vào một thư mục rồi ghi fonts ở [delivery]",
    )


def _tesseract() -> Check:
    program = shutil.which("tesseract")
    advice = "chưa có; văn bản quét (ảnh) sẽ bị từ chối, văn bản có chữ vẫn đọc được"
    if program is None:
        return Check("Tesseract (đọc văn bản quét)", "advice", advice)
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - fixed arguments
    except (OSError, subprocess.TimeoutExpired):
        return Check("Tesseract (đọc văn bản quét)", "advice", "có nhưng không chạy được")
    if "vie" not in listed.stdout.split() + listed.stderr.split():
        return Check(
            "Tesseract (đọc văn bản quét)", "advice", "có nhưng thiếu dữ liệu tiếng Việt (gói tesseract-ocr-vie)"
        )
    return Check("Tesseract (đọc văn bản quét)", "ok", "có tiếng Việt")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)
