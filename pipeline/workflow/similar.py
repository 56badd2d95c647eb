"""Two keys of a flag: `alarm_key` finds the same false alarm again elsewhere, `basis` tells that a decided case changed."""

from __future__ import annotations

import hashlib
import re

from pipeline.language.normalise import fold
from pipeline.records import Claim, Match

_WORD = re.compile(r"\w+")
_POINTS_BACK = re.compile(
    r"\b(?:muc|khoan|con so|quy dinh|chinh sach|viec|so tien|doi tuong|nhom|dien|giay|noi|luc|thoi gian) (?:nay|do|ay|tren)\b"
)


def alarm_key(claim: Claim, match: Match) -> str:
    """Same claim words folded, same point of the same document saying the same, same code: the same alarm again.

    Words that point back ("mức này là 5.000 đồng") are no claim by themselves: they count with what they were resolved
    to. The passage's own words are part of the key: a changed document ends the memory.
    """
    proof = match.evidence
    said = _words(claim.text)
    parts = (
        _words(claim.resolved) if _POINTS_BACK.search(said) else said,
        proof.number or proof.document if proof else "",
        proof.point if proof else "",
        _words(proof.passage) if proof else "",
        match.differences[0].code if match.differences else match.verdict,
    )
    return _hash(parts)


def basis(claim: Claim, match: Match) -> str:
    """What a person compared: the claim's sentence, the passage, its validity, and the difference shown."""
    proof = match.evidence
    first = match.differences[0] if match.differences else None
    parts = (
        _words(claim.text),
        *((proof.document, proof.number, proof.point, proof.passage, proof.status) if proof else ()),
        *((str(proof.effective_from), str(proof.effective_to), str(proof.superseded_by)) if proof else ()),
        match.verdict,
        *((first.code, first.claim_value, first.official_value) if first else ()),
    )
    return _hash(parts)


def _words(text: str) -> str:
    """Only words and digits: commas, quotes and spaces make no other claim."""
    return " ".join(_WORD.findall(fold(text)))


def _hash(parts: tuple[str, ...]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
