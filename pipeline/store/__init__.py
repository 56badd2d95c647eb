"""The memory of the house: open_store hands out a Store whose verbs are each one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from pipeline.store import opening
from pipeline.store.accounts import AccountsRoom
from pipeline.store.answers import AnswersRoom
from pipeline.store.articles import ArticlesRoom
from pipeline.store.captures import CapturesRoom
from pipeline.store.checks import ChecksRoom
from pipeline.store.corrections import CorrectionsRoom
from pipeline.store.counting import CountingRoom
from pipeline.store.decisions import DecisionsRoom
from pipeline.store.documents import DocumentsRoom
from pipeline.store.forgetting import ForgettingRoom
from pipeline.store.keeping import KeepingRoom
from pipeline.store.opening import StoreError
from pipeline.store.pages import PagesRoom, WantedPage
from pipeline.store.referrals import ReferralsRoom
from pipeline.store.replies import RepliesRoom
from pipeline.store.search import SearchRoom


class Store(
    PagesRoom,
    CapturesRoom,
    ArticlesRoom,
    DocumentsRoom,
    ChecksRoom,
    DecisionsRoom,
    CorrectionsRoom,
    ReferralsRoom,
    SearchRoom,
    RepliesRoom,
    AnswersRoom,
    AccountsRoom,
    CountingRoom,
    ForgettingRoom,
    KeepingRoom,
):
    """An open store. `warnings` are Vietnamese sentences to show once; `file` is None when there is none on disk."""

    def __init__(
        self, engine: Engine, file: Path | None, clock: Callable[[], dt.datetime], warnings: tuple[str, ...]
    ) -> None:
        self.engine = engine
        self.file = file
        self.clock = clock
        self.warnings = warnings

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def open_store(where: str | Path, *, clock: Callable[[], dt.datetime] = _now) -> Store:
    """Open a store, made when there is none: checked, migrated with a backup first. Raises StoreError in Vietnamese."""
    url = opening.url_of(where)
    file = Path(url.database).resolve() if url.database and url.database != ":memory:" else None
    if file is not None:
        opening.refuse_network_drive(file)
        if file.exists() and file.stat().st_size:
            opening.check_whole(file)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
    engine = opening.engine_of(url)
    opening.migrate(engine, file)
    return Store(engine, file, clock, opening.clock_warnings(engine, clock()))


__all__ = ["Store", "StoreError", "WantedPage", "open_store"]
