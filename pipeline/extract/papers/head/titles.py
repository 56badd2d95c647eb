"""The kind of a paper and its subject (trích yếu), wrapped over lines as mastheads wrap them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.papers.head.issuer import KINDS
from pipeline.extract.papers.head.marks import ABOUT, BASIS, ORDER, RULE_OFF
from pipeline.extract.papers.lines import Line, tidy

_WHO = re.compile(
    r"^(?:[ỦU][ỶY] BAN NHÂN DÂN|CHỦ TỊCH|HỘI ĐỒNG NHÂN DÂN|CHÍNH PHỦ|THỦ TƯỚNG|BỘ TRƯỞNG|GIÁM ĐỐC|CỤC TRƯỞNG|TỔNG |"
    r"THỐNG ĐỐC|QUỐC HỘI|BAN CHẤP HÀNH|TRƯỞNG BAN|CHÁNH ÁN|VIỆN TRƯỞNG)"
)


def find_kind(flat: Sequence[Line]) -> tuple[int, str, str]:
    """(index of the first line of the body, kind, subject); index 0 when the paper has no line with its kind."""
    for index, line in enumerate(flat[:40]):
        text = line.text.strip(" *_#:")
        for kind, words in KINDS:
            match = re.match("^" + words.replace(" ", r"\s*") + r"\b(.*)$", text, re.DOTALL)
            if match is None:
                continue
            rest = match[1].strip()
            if len(text) > 220 or (rest and not rest.isupper() and rest[:2].lower() != "về" and rest[:1].islower()):
                continue
            if rest.lower().startswith("số") or (kind == "luat" and not rest and index > 25):
                continue
            return _subject(flat, index, kind, rest)
    return 0, "", ""


def _subject(flat: Sequence[Line], index: int, kind: str, rest: str) -> tuple[int, str, str]:
    parts = [rest] if rest else []
    cursor = index + 1
    while cursor < len(flat) and cursor < index + 8:
        line = flat[cursor]
        text = line.text
        if RULE_OFF.match(text):
            cursor += 1
            if parts:
                break
            continue
        if (
            BASIS.match(text)
            or ORDER.match(text)
            or re.match(r"^(?:(?:Điều|ĐIỀU)\s+\d|[IVX]+\.\s|\d{1,2}\.\s|Chương\s|Phần\s|Kính gửi)", text)
        ):
            break
        if line.cells or (parts and (_is_body(text) or (text.isupper() and not " ".join(parts).isupper()))):
            break
        if not parts and len(text) > 400:
            break
        parts.append(text)
        cursor += 1
        if parts and not _continues(flat, cursor, parts):
            break
    while cursor < len(flat) and RULE_OFF.match(flat[cursor].text):
        cursor += 1
    return cursor, kind, tidy(" ".join(parts)).strip(" *_-–—")


def _continues(flat: Sequence[Line], cursor: int, parts: list[str]) -> bool:
    """The subject wraps over lines: the next line is set alike and the present one does not close."""
    if cursor >= len(flat):
        return False
    here, after = flat[cursor - 1], flat[cursor]
    if RULE_OFF.match(after.text) or (after.text.endswith((".", ":", ";")) and not after.bold):
        return False
    if here.text.isupper() and after.text.isupper():
        return not _WHO.match(after.text) and len(after.text) < 160
    return here.bold == after.bold and len(after.text) < 160 and (after.bold or after.text[:1].islower())


def _is_body(text: str) -> bool:
    return len(text) > 60 and text.endswith((".", ":", ";", "./."))


def about(flat: Sequence[Line]) -> str:
    """The subject of a letter: what stands behind "V/v"."""
    for index, line in enumerate(flat):
        match = ABOUT.match(line.text)
        if match:
            parts = [match[1]]
            for follow in flat[index + 1 : index + 4]:
                if follow.text[:1].islower() and len(follow.text) < 90 and not follow.text.endswith((".", ":")):
                    parts.append(follow.text)
                else:
                    break
            return tidy(" ".join(parts)).strip(" *_)")
    return ""
