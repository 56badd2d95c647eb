"""`doichieu report`: write the report of a day; check a DOCX against the form of NĐ 30/2020."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from pipeline import report as reports
from pipeline.cli.common import FAILED, USAGE, ConfigDir, say, stop, write_json_line
from pipeline.cli.loading import office_of
from pipeline.cli.run import day_from, utc_now
from pipeline.records import local_day
from pipeline.store import StoreError, open_store

app = typer.Typer(help="Viết báo cáo; kiểm thể thức văn bản theo Nghị định 30/2020/NĐ-CP.", no_args_is_help=True)


@app.command("daily")
def daily(
    config: ConfigDir = Path(),
    day: Annotated[
        str | None, typer.Option("--day", metavar="NĂM-THÁNG-NGÀY", help="Ngày của báo cáo; mặc định hôm nay.")
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="DẠNG", help="html, docx, txt, json; cách nhau bằng dấu phẩy.")
    ] = "html,docx,txt,json",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="THƯ_MỤC", help="Nơi ghi; mặc định reports/NGÀY của văn phòng.")
    ] = None,
) -> None:
    """Viết báo cáo ngày (điểm báo sáng) và in đường dẫn các tệp.

    Ví dụ: doichieu report daily --day 2026-11-20 --format html,docx
    """
    wanted = list(dict.fromkeys(part.strip().lower() for part in formats.split(",") if part.strip()))
    unknown = [name for name in wanted if name not in reports.WRITERS]
    if unknown or not wanted:
        stop(f"--format: không có dạng {', '.join(unknown) or '(trống)'}; dùng {', '.join(reports.WRITERS)}.", USAGE)
    about = day_from(day) or local_day(utc_now())
    office = office_of(config)
    try:
        store = open_store(office.store.url, clock=utc_now)
        made = reports.load(store, office, about)
        folder = out or office.directory / office.delivery.folder / about.isoformat()
        files = reports.write(made, folder, wanted)
        for file in files:
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            store.note("analyst", "report.export", f"daily/{about.isoformat()}/{file.suffix[1:]}", input_sha256=digest)
    except StoreError as error:
        stop(str(error))
    except OSError as error:
        stop(f"Không ghi được báo cáo vào {error.filename}: {error.strerror}. Chọn nơi khác bằng --out.")
    for file in files:
        print(file)


@app.command("lint")
def lint(
    file: Annotated[Path, typer.Argument(metavar="TỆP.docx", help="Văn bản cần kiểm.")],
    as_json: Annotated[bool, typer.Option("--json", help="In từng lỗi thành một dòng JSON.")] = False,
) -> None:
    """Kiểm thể thức một tệp DOCX theo Phụ lục I Nghị định 30/2020/NĐ-CP; mỗi chỗ lệch một dòng.

    Ví dụ: doichieu report lint bao-cao-ngay.docx
    """
    from pipeline.report.lint import LintRefused, check

    try:
        found = check(file.read_bytes())
    except OSError as error:
        stop(f"Không mở được {file}: {error.strerror}.", FAILED)
    except LintRefused as error:
        stop(f"{file}: {error}", FAILED)
    for deviation in found:
        if as_json:
            write_json_line({"rule": deviation.rule, "where": deviation.where, "found": deviation.found,
                             "wanted": deviation.wanted, "decree": deviation.decree})  # fmt: skip
        else:
            print(deviation)
    if found:
        say(f"{file}: {len(found)} chỗ chưa đúng thể thức.")
        raise typer.Exit(FAILED)
    say(f"{file}: đúng thể thức, không có chỗ lệch nào.")


def register(parent: typer.Typer) -> None:
    """Add the group."""
    parent.add_typer(app, name="report")
