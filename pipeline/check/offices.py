"""Who does what: offices named in a text and the act each of them does (collects, decides, verifies, takes papers in)."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Literal

from pipeline.check.reading import PLAIN, Phrases, Reading, Term, fold_keep, remembered, share
from pipeline.records import Code, Difference, Span

Act = Literal[
    "collect", "decide", "verify", "receive", "issue", "grant", "run", "pay", "publish", "sign", "list", "confirm", "answer", "watch", "accept", "lend", "charge", "choose", "inspect", "arrange", "score", "keep", "assess", "consider", "operate", "treat", "punish", "preside",
]  # fmt: skip

_OFFICE = Phrases(
    r"(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd)(?: (?:tỉnh|thành phố|phường|xã|các xã|cấp xã|cấp tỉnh|đặc khu))?(?:, (?:phường|xã))?", r"(?:hội đồng nhân dân|hđnd)(?: (?:tỉnh|phường|xã))?",
    r"chủ tịch(?: (?:ubnd|ủy ban nhân dân))?(?: (?:tỉnh|phường|xã))?", r"(?<!hồ )(?<!trụ )(?<!cơ )(?<!trạm )sở (?:xây dựng|nông nghiệp|tài chính|y tế|giáo dục|công thương|nội vụ|tư pháp|văn hóa|văn hoá|khoa học|du lịch|giao thông|kế hoạch|lao động|tài nguyên|ngoại vụ|thông tin|thông tin|dân tộc|nn|gd|vh|kh|tn|lđ|tt|gt|qh|du)[\w-]*(?:,? [\w-]+){0,4}", r"chi cục [\w]+(?: [\w]+)?", r"cục [\w]+(?: [\w]+)?", r"(?<!cán )(?<!toàn )(?<!nội )(?<!đi )bộ [\w]+(?: [\w]+){0,3}",
    r"phòng [\w]+(?:(?:,| -)? [\w]+){0,6}", r"trung tâm [\w]+(?: [\w]+){0,5}", r"ban quản lý(?: [\w]+){0,3}", r"ban tổ chức", r"công an(?: (?:phường|xã|tỉnh))?", r"cơ quan thuế", r"thuế cơ sở(?: \d+)?",
    r"bảo hiểm xã hội(?: [\w]+){0,2}", r"chủ đầu tư", r"khu phố(?!\s\d)(?:, tổ dân phố)?", r"tổ dân phố(?!\s\d)", r"trưởng (?:khu phố|thôn)", r"nhà trường", r"công ty [\w]+(?: [\w]+){0,3}",
    r"(?:phó )?(?:giám đốc|hiệu trưởng)(?: (?:sở|trung tâm|công ty|điện lực|thư viện|cảng|ngân hàng|bệnh viện|trường)(?: [\w]+){0,2})?", r"phó chủ tịch(?: (?:ubnd|ủy ban nhân dân))?(?: (?:tỉnh|phường|xã))?",
    r"(?:phó )?trưởng (?:phòng|ban|khoa|trạm|đoàn|công an)(?: [\w]+){0,3}", r"(?:tổ|đội) trưởng(?: (?:tổ )?dân phố)?", r"khu phố trưởng", r"bác sĩ(?: điều trị)?", r"thủ thư", r"công chức [\w]+(?: [\w]+)?(?: cấp xã)?",
    r"(?:tổ|đội) (?:quản lý|cứu hộ|xác minh|liên gia|bảo vệ|tự quản)(?: [\w]+){0,3}", r"đơn vị (?:thu gom|vận hành|tư vấn|thi công)", r"hợp tác xã(?: [\w]+){0,4}", r"bưu cục(?: [\w]+){0,2}", r"kho bạc(?: nhà nước)?", r"hội đồng [\w]+(?: [\w]+){0,3}", r"chi nhánh(?: [\w]+){0,4}", r"xã đội", r"chủ (?:nhà )?trọ", r"điện lực(?: [\w]+){0,2}",
    r"bưu điện(?: [\w]+)?", r"ngân hàng(?: [\w]+){0,2}", r"thủ tướng(?: chính phủ)?", r"chính phủ", r"quốc hội", r"(?:hội (?:liên hiệp )?(?:phụ nữ|nông dân|chữ thập đỏ|cựu chiến binh)|đoàn thanh niên|đoàn phường|mặt trận(?: tổ quốc)?)(?: (?:phường|xã|tỉnh))?", r"trạm y tế",
    r"ban (?:kinh tế|pháp chế|chỉ huy|điều hành|đại diện|phụ huynh)(?:(?: -)? [\w]+){0,4}", r"xí nghiệp", r"cảng vụ", r"(?:(?:trạm|đồn)(?: kiểm soát)? )?biên phòng", r"trạm trưởng(?: y tế)?", r"trưởng chuyến", r"trạm (?:chăn nuôi|kiểm ngư|thú y)(?: [\w]+){0,4}", r"bộ chỉ huy quân sự(?: tỉnh)?", r"văn phòng [\w]+(?: [\w]+){0,2}", r"nhân viên thú y(?: (?:phường|xã))?", r"quỹ [\w]+(?: [\w]+){0,2}",
    r"cá nhân", r"(?<!, )phường(?= (?:là nơi|duyệt|phê duyệt|quyết định|ban hành|thu|chi trả))", r"tỉnh(?= (?:duyệt|phê duyệt|quyết định|ban hành|chi trả))", r"xã(?= (?:duyệt|phê duyệt|quyết định|ban hành|thu))",
)  # fmt: skip
_ACTS: tuple[tuple[Act, Phrases], ...] = (
    ("receive", Phrases(r"nộp (?:hồ sơ|đơn|giấy tờ|ý kiến|tờ khai)?[^.;,]{0,90}?(?:tại|ở|cho|về|đến|lên)(?= )", r"gửi (?:hồ sơ|đơn|ý kiến)?[^.;,]{0,20}?(?:tại|ở|cho|về|đến|lên)(?= )", r"gửi(?= ban| ubnd| sở)", r"tiếp nhận", r"nhận hồ sơ", r"đăng ký[^.;,]{0,30}? tại", r"đóng tại", r"làm thủ tục tại", r"góp ý[^.;,]{0,30}? (?:tại|về)")),
    ("decide", Phrases(r"(?<!được )phê duyệt", r"(?<!được )(?<!phê )duyệt", r"quyết(?= mức)", r"quyết định(?! (?:số|này|của|về|mới|cũ|trên|nào|hưởng|phạt|thu hồi|\d))", r"xét duyệt", r"chấp thuận", r"cho phép", r"cấp phép", r"chốt")),
    ("issue", Phrases(r"ban hành", r"ra quyết định", r"ký quyết định", r"thông qua")),
    ("grant", Phrases(r"(?<!đề nghị )(?<!được )cấp(?: đổi| lại| mới)?(?= (?:giấy|sổ|thẻ|phép|bản sao|biển|mã số))")),
    ("verify", Phrases(r"thẩm định", r"kiểm tra danh sách", r"kiểm tra(?= hồ sơ)", r"rà soát", r"xác minh")),
    ("collect", Phrases(r"tổ chức thu", r"thu tiền", r"thu phí", r"thu thay", r"đơn vị thu(?! gom)", r"thu(?= (?:rồi|hộ|tận|và|của|các|qua))", r"trực tiếp thu", r"đứng ra thu", r"nơi thu")),
    ("pay", Phrases(r"chi trả", r"chuyển khoản", r"chi hỗ trợ")),
    ("run", Phrases(r"(?<!đã )chủ trì(?! (?:cuộc|buổi|hội nghị|phiên|lễ))", r"tổ chức(?= (?:lễ|hội|thực hiện|bốc thăm|đấu giá))", r"chịu trách nhiệm")),
    ("publish", Phrases(r"niêm yết", r"công bố")),
    ("sign", Phrases(r"ký(?! (?:gửi|túc|hiệu|quỹ|kết quả|trước))")),
    ("list", Phrases(r"lập(?= (?:danh sách|biên bản|hồ sơ))")),
    ("confirm", Phrases(r"(?<!giấy )(?<!bản )(?<!tờ )xác nhận", r"công nhận", r"bình xét", r"thẩm tra")),
    ("answer", Phrases(r"trả lời", r"giải quyết(?= (?:khiếu nại|đơn|phản ánh))")),
    ("watch", Phrases(r"giám sát", r"phụ trách", r"quản lý(?= việc)")),
    ("accept", Phrases(r"nhận(?= (?:tiền|đơn|hồ sơ|khiếu nại|phản ánh|ủng hộ))")),
    ("lend", Phrases(r"cho(?: \w+){0,3} vay", r"cho vay")),
    ("choose", Phrases(r"(?<!tự )(?<!được )chọn(?! (?:một|cách))")),
    ("inspect", Phrases(r"(?<!kết quả )(?<!giấy )kiểm tra(?! (?:danh sách|hồ sơ))")),
    ("arrange", Phrases(r"xếp(?= (?:lớp|lịch|chỗ))")),
    ("score", Phrases(r"chấm điểm")),
    ("keep", Phrases(r"giữ(?= (?:quỹ|tiền|sổ))", r"quỹ[^.;,]{2,30}(?=do )")),
    ("assess", Phrases(r"định giá", r"xác định giá")),
    ("consider", Phrases(r"(?<!được )xét(?! (?:nghiệm|duyệt|xử|lý))")),
    ("operate", Phrases(r"vận hành")),
    ("treat", Phrases(r"xử trí")),
    ("punish", Phrases(r"xử phạt", r"quyết định phạt", r"ký phạt", r"ra quyết định phạt")),
    ("preside", Phrases(r"làm chủ tịch", r"đứng đầu")),
    ("charge", Phrases(r"(?<!việc )(?<!danh mục )thu(?! (?:gom|hồi|nhập|hút|xếp|hoạch|hộ))")),
)  # fmt: skip
_STOP = re.compile(r"[;.\n:]|,\s(?!phường|tổ|xã|hạ|khoa|văn|thể)")
_TAIL = re.compile(
    r"\s(?:đến|hết|ngày|khi|nếu|mới|nên|là|sẽ|đã|đang|được|có|không|thì|trước|từ|sau|trong|theo|chịu|phê|duyệt|quyết|thẩm|thu|nộp|tiếp|ban hành|kiểm|ra|nơi|hoặc|hay|để|và|vào|tổ chức|cho|về|của người|cấp|công bố|rà|xác|niêm|chủ trì|chuyển|chi|xếp|chấm|chọn|giữ|xét|trả|giám sát|lập|ký|vận hành|định giá|tuyển|nấu|tiêm|xử|cho vay|xep|cham|chon|giu|xet|giam sat|lap|ky|van hanh|dinh gia|tuyen|cap|thu|nop|la|duyet|quyet|kiem tra).*$"
)


@dataclass(frozen=True, slots=True)
class Doing:
    """An office and what it does, as a text says it."""

    act: Act
    office: str
    key: frozenset[str]
    span: Span
    denied: bool
    at: Span
    """where the act itself stands"""


@remembered
def doings(reading: Reading) -> list[Doing]:
    """Acts with the office that does them: to the left of the act, to its right after "do", "tại", "cho"."""
    found: list[Doing] = []
    for start, end in _sentences(reading):
        offices = [(span, reading.text[slice(*span)]) for span in _offices(reading, start, end)]
        for act, phrases in _ACTS:
            for match in phrases.finditer(reading, start, end):
                found += _agents(reading, act, match.span(), offices, start)
    return found


_DENIED = re.compile(r"(?:không|chưa|khong|chua)(?: (?!chỉ|chi)\w+)?\s*$")


def _agents(reading: Reading, act: Act, at: Span, offices: list[tuple[Span, str]], start: int) -> list[Doing]:
    denied = _DENIED.search(reading.key[max(start, at[0] - 16) : at[0]]) is not None
    left = [(s, t) for s, t in offices if s[1] <= at[0] + 1 and not _STOP.search(reading.text, s[1], at[0])]
    right = [(s, t) for s, t in offices if s[0] >= at[1] - 1 and s[0] - at[1] <= 6]
    through = re.match(r"[^.;]{0,40}?\s(?:do|bởi|tại|ở|cho|về|qua|là|la)\s", reading.key[at[1] :])
    after = [(s, t) for s, t in offices if s[0] >= at[1]]
    if act == "receive" and reading.key[at[0] : at[1]] not in ("tiếp nhận", "nhận hồ sơ", "tiep nhan", "nhan ho so"):
        chosen = right[:2]
    elif left:
        chosen = left[-1:]
    elif through:
        chosen = after[:1]
    else:
        chosen = right[:1]
    return [
        Doing(act, text, key_of(text), span, denied or _DENIED.search(reading.key[start : span[0]]) is not None, at)
        for span, text in chosen
        if text
    ]


def _offices(reading: Reading, start: int, end: int) -> list[Span]:
    """Where offices are named; a name that ran into the next words is cut, and what follows is read again."""
    found, at = [], start
    while (match := _OFFICE.first(reading, at, end)) is not None:
        name = _trim(reading.text[slice(*match)])
        if name:
            found.append((match[0], match[0] + len(name)))
        at = match[0] + max(1, len(name))
    return found


@remembered
def office_spans(reading: Reading) -> list[Span]:
    """Where offices are named in a text."""
    return _offices(reading, 0, len(reading.text))


def named_offices(reading: Reading, start: int, end: int) -> list[frozenset[str]]:
    """The offices named between two offsets."""
    found = [key_of(reading.text[slice(*span)]) for span in _offices(reading, start, end)]
    return [key for key in found if key]


def _sentences(reading: Reading) -> list[Span]:
    cuts = [0] + [m.end() for m in re.finditer(r"[;\n]|[.!?](?=\s|$)", reading.text)] + [len(reading.text)]
    return [(a, b) for a, b in itertools.pairwise(cuts) if b > a]


def _trim(text: str) -> str:
    return _TAIL.sub("", text).rstrip(" ,")


_LEVELS = {"phuong": "xa", "xa": "xa", "tinh": "tinh"}
_SAME = (
    ("uy ban nhan dan", "ubnd"),
    ("hoi dong nhan dan", "hdnd"),
    ("to dan pho", "khu pho"),
    ("chu tich ubnd", "ubnd"),
    ("chu tich phuong", "ubnd phuong"),
    ("chu tich xa", "ubnd xa"),
    ("chu tich tinh", "ubnd tinh"),
    ("chinh quyen", "ubnd"),
)


def key_of(office: str) -> frozenset[str]:
    """The words that tell offices apart; names of places are left to the place slot."""
    text = fold_keep(re.sub(r"(?i)\bphó\b", "deputy", office)).lower()
    for long, short in _SAME:
        text = text.replace(long, short)
    words = [
        w for w in re.findall(r"\w+", text) if w not in ("cac", "cua", "noi", "va", "cap", "don", "vi", "to", "chuc")
    ]
    if words and words[0] in ("phuong", "xa", "tinh"):
        words.insert(0, "ubnd")
    return frozenset(_LEVELS.get(w, w) for w in words)


def same_office(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two names can be one office: one is contained in the other but for its level."""
    small, large = sorted((a, b), key=len)
    levels = {"xa", "tinh"}
    if ("deputy" in a) != ("deputy" in b):
        return False
    if (a & levels) and (b & levels) and not a & b & levels:
        return False
    core_small, core_large = small - levels, large - levels
    return bool(core_small & core_large) and len(core_small & core_large) >= 0.7 * len(core_small)


