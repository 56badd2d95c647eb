"""When two values say the same, by stated rules; language reads values, here it is decided what counts as differing.

- A bound agrees with the same bound; "đến hết ngày" is not "trước ngày", "từ … trở lên" is not "từ … trở xuống".
- "khoảng" agrees within `ABOUT`, or when the official figure rounds to it; "hơn/trên X" with what is above X, at most by
  `OVER`.
- A month's rate agrees with twelve of it a year; a working day is not a day; a quarter is three months.
- A single figure agrees with a range that holds it; a coarse date with any day inside it.
"""

from __future__ import annotations

import re
from typing import Literal

from pipeline.language.normalise import fold
from pipeline.records import Value

Outcome = Literal["equal", "different", "incomparable"]
ABOUT = 0.06
OVER = 0.35
FAR = 200
"""sums so many times apart are never values of one thing"""

_FROM_TO = re.compile(r"đến|tới|den|toi|-|–")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DURATION = re.compile(
    r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$"
)
_UNITS = {name: group[0] for group in (
    ("hộ", "hộ dân", "hộ gia đình", "nhà", "gia đình", "hộ kinh doanh", "tiểu thương", "nóc nhà"),
    ("người", "nhân khẩu", "khẩu", "đầu người", "em", "học sinh", "cháu", "trẻ", "khách", "người dân", "đại biểu", "lao động", "sinh viên"),
    ("tàu", "chiếc", "ghe", "thuyền", "phương tiện", "xe"),
    ("căn", "căn hộ", "căn nhà", "nhà"),
    ("gian", "gian hàng", "quầy", "sạp", "sạp hàng"),
    ("trường hợp", "vụ", "ca", "vụ việc"),
    ("chỗ", "chỗ đỗ", "vị trí"),
    ("lần", "lượt", "hồ sơ"),
    ("cái", "tấm", "bộ"),
) for name in group}  # fmt: skip


_MEASURE = {
    "m2": "area",
    "ha": "area",
    "sào": "area",
    "m3": "volume",
    "kWh": "energy",
    "kg": "mass",
    "tấn": "mass",
    "tạ": "mass",
    "km": "length",
    "m": "length",
}
"""a price per household is not one per person; a price per kWh is another thing than one per m³"""


def same_unit(a: str | None, b: str | None) -> bool:
    """Whether two units can name one thing; an unnamed unit agrees with any, and without diacritics chậu may be read cháu."""
    if a is None or b is None or a == b:
        return True
    return _UNITS.get(a, a) == _UNITS.get(b, b) or fold(a) == fold(b)


def outcome(claim: Value, official: Value) -> Outcome:
    """The claim's value beside the official one."""
    if claim.kind != official.kind:
        return "incomparable"
    if claim.kind in ("date", "time"):
        return _moments(claim, official)
    if claim.kind == "duration":
        return _durations(claim, official)
    if claim.kind == "age" and _far_ages(claim, official):
        return "incomparable"
    if claim.kind == "number" and not same_unit(claim.unit, official.unit):
        return "incomparable"
    a, b = _range(claim), _range(official)
    if a is None or b is None:
        return "incomparable"
    if claim.kind == "money":
        if {claim.unit, official.unit} == {"m2", "ha"}:
            factor = 1e-4 if claim.unit == "ha" else 1e4
            a = (a[0] * factor, a[1] * factor)
            return _numbers(a, claim.bound, b, official.bound)
        if claim.unit and official.unit and not same_unit(claim.unit, official.unit):
            return "different" if _MEASURE.get(claim.unit) == _MEASURE.get(official.unit) else "incomparable"
        if "once" in (claim.period, official.period) and (claim.period in _MONTHS or official.period in _MONTHS):
            return "different"
        if max(a[0], b[0]) > FAR * max(1.0, min(a[1], b[1])):
            return "incomparable"
        if claim.period in _MONTHS and official.period in _MONTHS and claim.period != official.period:
            factor = _MONTHS[str(official.period)] / _MONTHS[str(claim.period)]
            a = (a[0] * factor, a[1] * factor)
    return _numbers(a, claim.bound, b, official.bound)


def _far_ages(a: Value, b: Value) -> bool:
    """A child's age and an old person's are never two values of one line."""
    one, two = _range(a), _range(b)
    return one is not None and two is not None and max(one[0], two[0]) > 4 * max(1.0, min(one[1], two[1]))


