"""`doichieu sources`: lint, probe, health, new official papers, OPML, for the analyst who keeps the source list."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from pipeline.cli.common import FAILED, AsJson, ConfigDir, say, stop, write_json_line
from pipeline.cli.loading import gazetteer_of, office_of, sources_of, store_of
from pipeline.config import ConfigError, load_sources
from pipeline.fetch import Fetcher, Network
from pipeline.records import Source
from pipeline.store import Store
from pipeline.store.sources import SourcesRoom
from pipeline.tune import health as healths
from pipeline.tune import opml
from pipeline.tune.lint import lint as lint_sources
from pipeline.tune.probe import LOCAL, Probe, as_json, printed, probe_file, probe_url, toml_block

if TYPE_CHECKING:
    from pipeline.tune.offers import Offer

group = typer.Typer(help="Danh sách nguồn: kiểm tra, thử đọc, tình trạng, nhập và xuất OPML.", no_args_is_help=True)


@group.command("lint")
def lint(config: ConfigDir = Path(), json_lines: AsJson = False) -> None:
    """Kiểm tra sources.toml: lỗi, địa chỉ trùng, nguồn không được nhận.

    Ví dụ: doichieu sources lint --config vanphong
    """
    faults = 0
    try:
        sources = load_sources(config)
    except ConfigError as error:
        for problem in error.problems:
            if json_lines:
                write_json_line(
                    {"level": "fault", "file": problem.file, "line": problem.line, "key": problem.key}
                    | {"found": problem.found, "allowed": problem.allowed}
                )
            else:
                print(problem)
        say(f"Có {len(error.problems)} chỗ phải sửa trong danh sách nguồn.")
        raise typer.Exit(FAILED) from error
    for finding in lint_sources(sources):
        faults += finding.level == "fault"
        if json_lines:
            write_json_line(
                {"level": finding.level, "source": finding.source, "key": finding.key, "found": finding.words}
            )
        else:
            print(f"{'✗' if finding.level == 'fault' else '–'} {finding.source}, `{finding.key}`: {finding.words}.")
    if faults:
        say(f"Có {faults} chỗ phải sửa (dấu ✗).")
        raise typer.Exit(FAILED)
    addresses = sum(len(s.feeds + s.sitemaps + s.listings + s.pages) for s in sources)
    say(f"Danh sách nguồn dùng được: {len(sources)} nguồn, {addresses} địa chỉ.")


@group.command("probe")
def probe(
    targets: Annotated[list[str], typer.Argument(metavar="ĐỊA_CHỈ_HOẶC_TỆP…", help="Địa chỉ web hoặc tệp đã lưu.")],
    config: ConfigDir = Path(),
    json_lines: AsJson = False,
) -> None:
    """Thử đọc một địa chỉ hay tệp: loại nguồn, các bài, ngày giờ hiểu được, robots.txt, và đoạn TOML dùng ngay.

    Ví dụ: doichieu sources probe https://baokhanhhoa.vn/rss/home.rss
    """
    failed = False
    now = dt.datetime.now(dt.UTC)
    fetcher = _fetcher(config) if any(_is_url(t) for t in targets) else None
    for target in targets:
        if fetcher and _is_url(target):
            found = probe_url(fetcher, target, now, sample=not json_lines)
        else:
            found = probe_file(target, now)
        failed |= found.error is not None
        if json_lines:
            write_json_line(as_json(found))
        else:
            print("\n".join(_told(found)))
    if failed:
        raise typer.Exit(FAILED)


@group.command("health")
def health(config: ConfigDir = Path(), json_lines: AsJson = False) -> None:
    """Tình trạng từng địa chỉ trong lượt đọc gần nhất, và từng nguồn trong bốn tuần qua.

    Ví dụ: doichieu sources health --config vanphong
    """
    store = store_of(config)
    seen = store.health()
    if json_lines:
        for one in seen:
            write_json_line(healths.as_json(one))
        return
    if not seen:
        say("Chưa có lượt đọc nào. Việc tiếp theo: doichieu run")
        return
    names = {source.id: source.name for source in sources_of(config)}
    table = Table(box=None, pad_edge=False)
    for title in ("Nguồn", "Tình trạng", "Bài", "Lần có tin mới", "Lý do", "Địa chỉ"):
        table.add_column(title, overflow="fold")
    for line in healths.lines(seen, store.address_states()):
        one = line.health
        notes = [one.reason or ""]
        notes += [f"đã chuyển sang {line.moved_to}, hãy sửa trong sources.toml"] if line.moved_to else []
        notes += ["ít bài hơn thường lệ"] if line.quiet else []
        notes += [f"hỏng {line.failures} lần liền"] if line.failures > 1 else []
        changed = f"{line.changed_at.astimezone(LOCAL):%H:%M %d/%m/%Y}" if line.changed_at else "chưa có"
        usual = f"{one.entries} (thường {line.usual}/ngày)" if line.usual else str(one.entries)
        status = ("! " if line.troubled else "") + healths.STATUS_WORDS[one.status]
        table.add_row(
            names.get(one.source, one.source), status, usual, changed, "; ".join(filter(None, notes)), one.url
        )
    Console(width=None if sys.stdout.isatty() else 200).print(table)
    for reason, count in healths.by_reason(seen):
        say(f"{count} địa chỉ: {reason}")
    _each_source(store, sources_of(config))


@group.command("offers")
def offers(
    config: ConfigDir = Path(),
    save: Annotated[Path | None, typer.Option("--save", metavar="THƯ_MỤC", help="Ghi các tệp ra đây.")] = None,
    json_lines: AsJson = False,
) -> None:
    """Văn bản mới thấy trên các cổng chính thức mà kho chưa có, hoặc khác với bản trong kho.

    Ví dụ: doichieu sources offers --save van-ban-moi --config vanphong
    """
    from pipeline.tune.offers import offers as offered  # brings the document reader along

    store, listed = store_of(config), sources_of(config)
    portals = [source for source in listed if source.kind == "official_portal"]
    room = SourcesRoom(store.engine, store.clock)
    pages = room.latest_pages([source.id for source in portals])
    names = {source.id: source.name for source in portals}
    files = []
    for offer in offered(pages, portals, store.documents(), gazetteer_of(config)):
        if json_lines:
            write_json_line(asdict(offer) | {"seen": offer.seen.isoformat(timespec="seconds")})
        else:
            print("\n".join(_offered(offer, names)))
        if save:
            body = next(page.body for page in room.latest_pages([offer.source]) if page.sha256 == offer.sha256)
            save.mkdir(parents=True, exist_ok=True)
            (save / offer.file).write_bytes(body)
        files.append(offer.file)
    if not files:
        say("Không có văn bản nào mới trên các cổng chính thức đang đọc.")
    elif save:
        say(f"\nĐã ghi {len(files)} tệp. Xem lại, rồi thêm vào kho: doichieu documents add {save}/* --config {config}")
    else:
        say(f"\n{len(files)} văn bản. Lấy tệp ra để xem: doichieu sources offers --save van-ban-moi --config {config}")


@group.command("import-opml")
def import_opml(
    file: Annotated[Path, typer.Argument(metavar="TỆP.opml", help="Tệp OPML từ một trình đọc tin.")],
    config: ConfigDir = Path(),
) -> None:
    """Đổi danh sách OPML thành các đoạn [[source]]; nguồn không được nhận bị bỏ ra và nói rõ lý do.

    Ví dụ: doichieu sources import-opml tin.opml >> sources.toml
    """
    try:
        with file.open("rb") as stream:
            found = opml.read(
                stream.read(5_000_000), _network(config), lambda done, total: say(f"Đã xem {done}/{total} mục…")
            )
    except FileNotFoundError:
        stop(f"Không có tệp {file}.")
    except OSError as error:
        stop(f"Không mở được {file}: {error.strerror}.")
    except opml.OpmlUnreadable as error:
        stop(str(error))
    print(opml.as_toml(found.sources), end="")
    for url, reason in found.refused:
        say(f"Bỏ {url}: {reason}.")
    say(f"Đã đổi {len(found.sources)} nguồn, bỏ {len(found.refused)}. Hãy xem lại `kind` của từng nguồn.")
    if found.refused:
        raise typer.Exit(FAILED)


@group.command("export-opml")
def export_opml(config: ConfigDir = Path()) -> None:
    """Xuất các nguồn tin (feed) của văn phòng ra OPML để dùng ở trình đọc tin khác.

    Ví dụ: doichieu sources export-opml > nguon.opml
    """
    sys.stdout.buffer.write(opml.write(sources_of(config), "Nguồn tin của Đối Chiếu"))


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="sources")


# ---------------------------------------------------------------- inside
def _is_url(target: str) -> bool:
    return target.lower().startswith(("http://", "https://"))


def _fetcher(config: Path) -> Fetcher:
    return Fetcher(_network(config), clock=lambda: dt.datetime.now(dt.UTC))


def _network(config: Path) -> Network:
    """How this office reaches out; the defaults where no office is set up yet."""
    if (config / "office.toml").exists():
        return Network(**office_of(config).network.for_fetch())
    return Network()


def _each_source(store: Store, listed: tuple[Source, ...]) -> None:
    """The record of each source over the last four weeks, in words."""
    room = SourcesRoom(store.engine, store.clock)
    by_id = {source.id: source for source in listed}
    for ident, record in room.records(store.clock() - dt.timedelta(weeks=4)).items():
        source = by_id.get(ident)
        print(f"\n{source.name if source else ident} (4 tuần qua)")
        for line in healths.told(record, healths.reader_of(room.latest_pages([ident], each=3), source)):
            print(f"  {line}")


def _offered(offer: Offer, names: dict[str, str]) -> Iterator[str]:
    kind = f"bản khác của {offer.version_of} trong kho" if offer.version_of else "văn bản chưa có trong kho"
    yield f"{offer.number or offer.file}: {kind}"
    if offer.title:
        yield f"  {offer.title}"
    if offer.unread:
        yield f"  Máy chưa đọc được: {offer.unread}"
    yield f"  {names.get(offer.source, offer.source)}, thấy lúc {offer.seen.astimezone(LOCAL):%H:%M %d/%m/%Y}: {offer.url}"


_KINDS = {
    "feed": "nguồn tin (feed)",
    "sitemap": "sơ đồ trang (sitemap)",
    "listing": "trang danh sách",
    "page": "một bài",
}


def _told(found: Probe) -> Iterator[str]:
    yield f"── {found.source}"
    if found.error:
        yield f"   {found.error}"
    if found.kind:
        yield f"   Loại: {_KINDS[found.kind]}, dạng {found.form}; bảng mã {found.encoding or 'không rõ'}"
    if found.title:
        yield f"   Tên: {found.title}"
    if found.robots:
        yield f"   robots.txt: {found.robots}"
    if found.moved_to:
        yield f"   Địa chỉ đã chuyển hẳn sang {found.moved_to}"
    for fault in found.faults:
        yield f"   Lưu ý: {fault}"
    for offer in found.offers[:20]:
        yield f"   Có nguồn tin: {offer.url}  {offer.title}"
    for url in found.sitemaps:
        yield f"   Có sơ đồ trang: {url}"
    dated = [e for e in found.entries if e.published]
    doubtful = sum(1 for e in dated if e.published and e.published.ambiguous)
    if found.kind:
        doubt = f", {doubtful} ngày có thể hiểu hai cách" if doubtful else ""
        yield f"   {len(found.entries)} bài, {len(dated)} bài có ngày giờ hiểu được{doubt}"
    for entry in found.entries[:8]:
        yield f"     {printed(entry.published) or 'không rõ ngày':<25}  {entry.title or '(không có tiêu đề)'}"
        yield f"     {'':<25}  {entry.url}"
    if found.sample:
        yield f"   Đoạn đầu: {found.sample}"
    if found.kind and not found.error and _is_url(found.source):
        yield "   Chép đoạn này vào sources.toml:\n"
        yield toml_block(found)
