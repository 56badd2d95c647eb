"""The same text as it also comes in: without diacritics, decomposed, in capitals, mistyped, in chat spelling, badly scanned."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from pipeline.language.normalise import unmarked

SEED = 7
_CHAT = (
    (r"\bkhông\b", "ko"), (r"\bđược\b", "đc"), (r"\bgì\b", "j"), (r"\bvới\b", "vs"), (r"\bngười\b", "ng"), (r"\bnhững\b", "nhg"), (r"\btrước\b", "trc"),
    (r"\bphường\b", "p."), (r"\bquyết định\b", "qđ"), (r"\btháng\b", "th"), (r"\bcũng\b", "cg"), (r"\bnhưng\b", "nhg"), (r"\brồi\b", "r"), (r"\bbiết\b", "bt"),
    (r"ph", "f"), (r"\bqu", "w"),
)  # fmt: skip
_SCAN = {"l": "1", "o": "0", "ư": "u", "ơ": "o", "ă": "a", "đ": "d", "ế": "ê", "ộ": "ô", "i": "l", "rn": "m", "S": "5"}


def without_marks(text: str) -> str:
    """No tones, no diacritics, đ as d."""
    return unmarked(text)


def decomposed(text: str) -> str:
    """Unicode form NFD."""
    return unicodedata.normalize("NFD", text)


def capitals(text: str) -> str:
    """All letters large."""
    return text.upper()


def mistyped(text: str) -> str:
    """One letter in thirty left out, doubled or exchanged with its neighbour; digits stay."""
    dice = random.Random(SEED + len(text))  # noqa: S311 - a slip, no secret
    letters = list(text)
    for at in range(1, len(letters) - 1):
        if letters[at].isalpha() and letters[at + 1].isalpha() and dice.random() < 1 / 30:
            kind = dice.randrange(3)
            if kind == 0:
                letters[at] = ""
            elif kind == 1:
                letters[at] *= 2
            else:
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def chat(text: str) -> str:
    """Spelling of short messages."""
    for pattern, short in _CHAT:
        text = re.sub(pattern, short, text)
    return text.lower()


def scanned(text: str) -> str:
    """One letter in twenty-five misread as a scanner does; digits stay."""
    dice = random.Random(SEED + len(text))  # noqa: S311 - a slip, no secret
    return "".join(_SCAN.get(c, c) if c.isalpha() and dice.random() < 1 / 25 else c for c in text)


KINDS: dict[str, Callable[[str], str]] = {
    "without diacritics": without_marks,
    "NFD": decomposed,
    "capitals": capitals,
    "typos": mistyped,
    "chat spelling": chat,
    "scan": scanned,
}
