"""Dates printed as such: "ngày 5 tháng 12", "5/12/2026", "2026-12-05", "tháng 12/2026", "23 tháng Chạp", "30 Tết"."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.language.daywords import (
    CAN_CHI_NAMES,
    DAY_WORDS,
    DAYS,
    MONTH_WORDS,
    MONTHS,
    WHEN,
    YEAR,
    Atom,
    can_chi_year,
    full_year,
    number_of,
    shift_of,
    worded_year,
)
from pipeline.language.scan import Pattern, Scan

_NOT_OF_MONTH = Pattern(r" (?:lần|ngày|tháng|kỳ|đợt|người|đồng|nghìn|ngàn|triệu|trăm|mươi|buổi|hộ)(?!\w)")
_EVERY_MONTH = Pattern(r" (?:hằng|hàng|mỗi) tháng(?!\w)")
_TEXTUAL = Pattern(
    rf"(?<![\w/.,])(?:(?P<pre>ngày mùng|ngày mồng|mùng|mồng|ngày) )?(?P<d>\d{{1,2}}|{DAY_WORDS}) tháng (?P<m>\d{{1,2}}|{MONTH_WORDS})"
    rf"(?P<leap> nhuận)?(?: dương lịch)?(?:(?:,? năm |[/-]| )(?P<y>{YEAR})|,? năm (?P<cc>{CAN_CHI_NAMES})|,? năm (?P<w>{WHEN}))?(?![\w/]|[.,]\d)"
)
_NUMERIC = re.compile(
    r"(?<![\w/,:])(?<!\d\.)(?<![^\d\s]-)(?P<d>\d{1,2})(?P<s> ?[/.-] ?)(?P<m>\d{1,2})(?:(?P=s)(?P<y>\d{4}|\d\d))?(?![\w/:]|[.,]\d|-\d{1,2}(?![\d/]))"
)
_YEAR_LATER = Pattern(rf",? (?:của )?năm (?P<w>{WHEN})(?!\w)")
_ISO = re.compile(r"(?<![\w/-])(?P<y>(?:19|20)\d\d)(?P<s>[-/])(?P<m>\d\d)(?P=s)(?P<d>\d\d)(?![\w/-])")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_ENGLISH = r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_ENGLISH = (
    re.compile(
        rf"(?<![\w/.,-])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -]{_IN_ENGLISH}\.?,?[ -](?P<y>(?:19|20)\d\d)(?![\w/])"
    ),
    re.compile(rf"(?<!\w){_IN_ENGLISH}\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)(?![\w/])"),
)
"""papers of foreign partners and English editions: "20 Nov 2026", "November 20, 2026" """
_MONTH = Pattern(
    rf"(?<!\w)(?:(?P<part>đầu|giữa|cuối|thượng tuần|trung tuần|hạ tuần|nửa đầu|nửa cuối|rằm) )?tháng "
    rf"(?P<m>\d{{1,2}}|{MONTH_WORDS})(?P<leap> nhuận)?(?: dương lịch)?(?:(?:,? năm |[/-]| )(?P<y>{YEAR})|,? năm (?P<cc>{CAN_CHI_NAMES})|,? năm (?P<w>{WHEN}))?"
    r"(?![\w/]|[.,]\d)"
)
_MONTH_YEAR = re.compile(rf"(?<![\w/.,-])(?P<m>0?[1-9]|1[0-2])[/-](?P<y>{YEAR})(?![\w/-])")
_MONTHS_TOGETHER = Pattern(
    rf"(?<!\w)(?:các )?tháng (?P<a>0?[1-9]|1[0-2])(?P<link> ?- ?|, | và | hoặc )(?P<b>0?[1-9]|1[0-2])(?:(?:[/-]|,? năm )(?P<y>{YEAR}))?(?![\w/]|[.,-]\d)"
)
_DAY_ONLY = Pattern(
    r"(?<!\w)ngày (?:mùng |mồng )?(?P<d>0?[1-9]|[12]\d|3[01])(?![\w/%]|[.,-]\d)(?! ?(?:-|đến) ?\d| (?:đêm|lần|buổi|bữa|chuyến)(?!\w))"
)
_TET_DAY = Pattern(
    rf"(?<!\w)(?:ngày )?(?:(?:mùng|mồng) (?P<d>[1-9]|10|{MONTH_WORDS})|(?P<eve>2[5-9]|30|ba mươi|hai mươi chín|hai chín)) tết(?: nguyên đán| âm lịch)?"
    rf"(?:(?: năm)? (?P<y>{YEAR})|(?: năm)? (?P<cc>{CAN_CHI_NAMES}))?(?!\w)"
)
_LUNAR_AFTER = Pattern(r"^ ?\(? ?(?:theo )?(?:âm lịch|al)(?!\w)\)?")
_LUNAR_YEAR = Pattern(rf",? năm (?:(?P<y>{YEAR})|(?P<cc>{CAN_CHI_NAMES}))(?!\w)")
_LUNAR_BEFORE = Pattern(r"(?:âm lịch(?: là)?:?|tết) ?\(?$")
_UNIT_AFTER = Pattern(
    r"^ ?(?:%|triệu|tỷ|nghìn|ngàn|đồng|ngày|tháng|năm(?! (?:nay|này|sau|tới|ngoái|trước|19|20))|giờ|phút|tuổi|người|hộ|em|căn|cái|chiếc|m2|m3|m(?!\w)|km|ha(?!\w)|kg|lần|lượt|vụ|con|cây|"
    r"phiếu|xã|phường|chỉ tiêu|tiêu chí|đại biểu|trường|số|diện tích|dân số|tổng|vốn(?! (?:dĩ|là))|cổ phần|tài sản|doanh thu|công suất|thành viên|huyện|tỉnh|bàn|điểm|tấn|suất|em|học sinh|đơn vị|ý kiến|thôn|khu phố|tổ|lớp|dự án|công trình|hồ sơ|cơ sở|tuyến|tàu|xe|doanh nghiệp|hợp tác xã|cháu|giáo viên|ca|trường hợp|đoàn|chợ|trạm|mẫu)(?!\w)"
)
_DATE_CUE = Pattern(
    r"(?<!\w)(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|từ|đến|hết|trước|sau|lúc|vào|hạn|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]),?|chủ nhật,?|(?:nay|mai|qua|này|tới|sau),) ?\(?$"
)
_LIST_CUE = Pattern(
    r"(?<!\w)(?:ngày|sáng|chiều|tối|đêm|lễ|dịp) \d{1,2}(?:-\d{1,2})?(?:, ?\d{1,2}(?:-\d{1,2})?)* ?(?:,|và|&) ?$"
)
_FEAST_CUE = Pattern(
    r"(?<!\w)(?:ngày|lễ|dịp|mừng|kỷ niệm|chào mừng|nghỉ lễ)(?: (?!số|khoảng|gần|hơn|mức)[^\W\d]+){0,6} \(?$"
)
"""a day named before its date: "ngày Nhà giáo Việt Nam 20-11", "dịp lễ 30-4" """
_STRONG_CUE = Pattern(
    r"(?<!\w)(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]),?|chủ nhật,?) ?\(?$"
)
_NO_DATE_BEFORE = Pattern(
    r"(?<!\w)(?:số|số nhà|hẻm|ngõ|ngách|kiệt|lô|thửa|căn|phòng|nhà|tỷ số|tỉ số|tỷ lệ|tỉ lệ|đạt|phục vụ|hoạt động|trực|hotline|liên tục|tổng đài|mở cửa|làm việc|bản|"
    r"khoảng|gần|hơn|chiếm|bằng|giảm|tăng|còn|mất|trực chiến) ?$"
)


def absolute(scan: Scan) -> list[Atom]:
    """Every printed date expression of the line, in no order; what another reader took is left out."""
    body = scan.body
    found: list[Atom] = []
    if "-" in body or "/" in body:
        found += [Atom(m.start(), m.end(), int(m["y"]), int(m["m"]), int(m["d"])) for m in _ISO.finditer(body)]
    if any(name in body for name in _ENGLISH_MONTHS):
        found += [
            Atom(m.start(), m.end(), int(m["y"]), _ENGLISH_MONTHS.index(m["m"][:3]) + 1, int(m["d"]))
            for form in _ENGLISH
            for m in form.finditer(body)
        ]
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
    year = int(match["y"]) if match["y"] else can_chi_year(match["cc"])
    if match["d"]:
        return Atom(match.start(), match.end(), year, 1, number_of(match["d"], MONTHS), True)
    day = number_of(match["eve"], DAYS)
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
    year = full_year(match["y"])
    if match["y"] is None or len(match["y"]) == 2:
        strong = bool(_STRONG_CUE.of(scan).search(before))
        if mark == "." and not (strong or match["y"]):
            return None
        cued = any(cue.of(scan).search(before) for cue in (_DATE_CUE, _LIST_CUE, _FEAST_CUE))
        if mark == "-" and (not cued or _UNIT_AFTER.of(scan).search(after)):
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
        end, shift = later.end(), shift_of(later["w"])
    return _lunar(scan, Atom(start, end, year, month, day, shift=shift))


def _textual(scan: Scan, match: re.Match[str]) -> Atom | None:
    day, month = number_of(match["d"], DAYS), number_of(match["m"], MONTHS)
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
    shift = shift_of(match["w"]) if match["w"] else None
    atom = Atom(match.start(), end, year, month, day, moon, bool(match["leap"]), shift=shift)
    return replace(_lunar(scan, atom), clipped=moon and month == 12 and day == 30)


def _month(scan: Scan, match: re.Match[str]) -> Atom | None:
    month, word = number_of(match["m"], MONTHS), match["m"]
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
        shift=shift_of(match["w"]) if match["w"] else None,
    )
    return _lunar(scan, atom)


def _year_behind(scan: Scan, match: re.Match[str]) -> tuple[int | None, int]:
    """The year of a date and where it ends: digits, a sexagenary name, or words read aloud."""
    if match["y"] or match["cc"]:
        return (int(match["y"]) if match["y"] else can_chi_year(match["cc"])), match.end()
    return worded_year(scan, match.end()) or (None, match.end())


def _lunar(scan: Scan, atom: Atom) -> Atom:
    after = _LUNAR_AFTER.of(scan).search(scan.body[atom.end : atom.end + 24])
    if after:
        end = atom.end + after.end() - (after.group().endswith(")") and "(" not in after.group())
        year = _LUNAR_YEAR.of(scan).match(scan.body, end) if atom.year is None else None
        if year:
            named = int(year["y"]) if year["y"] else can_chi_year(year["cc"])
            return replace(atom, end=year.end(), year=named, lunar=True)
        return replace(atom, end=end, lunar=True)
    if _LUNAR_BEFORE.of(scan).search(scan.before(atom.start, 16)):
        return replace(atom, lunar=True)
    return atom


def _with_prefix(scan: Scan, start: int) -> int:
    word = re.search(r"(?:ngày|ngay|mùng|mồng|mung|mong) $", scan.before(start, 6))
    return start - len(word.group()) if word else start
