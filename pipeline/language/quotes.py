"""Words that a text passes on: where they stand, the verb that hands them over, and the role of who said them.

Who spoke is kept only as a role ("người dân", "lãnh đạo", "cơ quan", "chuyên gia"; CHARTER rule 1): no name leaves this
file. Direct speech may run over several sentences or paragraphs; reported speech goes from its verb to the end of the
sentence. Whether quoted words are anybody's claim is decided in `check`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.language.normalise import Normal, normal
from pipeline.language.segment import sentences
from pipeline.records import Span

Role = Literal["người dân", "lãnh đạo", "cơ quan", "chuyên gia", "không rõ"]
OFFICIAL: frozenset[Role] = frozenset({"lãnh đạo", "cơ quan"})
SCARE_WORDS = 5
"""a quotation of so few words colours a word and reports nobody"""
_WINDOW = 160


@dataclass(frozen=True, slots=True)
class Quote:
    """Words at `span` that somebody said; `verb` is where the text says so, None when it does not."""

    span: Span
    role: Role
    verb: Span | None = None
    direct: bool = True


_MARKS = re.compile(r"“[^“”]{1,2000}”|«[^«»]{1,2000}»|‘[^‘’\n]{1,600}’|(?<!\w)\"[^\"\n]{1,600}\"(?!\w)")
_VERB = re.compile(
    r"(?<!\w)(?:cho biết|cho hay|cho rằng|nói|kể|chia sẻ|tâm sự|phàn nàn|than(?: thở| phiền)?|thắc mắc|bày tỏ|khẳng định|nhấn mạnh|thông tin|giải thích|trả lời|"
    r"trao đổi|nhận định|đánh giá|cảnh báo|khuyến cáo|khuyên|đề nghị|kiến nghị|đề xuất|lo lắng|lo|hứa|thừa nhận|phản ánh|bức xúc|hỏi|bộc bạch|nhẩm tính|mong|bảo)"
    r"(?! (?:hiểm|vệ|trì|đảm|đảm|chung|tàng|quản|hành|mật|tồn|riêng|rõ|cả|trên|từ))(?!\w)"
)
_ACCORDING = re.compile(r"(?<!\w)theo (?:lời |ông |bà |anh |chị )?")
_LEADER = re.compile(
    r"(?<!\w)(?:lãnh đạo|chủ tịch|phó chủ tịch|bí thư|giám đốc|trưởng (?:phòng|ban|công an|trạm|khu phố|thôn|đoàn)|phó (?:phòng|ban|trưởng)|chi cục trưởng|cục trưởng|"
    r"hiệu trưởng|người phát ngôn|người đứng đầu|chánh văn phòng|đội trưởng|bộ trưởng|thủ tướng)(?!\w)"
)
_OFFICE = re.compile(
    r"(?<!\w)(?:đại diện|ubnd|ủy ban|hđnd|hội đồng nhân dân|công an|(?<!cơ )sở|phòng (?:văn|kinh|giáo|y|tư|nội|tài|tiếp)|chi cục|cục|bộ(?! đồ)|trung tâm|ban (?:quản lý|tổ chức|chỉ huy|chỉ đạo)|"
    r"bảo hiểm xã hội|thuế|công ty|điện lực|đội quản lý|nhà trường|chủ đầu tư|mặt trận|cán bộ|cơ quan|thông báo|thông cáo|quyết định|nghị quyết|kế hoạch|hướng dẫn|công văn|văn bản)(?!\w)"
)
_EXPERT = re.compile(
    r"(?<!\w)(?:chuyên gia|luật sư|nhà nghiên cứu|tiến sĩ|giáo sư|giảng viên|kỹ sư|bác sĩ|giới (?:tư vấn|chuyên gia))(?!\w)"
)
_RESIDENT = re.compile(
    r"(?<!\w)(?:người dân|cư dân|bà con|dân mạng|bạn đọc|tiểu thương|ngư dân|nông dân|diêm dân|phụ huynh|học sinh|hộ dân|hành khách|khách|thương lái|chủ (?:tiệm|quán|vườn|hộ|tàu|ghe|sạp|trọ|nhà|cơ sở)|"
    r"(?:một|nhiều|vài|các|mấy|có|những) (?:người|chị|anh|bà|ông|cô|chú|bác|cụ|hộ|em)|người (?:phụ nữ|đàn ông|mua|bán|này)|bà|ông|anh|chị|cô|chú|bác|cụ|em|họ)(?!\w)"
)  # fmt: skip


_NEXT = re.compile(
    r"\. (?:bà|ông|anh|chị|cô|chú|bác|cụ|em)(?: [^\W\d_]+){0,3} (?:nói|kể|chia sẻ|cho biết|tâm sự|than)(?!\w)"
)
"""the speaker in a sentence of his own: “…”. Chị nói rồi quay đi."""


def quotes(text: str) -> list[Quote]:
    """Every passage of direct or reported speech, in order, with offsets into `text`."""
    ready = normal(text)
    found: list[Quote] = []
    for mark in _MARKS.finditer(ready.text):
        inside = ready.text[mark.start() + 1 : mark.end() - 1]
        if len(inside.split()) <= SCARE_WORDS:
            continue
        role, verb = _attribution(ready, mark.start(), mark.end())
        if (
            verb is None
            and found
            and found[-1].direct
            and "\n" not in text[found[-1].span[1] : ready.original(0, mark.start())[1]]
        ):
            role = found[-1].role  # the same voice goes on
        span = ready.original(mark.start() + 1, mark.end() - 1)
        found.append(Quote(span, role, ready.original(*verb) if verb else None))
    found += _reported(ready, [q.span for q in found])
    return sorted(found, key=lambda q: q.span)


def role_of(words: str) -> Role:
    """The role that words before or after a verb of saying name ("một tiểu thương chợ", "đại diện công ty")."""
    return _role(normal(words).key)


def _role(key: str) -> Role:
    """A leader's or office's title counts wherever it stands, but a resident named first speaks for himself."""
    places: list[tuple[int, Role]] = []
    for pattern, role in (
        (_RESIDENT, "người dân"),
        (_EXPERT, "chuyên gia"),
        (_LEADER, "lãnh đạo"),
        (_OFFICE, "cơ quan"),
    ):
        if match := pattern.search(key):
            places.append((match.start(), role))  # type: ignore[arg-type]
    roles = {role for _, role in places}
    first = min(places, default=(0, "không rõ"))[1]
    if first == "người dân" and re.match(r"[\W_]*(?:ông|bà|anh|chị)(?!\w)", key) and "lãnh đạo" in roles:
        return "lãnh đạo"  # "ông …, Chủ tịch UBND phường"
    if first == "cơ quan" and "lãnh đạo" in roles:
        return "lãnh đạo"
    return first


def _attribution(ready: Normal, start: int, end: int) -> tuple[Role, Span | None]:
    """Who handed over the words at [start, end): after them ("…”, bà nói"), before ("Đại diện công ty cho biết: “…")."""
    after = ready.key[end : end + _WINDOW]
    after = re.split(r"[.!?\n“]", after if not _NEXT.match(after) else after.replace(".", ",", 1))[0]
    if re.match(r"[\s,–—-]{1,3}", after) and (verb := _VERB.search(after)):
        return _role(after[: verb.start()]), (end + verb.start(), end + verb.end())
    if re.match(r"[\s,]{1,3}(?:theo|lời)", after):
        return _role(after), (end, end + len(after))
    begin = max(0, start - _WINDOW)
    before = re.split(r"(?<=[.!?])\s|[\n”]", ready.key[begin:start])[-1]
    at = start - len(before)
    verbs = list(_VERB.finditer(before))
    if verbs:
        return _role(before[: verbs[-1].start()]), (at + verbs[-1].start(), at + verbs[-1].end())
    if said := _ACCORDING.search(before):
        return _role(before[said.end() :] if _role(before[said.start() :]) == "không rõ" else before[said.start() :]), (
            at + said.start(),
            at + said.end(),
        )
    return _role(before), None


def _reported(ready: Normal, taken: list[Span]) -> list[Quote]:
    """ "Bà nói rằng …", "Theo đại diện công ty, …": from the verb to the end of its sentence."""
    found = []
    for start, end in sentences(ready.text):
        key = ready.key[start:end]
        verb = _VERB.search(key)
        inside = any(a < ready.original(0, end)[1] and ready.original(0, start)[1] < b for a, b in taken)
        if verb is None or inside:
            said = _ACCORDING.match(key)
            comma = key.find(",")
            if said and 0 < comma < 90 and not inside:
                role = _role(key[said.end() - 1 : comma] if said.group() == "theo " else key[:comma])
                if role != "không rõ":
                    found.append(
                        Quote(
                            ready.original(start + comma + 1, end),
                            role,
                            ready.original(start, start + said.end()),
                            False,
                        )
                    )
            continue
        role = _role(key[: verb.start()])
        rest = re.match(r"(?: thêm)?(?: rằng|:|,| là)?\s*", key[verb.end() :])
        begin = start + verb.end() + (rest.end() if rest else 0)
        if role != "không rõ" and end - begin > 12:
            found.append(
                Quote(ready.original(begin, end), role, ready.original(start + verb.start(), start + verb.end()), False)
            )
    return found
