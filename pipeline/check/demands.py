"""What a claim asks people to bring, pay or give away, beside a passage that asks for none of it."""

from __future__ import annotations

import re

from pipeline.check.clash import MONEY_WORDS, NO_SUCH, UNTRUE, Clash, common_weight, telling, weight
from pipeline.check.equality import outcome
from pipeline.check.norms import Norm, norms
from pipeline.check.reading import PLAIN, Phrases, Reading, share
from pipeline.records import Difference, Span, Value

_TAKES_NOTHING = Phrases(
    r"không được (?:phép )?thu (?:thêm )?(?:bất kỳ|bất cứ|một) (?:khoản|loại|đồng)[^,.;]{0,20}",
    r"không (?:phải (?:nộp|trả|đóng|mất)|thu|mất|tốn|lấy)(?: bất kỳ| bất cứ| thêm| khoản)*(?: tiền| phí| lệ phí| khoản)[^,.;]{0,30}",
    r"miễn phí",
    r"không bán vé",
    r"không thu thêm",
    r"không phải đóng góp",
    r"miễn lệ phí",
    r"vào cửa tự do",
    r"không thu(?=[.;,]|\s*$)",
    r"không tính tiền",
)

_NO_PAPERS = Phrases(
    r"không (?:phải|cần|yêu cầu) (?:nộp |kèm |nộp kèm |bổ sung |có )*(?:thêm )?(?:bất kỳ )?(?:giấy tờ|hồ sơ|tài liệu|bản sao|chứng thực|bản sao chứng thực)(?: (?:nào )?khác| chứng thực)?",
    r"không (?:phải|cần|yêu cầu)[^.;]{0,30} chứng thực",
)

ASKS = Phrases(
    r"(?:phải |cần )?kèm(?: theo)? (?=bản|giấy|hồ sơ|ảnh|đơn|sổ|thẻ|xác nhận)[^,.;]*",
    r"(?:phải|cần) (?:có|nộp|mang)(?: theo)? (?=bản|giấy|sổ|chứng thực)[^,.;]*",
    r"bản sao[^,.;]* (?:có )?(?:chứng thực|công chứng)",
)

DEMANDS = Phrases(
    r"đóng",
    r"nộp",
    r"trả",
    r"chuyển(?: ngay)?(?= \d| tiền| phí| khoản)",
    r"gửi",
    r"cung cấp",
    r"đọc",
    r"báo",
    r"nhập",
    r"chụp",
    r"cài(?: đặt)?",
    r"tải",
    r"giữ chỗ",
    r"đặt cọc",
    r"thu",
    r"cần",
    r"tốn",
    r"mất",
    r"mua",
    r"(?:lệ )?phí",
    r"giá",
)

_WARNS = Phrases(
    r"lừa đảo",
    r"thủ đoạn",
    r"kẻ (?:gian|xấu)",
    r"chiếm đoạt",
    r"mạo danh",
    r"giả danh",
    r"tội phạm",
    r"trộm",
    r"cảnh (?:báo|giác)",
    r"chiêu",
)

_SECRETS = frozenset({"@otp", "@mat_khau", "@dat_coc"})

_STOPS = re.compile(r"[;\n]|[.!?](?=\s|$)")


def asked_in_secret(said: Reading, rule: Reading, context: Reading) -> Difference | None:
    """The claim asks for a code, a password, a deposit that the passage says is never asked for."""
    if UNTRUE.first(said) or NO_SUCH.first(said) or DEMANDS.first(said) is None or norms_against(said):
        return None
    if _WARNS.first(said) is not None:
        return None
    for norm in norms(rule):
        shared = {t.key for t in norm.words} & {t.key for t in said.terms} & _SECRETS
        if shared == {"@dat_coc"} and not any(v.kind == "money" for v in said.values):
            continue
        who = tuple(t for t in norm.subject if t.weight >= PLAIN)
        if who and not {t.key for t in who} & {t.key for t in said.terms + context.terms}:
            continue
        if norm.force in ("not", "free", "forbid") and shared:
            reach = (norm.span[0], norm.reach[1])
            official = rule.text[slice(*reach)].strip(" ,;.")
            return Difference("modality_mismatch", said.text.strip(" ,;."), official, (0, len(said.text)), reach)
    return None


