"""What a number measures: money, per cent, area, spans of time, ages, counts, with unit, period and bound.

For each number of the line the words after it name the measure, "/hộ/tháng" or "mỗi tháng" what it is per, and the
words before it the bound. Then neighbours joined by "đến" become one range.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.language import bounds, durations, units
from pipeline.language.normalise import unmarked
from pipeline.language.numbers import Number, from_words, numbers, whole
from pipeline.language.scan import Pattern, Scan

Kind = Literal["money", "number", "percent", "area", "duration", "age"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured number at [start, end) of the line. `kind` None: no measure found yet, a neighbour may lend one."""

    start: int
    end: int
    kind: Kind | None
    value: int | float | str | tuple[int | float | str, int | float | str]
    unit: str | None = None
    period: str | None = None
    bound: bounds.Bound = "eq"
    confidence: float = 1.0
    number: Number | None = None


_WORD_END = r"(?![^\W_])"
_COUNTED = units.alternation(units.COUNTED)
_PERIOD = units.alternation(units.PERIODS)
_MONEY = Pattern(
    rf" ?(?:đồng(?! (?:ý|loạt|thời|bào|hồ|hải|chí|nghiệp|tình|thuận|hành|bằng|lòng|đội|phạm|diễn|bộ|phục))|bạc(?! liêu| hà| lá)|vnđ|vnd|đ|₫)(?: việt nam)?{_WORD_END}"
)
_CURRENCY = Pattern(rf" ?(?P<c>{units.alternation(units.CURRENCIES)}){_WORD_END}")
_VAGUE = Pattern(r"(?<!\w)(?:hàng|mấy|vài|nhiều|bao|những|cả) $")
_VAGUE_HEAD = Pattern(r"(?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!\w)")
_LOOSE = Pattern(r"(?<!\w)(?:vài|dăm|đôi) $")
_ORDINAL = Pattern(r"(?<!\w)thứ $")
_UNSURE_CUE = re.compile(
    r"(?<!\w)(?:tu|trong|khong qua|toi da|toi thieu|it nhat|them|khoang|gan|hon|du|tron|moi|keo dai|suot) $"
)
_GLUED = re.compile(r"[,.]\d")
_GLUED_SLASH = re.compile(r"/\d")
_GLUED_BEFORE = re.compile(r"\d/$")
_PERCENT = Pattern(r" ?(?:%|phần trăm|điểm phần trăm)(?!\w)|(?P<mille> ?‰| phần nghìn)")
_WHOLLY = Pattern(r"(?<!\w)trăm phần trăm(?!\w)")
_COLLOQUIAL_KM = Pattern(
    r"(?<!\w)(?P<a>\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) cây (?:số )?(?P<b>\d|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|rưỡi)(?: trăm)?(?: mét)?(?!\w)(?! (?:cầu|xanh|nho))"
)
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
_SLASH_FRACTION = Pattern(
    r"(?<![\w/.,-])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?= (?P<of>số|diện tích|dân số|tổng|quãng|thời gian|chi phí|mức|giá|lượng|kinh phí|thu nhập|hộ|cử tri|thành viên|"
    r"sản lượng|khối lượng|tiền|ngân sách|đại biểu|học phí|lương))"
)
_OUT_OF = Pattern(rf"(?<![\w/.,-])(?P<a>\d{{1,5}})/(?P<b>\d{{1,5}}) (?P<u>{_COUNTED})(?!\w)")
"""so many of so many: "18/25 hộ" """
_HALF = Pattern(
    r"(?<!\w)(?:một nửa|phân nửa|nửa(?= (?:số|tiền|giá|mức|học phí|chi phí|phí|diện tích|dân số)))(?!\w)(?! (?:triệu|tỷ|ngày|tháng|năm|giờ|tiếng))"
)
_HALF_MEASURE = Pattern(
    rf"(?<!\w)nửa (?P<u>{units.alternation(units.AREAS)}|ký|kg|cân|tấn|tạ|lít|cây số|km|mét)(?![^\W_])"
)
_HALF_SPAN = Pattern(
    rf"(?<!\w)(?:một )?nửa (?P<u>năm|tháng|ngày|giờ|tiếng)(?: đồng hồ)?{_WORD_END}(?! (?:đầu|cuối|sau))"
)
_AREA = Pattern(rf" ?(?P<u>{units.alternation(units.AREAS)}){_WORD_END}")
_AGE = Pattern(r"(?P<months> tháng)? ?tuổi(?!\w)(?! (?:trẻ|đời|nghề|thọ))")
_AGE_AND_MONTHS = Pattern(r" ?tuổi(?: và)? (?P<m>\d{1,2}) tháng(?!\w)")
_AGE_BEFORE = Pattern(r"(?<!\w)(?:tuổi|bước sang tuổi|ở tuổi|từ tuổi|đủ tuổi)(?: thứ)? $")
_SPAN = Pattern(
    rf" ?(?P<u>ngày làm việc|ngày đêm|ngày|tuần lễ|tuần|tháng|quý|năm học(?! sinh)|năm|giờ đồng hồ|giờ|tiếng đồng hồ|tiếng(?! (?:anh|việt|chăm|nói|dân|trung|hàn))|"
    rf"phút|giây|thập kỷ|thập niên|thế kỷ|h){_WORD_END}(?! (?:tuổi|âm lịch|nào|nọ))(?<!năm(?= trăm| chục| mươi))(?P<half> rưỡi| rưởi)?"
)
_NAME_BEFORE = re.compile(r"(?:^|\s)[^\W\d_a-zà-ỹăđĩũơư][a-zà-ỹăđĩũơư]+ [^\W\d_a-zà-ỹăđĩũơư][a-zà-ỹăđĩũơư]+ $")
"""two capitalised words: the number behind them belongs to a name"""
_MEASURED = frozenset(units.MEASURES.values())
_AND_HALF = Pattern(r" (?:rưỡi|rưởi)(?!\w)")
_MEASURE = Pattern(rf" ?(?P<u>{units.alternation(units.MEASURES)}){_WORD_END}(?!/)")
_NOUN = Pattern(rf" (?P<u>{_COUNTED}){_WORD_END}")
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
_PER = Pattern(
    rf"(?: ?/ ?(?:1 |01 )?| (?:trên |cho |tính trên |tính cho |theo )?(?:mỗi|một|từng|hằng|hàng|1|01) | trên (?=(?:đầu người|m2|mét|hộ|người|kg|tháng|năm)(?!\w)))"
    rf"(?:(?P<once>lần(?: duy nhất)?)(?!\w)|(?P<p>{_PERIOD}){_WORD_END}(?! (?:\d|làm việc))|(?P<n>{_COUNTED}|{units.alternation(units.MEASURES)}){_WORD_END}|(?P<any>[^\W\d_]{{2,10}}(?=[/,.;:) ]|$)))"
)
_SURFACE = Pattern(r" (?:sàn|đất ở|đất|mặt nước|mặt bằng|nước|điện|tự nhiên)(?= ?/| mỗi| một )")
_PER_NOUN = rf"{_COUNTED}|{units.alternation(units.MEASURES)}"
_PER_BEFORE = Pattern(
    rf"(?<!\w)(?:(?:mỗi|từng|một) (?P<n2>{_PER_NOUN}) (?:mỗi|một|1) (?P<p2>{_PERIOD})|(?:mỗi|một|1) (?P<p3>{_PERIOD}) (?:mỗi|một) (?P<n3>{_PER_NOUN})|"
    rf"một (?!lần)(?P<n4>{_PER_NOUN})(?= (?:(?:giá|là|chỉ|có giá|bán|còn) )*$)|"
    rf"(?:mỗi|hằng|hàng|từng) (?:(?P<p>{_PERIOD})|(?P<n>{_PER_NOUN})))(?!\w)(?! (?:phí|hóa))"
)
_SUPERSCRIPT = re.compile(r"(?<=m)[23](?!\d)")
_SHARED_PERIOD = Pattern(rf"(?<!\w)(?:mỗi|từng|một) (?:{_PER_NOUN}) $")
_SHARED_NOUN = Pattern(rf" mỗi (?:{_PER_NOUN})(?!\w)")
_TABLE = Pattern(r"(?<!\w)(?:đồng|đ|vnđ)(?P<per>(?: ?/ ?[^\W_][\w ]{0,14}?){1,3})[ :|]+$")
_ONCE_PAID = Pattern(r"(?<!\w)(?:hỗ trợ|chi trả|trợ cấp|chi|trả|thu|nộp|đóng|cấp|thưởng|tặng)(?: [^\W\d_]+){0,3} $")
_OFTEN = Pattern(
    rf"(?<!\w)(?:mỗi|một|hằng|hàng) (?P<p>{_PERIOD})(?: (?:được|không quá|tối đa|chỉ|có|thu gom|thu|họp|tiếp|học|làm|nghỉ|ít nhất|tối thiểu|khám|chạy|đi|khoảng|chừng|gần|hơn|trên|dùng|xả|thải|bơm|cấp|nhận|phát|sản xuất|bán|mua|đón|phục vụ|ra|quá|phường|xã|tỉnh|cả|toàn)){{0,5}} $"
)
_GOODS = Pattern(r" (?:gạo|muối|nước|rác|lúa|thóc|cá|tôm|nho|táo|phân|điện|thịt|rau)(?= ?/| mỗi| một )")
_EVERY = Pattern(r" (?:một|1|01) (?:lần|kỳ|đợt)(?! duy nhất)(?!\w)")
_ONCE = Pattern(r"(?<!\w)(?:một lần|1 lần|01 lần)(?! (?:nữa|mỗi))")
_LENT = Pattern(r"^ ?(?:-|đến|tới|cho đến|đến dưới|đến không quá|tới dưới|đến mức|tới mức) ?(?:dưới |hết )?$")
_YEAR_BEFORE = Pattern(
    r"(?<!\w)(?:mỗi|hằng|hàng|một|nhiều|cuối|đầu|giữa|từng|hết|vài|mấy|suốt|các|những|cả|theo|bao|lâu|\d+|hai|ba|bốn|mươi|mười|trăm|qua|sang) $"
)


