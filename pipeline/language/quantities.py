"""What a number measures: money, per cent, area, spans of time, ages, counts, with unit, period and bound.

For each number of the line the words after it name the measure, "/hộ/tháng" or "mỗi tháng" what it is per, and the
words before it the bound. Then neighbours joined by "đến" become one range.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.language import bounds, durations, units
from pipeline.language.normalise import unmarked
from pipeline.language.numbers import Number, numbers
from pipeline.language.numerals import whole
from pipeline.language.ranges import joined
from pipeline.language.rates import (
    COUNTED,
    EVERY,
    OFTEN,
    OFTEN_BARE,
    OFTEN_COUNTED,
    ONCE_PAID,
    PER,
    SHARED_NOUN,
    SHARED_PERIOD,
    WORD_END,
    Quantity,
    bounded,
    rated,
)
from pipeline.language.scan import Pattern, Scan
from pipeline.language.shares import shares

_MONEY = Pattern(
    rf" ?(?:đồng(?! (?:ý|loạt|thời|bào|hồ|hải|chí|nghiệp|tình|thuận|hành|bằng|lòng|đội|phạm|diễn|bộ|phục))|bạc(?! liêu| hà| lá)|vnđ|vnd|đ|₫)(?: việt nam)?{WORD_END}"
)
_CURRENCY = Pattern(rf" ?(?P<c>{units.alternation(units.CURRENCIES)}){WORD_END}")
_VAGUE = Pattern(r"(?<!\w)(?:hàng|mấy|vài|nhiều|bao|những|cả) $")
_VAGUE_HEAD = Pattern(r"(?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!\w)")
_LOOSE = Pattern(r"(?<!\w)(?:vài|dăm|đôi) $")
_ORDINAL = Pattern(r"(?<!\w)thứ $")
_UNSURE_CUE = re.compile(
    r"(?<!\w)(?:tu|trong|khong qua|toi da|toi thieu|it nhat|them|khoang|gan|hon|du|tron|duoi|tren|tre|moi|keo dai|suot) $"
)
_GLUED = re.compile(r"[,.]\d")
_GLUED_SLASH = re.compile(r"/\d")
_GLUED_BEFORE = re.compile(r"\d/$")
_PERCENT = Pattern(r" ?(?:%|phần trăm|điểm phần trăm)(?!\w)|(?P<mille> ?‰| phần nghìn)")
_FRACTION = Pattern(
    r" phần (?P<of>mười|trăm|nghìn|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|[2-9]|10)(?!\w)(?! (?:trăm|nghìn|triệu))"
)
_PARTS = {
    "mười": 10,
    "trăm": 100,
    "nghìn": 1000,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
}
_AREA = Pattern(rf" ?(?P<u>{units.alternation(units.AREAS)}){WORD_END}")
_AGE = Pattern(r"(?P<months> tháng)? ?tuổi(?!\w)(?! (?:trẻ|đời|nghề|thọ))")
_AGE_AND_MONTHS = Pattern(r" ?tuổi(?: và)? (?P<m>\d{1,2}) tháng(?!\w)")
_AGE_BEFORE = Pattern(r"(?<!\w)(?:tuổi|bước sang tuổi|ở tuổi|từ tuổi|đủ tuổi)(?: thứ)? $")
_SPAN = Pattern(
    rf" ?(?P<u>ngày làm việc|ngày đêm|ngày|tuần lễ|tuần|tháng|quý|năm học(?! sinh)|năm|giờ đồng hồ|giờ|tiếng đồng hồ|tiếng(?! (?:anh|việt|chăm|nói|dân|trung|hàn))|"
    rf"phút|giây|thập kỷ|thập niên|thế kỷ|h){WORD_END}(?! (?:tuổi|âm lịch|nào|nọ))(?<!năm(?= trăm| chục| mươi))(?P<half> rưỡi| rưởi)?"
)
_NAME_BEFORE = re.compile(r"(?:^|\s)[^\W\d_a-zà-ỹăđĩũơư][a-zà-ỹăđĩũơư]+ [^\W\d_a-zà-ỹăđĩũơư][a-zà-ỹăđĩũơư]+ $")
"""two capitalised words: the number behind them belongs to a name"""
_NIGHTS = Pattern(r",? (?:và )?(?:\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy) đêm(?!\w)")
_AND_HALF = Pattern(r" (?:rưỡi|rưởi)(?!\w)")
_MEASURE = Pattern(rf" ?(?P<u>{units.alternation(units.MEASURES)}){WORD_END}(?!/)")
_NOUN = Pattern(rf" (?P<u>{COUNTED}){WORD_END}")
_ANY_NOUN = re.compile(r" (?P<u>[^\W\d_]{2,12})(?![\w/])")
_STOP = frozenset(
    re.findall(
        r"\S+",
        """
        là và hoặc hay thì mà nhưng để cho do vì với tại ở trong trên dưới từ đến tới khi nếu còn được bị sẽ đã đang
        có không cũng nên phải như của theo về ra vào lên xuống này đó ấy kia nữa thôi mỗi một hằng hàng các những
        tiền trở sau trước gồm bằng so nhân đối qua cùng thay tương chưa mới vẫn cả chỉ rồi
        """,
    )
)
_STOP_BARE = frozenset(map(unmarked, _STOP))
_MONEY_CUE = Pattern(
    r"(?<!\w)(?:tiền|phí|giá|mức|thu|đóng|nộp|hỗ trợ|phạt|vay|lương|chi|trả|bán|thuê|vốn|kinh phí|ngân sách|thưởng|doanh thu|thu nhập|đầu tư|cước|nợ|góp|mua|"
    r"bồi thường|trợ cấp|tặng|cọc|lãi|thuế|quỹ|học bổng|trị giá|tốn|mất|lỗ|rẻ|đắt|giảm|tăng|hoàn|chuyển)(?!\w)"
)
_SURFACE = Pattern(r" (?:sàn|đất ở|đất|mặt nước|mặt bằng|nước|điện|tự nhiên)(?= ?/| mỗi| một )")
_TABLE = Pattern(r"(?<!\w)(?:(?:đồng|đ|vnđ)(?P<per>(?: ?/ ?[^\W_][\w ]{0,14}?){1,3})[ :|]+|(?:vnđ|vnd) ?)$")
"""the unit printed before the sum: "đồng/kg: 3.000", "VNĐ 1.200.000" """
_GOODS = Pattern(r" (?:gạo|muối|nước|rác|lúa|thóc|cá|tôm|nho|táo|phân|điện|thịt|rau)(?= ?/| mỗi| một )")
_YEAR_BEFORE = Pattern(
    r"(?<!\w)(?<!khong )(?:mỗi|hằng|hàng|một|nhiều|cuối|đầu|giữa|từng|hết|vài|mấy|suốt|các|những|cả|theo|bao|lâu|\d+|hai|ba|bốn|mươi|mười|trăm|qua|sang) $"
)


def quantities(scan: Scan) -> list[Quantity]:
    """Every quantity of the line, in order."""
    if not scan.lexicon.hint.search(scan.body):
        return []
    found = shares(scan)
    counted = [n for n in numbers(scan.body, scan.lexicon) if scan.free(n.start, n.end)]
    single = [_measured(scan, n, counted[i + 1] if i + 1 < len(counted) else None) for i, n in enumerate(counted)]
    out = found + [q for q in joined(scan, [q for q in single if q is not None]) if q.kind is not None]
    out.sort(key=lambda q: q.start)
    kept: list[Quantity] = []
    for quantity in out:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


def _measured(scan: Scan, number: Number, following: Number | None) -> Quantity | None:
    """The number with its measure; kind None when a neighbour must lend it; None when it is no quantity."""
    body, end = scan.body, number.end
    value: int | float = number.value
    if (
        number.in_words
        and value == 5
        and body[number.start : end] in ("năm", "nam")
        and _YEAR_BEFORE.of(scan).search(scan.before(number.start, 8))
    ):
        return None
    if (
        _GLUED.match(body, end)
        or (number.scaled == 1 and _GLUED_SLASH.match(body, end))
        or _GLUED_BEFORE.search(scan.before(number.start, 2))
    ):
        return None
    if (
        number.in_words
        and _VAGUE_HEAD.of(scan).match(body, number.start)
        and _VAGUE.of(scan).search(scan.before(number.start, 8))
    ):
        return None  # "hàng chục nghìn", "mấy chục năm"
    if number.in_words and _LOOSE.of(scan).search(scan.before(number.start, 8)):
        return None  # "vài ba ngày", "dăm ba triệu"
    if number.in_words and value <= 12 and _ORDINAL.of(scan).search(scan.before(number.start, 6)):
        return None  # "người thứ ba"
    if number.unsure:
        return _unsure(scan, number)
    raw = body[number.start : end]
    if (m := _MONEY.of(scan).match(body, end)) is not None and not _proper(scan, m):
        if re.fullmatch(r"\d{1,3},\d{3}", raw):
            value = int(raw.replace(",", ""))  # đồng have no decimals: "1,200 đồng" is one thousand two hundred
        return rated(scan, Quantity(number.start, m.end(), "money", value, number=number))
    if (m := _CURRENCY.of(scan).match(body, end)) is not None and not (scan.folded and m["c"] == "do"):
        unit = str(units.lookup(dict(units.CURRENCIES), m["c"]))
        return rated(scan, Quantity(number.start, m.end(), "money", value, unit, number=number), keep_unit=True)
    if (m := _PERCENT.of(scan).match(body, end)) is not None:
        share = whole(value / 10) if m["mille"] else value
        return rated(scan, Quantity(number.start, m.end(), "percent", share, number=number))
    if (m := _FRACTION.of(scan).match(body, end)) is not None:
        of = m["of"]
        parts = int(of) if of.isdigit() else next(n for w, n in _PARTS.items() if of in (w, unmarked(w)))
        if value < parts or parts == 100:
            return bounded(
                scan, Quantity(number.start, m.end(), "percent", whole(round(100 * value / parts, 2)), number=number)
            )
    if (m := _AGE_AND_MONTHS.of(scan).match(body, end)) is not None:  # Labour Code art. 169: "56 tuổi 8 tháng"
        age = whole(round(value + int(m["m"]) / 12, 2))
        return bounded(scan, Quantity(number.start, m.end(), "age", age, number=number))
    if (m := _AGE.of(scan).match(body, end)) is not None:
        value, last = _with_half(scan, value, m.end())
        return bounded(
            scan, Quantity(number.start, last, "age", value, "tháng" if m["months"] else None, number=number)
        )
    if _AGE_BEFORE.of(scan).search(scan.before(number.start)) and value <= 120:
        return bounded(scan, Quantity(number.start, end, "age", value, confidence=0.8, number=number))
    if (m := _AREA.of(scan).match(body, end)) is not None:
        if number.in_words and value == 1 and following and following.scaled >= 1000 and following.start - m.end() < 10:
            return None  # "một sào 2,5 triệu đồng": what the sum is per
        unit, factor = next(e for w, e in units.AREAS.items() if m["u"] in (w, unmarked(w)))
        value, last = _with_half(scan, value, m.end())
        area = Quantity(
            number.start, last, "area", whole(value * factor), None if unit == "m2" else unit, number=number
        )
        surface = _SURFACE.of(scan).match(body, last)
        return rated(scan, area, keep_unit=unit != "m2", search_from=surface.end() if surface else last)
    if (m := _SPAN.of(scan).match(body, end)) is not None and not (number.scaled > 1 and value >= 10**6):
        return _span(scan, number, m)
    if (m := _MEASURE.of(scan).match(body, end)) is not None:
        unit = str(units.lookup(dict(units.MEASURES), m["u"]))
        big_g = m["u"] == "g" and scan.text[m.start() : m.end()].strip() == "G"  # "16G" of memory, a 4G network
        if not big_g and not (number.in_words and m["u"] in units.ANYWHERE_MEASURES - {"mét"}):
            value, last = _with_half(scan, value, m.end())
            often = OFTEN.of(scan).search(scan.before(number.start, 48))
            goods = _GOODS.of(scan).match(body, last)
            period = str(units.lookup(dict(units.PERIODS), often["p"])) if often else None
            measured = Quantity(number.start, last, "number", value, unit, period, number=number)
            return rated(scan, measured, keep_unit=True, back=False, search_from=goods.end() if goods else None)
    return _counted(scan, number, value, following)


def _with_half(scan: Scan, value: int | float, end: int) -> tuple[int | float, int]:
    """The value and its end with a "rưỡi" behind the measure: "ba sào rưỡi", "sáu tấn rưỡi"."""
    half = _AND_HALF.of(scan).match(scan.body, end)
    return (whole(value + 0.5), half.end()) if half else (value, end)


def _proper(scan: Scan, match: re.Match[str]) -> bool:
    """ "4 Dong Hai" without marks is a place behind a number, not four đồng."""
    word = scan.text[match.start() : match.end()].strip()
    return scan.folded and word[:1].isupper() and not word.isupper()


def _unsure(scan: Scan, number: Number) -> Quantity | None:
    """A folded "sau", "nam", "bay" as a number: only between a cue and a measure ("tu sau thang tro len")."""
    match = _SPAN.of(scan).match(scan.body, number.end)
    follows_number = re.match(r" \d", scan.body[match.end() :]) if match else None
    if match and not follows_number and _UNSURE_CUE.search(scan.before(number.start, 16)):
        return _span(scan, number, match)
    ten = number.value == 10
    if (age := _AGE.of(scan).match(scan.body, number.end)) and (
        ten or _UNSURE_CUE.search(scan.before(number.start, 16))
    ):
        return bounded(scan, Quantity(number.start, age.end(), "age", number.value, confidence=0.8, number=number))
    if ten and (area := _AREA.of(scan).match(scan.body, number.end)):
        unit, factor = next(e for w, e in units.AREAS.items() if area["u"] in (w, unmarked(w)))
        named = None if unit == "m2" else unit
        return bounded(
            scan, Quantity(number.start, area.end(), "area", 10 * factor, named, confidence=0.8, number=number)
        )
    return None


def _span(scan: Scan, number: Number, match: re.Match[str]) -> Quantity | None:
    """A duration, with a second part ("1 năm 6 tháng", "2 giờ 30 phút") when one follows."""
    unit = next(u for u in durations.UNITS if match["u"] in (u, unmarked(u)))
    half = bool(match["half"])
    text = durations.iso(number.value, unit, half=half)
    if text is None or number.value > 100_000:
        return None
    end = match.end()
    more = re.compile(r" (?:và )?(\d{1,2}) (tháng|ngày|phút|giây|thang|ngay|phut)(?!\w)(?! (?:\d|đầu))").match(
        scan.body, end
    )
    if more and not half and durations.amount(1, unit):
        second = next(u for u in ("tháng", "ngày", "phút", "giây") if more[2] in (u, unmarked(u)))
        first = durations.amount(number.value, unit)
        rest = durations.amount(int(more[1]), second)
        order = ("giây", "phút", "giờ", "giờ đồng hồ", "tiếng", "tiếng đồng hồ", "ngày", "tuần", "tháng", "năm")
        if first and rest and unit in order and order.index(second) < order.index(unit):
            text, end = durations.text_of(first + rest), more.end()
    if unit == "ngày" and (nights := _NIGHTS.of(scan).match(scan.body, end)):
        end = nights.end()  # "2 ngày 1 đêm": as long as its days
    word = number.in_words and number.value == 1
    if (
        number.value == 1
        and unit in units.PERIODS
        and not half
        and (SHARED_PERIOD.of(scan).search(scan.before(number.start, 24)) or SHARED_NOUN.of(scan).match(scan.body, end))
    ):
        return None  # "mỗi người một năm đóng …", "một năm mỗi người đóng …": what the sum is per
    every = EVERY.of(scan).match(scan.body, end)
    if every:  # "12 tháng một lần": how often, not a sum paid once
        return bounded(scan, Quantity(number.start, end, "duration", text, number=number))
    quantity = Quantity(
        number.start,
        end,
        "duration",
        text,
        "working_day" if unit == "ngày làm việc" else None,
        number=number,
        confidence=0.6 if word else 1.0,
    )
    return rated(scan, quantity, keep_unit=quantity.unit is not None, back=False)


def _counted(scan: Scan, number: Number, value: int | float, following: Number | None) -> Quantity | None:
    """A count with its noun, an amount of money without its đồng, or a bare number."""
    body, end = scan.body, number.end
    if body[end : end + 1].isalpha():
        return None  # "4G", "16GB"
    noun = _NOUN.of(scan).match(body, end)
    table = _TABLE.of(scan).search(scan.before(number.start))
    if table and not noun and value >= 100:
        per = rated(scan, Quantity(number.start, end, "money", value, number=number), text=(table["per"] or "") + " ")
        return replace(per, end=end)
    if noun:
        if number.in_words and value == 1:
            return None
        unit = str(units.lookup(dict(units.COUNTED), noun["u"]))
        if value == 1 and unit == "lần" and ONCE_PAID.of(scan).search(scan.before(number.start, 60)):
            return None  # "chi trả 1 lần: 8 triệu đồng": the sum has it as its period
        value, last = _with_half(scan, value, noun.end()) if unit == "lần" else (value, noun.end())
        quantity = Quantity(number.start, last, "number", value, unit, number=number)
        often = OFTEN.of(scan).search(scan.before(number.start, 48))
        if not often and unit in OFTEN_COUNTED:
            often = OFTEN_BARE.of(scan).search(scan.before(number.start, 8))
        if often:
            quantity = replace(quantity, period=str(units.lookup(dict(units.PERIODS), often["p"])))
        if (
            bounds.of(scan, number.start, number.end) == "over"
            and unit in units.LOCATED
            and re.search(r"(?:trên|tren) $", scan.before(number.start, 6))
        ):
            return quantity
        return rated(scan, quantity, keep_unit=True, back=False)
    other = _ANY_NOUN.match(body, end)
    word = other["u"] if other else ""
    follows = bool(other) and word not in (_STOP_BARE if scan.folded else _STOP)
    follows = follows and not (following is not None and following.start == end + 1)
    cue = bool(_MONEY_CUE.of(scan).search(scan.before(number.start, 60)))
    if number.scaled >= 1000 and number.scaled != 10**4:
        near = PER.of(scan).match(body, end)
        tight = body[end - 1 : end] in "kr" and body[end - 2 : end - 1].isdigit()
        if (near and not near["any"]) or cue or tight or (not follows and value >= 1000 and not number.slang):
            return rated(
                scan, Quantity(number.start, end, "money", value, confidence=0.9 if cue else 0.7, number=number)
            )
    if number.in_words and (value < 2 or (value < 10 and number.scaled == 1)):
        ahead = following is not None and following.start - end < 14
        return Quantity(number.start, end, None, value, number=number) if ahead else None
    if number.in_words and follows and number.scaled == 1:
        return None  # "mười mươi", "tám chuyện": a word in another sense unless a known noun follows
    if (
        not number.in_words
        and number.scaled == 1
        and value == int(value)
        and 1900 <= value <= 2100
        and end - number.start == 4
        and not follows
    ):
        return Quantity(number.start, end, None, value, number=number)
    if follows and not number.in_words:
        return bounded(scan, Quantity(number.start, end, "number", value, confidence=0.5, number=number))
    if not number.in_words and value < 100 and _NAME_BEFORE.search(scan.text[max(0, number.start - 30) : number.start]):
        return None  # "Trường THPT Tháp Chàm 2"
    bare = Quantity(number.start, end, "number", value, confidence=0.4, number=number)
    each = PER.of(scan).match(body, end) if number.in_words else None
    return rated(scan, bare, back=False) if each and each["p"] else bounded(scan, bare)
