"""Faults of a source list that reading it cannot see: the same address twice, twins, politeness, odd hosts. Pure.

What makes a list unusable (unknown keys, wrong kinds, refused addresses) is said by `config.load_sources`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from pipeline.fetch import canonical
from pipeline.fetch.urls import clean
from pipeline.records import Source

_SHARED_HOSTS = ("google.com", "feedburner.com", "feedproxy.google.com", "blogspot.com", "wordpress.com")


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a source list. `fault` should be repaired, `advice` may stay."""

    level: Literal["fault", "advice"]
    source: str
    key: str
    words: str


def lint(sources: Iterable[Source]) -> list[Finding]:
    """Every finding of a list that loads."""
    sources = list(sources)
    return [*_twice(sources), *(finding for source in sources for finding in _one(source))]


def _addresses(source: Source) -> Iterator[tuple[str, str]]:
    for key, urls in (
        ("feed", source.feeds),
        ("sitemap", source.sitemaps),
        ("listing", source.listings),
        ("page", source.pages),
    ):
        for url in urls:
            yield key, url


def _twice(sources: list[Source]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    homes: dict[str, str] = {}
    for source in sources:
        for key, url in _addresses(source):
            name = canonical(url)
            if name in first:
                yield Finding("fault", source.id, key, f"{url} đã có ở nguồn “{first[name]}”; bỏ một trong hai")
            first.setdefault(name, source.id)
        home = canonical(source.url)
        if home in homes:
            yield Finding("advice", source.id, "url", f"cùng trang chủ với nguồn “{homes[home]}”; có nên gộp làm một?")
        homes.setdefault(home, source.id)


def _one(source: Source) -> Iterator[Finding]:
    home = _domain(source.url)
    for key, url in _addresses(source):
        if clean(url) is None:
            yield Finding("fault", source.id, key, f"{url}: chỉ dùng http/https, không kèm tên đăng nhập hay mật khẩu")
            continue
        domain = _domain(url)
        if domain != home and not any(domain.endswith(shared) for shared in _SHARED_HOSTS):
            yield Finding("advice", source.id, key, f"{url} nằm ở tên miền khác với trang chủ {source.url}")
        if any(domain.endswith(shared) for shared in _SHARED_HOSTS) and source.kind != "aggregator":
            yield Finding("advice", source.id, key, f"{url} là dịch vụ trung gian; nên lấy thẳng từ tòa soạn")
    if source.pause < 0.5 and not _inner(source.url):
        yield Finding(
            "advice", source.id, "pause", f"{source.pause:g} giây là quá dồn dập với một tòa soạn; nên từ 1 giây"
        )
    if source.interval < 300:
        yield Finding("advice", source.id, "interval", f"{source.interval} giây là quá dày; nên từ 300 giây")
    if not source.enabled:
        yield Finding("advice", source.id, "enabled", "nguồn đang tạm ngừng")


def _domain(url: str) -> str:
    host = (urlsplit(canonical(url)).hostname or "").removeprefix("www.")
    parts = host.split(".")
    long = len(parts) > 2 and parts[-1] == "vn" and parts[-2] in ("com", "gov", "net", "org", "edu", "info")
    return ".".join(parts[-3:] if long else parts[-2:])


def _inner(url: str) -> bool:
    return (urlsplit(url).hostname or "") in ("127.0.0.1", "localhost", "::1")