def quantities(scan: Scan) -> list[Quantity]:
    """Every quantity of the line, in order."""
    if not scan.lexicon.hint.search(scan.body):
        return []
    found = _fractions(scan)
    counted = [n for n in numbers(scan.body, scan.lexicon) if scan.free(n.start, n.end)]
    single = [_measured(scan, n, counted[i + 1] if i + 1 < len(counted) else None) for i, n in enumerate(counted)]
    joined = _join(scan, [q for q in single if q is not None])
    out = found + [q for q in joined if q.kind is not None]
    out.sort(key=lambda q: q.start)
    kept: list[Quantity] = []
    for quantity in out:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


def _fractions(scan: Scan) -> list[Quantity]:
    """ "một nửa", "nửa tháng", "2/3 số hộ": no number word of their own, or one that would be misread."""
    found = []
    for m in _WHOLLY.of(scan).finditer(scan.body):
        found.append(Quantity(m.start(), m.end(), "percent", 100, bound=bounds.of(scan, m.start(), m.end())))
    for m in _COLLOQUIAL_KM.of(scan).finditer(scan.body):
        whole_km, tenth = from_words(m["a"]), 5 if m["b"] in ("rưỡi", "ruoi") else from_words(m["b"])
        if whole_km and tenth:
            length = whole(float(whole_km) + float(tenth) / 10)
            found.append(Quantity(m.start(), m.end(), "number", length, "km", confidence=0.7))
    for m in _HALF.of(scan).finditer(scan.body):
        found.append(Quantity(m.start(), m.end(), "percent", 50, bound=bounds.of(scan, m.start(), m.end())))
    for m in _HALF_SPAN.of(scan).finditer(scan.body):
        unit = str(next(u for u in ("năm", "tháng", "ngày", "giờ", "tiếng") if m["u"] in (u, unmarked(u))))
        value = durations.iso(0.5, unit)
        if value:
            found.append(Quantity(m.start(), m.end(), "duration", value, bound=bounds.of(scan, m.start(), m.end())))
    for m in _HALF_MEASURE.of(scan).finditer(scan.body):
        limit = bounds.of(scan, m.start(), m.end())
        area = next((e for w, e in units.AREAS.items() if m["u"] in (w, unmarked(w))), None)
        if area:
            measure = None if area[0] == "m2" else area[0]
            found.append(Quantity(m.start(), m.end(), "area", whole(0.5 * area[1]), measure, bound=limit))
        else:
            found.append(Quantity(m.start(), m.end(), "number", 0.5, _unit_of(m["u"]), bound=limit))
    if "/" in scan.body:
        for m in _OUT_OF.of(scan).finditer(scan.body):
            if int(m["a"]) <= int(m["b"]) and not _is_share(m):
                noun = _unit_of(m["u"])
                found.append(Quantity(m.start(), m.end("a"), "number", int(m["a"]), noun))
                found.append(Quantity(m.start("b"), m.end(), "number", int(m["b"]), noun))
        for m in _SLASH_FRACTION.of(scan).finditer(scan.body):
            if 0 < int(m["a"]) < int(m["b"]) and (m["of"] not in ("hộ", "ho") or int(m["b"]) <= 5):
                share = whole(round(100 * int(m["a"]) / int(m["b"]), 2))
                found.append(Quantity(m.start(), m.end(), "percent", share, bound=bounds.of(scan, m.start(), m.end())))
    found = [q for q in found if scan.free(q.start, q.end)]
    for quantity in found:
        scan.take(quantity.start, quantity.end)
    return found


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
        return _per(scan, Quantity(number.start, m.end(), "money", value, number=number))
    if (m := _CURRENCY.of(scan).match(body, end)) is not None:
        unit = str(units.lookup(dict(units.CURRENCIES), m["c"]))
        return _per(scan, Quantity(number.start, m.end(), "money", value, unit, number=number), keep_unit=True)
    if (m := _PERCENT.of(scan).match(body, end)) is not None:
        share = whole(value / 10) if m["mille"] else value
        return _per(scan, Quantity(number.start, m.end(), "percent", share, number=number))
    if (m := _FRACTION.of(scan).match(body, end)) is not None:
        of = m["of"]
        parts = int(of) if of.isdigit() else next(n for w, n in _PARTS.items() if of in (w, unmarked(w)))
        if value < parts or parts == 100:
            return _bounded(
                scan, Quantity(number.start, m.end(), "percent", whole(round(100 * value / parts, 2)), number=number)
            )
    if (m := _AGE_AND_MONTHS.of(scan).match(body, end)) is not None:  # Labour Code art. 169: "56 tuổi 8 tháng"
        age = whole(round(value + int(m["m"]) / 12, 2))
        return _bounded(scan, Quantity(number.start, m.end(), "age", age, number=number))
    if (m := _AGE.of(scan).match(body, end)) is not None:
        value, last = _with_half(scan, value, m.end())
        return _bounded(
            scan, Quantity(number.start, last, "age", value, "tháng" if m["months"] else None, number=number)
        )
    if _AGE_BEFORE.of(scan).search(scan.before(number.start)) and value <= 120:
        return _bounded(scan, Quantity(number.start, end, "age", value, confidence=0.8, number=number))
    if (m := _AREA.of(scan).match(body, end)) is not None:
        if number.in_words and value == 1 and following and following.scaled >= 1000 and following.start - m.end() < 10:
            return None  # "một sào 2,5 triệu đồng": what the sum is per
        unit, factor = next(e for w, e in units.AREAS.items() if m["u"] in (w, unmarked(w)))
        value, last = _with_half(scan, value, m.end())
        area = Quantity(
            number.start, last, "area", whole(value * factor), None if unit == "m2" else unit, number=number
        )
        surface = _SURFACE.of(scan).match(body, last)
        return _per(scan, area, keep_unit=unit != "m2", search_from=surface.end() if surface else last)
    if (m := _SPAN.of(scan).match(body, end)) is not None and not (number.scaled > 1 and value >= 10**6):
        return _span(scan, number, m)
    if (m := _MEASURE.of(scan).match(body, end)) is not None:
        unit = str(units.lookup(dict(units.MEASURES), m["u"]))
        big_g = m["u"] == "g" and scan.text[m.start() : m.end()].strip() == "G"  # "16G" of memory, a 4G network
        if not big_g and not (number.in_words and m["u"] in units.ANYWHERE_MEASURES - {"mét"}):
            value, last = _with_half(scan, value, m.end())
            often = _OFTEN.of(scan).search(scan.before(number.start, 48))
            goods = _GOODS.of(scan).match(body, last)
            period = str(units.lookup(dict(units.PERIODS), often["p"])) if often else None
            measured = Quantity(number.start, last, "number", value, unit, period, number=number)
            return _per(scan, measured, keep_unit=True, back=False, search_from=goods.end() if goods else None)
    return _counted(scan, number, value, following)


