"""Accounts of the office's duty posts, their sessions, and the throttle of the login page.

An account is a post that works with the tool ("chuyên viên trực 1"), not a private person: it has a login, the words of
the post and a role, and no column for a name, telephone number or e-mail address. CHARTER rule 1 is about the people
the press writes of; the staff who decide must be told apart, because two different posts sign a referral (rule 6) and
every deed leaves a trace (rule 8). Who held a post on a day is written in the office's duty list, not here.

Nothing secret is kept as it is: passwords come in as argon2 hashes, codes and session tokens are kept as SHA-256, and
the throttle counts under a hash of the login or of the sending machine.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from pipeline.store import audit, codec
from pipeline.store.room import Room
from pipeline.store.tables import accounts, login_tries, sessions
from pipeline.workflow.posts import Post, Role

CODE_KEPT: Final = dt.timedelta(days=3)
"""how long a one-time code can be used"""
SESSION_IDLE: Final = dt.timedelta(hours=2)
"""a session ends when nothing was asked for so long"""
SESSION_LONGEST: Final = dt.timedelta(hours=10)
"""and at the latest after a working day"""
TOUCH: Final = dt.timedelta(minutes=5)
"""the last use of a session is written at most this often"""
TRIES_WITHIN: Final = dt.timedelta(minutes=15)
TRIES_PER_LOGIN: Final = 5
TRIES_PER_MACHINE: Final = 30
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""letters of a code: none that look alike on paper"""


