"""Amounts, dates, counts and rates of a claim beside those of a passage.

Each value carries a label: the words of its clause, without the words of a sibling value. Values are compared only when
kind, role and label align; the label decides which of several siblings ("tiểu học: …; trung học cơ sở: …") is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.check.equality import days_wide, outcome, same_unit
from pipeline.check.reading import Phrases, Reading, Term, share
from pipeline.check.subjects import contrary, ordinals, other_number
from pipeline.records import Code, Difference, Span, Value

KINDS = frozenset({"money", "number", "percent", "area", "duration", "date", "time", "age"})
_HARD = re.compile(r"[;\n]|[.!?…](?=\s|$)")
_SOFT = re.compile(r"(?<!\d),\s|,\s(?=\D)|\s(?:và|còn|trong đó|riêng|nhưng)\s")

_ISSUED = Phrases(
    r"(?:quyết định|nghị quyết|thông báo|thông cáo|kế hoạch|công văn|hướng dẫn|văn bản|chỉ thị|nghị định|luật)[^.;]{0,40}ngày",
    r"ban hành ngày", r"ký ngày", r"đề ngày", r"theo (?:quyết định|thông báo|nghị quyết) ngày",
)  # fmt: skip
_START = Phrases(
    r"kể từ(?: ngày)?",
    r"từ(?: ngày)?",
    r"bắt đầu(?: từ)?",
    r"có hiệu lực(?: kể)?(?: từ)?(?: ngày)?",
    r"áp dụng(?: từ)?",
    r"từ mùng",
)
_STOP = Phrases(
    r"đến(?: hết)?(?: ngày)?", r"tới(?: hết)?(?: ngày)?", r"trước(?: ngày)?", r"chậm nhất(?: là)?(?: ngày)?", r"hạn chót(?: là)?(?: hết)?(?: ngày)?", r"hạn cuối", r"muộn nhất",
    r"hết ngày", r"hết", r"không quá ngày", r"sau ngày",
)  # fmt: skip
_THRESHOLD = Phrases(
    r"thu nhập", r"doanh thu", r"trở lên", r"trở xuống", r"còn nợ", r"nợ", r"thường trú", r"cư trú", r"tuổi", r"nhân khẩu", r"chiều dài", r"chiều rộng", r"rộng", r"điểm trung bình",
    r"thâm niên", r"đóng bảo hiểm",
)  # fmt: skip
_TOTALS = Phrases(r"tổng(?! hợp)", r"kinh phí", r"ngân sách", r"dự toán", r"vốn", r"đầu tư", r"tổng mức", r"toàn phường", r"cả phường", r"chi phí dự án", r"số tiền phường", r"xã hội hóa", r"xã hội hoá")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with what it is the value of."""

    value: Value
    label: tuple[Term, ...]
    clause: Span
    role: str | None
    numbered: dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Compared:
    """What the figures of a claim came to beside a passage."""

    differences: tuple[Difference, ...]
    agreed: tuple[Span, ...]
    """where the agreeing figures stand in the claim"""
    open: int
    """figures of the claim the passage says nothing to"""
    strength: float


def figures(reading: Reading) -> list[Figure]:
    """The values of a text that a rule can set, each with its label."""
    kept = sorted(
        [v for v in reading.values if v.kind in KINDS and not _nameless(reading, v)] + _wholes(reading),
        key=lambda v: v.span,
    )
    found: list[Figure] = []
    for value in kept:
        clause = _clause(reading, value.span)
        if value.kind == "date" and _a_name(reading, value, clause):
            continue
        label = _label(reading, value, kept, clause)
        found.append(
            Figure(
                value,
                label,
                clause,
                _role(reading, value, clause),
                ordinals(reading, *_around(reading, value, kept, clause)),
            )
        )
    return found


_VAGUE = re.compile(
    r"(?:tuần|tháng|năm|quý) (?:này|sau|tới|trước|qua|nay)|(?:hôm|sáng|trưa|chiều|tối|đêm|rạng sáng)(?: hôm)? (?:nay|qua|kia)|hôm nay|tối nay|quý qua",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"(?<!\w)(?:usd|đô la|đô|euro|eur|bath|baht|yên|won|tệ|bảng anh|rúp|rupee)(?!\w)|\$")
