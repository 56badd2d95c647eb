"""`doichieu report`: write the report of a day, a week, a month; check a DOCX against the form of NĐ 30/2020."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from pipeline.cli.common import FAILED, USAGE, ConfigDir, say, stop, write_json_line
from pipeline.cli.loading import office_of
from pipeline.cli.run import day_from, utc_now
from pipeline.records import local_day
from pipeline.store import StoreError, open_store

if TYPE_CHECKING:
    from pipeline.report import Kind

app = typer.Typer(help="Viết báo cáo; kiểm thể thức văn bản theo Nghị định 30/2020/NĐ-CP.", no_args_is_help=True)


Day = Annotated[str | None, typer.Option("--day", metavar="NĂM-THÁNG-NGÀY", help="Ngày của báo cáo; mặc định hôm nay.")]
Formats = Annotated[
    str,
    typer.Option(
        "--format", metavar="DẠNG", help="html, docx, pdf, txt, json, loa (bản đọc loa); cách nhau bằng dấu phẩy."
    ),
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="THƯ_MỤC", help="Nơi ghi; mặc định reports/NGÀY của văn phòng.")
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="NĂM-THÁNG-NGÀY", help="Bắt đầu từ ngày này thay cho đầu tuần, đầu tháng."),
]
Topic = Annotated[str | None, typer.Option("--topic", metavar="LĨNH_VỰC", help="Chỉ một lĩnh vực, ví dụ giao_duc.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Chỉ nói sẽ ghi tệp nào; không ghi, không vào nhật ký.")]
Annex = Annotated[
    bool, typer.Option("--annex", help="Kèm phụ lục: mọi tin, mọi nội dung không khớp với cả hai bên nguyên văn.")
]
_ALL = "html,docx,txt,json"
_PAPER = "html,docx,pdf,txt,json"


@app.command("daily")
def daily(
    config: ConfigDir = Path(),
    day: Day = None,
    formats: Formats = _ALL,
    out: Out = None,
    topic: Topic = None,
    annex: Annex = False,
    dry_run: DryRun = False,
) -> None:
    """Viết báo cáo ngày (điểm báo sáng, hai trang) và in đường dẫn các tệp.

    Ví dụ: doichieu report daily --day 2026-11-20 --format html,docx
    """
    _report("daily", config, day, formats, out, topic=topic, annex=annex, dry_run=dry_run)


@app.command("weekly")
def weekly(
    config: ConfigDir = Path(),
    day: Day = None,
    formats: Formats = _PAPER,
    out: Out = None,
    since: Since = None,
    topic: Topic = None,
    dry_run: DryRun = False,
) -> None:
    """Viết báo cáo tuần: bảy ngày, hết ngày --day; thể thức Nghị định 30, có phụ lục.

    Ví dụ: doichieu report weekly --day 2026-11-20 --format docx,pdf
    """
    _report("weekly", config, day, formats, out, since=since, topic=topic, dry_run=dry_run)


@app.command("monthly")
def monthly(
    config: ConfigDir = Path(),
    day: Day = None,
    formats: Formats = _PAPER,
    out: Out = None,
    since: Since = None,
    topic: Topic = None,
    dry_run: DryRun = False,
) -> None:
    """Viết báo cáo tháng: từ ngày 1 đến hết ngày --day của tháng đó; thể thức Nghị định 30, có phụ lục.

    Ví dụ: doichieu report monthly --day 2026-11-30 --format docx,pdf
    """
    _report("monthly", config, day, formats, out, since=since, topic=topic, dry_run=dry_run)


@app.command("urgent")
def urgent(
    config: ConfigDir = Path(), day: Day = None, formats: Formats = _PAPER, out: Out = None, dry_run: DryRun = False
) -> None:
    """Viết báo cáo nhanh khi có nội dung phải trả lời ngay; không có thì không ghi tệp nào.

    Ví dụ: doichieu report urgent --day 2026-11-20
    """
    _report("urgent", config, day, formats, out, dry_run=dry_run)


def _report(
    kind: Kind,
    config: Path,
    day: str | None,
    formats: str,
    out: Path | None,
    *,
    since: str | None = None,
    topic: str | None = None,
    annex: bool = False,
    dry_run: bool = False,
) -> None:
    from pipeline import report as reports
    from pipeline.report import words

    wanted = list(dict.fromkeys(part.strip().lower() for part in formats.split(",") if part.strip()))
    unknown = [name for name in wanted if name not in reports.WRITERS]
    if unknown or not wanted:
        stop(f"--format: không có dạng {', '.join(unknown) or '(trống)'}; dùng {', '.join(reports.WRITERS)}.", USAGE)
    if topic is not None and topic not in words.TOPICS:
        stop(f"--topic: không có lĩnh vực {topic}; dùng một trong: {', '.join(words.TOPICS)}.", USAGE)
    about, begins = day_from(day) or local_day(utc_now()), day_from(since)
    if begins is not None and begins > about:
        stop("--since: ngày bắt đầu phải trước hoặc trùng ngày của báo cáo.", USAGE)
    office = office_of(config)
    folder = out or office.directory / office.delivery.folder / about.isoformat()
    try:
        store = open_store(office.store.url, clock=utc_now)
        read = reports.rows_between(store, office, begins or reports.span(kind, about)[0], about)
        read = reports.only(read, topic) if topic else read
        made = reports.make(read, kind, about, begins)
        if made is None:
            say("Không có nội dung nào khẩn; không lập báo cáo nhanh.")
            return
        made = reports.annexed(made) if annex else made
        name = f"{reports.name_of(made)}-{topic.replace('_', '-')}" if topic else reports.name_of(made)
        if dry_run:
            for wanted_form in wanted:
                print(folder / reports.file_name(name, wanted_form))
            say("Chưa ghi gì (--dry-run).")
            return
        faces = office.directory / office.delivery.fonts if office.delivery.fonts else None
        files = reports.write(made, folder, wanted, name, faces)
        for file in files:
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            store.note("analyst", "report.export", f"{kind}/{about.isoformat()}/{file.suffix[1:]}", input_sha256=digest)
    except StoreError as error:
        stop(str(error))
    except OSError as error:
        stop(f"Không ghi được báo cáo vào {error.filename}: {error.strerror}. Chọn nơi khác bằng --out.")
    for file in files:
        print(file)


@app.command("deliver")
def deliver(
    config: ConfigDir = Path(),
    day: Day = None,
    kind: Annotated[str, typer.Option("--kind", metavar="LOẠI", help="daily, weekly, monthly hoặc urgent.")] = "daily",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ nói sẽ gửi gì, đi đâu; không gửi.")] = False,
) -> None:
    """Gửi báo cáo theo các cách đã ghi ở mục delivery của office.toml, và gửi lại những lần chưa được.

    Ví dụ: doichieu report deliver --day 2026-11-20
    """
    from pipeline import report as reports
    from pipeline.report import deliver as out
    from pipeline.report import words
    from pipeline.store.deliveries import Deliveries, Delivery

    if kind not in reports.NAMES:
        stop(f"--kind: không có loại {kind}; dùng {', '.join(reports.NAMES)}.", USAGE)
    about, office = day_from(day) or local_day(utc_now()), office_of(config)
    channels = out.ways(office)
    if not channels:
        stop("office.toml chưa ghi cách gửi nào: thêm copy_to, mail_server hoặc webhook vào [delivery].", USAGE)
    faces = office.directory / office.delivery.fonts if office.delivery.fonts else None

    def parcel(report: Kind, on: dt.date) -> out.Parcel | None:
        read = reports.rows_between(store, office, reports.span(report, on)[0], on)
        made = reports.make(read, report, on)
        if made is None:
            return None
        folder = office.directory / office.delivery.folder / on.isoformat()
        name = reports.NAMES[report]
        paths = [folder / reports.file_name(name, form) for form in office.delivery.send]
        if not dry_run and not all(path.is_file() for path in paths):  # what a person edited is sent as edited
            missing = [form for form, path in zip(office.delivery.send, paths, strict=True) if not path.is_file()]
            reports.write(made, folder, missing, name, faces)
        text = "\n".join((*made.summary, "", "Dự thảo do máy soạn, chưa có người duyệt."))
        return out.Parcel(report, on, made.title, text, tuple(paths))

    def again(waiting: Delivery) -> out.Parcel | None:
        return parcel(cast("Kind", waiting.report), waiting.day)

    try:
        store = open_store(office.store.url, clock=utc_now)
        kept = Deliveries(store.engine, store.clock)
        wanted = parcel(cast("Kind", kind), about)
        if dry_run:
            for channel in channels:
                for path in wanted.files if wanted else ():
                    print(f"{words.CHANNELS[channel]}: {path}")
            say("Chưa gửi gì (--dry-run).")
            return
        made = out.retry(kept, office, about, again)
        tried = {(one.report, one.day, one.channel) for one in made}
        if wanted is None:
            say("Không có nội dung nào khẩn; không gửi báo cáo nhanh.")
        else:
            left = [one for one in channels if (wanted.report, wanted.day, one) not in tried]
            made += out.send(kept, office, wanted, left)
    except StoreError as error:
        stop(str(error))
    except OSError as error:
        stop(f"Không đọc hoặc ghi được {error.filename}: {error.strerror}.")
    for one in made:
        state = "đã gửi" if one.state == "sent" else f"chưa gửi được: {one.reason}; sẽ gửi lại ở lần sau"
        say(f"{words.report_of(one.report, one.day)} qua {words.CHANNELS[one.channel]}: {state}.")
    if not made:
        say("Không có gì mới để gửi.")
    if any(one.state == "failed" for one in made):
        raise typer.Exit(FAILED)


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
