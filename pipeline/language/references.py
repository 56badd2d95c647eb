"""What looks like a quantity and is none: document numbers, article paths, telephone numbers, addresses, labels.

Document numbers come out as values; the rest is only marked as taken, so that "Điều 5 khoản 2", "đường 2/4",
"0912 345 678" and "khu phố 3" yield neither dates nor counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language.scan import Pattern, Scan

_KINDS = (
    "quyết định|nghị quyết|nghị định|thông báo|thông tư liên tịch|thông tư|công văn|chỉ thị|kế hoạch|hướng dẫn|luật|bộ luật|kết luận|tờ trình|"
    "báo cáo|văn bản|công điện|pháp lệnh|quy chế|quy định|đề án|thông cáo|giấy mời|qđ|nq|nđ|tb|cv|kh|tt|hd|ct"
)


@dataclass(frozen=True, slots=True)
class ReferenceFound:
    """A document number at [start, end) of the line, as printed."""

    start: int
    end: int
    value: str
    confidence: float = 1.0


# Signs of administrative papers: NĐ 30/2020 art. 8 and annex I (number/sign-issuer), Party papers (number-sign/body),
# laws and Assembly resolutions (number/year/term).
_SIGN = re.compile(
    r"(?<![\w/.-])(?:(?:\d{1,5}[a-zA-Z]?|…|\.{2,4})(?: ?/ ?(?:19|20)\d\d)? ?/ ?[A-ZĐ][A-ZĐa-zđ0-9]{0,9}(?:(?: ?[-–—&.] ?)[A-ZĐ][A-ZĐa-zđ0-9]{0,11}){0,4}"
    r"|\d{1,5} ?[-–] ?(?:NQ|KL|CT|TB|QĐ|QD|HD|CV|BC|QC|KH|TTr|ĐA|CTr|BB) ?/ ?[A-ZĐ]{2,6}(?:[A-ZĐa-zđ]{0,4})?)(?![\w/])"
)
_LOWER_SIGN = re.compile(
    r"(?<![\w/.-])\d{1,5}/(?:(?:19|20)\d\d/)?(?:qđ|qd|nq|nđ|nd|tb|cv|kh|tt|hd|ct|ubnd|qh)-?[a-zđ0-9]*(?:-[a-zđ]+)?(?![\w/])"
)
_NAMED = Pattern(
    rf"(?<!\w)(?:{_KINDS})(?: liên tịch)?(?: \(?(?:số|số:))? (?P<n>\d{{1,5}}[a-z]?(?:/(?:19|20)\d\d)?)(?![\w%]|[.,/-]\d|/\w)"
)
_NAMED_GUARD = Pattern(
    r"^ ?(?:ngày|tháng|năm|đồng|triệu|tỷ|nghìn|điểm|người|hộ|trường hợp|nội dung|nhiệm vụ|xã|phường|mục|lần|văn bản|%|vnđ|suất|phút|giờ|tuần|điều|chương|khoản|chính sách)(?! \d{1,2}[/ ])(?<!năm(?= (?:19|20)\d\d))"
)

_PATHS = Pattern(
    r"(?<!\w)(?:điều|khoản|điểm|mục|chương|phần|phụ lục|biểu|bảng|mẫu(?: số)?|tiết|tiểu mục|trang|dòng|cột|hình|ảnh)(?: số)? "
    r"(?:\d{1,3}(?:\.\d{1,2})*|[ivxl]{1,5})(?:\.\d+)*(?:(?:,| và|-| đến)? ?(?:(?:điều|khoản|điểm|mục) )?\d{1,3}(?![\d.,]|[/%]| ?(?:triệu|tỷ|nghìn|đồng|ngày|tháng|năm)))*"
    r"(?![\w%/]|[.,]\d)(?! ?(?:triệu|tỷ|nghìn|ngàn|đồng|%|ngày|tháng|năm|hộ|người|điểm))"
)
_LABELS = Pattern(
    r"(?<!\w)(?<!học )(?<!mỗi )(?<!từng )(?<!trong )(?:khu phố|khu vực|khu|tổ dân phố|tổ|thôn|ấp|xóm|bản|buôn|cụm|quận|phường|đợt|kỳ|kì|khóa|khối|lớp|cấp|bậc|(?<!định )mức(?= \d(?::| \())|hạng|loại|nhóm|tầng|lầu|phòng|căn hộ số|lô|thế kỷ|"
    r"cổng|(?<!mở )(?<!đóng )cửa|bến số|tuyến|tuyến số|đường số|quốc lộ|tỉnh lộ|đường tỉnh|huyện lộ|hương lộ|ql|tl|đt|km|tuần(?: thứ)?(?! (?:thứ )?\d{1,2}(?:/|,? năm )(?:19|20)\d\d)|vòng|phút(?: thứ)?|thứ(?! [2-7] (?:tuần|này|tới|sau|trước|qua|vừa|kế))|số|số nhà|hẻm|ngõ|ngách|kiệt|"
    r"nhà|mã số|mã otp|mã pin|mã|otp|báo động|báo động số|bđ|bão số|cơn bão số|ca số|trạm số|trạm bơm|thuế cơ sở|thi hành án dân sự khu vực|tòa án nhân dân khu vực|"
    r"viện kiểm sát nhân dân khu vực|ninh thuận|cam ranh|thpt|thcs|gói thầu số|gói thầu|giai đoạn|phân khu|phương án|liên|xe số|ghế|tàu số|trường số|giải|giải thưởng|"
    r"tập|quyển|version|phiên bản|iphone|covid|u|người thứ|lần thứ|hồ sơ số|biên lai số|top|số thứ tự|stt|cầu|hồ|ga|cảng|bàu|chợ|trường|mẫu|zone|tỷ số|tỉ số|tòa|block|sảnh)"
    r"(?: số)? ?(?!(?:19|20)\d\d(?!\d))(?P<n>\d{1,4}(?!k(?!\w)|tr)[a-z]?(?:[./]\d{1,4}[a-z]?)*(?:(?:,| và| đến| hoặc|-| -)? ?(?:(?:khu phố|tổ|thôn|tầng|lầu) )?\d{1,3}(?!\d|[.,]\d|[/%]))*)"
    r"(?![\w%/]|[.,]\d)(?! ?(?:triệu|tỷ|nghìn|ngàn|đồng(?! hải)|%|ngày|tháng|năm(?! (?:nay|học|tới|sau|ngoái|\d))|hộ|người|km2|m2|ha(?!\w)|em|giờ|lần|lượt|buổi|bữa|chuyến|tuổi|khu phố|thôn|tổ|xã|phường|chiếc|"
    r"cái|chỗ|phòng học|học sinh|kg|tấn|tuyến|trường|điểm|căn|mét|m(?!\w)|km|suất|phần|vụ|ca|nghề|đơn vị|trường hợp|hecta|héc|sào|tàu|con|cây|bộ|gian|dự án|công trình|hạng mục))"
)
# Parts of a place by number: what follows may be the ward they lie in ("khu phố 6 phường Đô Vinh").
_PARTS = Pattern(
    r"(?<!\w)(?<!mỗi )(?<!từng )(?:khu phố|tổ dân phố|thôn|ấp|xóm|quận|quốc lộ|tỉnh lộ|cấp độ|báo động(?: cấp)?|lớp)(?: số)? \d{1,3}"
    r"(?:(?:,| và| đến|-| -) ?(?:(?:khu phố|thôn|tổ dân phố|tổ|quận|lớp) )?\d{1,3}(?![\d.,]\d|[/%]))*"
    r"(?![\w%/]|[.,]\d)(?! ?(?:triệu|tỷ|nghìn|ngàn|đồng(?! hải)|%|ngày|tháng|năm(?! (?:nay|học|tới|sau|ngoái|\d))))"
)
_EACH_MONTH = Pattern(
    r"(?<!\w)ngày (?:mùng |mồng )?\d{1,2}(?:(?:,| và| đến| hoặc|-| -) ?(?:ngày )?\d{1,2})* (?:(?:của )?(?:hằng|hàng|mỗi) tháng|âm lịch (?:hằng|hàng) tháng)(?!\w)"
)
"""a day that comes back each month"""
_LUNAR_DAYS = Pattern(
    r"(?<!\w)(?:mùng|mồng|ngày) \d{1,2}(?: ?(?:đến|và|(?<!ngày \d\d)(?<!ngày \d)-) ?(?:mùng |mồng |ngày )?\d{1,2})? \(?âm lịch"
)
"""days of a lunar month that is not named: no date can be made of them"""
# A street, school or square named after a day: "đường 16 Tháng 4", "phố 2/4", "Trường THCS 30 Tháng 4", "62 16 Tháng 4".
_NAMED_DAY = r"\d{1,2} ?(?:tháng|[/-]) ?\d{1,2}(?![\w/]|[.,-]\d)"
_STREETS = Pattern(
    rf"(?<!\w)(?:đường|tuyến đường|đại lộ|phố|hẻm|ngõ|cầu|công viên|quảng trường|trường|thcs|thpt|tiểu học|mầm non|mẫu giáo|chợ|sân vận động|nhà thi đấu|ngã tư|ngã ba|"
    rf"vòng xoay|bệnh viện|rạp|hồ|hợp tác xã|nông trường|xí nghiệp|công ty)(?: số)?(?: \d{{1,4}}[a-z]?(?:/\d+)*,?)? (?P<n>{_NAMED_DAY})(?! (?:năm )?(?:19|20)\d\d)"
)
_CAPITAL_MONTH = re.compile(
    r"(?<![\w/])(?:\d{1,4}[A-Za-z]?(?:/\d+)* )?\d{1,2} ?T(?:háng|hang|HÁNG|HANG) \d{1,2}(?![\w/]|[.,]\d)(?!,? (?:năm|nam) (?:19|20)\d\d|/(?:19|20)\d\d)"
)
_DATE_CUE = re.compile(r"(?:ngày|ngay|mùng|mồng|từ|tu|đến|den|trước|truoc|hết|het|sáng|chiều|tối|đêm|,|và|va) $")
_HOUSE = Pattern(
    r"(?<!\w)(?:số|nhà|căn|hẻm|ngõ|kiệt|lô) \d{1,4}[a-z]?(?:/\d{1,4}[a-z]?)*(?=,? (?:đường|phố|hẻm|ngõ|kiệt|khu phố|tổ|thôn|đại lộ))"
)

_HOUSE_ON_STREET = re.compile(
    r"(?<![\w.,/])\d{1,4}[A-Za-z]?(?:/\d{1,4}[A-Za-z]?)*,? (?:[ĐđDd]ường|[Dd]uong|[Pp]hố|[Pp]ho|[Đđ]ại lộ) (?=[^\W_])"
)
_CODES = re.compile(
    r"(?<![\w.,/])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\w]|[.,]\d)(?! ?(?:đồng|dong|đ(?!\w)|vnđ|vnd|usd|người|nguoi|hộ|m2|ha(?!\w)|kwh))"  # telephone, identity card
    r"|\(0\d{2,3}\)(?:[ .-]?\d){6,9}(?!\w)"  # telephone with its area code in brackets
    r"|(?<![\w.,])\d{4} \d{4} \d{4,8}(?: \d{2,4})?(?![\w.,])"  # accounts and cards in groups of four
    r"|(?<!\w)\d{2} ?- ?[a-z]\d? \d{3}\.?\d{2}(?!\w)|(?<!\w)km ?\d{1,4} ?\+ ?\d{1,3}(?!\w)"  # plates, chainage of roads
    r"|(?<![\w.,])1[89]00(?:[ .-]?\d){2,6}(?!\w)"  # service numbers
    r"|(?<![\w.,])\d{9,20}(?!\w)(?! ?(?:đồng|đ\b|vnđ|vnd))"  # accounts, identity numbers
    r"|(?<![\w.,])(?<!\d )0\d{2,}(?![.,]\d)(?=\W|$)(?! ?(?:ngày|giờ|tháng|người|hộ))"  # lottery and other codes with a leading zero
    r"|(?<!\w)\d{2}[a-z]\d?[- ]?\d{3}\.?\d{2}(?!\w)"  # plates
    r"|(?<!\w)(?!\d{1,3}(?:\.\d{3}){3}(?!\d))\d{1,3}(?:\.\d{1,3}){3}(?!\w)"  # IP addresses
    r"|(?<![\w-])\d(?:-\d){2,}(?![\w-])"  # formations, sizes
    r"|https?://\S+|www\.\S+|\S+@\S+\.\w+"
    r"|(?<!\w)[a-z]+-?\d[\w/-]*|(?<!\w)\d+[a-z]+\d\w*(?=\W|$)"
)
_KEEP_CODES = re.compile(
    r"\d+(?:tr|k|h|g|m|ty|tỷ|tỉ|trieu|triệu)\d{0,3}$|^hk[12]$|^\d+m[23]$|^\d{1,2}m\d{1,2}$|^[a-z]+/?\d+$(?<=m2)|^(?:từ|đến|gần|hơn|dưới|trên|là)\d"
)
_ALWAYS_ON = re.compile(r"(?<![\d/])24 ?/ ?(?:24|7)(?: ?(?:h|giờ|gio))?(?![\d/])|(?<![\d/])7/7(?![\d/])")
_SERVICE = Pattern(
    r"(?<!\w)(?:gọi|tổng đài|đầu số|số máy|hotline|nhắn tin|bấm|số)(?: (?:số|đến|tới|cho|ngay))* (?:\d{3,4})(?:(?:,| hoặc| và) \d{3,4})*(?![\w%]|[.,/]\d)(?! (?:đồng|triệu|nghìn|tỷ|người|hộ|lượt|suất|cuộc))"
)
"""short numbers to call"""
_SCORES = re.compile(r"(?<![\w/.,-])\d{1,2} ?[-–:] ?\d{1,2}(?![\w/:-]|[.,]\d)")
_SCORE_CUE = Pattern(r"(?<!\w)(?:thắng|thua|hòa|tỷ số|tỉ số|dẫn|kết quả|chung cuộc|đánh bại|hạ)(?: \w+){0,5} ?$")
_LIST_NUMBER = re.compile(
    r"^[ \t]*(?:[-+•*] ?)?(?:\(?\d{1,3}(?:\.\d{1,3})*[.)](?=\s|$|[^\W\d])|\(?\d{1,2}\)|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?= [^\W\d])"
    r"(?! (?:triệu|trieu|tỷ|tỉ|ty|nghìn|nghin|ngàn|ngan|đồng|dong|ha|hecta|héc|m2|m3|m|km|km2|kg|tấn|lít|mét|độ|lần|phần|usd|đô|sào|giờ|năm|tháng)(?!\w)))"
)


def references(scan: Scan) -> list[ReferenceFound]:
    """Document numbers of the line; all kinds of other numbers that are no quantities are taken on the way."""
    found = (
        [
            ReferenceFound(m.start(), m.end(), m.group().strip())
            for m in _SIGN.finditer(scan.text)
            if _is_sign(m.group())
        ]
        if "/" in scan.text
        else []
    )
    if not found and "/" in scan.text:
        found = [
            ReferenceFound(m.start(), m.end(), scan.text[m.start() : m.end()]) for m in _LOWER_SIGN.finditer(scan.body)
        ]
    for ref in found:
        scan.take(ref.start, ref.end)
    for m in _NAMED.of(scan).finditer(scan.body):
        start, end = m.span("n")
        if scan.free(start, end) and not _NAMED_GUARD.of(scan).search(scan.body[end : end + 20]):
            found.append(ReferenceFound(start, end, scan.text[start:end], 0.7))
            scan.take(start, end)
    return sorted(found, key=lambda r: r.start)


def take_labels(scan: Scan) -> None:
    """Mark numbers that name something instead of counting it."""
    body = scan.body
    heading = _LIST_NUMBER.match(body)
    if heading:
        scan.take(*heading.span())
    for m in _CODES.finditer(body):
        if not _KEEP_CODES.search(m.group()):
            scan.take(*m.span())
    for m in _ALWAYS_ON.finditer(body):
        if "24/24" in m.group() or not re.search(r"(?:ngày|ngay|sáng|chiều|từ|đến) $", scan.before(m.start(), 6)):
            scan.take(*m.span())
    for m in _HOUSE_ON_STREET.finditer(scan.text):
        if scan.text[m.end()].isupper() or scan.text[m.end()].isdigit():
            scan.take(*m.span())
    for m in _STREETS.of(scan).finditer(body):
        scan.take(*m.span())
    for m in _CAPITAL_MONTH.finditer(scan.text):
        cue = _DATE_CUE.search(scan.before(m.start(), 8))
        capital = scan.text[: m.end()].rstrip(" 0123456789").endswith("Tháng")
        if cue is None or not capital or cue.group().strip() in (",", "và", "va", "từ", "đến"):
            scan.take(*m.span())
    for labels in (_HOUSE, _PATHS, _PARTS, _EACH_MONTH, _LUNAR_DAYS, _LABELS, _SERVICE):
        for m in labels.of(scan).finditer(body):
            scan.take(*m.span())
    if "-" in body or ":" in body:
        for m in _SCORES.finditer(body):
            if _SCORE_CUE.of(scan).search(scan.before(m.start())):
                scan.take(*m.span())


def _is_sign(text: str) -> bool:
    """Not "20/11/VTV" nor "8.000 đồng/Người": a sign has an upper-case code of two letters or more."""
    tail = re.split(r"[/-]", text)[1:]
    return any(len(re.findall("[A-ZĐ]", part)) >= 2 or part.strip() in ("QĐ", "NĐ") for part in tail)
