"""What the code imports is named in pyproject.toml, locked with hashes, and told in docs/dependencies.md."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ON_REQUEST = {"torch", "onnx"}
"""two commands that teach and rebuild the encoder ask for these in words; nothing else may"""
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def name_of(requirement: str) -> str:
    """The distribution a requirement names, as PEP 503 spells it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0]).lower()


def imported() -> dict[str, set[str]]:
    """Top-level modules that pipeline/ imports from elsewhere, with the files that do."""
    found: dict[str, set[str]] = {}
    for file in (ROOT / "pipeline").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            else:
                continue
            for name in names:
                top = name.split(".")[0]
                if top not in sys.stdlib_module_names and top != "pipeline":
                    found.setdefault(top, set()).add(file.name)
    return found


def test_every_import_is_a_named_dependency() -> None:
    named = {name_of(one) for one in PROJECT["dependencies"]}
    owners = packages_distributions()
    missing = {
        module: sorted(files)
        for module, files in imported().items()
        if module not in ON_REQUEST and not named & {name_of(owner) for owner in owners.get(module, [module])}
    }
    assert not missing


def test_the_lock_holds_every_dependency_with_a_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==[^\\\n]+\\\n\s+--hash=(sha256):[0-9a-f]{64}", lock, re.MULTILINE))
    wanted = {name_of(one) for one in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]}
    assert wanted <= set(locked)


def test_the_page_on_dependencies_leaves_none_out() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    assert not [one for one in PROJECT["dependencies"] if not re.search(rf"\b{re.escape(name_of(one))}\b", page)]
