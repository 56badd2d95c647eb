"""Moments printed on pages: a line that is one is read by the table of `language.moments`, one within words by search.

No clock is asked: a time without a year is no time here.

Times without a zone are local (Asia/Ho_Chi_Minh) unless the source list gives an offset.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from pipeline.language import moments
from pipeline.records import Stamp

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")

_CLOCK = (
    r"(?P<h>[01]?\d|2[0-3])\s*(?:[:h]|giờ)\s*(?P<mi>[0-5]\d)(?:\s*(?:[:m]|phút)\s*(?P<s>[0-5]\d)(?:\.\d+)?)?"
    r"(?:\s*phút)?(?:\s*(?P<half>AM|PM|SA|CH)\b)?"
)
_DAYS = (
    r"(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
    r"(?P<d>\d{1,2})\s*[/.\-]\s*(?P<m>\d{1,2})\s*[/.\-]\s*(?P<y>(?:19|20)\d\d|\d\d(?!\d))",
    r"(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:tháng|/)\s*(?P<m>\d{1,2})\s*(?:,|năm|/)?\s*(?P<y>(?:19|20)\d\d)",
)
_ZONE = re.compile(r"(?:GMT|UTC)\s*(?P<sign>[+-])\s*(?P<zh>\d{1,2})(?::?(?P<zm>\d\d))?|(?P<utc>\b(?:UTC|GMT)\b)")
_GAP = r"[\s,|•·()\-–—]*(?:lúc|vào|ngày|hồi|(?:Thứ\s*\w+|Chủ\s*nhật)[\s,\-–]*(?:ngày)?)?[\s,|•·()\-–—]*"
_PRINTED = tuple(
    re.compile(form, re.IGNORECASE)
    for day in _DAYS
    for form in (
        rf"(?<![\d/.:]){day}(?!\d)(?:T|{_GAP}){_CLOCK}(?!\d)",
        rf"(?<![\d/.:]){_CLOCK}{_GAP}{day}(?!\d)",
    )
)
_CLOCK_ALONE = re.compile(_CLOCK, re.IGNORECASE)
_DAY_ONLY = tuple(re.compile(rf"(?<![\d/.:]){day}(?![\d/])", re.IGNORECASE) for day in _DAYS)
_ISO_ZONE = re.compile(r"(?<=[\d.])\s*(?P<zone>Z|[+-]\d\d:?\d\d|[+-]\d\d)$", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|•·;]\s*|\s+[-–—]\s+(?=[^\W\d]{3})|\s{2,}")
"""what parts a date from its neighbours in one line: "Kinh tế | 20 Th11, 2026 07:05 | 5 phút đọc" """
_COUNTERS = re.compile(
    r"\b\d+\s*(?:phút đọc|min(?:ute)?s? read|lượt (?:xem|đọc)|bình luận|views?)\b|(?:lượt xem|views)\s*:?\s*[\d.,]+",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"cập nhật|sửa lúc|chỉnh sửa|updated|modified", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """A moment found in visible text, and whether the words before it call it an update."""

    stamp: Stamp
    update: bool
    wall: dt.datetime


def zone_of(offset: str | None) -> dt.tzinfo:
    """The zone of times printed without one: `offset` like "+07:00", else Asia/Ho_Chi_Minh."""
    match = re.fullmatch(r"([+-])(\d{1,2}):?(\d\d)?", offset.strip()) if offset else None
    if match is None:
        return LOCAL
    delta = dt.timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return dt.timezone(-delta if match[1] == "-" else delta)


def machine(value: str | None, origin: str, zone: dt.tzinfo) -> Stamp | None:
    """Read a time written for machines (JSON-LD, meta, `<time datetime>`): ISO 8601 and what is put in its place."""
    if not value:
        return None
    value = " ".join(value.split())
    tail = _ISO_ZONE.search(value) if ":" in value else None
    bare = value[: tail.start()].strip() if tail else value
    try:
        at = dt.datetime.fromisoformat(bare)
        day_only = len(bare) <= 10
    except ValueError:
        found = printed(value, zone, origin)
        if found is None and value.isdigit():
            return moments.read(value, origin=origin)  # seconds since 1970
        return found.stamp if found else None
    if at.tzinfo is None:
        at = at.replace(tzinfo=_fixed(tail["zone"]) if tail else zone)
    return _stamp(at, origin, day_only)


def printed(text: str, zone: dt.tzinfo, origin: str = "text") -> Printed | None:
    """Read the first moment in a short visible text such as "Thứ Sáu, 20/11/2026 07:05 (GMT+7)"."""
    for piece in (text, *_PARTS.split(text)):
        # A row of digits alone may be a telephone number; only `machine` takes it for seconds.
        stamp = None if piece.strip().isdigit() else moments.printed(piece, origin=origin, zone=zone)
        if stamp is not None and not (stamp.day_only and piece is text and ":" in text):
            return Printed(_utc(stamp), bool(_UPDATED.search(piece)), stamp.at.replace(tzinfo=None))
    for forms, day_only in ((_PRINTED, False), (_DAY_ONLY, True)):
        hits = [m for form in forms if (m := form.search(text))]
        for match in sorted(hits, key=lambda m: (m.start(), m.start() - m.end())):
            wall = _wall(match)
            if wall is None:
                continue
            found_zone = _ZONE.search(text[match.end() : match.end() + 16])
            own = zone
            if found_zone:
                own = (
                    dt.UTC
                    if found_zone["utc"]
                    else _fixed(f"{found_zone['sign']}{int(found_zone['zh']):02}{found_zone['zm'] or '00'}")
                )
            stamp = _stamp(wall.replace(tzinfo=own), origin, day_only)
            if stamp is not None:
                update = bool(_UPDATED.search(text[max(0, match.start() - 40) : match.start()]))
                return Printed(stamp=stamp, update=update, wall=wall)
    return None


def clock_alone(text: str) -> dt.time | None:
    """The hour and minute of a text that is nothing else ("07:05", "7 giờ 05 phút")."""
    match = _CLOCK_ALONE.fullmatch(text.strip(" ,|•·()-–"))
    if match is None:
        return None
    hour = (
        int(match["h"]) % 12 + 12 * ((match["half"] or "").upper() in ("PM", "CH"))
        if match["half"]
        else int(match["h"])
    )
    return dt.time(hour, int(match["mi"]))


def is_date_line(text: str) -> bool:
    """Tell whether a short text is a date line and nothing else ("Đăng lúc 07:05 ngày 20/11/2026")."""
    if len(text) > 90:
        return False
    text = _COUNTERS.sub(" ", text).strip(" ·•|-–,")
    if not text.strip().isdigit() and moments.printed(text, origin="text", words=0) is not None:
        return True
    for form in (*_PRINTED, *_DAY_ONLY):
        match = form.search(text)
        if match is not None:
            rest = _ZONE.sub("", text[: match.start()] + text[match.end() :])
            rest = re.sub(r"(?i)thứ\s*\w+|chủ\s*nhật|ngày|đăng|lúc|cập nhật|xuất bản|giờ|phút|vào|GMT|UTC", "", rest)
            return sum(c.isalpha() for c in rest) <= 3
    return False


def _wall(match: re.Match[str]) -> dt.datetime | None:
    part = match.groupdict()
    year = int(part["y"]) + (2000 if len(part["y"]) == 2 else 0)
    hour, minute, second = (int(part.get(k) or 0) for k in ("h", "mi", "s"))
    half = (part.get("half") or "").upper()
    if half in ("PM", "CH") and hour < 12:
        hour += 12
    if half in ("AM", "SA") and hour == 12:
        hour = 0
    day, month = int(part["d"]), int(part["m"])
    if month > 12 >= day:  # month before day, as some servers print it
        day, month = month, day
    try:
        return dt.datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - zone is read apart
    except ValueError:
        return None


def _utc(stamp: Stamp) -> Stamp:
    return replace(stamp, at=stamp.at.astimezone(dt.UTC))


def _stamp(at: dt.datetime, origin: str, day_only: bool) -> Stamp | None:
    try:
        moment = at.astimezone(dt.UTC)
    except (OverflowError, ValueError):
        return None
    return Stamp(at=moment, origin=origin, day_only=day_only) if 1990 <= moment.year <= 2100 else None


def _fixed(zone: str) -> dt.tzinfo:
    if zone.upper() == "Z":
        return dt.UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    delta = dt.timedelta(hours=min(int(digits[:2]), 14), minutes=int(digits[2:]))
    return dt.timezone(-delta if zone[0] == "-" else delta)
