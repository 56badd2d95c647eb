"""Clock times: "6 giờ 30", "18h", "7:30", "8 giờ tối", "bảy giờ rưỡi", "9 giờ kém 15", and ranges of them.

"giờ" is also a span of time ("ùn ứ ba giờ", "trong 24 giờ"): words before and after decide, digits lean to the clock
and words to the span.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.language.normalise import unmarked
from pipeline.language.numbers import from_words, to_words
from pipeline.language.scan import Pattern, Scan


@dataclass(frozen=True, slots=True)
class TimeFound:
    """A clock time, or a range of two, at [start, end) of the line."""

    start: int
    end: int
    value: str | tuple[str, str]
    bound: Literal["eq", "before", "until", "from", "about", "over"]
    sure: bool = True


_WORDS = "|".join(sorted((to_words(n) for n in range(1, 25)), key=len, reverse=True))
_PART = r"sáng|trưa|chiều|tối|đêm|khuya|rạng sáng"
_CLOCK = Pattern(
    rf"(?<![\w,/:])(?<!\d\.)(?:(?P<h>\d{{1,2}}|{_WORDS}) giờ(?: (?P<less>kém) (?P<k>\d{{1,2}}|mười lăm|mười|năm|hai mươi)|"
    rf"(?: (?P<m>[0-5]\d|[0-9](?! (?:triệu|nghìn|đồng|ngày|người|tháng))|rưỡi|ba mươi|mười lăm|bốn mươi lăm|hai mươi|mười))(?![\d.,]\d)(?: phút)?(?!\w))?|"
    r"(?P<h2>\d{1,2}) ?(?:h|(?P<g>g))(?: (?P<less2>kém) (?P<k2>\d{1,2})|(?: ?(?P<m2>[0-5]\d))?(?:'|p)?)(?!\w)|(?P<h3>[01]?\d|2[0-4]):(?P<m3>[0-5]\d)(?!\w|:\d)|"
    rf"(?P<h4>\d{{1,2}}|{_WORDS}) (?P<m4>rưỡi)(?= (?:{_PART})(?!\w)))"
    rf"(?: (?P<part>{_PART})(?! (?:mai|nay|qua)))?"
)
_G_BEFORE = re.compile(r"\d ?[gh](?:\d\d)? ?(?:-|đến|tới|den|toi) ?$")
_G_AFTER = re.compile(r" ?(?:-|đến|tới|den|toi) ?\d{1,2} ?[gh](?!\w*[a-z])")
_LINK = Pattern(r"^ ?(?:-|đến|tới|cho đến)(?: (?:khoảng|hết|trước))? ?$")
_MOVES = Pattern(r" (?:sang|lên|xuống|thành)(?: \w+)? \d")
_PART_BEFORE = Pattern(rf"(?<!\w)(?P<part>{_PART})(?: (?:nay|mai|qua))?(?: (?:lúc|từ|khoảng|vào))*:? ?$")
_CLOCK_BEFORE = Pattern(
    r"(?<!\w)(?:lúc|vào|từ|đến|tới|trước|hồi|mốc|khung giờ|giờ|sáng|trưa|chiều|tối|đêm|nay|mai|khuya|và|-|quá|khoảng) ?$"
)
_CLOCK_AFTER = Pattern(
    r"^,? ?(?:sáng|trưa|chiều|tối|đêm|khuya|rạng|ngày|hôm|cùng ngày|mỗi ngày|hằng ngày|hàng ngày|thứ|đến|tới|-|\()"
)
_SPAN_BEFORE = Pattern(
    r"(?<!\w)(?:trong|suốt|mất|kéo dài|gần|hơn|không quá|tối đa|tối thiểu|thêm|chậm|chờ|sau|ít nhất|dài|hết|tổng cộng|cách|trên|dưới|trong vòng|"
    r"chưa đầy|mỗi|được|đợi|chạy|đi|ngủ|làm|học) ?$"
)
_SURE_SPAN = Pattern(
    r"(?<!\w)(?:trong|suốt|mất|kéo dài|gần|hơn|không quá|tối đa|tối thiểu|chậm|trễ|muộn|sớm|hoãn|lùi|dài|tổng cộng|chưa đầy|hết) ?$"
)
_SPAN_AFTER = Pattern(
    r"^ ?(?:liền|đồng hồ|liên tục|làm việc|qua|nữa|trước|sau|bay|đi|mỗi|một|một ngày|công|bơm|máy|học)(?!\w)"
)
_BOUNDS: tuple[tuple[Pattern, Literal["before", "until", "from", "about", "over"]], ...] = (
    (Pattern(r"(?<!\w)trước ?$"), "before"),
    (
        Pattern(
            r"(?<!\w)(?:đến|tới|hết|chậm nhất|muộn nhất|không quá|hạn(?: chót| cuối)?(?: [^\W\d_]+){0,3}(?: là| đến| vào|:))(?: lúc| là| hết| vào)* ?$"
        ),
        "until",
    ),
    (Pattern(r"(?<!\w)(?:từ|kể từ|bắt đầu)(?: lúc)? ?$"), "from"),
    (Pattern(r"(?<!\w)sau ?$"), "over"),
    (Pattern(r"(?<!\w)(?:khoảng|chừng(?<!chung)|tầm(?<!tam)|gần) ?$"), "about"),
    (Pattern(r"(?<!\w)(?:hơn|quá) ?$"), "over"),
)


def times(scan: Scan) -> list[TimeFound]:
    """Every clock time of the line, in order; spans of time are left for `quantities`."""
    body = scan.body
    if not ("h" in body or ":" in body or "g" in body):
        return []
    single: list[tuple[int, int, str, str | None]] = []
    for m in _CLOCK.of(scan).finditer(body):
        part = unmarked(m["part"]) if m["part"] else None
        clock = _clock(m, part or _part_before(scan, m.start()))
        if clock and scan.free(*m.span()) and _is_clock(scan, m):
            single.append((m.start(), m.end(), clock, part))
    found: list[TimeFound] = []
    place = 0
    while place < len(single):
        start, end, value, _ = single[place]
        following = single[place + 1] if place + 1 < len(single) else None
        if following and _LINK.of(scan).search(body[end : following[0]]):
            found.append(TimeFound(start, following[1], (value, following[2]), "eq"))
            place += 2
        else:
            found.append(
                TimeFound(start, end, value, "eq" if _MOVES.of(scan).match(body, end) else _bound(scan, start))
            )
            place += 1
        scan.take(found[-1].start, found[-1].end)
    return found


def _clock(match: re.Match[str], part: str | None) -> str | None:
    hour_text = match["h"] or match["h2"] or match["h3"] or match["h4"]
    minute_text = match["m"] or match["m2"] or match["m3"] or match["m4"] or "0"
    hour = int(hour_text) if hour_text.isdigit() else int(from_words(hour_text) or 0)
    minute = (
        30
        if minute_text in ("rưỡi", "ruoi")
        else int(minute_text)
        if minute_text.isdigit()
        else int(from_words(minute_text) or 0)
    )
    if minutes_to := match["k"] or match["k2"]:
        less = int(minutes_to) if minutes_to.isdigit() else int(from_words(minutes_to) or 0)
        hour, minute = hour - 1, 60 - less
    if not 0 <= hour <= 24 or not 0 <= minute < 60 or (hour == 24 and minute):
        return None
    if part and (
        (part in ("chieu", "toi") and 1 <= hour <= 11)
        or (part in ("dem", "khuya") and 7 <= hour <= 11)
        or (part == "trua" and hour in (1, 2))
    ):
        hour += 12
    if part in ("dem", "khuya") and hour == 12:
        hour = 24
    return f"{hour:02d}:{minute:02d}"


def _part_before(scan: Scan, start: int) -> str | None:
    found = _PART_BEFORE.of(scan).search(scan.before(start, 24))
    return unmarked(found["part"]) if found else None


def _is_clock(scan: Scan, match: re.Match[str]) -> bool:
    """Whether the words mean a point on the clock and not a span of time."""
    if match["h3"] or match["h4"]:
        return True
    if match["g"] and not (match["m2"] or match["part"]):  # "7g đến 11g30", but "250 g"
        return bool(_G_BEFORE.search(scan.before(match.start(), 12)) or _G_AFTER.match(scan.body, match.end()))
    before, after = scan.before(match.start(), 16), scan.body[match.end() : match.end() + 16]
    if re.match(r" ?/ ?(?:ngày|ngay|tuần|tuan|tháng|thang|ca|buổi)", after):
        return False  # "8 giờ/ngày"
    if match["h"] and match["m"] and "ph" in match.group() and _SURE_SPAN.of(scan).search(before):
        return False  # "kéo dài 2 giờ 30 phút"
    if match["part"] or match["m"] or match["m2"] or match["less"] or match["less2"]:
        return True
    hour = match["h"] or match["h2"] or ""
    if hour.isdigit() and 19 <= int(hour) <= 23 and re.search(r"(?<!\w)sau $", before):
        return not re.match(r" (?:kể|ke|liên|lien|bay|chờ|cho|đồng|dong)", after)  # "sau 22 giờ không hát karaoke"
    if _SPAN_AFTER.of(scan).search(after) or _SPAN_BEFORE.of(scan).search(before):
        return bool(_CLOCK_AFTER.of(scan).search(after)) and not _SPAN_AFTER.of(scan).search(after)
    if re.search(r"(?:trước|truoc) $", before) and re.match(r" (?:qua|bằng|trên|khi|bang|tren)", after):
        return False  # "báo lại trước 24 giờ qua tin nhắn"
    if _CLOCK_BEFORE.of(scan).search(before) or _CLOCK_AFTER.of(scan).search(after):
        return True
    return match["h2"] is not None or (match["h"] or "").isdigit()


def _bound(scan: Scan, start: int) -> Literal["eq", "before", "until", "from", "about", "over"]:
    before = scan.before(start, 32)
    part = _PART_BEFORE.of(scan).search(before)
    if part and part.end() == len(before) and not re.search(r"(?:lúc|từ|khoảng|vào|luc|tu|khoang|vao):? ?$", before):
        before = before[: part.start()]
    for pattern, bound in _BOUNDS:
        if pattern.of(scan).search(before):
            return bound
    return "eq"
