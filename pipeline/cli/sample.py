"""`doichieu sample`: the whole job once, over the invented press that comes with the project. What `make run` does."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from pathlib import Path

import typer

from pipeline import report, sample
from pipeline import run as passes
from pipeline.cli import progress
from pipeline.cli.common import ConfigDir, say, stop
from pipeline.cli.documents import add_files
from pipeline.cli.init import create
from pipeline.cli.run import house_of
from pipeline.records import VIETNAM

PAPERS = Path(__file__).resolve().parents[2] / "sample" / "documents"
EVENING = dt.time(20, 0)


def try_out(config: ConfigDir = Path("sample-run")) -> None:
    """Chạy thử trọn vẹn trên báo chí mẫu (bốn tờ báo hư cấu, không cần mạng), rồi chỉ ra báo cáo.

    Ví dụ: doichieu sample --config sample-run
    """
    if not (config / "office.toml").exists():
        create(config, "phuong-khanh-hoa")
    papers = sorted(path for path in PAPERS.iterdir() if path.is_file())
    add_files(config, papers)
    day = sample.DAYS[-1]
    with sample.serve(day=sample.DAYS[0]) as server:
        sample.write_office(config, server.port)
        house = house_of(config)
        try:
            with house.store.pass_lock():
                for day in sample.DAYS:
                    server.set_day(day)
                    say(f"\nNgày {day:%d/%m/%Y} của báo chí mẫu")
                    summary = passes.run(replace(house, clock=_evening(day)), day=day)
        except OSError as error:
            stop(f"Không chạy được máy chủ mẫu trên máy này: {error}.")
    progress.summary(summary.counts)
    told = len(report.load(house.store, house.office, day).mismatches)
    say(f"\nBáo cáo ngày {day:%d/%m/%Y}, {told} nội dung không khớp văn bản:")
    for file in summary.files:
        print(file.resolve())
    say(f"\nXem trên trình duyệt: doichieu serve --config {config}, rồi mở http://127.0.0.1:8765/")


def _evening(day: dt.date) -> passes.Clock:
    """A clock that starts at the evening of a sample day and runs on like the real one."""
    start = dt.datetime.combine(day, EVENING, VIETNAM).astimezone(dt.UTC)
    begun = time.monotonic()
    return lambda: start + dt.timedelta(seconds=time.monotonic() - begun)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sample")(try_out)
