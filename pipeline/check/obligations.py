"""Duty, leave, ban, denial and exclusion of a claim beside those of a passage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.check.norms import CLASH, Norm, norms
from pipeline.check.offices import named_offices, same_office
from pipeline.check.reading import PLAIN, Phrases, Reading, Term
from pipeline.check.subjects import contrary
from pipeline.records import Code, Difference, Span

_EXISTENCE = Phrases(
    r"ban hành", r"kế hoạch", r"chủ trương", r"chương trình", r"huy động", r"quyết định nào", r"vận động", r"đề án", r"phương án", r"có (?:việc|chuyện)", r"tổ chức",
)  # fmt: skip
_TAKES_NOTHING = Phrases(
    r"không (?:phải (?:nộp|trả|đóng|mất)|thu|mất|tốn|lấy)(?: bất kỳ| bất cứ| thêm| khoản)*(?: tiền| phí| lệ phí| khoản)[^,.;]{0,30}",
    r"miễn phí",
    r"không bán vé",
    r"không thu thêm",
    r"không phải đóng góp",
)
_NO_PAPERS = Phrases(
    r"không (?:phải|cần|yêu cầu) (?:nộp |kèm |nộp kèm |bổ sung |có )*(?:thêm )?(?:bất kỳ )?(?:giấy tờ|hồ sơ|tài liệu|bản sao|chứng thực|bản sao chứng thực)(?: (?:nào )?khác| chứng thực)?",
    r"không (?:phải|cần|yêu cầu)[^.;]{0,30} chứng thực",
)
_ASKS = Phrases(
    r"(?:phải |cần )?kèm(?: theo)? (?=bản|giấy|hồ sơ|ảnh|đơn|sổ|thẻ|xác nhận)[^,.;]*",
    r"(?:phải|cần) (?:có|nộp|mang)(?: theo)? (?=bản|giấy|sổ|chứng thực)[^,.;]*",
    r"bản sao[^,.;]* (?:có )?(?:chứng thực|công chứng)",
)
_STOPS = re.compile(r"\n|[.!?](?=\s|$)")
_UNTRUE = Phrases(r"(?:không|chưa) (?:đúng|chính xác|có thật)", r"là tin (?:sai|đồn|giả|bịa)")
_DEMANDS = Phrases(
    r"đóng",
    r"nộp",
    r"trả",
    r"chuyển(?: ngay)?(?= \d| tiền| phí| khoản)",
    r"gửi",
    r"cung cấp",
    r"nhập",
    r"chụp",
    r"cài(?: đặt)?",
    r"tải",
    r"giữ chỗ",
    r"đặt cọc",
    r"thu",
    r"cần",
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
_POINTING = Phrases(r"(?:nhóm|hộ|người|trường hợp|đối tượng|loại) (?:này|đó|trên)")
_AS_TOLD = re.compile(r"\s(?:như|theo như|mà)\s")
_FEES = Phrases(r"phí", r"lệ phí", r"tiền", r"học phí", r"đặt cọc", r"giữ chỗ", r"vé")
_EXCLUDED = Phrases(
    r"không (?:được )?(?:áp dụng|thuộc|bao gồm|hỗ trợ|xét|cấp|miễn|giảm|hưởng|tính)", r"không được (?:hỗ trợ|hưởng|miễn|giảm|xét|cấp|bồi thường|nhận|vay|mua)", r"ngoại trừ", r"trừ(?! khi| vào)", r"không nằm trong",
)  # fmt: skip
_ATTRIBUTE = Phrases(
    r"(?:không|chưa) có(?! (?:kế hoạch|chủ trương|quyết định|chương trình|chính sách|việc|chuyện|đề án|phương án|quy định))"
)
_GOES_TO = Phrases(r"đối với", r"cho")
_PAPERS = frozenset({"@chung_thuc", "@xac_nhan", "@giay_chung_nhan", "@can_cuoc", "@don", "@ho_so", "@bien_lai", "@hoa_don", "@giay_phep", "giay", "ban", "sao", "photo", "ảnh"})  # fmt: skip
_RESIDENCE = frozenset({"@ho_khau", "@thuong_tru"})
_MONEY = frozenset(
    {"@phi", "@hoc_phi", "@dat_coc", "@mien", "@dong_gop", "tien", "@ve", "@gia", "@thue_sap", "@thue_nha"}
)
_ALL = Phrases(
    r"mọi", r"tất cả", r"toàn bộ (?:người|hộ|tiểu thương|học sinh|chủ|dân|khách|tàu|các)", r"bất kỳ", r"bất kể", r"không phân biệt", r"ai cũng", r"kể cả", r"không có ngoại lệ", r"không ngoại lệ",
    r"không có trường hợp nào khác", r"không trừ", r"bao gồm cả", r"đều được", r"đại trà", r"không loại trừ",
)  # fmt: skip
_COVERS = Phrases(r"đối tượng (?:gồm|là|bao gồm|được)", r"áp dụng (?:cho|với|đối với)", r"dành cho")
_NO_EXCEPTION = Phrases(r"không (?:có )?ngoại lệ", r"không có trường hợp nào khác", r"không trừ", r"tất cả các loại")
_LIMITED = Phrases(
    r"chỉ", r"trở lên", r"trở xuống", r"dưới", r"không quá", r"thuộc hộ", r"có giấy", r"có xác nhận", r"không có lương hưu", r"còn hạn", r"trừ", r"ngoại trừ", r"không (?:áp dụng|thuộc|hỗ trợ|cấp|bao gồm|tính)", r"nhưng",
)  # fmt: skip
_NO_SUCH = Phrases(
    r"không (?:hề )?có (?:chuyện|việc|chính sách|khoản|chương trình|hỗ trợ|kế hoạch|quy định|chủ trương|chế độ|mức|gói|bất kỳ|bất cứ)", r"chưa có (?:chính sách|quy định|chương trình|chủ trương|kế hoạch)",
    r"không hề", r"làm gì có", r"phủ nhận", r"bác(?: bỏ)? tin", r"không (?:hỗ trợ|ban hành|tổ chức|trợ cấp|thưởng)",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clash:
    """A difference of duty or denial and how surely the two speak of one act (share of the shorter one's words)."""

    difference: Difference
    strength: float


def _weight(terms: Iterable[Term]) -> float:
    return sum({t.key: t.weight for t in terms}.values())


def _common(a: Iterable[Term], b: Iterable[Term]) -> float:
    mine = {t.key: t.weight for t in a}
    return sum(mine[k] for k in {t.key for t in b} & mine.keys())


def _closeness(a: tuple[Term, ...], b: tuple[Term, ...]) -> float:
    """Share of the shorter one's words; 0 unless at least one telling word is common."""
    common = _common(a, b)
    least = min(_weight(a), _weight(b))
    return common / least if common >= 0.8 and least else 0.0


def _binding(reading: Reading) -> list[Norm]:
    """Norms but for attributes of somebody ("người không có lương hưu"), which order nothing."""
    return [n for n in norms(reading) if n.force != "not" or _ATTRIBUTE.first(reading, n.span[0], n.reach[1]) is None]


def clashes(said: Reading, rule: Reading) -> list[Clash]:
    """Every norm of the claim that cannot hold beside the passage, surest first."""
    mine, theirs = _binding(said), _binding(rule)
    found: list[Clash] = []
    for norm in mine:
        if norm.force == "not" or _NO_SUCH.first(said, norm.span[0], norm.reach[1]):
            continue
        partners = [(_nearness(norm, t), t) for t in theirs]
        partners = [(c, t) for c, t in partners if c >= 0.5 and not contrary(norm.words, t.words)]
        partners = [(c, t) for c, t in partners if _EXCLUDED.first(rule, t.span[0], t.reach[1]) is None]
        hostile = [(c, t) for c, t in partners if (norm.force, t.force) in CLASH or _bars(norm, t)]
        if not hostile:
            continue
        closeness, partner = max(hostile, key=lambda p: (p[0], -p[1].span[0]))
        if closeness >= max((c for c, t in partners if t.force == norm.force), default=0.0):
            found.append(Clash(_difference(said, norm, rule, partner), closeness))
    found += _denied(said, rule, mine, theirs)
    found += _left_out(said, rule, mine)
    found += _papers_asked(said, rule, mine)
    found += _priced_though_free(said, rule, mine)
    return sorted(found, key=lambda c: -c.strength)


def _nearness(mine: Norm, theirs: Norm) -> float:
    """How surely two norms govern one act: by their words, by an item of a list, with the subject at a discount."""
    whole = max(_closeness(mine.words, theirs.words), _closeness(mine.words + mine.subject, theirs.words) - 0.1)
    return max(whole, *(_closeness(mine.words, item) for item in theirs.items))


def _bars(mine: Norm, theirs: Norm) -> bool:
    """A plain denial stands against leave; against duty only when it denies the very act."""
    if theirs.force != "not":
        return False
    return mine.force == "may" or (mine.force == "must" and _closeness(mine.words, theirs.words) >= 0.8)


def _denied(said: Reading, rule: Reading, mine: list[Norm], theirs: list[Norm]) -> list[Clash]:
    """The passage denies (or forbids, or frees from) what the claim plainly states."""
    if any(n.force in ("not", "free", "forbid") for n in mine) or _NO_SUCH.first(said) or _UNTRUE.first(said):
        return []
    asks = any(n.force == "must" for n in mine) or _ASKS.first(said) or _DEMANDS.first(said)
    found: list[Clash] = []
    for norm in theirs:
        if norm.force not in ("not", "free", "forbid"):
            continue
        if _EXCLUDED.first(rule, norm.span[0], norm.reach[1]) or (norm.force == "free" and not asks):
            continue
        if not _same_subject(said, rule, norm):
            continue
        wanted = norm.words if _weight(norm.words) >= 1.2 else norm.words + norm.subject
        total = _weight(wanted)
        share = _common(wanted, said.terms) / total if total else 0.0
        gratis = norm.force in ("free", "not") and {t.key for t in norm.words} & _MONEY
        if gratis and "@mien" in {t.key for t in said.terms}:
            continue
        least = 0.9 if any(t.weight >= 0.9 for t in wanted) else 1.5
        if share >= 0.6 and _common(wanted, said.terms) >= least and _telling(wanted, said.terms):
            claim = Norm("may", (0, len(said.text)), (0, len(said.text)), said.terms, (), said.text, ())
            found.append(Clash(_difference(said, claim, rule, norm), share))
    return found


def _telling(a: tuple[Term, ...], b: tuple[Term, ...]) -> bool:
    """Whether what is common tells more than that both speak of people who pay."""
    keys = {t.key for t in b}
    weights = list({t.key: t.weight for t in a if t.key in keys}.values())
    return any(w >= 0.7 for w in weights) or sum(w >= PLAIN for w in weights) >= 2


def _same_subject(said: Reading, rule: Reading, norm: Norm) -> bool:
    """A denial about somebody denies nothing of somebody else."""
    start = min((t.span[0] for t in norm.subject), default=norm.span[0])
    if _POINTING.first(rule, start, norm.span[0]):
        return False
    barred = named_offices(rule, start, norm.span[0])
    if barred and _EXISTENCE.first(rule, norm.span[0], norm.reach[1]) is None:
        mine = named_offices(said, 0, len(said.text))
        return any(same_office(a, b) for a in mine for b in barred)
    telling = tuple(t for t in norm.subject if t.weight >= PLAIN)
    return (not barred and (_weight(telling) < 0.9 or _common(telling, said.terms) >= 0.5 * _weight(telling))) or bool(
        barred
    )


def asked_in_secret(said: Reading, rule: Reading, context: Reading) -> Difference | None:
    """The claim asks for a code, a password, a deposit that the passage says is never asked for."""
    if _UNTRUE.first(said) or _NO_SUCH.first(said) or _DEMANDS.first(said) is None or norms_against(said):
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
            claim = Norm("must", (0, len(said.text)), (0, len(said.text)), said.terms, (), said.text, ())
            return replace(_difference(said, claim, rule, norm), code="modality_mismatch")
    return None


def norms_against(said: Reading) -> bool:
    """Whether the claim itself forbids or frees ("không đọc mã OTP cho bất kỳ ai")."""
    return any(n.force in ("not", "free", "forbid") for n in norms(said))


def _left_out(said: Reading, rule: Reading, mine: list[Norm]) -> list[Clash]:
    """The passage leaves somebody out; the claim lets just these have it."""
    if any(n.force in ("not", "forbid") for n in mine):
        return []
    if not any(n.force == "may" for n in mine) and _ALL.first(said) is None and _COVERS.first(said) is None:
        return []
    found: list[Clash] = []
    for match in _EXCLUDED.finditer(rule):
        start, end = rule.clause_of(match.start())
        to = _GOES_TO.first(rule, match.end(), end)
        after = rule.terms_in(to[1] if to else match.end(), end)
        before = rule.terms_in(start, match.start())
        thuoc = "thuộc" in match.group() or "nằm trong" in match.group()
        wanted = before if (thuoc and not to) or _weight(after) < 1 else after
        total = _weight(wanted)
        if total >= 1 and _common(wanted, said.terms) / total >= 0.6:
            text = rule.text[start:end].strip(" ,;.")
            difference = Difference("eligibility_mismatch", said.text.strip(), text, (0, len(said.text)), (start, end))
            found.append(Clash(difference, _common(wanted, said.terms) / total))
    return found


def _priced_though_free(said: Reading, rule: Reading, mine: list[Norm]) -> list[Clash]:
    """The claim names a price where the passage takes none ("không thu phí", "miễn phí")."""
    price = next((v for v in said.values if v.kind == "money"), None)
    free = _TAKES_NOTHING.first(rule)
    if price is None or free is None or any(n.force in ("not", "free") for n in mine):
        return []
    if _UNTRUE.first(said) or _NO_SUCH.first(said) or _DEMANDS.first(said) is None:
        return []
    start = max((m.end() for m in _STOPS.finditer(rule.text, 0, free[0])), default=0)
    end = next((m.start() for m in _STOPS.finditer(rule.text, free[0])), len(rule.text))
    if any(v.kind == "money" and start <= v.span[0] < end for v in rule.values):
        return []
    wanted = tuple(t for t in rule.terms_in(start, end) if t.key not in _MONEY)
    common = _common(wanted, said.terms)
    if common < 0.9 or not _telling(wanted, said.terms) or common < 0.35 * _weight(wanted):
        return []
    difference = Difference("amount_mismatch", price.text, rule.text[free[0] : free[1]], price.span, free)
    return [Clash(difference, 0.6 + 0.4 * common / _weight(wanted))]


def _papers_asked(said: Reading, rule: Reading, mine: list[Norm]) -> list[Clash]:
    """The claim asks for a paper where the passage asks for no other ("không phải nộp kèm giấy tờ khác")."""
    none = _NO_PAPERS.first(rule)
    asked = _ASKS.first(said)
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


def _difference(said: Reading, mine: Norm, rule: Reading, theirs: Norm) -> Difference:
    a: Span = (mine.span[0], mine.reach[1])
    b: Span = (theirs.span[0], theirs.reach[1])
    code = _code(said, mine, rule, theirs)
    return Difference(code, said.text[slice(*a)].strip(" ,;."), rule.text[slice(*b)].strip(" ,;."), a, b)


def _code(said: Reading, mine: Norm, rule: Reading, theirs: Norm) -> Code:
    keys = {t.key for t in theirs.words} | {t.key for t in mine.words} & {t.key for t in theirs.words}
    start, end = theirs.span[0], theirs.reach[1]
    if theirs.force in ("not", "free") and _EXISTENCE.first(rule, start, end):
        return "existence_fabricated"
    if _EXCLUDED.first(rule, start, end):
        return "eligibility_mismatch"
    fees = _FEES.first(rule, start, end) is not None
    if theirs.force in ("free", "not") and (fees or keys & (_MONEY | {"@nop", "@thu"})):
        return "amount_mismatch"
    if keys & _RESIDENCE:
        return "eligibility_mismatch"
    if keys & _PAPERS:
        return "procedure_mismatch"
    if theirs.force == "not" and "@suc_chua" in keys:
        return "procedure_mismatch"
    return "modality_mismatch"


def wrongly_denied(said: Reading, rule: Reading) -> Clash | None:
    """The claim says there is no such thing; the passage provides it."""
    span = _NO_SUCH.first(said)
    if span is None:
        return None
    end = next((b for a, b in said.clauses if a <= span[0] < b), len(said.text))
    told = next((m.start() for m in _AS_TOLD.finditer(said.text, span[1], end)), end)
    wanted = said.terms_in(span[1], told)
    denied = [n for n in norms(rule) if n.force in ("not", "free", "forbid")]
    for start, stop in rule.clauses:
        offered = rule.terms_in(start, stop)
        if any(start <= n.span[0] < stop for n in denied):
            continue
        total = _weight(wanted)
        share = _common(wanted, offered) / total if total else 0.0
        if share >= 0.6 and _common(wanted, offered) >= 1.2:
            text = rule.text[start:stop].strip(" ,;.")
            return Clash(
                Difference(
                    "existence_denied", said.text[span[0] : end].strip(" ,;."), text, (span[0], end), (start, stop)
                ),
                share,
            )
    return None


def no_exception(said: Reading, rule: Reading) -> bool:
    """The claim denies in words that anybody is left out; the passage leaves somebody out."""
    return _EXCLUDED.first(rule) is not None and _NO_EXCEPTION.first(said) is not None


def too_wide(said: Reading, rule: Reading, about: float) -> Clash | None:
    """The claim speaks of everybody; the passage draws a line."""
    span = _ALL.first(said)
    limit = _LIMITED.first(rule)
    if span is None or limit is None or _ALL.first(rule):
        return None
    start, stop = rule.clause_of(limit[0])
    end = said.clause_of(span[0])[1]
    barred = no_exception(said, rule)
    if about < 0.45 and not barred and not _telling(rule.terms_in(start, stop), said.terms):
        return None
    return Clash(
        Difference(
            "eligibility_mismatch",
            said.text[span[0] : end].strip(" ,;."),
            rule.text[start:stop].strip(" ,;."),
            (span[0], end),
            (start, stop),
        ),
        about,
    )
