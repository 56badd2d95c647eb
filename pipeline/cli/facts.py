"""`doichieu facts`: the sheet of true numbers, and what was right when published and has changed since."""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.check.facts import Fact, facts
from pipeline.cli.common import USAGE, AsJson, ConfigDir, say, stop, write_json_line
from pipeline.cli.loading import office_of, store_of
from pipeline.records import local_day

sheet = typer.Typer(help="Số liệu đúng theo văn bản đang áp dụng: xem, xuất, in.", no_args_is_help=True)

COLUMNS = (
    "kind", "value", "unit", "period", "covers", "valid_from", "valid_to", "places", "number", "issuer", "title", "point", "passage",
)  # fmt: skip


class Format(StrEnum):
    """How `export` writes."""

    jsonl = "jsonl"
    csv = "csv"


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of the printed sheet."""

    title: str
    number: str
    issuer: str
    validity: str
    facts: tuple[Fact, ...]


Day = Annotated[
    str | None, typer.Option("--day", metavar="NGÀY", help="Ngày cần tra, dạng 2026-11-20; mặc định hôm nay.")
]
Words = Annotated[
    str | None,
    typer.Option("--find", metavar="CHỮ", help="Chỉ lấy mục có những chữ này (trong nội dung hoặc tên văn bản)."),
]


def day_of(text: str | None, today: dt.date) -> dt.date:
    """The day an option names, `today` without one; ends the command with code 2 when it names none."""
    if text is None:
        return today
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        stop(f"--day: không đọc được ngày “{text}”; viết như 2026-11-20.", USAGE)


def _found(config: Path, day: str | None, words: str | None) -> tuple[list[Fact], dt.date]:
    store = store_of(config)
    on = day_of(day, local_day(store.clock()))
    found = facts(store.evidence(), on)
    if words:
        wanted = words.casefold()
        found = [f for f in found if wanted in f"{f.covers} {f.title} {f.number}".casefold()]
    return found, on


def _until(fact: Fact) -> str:
    start = f"từ {fact.valid_from:%d/%m/%Y}" if fact.valid_from else "chưa rõ ngày hiệu lực"
    return f"{start} đến {fact.valid_to:%d/%m/%Y}" if fact.valid_to else start


def row_of(fact: Fact) -> dict[str, Any]:
    """A fact as one line of the export."""
    row = {name: getattr(fact, name) for name in COLUMNS}
    return row | {
        "valid_from": fact.valid_from.isoformat() if fact.valid_from else None,
        "valid_to": fact.valid_to.isoformat() if fact.valid_to else None,
        "places": list(fact.places),
    }


@sheet.command("list")
def list_(config: ConfigDir = Path(), day: Day = None, find: Words = None, as_json: AsJson = False) -> None:
    """Liệt kê mức phí, ngày, ngưỡng, số điện thoại trong các văn bản đang áp dụng.

    Ví dụ: doichieu facts list --find "học phí"
    """
    found, _ = _found(config, day, find)
    if not found:
        say("Không có mục nào. Xem văn bản đã có: doichieu documents list")
    for fact in found:
        if as_json:
            write_json_line(row_of(fact))
        else:
            print(
                f"{fact.value}  ·  {fact.covers}\n    {fact.number} {fact.title}, {fact.point} · {_until(fact)}".rstrip()
            )


@sheet.command()
def export(
    config: ConfigDir = Path(),
    day: Day = None,
    find: Words = None,
    form: Annotated[Format, typer.Option("--format", help="jsonl hoặc csv (mở được bằng Excel).")] = Format.jsonl,
) -> None:
    """Xuất bảng số liệu ra dữ liệu.

    Ví dụ: doichieu facts export --format csv > so-lieu.csv
    """
    found, _ = _found(config, day, find)
    if form is Format.jsonl:
        for fact in found:
            write_json_line(row_of(fact))
        return
    sys.stdout.write("\ufeff")  # without it Excel reads a UTF-8 file as the system's code page
    writer = csv.DictWriter(sys.stdout, COLUMNS)
    writer.writeheader()
    writer.writerows(row_of(fact) | {"places": " ".join(fact.places)} for fact in found)


@sheet.command("print")
def print_(
    config: ConfigDir = Path(),
    day: Day = None,
    find: Words = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="TỆP", help="Nơi ghi tệp HTML khổ A4.")] = None,
) -> None:
    """Làm trang A4 để in, dán ở quầy hoặc đưa lên trang thông tin.

    Ví dụ: doichieu facts print --out so-lieu.html
    """
    found, on = _found(config, day, find)
    target = out or config / "reports" / f"so-lieu-{on.isoformat()}.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(found, on, office_of(config).office.name), "utf-8")
    print(target.resolve())


def page(found: Iterable[Fact], on: dt.date, office: str) -> str:
    """The sheet as one HTML page for A4, paper by paper; no script, no outside address."""
    from jinja2 import Environment

    papers = []
    for _, group in groupby(found, key=lambda f: (f.number, f.issuer, f.title)):
        some = tuple(group)
        papers.append(Paper(some[0].title, some[0].number, some[0].issuer, _until(some[0]), some))
    template = files("pipeline.cli").joinpath("facts.html").read_text("utf-8")
    return (
        Environment(autoescape=True)
        .from_string(template)
        .render(office=office, day=f"{on:%d/%m/%Y}", papers=papers, count=sum(len(p.facts) for p in papers))
    )
