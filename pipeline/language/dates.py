"""The dates of a line with their bounds: atoms joined to ranges, lists completed, years found.

An atom is one date expression (`atoms`, `relative`); lists ("19 và 20/11") lend their month backwards, ranges ("từ 25 đến
hết ngày 27/12") join two atoms, and the words before decide the bound: "trước ngày" and "đến hết ngày" differ by a day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.language import calendar
from pipeline.language.atoms import absolute
from pipeline.language.calendar import Days
from pipeline.language.daywords import Atom
from pipeline.language.normalise import unmarked
from pipeline.language.scan import Pattern, Scan

Bound = Literal["eq", "min", "max", "before", "until", "from", "about", "over"]


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date at [start, end) of the line: a day, or the first and last day it can mean; "--MM-DD" when no year is known."""

    start: int
    end: int
    value: str | tuple[str, str]
    bound: Bound
    confidence: float


_LIST_BEFORE = Pattern(
    r"(?:(?<!\w)(?P<pre>ngày mùng|ngày mồng|mùng|mồng|ngày) )?(?<![\w/.,-])(?P<d>\d{1,2})"
    r"(?P<link> ?(?:,|-|và|hoặc|,? ?rạng sáng|đến trước|đến hết|tới hết|đến|tới) ?)(?:ngày |mùng |mồng |sáng |chiều )*$"
)
_RANGE_LINK = Pattern(
    r"^\)?,? ?(?:-|đến trước|đến hết|tới hết|cho đến hết|cho đến|kéo dài đến|đến|tới|qua)(?: (?:hết|ngày|cuối ngày|sáng|trưa|chiều|tối|"
    r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]),?|chủ nhật,?))* ?\(?$"
)
_BETWEEN = r"(?:(?:(?:(?:hai mươi |mười )?[^\W\d_]+) giờ(?: rưỡi)?|\d{1,2}(?: giờ| ?h|:)(?: ?\d\d)?(?: phút)?|sáng|trưa|chiều|tối|đêm|rạng sáng|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|ngày)[, ]+\(?)*$"
_BOUNDS: tuple[tuple[Pattern, Bound], ...] = (
    (Pattern(r"(?<!\w)trước(?: thời điểm| mốc| và trong| lễ| dịp| ngày lễ| đêm| kỳ nghỉ)* " + _BETWEEN), "before"),
    (
        Pattern(
            r"(?<!\w)(?:đến hết|tới hết|hết|chậm nhất|muộn nhất|trễ nhất|không (?:muộn|trễ|chậm) hơn|không quá|hạn chót|hạn cuối(?: cùng)?|thời hạn|hạn|đến|tới)"
            r"(?: (?:là|vào|đến|trong|nộp|của|hết)| đăng ký| nộp hồ sơ| nộp đơn| góp ý|:)* " + _BETWEEN
        ),
        "until",
    ),
    (Pattern(r"(?<!\w)(?:kể từ|bắt đầu từ|tính từ|từ|bắt đầu)(?: đầu)? " + _BETWEEN), "from"),
    (Pattern(r"(?<!\w)sau " + _BETWEEN), "over"),
    (Pattern(r"(?<!\w)(?:khoảng|chừng(?<!chung)|tầm(?<!tam)) " + _BETWEEN), "about"),
)
_ONWARDS = Pattern(r"^,? ?trở (?:đi|về sau)")


def dates(scan: Scan, on: dt.date | None, years: tuple[int, ...], more: list[Atom]) -> list[DateFound]:
    """Every date of the line, in order; `more` are atoms of `relative`, `years` the years printed elsewhere in the text."""
    atoms = sorted([*absolute(scan), *more], key=lambda a: (a.start, -a.end))
    kept: list[Atom] = []
    for atom in atoms:
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
    kept = _with_lists(scan, kept)
    found: list[DateFound] = []
    place = 0
    while place < len(kept):
        atom = kept[place]
        step = 1
        bound = _bound(scan, atom)
        days = None
        if place + 1 < len(kept):
            days = _joined(scan, atom, kept[place + 1], on, years)
        end = atom.end
        if days is not None:
            step, end, bound, single = 2, kept[place + 1].end, "eq", False
        else:
            single = atom.single or atom.day is not None
            days = resolve(atom, on, years, ahead=bound in ("before", "until"))
        value = _printed(atom, days, single=single)
        if value is not None and scan.free(atom.start, end):
            scan.take(atom.start, end)
            found.append(DateFound(atom.start, end, value, bound, atom.confidence if days else 0.4))
        place += step
    return found


def resolve(atom: Atom, on: dt.date | None, years: tuple[int, ...], *, ahead: bool = False) -> Days | None:
    """First and last day an atom can mean; a missing year is the one nearest to `on` (`ahead`: not long past)."""
    if atom.days:
        return atom.days
    if atom.year is not None:
        return _in_year(atom, atom.year)
    if atom.shift is not None and on is not None:
        return _in_year(atom, on.year + atom.shift)
    if on is None:
        return next((days for year in years if (days := _in_year(atom, year))), None)
    if atom.month is None:
        options = [
            _in_year(replace(atom, month=m.month), m.year)
            for m in (calendar.add_months(on, k) for k in (-1, 0, 1))
            if 1 < on.year < 9998
        ]
    else:
        options = [_in_year(atom, year) for year in (on.year - 1, on.year, on.year + 1) if 1 < year < 9998]
    known = [d for d in options if d]
    if ahead:
        known = [d for d in known if (on - d[1]).days <= 60] or known
    return min(
        known,
        key=lambda d: min(abs((d[0] - on).days), abs((d[1] - on).days)) if not d[0] <= on <= d[1] else 0,
        default=None,
    )


