"""Duty, leave, ban and denial of a claim beside those of a passage."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.check.clash import (
    EXCLUDED,
    MONEY_WORDS,
    NO_SUCH,
    UNTRUE,
    Clash,
    common_weight,
    other_bracket,
    telling,
    weight,
)
from pipeline.check.coverage import left_out
from pipeline.check.demands import ASKS, DEMANDS, papers_asked, priced_though_free
from pipeline.check.norms import CLASH, Norm, norms
from pipeline.check.offices import named_offices, same_office
from pipeline.check.reading import PLAIN, Phrases, Reading, Term, remembered, share
from pipeline.check.subjects import contrary
from pipeline.records import Code, Difference, Span

_EXISTENCE = Phrases(
    r"ban hành", r"kế hoạch", r"chủ trương", r"chương trình", r"huy động", r"quyết định nào", r"vận động", r"đề án", r"phương án", r"có (?:việc|chuyện)", r"tổ chức",
    r"(?:không|chưa)(?: hề)? (?:lập|thành lập|mở|khoan|phát hành|đặt ra|quy định)",
)  # fmt: skip

_POINTING = Phrases(r"(?:nhóm|hộ|người|trường hợp|đối tượng|loại) (?:này|đó|trên)")

_FEES = Phrases(r"phí", r"lệ phí", r"tiền", r"học phí", r"đặt cọc", r"giữ chỗ", r"vé")

_ATTRIBUTE = Phrases(
    r"(?:không|chưa) có(?! (?:kế hoạch|chủ trương|quyết định|chương trình|chính sách|việc|chuyện|đề án|phương án|quy định))"
)

_AGAINST = frozenset({"forbid", "free", "not"})
_OF_A_FORGERY = re.compile(r"giả mạo|dấu giả|không do [^.;]{0,40}(?:phát hành|ban hành)|không phát hành")
"""what such a passage says people must do stands in the forged paper"""
_NOT_YET = re.compile(
    r"chưa(?! (?:có|được phép|hề|ban hành|quyết định|thu|áp dụng|tổ chức|cho phép|phê duyệt|bắt buộc|điều chỉnh|tăng|giảm|thay đổi|lập))"
)
"""what has not been done says who is meant; what is not decided or not taken denies"""
_PAPER_ASKED = Phrases(
    r"(?:nộp|xuất trình|mang|kèm|bổ sung|cung cấp|trình)(?: \w+){0,2} (?:sổ|giấy|bản sao|đơn|thẻ|ảnh|phiếu|tờ khai|xác nhận|lý lịch)"
)
_PAPERS = frozenset({"@chung_thuc", "@xac_nhan", "@giay_chung_nhan", "@can_cuoc", "@don", "@ho_so", "@bien_lai", "@hoa_don", "@giay_phep", "giay", "ban", "sao", "photo", "ảnh"})  # fmt: skip

_RESIDENCE = frozenset({"@ho_khau", "@thuong_tru"})


def _closeness(a: tuple[Term, ...], b: tuple[Term, ...]) -> float:
    """Share of the shorter one's words; 0 unless at least one telling word is common."""
    common = common_weight(a, b)
    least = min(weight(a), weight(b))
    return common / least if common >= 0.8 and least else 0.0


@remembered
def _binding(reading: Reading) -> list[Norm]:
    """Norms but for attributes of somebody ("người không có lương hưu", "trẻ chưa tiêm đủ"), which order nothing."""
    return [
        n
        for n in norms(reading)
        if n.force != "not"
        or (_ATTRIBUTE.first(reading, n.span[0], n.reach[1]) is None and _NOT_YET.match(n.text.lower()) is None)
    ]


