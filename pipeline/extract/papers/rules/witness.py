"""Numbers that a paper writes twice, in digits and in words: where they differ, a person must look."""

from __future__ import annotations

import re

from pipeline.language.numbers import from_words

_TWICE = re.compile(
    r"(?<![\d.,])(\d[\d.,]*\d|\d)\s*(?:%|[^\W\d_]{1,10}(?:/[^\W\d_]{1,10}){0,2}[²³]?)?\s*\(\s*(?:(?:viết |"
    r"ghi )?bằng chữ\s*:?\s*)?([^()\d]{2,150}?)\s*\)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\s*(?:đồng|phần trăm|ngày|tháng|năm|hộ|người|mét vuông|mét|héc ?ta|hecta|điều|khoản|bản|lần|chẵn|việt nam|"
    r"làm việc|\.|,|/)+\s*$",
    re.IGNORECASE,
)


def disagrees(text: str) -> bool:
    """Tell whether a number in digits is followed by a bracket that spells another one."""
    for match in _TWICE.finditer(text):
        words = match[2].strip()
        value = from_words(words)
        while value is None and (shorter := _UNIT.sub("", words)) and shorter != words:
            words = shorter
            value = from_words(words)
        if value is not None and value != _digits(match[1]):
            return True
    return False


def _digits(raw: str) -> float | None:
    """The value of Vietnamese digits: dots part thousands, a comma the decimals."""
    plain = re.sub(r"\.(?=\d{3}(?:\D|$))", "", raw).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None
