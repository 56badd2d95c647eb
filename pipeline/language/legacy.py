"""The Vietnamese codes from before Unicode, as tables: TCVN3 (ABC), VNI Windows, VIQR; and what a syllable looks like.

Text of these codes reaches an office as bytes, as a web page, or inside a DOCX set in a .VnTime or VNI- font, so
everything here works on `str`: bytes are first read as windows-1252/latin-1, which keeps their numbers.
"""

from __future__ import annotations

import functools
import re
import unicodedata

# TCVN 5712:1993, VN3. Capitals with a tone mark have no code of their own: fonts such as .VnTimeH draw the small
# letter's code as a capital.
_TCVN3 = str.maketrans(
    dict(
        zip(
            "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§",
            "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
            strict=True,
        )
    )
)

# VNI Windows: a letter, then a second character that carries circumflex, breve and tone at once.
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư"}


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = dict(_VNI_SINGLE)
    for base in "aeouy":
        table.update({base + mark: base + tone for mark, tone in _VNI_TONES.items()})
    for base in "aeo":
        table.update({base + mark: base + "\u0302" + tone for mark, tone in _VNI_CIRCUMFLEX.items()})
    table.update({"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVE.items()})
    for base, letter in (("ô", "ơ"), ("ö", "ư")):
        table.update({base + mark: letter + tone for mark, tone in _VNI_TONES.items()})
    composed = {key: unicodedata.normalize("NFC", value) for key, value in table.items()}
    capitals = {key.upper(): value.upper() for key, value in composed.items()}
    mixed = {key[0].upper() + key[1:]: value.upper() for key, value in composed.items() if len(key) == 2}
    return composed | mixed | capitals


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

# VIQR, RFC 1456: the mark follows its letter.
_VIQR_MARKS = {
    "`": "\u0300",
    "'": "\u0301",
    "?": "\u0309",
    "~": "\u0303",
    ".": "\u0323",
    "^": "\u0302",
    "(": "\u0306",
    "+": "\u031b",
    "*": "\u031b",
}
_VIQR_LETTER = re.compile(r"([aeiouyAEIOUY])([\^(+*]?)([`'?~.]?)")
_VIQR_SIGN = re.compile(r"[aeoAEO]\^|[ouOU][+*]|[aA]\(|\b[dD][dD]|[a-z][`~]")

_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx]|"
_RHYME = re.compile(
    rf"(?:{_ONSETS})(?:[aăâeêioôơuưy]|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|iêu|oa|oă|oai|oay|oe|oeo|oi|ôi|ơi|oo|ua|uâ|"
    r"uê|ui|uô|uơ|uy|uya|uyê|uôi|uây|uyu|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu|uao|uai|uay|ue|ueo|uau)(?:ch|nh|ng|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


@functools.lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Tell whether a word is spelled as a Vietnamese syllable with at most one tone mark."""
    plain, tones = _TONES.subn("", unicodedata.normalize("NFD", word.lower()))
    return tones <= 1 and _RHYME.fullmatch(unicodedata.normalize("NFC", plain)) is not None


def plausibility(text: str) -> tuple[int, int]:
    """Count words with letters beyond ASCII: (those spelled as Vietnamese syllables, all)."""
    marked = [w for w in _WORD.findall(unicodedata.normalize("NFC", text[:20_000])) if not w.isascii()]
    return sum(map(is_syllable, marked)), len(marked)


def from_tcvn3(text: str) -> str:
    """Read TCVN3 codes; a small letter in a word or line of capitals is a capital."""
    return re.sub(r"[^\n]+", _capitals, text.translate(_TCVN3))


def _capitals(line: re.Match[str]) -> str:
    words = re.split(r"([^\w]+)", line.group())
    capitals = [_own_capitals(w) for w in words]
    for index in range(0, len(words), 2):
        around = [capitals[i] >= 2 for i in (index - 2, index + 2) if 0 <= i < len(words) and words[i].isalpha()]
        if capitals[index] >= 2 or (capitals[index] >= 0 and around and all(around)):
            words[index] = words[index].upper()
    return "".join(words)


def _own_capitals(word: str) -> int:
    """Count the capitals that have a code of their own; -1 when a small letter that has one stands beside them."""
    own_code = [c for c in word if c.isalpha() and (c.isascii() or c in "ĂÂÊÔƠƯĐăâêôơưđ")]
    return len(own_code) if all(c.isupper() for c in own_code) else -1


def from_vni(text: str) -> str:
    """Read VNI Windows codes."""
    return _VNI_PATTERN.sub(lambda m: _VNI[m.group()], text)


def from_viqr(text: str) -> str:
    """Read VIQR (RFC 1456); a mark that makes no Vietnamese syllable stays as printed (the dot of "a.")."""

    def word(match: re.Match[str]) -> str:
        raw = match.group()
        tail = ""
        while True:
            read = _viqr_word(raw)
            if raw.isalpha() or is_syllable(read):
                return read + tail
            if not raw or raw[-1].isalpha():
                return match.group()
            raw, tail = raw[:-1], raw[-1] + tail

    return re.sub(r"[A-Za-z][A-Za-z`'?~.^(+*]*", word, text)


def _viqr_word(raw: str) -> str:
    raw = re.sub(r"dd", "đ", re.sub(r"D[Dd]", "Đ", raw))
    joined = _VIQR_LETTER.sub(
        lambda m: m[1] + _VIQR_MARKS.get(m[2], "") + _VIQR_MARKS.get(m[3], ""),
        raw,
    )
    return unicodedata.normalize("NFC", joined)


def looks_like_viqr(text: str) -> bool:
    """Tell whether ASCII text carries VIQR marks in a good share of its words."""
    if not text.isascii():
        return False
    words = text.split()
    return len(words) >= 5 and sum(bool(_VIQR_SIGN.search(w)) for w in words) >= 0.15 * len(words)
