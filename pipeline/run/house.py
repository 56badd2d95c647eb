"""What a pass is handed, what it shows while it works, and what it says at the end."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline import check
from pipeline.config import Office
from pipeline.language.places import Gazetteer
from pipeline.records import Source, StageCount
from pipeline.store import Store

if TYPE_CHECKING:
    from pipeline.tag import Tagger


WINDOW = dt.timedelta(days=90)
"""how far back claims are checked again when documents change"""
Clock = Callable[[], dt.datetime]


class Bar(Protocol):
    """Counts items of a stage."""

    def advance(self, by: int = 1, *, total: int | None = None) -> None:
        """Count `by` items done; `total` when it became known."""


class Watch(Protocol):
    """Shows a person how far the pass is."""

    def stage(self, name: str, total: int | None) -> AbstractContextManager[Bar]:
        """Open the bar of one stage."""


@dataclass(frozen=True, slots=True)
class House:
    """Everything a pass needs, put together once at the edge."""

    office: Office
    directory: Path
    sources: tuple[Source, ...]
    store: Store
    tagger: Tagger
    gazetteer: Gazetteer
    clock: Clock
    watch: Watch
    judge: check.Judge | None = None
    """the pair model as second reader; its weights are named in the same manifest as the tagger's version"""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a pass did, stage by stage, and the files of its report."""

    day: dt.date
    counts: tuple[StageCount, ...]
    files: tuple[Path, ...]


class Timer:
    """Counts a stage: its items, its problems in words, its time."""

    def __init__(self, name: str) -> None:
        self._name, self._start = name, time.perf_counter()
        self.problems: list[str] = []

    def count(self, items_in: int, items_out: int) -> StageCount:
        """What the stage came to."""
        return StageCount(self._name, items_in, items_out, time.perf_counter() - self._start, tuple(self.problems))
