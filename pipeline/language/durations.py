"""Spans of time: ISO 8601 text out of number and unit, and back into months, days and seconds for comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A span of time as it was said: calendar months, days and seconds do not convert into one another exactly."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    def __add__(self, other: Amount) -> Amount:
        """Both spans one after the other."""
        return Amount(self.months + other.months, self.days + other.days, self.seconds + other.seconds)

    @property
    def days_about(self) -> float:
        """Length in days with a month of 30.44 days: for order and rough distance only."""
        return self.months * 30.436875 + self.days + self.seconds / 86400


_MONTHS = {"tháng": 1, "quý": 3, "năm": 12, "năm học": 12, "thập kỷ": 120, "thập niên": 120, "thế kỷ": 1200}
_DECADES = ("thập kỷ", "thập niên", "thế kỷ")
_SECONDS = {"giây": 1, "phút": 60, "giờ": 3600, "h": 3600, "tiếng": 3600, "giờ đồng hồ": 3600, "tiếng đồng hồ": 3600}
_DAYS = {"ngày": 1, "ngày làm việc": 1, "ngày đêm": 1, "tuần": 7, "tuần lễ": 7}
UNITS = (*_MONTHS, *_SECONDS, *_DAYS)


def amount(value: int | float, unit: str, *, half: bool = False) -> Amount | None:
    """The span of a number and a unit word, `half` for a following "rưỡi"; None when it has no exact form."""
    if half:
        value += 0.5
    if unit in _MONTHS:
        months = value * _MONTHS[unit]
        return (
            Amount(months=int(months))
            if months == int(months)
            else Amount(int(months), round((months - int(months)) * 30))
        )
    if unit in _DAYS:
        days = value * _DAYS[unit]
        over = round((days - int(days)) * 86400)
        # "một ngày rưỡi" is 36 hours, "hai tuần rưỡi" 17 days and twelve hours
        return Amount(days=int(days), seconds=over) if days >= 7 or not over else Amount(seconds=round(days * 86400))
    if unit in _SECONDS:
        return Amount(seconds=round(value * _SECONDS[unit]))
    return None


def iso(value: int | float, unit: str, *, half: bool = False) -> str | None:
    """ISO 8601 in the unit that was said: 18 tháng → P18M, 2 năm → P2Y, một năm rưỡi → P18M, 2 tuần → P2W."""
    whole = not half and value == int(value)
    plain = {"năm": "P{}Y", "năm học": "P{}Y", "tháng": "P{}M", "tuần": "P{}W", "tuần lễ": "P{}W"}.get(unit)
    if plain and whole:
        return plain.format(int(value))
    if unit in _DECADES and value * _MONTHS[unit] % 12 == 0 and not half:
        return f"P{int(value * _MONTHS[unit]) // 12}Y"
    span = amount(value, unit, half=half)
    return text_of(span) if span else None


def text_of(span: Amount) -> str:
    """ISO 8601 of a span: months, days, then hours, minutes, seconds."""
    out = "P" + (f"{span.months}M" if span.months else "") + (f"{span.days}D" if span.days else "")
    if span.seconds:
        hours, rest = divmod(span.seconds, 3600)
        minutes, seconds = divmod(rest, 60)
        out += (
            "T"
            + (f"{hours}H" if hours else "")
            + (f"{minutes}M" if minutes else "")
            + (f"{seconds}S" if seconds else "")
        )
    return out if out != "P" else "P0D"


def parse(text: str) -> Amount:
    """The span of an ISO 8601 text. Raises ValueError for anything else."""
    match = _ISO.match(text)
    if not match or text in ("P", "PT"):
        raise ValueError(f"không phải khoảng thời gian ISO 8601: {text!r}")
    years, months, weeks, days, hours, minutes, seconds = (int(g or 0) for g in match.groups())
    return Amount(years * 12 + months, weeks * 7 + days, hours * 3600 + minutes * 60 + seconds)
