"""`doichieu corrections`: the list with its clocks, and the public pages. Publishing is the spokesperson's, on the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import FAILED, AsJson, ConfigDir, say, stop, write_json_line
from pipeline.cli.export import rows
from pipeline.cli.loading import office_of, store_of
from pipeline.workflow import clocks, printing
from pipeline.workflow.corrections import FORMS, STATES

group = typer.Typer(help="Đính chính: danh sách với thời hạn, trang công khai.", no_args_is_help=True)


@group.command("list")
def list_(config: ConfigDir = Path(), as_json: AsJson = False) -> None:
    """Liệt kê các bản đính chính, bản đến hạn trước đứng trước.

    Ví dụ: doichieu corrections list
    """
    store = store_of(config)
    store.note("analyst", "corrections.list", "store")
    if as_json:
        for row in rows(store, "corrections"):
            write_json_line(row)
        return
    for one in store.corrections():
        timer = clocks.clock(one.due_at, store.clock(), one.stopped_at)
        print(f"{one.id}  {STATES[one.state]}  {FORMS[one.form]}  {timer.words}  {one.heading}")


@group.command()
def pages(
    out: Annotated[Path, typer.Option("--out", metavar="THƯ_MỤC", help="Nơi ghi các trang tĩnh.")] = Path("cong-khai"),
    config: ConfigDir = Path(),
) -> None:
    """Ghi các trang đính chính công khai (HTML tĩnh kèm ClaimReview) để chép lên trang của cơ quan.

    Ví dụ: doichieu corrections pages --out cong-khai
    """
    office, store = office_of(config).office, store_of(config)
    folder = out / printing.FOLDER
    told = [one for one in store.corrections() if printing.is_public(one)]
    files = {"index.html": printing.corrections_page(told, office)}
    for one in told:
        files[f"{one.id}.html"] = printing.correction_page(one, office)
    reviews = [review for one in told if (review := printing.claim_review(one, office))]
    files["claimreview.json"] = json.dumps(reviews, ensure_ascii=False, indent=1)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.html"):  # what was forgotten since must not stay public
            if old.name not in files:
                old.unlink()
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        stop(f"Không ghi được vào {folder} ({error.strerror}).", FAILED)
    store.note("analyst", "corrections.pages", "store", decision=str(len(told)))
    print(folder / "index.html")
    say(f"Đã ghi {len(told)} trang đính chính. Chép cả thư mục {folder} lên trang của cơ quan.")


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="corrections")
