"""`doichieu run`: one pass over the day, or a pass whenever something is due."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from pipeline import run as passes
from pipeline import schedule
from pipeline.cli import progress
from pipeline.cli.common import ConfigDir, say, stop
from pipeline.cli.loading import gazetteer_of, office_of, pair_model_of, sources_of, tagger_of
from pipeline.store import StoreError, open_store

Day = Annotated[str | None, typer.Option("--day", metavar="NĂM-THÁNG-NGÀY", help="Ngày của báo cáo; mặc định hôm nay.")]


def utc_now() -> dt.datetime:
    """The real clock."""
    return dt.datetime.now(dt.UTC)


def day_from(value: str | None) -> dt.date | None:
    """A day from the command line; ends the command with code 2 when it is none."""
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        stop(f"--day: đọc được {value!r}; cần một ngày có thật, ví dụ 2026-11-20.", 2)


def house_of(config: Path) -> passes.House:
    """Everything a pass needs, from an office's folder; ends the command in words when something is missing."""
    office, sources = office_of(config), sources_of(config)
    gazetteer = gazetteer_of(config)
    tagger, judge = tagger_of(gazetteer), pair_model_of()
    try:
        store = open_store(office.store.url, clock=utc_now)
    except StoreError as error:
        stop(str(error))
    for warning in store.warnings:
        say(warning)
    return passes.House(office, config, sources, store, tagger, gazetteer, utc_now, progress.watch(), judge)


def run(
    config: ConfigDir = Path(),
    watch: Annotated[
        bool, typer.Option("--watch/--once", help="Chạy mãi, đúng hẹn từng nguồn; hoặc một lượt.")
    ] = False,
    day: Day = None,
    no_fetch: Annotated[bool, typer.Option("--no-fetch", help="Không tải gì, chỉ làm việc với kho đang có.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ nói sẽ đọc nguồn nào; không ghi gì.")] = False,
) -> None:
    """Đọc các nguồn, đối chiếu với văn bản, ghi báo cáo ngày.

    Ví dụ: doichieu run --config vanphong
    """
    about = day_from(day)
    house = house_of(config)
    if dry_run:
        for line in passes.plan(house):
            print(line)
        return
    if watch:
        schedule.watch(house, say)
        return
    try:
        with house.store.pass_lock():
            summary = passes.run(house, day=about, with_fetch=not no_fetch)
    except StoreError as error:
        stop(str(error))
    progress.summary(summary.counts)
    for file in summary.files:
        print(file)
    where = f" --config {config}" if config != Path() else ""
    say(f"\nXem và quyết định: doichieu serve{where}, rồi mở http://127.0.0.1:8765/")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run")(run)
