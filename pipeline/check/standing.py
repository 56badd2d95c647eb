"""How a paper, a scheme or a figure stands: in force or no longer, decided or only proposed, running or halted, final or not.

Each state is a list of words; two states that cannot hold together, told of the same matter, differ. What a claim says
of both states ("chưa ban hành, mới là dự thảo") or of the time before says nothing that could be compared.
"""

from __future__ import annotations

import re

from pipeline.check.reading import PLAIN, Phrases, Reading, Term, remembered, share
from pipeline.language.normalise import fold
from pipeline.records import Difference, Span

_DECISIONS = r"(?:ban hành|thông qua|phê duyệt|thẩm định|trình|ký)"
STATES: dict[str, Phrases] = {
    "pending": Phrases(
        r"(?:mới |vẫn |chỉ |còn )?(?:là |ở dạng )?dự thảo", r"lấy ý kiến", rf"chưa (?:được |có |qua )?(?:\w+ ){{0,4}}{_DECISIONS}", r"chưa có hiệu lực", r"là đề xuất",
        r"chưa có (?:văn bản|quyết định|nghị quyết)[^.;,]{0,20}", rf"dự kiến (?:{_DECISIONS}|trình)", r"đang (?:soạn|xây dựng|trình|hoàn thiện)",
    ),
    "decided": Phrases(
        rf"(?:đã|vừa|mới)(?: chính thức)?(?: được| qua)?(?: [^\W\d]+){{0,3}} {_DECISIONS}", r"(?<!chưa )(?<!sẽ )(?<!dự kiến )(?<!được )(?<!trình )(?:ban hành|thông qua)(?= (?:quy định|mức|quyết định|nghị quyết|giá|phụ thu|bảng giá|chính sách))",
        r"đã (?:chính thức )?có hiệu lực", r"có hiệu lực rồi", r"đã áp dụng", r"ban hành rồi",
    ),
    "valid": Phrases(r"(?:vẫn |đang |còn |tiếp tục )(?:còn |có )?(?:hiệu lực|giá trị)"),
    "void": Phrases(
        r"hết (?:hiệu lực|giá trị)", r"không còn (?:hiệu lực|giá trị)", r"bị bãi bỏ", r"bãi bỏ toàn bộ", r"đã (?:bị )?(?:thu hồi|bãi bỏ|hủy bỏ)",
    ),
    "halted": Phrases(r"tạm (?:dừng|ngưng|ngừng|hoãn)", r"ngưng hiệu lực", r"đình chỉ"),
    "running": Phrases(r"đang được", r"vẫn (?:diễn ra|hoạt động|tiếp tục|thực hiện)(?: \w+){0,2}", r"(?:diễn ra|hoạt động|thực hiện) bình thường"),
    "final": Phrases(r"số (?:liệu )?(?:chốt|chính thức|cuối cùng)(?: cuối cùng)?", r"con số (?:chốt|cuối cùng)"),
    "open": Phrases(
        r"(?:đã|vừa|nay|mới)(?: được)? (?:mở|hoạt động|đưa vào|đi vào|dùng|chạy|khai thác|nghiệm thu|công nhận|khánh thành|thông xe)(?: lại)?(?: cửa| hoạt động| khai thác| sử dụng)?",
        r"(?:mở(?: cửa)?|xài được|dùng được|hoạt động|chạy)(?: được)? rồi", r"đi vào hoạt động", r"(?:vẫn|vẫn còn|còn|vẫn đang|đang) (?:chạy|dùng|mở cửa|hoạt động|chở khách|khai thác|đổi|nhận|phát)", r"mở (?:từ ngày|cho)",
    ),
    "unopened": Phrases(
        r"chưa (?:hề |được |có )?(?:mở|hoạt động|đưa vào|đi vào|dùng|khai thác|nghiệm thu|công nhận|xây|khởi công|khánh thành|thông xe|xong|ai vô)(?: lại| cửa| hoạt động| khai thác| sử dụng)*",
        r"(?:còn |vẫn |mới |chỉ |đang )+(?:xây|sửa|thi công|khảo sát|chạy thử|trên giấy|là đề xuất|là phương án|là ý tưởng)(?: dở)?", r"(?:đang|mới|còn) (?:ở mức |ở bước )?(?:xin|lấy) ý kiến", r"mới (?:được )?(?:chấp thuận )?chủ trương", r"còn là đề xuất", r"chưa thấy đâu",
    ),
    "closed": Phrases(r"(?:đã|nay) (?:kết thúc|dừng|ngừng|ngưng|đóng cửa|bãi bỏ|thôi)(?: hẳn)?(?: sử dụng| hoạt động| khai thác| chạy)?"),
    "rough": Phrases(r"số (?:liệu )?sơ bộ", r"ước tính sơ bộ", r"tạm tính", r"thống kê ban đầu"),
}  # fmt: skip
CONTRARY = (
    ("decided", "pending"), ("pending", "decided"), ("valid", "void"), ("void", "valid"), ("void", "halted"), ("valid", "halted"),
    ("running", "halted"), ("final", "rough"), ("open", "unopened"), ("unopened", "open"), ("open", "closed"), ("unopened", "closed"),
)  # fmt: skip
"""(claim, passage)"""
_TIME = Phrases(
    r"trước đây", r"từng", r"nếu", r"khi nào", r"sau khi", r"đề nghị", r"kiến nghị", r"dự kiến", r"có thể", r"sẽ"
)
LEAST = 0.4
"""share of the claim's words, its state apart, that the passage says of the thing whose state it gives"""


