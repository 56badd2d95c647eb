"""What a person sees while a pass runs: a bar per stage on a terminal, plain lines otherwise.

`NO_COLOR` is kept (rich does). Words go to standard error, so that standard output stays data.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from pipeline.records import StageCount

EVERY = 5.0
"""seconds between two plain lines of one stage"""


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f}/s" if task.speed else "", style="dim")


class Bars:
    """Progress on a terminal: one bar a stage, kept on the screen when the stage is done."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Bars._Bar]:
        """A bar for one stage; `total` None when the number of items is not known yet."""
        columns = (
            TextColumn("{task.description:<18}"),
            BarColumn(24),
            MofNCompleteColumn(),
            _Rate(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self._console) as progress:
            yield Bars._Bar(progress, progress.add_task(name, total=total))

    class _Bar:
        def __init__(self, progress: Progress, task: object) -> None:
            self._progress, self._task = progress, task

        def advance(self, by: int = 1, *, total: int | None = None) -> None:
            """Count items done; `total` when more became known."""
            self._progress.update(self._task, advance=by, **({} if total is None else {"total": total}))  # type: ignore[arg-type]


class Lines:
    """Progress where there is no terminal: a line at the start, one every few seconds, one at the end."""

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Lines._Line]:
        """Plain lines for one stage."""
        line = Lines._Line(name, total)
        yield line
        line.end()

    class _Line:
        def __init__(self, name: str, total: int | None) -> None:
            self._name, self._total, self._done = name, total, 0
            self._start = self._last = time.monotonic()

        def advance(self, by: int = 1, *, total: int | None = None) -> None:
            """Count items done; `total` when more became known."""
            self._done += by
            self._total = total if total is not None else self._total
            if time.monotonic() - self._last >= EVERY:
                self._last = time.monotonic()
                self._print("…")

        def end(self) -> None:
            self._print("xong")

        def _print(self, word: str) -> None:
            seconds = max(time.monotonic() - self._start, 1e-6)
            of = f"/{self._total}" if self._total is not None else ""
            print(f"{self._name} {self._done}{of} · {self._done / seconds:.0f}/s · {word}", file=sys.stderr, flush=True)


def watch() -> Bars | Lines:
    """Bars when standard error is a terminal, lines otherwise."""
    console = Console(stderr=True)
    return Bars(console) if console.is_terminal else Lines()


def summary(counts: list[StageCount] | tuple[StageCount, ...]) -> None:
    """Print the table of a pass: items in, items out, seconds and problems of each stage."""
    console = Console(stderr=True)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Việc")
    for name in ("vào", "ra", "giây"):
        table.add_column(name, justify="right")
    table.add_column("trục trặc", justify="right")
    for count in counts:
        seconds = f"{count.seconds:.1f}".replace(".", ",")
        table.add_row(count.stage, str(count.items_in), str(count.items_out), seconds, str(len(count.problems) or "–"))
    console.print(table)
    problems = [problem for count in counts for problem in count.problems]
    if problems:
        console.print("\nNhững việc chưa làm được (phần còn lại vẫn chạy):")
        for problem in problems:
            console.print(f"  • {problem}", highlight=False, markup=False)
