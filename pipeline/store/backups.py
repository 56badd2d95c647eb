"""Sealed backups with an end, and the way back: a restored store forgets again what was forgotten since.

Tombstones lie in the store and in a ledger file beside the store and beside the backups: a restore reads all of them,
so that a lost disk does not bring back what was erased. The ledger holds ids and hashes only.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.store import codec, opening, sealing
from pipeline.store.forgetting import Tombstone
from pipeline.store.opening import StoreError

if TYPE_CHECKING:
    from pipeline.store import Store

SUFFIX: Final = ".dcb"
LEDGER: Final = "da-xoa.jsonl"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    made_at: dt.datetime
    forgotten_again: int
    pruned: int
    set_aside: Path | None
    """the store as it was before, in the backups folder beside it"""


def back_up(store: Store, folder: Path, passphrase: str, keep: dt.timedelta, actor: str) -> Path:
    """Seal a copy of the store into `folder`, check it, and delete the copies there that have expired.

    Raises StoreError or sealing.SealError in Vietnamese. The trace names the file and its SHA-256 is in the log.
    """
    if store.file is None:
        raise StoreError("Kho này không nằm trên đĩa nên không sao lưu được.")
    folder.mkdir(parents=True, exist_ok=True)
    now = store.clock()
    target = folder / f"{store.file.stem}-{now:%Y%m%dT%H%M%S%f}{SUFFIX}"
    with _plain(store.file) as plain:
        with closing(sqlite3.connect(store.file, timeout=60)) as source, closing(sqlite3.connect(plain)) as copy:
            source.backup(copy)
        sealing.seal(plain, target, passphrase, sealing.Head(now, now + keep))
    sealing.unseal(target, None, passphrase)
    write_ledger(store, folder)
    gone = drop_expired(folder, now)
    store.note(actor, "backup.make", target.name, input_sha256=_sha256(target), decision=f"{gone} bản hết hạn đã xóa")
    return target


def drop_expired(folder: Path, now: dt.datetime) -> int:
    """Delete sealed copies past their end; returns how many."""
    old = [file for file in sorted(folder.glob(f"*{SUFFIX}")) if _expired(file, now)]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def write_ledger(store: Store, *folders: Path) -> None:
    """Write the store's tombstones beside the store and into each folder, with those already there."""
    if store.file is None:
        return
    for folder in {store.file.parent, *folders}:
        if not folder.is_dir():
            continue
        told = {(one.kind, one.key): one for one in [*read_ledger(folder), *store.tombstones()]}
        if told:
            lines = [codec.pack({"kind": o.kind, "key": o.key, "at": codec.moment(o.at)}) for o in told.values()]
            draft = folder / f"{LEDGER}.tmp"
            draft.write_text("\n".join(lines) + "\n", "utf-8")
            draft.replace(folder / LEDGER)


def read_ledger(folder: Path) -> list[Tombstone]:
    """The tombstones of a folder's ledger; none when there is no ledger. Raises StoreError on a broken line."""
    file = folder / LEDGER
    found = []
    for number, line in enumerate(file.read_text("utf-8").splitlines() if file.exists() else (), start=1):
        try:
            row = json.loads(line)
            found.append(Tombstone(row["kind"], row["key"], dt.datetime.fromisoformat(row["at"])))
        except (ValueError, KeyError, TypeError):
            raise StoreError(f"{file}, dòng {number}: không đọc được. Lấy lại tệp này từ bản khác.") from None
    return found


def restore(
    where: str | Path,
    sealed: Path,
    passphrase: str,
    open_store: Callable[[str | Path], Store],
    now: dt.datetime,
    actor: str,
) -> Restored:
    """Put a sealed copy in the place of the store, then forget and prune again.

    The store as it was is copied aside first (it goes by age like every open copy). An expired copy is refused.
    """
    file = opening.url_of(where).database
    if not file or file == ":memory:":
        raise StoreError("Kho này không nằm trên đĩa nên không khôi phục được.")
    live = Path(file).resolve()
    live.parent.mkdir(parents=True, exist_ok=True)
    with _plain(live) as plain:
        head = sealing.unseal(sealed, plain, passphrase)
        if head.expires_at < now:
            raise StoreError(f"Bản sao lưu đã hết hạn ngày {head.expires_at:%d/%m/%Y}, không khôi phục.")
        if (fault := opening.fault_of(plain)) is not None:
            raise StoreError(f"Bản sao lưu mở được nhưng dữ liệu bên trong hỏng ({fault}). Dùng bản khác.")
        graves = [*read_ledger(live.parent), *read_ledger(sealed.parent)]
        aside, before = None, ""
        if live.exists() and live.stat().st_size:
            now_there = open_store(where)
            with now_there.pass_lock():
                graves += now_there.tombstones()
                before = now_there.audit_head()
                now_there.close()
                aside = opening.back_up(live, "truoc-khoi-phuc")
                _pour(plain, live)
        else:
            _pour(plain, live)
    again = open_store(where)
    count = again.bury(graves, actor)
    pruned = sum(again.prune(now).values())
    again.note(actor, "backup.restore", sealed.name, input_sha256=_sha256(sealed), decision=before)
    write_ledger(again, sealed.parent)
    again.close()
    return Restored(head.made_at, count, pruned, aside)


@contextmanager
def _plain(beside: Path) -> Iterator[Path]:
    """A private temporary file beside the store, gone at the end: the open copy exists no longer than needed."""
    number, name = tempfile.mkstemp(prefix=".tam-", suffix=".sqlite3", dir=beside.parent)
    os.close(number)
    try:
        yield Path(name)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(name + suffix).unlink(missing_ok=True)


def _pour(plain: Path, live: Path) -> None:
    """Replace the content of the live file through SQLite, so that whoever has it open sees the new content whole."""
    with closing(sqlite3.connect(plain)) as source, closing(sqlite3.connect(live, timeout=60)) as target:
        source.backup(target)


def _expired(file: Path, now: dt.datetime) -> bool:
    try:
        return sealing.head_of(file).expires_at < now
    except (sealing.SealError, OSError):
        return False


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def described(files: Iterable[Path]) -> list[tuple[Path, sealing.Head]]:
    """Sealed copies with what they say of themselves, oldest first; other files are left out."""
    found = []
    for file in files:
        try:
            found.append((file, sealing.head_of(file)))
        except (sealing.SealError, OSError):
            continue
    return sorted(found, key=lambda one: one[1].made_at)
