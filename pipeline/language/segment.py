"""Sentences and clauses of Vietnamese text, as offsets.

A full stop ends a sentence only when it is no thousands mark (1.200.000), no list number (1., a)), no abbreviation
(TP., Ths., tr.), and no part of a document number. Line ends always end one: a paragraph, list item or table row.
"""

from __future__ import annotations

import re

from pipeline.language.normalise import fold
from pipeline.records import Span

_END = re.compile(r"(?:[.!?…]+|;(?=\s*\n))[\"”’»')\]]*(?=\s|$)")
# Written with a full stop in the middle of a sentence (NĐ 30/2020 Phụ lục III and newspapers).
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        """
        tp tx tt ts ths pgs gs bs ks cn ls th q p h x kp t tr tel dt mr mrs ms dr st no vs vd v vv so nxb pgd ubnd
        hdnd qd tb cv bt ct pct tgd gd pgd tnhh cp sdt fax tk stk
        """,
    )
)
_LAST_WORD = re.compile(r"[^\W_]+$")
_LIST_MARK = re.compile(r"(?:^|[\n;:])[ \t\-+•*(]*(?:\d{1,3}(?:\.\d{1,3})*|[a-zđ]|[ivxlIVXL]{1,5}|[A-ZĐ])$")
_CLAUSE = re.compile(
    r"\s*[;:]\s+|,\s+(?=(?:còn|nhưng|song|trong khi|tuy nhiên|riêng|đồng thời|và|ngoài ra|trừ|nếu|khi|trường hợp|thay vì|không)\b)"
    r"|\s+[-–—]\s+"
)
_LINES = re.compile(r"[^\n\r\u2028\u2029\u0085]+")


def sentences(text: str) -> list[Span]:
    """Sentences as (start, end) into `text`, without surrounding white space; never empty ones."""
    found: list[Span] = []
    for line in _LINES.finditer(text):
        start, stop = line.span()
        for mark in _END.finditer(text, start, stop):
            if mark.end() < stop and not _ends(text, start, mark):
                continue
            _add(text, start, mark.end(), found)
            start = mark.end()
        _add(text, start, stop, found)
    return found


def clauses(text: str) -> list[Span]:
    """Parts of one sentence that can be read alone: cut at ; : dashes and before "còn", "nhưng", "trừ" …"""
    found: list[Span] = []
    start = 0
    for mark in _CLAUSE.finditer(text):
        _add(text, start, mark.start(), found)
        start = mark.end()
    _add(text, start, len(text), found)
    return found


def _ends(text: str, start: int, mark: re.Match[str]) -> bool:
    """Whether the mark ends a sentence, given what stands before and after it."""
    after = text[mark.end() : mark.end() + 40].lstrip()
    if mark.group()[0] != ".":
        # "Ai?" she said: a small letter goes on with the sentence that held the question.
        return not (after[:1].islower() and mark.group()[-1] in "\"”’»')") and after[:1] not in ",;"
    before = text[max(start, mark.start() - 40) : mark.start()]
    if mark.group().startswith("..") or mark.group()[0] == "…":
        return not after[:1].islower()
    if _LIST_MARK.search("\n" + text[start : mark.start()]) and len(text[start : mark.start()]) <= 12:
        return False
    word = _LAST_WORD.search(before)
    if word and fold(word.group()) in _ABBREVIATIONS and (word.group()[:1].isupper() or len(word.group()) <= 3):
        # "… tại phường P. Kinh Dinh": an abbreviation before a name or a number; before a new sentence we cannot tell.
        return fold(word.group()) == "vv"
    if word and len(word.group()) == 1 and word.group().isupper():
        return False
    return not after[:1].islower()


def _add(text: str, start: int, end: int, found: list[Span]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))
