"""Figures as a loudspeaker reads them: "32.000 đồng" → "ba mươi hai nghìn đồng". The language room reads the other way.

Reading rules of southern speech as spelled in school books: mốt, tư, lăm after tens, "lẻ" before a lone unit.
"""

from __future__ import annotations

import re

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu", "tỷ")
_LIMIT = 10**12
_DATE = re.compile(r"(?:ngày\s+)?(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_PAPER = re.compile(r"(\d{1,6})/(\d{4})/[A-ZĐ][\w\-–]*|(\d{1,6})/[A-ZĐ][\w\-–]*")
_NUMBER = re.compile(r"(?<![\w.,/])(\d{1,3}(?:\.\d{3})+|\d{1,12})(?:,(\d{1,4}))?(?![\d/]|[.,]\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:h](\d{2})(?!\d)")
_SIGNS = (("%", " phần trăm"), ("m²", " mét vuông"), ("m³", " mét khối"), ("m2", " mét vuông"), ("m3", " mét khối"))


def number(value: int) -> str:
    """A whole number from 0 to below 10¹² in words. Raises ValueError outside."""
    if not 0 <= value < _LIMIT:
        raise ValueError("no such number is read aloud")
    if value == 0:
        return _DIGITS[0]
    groups = []
    while value:
        value, group = divmod(value, 1000)
        groups.append(group)
    words = []
    for place in range(len(groups) - 1, -1, -1):
        if groups[place]:
            full = place < len(groups) - 1
            words.append(" ".join(filter(None, (_group(groups[place], full=full), _SCALES[place]))))
    return " ".join(words)


def aloud(text: str) -> str:
    """A text with its dates, clock times, paper numbers, amounts and signs in words."""
    text = _DATE.sub(lambda m: f"ngày {_day(int(m[1]))} tháng {_month(int(m[2]))} năm {number(int(m[3]))}", text)
    text = _CLOCK.sub(lambda m: f"{number(int(m[1]))} giờ" + (f" {number(int(m[2]))}" if int(m[2]) else ""), text)
    text = _PAPER.sub(_paper, text)
    for sign, words in _SIGNS:
        text = re.sub(rf"(?<=[\d/])\s?{re.escape(sign)}(?!\w)", words, text)
    text = _NUMBER.sub(_plain, text)
    return re.sub(r"(?<=\w)\s*/\s*(?=\w)", " một ", text).replace("  ", " ")


def _paper(found: re.Match[str]) -> str:
    year = f" năm {number(int(found[2]))}" if found[2] else ""
    return f"{number(int(found[1] or found[3]))}{year}"


def _plain(found: re.Match[str]) -> str:
    whole = number(int(found[1].replace(".", "")))
    return f"{whole} phẩy {' '.join(_DIGITS[int(one)] for one in found[2])}" if found[2] else whole


def _day(day: int) -> str:
    return f"mùng {number(day)}" if day <= 10 else number(day)


def _month(month: int) -> str:
    return "tư" if month == 4 else number(month)


def _group(value: int, *, full: bool) -> str:
    """Three digits; `full` when something stands before them, so that the empty hundred is said too."""
    hundreds, rest = divmod(value, 100)
    tens, units = divmod(rest, 10)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens == 0:
        if units:
            words.append(f"lẻ {_DIGITS[units]}" if words else _DIGITS[units])
        return " ".join(words)
    words.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
    if units:
        after_tens = {1: "mốt", 4: "tư", 5: "lăm"} if tens > 1 else {5: "lăm"}
        words.append(after_tens.get(units, _DIGITS[units]))
    return " ".join(words)
