"""What a person says of a flag. Rows are only added: an undo is a row that takes one back (CHARTER rule 8).

A token stands for what a person had before them: the last row and the words compared. Who decides with an old token
gets a Conflict that names what changed, so that two people deciding at once never lose a decision.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from pipeline.extract.masking import mask
from pipeline.records import VIETNAM, Flag
from pipeline.workflow.posts import Post, Refused, Role, refusal

Kind = Literal["mismatch", "match", "partial", "outdated", "official_error", "not_checkable", "false_alarm"]

KINDS: Final[Mapping[Kind, str]] = {
    "mismatch": "không khớp",
    "match": "khớp",
    "partial": "thiếu điều kiện",
    "outdated": "thông tin cũ",
    "official_error": "văn bản của ta cần sửa",
    "not_checkable": "không phải phát ngôn kiểm tra được",
    "false_alarm": "cảnh báo sai",
}
"""in the order of their keys 1–7"""
REASONS: Final[Mapping[str, str]] = {
    "other_subject": "khác đối tượng",
    "other_place": "khác địa bàn",
    "other_time": "khác thời điểm",
    "other_unit": "khác đơn vị tính hoặc kỳ tính",
    "other_document": "văn bản này không áp dụng",
    "same_meaning": "hai cách viết cùng một ý",
    "misread": "máy đọc nhầm câu hoặc số",
    "quoted": "báo dẫn lời người khác",
    "rounded": "số làm tròn",
    "confirmed": "đã hỏi nơi ban hành",
    "other": "lý do khác, xem ghi chú",
}
"""why; a closed list so that overturned flags can be counted by cause"""
CORRECTS: Final[frozenset[Kind]] = frozenset({"mismatch", "partial", "outdated", "official_error"})
"""decisions after which a correction may be drafted"""
NOTE_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Decision:
    """One row: what a post said of a flag, beside the words compared then. `kind` is None when the row takes one back."""

    seq: int
    flag: str
    kind: Kind | None
    reason: str
    note: str
    login: str
    post: str
    role: Role
    at: dt.datetime
    takes_back: int | None
    basis: str
    alarm_key: str
    url: str
    claim: str
    verdict: str
    code: str
    claim_value: str
    official_value: str
    document: str
    point: str
    passage: str

    @property
    def words(self) -> str:
        """What was done, by which post, when: "Chuyên viên 1 ghi “khớp” lúc 07:41 20/11/2026"."""
        done = f"ghi “{KINDS[self.kind]}”" if self.kind else "rút lại quyết định trước"
        return f"{self.post} {done} lúc {self.at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class Case:
    """A flag with everything said of it. `standing` is the decision in force, None when the flag waits for one."""

    flag: Flag
    history: tuple[Decision, ...]
    standing: Decision | None
    reopened: bool
    """a decision was made, but the article or the document has changed since"""
    token: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The row was written; `case` is how the flag stands now."""

    case: Case


@dataclass(frozen=True, slots=True)
class Conflict:
    """Nothing was written: somebody or something changed the case meanwhile. `words` names it; `case` is the new state."""

    words: str
    case: Case | None


Outcome = Decided | Conflict | Refused


def in_force(history: Sequence[Decision]) -> Decision | None:
    """The last decision that no row takes back, oldest row first."""
    taken = {row.takes_back for row in history}
    rows = [row for row in history if row.kind is not None and row.seq not in taken]
    return rows[-1] if rows else None


def case(flag: Flag, history: Sequence[Decision]) -> Case:
    """How a flag stands after these rows, oldest first."""
    last = in_force(history)
    holds = last is not None and last.basis == flag.basis
    number = history[-1].seq if history else 0
    return Case(flag, tuple(history), last if holds else None, last is not None and not holds, f"{number}.{flag.basis}")


def conflict(now: Case, token: str) -> Conflict | None:
    """What happened since `token` was handed out, or None when nothing did."""
    if token == now.token:
        return None
    number, _, basis = token.partition(".")
    seen = int(number) if number.isdecimal() else 0
    later = [row.words for row in now.history if row.seq > seen]
    if basis != now.flag.basis:
        later.append("bài báo hoặc văn bản đã đổi chữ")
    told = "; ".join(later) or "trang đang mở đã cũ"
    return Conflict(f"Chưa ghi quyết định này vì trong lúc đó {told}. Xem lại rồi quyết định.", now)


def check(now: Case, kind: str, by: Post, reason: str, note: str) -> Refused | None:
    """Why this decision cannot be made at all, or None."""
    if refused := refusal(by, "decide"):
        return refused
    if kind not in get_args(Kind):
        return Refused("Không có loại quyết định này.", "kind")
    if reason and reason not in REASONS:
        return Refused("Không có lý do này trong danh sách.", "reason")
    if len(note) > NOTE_LIMIT:
        return Refused(f"Ghi chú dài quá {NOTE_LIMIT} ký tự.", "note")
    return None


def check_undo(now: Case, by: Post) -> Decision | Refused:
    """The decision an undo takes back, or why there is none."""
    if refused := refusal(by, "decide"):
        return refused
    return in_force(now.history) or Refused("Chưa có quyết định nào để rút lại.", "nothing")


def clean(note: str) -> str:
    """A note as it may be stored: telephone numbers, accounts and addresses of private persons masked (CHARTER rule 1)."""
    return mask(note.strip())
