"""A difference of duty or denial, and the words that claim and passage have in common. Shared by the rules of this kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.check.equality import outcome
from pipeline.check.reading import PLAIN, Phrases, Reading, Term
from pipeline.records import Difference

EXCLUDED = Phrases(
    r"không (?:được )?(?:áp dụng|thuộc|bao gồm|hỗ trợ|xét|cấp|miễn|giảm|hưởng|tính)", r"không được (?:hỗ trợ|hưởng|miễn|giảm|xét|cấp|bồi thường|nhận|vay|mua)", r"ngoại trừ", r"trừ(?! khi| vào| thẳng| tiền| dần| cả| \d)", r"không nằm trong",
)  # fmt: skip

NO_SUCH = Phrases(
    r"không (?:hề )?có (?:chuyện|việc|chính sách|khoản|chương trình|hỗ trợ|kế hoạch|quy định|chủ trương|chế độ|mức|gói|bất kỳ|bất cứ)", r"chưa có (?:chính sách|quy định|chương trình|chủ trương|kế hoạch)",
    r"(?:không|chưa)(?: hề)? có (?!ai\s)[^,.;]{2,30}? nào(?! khác)", r"không có (?:học bổng|trợ cấp|suất|khoản|phụ cấp|ưu đãi|tiền)", r"không hề", r"làm gì có", r"phủ nhận", r"bác(?: bỏ)? tin", r"không (?:hỗ trợ|ban hành|tổ chức|trợ cấp|thưởng)",
)  # fmt: skip

UNTRUE = Phrases(r"(?:không|chưa) (?:đúng|chính xác|có thật)", r"là tin (?:sai|đồn|giả|bịa)")

MONEY_WORDS = frozenset(
    {"@phi", "@hoc_phi", "@dat_coc", "@mien", "@dong_gop", "tien", "@ve", "@gia", "@thue_sap", "@thue_nha"}
)


@dataclass(frozen=True, slots=True)
class Clash:
    """A difference of duty or denial and how surely the two speak of one act (share of the shorter one's words)."""

    difference: Difference
    strength: float


def weight(terms: Iterable[Term]) -> float:
    """Weight of the different concepts of some terms."""
    return sum({t.key: t.weight for t in terms}.values())


def common_weight(a: Iterable[Term], b: Iterable[Term]) -> float:
    """Weight of the concepts that stand in both."""
    mine = {t.key: t.weight for t in a}
    return sum(mine[k] for k in {t.key for t in b} & mine.keys())


def other_bracket(said: Reading, rule: Reading, start: int, end: int) -> bool:
    """Whether the rule between two offsets is for another bracket than the claim's ("dưới 06 mét" beside "dưới 12 mét")."""
    for limit in rule.values:
        if not start <= limit.span[0] < end or limit.kind not in ("number", "age", "area", "money", "duration"):
            continue
        if limit.bound not in ("min", "max", "over") and not isinstance(limit.value, tuple):
            continue
        mine = [
            v
            for v in said.values
            if v.kind == limit.kind
            and v.unit == limit.unit
            and (v.bound in ("min", "max", "over") or isinstance(v.value, tuple))
        ]
        if mine and not any(outcome(v, limit) == "equal" for v in mine):
            return True
    return False


def telling(a: tuple[Term, ...], b: tuple[Term, ...]) -> bool:
    """Whether what is common tells more than that both speak of people who pay."""
    keys = {t.key for t in b}
    weights = list({t.key: t.weight for t in a if t.key in keys}.values())
    return any(w >= 0.7 for w in weights) or sum(w >= PLAIN for w in weights) >= 2
