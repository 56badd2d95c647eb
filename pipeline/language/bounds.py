"""How tight a number is meant: tối đa, tối thiểu, từ … trở lên, dưới, khoảng, gần, hơn.

`dưới` and `chưa đến` come out as "max", `hơn` and `trên` as "over", `khoảng` and `gần` as "about" (see `compare` for what
each admits).
"""

from __future__ import annotations

import re
from typing import Literal

from pipeline.language.scan import Pattern, Scan

Bound = Literal["eq", "min", "max", "before", "until", "from", "about", "over"]

_FILL = r"(?: (?:là|bằng|đến|tới|được|chỉ|cho|còn|mức|tiền|thời hạn|thời gian|thời điểm|sau|thêm|tròn|đủ|lên|cũng|phải|khoảng|có|từ|ở mức|với mức|mỗi \w+|một \w+))*"
_STRETCH = r"(?: [^\W\d]+){0,7}? (?:là|không quá|đến|tới|bằng|còn|chỉ)"
_BEFORE: tuple[tuple[Pattern, Bound], ...] = (
    (Pattern(r"(?<!\w)(?:trên dưới|hơn kém)" + _FILL + " $"), "about"),
    (Pattern(r"(?<!\w)không (?:dưới|ít hơn|thấp hơn|nhỏ hơn|kém)" + _FILL + " $"), "min"),
    (
        Pattern(
            r"(?<!\w)(?:không (?:quá|vượt quá|vượt|hơn|cao hơn|lớn hơn|nhiều hơn|được quá)|chưa (?:quá|đến|tới|đầy|đủ|tròn)|(?:ít|thấp|nhỏ|rẻ) hơn|dưới|kịch trần|mức trần|giá trần)"
            + _FILL
            + " $"
        ),
        "max",
    ),
    (
        Pattern(
            r"(?<!\w)(?:tối đa|nhiều nhất|cao nhất|lớn nhất|chậm nhất|lâu nhất|dài nhất)(?:"
            + _STRETCH
            + ")?"
            + _FILL
            + " $"
        ),
        "max",
    ),
    (
        Pattern(
            r"(?<!\w)(?:tối thiểu|ít nhất|ít ra|thấp nhất|nhỏ nhất|chí ít|mức sàn)(?:" + _STRETCH + ")?" + _FILL + " $"
        ),
        "min",
    ),
    (
        Pattern(
            r"(?<!\w)(?:hỗ trợ|phạt|phạt tiền|thưởng|vay|lên|giảm|tặng|bồi thường|hưởng|dài)(?: mức)? (?:đến|tới) (?:mức )?$"
        ),
        "max",
    ),
    (
        Pattern(
            r"(?<!\w)(?:hơn|(?<!\d )trên|quá(?<!qua)(?<!không quá)|vượt|vượt quá|vượt mức|ngoài|nhiều hơn|cao hơn|lớn hơn)(?: (?:mức|đến|tới|cả|ngưỡng|thời hạn|thời gian))? $"
        ),
        "over",
    ),
    (
        Pattern(
            r"(?<!\w)(?:(?<!trong )khoảng|gần|ngót nghét|xấp xỉ|ước tính|ước khoảng|ước đạt|ước|chừng(?<!chung)|cỡ(?<!co)|tầm(?<!tam)|ngót|quãng|áng chừng|phỏng chừng|vào khoảng|xêm xêm)(?: (?:là|tới|đến|bằng|trên dưới|từ))? $"
        ),
        "about",
    ),
    (Pattern(r"(?<!\w)từ(?: đủ| khoảng| mức| trên)? $"), "min"),
)
_FROM = Pattern(r"(?<!\w)từ(?: đủ| khoảng| mức| trên)? $")
_MOVED = Pattern(r"(?<!\w)(?:tăng|giảm|nâng|hạ|điều chỉnh|thay đổi|chuyển|lùi|cách)(?: [^\W\d]+){0,3} từ $")
_AFTER: tuple[tuple[Pattern, Bound], ...] = (
    (Pattern(r"^(?: [^\W\d]+){0,2}? ?(?:trở lên|đổ lên|trở ra)(?!\w)"), "min"),
    (Pattern(r"^(?: [^\W\d]+){0,2}? ?(?:trở xuống|trở lại|đổ lại|đổ xuống)(?!\w)"), "max"),
)
_MOVES_AFTER = Pattern(r"^(?: ?/ ?\w+)*(?: (?:nâng|tăng|giảm|hạ|rút|tụt))? (?:lên|xuống|còn|thành|sang)(?!\w)")


def of(scan: Scan, start: int, end: int) -> Bound:
    """The bound of the number at [start, end)."""
    after = scan.body[end : end + 32]
    for pattern, bound in _AFTER:
        if pattern.of(scan).search(after):
            return bound
    before = scan.before(start, 72)
    before = re.split(r"[.;:](?= )|[,(](?= )", before)[-1]
    for pattern, bound in _BEFORE:
        if pattern.of(scan).search(before):
            if (
                bound == "min"
                and _FROM.of(scan).search(before)
                and (_MOVED.of(scan).search(before) or _MOVES_AFTER.of(scan).search(after))
            ):
                return "eq"
            return bound
    return "eq"
