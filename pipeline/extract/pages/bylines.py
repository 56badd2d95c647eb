"""Who wrote it, found in order to be dropped: names, "Theo …", "Bài, ảnh: …", signatures under readers' letters.

Bylines stand at the edges of a text. What looks like one in the middle stays: a name there is part of the news.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_UPPER = "A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ"
_NAME_WORD = rf"[{_UPPER}][\w.'’]*"
_NAME = rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,5}}"
_NAMES = re.compile(rf"^\W*{_NAME}(?:\s*(?:[-–—,;/&|+]|và)\s*{_NAME}){{0,4}}\W*$")
_PLACED_NAME = re.compile(
    rf"^\W*(?:(?:bạn đọc|ông|bà|anh|chị|cô|chú|em)\s+)?{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,5}}"
    r"\s*[,(–—-]\s*[^.!?]{2,80}\)?\W*$"
)
_MARKED = re.compile(
    r"^\W*(?:(?:theo|nguồn(?: tin)?|tổng hợp|biên (?:tập|dịch|soạn)|thực hiện|trình bày|đồ họa|tin(?:,)?(?: và)? ảnh|"
    r"bài(?: viết)?(?:,| và| -)? ?ảnh|tin,? bài(?:,? ảnh)?|bài viết|ảnh|clip|video|tác giả|người viết|ký tên|người gửi|"
    r"thay mặt .{0,40}|phóng viên|pv|ctv|cộng tác viên|nhóm (?:pv|phóng viên)|ghi chép|lược (?:dịch|ghi)|dịch)\s*"
    r"(?:[:：/–\-]|\b).{0,80})$",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"^\W*(?:(?:kính|trân trọng|thân)(?: (?:thư|chào|ái|báo|gửi|cảm ơn|kính chào))?|xin (?:trân trọng |"
    r"chân thành )?cảm ơn|"
    r"(?:một |nhóm )?(?:bạn đọc|độc giả|người dân|cư dân)(?: ở| tại| giấu tên| phường| xã| khu)?.{0,60}|"
    r"(?:ban biên tập|tòa soạn|bbt)|"
    r"người gửi (?:giấu tên|không nêu tên)|đại diện (?:các |những )?(?:hộ|người dân|cư dân|phụ huynh).{0,40})\W*$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?<=[.!?…”\"»)])\s*[-–—(/]*\s*(?:(?:theo|nguồn:?|tin, ảnh:?|bài, ảnh:?|ảnh:)\s+{_NAME}[^.!?]{{0,40}}|PV|CTV|"
    rf"TTXVN|"
    rf"(?:[{_UPPER}]{{2,}}(?:\s+[{_UPPER}]{{2,}}){{1,4}}))\s*[)/.]*\s*$"
)
_ENDS = (".", "!", "?", "…", ":", ";", ".”", "?”", "!”", '."', '?"', '!"')


def is_byline(text: str, authors: Sequence[str]) -> bool:
    """Tell whether a short text at the edge of an article says who made it."""
    if len(text) > 140:
        return False
    bare = text.strip(" \t-–—•|/*()[]").casefold()
    if any(bare == a.casefold() or (a.casefold() in bare and len(bare) < len(a) + 25) for a in authors if len(a) > 2):
        return True
    if text.endswith(_ENDS) and not re.search(r"\b[A-ZĐ]\.[A-ZĐ]\.?$", text):
        return (
            len(text) < 80
            and bool(_MARKED.match(text))
            and bool(re.match(r"^\W*(?:nguồn|ảnh|bài, ảnh|tin, ảnh)\b", text, re.I))
        )
    return bool(_NAMES.match(text) and len(text) <= 70) or bool(_MARKED.match(text) and len(text) <= 100)


def is_signature(text: str) -> bool:
    """Tell whether the last line of a text is a reader's signature or a closing formula."""
    if len(text) > 110 or (text.endswith(_ENDS) and not _SIGN_OFF.match(text)):
        return False
    return bool(_PLACED_NAME.match(text)) or bool(
        _SIGN_OFF.match(text) and len(text) <= 80 and not text.endswith(("?", "!"))
    )


def without_bylines(paragraphs: Sequence[str], authors: Sequence[str]) -> list[str]:
    """Drop bylines from both edges and a name hung behind the last sentence. Never drops everything."""
    kept = list(paragraphs)
    while len(kept) > 1 and is_byline(kept[0], authors):
        kept.pop(0)
    while len(kept) > 1 and (is_byline(kept[-1], authors) or (is_signature(kept[-1]) and not _is_thanks(kept[-1]))):
        kept.pop()
    if kept:
        kept[-1] = _without_tail(kept[-1], authors)
    return kept


def _is_thanks(text: str) -> bool:
    return text.endswith((".", "!")) and bool(re.match(r"^\W*xin\b", text, re.IGNORECASE))


def _without_tail(text: str, authors: Sequence[str]) -> str:
    for author in authors:
        if len(author) > 3 and text.casefold().endswith(author.casefold()):
            head = text[: -len(author)].rstrip(" -–—(/")
            if head.endswith(_ENDS):
                return head
    return _TAIL.sub("", text).rstrip()
