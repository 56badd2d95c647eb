"""Links: what is asked for, what is compared, what is refused."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch import canonical
from pipeline.fetch.urls import clean, host_port, join

ONE = "https://bao.vn/thoi-su/thu-tien-rac-123.html"
TWINS = [
    "HTTPS://BAO.VN:443/thoi-su/thu-tien-rac-123.html#binh-luan",
    "https://bao.vn/thoi-su/thu-tien-rac-123.html?utm_source=rss&utm_medium=feed&fbclid=IwAR1",
    "https://bao.vn/thoi-su/thu-tien-rac-123.html?zarsrc=30&gidzl=x&vn_source=home",
    "https://m.bao.vn/thoi-su/thu-tien-rac-123.html",
    "https://amp.bao.vn/thoi-su/thu-tien-rac-123.html",
    "https://bao.vn/amp/thoi-su/thu-tien-rac-123.html",
    "https://bao.vn/thoi-su/thu-tien-rac-123.html/amp/",
    "https://bao.vn/thoi-su/thu-tien-rac-123.html?amp=1",
    "https://bao.vn/thoi-su/thu-tien-rac-123.amp.html",
    "https://bao.vn/thoi-su/thu-tien-rac-123.html?print=1",
    "https://bao.vn/print/thoi-su/thu-tien-rac-123.html",
    "https://bao.vn/thoi-su/thu-tien-rac-123.html/",
    "https://bao.vn/thoi-su/./x/../thu-tien-rac-123.html",
    "https://bao.vn//thoi-su/thu%2Dtien%2drac-123.html",
    "https://bao.vn/thoi-su/thu-tien-rac-123.html;jsessionid=0A1?",
    " https://bao.vn/thoi-su/\n\tthu-tien-rac-123.html ",
    "https://bao.vn./thoi-su/thu-tien-rac-123.html?ref=zalo",
]
DIFFERENT = [
    "https://bao.vn/thoi-su/thu-tien-rac-124.html",
    "https://bao.vn/thoi-su/thu-tien-rac-123.html?page=2",
    "https://bao.vn:8443/thoi-su/thu-tien-rac-123.html",
    "https://kinhte.bao.vn/thoi-su/thu-tien-rac-123.html",
    "https://bao.vn/thoi-su/Thu-tien-rac-123.html",
]


@pytest.mark.parametrize("twin", TWINS)
def test_one_article_once(twin: str) -> None:
    assert canonical(twin) == ONE


@pytest.mark.parametrize("other", DIFFERENT)
def test_other_articles_stay_apart(other: str) -> None:
    assert canonical(other) != ONE


def test_names_in_vietnamese_letters() -> None:
    assert canonical("https://Báo.vn/Tin") == canonical("https://xn--bo-mia.vn/Tin")
    assert canonical("https://bao.vn/tin tức") == canonical("https://bao.vn/tin%20t%e1%bb%a9c")
    assert canonical("https://bao.vn/?b=2&a=1") == canonical("https://bao.vn/?a=1&b=2")


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "mailto:a@b.vn", "file:///etc/passwd", "ftp://bao.vn/x", "https://ai:do@bao.vn/", "#top",
     "https://bao.vn:99999/", "http://bao vn/", "data:text/html,x", "https://bao.vn/" + "a" * 3000, ""],
)  # fmt: skip
def test_no_web_link(link: str) -> None:
    assert join("https://bao.vn/a/", link) is None


def test_joining() -> None:
    assert join("https://bao.vn/a/b.html", "../c.html?utm_source=x") == "https://bao.vn/c.html"
    assert join("https://bao.vn/a/", "//kinhte.bao.vn/x") == "https://kinhte.bao.vn/x"
    assert host_port("http://[::1]:8080/") == ("::1", 8080)
    assert host_port("https://bao.vn/") == ("bao.vn", 443)


URLS = st.builds(
    "{}://{}{}/{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["bao.vn", "m.bao.vn", "WWW.Bao.vn", "127.0.0.1", "báo.vn", "[::1]", "m.m.bao.vn"]),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.text(st.sampled_from("abAB01./-_;%~ êđ+amp&=print"), max_size=40),
    st.sampled_from(["", "?"]).flatmap(
        lambda q: st.text(st.sampled_from("ab=&%2F1+;utm_source"), max_size=20).map(q.__add__)
    ),
)


@given(URLS)
def test_canonical_is_idempotent(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@given(URLS)
def test_cleaning_never_changes_the_article(url: str) -> None:
    cleaned = clean(url)
    if cleaned is not None:
        assert clean(cleaned) == cleaned
        assert canonical(cleaned) == canonical(url)
        assert urlsplit(cleaned).fragment == ""


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    canonical(text)
    clean(text)
    join("https://bao.vn/", text)
    host_port(text)
