"""What speaks of local policy: a place of the province or an office of the reader's own place, and a matter."""

from __future__ import annotations

import pytest

from pipeline.tag.locality import about_local_policy

LOCAL = [
    (("phan_rang",), "thue_phi", "Phí giữ xe", "Phường thu theo bảng giá mới."),
    (("other_khanh_hoa",), "tai_dinh_cu_dien_hat_nhan", "Nhà tạm ở Vĩnh Hải", "Mỗi hộ được hỗ trợ tiền thuê nhà."),
    ((), "thue_phi", "Kê khai quý 4", "Thuế cơ sở 5 nhận tờ khai đến hết ngày 31/1."),
    ((), "y_te_bao_hiem", "Tiêm vắc xin", "Trạm y tế phường tiêm sáng thứ Bảy; khu phố 3 tiêm chiều."),
    (("dong_hai",), "khac", "Điểm tin: học phí, cúp điện", "Học sinh nghỉ hai ngày. Khu phố 2 cúp điện buổi sáng."),
]
ELSEWHERE = [
    (("outside",), "thue_phi", "Cả nước giảm thuế", "Thuế cơ sở 5 cho biết đã giảm."),
    ((), "thue_phi", "Kê khai thuế", "Người nộp thuế kê khai qua mạng; UBND phường, xã không thu hộ."),
    ((), "thue_phi", "Kê khai thuế", "Mỗi UBND phường xác nhận cho người dân."),
    (("phan_rang",), "khac", "Bóng đá phường", "Đội nhà thắng 2-1 trong trận giao hữu."),
]


@pytest.mark.parametrize(("places", "topic", "title", "text"), LOCAL)
def test_a_place_of_the_province_or_an_office_of_ones_own_place(
    places: tuple[str, ...], topic: str, title: str, text: str
) -> None:
    assert about_local_policy(places, topic, title, text)


@pytest.mark.parametrize(("places", "topic", "title", "text"), ELSEWHERE)
def test_other_provinces_offices_as_a_level_and_sport_are_not(
    places: tuple[str, ...], topic: str, title: str, text: str
) -> None:
    assert not about_local_policy(places, topic, title, text)
