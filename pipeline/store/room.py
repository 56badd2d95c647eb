"""What every part of the store stands on: the engine, one read or one write transaction, the clock."""

from __future__ import annotations

import datetime as dt
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

Clock = Callable[[], dt.datetime]
_TURNS: weakref.WeakKeyDictionary[Engine, threading.RLock] = weakref.WeakKeyDictionary()
"""one writer at a time in this process: SQLite's own waiting sleeps up to 0.1 s at a time and knows no order"""
_TURNS_MADE = threading.Lock()


class Room:
    """Base of the store's parts."""

    engine: Engine
    file: Path | None
    clock: Clock

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """One unit of work: everything inside is stored, or nothing. The write lock is taken at once."""
        with (
            self._turn(),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    def _turn(self) -> threading.RLock:
        with _TURNS_MADE:
            return _TURNS.setdefault(self.engine, threading.RLock())


def put(
    connection: Connection, table: Table, row: Mapping[str, Any] | Sequence[Mapping[str, Any]], key: Sequence[str]
) -> None:
    """Insert rows, or replace the columns given when a row with the same key stands already."""
    rows = [dict(row)] if isinstance(row, Mapping) else [dict(one) for one in row]
    if not rows:
        return
    insert = (postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert)(table)
    others = {name: insert.excluded[name] for name in rows[0] if name not in key}
    statement = (
        insert.on_conflict_do_update(index_elements=key, set_=others) if others else insert.on_conflict_do_nothing()
    )
    connection.execute(statement, rows)


def new_seq(connection: Connection, table: Table, row: Mapping[str, Any]) -> int:
    """Insert a row and return its number."""
    return int(connection.execute(table.insert().returning(table.c.seq).values(dict(row))).scalar_one())
