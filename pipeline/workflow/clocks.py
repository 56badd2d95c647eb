"""How long a correction may take, and how much of it is left. Calendar time; the day ends with its last minute."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from pipeline.records import VIETNAM

ANSWER: Final = dt.timedelta(days=10)
"""Law on Access to Information as amended, in force 1 September 2026, Art. 22: check and answer within 10 days"""
URGENT: Final = dt.timedelta(hours=24)
"""Nghị định 09/2017/NĐ-CP, Art. 6: first information about an unexpected event within 24 hours"""
SOON: Final = dt.timedelta(days=2)
_WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class Clock:
    """How a timer stands. `left` is negative when overdue; `words` is Vietnamese with the moment written out."""

    due: dt.datetime
    left: dt.timedelta
    overdue: bool
    soon: bool
    words: str


def due(opened: dt.datetime, *, urgent: bool) -> dt.datetime:
    """When the correction must be out: 24 hours after `opened` when urgent, else the end of the tenth day after it."""
    if urgent:
        return opened + URGENT
    day = (opened.astimezone(VIETNAM) + ANSWER).date()
    return dt.datetime.combine(day, dt.time(23, 59), VIETNAM).astimezone(dt.UTC)


def clock(due_at: dt.datetime, now: dt.datetime, done: dt.datetime | None = None) -> Clock:
    """How the timer stands at `now`, or stood when it was stopped at `done`."""
    left = due_at - (done or now)
    overdue = left < dt.timedelta(0)
    moment = due_at.astimezone(VIETNAM)
    shown = f"{moment:%H:%M} {weekday(moment.date())}, {moment:%d/%m/%Y}"
    if done is not None:
        words = f"{'Xong sau hạn' if overdue else 'Xong trong hạn'} (hạn {shown})"
    elif overdue:
        words = f"Quá hạn {_long(-left)} (hạn {shown})"
    else:
        words = f"Còn {_long(left)} (hạn {shown})"
    return Clock(due_at, left, overdue, done is None and not overdue and left <= SOON, words)


def weekday(day: dt.date) -> str:
    """thứ Sáu."""
    return _WEEKDAYS[day.weekday()]


def _long(gap: dt.timedelta) -> str:
    if gap >= dt.timedelta(days=1):
        return f"{gap.days} ngày"
    hours, minutes = divmod(gap.seconds // 60, 60)
    return f"{hours} giờ" if hours else f"{minutes} phút"
