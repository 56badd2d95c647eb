"""One spelling for one word: NFC, look-alike letters, zero-width characters, tone placement, the folded form.

Vietnamese reaches us composed or decomposed, with "hoà" or "hòa", with a Cyrillic "а" pasted in, with a soft hyphen
inside a number, or without any diacritics. `normal` keeps a map back to the original, so that a value found in the
clean text can be shown in the words of the page. No reading of meaning here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
"""zero-width, soft hyphen, bidirectional marks, variation selectors: they separate nothing and mean nothing"""

# Letters that stand for a Vietnamese one by mistake of a keyboard, a font or a scanner. Seen in pages typed on old
# Windows (eth for đ), in texts pasted from Cyrillic or Greek sources, and in OCR (caron for breve).
_TWINS = str.maketrans(
    "ÐƉðɖǍǎ\u04d0\u04d1" + "АВЕКМНОРСТУХІЈЅаеорсухіјѕ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοι",
    "ĐĐđđĂăĂă" + "ABEKMHOPCTYXIJSaeopcyxijs" + "ABEZHIKMNOPTYXaoi",
)
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_WORD_WITH_FOREIGN = re.compile(r"[^\W\d_]*[\u0370-\u03ff\u0400-\u04ff][^\W\d_]*")
_TWIN_LETTERS = re.compile("[ÐƉðɖǍǎ]")
_SPACES = dict.fromkeys(
    "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x0b\x0c\x1f", " "
)
_WIDE = {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
_PUNCTUATION = (
    dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛′`´", "'")
    | {"⁄": "/", "∕": "/", "²": "2", "³": "3"}
)

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _tone_pairs() -> dict[str, str]:
    """ "hoà" → "hòa" for oa, oe, uy in every tone and case: the tone goes to the first vowel of an open syllable."""
    pairs = {}
    for vowels, tone in product(("oa", "oe", "uy"), _TONES):
        first, second = vowels[0], vowels[1]
        for a, b in ((first, second), (first.upper(), second), (first.upper(), second.upper())):
            new = a + unicodedata.normalize("NFC", b + tone)
            pairs[new] = unicodedata.normalize("NFC", a + tone) + b
    return pairs


_TONE_PAIRS = _tone_pairs()
_TONE_PLACE = re.compile("(?<![qQ])(?:" + "|".join(_TONE_PAIRS) + r")(?![^\W\d_])")
"""quý and quỷ keep their tone: there the u belongs to the consonant"""


def _base(char: str) -> str:
    """The letter under the marks, in lower case; always one character."""
    if char in "đĐ":
        return "d"
    low = char.lower()
    plain = unicodedata.normalize("NFD", low[:1])[:1]
    return plain if len(low) == 1 or plain.isalpha() else char


_FOLD_TABLE = {c: _base(chr(c)) for c in range(0x80, 0x2000) if chr(c).isalpha()}
_FOLD_TABLE |= {c: chr(c + 32) for c in range(ord("A"), ord("Z") + 1)}
_UNMARK_TABLE = {c: plain for c, plain in _FOLD_TABLE.items() if c >= 0x80}
_LOWER_TABLE = {c: chr(c).lower() for c in range(0x2000) if len(chr(c).lower()) == 1 and chr(c).lower() != chr(c)}
_PLAIN_TABLE = {ord(k): v for k, v in (_SPACES | _WIDE | _PUNCTUATION).items()}
_ODD = re.compile("[" + re.escape("".join(_SPACES | _WIDE)) + "]")
_NFC_SPACES = {ord(k): v for k, v in (_SPACES | _WIDE).items() if k != "\t"}
_MARKED = re.compile(
    "[\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd\u00e0-\u00e3\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
)


@dataclass(frozen=True, slots=True)
class Normal:
    """A text ready for reading. `text`, `key` and `bare` have the same length; `original(a, b)` maps a span back.

    `text` keeps case and marks; `key` is lower case with old tone placement and ASCII punctuation; `bare` has no marks.
    """

    text: str
    key: str
    bare: str
    offsets: tuple[int, ...] | None
    """original offset of each character and of the end; None when nothing moved"""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text of a span in this one."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end]


def nfc(text: str) -> str:
    """NFC, with look-alike letters, odd spaces and full-width forms repaired and zero-width characters removed."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return _twins(text).translate(_NFC_SPACES)


def tones(text: str) -> str:
    """The old tone placement ("hòa", "úy") in an NFC text: same length."""
    return _TONE_PLACE.sub(lambda m: _TONE_PAIRS[m.group()], text)


def fold(text: str) -> str:
    """Lower case, no tones or diacritics, đ→d; look-alikes repaired first. As long as `nfc(text)`."""
    return nfc(text).translate(_FOLD_TABLE)


def unmarked(text: str) -> str:
    """The letters without tones and diacritics, ASCII case kept: turns a pattern or word list into its folded twin."""
    return text.translate(_UNMARK_TABLE)


def has_marks(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark (NFC text): if none does, only the folded form can be trusted."""
    return _MARKED.search(text) is not None


@lru_cache(maxsize=1_000)
def normal(text: str) -> Normal:
    """The text cleaned for reading, with the way back to the original; the last ones are kept, places and values ask in turn."""
    clean, offsets = _clean(text)
    keyed = clean.translate(_PLAIN_TABLE)
    key = tones(keyed).translate(_LOWER_TABLE)
    return Normal(clean, key, keyed.translate(_FOLD_TABLE), offsets)


def _twins(text: str) -> str:
    if _FOREIGN.search(text):
        text = _WORD_WITH_FOREIGN.sub(_latin, text)
    if _TWIN_LETTERS.search(text):
        text = text.translate(_TWINS)
    return text


def _latin(word: re.Match[str]) -> str:
    """A word of both alphabets is a Latin word with strangers in it; a wholly Cyrillic or Greek word stays."""
    found = word.group()
    return found.translate(_TWINS) if len(_FOREIGN.findall(found)) < len(found) else found


def _clean(text: str) -> tuple[str, tuple[int, ...] | None]:
    if text.isascii():
        return text, None
    if unicodedata.is_normalized("NFC", text) and not _INVISIBLE.search(text):
        return _twins(text), None
    out: list[str] = []
    offsets: list[int] = []
    position, size = 0, len(text)
    while position < size:
        if _INVISIBLE.match(text, position):
            position += 1
            continue
        end = position + 1
        cluster = text[position]
        # A mark may stand after a zero-width character: it still belongs to the letter before it.
        while end < size and (unicodedata.combining(text[end]) or _INVISIBLE.match(text, end)):
            if not _INVISIBLE.match(text, end):
                cluster += text[end]
            elif not (end + 1 < size and unicodedata.combining(text[end + 1])):
                break
            end += 1
        for char in unicodedata.normalize("NFC", cluster[:32]):
            out.append(char)
            offsets.append(position)
        position = end
    offsets.append(size)
    return _twins("".join(out)), tuple(offsets)