_DAY_NAMED = re.compile(
    r"\d|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|mùng|mồng|rằm|thu (?:hai|ba|tu|nam|sau|bay)|chu nhat|mung|ram"
)
_DAY_ONLY = re.compile(r"(?:ngày\s)?\d{1,2}", re.IGNORECASE)
_HOLIDAY = re.compile(r"(?:lễ|kỷ niệm|chào mừng|dịp|mừng ngày|ngày nhà giáo|tết)\s(?:ngày )?$", re.IGNORECASE)
_WHOLE = Phrases(r"toàn bộ", r"hoàn toàn", r"trọn(?: gói| mức)?", r"tất tần tật")
_OF_MONEY = Phrases(
    r"tiền", r"mức", r"chi phí", r"phí", r"học phí", r"khoản", r"kinh phí", r"giá", r"lệ phí", r"số tiền"
)
_RELIEF = Phrases(r"miễn", r"hỗ trợ", r"đóng thay", r"lo", r"giảm", r"chịu", r"chi trả", r"trợ cấp")


def _nameless(reading: Reading, value: Value) -> bool:
    """A number that counts nothing and money of another country:  a row's index, the "1" of "khu phố 1", the "ba" of "người thứ ba sáu phần mười"."""
    if value.kind == "money" and _FOREIGN.search(reading.key[value.span[0] : value.span[1] + 12]):
        return True
    if value.kind in ("number", "percent") and re.search(
        r"(?:thứ|thu)\s$", reading.key[max(0, value.span[0] - 4) : value.span[0]]
    ):
        return True
    if value.kind != "number":
        return False
    return value.unit is None or (value.span[0] == 0 and re.match(r"\d{1,2}\s+[A-ZĐ]", reading.text) is not None)


def _a_name(reading: Reading, value: Value, clause: Span) -> bool:
    """A date that names a paper or a feast, or only says "this week"."""
    if (
        _VAGUE.fullmatch(value.text.strip())
        or _DAY_ONLY.fullmatch(value.text.strip())
        or _HOLIDAY.search(reading.text[max(0, value.span[0] - 20) : value.span[0]])
    ):
        return True
    named = [
        m
        for m in _ISSUED.finditer(reading, clause[0], min(clause[1], value.span[0] + 5))
        if m.end() >= value.span[0] - 1
    ]
    return bool(named) and "hiệu lực" not in reading.key[max(clause[0], value.span[0] - 40) : value.span[0]]


def _wholes(reading: Reading) -> list[Value]:
    """ "miễn toàn bộ", "toàn bộ mức đóng": a share of one hundred per cent in words."""
    found = []
    for match in _WHOLE.finditer(reading):
        before = _RELIEF.first(reading, max(0, match.start() - 12), match.start())
        after = _OF_MONEY.first(reading, match.end(), match.end() + 12)
        if (before or after) and _RELIEF.first(reading):
            found.append(Value("percent", match.span(), reading.text[slice(*match.span())], 100))
    return found


def _around(reading: Reading, value: Value, kept: list[Value], clause: Span) -> Span:
    """From the sibling before to the sibling after: where an ordinal belongs to this value."""
    before = max(
        (v.span[1] for v in kept if v.kind == value.kind and clause[0] <= v.span[0] and v.span[1] <= value.span[0]),
        default=clause[0],
    )
    after = min((v.span[0] for v in kept if v.kind == value.kind and v.span[0] >= value.span[1]), default=clause[1])
    return (before, value.span[0]) if before < value.span[0] else (clause[0], after)


def _clause(reading: Reading, span: Span) -> Span:
    start = max((m.end() for m in _HARD.finditer(reading.text, 0, span[0])), default=0)
    end = next((m.start() for m in _HARD.finditer(reading.text, span[1])), len(reading.text))
    return start, end


def _label(reading: Reading, value: Value, kept: list[Value], clause: Span) -> tuple[Term, ...]:
    """Words of the clause from the sibling before to the sibling after; widened to the clause when that says too little."""
    siblings = [v for v in kept if v is not value and v.kind == value.kind and clause[0] <= v.span[0] < clause[1]]
    before = max((v.span[1] for v in siblings if v.span[1] <= value.span[0]), default=clause[0])
    after = min((v.span[0] for v in siblings if v.span[0] >= value.span[1]), default=clause[1])
    cut = next((m.start() for m in _SOFT.finditer(reading.text, value.span[1], after)), None)
    near = reading.terms_in(before, cut if cut is not None else after)
    if sum(t.weight for t in near) >= 0.9:
        return near
    near = reading.terms_in(before, after)
    return near if sum(t.weight for t in near) >= 0.5 else reading.terms_in(*clause)


def _near(phrases: Phrases, reading: Reading, value: Value) -> bool:
    return any(
        m.end() >= value.span[0] - 14 for m in phrases.finditer(reading, max(0, value.span[0] - 40), value.span[0] + 8)
    )


