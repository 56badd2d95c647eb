"""What every command shares: `--config`, JSON Lines in and out, errors in words, exit codes.

Data goes to standard output, words to standard error. Exit codes: 0 done (flags are data), 1 an input failed or
lint/verify/doctor found a fault, 2 usage or configuration error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

ConfigDir = Annotated[
    Path,
    typer.Option(
        "--config",
        metavar="THƯ_MỤC",
        help="Thư mục của văn phòng (office.toml, sources.toml, kho dữ liệu).",
        show_default="thư mục hiện tại",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="In dữ liệu JSON Lines thay cho bảng chữ.")]

FAILED = 1
USAGE = 2


def say(words: str) -> None:
    """Print words for a person to standard error."""
    print(words, file=sys.stderr)


def stop(words: str, code: int = FAILED) -> NoReturn:
    """Print an error in words and end the command with `code`."""
    say(words)
    raise typer.Exit(code)


def read_json_lines(name: str = "dữ liệu vào") -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield (line number, object) from standard input; a line that is no JSON object yields a Vietnamese error string."""
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            if not line.strip():
                continue
            row = json.loads(line)
        except UnicodeDecodeError:
            yield number, f"Dòng {number} của {name}: không phải UTF-8."
            continue
        except (ValueError, RecursionError) as error:
            yield number, f"Dòng {number} của {name}: không đọc được JSON ({error})."
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            yield number, f"Dòng {number} của {name}: cần một đối tượng JSON {{…}}, đọc được {type(row).__name__}."


def write_json_line(row: Mapping[str, Any]) -> None:
    """Write one object to standard output as a JSON line, flushed so that a reader sees it at once."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def write_json_lines(rows: Iterable[Mapping[str, Any]]) -> int:
    """Write objects as JSON lines; return how many."""
    count = 0
    for row in rows:
        write_json_line(row)
        count += 1
    return count
