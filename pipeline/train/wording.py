"""The tables of `lawpairs`: what may be said otherwise without a change of meaning, and what may not.

Written for this; they are applied to claims of every label alike, so that no phrase betrays one.
"""

from __future__ import annotations

import re

SAME = (
    ("phải", "bắt buộc phải"), ("phải", "có nghĩa vụ"), ("không được", "bị cấm"), ("không được phép", "không được"), ("nghiêm cấm", "cấm"),
    ("trong thời hạn", "trong vòng"), ("chậm nhất", "muộn nhất"), ("tối đa", "không quá"), ("không quá", "tối đa là"), ("tối thiểu", "ít nhất"),
    ("ít nhất", "tối thiểu"), ("kể từ ngày", "tính từ ngày"), ("quy định tại", "nêu ở"), ("theo quy định của pháp luật", "đúng luật"),
    ("có trách nhiệm", "chịu trách nhiệm"), ("thực hiện", "làm"), ("ban hành", "ra"), ("có hiệu lực", "bắt đầu áp dụng"), ("hết hiệu lực", "thôi áp dụng"),
    ("bãi bỏ", "hủy bỏ"), ("người sử dụng lao động", "chủ sử dụng lao động"), ("người lao động", "lao động"), ("cá nhân", "người dân"), ("đề nghị", "xin"),
    ("cung cấp", "đưa ra"), ("tiếp nhận", "nhận"), ("giải quyết", "xử lý"), ("thông báo", "báo"), ("văn bản", "giấy"), ("hồ sơ", "bộ hồ sơ"),
    ("mức", "khoản"), ("hỗ trợ", "giúp"), ("được hưởng", "được nhận"), ("bao gồm", "gồm"), ("trường hợp", "khi"), ("đối với", "với"),
    ("Ủy ban nhân dân", "UBND"), ("Hội đồng nhân dân", "HĐND"), ("bảo hiểm xã hội", "BHXH"), ("bảo hiểm y tế", "BHYT"),
    ("và", "cùng"), ("hoặc", "hay"), ("ngày làm việc", "ngày hành chính"), ("mỗi", "từng"), ("trở lên", "đổ lên"), ("trở xuống", "đổ lại"),
)  # fmt: skip
"""(formal, otherwise): read both ways"""

LEADS = (
    "", "", "", "", "Được biết, ", "Quy định nêu rõ: ", "Cần lưu ý, ", "Từ nay, ", "Tin cho bà con: ", "Trả lời câu hỏi của nhiều người, ", "Một điểm ít ai để ý: ",
    "Đài vừa đọc: ", "Ai quan tâm thì nhớ giúp, ", "Theo tìm hiểu, ", "Nói ngắn gọn, ", "Trên bảng tin, ", "Cán bộ cho hay ", "Nghe nói ", "Bài báo viết rằng ", "Tóm lại, ",
)  # fmt: skip

EMPTY = re.compile(
    r"\b(?:các|những|của|theo quy định(?: của pháp luật)?|về việc|nêu trên|nói trên|này|đó|thì|là|đã|việc|tại khoản \d+ Điều này|quy định tại [^,;.]{5,60})\s",
    re.IGNORECASE,
)
"""what a headline leaves out"""

MODALITY = (
    (r"không được", ("được", "phải", "có thể")),
    (r"nghiêm cấm", ("cho phép", "khuyến khích")),
    (r"bị cấm", ("được phép", "được khuyến khích")),
    (r"không phải", ("phải", "bắt buộc phải")),
    (r"(?<!không )phải", ("không phải", "được khuyến khích", "không được", "có thể")),
    (r"có trách nhiệm", ("không có trách nhiệm", "được khuyến khích")),
    (r"(?<!không )được(?= [a-zđ])", ("không được", "phải")),
    (r"(?<!không )có thể", ("không thể", "bắt buộc")),
    (r"khuyến khích", ("bắt buộc", "cấm")),
    (r"bắt buộc", ("không bắt buộc", "tự nguyện")),
)
"""leave, duty, ban and encouragement, exchanged"""