def _is_share(match: re.Match[str]) -> bool:
    """ "1/3 hộ" is a third of them, "18/25 hộ" eighteen of twenty-five."""
    return int(match["b"]) <= 5


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
        order = ("giây", "phút", "giờ", "ngày", "tuần", "tháng", "năm")
        if first and rest and unit in order and order.index(second) < order.index(unit):
            text, end = durations.text_of(first + rest), more.end()
    word = number.in_words and number.value == 1
    if (
        number.value == 1
        and unit in units.PERIODS
        and not half
        and (
            _SHARED_PERIOD.of(scan).search(scan.before(number.start, 24)) or _SHARED_NOUN.of(scan).match(scan.body, end)
        )
    ):
        return None  # "mỗi người một năm đóng …", "một năm mỗi người đóng …": what the sum is per
    every = _EVERY.of(scan).match(scan.body, end)
    if every:  # "12 tháng một lần": how often, not a sum paid once
        return _bounded(scan, Quantity(number.start, end, "duration", text, number=number))
    quantity = Quantity(
        number.start,
        end,
        "duration",
        text,
        "working_day" if unit == "ngày làm việc" else None,
        number=number,
        confidence=0.6 if word else 1.0,
    )
    return _per(scan, quantity, keep_unit=quantity.unit is not None, back=False)


