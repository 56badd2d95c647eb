"""`doichieu documents`: official papers into the store, and out of use again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.common import FAILED, USAGE, AsJson, ConfigDir, say, stop, write_json_line
from pipeline.cli.loading import gazetteer_of, office_of, store_of
from pipeline.extract import document as reader
from pipeline.language.places import Gazetteer
from pipeline.records import Document, local_day
from pipeline.store import Store

documents = typer.Typer(help="Văn bản chính thức: thêm, xem, ngừng dùng, thay thế.", no_args_is_help=True)

ACTOR = "analyst"
MAX_BYTES = 60_000_000
"""a scanned decision of a hundred pages is about 30 MB"""
STATUS = {"in_force": "đang áp dụng", "draft": "dự thảo", "superseded": "đã bị thay thế", "expired": "hết hiệu lực"}
Which = Annotated[str, typer.Argument(metavar="VĂN_BẢN", help="Số văn bản, hoặc mã in ở `documents list`.")]


@documents.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="TỆP…", help="DOCX, PDF, HTML hoặc TXT.")],
    config: ConfigDir = Path(),
    as_json: AsJson = False,
) -> None:
    """Thêm văn bản vào kho và cho xem máy đã hiểu gì.

    Ví dụ: doichieu documents add quyet-dinh-71.docx thong-bao-12.pdf
    """
    if add_files(config, files, as_json=as_json):
        raise typer.Exit(FAILED)
    if not as_json:
        say(f"\nViệc tiếp theo, để đối chiếu tin đã có với văn bản mới: doichieu run --no-fetch --config {config}")


def add_files(config: Path, files: Sequence[Path], *, as_json: bool = False) -> int:
    """Add papers to the office's store, saying what each is; return how many could not be taken."""
    # --json is also a way to look at a paper with no office at hand; then nothing is kept.
    store = store_of(config) if (config / "office.toml").exists() or not as_json else None
    if store is None:
        say(f"Không có {config / 'office.toml'}: chỉ đọc văn bản, không lưu.")
    gazetteer = gazetteer_of(config)
    failed = 0
    for file in files:
        try:
            found = _add(file, gazetteer, store)
        except (OSError, reader.DocumentRefused) as error:
            failed += 1
            words = f"không mở được tệp ({error.strerror})" if isinstance(error, OSError) else str(error)
            say(f"{file}: {words}")
            if as_json:
                write_json_line({"file": file.name, "error": words})
            continue
        if as_json:
            write_json_line(reader.as_row(found))
        else:
            _describe(found)
    if store is not None:
        _changes(store, gazetteer)
    return failed


def _changes(store: Store, gazetteer: Gazetteer) -> None:
    from pipeline.cli.hindsight import tell_of_changes  # the comparison is read only when papers came or went

    tell_of_changes(store, gazetteer)


def _add(file: Path, gazetteer: Gazetteer, store: Store | None) -> Document:
    if file.stat().st_size > MAX_BYTES:
        raise reader.DocumentRefused(
            f"tệp lớn hơn {MAX_BYTES // 1_000_000} MB; hãy tách nhỏ hoặc quét lại với độ phân giải thấp hơn"
        )
    data = file.read_bytes()
    found = reader.read(data, file.name, gazetteer)
    if store is not None and store.add_document(found, data, ACTOR, store.clock()) == "already":
        say(f"{file}: văn bản này đã có trong kho, không thêm lần nữa.")
    return found


def _describe(found: Document) -> None:
    def day(value: Any) -> str:
        return f"{value:%d/%m/%Y}" if value else "chưa rõ"

    number, issuer = found.number or "không đọc được số văn bản", found.issuer or "không đọc được cơ quan ban hành"
    say(f"{found.file}: {number} · {issuer}")
    if found.title:
        say(f"  {found.title}")
    until = f" đến {day(found.effective_to)}" if found.effective_to else ""
    say(f"  Ban hành {day(found.issued)} · hiệu lực từ {day(found.effective_from)}{until} · {STATUS[found.status]}")
    say(f"  Nơi áp dụng: {', '.join(found.places) or 'chưa rõ'} · {len(found.passages)} đoạn")
    for passage in found.passages[:3]:
        words = " ".join(passage.text.split())
        say(f"    {passage.point}: {words[:100]}{'…' if len(words) > 100 else ''}")
    if len(found.passages) > 3:
        say(f"    … và {len(found.passages) - 3} đoạn nữa (xem: doichieu documents show {found.id})")
    for warning in found.warnings:
        say(f"  Chú ý: {warning}")


