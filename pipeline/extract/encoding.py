"""Bytes into Vietnamese words, whatever the server, the page or the font says; or a plain "these are no words".

The order is evidence first, declarations second: a byte order mark, then valid UTF-8 (which random bytes of another
code practically never are), then what HTTP and the page declare, then the codes Vietnamese offices used. Between
candidates the spelling decides: Vietnamese syllables are a closed pattern.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

import charset_normalizer
import ftfy

from pipeline.extract.legacy import from_tcvn3, from_viqr, from_vni, looks_like_viqr, plausibility

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_HTTP_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_VIETNAMESE_1258 = {"windows-1258", "cp1258", "x-cp1258"}
# A cp1252 reading of UTF-8 puts these inside words; Vietnamese never does.
_ODD = re.compile("[^\\W\\d_][\u0080-\u00bf\u2020-\u2022\u02c6\u2030\u2039\u203a\u0152\u0153\u017d\u017e\ufffd]|\ufffd")
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_](?!\w*=)")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text in NFC, the code it was read with, and whether it still is no words."""

    text: str
    encoding: str
    garbled: bool = False


def decode(data: bytes, *, media_type: str | None = None) -> Decoded:
    """Read bytes as text. `media_type` is the Content-Type the server sent, if any."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _finish(data[len(bom) :].decode(name, "replace"), name)
    wide = _wide(data)
    if wide:
        return _finish(data.decode(wide, "replace"), wide)
    try:
        return _finish(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        mostly = _mostly_utf8(data, error)
    if mostly is not None:
        return _finish(mostly, "utf-8")
    return _finish(*_best(data, _declared(data, media_type)))


def repair(text: str) -> str:
    """Undo a wrong earlier reading inside text that already is `str` (UTF-8 read as 1252/1258, TCVN3, VNI, VIQR)."""
    if looks_like_viqr(text):
        return from_viqr(text)
    if text.isascii():
        return text
    good, marked = plausibility(text)
    odd = len(_ODD.findall(text[:20_000]))
    if odd == 0 and good >= 0.6 * marked:
        return text
    candidates = [text, ftfy.fix_encoding(text), _reread(text, "cp1258")]
    single = _as_single_bytes(text)
    if single is not None:
        candidates += [from_tcvn3(single), from_vni(single)]
    return max(candidates, key=_score)


def is_garbled(text: str) -> bool:
    """Tell whether text holds the marks of a failed reading in more than a stray place."""
    sample = text[:20_000]
    words = len(sample.split()) or 1
    bad = len(_ODD.findall(sample)) + len(_CONTROL.findall(sample)) + len(_LOST.findall(sample))
    if bad <= max(2, 0.03 * words):
        return False
    good, marked = plausibility(sample)
    return good < 0.8 * max(marked, 1)


def _finish(text: str, encoding: str) -> Decoded:
    text = unicodedata.normalize("NFC", text.replace("\x00", ""))
    return Decoded(text=text, encoding=encoding, garbled=is_garbled(text))


def _wide(data: bytes) -> str | None:
    sample = data[:4000]
    if len(sample) < 8 or sample.count(0) < len(sample) // 8:
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _mostly_utf8(data: bytes, first: UnicodeDecodeError) -> str | None:
    """UTF-8 with a few stray bytes (a cut character, a byte of another code): keep the rest."""
    text = data.decode("utf-8", "surrogateescape")
    stray = sum(1 for c in text if "\udc80" <= c <= "\udcff")
    whole = sum(1 for c in text if ord(c) > 127) - stray
    if stray > max(3, whole // 20) or whole < stray:
        return None
    del first
    return re.sub("[\udc80-\udcff]+", _stray, text)


def _stray(match: re.Match[str]) -> str:
    raw = match.group().encode("utf-8", "surrogateescape")
    read = raw.decode("cp1252", "ignore") if len(raw) == 1 else ""
    return read if read and unicodedata.category(read)[0] in "PZ" else ""


def _declared(data: bytes, media_type: str | None) -> list[str]:
    names = [m.decode("ascii", "ignore") for m in _DECLARED.findall(data[:4096])]
    if media_type and (match := _HTTP_CHARSET.search(media_type)):
        names.insert(0, match.group(1))
    return [n.lower() for n in names]


def _best(data: bytes, declared: list[str]) -> tuple[str, str]:
    single = data.decode("cp1252", "replace") if b"\x81" not in data else data.decode("latin-1")
    raw = data.decode("latin-1")
    candidates = [
        (_decode(data, "cp1258"), "windows-1258"),
        (from_tcvn3(raw), "tcvn3"),
        (from_vni(single), "vni"),
        (single, "windows-1252"),
    ]
    candidates += [(_decode(data, name), name) for name in declared if _known(name)]
    best = max(candidates, key=lambda c: _score(c[0]) + (0.02 if c[1] in declared else 0))
    if _score(best[0]) < 0.5:
        guess = charset_normalizer.from_bytes(data[:50_000]).best()
        if guess is not None and _score(str(guess)) > _score(best[0]):
            return data.decode(guess.encoding, "replace"), guess.encoding
    return best


def _decode(data: bytes, name: str) -> str:
    return unicodedata.normalize("NFC", data.decode("cp1258" if name in _VIETNAMESE_1258 else name, "replace"))


def _known(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False


def _score(text: str) -> float:
    """Share of marked words that are Vietnamese syllables, less what no reading of words would hold."""
    good, marked = plausibility(text)
    if not marked:
        return 0.0
    odd = len(_ODD.findall(text[:20_000]))
    return good / marked - 0.5 * odd / marked


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