def _role(reading: Reading, value: Value, clause: Span) -> str | None:
    """What part a value plays: start or end of a period, total or threshold; None when nothing says so."""
    if value.kind in ("date", "time"):
        if value.bound in ("before", "until"):
            return "end"
        if value.bound == "from":
            return "start"
        if isinstance(value.value, tuple):
            return None
        if _near(_STOP, reading, value):
            return "end"
        return "start" if _near(_START, reading, value) else None
    if value.kind == "money":
        if (
            value.unit is None
            and value.period is None
            and not isinstance(value.value, tuple)
            and float(value.value) >= 1e9
        ):
            return "threshold" if _INCOME.first(reading, max(clause[0], value.span[0] - 45), value.span[0]) else "total"
        window = (max(clause[0], value.span[0] - 60), min(clause[1], value.span[1] + 30))
        if value.unit is None and value.period is None and _TOTALS.first(reading, *window):
            return "total"
        if _INCOME.first(reading, max(clause[0], value.span[0] - 45), value.span[0]):
            return "threshold"
    return None


def compare_figures(
    said: Reading, rule: Reading, context: tuple[Term, ...], around: tuple[Term, ...], least: float
) -> Compared:
    """Align every figure of the claim with one of the passage; `least` is the alignment a difference needs."""
    mine, theirs = figures(said), figures(rule)
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
        same = [r for r in ranked if outcome(figure.value, r[2].value) == "equal"]
        shared = next((r for r in same if _each_for_all(figure, r[2], said, rule)), None)
        if shared is not None and shared[0] >= least - 0.1:
            differences.append(_difference(figure, shared[2], said, rule))
            strengths.append(shared[0])
            continue
        if same and same[0][0] >= max(0.12, ranked[0][0] - _SURE[figure.value.kind]):
            agreed.append(figure.value.span)
            strengths.append(same[0][0])
            continue
        unlike = [r for r in ranked if outcome(figure.value, r[2].value) == "different"]
        if figure.value.kind == "date" and not _DAY_NAMED.search(figure.value.text.lower()):
            unlike = []
        if not unlike or unlike[0][0] < least or _coarse(figure.value):
            open_ += 1
            continue
        strengths.append(unlike[0][0])
        differences.append(_difference(figure, unlike[0][2], said, rule))
    return Compared(tuple(differences), tuple(agreed), open_, max(strengths))


_INCOME = Phrases(r"thu nhập", r"doanh thu", r"(?:tiền|mức) lương", r"giá trị tài sản")
_PAID = frozenset(
    {"@mien", "@giam", "@ho_tro", "@nop", "@thu", "@phi", "@hoc_phi", "@gia", "@xu_phat", "@dat_coc", "@tro_cap"}
)
_PAID_ONCE = Phrases(r"(?:chi|trả|cấp|hỗ trợ|nhận|nộp|thu)(?: \w+){0,2} một lần")


def _once(figure: Figure) -> Figure:
    """A sum without a period in a passage that says elsewhere it is paid once."""
    return figure if figure.value.period else replace(figure, value=replace(figure.value, period="once"))


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
    "duration": 0.25,
    "age": 0.4,
}
"""by how much a sibling may be nearer than the equal figure: a day seldom agrees by chance, a round sum does"""


_EACH = Phrases(r"mỗi (?:người|bên|thành viên|cá nhân)", r"từng người", r"riêng từng")
_ALL_TOGETHER = Phrases(r"tổng(?: cộng)?(?: thu nhập| doanh thu| mức)?", r"cộng lại", r"cả hai")


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
    score = 0.4 * share(a.label, b.label + around) + 0.25 * share(b.label, a.label + context)
    score += 0.2 * share(a.label, rule.terms + around) + 0.15 * share(b.label, said.terms + context)
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
    return Difference(_code(a, b, said, rule), a.value.text, b.value.text, a.value.span, b.value.span)


def _code(a: Figure, b: Figure, said: Reading, rule: Reading) -> Code:
    kind = a.value.kind
    threshold = (
        "threshold" in (a.role, b.role)
        or _THRESHOLD.first(rule, max(b.clause[0], b.value.span[0] - 25), min(b.clause[1], b.value.span[1] + 12))
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
        income = _INCOME.first(rule, max(b.clause[0], b.value.span[0] - 45), b.value.span[0])
        return "eligibility_mismatch" if income else "amount_mismatch"
    if kind == "percent":
        keys = {t.key for t in rule.terms}
        paid = keys & _PAID or b.value.period is not None
        return "amount_mismatch" if paid else "stat_mismatch"
    if kind == "area" and {a.value.bound, b.value.bound} & {"min", "max"}:
        return "amount_mismatch"
    over = "over" in (a.value.bound, b.value.bound) and b.value.bound != "eq" and kind == "number"
    return "eligibility_mismatch" if threshold or over else "stat_mismatch"
