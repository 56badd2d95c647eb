"""Papers saved from a law portal: the portal's own apparatus is cut off, its table of properties is a witness.

Official gazettes and law sites print "Số hiệu", "Ngày ban hành", "Nơi ban hành" beside the text; where the paper's own
masthead is missing or wrapped beyond reading, these stand in for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.papers.lines import Line

_MOTTO = re.compile(r"CỘNG\s*H[ÒO][ÀA]\s*XÃ\s*HỘI|Độc\s*lập\s*[-–]\s*Tự\s*do", re.IGNORECASE)
_LABELS = {
    "number": r"số hiệu|số/ký hiệu|số ký hiệu|số, ký hiệu|số văn bản",
    "kind": r"loại văn bản|hình thức văn bản|thể loại",
    "issuer": r"nơi ban hành|cơ quan ban hành(?:/ ?chức danh.*)?|đơn vị ban hành",
    "issued": r"ngày ban hành|ban hành ngày",
    "effective_to": r"ngày hết hiệu lực|hết hiệu lực từ(?: ngày)?",
    "effective_from": r"ngày (?:có )?hiệu lực|hiệu lực từ(?: ngày)?",
    "state": r"tình trạng(?: hiệu lực| văn bản)?|trạng thái(?: hiệu lực)?",
    "title": r"trích yếu(?: nội dung)?|tên văn bản",
}
_ANY = re.compile(
    r"^(?:" + "|".join(f"(?P<{key}>{words})" for key, words in _LABELS.items()) + r")\s*:?\s*(?P<value>.*)$",
    re.IGNORECASE,
)


_FOOT = re.compile(
    r"^(?:văn bản này chưa (?:cập nhật|có)|(?:các )?văn bản liên quan|nội dung sửa đổi, hướng dẫn|văn bản (?:bị|được) thay thế$|"
    r"file (?:được )?đính kèm|tệp (?:tin )?đính kèm|lược đồ|thuộc tính (?:văn bản)?|tải (?:văn bản|về)|in (?:trang|bài viết))"
    r"(?!\w)",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"^\W*(?:Kính gửi|Căn cứ|(?:Điều|ĐIỀU)\s+1\b|Thực hiện)")
_RELATED = re.compile(r"^(?:ban hành|hiệu lực|tình trạng|cập nhật)\s*:", re.IGNORECASE)
"""how a portal lists the papers around this one: a few labels each, over and over"""


def without_apparatus(lines: Sequence[Line]) -> tuple[list[Line], dict[str, str]]:
    """(the paper's own lines, the portal's properties)."""
    own, properties = _from_masthead(lines)
    return (_to_foot(own, properties.get("number", "")) if properties else own), properties


def _to_foot(lines: Sequence[Line], number: str) -> list[Line]:
    """Up to where the portal goes on behind the paper, less the lines in which it names the paper once more."""
    end = next((i for i in range(len(lines)) if _is_foot(lines[i : i + 6])), len(lines))
    while (
        0 < end < len(lines)
        and number
        and re.match(rf"[^\W\d_][^\d]{{4,40}}\s{re.escape(number)}\s", lines[end - 1].text)
    ):
        end -= 1
    return list(lines[:end])


def _is_foot(lines: Sequence[Line]) -> bool:
    text = lines[0].text
    if lines[0].cells or len(text) >= 90:
        return False
    return bool(_FOOT.match(text) or (_RELATED.match(text) and sum(bool(_RELATED.match(ln.text)) for ln in lines) >= 3))


def _from_masthead(lines: Sequence[Line]) -> tuple[list[Line], dict[str, str]]:
    motto = next((i for i, line in enumerate(lines) if _MOTTO.search(line.text)), None)
    properties, last = _properties(lines[: (motto if motto is not None else 60)])
    if motto is None and properties:
        # The portal cut the masthead off: the paper begins behind the properties, at its address or its bases.
        start = next((i for i, ln in enumerate(lines) if i > last and _BEGINS.match(ln.text)), last + 1)
        return list(lines[start:]), properties
    if motto is None or motto < 8 or not (properties or motto < 60):
        return list(lines), properties
    start = motto
    while start > 0 and motto - start < 6 and _is_masthead(lines[start - 1]):
        start -= 1
    return list(lines[start:]), properties


def _is_masthead(line: Line) -> bool:
    letters = [c for c in line.text if c.isalpha()]
    return not letters or (sum(c.isupper() for c in letters) > 0.9 * len(letters) and len(line.text) < 120)


def _properties(lines: Sequence[Line]) -> tuple[dict[str, str], int]:
    """(what the portal states, index of the last line that states something for the first time)."""
    found: dict[str, str] = {}
    last = 0
    for index, line in enumerate(lines):
        match = _ANY.match(line.text)
        if match is None:
            continue
        key = next(k for k in _LABELS if match[k])
        value = match["value"].strip() or next((ln.text for ln in lines[index + 1 : index + 2]), "")
        if value and not _ANY.match(value) and key not in found:
            found[key] = value
            last = index + (not match["value"].strip())
    return (found, last) if len(found) >= 2 else ({}, 0)
