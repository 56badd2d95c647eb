"""Articles out of pages of several makes, all written for this test."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from pipeline.extract import article
from pipeline.extract.template import Template

LEAD = "Từ đầu tháng sau, người dân phường Bến Lở nộp hồ sơ đất đai tại một quầy duy nhất, theo thông báo sáng nay."
FIRST = "Quầy số 3 mở từ 7 giờ 30 đến 16 giờ 30 các ngày làm việc, nhận cả hồ sơ gửi qua bưu điện."
SECOND = "Lệ phí giữ nguyên 25.000 đồng một bộ; hộ nghèo không phải nộp khoản này."
THIRD = "Ông trưởng quầy nói bà con chỉ cần mang căn cước, không cần bản sao có chứng thực."
TITLE = "Phường Bến Lở gom hồ sơ đất đai về một quầy"
BODY = "\n".join((LEAD, FIRST, SECOND, THIRD))
MOMENT = dt.datetime(2026, 11, 20, 0, 5, tzinfo=dt.UTC)


def ld(**more: object) -> str:
    thing = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2026-11-20T07:05:00+07:00", **more}
    return f'<script type="application/ld+json">{json.dumps(thing, ensure_ascii=False)}</script>'


SAPO_OUTSIDE = f"""<html><head><title>{TITLE} - Báo Bờ Đê</title><meta property="og:site_name" content="Báo Bờ Đê">{ld()}</head>
<body><nav><ul><li><a href="/a">Thời sự</a></li><li><a href="/b">Kinh tế</a></li></ul></nav>
<div class="page"><h1>{TITLE}</h1><div class="info"><span class="author">Trần Bến</span> 20/11/2026 07:05</div>
<h2 class="singular-sapo">{LEAD}</h2><div class="singular-content"><p>{FIRST}</p>
<figure><img src="a.jpg"><figcaption>Quầy số 3 sáng 20/11. Ảnh: Trần Bến</figcaption></figure><p>{SECOND}</p>
<p><a href="/x">>> Xem thêm: Phường khác làm gì với hồ sơ tồn</a></p><p>{THIRD}</p><p><strong>Trần Bến</strong></p></div>
<div class="box-tin-lien-quan"><h3>Tin liên quan</h3><p>Một tin khác cũng có câu dài và có dấu chấm ở cuối câu này.</p></div>
<div class="comment-box"><p>Tôi là Lê Thị Ví Dụ, nhà tôi ở đó và tôi thấy chưa ai thông báo gì cả.</p></div></div>
<footer>Tổng biên tập: Nguyễn Văn Mẫu. Điện thoại 0912 345 678.</footer></body></html>"""

DIVS_ONLY = f"""<html><head><title>Cổng tin</title></head><body><form><table><tr><td>CỔNG TIN PHƯỜNG</td></tr><tr><td>
<h1>{TITLE}</h1><div class="PostDate">Ngày đăng: 20/11/2026 07:05</div>
<div class="khung"><div>{LEAD}</div><div>{FIRST}</div><div>{SECOND}</div><div>{THIRD}</div></div><div>Lượt xem: 93</div>
<div><b>Các tin khác</b><ul><li><a href="/1">Thông báo họp khu phố về hồ sơ tồn đọng</a></li>
<li><a href="/2">Lịch tiếp công dân tháng mười hai của phường</a></li></ul></div></td></tr></table></form></body></html>"""

BREAKS = f"""<html><head><title>{TITLE} | Tin Sông</title><meta name="pubdate" content="2026-11-20T07:05:00"></head><body>
<h3><a href="/">Tin Sông</a></h3><h1>{TITLE}</h1><small>07:05 | 20/11/2026</small>
<div id="noi-dung">{LEAD}<br><br>{FIRST}<br>{SECOND}<br><br>{THIRD}<br><br>Theo Trần Bến</div>
<div class="social-share">Chia sẻ</div></body></html>"""

NO_HEADING = f"""<html><head><title>{TITLE}</title><meta property="og:title" content="{TITLE} "><meta property="og:type" content="article">
</head><body><section><div class="title-detail">{TITLE}</div><span class="post-time"> - 20/11/2026 07:05</span>
<div class="sapo_detail">{LEAD}</div><div><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div></section>
<section><div><a href="/9">Một dòng tít khác của cùng chuyên mục hôm nay</a></div></section></body></html>"""


@pytest.mark.parametrize("page", [SAPO_OUTSIDE, DIVS_ONLY, BREAKS, NO_HEADING], ids=["sapo", "divs", "breaks", "no-h1"])
def test_words_title_and_minute(page: str) -> None:
    read = article.read(page.encode(), "https://bode.example/bai-1.html")
    assert read.error is None
    assert read.kind == "article"
    assert read.title == TITLE
    assert read.text == BODY
    assert read.published is not None
    assert read.published.at == MOMENT
    assert not read.incomplete


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_other_bytes_same_words(encoding: str) -> None:
    read = article.read(BREAKS.encode(encoding), "https://s.example/", media_type="text/html; charset=iso-8859-1")
    assert read.text == BODY


def test_local_time_marked_as_utc_is_read_as_the_reader_sees_it() -> None:
    page = SAPO_OUTSIDE.replace("07:05:00+07:00", "07:05:00Z").replace("20/11/2026 07:05", "20/11/2026 07:05 (GMT+7)")
    published = article.read(page, "https://bode.example/1").published
    assert published is not None
    assert published.at == MOMENT


def test_offset_of_a_source_moves_times_without_zone() -> None:
    published = article.read(DIVS_ONLY, "https://c.example/1", offset="+00:00").published
    assert published is not None
    assert published.at == dt.datetime(2026, 11, 20, 7, 5, tzinfo=dt.UTC)


def test_decorated_og_title_loses_to_the_heading() -> None:
    page = BREAKS.replace("</head>", f'<meta property="og:title" content="NÓNG: {TITLE} - xem ngay"></head>')
    assert article.read(page, "https://t.example/1").title == TITLE


def test_list_page_is_no_article_and_has_no_date() -> None:
    rows = "".join(
        f'<div><h3><a href="/{i}">Dòng tít thứ {i} của trang chuyên mục hôm nay</a></h3><p>{FIRST}</p><span>20/11/2026</span></div>'
        for i in range(9)
    )
    read = article.read(
        f"<html><head><title>Kinh tế</title></head><body><h1>Kinh tế</h1>{rows}</body></html>",
        "https://b.example/kinh-te",
    )
    assert read.kind == "list"
    assert read.published is None
    assert read.error


@pytest.mark.parametrize(
    "data", [b"", b"<html><body></body></html>", b"\x00\x01\x02\xff\xfe\xfd" * 50, "<h1>Chỉ có tít</h1>".encode()]
)
def test_nothing_to_read_says_so(data: bytes) -> None:
    read = article.read(data, "https://b.example/1")
    assert read.kind != "article"
    assert read.error


def test_lost_letters_are_an_error_not_words() -> None:
    read = article.read(BREAKS.encode("ascii", "replace"), "https://b.example/1")
    assert read.error == article.NO_WORDS
    assert not read.text


def test_huge_and_deep_pages_are_bounded() -> None:
    assert article.read(b"a" * (article.MAX_BYTES + 1), "https://b.example/1").error == article.TOO_BIG
    assert article.read("<div>" * 60_000 + FIRST, "https://b.example/1").error == article.TOO_DEEP
    assert article.read("<div>" * 3_000 + FIRST, "https://b.example/1").kind != "article"


def test_text_shorter_than_stated_body_is_incomplete() -> None:
    page = SAPO_OUTSIDE.replace(ld(), ld(articleBody=BODY * 3))
    assert article.read(page, "https://bode.example/1").incomplete


def test_repair_drops_a_box() -> None:
    page = SAPO_OUTSIDE.replace(
        f"<p>{SECOND}</p>", f'<p>{SECOND}</p><div class="zz"><p>Một khối lạ có câu trọn vẹn.</p></div>'
    )
    assert "khối lạ" in article.read(page, "https://bode.example/1").text
    assert article.read(page, "https://bode.example/1", repair=("drop:.zz",)).text == BODY


def test_feed_content_is_read_whole() -> None:
    read = article.read_fragment(f"<div>{LEAD}</div><div>{FIRST}</div><p>Trần Bến</p>", TITLE)
    assert read.text == f"{LEAD}\n{FIRST}"


@pytest.mark.parametrize("page", [SAPO_OUTSIDE, DIVS_ONLY, NO_HEADING], ids=["sapo", "divs", "no-h1"])
def test_a_learned_template_changes_no_word(page: str) -> None:
    url = "https://bode.example/1"
    learned = Template.learn(page, article.read(page, url), url)
    if page is NO_HEADING and learned is None:
        pytest.skip("no part of this page reads alike by itself")
    assert learned is not None
    other = page.replace("Bến Lở", "Cồn Rơm").replace("25.000", "31.000").replace("số 3", "số 5")
    assert learned.read(other, url) == article.read(other, url)


def test_a_template_that_does_not_hold_says_nothing() -> None:
    learned = Template.learn(SAPO_OUTSIDE, article.read(SAPO_OUTSIDE, "https://b.example/1"), "https://b.example/1")
    assert learned is not None
    assert learned.read(DIVS_ONLY, "https://b.example/1") is None
