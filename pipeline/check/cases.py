"""A single case beside a line that the passage draws: "bà 77 tuổi được chở nước tận nhà" beside "từ đủ 80 tuổi".

A line is an age, size, length, time or count from which (or up to which) a passage gives, asks or forbids something. A
claim that tells of one case and its outcome is compared with the side of the line the case stands on: on the line's
side the outcome must be the passage's, on the other side it must not be. A case that stands on the line itself, a claim
or clause that says both yes and no, and a passage with another line that fits decide nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.check.clash import EXCLUDED, common_weight, weight
from pipeline.check.equality import outcome, same_unit
from pipeline.check.figures import Figure, figures
from pipeline.check.periods import other_time
from pipeline.check.reading import PLAIN, Phrases, Reading, Term, remembered
from pipeline.check.subjects import contrary, other_number
from pipeline.records import Difference, Span, Value

Outcome = Literal["for", "against"]
"""đàng được: given, spared, admitted · đàng không: refused, charged, obliged"""

_FOR = Phrases(
    r"không (?:phải|cần|bắt buộc|mất|tốn|thu|tính (?:tiền|thêm)|trả|nộp|đóng|ai (?:thu|hỏi|đòi))", r"(?:khỏi|chẳng|đỡ) (?:phải|cần|mất|tốn|trả|nộp|đóng|mua|lo|báo)",
    r"(?<!không )(?<!chưa )(?<!không thể )được(?! (?:bao|biết|coi|xem))", r"miễn(?: phí)?", r"hưởng", r"lãnh", r"đủ (?:chuẩn|điều kiện|tuổi|chỗ)", r"(?<!không )thuộc (?:diện|đối tượng)", r"nằm trong (?:mức|diện)", r"thoải mái", r"vẫn (?:nhận|xét|cấp|vào|cho)", r"cho (?:vào|nhập|thuê|phép)",
)  # fmt: skip
_AGAINST = Phrases(
    r"(?:không|chưa|chẳng|không ai) (?:được|cho|xét|nhận|cấp|hỗ trợ|thuộc|nằm|có phần|đủ)", r"bị", r"cấm",
    r"(?<!không )(?<!khỏi )(?<!không cần )(?<!chưa )phải(?! là)", r"(?<!không )(?<!khỏi )bắt buộc", r"(?<!không )(?<!khỏi )(?<!không phải )(?<!khỏi phải )(?:nộp|đóng|trả|thu|tính) (?:phí|tiền|thêm|\d)", r"từ chối", r"mới (?:được|phải|cần)",
)  # fmt: skip
_NEEDS = Phrases(r"phải", r"cần", r"chỉ", r"khi", r"nếu", r"với điều kiện", r"đối tượng", r"dành cho", r"cho", r"gồm")
"""words before a line that make it what is asked of those who are given something"""
_CAP = re.compile(
    r"tối đa|toi da|không quá|khong qua|ít nhất|it nhat|tối thiểu|toi thieu|không thấp hơn|cao nhất|trong vòng|chậm nhất"
)
_LINES = frozenset({"age", "area", "number", "duration"})
_BETWEEN = re.compile(r"[;.\n]")
_DENIED = re.compile(r"không|chưa|chẳng|khong|chua|chang")
REACH = 30
"""characters over which a denial takes what follows with it ("không được tập … miễn phí")"""
CLEAR = 0.03
"""by how much a case must stand off the line: "trên" and "từ" differ only on it"""
FAR = 4
"""a child's age and an old person's, a room and a field are never on two sides of one line"""
GIVEN = 1.2
"""weight of words that say what those on the line's side are given from which the claim must say one of them"""
COMMON = 0.9
"""weight of words that the claim and the part of the passage with the line must share, beside the line itself"""


@dataclass(frozen=True, slots=True)
class _Line:
    figure: Figure
    low: float
    high: float
    outcome: Outcome


def outside(said: Reading, rule: Reading) -> Difference | None:
    """The case of a claim whose outcome the passage's line does not allow."""
    told = _outcome(said, 0, len(said.text))
    lines = _lines(rule)
    if told is None or not lines:
        return None
    known = [f.value for f in figures(rule)]
    found: dict[int, list[tuple[Value, bool | None]]] = {}
    for case in figures(said):
        size = _size(case.value)
        if size is None or case.value.kind not in _LINES:
            continue
        if any(v.bound == "eq" and outcome(case.value, v) == "equal" for v in known):
            continue
        for i, line in enumerate(lines):
            if _fits(case, line, said, rule):
                found.setdefault(i, []).append((case.value, _agrees(size, line, told)))
    settled = {_measure(value) for cases in found.values() for value, agrees in cases if agrees is True}
    for i, cases in found.items():
        if lines[i].outcome == "for" and told == "against":
            continue  # who is on the right side may still have to pay or sign something
        case_value = next((v for v, agrees in cases if agrees is False and _measure(v) not in settled), None)
        if case_value is not None:
            value = lines[i].figure.value
            return Difference("eligibility_mismatch", case_value.text, value.text, case_value.span, value.span)
    return None


def beside_the_line(said: Reading, rule: Reading) -> list[Span]:
    """Parts of the passage that do not speak of the claim's case: it stands beyond their line, or is excepted from it."""
    told = _outcome(said, 0, len(said.text))
    parts = []
    for line in _lines(rule):
        part = _part(rule, line.figure.value.span[0])
        for case in figures(said):
            size = _size(case.value)
            if size is None or not _same_measure(case.value, line.figure.value):
                continue
            beyond = _agrees(size, line, told) and not line.low < size < line.high if told else False
            if beyond or _excepted(said, rule, part):
                parts.append(part)
    return parts


