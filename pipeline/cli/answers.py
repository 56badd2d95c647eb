"""`doichieu answers`: questions answered in public, as a list and as the office's static page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import FAILED, AsJson, ConfigDir, say, stop, write_json_line
from pipeline.cli.loading import office_of, store_of
from pipeline.records import VIETNAM, local_day
from pipeline.report import words
from pipeline.store.glance import Glance
from pipeline.workflow import printing
from pipeline.workflow.answers import STATES

group = typer.Typer(help="Hỏi đáp chính sách: danh sách, trang công khai.", no_args_is_help=True)
FOLDER = "hoi-dap"


@group.command("list")
def list_(config: ConfigDir = Path(), as_json: AsJson = False) -> None:
    """Liệt kê các câu hỏi đã soạn trả lời.

    Ví dụ: doichieu answers list
    """
    for one in store_of(config).answers():
        if as_json:
            row = {
                name: getattr(one, name)
                for name in ("key", "topic", "question", "answer", "document", "point", "state")
            }
            write_json_line(row | {"at": one.at.astimezone(VIETNAM).isoformat(timespec="seconds")})
        else:
            print(f"{one.key}  {STATES[one.state]}  {one.question}")


@group.command()
def pages(
    out: Annotated[Path, typer.Option("--out", metavar="THƯ_MỤC", help="Nơi ghi trang tĩnh.")] = Path("cong-khai"),
    config: ConfigDir = Path(),
) -> None:
    """Ghi trang “Hỏi đáp chính sách” (HTML tĩnh) từ các câu đã đăng và văn bản đang áp dụng.

    Ví dụ: doichieu answers pages --out cong-khai
    """
    office, store = office_of(config).office, store_of(config)
    papers = {paper.id: paper for paper, _ in Glance(store.engine, store.clock).papers()}
    told = store.answers(["published"])
    page = printing.answers_page(told, papers, words.TOPICS, local_day(store.clock()), office)
    file = out / FOLDER / "index.html"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, "utf-8")
    except OSError as error:
        stop(f"Không ghi được vào {error.filename} ({error.strerror}).", FAILED)
    store.note("analyst", "answers.pages", "store", decision=str(len(told)))
    print(file)
    say(f"Đã ghi {len(told)} câu trả lời. Chép cả thư mục {file.parent} lên trang của cơ quan.")


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="answers")
