"""When to come again, and whether an address gives what it usually gives. Pure.

An address that changes often is visited often, one that rests is left to rest; failures back off, softer for a host
that was only slow than for one that says the page is not there; a jitter keeps visits from bunching.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from zoneinfo import ZoneInfo

from pipeline.fetch.policy import MAX_INTERVAL, MIN_INTERVAL
from pipeline.fetch.reading import Reading
from pipeline.records import AddressState

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
SEEN = 4_000
"""links remembered of an address: twice the entries one visit may take"""
_WEEKS = 5

# First wait in seconds, factor per failure, longest wait. A time-out passes by itself; a 404 needs a person.
_BACKOFF: dict[str, tuple[float, float, float]] = {
    "slow": (300, 1.6, 4 * 3600),
    "offline": (300, 1.5, 2 * 3600),
    "error": (900, 2.0, 12 * 3600),
    "missing": (3600, 2.0, 24 * 3600),
    "refused": (6 * 3600, 2.0, 24 * 3600),
    "busy": (600, 2.0, 6 * 3600),
}


def jitter(url: str, salt: int) -> float:
    """A factor between 0.9 and 1.1 that is the same for the same address and number of failures."""
    digest = hashlib.sha256(f"{url} {salt}".encode()).digest()
    return 0.9 + 0.2 * digest[0] / 255


def back_off(weight: str, failures: int, url: str, now: dt.datetime) -> dt.datetime:
    """When to try again after the n-th failure in a row (`failures` counts this one)."""
    first, factor, longest = _BACKOFF[weight]
    seconds = min(first * factor ** min(max(failures - 1, 0), 40), longest)
    return now + dt.timedelta(seconds=seconds * jitter(url, failures))


def next_visit(
    state: AddressState, base: int, new: int, reading: Reading | None, now: dt.datetime
) -> tuple[int, dt.datetime]:
    """(interval, next visit) after a visit that worked; `new` is the number of new entries.

    The interval shrinks by a quarter when something new came and grows by a quarter when not, within a third and four
    times of the source's own; the publisher's ttl is a lower bound, hours it wants skipped are skipped.
    """
    interval = float(state.interval or base) * (0.75 if new else 1.25)
    interval = min(max(interval, base / 3, MIN_INTERVAL), max(4.0 * base, MIN_INTERVAL), MAX_INTERVAL)
    if reading and reading.ttl:
        interval = max(interval, float(min(reading.ttl, 6 * 3600)))
    due = now + dt.timedelta(seconds=interval * jitter(state.url, int(now.timestamp()) // 3600))
    for _ in range(24):
        if not reading or due.astimezone(dt.UTC).hour not in reading.skip_hours:
            break
        due = (due + dt.timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    return int(interval), due


def count_day(state: AddressState, new: int, now: dt.datetime) -> tuple[AddressState, str | None]:
    """Add `new` entries to today's count; judge the days that ended since the last visit.

    A day below half of the least that the same weekday gave in the last weeks (at least three of them) is an alarm; the
    first day back in range gives the all-clear. Returns the state and a Vietnamese sentence when something changed.
    """
    today = now.astimezone(LOCAL).date()
    counts = {dt.date.fromisoformat(day): n for day, n in state.items}
    notice = None
    quiet = state.quiet
    last = max(counts, default=None)
    if last is not None and last < today:
        counted = counts[last]
        usual = [
            n for day, n in counts.items() if day < last and day.weekday() == last.weekday() and not _first(counts, day)
        ]
        if len(usual) >= 3:
            least = min(usual)
            if not quiet and least >= 2 and counted * 2 < least:
                quiet = True
                before = f"các tuần trước cùng thứ có từ {least} đến {max(usual)}"
                notice = f"Ngày {last:%d/%m/%Y} chỉ có {counted} bài mới, {before}."
            elif quiet and counted >= least:
                quiet = False
                notice = f"Đã trở lại bình thường: ngày {last:%d/%m/%Y} có {counted} bài mới."
    counts[today] = counts.get(today, 0) + new
    oldest = today - dt.timedelta(weeks=_WEEKS)
    kept = tuple((day.isoformat(), n) for day, n in sorted(counts.items()) if day > oldest)
    return replace(state, items=kept, quiet=quiet), notice


def _first(counts: dict[dt.date, int], day: dt.date) -> bool:
    """The first day ever counted holds the backlog of the first visit and says nothing about an ordinary day."""
    return len(counts) < _WEEKS * 7 and day == min(counts)
