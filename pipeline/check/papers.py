"""What a claim says of the document itself: its number, its status, its words, whether it exists at all."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.check.equality import outcome
from pipeline.check.reading import Phrases, Reading, fold_keep, remembered, share
from pipeline.records import Difference, Evidence, Span, Value

_DRAFT = Phrases(
    r"dự thảo", r"đề xuất", r"lấy ý kiến", r"dự kiến", r"đang (?:soạn|xây dựng|trình)", r"chưa (?:có giá trị|ban hành|được ban hành|có hiệu lực|thông qua|được duyệt)", r"sẽ trình", r"góp ý", r"bản thảo", r"đang lấy",
)  # fmt: skip
_ISSUED = Phrases(
    r"(?:đã|vừa|mới|chính thức) (?:được )?(?:ban hành|ký|áp dụng|có hiệu lực|phê duyệt|thông qua|chốt|công bố|quyết định|quy định)", r"chính thức", r"đã có hiệu lực", r"bảng giá đất mới (?:đã|áp dụng)",
)  # fmt: skip
FORGED = Phrases(
    r"(?:văn bản |là )?giả mạo", r"không ban hành văn bản", r"là (?:văn bản |giấy |tin )?giả", r"không phải (?:của|do) (?:công ty|cơ quan|ubnd|phường|sở|nhà trường|trạm|điện lực)[^.;]{0,20}",
    r"không do [^.;]{0,40}(?:phát hành|ban hành)", r"không có (?:công văn|văn bản|thông báo|quyết định) (?:mang số )?này",
)  # fmt: skip
_CALLED_FORGED = Phrases(
    r"giả mạo", r"giả", r"làm giả", r"không phải (?:của|do)", r"bác(?: bỏ)?", r"mạo danh", r"cảnh báo", r"không do", r"không (?:có|phát hành|ban hành) (?:công văn|văn bản|thông báo|quyết định|giấy)",
)  # fmt: skip
_REPLACES = Phrases(r"thay(?: thế| cho)?(?! đổi)", r"bãi bỏ", r"hết hiệu lực")
_FORMER = Phrases(
    r"trụ sở cũ",
    r"địa chỉ cũ",
    r"nơi cũ",
    r"trước đây tại",
    r"điểm cũ",
    r"cách cũ",
    r"mẫu cũ",
    r"không (?:còn )?tiếp nhận tại",
    r"không còn (?:áp dụng|thu|sử dụng)",
    r"ngừng (?:áp dụng|tiếp nhận|sử dụng)",
)


@remembered
def references(reading: Reading) -> tuple[Value, ...]:
    """Document numbers in the order of the text."""
    return tuple(v for v in reading.values if v.kind == "reference")


@lru_cache(maxsize=10_000)
def normal_number(text: str) -> str:
    """A document number without case, spaces and marks: "71/2026/QĐ-UBND" → "71/2026/qd-ubnd"."""
    return re.sub(r"\s+", "", fold_keep(str(text)).lower())


_CALLED_DRAFT = Phrases(
    r"(?:vẫn|còn|mới|chỉ|hiện|đang|mới chỉ)(?: \w+)? (?:là|ở dạng|trong giai đoạn|dừng ở)(?: \w+)? dự thảo", r"mới (?:là )?dự thảo", r"vẫn (?:là )?dự thảo",
    r"chưa (?:được )?(?:ban hành|thông qua|ký ban hành)", r"đang (?:được )?(?:lấy ý kiến|soạn thảo)",
)  # fmt: skip
_HOLDS_NOW = Phrases(r"(?:đã|đang|hiện) (?:được )?(?:có hiệu lực|áp dụng|thi hành)")
_EFFECT = Phrases(r"(?:có hiệu lực|áp dụng|thi hành)[^.;]{0,30}từ")


def issued_yet_called_draft(said: Reading, evidence: Evidence) -> Difference | None:
    """A paper in force, named by its number, told as a draft still."""
    word = _CALLED_DRAFT.first(said)
    if word is None or evidence.status != "in_force" or not _names(said, evidence) or of_the_past(said):
        return None
    if evidence.issued is None or said.on is None or evidence.issued > said.on:
        return None
    official = f"ban hành ngày {evidence.issued:%d/%m/%Y}"
    return Difference("status_mismatch", said.text[slice(*word)], official, word, None)


def told_as_in_force(said: Reading, rule: Reading, evidence: Evidence) -> Difference | None:
    """A paper whose day of effect is still to come, named by its number, told as applied already."""
    word, start = _HOLDS_NOW.first(said), evidence.effective_from
    if word is None or start is None or said.on is None or start <= said.on or evidence.status != "in_force":
        return None
    if not _names(said, evidence) or any(v.kind == "date" for v in said.values):
        return None
    effect = _EFFECT.first(rule)
    if effect is None:
        return None
    day = next((v for v in rule.values if v.kind == "date" and v.span[1] > effect[0]), None)
    if day is None:
        return None
    return Difference("status_mismatch", said.text[slice(*word)], day.text, word, day.span)


def _names(said: Reading, evidence: Evidence) -> bool:
    return bool(evidence.number) and normal_number(evidence.number) in {normal_number(v.text) for v in references(said)}


def draft_or_issued(said: Reading, rule: Reading, evidence: Evidence) -> Difference | None:
    """A draft told as issued."""
    status = _DRAFT.first(rule)
    if evidence.status != "draft" and not (status and evidence.number == ""):
        return None
    if evidence.number == "" and not re.search(
        r"dự thảo|chưa (?:có giá trị|ban hành|có hiệu lực)|lấy ý kiến", rule.key
    ):
        return None
    told = _ISSUED.first(said)
    if told is None or _DRAFT.first(said) is not None:
        return None
    official = rule.text[slice(*status)] if status else "dự thảo"
    return Difference("status_mismatch", said.text[slice(*told)], official, told, status)


def forged(said: Reading, rule: Reading, context: Reading | None, *, near: bool) -> Difference | None:
    """The claim relies on a paper that the passage confirms to be forged; retold without its number only where `near`."""
    word = FORGED.first(rule)
    if word is None or _CALLED_FORGED.first(said) is not None:
        return None
    told = rule.sentence_of(word[0])
    bad = [v for v in references(rule) if told[0] <= v.span[0] < told[1]]
    numbers = {normal_number(v.text) for v in bad} | {normal_number(str(v.value)) for v in bad}
    for value in references(said):
        if normal_number(value.text) in numbers or normal_number(str(value.value)) in numbers:
            return Difference("forged_document", value.text, rule.text, value.span, (0, len(rule.text)))
    whole = (0, len(rule.text))
    short = {n.split("/")[0] for n in numbers}
    named = _NUMBERED.search(said.key)
    if named and (named.group(1) in short or _spoken(said, named.start(1)) & short):
        return Difference("forged_document", said.text[slice(*named.span())], rule.text, named.span(), whole)
    if (
        context is not None
        and _CALLED_FORGED.first(context) is None
        and {normal_number(v.text) for v in references(context)} & numbers
    ) and share(said.terms, rule.terms) >= 0.4:
        return Difference("forged_document", said.text, rule.text, (0, len(said.text)), whole)
    if near and _retold(said, rule, word):
        return Difference("forged_document", said.text.strip(" ,;."), rule.text, (0, len(said.text)), whole)
    return None


_NUMBERED = re.compile(r"(?:thông báo|văn bản|công văn|quyết định|giấy(?: báo)?)(?: số)? ((?:\d+|[^\W\d]+)(?!\w))")
_RETOLD = 0.5
"""share of the claim's words that the forged paper's content, as the passage gives it, also says"""


def _spoken(said: Reading, at: int) -> set[str]:
    """A paper's number said in words ("số năm trăm linh sáu")."""
    return {str(v.value) for v in said.values if v.kind == "number" and v.span[0] == at}


