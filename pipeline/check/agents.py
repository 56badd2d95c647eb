"""Whoever does a thing, whatever the thing is: "do Sở Xây dựng kiểm tra" beside "UBND phường kiểm tra áo phao và giá vé".

`offices` knows acts that offices have; here the clause itself says what is done. An office in the place of the doer or of
the one a paper goes to is compared with the office in that place of the clause of the passage that says the same thing.
Silent where that clause names both, where the passage lets the claim's office do it elsewhere, or where little is common.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.check.clash import common_weight, weight
from pipeline.check.offices import key_of, office_spans, same_office
from pipeline.check.reading import PLAIN, Reading, Term, remembered, share
from pipeline.records import Code, Difference, Span

_BY = re.compile(
    r"(?<!\w)(?:do|bởi|boi|việc của|viec cua|là việc|phép của|phep cua)\s(?:(?:các|chính|tổ \w+ của|bác sĩ)\s)*$"
)
_TO = re.compile(
    r"(?<!\w)(?:gửi|gui|nộp|nop|báo|bao|khiếu nại|khieu nai|phản ánh|phan anh|khai báo|xin phép|đăng ký|dang ky)(?: [^\W\d]+){0,6}?\s(?:(?:cho|lên|len|về|ve|với|voi|đến|den|tới|qua|thẳng)\s)+$|(?<!\w)(?:gửi|gui|báo|bao)\s$"
)
_DOES = re.compile(
    r"\s(?:(?:mới|chỉ|tự|trực tiếp|đứng ra|là (?:nơi|chỗ|bên|người|cơ quan)|la (?:noi|cho|ben|nguoi)|sẽ|moi|chi|tu|dung ra|được giao|phải)\s)*(?:ký|duyệt|phê duyệt|quyết|quyết định|chọn|thu|chi|chi trả|trả|kiểm tra|lập|cấp|xét|thẩm định|thẩm tra|trả lời|giữ|chấm|xếp|lo|nấu|phụ trách|giải quyết|công nhận|giám sát|xác nhận|định giá|tuyển|tiêm|vận hành|xử trí|phát|nhận|niêm yết|cho vay|coi|quản lý|bán|mời|tổ chức|xử phạt|thực hiện|ky|duyet|quyet|chon|kiem tra|lap|cap|xet|tham dinh|tham tra|tra loi|giu|cham|xep|nau|phu trach|giai quyet|cong nhan|giam sat|xac nhan|dinh gia|tuyen|tiem|van hanh|xu tri|phat|nhan|niem yet|cho vay|quan ly|ban|moi|to chuc|xu phat|thuc hien)(?!\w)"
)
_SPLIT = re.compile(r"[;,\n]|[.!?…](?=\s|$)|\s(?:còn|chứ|chớ|nhưng|chu|nhung|sau khi)\s")
_DENIED = re.compile(r"(?:không|chưa|khong|chua|chẳng|hổng|hong)(?: \w+){0,3}\s$")
_NOT = re.compile(r"(?<!\w)(?:không|chưa|khong|chua|hổng|đâu|dau)(?!\w)")
_LEAST, _WEIGHT = 0.5, 1.1
"""share of the words around the claim's office, and their weight, that the clause of the passage must also say"""


@dataclass(frozen=True, slots=True)
class Part:
    """An office in the place of a doer or a receiver, with the other words of its clause."""

    to: bool
    key: frozenset[str]
    span: Span
    words: tuple[Term, ...]
    offices: int


@remembered
def parts(reading: Reading) -> list[Part]:
    """The offices of a text that do or receive something, each with what it is."""
    spans = office_spans(reading)
    cuts = [0, *(m.end() for m in _SPLIT.finditer(reading.key) if not any(a < m.start() < b for a, b in spans))]
    found = []
    for start, end in zip(cuts, [*cuts[1:], len(reading.key)], strict=True):
        inside = [s for s in spans if start <= s[0] < end]
        words = tuple(
            t
            for t in reading.terms_in(start, end)
            if t.weight >= 0.4 and not any(a <= t.span[0] < b for a, b in inside)
        )
        for span in inside:
            before, key = reading.key[start : span[0]], key_of(reading.text[slice(*span)])
            to = _TO.search(before) is not None
            acts = _BY.search(before) is not None or _DOES.match(reading.key, span[1]) is not None
            if key and (to or acts) and not _DENIED.search(before) and not _NOT.search(reading.key[span[1] : end]):
                found.append(Part(to, key, span, words, len(inside)))
    return found


def other_agent(said: Reading, rule: Reading) -> Difference | None:
    """Another office in the claim than in the clause of the passage that says the same thing is done."""
    theirs = parts(rule)
    for mine in parts(said):
        if mine.offices > 1 or weight(mine.words) < _WEIGHT:
            continue
        close = [t for t in theirs if t.to == mine.to and _one_thing(mine, t)]
        if not close or any(same_office(mine.key, t.key) and _may_be(mine, t, t in close) for t in theirs):
            continue
        best = max(close, key=lambda t: share(mine.words, t.words))
        if best.offices > 1 or _does_it_elsewhere(mine, rule, best):
            continue
        code: Code = "procedure_mismatch" if mine.to and _SENT.search(said.key) else "authority_mismatch"
        a, b = mine.span, best.span
        return Difference(code, said.text[slice(*a)], rule.text[slice(*b)], a, b)
    return None


_SENT = re.compile(r"(?<!\w)(?:nộp|nop|góp ý|gop y|đăng ký|dang ky)(?!\w)")


def _one_thing(mine: Part, theirs: Part) -> bool:
    """Whether two clauses tell the same to be done: most words common, and not other things at the end of both.

    What is special stands last: "cấp giấy xác nhận số căn cước", "cấp giấy xác nhận tình trạng hôn nhân".
    """
    keys, others = {t.key for t in mine.words}, {t.key for t in theirs.words}
    most = max(share(mine.words, theirs.words), share(theirs.words, mine.words))
    common = {t.key: t.weight for t in mine.words if t.key in others}
    if most < _LEAST or sum(common.values()) < _WEIGHT or not any(w >= PLAIN for w in common.values()):
        return False
    return mine.words[-1].key in others or theirs.words[-1].key in keys


def _may_be(mine: Part, theirs: Part, close: bool) -> bool:
    """Whether a part of the passage with the claim's own office can be what the claim tells: few words tell no other thing."""
    return close or (mine.to and theirs.to) or weight(theirs.words) < _WEIGHT


def _does_it_elsewhere(mine: Part, rule: Reading, best: Part) -> bool:
    """Whether the passage names the claim's office where it says as much of the claim's words."""
    least = common_weight(mine.words, best.words)
    for span in office_spans(rule):
        if span != best.span and same_office(mine.key, key_of(rule.text[slice(*span)])):
            return common_weight(mine.words, rule.terms_in(*rule.clause_of(span[0]))) >= least
    return False
