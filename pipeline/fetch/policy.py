"""Every bound of the fetch room in one place, with why it has its value.

`Network` is what an office may set in `[network]` of office.toml; the rest are bounds that no office needs to touch.
"""

from __future__ import annotations

from dataclasses import dataclass

PRODUCT = "DoiChieu"
"""the product token that robots.txt groups are matched against (RFC 9309 section 2.2.1), without regard to case"""
ABOUT = "https://github.com/doichieu/doichieu"


@dataclass(frozen=True, slots=True)
class Network:
    """How this office reaches the web. Sizes in bytes, times in seconds."""

    allow: frozenset[str] = frozenset()
    """exact host:port that may be contacted although private or loopback; everything else private stays refused"""
    contact: str = ""
    """who to write to; goes into the User-Agent and From"""
    proxy: str | None = None
    """http://host:port of a proxy that allows CONNECT; addresses are resolved and checked here all the same"""
    ca_file: str | None = None
    """PEM file of the authorities to trust instead of the system's"""
    byte_budget: int | None = None
    """bytes a pass may receive on a slow or metered line; None means no limit"""

    connect_timeout: float = 10.0
    first_byte_timeout: float = 20.0
    total_timeout: float = 60.0
    """one response from request to last byte"""
    idle_timeout: float = 15.0
    """the longest silence inside a body"""
    slow_after: float = 8.0
    """from this age on a body must have come at `slow_rate` bytes a second on average: a body that drips is left"""
    slow_rate: int = 512
    max_body: int = 8_000_000
    """bytes on the wire; the largest news sitemap and PDF notices seen are below 6 MB"""
    max_expanded: int = 12_000_000
    """bytes after decompression"""
    max_redirects: int = 5
    parallel: int = 24
    """requests in flight over all hosts"""
    patience: float = 30.0
    """a Retry-After up to this long is waited for within the pass, once"""
    site_seconds: float = 900.0
    """time one publisher may take of a pass; what is left is read in the next one"""

    @property
    def user_agent(self) -> str:
        """Who asks and why, in words a webmaster can act on."""
        who = f"; lien he {self.contact}" if self.contact else ""
        return f"{PRODUCT}/0.1 (+{ABOUT}; doc bao cho co quan dia phuong{who})"


MAX_ENTRIES = 2_000
"""entries taken from one feed or sitemap; a news sitemap holds at most 1,000 (Google News), a busy feed 200"""
MAX_DEPTH = 100
"""nesting of XML and JSON documents"""
MAX_URL = 2_000
"""characters of a link"""
MAX_TITLE = 500
MAX_CONTENT = 400_000
"""characters of the full text that a feed carries"""
MAX_CHILD_SITEMAPS = 12
"""sitemaps of one index read in a visit, newest first"""
MAX_LIST_PAGES = 20
"""pages of one list read in a visit"""
MIN_INTERVAL = 300
MAX_INTERVAL = 24 * 3600
