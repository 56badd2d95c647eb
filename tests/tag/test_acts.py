"""The act itself against texts that speak about it: the conditions of the referral lane (CHARTER rule 6)."""

from __future__ import annotations

import pytest

from pipeline.tag import acts

SCAMS = [
    ("Điện lực xin hoàn 280.000 đồng tiền điện cho quý khách. Quý khách bấm vào đường dẫn và đọc lại mã OTP để nhận ngay.", "scam_impersonation"),
    ("Cong an phuong thong bao: ho so cua anh/chi thieu du lieu, vui long cai ung dung theo lien ket va nhap mat khau.", "scam_impersonation"),
    ("Bạn đã trúng xe máy. Để nhận thưởng, bạn vui lòng chuyển trước 1.500.000 đồng phí hồ sơ vào số thẻ sau.", "scam_payment_credential"),
    ("Hợp tác xã muối kính báo xã viên: vui lòng chuyển trước 200.000 đồng phí hồ sơ, gửi ảnh căn cước hai mặt.", "scam_impersonation"),
    ("Chị ơi em bên thuế, chị vui lòng đọc lại mã OTP vừa về máy để em hoàn tiền.", "scam_impersonation"),
    ("Má ơi con hết tiền đóng cho bệnh viện rồi, má chuyển ngay vào số này, má vui lòng nhập lại mã OTP giùm con.", "scam_payment_credential"),
]  # fmt: skip
THREATS = [
    "Tối nay tao đốt quán nhà mày, đừng trách.",
    "Nếu mày còn thu sạp chợ này thì tao chém, thằng kia liệu hồn.",
]
NEITHER = [
    "Công an phường cảnh báo thủ đoạn giả danh điện lực, yêu cầu quý khách đọc mã OTP. Người dân tuyệt đối không làm theo.",
    "Tôi suýt mất tiền: một người xưng nhân viên ngân hàng bảo tôi đọc mã OTP.",
    "Điện lực mời quý khách thanh toán tiền điện tháng 11 tại quầy hoặc qua ứng dụng quen dùng.",
    "Nắng như muốn giết người, tối nay ra biển đi bà con ơi.",
    "Tòa tuyên phạt bị cáo từng dọa đốt nhà hàng xóm.",
    "Tối nay tao đập mày cho nát nghe cái quạt, mày quay lắc đầu hoài là tao rút dây luôn.",
    "Đội bóng phường ta chém đẹp đội bạn tối nay.",
    "Giá thuê sạp kiểu này khác nào giết tiểu thương, tuần tới chúng tôi nghỉ bán.",
    "Lãnh đạo phường làm ăn vậy thì xin từ chức đi cho dân nhờ.",
]


STATED = [
    "Sáng thứ Sáu tôi sẽ xách can dầu qua đốt nhà kho của hợp tác xã, ai ở trong thì ráng chịu.",
    "Nói rồi đó, mai tao qua đập nát cái quầy thu tiền nhà mày.",
    "Nếu tới thứ Hai chưa trả thì tôi cho người chặn đánh ông giữa đường.",
    "toi mai tui mang dao toi chem thang bao ve ben cang",
]
NOT_STATED = [
    "Ông ta la: “mai tao qua đốt nhà mày”, nên tôi nhờ phường can thiệp.",
    "Ruộng tôi nứt nẻ, lúa cháy lá như đốt nhà.",
    "Tôi tới trụ sở phường hỏi vì sao người ta đốt rác mỗi tối.",
    "toi toi phuong hoi chuyen nguoi ta dot nha kho",
]


@pytest.mark.parametrize(("text", "said"), [*((t, True) for t in STATED), *((t, False) for t in NOT_STATED)])
def test_a_threat_in_so_many_words_is_the_writers_own_and_no_comparison(text: str, *, said: bool) -> None:
    assert acts.stated(text) is said
    if said:
        assert acts.threat(text).ground == "credible_threat"


@pytest.mark.parametrize(("text", "ground"), SCAMS)
def test_a_scam_has_its_ground(text: str, ground: str) -> None:
    assert acts.scam(text).ground == ground


@pytest.mark.parametrize("text", THREATS)
def test_a_threat_needs_deed_target_and_time(text: str) -> None:
    assert acts.threat(text).ground == "credible_threat"


@pytest.mark.parametrize("text", NEITHER)
def test_news_warnings_victims_anger_and_figures_of_speech_have_none(text: str) -> None:
    for found in (acts.scam(text), acts.threat(text)):
        assert found.ground is None
        assert found.missing, "what was missing is said, for the trail"
