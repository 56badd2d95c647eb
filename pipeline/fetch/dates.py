"""Dates as Vietnamese publishers print them: one table of forms, one loop, and no silent guess.

A text is folded (no diacritics, small letters); then a clock with its zone is looked for, then a day by the table
below; what is left over may only be words. Nothing is invented: no day means None, a day without a clock is
`day_only`, and a day that can be read two ways is `ambiguous` unless its neighbours in the feed settle the order.
Not here: dates inside running text (language/ reads those).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from pipeline.records import Stamp

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")

_EN = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EN_MONTH = (
    r"(?P<en>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
# Folded: "tháng Mười Một" → "thang muoi mot"; WordPress in Vietnamese writes "Th11".
_VI = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
_VI_MONTH = (
    r"(?:thang|thg|th)\.?\s*"
    r"(?P<vi>\d{1,2}|gieng|muoi mot|muoi hai|muoi|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin|chap)"
)
_Y = r"(?P<y>\d{4}|'?\d{2})"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to print a day; groups d, m, y, or en/vi for a month by name, or a/b for two numbers of unknown order."""

    name: str
    pattern: re.Pattern[str]


def _form(name: str, pattern: str) -> Form:
    return Form(name, re.compile(r"(?<![\d/])" + pattern + r"(?![\d/])"))


# The comment of each form says where it was seen. The first that fits and leaves no digit over is taken.
FORMS: tuple[Form, ...] = (
    # Atom, JSON Feed, sitemaps: 2026-11-20T07:05:00+07:00
    _form("iso", r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})t?"),
    # meta tags: 20261120T070500
    _form("iso-basic", r"(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)t?"),
    # VTV, Vietstock: 2026/11/20 07:05
    _form("ymd", r"(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})"),
    # RSS: Fri, 20 Nov 2026 07:05:00 +0700; Thanh Niên writes the year with two digits
    _form("rfc822", r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s-]+" + _EN_MONTH + r"(?:,?[\s-]+|-)" + _Y),
    # English editions: November 20, 2026 7:05 am; ctime and JavaScript's Date: Fri Nov 20 07:05:00 2026
    _form("english", _EN_MONTH + r"\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"),
    # portals: ngày 20 tháng 11 năm 2026; VnExpress International: 20 Tháng Mười Một, 2026
    _form("viet", r"(?P<d>\d{1,2})\s*(?:-|/)?\s*" + _VI_MONTH + r"[,\s/-]*(?:nam\s*)?(?P<y>\d{4})"),
    # WordPress in Vietnamese: Tháng Mười Một 20, 2026; Th11 20, 2026
    _form("wordpress", _VI_MONTH + r"\s+(?P<d>\d{1,2}),?\s+(?P<y>\d{4})"),
    # everywhere: 20/11/2026, 20-11-2026, 20.11.26; Báo Chính phủ, month first: 9/14/2026 6:44:00 PM
    _form("numbers", r"(?P<a>\d{1,2})\s?(?P<sep>[/.\-])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?" + _Y),
    # list pages: 07:05 | 20/11
    _form("no-year", r"(?P<a>\d{1,2})(?P<sep>[/\-])(?P<b>\d{1,2})"),
)

_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "ict": 420, "indochina time": 420, "est": -300, "edt": -240, "cst": -360,
    "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "cet": 60, "cest": 120, "bst": 60, "jst": 540,
    "sgt": 480, "hkt": 480, "kst": 540, "aest": 600, "msk": 180,
}  # fmt: skip
_ZONE = (
    # Without "GMT" a blank behind the sign makes it a dash: "07:05 - 01-11-2026".
    r"(?P<zone>[(\[]?\s*(?:(?:gmt|utc|ut|ict)\s*[+-]\s?|[+-])(?:0?\d|1[0-4])(?::?[0-5]\d)?(?![\d/.-])\s*[)\]]?"
    r"|[(\[]?\s*(?:" + "|".join(sorted(_ZONES, key=len, reverse=True)) + r")\b\s*[)\]]?)"
)
_HALF = r"(?P<half>[ap]\.?\s?m\b\.?|sa\b|ch\b|sang\b|trua\b|chieu\b|toi\b|dem\b)"
_CLOCK = re.compile(
    r"(?<![\d:/.])(?P<h>\d{1,2})\s?(?::|\bgio\b|gio|h|g)\s?(?P<min>[0-5]\d|\d(?=\s?phut))?(?:\s?(?:phut|p|')(?!\w))?"
    r"(?:\s?(?:[:m]\s?|(?=\d{1,2}\s?giay))(?P<s>[0-5]\d|60|\d(?=\s?giay))(?:[.,]\d{1,9})?(?:\s?giay)?)?(?![\d:])\s*"
    + _HALF
    + r"?[\s,]*"
    + _ZONE
    + r"?"
)
_COMPACT_CLOCK = re.compile(r"(?<=t)(?P<h>[0-2]\d)(?P<min>[0-5]\d)(?P<s>[0-5]\d)?(?:\.\d+)?(?P<half>)" + _ZONE + "?")
_BARE_ZONE = re.compile(
    r"(?:^|[\s,;|(])" + r"(?P<zone>(?:gmt|utc)\s*[+-]\s?\d{1,2}(?::?\d\d)?|ict\b|[+-](?:0\d|1[0-4]):?[0-5]\d(?!\d))"
)
_EPOCH = re.compile(r"(?:/date\()?(?P<n>\d{10}|\d{13})(?:[+-]\d{4})?(?:\)/)?")
_AGO = re.compile(r"(?:khoang\s+)?(?P<n>\d{1,3}|mot|vai)\s*(?P<unit>giay|phut|gio|tieng|ngay|tuan)\s*(?:truoc|qua)")
_SECONDS = {"giay": 1, "phut": 60, "gio": 3600, "tieng": 3600, "ngay": 86_400, "tuan": 604_800}
_NEAR = {"hom nay": 0, "hom qua": -1, "hom kia": -2, "today": 0, "yesterday": -1}
# What may stand around a date without changing it.
_FILLER = re.compile(
    r"\b(?:thu\s*(?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7]|cn"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|ngay dang|ngay|luc|dang tai|dang|cap nhat|xuat ban|phat hanh|hoi|vao|thoi gian"
    r"|date|posted|published|updated|on|at|gio|nam)\b"
)  # fmt: skip