class AccountRefused(Exception):
    """An account cannot be made or changed so; the message is Vietnamese and says what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """A duty post that may log in. `ready` is False until it has set its own password."""

    id: str
    login: str
    post: str
    role: Role
    ready: bool
    created_at: dt.datetime
    disabled_at: dt.datetime | None = None
    code_until: dt.datetime | None = None

    @property
    def duty(self) -> Post:
        """The post in its role, as the workflow knows it."""
        return Post(self.login, self.post, self.role)

    @property
    def actor(self) -> str:
        """How the log names this post."""
        return self.duty.actor


class AccountsRoom(Room):
    """Accounts, sessions, throttle."""

    def accounts(self) -> list[Account]:
        """Every account, oldest first; disabled ones stay so that the log can be read."""
        with self._read() as connection:
            return [_account(row) for row in connection.execute(select(accounts).order_by(accounts.c.seq)).mappings()]

    def has_accounts(self) -> bool:
        """Whether anybody can log in at all."""
        with self._read() as connection:
            return connection.scalar(select(accounts.c.seq).limit(1)) is not None

    def add_first_account(self, login: str, post: str, password_hash: str) -> Account:
        """The first administrator, with a password at once. Raises AccountRefused when an account stands already."""
        with self._write() as connection:
            if connection.scalar(select(accounts.c.seq).limit(1)) is not None:
                raise AccountRefused("Đã có tài khoản. Đăng nhập, hoặc nhờ quản trị cấp mã mới.")
            made = _add(connection, self.clock(), login, post, "admin", password_hash=password_hash)
            audit.append(connection, self.clock(), made.actor, "account.first", made.login, decision=made.role)
        return made

    def add_account(self, login: str, post: str, role: Role, actor: str) -> tuple[Account, str]:
        """An account without a password, and the one-time code with which its holder sets one. Raises AccountRefused."""
        code = new_code()
        with self._write() as connection:
            if connection.scalar(select(accounts.c.seq).where(accounts.c.login == login)) is not None:
                raise AccountRefused(f"Đã có tài khoản “{login}”. Chọn tên đăng nhập khác.")
            # people read signatures by the post's words: no two accounts share them, not even closed ones
            if post.casefold() in {one.casefold() for one in connection.scalars(select(accounts.c.post))}:
                raise AccountRefused(f"Đã có tài khoản của “{post}”. Ghi vị trí khác, ví dụ thêm số thứ tự.")
            now = self.clock()
            made = _add(connection, now, login, post, role, code_hash=_hash(code), code_until=now + CODE_KEPT)
            audit.append(connection, now, actor, "account.add", login, decision=role)
        return made, code

    def renew_code(self, account: str, actor: str) -> str:
        """A new one-time code for a forgotten password: the old password and every open session end. AccountRefused."""
        code = new_code()
        now = self.clock()
        with self._write() as connection:
            row = _one(connection, account)
            if row["disabled_at"] is not None:
                raise AccountRefused("Tài khoản này đã ngừng dùng. Tạo tài khoản mới cho người mới.")
            values = {"password_hash": None, "code_hash": _hash(code), "code_until": codec.moment(now + CODE_KEPT)}
            connection.execute(update(accounts).where(accounts.c.id == account).values(values))
            connection.execute(delete(sessions).where(sessions.c.duty == account))
            audit.append(connection, now, actor, "account.code", row["login"], decision=row["role"])
        return code

    def disable_account(self, account: str, actor: str) -> None:
        """Close an account for good (staff leaving) and end its sessions. Raises AccountRefused for the last admin."""
        now = self.clock()
        with self._write() as connection:
            row = _one(connection, account)
            if row["disabled_at"] is not None:
                return
            others = (accounts.c.role == "admin") & accounts.c.disabled_at.is_(None) & (accounts.c.id != account)
            if row["role"] == "admin" and connection.scalar(select(accounts.c.seq).where(others).limit(1)) is None:
                raise AccountRefused("Đây là tài khoản quản trị duy nhất. Tạo tài khoản quản trị khác trước.")
            values = {"disabled_at": codec.moment(now), "password_hash": None, "code_hash": None, "code_until": None}
            connection.execute(update(accounts).where(accounts.c.id == account).values(values))
            connection.execute(delete(sessions).where(sessions.c.duty == account))
            audit.append(connection, now, actor, "account.disable", row["login"], decision=row["role"])

    def set_password(self, login: str, code: str, password_hash: str) -> Account | None:
        """Let the holder of a one-time code set the password; the code is spent. None when login or code do not fit."""
        now = self.clock()
        with self._write() as connection:
            row = connection.execute(select(accounts).where(accounts.c.login == login)).mappings().one_or_none()
            if not _fits(row, code, now) or row is None:
                return None
            values = {"password_hash": password_hash, "code_hash": None, "code_until": None}
            connection.execute(update(accounts).where(accounts.c.id == row["id"]).values(values))
            connection.execute(delete(sessions).where(sessions.c.duty == row["id"]))
            account = _account({**row, **values})
            audit.append(connection, now, account.actor, "account.password", login)
        return account

    def change_password(self, account: Account, password_hash: str) -> None:
        """A new password chosen by the holder, who has just shown the old one; every other session ends."""
        with self._write() as connection:
            connection.execute(update(accounts).where(accounts.c.id == account.id).values(password_hash=password_hash))
            connection.execute(delete(sessions).where(sessions.c.duty == account.id))
            audit.append(connection, self.clock(), account.actor, "account.password", account.login)

    def code_fits(self, login: str, code: str) -> bool:
        """Whether a one-time code can still be used, without spending it."""
        with self._read() as connection:
            row = connection.execute(select(accounts).where(accounts.c.login == login)).mappings().one_or_none()
        return _fits(row, code, self.clock())

    def password_hash(self, login: str) -> tuple[Account, str] | None:
        """The account and the hash to verify a password against; None when it cannot log in with one."""
        usable = (accounts.c.login == login) & accounts.c.disabled_at.is_(None) & accounts.c.password_hash.is_not(None)
        with self._read() as connection:
            row = connection.execute(select(accounts).where(usable)).mappings().one_or_none()
        return (_account(row), str(row["password_hash"])) if row is not None else None

    # -------------------------------------------------------------- sessions
    def open_session(self, account: Account, before: str | None = None) -> str:
        """A fresh session; the one that came with the request ends (fixation). Returns the token for the cookie."""
        token, now = secrets.token_urlsafe(32), self.clock()
        row = {"token_hash": _hash(token), "duty": account.id, "opened_at": codec.moment(now)}
        with self._write() as connection:
            connection.execute(delete(sessions).where(sessions.c.seen_at < codec.moment(now - SESSION_IDLE)))
            if before:
                connection.execute(delete(sessions).where(sessions.c.token_hash == _hash(before)))
            connection.execute(insert(sessions).values({**row, "seen_at": codec.moment(now)}))
            audit.append(connection, now, account.actor, "session.open", account.login)
        return token

    def session(self, token: str) -> Account | None:
        """Whose session a token opens; None when it has ended or its account is closed."""
        now, mine = self.clock(), sessions.c.token_hash == _hash(token)
        query = select(accounts, sessions.c.seen_at, sessions.c.opened_at).join(
            accounts, accounts.c.id == sessions.c.duty
        )
        with self._read() as connection:
            row = connection.execute(query.where(mine, accounts.c.disabled_at.is_(None))).mappings().one_or_none()
        if row is None:
            return None
        seen, opened = codec.to_moment(row["seen_at"]), codec.to_moment(row["opened_at"])
        if seen is None or opened is None or now - seen > SESSION_IDLE or now - opened > SESSION_LONGEST:
            self.end_session(token)
            return None
        if now - seen > TOUCH:
            with self._write() as connection:
                connection.execute(update(sessions).where(mine).values(seen_at=codec.moment(now)))
        return _account(row)

    def end_session(self, token: str) -> None:
        """Log out."""
        with self._write() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_hash == _hash(token)))

    # -------------------------------------------------------------- throttle
    def may_try(self, login: str, machine: str) -> bool:
        """Count one try to log in before it is judged; False when this login or machine has tried too often.

        Counting first leaves no gap for many tries at once. A locked login is logged once for each lock.
        """
        now = self.clock()
        since = codec.moment(now - TRIES_WITHIN)
        keys = ((_hash(f"login:{login}"), TRIES_PER_LOGIN), (_hash(f"machine:{machine}"), TRIES_PER_MACHINE))
        with self._write() as connection:
            connection.execute(delete(login_tries).where(login_tries.c.at < since))
            counts = [
                connection.scalar(select(func.count()).where(login_tries.c.key_hash == key)) or 0 for key, _ in keys
            ]
            if any(count >= limit for count, (_, limit) in zip(counts, keys, strict=True)):
                return False
            rows = [{"key_hash": key, "at": codec.moment(now)} for key, _ in keys]
            connection.execute(insert(login_tries), rows)
            if counts[0] + 1 == TRIES_PER_LOGIN and _known(connection, login):
                audit.append(connection, now, "pipeline", "session.locked", login, decision=str(TRIES_PER_LOGIN))
        return True

    def forget_tries(self, login: str) -> None:
        """A login that succeeded starts counting anew."""
        with self._write() as connection:
            connection.execute(delete(login_tries).where(login_tries.c.key_hash == _hash(f"login:{login}")))


def name_fault(login: str, post: str) -> str | None:
    """Why an account cannot be called so, in Vietnamese, or None."""
    if not _LOGIN.fullmatch(login):
        return "Tên đăng nhập gồm 2 đến 40 chữ thường không dấu, số, dấu chấm hoặc gạch; ví dụ: truc1."
    if not 2 <= len(post) <= 60 or not post.isprintable():
        return "Ghi vị trí trực bằng 2 đến 60 ký tự trên một dòng, ví dụ: Chuyên viên trực 1. Không ghi tên riêng."
    return None


def new_code() -> str:
    """A one-time code of 58 bits as people can read it out: four groups of three letters and figures."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join(letters[start : start + 3] for start in range(0, 12, 3))