def _in_year(atom: Atom, year: int) -> Days | None:
    if atom.month is None or not 1 <= atom.month <= 12 or not 1 <= year <= 9998:
        return None
    if atom.lunar:
        if atom.day is None:
            return calendar.lunar_month_days(year, atom.month) if 1900 <= year <= 2099 else None
        day = (
            calendar.solar_of(year, atom.month, atom.day, atom.leap)
            if 1900 <= year <= 2099 and 1 <= atom.day <= 30
            else None
        )
        if day is None and atom.clipped and 1900 <= year <= 2099:
            day = calendar.solar_of(year, atom.month, atom.day - 1)
        return (day, day) if day else None
    if atom.day is None:
        if atom.part in ("nửa đầu", "nửa cuối"):
            first, last = calendar.month(year, atom.month)
            return (first, first.replace(day=15)) if atom.part == "nửa đầu" else (first.replace(day=16), last)
        return calendar.third_of_month(year, atom.month, atom.part) if atom.part else calendar.month(year, atom.month)
    try:
        day = dt.date(year, atom.month, atom.day)
    except ValueError:
        return None
    return day, day


def _printed(atom: Atom, days: Days | None, *, single: bool) -> str | tuple[str, str] | None:
    if days:
        return days[0].isoformat() if single and days[0] == days[1] else (days[0].isoformat(), days[1].isoformat())
    if atom.year is None and atom.month and atom.day and not atom.lunar and _in_year(atom, 2000):
        return f"--{atom.month:02d}-{atom.day:02d}"
    return None


def _with_lists(scan: Scan, atoms: list[Atom]) -> list[Atom]:
    """Add the days that borrow their month from the date after them: "19 và 20/11", "từ 25 đến hết ngày 27/12"."""
    out: list[Atom] = []
    for atom in atoms:
        chain = [atom]
        head = atom
        while head.day is not None and head.month is not None and len(chain) < 12:
            while out and out[-1].month is None and out[-1].day is not None and out[-1].days is None:
                out.pop()  # "ngày 25, 26 và 27/12": the first day borrows its month like the others
            floor = out[-1].end if out else 0
            match = _LIST_BEFORE.of(scan).search(scan.body[floor : head.start])
            if not match or not 1 <= int(match["d"]) <= 31 or not scan.free(floor + match.start(), head.start):
                break
            head = replace(head, start=floor + match.start(), end=floor + match.end("d"), day=int(match["d"]))
            chain.append(head)
        out += reversed(chain)
        if len(chain) > 1 and out[-len(chain)].start < (out[-len(chain) - 1].start if len(out) > len(chain) else -1):
            out = [*out[: -len(chain)], atom]
    return [
        a
        for i, a in enumerate(out)
        if not (a.day is not None and a.month is None and i + 1 < len(out) and out[i + 1].start <= a.start)
    ]


def _joined(scan: Scan, first: Atom, second: Atom, on: dt.date | None, years: tuple[int, ...]) -> Days | None:
    """The days from the first atom to the second, when the words between them make a range."""
    link = scan.body[first.end : second.start]
    if len(link) > 40 or not _RANGE_LINK.of(scan).search(link):
        return None
    high = resolve(second, on, years)
    if high is None:
        return None
    if first.year is None and first.days is None:
        month = first.month if first.month is not None else high[0].month
        moon = first.lunar or (second.lunar and first.month is None)
        base = second.year if second.year is not None else (calendar.lunar_year_of(high[0]) if moon else high[0].year)
        first = replace(first, month=month, lunar=first.lunar or second.lunar)
        low = _in_year(first, base)
        if low and low[0] > high[1]:
            low = _in_year(first, base - 1)
    else:
        low = resolve(first, on, years)
        if low and first.yearless and low[0] > high[1]:
            low = (_years_back(low[0]), _years_back(low[1]))
    if low is None or low[0] > high[1]:
        return None
    last = high[1] if unmarked("trước") not in unmarked(link) else high[0] - dt.timedelta(days=1)
    return (low[0], last) if last >= low[0] else None


def _years_back(day: dt.date) -> dt.date:
    return calendar.add_months(day, -12)


_CLOCK = (
    r"(?:\d{1,2}(?:(?: giờ| ?[hg:])(?: ?\d\d)?(?: phút)?)|[^\W\d_]+ giờ(?: rưỡi)?)(?: (?:sáng|trưa|chiều|tối|đêm))?"
)
_CLOCKS_BEFORE = Pattern(
    rf"{_CLOCK} ?(?:-|đến|tới) ?{_CLOCK},? ?\(?(?:ngày |thứ \w+,? |(?:sáng|trưa|chiều|tối|đêm) )*$"
)
"""two hours of one day stand before it: "đến" joins them and is no bound of the day"""


def _bound(scan: Scan, atom: Atom) -> Bound:
    if atom.ranged or _CLOCKS_BEFORE.of(scan).search(scan.before(atom.start, 60)):
        return "eq"
    if _ONWARDS.of(scan).search(scan.body[atom.end : atom.end + 16]):
        return "from"
    before = scan.before(atom.start, 60)
    for pattern, bound in _BOUNDS:
        if pattern.of(scan).search(before):
            return bound
    return "eq"
