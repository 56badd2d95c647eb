"""Where the optional test sets beside the project are; absent sets skip the tests that need them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


@pytest.fixture(scope="session")
def newsroom() -> Path:
    path = SHARED / "newsroom"
    if not path.exists():
        pytest.skip("the newsroom test set is not beside the project (../shared/newsroom)")
    return path


@pytest.fixture(scope="session")
def real() -> Path:
    path = SHARED / "real"
    if not path.exists():
        pytest.skip("the captured real pages are not beside the project (../shared/real)")
    return path


@pytest.fixture(scope="session")
def site(newsroom: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The newsroom's pages as files."""
    out = tmp_path_factory.mktemp("site")
    subprocess.run(
        [sys.executable, str(newsroom / "build.py"), str(out), "--no-documents"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return out
