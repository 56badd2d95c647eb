"""What one text denies and the other affirms: "chưa mở", "làm gì có quỹ ấy", "khỏi báo" beside the opposite.

A denial takes hold of the words to its right ("không lập đội thu"), or, where nothing of weight follows, of what stands
to its left ("trạm sạc chưa xây", "gói ấy không có thật"), or of the name in quotation marks that it points back to ("«phí
đường nội bộ» …; công ty không thu phí này"). It is contradicted where a clause of the other text says these words, and
no clause of it that denies, exempts or leaves out anything says them too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.check.clash import EXCLUDED, Clash, other_bracket, weight
from pipeline.check.norms import Norm, norms
from pipeline.check.offices import office_spans
from pipeline.check.reading import PLAIN, Phrases, Reading, Term, remembered, share
from pipeline.check.subjects import CONTRASTS, contrary
from pipeline.records import Code, Difference, Span

_AGAINST = frozenset({"not", "free", "forbid"})
_NO = Phrases(
    r"không(?! (?:phẩy|trăm|linh|lẻ|khí|gian|quá|vượt|dưới|ít hơn|kể|chỉ|những|tính từ|phân biệt))", r"chưa", r"đâu", r"mô", r"khỏi", r"miễn(?! phí)", r"trừ", r"cấm", r"đừng", r"ngừng", r"ngưng", r"dừng", r"thôi", r"đồn",
    r"bịa", r"giả", r"bác", r"tùy", r"tự nguyện", r"đứng ngoài", r"ngoài diện", r"bỏ", r"hết", r"từ chối", r"loại", r"chỉ", r"dự thảo", r"lấy ý kiến",
)  # fmt: skip
"""a clause with one of these does not plainly affirm"""
_CASE = Phrases(r"nếu", r"khi", r"trường hợp", r"muốn", r"dù", r"kể cả", r"mà", r"hễ", r"ai", r"những ai")
"""before a denial: it says when or of whom something holds"""
_OF_A_GROUP = re.compile(
    r"(?<!\w)(?:người|hộ|trẻ|em|xe|tàu|ghe|thuyền|học sinh|khách|con|bò|chó|vườn|nhà|ý kiến|đại biểu|bạn đọc|nguoi|ho|tre|tau|vuon)\s$"
)
"""'hộ chưa giao không được bốc thăm': which households, no denial"""
_THEN = re.compile(r"(?<!\w)(?:thì|thi)(?!\w)")
_NO_DENIAL = re.compile(
    r"(?:tự nguyện|tu nguyen)|(?:không|khong) (?:phải |phai )?do(?!\w)|(?:chưa|không|chua|khong) (?:gồm|bao gồm|đủ|đến|tính|kể|tròn|đầy|được nửa|gom|bao gom|du|den|tinh)(?!\w)"
)
_OTHERS = Phrases(r"khác", r"còn lại")
_BACK = Phrases(
    r"(?:khoản|quỹ|phí|giấy|việc|gói|thẻ|chuyện|loại)(?: \w+)? (?:này|ấy|đó)", r"gói nào như vậy", r"có thật"
)
_WARNS = Phrases(r"tự xưng", r"giả danh", r"mạo danh", r"lừa đảo", r"kẻ (?:gian|xấu)", r"cảnh (?:báo|giác)")
_QUOTED = re.compile(r"[«“\"]([^«»“”\"]{4,80})[»”\"]")
_PLAINLY = Phrases(r"được", r"phải", r"đã", r"vẫn", r"có", r"là", r"nay", r"thì", r"gọi", r"nộp", r"trả")
_EMPTY = frozenset(["nao", "chi", "gi", "het", "nua", "dau", "ai", "bat", "ky", "cu", "nghen", "nha", "do", "hen", "lan", "luon", "mo", "rao", "ca", "khoan", "the", "roi", "a", "ha", "thiet", "nay", "su"])  # fmt: skip
_STAFF = frozenset(["nhan", "vien", "can", "bo", "tai", "xe", "chung", "toi", "minh"])
_FREES = Phrases(
    r"miễn", r"không (?:phải|cần|bắt buộc|yêu cầu)", r"trừ", r"khỏi", r"khuyến khích", r"tự nguyện", r"nếu", r"chỉ"
)
_RIGHT, _LEFT = 0.6, 0.75
"""share of the denied words that the passage must affirm against a claim, and a claim against a passage"""
_MATTER = 0.5
"""share of the claim's other words that the passage says, title and heading counted"""
_REST = 0.15
"""the same where the passage denies: what a claim adds (a price, a day) stands in no denial"""
_INHERITED = 0.3
"""share of what stands before in the sentence, where the denial has no subject in its own clause"""
_OWN = 0.8
"""weight of words from which they name a thing by themselves"""


