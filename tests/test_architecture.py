"""The doors that docs/architecture.md names are the doors of the code: each line is looked up and its parameters compared."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).resolve().parents[1] / "docs" / "architecture.md"
MORE = "…"


def split(parameters: str) -> list[str]:
    """The names of "a: X[Y, Z], b, …", commas inside brackets left alone."""
    depth, names = 0, [""]
    for letter in parameters:
        depth += (letter in "[(") - (letter in "])")
        if letter == "," and not depth:
            names.append("")
        else:
            names[-1] += letter
    return [name.split(":")[0].strip() for name in names if name.strip()]


def doors() -> list[tuple[str, list[str]]]:
    """(dotted name below pipeline, parameter names) of each line of the code block under "Doors"."""
    block = PAGE.read_text("utf-8").split("## Doors")[1].split("```python")[1].split("```")[0]
    found = []
    for line in block.splitlines():
        if (match := re.match(r"([\w.]+)\((.*)", line)) is not None:
            depth, end = 1, 0
            for end, letter in enumerate(match[2]):  # noqa: B007 - where the list of parameters closes
                depth += (letter == "(") - (letter == ")")
                if not depth:
                    break
            found.append((match[1], split(match[2][:end])))
    return found


def named(path: str) -> Any:
    """What stands at a dotted name: a room's own name goes before the module of the same name."""
    found: Any = importlib.import_module("pipeline")
    for name in path.split("."):
        if not hasattr(found, name):
            importlib.import_module(f"{found.__name__}.{name}")
        found = getattr(found, name)
    return found


@pytest.mark.parametrize(("path", "parameters"), doors())
def test_a_door_is_as_the_page_says(path: str, parameters: list[str]) -> None:
    real = {name: one for name, one in inspect.signature(named(path)).parameters.items() if name != "self"}
    if parameters == [MORE]:
        return
    told = [name for name in parameters if name != MORE]
    assert list(real)[: len(told)] == told
    assert not [name for name, one in list(real.items())[len(told) :] if one.default is one.empty]


def test_every_room_has_its_row() -> None:
    page = PAGE.read_text("utf-8")
    rooms = {file.parent.name for file in (PAGE.parents[1] / "pipeline").glob("*/__init__.py")}
    missing = {room for room in rooms - {"profiles", "sample", "config"} if f"| `{room}/`" not in page}
    assert not missing
