"""Room on the disk, one pass at a time, and the log seen from outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from filelock import FileLock, Timeout
from sqlalchemy import select

from pipeline.store import audit
from pipeline.store.opening import StoreError
from pipeline.store.room import Room
from pipeline.store.tables import audit as lines

ROOM_WANTED = 2 * 1024**3
"""bytes of free disk below which nothing more is fetched"""


class KeepingRoom(Room):
    """Disk, lock, log."""

    file: Path | None

    def room_to_fetch(self) -> str | None:
        """Why nothing may be fetched now (too little free disk), in Vietnamese, or None."""
        if self.file is None:
            return None
        free = psutil.disk_usage(str(self.file.parent)).free
        if free >= ROOM_WANTED:
            return None
        shown = f"{free / 1024**3:.1f}".replace(".", ",")
        words = f"Ổ đĩa chỉ còn {shown} GB trống, cần ít nhất 2 GB: chưa tải thêm tin."
        return f"{words} Dọn bớt ổ đĩa rồi chạy lại; dữ liệu đã lưu vẫn xem được."

    @contextmanager
    def pass_lock(self) -> Iterator[None]:
        """Hold the store for one pass. Raises StoreError when another pass holds it; a killed pass leaves no lock."""
        if self.file is None:
            yield
            return
        lock = FileLock(self.file.with_name(self.file.name + ".lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise StoreError("Một lượt chạy khác đang dùng kho dữ liệu này. Chờ lượt đó xong rồi chạy lại.") from None
        try:
            yield
        finally:
            lock.release()

    def note(self, actor: str, action: str, object_id: str, **more: str) -> str:
        """Add a line to the log by itself; `more` are further fields of the line. Returns its hash."""
        with self._write() as connection:
            return audit.append(connection, self.clock(), actor, action, object_id, **more)

    def note_change(self, action: str, object_id: str, value: str, actor: str = "pipeline") -> bool:
        """Add a line when `value` (a version, or a file's SHA-256) is not the one last noted for this object."""
        last = select(lines.c.input_sha256).where(lines.c.action == action, lines.c.object_id == object_id)
        digest = audit.digest(value)
        with self._write() as connection:
            before = connection.scalar(last.order_by(lines.c.seq.desc()).limit(1))
            if before == digest:
                return False
            told = "changed" if before else "first"
            audit.append(connection, self.clock(), actor, action, object_id, input_sha256=digest, decision=told)
            return True

    def audit_lines(self) -> Iterator[dict[str, Any]]:
        """Every line of the log, in order."""
        with self._read() as connection:
            yield from audit.export(connection)

    def audit_head(self, *, leave_out: str = "") -> str:
        """The hash of the log's last line, 64 zeros when it is empty; to be noted elsewhere and checked later.

        `leave_out` is the beginning of actions not to count, so that writing a report twice gives the same bytes.
        """
        query = select(lines.c.hash).order_by(lines.c.seq.desc()).limit(1)
        if leave_out:
            query = query.where(lines.c.action.not_like(f"{leave_out}%"))
        with self._read() as connection:
            return connection.scalar(query) or audit.START

    def verify_audit(self, head: str | None = None) -> audit.Verdict:
        """Check the whole log."""
        return audit.verify(self.audit_lines(), head)