def clashes(said: Reading, rule: Reading) -> list[Clash]:
    """Every norm of the claim that cannot hold beside the passage, surest first."""
    if _OF_A_FORGERY.search(rule.key):
        return []
    mine, theirs = _binding(said), _binding(rule)
    found: list[Clash] = []
    for norm in mine:
        if norm.force == "not" or NO_SUCH.first(said, norm.span[0], norm.reach[1]):
            continue
        partners = [(_nearness(norm, t), t) for t in theirs]
        partners = [(c, t) for c, t in partners if c >= 0.5 and not contrary(norm.words, t.words)]
        partners = [(c, t) for c, t in partners if EXCLUDED.first(rule, t.span[0], t.reach[1]) is None]
        partners = [
            (c, t) for c, t in partners if not other_bracket(said, rule, rule.clause_of(t.span[0])[0], t.span[0])
        ]
        partners = [
            (c + _NEAR * share(said.terms, rule.terms_in(*rule.sentence_of(t.span[0]))), t) for c, t in partners
        ]
        hostile = [(c, t) for c, t in partners if _hostile(norm, t, CLASH) or _bars(norm, t)]
        if not hostile:
            continue
        if any(t.force == norm.force and _act(t) is not None and _act(t) == _act(norm) for t in theirs):
            continue
        closeness, partner = max(hostile, key=lambda p: (p[0], -p[1].span[0]))
        if partner.force in _AGAINST and any(n.force in _AGAINST and _nearness(n, partner) >= 0.5 for n in mine):
            continue  # the claim itself passes the ban or the denial on
        if closeness >= max((c for c, t in partners if t.force == norm.force), default=0.0):
            found.append(Clash(_difference(said, norm, rule, partner), min(1.0, closeness)))
    found += _same_act(said, rule, mine, theirs)
    found += _denied(said, rule, norms(said), theirs)
    found += left_out(said, rule, mine)
    found += papers_asked(said, rule, mine)
    found += priced_though_free(said, rule, mine)
    return sorted(found, key=lambda c: -c.strength)


_OPPOSED: frozenset[tuple[str, str]] = CLASH | {
    ("not", "may"), ("may", "not"), ("not", "must"), ("must", "not"), ("not", "urge"),
}  # fmt: skip
_HANDS_IN = frozenset({"nop", "kem", "xuat", "mang", "bo", "cung", "trinh", "gui", "chung_thuc"})
"""acts by which papers are asked for; who must renew or sign one has a duty"""
_SAME_ACT = 0.7
_MATTER = 0.4
"""share of the claim's other words that passage and title must say when the act itself is all that two norms share"""


_NEAR = 0.2
"""what the part of the passage that shares the claim's other words adds: of two norms over one act the nearer speaks"""


_LEAVE = ("được miễn", "duoc mien", "được phép", "được quyền", "được tự", "duoc phep", "duoc quyen")
_COMPELLED = re.compile(r"(?:bị )?(?:bắt )?buộc|bat buoc|bi buoc")
_GIVEN = frozenset(
    {"xet", "giam", "mien", "ho_tro", "cap", "nhan", "huong", "thuong", "tro_cap", "tra", "suc_chua", None}
)


def _hostile(mine: Norm, theirs: Norm, pairs: frozenset[tuple[str, str]]) -> bool:
    """Whether two forces cannot both hold; what somebody "được" (is given) is no leave that a duty would break."""
    if (mine.force, theirs.force) == ("must", "may") and theirs.text.lower().split()[0] in ("được", "duoc"):
        given = _act(theirs) in _GIVEN or _act(mine) != _act(theirs)
        if given and not theirs.text.lower().startswith(_LEAVE) and not _COMPELLED.match(mine.text.lower()):
            return False
    return (mine.force, theirs.force) in pairs


def _same_act(said: Reading, rule: Reading, mine: list[Norm], theirs: list[Norm]) -> list[Clash]:
    """Norms that clash over one and the same act, the first word after the operator ("phải đổi", "không bắt buộc đổi").

    Only where no norm of the passage over that act says what the claim says, and nothing but the act tells them apart.
    """
    found: list[Clash] = []
    for norm in mine:
        act = _act(norm)
        if act is None or _limits(said, norm) or (norm.force != "not" and NO_SUCH.first(said, *norm.reach)):
            continue
        over = [t for t in theirs if _act(t) == act and not contrary(norm.subject + norm.words, t.subject + t.words)]
        over = [t for t in over if not _limits(rule, t)]
        if not over or any(t.force == norm.force for t in over):
            continue
        if any(EXCLUDED.first(rule, t.span[0], t.reach[1]) for t in over):
            continue
        if any(t.force == norm.force and _nearness(norm, t) >= 0.5 for t in theirs):
            continue
        if any(n is not norm and n.force in _AGAINST and _act(n) == act for n in mine):
            continue  # the claim itself passes the denial on
        hostile = [t for t in over if _hostile(norm, t, _OPPOSED) and not _bracketed(said, rule, t)]
        others = tuple(t for t in said.terms if t.key.lstrip("@") != act and t.weight >= PLAIN)
        if hostile and (not others or share(others, rule.terms) >= _MATTER):
            told = _difference(said, norm, rule, hostile[0])
            if told.code == "procedure_mismatch" and not {act, "@" + act} & (_HANDS_IN | _PAPERS):
                told = replace(told, code="modality_mismatch")
            found.append(Clash(told, _SAME_ACT))
    return found


