"""Two measured numbers that are one range ("từ 3 đến 5 triệu", "hai ba ngày") or one sum that moved ("từ 28.000 lên 42.000 đồng")."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.language import bounds, durations
from pipeline.language.numbers import Number
from pipeline.language.numerals import whole
from pipeline.language.rates import Quantity
from pipeline.language.scan import Pattern, Scan

_LENT = Pattern(r"^ ?(?:-|đến|tới|cho đến|đến dưới|đến không quá|tới dưới|đến mức|tới mức) ?(?:dưới |hết )?$")


def joined(scan: Scan, found: list[Quantity]) -> list[Quantity]:
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
    if scan.folded and link.strip() == "toi" and low.number and low.number.in_words:
        return None  # "ba toi 79 tuoi": my father, not three to seventy-nine
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
        shared = spoken or (
            _share_round(low.number, high.number) and bool(_ROUND.search(scan.body, 0, high.number.end))
        )
        first = _lent(low.number, high, shared=shared)
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


_ROUND = re.compile(r"(?:trăm|chục|tram|chuc)(?: (?:nghìn|ngàn|triệu|tỷ|tỉ|nghin|ngan|trieu|ty))?$")


def _spoken_pair(low: Number | None, high: Number | None) -> bool:
    """ "hai ba (triệu)", "bốn năm trăm", "năm bảy": a digit, then the next one with the scale of both."""
    if low is None or high is None or not (low.in_words and high.in_words) or not 1 <= low.value <= 9:
        return False
    lead = int(str(int(high.value))[0])
    return high.value == lead * _magnitude(high) and (lead == low.value + 1 or (low.value, lead) == (5, 7))


def _share_round(low: Number, high: Number) -> bool:
    """ "hai đến năm trăm nghìn", "2 đến 3 chục triệu": a digit before a round number of the same hundreds or tens."""
    lead = int(str(int(high.value))[0])
    return 1 <= low.value < lead and low.scaled == 1 and high.value == lead * _magnitude(high)


def _magnitude(number: Number) -> int:
    return int(10 ** (len(str(int(number.value))) - 1))


def _lent(number: Number, high: Quantity, *, shared: bool = False) -> int | float | str | None:
    """The first number of a range in the measure of the second: "3 đến 5 triệu", "35 - 70 m²", "2-3 năm".

    `shared`: the hundreds or tens of the second are the first one's too ("ba đến bốn trăm nghìn", "hai ba mươi hộ").
    """
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
    if shared:
        return whole(value * _magnitude(high.number))
    if high.kind == "area" and high.number.value:
        return whole(value * high.value / high.number.value)
    if number.scaled == 1 and high.number.scaled > 1:
        for scale in (high.number.scaled, high.number.scaled // 1000):
            if scale >= 1 and value * scale <= high.value and value < 1000:
                return whole(value * scale)
    return value
