"""Opening a store safely: where it may stand, whether it is whole, a backup before a migration, the clock.

What cannot go on is a StoreError whose words tell the office what to do; what can, but should be known, is a warning.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import URL, make_url

from pipeline.records import VIETNAM
from pipeline.store import codec
from pipeline.store.tables import audit, captures, passes

MIGRATIONS = Path(__file__).parent / "migrations"
NETWORK_DRIVES = frozenset(
    {
        "nfs",
        "nfs3",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "ncpfs",
        "webdav",
        "davfs",
        "9p",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
    }
    | {
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.s3fs",
        "sshfs",
        "vboxsf",
        "vmhgfs",
        "fuse.vmhgfs-fuse",
        "prl_fs",
    }
)
"""SQLite's locks and its WAL do not work there (sqlite.org/wal.html, "not over a network filesystem")"""
JUMP_BACK = dt.timedelta(minutes=5)
JUMP_AHEAD = dt.timedelta(days=1)
KEEP_BACKUPS = 10


class StoreError(Exception):
    """The store cannot be used; the message is Vietnamese and says what to do."""


def url_of(where: str | Path) -> URL:
    """A store's address: a path, or a URL as SQLAlchemy reads it. StoreError: a backend that is not there yet."""
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(Path(where).resolve()))
    url = make_url(where)
    if url.get_backend_name() != "sqlite":
        words = f"Kho dữ liệu {url.get_backend_name()} chưa dùng được ở bản này."
        raise StoreError(f"{words} Trong office.toml, [store], đặt url là một tên tệp, ví dụ doichieu.sqlite3.")
    return url


def engine_of(url: URL) -> Engine:
    """An engine whose connections keep what was promised: WAL, synchronous FULL, foreign keys, a patient lock."""
    engine = create_engine(url, connect_args={"timeout": 60, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        # secure_delete: what is forgotten is overwritten, not only unlinked (CHARTER rule 9)
        connection.isolation_level = None  # we say BEGIN ourselves, so that a write takes its lock at once
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=60000",
            "trusted_schema=OFF",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


def refuse_network_drive(file: Path) -> None:
    """Raise StoreError when the store would stand on a network drive."""
    words = f"Kho dữ liệu không được đặt trên ổ mạng ({file}): dữ liệu có thể hỏng."
    words = f"{words} Hãy chuyển thư mục văn phòng về ổ đĩa của máy này."
    if str(file).startswith(("\\\\", "//")):
        raise StoreError(words)
    resolved = file.resolve()
    best, kind, options = -1, "", ""
    for part in psutil.disk_partitions(all=True):
        mount = Path(part.mountpoint)
        if resolved.is_relative_to(mount) and len(mount.parts) > best:
            best, kind, options = len(mount.parts), part.fstype.lower(), part.opts.lower()
    if kind in NETWORK_DRIVES or "remote" in options.split(","):
        raise StoreError(words)


def fault_of(file: Path) -> str | None:
    """What SQLite's quick_check says against a file, or None. Raises StoreError when it cannot be opened at all."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", timeout=60, uri=True)) as connection:
            answer = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.OperationalError as error:
        words = f"Không mở được kho dữ liệu {file} ({error})."
        raise StoreError(f"{words} Kiểm tra quyền ghi thư mục và chương trình khác đang giữ tệp.") from error
    except sqlite3.DatabaseError as error:
        answer = str(error)
    return None if answer == "ok" else answer


def check_whole(file: Path) -> None:
    """Set a corrupt store aside and raise StoreError naming the latest backup."""
    answer = fault_of(file)
    if answer is None:
        return
    aside = file.with_name(f"{file.name}.hong-{_now_name()}")
    for suffix in ("", "-wal", "-shm"):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    copies = backups(file)
    offer = (
        f"Bản sao lưu gần nhất: {copies[-1]}. Chép tệp này thành {file} rồi chạy lại."
        if copies
        else "Chưa có bản sao lưu nào; chạy lại để bắt đầu kho mới."
    )
    raise StoreError(f"Kho dữ liệu bị hỏng ({answer}). Tệp hỏng đã được cất sang {aside}, chưa xóa gì. {offer}")


def backups(file: Path) -> list[Path]:
    """The backups beside a store, oldest first."""
    return sorted((file.parent / "backups").glob(f"{file.stem}-*.sqlite3"))


def drop_backups(file: Path, before: dt.datetime | None = None) -> int:
    """Delete the backups made before a moment, or all: they hold in the open what the store forgets. How many went."""
    limit = before.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%S%f") if before else "~"
    old = [copy for copy in backups(file) if copy.stem.removeprefix(f"{file.stem}-").split("-")[0] < limit]
    for copy in old:
        copy.unlink(missing_ok=True)
    return len(old)


def back_up(file: Path, why: str) -> Path:
    """Copy a store with SQLite's backup API (safe while others work) and check the copy. Raises StoreError."""
    folder = file.parent / "backups"
    copy = folder / f"{file.stem}-{_now_name()}-{why}.sqlite3"
    try:
        folder.mkdir(exist_ok=True)
        with closing(sqlite3.connect(file, timeout=60)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            if target.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise StoreError(f"Bản sao lưu {copy} không đọc lại được. Kiểm tra ổ đĩa rồi chạy lại.")
    except (OSError, sqlite3.Error) as error:
        words = f"Chưa sao lưu được kho dữ liệu vào {folder} ({error}), nên chưa nâng cấp kho."
        raise StoreError(f"{words} Kiểm tra chỗ trống và quyền ghi rồi chạy lại.") from error
    for old in backups(file)[:-KEEP_BACKUPS]:
        old.unlink(missing_ok=True)
    return copy


def migrate(engine: Engine, file: Path | None) -> None:
    """Bring the tables to today's form; a store that holds something is backed up first. Raises StoreError."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        stands = MigrationContext.configure(connection).get_current_revision()
    head = script.get_current_head()
    if stands == head:
        return
    if stands is not None and stands not in {revision.revision for revision in script.walk_revisions()}:
        raise StoreError(
            "Kho dữ liệu do bản Đối Chiếu mới hơn tạo ra. Hãy cập nhật Đối Chiếu trên máy này rồi chạy lại."
        )
    if stands is not None and file is not None:
        back_up(file, f"truoc-{head}")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def clock_warnings(engine: Engine, now: dt.datetime) -> tuple[str, ...]:
    """Compare the machine's clock with the last moment stored. Rows are ordered by number, so that nothing is lost."""
    with engine.connect() as connection:
        columns = (audit.c.ts, passes.c.started_at, captures.c.fetched_at)
        moments = [connection.scalar(select(func.max(column))) for column in columns]
    last = codec.to_moment(max(filter(None, moments), default=None))
    if last is None:
        return ()
    here = f"{last.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    if now < last - JUMP_BACK:
        words = f"Đồng hồ của máy đang chậm hơn lần làm việc trước ({here})."
        return (f"{words} Hãy chỉnh lại ngày giờ của máy; dữ liệu đã lưu vẫn giữ đúng thứ tự.",)
    if now > last + JUMP_AHEAD:
        words = f"Đồng hồ của máy đi trước lần làm việc gần nhất ({here}) hơn một ngày."
        return (f"{words} Nếu máy không nghỉ lâu như vậy, hãy kiểm tra ngày giờ của máy.",)
    return ()


def _now_name() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