def other_standing(said: Reading, rule: Reading) -> Difference | None:
    """The first state of the claim that cannot hold beside the passage's, None when there is none."""
    mine = {name: spans[0] for name, spans in _states(said).items() if spans}
    theirs = _states(rule)
    if not mine or not any(theirs.values()) or _TIME.first(said) is not None:
        return None
    wholly = _WHOLLY.first(said) is not None
    for one, other in CONTRARY:
        if one not in mine or other in mine or not theirs[other]:
            continue
        both = theirs[one] and not ((one, other) in _STEPWISE or (one == "void" and wholly))
        if both and (one not in _OF_A_THING or any(_one_thing(said, mine[one], rule, a, one) for a in theirs[one])):
            continue
        for span in theirs[other]:
            if _later(said, mine[one], rule, span, one) and _one_thing(said, mine[one], rule, span, other):
                official = re.sub(r"\s+", " ", rule.text[slice(*span)])
                return Difference("status_mismatch", said.text[slice(*mine[one])], official, mine[one], span)
    return None


_OF_A_THING = frozenset({"open", "unopened"})
"""states of a place or service: a passage tells of several, each in its own sentence"""
_STEPWISE = frozenset({("decided", "pending"), ("pending", "decided")})
_STEPS = ("soạn", "xây dựng", "lấy ý kiến", "thẩm định", "trình", "thông qua", "phê duyệt", "ban hành", "hiệu lực", "áp dụng")  # fmt: skip
_ADOPTED = _STEPS.index("thông qua")
_WHOLLY = Phrases(r"toàn bộ", r"hẳn", r"hoàn toàn")


def _step(reading: Reading, span: Span) -> int:
    """How far along the way of a paper a state stands; a draft or a proposal has not been adopted."""
    words = reading.key[slice(*span)]
    found = [i for i, step in enumerate(_STEPS) if step in words or fold(step) in words]
    if any(w in words for w in ("dự thảo", "đề xuất", "chưa có ", "du thao", "de xuat")):
        return _ADOPTED
    return max(found, default=_ADOPTED)


def _later(said: Reading, mine: Span, rule: Reading, theirs: Span, state: str) -> bool:
    """Whether what the claim tells as done comes at or after what is still to be done (or the other way about)."""
    if state not in ("decided", "pending"):
        return True
    told, official = _step(said, mine), _step(rule, theirs)
    return official <= told if state == "decided" else official >= told


@remembered
def _states(reading: Reading) -> dict[str, list[Span]]:
    return {name: [m.span() for m in phrases.finditer(reading)] for name, phrases in STATES.items()}


def _one_thing(said: Reading, mine: Span, rule: Reading, theirs: Span, state: str) -> bool:
    """Whether the sentence with the passage's state speaks of what the claim speaks of, or both name one paper."""
    start, end = (0, len(rule.text)) if state == "rough" else rule.sentence_of(theirs[0])
    wanted = _outside(said.terms, mine)
    if _papers(said, 0, len(said.text)) & _papers(rule, start, end):
        return True
    return sum(t.weight for t in wanted) >= PLAIN and share(wanted, rule.terms_in(start, end)) >= LEAST


_SHORT = re.compile(
    r"(?:quyết định|nghị quyết|thông báo|công văn|quyet dinh|nghi quyet|thong bao|cong van)(?: (?:số|so))? (\d{1,5})(?:/(\d{4})| (?:năm|nam) (\d{4})|(?=/))"
)


def _papers(reading: Reading, start: int, end: int) -> set[tuple[str, str]]:
    """Number and year of each paper named ("Quyết định 52 năm 2019", "Quyết định số 52/2019/QĐ-UBND")."""
    return {(m.group(1), m.group(2) or m.group(3) or "") for m in _SHORT.finditer(reading.key, start, end)}


def _outside(terms: tuple[Term, ...], span: Span) -> tuple[Term, ...]:
    return tuple(t for t in terms if t.weight >= PLAIN and not span[0] <= t.span[0] < span[1])
