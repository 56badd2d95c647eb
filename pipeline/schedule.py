"""`run --watch`: a pass whenever an address is due, until somebody ends it (Ctrl-C, SIGTERM)."""

from __future__ import annotations

import datetime as dt
import queue
import signal
import threading
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from pipeline import run as passes
from pipeline.records import AddressState, local_day
from pipeline.store import StoreError

SOONEST = dt.timedelta(minutes=1)
LATEST = dt.timedelta(minutes=30)


def next_pass(states: dict[str, AddressState], now: dt.datetime) -> dt.datetime:
    """When the first address is due: not within a minute, not later than half an hour from `now`."""
    due = [state.next_due for state in states.values() if state.next_due and not state.gone]
    return min(max(min(due, default=now + LATEST), now + SOONEST), now + LATEST)


def watch(house: passes.House, say: Callable[[str], None]) -> None:
    """Pass after pass; a signal lets the pass that runs come to its end, then returns."""
    signals: queue.SimpleQueue[int] = queue.SimpleQueue()  # its put may interrupt its own get; an Event's set may not
    ended, planning = threading.Event(), threading.Lock()
    scheduler = BackgroundScheduler(timezone=dt.UTC)

    def one() -> None:
        try:
            with house.store.pass_lock():
                summary = passes.run(house, due_only=True)
            flags = sum(count.items_out for count in summary.counts if count.stage == "xếp việc")
            say(f"{local_day(house.clock()):%d/%m/%Y}: xong một lượt, {flags} nội dung cần xem.")
        except StoreError as error:
            say(str(error))
        with planning:
            if not ended.is_set():
                at = next_pass(house.store.address_states(), house.clock())
                scheduler.add_job(
                    one, DateTrigger(at), max_instances=1, misfire_grace_time=None, id="pass", replace_existing=True
                )

    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda number, _: signals.put(number))
    scheduler.add_job(one, id="pass", max_instances=1, misfire_grace_time=None)
    scheduler.start()
    say("Đang chạy; nhấn Ctrl-C để dừng sau lượt đang làm.")
    signals.get()
    say("Đang dừng: chờ xong lượt đang làm.")
    with (
        planning
    ):  # shutdown holds the scheduler's lock while it waits; a pass that plans its successor waits for that lock
        ended.set()
    scheduler.shutdown(wait=True)