def _same_thing(said: Reading, mine: Doing, rule: Reading, theirs: Doing) -> bool:
    """Whether both do it to one thing: most words of the shorter part around the act, the offices apart, are common."""
    a, b = (_object(r, d) for r, d in ((said, mine), (rule, theirs)))
    common = {t.key for t in a} & {t.key for t in b}
    return bool(common) and max(share(a, b), share(b, a)) >= 0.6


def _object(reading: Reading, doing: Doing) -> tuple[Term, ...]:
    """What is around an act between commas and full stops, without the offices named there."""
    start, end = reading.clause_of(doing.at[0])
    taken = [m.span() for m in _OFFICE.finditer(reading, start, end)] + [doing.at]
    return tuple(
        t for t in reading.terms_in(start, end) if t.weight >= PLAIN and not any(a <= t.span[0] < b for a, b in taken)
    )


_FREE_OBJECT = frozenset({"receive", "collect", "decide", "issue", "verify", "run", "pay", "publish"})
"""acts of which a passage seldom names two: their object need not be named twice"""


def other_office(said: Reading, rule: Reading) -> tuple[Difference, float] | None:
    """The claim lets one office act where the passage names another for the same act."""
    mine, theirs = doings(said), doings(rule)
    for one in mine:
        if one.denied:
            continue
        acts = [t for t in theirs if t.act == one.act]
        same = [t for t in acts if _same_thing(said, one, rule, t)]
        acts = same or (acts if one.act in _FREE_OBJECT else [])
        allowed = [t for t in acts if not t.denied]
        barred = [t for t in acts if t.denied and same_office(one.key, t.key)]
        if any(same_office(one.key, t.key) for t in allowed):
            continue
        target = barred[0] if barred else (allowed[0] if allowed else None)
        if target is None:
            continue
        code: Code = "procedure_mismatch" if one.act == "receive" else "authority_mismatch"
        official = allowed[0] if allowed else target
        about = share(said.terms, rule.terms)
        return Difference(code, one.office, official.office, one.span, official.span), about
    return None