@dataclass(frozen=True, slots=True)
class Denial:
    """What is denied, of whom, and where that is said."""

    force: str
    words: tuple[Term, ...]
    subject: tuple[Term, ...]
    at: Span
    span: Span


@remembered
def denials(reading: Reading) -> list[Denial]:
    """The denials of a text but for those that only set a limit or say which case or group is meant."""
    return [d for n in norms(reading) if n.force in _AGAINST for d in [_denial(reading, n)] if d is not None]


def _denial(reading: Reading, norm: Norm) -> Denial | None:
    begin, end = reading.clause_of(norm.span[0])
    stop = min(norm.reach[1], end)
    if _of_some(reading, norm, begin, stop):
        return None
    limits = (v for v in reading.values if norm.reach[0] <= v.span[0] < stop)
    if any(v.kind not in ("place", "reference", "money") or v.bound is not None for v in limits):
        return None
    subject = tuple(t for t in _own(reading, norm.subject) if t.span[0] >= begin)
    words, span = _own(reading, tuple(t for t in norm.words if t.span[0] < stop)), (norm.span[0], stop)
    pointed = _QUOTED.search(reading.text) if _BACK.first(reading, begin, stop) else None
    if pointed is not None:
        words, subject = _own(reading, reading.terms_in(*pointed.span(1))), ()
    elif weight(words) < _OWN:
        if any(v.kind == "reference" and begin <= v.span[0] < norm.span[0] for v in reading.values):
            return None  # of a paper, not of a thing
        words, subject, span = subject + words, (), (begin, stop)
    if weight(words) < _OWN:
        return None
    return Denial(norm.force, words, subject, norm.span, span)


def _of_some(reading: Reading, norm: Norm, begin: int, stop: int) -> bool:
    """Whether a denial says which group or case is meant ("hộ chưa giao thì …", "còn 9 vườn chưa kiểm đếm"), or is none."""
    if _CASE.first(reading, begin, norm.span[0]) or _OTHERS.first(reading, begin, stop):
        return True
    if _NO_DENIAL.match(reading.key, norm.span[0]):
        return True
    if norm.force != "not":
        return False
    counted = any(v.kind == "number" and begin <= v.span[0] < norm.span[0] for v in reading.values)
    before = reading.key[: norm.span[0]]
    return (
        counted or _OF_A_GROUP.search(before) is not None or _THEN.search(reading.key, norm.span[1], stop) is not None
    )


