"""Figures a text works out from the rule's: a sum, a rest, so many times a rate, a share. They differ from no single one."""

from __future__ import annotations

import re
from itertools import permutations

from pipeline.check.reading import Phrases, Reading
from pipeline.records import Value

ABOUT = 0.06
"""what "khoảng", "hơn" allow beside a worked-out figure"""
NEAR = 0.002
"""rounding a writer allows himself in a worked-out figure"""
_REST = Phrases(
    r"còn(?! hạn| thời hạn)", r"chênh(?: lệch)?", r"tăng", r"giảm", r"bớt", r"rẻ hơn", r"đắt hơn", r"cao hơn", r"thấp hơn", r"nữa", r"chưa", r"trong đó", r"trong số", r"trong nước", r"xã hội hóa", r"không (?:mất|thuộc|phải|tính|kể|gồm)", r"ngoài", r"khác", r"trừ", r"nơi khác",
)  # fmt: skip
_LEFT = Phrases(r"còn lại")
_SUM = Phrases(
    r"(?<!công )cộng",
    r"tổng(?: cộng)?",
    r"cả hai",
    r"tất cả",
    r"tính cả",
    r"không (?:tính|kể)",
    r"gộp",
    r"cùng kỳ",
    r"đầu năm",
)
_COUNTS = frozenset({"number", "area"})
_WORKED = frozenset({"money", "number", "area", "percent"})


_YEAR = Phrases(r"cả năm", r"một năm", r"mỗi năm", r"năm học", r"trọn năm")
_EACH = Phrases(r"chia(?: đều)?", r"bình quân", r"trung bình", r"tính ra")
_THERE_AND_BACK = Phrases(r"khứ hồi", r"đi về", r"hai chiều", r"lượt về", r"cả đi lẫn về")
_DURATION = re.compile(r"P(\d+)(?:Y|M|W|D)$")


def _counts(value: Value) -> list[float]:
    """How many times a rate can be taken by a value: a count, so many days or months."""
    if value.kind == "duration" and isinstance(value.value, str):
        match = _DURATION.match(value.value)
        return [float(match.group(1))] if match and 1 < int(match.group(1)) <= 400 else []
    plain = _plain(value) if value.kind in _COUNTS else None
    return [plain] if plain is not None and 1 < plain <= 10_000 else []


def _sizes(reading: Reading) -> list[float]:
    return [x for v in reading.values if v.kind == "area" and (x := _plain(v)) is not None]


def _all(reading: Reading) -> list[float]:
    return [x for v in reading.values if v.kind in _COUNTS and (x := _plain(v)) is not None and x > 0]


def _plain(value: Value) -> float | None:
    low = value.value[0] if isinstance(value.value, tuple) else value.value
    return None if isinstance(low, str) else float(low)


def derived(claim: Value, said: Reading, rule: Reading) -> bool:
    """Whether a figure of the claim follows from figures of the rule, with counts and words the claim itself names."""
    wanted = _plain(claim)
    if claim.kind not in _WORKED or wanted is None or wanted <= 0:
        return False
    own = [x for v in rule.values if v.kind == claim.kind and (x := _plain(v)) is not None and x > 0]
    counts = [n for v in said.values if v is not claim for n in _counts(v)] + [
        n for v in rule.values for n in _counts(v)
    ]
    counts += [12.0] if _YEAR.first(said) else []
    counts += [2.0] if _THERE_AND_BACK.first(said) else []
    shares = [x / 100 for v in rule.values if v.kind == "percent" and (x := _plain(v)) is not None and 0 < x < 100]
    rest = (
        _REST.first(said) is not None
        or _LEFT.first(rule) is not None
        or any(x in own for v in said.values if v is not claim and (x := _plain(v)) is not None and x > wanted)
    )
    found = [a - b for a, b in permutations(own, 2) if a > b] if rest else []
    found += [100 - x for x in own if x < 100] if claim.kind == "percent" and rest else []
    found += [a + b for a, b in permutations(own, 2)] if _SUM.first(said) or claim.bound in ("about", "over") else []
    times = [n * a for n in counts for a in own]
    found += (
        times
        + [a + n * b for n in counts for a, b in permutations(own, 2)]
        + [n * (a + b) for n in counts for a, b in permutations(own, 2)]
    )
    found += [a / b for a in _all(rule) for b in _all(rule) if b > 1] if _EACH.first(said) else []
    if claim.kind == "money":
        found += [a * x / y for a in own for x in _sizes(said) for y in _sizes(rule) if y]
        found += [a * s for a in own for s in shares] + [a * (1 - s) for a in own for s in shares]
    near = ABOUT if claim.bound in ("about", "over") else NEAR
    return any(abs(x - wanted) <= near * wanted for x in found)
