"""Numbers and addresses of private persons are hidden before anything is stored (CHARTER rule 1).

What an office publishes for everyone survives: short emergency numbers, 1800/1900 lines, and numbers or addresses the
same sentence gives to an office. In doubt the number is hidden: an article without a telephone number is still the
article. Names of bylines and letter writers are dropped by the article reader before; here goes only a name with which
a writer introduces himself.
"""

from __future__ import annotations

import re
from collections.abc import Callable

MASK = "[đã che]"

_DIGIT = "[0-9oO]"
_SEP = r"[ \t\u00a0.\-–_]{0,2}"
_PHONE = re.compile(
    rf"(?<![\w.,/])\(?(?:\+?84\)?{_SEP}\(?0?\)?|[0oO]){_SEP}(?:[1-9]\)?(?:{_SEP}\(?{_DIGIT}\)?){{8,9}})(?![\w/])"
)
_SPOKEN = re.compile(
    r"(?<!\w)(?:(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín)(?:[\s,.\-–]+|(?!\w))){9,12}", re.IGNORECASE
)
_EMAIL = re.compile(
    r"[\w.+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{2,24}){1,4}|"
    r"[\w.+\-]{1,64}\s@\s[\w\-]{1,63}(?:\s?\.\s?[a-z\-]{2,24}){1,3}|"
    r"[\w.+\-]{1,64}\s?(?:\(at\)|\[at\]|\s(?:a còng|a móc)\s)\s?[\w\-]{1,63}(?:\s?(?:\.|\(dot\)|"
    r"\schấm\s)\s?[a-z\-]{2,24}){1,4}",
    re.IGNORECASE,
)
_PLATE = re.compile(r"(?<![\w/])\d{2}\s?[-–]?\s?[A-ZĐ]{1,2}\d?\s?[-–. ]\s?\d{3}[. ]?\d{2}(?![\w/])")
_OLD_PLATE = re.compile(
    r"(biển (?:số|kiểm soát)|BKS)((?:\s+xe)?\s*:?\s*)(\d{2}\s?[-–]?\s?[A-ZĐ]{1,2}\d?\s?[-–. ]?\s?\d{4,5})",
    re.IGNORECASE,
)
_SPOKEN_PLATE = re.compile(
    r"((?:xe|ô tô|biển)\s(?:[^\W\d_]+\s){0,2})(\d{2}\s?[-–]?\s?[A-Z]{1,2}\d?\s?[-–. ]\s?\d{4,5})(?![\w/.,]\d)",
    re.IGNORECASE,
)
_CARD = re.compile(
    r"(?<!\w)(?:[A-Z]{2}\d{13}|(?<=[Hh]ộ chiếu )(?:số )?[A-Z]\d{7}|(?<=[Hh]ộ chiếu số )[A-Z]\d{7}|(?<=[Pp]assport )(?:số |[Nn]o\.? ?)?[A-Z]\d{7})(?!\w)"
)
"""a health insurance card (two letters and thirteen digits), a passport by its word"""
_LONG = re.compile(r"(?<![\w.,/\-])\d(?:[ .\-]?\d){7,18}(?![\w/]|[.,]\d)")
_BARE = re.compile(r"(?<![\w.,/\-])\d{9,19}(?![\w/]|[.,]\d)")
_HANDLE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:zalo\.me/\d+|(?:m\.|mbasic\.)?(?:facebook|fb)\.com/[\w.\-/?=&]+|(?:m|fb)\.me/[\w.]+|t\.me/\S+"
    r"|(?:instagram|tiktok|threads)\.(?:com|net)/@?[\w.]+)|(?<=telegram )@?\w[\w.]{3,31}(?=\W|$)(?<=\d)"
    r"|(?:(?<=zalo )|(?<=telegram )|(?<=telegram: )|(?<=tiktok )|(?<=tiktok: )|(?<=instagram )|(?<=instagram: )|(?<=skype )|(?<=skype: ))@\w[\w.]{2,31}",
    re.IGNORECASE,
)

_OWNED = re.compile(
    r"tài khoản|\bstk\b|số tk|\btk\b|chuyển khoản|căn cước|cccd|cmnd|chứng minh|hộ chiếu|định danh|mã số (?:thuế|"
    r"bảo hiểm|thẻ)|"
    r"thẻ (?:bhyt|bảo hiểm|atm|ngân hàng|tín dụng|ghi nợ|visa|master)|số thẻ|bhxh số|momo|ví điện tử",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"^\s*(?:đồng|đ\b|vnđ|vnd|usd|đô la|ha\b|m2|m²|m3|m³|người|hộ|lượt|tấn|kwh|km|kg|tỷ|triệu|cổ phiếu|%)",
    re.IGNORECASE,
)

