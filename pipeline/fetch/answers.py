"""What asking for one address gives: an answer, or a named trouble with Vietnamese words for it. Pure."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from dataclasses import dataclass
from typing import Literal

from pipeline.fetch.challenge import challenge

Lasting = Literal["refused", "failed", "offline", "blocked", "waiting", "budget"]

# code → (what it means for a later attempt, words)
TROUBLES: dict[str, tuple[Lasting, str]] = {
    "url": ("refused", "địa chỉ không dùng được: chỉ nhận http/https, không kèm tên đăng nhập hay mật khẩu"),
    "address": ("refused", "địa chỉ dẫn vào mạng nội bộ hoặc vùng dành riêng, không được phép truy cập"),
    "loop": ("refused", "chuyển hướng vòng tròn"),
    "redirects": ("refused", "chuyển hướng quá nhiều lần"),
    "location": ("failed", "chuyển hướng mà không nói đến đâu"),
    "bomb": ("refused", "nội dung nén phình quá giới hạn (bom nén)"),
    "too_large": ("refused", "nội dung lớn quá giới hạn"),
    "coding": ("refused", "cách nén nội dung không được hỗ trợ hoặc bị chồng nhiều lớp, hoặc dữ liệu nén hỏng"),
    "drip": ("refused", "máy chủ trả lời nhỏ giọt, không kết thúc"),
    "headers": ("refused", "phần đầu của trả lời lớn quá giới hạn"),
    "first_byte": ("failed", "máy chủ không trả lời trong thời gian chờ"),
    "timeout": ("failed", "máy chủ trả lời quá chậm, đã dừng sau thời gian tối đa"),
    "connect_timeout": ("offline", "không kết nối được trong thời gian chờ"),
    "connect": ("offline", "không kết nối được với máy chủ"),
    "dns": ("offline", "không tìm thấy tên miền"),
    "proxy": ("offline", "proxy của văn phòng không mở đường kết nối"),
    "tls": ("failed", "chứng chỉ bảo mật (TLS) của máy chủ không hợp lệ"),
    "cut": ("failed", "kết nối bị ngắt giữa chừng"),
    "protocol": ("failed", "máy chủ trả lời không đúng giao thức HTTP"),
    "robots": ("blocked", "robots.txt không cho đọc địa chỉ này"),
    "robots_wait": ("waiting", "robots.txt đang trả lỗi, phải chờ đến khi đọc được"),
    "budget": ("budget", "đã hết hạn mức dữ liệu của lượt này"),
    "challenge": ("failed", "máy chủ trả về trang kiểm tra trình duyệt, không phải nội dung"),
    "empty": ("failed", "máy chủ trả về trang trống"),
    "part": ("failed", "máy chủ chỉ gửi một phần của nội dung"),
    "forward": ("failed", "trang chỉ chuyển sang địa chỉ khác, không có nội dung"),
}


_FORWARD_SIZE = 3_000
"""bytes; pages that refresh themselves while they show something are larger"""
_FORWARD = re.compile(
    rb"""<meta[^>]{1,80}http-equiv=["']?refresh["']?[^>]{1,80}?url\s*=\s*["']?([^"'>\s]+)""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A response of the last hop, whatever its status. `headers` are as received, names in lower case."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: dt.datetime
    received: int
    moved_to: str | None = None
    """the final address when every hop was permanent"""
    big: bool = False
    """holds one of the few places for large bodies until `Client.forget`"""

    def header(self, name: str) -> str | None:
        """The first header of that name (lower case)."""
        return next((v for k, v in self.headers if k == name), None)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no answer: a code of TROUBLES, its meaning for later attempts, and words."""

    code: str
    detail: str = ""

    @property
    def lasting(self) -> Lasting:
        """Whether and how it may be tried again."""
        return TROUBLES[self.code][0]

    @property
    def reason(self) -> str:
        """Vietnamese words for the analyst."""
        words = TROUBLES[self.code][1]
        return f"{words} ({self.detail})" if self.detail else words


def retry_after(value: str | None, now: dt.datetime) -> dt.datetime | None:
    """The moment that a Retry-After header names, in either form (RFC 9110 section 10.2.3); None when it says nothing.

    Never later than a day from `now`: a host that asks for more is asked again tomorrow.
    """
    if not value:
        return None
    value = value.strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", value):
        wanted = now + dt.timedelta(seconds=min(float(value), 86_400.0))
    else:
        try:
            wanted = email.utils.parsedate_to_datetime(value)
        except (TypeError, ValueError, OverflowError):
            return None
        if wanted.tzinfo is None:
            wanted = wanted.replace(tzinfo=dt.UTC)
    return min(max(wanted, now), now + dt.timedelta(days=1))


def utf8_of(header: str) -> str:
    """A header whose bytes are UTF-8 as browsers read it (addresses with Vietnamese letters); HTTP itself says Latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def page_fault(answer: Answer) -> Trouble | None:
    """A 2xx answer that is no page: empty, a part, a forward or a browser check (never to be taken for an edit)."""
    if not answer.body.strip():
        return Trouble("empty")
    if answer.status == 206:  # a range that nobody asked for (RFC 9110 section 15.3.7)
        return Trouble("part")
    if found := challenge(answer.headers, answer.body):
        return Trouble("challenge", found)
    if len(answer.body) < _FORWARD_SIZE and (to := _FORWARD.search(answer.body)):
        return Trouble("forward", to[1].decode("utf-8", "replace")[:200])
    return None
