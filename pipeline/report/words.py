"""The words a report uses for the codes of the closed lists (topics, differences, verdicts, kinds of papers).

Neutral by rule: a text "does not match" a paper; nothing is called wrong or fake, no motive, no adjective (CHARTER 7).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from pipeline.records import VIETNAM, Code, Evidence, Ground, Topic, Verdict

TOPICS: Final[dict[Topic, str]] = {
    "dat_dai_boi_thuong": "Đất đai, bồi thường",
    "tai_dinh_cu_dien_hat_nhan": "Tái định cư, điện hạt nhân",
    "giao_duc": "Giáo dục",
    "y_te_bao_hiem": "Y tế, bảo hiểm",
    "rac_moi_truong": "Rác, môi trường",
    "dien_nuoc": "Điện, nước",
    "giao_thong_do_thi": "Giao thông, đô thị",
    "thien_tai": "Thiên tai",
    "nong_ngu_nghiep": "Nông nghiệp, thủy sản",
    "du_lich_van_hoa": "Du lịch, văn hóa",
    "thu_tuc_hanh_chinh": "Thủ tục hành chính",
    "an_sinh_xa_hoi": "An sinh xã hội",
    "nha_o": "Nhà ở",
    "thue_phi": "Thuế, phí, giá dịch vụ",
    "an_ninh_lua_dao": "Phòng tránh lừa đảo",
    "khac": "Lĩnh vực khác",
}
GROUPS: Final[tuple[str, ...]] = (
    "Chỉ đạo, chính sách mới",
    "Kinh tế, đất đai, đầu tư",
    "Văn hóa, xã hội, giáo dục, y tế",
    "Đô thị, môi trường, thiên tai",
    "Vấn đề báo chí nêu cần trả lời",
    "Du lịch, gương tốt",
)
ANSWERED: Final = GROUPS[4]
"""the group of what is protected: read and answered, in no ranking"""
GROUP_OF: Final[dict[Topic, int]] = {
    "thu_tuc_hanh_chinh": 0,
    "dat_dai_boi_thuong": 1,
    "tai_dinh_cu_dien_hat_nhan": 1,
    "nong_ngu_nghiep": 1,
    "nha_o": 1,
    "thue_phi": 1,
    "giao_duc": 2,
    "y_te_bao_hiem": 2,
    "an_sinh_xa_hoi": 2,
    "an_ninh_lua_dao": 2,
    "khac": 2,
    "rac_moi_truong": 3,
    "dien_nuoc": 3,
    "giao_thong_do_thi": 3,
    "thien_tai": 3,
    "du_lich_van_hoa": 5,
}
"""where a topic stands in the morning digest; an official notice goes to group 0, criticism to group 4"""
CODES: Final[dict[Code, str]] = {
    "amount_mismatch": "Khác mức tiền",
    "date_mismatch": "Khác ngày, thời hạn",
    "scope_mismatch": "Khác địa bàn, phạm vi",
    "eligibility_mismatch": "Khác đối tượng",
    "authority_mismatch": "Khác cơ quan có thẩm quyền",
    "procedure_mismatch": "Khác thủ tục, giấy tờ",
    "modality_mismatch": "Khác tính bắt buộc",
    "existence_fabricated": "Văn bản nêu là không có",
    "existence_denied": "Văn bản nêu là có",
    "status_mismatch": "Khác tình trạng văn bản",
    "stat_mismatch": "Khác số liệu",
    "quote_mismatch": "Khác lời trích",
    "reference_mismatch": "Khác số, ký hiệu văn bản",
    "outdated": "Thông tin cũ đã thay thế",
    "omitted_condition": "Thiếu điều kiện quan trọng",
    "forged_document": "Văn bản không do cơ quan ban hành (đã xác nhận)",
    "scam": "Mạo danh, lừa đảo",
}
VERDICTS: Final[dict[Verdict, str]] = {
    "match": "Khớp văn bản chính thức",
    "partial": "Khớp một phần, thiếu điều kiện",
    "mismatch": "Không khớp văn bản chính thức",
    "outdated": "Đã có văn bản thay thế",
    "forged": "Văn bản không do cơ quan ban hành (đã xác nhận)",
    "no_document": "Chưa có văn bản để đối chiếu",
    "not_checkable": "Ý kiến, không thuộc diện đối chiếu",
}
GROUNDS: Final[dict[Ground, str]] = {
    "scam_impersonation": "Mạo danh cơ quan, doanh nghiệp để lấy tiền hoặc giấy tờ",
    "scam_payment_credential": "Lừa chuyển tiền hoặc lấy mã, mật khẩu",
    "credible_threat": "Đe dọa bạo lực",
}
PROPOSALS: Final[dict[Code, str]] = {
    "outdated": "Giải thích: nêu văn bản đang có hiệu lực và thời điểm thay thế.",
    "omitted_condition": "Giải thích: nêu thêm điều kiện còn thiếu.",
    "reference_mismatch": "Báo để tòa soạn ghi lại số, ký hiệu văn bản.",
}
PROPOSAL: Final = "Đề nghị tòa soạn sửa, hoặc đăng thông tin kèm văn bản."
OWN_PROPOSAL: Final = "Sửa thông tin trên trang của cơ quan, ghi rõ nội dung đã sửa."
_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("NQ", "Nghị quyết"),
    ("QĐ", "Quyết định"),
    ("CT", "Chỉ thị"),
    ("KH", "Kế hoạch"),
    ("HD", "Hướng dẫn"),
    ("TB", "Thông báo"),
    ("TC", "Thông cáo"),
    ("NĐ", "Nghị định"),
    ("TT", "Thông tư"),
    ("BC", "Báo cáo"),
    ("TTr", "Tờ trình"),
)
"""signs of kinds of papers (NĐ 30/2020, Phụ lục III)"""
_PLACES: Final[dict[str, str]] = {
    "phan_rang": "phường Phan Rang",
    "dong_hai": "phường Đông Hải",
    "ninh_chu": "phường Ninh Chử",
    "bao_an": "phường Bảo An",
    "do_vinh": "phường Đô Vinh",
    "khanh_hoa": "tỉnh Khánh Hòa",
    "other_khanh_hoa": "nơi khác trong tỉnh",
}
CHANNELS: Final = {"folder": "thư mục chung", "mail": "thư điện tử", "webhook": "hệ thống của cơ quan"}
REPORTS: Final = {
    "daily": "báo cáo ngày",
    "weekly": "báo cáo tuần",
    "monthly": "báo cáo tháng",
    "urgent": "báo cáo nhanh",
}
_WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def places(codes: tuple[str, ...]) -> str:
    """Names of units, the unknown ones left out."""
    return ", ".join(_PLACES[code] for code in codes if code in _PLACES)


def paper(evidence: Evidence) -> str:
    """A paper as people cite it: kind, number, day, issuer."""
    signs = re.split(r"[/-]", evidence.number)[1:]
    kind = next((name for sign, name in _KINDS if sign in signs), "Văn bản")
    number = f" số {evidence.number}" if evidence.number else ""
    issued = f" ngày {short_day(evidence.issued)}" if evidence.issued else ""
    issuer = f" của {evidence.issuer}" if evidence.issuer else ""
    return f"{kind}{number}{issued}{issuer}"


def report_of(kind: str, day: dt.date) -> str:
    """báo cáo tuần hết ngày 20/11/2026, báo cáo ngày 20/11/2026."""
    until = {"daily": "", "urgent": " ngày"}.get(kind, " hết ngày")
    return f"{REPORTS[kind]}{until} {short_day(day)}"


def short_day(day: dt.date) -> str:
    """09/11/2026."""
    return f"{day:%d/%m/%Y}"


def long_day(day: dt.date) -> str:
    """thứ Hai, 09/11/2026."""
    return f"{_WEEKDAYS[day.weekday()]}, {short_day(day)}"


def moment(at: dt.datetime) -> str:
    """06:10 ngày 09/11/2026, in Vietnam."""
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


WHERE = {
    "Bài đã đọc": "trang Nguồn",
    "Tin về địa phương (không tính bài chép)": "mục 2",
    "Phát ngôn đã đối chiếu": "trang Hôm nay",
    "Khớp văn bản": "trang Hôm nay",
    "Không khớp văn bản": "mục 5",
    "Chưa có văn bản để đối chiếu": "trang Hôm nay",
}
"""where the items behind a figure stand: a part of the report, or a page of the program"""