def _range(value: Value) -> tuple[float, float] | None:
    low, high = value.value if isinstance(value.value, tuple) else (value.value, value.value)
    if isinstance(low, str) or isinstance(high, str):
        return None
    return float(low), float(high)


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def _numbers(a: tuple[float, float], claim: str, b: tuple[float, float], official: str) -> Outcome:
    same = _close(a[0], b[0]) and _close(a[1], b[1])
    if same:
        return "different" if {claim, official} == {"min", "max"} else "equal"
    single_a, single_b = _close(*a), _close(*b)
    if claim == "about" and single_a and single_b:
        return "equal" if abs(a[0] - b[0]) <= ABOUT * abs(b[0]) or _rounds(b[0], a[0]) else "different"
    if claim == "over" and official != "over" and single_a and single_b:
        return "equal" if a[0] < b[0] <= a[0] * (1 + OVER) else "different"
    if single_a and not single_b:
        if claim == "min":
            return "equal" if _close(a[0], b[0]) else "different"
        if claim == "max":
            return "equal" if _close(a[0], b[1]) else "different"
        return "equal" if b[0] <= a[0] <= b[1] else "different"
    if not single_a and single_b:
        if official == "min" and _close(a[0], b[0]):
            return "equal"
        return "different"
    if claim == "eq" and single_a and single_b:
        if official in ("min", "over") and a[0] > b[0]:
            return "equal"
        if official == "max" and a[0] < b[0]:
            return "incomparable"
    return "different"


def _rounds(exact: float, said: float) -> bool:
    """Whether the exact figure, rounded to the digits said, gives what was said."""
    if said == 0:
        return False
    digits = len(f"{said:.10g}".replace(".", "").strip("0-")) or 1
    return _close(float(f"{exact:.{digits}g}"), said)


def _months_days(text: str) -> tuple[float, float] | None:
    match = _DURATION.match(text)
    if match is None:
        return None
    years, months, weeks, days, hours, minutes, _ = (float(g) if g else 0.0 for g in match.groups())
    return years * 12 + months, weeks * 7 + days + hours / 24 + minutes / 1440


def _durations(claim: Value, official: Value) -> Outcome:
    if isinstance(claim.value, tuple) or isinstance(official.value, tuple):
        return "equal" if claim.value == official.value else "incomparable"
    a, b = _months_days(str(claim.value)), _months_days(str(official.value))
    if a is None or b is None:
        return "incomparable"
    if ("T" in str(claim.value) and official.unit == "working_day") or (
        "T" in str(official.value) and claim.unit == "working_day"
    ):
        return "incomparable"
    total_a, total_b = a[0] * 30 + a[1], b[0] * 30 + b[1]
    if max(total_a, total_b) > 20 * min(total_a, total_b):
        return "incomparable"
    if (claim.unit == "working_day") != (official.unit == "working_day"):
        return "different"
    return _numbers((total_a, total_a), claim.bound, (total_b, total_b), official.bound)


def _moments(claim: Value, official: Value) -> Outcome:
    a, b = _ends(claim), _ends(official)
    if a[0][:1] == "-" or b[0][:1] == "-":
        a, b = (a[0][-5:], a[1][-5:]), (b[0][-5:], b[1][-5:])
    single_a, single_b = a[0] == a[1], b[0] == b[1]
    if single_a and single_b:
        if a != b:
            return "different"
        return "different" if {claim.bound, official.bound} == {"before", "until"} else "equal"
    if single_a:
        if claim.bound == "from":
            return "equal" if a[0] == b[0] else "different"
        if claim.bound in ("until", "before"):
            return "equal" if a[0] == b[1] and claim.bound == "until" else "different"
        return "equal" if b[0] <= a[0] <= b[1] else "different"
    coarse = claim.kind == "date" and _FROM_TO.search(claim.text) is None
    if a == b or (coarse and a[0] <= b[0] and b[1] <= a[1]):
        return "equal"
    if single_b and official.bound == "from" and a[0] == b[0]:
        return "equal"
    if single_b and official.bound == "until" and a[1] == b[0]:
        return "equal"
    return "different"


def _ends(value: Value) -> tuple[str, str]:
    low, high = value.value if isinstance(value.value, tuple) else (value.value, value.value)
    return str(low), str(high)


def last_day(value: Value) -> str:
    """The last day of a date value, however wide."""
    return _ends(value)[1]


def days_wide(value: Value) -> int:
    """How many days a date value spans, roughly: 1 for a day, 30 for a month, 365 for a year."""
    low, high = _ends(value)
    if low == high or len(low) < 10 or len(high) < 10:
        return 1
    return (
        (int(high[:4]) - int(low[:4])) * 365
        + (int(high[5:7]) - int(low[5:7])) * 30
        + int(high[8:10])
        - int(low[8:10])
        + 1
    )