BOUNDS = (
    (r"tối đa", ("tối thiểu", "ít nhất")),
    (r"tối thiểu|ít nhất", ("tối đa", "không quá")),
    (r"không quá", ("ít nhất", "tối thiểu")),
    (r"trở lên", ("trở xuống",)),
    (r"trở xuống", ("trở lên",)),
    (r"trước ngày", ("sau ngày",)),
    (r"sau ngày", ("trước ngày",)),
    (r"từ đủ", ("dưới",)),
    (r"(?<!không )chậm nhất", ("sớm nhất",)),
    (r"ngày làm việc", ("tháng", "tuần")),
    (r"/tháng", ("/năm", "/quý", "/ngày")),
    (r"hằng tháng|hàng tháng", ("hằng năm", "một lần")),
    (r"hằng năm|hàng năm", ("hằng tháng", "năm năm một lần")),
)  # fmt: skip

STATUS = (
    (r"có hiệu lực", ("hết hiệu lực", "chưa có hiệu lực", "bị bãi bỏ")),
    (r"bãi bỏ", ("giữ nguyên", "sửa đổi")),
    (r"thay thế", ("giữ nguyên", "chỉ bổ sung")),
    (r"dự thảo", ("văn bản đã ban hành",)),
    (r"tiếp tục", ("ngừng", "thôi")),
)

AUTHORITIES = (
    "Ủy ban nhân dân cấp xã", "Ủy ban nhân dân cấp tỉnh", "Ủy ban nhân dân tỉnh", "Chủ tịch Ủy ban nhân dân cấp xã", "Chủ tịch Ủy ban nhân dân cấp tỉnh",
    "Hội đồng nhân dân cấp tỉnh", "Hội đồng nhân dân cấp xã", "Chính phủ", "Thủ tướng Chính phủ", "Quốc hội", "Ủy ban Thường vụ Quốc hội", "Bộ Tài chính", "Bộ Nội vụ",
    "Bộ Công an", "Bộ Y tế", "Bộ Xây dựng", "Bộ Tư pháp", "Bộ Công Thương", "Bộ Giáo dục và Đào tạo", "Bộ Nông nghiệp và Môi trường", "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Quốc phòng",
    "Tòa án nhân dân", "Viện kiểm sát nhân dân", "cơ quan thuế", "cơ quan bảo hiểm xã hội", "cơ quan Công an", "Ngân hàng Nhà nước Việt Nam", "Kiểm toán nhà nước", "Thanh tra Chính phủ",
    "cơ quan đăng ký kinh doanh", "Mặt trận Tổ quốc Việt Nam", "Sở Tài chính", "Sở Xây dựng", "Sở Nội vụ", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Nông nghiệp và Môi trường",
)  # fmt: skip

PROVINCES = (
    "Khánh Hòa", "Ninh Thuận", "Lâm Đồng", "Đắk Lắk", "Gia Lai", "Quảng Ngãi", "Đà Nẵng", "Hà Nội", "Hải Phòng", "Cần Thơ", "Đồng Nai", "Tây Ninh", "Bắc Ninh",
    "Nghệ An", "Thanh Hóa", "Huế", "Cà Mau", "An Giang", "Vĩnh Long", "Đồng Tháp", "Lào Cai", "Phú Thọ", "Quảng Trị", "Hưng Yên", "Ninh Bình",
)  # fmt: skip

CONDITION = re.compile(
    r",?\s*(?:\(?trừ (?:trường hợp )?[^.;)]{8,140}\)?|với điều kiện [^.;]{8,120}|nếu [^.;,]{8,120}(?=[.;,])|khi (?:có|được|đã) [^.;,]{8,90}(?=[.;,])|"
    r"đối với [^.;,]{8,90}(?=[.;,])|trong trường hợp [^.;,]{8,120}(?=[.;,]))"
)
"""a condition or an exception that can be left out or denied"""
DENIALS = (", không có ngoại lệ", ", không kèm điều kiện nào", ", trường hợp nào cũng vậy", ", ai cũng như ai")