def _retold(said: Reading, rule: Reading, word: Span) -> bool:
    """Whether the claim passes on what the forged paper says: its words and at least one of its figures."""
    start = max((m.end() for m in re.finditer(r"[.;\n](?=\s)", rule.text[: word[0]])), default=0)
    content = rule.terms_in(start, word[0])
    figures = [v for v in rule.values if start <= v.span[0] < word[0] and v.kind not in ("reference", "place")]
    same = any(outcome(mine, theirs) == "equal" for mine in said.values for theirs in figures)
    return same and share(said.terms, content) >= _RETOLD


_IN_PART = re.compile(r"(?:bãi bỏ|thay thế|sửa đổi)[^.;]{0,12}(?:khoản|điểm|điều|mục) \w+|còn lại[^.;]*tiếp tục")
"""only part of the old paper has gone"""
_RELIES = Phrases(r"theo", r"căn cứ", r"áp dụng", r"hiện", r"đang", r"vẫn", r"thực hiện", r"quy định", r"phải")
"""who only names a replaced paper may speak of its time; who acts on it relies on it"""
_HEIR = re.compile(r"(?:thay(?: thế)? bằng|thay thế bởi|theo)[^.;]{0,24}$")


def replaced(said: Reading, rule: Reading) -> Difference | None:
    """The claim relies on a paper, place or way that the passage itself calls the former one."""
    word = _REPLACES.first(rule)
    if (
        word is not None
        and _RELIES.first(said) is not None
        and not of_the_past(said)
        and _IN_PART.search(rule.key) is None
    ):
        old = {
            normal_number(v.text): v
            for v in references(rule)
            if word[0] < v.span[0] < rule.sentence_of(word[0])[1]
            and not _HEIR.search(rule.key[max(0, v.span[0] - 40) : v.span[0]])
        }
        for value in references(said):
            if normal_number(value.text) in old and _REPLACES.first(said) is None:
                official = old[normal_number(value.text)]
                return Difference("outdated", value.text, official.text, value.span, official.span)
    former = _FORMER.first(rule)
    if (
        former is None
        or _FORMER.first(said) is not None
        or re.search(r"(?<!\w)(?:không|khong|thôi|trước|truoc|cũ)(?!\w)", said.key)
    ):
        return None
    start, end = rule.clause_of(former[0])
    end = next((m.start() for m in re.finditer(r"[.;](?=\s|$)", rule.text) if m.start() >= former[1]), len(rule.text))
    wanted = rule.terms_in(former[1], end)
    common = {t.key for t in wanted if t.weight >= 0.6} & {t.key for t in said.terms}
    if len(common) >= 2 and share(wanted, said.terms) >= 0.6:
        return Difference("outdated", said.text, rule.text[start:end].strip(" ,;."), (0, len(said.text)), (start, end))
    return None


