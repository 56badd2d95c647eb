"""CHARTER rule 2: what is no publisher is refused, in every disguise; publishers are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import refusal
from pipeline.config.refusals import HOSTS

REFUSED = [
    "https://www.facebook.com/phanrang.tintuc",
    "https://vi-vn.facebook.com/groups/123",
    "HTTPS://M.FACEBOOK.COM./page",
    "https://fb.com/x",
    "https://fb.watch/abc",
    "https://zalo.me/g/abcdef",
    "https://oa.zalo.me/home?oaid=1",
    "https://www.tiktok.com/@ai_do",
    "https://www.youtube.com/channel/UC123",
    "https://www.youtube.com/feeds/videos.xml?channel_id=UC123",
    "https://youtu.be/abc",
    "https://t.me/s/kenh",
    "https://telegram.me/kenh",
    "https://twitter.com/x",
    "https://x.com/x",
    "https://nitter.privacydev.net/ai_do/rss",
    "https://www.instagram.com/p/1",
    "https://www.threads.net/@x",
    "https://old.reddit.com/r/VietNam/.rss",
    "https://teddit.example/r/VietNam/.rss",
    "https://bsky.app/profile/x/rss",
    "https://may-chu.example/@ai_do.rss",
    "https://may-chu.example/users/ai_do.rss",
    "https://voz.vn/f/diem-bao.33/index.rss",
    "https://tinhte.vn/rss",
    "https://www.webtretho.com/f/1",
    "https://www.otofun.net/forums/-/index.rss",
    "https://diendan.phuong.example/rss",
    "https://diendanphanrang.example/feed",
    "https://forum.bao.example/latest.rss",
    "https://bao.example/forum/rss",
    "https://bao.example/forums/tin.12/index.rss",
    "https://bao.example/showthread.php?t=1",
    "https://bao.example/threads/chuyen-pho.123/",
    "https://bao.example/index.php?threads/chuyen-pho.123/",
    "https://bao.example/comments/feed/",
    "https://bao.example/?feed=comments-rss2",
    "https://bao.example/2026/11/20/bai-viet/feed/",
    "https://bao.example/feeds/posts/comments/default",
    "https://bao.example/feeds/1234567/comments/default",
    "https://bao.example/binh-luan/feed/",
    "https://bao.example/api/getlist-comment.api?objId=1",
    "https://comment.bao.example/list?id=1",
    "https://rsshub.app/telegram/channel/kenh",
    "https://rsshub.coquan.example/facebook/page/phanrang",
    "https://tu-dung.example/twitter/user/ai_do",
    "https://tu-dung.example/youtube/channel/UC1",
    "https://bridge.example/?action=display&bridge=FacebookBridge&context=User&u=ai_do&format=Atom",
    "https://chuyen.example/feed?url=https%3A%2F%2Fwww.facebook.com%2Fphanrang",
    "https://chuyen.example/feed?url=https%253A%252F%252Ft.me%252Fs%252Fkenh",
    "https://web.archive.org/web/2026/https://zalo.me/kenh",
    "https://www-facebook-com.translate.goog/phanrang",
    "https://rss.app/feeds/AbCd.xml",
    "https://ten-ai-do.blogspot.com/feeds/posts/default",
    "https://ai-do.wordpress.com/feed/",
    "https://vnexpress.net@facebook.com/rss",
    "https://face%62ook.com/x",
    "https://ｆａｃｅｂｏｏｋ.com/x",
    "https://face\u200bbook.com/x",
    "http://127.0.0.1:8123/diendan.example/rss",
]

READ = [
    "https://baokhanhhoa.vn/rss/home.rss",
    "https://vnexpress.net/rss/so-hoa.rss",
    "https://tuoitre.vn/facebook-doi-ten-thanh-meta-20211029.htm",
    "https://thanhnien.vn/rss/binh-luan.rss",
    "https://nhandan.vn/binh-luan-phe-phan/",
    "https://diendandoanhnghiep.vn/rss/trang-chu.rss",
    "https://thanhnien.vn/tiktok.html",
    "https://bao.example/tin/tai-khoan-x.com-bi-khoa-123.html",
    "https://www.vietnamplus.vn/topic/2024-olympic.vnp",
    "https://bao.example/cong-dong/y-kien-ban-doc.rss",
    "https://prtc.ninhthuan.gov.vn/portal/Pages/2026-11-20/Thong-bao.aspx",
    "https://bao.example/2026/11/20/bai-viet/",
    "https://bao.example/chuyen-muc/dat-dai/feed/",
    "https://netflix.com.vn.bao.example/rss",
    "https://bao.example/rss?utm_source=facebook&utm_medium=social",
    "https://threadsofhope.example/rss",
    "http://127.0.0.1:8123/bandocviet.example/rdf",
    "https://baox.com/rss",
    "https://content.vn/rss",
]


@pytest.mark.parametrize("address", REFUSED)
def test_refuses_what_is_no_publisher(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize("address", READ)
def test_reads_publishers(address: str) -> None:
    assert refusal(address) is None


def test_a_papers_section_named_dien_dan_is_read_but_a_portals_is_not() -> None:
    assert refusal("https://bao.example/dien-dan.rss", "newspaper") is None
    assert refusal("https://cong.example/dien-dan/", "official_portal")


@given(
    host=st.sampled_from(sorted(HOSTS["social"] | HOSTS["messenger"] | HOSTS["forum"])),
    under=st.sampled_from(["", "www.", "m.", "vi-vn.", "a.b."]),
    path=st.text(max_size=30),
)
def test_every_listed_host_and_all_below_it_is_refused(host: str, under: str, path: str) -> None:
    assert refusal(f"https://{under}{host}/{path}")


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(address: str) -> None:
    assert refusal(address) is None or isinstance(refusal(address), str)
