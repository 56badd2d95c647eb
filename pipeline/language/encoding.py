"""Bytes to Vietnamese text: declared, sniffed and wrong encodings, the legacy ones of the 1990s included.

The press still serves windows-1258, UTF-16, text typed in TCVN3 (ABC) or VNI fonts, VIQR, UTF-8 with a stray byte, and
UTF-8 that was encoded twice. What wins is what reads as Vietnamese syllables; the declaration only breaks a tie.
`decode` never raises: a text that stays unreadable comes back with `garbled` set and must not be stored as words.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

import ftfy

_SAMPLE = 60_000
"""bytes looked at when guessing; the whole is decoded once the guess is made"""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text in NFC, the encoding it was read as, and what was wrong on the way (short Vietnamese phrases)."""

    text: str
    encoding: str
    faults: tuple[str, ...] = ()
    garbled: bool = False
    """still unreadable after every attempt: not to be stored as words"""


# Names met in headers and meta tags that Python does not know, or that mean something else on the web (WHATWG).
_ALIASES = {
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode": "utf-16",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "windows-1252": "cp1252",
    "windows-1258": "cp1258",
    "x-cp1258": "cp1258",
    "x-viet-tcvn5712": "tcvn3",
    "x-viet-tcvn": "tcvn3",
    "tcvn-5712": "tcvn3",
    "tcvn5712-1": "tcvn3",
    "tcvn": "tcvn3",
    "x-viet-vni": "vni",
    "x-viet-vps": "cp1258",
}
_LEGACY = ("cp1258", "tcvn3", "vni", "cp1252")

