"""A plain iterator over what an event loop in another thread produces, with back-pressure and a clean stop.

The caller needs no async: results come as they complete; leaving the loop early cancels what is in flight.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
_WAITING = 16
"""results that may wait for the caller"""


@dataclass(frozen=True, slots=True)
class _Item(Generic[T]):
    value: T
    taken: Callable[[], None]


_Message = _Item[T] | BaseException | None
"""a result, the exception that ended the producer, or None at its end"""


class Emitter(Generic[T]):
    """Hands results over. Used by the producer's event loop."""

    def __init__(self, results: queue.SimpleQueue[_Message[T]]) -> None:
        self._results = results
        self._loop = asyncio.get_running_loop()
        self._free = asyncio.Semaphore(_WAITING)

    async def emit(self, item: T, done: Callable[[], None] | None = None) -> None:
        """Wait until the caller keeps up, then hand `item` over; `done` is called in the loop once it was taken."""
        await self._free.acquire()

        def taken() -> None:
            self._free.release()
            if done:
                done()

        self._results.put(_Item(item, taken))


def stream(produce: Callable[[Emitter[T]], Awaitable[None]]) -> Iterator[T]:
    """Run `produce` in a thread of its own and yield what it emits; an exception of it is raised here."""
    results: queue.SimpleQueue[_Message[T]] = queue.SimpleQueue()
    started: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[None] | None]] = []

    async def main() -> None:
        started.append((asyncio.get_running_loop(), asyncio.current_task()))
        await produce(Emitter(results))

    def run() -> None:
        try:
            asyncio.run(main())
        except asyncio.CancelledError:
            results.put(None)
        except BaseException as error:
            results.put(error)
        else:
            results.put(None)

    thread = threading.Thread(target=run, name="doichieu-fetch", daemon=True)
    thread.start()
    try:
        while (message := results.get()) is not None:
            if isinstance(message, BaseException):
                raise message
            taken = message.taken
            yield message.value
            del message
            with contextlib.suppress(RuntimeError):  # the loop may be over: this was the last result
                started[0][0].call_soon_threadsafe(taken)
    finally:
        if thread.is_alive() and started and (task := started[0][1]):
            with contextlib.suppress(RuntimeError):
                started[0][0].call_soon_threadsafe(task.cancel)
        thread.join(timeout=10)