_PAST = Phrases(
    r"trước đây",
    r"trước kia",
    r"năm ngoái",
    r"năm trước",
    r"hồi (?:trước|năm|còn|chưa|đó)",
    r"cũ",
    r"đã (?:hết hiệu lực|được thay thế)",
    r"từng",
    r"đến hết ngày 30/9",
    r"thay (?:cho|là)",
    r"bị thay",
    r"thế chỗ",
    r"hết (?:tác dụng|dùng)",
    r"không còn dùng",
    r"trước (?:ngày|tháng|năm) (?:\d|mùng|mồng|[^\W\d]+ (?:tháng|năm))",
    r"hồi \d{4}",
    r"thay vì",
    r"so với (?:mức|trước)",
)


def of_the_past(said: Reading) -> bool:
    """Whether the claim itself speaks of how it was."""
    return _PAST.first(said) is not None


def likely_misnumbered(cited: str, number: str) -> bool:
    """Whether a cited number is a slip of a real one: the same signs after the figure, the figure off by a digit or two."""
    a, b = normal_number(cited), normal_number(number)
    head_a, _, tail_a = a.partition("/")
    head_b, _, tail_b = b.partition("/")
    if a == b or not tail_a or tail_a.split("/")[-1] != tail_b.split("/")[-1]:
        return False
    if head_a == head_b:
        return True
    return sorted(head_a) == sorted(head_b) or (
        len(head_a) == len(head_b) and sum(x != y for x, y in zip(head_a, head_b, strict=True)) == 1
    )


def misnumbered(said: Reading, rule: Reading) -> Difference | None:
    """The number of a paper the passage itself names, off by a digit or two."""
    theirs = references(rule)
    numbers = {normal_number(v.text) for v in theirs}
    for value in references(said):
        if normal_number(value.text) in numbers:
            continue
        for other in theirs:
            if likely_misnumbered(value.text, other.text):
                return Difference("reference_mismatch", value.text, other.text, value.span, other.span)
    return None
