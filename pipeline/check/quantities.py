"""Amounts, dates, counts and rates of a claim beside those of a passage.

Each value carries a label: the words of its clause, without the words of a sibling value. Values are compared only when
kind, role and label align; the label decides which of several siblings ("tiểu học: …; trung học cơ sở: …") is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.check.cases import is_line
from pipeline.check.derived import derived
from pipeline.check.equality import Outcome, days_wide, last_day, outcome, same_unit
from pipeline.check.figures import DAY_NAMED, INCOME, THRESHOLD, Figure, figures
from pipeline.check.former import former_spans
from pipeline.check.periods import other_time
from pipeline.check.reading import Phrases, Reading, Term, sayable, share
from pipeline.check.subjects import contrary, other_number
from pipeline.records import Code, Difference, Span, Value

_PAID = frozenset(
    {"@mien", "@giam", "@ho_tro", "@nop", "@thu", "@phi", "@hoc_phi", "@gia", "@xu_phat", "@dat_coc", "@tro_cap"}
)

_ABOUT_A_MONTH = re.compile(r"(?:cuối|đầu|giữa|cuoi|dau|giua) (?:tháng|thang|năm|nam|quý|quy|tuần|tuan)")
"""part of a month in ordinary words is no day"""

_PAID_ONCE = Phrases(r"(?:chi|trả|cấp|hỗ trợ|nhận|nộp|thu)(?: \w+){0,2} một lần")

_SO_FAR = re.compile(
    r"[^,]*(?:tính )?(?:đến|tới) (?:hết )?(?:ngày|nay|sáng|trưa|chiều|tối|cuối|\d)[^.]*\sđã\s|.*\sđã (?:ngủ|trao|phát|đón|đưa|có|sơ tán|nhận|di dời|bán)"
)
"""a report of what has happened by a day is no rule"""

_SURE = {
    "date": 0.6,
    "time": 0.6,
    "money": 0.25,
    "percent": 0.25,
    "area": 0.25,
    "number": 0.25,
    "duration": 0.45,
    "age": 0.4,
}
"""by how much a sibling may be nearer than the equal figure: a day seldom agrees by chance, a round sum does"""

_OCCASIONS = frozenset({"buổi", "suất", "trang", "phiếu", "tờ", "bản", "lần", "khóa", "vụ", "ca", "chuyến"})
"""how often something is paid, not who pays: a price for each person and session may be told for each session"""
_CHANGED = Phrases(
    r"tăng(?: thêm)?", r"giảm(?: bớt)?", r"bớt", r"chênh", r"rẻ hơn", r"đắt hơn", r"cao hơn", r"thấp hơn"
)
_SAME_NUMBER = 0.15
"""what the same number under another unit adds: 70.000 a month told as 70.000 each time"""
_EACH = Phrases(r"mỗi (?:người|bên|thành viên|cá nhân)", r"từng người", r"riêng từng")

_ALL_TOGETHER = Phrases(r"tổng(?: cộng)?(?: thu nhập| doanh thu| mức)?", r"cộng lại", r"cả hai")


@dataclass(frozen=True, slots=True)
class Compared:
    """What the figures of a claim came to beside a passage."""

    differences: tuple[Difference, ...]
    agreed: tuple[Span, ...]
    """where the agreeing figures stand in the claim"""
    open: int
    """figures of the claim the passage says nothing to"""
    strength: float


def compare_figures(
    said: Reading, rule: Reading, context: tuple[Term, ...], around: tuple[Term, ...], least: float, alone: float
) -> Compared:
    """Align every figure of the claim with one of the passage.

    `least` is the alignment a difference needs, `alone` the same beside the only figure of its kind in the passage.
    """
    mine, theirs = figures(said), figures(rule)
    former = former_spans(rule)
    differences: list[Difference] = []
    agreed: list[Span] = []
    open_, strengths = 0, [0.0]
    for figure in mine:
        ranked = sorted(
            ((_affinity(figure, other, said, rule, context, around), -other.value.span[0], other) for other in theirs),
            key=lambda r: (-r[0], -r[1]),
        )
        ranked = [r for r in ranked if r[0] > 0]
        if figure.value.kind in ("number", "date") and _SO_FAR.match(said.key[slice(*figure.clause)]):
            ranked = [r for r in ranked if r[2].value.bound not in ("max", "min") and figure.value.kind != "date"]
        if figure.value.kind == "money" and figure.value.period and _PAID_ONCE.first(rule):
            ranked = [(s, at, _once(other)) for s, at, other in ranked]
        same = [r for r in ranked if _outcome(figure.value, r[2].value) == "equal"]
        shared = next((r for r in same if _each_for_all(figure, r[2], said, rule)), None)
        if shared is not None and shared[0] >= least - 0.1:
            differences.append(_difference(figure, shared[2], said, rule))
            strengths.append(shared[0])
            continue
        taken = [o for o in mine if o is not figure and o.value.kind == figure.value.kind]
        shared_out = bool(same) and any(_outcome(o.value, ranked[0][2].value) == "equal" for o in taken)
        if same and (shared_out or same[0][0] >= max(0.12, ranked[0][0] - _sure(figure.value))):
            agreed.append(figure.value.span)
            strengths.append(same[0][0])
            continue
        unlike = [r for r in ranked if _outcome(figure.value, r[2].value) == "different"]
        unlike = [r for r in unlike if not _inside(figure, r[2]) and not _within(r[2].value.span, former)]
        unlike = [r for r in unlike if not any(_told_by(o, r[2]) for o in taken)]
        if figure.value.bound == "eq" or any(_flipped(figure.value, r[2].value) for r in unlike):
            unlike = [r for r in unlike if not is_line(rule, r[2].value)]  # a case is no line: `cases` compares these
        if figure.value.kind == "date" and not DAY_NAMED.search(figure.value.text.lower()):
            unlike = []
        unlike = [r for r in unlike if not _within_term(figure, r[2])]
        if figure.value.kind == "date" and _ABOUT_A_MONTH.search(figure.value.text.lower()):
            unlike = [r for r in unlike if _first_month(r[2].value) != _first_month(figure.value)]
        if figure.value.kind in ("money", "number"):
            unlike = [r for r in unlike if _a_change(said, figure) == _a_change(rule, r[2])]
        unlike = [] if unlike and derived(figure.value, said, rule) else unlike
        if figure.value.kind == "date" and days_wide(figure.value) >= 28 and figure.role is None:
            unlike = []  # "tháng 10" says when, unless it begins or ends something
        unlike.sort(key=lambda r: (-r[0] - _SAME_NUMBER * (r[2].value.value == figure.value.value), -r[1]))
        need = alone if unlike and _only_one(unlike[0][2], theirs, former) else least
        if not unlike or unlike[0][0] < need or _coarse(figure.value):
            open_ += 1
            continue
        strengths.append(unlike[0][0])
        differences.append(_difference(figure, unlike[0][2], said, rule))
    return Compared(tuple(differences), tuple(agreed), open_, max(strengths))


_SELDOM = frozenset({"duration", "area", "age"})
"""kinds of figures a point seldom has of two things; sums, counts and days it has of many"""


def _only_one(official: Figure, theirs: list[Figure], former: list[Span]) -> bool:
    """Whether a passage has one figure of a kind, and of a kind that is seldom told of two things."""
    kind = official.value.kind
    like = [f for f in theirs if f.value.kind == kind and not _within(f.value.span, former)]
    return kind in _SELDOM and len(like) == 1


def _within(span: Span, spans: list[Span]) -> bool:
    return any(a <= span[0] < b for a, b in spans)


def _within_term(claim: Figure, official: Figure) -> bool:
    """A day told of one case that lies before the last day of a term, or a month that ends on it: no other term is told."""
    if claim.value.kind == "date" and claim.role == "end" and days_wide(claim.value) >= 28:
        return last_day(claim.value) == last_day(official.value)
    if claim.value.kind != "date" or claim.role == "end" or official.value.bound not in ("before", "until"):
        return False
    a, b = claim.value.value, official.value.value
    return isinstance(a, str) and isinstance(b, str) and len(a) == len(b) and a < b


def _flipped(claim: Value, official: Value) -> bool:
    """ "từ 5 bàn trở lên phải …" beside "dưới 5 bàn được miễn": two sides of one line."""
    return {claim.bound, official.bound} == {"min", "max"} and claim.value == official.value


def _told_by(other: Figure, official: Figure) -> bool:
    """Whether another figure of the claim says just this official one: then it is not the answer to a second figure."""
    return other.value.kind != "date" and _outcome(other.value, official.value) == "equal"


def _outcome(claim: Value, official: Value) -> Outcome:
    """As equality decides; a price for each use is no price for a month, whatever the number."""
    periods = {claim.period, official.period}
    if claim.kind == "money" and {claim.unit, official.unit} & _OCCASIONS:
        claim, official = (replace(v, unit=None) if v.unit in _OCCASIONS else v for v in (claim, official))
    if "school_year" in periods and periods & {"month", "quarter"}:
        return "different" if claim.value == official.value else "incomparable"
    if claim.kind in ("number", "area") and {claim.bound, official.bound} == {"min", "max"}:
        return "incomparable" if claim.value != official.value else outcome(claim, official)
    if claim.kind == "money" and "use" in periods and periods & {"month", "quarter", "year"}:
        return "different"
    return outcome(claim, official)


def _first_month(value: Value) -> str:
    """Year and month in which a date begins."""
    low = value.value[0] if isinstance(value.value, tuple) else value.value
    return str(low)[:7]


def _inside(claim: Figure, official: Figure) -> bool:
    """A day on which something happened, within what the rule sets ("nộp hôm 29/9" beside "nộp trước 01/10")."""
    a, b = claim.value, official.value
    if a.kind != "date" or claim.role is not None or isinstance(a.value, tuple) or isinstance(b.value, tuple):
        return False
    if b.bound in ("before", "until"):
        return str(a.value) < str(b.value)
    return b.bound == "from" and str(a.value) > str(b.value)


def _a_change(reading: Reading, figure: Figure) -> bool:
    """Whether a figure says by how much something changed, not how much it is."""
    start = figure.value.span[0]
    return _CHANGED.first(reading, max(0, start - 14), start) is not None


def _sure(value: Value) -> float:
    """By how much a sibling may be nearer than the equal figure: the more digits agree, the less it is chance."""
    if value.kind not in ("money", "number", "percent", "area") or isinstance(value.value, tuple):
        return _SURE[value.kind]
    digits = len(f"{float(value.value):.10g}".split("e")[0].replace(".", "").strip("0"))
    return _SURE[value.kind] if digits < 2 else 0.4 if digits == 2 else 0.8


def _once(figure: Figure) -> Figure:
    """A sum without a period in a passage that says elsewhere it is paid once."""
    return figure if figure.value.period else replace(figure, value=replace(figure.value, period="once"))


def _each_for_all(claim: Figure, official: Figure, said: Reading, rule: Reading) -> bool:
    """A sum for several people told as a sum for each of them."""
    if claim.value.kind != "money":
        return False
    a = (max(claim.clause[0], claim.value.span[0] - 40), claim.value.span[1] + 12)
    b = (max(official.clause[0], official.value.span[0] - 45), official.value.span[0])
    return (
        _EACH.first(said, *a) is not None
        and _ALL_TOGETHER.first(said, *a) is None
        and _ALL_TOGETHER.first(rule, *b) is not None
    )


def _coarse(value: Value) -> bool:
    """A year or a season says when, it is not what a rule sets."""
    return value.kind == "date" and days_wide(value) > 31


def _affinity(
    a: Figure, b: Figure, said: Reading, rule: Reading, context: tuple[Term, ...], around: tuple[Term, ...]
) -> float:
    """How surely two figures are values of one thing, 0 when they cannot be."""
    if not _comparable(a, b) or contrary(a.label, b.label) or other_number(a.numbered, b.numbered):
        return 0.0
    if a.value.kind not in ("date", "time") and other_time(said, a.value.span, rule, b.value.span):
        return 0.0
    theirs = sayable(b.label, said)
    score = 0.4 * share(a.label, b.label + around) + 0.25 * share(theirs, a.label + context)
    score += 0.2 * share(a.label, rule.terms + around) + 0.15 * share(theirs, said.terms + context)
    if a.value.unit and a.value.unit == b.value.unit:
        score += 0.1
    if a.value.period and a.value.period == b.value.period:
        score += 0.05
    if a.role and a.role == b.role:
        score += 0.1
    return score


def _comparable(a: Figure, b: Figure) -> bool:
    if a.value.kind != b.value.kind:
        return False
    if a.role and b.role and a.role != b.role:
        return False
    if a.value.kind == "money" and (a.role == "total") != (b.role == "total"):
        return False
    if a.value.kind == "number":
        return same_unit(a.value.unit, b.value.unit)
    return True


def _difference(a: Figure, b: Figure, said: Reading, rule: Reading) -> Difference:
    return Difference(_code(a, b, said, rule), a.value.text, rule.shown(b.value), a.value.span, b.value.span)


def _code(a: Figure, b: Figure, said: Reading, rule: Reading) -> Code:
    kind = a.value.kind
    threshold = (
        "threshold" in (a.role, b.role)
        or THRESHOLD.first(rule, max(b.clause[0], b.value.span[0] - 25), min(b.clause[1], b.value.span[1] + 12))
        is not None
    )
    if kind in ("date", "time"):
        return "date_mismatch"
    if kind == "duration":
        return "eligibility_mismatch" if threshold else "date_mismatch"
    if kind == "age":
        return "eligibility_mismatch"
    if kind == "money":
        if b.role == "total":
            return "stat_mismatch"
        income = INCOME.first(rule, max(b.clause[0], b.value.span[0] - 45), b.value.span[0])
        return "eligibility_mismatch" if income else "amount_mismatch"
    if kind == "percent":
        keys = {t.key for t in rule.terms}
        paid = keys & _PAID or b.value.period is not None
        return "amount_mismatch" if paid else "stat_mismatch"
    if kind == "area" and {a.value.bound, b.value.bound} & {"min", "max"}:
        return "amount_mismatch"
    over = "over" in (a.value.bound, b.value.bound) and b.value.bound != "eq" and kind == "number"
    return "eligibility_mismatch" if threshold or over else "stat_mismatch"