def clean_code(typed: str) -> str:
    """A code as somebody typed it: case, spaces and dashes do not matter."""
    letters = "".join(letter for letter in typed.lower() if letter.isalnum())
    return "-".join(letters[start : start + 3] for start in range(0, len(letters), 3))


def _fits(row: RowMapping | None, code: str, now: dt.datetime) -> bool:
    """Whether a code is the one an account waits for, in time."""
    if row is None or row["code_hash"] is None or row["disabled_at"] is not None:
        return False
    until = codec.to_moment(row["code_until"])
    same = secrets.compare_digest(str(row["code_hash"]), _hash(clean_code(code)))
    return same and until is not None and now <= until


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _known(connection: Connection, login: str) -> bool:
    return connection.scalar(select(accounts.c.seq).where(accounts.c.login == login)) is not None


def _one(connection: Connection, account: str) -> RowMapping:
    row = connection.execute(select(accounts).where(accounts.c.id == account)).mappings().one_or_none()
    if row is None:
        raise AccountRefused("Không có tài khoản này.")
    return row


def _add(
    connection: Connection,
    now: dt.datetime,
    login: str,
    post: str,
    role: Role,
    *,
    password_hash: str | None = None,
    code_hash: str | None = None,
    code_until: dt.datetime | None = None,
) -> Account:
    row = {"id": secrets.token_hex(8), "login": login, "post": post, "role": role, "created_at": codec.moment(now)}
    row |= {"password_hash": password_hash, "code_hash": code_hash, "code_until": codec.moment(code_until)}
    connection.execute(insert(accounts).values({**row, "disabled_at": None}))
    return _account({**row, "disabled_at": None})


def _account(row: codec.Row) -> Account:
    created = codec.to_moment(row["created_at"])
    if created is None:
        raise ValueError("an account without its day")
    return Account(
        row["id"],
        row["login"],
        row["post"],
        row["role"],
        row["password_hash"] is not None,
        created,
        codec.to_moment(row["disabled_at"]),
        codec.to_moment(row["code_until"]),
    )
