"""Figures a text works out from the rule's: a sum, a rest, so many times a rate, a share. They differ from no single one."""

from __future__ import annotations

from itertools import permutations

from pipeline.check.reading import Phrases, Reading
from pipeline.records import Value

NEAR = 0.002
"""rounding a writer allows himself in a worked-out figure"""
_REST = Phrases(
    r"còn(?! hạn| thời hạn)", r"chênh(?: lệch)?", r"tăng", r"giảm", r"bớt", r"rẻ hơn", r"đắt hơn", r"cao hơn", r"thấp hơn", r"nữa", r"chưa", r"trong đó", r"trong nước", r"xã hội hóa", r"không mất",
)  # fmt: skip
_SUM = Phrases(r"(?<!công )cộng", r"tổng(?: cộng)?", r"cả hai", r"gộp", r"cùng kỳ", r"đầu năm")
_COUNTS = frozenset({"number", "area"})
_WORKED = frozenset({"money", "number"})


def _plain(value: Value) -> float | None:
    low = value.value[0] if isinstance(value.value, tuple) else value.value
    return None if isinstance(low, str) else float(low)


def derived(claim: Value, said: Reading, rule: Reading) -> bool:
    """Whether a figure of the claim follows from figures of the rule, with counts and words the claim itself names."""
    wanted = _plain(claim)
    if claim.kind not in _WORKED or wanted is None or wanted <= 0:
        return False
    own = [x for v in rule.values if v.kind == claim.kind and (x := _plain(v)) is not None and x > 0]
    counts = [
        x
        for v in said.values
        if v is not claim and v.kind in _COUNTS and (x := _plain(v)) is not None and 1 < x <= 10_000
    ]
    shares = [x / 100 for v in rule.values if v.kind == "percent" and (x := _plain(v)) is not None and 0 < x < 100]
    found = [a - b for a, b in permutations(own, 2) if a > b] if _REST.first(said) else []
    found += [a + b for a, b in permutations(own, 2)] if _SUM.first(said) else []
    found += [n * a for n in counts for a in own]
    if claim.kind == "money":
        found += [a * s for a in own for s in shares] + [a * (1 - s) for a in own for s in shares]
    return any(abs(x - wanted) <= NEAR * wanted for x in found)
