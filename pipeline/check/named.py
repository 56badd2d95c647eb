"""Named places that a claim counts in although the passage expressly leaves them out, or the other way about.

Names come from the passage, where they are printed with capitals or numbers ("khu phố 5", "Mỹ Bình cũ", "cổng số 3"),
and are looked for in the claim however it is written. Only what stands right beside the name decides: "khu phố 5 không
nằm trong ranh", "trừ khu Văn Hải cũ", "kể cả hẻm 12".
"""

from __future__ import annotations

import re

from pipeline.check.reading import PLAIN, Phrases, Reading, fold_keep, remembered, share
from pipeline.records import Difference, Span

_CAPITAL = "[" + "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper()) + "]"
_NAME = re.compile(
    rf"(?:khu phố|tổ dân phố|cổng|tuyến|khoa|điểm|bến|làn|hẻm|tổ)(?: số)? \d+[A-Z]?|{_CAPITAL}\w*(?: {_CAPITAL}\w*)+"
)
_OFFICE = re.compile(
    r"(?:ubnd|ủy ban|công an|phòng|sở|ban|trung tâm|chủ tịch|trường|bệnh viện|công ty|điện lực|trạm)\s+(?:\w+\s+){0,3}$"
)
_LEFT_OUT_AFTER = re.compile(
    r"(?: cũ)?(?:,)? (?:thì )?(?:không (?:thuộc|nằm|có|được|áp dụng|nhận|bị|phải|hoạt động|ngừng|cúp|cắt|triển khai|thu|tiêm|giao|dọn|gom|đón)|chưa (?:thuộc|có|được|áp dụng|phải|ngừng|cúp|cắt|triển khai|thu|tiêm|giao|dọn|gom|đón|mở|làm|thi công)|tạm (?:dừng|ngừng)|ngừng từ|do (?:đơn vị|nơi) khác|đã bãi bỏ)"
)
_LEFT_OUT_BEFORE = re.compile(
    r"(?:trừ|ngoại trừ|không (?:dừng|làm|áp dụng|thực hiện|nhận)(?: \w+){0,2}(?: tại| ở)?)(?: (?:khu|các|phường|xã|thôn|trong|khu vực|dải|đất|ven|biển))* $"
)
_COUNTED_IN = re.compile(r"(?:kể cả|gồm cả|bao gồm|cả)(?: (?:khu|các|phường|xã|thôn|khu vực|ở|tại))* $")
_DENIES = Phrases(r"không", r"chưa", r"trừ", r"khỏi", r"ngoài", r"vẫn", r"đâu có", r"làm gì")
LEAST = 0.3
"""share of the claim's words, the name apart, that the passage says too"""


def misplaced(said: Reading, rule: Reading) -> Difference | None:
    """A named place told as in where the passage leaves it out, or as out where it is expressly counted in."""
    folded = fold_keep(said.text).lower()
    for name, span in _names(rule):
        before, after = rule.key[: span[0]], rule.key[span[1] :]
        out = _LEFT_OUT_AFTER.match(after) is not None or _LEFT_OUT_BEFORE.search(before) is not None
        counted = _COUNTED_IN.search(before) is not None
        at = re.search(rf"(?<!\w){re.escape(fold_keep(name).lower())}(?!\w)", folded)
        if at is None or out == counted:
            continue
        denied = _DENIES.first(said) is not None
        if out and denied:
            continue
        if counted and _LEFT_OUT_AFTER.match(said.key, at.end()) is None:
            continue
        words = tuple(t for t in said.terms if t.weight >= PLAIN and not at.start() <= t.span[0] < at.end())
        if words and share(words, rule.terms) >= LEAST:
            mine, theirs = said.clause_of(at.start()), rule.clause_of(span[0])
            told, official = said.text[slice(*mine)].strip(" ,;."), rule.text[slice(*theirs)].strip(" ,;.")
            return Difference("scope_mismatch", told, official, mine, theirs)
    return None


@remembered
def _names(rule: Reading) -> list[tuple[str, Span]]:
    """Names that stand once and are no part of an office's name: what is named twice is not settled by one clause."""
    return [
        (match.group(), match.span())
        for match in _NAME.finditer(rule.text)
        if rule.text.count(match.group()) == 1 and not _OFFICE.search(rule.key[: match.start()])
    ]
