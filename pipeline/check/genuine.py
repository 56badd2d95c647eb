"""Whether a paper is genuine and in force: told as a fake where the passage acts on it, as valid where it was replaced.

Only a number decides: claim and passage must name the same paper, ticket, card or receipt by its number.
"""

from __future__ import annotations

import re

from pipeline.check.reading import Phrases, Reading
from pipeline.records import Difference, Span

_NUMBERED = re.compile(
    r"(?<![\d./,])0*(\d{1,5})/[^\W\d]|(?<!\w)(?:số|so) 0*(\d{1,5})(?![\d.,]*\d)(?! \d)(?!\w)"
    r"|(?:công văn|thông báo|quyết định|tuyển dụng|công điện|cong van|thong bao|quyet dinh|tuyen dung|cong dien) 0*(\d{1,5})(?!\w)"
)
_FAKE = Phrases(
    r"(?:giấy|đồ|vé|thẻ|tờ|văn bản|hàng|phiếu|bản) giả(?: mạo)?", r"là giả(?: mạo)?", r"giả mạo", r"mạo danh", r"không có thật", r"bịa(?: đặt)?", r"(?:không|đâu) phải của",
)  # fmt: skip
_NOT_FAKE = Phrases(r"(?:không|đâu) (?:phải |có )?(?:là )?(?:giấy |đồ |vé |thẻ )?giả")
_VALID = Phrases(
    r"(?<!không )(?<!chẳng )(?:vẫn |đang |còn |tiếp tục )+(?:có )?(?:hiệu lực|giá trị|dùng|áp dụng)",
    r"chưa (?:bị |có ai |ai )?thay",
)
_REPLACED = Phrases(r"thay(?: thế)?(?: cho)?", r"bãi bỏ", r"hết hiệu lực")


def _numbers(reading: Reading, start: int = 0, end: int | None = None) -> set[str]:
    stop = len(reading.key) if end is None else end
    return {next(g for g in m.groups() if g) for m in _NUMBERED.finditer(reading.key, start, stop)}


def called_fake(said: Reading, rule: Reading) -> Difference | None:
    """A numbered paper that the claim calls a fake and the passage treats as genuine."""
    fake = _FAKE.first(said)
    if fake is None or _NOT_FAKE.first(said) is not None or _FAKE.first(rule) is not None:
        return None
    return _told(said, fake, rule, _place(rule, _numbers(said)))


def held_valid(said: Reading, rule: Reading) -> Difference | None:
    """A numbered paper that the claim holds to be in force and the passage replaces."""
    valid, mine = _VALID.first(said), _numbers(said)
    if valid is None or not mine:
        return None
    for match in _REPLACED.finditer(rule):
        stop = rule.clause_of(match.start())[1]
        if mine & _numbers(rule, match.end(), stop):
            return _told(said, valid, rule, (match.start(), stop))
    return None


def _place(rule: Reading, numbers: set[str]) -> Span | None:
    for match in _NUMBERED.finditer(rule.key):
        if next(g for g in match.groups() if g) in numbers:
            return rule.clause_of(match.start())
    return None


def _told(said: Reading, mine: Span, rule: Reading, theirs: Span | None) -> Difference | None:
    if theirs is None:
        return None
    return Difference("status_mismatch", said.text[slice(*mine)], rule.text[slice(*theirs)].strip(" ,;."), mine, theirs)
