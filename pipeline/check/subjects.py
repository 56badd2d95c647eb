"""Whether two clauses speak of the same thing: shared concepts, and contrasts that shared words cannot bridge.

"Hộ trong hẻm" and "hộ mặt tiền" share most words of their rule and are not the same household; a contrast set says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.check.reading import Phrases, Reading, Term, remembered
from pipeline.language.normalise import fold

CONTRASTS: tuple[frozenset[str], ...] = tuple(
    frozenset("@" + name for name in line.split())
    for line in (
        "mat_tien hem",
        "tang_tret tang_lau",
        "tre_mam_non tieu_hoc thcs thpt sinh_vien",
        "ho_ngheo can_ngheo",
        "lan_dau lan_hai",
        "mat_dien mat_nuoc nuoc_yeu",
        "an_uong luu_tru thue_tro",
        "cong_lap tu_thuc",
        "xe_may o_to xe_dap",
        "ban_ngay ban_dem",
        "khai_mac be_mac",
        "nghi_hoc di_hoc_lai day_bu",
        "thu_nhap doanh_thu",
        "thue_nha thuong di_chuyen dat_coc xu_phat hoc_phi thue_sap",
        "thue_gtgt thue_tncn",
        "ngu_nghiep chan_nuoi",
        "bao_hiem_yt bao_hiem_xh",
        "chieu_dai chieu_rong",
        "gop_y hieu_luc xu_phat",
        "nhac_nho xu_phat",
        "xa_hoi_hoa ngan_sach",
        "tong thuong",
    )
)
_ORDINALS = Phrases(r"(?:người|con|lần|đợt|vị trí|căn|nhóm|loại|hạng|khu vực|vùng|kỳ|quý|học kỳ|giai đoạn|khu phố) (?:thứ )?(?:nhất|hai|ba|tư|năm|một|đầu|cuối|i{1,3}|iv|[1-9]\d?)(?!\w)(?!\s(?:lần|lượt|hộ|người|nghìn|ngàn|triệu|tỷ|đồng|ngày|tháng|giờ|phần|%))")  # fmt: skip
_SAME = {
    "nhất": "1",
    "một": "1",
    "đầu": "1",
    "hai": "2",
    "ba": "3",
    "tư": "4",
    "năm": "5",
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
}
_FOLDED = {"nhat": "1", "mot": "1", "dau": "1", "tu": "4", "nam": "5"} | _SAME


@remembered
def numbered(reading: Reading) -> dict[str, set[str]]:
    """`ordinals` of the whole text."""
    return ordinals(reading, 0, len(reading.text))


def ordinals(reading: Reading, start: int, end: int) -> dict[str, set[str]]:
    """Numbered things named between two offsets: {"người": {"3"}, "đợt": {"1"}}."""
    found: dict[str, set[str]] = {}
    for match in _ORDINALS.finditer(reading, start, end):
        words = match.group().split()
        found.setdefault(" ".join(w for w in words[:-1] if w not in ("thứ", "thu")), set()).add(
            _FOLDED.get(words[-1], words[-1])
        )
    return found


_CAPITAL = "[" + "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper()) + "]"
_STREET = re.compile(
    rf"(?:[Đđ]ường|(?<![Kk]hu )(?<![Dd]ân )(?<![Tt]hành )[Pp]hố|[Qq]uốc lộ|[Tt]ỉnh lộ)\s((?:\d+[A-Z]?(?:\s[Tt]háng\s\d+)?|{_CAPITAL}\w*)(?:\s(?:{_CAPITAL}\w*|\d+))*)"
)


@lru_cache(maxsize=10_000)
def streets(text: str) -> tuple[str, ...]:
    """Names of streets in the order of the text, folded ("16 Tháng 4" is one of them)."""
    return tuple(fold(m.group(1)) for m in _STREET.finditer(text))


def other_street(claim: str, rule: str) -> bool:
    """Whether a claim about one street stands beside a rule that is about another one."""
    mine, theirs = streets(claim), streets(rule)
    if not mine or not theirs:
        return False
    named = rule.lstrip("0123456789. ").lower().startswith(("đường", "phố"))
    return theirs[0] not in mine if named else not set(mine) & set(theirs)


CONTRASTED = frozenset[str]().union(*CONTRASTS)


def contrary(claim: Iterable[Term], rule: Iterable[Term]) -> bool:
    """Whether the claim names one member of a contrast set and the rule only others of it."""
    said, given = {t.key for t in claim} & CONTRASTED, {t.key for t in rule} & CONTRASTED
    if not said or not given:
        return False
    for group in CONTRASTS:
        mine, theirs = said & group, given & group
        if mine and theirs and not mine & theirs:
            return True
    return False


def other_number(claim: dict[str, set[str]], rule: dict[str, set[str]]) -> bool:
    """Whether both name numbered things of one kind and share none ("người thứ ba" beside "người thứ nhất")."""
    return any(kind in rule and not numbers & rule[kind] for kind, numbers in claim.items())
