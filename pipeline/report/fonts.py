"""Which serif the PDF is set in: one family a file, found on this machine, able to write Vietnamese.

In order: the folder named in office.toml, the machine's Times New Roman, Liberation Serif 2 (the same widths), else the
serif inside the typesetter's wheel. Liberation Serif 1 lacks ơ, ư and all of U+1EA0-1EF9 and is refused by what it
lacks, not by its name.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

WANTED = frozenset("ƠơƯưĐđĂăÂâÊêÔô“”…–") | {chr(code) for code in range(0x1EA0, 0x1EFA)}
"""letters a face must have"""
TIMES, LIBERATION, WHEEL = "Times New Roman", "Liberation Serif", "Libertinus Serif"
_FACES = {"Regular", "Bold", "Italic", "Bold Italic"}


@dataclass(frozen=True, slots=True)
class Family:
    """A family in its four faces; no files when it lies inside the wheel."""

    name: str
    files: tuple[Path, ...] = ()


def find(folder: Path | None = None) -> Family:
    """The family to set reports in; `folder` is the office's own folder of fonts."""
    if folder is not None:
        own = _families(sorted(file for file in folder.glob("*") if file.suffix.lower() in (".ttf", ".otf")))
        for name in (TIMES, LIBERATION, *sorted(own)):
            if name in own:
                return own[name]
    return _of_machine()


@functools.cache
def _of_machine() -> Family:
    from matplotlib import font_manager  # loads slowly; only a printed paper asks for it

    likely = [Path(file) for file in sorted(font_manager.findSystemFonts()) if _likely(Path(file).stem)]
    for name, word in ((TIMES, "times"), (LIBERATION, "liberation")):
        by_folder: dict[Path, list[Path]] = {}
        for file in likely:
            if word in file.stem.lower():
                by_folder.setdefault(file.parent, []).append(file)
        for files in by_folder.values():  # version 1 and 2 carry one name: never take faces of both
            found = _families(files).get(name)
            if found:
                return found
    return Family(WHEEL)


def _likely(stem: str) -> bool:
    return stem.lower().startswith(("times", "liberationserif"))


def _families(files: Iterable[Path]) -> dict[str, Family]:
    """Families of these files that have all four faces and every letter."""
    faces: dict[str, dict[str, Path]] = {}
    for file, family, style in _faces(files):
        faces.setdefault(family, {}).setdefault(style, file)
    whole = {name: found for name, found in faces.items() if set(found) >= _FACES}
    return {name: Family(name, tuple(found[style] for style in sorted(_FACES))) for name, found in whole.items()}


def _faces(files: Iterable[Path]) -> Iterator[tuple[Path, str, str]]:
    from matplotlib.ft2font import FT2Font

    for file in files:
        try:
            font = FT2Font(str(file))
        except (OSError, RuntimeError):  # not a font, or a broken one
            continue
        if set(map(ord, WANTED)) <= set(font.get_charmap()):
            yield file, font.family_name, font.style_name
