"""What an answer means for an address: the health line, the state to remember, the notices. Pure.

visit.py asks and reads; every decision about what came is here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.fetch import rhythm
from pipeline.fetch.answers import Answer, Trouble, page_fault, retry_after
from pipeline.fetch.outcomes import Announcement, Look
from pipeline.fetch.reading import Reading
from pipeline.fetch.robots import Rules
from pipeline.fetch.urls import join, key
from pipeline.records import AddressKind, AddressState, Capture, Entry, Health, Source

Status = Literal["ok", "not_modified", "failed", "gone", "throttled", "blocked", "skipped"]
# Headers kept with a capture: what dates and identifies the response. Never a cookie.
_KEPT = ("content-type", "date", "etag", "last-modified", "content-language", "content-location", "content-disposition",
         "cache-control", "expires", "age", "link", "x-robots-tag")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """One address of one source."""

    source: Source
    kind: AddressKind
    url: str


def addresses(source: Source) -> list[Address]:
    """Every address of a source in the order of the list: feeds, sitemaps, listings, pages."""
    groups: tuple[tuple[AddressKind, tuple[str, ...]], ...] = (
        ("feed", source.feeds),
        ("sitemap", source.sitemaps),
        ("listing", source.listings),
        ("page", source.pages),
    )
    return [Address(source, kind, url) for kind, urls in groups for url in urls]


def capture_of(source: str, answer: Answer) -> Capture:
    """The response kept as evidence."""
    headers = tuple((k, v) for k, v in answer.headers if k in _KEPT)
    return Capture(
        source=source,
        url=answer.url,
        final_url=answer.final_url,
        status=answer.status,
        headers=headers,
        fetched_at=answer.at,
        body=answer.body,
        sha256=hashlib.sha256(answer.body).hexdigest(),
    )


def weight(trouble: Trouble) -> str:
    """How heavily a trouble weighs in `rhythm.back_off`."""
    if trouble.code in ("first_byte", "timeout", "cut"):
        return "slow"
    return {"offline": "offline", "refused": "refused", "waiting": "busy", "blocked": "missing"}.get(
        trouble.lasting, "error"
    )


def refusal(status: int) -> tuple[str, str]:
    """(weight for back-off, Vietnamese reason) of an answer that is no success."""
    if status in (404, 410):
        return "missing", f"máy chủ báo không có địa chỉ này ({status})"
    if status in (401, 403, 407, 451):
        return "error", f"máy chủ từ chối cho đọc ({status})"
    if status >= 500:
        return "slow" if status in (502, 504, 522, 524) else "error", f"máy chủ đang lỗi ({status})"
    return "error", f"máy chủ trả lời {status}"


def skipped(address: Address, state: AddressState, now: dt.datetime, reason: str) -> Announcement:
    """Not asked: not due, resting, or over budget."""
    return Announcement(_health(address, "skipped", now, reason), state)


def gone(address: Address, state: AddressState, now: dt.datetime) -> Announcement:
    """Retired by a 410 at an earlier visit: said again, not asked again."""
    return Announcement(_health(address, "gone", now, "nguồn đã bị gỡ vĩnh viễn (410); hãy tìm địa chỉ mới"), state)


def unchanged(address: Address, state: AddressState, now: dt.datetime) -> Announcement:
    """304 everywhere."""
    state, notice = rhythm.count_day(state, 0, now)
    interval, due = rhythm.next_visit(state, address.source.interval, 0, None, now)
    state = replace(state, failures=0, interval=interval, next_due=due, rest_until=None)
    return Announcement(_health(address, "not_modified", now, None), state, notices=_told(address, notice))


def succeeded(
    address: Address,
    state: AddressState,
    answer: Answer | None,
    reading: Reading,
    now: dt.datetime,
    notices: tuple[str, ...] = (),
    digest: str | None = None,
) -> Announcement:
    """A readable answer: entries, validators, the rhythm and the day's count.

    `digest` of a watched page stands for what a reader sees on it; a page with the same one brings no capture.
    """
    known = set(state.seen)
    keys = [key(e.url) for e in reading.entries]
    digest = digest or (hashlib.sha256(answer.body).hexdigest() if answer else state.body_sha256)
    new = sum(k not in known for k in keys) if address.kind != "page" else int(digest != state.body_sha256)
    told = list(_told(address, *notices))
    edited = address.kind == "page" and new > 0 and state.body_sha256 is not None
    if edited:
        told += _told(address, f"Trang đang theo dõi đã thay đổi, thấy lúc {clock(now)}.")
    if answer and answer.moved_to and answer.moved_to != (state.moved_to or address.url):
        told += _told(address, f"Địa chỉ đã chuyển hẳn sang {answer.moved_to}; hãy sửa trong sources.toml.")
        state = replace(state, moved_to=answer.moved_to)
    if address.kind != "page":
        state, quiet = rhythm.count_day(state, new, now)
        told += _told(address, quiet)
    interval, due = rhythm.next_visit(state, address.source.interval, new, reading, now)
    state = replace(
        state,
        etag=answer.header("etag") if answer else state.etag,
        last_modified=answer.header("last-modified") if answer else state.last_modified,
        failures=0,
        interval=interval,
        next_due=due,
        rest_until=None,
        changed_at=now if new else state.changed_at,
        body_sha256=digest,
        seen=tuple(dict.fromkeys([*keys, *state.seen]))[: rhythm.SEEN],
        validators=state.validators if reading.children or reading.form == "index" else (),
    )
    evidence = answer and (new > 0 if address.kind == "page" else any(e.content for e in reading.entries))
    reason = "; ".join(reading.faults) or (None if reading.entries else "nguồn không có mục nào")
    reason = "nội dung trang đã thay đổi so với lần đọc trước" if edited else reason
    health = _health(address, "ok", now, reason, reading.entries)
    capture = capture_of(address.source.id, answer) if answer and evidence else None
    return Announcement(health, state, reading.entries, capture, tuple(told))


def unreadable(address: Address, state: AddressState, reading: Reading, now: dt.datetime) -> Announcement:
    """200 with something that announces nothing: a fault; validators are forgotten so that it is read again."""
    state = _failed(state, "error", now)
    state = replace(state, etag=None, last_modified=None, validators=())
    return Announcement(_health(address, "failed", now, reading.error), state)


def unsuccessful(address: Address, state: AddressState, answer: Answer, now: dt.datetime) -> Announcement:
    """Any status but 2xx and 304."""
    withdrawn: tuple[str, ...] = ()
    if address.kind == "page" and state.body_sha256 and not state.failures and answer.status in (404, 410):
        words = f"Trang đang theo dõi đã bị gỡ ({answer.status}), thấy lúc {clock(now)}; bản đã lưu vẫn còn trong kho."
        withdrawn = _told(address, words)
    if answer.status == 410:
        state = replace(state, gone=True, next_due=None)
        told = _told(address, "Máy chủ báo đã gỡ vĩnh viễn (410); nguồn này không được đọc nữa.")
        health = _health(address, "gone", now, "máy chủ báo đã gỡ vĩnh viễn (410)")
        return Announcement(health, state, notices=withdrawn or told)
    if answer.status in (429, 503):
        until = retry_after(answer.header("retry-after"), now)
        state = replace(state, failures=state.failures + 1)
        until = until or rhythm.back_off("busy", state.failures, state.url, now)
        state = replace(state, rest_until=until, next_due=until)
        words = f"máy chủ xin nghỉ ({answer.status}), sẽ đọc lại sau {clock(until)}"
        return Announcement(_health(address, "throttled", now, words), state)
    heaviness, words = refusal(answer.status)
    if state.moved_to and answer.status == 404:
        state = replace(state, moved_to=None)  # the move did not last: the address in the list is asked next time
    return Announcement(_health(address, "failed", now, words), _failed(state, heaviness, now), notices=withdrawn)


def troubled(address: Address, state: AddressState, trouble: Trouble, now: dt.datetime) -> Announcement:
    """No answer at all, or one that was broken off."""
    if trouble.lasting == "budget":
        return skipped(address, state, now, trouble.reason)
    state = _failed(state, weight(trouble), now)
    if trouble.lasting in ("blocked", "waiting"):
        return Announcement(_health(address, "blocked", now, trouble.reason), state)
    if state.moved_to and trouble.lasting == "refused":
        state = replace(state, moved_to=None)
    return Announcement(_health(address, "failed", now, trouble.reason), state)


def looked(url: str, answer: Answer | Trouble, rules: list[Rules]) -> Look:
    """One address asked by hand, with the verdict of robots.txt."""
    closed = next((r.closed for r in rules if r.closed), None)
    delay = max((r.delay for r in rules), default=0.0)
    verdict = "chưa hỏi" if not rules else "cho đọc" if all(r.may(url) for r in rules) else "không cho đọc"
    if closed:
        verdict = "chưa đọc được robots.txt"
    elif delay:
        verdict += f", cách nhau ít nhất {delay:g} giây"
    sitemaps = tuple(link for r in rules for s in r.sitemaps if (link := join(url, s)))
    if isinstance(answer, Trouble):
        return Look(url, reason=answer.reason, robots=verdict, sitemaps=sitemaps)
    reason = None if 200 <= answer.status < 300 else refusal(answer.status)[1]
    if reason is None and (fault := page_fault(answer)):
        reason = fault.reason
    media_type = answer.header("content-type")
    return Look(
        url, answer.final_url, answer.status, media_type, answer.body, reason, verdict, sitemaps, answer.moved_to
    )


def _failed(state: AddressState, heaviness: str, now: dt.datetime) -> AddressState:
    failures = state.failures + 1
    return replace(state, failures=failures, next_due=rhythm.back_off(heaviness, failures, state.url, now))


def _health(
    address: Address, status: Status, now: dt.datetime, reason: str | None, entries: tuple[Entry, ...] = ()
) -> Health:
    titles = tuple(e.title for e in entries)
    return Health(address.source.id, address.url, address.kind, status, reason, len(entries), titles, now)


def _told(address: Address, *sentences: str | None) -> tuple[str, ...]:
    return tuple(f"{address.source.name} ({address.url}): {words}" for words in sentences if words)


def clock(moment: dt.datetime) -> str:
    """A moment as an office worker reads it."""
    return f"{moment.astimezone(rhythm.LOCAL):%H:%M ngày %d/%m/%Y}"
