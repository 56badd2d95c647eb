"""The table of routes and roles: everything is refused unless a row of access.tsv allows it."""

from __future__ import annotations

import csv
import hashlib
import importlib.resources
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from pipeline.workflow.posts import ROLES, Role


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table: `roles` is None where nobody needs to be logged in; `limit` is in bytes."""

    roles: frozenset[Role] | None
    limit: int


def table() -> Mapping[tuple[str, str], Rule]:
    """The rules by method and path. Raises ValueError for a role that does not exist or a row that stands twice."""
    text = importlib.resources.files("pipeline.review").joinpath("access.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rules: dict[tuple[str, str], Rule] = {}
    for row in csv.DictReader(lines, delimiter="\t"):
        who, key = row["who"].split(), (row["method"], row["path"])
        roles = None if who == ["public"] else frozenset(ROLES) if who == ["staff"] else frozenset(map(_role, who))
        if key in rules:
            raise ValueError(f"access.tsv names {key} twice")
        rules[key] = Rule(roles, int(row["kB"]) * 1000)
    return rules


def _role(word: str) -> Role:
    found: Role | None = next((role for role in ROLES if role == word), None)
    if found is None:
        raise ValueError(f"access.tsv names a role that does not exist: {word}")
    return found


RULES: Final = table()


def may(role: Role | None, method: str, path: str) -> bool:
    """Whether a role (None: nobody logged in) may ask for a route."""
    rule = RULES.get((method, path))
    return rule is not None and (rule.roles is None or role in rule.roles)


def check_table(routes: Iterable[BaseRoute]) -> None:
    """Raise ValueError when a route has no row, or a row no route."""
    served = {(method, route.path) for route in routes if isinstance(route, APIRoute) for method in route.methods or ()}
    if odd := served ^ set(RULES):
        raise ValueError(f"access.tsv and the routes differ: {sorted(odd)}")


def form_token(seed: str) -> str:
    """The token of the forms shown to the holder of a cookie: it follows from the cookie and does not betray it."""
    return hashlib.sha256(f"form:{seed}".encode()).hexdigest()
