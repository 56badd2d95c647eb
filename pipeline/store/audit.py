"""The log that nobody can change unseen: each line carries the hash of the one before (CHARTER rule 8, domain 3.3).

An actor is a role of staff ("reviewer", "analyst", "pipeline"), never a citizen. The same check works on the store and
on an exported file alone. A tail that was cut off shows only against a hash noted elsewhere (`head`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text

from pipeline.store import codec
from pipeline.store.tables import audit

FIELDS = (
    "ts",
    "actor_role_id",
    "action",
    "object_id",
    "policy_version",
    "model_version",
    "input_sha256",
    "decision",
    "reason_code",
    "prev_hash",
)
PRUNED = "audit.prune"
START = "0" * 64
"""what the first line points back to"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the log found. `line` counts from 1; `words` is Vietnamese."""

    sound: bool
    lines: int
    head: str
    words: str
    line: int | None = None


def append(
    connection: Connection,
    now: dt.datetime,
    actor: str,
    action: str,
    object_id: str,
    *,
    policy_version: str = "",
    model_version: str = "",
    input_sha256: str = "",
    decision: str = "",
    reason_code: str = "",
) -> str:
    """Add one line inside the caller's transaction: the deed and its trace are stored together. Returns its hash."""
    last = connection.scalar(select(audit.c.hash).order_by(audit.c.seq.desc()).limit(1))
    row: dict[str, Any] = {
        "ts": codec.moment(now),
        "actor_role_id": actor,
        "action": action,
        "object_id": object_id,
        "policy_version": policy_version,
        "model_version": model_version,
        "input_sha256": input_sha256,
        "decision": decision,
        "reason_code": reason_code,
        "prev_hash": last or START,
    }
    row["hash"] = line_hash(row)
    connection.execute(insert(audit).values(row))
    return str(row["hash"])


def line_hash(row: Mapping[str, Any]) -> str:
    """The hash of a line: SHA-256 of its fields as canonical JSON, the previous hash among them."""
    line = json.dumps([row[name] for name in FIELDS], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(line.encode()).hexdigest()


def digest(words: str) -> str:
    """SHA-256 of words that must not stand in the log themselves."""
    return hashlib.sha256(words.encode()).hexdigest()


def export(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every line in order, with its number."""
    for row in connection.execute(select(audit).order_by(audit.c.seq)).mappings():
        yield {"seq": row["seq"], **{name: row[name] for name in FIELDS}, "hash": row["hash"]}


def forget_before(connection: Connection, now: dt.datetime, before: dt.datetime) -> int:
    """Drop the lines older than `before` (CHARTER rule 9); a new line says up to which hash. Returns how many went.

    The guards that forbid deleting are lifted and set again inside the caller's transaction.
    """
    old = (
        select(audit.c.seq, audit.c.hash, audit.c.ts)
        .where(audit.c.ts < codec.moment(before))
        .order_by(audit.c.seq.desc())
    )
    last = connection.execute(old.limit(1)).one_or_none()
    if last is None:
        return 0
    # the checkpoint: which hash the log now begins after, and until when its lines went
    append(connection, now, "pipeline", PRUNED, "audit", decision=last.hash, reason_code=last.ts)
    names = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
    guards = connection.execute(names).all()
    for guard in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {guard.name}")
    count = connection.execute(delete(audit).where(audit.c.seq <= last.seq)).rowcount
    for guard in guards:
        connection.exec_driver_sql(guard.sql)
    return count


def verify(rows: Iterable[Mapping[str, Any]], head: str | None = None) -> Verdict:
    """Check a log, from the store or from a file; `head` is a hash noted earlier that must still stand in it."""
    before, number, found, last = START, 0, head is None or head == START, 0
    anchor, until = None, ""
    for number, row in enumerate(rows, start=1):
        if number == 1 and isinstance(row.get("prev_hash"), str) and row["prev_hash"] != START:
            anchor = before = row["prev_hash"]
            found = found or before == head
        wrong = _fault(row, before, last)
        if wrong:
            return Verdict(False, number, before, f"Nhật ký bị sửa ở dòng {number}: {wrong}.", number)
        before, last = str(row["hash"]), int(row["seq"])
        found = found or before == head
        if row["action"] == PRUNED and row["decision"] == anchor:
            anchor, until = None, str(row["reason_code"])
    if anchor is not None:
        return Verdict(False, number, before, "Nhật ký bị sửa ở dòng 1: các dòng đầu đã bị bỏ mà không có dấu vết.", 1)
    if not found:
        words = "Nhật ký bị cắt ở cuối hoặc bị viết lại"
        if until:
            words = f"Các dòng đến {until} đã hết hạn lưu 5 năm. Nếu dấu này được ghi sau lúc đó thì nhật ký bị cắt hoặc viết lại"
        words = f"{words}: không còn dòng có dấu {head}; bản đang có dừng ở dòng {number}, dấu {before}."
        return Verdict(False, number, before, words, number)
    return Verdict(True, number, before, f"Nhật ký nguyên vẹn: {number} dòng, dấu cuối {before}.")


def _fault(row: Mapping[str, Any], before: str, last: int) -> str | None:
    if any(not isinstance(row.get(name), str) for name in (*FIELDS, "hash")) or not isinstance(row.get("seq"), int):
        return "dòng này thiếu trường hoặc có kiểu lạ"
    name = f"{row['action']} lúc {row['ts']}"
    if row["hash"] != line_hash(row):
        return f"nội dung không còn khớp với dấu của chính nó ({name})"
    if row["prev_hash"] != before:
        return f"dòng này không nối với dòng trước, có dòng bị bỏ, thêm hoặc đổi chỗ ({name})"
    if row["seq"] <= last:
        return f"số thứ tự không tăng ({name})"
    return None
