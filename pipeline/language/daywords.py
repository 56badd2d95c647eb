"""One date expression as it was printed, and the words for days, months and years in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language import calendar
from pipeline.language.calendar import Days
from pipeline.language.normalise import unmarked
from pipeline.language.numbers import to_words
from pipeline.language.scan import Pattern, Scan


@dataclass(frozen=True, slots=True)
class Atom:
    """One date expression. `days` is set when it is already known; else year, month, day as far as printed."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    lunar: bool = False
    leap: bool = False
    part: str | None = None
    days: Days | None = None
    shift: int | None = None
    """years from the year of publication ("15/3 năm sau" is 1)"""
    clipped: bool = False
    """the last day of a short month may be meant ("30 Tết" in a year whose last month has 29 days)"""
    ranged: bool = False
    """the words already give both ends ("từ năm 2026 đến năm 2030")"""
    yearless: bool = False
    """`days` were guessed without a year: the other end of a range decides it"""
    single: bool = False
    """a day, not a span of days"""
    confidence: float = 1.0


MONTHS = {
    "mười một": 11, "mười hai": 12, "mười": 10, "giêng": 1, "chạp": 12, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4,
    "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
DAYS = {to_words(n): n for n in range(1, 32)} | {
    "hai mươi bốn": 24,
    "hai mươi tư": 24,
    "hai mươi nhăm": 25,
    "hai nhăm": 25,
}
DAYS |= {
    f"hăm {word}": 20 + n
    for word, n in (
        ("mốt", 1),
        ("hai", 2),
        ("ba", 3),
        ("bốn", 4),
        ("tư", 4),
        ("lăm", 5),
        ("nhăm", 5),
        ("sáu", 6),
        ("bảy", 7),
        ("tám", 8),
        ("chín", 9),
    )
}
DAYS |= {
    "hai mốt": 21,
    "hai hai": 22,
    "hai ba": 23,
    "hai bốn": 24,
    "hai tư": 24,
    "hai lăm": 25,
    "hai sáu": 26,
    "hai bảy": 27,
    "hai tám": 28,
    "hai chín": 29,
    "ba mốt": 31,
}
DAY_WORDS = "|".join(sorted(DAYS, key=len, reverse=True))
MONTH_WORDS = "|".join(MONTHS)
CAN_CHI_NAMES = "|".join(calendar.CAN_CHI)
YEAR = r"(?:19|20)\d\d"
WHEN = "nay|này|tới|sau|ngoái|trước"


def number_of(word: str, names: dict[str, int]) -> int:
    """The number of a day or month in digits or words (with or without marks); 0 for anything else."""
    if word.isdigit():
        return int(word)
    return names.get(word) or next((n for name, n in names.items() if unmarked(name) == word), 0)


def can_chi_year(name: str | None) -> int | None:
    """The year of a sexagenary name nearest to the present; None without a name."""
    if not name:
        return None
    plain = next((full for full in calendar.CAN_CHI if name in (full, unmarked(full))), name)
    return calendar.can_chi_year(plain, 2026)


def shift_of(word: str) -> int:
    """Years from the present: "năm tới" is 1, "năm ngoái" -1."""
    return {"tới": 1, "sau": 1, "ngoái": -1, "trước": -1, "toi": 1, "ngoai": -1, "truoc": -1}.get(word, 0)


def full_year(text: str | None) -> int | None:
    """A printed year in four digits; two digits are of this century."""
    if text is None:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


_WORDED_YEAR = Pattern(r",? ?năm (?P<w>(?:một|hai) (?:nghìn|ngàn|không|chín)(?: [^\W\d_]+){0,5})")
_COUNTED_YEAR = re.compile(r" (?:đồng|dong|người|nguoi|hộ|ho|lượt|luot)(?!\w)")


def worded_year(scan: Scan, position: int) -> tuple[int, int] | None:
    """The year read aloud ("năm hai nghìn không trăm hai mươi sáu") that begins at `position`, and its end."""
    worded = _WORDED_YEAR.of(scan).match(scan.body, position)
    words = worded["w"].split(" ") if worded else []
    for count in range(len(words), 1, -1):
        said = " ".join(words[:count])
        year = calendar.year_in_words(said)
        if worded and year and not _COUNTED_YEAR.match(scan.body, worded.start("w") + len(said)):
            return year, worded.start("w") + len(said)
    return None
