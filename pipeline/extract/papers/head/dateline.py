"""The number, the code of the kind inside it, and the day of a paper, as its first page prints them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from pipeline.extract.papers.head.marks import BASIS, PLACE_DATE
from pipeline.extract.papers.lines import Line

_NUMBER = re.compile(
    r"(?:^|\s)(?:Số|Luật số|Số hiệu|Nghị quyết số)\s*[:.]?\s*(\d{1,4}/\d{4}/QH\s?\d{1,2}|(?:\d{1,6}|[…._]{1,12}|"
    r"\s{2,})?\s*(?:/\s*\d{4})?\s*/\s*[A-ZĐ][A-ZĐƯƠa-zđ0-9]*(?:\s?[-–/&]\s?[A-ZĐƯƠ][\wĐđƯƠ]*){0,4}"
    r"|\d{1,4}/QĐ|\d{1,6}\b(?![./–-])(?=\W*$|[^\n]{0,50}ngày))(\s*\(dự\s*thảo\))?",
)
_PLACE_DATE_IN_FIGURES = re.compile(
    r"^[^\W\d_][^,\n]{1,40},\s*(?:ngày\s*)?(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})\W*$", re.IGNORECASE
)
_CODES = {
    "QĐ": "quyet_dinh", "TB": "thong_bao", "KH": "ke_hoach", "NQ": "nghi_quyet", "HD": "huong_dan", "TC": "thong_cao",
    "NĐ": "nghi_dinh", "TT": "thong_tu", "CT": "chi_thi", "CĐ": "cong_dien", "KL": "ket_luan", "BC": "bao_cao",
    "TTR": "to_trinh", "TTr": "to_trinh", "L": "luat", "PA": "phuong_an", "ĐA": "de_an", "VBHN": "hop_nhat",
    "TTLT": "thong_tu",
}  # fmt: skip


def find_number(lines: Sequence[Line]) -> tuple[str, int, bool]:
    """(number as printed, index of its line or -1, whether it is that of a draft)."""
    for index, line in enumerate(lines):
        if BASIS.match(line.text):
            break
        match = _NUMBER.search(line.text)
        if match is None:
            continue
        raw = re.sub(r"\s+", "", match[1]).replace("–", "-")
        tail = match[2] or ""
        after = lines[index + 1].text if index + 1 < len(lines) else ""
        joined = re.search(r"\(\s*dự\s*(?:thảo\s*\))?$", line.text)
        draft = bool(tail) or bool(joined and re.match(r"thảo\s*\)", after)) or not raw[:1].isdigit()
        if raw.startswith(("/", ".", "_", "…")):
            raw = "…" + raw.lstrip("._… ")
        return (f"{raw} (dự thảo)" if tail or joined else raw), index, draft
    return "", -1, False


def kind_of_number(number: str) -> str:
    """The kind that the letters of a number name; a number without such letters is a letter's."""
    codes = re.findall(r"[A-ZĐ][A-ZĐa-z]*", number.split("/", 1)[1]) if "/" in number else []
    for code in codes:
        if code in _CODES and not (
            code == "CT"
            and codes[0] == "CT"
            and number.count("/") == 1
            and "CP" not in codes
            and "TTg" not in number
            and "UBND" not in codes
        ):
            return _CODES[code]
        break
    return "cong_van" if number else ""


def find_day(top: Sequence[Line], flat: Sequence[Line], draft: bool) -> dt.date | None:
    """The day in the dateline; of a draft the first day of its consultation, of a law the day it was passed."""
    joined = " ".join(line.text for line in top if not BASIS.match(line.text))
    for match in PLACE_DATE.finditer(joined):
        day = _date(match[1], match[2], match[3])
        if day is not None:
            return day
        if match[3]:
            break
    for line in top:
        if printed := _PLACE_DATE_IN_FIGURES.match(line.text):
            return _date(printed[1], printed[2], printed[3])
    if draft:  # a draft is dated by the day it is laid open for opinions
        text = " ".join(line.text for line in flat)
        asked = re.search(
            r"lấy ý kiến.{0,120}?từ ngày\s*(\d{1,2})\s*(?:tháng|/)\s*(\d{1,2})\s*(?:năm|/)\s*(\d{4})", text
        )
        return _date(asked[1], asked[2], asked[3]) if asked else None
    for line in reversed(flat[-40:]):
        if line.text.lower().startswith(("luật", "nghị quyết", "bộ luật", "pháp lệnh", "hiến pháp")) and (
            passed := re.search(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", line.text)
        ):
            return _date(passed[1], passed[2], passed[3])
    return None


def stated_day(stated: Mapping[str, str]) -> dt.date | None:
    """The day of issue that a portal prints beside the paper."""
    match = re.search(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", stated.get("issued", ""))
    return _date(match[1], match[2], match[3]) if match else None


def _date(day: str | None, month: str | None, year: str | None) -> dt.date | None:
    try:
        return dt.date(int(year or ""), int(re.sub(r"\s", "", month or "")), int(re.sub(r"\s", "", day or "")))
    except ValueError:
        return None