def read(
    text: str, *, origin: str, offset: str | None = None, now: dt.datetime | None = None, order: str | None = None
) -> Stamp | None:
    """The moment that `text` prints, or None.

    `offset` is the zone of a time printed without one ("+07:00"; None: Asia/Ho_Chi_Minh). `now` allows forms relative
    to it ("5 phút trước", "hôm qua", a day without a year). `order` ("dm" or "md") is what `order_of` found.
    """
    if len(text) > 200:
        return None
    folded = _fold(text)
    if not folded:
        return None
    zone = _offset(offset) if offset else LOCAL
    if found := _EPOCH.fullmatch(folded):
        seconds = int(found["n"]) / (1000 if len(found["n"]) == 13 else 1)
        return Stamp(dt.datetime.fromtimestamp(seconds, dt.UTC), origin)
    if now is not None and (near := _relative(folded, origin, now, zone)):
        return near
    clock = _COMPACT_CLOCK.search(folded) or _CLOCK.search(folded)
    printed = clock["zone"] if clock else None
    rest = folded if clock is None else folded[: clock.start()] + "  " + folded[clock.end() :]
    if clock and not printed and (bare := _BARE_ZONE.search(rest)):
        printed = bare["zone"]
        rest = rest[: bare.start()] + "  " + rest[bare.end() :]
    half = clock["half"] if clock else None
    for form in FORMS:
        found = form.pattern.search(rest)
        if found is None:
            continue
        over = _FILLER.sub(" ", rest[: found.start()] + " " + rest[found.end() :])
        if re.search(r"\d", over) or len(re.findall(r"[a-z]{2,}", over)) > 6:
            continue
        days = _days(found.groupdict(), half, now, zone, order)
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
    return re.sub(r"\s+", " ", text.replace("\u200b", "")).strip()


def _offset(text: str) -> dt.tzinfo:
    text = re.sub(r"[()\[\]\s]", "", text.lower())
    if found := re.fullmatch(r"(?:gmt|utc|ut|ict)?([+-])(\d{1,2}):?(\d\d)?", text):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return dt.timezone(dt.timedelta(minutes=minutes if found[1] == "+" else -minutes))
    return dt.timezone(dt.timedelta(minutes=_ZONES.get(text, 0)))


def _relative(text: str, origin: str, now: dt.datetime, zone: dt.tzinfo) -> Stamp | None:
    if re.fullmatch(r"(?:vua xong|moi day|vua moi|just now)", text):
        return Stamp(now.astimezone(dt.UTC), origin)
    if found := _AGO.search(text):
        if re.search(r"\d", text[: found.start()] + text[found.end() :]):
            return None
        count = int(found["n"]) if found["n"].isdigit() else 1 if found["n"] == "mot" else 3
        moment = now - dt.timedelta(seconds=count * _SECONDS[found["unit"]])
        if found["unit"] in ("ngay", "tuan"):
            midnight = moment.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
            return Stamp(midnight.astimezone(dt.UTC), origin, ambiguous=found["unit"] == "tuan", day_only=True)
        return Stamp(moment.astimezone(dt.UTC).replace(microsecond=0), origin, ambiguous=found["n"] == "vai")
    for words, shift in _NEAR.items():
        if re.search(rf"\b{words}\b", text):
            day = (now.astimezone(zone) + dt.timedelta(days=shift)).date()
            clock = _CLOCK.search(text)
            if re.search(r"\d", text.replace(clock[0], "") if clock else text):
                return None
            return _stamp((day, False), clock, clock["half"] if clock else None, zone, origin)
    return None


def _days(
    part: dict[str, str | None], half: str | None, now: dt.datetime | None, zone: dt.tzinfo, order: str | None
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
            month = _EN.index(en[:3]) + 1
        elif vi:
            month = int(vi) if vi.isdigit() else _VI[vi]
        else:
            month = int(month_text or 0)
        day = _day(year, month, int(part["d"] or 0))
        return None if day is None else (day, False)
    a, b = int(part["a"] or 0), int(part["b"] or 0)
    first = order or ("md" if half and re.match(r"[ap]", half) and part.get("sep") == "/" else "dm")
    dm, md = _day(year, b, a), _day(year, a, b)
    day, other = (dm, md) if first == "dm" else (md, dm)
    if day is None:
        day, other = other, None
    if day is None:
        return None
    if guessed_year and now is not None:
        if day > now.astimezone(zone).date() + dt.timedelta(days=2):
            day = day.replace(year=year - 1) if (day.month, day.day) != (2, 29) else day
        return day, False
    if now is not None and order is None and other is not None:
        # Nothing is published after it was fetched: that alone may settle the order.
        latest = now.astimezone(zone).date() + dt.timedelta(days=1)
        if day > latest >= other:
            return other, False
        if other > latest >= day:
            return day, False
    # Day before month is the rule of the land (NĐ 30/2020): only the foreign order leaves a doubt.
    return day, first == "md" and order is None and other not in (None, day)


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
    return replace(stamp, at=stamp.at.astimezone(dt.UTC))