def _excepted(said: Reading, rule: Reading, part: Span) -> bool:
    left = EXCLUDED.first(rule, *part)
    if left is None:
        return False
    before = {t.key for t in rule.terms_in(part[0], left[0])}
    named = tuple(t for t in rule.terms_in(left[1], part[1]) if t.key not in before)
    return common_weight(named, said.terms) >= PLAIN


def _agrees(size: float, line: _Line, told: Outcome) -> bool | None:
    """Whether the outcome told fits the side of the line the case stands on; None on the line itself."""
    if any(abs(size - end) <= CLEAR * end for end in (line.low, line.high) if 0 < end < float("inf")):
        return None
    return (line.low < size < line.high) == (told == line.outcome)


def _fits(case: Figure, line: _Line, said: Reading, rule: Reading) -> bool:
    """Whether a case can stand on either side of a line: the same measure of the same thing."""
    if not _same_measure(case.value, line.figure.value) or other_number(case.numbered, line.figure.numbered):
        return False
    if any(v.kind == case.value.kind and v.value == line.figure.value.value for v in said.values):
        return False  # the claim tells the line itself
    one, other = _size(case.value), line.high if line.low == 0 else line.low
    if one is None or max(one, other) > FAR * max(min(one, other), CLEAR):
        return False
    part = _part(rule, line.figure.value.span[0])
    words = rule.terms_in(*part)
    if contrary(said.terms, words) or other_time(said, case.value.span, rule, line.figure.value.span):
        return False
    if _excepted(said, rule, part):
        return False
    given = _given(rule, line)
    if weight(given) >= GIVEN and common_weight(given, said.terms) < PLAIN:
        return False
    telling = tuple(t for t in words if t.weight >= PLAIN)
    return common_weight(telling, said.terms) >= min(COMMON, 0.5 * weight(telling) + 0.1)


def _given(rule: Reading, line: _Line) -> tuple[Term, ...]:
    """What the clause says after the line: what those on its side are given or asked."""
    at = line.figure.value.span[1]
    return tuple(t for t in rule.terms_in(at, rule.clause_of(at - 1)[1]) if t.weight >= PLAIN)


def _measure(value: Value) -> tuple[str, str | None]:
    return value.kind, value.unit


def _same_measure(a: Value, b: Value) -> bool:
    if a.kind != b.kind or "working_day" in (a.unit, b.unit):
        return False
    if a.kind == "number":
        return a.unit is not None and b.unit is not None and same_unit(a.unit, b.unit)
    return a.unit == b.unit or a.kind in ("age", "duration")


@remembered
def _lines(rule: Reading) -> list[_Line]:
    found = []
    for figure in figures(rule):
        ends = _ends(figure.value) if is_line(rule, figure.value) else None
        given = _outcome_of_line(rule, figure) if ends is not None else None
        start = _part(rule, figure.value.span[0])[0]
        if EXCLUDED.first(rule, start, figure.value.span[0]) is not None:
            continue
        if ends is not None and given is not None:
            found.append(_Line(figure, *ends, given))
    return found


def is_line(rule: Reading, value: Value) -> bool:
    """Whether a bound sorts cases ("dưới 14 tuổi"), not one that caps what is given or asked ("tối đa 14 suất")."""
    around = rule.key[rule.clause_of(value.span[0])[0] : value.span[1] + 12]
    return value.kind in _LINES and value.bound != "eq" and _CAP.search(around) is None


def _ends(value: Value) -> tuple[float, float] | None:
    if value.kind not in _LINES:
        return None
    if isinstance(value.value, tuple):
        low, high = (_number(end, value) for end in value.value)
        return (low, high) if value.kind == "age" and low is not None and high is not None else None
    size = _number(value.value, value)
    if size is None:
        return None
    if value.bound in ("min", "over", "from"):
        return size, float("inf")
    return (0.0, size) if value.bound in ("max", "before", "until") else None


def _outcome_of_line(rule: Reading, figure: Figure) -> Outcome | None:
    """What the passage says of those on the line's side: after the line, or before it as the thing given to them."""
    start, end = _part(rule, figure.value.span[0])
    after = _outcome(rule, figure.value.span[1], end)
    if after is not None:
        return after
    before = _outcome(rule, start, figure.value.span[0])
    if before == "for":
        return "for"
    return "for" if _NEEDS.first(rule, start, figure.value.span[0]) is not None or before is None else None


def _outcome(reading: Reading, start: int, end: int) -> Outcome | None:
    """Yes or no between two offsets; None when neither or both are said."""
    good, bad = _FOR.first(reading, start, end), _AGAINST.first(reading, start, end)
    if good is not None and bad is not None:
        denied = _DENIED.match(reading.key, bad[0]) is not None and 0 <= good[0] - bad[1] <= REACH
        return "against" if denied else None
    if good is None and bad is None:
        return None
    return "for" if good else "against"


def _part(rule: Reading, offset: int) -> Span:
    start = max((m.end() for m in _BETWEEN.finditer(rule.text, 0, offset)), default=0)
    return start, next((m.start() for m in _BETWEEN.finditer(rule.text, offset)), len(rule.text))


def _size(value: Value) -> float | None:
    if isinstance(value.value, tuple) or value.bound != "eq":
        return None
    return _number(value.value, value)


def _number(raw: str | float, value: Value) -> float | None:
    """A size in one scale a kind: years of age and plain numbers as they are, times in days."""
    if value.kind == "duration":
        match = re.fullmatch(r"P(\d+(?:\.\d+)?)([YMWD])", str(raw))
        return float(match.group(1)) * {"Y": 365, "M": 30, "W": 7, "D": 1}[match.group(2)] if match else None
    if isinstance(raw, str):
        return None
    return raw / 12 if value.kind == "age" and value.unit == "tháng" else float(raw)
