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


def without_apparatus(lines: Sequence[Line]) -> tuple[list[Line], dict[str, str]]:
    """(the paper's own lines, the portal's properties)."""
    motto = next((i for i, line in enumerate(lines) if _MOTTO.search(line.text)), None)
    properties = _properties(lines[: (motto if motto is not None else 60)])
    if motto is None or motto < 8 or not (properties or motto < 60):
        return list(lines), properties
    start = motto
    while start > 0 and motto - start < 6 and _is_masthead(lines[start - 1]):
        start -= 1
    return list(lines[start:]), properties


def _is_masthead(line: Line) -> bool:
    letters = [c for c in line.text if c.isalpha()]
    return not letters or (sum(c.isupper() for c in letters) > 0.9 * len(letters) and len(line.text) < 120)


def _properties(lines: Sequence[Line]) -> dict[str, str]:
    found: dict[str, str] = {}
    for index, line in enumerate(lines):
        match = _ANY.match(line.text)
        if match is None:
            continue
        key = next(k for k in _LABELS if match[k])
        value = match["value"].strip() or next((ln.text for ln in lines[index + 1 : index + 2]), "")
        if value and not _ANY.match(value) and key not in found:
            found[key] = value
    return found if len(found) >= 2 else {}