# TCVN 5712:1993 VN3, the code of the .Vn* ("ABC") fonts. A toned capital has no code: the small letter's is used.
_TCVN3 = dict(
    zip(
        "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae"
        "\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9\xca\xcb\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6"
        "\xd7\xd8\xdc\xdd\xde\xdf\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee"
        "\xef\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

# VNI for Windows fonts: a letter and a mark letter behind it; a few letters have one code of their own.
_VNI_SINGLE = dict(zip("ñæóòîôöÑÆÓÒÎÔÖ", "đỉĩịỵơưĐỈĨỊỴƠƯ", strict=True))
_VNI_MARKS = {
    "a": dict(zip("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
}
_VNI_PAIRS = {b + m: c for b, marks in _VNI_MARKS.items() for m, c in marks.items()}
_VNI_PAIRS |= {b.upper() + m.upper(): c.upper() for b, marks in _VNI_MARKS.items() for m, c in marks.items()}
_VNI_PAIRS |= {b.upper() + m: c.upper() for b, marks in _VNI_MARKS.items() for m, c in marks.items()}
_VNI = re.compile(
    "|".join(map(re.escape, sorted(_VNI_PAIRS, key=len, reverse=True))) + "|[" + "".join(_VNI_SINGLE) + "]"
)

# VIQR (RFC 1456): marks typed as ASCII behind the letter, "dd" for đ, a backslash before a mark that is only itself.
_VIQR_SHAPE = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
_VIQR_TONE = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_VIQR = re.compile(
    r"\\([\^(+*'`?~.dD\\])"
    r"|([dD][dD])"
    r"|(?<![A-Za-z0-9]{7})([aAeEoO]\^|[aA]\(|[oOuU][+*]|[aeiouyAEIOUY])([\x27`?~.](?=[A-Za-z]|[\s,;:.!?)\"]|$))?"
)
_VIQR_SURE = re.compile(
    r"[aeo]\^[\x27`?~.]|[uo][+*][\x27`?~.]?[a-z]|[aA]\([\x27`?~.]?[a-z]|\bdd[aeiouy]", re.IGNORECASE
)

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?[aăâeêioôơuưy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_EDGE = " \t\r\n!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~0123456789“”‘’–—…«»•\u00a0"
_TOKEN = re.compile(r"[^\s<>/=\-–—_|&;,.:()\"]*[^\x00-\x7f][^\s<>/=\-–—_|&;,.:()\"]*")
# What UTF-8 Vietnamese looks like when read as cp1252 (or latin-1) and encoded again.
_TWICE = re.compile("á[º»]|Ä[\u0090-\u0192]|Æ[°¡\u00a0]|Ã[\u0080-\u00bf]|[Ââ]\u0080")
_MARKERS = re.compile("[\ufffd\u0080-\u009f]|á[º»].|Ã[¡©­³º]")


def charset_in(data: bytes, media_type: str | None = None) -> str | None:
    """The encoding that a response declares: the header's charset, else the XML declaration or meta tag.

    `media_type` is the Content-Type header as received. Only the first 4096 bytes of `data` are looked at.
    """
    if media_type and (found := re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", media_type, re.IGNORECASE)):
        return found[1].lower()
    head = data[:4096].replace(b"\x00", b"").decode("latin-1")
    for form in (
        r"^[\ufeff\s\xef\xbb\xbf]*<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)",
        r"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)",
    ):
        if found := re.search(form, head, re.IGNORECASE):
            return found[1].lower()
    return None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode `data`; `declared` is what the header or the document says (see `charset_in`), believed only on a tie."""
    name = _known(declared)
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _finish(data[len(mark) :].decode(codec, "replace"), codec, [])
    if wide := _wide(data):
        return _finish(data.decode(wide, "replace"), wide, [])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data, name)
    if data.isascii():
        if name == "viqr" or (name is None and _looks_viqr(text)):
            return _finish(viqr(text), "viqr", [])
        return Decoded(text, "utf-8")
    faults = [f"khai {declared} nhưng là utf-8"] if name not in (None, "utf-8") else []
    return _finish(text, "utf-8", faults)


def plausible(text: str) -> float:
    """Share (0–1) of the words with a non-ASCII letter that are shaped like Vietnamese syllables; 1 without any."""
    return _shape(text)[0]


def tcvn3(text: str) -> str:
    """Text in TCVN3 codes (bytes read as latin-1) to Unicode; all-capital words get their capitals back."""
    out = "".join(_TCVN3.get(ch, ch) for ch in text)
    # The toned small letter stands for the capital too, so "QUYÕT §ÞNH" arrives as "QUYếT ĐịNH".
    words = [(m.start(), m.end()) for m in re.finditer(r"[^\W\d_]+", out)]
    shout = [_shouts(out[a:b]) for a, b in words]
    pieces: list[str] = []
    last = 0
    for i, (a, b) in enumerate(words):
        near = any(
            shout[j] and "\n" not in out[min(b, words[j][1]) : max(a, words[j][0])]
            for j in (i - 1, i + 1)
            if 0 <= j < len(words)
        )
        if shout[i] or (near and shout[i] is None):
            pieces += [out[last:a], out[a:b].upper()]
            last = b
    return "".join([*pieces, out[last:]])


def _shouts(word: str) -> bool | None:
    """True: surely all capitals; None: could be ("Đà", "à"); False: has a small letter that also has a capital code."""
    plain = [c for c in word if c.lower() not in _TONED]
    if any(c.islower() for c in plain):
        return False
    return True if len(plain) >= 2 else None


_TONED = frozenset("àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")


def vni(text: str) -> str:
    """Text typed in VNI for Windows fonts (bytes read as cp1252) to Unicode."""
    return _VNI.sub(lambda m: _VNI_PAIRS.get(m[0]) or _VNI_SINGLE[m[0]], text)


def viqr(text: str) -> str:
    """VIQR (RFC 1456) to Unicode."""

    def letter(m: re.Match[str]) -> str:
        if m[1]:
            return m[1]
        if m[2]:
            return "đ" if m[2][0] == "d" else "Đ"
        base = m[3][0] + (_VIQR_SHAPE[m[3][1]] if len(m[3]) > 1 else "")
        if m[4] == "." and len(m[3]) == 1 and m.end() < len(m.string) and m.string[m.end()].isspace():
            return base + "."  # a full stop behind a plain vowel ends a sentence far more often than it is a tone
        return base + (_VIQR_TONE[m[4]] if m[4] else "")

    return unicodedata.normalize("NFC", _VIQR.sub(letter, text))


# ---------------------------------------------------------------- inside
def _known(declared: str | None) -> str | None:
    if not declared:
        return None
    name = declared.strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    if name in ("tcvn3", "vni", "viqr"):
        return name
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: in Latin text nearly every second byte of the markup is zero."""
    head = data[:2048]
    if len(head) < 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _not_utf8(data: bytes, name: str | None) -> Decoded:
    stray = _Stray()
    sample = data[:_SAMPLE]
    codecs.register_error("doichieu-stray", stray)
    text = data.decode("utf-8", "doichieu-stray")
    good = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", sample))
    bad = len(sample.decode("utf-8", "replace").split("\ufffd")) - 1
    if good >= 4 * bad and good:
        return _finish(text, "utf-8", [f"{stray.count} byte lạc trong utf-8"])
    candidates = [c for c in dict.fromkeys([name, *_LEGACY]) if c and c not in ("utf-8", "viqr")]
    scored = []
    for order, codec in enumerate(candidates):
        share, words = _shape(_read(sample, codec))
        scored.append((round(share, 2), -order if codec != name else 1, codec, words))
    share, _, codec, _ = max(scored)
    if share < 0.6:
        codec = name if name and name != "utf-8" else "cp1252"  # no Vietnamese at all
    faults = [f"khai {name} nhưng là {codec}"] if name not in (None, codec) else []
    return _finish(_read(data, codec), codec, faults)


class _Stray:
    """What to put for bytes that are no UTF-8: the punctuation they are in cp1252, else U+FFFD. Counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        self.count += 1
        byte = error.object[error.start : error.start + 1]
        mark = byte.decode("cp1252", "replace") if error.end - error.start == 1 else "\ufffd"
        return (mark if unicodedata.category(mark)[0] in "PZ" else "\ufffd"), error.end


def _read(data: bytes, codec: str) -> str:
    if codec == "tcvn3":
        return tcvn3(data.decode("latin-1"))
    if codec == "vni":
        return vni(data.decode("cp1252", "replace"))
    try:
        return unicodedata.normalize("NFC", data.decode(codec, "replace"))
    except (LookupError, ValueError):
        return data.decode("cp1252", "replace")


def _shape(text: str) -> tuple[float, int]:
    """(share of odd-lettered words that are Vietnamese syllables, how many such words were seen)"""
    good = total = 0
    for found in _TOKEN.finditer(text[:_SAMPLE]):
        word = found[0].strip(_EDGE).lower()
        if not word or word.isascii() or len(word) > 30:
            continue
        total += 1
        parts = unicodedata.normalize("NFD", word)
        bare = unicodedata.normalize("NFC", parts.translate(_TONES))
        tones = len(parts) - len(parts.translate(_TONES))
        good += tones <= 1 and _SYLLABLE.fullmatch(bare) is not None
        if total >= 2000:
            break
    return (good / total if total else 1.0), total


def _looks_viqr(text: str) -> bool:
    sample = re.sub(r"<[^>]*>", " ", text[:_SAMPLE])
    words = len(re.findall(r"[A-Za-z]{2,}", sample))
    return words >= 5 and len(_VIQR_SURE.findall(sample)) >= max(4, words * 0.12)


def _finish(text: str, encoding: str, faults: list[str]) -> Decoded:
    """Undo a second encoding, compose, and say whether the outcome can be read."""
    twice = len(_TWICE.findall(text))
    if twice >= 2:
        fixed = ftfy.fix_encoding(text)
        if len(_TWICE.findall(fixed)) * 4 < twice:
            text = fixed
            faults = [*faults, "mã hóa utf-8 hai lần"]
    elif encoding == "utf-8" and _shape(text)[0] < 0.5:
        # Codes of an old font pasted into a UTF-8 page keep their latin-1 letters ("Céng hßa x· héi").
        for name, reader in (("tcvn3", tcvn3), ("vni", vni)):
            fixed = reader(text)
            if _shape(fixed)[0] > 0.85 and _shape(fixed)[1] >= 5:
                text, encoding = fixed, name
                faults = [*faults, f"chữ theo phông {name.upper()} trong trang utf-8"]
                break
    text = unicodedata.normalize("NFC", text)
    letters = sum(ch.isalpha() for ch in text[:_SAMPLE])
    broken = len(_MARKERS.findall(text[:_SAMPLE]))
    return Decoded(text, encoding, tuple(faults), broken > max(3, letters * 0.02))