def _counted(scan: Scan, number: Number, value: int | float, following: Number | None) -> Quantity | None:
    """A count with its noun, an amount of money without its đồng, or a bare number."""
    body, end = scan.body, number.end
    if body[end : end + 1].isalpha():
        return None  # "4G", "16GB"
    noun = _NOUN.of(scan).match(body, end)
    table = _TABLE.of(scan).search(scan.before(number.start))
    if table and not noun and value >= 100:
        per = _per(scan, Quantity(number.start, end, "money", value, number=number), text=table["per"] + " ")
        return replace(per, end=end)
    if noun:
        if number.in_words and value == 1:
            return None
        unit = str(units.lookup(dict(units.COUNTED), noun["u"]))
        if value == 1 and unit == "lần" and _ONCE_PAID.of(scan).search(scan.before(number.start, 60)):
            return None  # "chi trả 1 lần: 8 triệu đồng": the sum has it as its period
        value, last = _with_half(scan, value, noun.end()) if unit == "lần" else (value, noun.end())
        quantity = Quantity(number.start, last, "number", value, unit, number=number)
        often = _OFTEN.of(scan).search(scan.before(number.start, 24))
        if often:
            quantity = replace(quantity, period=str(units.lookup(dict(units.PERIODS), often["p"])))
        if (
            bounds.of(scan, number.start, number.end) == "over"
            and unit in units.LOCATED
            and re.search(r"(?:trên|tren) $", scan.before(number.start, 6))
        ):
            return quantity
        return _per(scan, quantity, keep_unit=True, back=False)
    other = _ANY_NOUN.match(body, end)
    word = other["u"] if other else ""
    follows = bool(other) and word not in (_STOP_BARE if scan.folded else _STOP)
    follows = follows and not (following is not None and following.start == end + 1)
    cue = bool(_MONEY_CUE.of(scan).search(scan.before(number.start, 60)))
    if number.scaled >= 1000 and number.scaled != 10**4:
        near = _PER.of(scan).match(body, end)
        tight = body[end - 1 : end] in "kr" and body[end - 2 : end - 1].isdigit()
        if (near and not near["any"]) or cue or tight or (not follows and value >= 1000 and not number.slang):
            return _per(
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
        return _bounded(scan, Quantity(number.start, end, "number", value, confidence=0.5, number=number))
    if not number.in_words and value < 100 and _NAME_BEFORE.search(scan.text[max(0, number.start - 30) : number.start]):
        return None  # "Trường THPT Tháp Chàm 2"
    bare = Quantity(number.start, end, "number", value, confidence=0.4, number=number)
    each = _PER.of(scan).match(body, end) if number.in_words else None
    return _per(scan, bare, back=False) if each and each["p"] else _bounded(scan, bare)


# ------------------------------------------------------------ per and bound
def _bounded(scan: Scan, quantity: Quantity) -> Quantity:
    return replace(quantity, bound=bounds.of(scan, quantity.start, quantity.end))


def _per(
    scan: Scan,
    quantity: Quantity,
    *,
    keep_unit: bool = False,
    back: bool = True,
    search_from: int | None = None,
    text: str | None = None,
) -> Quantity:
    """Unit and period from what follows ("/hộ/tháng", "mỗi hộ một tháng"), then from "mỗi tháng …" before it."""
    body = text if text is not None else scan.body
    position = 0 if text is not None else quantity.end if search_from is None else search_from
    end, unit, period = quantity.end, quantity.unit, quantity.period
    for _ in range(4):
        match = _PER.of(scan).match(body, position)
        if not match:
            break
        slash = "/" in match.group()[:3]
        if match["once"]:
            if slash and unit is None and "duy" not in match["once"]:
                unit = "lần"
            elif slash:
                break
            else:
                period = period or "once"
        elif match["p"]:
            if period not in (None, "once"):
                break
            period = str(units.lookup(dict(units.PERIODS), match["p"]))
        elif match["n"] or (slash and match["any"]):
            if keep_unit and unit is not None and quantity.kind != "money":
                if not slash and quantity.unit not in _MEASURED:
                    break
                unit = f"{quantity.unit}/{_canonical(match)}"
            elif unit is None or (keep_unit and quantity.unit == unit):
                unit = _canonical(match) if not keep_unit else unit
            else:
                break
        else:
            break
        position = match.end()
        if text is None:
            end = max(end, position)
    tail = "" if text is not None else scan.body[position : position + 34].split(".")[0]
    lead = scan.before(quantity.start, 70)
    whole_lead = re.split(r"[;.](?= )", lead)[-1]
    lead = re.split(r"[;:.](?= )|[,(](?= )", lead)[-1]
    if (
        period is None
        and quantity.kind == "money"
        and (_ONCE.of(scan).search(whole_lead) or _ONCE.of(scan).search(re.split(r"[.;]", tail)[0]))
    ):
        period = "once"
    if back and quantity.kind in ("money", "percent") and not re.search(r"\d", _SUPERSCRIPT.sub("", lead)):
        for match in _PER_BEFORE.of(scan).finditer(lead):
            said, noun = (
                match["p"] or match["p2"] or match["p3"],
                match["n"] or match["n2"] or match["n3"] or match["n4"],
            )
            if said and period is None:
                period = str(units.lookup(dict(units.PERIODS), said))
            if noun and unit is None and not keep_unit:
                unit = _unit_of(noun)
    return replace(quantity, end=end, unit=unit, period=period, bound=bounds.of(scan, quantity.start, end))


def _canonical(match: re.Match[str]) -> str:
    return _unit_of(match["n"] or match["any"])


def _unit_of(word: str) -> str:
    return str(units.lookup(dict(units.COUNTED), word) or units.lookup(dict(units.MEASURES), word) or word)


# ---------------------------------------------------------------- ranges
def _join(scan: Scan, found: list[Quantity]) -> list[Quantity]:
    """Neighbours with "đến" or a dash between them as one range; a bare first number takes the second's measure."""
    out: list[Quantity] = []
    for quantity in found:
        last = out[-1] if out else None
        if last and (moved := _moved(scan, last, quantity)):
            out[-1] = moved
            out.append(quantity)
            continue
        pair = _range(scan, last, quantity) if last else None
        if pair is not None:
            out[-1] = pair
        else:
            out.append(quantity)
    return out


_MOVED = Pattern(r"^ ?(?:nâng |tăng |giảm |hạ )?(?:lên|xuống|còn|thành|sang)(?: (?:còn|thành|mức|đến|tới))* ?$")


def _moved(scan: Scan, first: Quantity, second: Quantity) -> Quantity | None:
    """The first sum of "từ 28.000 lên 42.000 đồng/hộ/tháng", which takes measure, unit and period of the second."""
    bare = first.kind == "number" and first.unit is None and first.number is not None
    if not bare or second.kind not in ("money", "percent", "area") or isinstance(second.value, tuple):
        return None
    if not _MOVED.of(scan).search(scan.body[first.end : second.start]) or first.number is None:
        return None
    value = _lent(first.number, second)
    if value is None or isinstance(value, str):
        return None
    return replace(
        first, kind=second.kind, value=value, unit=second.unit, period=second.period, bound="eq", confidence=0.9
    )


def _range(scan: Scan, low: Quantity, high: Quantity) -> Quantity | None:
    link = scan.body[low.end : high.start]
    spoken = link == " " and low.kind is None and _spoken_pair(low.number, high.number)
    if (
        (not spoken and not _LENT.of(scan).search(link))
        or high.kind is None
        or isinstance(low.value, tuple)
        or isinstance(high.value, tuple)
    ):
        return None
    bare = (
        low.kind is None
        or (low.kind == "number" and low.unit is None)
        or (low.kind == "number" and low.confidence < 0.6)
    )
    if bare and low.number and high.number:
        first = _lent(low.number, high)
        if first is None:
            return None
    elif low.kind == high.kind and (low.unit == high.unit or low.unit is None or high.unit is None):
        first = low.value
    elif low.kind == "duration" and high.kind == "age" and high.unit is None and str(low.value).endswith("M"):
        months = durations.parse(str(low.value)).months  # "từ 6 tháng đến 5 tuổi"
        first = whole(round(months / 12, 2))
    else:
        return None
    if high.kind == "duration":
        shorter, longer = durations.parse(str(first)).days_about, durations.parse(str(high.value)).days_about
        if shorter > longer:
            return None
    elif isinstance(first, str) or isinstance(high.value, str) or first > high.value:
        return None
    about = spoken or low.bound == "about"
    bound: bounds.Bound = "about" if about else "eq"
    unit, period = high.unit or low.unit, high.period or low.period
    return Quantity(
        low.start,
        high.end,
        high.kind,
        (first, high.value),
        unit,
        period,
        bound,
        min(high.confidence, low.confidence if not bare else 1.0),
    )


def _spoken_pair(low: Number | None, high: Number | None) -> bool:
    """ "hai ba (triệu)", "bốn năm trăm", "năm bảy": a digit, then the next one with the scale of both."""
    if low is None or high is None or not (low.in_words and high.in_words) or not 1 <= low.value <= 9:
        return False
    lead = int(str(int(high.value))[0])
    return high.value == lead * _magnitude(high) and (lead == low.value + 1 or (low.value, lead) == (5, 7))


def _magnitude(number: Number) -> int:
    return int(10 ** (len(str(int(number.value))) - 1))


def _lent(number: Number, high: Quantity) -> int | float | str | None:
    """The first number of a range in the measure of the second: "3 đến 5 triệu", "35 - 70 m²", "2-3 năm"."""
    value = number.value
    if high.number is None:
        return None
    if high.kind == "duration":
        text = str(high.value)
        unit = {"Y": "năm", "W": "tuần", "D": "ngày", "H": "giờ", "S": "giây"}.get(
            text[-1], "phút" if "T" in text else "tháng"
        )
        return durations.iso(value, unit) if value == int(value) else None
    if isinstance(high.value, (str, tuple)):
        return None
    if number.in_words and _spoken_pair(number, high.number):
        return whole(value * _magnitude(high.number))
    if high.kind == "area" and high.number.value:
        return whole(value * high.value / high.number.value)
    if number.scaled == 1 and high.number.scaled > 1:
        for scale in (high.number.scaled, high.number.scaled // 1000):
            if scale >= 1 and value * scale <= high.value and value < 1000:
                return whole(value * scale)
    return value
