"""The values of a text that a rule can set, each with its label, its role and its clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.check.reading import Phrases, Reading, Term, remembered
from pipeline.check.subjects import ordinals
from pipeline.records import Span, Value

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
    r"hết ngày", r"hết", r"không quá ngày", r"sau ngày", r"hạn(?: [^\W\d]+){1,8}(?::| là)(?: ngày)?",
)  # fmt: skip

THRESHOLD = Phrases(
    r"thu nhập", r"doanh thu", r"trở lên", r"trở xuống", r"còn nợ", r"nợ", r"thường trú", r"cư trú", r"tuổi", r"nhân khẩu", r"chiều dài", r"chiều rộng", r"rộng", r"điểm trung bình",
    r"thâm niên", r"đóng bảo hiểm",
)  # fmt: skip

_TOTALS = Phrases(r"tổng(?! hợp)", r"kinh phí", r"ngân sách", r"dự toán", r"vốn", r"đầu tư", r"tổng mức", r"toàn phường", r"cả phường", r"chi phí dự án", r"số tiền phường", r"xã hội hóa", r"xã hội hoá")  # fmt: skip

INCOME = Phrases(r"thu nhập", r"doanh thu", r"(?:tiền|mức) lương", r"giá trị tài sản")

_VAGUE = re.compile(
    r"(?:tuần|tháng|năm|quý) (?:này|sau|tới|trước|qua|nay)|(?:hôm|sáng|trưa|chiều|tối|đêm|rạng sáng)(?: hôm)? (?:nay|qua|kia)|hôm nay|tối nay|quý qua",
    re.IGNORECASE,
)

_FOREIGN = re.compile(r"(?<!\w)(?:usd|đô la|đô|euro|eur|bath|baht|yên|won|tệ|bảng anh|rúp|rupee)(?!\w)|\$")

DAY_NAMED = re.compile(
    r"\d|mùng|mồng|rằm|mung|ram|(?:một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|mot|bon|tu|lam|sau|bay|tam|chin|muoi) (?:tháng|thang)"
)
"""a day said in figures or in words ("ngày ba mươi tháng mười một"), not "cuối tháng" or "thứ Hai" """

_WEEKDAY = re.compile(r"(?:thứ|thu) [^\W_]+|chủ nhật|chu nhat")
"""a day of the week alone is a routine or leans on the day of the text: `routine` compares these"""
_DAY_ONLY = re.compile(r"(?:ngày\s)?\d{1,2}", re.IGNORECASE)

_HOLIDAY = re.compile(r"(?:lễ|kỷ niệm|chào mừng|dịp|mừng ngày|ngày nhà giáo|tết)\s(?:ngày )?$", re.IGNORECASE)

_WHOLE = Phrases(r"toàn bộ", r"hoàn toàn", r"trọn(?: gói| mức)?", r"tất tần tật")

_OF_MONEY = Phrases(
    r"tiền", r"mức", r"chi phí", r"phí", r"học phí", r"khoản", r"kinh phí", r"giá", r"lệ phí", r"số tiền"
)

_RELIEF = Phrases(r"miễn", r"hỗ trợ", r"đóng thay", r"lo", r"giảm", r"chịu", r"chi trả", r"trợ cấp")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with what it is the value of."""

    value: Value
    label: tuple[Term, ...]
    clause: Span
    role: str | None
    numbered: dict[str, set[str]]


@remembered
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
        if value.span in reading.columns:
            clause = (0, len(reading.text))
            label = reading.terms + reading.columns[value.span]
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
        or value.text.lower().startswith(("tết ", "tet "))
        or _WEEKDAY.fullmatch(value.text.lower())
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
            return "threshold" if INCOME.first(reading, max(clause[0], value.span[0] - 45), value.span[0]) else "total"
        window = (max(clause[0], value.span[0] - 60), min(clause[1], value.span[1] + 30))
        if value.unit is None and value.period is None and _TOTALS.first(reading, *window):
            return "total"
        if INCOME.first(reading, max(clause[0], value.span[0] - 45), value.span[0]):
            return "threshold"
    return None