def _limits(reading: Reading, norm: Norm) -> bool:
    """Whether a denial only sets a limit ("không được đòi trước quá ba tháng"): within it the act is allowed."""
    return norm.force in _AGAINST and any(
        norm.reach[0] <= v.span[0] < norm.reach[1] and v.kind not in ("place", "reference") for v in reading.values
    )


def _bracketed(said: Reading, rule: Reading, theirs: Norm) -> bool:
    """Whether the passage's norm is for another bracket of size, age or sum than the claim's."""
    return other_bracket(said, rule, rule.clause_of(theirs.span[0])[0], theirs.span[0])


def _act(norm: Norm) -> str | None:
    """The first word or concept an operator governs, None when nothing follows it at once."""
    first = norm.words[0] if norm.words else None
    return first.key.lstrip("@") if first is not None and first.span[0] - norm.span[1] <= _AT_ONCE else None


_AT_ONCE = 6
"""characters between an operator and the act it governs ("được cho mượn": the act is "mượn")"""


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
    if NO_SUCH.first(said) or UNTRUE.first(said):
        return []
    denied = [said.clause_of(n.span[0]) for n in mine if n.force in ("not", "free", "forbid")]
    stated = tuple(t for t in said.terms if not any(a <= t.span[0] < b for a, b in denied))
    if denied and len(denied) == len(said.clauses):
        return []
    asks = any(n.force == "must" for n in mine) or ASKS.first(said) or DEMANDS.first(said)
    found: list[Clash] = []
    for norm in theirs:
        if norm.force not in ("not", "free", "forbid"):
            continue
        if EXCLUDED.first(rule, norm.span[0], norm.reach[1]) or (norm.force == "free" and not asks):
            continue
        if not _same_subject(said, rule, norm) or _stated(said, rule, norm):
            continue
        if norm.force == "forbid" and _BAN.search(said.key):
            continue  # the claim speaks of the ban itself
        if denied and norm.words and norm.words[0].key not in {t.key for t in stated}:
            continue
        if any(n.force in _AGAINST and (_nearness(n, norm) >= 0.5 or _act(n) == _act(norm)) for n in mine):
            continue  # the claim itself passes the denial on
        if other_bracket(said, rule, rule.clause_of(norm.span[0])[0], norm.span[0]):
            continue
        wanted = norm.words if weight(norm.words) >= 1.2 else norm.words + norm.subject
        total = weight(wanted)
        share = common_weight(wanted, stated) / total if total else 0.0
        gratis = norm.force in ("free", "not") and bool({t.key for t in norm.words} & MONEY_WORDS)
        gratis = gratis or any(t.key == "@mien" and t.span[0] <= norm.span[0] < t.span[1] for t in rule.terms)
        if gratis and "@mien" in {t.key for t in said.terms}:
            continue
        least = 0.9 if any(t.weight >= 0.9 for t in wanted) else 1.5
        if share >= (0.8 if denied else 0.6) and common_weight(wanted, stated) >= least and telling(wanted, stated):
            claim = Norm("may", (0, len(said.text)), (0, len(said.text)), said.terms, (), said.text, ())
            found.append(Clash(_difference(said, claim, rule, norm), share))
    return found


_BAN = re.compile(r"(?<!\w)(?:cấm|cam)(?!\w)")
_SAYS_IT = 0.8
"""share of the claim's words from which a clause of the passage that denies nothing says what the claim says"""


def _stated(said: Reading, rule: Reading, norm: Norm) -> bool:
    """Whether another clause of the passage, which denies nothing, says just what the claim says."""
    against = [n.span[0] for n in norms(rule) if n.force in _AGAINST]
    clauses = [c for c in rule.clauses if not any(c[0] <= at < c[1] for at in against)]
    return any(share(said.terms, rule.terms_in(*c)) >= _SAYS_IT for c in clauses) and norm.force in _AGAINST


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
    return (
        not barred and (weight(telling) < 0.9 or common_weight(telling, said.terms) >= 0.5 * weight(telling))
    ) or bool(barred)


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
    if EXCLUDED.first(rule, start, end):
        return "eligibility_mismatch"
    if theirs.force in ("not", "free") and _PAPER_ASKED.first(rule, start, end):
        return "procedure_mismatch"
    fees = _FEES.first(rule, start, end) is not None
    if theirs.force in ("free", "not") and (fees or keys & (MONEY_WORDS | {"@nop", "@thu"})):
        return "amount_mismatch"
    if keys & _RESIDENCE:
        return "eligibility_mismatch"
    if keys & _PAPERS:
        return "procedure_mismatch"
    if theirs.force == "not" and "@suc_chua" in keys:
        return "procedure_mismatch"
    return "modality_mismatch"
