"""Who acts: a post of the office (never a private person, CHARTER rule 1) in one role, and what that role may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

Role = Literal["reviewer", "spokesperson", "liaison", "analyst", "auditor", "admin"]
Act = Literal["decide", "edit", "publish", "follow", "prepare_referral", "sign_referral", "read_referral"]

ROLES: Final[Mapping[Role, str]] = {
    "reviewer": "người duyệt",
    "spokesperson": "người phát ngôn",
    "liaison": "đầu mối công an",
    "analyst": "người giữ danh sách nguồn",
    "auditor": "người kiểm tra nhật ký",
    "admin": "người quản lý tài khoản",
}
MAY: Final[Mapping[Act, frozenset[Role]]] = {
    "decide": frozenset({"reviewer", "spokesperson"}),
    "edit": frozenset({"reviewer", "spokesperson"}),
    # Nghị định 09/2017/NĐ-CP: at commune level only the spokesperson speaks for the office
    "publish": frozenset({"spokesperson"}),
    "follow": frozenset({"reviewer", "spokesperson"}),
    "prepare_referral": frozenset({"reviewer"}),
    # an admin makes accounts and so never signs; the liaison receives and so never signs
    "sign_referral": frozenset({"reviewer", "spokesperson"}),
    "read_referral": frozenset({"reviewer", "spokesperson", "liaison"}),
}
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Post:
    """An account of the office: its login, the words of the post ("Chuyên viên trực 1"), and the role it acts in."""

    login: str
    name: str
    role: Role

    def __post_init__(self) -> None:
        if self.role not in get_args(Role):
            raise ValueError(f"no such role: {self.role}")
        for words in (self.login, self.name):
            if not words.strip() or len(words) > LONGEST or not words.isprintable():
                raise ValueError("a post has a login and a short printable name")

    @property
    def actor(self) -> str:
        """How the audit log names it, as store.accounts does."""
        return f"{self.role}:{self.login}"

    def may(self, act: Act) -> bool:
        """Whether this role may do this."""
        return self.role in MAY[act]


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not done and cannot be; `words` says why in Vietnamese, `reason` is the code in the log."""

    words: str
    reason: str


def refusal(by: Post, act: Act) -> Refused | None:
    """Why this post may not do this, or None."""
    if by.may(act):
        return None
    allowed = " hoặc ".join(words for role, words in ROLES.items() if role in MAY[act])
    return Refused(f"Việc này chỉ {allowed} làm được.", "role")
