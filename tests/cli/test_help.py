"""`doichieu --help` and usage errors are in Vietnamese, every command with an example that the program itself accepts."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from pipeline.cli.main import app

ENGLISH = re.compile(
    r"\b(?:Usage|Options|Commands|Arguments|required|Show this|Missing|Invalid|No such|Input should|<bool>)"
)


def commands(group: object = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    group = group or get_command(app)
    yield path, group
    for name, one in sorted(getattr(group, "commands", {}).items()):
        yield from commands(one, (*path, name))


ALL = dict(commands())


def told(*arguments: str) -> str:
    return CliRunner().invoke(app, [*arguments], env={"COLUMNS": "200", "NO_COLOR": "1"}).output


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_is_vietnamese_with_an_example(path):
    text = told(*path, "--help")
    assert ENGLISH.search(text) is None
    assert "Cách dùng: " in text
    if not hasattr(ALL[path], "commands"):
        assert re.search(r"(?:Ví dụ|hoặc|Cho máy khác trong mạng): doichieu", text), path


def examples() -> list[list[str]]:
    found = []
    for one in ALL.values():
        for line in re.findall(r": doichieu ([^\n]+)", one.help or ""):
            for part in re.split(r",? (?:hoặc|rồi) doichieu ", line):
                found.append(shlex.split(re.split(r"\s[<>|]\s|\s{3,}", part)[0]))
    return found


@pytest.mark.parametrize("words", examples(), ids=" ".join)
def test_every_example_is_understood(words):
    """The command and each of its options exist; what it does is other tests' business."""
    at = get_command(app)
    rest = list(words)
    while rest and rest[0] in getattr(at, "commands", {}):
        at = at.commands[rest.pop(0)]
    assert not hasattr(at, "commands"), f"no such command: {words}"
    known = {name for option in at.params for name in option.opts}
    assert {word for word in rest if word.startswith("--")} <= known | {"--help"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("report", "daily", "--dy", "1"), "Không có tùy chọn --dy"),
        (("reprt",), "Không có lệnh 'reprt', có phải là 'report'"),
        (("serve", "--port", "x"), "Cần một số nguyên"),
        (("handover",), "Thiếu tùy chọn '--month'"),
        (("export",), "Thiếu"),
        (("report", "daily", "thua"), "Thừa"),
    ],
)
def test_a_slip_is_told_in_vietnamese(arguments, words):
    result = CliRunner().invoke(app, [*arguments], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert result.exit_code == 2
    assert words in result.output
    assert ENGLISH.search(result.output) is None
