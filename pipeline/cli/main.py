"""`doichieu`: the commands, one file a group."""

from __future__ import annotations

import sys

import typer

from pipeline import __version__
from pipeline.cli import (
    accounts,
    answers,
    articles,
    audit,
    backup,
    check,
    corrections,
    decisions,
    doctor,
    documents,
    export,
    extract,
    forget,
    handover,
    hindsight,
    init,
    models,
    referrals,
    report,
    run,
    sample,
    serve,
    sources,
    speech,
    tag,
    values,
)

speech.speak()
app = typer.Typer(
    name="doichieu",
    help="Đối Chiếu: đọc tin báo chí, đặt cạnh văn bản chính thức, chỉ ra chỗ không khớp để người phụ trách quyết định.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
for group in (
    init,
    run,
    sample,
    serve,
    accounts,
    documents,
    check,
    tag,
    values,
    extract,
    hindsight,
    articles,
    export,
    decisions,
    corrections,
    answers,
    referrals,
    report,
    sources,
    audit,
    handover,
    backup,
    forget,
    models,
    doctor,
):
    group.register(app)


@app.callback(invoke_without_command=True)
def version(
    context: typer.Context,
    show: bool = typer.Option(False, "--version", help="In phiên bản rồi dừng.", is_eager=True),
) -> None:
    """Print the version when asked."""
    if show:
        print(f"doichieu {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.Exit(2)


def main() -> None:
    """Run the command line; standard streams speak UTF-8 on every system."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace" if stream is sys.stderr else "strict")
    app()


if __name__ == "__main__":
    main()