@documents.command("list")
def list_(config: ConfigDir = Path(), as_json: AsJson = False) -> None:
    """Liệt kê các văn bản đang dùng.

    Ví dụ: doichieu documents list
    """
    found = store_of(config).documents()
    if not found:
        say(f"Kho chưa có văn bản nào. Thêm bằng: doichieu documents add TỆP --config {config}")
    for one in found:
        if as_json:
            row = reader.as_row(one)
            write_json_line(
                {
                    "id": one.id,
                    **{key: value for key, value in row.items() if key != "passages"},
                    "passages": len(one.passages),
                }
            )
        else:
            replaced = f" (thay bằng {one.superseded_by})" if one.superseded_by else ""
            number, status = one.number or "(chưa rõ số)", STATUS[one.status] + replaced
            print(f"{one.id}  {number}  {status}  {len(one.passages)} đoạn  {one.title}")


@documents.command()
def show(which: Which, config: ConfigDir = Path(), as_json: AsJson = False) -> None:
    """Xem một văn bản với từng đoạn đã tách.

    Ví dụ: doichieu documents show 71/2026/QĐ-UBND
    """
    found = _one(store_of(config), which)
    if as_json:
        write_json_line({"id": found.id, **reader.as_row(found)})
        return
    _describe(found)
    for passage in found.passages:
        doubt = " [số chưa chắc, không dùng để gắn cờ]" if passage.doubtful else ""
        print(f"\n{passage.point}{doubt}\n{passage.text}")


@documents.command()
def retire(which: Which, config: ConfigDir = Path()) -> None:
    """Ngừng dùng một văn bản; tệp gốc vẫn giữ trong kho, thêm lại là dùng tiếp.

    Ví dụ: doichieu documents retire 71/2026/QĐ-UBND
    """
    store = store_of(config)
    found = _one(store, which)
    store.retire_document(found.id, ACTOR, store.clock())
    say(f"Đã ngừng dùng {found.number or found.id}. Lượt chạy sau sẽ đối chiếu lại những tin liên quan.")
    _changes(store, gazetteer_of(config))


@documents.command()
def supersede(
    old: Annotated[str, typer.Argument(metavar="CŨ", help="Văn bản bị thay thế.")],
    new: Annotated[str, typer.Argument(metavar="MỚI", help="Văn bản thay thế nó.")],
    config: ConfigDir = Path(),
) -> None:
    """Ghi rằng một văn bản đã bị văn bản khác thay thế.

    Ví dụ: doichieu documents supersede 12/2024/QĐ-UBND 71/2026/QĐ-UBND
    """
    store = store_of(config)
    before, after = _one(store, old), _one(store, new)
    if before.id == after.id:
        stop(f"{old} và {new} là cùng một văn bản.", USAGE)
    store.supersede_document(before.id, after.id, ACTOR, store.clock())
    say(f"Đã ghi {before.number or before.id} được thay bằng {after.number or after.id}.")
    _changes(store, gazetteer_of(config))


@documents.command("review")
def review_(config: ConfigDir = Path(), as_json: AsJson = False) -> None:
    """Rà văn bản: văn bản đang áp dụng nào chưa có trang thông tin, hoặc trang thông tin viết khác văn bản.

    Ví dụ: doichieu documents review
    """
    from pipeline.report import texts
    from pipeline.report.load import sources_of

    store = store_of(config)
    told = texts.review(store, sources_of(office_of(config)), local_day(store.clock()))
    for one in told:
        if as_json:
            urls = [page.url for page in one.pages]
            row = {"document": one.document.number or one.document.id, "state": one.state, "pages": urls}
            write_json_line(row | {"differences": list(one.differences)})
            continue
        print(f"{one.document.number or one.document.id}  {texts.STATES[one.state]}  {one.document.title}")
        for line in one.differences:
            print(f"    {line}")
        for page in one.pages:
            print(f"    {page.url}")
    wanting = sum(one.state != "told" for one in told)
    say(f"{len(told)} văn bản đang áp dụng, {wanting} văn bản cần xem.")


def _one(store: Store, which: str) -> Document:
    wanted = which.strip().casefold()
    found = [one for one in store.documents() if one.id.startswith(wanted) or one.number.casefold() == wanted]
    if not found:
        stop(f"Không có văn bản {which} trong kho. Xem danh sách: doichieu documents list", USAGE)
    if len(found) > 1:
        rows = "\n".join(f"  {one.id}  {one.number}  {one.title}" for one in found)
        stop(f"Có {len(found)} văn bản ứng với {which}; hãy dùng mã ở đầu dòng:\n{rows}", USAGE)
    return found[0]


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(documents, name="documents")
