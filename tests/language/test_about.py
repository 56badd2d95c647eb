"""Which of today's units an article is about: a table of titles and texts, each judged by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.language.places import Gazetteer

ON = dt.date(2026, 11, 20)
ARTICLES = [
    ("Phường Đông Hải cho học sinh nghỉ học", "Phường thông báo lịch nghỉ.", {"dong_hai"}),
    ("Giá nho tăng sau lũ", "Nho đỏ Phan Rang hiếm hàng, nhà vườn ở Thành Hải cũ bán 30.000 đồng/kg.", {"bao_an"}),
    ("Phan Rang cúp nước đêm nay", "Phường Phan Rang và phường Bảo An ngừng cấp nước.", {"phan_rang", "bao_an"}),
    ("Sở Xây dựng công bố giá", "Bảng giá áp dụng trên địa bàn tỉnh.", {"khanh_hoa"}),
    ("Đề xuất giảm tiền điện", "Các bộ đang lấy ý kiến về mức giảm cho cả nước.", {"outside"}),
    ("Xin hỏi về tiền rác", "Tôi nghe cả nước đều thu, xin hỏi mức thu mới.", set()),
    ("Chợ quê buổi sớm", "Gánh hàng rong đi từ tờ mờ sáng.", set()),
    ("Phường Tấn Tài trước đây", "Người dân Tấn Tài cũ quen gọi chợ bằng tên xưa.", {"phan_rang"}),
]


@pytest.mark.parametrize(("title", "text", "units"), ARTICLES, ids=[title for title, _, _ in ARTICLES])
def test_an_article_is_about_its_places(title: str, text: str, units: set[str]) -> None:
    assert set(Gazetteer.builtin().about(title, text, ON)) == units
