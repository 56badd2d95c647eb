"""One wanted page: ask, and say what came of it. `outcome` is pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlsplit

from pipeline.fetch import rhythm, verdicts
from pipeline.fetch.answers import Answer, Trouble, page_fault, retry_after
from pipeline.fetch.challenge import challenge
from pipeline.fetch.client import Client, Clock
from pipeline.fetch.outcomes import (
    Blocked,
    Failed,
    Fetched,
    Gone,
    NotModified,
    PageOutcome,
    PageRequest,
    Refused,
    Throttled,
)

SILENT = frozenset({"first_byte", "timeout", "connect", "connect_timeout", "dns", "tls", "proxy"})
"""codes of Failed that say the host does not answer"""


async def get(client: Client, request: PageRequest, clock: Clock) -> tuple[PageOutcome, Callable[[], None] | None]:
    """Ask for a page; the second value is to be called when the outcome's body is no longer needed."""
    headers = {}
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    answer = await client.get(request.url, home=request.home, pause=request.pause, headers=headers)
    done = (lambda: client.forget(answer)) if isinstance(answer, Answer) else None
    return outcome(request, answer, clock()), done


def outcome(request: PageRequest, answer: Answer | Trouble, now: dt.datetime) -> PageOutcome:
    """What an answer means for a page."""
    if isinstance(answer, Trouble):
        return _troubled(request, answer, now)
    if answer.status == 304:
        return NotModified(request, answer.at)
    if 200 <= answer.status < 300:
        if fault := page_fault(answer):
            return _troubled(request, fault, now)
        if _sent_home(request, answer):
            return Gone(request, "bài bị chuyển về trang chủ, không còn ở địa chỉ cũ", permanent=False)
        return Fetched(request, verdicts.capture_of(request.source, answer), answer.moved_to)
    if answer.status in (404, 410):
        words = "bài đã bị gỡ (410)" if answer.status == 410 else "không có bài ở địa chỉ này (404)"
        return Gone(request, words, permanent=answer.status == 410)
    if answer.status in (429, 503):
        until = retry_after(answer.header("retry-after"), now)
        words = f"máy chủ xin nghỉ ({answer.status})"
        return Throttled(request, until or rhythm.back_off("busy", request.failures + 1, request.url, now), words)
    if shield := challenge(answer.headers, answer.body):
        return _troubled(request, Trouble("challenge", shield), now)
    heaviness, words = verdicts.refusal(answer.status)
    return Failed(request, words, rhythm.back_off(heaviness, request.failures + 1, request.url, now), "status")


def left(request: PageRequest, now: dt.datetime, *, slow: bool) -> Failed:
    """Not asked in this pass: the publisher's time is used up, or it stopped answering."""
    words = "hết thời gian dành cho nguồn này trong lượt" if slow else "máy chủ không trả lời các bài trước đó"
    return Failed(request, f"{words}; lượt sau đọc tiếp", now, "left")


def _troubled(request: PageRequest, trouble: Trouble, now: dt.datetime) -> PageOutcome:
    if trouble.lasting == "blocked":
        return Blocked(request, trouble.reason)
    if trouble.lasting == "refused":
        return Refused(request, trouble.reason, trouble.code)
    failures = request.failures + 1
    later = rhythm.back_off(verdicts.weight(trouble), failures, request.url, now)
    if trouble.lasting == "waiting":
        return Throttled(request, later, trouble.reason)
    return Failed(request, trouble.reason, now if trouble.lasting == "budget" else later, trouble.code)


def _sent_home(request: PageRequest, answer: Answer) -> bool:
    """A redirect from an article to the front page is how many sites say "not here any more"."""
    asked, came = urlsplit(request.url), urlsplit(answer.final_url)
    home = urlsplit(request.home).path.rstrip("/") if request.home else ""
    return asked.path.rstrip("/") not in ("", home) and came.path.rstrip("/") in ("", home)
