"""What an article itself asserts: sentences cut into clauses, without what it only quotes, asks, denies or reports.

A protected item has no claims (CHARTER rule 4). Words of a resident, a rumour, a question or a guess are not the
outlet's; words of an office or a document that the outlet passes on are.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from pipeline.check.reading import Phrases, Reading
from pipeline.language.places import Gazetteer
from pipeline.language.quotes import OFFICIAL, quotes
from pipeline.language.segment import sentences
from pipeline.language.values import document_numbers
from pipeline.records import Article, Claim, Span, Tags, Value

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
SILENT_TYPES = frozenset({"opinion_criticism", "complaint", "question", "satire", "advertisement", "credible_threat"})

_QUOTE = re.compile(r"“[^”]{1,600}”|\"[^\"\n]{1,600}\"|«[^»]{1,600}»|‘[^’]{1,600}’")
_SPLIT = re.compile(r";\s+|,\s+(?=(?:còn|riêng|nhưng|song|trong khi|tuy nhiên)\s)")
_COMMA = re.compile(r",\s+")
_OPENING = re.compile(
    r"\s*(?:(?:Thứ (?:nhất|hai|ba|tư|năm)|Một là|Hai là|Ba là|Bốn là|Theo đó|Cụ thể|Ngoài ra|Bên cạnh đó|Đồng thời)\s*[,:]\s*(?:về [^:.]{1,30}:\s*)?)"
)
LEAD = 300
"""characters of the first sentence that every later claim is read with"""
_RUBRIC = re.compile(r"^[A-ZĐÀ-Ỹ ]{4,20}:\s*")
"""the heading of a column before the headline ("RAO VẶT: …")"""
_SCARE_WORDS = 5
"""a quotation of so few words colours a word and reports nobody"""

_OFFICIAL = Phrases(
    r"ubnd", r"u[ỷỶủ]y? ban", r"ủy ban nhân dân", r"uỷ ban nhân dân", r"hđnd", r"hội đồng nhân dân", r"(?<!cơ )sở", r"phòng", r"chi cục",
    r"cục", r"bộ", r"công an", r"trung tâm", r"ban quản lý", r"bảo hiểm xã hội", r"thuế", r"công ty", r"đội quản lý", r"điện lực",
    r"thông cáo", r"thông báo", r"quyết định", r"nghị quyết", r"kế hoạch", r"hướng dẫn", r"công văn", r"văn bản", r"dự thảo", r"chỉ thị",
    r"quy định", r"phường", r"xã", r"tỉnh", r"cán bộ", r"lãnh đạo", r"chủ tịch", r"ban tổ chức", r"chủ đầu tư", r"nhà trường",
)  # fmt: skip
_SAYING = Phrases(
    r"nói(?! rõ)", r"kể(?! cả| từ| trên| luôn)", r"cho biết", r"cho hay", r"cho rằng", r"chia sẻ", r"tâm sự", r"than", r"thở ra", r"bảo(?! hiểm| vệ| trì| đảm| an| tàng| quản| hành| mật| tồn)", r"lo(?: rằng)?",
    r"nhận định", r"nhẩm tính", r"tính rằng", r"phàn nàn", r"thắc mắc", r"bày tỏ", r"khẳng định", r"khuyên", r"mong", r"hy vọng", r"theo lời",
    r"thừa nhận", r"cảnh báo", r"đề nghị", r"kiến nghị", r"hứa", r"rao",
)  # fmt: skip
_RUMOUR = Phrases(
    r"nghe nói", r"nghe đồn", r"nghe đâu", r"đồn(?: đoán| rằng| thổi| thành)?", r"tin đồn", r"lời đồn", r"truyền tai(?: nhau)?",
    r"truyền nhau", r"lan truyền", r"rỉ tai", r"có tin", r"xôn xao", r"nhiều người (?:nói|kể|bảo|cho rằng|nghĩ|tưởng|lo)",
    r"có người (?:nói|kể|bảo|cho rằng|còn)", r"người nói",
)  # fmt: skip
_DENIAL = Phrases(
    r"bác(?: bỏ)? tin", r"bác bỏ", r"không có chuyện", r"không có việc", r"phủ nhận", r"là tin (?:sai|đồn|giả)", r"không đúng",
    r"chưa chính xác", r"không hề", r"làm gì có",
)  # fmt: skip
_REFUTED = Phrases(
    r"(?:điều (?:này|đó)|con số (?:này|đó)|thông tin (?:này|đó|trên)|tin (?:này|đó)|việc (?:này|đó)) (?:là )?(?:không|chưa) (?:đúng|chính xác|có thật)",
    r"là tin (?:sai|đồn|giả|bịa)",
    r"không có thật",
    r"là không đúng",
    r"là chưa chính xác",
)
_GUESS = Phrases(
    r"nhiều khả năng", r"có lẽ", r"dự báo", r"chắc", r"biết đâu", r"ước gì", r"giá mà", r"giá như", r"mong sao", r"hy vọng",
    r"theo (?:một )?(?:chuyên gia|luật sư|nhà nghiên cứu)", r"giới (?:tư vấn|chuyên gia)", r"(?:nên|cần) (?:hoãn|xem lại)",
)  # fmt: skip
_RESIDENT = Phrases(
    r"(?:một|nhiều|vài|bảy|ba|hai|năm|mấy|các) (?:người|chủ|bà|ông|anh|chị|cô|chú|bác|cụ|hộ|tiểu thương|hành khách|phụ huynh|diêm dân|"
    r"ngư dân|nông dân|môi giới|đại lý|thương lái|bạn đọc|chuyên gia|luật sư|khách|nhà vườn|tổ trưởng)",
    r"(?:bà|ông|anh|chị|cô|chú|bác) (?:chủ|nói|kể|cho)", r"người (?:phụ nữ|đàn ông|dân|mua|bán|nhà)", r"bạn đọc", r"dân mạng", r"ông tổ trưởng",
    r"bà chủ", r"ông chủ", r"giới", r"tiểu thương", r"diêm dân", r"họ", r"người này",
)  # fmt: skip
_VERB = Phrases(r"phải", r"được", r"có thể", r"nộp", r"đóng", r"miễn", r"hỗ trợ", r"thu", r"cấp", r"nghỉ", r"là")
_POINTS_BACK = Phrases(
    r"mức (?:này|đó|ấy|trên)", r"khoản (?:này|đó|ấy|trên)", r"diện (?:này|đó)", r"theo đó", r"con số (?:này|đó)", r"quy định (?:này|đó|trên)",
    r"chính sách (?:này|đó)", r"việc (?:này|đó)", r"số tiền (?:này|đó)", r"trong đó", r"các em", r"họ", r"nơi (?:này|đó)", r"lúc đó", r"thời gian này",
    r"giấy (?:này|đó)", r"đối tượng (?:này|đó)", r"nhóm (?:này|đó)", r"riêng",
)  # fmt: skip
_CHECKABLE = Phrases(
    r"gồm", r"đối tượng", r"phải", r"bắt buộc", r"buộc", r"cấm", r"không được", r"được", r"có thể", r"khuyến khích", r"miễn", r"không(?! (?:khí|gian|biết|thấy|muốn|hiểu|ngờ|khỏi|dám|nỡ|quân|sao|đành|chịu nổi))",
    r"chưa", r"áp dụng", r"có hiệu lực", r"ban hành", r"phê duyệt", r"duyệt", r"nộp", r"tiếp nhận", r"hồ sơ", r"trừ", r"kể cả", r"tất cả", r"mọi",
    r"toàn bộ", r"dự thảo", r"thay thế", r"bác", r"thu", r"dành", r"ưu tiên", r"cấp", r"tổ chức", r"diễn ra", r"nghỉ", r"mở cửa", r"dời", r"hoãn", r"giả",
    r"chờ", r"để (?:xây|làm|mở|dựng)", r"tự do", r"thoải mái", r"niêm yết", r"chuyển", r"giao", r"quyết định", r"phụ trách", r"chịu trách nhiệm", r"vẫn", r"đã", r"sẽ", r"là nơi", r"là đơn vị",
)  # fmt: skip


def claims(article: Article, tags: Tags, gazetteer: Gazetteer) -> list[Claim]:
    """The checkable clauses the outlet asserts, title first.

    None for protected items, satire and advertisements, and none where the tag room found nothing of local policy: what
    happens elsewhere shares words with a local rule, not its subject.
    """
    if tags.protected or tags.item_type in SILENT_TYPES:
        return []
    if not tags.about_local_policy and tags.ground is None:
        return []
    moment = article.updated or article.published or article.first_seen
    day = moment.astimezone(LOCAL).date()
    found: list[Claim] = []
    near: dict[str, tuple[str, ...]] = {}
    for text, start, context in _clauses(article, day, gazetteer, scam=tags.item_type == "scam_impersonation"):
        named = gazetteer.units(text, day)
        if context not in near:
            near[context] = gazetteer.units(context, day)
        around = (*near[context], *tags.places)
        places = named or tuple(dict.fromkeys(around))
        key = hashlib.sha256(f"{article.id}\x1f{start}\x1f{text}".encode()).hexdigest()[:16]
        resolved = f"{context}. {text}" if context else text
        found.append(Claim(key, article.id, text, start, resolved, day, tuple(places), tags.topic))
    return found


def _clauses(article: Article, day: dt.date, gazetteer: Gazetteer, *, scam: bool) -> Iterator[tuple[str, int, str]]:
    """(clause, offset or -1, context) of the title and then of every sentence."""
    title = article.title.strip()
    before = ""
    first = next(iter(sentences(article.text)), (0, 0))
    lead = article.text[first[0] : min(first[1], first[0] + LEAD)].rstrip(" .")
    # the name of a lure demands nothing yet: it is a claim as any other headline is
    if title and _asserted(Reading(_RUBRIC.sub("", title), day, gazetteer), "", scam=False):
        for a, b in _split_title(Reading(title, day, gazetteer)):
            yield title[a:b].strip(" ,;.:"), -1, f"{title}. {lead}"
    told = [q.span for q in quotes(article.text) if q.direct and q.role not in OFFICIAL]
    numbers = document_numbers(article.text)
    for start, end in sentences(article.text):
        sentence = article.text[start:end]
        reading = Reading(sentence, day, gazetteer)
        within = any(a <= start + 1 and end - 1 <= b for a, b in told)  # one of several sentences that somebody says
        if (within and not scam) or not _asserted(reading, article.text[end : end + 1], scam=scam):
            before = sentence
            continue
        points_back = _POINTS_BACK.first(reading) is not None
        context = f"{title}. {before}" if points_back and before else title
        if start > first[0]:
            context = f"{context}. {lead}"
        cited = _last_cited(numbers, start)
        if cited and cited not in sentence:
            context = f"{context}. {cited}"
        for a, b in _split(reading):
            text = sentence[a:b].strip(" ,;.:")
            if len(text.split()) < 3:
                continue
            skipped = sentence[a:b].find(text)
            inherited = context if a == 0 else f"{context}. {sentence[:a].strip(' ,;')}"
            yield text, start + a + skipped, inherited
        before = sentence


_CITED_WITHIN = 1500
"""characters back from a sentence in which the paper it goes on to speak of was named"""


def _last_cited(numbers: list[Value], start: int) -> str:
    """The document number the article named last before an offset: what "quyết định", "mức này" go on to speak of."""
    found = [v.text for v in numbers if start - _CITED_WITHIN <= v.span[0] and v.span[1] <= start]
    return found[-1] if found else ""


def _asserted(reading: Reading, following: str, *, scam: bool) -> bool:
    """Whether the outlet itself says something checkable in this sentence."""
    text = reading.text.strip()
    if text.endswith(("?", "?”")) or len(text.split()) < 3:
        return False
    if scam:
        return True
    denied = _DENIAL.first(reading) is not None
    if _RUMOUR.first(reading) and not denied:
        return False
    if _GUESS.first(reading) or _REFUTED.first(reading):
        return False
    if _quoted_away(reading):
        return False
    return _CHECKABLE.first(reading) is not None or any(v.kind != "place" for v in reading.values)


_SOMEBODY = re.compile(r"(?:một|nhiều|vài|có|những|mấy|các|ba|bảy|hai|không ít)\s", re.IGNORECASE)


def _quoted_away(reading: Reading) -> bool:
    """Whether the sentence only passes on what somebody who is no office said."""
    if _DENIAL.first(reading) is not None:
        return False
    said = _SAYING.first(reading)
    official = _OFFICIAL.first(reading)
    resident = _RESIDENT.first(reading)
    for quote in _QUOTE.finditer(reading.text):
        inside = quote.group().strip('“”"«»‘’')
        if len(inside.split()) <= _SCARE_WORDS:
            continue
        outside = reading.text[: quote.start()] + " " + reading.text[quote.end() :]
        before = Reading(reading.text[: quote.start()])
        office = _OFFICIAL.first(Reading(outside)) is not None and _RESIDENT.first(before) is None
        if not office:
            return True
    if said is None:
        return False
    if resident is not None and resident[0] <= said[0]:
        return True
    if _SOMEBODY.match(reading.text) and (official is None or official[0] > said[0]):
        return True
    return official is None and re.match(r"(?:bà|ông|anh|chị|cô|họ)\b", reading.key) is not None


def _split_title(reading: Reading) -> list[Span]:
    """A headline of two statements ("Nước lên, trường nghỉ hai ngày"): the second stands alone when it holds the figures."""
    for match in re.finditer(r"[,:;]\s", reading.text):
        left, right = reading.text[: match.start()], reading.text[match.end() :]
        figures = [v for v in reading.values if v.kind not in ("place", "reference")]
        if (
            len(left.split()) >= 4
            and len(right.split()) >= 5
            and figures
            and all(v.span[0] >= match.end() for v in figures)
            and _VERB.first(reading, match.end())
        ):
            return [(match.end(), len(reading.text))]
    return [(0, len(reading.text))]


_SUBJECT = re.compile(r"(?:kết quả|thời hạn|thời gian|mức|giá|phí|lệ phí|hồ sơ|tiền|học phí|số tiền|tổng|người|hộ)\s")


_INNER = re.compile(r"(?<!\w)(?:thôn|khu phố|tổ dân phố|ấp|buôn|đường|chợ|bến|cảng)(?:\s[A-ZĐÀ-Ỹ\d][^\s,;.]*){1,5}$")
_OUTER = re.compile(r"(?:xã|phường|thị trấn|đặc khu|huyện|thị xã|thành phố|tỉnh)\s(?=[A-ZĐÀ-Ỹ\d])")


def _address(text: str, comma: Span) -> bool:
    """Whether a comma stands within an address ("thôn Sơn Hải, xã Phước Dinh"): what follows begins no clause."""
    return _OUTER.match(text, comma[1]) is not None and _INNER.search(text, max(0, comma[0] - 60), comma[0]) is not None


def _split(reading: Reading) -> list[Span]:
    """Clauses of a sentence: at semicolons, before "còn"/"riêng", and at a comma between two figures of one kind."""
    opening = _OPENING.match(reading.text)
    cuts = [opening.end() if opening else 0]
    for match in _SPLIT.finditer(reading.text):
        cuts.append(match.end())
    commas = [m for m in _COMMA.finditer(reading.text, cuts[0]) if not _address(reading.text, m.span())]
    kinds = ("money", "percent", "number", "area", "duration", "age")
    figures = [v for v in reading.values if v.kind in kinds] if commas else []
    for match in commas:
        left = [v for v in figures if cuts[0] <= v.span[0] < match.start()]
        right = [v for v in figures if v.span[0] >= match.end()]
        here = [v for v in left if v.span[0] >= max(c for c in cuts if c <= match.start())]
        same = {v.kind for v in here} & {v.kind for v in right[:1]} & {"money", "percent"}
        words_right = reading.text[match.end() :].split()
        own = len(words_right) >= 4 and bool(right) and right[0].span[0] - match.end() > 8
        telling = bool(right) and sum(t.weight for t in reading.terms_in(match.end(), right[0].span[0])) >= 1.5
        telling = telling or _SUBJECT.match(reading.key, match.end()) is not None
        left_full = (
            bool(here) or _VERB.first(reading, max(c for c in cuts if c <= match.start()), match.start())
        ) and telling
        starts = re.match(
            r"(?:trong|tính|kể|chưa|đã|nhằm|từ|đến|tối đa|không|kèm|gồm|nếu|khi|với|do|vì|để|được|tổng|bằng)\b",
            reading.key[match.end() :],
        )
        if own and (same or (left_full and len(words_right) >= 6 and not starts)):
            cuts.append(match.end())
    quotes = [q.span() for q in _QUOTE.finditer(reading.text)]
    cuts = sorted({c for c in cuts if not any(a < c < b for a, b in quotes)})
    return list(zip(cuts, [*cuts[1:], len(reading.text)], strict=True))
