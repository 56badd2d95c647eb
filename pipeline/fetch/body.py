"""A response body, read within bounds: bytes on the wire, bytes after decompression, and speed.

Pure apart from the clock it is handed; the client feeds it chunks and stops at the first `TooMuch`.
"""

from __future__ import annotations

import zlib

from pipeline.fetch.policy import Network


class TooMuch(Exception):
    """The body breaks a bound; `code` names which one."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def coding(header: str) -> str:
    """The one content coding of a response: "", "gzip" or "deflate".

    Raises TooMuch("coding") for a stack of codings (a favourite of decompression bombs; no server needs it) and for
    codings that were not asked for.
    """
    names = [n.strip().lower() for n in header.split(",") if n.strip() and n.strip().lower() != "identity"]
    if not names:
        return ""
    if len(names) > 1 or names[0] not in ("gzip", "x-gzip", "deflate"):
        raise TooMuch("coding")
    return "deflate" if names[0] == "deflate" else "gzip"


_STEP = 250_000
"""bytes expanded at a time: a chunk of 64 kB may hold a thousand times as much"""


class Body:
    """Collects a body: `add` each chunk with the seconds since the headers came, then `expand` while that says so."""

    def __init__(self, network: Network, content_coding: str = "") -> None:
        self._network = network
        self._inflate = _inflater(content_coding) if content_coding else None
        self._raw_deflate = content_coding == "deflate"
        self._waiting = b""
        self.received = 0
        self._out = bytearray()

    def __len__(self) -> int:
        return len(self._out)

    def add(self, chunk: bytes, age: float) -> None:
        """Take a chunk. Raises TooMuch with code "too_large" or "drip"."""
        self.received += len(chunk)
        if self.received > self._network.max_body:
            raise TooMuch("too_large")
        if age > self._network.slow_after and self.received < age * self._network.slow_rate:
            raise TooMuch("drip")
        self._waiting += chunk

    def expand(self) -> bool:
        """Decompress a step of what waits; whether more is left. Raises TooMuch with code "bomb" or "coding"."""
        if self._inflate is None:
            self._out += self._waiting
            self._waiting = b""
            return False
        had = len(self._out)
        self._waiting = self._inflated(self._inflate, self._waiting)
        if len(self._out) > self._network.max_expanded:
            raise TooMuch("bomb")
        # A full step may have left output behind inside the decompressor even when all input is used up.
        return bool(self._waiting) or len(self._out) - had >= _STEP

    def content(self) -> bytes:
        """What came, decompressed. A compressed body that was cut short gives what could be read of it."""
        return bytes(self._out)

    def _inflated(self, inflate: zlib._Decompress, chunk: bytes) -> bytes:
        """Append a step of `chunk`; what is left of it."""
        if inflate.eof:
            if chunk[:2] != b"\x1f\x8b":
                return b""  # what follows the end of a gzip stream is padding
            self._inflate = inflate = _inflater("gzip")
        try:
            self._out += inflate.decompress(chunk, _STEP)
        except zlib.error as error:
            if self._raw_deflate and not self._out:
                # "deflate" means zlib (RFC 9110 section 8.4.1.2); some servers send it bare.
                self._raw_deflate, self._inflate = False, zlib.decompressobj(-zlib.MAX_WBITS)
                return chunk
            raise TooMuch("coding") from error
        return inflate.unused_data if inflate.eof else inflate.unconsumed_tail


def gunzip(data: bytes, limit: int) -> bytes:
    """Expand a file that is gzip itself (sitemap.xml.gz). Raises TooMuch, "bomb" above `limit` bytes or "coding"."""
    body = Body(Network(max_body=len(data), max_expanded=limit), "gzip")
    body.add(data, 0.0)
    while body.expand():
        pass
    out = body.content()
    if out[:2] == b"\x1f\x8b":
        raise TooMuch("coding")
    return out


def _inflater(name: str) -> zlib._Decompress:
    return zlib.decompressobj(zlib.MAX_WBITS | 32 if name == "gzip" else zlib.MAX_WBITS)
