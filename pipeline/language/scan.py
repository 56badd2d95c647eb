"""One line of text under reading: the form to match patterns on, and what is already spoken for.

Readers run from the surest to the vaguest (document numbers, street names, dates, times, amounts, counts); each takes
its span, so that "Quyết định 71/2026/QĐ-UBND" never yields a date and "đường 16 Tháng 4" never a day.
"""

from __future__ import annotations

import re

from pipeline.language.normalise import has_marks, unmarked
from pipeline.language.numerals import WITH_MARKS, WITHOUT_MARKS, Lexicon


class Pattern:
    """A regular expression for text with marks and its folded twin for text without."""

    __slots__ = ("bare", "marked")

    def __init__(self, source: str) -> None:
        """`source` is written with marks, in lower case and old tone placement ("hòa")."""
        self.marked = re.compile(source)
        self.bare = re.compile(unmarked(source))

    def of(self, scan: Scan) -> re.Pattern[str]:
        """The twin that fits the line."""
        return self.bare if scan.folded else self.marked


class Scan:
    """A line (or short text): `text` with case, `body` lower-cased to match on, `taken` marks read positions."""

    __slots__ = ("body", "folded", "lexicon", "taken", "text")

    def __init__(self, text: str, key: str, bare: str) -> None:
        """All three have the same length (see `normalise.Normal`)."""
        self.folded = not has_marks(text)
        self.text = text
        self.body = bare if self.folded else key
        self.lexicon: Lexicon = WITHOUT_MARKS if self.folded else WITH_MARKS
        self.taken = bytearray(len(text))

    def free(self, start: int, end: int) -> bool:
        """Whether no reader has taken any of [start, end)."""
        return not any(self.taken[start:end])

    def take(self, start: int, end: int) -> None:
        """Mark [start, end) as read."""
        self.taken[start:end] = b"\x01" * (end - start)

    def before(self, start: int, width: int = 48) -> str:
        """The matched form of what stands before `start`, at most `width` characters."""
        return self.body[max(0, start - width) : start]
