"""A file under a passphrase: argon2id makes the key, AES-256-GCM seals it piece by piece, each piece bound to its place.

Pieces follow the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015): the nonce holds a counter and
says which piece is the last, so that a cut, swapped or repeated piece is refused. The head (when it was made, when it
expires) is open to read and sealed against change.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC: Final = b"DOICHIEU-BACKUP-1\n"
PIECE: Final = 1024 * 1024
TAG: Final = 16
SHORTEST: Final = 12
"""letters of a passphrase"""
_COST: Final[dict[str, int]] = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 4}
"""argon2id as RFC 9106, section 4, second recommended option"""
_HEAD_LIMIT: Final = 4096


class SealError(Exception):
    """The file cannot be sealed or opened; the message is Vietnamese and says what to do."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a sealed file says of itself without the passphrase."""

    made_at: dt.datetime
    expires_at: dt.datetime


def seal(source: Path, target: Path, passphrase: str, head: Head) -> None:
    """Write `source`, compressed and sealed, to `target`; whole or not at all. Raises SealError."""
    if len(passphrase) < SHORTEST:
        raise SealError(f"Mật khẩu sao lưu cần ít nhất {SHORTEST} ký tự.")
    salt, prefix = os.urandom(16), os.urandom(7)
    told = {"made_at": head.made_at.isoformat(), "expires_at": head.expires_at.isoformat()}
    told |= {"salt": salt.hex(), "prefix": prefix.hex()}
    line = json.dumps(told, sort_keys=True).encode()
    opening = MAGIC + struct.pack(">I", len(line)) + line
    cipher = AESGCM(_key(passphrase, salt))
    draft = target.with_name(target.name + ".tmp")
    with source.open("rb") as plain, draft.open("wb") as out:
        out.write(opening)
        for number, (piece, last) in enumerate(_with_last(_compressed(plain))):
            out.write(cipher.encrypt(_nonce(prefix, number, last), piece, opening))
        out.flush()
        os.fsync(out.fileno())
    draft.replace(target)


def head_of(file: Path) -> Head:
    """What a sealed file says of itself. Raises SealError when it is none."""
    with file.open("rb") as stream:
        head, _, _, _ = _head(stream)
    return head


def unseal(file: Path, target: Path | None, passphrase: str) -> Head:
    """Open a sealed file into `target`, or only check it when None. Raises SealError: wrong passphrase, damaged, cut."""
    with file.open("rb") as stream:
        head, opening, salt, prefix = _head(stream)
        cipher = AESGCM(_key(passphrase, salt))
        unpack = zlib.decompressobj()
        with target.open("wb") if target else open(os.devnull, "wb") as out:  # noqa: PTH123 - no path for the sink
            try:
                for number, (piece, last) in enumerate(_with_last(_pieces(stream, PIECE + TAG))):
                    out.write(unpack.decompress(cipher.decrypt(_nonce(prefix, number, last), piece, opening)))
                out.write(unpack.flush())
            except (InvalidTag, zlib.error):
                words = "Không mở được bản sao lưu: sai mật khẩu, hoặc tệp đã bị hỏng hay bị sửa."
                raise SealError(words) from None
            if not unpack.eof:
                raise SealError("Bản sao lưu bị cắt ngắn. Chép lại tệp từ nơi lưu rồi thử lại.")
    return head


def _key(passphrase: str, salt: bytes) -> bytes:
    return hash_secret_raw(
        passphrase.encode(), salt, _COST["time_cost"], _COST["memory_cost"], _COST["parallelism"], 32, Type.ID
    )


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + struct.pack(">I", number) + (b"\x01" if last else b"\x00")


def _head(stream: BinaryIO) -> tuple[Head, bytes, bytes, bytes]:
    start = stream.read(len(MAGIC) + 4)
    length = struct.unpack(">I", start[-4:])[0] if len(start) == len(MAGIC) + 4 else 0
    if not start.startswith(MAGIC) or not 0 < length <= _HEAD_LIMIT:
        raise SealError("Tệp này không phải bản sao lưu của Đối Chiếu.")
    line = stream.read(length)
    try:
        told = json.loads(line)
        made, expires = (dt.datetime.fromisoformat(told[name]) for name in ("made_at", "expires_at"))
        salt, prefix = bytes.fromhex(told["salt"]), bytes.fromhex(told["prefix"])
    except (ValueError, KeyError, TypeError):
        raise SealError("Phần đầu của bản sao lưu bị hỏng.") from None
    if len(prefix) != 7 or made.tzinfo is None or expires.tzinfo is None:
        raise SealError("Phần đầu của bản sao lưu bị hỏng.")
    return Head(made, expires), start + line, salt, prefix


def _compressed(plain: BinaryIO) -> Iterator[bytes]:
    """Pieces of exactly PIECE bytes, the last one shorter."""
    pack, kept = zlib.compressobj(6), bytearray()
    while block := plain.read(PIECE):
        kept += pack.compress(block)
        while len(kept) >= PIECE:
            yield bytes(kept[:PIECE])
            del kept[:PIECE]
    kept += pack.flush()
    while len(kept) > PIECE:
        yield bytes(kept[:PIECE])
        del kept[:PIECE]
    yield bytes(kept)


def _pieces(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while piece := stream.read(size):
        yield piece


def _with_last(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    held = next(pieces, None)
    while held is not None:
        following = next(pieces, None)
        yield held, following is None
        held = following
