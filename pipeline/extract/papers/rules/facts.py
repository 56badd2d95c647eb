"""From when to when a paper holds, and which papers it replaces: read from its own clauses on effect."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pipeline.extract.papers.rules.passages import Found
from pipeline.language.values import values
from pipeline.records import DocumentStatus

_HOUR = r"(?:\d{1,2}\s*(?:giờ|h)(?:\s*\d\d)?(?:\s*phút)?,?\s+)?"
_DAY = r"(?:ngày\s*)?(\d{1,2})\s*(?:tháng|[/.\-])\s*(\d{1,2})\s*(?:năm|[/.\-])\s*(\d{4})"
_EFFECT = re.compile(
    rf"(?:có hiệu lực|hiệu lực (?:thi hành|áp dụng)|được áp dụng|áp dụng(?: thực hiện)?|thực hiện|"
    rf"thời gian thí điểm)(?:\s+thi hành)?[^.;]{{0,40}}?"
    rf"(?:kể\s+)?từ\s+{_HOUR}(?:(ngày ký|ngày ban hành|ngày thông qua)|{_DAY})(?:[^.;]{{0,30}}?đến\s+(?:hết\s+)?{_DAY})?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:có hiệu lực|hiệu lực thi hành)[^.;]{0,20}?sau\s+(\d{1,3})\s+ngày,?\s+kể\s+từ\s+ngày\s+(?:ký|ban hành|thông qua|đăng)",
    re.IGNORECASE,
)
"""Law 64/2025/QH15 on legal documents, art. 53: papers of a province take effect so many days after they were passed"""
_COARSE = re.compile(
    r"(?:có hiệu lực|được áp dụng|áp dụng|thực hiện)[^.;]{0,30}?(?:kể\s+)?từ\s+(?=(?:đầu\s+)?(?:tháng|quý|năm|học kỳ))",
    re.IGNORECASE,
)
_OWN_SUBJECT = r"(?:mức|giá|phí|khoản|chính sách|quy định|biểu)[^.;]{0,30}? (?:này|trên|nêu trên)"
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
_REPEALS = re.compile(r"^(?:bãi bỏ|hủy bỏ|huỷ bỏ|thay thế)|hết hiệu lực", re.IGNORECASE)
_OF_A_PAPER = r"(?:cụm từ|từ ngữ|từ “|nội dung|khoản|điểm|điều \d|một (?:phần|số)|mục|phụ lục|mẫu|biểu|thủ tục|chương|dòng|số thứ tự|tên)"
_PART_FIRST = re.compile(rf"^\W*{_OF_A_PAPER}", re.IGNORECASE)
_PART = re.compile(
    rf"(?:bãi bỏ|hủy bỏ|huỷ bỏ|thay thế|thay cho):?\s+(?:\S+\s+){{0,3}}?{_OF_A_PAPER}|"
    r"^\W*(?:khoản|điểm|điều|phụ lục|mục) \S+(?:,? (?:khoản|điều) \S+)* [^.]*hết hiệu lực",
    re.IGNORECASE,
)
"""what is taken out or replaced is a part of another paper"""
_BESIDE = re.compile(
    r"(?:,|;|và)\s*(?:(?:bãi bỏ|thay thế|hủy bỏ|huỷ bỏ)\s+)?(?:toàn bộ\s+)?(?:các\s+)?(?:quyết định|nghị quyết|nghị định|thông tư|chỉ thị|kế hoạch|thông báo|công văn|"
    r"quy định|hướng dẫn|văn bản)?\s*(?:số\s*)?$",
    re.IGNORECASE,
)
"""another paper in the same list"""
_NUMBERS = re.compile(r"(?<![\w/:])\d{1,6}(?:/\d{4})?/[A-ZĐ][\wĐđ]*(?:-[A-ZĐƯƠ][\wĐđƯƠ]*){0,4}")


def effect(
    passages: Sequence[Found],
    kind: str,
    issued: dt.date | None,
    title: str = "",
    stated: Mapping[str, str] = MappingProxyType({}),
) -> tuple[dt.date | None, dt.date | None]:
    """(in force from, until) as the paper says, else its portal (`stated`), else the period that its title names.

    Silent papers hold from the day of issue. The days of an event ("ngừng cấp nước từ 22 giờ ngày 20/11") are not the
    days of the paper that announces it.
    """
    names = rf"(?:{_OWN_NAMES.get(kind, 'văn bản')}|văn bản)"
    own = re.compile(rf"{names} này|^{names} (?:có hiệu lực|được áp dụng)|{_OWN_SUBJECT}", re.IGNORECASE)
    start: dt.date | None = None
    end: dt.date | None = None
    for passage in passages:
        if not (own.search(passage.text) or _PILOT.search(passage.text)):
            continue
        match = None if _AFTER.search(passage.text) else _EFFECT.search(passage.text)
        if match is None:
            start = start or _other_start(passage.text, issued)
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
    start = start or _stated(stated, "effective_from")
    end = end or _stated(stated, "effective_to")
    if start is None and end is None:
        start, end = _of_title(title, kind, issued, passages)
    return start or issued, end


def state(stated: Mapping[str, str]) -> DocumentStatus:
    """The status that a portal prints beside the paper; in force when it prints none or only part of it has lapsed."""
    said = stated.get("state", "").casefold()
    if re.search(r"thay thế", said):
        return "superseded"
    lapsed = re.search(r"hết hiệu lực|bãi bỏ|không còn", said) and "một phần" not in said and "chưa hết" not in said
    return "expired" if lapsed else "in_force"


def _other_start(text: str, issued: dt.date | None) -> dt.date | None:
    """A start that is no printed day: so many days after signing, or a month, term or year."""
    if issued and (after := _AFTER.search(text)):
        return issued + dt.timedelta(days=int(after[1]))
    coarse = _COARSE.search(text)
    if coarse is None:
        return None
    for value in values(text[coarse.end() : coarse.end() + 60], issued):
        if value.kind == "date" and value.span[0] < 4 and isinstance(value.value, tuple):
            return dt.date.fromisoformat(str(value.value[0]))
    return None


def _of_title(
    title: str, kind: str, issued: dt.date | None, passages: Sequence[Found]
) -> tuple[dt.date | None, dt.date | None]:
    """The period in the title of a notice, guide or plan ("… năm 2027", "… tuần 47 năm 2026"), as far as its rules reach."""
    if kind not in ("thong_bao", "huong_dan", "ke_hoach", "lich"):
        return None, None
    spans = [v.value for v in values(title, issued) if v.kind == "date" and isinstance(v.value, tuple)]
    if len(spans) != 1:
        return None, None
    low, high = (dt.date.fromisoformat(str(day)) for day in spans[0])
    days = [v.value for p in passages for v in values(p.text, issued) if v.kind == "date" and v.confidence >= 0.9]
    last = max((str(d[1] if isinstance(d, tuple) else d) for d in days), default="")
    end = max(high, dt.date.fromisoformat(last)) if re.fullmatch(r"\d{4}-\d\d-\d\d", last) else high
    ahead = kind == "thong_bao" and issued is not None and low > issued
    return (low if ahead else None), end


def _stated(stated: Mapping[str, str], key: str) -> dt.date | None:
    match = re.search(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", stated.get(key, ""))
    return _day(match, 1) if match else None


def replaced(passages: Sequence[Found], own: str) -> tuple[str, ...]:
    """Numbers of the papers that a clause says are replaced, repealed or out of force, as a whole.

    A clause that takes out words, points or one article of another paper leaves that paper in force, and a paper that is
    named inside the title of another one is not meant.
    """
    numbers: list[str] = []
    for passage in passages:
        listed = _REPEALS.search(passage.heading.rsplit(" / ", 1)[-1]) and not _PART.search(passage.heading)
        if listed and not _PART_FIRST.match(passage.text):  # "Bãi bỏ các quyết định sau: 1. Quyết định số …"
            numbers += _objects(passage.text)
        for sentence in re.split(r"(?<=\.)\s+", passage.text):
            verb = _REPLACES.search(sentence)
            if verb is None or _PART.search(sentence):
                continue
            ends = re.search(r"hết hiệu lực", sentence, re.IGNORECASE)
            numbers += _objects(sentence[: ends.start()] if ends else sentence[verb.start() :])
    return tuple(n for n in dict.fromkeys(numbers) if n != own)


def _objects(text: str) -> list[str]:
    """The first number, and those set beside it; what follows "về", "quy định" or a law's name is its title."""
    found = list(_NUMBERS.finditer(text))
    return [n[0] for i, n in enumerate(found) if i == 0 or _BESIDE.search(text[: n.start()])]


def _day(match: re.Match[str], group: int) -> dt.date | None:
    try:
        return dt.date(int(match[group + 2]), int(match[group + 1]), int(match[group]))
    except (ValueError, TypeError):
        return None
