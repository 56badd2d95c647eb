"""`doichieu audit`: check the log, hand it out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.common import FAILED, USAGE, AsJson, ConfigDir, say, stop, write_json_line, write_json_lines
from pipeline.cli.loading import office_of, store_of
from pipeline.store import audit as log
from pipeline.workflow.printing import transparency_page

audit = typer.Typer(help="Nhật ký nối dấu: kiểm tra, xuất ra.", no_args_is_help=True)

ACTOR = "auditor"
Head = Annotated[
    str | None, typer.Option("--head", metavar="DẤU", help="Dấu đã ghi lại lần trước; phải còn trong nhật ký.")
]


@audit.command()
def verify(
    file: Annotated[
        Path | None, typer.Argument(metavar="TỆP", help="Nhật ký đã xuất; bỏ trống để kiểm tra trong kho.")
    ] = None,
    head: Head = None,
    config: ConfigDir = Path(),
    as_json: AsJson = False,
) -> None:
    """Kiểm tra nhật ký có bị sửa, bỏ bớt, đổi chỗ hay cắt ngắn không.

    Ví dụ: doichieu audit verify, hoặc doichieu audit verify nhat-ky.jsonl --head 3f0a…
    """
    found = log.verify(_lines(file), head) if file else store_of(config).verify_audit(head)
    if as_json:
        row = {"sound": found.sound, "lines": found.lines, "head": found.head, "line": found.line, "words": found.words}
        write_json_line(row)
    say(found.words)
    if not found.sound:
        raise typer.Exit(FAILED)


Month = Annotated[str, typer.Option("--month", metavar="NĂM-THÁNG", help="Tháng cần đếm, ví dụ 2026-11.")]
Out = Annotated[Path, typer.Option("--out", metavar="THƯ_MỤC", help="Nơi ghi trang HTML và tệp JSON.")]


@audit.command()
def transparency(
    month: Month, out: Out = Path("cong-khai"), config: ConfigDir = Path(), as_json: AsJson = False
) -> None:
    """Ghi trang công khai hoạt động của một tháng: chỉ có số đếm, không có dữ liệu cá nhân.

    Ví dụ: doichieu audit transparency --month 2026-11 --out cong-khai
    """
    office, store = office_of(config).office, store_of(config)
    try:
        counts = store.transparency(month)
    except ValueError:
        stop(f'--month: đọc được "{month}"; cần một tháng có thật dạng 2026-11.', USAGE)
    file = out / f"minh-bach-{month}.html"
    try:
        out.mkdir(parents=True, exist_ok=True)
        file.write_text(transparency_page(counts, office), "utf-8")
        file.with_suffix(".json").write_text(json.dumps(counts.as_row(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        stop(f"Không ghi được vào {out} ({error.strerror}).", FAILED)
    store.note(ACTOR, "audit.transparency", month)
    if as_json:
        write_json_line(counts.as_row())
    else:
        print(file)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError):
                    row = None
                if not isinstance(row, dict):
                    stop(f"{file}, dòng {number}: không phải một dòng nhật ký (cần một đối tượng JSON).", FAILED)
                yield row
    except OSError as error:
        stop(f"Không đọc được {file} ({error.strerror}).", USAGE)


@audit.command()
def export(config: ConfigDir = Path()) -> None:
    """In toàn bộ nhật ký dạng JSON Lines; việc xuất cũng được ghi vào nhật ký.

    Ví dụ: doichieu audit export > nhat-ky.jsonl
    """
    store = store_of(config)
    head = store.note(ACTOR, "audit.export", "audit")
    write_json_lines(store.audit_lines())
    say(f"Dấu cuối của nhật ký: {head}. Ghi lại dấu này ở nơi khác để lần sau kiểm tra bằng --head.")


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(audit, name="audit")
