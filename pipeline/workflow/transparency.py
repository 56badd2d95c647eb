"""What the office tells the public each month (CHARTER rule 8, Santa Clara Principles): counts, nobody named or ranked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from pipeline.workflow.decisions import KINDS
from pipeline.workflow.referrals import GROUNDS, REFUSALS

OVERTURNED: Final = ("match", "not_checkable", "false_alarm")
"""decisions by which a person overturns the machine"""
ATTEMPTS: Final[Mapping[str, str]] = {
    "protected": "ý kiến, phê bình, câu hỏi",
    "not_listed": "không thuộc danh mục hành vi",
    "not_proposed": "không có đề xuất",
    "same_signer": "một người ký hai lần",
    "same_role": "hai người cùng vai",
    "role": "người không có quyền",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """A month in numbers. `month` is `YYYY-MM` in Vietnam; `audit_head` is the log's last hash when counted."""

    month: str
    items_read: int
    items_protected: int
    claims_compared: int
    flags: int
    decisions: Mapping[str, int]
    overturned: int
    undone: int
    corrections_drafted: int
    corrections_published: int
    corrections_withdrawn: int
    closed_by_outlet: int
    hours_to_publish: int | None
    """median, from decision to publication"""
    referrals_proposed: Mapping[str, int]
    referrals_signed: Mapping[str, int]
    referrals_refused: Mapping[str, int]
    attempts_refused: Mapping[str, int]
    forgotten: int
    audit_head: str

    def as_row(self) -> dict[str, Any]:
        """For the JSON page."""
        return asdict(self)


def tables(counts: Counts) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The page's tables: title and rows of (what, number)."""

    def rows(named: Mapping[Any, str], found: Mapping[str, int]) -> list[tuple[str, str]]:
        others = sum(number for name, number in found.items() if name not in named)
        told = [(words.capitalize(), _number(found.get(name, 0))) for name, words in named.items()]
        return [*told, ("Lý do khác", _number(others))] if others else told

    hours = counts.hours_to_publish
    median = "chưa có" if hours is None else f"{_number(hours)} giờ" if hours else "dưới 1 giờ"
    return (
        (
            "Đọc và đối chiếu",
            (
                ("Bài đã đọc", _number(counts.items_read)),
                ("Trong đó được bảo vệ, không đối chiếu", _number(counts.items_protected)),
                ("Nội dung đã đặt cạnh văn bản", _number(counts.claims_compared)),
                ("Cảnh báo máy nêu ra", _number(counts.flags)),
                ("Cảnh báo bị người duyệt bác", _number(counts.overturned)),
                ("Quyết định đã rút lại", _number(counts.undone)),
                ("Trang, đoạn đã xóa theo yêu cầu", _number(counts.forgotten)),
            ),
        ),
        ("Người duyệt đã quyết định", tuple(rows(KINDS, counts.decisions))),
        (
            "Đính chính",
            (
                ("Đã soạn", _number(counts.corrections_drafted)),
                ("Đã phát hành", _number(counts.corrections_published)),
                ("Đã rút", _number(counts.corrections_withdrawn)),
                ("Báo tự sửa", _number(counts.closed_by_outlet)),
                ("Thời gian từ quyết định đến phát hành (trung vị)", median),
            ),
        ),
        ("Đề xuất chuyển cơ quan công an, theo căn cứ", tuple(rows(GROUNDS, counts.referrals_proposed))),
        ("Phiếu đã đủ hai chữ ký, theo căn cứ", tuple(rows(GROUNDS, counts.referrals_signed))),
        ("Phiếu bị từ chối, theo lý do", tuple(rows(REFUSALS, counts.referrals_refused))),
        ("Lần thử chuyển bị chặn", tuple(rows(ATTEMPTS, counts.attempts_refused))),
    )


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
