"""Ready offices: folders with an office.toml, and a sources.toml where the project's own list does not fit."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
DEFAULT = "phuong-khanh-hoa"


def names() -> tuple[str, ...]:
    """The profiles there are."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/office.toml")))


def files(name: str, sources: Path) -> dict[str, Path]:
    """Where each file of a profile stands; `sources` is the project's own list. KeyError: no such profile."""
    if name not in names():
        raise KeyError(name)
    own = FOLDER / name / "sources.toml"
    return {"office.toml": FOLDER / name / "office.toml", "sources.toml": own if own.exists() else sources}
