"""CHARTER rule 1: nobody can be asked for. No verb, command, route, export column or workflow record names a person."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator

import click
import pytest
from typer.main import get_command

from pipeline import workflow
from pipeline.cli.export import COLUMNS
from pipeline.cli.main import app
from pipeline.store import Store

from .test_rule_1_schema import PERSON

OURS = {
    # the office's own words about itself or its accounts: a login, a password hash, the role that acted
    "password_hash",
    # columns and parameters whose names only look like a person's
    "alarm_key",
}


def smells(names: Iterable[str]) -> list[str]:
    return [name for name in names if name not in OURS and PERSON.search(name)]


def verbs() -> Iterator[tuple[str, str]]:
    """(verb, parameter) of everything that a store can be asked or told."""
    for name, verb in inspect.getmembers(Store, inspect.isfunction):
        if not name.startswith("_"):
            yield from ((name, parameter) for parameter in inspect.signature(verb).parameters)


def options(command: click.Command, path: str = "") -> Iterator[str]:
    """Every option and argument of every command."""
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            yield from options(one, f"{path} {name}")
    else:
        yield from (f"{path} {parameter.name}" for parameter in command.params)


def records() -> Iterator[type]:
    for found in pkgutil.iter_modules(workflow.__path__):
        module = importlib.import_module(f"pipeline.workflow.{found.name}")
        for _, one in inspect.getmembers(module, inspect.isclass):
            if dataclasses.is_dataclass(one) and one.__module__ == module.__name__:
                yield one


def test_no_verb_of_the_store_takes_a_person() -> None:
    found = [f"{verb}({parameter})" for verb, parameter in verbs() if smells([parameter])]
    # accounts are the office's own posts
    assert [one for one in found if "account" not in one] == []


def test_no_command_takes_a_person() -> None:
    found = [one for one in options(get_command(app)) if smells([one.split()[-1]])]
    assert [one for one in found if not one.split()[0].startswith("account")] == []


@pytest.mark.parametrize("what", COLUMNS)
def test_no_export_has_a_column_for_a_person(what: str) -> None:
    assert smells(COLUMNS[what]) == []
    assert not {"login", "post", "role", "note"} & set(COLUMNS[what])


def test_no_record_of_the_workflow_holds_a_person() -> None:
    found = list(records())
    assert len(found) >= 10
    assert {one.__name__: smells(field.name for field in dataclasses.fields(one)) for one in found} == {
        one.__name__: [] for one in found
    }


def test_decisions_cannot_be_asked_for_by_post() -> None:
    for verb in ("decisions", "corrections", "open_flags", "similar_decisions", "standing_decisions"):
        names = set(inspect.signature(getattr(Store, verb)).parameters)
        assert not names & {"by", "post", "login", "role"}


@pytest.mark.parametrize("name", ["author", "by_user", "phone", "commenter", "nguoi_viet"])
def test_a_parameter_for_a_person_would_be_seen(name: str) -> None:
    assert smells([name, "url", "words"]) == [name]
