"""Everything a newcomer or a build machine runs: set-up, the main job, the tests, the gates. Standard library only.

    make run     or  py dev.py run      set-up, then one pass over the sample press
    make test    or  py dev.py test     set-up, then the tests

Set-up makes `.venv/` and installs `requirements.lock` (hashes checked) and the project itself; it is done again only
when the lock or the Python changes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)


def say(words: str) -> None:
    """Print a line for the person who waits, at once."""
    print(words, file=sys.stderr, flush=True)


def call(*command: str | Path, **extra: str) -> int:
    """Run a program of the virtual environment (no shell) and return its exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1", **extra}
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=False).returncode  # noqa: S603 - our own commands, no shell


def must(*command: str | Path) -> None:
    """Run a program and stop with its exit code when it fails."""
    code = call(*command)
    if code:
        raise SystemExit(code)


def set_up() -> None:
    """Make the virtual environment and install the locked packages, once per lock and Python."""
    if sys.version_info < OLDEST:
        have = ".".join(map(str, sys.version_info[:2]))
        say(f"Python {have} is too old: Đối Chiếu needs Python 3.11 or newer. Install it, then run this again with")
        say("  make run PYTHON=python3.11")
        raise SystemExit(2)
    stamp = VENV / "locked.sha256"
    want = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == want:
        return
    say("Setting up: a virtual environment in .venv and the locked packages (a few minutes the first time).")
    try:
        venv.EnvBuilder(with_pip=True, clear=VENV.exists()).create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        say(f"The virtual environment could not be made ({error}).")
        say("On Debian and Ubuntu the module stands in its own package: apt-get install python3-venv")
        raise SystemExit(2) from error
    # --no-deps: the lock already names every package; an old pip's resolver trips over repeated extras.
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
    must(*pip, "--require-hashes", "-r", LOCK)
    must(*pip, "--no-build-isolation", "-e", ROOT)
    stamp.write_text(want, encoding="ascii")


def run() -> int:
    """One pass over the sample press, served on loopback."""
    return call(PYTHON, "-m", "pipeline.cli.main", "sample", "--config", ROOT / "sample-run")


def test(arguments: list[str]) -> int:
    """The tests; further arguments go to pytest (`py dev.py test -m slow`)."""
    return call(PYTHON, "-m", "pytest", *(arguments or ["-m", "not slow and not table and not bench"]))


def lint() -> int:
    """Ruff, mypy --strict, the arrows between rooms."""
    return (
        call(PYTHON, "-m", "ruff", "check", ".")
        or call(PYTHON, "-m", "ruff", "format", "--check", ".")
        or call(PYTHON, "-m", "mypy")
        or call(BIN / "lint-imports")
    )


def licences() -> int:
    """The licence gate: no GPL or AGPL among the installed packages; LGPL only by name."""
    return call(PYTHON, ROOT / "tests" / "licences.py")


def sbom() -> int:
    """Write build/sbom.json (CycloneDX) from the environment."""
    (ROOT / "build").mkdir(exist_ok=True)
    return call(PYTHON, "-m", "cyclonedx_py", "environment", PYTHON, "-o", ROOT / "build" / "sbom.json")


def models() -> int:
    """Fit the heads of models/ anew from data/."""
    return call(
        PYTHON, "-m", "pipeline.cli.main", "models", "train", "all", "--data", ROOT / "data", "--out", ROOT / "models"
    )


def evaluate() -> int:
    """Print the tables of every head on the test split, then those of the whole chain (its test set stands beside the project)."""
    code = call(PYTHON, "-m", "pipeline.cli.main", "models", "evaluate", "--data", ROOT / "data")
    return code or call(PYTHON, "-m", "pytest", "-m", "table", "-s", "-p", "no:cacheprovider")


def bench() -> int:
    """Print the throughput of each stage."""
    return call(PYTHON, "-m", "pytest", "-m", "bench", "-s", "-p", "no:cacheprovider")


def pictures() -> int:
    """Draw the pictures of the README anew (needs Chromium, LibreOffice and poppler)."""
    return call(PYTHON, "-m", "tests.pictures")


def data_check() -> int:
    """Check data/ and print its counts, then how far its readings agree and what its shortcuts give away."""
    return call(PYTHON, ROOT / "data" / "check.py") or call(PYTHON, ROOT / "data" / "figures.py")


def clean() -> int:
    """Remove what runs leave behind; the virtual environment stays."""
    for name in ("sample-run", "build", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    return 0


def main(arguments: list[str]) -> int:
    """Do what the first argument names."""
    tasks = {
        "run": run,
        "lint": lint,
        "licences": licences,
        "sbom": sbom,
        "models": models,
        "eval": evaluate,
        "bench": bench,
        "data-check": data_check,
        "pictures": pictures,
        "clean": clean,
    }
    name = arguments[0] if arguments else ""
    if name not in {*tasks, "test", "setup"}:
        say(f"Say what to do: {', '.join(sorted({*tasks, 'test', 'setup'}))}.")
        return 2
    set_up()
    if name == "setup":
        return 0
    return test(arguments[1:]) if name == "test" else tasks[name]()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
