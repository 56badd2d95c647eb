"""robots.txt after RFC 9309: what an answer means, and who may read what. Pure; the client fetches and remembers.

Protego matches the rules (wildcards, longest match, Allow wins ties). It picks groups by the start of a name, the RFC
by the whole product token (section 2.2.1), so other bots' groups are renamed before it reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from protego import Protego

from pipeline.fetch.policy import PRODUCT

_AGENT = re.compile(r"^(\s*user[- ]?agent\s*:)\s*([^#\r\n]*)", re.IGNORECASE | re.MULTILINE)
_NOBODY = "nobody-we-know"
CAP = 500 * 1024
"""bytes looked at (section 2.5: at least 500 KiB)"""
MAX_DELAY = 60.0
"""seconds; a longer Crawl-delay is kept as this one, else a list page a day could not be read"""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to this crawler."""

    parser: Protego | None = None
    closed: str | None = None
    """a Vietnamese reason when nothing may be read for now (the file could not be had: section 2.3.1.4)"""
    sitemaps: tuple[str, ...] = ()

    def may(self, url: str) -> bool:
        """Whether `url` may be read. /robots.txt itself always may (section 2.2.2)."""
        if self.closed:
            return False
        return self.parser is None or bool(self.parser.can_fetch(url, PRODUCT.lower()))

    @property
    def delay(self) -> float:
        """Crawl-delay in seconds, 0 when there is none. Not in the RFC, and widely used."""
        found = self.parser.crawl_delay(PRODUCT.lower()) if self.parser else None
        return min(max(float(found or 0.0), 0.0), MAX_DELAY)


def parse(data: bytes) -> Rules:
    """Read a robots.txt. At most 500 KiB are looked at; a cut last line is dropped; never raises."""
    if len(data) > CAP:
        data = data[:CAP]
        data = data[: max(data.rfind(b"\n"), data.rfind(b"\r"), 0)]
    text = data.decode("utf-8", "replace").lstrip("\ufeff")
    if re.match(r"\s*<(?:!doctype|html|head|body)", text, re.IGNORECASE):
        return Rules()  # an error page sent with status 200 holds no rules
    parser = Protego.parse(_AGENT.sub(_rename, text))
    return Rules(parser, sitemaps=tuple(parser.sitemaps)[:20])


def answer(status: int, body: bytes) -> Rules:
    """What an HTTP answer for robots.txt means: 2xx rules, 4xx "no rules", 429 and 5xx "wait" (section 2.3.1)."""
    if 200 <= status < 300:
        return parse(body)
    if status == 429 or status >= 500:
        return Rules(closed=f"robots.txt đang trả lỗi {status}, phải chờ đến khi đọc được")
    return Rules()


def _rename(found: re.Match[str]) -> str:
    value = found[2].strip()
    token = re.match(r"[A-Za-z_-]+", value)
    if value.startswith("*"):
        return f"{found[1]} *"
    ours = token is not None and token[0].lower() == PRODUCT.lower()
    return f"{found[1]} {PRODUCT.lower() if ours else _NOBODY}"
