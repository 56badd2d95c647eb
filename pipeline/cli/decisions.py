"""`doichieu decisions`: what people decided, read at the terminal. Deciding needs an account and happens on the page."""

from __future__ import annotations

from pathlib import Path

import typer

from pipeline.cli.common import AsJson, ConfigDir, say, write_json_line
from pipeline.cli.export import rows
from pipeline.cli.loading import store_of
from pipeline.workflow.decisions import KINDS

group = typer.Typer(help="Quyết định của người duyệt: xem lại.", no_args_is_help=True)


@group.command("list")
def list_(config: ConfigDir = Path(), as_json: AsJson = False) -> None:
    """Liệt kê các quyết định đang có hiệu lực và số nội dung còn chờ.

    Ví dụ: doichieu decisions list
    """
    store = store_of(config)
    store.note("analyst", "decisions.list", "store")
    for row in rows(store, "decisions"):
        if as_json:
            write_json_line(row)
        else:
            print(f"{row['at']}  {KINDS[row['decision']]}  {row['document']} {row['point']}  “{row['claim']}”")
    say(f"Còn {store.count_open_flags('correction')} nội dung chờ quyết định.")


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="decisions")
