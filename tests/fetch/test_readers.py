"""Feeds, sitemaps, lists and encodings beyond what one visit shows; and the captured real ones when they are there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.fetch import documents, listings, rhythm
from pipeline.fetch.reading import Context, Reading, plain
from pipeline.language import encoding
from pipeline.records import AddressKind, AddressState

from . import press as p

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
HERE = Context("thu", "https://bao.vn/tin/", NOW)
REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
TEXT = "Cộng hòa xã hội chủ nghĩa Việt Nam. QUYẾT ĐỊNH về tiền rác ở Đà Nẵng, 32.000 đồng; mưa lũ ướt át, ngõ hẻm cũ."


def read(text: str | bytes, kind: AddressKind = "feed", context: Context = HERE) -> Reading:
    return documents.read(text.encode() if isinstance(text, str) else text, None, kind, context)


def test_month_first_dates_of_a_feed_settle_each_other() -> None:
    feed = p.rss("a", "b").replace("Fri, 20 Nov 2026 07:05:00 +0700", "9/5/2026 6:44:00 PM", 1)
    feed = feed.replace("Fri, 20 Nov 2026 07:05:00 +0700", "9/14/2026 6:44:00 PM")
    stamps = [entry.published for entry in read(feed).entries]
    assert all(stamp and not stamp.ambiguous for stamp in stamps)
    assert [stamp.at.isoformat() for stamp in stamps if stamp] == [
        "2026-09-05T11:44:00+00:00",
        "2026-09-14T11:44:00+00:00",
    ]


def test_a_guid_borne_twice_identifies_nothing() -> None:
    entries = read(p.rss("a", "b").replace("g2", "g1")).entries
    assert [entry.guid for entry in entries] == [None, None]


def test_full_text_is_carried_and_no_person_is() -> None:
    item = "<content:encoded><![CDATA[<p>Toàn văn</p>]]></content:encoded><dc:creator>Người Viết</dc:creator>"
    feed = p.rss("a", item=item).replace(
        "<rss ",
        '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" ',
    )
    [entry] = read(feed).entries
    assert entry.content == "<p>Toàn văn</p>"
    assert "Người Viết" not in repr(entry)


def test_a_permalink_guid_stands_in_for_a_missing_link() -> None:
    feed = p.rss("a").replace("<link>/bai/1.html</link>", "").replace(">g1<", ">https://bao.vn/bai/9.html<")
    assert [entry.url for entry in read(feed).entries] == ["https://bao.vn/bai/9.html"]


def test_rhythm_hints() -> None:
    extra = "<ttl>90</ttl><skipHours><hour>3</hour><hour>4</hour></skipHours>"
    reading = read(p.rss("a", extra=extra))
    assert (reading.ttl, reading.skip_hours) == (5400, frozenset({3, 4}))
    interval, due = rhythm.next_visit(AddressState("s", "u", "feed"), 1800, 1, reading, NOW)
    assert interval == 5400
    assert due.hour not in (3, 4)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("A &amp;amp; B", "A & B"),
        ("<b>Thu</b> tiền<br>rác", "Thu tiền rác"),
        ("Giá &lt; 5 &amp; hơn", "Giá < 5 & hơn"),
        ("Thu tiền <font color='red'>MỚI</font>", "Thu tiền"),
        ("Cái <i>mới</i> nhất", "Cái mới nhất"),
        ("<span>VIDEO</span> Cái mới", "Cái mới"),
        ("<b>Video</b>", "Video"),
        ("  nhiều \n dòng\u200b ", "nhiều dòng"),
    ],
)
def test_plain(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_a_list_keeps_out_the_furniture() -> None:
    urls = [entry.url for entry in read(p.listing(1, 2), "listing").entries]
    assert urls == [f"https://bao.vn/tin/bai-so-{n}-ve-viec-thu-tien-rac.html" for n in (1, 2)]


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        ('<a href="/tin/trang-2.html">2</a> <a href="/tin/trang-3.html">3</a>', "/tin/trang-2.html"),
        ('<a href="?page=2">Trang sau »</a>', "/tin/?page=2"),
        ('<a href="/tin/p2">&gt;</a>', "/tin/p2"),
        ('<a href="/khac/trang-2.html">2</a>', None),
        ('<a href="https://khac.vn/tin/trang-2.html">Sau</a>', None),
        ('<link rel="next" href="/tin/page/2/">', "/tin/page/2/"),
    ],
)
def test_the_next_page(pager: str, expected: str | None) -> None:
    following = read(p.listing(1, following=pager), "listing").following
    assert following == (f"https://bao.vn{expected}" if expected else None)


def test_feeds_offered_by_a_home_page() -> None:
    page = (
        '<link rel="alternate" type="application/rss+xml" title="Tin mới" href="/rss/moi.rss">'
        '<link rel="alternate" type="application/rss+xml" title="Bình luận" href="/comments/feed/">'
        '<a href="/rss/the-thao.rss">Thể thao</a>'
    )
    found = [offer.url for offer in listings.offers(page, "https://bao.vn/")]
    assert found == ["https://bao.vn/rss/moi.rss", "https://bao.vn/rss/the-thao.rss"]


# ---------------------------------------------------------------- what an address usually gives
def test_an_alarm_and_the_all_clear() -> None:
    state, told = AddressState("s", "u", "feed"), []
    for day in range(36):
        now = NOW + dt.timedelta(days=day)
        state, words = rhythm.count_day(state, 2 if day in (29, 30) else 10, now)
        told += [(day, words)] if words else []
    assert [day for day, _ in told] == [30, 32]
    assert "chỉ có 2 bài" in told[0][1]
    assert "trở lại bình thường" in told[1][1]
    assert len(state.items) <= 35


def test_back_off_is_softer_for_a_slow_host() -> None:
    slow = [rhythm.back_off("slow", n, "u", NOW) for n in range(1, 12)]
    missing = [rhythm.back_off("missing", n, "u", NOW) for n in range(1, 12)]
    assert all(a < b for a, b in zip(slow, missing, strict=True))
    assert missing[-1] - NOW < dt.timedelta(hours=27)
    assert rhythm.back_off("slow", 1, "u", NOW) != rhythm.back_off("slow", 1, "v", NOW)


# ---------------------------------------------------------------- encodings
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1258", "khong-co"])
def test_unicode_whatever_is_declared(codec: str, declared: str | None) -> None:
    decoded = encoding.decode(TEXT.encode(codec), declared)
    assert decoded.text == TEXT
    assert not decoded.garbled


@settings(deadline=None)  # what is asked is that nothing raises, on a busy machine too
@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "cp1258", "tcvn3", "vni", "viqr", "utf-16", "x"]))
def test_decoding_never_raises(data: bytes, declared: str | None) -> None:
    encoding.decode(data, declared)
    encoding.charset_in(data, declared)


@settings(deadline=None)  # what is asked is that nothing raises, on a busy machine too
@given(st.binary(max_size=400), st.sampled_from(["feed", "sitemap", "listing"]))
def test_reading_never_raises(data: bytes, kind: AddressKind) -> None:
    for head in (b"", b"<rss><channel>", b"<urlset>", b"<html>", b'{"items":['):
        documents.read(head + data, None, kind, HERE)


# ---------------------------------------------------------------- real ones
@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the captured real feeds are not beside the project")
def test_real_feeds() -> None:
    counts = {}
    for path in sorted((REAL / "feeds").iterdir()):
        reading = documents.read(path.read_bytes(), None, "feed", Context("thu", "", NOW))
        assert reading.error is None, path.name
        assert all(entry.title and entry.published for entry in reading.entries), path.name
        counts[path.name] = len(reading.entries)
    print("\n", counts)
    assert sum(counts.values()) == 159


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the captured real pages are not beside the project")
@pytest.mark.parametrize("name", ["baochinhphu", "cafef", "dantri", "vietnamnet"])
def test_real_lists(name: str) -> None:
    data = (REAL / "pages" / f"{name}_list.html").read_bytes()
    host = {"dantri": "dantri.com.vn"}.get(name, f"{name}.vn")
    reading = documents.read(data, None, "listing", Context("thu", f"https://{host}/kinh-doanh", NOW))
    assert len(reading.entries) >= 30
    assert all(len(entry.title) > 15 for entry in reading.entries)
