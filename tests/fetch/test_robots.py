"""robots.txt after RFC 9309, against a second matcher written from the RFC's text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch import robots

HOST = "https://bao.vn"


def may(rules: str, path: str) -> bool:
    return robots.parse(rules.encode()).may(HOST + path)


@pytest.mark.parametrize(
    ("rules", "path", "open_"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow: /a", "/ab", False),
        ("User-agent: *\nDisallow: /a/", "/a", True),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /%62", "/b", False),
        ("User-agent: *\nDisallow: /tin-tức", "/tin-t%E1%BB%A9c", False),
        ("user-AGENT : *\n  disallow :/a # kín", "/a", False),
        ("User-agent: a\nUser-agent: doichieu\nDisallow: /a", "/a", False),
        ("User-agent: doichieu\nDisallow: /a\n\nUser-agent: DoiChieu\nDisallow: /b", "/b", False),
        ("User-agent: doichieu\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/b", True),
        ("User-agent: doichieubot\nDisallow: /", "/a", True),
        ("User-agent: doi\nDisallow: /", "/a", True),
        ("User-agent: Googlebot\nDisallow: /", "/a", True),
        ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: *\nCrawl-delay: 5\nDisallow: /a\n\nSitemap: https://bao.vn/s.xml", "/a", False),
    ],
)
def test_rules(rules: str, path: str, open_: bool) -> None:
    assert may(rules, path) is open_


def test_crawl_delay_and_sitemaps() -> None:
    rules = robots.parse(b"User-agent: *\nCrawl-delay: 2.5\nSitemap: https://bao.vn/s.xml")
    assert rules.delay == 2.5
    assert rules.sitemaps == ("https://bao.vn/s.xml",)
    assert robots.parse(b"User-agent: *\nCrawl-delay: 86400").delay == robots.MAX_DELAY
    assert robots.parse(b"User-agent: *\nCrawl-delay: -1").delay == 0
    assert robots.parse(b"User-agent: *\nCrawl-delay: many").delay == 0


def test_what_answers_mean() -> None:
    assert robots.answer(404, b"").may(HOST + "/a")
    assert robots.answer(401, b"").may(HOST + "/a")
    assert not robots.answer(500, b"").may(HOST + "/a")
    assert not robots.answer(429, b"").may(HOST + "/a")


def test_a_huge_file_is_cut_at_a_line() -> None:
    data = b"User-agent: *\n" + b"Disallow: /kin\n" * 40_000 + b"Disallow: /\n"
    rules = robots.parse(data)
    assert not rules.may(HOST + "/kin/1")
    assert rules.may(HOST + "/mo")


PATHS = st.text(st.sampled_from("/ab$*"), min_size=1, max_size=6).map(lambda t: "/" + t.lstrip("/"))
PLAIN = st.text(st.sampled_from("/ab"), max_size=8).map(lambda t: "/" + t.lstrip("/"))
RULES = st.lists(st.tuples(st.sampled_from(["Allow", "Disallow"]), PATHS), max_size=6)


def rfc(rules: list[tuple[str, str]], path: str) -> bool:
    """Section 2.2.2, written anew: the longest match wins, Allow on a tie."""
    best, verdict = -1, True
    for kind, pattern in rules:
        anchored = pattern.endswith("$")
        form = re.escape(pattern[:-1] if anchored else pattern).replace(r"\*", ".*") + ("$" if anchored else "")
        if re.match(form, path) and (len(pattern) > best or (len(pattern) == best and kind == "Allow")):
            best, verdict = len(pattern), kind == "Allow"
    return verdict


@given(RULES, PLAIN)
def test_like_the_rfc(rules: list[tuple[str, str]], path: str) -> None:
    # A `$` inside a pattern has no meaning in the RFC, and repeated stars count differently among matchers.
    rules = [(k, p) for k, p in rules if "$" not in p[:-1] and "**" not in p and not p.endswith(("*", "*$"))]
    text = "User-agent: *\n" + "".join(f"{kind}: {pattern}\n" for kind, pattern in rules)
    assert may(text, path) is rfc(rules, path)


@given(st.binary(max_size=300))
def test_never_raises(data: bytes) -> None:
    rules = robots.parse(b"User-agent: *\n" + data)
    rules.may(HOST + "/a")
    assert rules.delay >= 0
