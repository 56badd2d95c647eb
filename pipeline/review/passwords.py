"""Passwords: argon2id with the library's own parameters (RFC 9106, low-memory profile), and what may be one."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST, LONGEST = 12, 200
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("không ai có mật khẩu này")
"""verified for unknown logins, so that an answer takes as long as for known ones"""


def hashed(password: str) -> str:
    """The hash to store."""
    return _HASHER.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether a password is the one; None stands for an unknown account and takes as long."""
    try:
        right = _HASHER.verify(password_hash or _NOBODY, password[:LONGEST])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return right and password_hash is not None


def fault(password: str, again: str, login: str) -> str | None:
    """Why a new password cannot be used, in Vietnamese, or None."""
    if password != again:
        return "Hai lần gõ mật khẩu chưa giống nhau. Gõ lại."
    if len(password) < SHORTEST:
        return f"Mật khẩu cần ít nhất {SHORTEST} ký tự; một câu ngắn dễ nhớ là tốt nhất."
    if len(password) > LONGEST:
        return f"Mật khẩu dài quá {LONGEST} ký tự."
    if len(set(password)) < 5 or (login and login.casefold() in password.casefold()):
        return "Mật khẩu này dễ đoán: lặp một vài chữ, hoặc chứa tên đăng nhập. Chọn câu khác."
    return None
