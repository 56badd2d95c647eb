"""From when to when a paper holds, and which papers it replaces: read from its own clauses on effect."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from pipeline.extract.papers.structure import Found

_DAY = r"(?:ngày\s*)?(\d{1,2})\s*(?:tháng|[/.\-])\s*(\d{1,2})\s*(?:năm|[/.\-])\s*(\d{4})"
_EFFECT = re.compile(
    rf"(?:có hiệu lực|hiệu lực (?:thi hành|áp dụng)|được áp dụng|áp dụng(?: thực hiện)?|thực hiện|"
    rf"thời gian thí điểm)(?:\s+thi hành)?[^.;]{{0,40}}?"
    rf"(?:kể\s+)?từ\s+(?:(ngày ký|ngày ban hành|ngày thông qua)|{_DAY})(?:[^.;]{{0,30}}?đến\s+(?:hết\s+)?{_DAY})?",
    re.IGNORECASE,
)
_OWN_NAMES = {
    "quyet_dinh": "quyết định|quy định|quy chế",
    "nghi_quyet": "nghị quyết|quy định|quy chế",
    "nghi_dinh": "nghị định",
    "thong_tu": "thông tư",
    "luat": "luật",
    "bo_luat": "bộ luật",
    "phap_lenh": "pháp lệnh",
    "thong_bao": "thông báo",
    "ke_hoach": "kế hoạch",
    "huong_dan": "hướng dẫn",
    "chi_thi": "chỉ thị",
    "hien_phap": "hiến pháp",
}
_PILOT = re.compile(r"thời gian thí điểm", re.IGNORECASE)
_UNTIL = re.compile(
    rf"(?:hết hiệu lực|có hiệu lực|có giá trị|áp dụng)[^.;]{{0,30}}?đến\s+(?:hết\s+)?{_DAY}", re.IGNORECASE
)
_REPLACES = re.compile(r"thay thế|bãi bỏ|hết hiệu lực|hủy bỏ|huỷ bỏ|thay cho", re.IGNORECASE)
_NUMBERS = re.compile(r"(?<![\w/])\d{1,6}(?:/\d{4})?/[A-ZĐ][\wĐđ]*(?:-[A-ZĐƯƠ][\wĐđƯƠ]*){0,4}")


def effect(passages: Sequence[Found], kind: str, issued: dt.date | None) -> tuple[dt.date | None, dt.date | None]:
    """(in force from, until) as the paper says; from the day of issue when it is silent."""
    own = re.compile(rf"(?:{_OWN_NAMES.get(kind, 'văn bản')}|văn bản) này", re.IGNORECASE)
    start: dt.date | None = None
    end: dt.date | None = None
    for passage in passages:
        if not (own.search(passage.text) or _PILOT.search(passage.text)):
            continue
        match = _EFFECT.search(passage.text)
        if match is None:
            continue
        start = issued if match[1] else _day(match, 2)
        if match[5]:
            end = _day(match, 5)
        if start is not None:
            break
    if end is None:
        for passage in passages:
            if own.search(passage.text) and (match := _UNTIL.search(passage.text)):
                end = _day(match, 1)
    return start or issued, end


def replaced(passages: Sequence[Found], own: str) -> tuple[str, ...]:
    """Numbers of the papers that a clause says are replaced, repealed or out of force."""
    numbers: list[str] = []
    for passage in passages:
        for sentence in re.split(r"(?<=[.;])\s+", passage.text):
            match = _REPLACES.search(sentence)
            if match is None:
                continue
            tail = sentence if re.search(r"hết hiệu lực", sentence, re.IGNORECASE) else sentence[match.start() :]
            numbers += [n for n in _NUMBERS.findall(tail) if n != own and n not in numbers]
    return tuple(numbers)


def _day(match: re.Match[str], group: int) -> dt.date | None:
    try:
        return dt.date(int(match[group + 2]), int(match[group + 1]), int(match[group]))
    except (ValueError, TypeError):
        return None