def norms_against(said: Reading) -> bool:
    """Whether the claim itself forbids or frees ("không đọc mã OTP cho bất kỳ ai")."""
    return any(n.force in ("not", "free", "forbid") for n in norms(said))


def priced_though_free(said: Reading, rule: Reading, mine: list[Norm]) -> list[Clash]:
    """The claim names a price where the passage takes none ("không thu phí", "miễn phí")."""
    price = next((v for v in said.values if v.kind == "money"), None)
    free = _TAKES_NOTHING.first(rule)
    if price is None or free is None or any(n.force in ("not", "free") for n in mine):
        return []
    if UNTRUE.first(said) or NO_SUCH.first(said) or DEMANDS.first(said) is None:
        return []
    if "@mien" in {t.key for t in said.terms}:
        return []  # the claim passes the freedom on, beside the price of something else
    start = max((m.end() for m in _STOPS.finditer(rule.text, 0, free[0])), default=0)
    end = next((m.start() for m in _STOPS.finditer(rule.text, free[0])), len(rule.text))
    if any(v.kind == "money" and start <= v.span[0] < end for v in rule.values):
        start, end = rule.clause_of(free[0])
        if any(v.kind == "money" and start <= v.span[0] < end for v in rule.values):
            return []
    if _priced_elsewhere(said, rule, price, (start, end)):
        return []
    wanted = tuple(t for t in rule.terms_in(start, end) if t.key not in MONEY_WORDS)
    common = common_weight(wanted, said.terms)
    if common < 0.9 or not telling(wanted, said.terms) or common < 0.35 * weight(wanted):
        return []
    if rule.key[free[0] : free[1]].startswith("không được"):
        told = (0, len(said.text))
        return [
            Clash(Difference("modality_mismatch", said.text.strip(" ,;."), rule.text[slice(*free)], told, free), 0.8)
        ]
    difference = Difference("amount_mismatch", price.text, rule.text[free[0] : free[1]], price.span, free)
    return [Clash(difference, 0.6 + 0.4 * common / weight(wanted))]


_WHOLLY_SAID = 0.8
"""share of the free clause's words from which the claim is about just those who pay nothing"""


def _priced_elsewhere(said: Reading, rule: Reading, price: Value, free: Span) -> bool:
    """Whether the price stands in another clause of the passage that says as much of the claim as the free one."""
    clauses = [
        rule.clause_of(v.span[0])
        for v in rule.values
        if v.kind == "money" and not free[0] <= v.span[0] < free[1] and outcome(price, v) == "equal"
    ]
    if share(rule.terms_in(*free), said.terms) >= _WHOLLY_SAID:
        return False
    least = share(said.terms, rule.terms_in(*free))
    return any(share(said.terms, rule.terms_in(*c)) > least for c in clauses)


def papers_asked(said: Reading, rule: Reading, mine: list[Norm]) -> list[Clash]:
    """The claim asks for a paper where the passage asks for no other ("không phải nộp kèm giấy tờ khác")."""
    none = _NO_PAPERS.first(rule)
    asked = ASKS.first(said)
    if none is None or asked is None or any(n.force in ("not", "free") and n.span[0] <= asked[0] for n in mine):
        return []
    end = said.clause_of(asked[0])[1]
    stop = rule.clause_of(none[0])[1]
    difference = Difference(
        "procedure_mismatch",
        said.text[asked[0] : end].strip(" ,;."),
        rule.text[none[0] : stop].strip(" ,;."),
        (asked[0], end),
        (none[0], stop),
    )
    return [Clash(difference, 0.8)]
