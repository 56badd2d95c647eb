"""What a sentence orders, allows, forbids or denies: its operators, each with the words it governs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pipeline.check.reading import Phrases, Reading, Term, remembered
from pipeline.records import Span

Force = Literal["forbid", "free", "must", "urge", "may", "not"]
"""cấm · không bắt buộc · phải · khuyến khích · được · không (a plain denial)"""


@dataclass(frozen=True, slots=True)
class Norm:
    """An operator, where it stands, and the clause to its right that it governs."""

    force: Force
    span: Span
    reach: Span
    words: tuple[Term, ...]
    subject: tuple[Term, ...]
    text: str
    items: tuple[tuple[Term, ...], ...]
    """`words` item by item where a ban or a freedom governs a list ("cấm thả đèn trời, bay dù lượn và …")"""


_TABLE: tuple[tuple[Force, Phrases], ...] = (
    (
        "forbid",
        Phrases(
            r"nghiêm cấm", r"(?<!không )(?<!không bị )(?<!thời gian )(?<!lệnh )(?<!biển )(?<!giờ )(?<!đâu có )(?<!đâu )cấm(?! biển| cung| vận)", r"không được phép", r"không được(?! (?:hỗ trợ|hưởng|miễn|giảm|xét|cấp|bồi thường|nhận|vay))", r"không cho phép",
            r"không ai được", r"không còn được(?: phép)?", r"tuyệt đối không", r"đừng", r"chớ (?:vội|dại|nên)", r"chưa được phép", r"không bố trí", r"không xếp",
        ),
    ),
    (
        "free",
        Phrases(
            r"không (?:hề )?bắt buộc(?: phải)?", r"không (?:hề )?buộc(?: phải)?", r"không phải(?! là| của| do)", r"không cần(?: phải)?", r"đâu (?:có )?(?:phải(?! là)|cần|bắt(?: buộc)?|buộc)", r"không yêu cầu", r"không đòi hỏi", r"không nhất thiết(?: phải)?",
            r"khỏi (?:phải|cần|mất|lo|ai)", r"(?<!ra )(?<!rời )(?<!thoát )(?<!qua )(?<!chữa )(?<!khu )(?<!đi )khỏi(?! (?:bệnh|nhà|bãi|cảng|địa phương|phường|tỉnh|xã))", r"chưa bắt buộc", r"chưa phải(?! là| ai)", r"không đòi", r"miễn nộp", r"không kèm", r"chẳng cần", r"không bị buộc", r"không ép(?: buộc)?", r"tự nguyện",
        ),
    ),
    (
        "must",
        Phrases(
            r"bắt buộc(?: phải)?", r"buộc(?: phải)?", r"phải", r"cần phải", r"có trách nhiệm", r"có nghĩa vụ", r"đòi hỏi(?: phải)?", r"nhất thiết phải", r"bị buộc(?: phải)?",
            r"yêu cầu(?= (?:người|hộ|phải|các|học sinh|khách))",
        ),
    ),
    ("urge", Phrases(r"được khuyến khích", r"khuyến khích", r"nên(?! (?:buộc|bắt buộc|phải|được|không|chưa|mới|vẫn|khỏi))", r"khuyến cáo")),
    (
        "may",
        Phrases(
            r"(?:không|đâu) (?:có |bị )?cấm", r"được phép", r"có thể", r"có quyền", r"cho phép", r"được(?! (?:biết|cho là|coi là|xem là|ban hành|tổ chức|đăng))", r"thoải mái", r"tự do", r"tùy ý", r"vẫn được", r"được quyền",
        ),
    ),
    (
        "not",
        Phrases(
            r"không ai", r"không có", r"chưa có", r"đâu (?:có|phải)", r"có đâu", r"mô có", r"làm gì(?= có| bán| thu| được)(?: có)?", r"chưa ai", r"(?<!hàng )(?<!đường )(?<!để )không(?: hề)?(?! (?:để|quá|vượt|dưới|ít|thấp|cao|nhỏ|lớn|hơn|kém|lãi|kể|chỉ|tính|gian|khí|phận|lồ|những|thể thiếu|ngừng|dễ|riêng))", r"chưa", r"(?:tạm )?(?:ngừng|ngưng|dừng)(?= (?:tiếp nhận|nhận))", r"không còn", r"thôi(?= không)", r"bác(?: bỏ)? tin", r"phủ nhận",
        ),
    ),
)  # fmt: skip

_LIST_END = re.compile(r"[;\n“”]|[.!?…](?=\s|$)|\s(?:nhưng|song|còn|mà không|chứ)\s|\(")
_ITEM = re.compile(r",\s|\s(?:và|hoặc|hay)\s")
_END = re.compile(r"[;\n“”]|[.!?…](?=\s|$)|(?<!\d),\s|\s(?:nhưng|song|còn|mà không|chứ)\s|\(")


@remembered
def norms(reading: Reading) -> list[Norm]:
    """The operators of a text, left to right, the longest reading of each place."""
    taken: list[tuple[Span, Force]] = []
    for force, phrases in _TABLE:
        for match in phrases.finditer(reading):
            span = match.span()
            if all(span[1] <= a or b <= span[0] for (a, b), _ in taken):
                taken.append((span, force))
    taken.sort()
    taken = [t for i, t in enumerate(taken) if not i or t[0][0] - taken[i - 1][0][1] > 1]
    found: list[Norm] = []
    for i, (span, force) in enumerate(taken):
        stops = _LIST_END if force in ("forbid", "free", "not") else _END
        end = next((m.start() for m in stops.finditer(reading.text, span[1])), len(reading.text))
        following = taken[i + 1][0][0] if i + 1 < len(taken) else len(reading.text)
        stop = min(end, following) if following - span[1] > 2 else end
        begin = max((m.end() for m in _END.finditer(reading.text, 0, span[0])), default=0)
        if i and taken[i - 1][0][1] > begin:
            begin = taken[i - 1][0][1]
        words = reading.terms_in(span[1], stop)
        subject = reading.terms_in(begin, span[0])
        text = reading.text[span[0] : stop].strip()
        found.append(Norm(force, span, (span[1], stop), words, subject, text, _items(reading, span[1], stop)))
    return found


def _items(reading: Reading, start: int, end: int) -> tuple[tuple[Term, ...], ...]:
    cuts = [start, *(m.end() for m in _ITEM.finditer(reading.text, start, end)), end]
    return tuple(reading.terms_in(a, b) for a, b in pairwise(cuts))


CLASH: frozenset[tuple[Force, Force]] = frozenset(
    {
        ("must", "free"), ("must", "urge"), ("must", "may"), ("must", "forbid"), ("may", "forbid"), ("urge", "forbid"),
        ("free", "must"), ("urge", "must"), ("forbid", "may"), ("forbid", "must"), ("forbid", "urge"), ("not", "must"),
    }
)  # fmt: skip
"""(claim, passage): the two cannot both hold. "được" beside "phải" does not clash: who must also may."""