def _own(reading: Reading, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The telling words among some terms, offices, their staff and empty words apart."""
    offices = office_spans(reading)
    return tuple(
        t
        for t in terms
        if t.weight >= 0.4
        and t.key not in _EMPTY | _STAFF | {"@mien"}
        and not any(a <= t.span[0] < b for a, b in offices)
    )


def denied_and_affirmed(said: Reading, rule: Reading, around: tuple[Term, ...]) -> list[Clash]:
    """Denials of the claim that the passage affirms, and denials of the passage that the claim affirms."""
    found = []
    for denial in denials(said):
        at = _affirmed(denial, rule, _RIGHT)
        if at is None or other_bracket(said, rule, *at):
            continue
        if any(t.key == "@mien" and t.span[0] < denial.span[1] and denial.at[0] < t.span[1] for t in said.terms):
            continue  # "không mất tiền" gives, and denies nothing
        if denial.force == "free" and _FREES.first(rule) is not None:
            continue  # the passage itself lets somebody off
        sentence = rule.terms_in(*rule.sentence_of(at[0]))
        taken = {t.key for t in denial.words}
        rest = tuple(t for t in _own(said, said.terms) if t.key not in taken)
        if _foreign(denial.words + rest, sentence) or contrary(said.terms, sentence):
            continue
        if not around:
            outright = _NONE.first(said, *denial.span) or _NONE.first(said, *denial.at)
            rest = () if outright else _no_place_apart(said, rest, rule)
        if not rest or share(rest, sentence + around) >= _MATTER:
            found.append(_clash(said, denial.span, rule, at, _code(denial, said, "existence_denied")))
    if _NO.first(said) is None and _WARNS.first(said) is None:
        for denial in denials(rule):
            at = _affirmed(denial, said, _LEFT)
            if at is None or EXCLUDED.first(rule, denial.at[0], denial.span[1]):
                continue
            clause = said.terms_in(*at)
            if denial.subject and share(denial.subject, said.terms) < 0.9:
                continue
            before = _own(rule, rule.terms_in(rule.sentence_of(denial.at[0])[0], rule.clause_of(denial.at[0])[0]))
            if before and not denial.subject and share(before, clause) < _INHERITED:
                continue
            if contrary(denial.words + denial.subject, said.terms):
                continue
            taken = {t.key for t in denial.words}
            rest = tuple(t for t in _own(said, said.terms) if t.key not in taken)
            if around and weight(rest) > _OWN and share(rest, rule.terms + around) < _REST:
                continue
            if not other_bracket(said, rule, *rule.sentence_of(denial.at[0])):
                found.append(_clash(said, at, rule, denial.span, _code(denial, rule, "existence_fabricated")))
    return found


def _no_place_apart(reading: Reading, terms: tuple[Term, ...], rule: Reading) -> tuple[Term, ...]:
    """Terms without the places a passage handed in by itself does not name: it often leaves out where it holds."""
    places = [v.span for v in reading.values if v.kind == "place"]
    return tuple(t for t in terms if t.key in rule.keys or not any(a <= t.span[0] < b for a, b in places))


def _affirmed(denial: Denial, other: Reading, least: float) -> Span | None:
    """The clause of the other text that plainly says the denied words; None when one that is not plain says them too."""
    best: tuple[float, Span] | None = None
    for clause in other.clauses:
        terms = other.terms_in(*clause)
        said = share(denial.words, terms)
        if _NO.first(other, *clause) is not None or _of_a_list(other, clause):
            if said >= 0.5:
                return None
        elif said >= least and _names(denial, terms):
            best = max(best or (0.0, clause), (said, clause))
    return best[1] if best else None


def _of_a_list(reading: Reading, clause: Span) -> bool:
    """Whether a clause goes on with what was denied before it ("không thu tiền đặt cọc, giữ chỗ trước khi ký")."""
    within = any(n.force in _AGAINST and n.reach[0] <= clause[0] < n.reach[1] for n in norms(reading))
    return within and _PLAINLY.first(reading, *clause) is None


def _names(denial: Denial, terms: tuple[Term, ...]) -> bool:
    """Whether what is common is a thing of its own (a concept, or two words), the last of the denied words among it.

    Vietnamese puts what is special last: "không dạy bơi ngoài biển" denies no lesson in the pool.
    """
    keys = {t.key for t in terms}
    common = {t.key: t.weight for t in denial.words + denial.subject if t.key in keys}
    whole = any(w >= 0.7 for w in common.values()) or sum(w >= PLAIN for w in common.values()) >= 2
    return whole and denial.words[-1].key in keys


_GROUPS = frozenset().union(*CONTRASTS)


def _foreign(mine: tuple[Term, ...], theirs: tuple[Term, ...]) -> bool:
    """Whether one text names a group of a contrast set ("hộ nghèo") that the other does not."""
    keys = {t.key for t in theirs}
    return any(t.key in _GROUPS and t.key not in keys for t in mine)


_NONE = Phrases(
    r"(?:không|chưa|đâu|mô)(?: hề| còn| từng)? có", r"làm gì", r"có đâu", r"bịa", r"đồn", r"không(?: hề)? (?:lập|tổ chức|thành lập|mở|bán|cấp|thu|phát|quy định|đặt ra|triển khai|khoan|xây|chi|vận động|truy thu)",
)  # fmt: skip
_UNDONE = Phrases(r"chưa", r"ngừng|ngưng|dừng", r"thôi")


def _code(denial: Denial, reading: Reading, existence: Code) -> Code:
    if _NONE.first(reading, denial.at[0], denial.span[1]) is not None:
        return existence
    if _UNDONE.first(reading, *denial.at) is not None:
        return "status_mismatch"
    return "modality_mismatch"


def _clash(said: Reading, mine: Span, rule: Reading, theirs: Span, code: Code) -> Clash:
    a, b = _trimmed(said, mine), _trimmed(rule, theirs)
    return Clash(Difference(code, said.text[slice(*a)], rule.text[slice(*b)], a, b), 0.7)


def _trimmed(reading: Reading, span: Span) -> Span:
    words = reading.text[slice(*span)]
    lead = len(words) - len(words.lstrip(" ,;.:\n"))
    return span[0] + lead, span[0] + lead + len(words.strip(" ,;.:\n"))
