"""How much of a price somebody is let off: all of it, half, a share, or nothing.

"được miễn" beside "được giảm một nửa" is another amount although neither names a sum. Each clause that says how much is let
off is compared with the clause of the passage whose words for who and what the claim says best.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.check.clash import EXCLUDED, weight
from pipeline.check.reading import PLAIN, Phrases, Reading, Term, remembered, sayable, share
from pipeline.check.subjects import contrary
from pipeline.records import Difference, Span

_ALL = Phrases(
    r"(?<!không )(?<!chưa )miễn(?: phí| vé| tiền| hẳn| lệ phí)?(?! cưỡng| là| sao| dịch)", r"không (?:phải |ai |cần )?(?:mất|tốn|thu|trả|nộp|đóng|mua vé)(?: \w+){0,3}? (?:tiền|phí|đồng nào|vé)", r"không (?:mất|tốn) (?:tiền|đồng)", r"không (?:thu|phải nộp|phải trả)(?= |$)", r"khỏi (?:phải )?(?:trả|nộp|đóng|mất|tốn|mua|vé)",
)  # fmt: skip
_HALF = Phrases(
    r"(?:giảm|bớt|trả|nộp|chỉ) (?:\w+ ){0,2}?(?:một |phân )?nửa(?! triệu| tỷ| tháng| năm| tiếng| ký| héc| giờ)",
    r"nửa (?:giá|tiền|vé)",
)
_FORGED = re.compile(r"giả mạo|giấy giả|là giả")
_SHARE = re.compile(r"(?:giảm|bớt|giam|bot) (?:còn )?$")
_MONEY = frozenset(
    {"@mien", "@giam", "@nop", "@thu", "@phi", "@gia", "@ve", "tien", "phi", "nua", "muc", "@tra", "@hoc_phi"}
)
_WHO = frozenset(
    "@" + name
    for name in [
        "ho_ngheo",
        "can_ngheo",
        "hoc_sinh",
        "sinh_vien",
        "giao_vien",
        "tre_mam_non",
        "tieu_hoc",
        "thcs",
        "thpt",
        "nguoi_gia",
        "khuyet_tat",
        "co_cong",
        "tang_tret",
        "tang_lau",
        "mat_tien",
        "hem",
        "xe_may",
        "xe_dap",
        "o_to",
        "truc_tuyen",
    ]
)
"""those between whom papers draw a difference"""
NEAR = 0.2
"""how much less of a clause the claim may say when that clause lets off as much as the claim"""
_PAYS = Phrases(r"trả", r"nộp", r"đóng", r"thu", r"góp", r"lệ phí", r"phí", r"giá")
_GIVES = Phrases(
    r"hỗ trợ",
    r"nhận",
    r"thưởng",
    r"phạt",
    r"cấp",
    r"không (?:thu|trả|nộp|phải)",
    r"miễn",
    r"giảm",
    r"trợ cấp",
    r"chi",
    r"bồi thường",
    r"được",
)
ALIKE = 0.6
"""share of a passage clause's words for who and what that the claim must say"""


@dataclass(frozen=True, slots=True)
class _Let:
    off: float
    """per cent let off"""
    span: Span
    whom: tuple[Term, ...]


def let_off(said: Reading, rule: Reading) -> Difference | None:
    """The claim lets somebody off another part of the price than the passage does."""
    mine, theirs = _lets(said), _lets(rule) or _prices(rule)
    for one in mine:
        ranked = sorted(
            (
                (share(sayable(t.whom, said), said.terms), -t.span[0], t)
                for t in theirs
                if weight(t.whom) >= PLAIN and not contrary(one.whom, t.whom)
            ),
            key=lambda r: (-r[0], -r[1]),
        )
        if not ranked or ranked[0][0] < ALIKE or EXCLUDED.first(said) is not None:
            continue
        best = ranked[0][2]
        if best.off and not {t.key for t in best.whom} & {t.key for t in said.terms} & _WHO:
            continue  # "việc miễn tiền thuê sạp" names nobody: the passage may let off several by different parts
        if any(t.off == one.off and s >= max(ALIKE, ranked[0][0] - NEAR) for s, _, t in ranked):
            continue
        return Difference(
            "amount_mismatch", said.text[slice(*one.span)], rule.text[slice(*best.span)], one.span, best.span
        )
    return None


@remembered
def _lets(reading: Reading) -> list[_Let]:
    found = []
    for off, phrases in ((100.0, _ALL), (50.0, _HALF)):
        found += [_Let(off, m.span(), _whom(reading, m.start())) for m in phrases.finditer(reading)]
    for value in reading.values:
        told = _SHARE.search(reading.key[max(0, value.span[0] - 14) : value.span[0]])
        if told is not None and value.kind == "percent" and isinstance(value.value, (int, float)):
            found.append(_Let(float(value.value), value.span, _whom(reading, value.span[0])))
    return found


@remembered
def _prices(reading: Reading) -> list[_Let]:
    """Sums that somebody has to pay, read only where a passage lets nobody off anything."""
    found: list[_Let] = []
    if _FORGED.search(reading.key):
        return found
    for value in reading.values:
        if value.kind != "money":
            continue
        start, end = reading.clause_of(value.span[0])
        if _PAYS.first(reading, start, value.span[0]) is not None and _GIVES.first(reading, start, end) is None:
            found.append(_Let(0.0, value.span, _whom(reading, value.span[0])))
    return found


def _whom(reading: Reading, at: int) -> tuple[Term, ...]:
    """Who and what a clause is about: its words but for those of paying."""
    return tuple(t for t in reading.terms_in(*reading.clause_of(at)) if t.key not in _MONEY)
