"""Dates in a line: absolute in every printed form, relative to the day of publication, with their bounds.

An atom is one date expression; lists ("19 và 20/11") lend their month backwards, ranges ("từ 25 đến hết ngày 27/12")
join two atoms, and the words before decide the bound: "trước ngày" and "đến hết ngày" differ by a day.
Weekdays, "hôm qua", quarters and feasts are in `relative`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.language import calendar
from pipeline.language.calendar import Days
from pipeline.language.normalise import unmarked
from pipeline.language.numbers import to_words
from pipeline.language.scan import Pattern, Scan

Bound = Literal["eq", "min", "max", "before", "until", "from", "about", "over"]


@dataclass(frozen=True, slots=True)
class Atom:
    """One date expression. `days` is set when it is already known; else year, month, day as far as printed."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    lunar: bool = False
    leap: bool = False
    part: str | None = None
    days: Days | None = None
    shift: int | None = None
    """years from the year of publication ("15/3 năm sau" is 1)"""
    clipped: bool = False
    """the last day of a short month may be meant ("30 Tết" in a year whose last month has 29 days)"""
    ranged: bool = False
    """the words already give both ends ("từ năm 2026 đến năm 2030")"""
    yearless: bool = False
    """`days` were guessed without a year: the other end of a range decides it"""
    single: bool = False
    """a day, not a span of days"""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date at [start, end) of the line: a day, or the first and last day it can mean; "--MM-DD" when no year is known."""

    start: int
    end: int
    value: str | tuple[str, str]
    bound: Bound
    confidence: float


_MONTHS = {
    "mười một": 11, "mười hai": 12, "mười": 10, "giêng": 1, "chạp": 12, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4,
    "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_DAYS = {to_words(n): n for n in range(1, 32)} | {
    "hai mươi bốn": 24,
    "hai mươi tư": 24,
    "hai mươi nhăm": 25,
    "hai nhăm": 25,
}
_DAYS |= {
    f"hăm {word}": 20 + n
    for word, n in (
        ("mốt", 1),
        ("hai", 2),
        ("ba", 3),
        ("bốn", 4),
        ("tư", 4),
        ("lăm", 5),
        ("nhăm", 5),
        ("sáu", 6),
        ("bảy", 7),
        ("tám", 8),
        ("chín", 9),
    )
}
_DAYS |= {
    "hai mốt": 21,
    "hai hai": 22,
    "hai ba": 23,
    "hai bốn": 24,
    "hai tư": 24,
    "hai lăm": 25,
    "hai sáu": 26,
    "hai bảy": 27,
    "hai tám": 28,
    "hai chín": 29,
    "ba mốt": 31,
}
_DAY_WORDS = "|".join(sorted(_DAYS, key=len, reverse=True))
_MONTH_WORDS = "|".join(_MONTHS)
_CAN_CHI = "|".join(calendar.CAN_CHI)
_YEAR = r"(?:19|20)\d\d"
_WHEN = "nay|này|tới|sau|ngoái|trước"

_WORDED_YEAR = Pattern(r",? năm (?P<w>(?:một|hai) (?:nghìn|ngàn|không|chín)(?: [^\W\d_]+){1,5})")
_NOT_OF_MONTH = Pattern(r" (?:lần|ngày|tháng|kỳ|đợt|người|đồng|nghìn|ngàn|triệu|trăm|mươi|buổi|hộ)(?!\w)")
_EVERY_MONTH = Pattern(r" (?:hằng|hàng|mỗi) tháng(?!\w)")
_TEXTUAL = Pattern(
    rf"(?<![\w/.,])(?:(?P<pre>ngày mùng|ngày mồng|mùng|mồng|ngày) )?(?P<d>\d{{1,2}}|{_DAY_WORDS}) tháng (?P<m>\d{{1,2}}|{_MONTH_WORDS})"
    rf"(?P<leap> nhuận)?(?: dương lịch)?(?:(?:,? năm |[/-]| )(?P<y>{_YEAR})|,? năm (?P<cc>{_CAN_CHI})|,? năm (?P<w>{_WHEN}))?(?![\w/]|[.,]\d)"
)
_NUMERIC = re.compile(
    r"(?<![\w/,:])(?<!\d\.)(?<![^\d\s]-)(?P<d>\d{1,2})(?P<s> ?[/.-] ?)(?P<m>\d{1,2})(?:(?P=s)(?P<y>\d{4}|\d\d))?(?![\w/:]|[.,]\d|-\d{1,2}(?![\d/]))"
)
_YEAR_LATER = Pattern(rf",? (?:của )?năm (?P<w>{_WHEN})(?!\w)")
_ISO = re.compile(r"(?<![\w-])(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])")
_MONTH = Pattern(
    rf"(?<!\w)(?:(?P<part>đầu|giữa|cuối|thượng tuần|trung tuần|hạ tuần|nửa đầu|nửa cuối|rằm) )?tháng "
    rf"(?P<m>\d{{1,2}}|{_MONTH_WORDS})(?P<leap> nhuận)?(?: dương lịch)?(?:(?:,? năm |[/-]| )(?P<y>{_YEAR})|,? năm (?P<cc>{_CAN_CHI})|,? năm (?P<w>{_WHEN}))?"
    r"(?![\w/]|[.,]\d)"
)
_MONTH_YEAR = re.compile(rf"(?<![\w/.,-])(?P<m>0?[1-9]|1[0-2])[/-](?P<y>{_YEAR})(?![\w/-])")
_MONTHS_TOGETHER = Pattern(
    rf"(?<!\w)(?:các )?tháng (?P<a>0?[1-9]|1[0-2])(?P<link> ?- ?|, | và | hoặc )(?P<b>0?[1-9]|1[0-2])(?:(?:[/-]|,? năm )(?P<y>{_YEAR}))?(?![\w/]|[.,-]\d)"
)
_DAY_ONLY = Pattern(r"(?<!\w)ngày (?:mùng |mồng )?(?P<d>0?[1-9]|[12]\d|3[01])(?![\w/%]|[.,-]\d)(?! ?(?:-|đến) ?\d)")
_TET_DAY = Pattern(
    rf"(?<!\w)(?:ngày )?(?:(?:mùng|mồng) (?P<d>[1-9]|10|{_MONTH_WORDS})|(?P<eve>2[5-9]|30|ba mươi|hai mươi chín|hai chín)) tết(?: nguyên đán| âm lịch)?"
    rf"(?:(?: năm)? (?P<y>{_YEAR})|(?: năm)? (?P<cc>{_CAN_CHI}))?(?!\w)"
)
_LIST_BEFORE = Pattern(
    r"(?:(?<!\w)(?P<pre>ngày mùng|ngày mồng|mùng|mồng|ngày) )?(?<![\w/.,-])(?P<d>\d{1,2})"
    r"(?P<link> ?(?:,|-|và|hoặc|rạng sáng|đến trước|đến hết|tới hết|đến|tới) ?)(?:ngày |mùng |mồng |sáng |chiều )*$"
)
_RANGE_LINK = Pattern(
    r"^\)?,? ?(?:-|đến trước|đến hết|tới hết|cho đến hết|cho đến|kéo dài đến|đến|tới|qua)(?: (?:hết|ngày|cuối ngày|sáng|trưa|chiều|tối|"
    r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]),?|chủ nhật,?))* ?\(?$"
)
_LUNAR_AFTER = Pattern(r"^ ?\(? ?(?:theo )?(?:âm lịch|al)(?!\w)\)?")
_LUNAR_YEAR = Pattern(rf",? năm (?:(?P<y>{_YEAR})|(?P<cc>{_CAN_CHI}))(?!\w)")
_LUNAR_BEFORE = Pattern(r"(?:âm lịch(?: là)?:?|tết) ?\(?$")
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
    (Pattern(r"(?<!\w)(?:khoảng|chừng|tầm) " + _BETWEEN), "about"),
)
_ONWARDS = Pattern(r"^,? ?trở (?:đi|về sau)")
_UNIT_AFTER = Pattern(
    r"^ ?(?:%|triệu|tỷ|nghìn|ngàn|đồng|ngày|tháng|năm(?! (?:nay|này|sau|tới|ngoái|trước|19|20))|giờ|phút|tuổi|người|hộ|em|căn|cái|chiếc|m2|m3|m(?!\w)|km|ha(?!\w)|kg|lần|lượt|vụ|con|cây|"
    r"phiếu|xã|phường|chỉ tiêu|tiêu chí|đại biểu|trường|số|diện tích|dân số|tổng|thành viên|huyện|tỉnh|bàn|điểm|tấn|suất|em|học sinh|đơn vị|ý kiến|thôn|khu phố|tổ|lớp|dự án|công trình|hồ sơ|cơ sở|tuyến|tàu|xe|doanh nghiệp|hợp tác xã|cháu|giáo viên|ca|trường hợp|đoàn|chợ|trạm|mẫu)(?!\w)"
)
_DATE_CUE = Pattern(
    r"(?<!\w)(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|từ|đến|hết|trước|sau|lúc|vào|hạn|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]),?|chủ nhật,?) ?\(?$"
)
_STRONG_CUE = Pattern(
    r"(?<!\w)(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]),?|chủ nhật,?) ?\(?$"
)
_NO_DATE_BEFORE = Pattern(
    r"(?<!\w)(?:số|số nhà|hẻm|ngõ|ngách|kiệt|lô|thửa|căn|phòng|nhà|tỷ số|tỉ số|tỷ lệ|đạt|phục vụ|hoạt động|trực|hotline|liên tục|tổng đài|mở cửa|làm việc|bản|"
    r"khoảng|gần|hơn|chiếm|bằng|giảm|tăng|còn|mất|trực chiến) ?$"
)


def dates(scan: Scan, on: dt.date | None, years: tuple[int, ...], more: list[Atom]) -> list[DateFound]:
    """Every date of the line, in order; `more` are atoms of `relative`, `years` the years printed elsewhere in the text."""
    atoms = sorted([*_absolute(scan), *more], key=lambda a: (a.start, -a.end))
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


# ---------------------------------------------------------------- finding
def _absolute(scan: Scan) -> list[Atom]:
    body = scan.body
    found: list[Atom] = []
    if "-" in body:
        found += [Atom(m.start(), m.end(), int(m["y"]), int(m["m"]), int(m["d"])) for m in _ISO.finditer(body)]
    if "/" in body or "-" in body or "." in body:
        found += [atom for m in _NUMERIC.finditer(body) if (atom := _numeric(scan, m))]
        found += [
            Atom(m.start(), m.end(), int(m["y"]), int(m["m"]))
            for m in _MONTH_YEAR.finditer(body)
            if not _outer(scan, m.start())
        ]
    if "th" in body:
        found += [atom for m in _TEXTUAL.of(scan).finditer(body) if (atom := _textual(scan, m))]
        found += [atom for m in _MONTHS_TOGETHER.of(scan).finditer(body) for atom in _months_together(scan, m)]
        found += [atom for m in _MONTH.of(scan).finditer(body) if (atom := _month(scan, m))]
    if "tết" in body or "tet" in body:
        found += [_tet_day(m) for m in _TET_DAY.of(scan).finditer(body)]
    if "ng" in body:
        found += [
            Atom(m.start(), m.end(), day=int(m["d"]), confidence=0.6)
            for m in _DAY_ONLY.of(scan).finditer(body)
            if not _EVERY_MONTH.of(scan).match(body, m.end())  # "ngày 10 hằng tháng" is no day
        ]
    return [a for a in found if scan.free(a.start, a.end)]


def _months_together(scan: Scan, match: re.Match[str]) -> list[Atom]:
    """ "tháng 11 và 12", "tháng 11-12/2026": two months, or one range of them as far as a dash says so."""
    first, second = int(match["a"]), int(match["b"])
    if first >= second or _UNIT_AFTER.of(scan).search(scan.body[match.end() :]):
        return []
    year = int(match["y"]) if match["y"] else None
    low = Atom(match.start(), match.end("a"), year, first)
    return [low, Atom(match.start("b"), match.end(), year, second)]


def _tet_day(match: re.Match[str]) -> Atom:
    """ "mùng 3 Tết" counts from new year; "29 Tết" and "30 Tết" are the last days of the year before it."""
    year = int(match["y"]) if match["y"] else _can_chi(match["cc"])
    if match["d"]:
        return Atom(match.start(), match.end(), year, 1, _number(match["d"], _MONTHS), True)
    day = _number(match["eve"], _DAYS)
    return Atom(match.start(), match.end(), year - 1 if year else None, 12, day, True, clipped=True)


def _outer(scan: Scan, start: int) -> bool:
    return bool(re.search(r"\d[/-]$", scan.before(start, 3)))


def _numeric(scan: Scan, match: re.Match[str]) -> Atom | None:
    day, month, mark = int(match["d"]), int(match["m"]), match["s"].strip()
    if mark != "/" and scan.before(match.start(), 1) == "-":
        return None
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    before, after = scan.before(match.start()), scan.body[match.end() : match.end() + 16]
    year = _full_year(match["y"])
    if match["y"] is None or len(match["y"]) == 2:
        strong = bool(_STRONG_CUE.of(scan).search(before))
        if mark == "." and not (strong or match["y"]):
            return None
        if mark == "-" and (not _DATE_CUE.of(scan).search(before) or _UNIT_AFTER.of(scan).search(after)):
            return None
        if match["s"] != mark and not strong:
            return None
        if (
            mark == "/"
            and not strong
            and (_UNIT_AFTER.of(scan).search(after) or _NO_DATE_BEFORE.of(scan).search(before))
        ):
            return None
        if (day, month) in ((24, 7), (7, 7)) and not strong and re.match(r" ?(?:h|giờ|$|[.,;)])", after):
            return None
    elif mark == "." and len(match["d"]) == 1 and len(match["m"]) == 1 and year is None:
        return None
    start, end, shift = _with_prefix(scan, match.start()), match.end(), None
    later = _YEAR_LATER.of(scan).match(scan.body, end) if year is None else None
    if later:
        end, shift = later.end(), _shift_of(later["w"])
    return _lunar(scan, Atom(start, end, year, month, day, shift=shift))


def _textual(scan: Scan, match: re.Match[str]) -> Atom | None:
    day, month = _number(match["d"], _DAYS), _number(match["m"], _MONTHS)
    if not 1 <= day <= 31 or not 1 <= month <= 12:
        return None
    counted = not match["m"].isdigit() and _NOT_OF_MONTH.of(scan).match(scan.body, match.end())
    if match["pre"] is None and (
        not match["d"].isdigit() or counted or re.match(r" (?:ngày|ngay)", scan.body[match.end() :])
    ):
        return None  # "6 tháng một lần", "3 tháng 10 ngày"
    if match["pre"] is None and match["m"] in ("năm", "nam") and day <= 12 and match["y"]:
        return None  # "9 tháng năm 2026": nine months of that year (see `relative`)
    if match["pre"] is None and scan.text[match.start() : match.end()].find("Th") >= 0 and not match["y"]:
        return None  # "16 Tháng 4" with a capital is a street or a school
    moon = match["m"] in ("giêng", "chạp", "gieng", "chap") or bool(match["cc"]) or bool(match["leap"])
    year, end = _year_behind(scan, match)
    shift = _shift_of(match["w"]) if match["w"] else None
    atom = Atom(match.start(), end, year, month, day, moon, bool(match["leap"]), shift=shift)
    return _lunar(scan, atom)


def _month(scan: Scan, match: re.Match[str]) -> Atom | None:
    month, word = _number(match["m"], _MONTHS), match["m"]
    if not 1 <= month <= 12 or (
        scan.folded and not word.isdigit() and word not in ("gieng", "chap", "muoi mot", "muoi hai")
    ):
        return None
    before = scan.before(match.start(), 12)
    if re.search(r"(?:\d|một|hai|ba|bốn|năm|sáu|mười|mươi|mỗi|hằng|hàng|/) $", before) and not match["part"]:
        return None  # "ba tháng 10 ngày"
    if not word.isdigit() and re.match(
        r" (?:ngày|tháng|lần|người|đồng|nghìn|triệu|trăm|mươi)", scan.body[match.end() :]
    ):
        return None
    part = {
        "thượng tuần": "đầu",
        "trung tuần": "giữa",
        "hạ tuần": "cuối",
        "thuong tuan": "đầu",
        "trung tuan": "giữa",
        "ha tuan": "cuối",
    }.get(match["part"] or "", match["part"])
    part = {
        "dau": "đầu",
        "giua": "giữa",
        "cuoi": "cuối",
        "nua dau": "nửa đầu",
        "nua cuoi": "nửa cuối",
        "ram": "rằm",
    }.get(part or "", part)
    moon = word in ("giêng", "chạp", "gieng", "chap") or bool(match["cc"]) or part == "rằm" or bool(match["leap"])
    year, end = _year_behind(scan, match)
    atom = Atom(
        match.start(),
        end,
        year,
        month,
        15 if part == "rằm" else None,
        moon,
        bool(match["leap"]),
        None if part == "rằm" else part,
        shift=_shift_of(match["w"]) if match["w"] else None,
    )
    return _lunar(scan, atom)


def _year_behind(scan: Scan, match: re.Match[str]) -> tuple[int | None, int]:
    """The year of a date and where it ends: digits, a sexagenary name, or words read aloud."""
    if match["y"] or match["cc"]:
        return (int(match["y"]) if match["y"] else _can_chi(match["cc"])), match.end()
    worded = _WORDED_YEAR.of(scan).match(scan.body, match.end())
    if worded:
        words = worded["w"].split(" ")
        for count in range(len(words), 2, -1):
            year = calendar.year_in_words(" ".join(words[:count]))
            if year:
                return year, worded.start("w") + len(" ".join(words[:count]))
    return None, match.end()


def _lunar(scan: Scan, atom: Atom) -> Atom:
    after = _LUNAR_AFTER.of(scan).search(scan.body[atom.end : atom.end + 24])
    if after:
        end = atom.end + after.end() - (after.group().endswith(")") and "(" not in after.group())
        year = _LUNAR_YEAR.of(scan).match(scan.body, end) if atom.year is None else None
        if year:
            named = int(year["y"]) if year["y"] else _can_chi(year["cc"])
            return replace(atom, end=year.end(), year=named, lunar=True)
        return replace(atom, end=end, lunar=True)
    if _LUNAR_BEFORE.of(scan).search(scan.before(atom.start, 16)):
        return replace(atom, lunar=True)
    return atom


def _with_prefix(scan: Scan, start: int) -> int:
    word = re.search(r"(?:ngày|ngay|mùng|mồng|mung|mong) $", scan.before(start, 6))
    return start - len(word.group()) if word else start


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


def _number(word: str, names: dict[str, int]) -> int:
    if word.isdigit():
        return int(word)
    return names.get(word) or next((n for name, n in names.items() if unmarked(name) == word), 0)


def _can_chi(name: str | None) -> int | None:
    if not name:
        return None
    plain = next((full for full in calendar.CAN_CHI if name in (full, unmarked(full))), name)
    return calendar.can_chi_year(plain, 2026)


def _shift_of(word: str) -> int:
    return {"tới": 1, "sau": 1, "ngoái": -1, "trước": -1, "toi": 1, "ngoai": -1, "truoc": -1}.get(word, 0)


def _full_year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)
