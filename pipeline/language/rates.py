"""A measured number and what it is per: "/hộ/tháng", "mỗi hộ một tháng", "mỗi tháng …", "một lần"; and its bound."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.language import bounds, units
from pipeline.language.numbers import Number
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


WORD_END = r"(?![^\W_])"
COUNTED = units.alternation(units.COUNTED)
PERIOD = units.alternation(units.PERIODS)
MEASURED = frozenset(units.MEASURES.values())
PER = Pattern(
    rf"(?: ?/ ?(?:1 |01 |một )?| (?:trên |cho |tính trên |tính cho |theo )?(?:mỗi|một|từng|hằng|hàng|1|01) | trên (?=(?:đầu người|m2|mét|hộ|người|kg|tháng|năm)(?!\w)))"
    rf"(?:(?P<once>lần(?: duy nhất)?)(?!\w)|(?P<p>{PERIOD}){WORD_END}(?! (?:\d|làm việc))|(?P<n>{COUNTED}|{units.alternation(units.MEASURES)}){WORD_END}|(?P<any>[^\W\d_]{{2,10}}(?=[/,.;:) ]|$)))"
)
_PER_NOUN = rf"{COUNTED}|{units.alternation(units.MEASURES)}"
_PER_BEFORE = Pattern(
    rf"(?<!\w)(?:(?:mỗi|từng|một) (?P<n2>{_PER_NOUN}) (?:mỗi|một|1) (?P<p2>{PERIOD})|(?:mỗi|một|1) (?P<p3>{PERIOD}) (?:mỗi|một) (?P<n3>{_PER_NOUN})|"
    rf"một (?!lần)(?P<n4>{_PER_NOUN})(?= (?:(?:giá|là|chỉ|có giá|bán|còn) )*$)|"
    rf"(?:mỗi|hằng|hàng|từng) (?:(?P<p>{PERIOD})|(?P<n>{_PER_NOUN})))(?!\w)(?! (?:phí|hóa))"
)
_SUPERSCRIPT = re.compile(r"(?<=m)[23](?!\d)")
SHARED_PERIOD = Pattern(rf"(?<!\w)(?:mỗi|từng|một) (?:{_PER_NOUN}) $")
SHARED_NOUN = Pattern(rf" mỗi (?:{_PER_NOUN})(?!\w)")
ONCE_PAID = Pattern(r"(?<!\w)(?:hỗ trợ|chi trả|trợ cấp|chi|trả|thu|nộp|đóng|cấp|thưởng|tặng)(?: [^\W\d_]+){0,3} $")
OFTEN = Pattern(
    rf"(?<!\w)(?:mỗi|một|hằng|hàng) (?P<p>{PERIOD})(?: (?:được|không quá|tối đa|chỉ|có|thu gom|thu|họp|tiếp|học|làm|nghỉ|ít nhất|tối thiểu|khám|chạy|đi|khoảng|chừng|gần|hơn|trên|dùng|xả|thải|bơm|cấp|nhận|phát|sản xuất|bán|mua|đón|phục vụ|bình quân|trung bình|tiếp nhận|nhận|giải quyết|xử lý|vận chuyển|thu hút|tiếp đón|ra|quá|phường|xã|tỉnh|cả|toàn)){{0,5}} $"
)
OFTEN_BARE = Pattern(r"(?<![\w/])(?<!\d )(?P<p>ngày|tuần|tháng|năm) $")
"""a period straight before how often: "tuần 3 buổi", "năm 2 đợt" """
OFTEN_COUNTED = frozenset({"lần", "buổi", "bữa", "chuyến", "đợt", "lượt"})
EVERY = Pattern(r" (?:một|1|01) (?:lần|kỳ|đợt)(?! duy nhất)(?!\w)")
_ONCE = Pattern(r"(?<!\w)(?:một lần|1 lần|01 lần)(?! (?:nữa|mỗi))")


def bounded(scan: Scan, quantity: Quantity) -> Quantity:
    """The quantity with the bound that the words around it give."""
    return replace(quantity, bound=bounds.of(scan, quantity.start, quantity.end))


def rated(
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
        match = PER.of(scan).match(body, position)
        if not match:
            break
        slash = "/" in match.group()[:3]
        if match["once"]:
            if slash and quantity.kind == "duration":
                break  # "6 tháng/lần": how often
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
                if not slash and quantity.unit not in MEASURED:
                    break
                unit = f"{quantity.unit}/{_canonical(match)}"
            elif unit is None or (keep_unit and quantity.unit == unit):
                unit = _canonical(match) if not keep_unit else unit
            elif not slash:  # "/xe/lượt" is one price, told to its end
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
                unit = unit_of(noun)
    return replace(quantity, end=end, unit=unit, period=period, bound=bounds.of(scan, quantity.start, end))


def _canonical(match: re.Match[str]) -> str:
    return unit_of(match["n"] or match["any"])


def unit_of(word: str) -> str:
    """The noun or measure that a printed word is compared by; the word itself when it is not in the tables."""
    return str(units.lookup(dict(units.COUNTED), word) or units.lookup(dict(units.MEASURES), word) or word)