_HOTLINE = re.compile(
    r"đường dây nóng|hotline|tổng đài|trực ban|số trực|trực chỉ huy|điện thoại (?:trực|liên hệ của|tiếp nhận|của)|"
    r"số điện thoại "
    r"(?:của|trực|tiếp nhận|liên hệ của)|liên hệ|liên lạc|gọi|phản ánh (?:đến|về|qua|tới)|điện thoại|\bđt\b|gửi về|"
    r"thư điện tử|email|e-mail|tài khoản",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\bubnd\b|ủy ban|uỷ ban|\bhđnd\b|công an|cảnh sát|cục |chi cục|\bsở |(?<!cán )bộ (?:công|y|giáo|nông|nội|tài|"
    r"xây|văn|ngoại|quốc)|"
    r"phòng (?:văn|kinh|giáo|y|tư|nội|tài|tiếp|cháy|cảnh|quản|cskh|chăm)|trung tâm|ban (?:quản lý|chỉ huy|chỉ đạo|"
    r"tiếp)|"
    r"bệnh viện|trạm|điện lực|đội quản lý|công ty|ngân hàng|bảo hiểm xã hội|thuế (?:cơ sở|tỉnh|thành)|tòa soạn|"
    r"tổng đài|"
    r"đường dây nóng (?:của |báo |ubnd|công|phòng|sở|trung)|hotline (?:của )?(?:báo|sở|trung|công)|mặt trận|"
    r"chữ thập đỏ|kho bạc|"
    r"bộ đội|biên phòng|đồn |hạt kiểm lâm|văn phòng|cơ quan|nhà trường|trường (?:tiểu|trung|mầm|đại|thpt|thcs)",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"(?:của|số|gọi|liên hệ|nhắn|gặp)\s+(?:cho\s+)?(?:tôi|mình|em|cháu|con|vợ|chồng|ba|má|mẹ|bố|nhà|gia đình|anh|"
    r"chị|ông|bà|cô|chú|bác|thầy)\b|"
    r"\b(?:tôi|tui|chúng tôi)\b|chính chủ|cần bán|cho thuê|bán gấp|zalo|hậu tạ",
    re.IGNORECASE,
)
_UPPER = "A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ"
_NAME_WORD = rf"[{_UPPER}][a-zà-ỹăđĩũơư]+"
_SELF = re.compile(
    rf"(?<!\w)((?:[Tt]ôi|[Tt]ui|[Mm]ình) (?:tên là|tên|là)|(?:[Ee]m|[Cc]háu|[Cc]on) (?:tên(?: là)?|là))"
    rf"( {_NAME_WORD}(?: {_NAME_WORD}){{1,4}})(?!\s*,?\s*(?:phó|chủ|giám|trưởng|bí)\b)"
)
_SIGNED = re.compile(
    rf"((?:^|(?<=[\n.!?,:;] )|(?<=\n))(?:[Kk]ính thư|[Tt]rân trọng|(?:[Tt]ôi )?[Kk]ý tên|[Nn]gười (?:viết|làm) (?:thư|đơn))\s*[,:.]?\s+)"
    rf"({_NAME_WORD}(?: {_NAME_WORD}){{1,4}})(?=\s*(?:$|\n|[.,(]))"
)
_HOME = re.compile(
    rf"(?<!\w)((?:[Nn]hà (?:của )?(?:tôi|tui|em|mình|ông|bà|anh|chị|cô|chú|bác)(?:\s+{_NAME_WORD})*|thường trú|"
    rf"tạm trú|(?<!uật cư )(?<!uật Cư )trú|ngụ|sống|địa chỉ nhà(?: tôi| riêng)?|"
    rf"[Gg]ia đình (?:tôi|ông|bà|anh|chị)(?:\s+{_NAME_WORD})*|ở)\s*(?::|,|ở|tại|là|số)?\s*(?:tại|ở)?\s*)"
    rf"((?:số(?:\s+nhà)?\s*\d+\w?(?:/\d+\w?)*|\d+\w?(?:/\d+\w?)+|nhà số\s*\d+\w?(?:/\d+\w?)*|(?:hẻm|kiệt|"
    rf"ngõ)\s+\d+\w?(?:/\d+\w?)*|(?<=: )\d+\w?(?= {_NAME_WORD} {_NAME_WORD}))"
    rf"(?:\s*,?\s*(?:đường|phố|hẻm|kiệt|ngõ|tổ)?\s*(?:{_NAME_WORD}|\d+)(?:\s+(?:{_NAME_WORD}|\d+)){{0,4}})?)"
)


def mask(text: str) -> str:
    """Replace what identifies or reaches a private person by `[đã che]`.

    Covers telephone numbers (also spelled, spaced or dotted), e-mail addresses, identity, insurance and account
    numbers, plates, home addresses and messenger handles.
    """
    text = _HANDLE.sub(MASK, text)
    text = _where(_EMAIL, text, lambda t, m: not _official_mail(t, m))
    text = _SELF.sub(lambda m: f"{m[1]} {MASK}", text)
    text = _SIGNED.sub(lambda m: f"{m[1]}{MASK}", text)
    text = _HOME.sub(lambda m: m[1] + MASK, text)
    text = _OLD_PLATE.sub(lambda m: m[1] + m[2] + MASK, text)
    text = _SPOKEN_PLATE.sub(lambda m: m[1] + MASK, text)
    text = _PLATE.sub(MASK, text)
    text = _CARD.sub(MASK, text)
    text = _where(_LONG, text, lambda t, m: _is_owned(t, m))
    text = _where(_PHONE, text, lambda t, m: _is_phone(m.group()) and not _official(t, m) and not _is_draw(t, m))
    text = _where(_BARE, text, _is_bare)
    return _where(_SPOKEN, text, lambda t, m: not _official(t, m))


_PERSON = re.compile(
    rf"(?<!\w)(?:[ÔôBb](?:ng|à)|[Aa]nh|[Cc]hị|[Cc]ụ|[Cc]háu|[Cc]hủ hộ|[Hh]ọ (?:và )?tên:?|[Nn]gười (?:làm đơn|viết đơn|khiếu nại|tố cáo|kiến nghị|phản ánh))"
    rf"\s*:?\s+{_NAME_WORD}"
)
_LINE_OF_ALL = re.compile(r"đường dây nóng|hotline|tổng đài|trực ban|số trực|thường trực|tiếp nhận", re.IGNORECASE)
_ON_DUTY = re.compile(
    r"chuyên viên|công chức|viên chức|cán bộ|trưởng (?:phòng|ban|khu|thôn)|chánh văn phòng|phó |chủ tịch", re.IGNORECASE
)
_IDENTITY = re.compile(r"căn cước|cccd|cmnd|chứng minh|hộ chiếu|định danh|bảo hiểm|bhyt|bhxh|thẻ atm", re.IGNORECASE)
_DWELLING = re.compile(
    rf"((?:thường trú|tạm trú|(?<!uật [Cc]ư )(?<!\w)(?:trú|ngụ)|địa chỉ nhà(?: riêng)?|[Nn]hà (?:của )?(?:ông|bà|anh|chị)(?: {_NAME_WORD})+)"
    rf"(?:\s*(?::|,|ở|tại))*\s*)(số(?: nhà)? \d+\w?(?:/\d+\w?)*(?:,? (?:đường|phố|hẻm|kiệt|ngõ))?(?: (?:{_NAME_WORD}|\d+))*|(?:hẻm|kiệt|ngõ) \d+\w?(?:/\d+\w?)*)"
)


def mask_paper(text: str) -> str:
    """The same for a passage of an office's own paper, whose lines and accounts are the office's unless a person is named.

    A reply to a letter or a list of recipients may hold a resident's telephone, identity card, account or dwelling;
    those go. The office's line, address and account stay, and so do codes and sums, which no word calls a person's.
    """
    text = _where(_EMAIL, text, lambda t, m: not _official_mail(t, m) and _of_person(t, m))
    text = _DWELLING.sub(lambda m: m[1] + MASK, text)
    text = _CARD.sub(MASK, text)
    text = _where(_LONG, text, lambda t, m: _is_owned(t, m) and (_of_person(t, m) or _is_identity(t, m)))
    text = _where(_PHONE, text, lambda t, m: _is_phone(m.group()) and not _official(t, m) and _reaches_person(t, m))
    return _where(_BARE, text, lambda t, m: len(m.group()) == 12 and m.group()[0] == "0" and _is_bare(t, m))


def _of_person(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence speaks of a person by name or of somebody's own number."""
    before, _ = _sentence(text, match)
    return bool(_PERSON.search(before) or _PRIVATE.search(before))


def _is_identity(text: str, match: re.Match[str]) -> bool:
    return bool(_IDENTITY.search(_sentence(text, match)[0][-70:]))


def _reaches_person(text: str, match: re.Match[str]) -> bool:
    """A mobile without a word that makes it a line for everyone, or any number in a sentence about a named person."""
    before, _ = _sentence(text, match)
    landline = re.match(r"\(?(?:\+?84|0)[ .\-]?2", match.group()) is not None
    return (_of_person(text, match) and not _ON_DUTY.search(before)) or not (
        landline or _ON_DUTY.search(before) or _LINE_OF_ALL.search(before)
    )


def _where(pattern: re.Pattern[str], text: str, hide: Callable[[str, re.Match[str]], bool]) -> str:
    def one(match: re.Match[str]) -> str:
        if not hide(text, match):
            return match.group()
        tail = match.group()[len(match.group().rstrip(" ,.-–")) :]
        return MASK + tail

    return pattern.sub(one, text)


def _sentence(text: str, match: re.Match[str]) -> tuple[str, str]:
    """The words before the match in its sentence (at most 160 characters), and those after (80)."""
    before = re.split(r"(?<=[^\d][.!?])\s|\n", text[max(0, match.start() - 160) : match.start()])[-1]
    after = re.split(r"[.!?]\s|\n", text[match.end() : match.end() + 80])[0]
    return before, after


def _official(text: str, match: re.Match[str]) -> bool:
    """A number that the sentence gives to an office, as a line that anyone may call."""
    before, after = _sentence(text, match)
    if _PRIVATE.search(before) or re.search(r"của (?:tôi|vợ|chồng|em|anh|chị|ông|bà)", after):
        return False
    bracketed = match.group().startswith("(") or before.rstrip(": ").endswith(("(", "(đt", "(điện thoại", "(số"))
    if bracketed and _BRACKETED.search(before) and re.match(r"\(?02", match.group()):
        return True  # "Trạm y tế phường (0259.3822.444)": a line of the office it stands behind
    return bool(_OFFICE.search(before + " " + after)) and bool(_HOTLINE.search(before[-90:] or after))


_BRACKETED = re.compile(rf"(?:{_OFFICE.pattern})[^.;:()]{{0,40}}(?:\((?:đt|điện thoại|số)?[:\s]*)?$", re.IGNORECASE)


def _official_mail(text: str, match: re.Match[str]) -> bool:
    domain = match.group().casefold()
    return bool(re.search(r"\.gov\.vn$|\.chinhphu\.vn$", domain)) or _official(text, match)


def _is_phone(raw: str) -> bool:
    """Ten digits from 0 or nine from +84, eleven for old mobiles and landlines; at least five real digits."""
    digits = re.sub(r"[^0-9]", "", re.sub("[oO]", "0", raw))
    real = sum(c.isdigit() for c in raw)
    if digits.startswith("84"):
        digits = "0" + digits[2:].lstrip("0")
    return digits.startswith("0") and len(digits) in (10, 11) and real >= 5 and digits[1] != "0"


def _is_draw(text: str, match: re.Match[str]) -> bool:
    """Drawn numbers and codes that happen to have ten digits."""
    before, _ = _sentence(text, match)
    return bool(re.search(r"\bgiải\b|xổ số|mở thưởng|mã hồ sơ|số hiệu|mã đơn", before, re.IGNORECASE))


def _is_owned(text: str, match: re.Match[str]) -> bool:
    """A long number that the words before call an identity, insurance or account number."""
    before, after = _sentence(text, match)
    named = list(_OWNED.finditer(before[-70:]))
    if not named or _UNIT.match(after) or _is_money(match.group()):
        return False
    official = re.search(r"kho bạc|mặt trận|chữ thập đỏ|ubnd|ủy ban|quỹ ", before + after, re.IGNORECASE)
    return not official or bool(_PRIVATE.search(before))


def _is_money(raw: str) -> bool:
    return re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", raw) is not None


def _is_bare(text: str, match: re.Match[str]) -> bool:
    """A long run of digits without a unit: twelve from 0 is a citizen number, others need no name to be private."""
    _, after = _sentence(text, match)
    digits = match.group()
    if _UNIT.match(after) or (digits.startswith(("1900", "1800")) and len(digits) <= 10):
        return False
    return digits.startswith("0") or len(digits) in (9, 12) or not digits.endswith("000")
