"""Bytes into Vietnamese words, whatever the server, the page or the font says; or a plain "these are no words".

The press still serves windows-1258, UTF-16, text typed in TCVN3 (ABC) or VNI fonts, VIQR, UTF-8 with a stray byte, and
UTF-8 that was encoded twice. Evidence comes first: a byte order mark, then valid UTF-8 (which bytes of another code
practically never are); between the rest the spelling decides, and the declaration only breaks a tie. `decode` never
raises: a text that stays unreadable comes back with `garbled` set and must not be stored as words.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

import charset_normalizer
import ftfy

from pipeline.language.legacy import from_tcvn3, from_viqr, from_vni, looks_like_viqr, plausibility

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


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Names met in headers and meta tags that Python does not know, or that mean something else on the web (WHATWG).
_ALIASES = {
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode": "utf-16",
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "cp1252": "windows-1252",
    "cp1258": "windows-1258",
    "x-cp1258": "windows-1258",
    "x-viet-vps": "windows-1258",
    "x-viet-tcvn5712": "tcvn3",
    "x-viet-tcvn": "tcvn3",
    "tcvn-5712": "tcvn3",
    "tcvn5712-1": "tcvn3",
    "tcvn": "tcvn3",
    "x-viet-vni": "vni",
}
_CANDIDATES = ("windows-1258", "tcvn3", "vni", "windows-1252")

# What UTF-8 Vietnamese looks like when read as cp1252 (or latin-1) and encoded again.
_TWICE = re.compile("á[º»]|Ä[\u0090-\u0192]|Æ[°¡\u00a0]|Ã[\u0080-\u00bf]|[Ââ]\u0080")
# A wrong reading puts these inside words; Vietnamese never does.
_ODD = re.compile("[^\\W\\d_][\u0080-\u00bf\u2020-\u2022\u02c6\u2030\u2039\u203a\u0152\u0153\u017d\u017e\ufffd]|\ufffd")
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_](?!\w*=)")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


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
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _finish(data[len(mark) :].decode(codec, "replace"), codec, [])
    if wide := _wide(data):
        return _finish(data.decode(wide, "replace"), wide, [])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data, name)
    if data.isascii():
        if name == "viqr" or (name is None and looks_like_viqr(re.sub(r"<[^>]*>", " ", text[:_SAMPLE]))):
            return _finish(from_viqr(text), "viqr", [])
        return Decoded(text, "utf-8")
    faults = [f"khai {declared} nhưng là utf-8"] if name not in (None, "utf-8") else []
    return _finish(text, "utf-8", faults)


def repair(text: str) -> str:
    """Undo a wrong earlier reading inside text that already is `str` (UTF-8 read as 1252/1258, TCVN3, VNI, VIQR).

    For pieces of a document, where one paragraph can be set in an old font and the next not.
    """
    if looks_like_viqr(text):
        return from_viqr(text)
    if text.isascii():
        return text
    good, marked = plausibility(text)
    if not _ODD.search(text[:_SAMPLE]) and good >= 0.6 * marked:
        return text
    candidates = [text, ftfy.fix_encoding(text), _reread(text, "cp1258")]
    single = _as_single_bytes(text)
    if single is not None:
        candidates += [from_tcvn3(single), from_vni(single)]
    return max(candidates, key=_score)


def is_garbled(text: str) -> bool:
    """Whether text holds the marks of a failed reading in more than a stray place."""
    sample = text[:_SAMPLE]
    words = len(sample.split()) or 1
    bad = len(_ODD.findall(sample)) + len(_CONTROL.findall(sample)) + len(_LOST.findall(sample))
    if bad <= max(2, 0.03 * words):
        return False
    good, marked = plausibility(sample)
    return good < 0.8 * max(marked, 1)


# ---------------------------------------------------------------- inside
def _known(declared: str | None) -> str | None:
    if not declared:
        return None
    name = declared.strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    if name in (*_CANDIDATES, "viqr"):
        return name
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return found.name if found._is_text_encoding else None


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
    """UTF-8 with a few stray bytes, else the candidate that spells best."""
    text = data.decode("utf-8", "surrogateescape")
    stray = sum(1 for c in text if "\udc80" <= c <= "\udcff")
    whole = sum(1 for c in text if ord(c) > 127) - stray
    if whole and stray <= max(3, whole // 4) and whole >= stray:
        return _finish(re.sub("[\udc80-\udcff]+", _stray, text), "utf-8", [f"{stray} byte lạc trong utf-8"])
    sample = data[:_SAMPLE]
    candidates = [c for c in dict.fromkeys([name, *_CANDIDATES]) if c and c not in ("utf-8", "viqr")]
    scores = {codec: _score(_read(sample, codec)) + (0.02 if codec == name else 0) for codec in candidates}
    best = max(candidates, key=lambda codec: scores[codec])
    if scores[best] < 0.5:  # no Vietnamese at all: the declaration, else what the bytes look like
        best = name if name and name != "utf-8" else _other(sample)
    faults = [f"khai {name} nhưng là {best}"] if name not in (None, best) else []
    return _finish(_read(data, best), best, faults)


def _other(sample: bytes) -> str:
    guess = charset_normalizer.from_bytes(sample).best()
    return guess.encoding if guess is not None else "windows-1252"


def _stray(match: re.Match[str]) -> str:
    """What to put for bytes that are no UTF-8: the punctuation they are in cp1252, else nothing."""
    raw = match.group().encode("utf-8", "surrogateescape")
    read = raw.decode("cp1252", "ignore") if len(raw) == 1 else ""
    return read if read and unicodedata.category(read)[0] in "PZ" else ""


def _read(data: bytes, codec: str) -> str:
    if codec == "tcvn3":
        return from_tcvn3(data.decode("latin-1"))
    if codec == "vni":
        return from_vni(data.decode("cp1252", "replace"))
    try:
        return unicodedata.normalize("NFC", data.decode(codec, "replace"))
    except (LookupError, ValueError):
        return data.decode("cp1252", "replace")


def _finish(text: str, encoding: str, faults: list[str]) -> Decoded:
    """Undo a second encoding, compose, and say whether the outcome can be read."""
    text = text.replace("\x00", "")
    twice = len(_TWICE.findall(text))
    if twice >= 2:
        fixed = ftfy.fix_encoding(text)
        if len(_TWICE.findall(fixed)) * 4 < twice:
            text = fixed
            faults = [*faults, "mã hóa utf-8 hai lần"]
    elif encoding == "utf-8" and _score(text) < 0.5:
        # Codes of an old font pasted into a UTF-8 page keep their latin-1 letters ("Céng hßa x· héi").
        for name, reader in (("tcvn3", from_tcvn3), ("vni", from_vni)):
            fixed = reader(text)
            if _score(fixed) > 0.85 and plausibility(fixed)[1] >= 5:
                text, encoding = fixed, name
                faults = [*faults, f"chữ theo phông {name.upper()} trong trang utf-8"]
                break
    text = unicodedata.normalize("NFC", text)
    return Decoded(text, encoding, tuple(faults), is_garbled(text))


def _score(text: str) -> float:
    """Share of marked words that are Vietnamese syllables, less what no reading of words would hold; 0 without any."""
    good, marked = plausibility(text)
    if not marked:
        return 0.0
    return good / marked - 0.5 * len(_ODD.findall(text[:_SAMPLE])) / marked


def _reread(text: str, code: str) -> str:
    try:
        return text.encode(code).decode("utf-8")
    except UnicodeError:
        return text


def _as_single_bytes(text: str) -> str | None:
    """The text as the characters its bytes would have in latin-1, when it can be that."""
    raw = bytearray()
    for char in text:
        try:
            raw += char.encode("latin-1") if ord(char) < 256 else char.encode("cp1252")
        except UnicodeEncodeError:
            return None
    return raw.decode("latin-1")
