"""Moments as Vietnamese publishers print them, in feeds, lists, pages and headers: one table of forms, one loop, no silent guess.

A text is folded (no diacritics, small letters); then a clock with its zone is looked for, then a day by the table
of momentforms.py; what is left over may only be words. Nothing is invented: no day means None, a day without a clock is
`day_only`, and a day that can be read two ways is `ambiguous` unless its neighbours in the feed settle the order.
Not here: dates inside running text (`dates` reads those).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from pipeline.language.momentforms import (
    AGO,
    AGO_HOURS,
    BARE_ZONE,
    CLOCK,
    COMPACT_CLOCK,
    DAYS_EN,
    DAYS_VI,
    DOTTED_CLOCK,
    EN,
    EPOCH,
    FILLER,
    FORMS,
    LUNAR,
    NEAR,
    SECONDS,
    VI,
    WEEKDAY,
    ZONES,
)
from pipeline.records import Stamp

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def read(
    text: str, *, origin: str, offset: str | None = None, now: dt.datetime | None = None, order: str | None = None
) -> Stamp | None:
    """The moment that `text` prints (UTC), or None.

    `offset` is the zone of a time printed without one ("+07:00"; None: Asia/Ho_Chi_Minh). `now` allows forms relative
    to it ("5 phút trước", "hôm qua", a day without a year). `order` ("dm" or "md") is what `order_of` found.
    """
    found = printed(text, origin=origin, zone=_offset(offset) if offset else LOCAL, now=now, order=order)
    return replace(found, at=found.at.astimezone(dt.UTC)) if found else None


def printed(
    text: str,
    *,
    origin: str,
    zone: dt.tzinfo = LOCAL,
    now: dt.datetime | None = None,
    order: str | None = None,
    words: int = 6,
) -> Stamp | None:
    """As `read`, the moment on the clock and in the zone of print; at most `words` other words may stand beside it."""
    if len(text) > 200:
        return None
    folded = LUNAR.sub(" ", _fold(text))
    if not folded.strip() or re.search(r"\bam lich\b", folded):
        return None
    if found := EPOCH.fullmatch(folded):
        seconds = int(found["n"]) / 10 ** (len(found["n"]) - 10)
        return Stamp(dt.datetime.fromtimestamp(seconds, dt.UTC), origin)
    if now is not None and (near := _relative(folded, origin, now, zone)):
        return near
    clock = COMPACT_CLOCK.search(folded) or CLOCK.search(folded) or DOTTED_CLOCK.search(folded)
    printed = clock["zone"] if clock else None
    rest = folded if clock is None else folded[: clock.start()] + "  " + folded[clock.end() :]
    if clock and not printed and (bare := BARE_ZONE.search(rest)):
        printed = bare["zone"]
        rest = rest[: bare.start()] + "  " + rest[bare.end() :]
    half = clock["half"] if clock else None
    for form in FORMS:
        found = form.pattern.search(rest)
        if found is None:
            continue
        over_raw = rest[: found.start()] + " " + rest[found.end() :]
        over = FILLER.sub(" ", over_raw)
        if re.search(r"\d", over) or len(re.findall(r"[a-z]{2,}", over)) > words:
            continue
        days = _days(found.groupdict(), half, now, zone, order, _weekday(over_raw))
        if days is None:
            return None
        return _stamp(days, clock, half, _offset(printed) if printed else zone, origin)
    return None


def order_of(texts: Iterable[str]) -> str | None:
    """Whether one feed prints day-month ("dm") or month-day ("md"), by the days that can be read one way only."""
    votes = {"dm": 0, "md": 0}
    for text in texts:
        found = re.search(r"(?<![\d/])(\d{1,2})([/.\-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/])", text)
        if found:
            a, b = int(found[1]), int(found[3])
            if a > 12 >= b:
                votes["dm"] += 1
            elif b > 12 >= a:
                votes["md"] += 1
    return None if bool(votes["dm"]) == bool(votes["md"]) else max(votes, key=lambda k: votes[k])


def http_date(text: str | None) -> dt.datetime | None:
    """The moment of an HTTP header (RFC 9110 section 5.6.7), UTC when it names no zone."""
    stamp = read(text, origin="http", offset="+00:00") if text else None
    return stamp.at if stamp and not stamp.day_only else None


# ---------------------------------------------------------------- inside
def _fold(text: str) -> str:
    text = unicodedata.normalize("NFD", re.sub(r"<[^>]*>|&nbsp;|&#160;", " ", text)).lower().replace("đ", "d")
    text = "".join(ch for ch in text if not unicodedata.combining(ch))
    text = text.replace("–", "-").replace("—", "-").replace("−", "-").replace("’", "'").replace("•", "|")
    # Chinese editions of Nhân Dân and VietnamPlus: 2026年11月20日 07:05
    text = re.sub(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日", r" \1-\2-\3 ", text)
    return re.sub(r"\s+", " ", text.replace("\u200b", "")).strip()


def _offset(text: str) -> dt.tzinfo:
    text = re.sub(r"[()\[\]\s]", "", text.lower())
    if found := re.fullmatch(r"(?:gmt|utc|ut|ict)?([+-]?)(\d{1,2}):?(\d\d)?", text):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return dt.timezone(dt.timedelta(minutes=-minutes if found[1] == "-" else minutes))
    return dt.timezone(dt.timedelta(minutes=ZONES.get(text, 0)))


def _relative(text: str, origin: str, now: dt.datetime, zone: dt.tzinfo) -> Stamp | None:
    if re.fullmatch(r"(?:vua xong|moi day|vua moi|just now)", text):
        return Stamp(now.astimezone(dt.UTC), origin)
    if found := AGO_HOURS.search(text):
        moment = now - dt.timedelta(hours=int(found["h"]), minutes=int(found["min"]))
        if not re.search(r"\d", text[: found.start()] + text[found.end() :]):
            return Stamp(moment.astimezone(dt.UTC).replace(microsecond=0), origin)
    if found := AGO.search(text):
        if re.search(r"\d", text[: found.start()] + text[found.end() :]):
            return None
        count = int(found["n"]) if found["n"].isdigit() else 3 if found["n"] == "vai" else 1
        moment = now - dt.timedelta(seconds=count * SECONDS[found["unit"]])
        if SECONDS[found["unit"]] >= 86_400:
            midnight = moment.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
            return Stamp(midnight.astimezone(dt.UTC), origin, ambiguous=SECONDS[found["unit"]] > 86_400, day_only=True)
        return Stamp(moment.astimezone(dt.UTC).replace(microsecond=0), origin, ambiguous=found["n"] == "vai")
    for words, shift in NEAR.items():
        if re.search(rf"\b{words}\b", text):
            day = (now.astimezone(zone) + dt.timedelta(days=shift)).date()
            clock = CLOCK.search(text)
            if re.search(r"\d", text.replace(clock[0], "") if clock else text):
                return None
            return _stamp((day, False), clock, clock["half"] if clock else None, zone, origin)
    return None


def _days(
    part: dict[str, str | None],
    half: str | None,
    now: dt.datetime | None,
    zone: dt.tzinfo,
    order: str | None,
    weekday: int | None,
) -> tuple[dt.date, bool] | None:
    """(day, ambiguous) of a matched form, None when there is no such day."""
    year_text = (part.get("y") or "").lstrip("'")
    guessed_year = not year_text
    if guessed_year:
        if now is None:
            return None
        year = now.astimezone(zone).year
    else:
        year = int(year_text)
        if len(year_text) == 2:
            year += 2000 if year < 69 else 1900  # POSIX; Thanh Niên writes 26
    if part.get("a") is None:
        month_text, en, vi = part.get("m"), part.get("en"), part.get("vi")
        if en:
            month = EN.index(en[:3]) + 1
        elif vi:
            month = int(vi) if vi.isdigit() else VI[vi]
        else:
            month = int(month_text or 0)
        day = _day(year, month, int(part["d"] or 0))
        return None if day is None else (_past(day, now, zone) if guessed_year and now else day, False)
    a, b = int(part["a"] or 0), int(part["b"] or 0)
    first = order or ("md" if half and re.match(r"[ap]", half) and part.get("sep") == "/" else "dm")
    dm, md = _day(year, b, a), _day(year, a, b)
    day, other = (dm, md) if first == "dm" else (md, dm)
    if day is None:
        day, other = other, None
    if day is None:
        return None
    if guessed_year and now is not None:
        return _past(day, now, zone), False
    if order is None and other is not None and (day.weekday() == weekday) != (other.weekday() == weekday):
        # The day of the week printed beside it fits one reading only.
        return (day if day.weekday() == weekday else other), False
    if now is not None and order is None and other is not None:
        # Nothing is published after it was fetched: that alone may settle the order.
        latest = now.astimezone(zone).date() + dt.timedelta(days=1)
        if day > latest >= other:
            return other, False
        if other > latest >= day:
            return day, False
    # Day before month is the rule of the land (NĐ 30/2020): only the foreign order leaves a doubt.
    return day, first == "md" and order is None and other not in (None, day)


def _past(day: dt.date, now: dt.datetime, zone: dt.tzinfo) -> dt.date:
    """A day printed without its year: the latest one that is not still to come."""
    if day <= now.astimezone(zone).date() + dt.timedelta(days=2) or (day.month, day.day) == (2, 29):
        return day
    return day.replace(year=day.year - 1)


def _weekday(text: str) -> int | None:
    """Monday is 0; None when no day of the week, or more than one, is printed."""
    found = list(WEEKDAY.finditer(text))
    if len(found) != 1:
        return None
    day = found[0]
    if day["n"]:
        return int(day["n"]) - 2
    if name := day["vi"] or day["first"]:
        return DAYS_VI.index(name)
    return 6 if day["cn"] else DAYS_EN.index(day["en"])


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if 1990 <= year <= 2100 else None
    except ValueError:
        return None


def _stamp(
    days: tuple[dt.date, bool], clock: re.Match[str] | None, half: str | None, zone: dt.tzinfo, origin: str
) -> Stamp | None:
    day, ambiguous = days
    stamp = Stamp(dt.datetime.combine(day, dt.time(), zone), origin, ambiguous, day_only=clock is None)
    if clock is not None:
        hour = int(clock["h"])
        if half and hour <= 12:
            if (
                re.match(r"p|ch|chieu|toi", half)
                or (half.startswith("trua") and hour < 11)
                or (half == "dem" and hour > 5)
            ):
                hour = hour % 12 + 12
            elif re.match(r"a|sa", half):
                hour %= 12
        if hour > 24 or (hour == 24 and int(clock["min"] or 0)):
            return None
        seconds = min(int(clock["s"] or 0), 59) if "s" in clock.groupdict() else 0
        moment = stamp.at + dt.timedelta(hours=hour, minutes=int(clock["min"] or 0), seconds=seconds)
        stamp = replace(stamp, at=moment)
    return stamp
