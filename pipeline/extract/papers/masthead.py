"""What stands above and below the rules: issuer, number, day, kind and subject; and where the body begins and ends.

The layout is Decree 30/2020/NĐ-CP, Annex I: quốc hiệu at the right, issuing body and "Số:" at the left, kind and trích
yếu below, "Nơi nhận:" and the signature at the end. The signer's name is cut off with the signature block: it is no
part of any rule.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.papers.issuer import KINDS, find_issuer
from pipeline.extract.papers.lines import Line, tidy
from pipeline.extract.papers.portal import without_apparatus

_MOTTO = re.compile(
    r"CỘNG\s*H[ÒO][ÀA]?\s*XÃ\s*HỘI|CHỦ\s*NGHĨA\s*VIỆT\s*NAM|Độc\s*lập\s*[-–—.]?\s*Tự\s*do", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?:^|\s)(?:Số|Luật số|Số hiệu|Nghị quyết số)\s*[:.]?\s*(\d{1,4}/\d{4}/QH\s?\d{1,2}|(?:\d{1,6}|[…._]{1,12}|"
    r"\s{2,})?\s*(?:/\s*\d{4})?\s*/\s*[A-ZĐ][A-ZĐƯƠa-zđ0-9]*(?:\s?[-–/&]\s?[A-ZĐƯƠ][\wĐđƯƠ]*){0,4}"
    r"|\d{1,4}/QĐ|\d{1,6}\b(?![./]))(\s*\(dự\s*thảo\))?",
)
_PLACE_DATE = re.compile(
    r"(?:[^\W\d_][^,\n]{1,40},\s*)?ngày\s*([\d….\s]{0,6}?)\s*tháng\s*([\d….\s]{0,6}?)\s*năm\s*(\d{4})?", re.IGNORECASE
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
_RULE = re.compile(r"^[\W_]*$")
_BARE_LABEL = re.compile(r"^(?:[“\"]?(?:Điều|ĐIỀU)|Chương|Số\s*:|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[-–+])$")
_ABOUT = re.compile(r"^[(“\"]?\s*V/v\.?\s*:?\s*(.*)$", re.IGNORECASE | re.DOTALL)
_DRAFT = re.compile(r"\bDỰ\s*THẢO\b|\(dự thảo\)|^dự thảo\b", re.IGNORECASE)
_BASIS = re.compile(r"^(?:Căn cứ|Theo đề nghị|Xét (?:đề nghị|Tờ trình)|Thực hiện|Sau khi|Trên cơ sở)\b", re.IGNORECASE)
_ORDER = re.compile(
    r"^(?:QUYẾT\s*ĐỊNH|QUYẾT\s*NGHỊ|NGHỊ\s*QUYẾT|THÔNG\s*BÁO|CHỈ\s*THỊ|NGHỊ\s*ĐỊNH|BAN\s*HÀNH)\s*:?$", re.IGNORECASE
)
_END = re.compile(r"^(?:\W*Nơi\s*nhận\s*:?|(?:TM|KT|TL|TUQ|T/M|Q)\.\s*[A-ZĐÀ-Ỹ]{2,}.*)", re.IGNORECASE)
_WHO = re.compile(
    r"^(?:[ỦU][ỶY] BAN NHÂN DÂN|CHỦ TỊCH|HỘI ĐỒNG NHÂN DÂN|CHÍNH PHỦ|THỦ TƯỚNG|BỘ TRƯỞNG|GIÁM ĐỐC|CỤC TRƯỞNG|TỔNG |"
    r"THỐNG ĐỐC|QUỐC HỘI|BAN CHẤP HÀNH|TRƯỞNG BAN|CHÁNH ÁN|VIỆN TRƯỞNG)"
)
_SIGN_POST = re.compile(
    r"^(?:(?:TM|KT|TL|TUQ|T/M|Q)\.|(?:PHÓ\s+)?(?:CHỦ\s*TỊCH|GIÁM\s*ĐỐC|TRƯỞNG\s|CỤC\s*TRƯỞNG|CHÁNH\s|TỔNG\s|"
    r"BỘ\s*TRƯỞNG|THỨ\s*TRƯỞNG|THỦ\s*TƯỚNG|HIỆU\s*TRƯỞNG|BÍ\s*THƯ|VIỆN\s*TRƯỞNG|ĐỘI\s*TRƯỞNG))"
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """The facts of a paper's first page. `day` is None when the paper leaves it blank (a draft)."""

    kind: str
    number: str
    issuer: str
    title: str
    issued: dt.date | None
    draft: bool
    body: tuple[Line, ...]
    warnings: tuple[str, ...]
    seat: str = ""
    """parents of the issuer and the place of the dateline, where nothing else says where a paper holds"""
    stated: Mapping[str, str] = field(default_factory=dict)
    """what a portal says beside the paper: "effective_from", "effective_to", "state" (see `portal`)"""


def read_masthead(lines: Sequence[Line]) -> Masthead:
    """Split a paper into its masthead facts and its body."""
    flat, stated = without_apparatus(_labels_joined([line for line in lines if line.text]))
    start, kind, title = _find_kind(flat)
    top = flat[:start] if start else flat[:25]
    number, number_at, drafted = _find_number(top or flat[:25])
    number = number or stated.get("number", "")
    if not kind:
        kind = _kind_of_number(number)
    if not title:
        title = _about(flat[: max(start, 25)])
    body = flat[start:] if start else _after_top(flat, number_at)
    end = _find_end(body)
    rules = body[:end]
    rules = _without_preamble(rules)
    draft = (
        drafted
        or any(_DRAFT.search(line.text) for line in flat[: max(start, 12)] if len(line.text) < 60)
        or bool(re.match(r"dự thảo\b", title, re.IGNORECASE))
    )
    text = "\n".join(line.text for line in flat)
    warnings = []
    if not number:
        warnings.append("Không tìm thấy số, ký hiệu văn bản.")
    issued = _find_day(top or flat[:25], flat, draft) or _stated_day(stated)
    if issued is None:
        warnings.append("Không tìm thấy ngày ban hành.")
    issuer = find_issuer([ln for ln in top or flat[:25] if not _BASIS.match(ln.text)], text, body[end:]) or stated.get(
        "issuer", ""
    )
    if not issuer:
        warnings.append("Không rõ cơ quan ban hành.")
    return Masthead(
        kind=kind or "khac",
        number=number,
        issuer=issuer,
        title=title,
        issued=issued,
        draft=draft,
        body=tuple(rules),
        warnings=tuple(warnings),
        seat="\n".join(line.text.title() for line in (top or flat[:25])[:12] if not _BASIS.match(line.text)),
        stated=stated,
    )


def _labels_joined(lines: Sequence[Line]) -> list[Line]:
    """Join a label that stands alone ("Điều", "2.", "a)", "-") with the words of the next line."""
    out: list[Line] = []
    for line in lines:
        if out and not line.cells and not out[-1].cells and _BARE_LABEL.match(out[-1].text):
            before = out.pop()
            out.append(replace(line, text=f"{before.text} {line.text}", bold=before.bold and line.bold))
        else:
            out.append(line)
    return out


# ------------------------------------------------------------------ number, day
def _find_number(lines: Sequence[Line]) -> tuple[str, int, bool]:
    for index, line in enumerate(lines):
        if _BASIS.match(line.text):
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


def _kind_of_number(number: str) -> str:
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


def _find_day(top: Sequence[Line], flat: Sequence[Line], draft: bool) -> dt.date | None:
    joined = " ".join(line.text for line in top if not _BASIS.match(line.text))
    for match in _PLACE_DATE.finditer(joined):
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


def _stated_day(stated: Mapping[str, str]) -> dt.date | None:
    match = re.search(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", stated.get("issued", ""))
    return _date(match[1], match[2], match[3]) if match else None


def _date(day: str | None, month: str | None, year: str | None) -> dt.date | None:
    try:
        return dt.date(int(year or ""), int(re.sub(r"\s", "", month or "")), int(re.sub(r"\s", "", day or "")))
    except ValueError:
        return None


# ----------------------------------------------------------------- kind, title
def _find_kind(flat: Sequence[Line]) -> tuple[int, str, str]:
    """(index of the first line of the body, kind, subject); index 0 when the paper has no line with its kind."""
    for index, line in enumerate(flat[:40]):
        text = line.text.strip(" *_#:")
        for kind, words in KINDS:
            match = re.match("^" + words.replace(" ", r"\s*") + r"\b(.*)$", text, re.DOTALL)
            if match is None:
                continue
            rest = match[1].strip()
            if len(text) > 220 or (rest and not rest.isupper() and rest[:2].lower() != "về" and rest[:1].islower()):
                continue
            if rest.lower().startswith("số") or (kind == "luat" and not rest and index > 25):
                continue
            return _subject(flat, index, kind, rest)
    return 0, "", ""


def _subject(flat: Sequence[Line], index: int, kind: str, rest: str) -> tuple[int, str, str]:
    parts = [rest] if rest else []
    cursor = index + 1
    while cursor < len(flat) and cursor < index + 8:
        line = flat[cursor]
        text = line.text
        if _RULE.match(text):
            cursor += 1
            if parts:
                break
            continue
        if (
            _BASIS.match(text)
            or _ORDER.match(text)
            or re.match(r"^(?:(?:Điều|ĐIỀU)\s+\d|[IVX]+\.\s|\d{1,2}\.\s|Chương\s|Phần\s|Kính gửi)", text)
        ):
            break
        if line.cells or (parts and (_is_body(text) or (text.isupper() and not " ".join(parts).isupper()))):
            break
        if not parts and len(text) > 400:
            break
        parts.append(text)
        cursor += 1
        if parts and not _continues(flat, cursor, parts):
            break
    while cursor < len(flat) and _RULE.match(flat[cursor].text):
        cursor += 1
    return cursor, kind, tidy(" ".join(parts)).strip(" *_-–—")


def _continues(flat: Sequence[Line], cursor: int, parts: list[str]) -> bool:
    """The subject wraps over lines: the next line is set alike and the present one does not close."""
    if cursor >= len(flat):
        return False
    here, after = flat[cursor - 1], flat[cursor]
    if _RULE.match(after.text) or (after.text.endswith((".", ":", ";")) and not after.bold):
        return False
    if here.text.isupper() and after.text.isupper():
        return not _WHO.match(after.text) and len(after.text) < 160
    return here.bold == after.bold and len(after.text) < 160 and (after.bold or after.text[:1].islower())


def _is_body(text: str) -> bool:
    return len(text) > 60 and text.endswith((".", ":", ";", "./."))


def _about(flat: Sequence[Line]) -> str:
    for index, line in enumerate(flat):
        match = _ABOUT.match(line.text)
        if match:
            parts = [match[1]]
            for follow in flat[index + 1 : index + 4]:
                if follow.text[:1].islower() and len(follow.text) < 90 and not follow.text.endswith((".", ":")):
                    parts.append(follow.text)
                else:
                    break
            return tidy(" ".join(parts)).strip(" *_)")
    return ""


# ---------------------------------------------------------------- body borders
def _after_top(flat: Sequence[Line], number_at: int) -> list[Line]:
    start = max(number_at + 1, 0)
    for index, line in enumerate(flat[:30]):
        if (
            re.match(r"^\W*Kính gửi", line.text)
            or _ABOUT.match(line.text)
            or _MOTTO.search(line.text)
            or (_PLACE_DATE.search(line.text) and len(line.text) < 80)
        ):
            start = max(start, index + 1)
    return list(flat[start:])


def _find_end(body: Sequence[Line]) -> int:
    """Index of the signature block: "Nơi nhận", or a signer's post, behind which no rule follows."""
    for index, line in enumerate(body):
        if re.match(r"^\W*Nơi\s*nhận\s*:?", line.text, re.IGNORECASE) and len(line.text) < 400:
            back = index
            while (
                back > 0
                and (_SIGN_POST.match(body[back - 1].text) or _is_name(body[back - 1].text))
                and index - back < 5
            ):
                back -= 1
            return back
    rules = [
        i for i, ln in enumerate(body) if re.match(r"^(?:(?:Điều|ĐIỀU)\s+\d+\w?\s*[.:]|Chương\s+[IVX\d]+)", ln.text)
    ]
    for index in range(max(rules, default=0) + 1, len(body)):
        text = body[index].text
        if _SIGN_POST.match(text) and text.isupper() and len(text) < 80:
            return index
    return len(body)


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 5 and all(w[:1].isupper() and w[1:].islower() for w in words) and len(text) < 40


def annexes(lines: Sequence[Line]) -> list[Line]:
    """What stands behind the signature and begins with "PHỤ LỤC" or the kind of an attached paper."""
    signed = next((i for i, ln in enumerate(lines) if re.match(r"^\W*Nơi\s*nhận", ln.text, re.IGNORECASE)), None)
    if signed is None:
        return []
    for index in range(signed + 1, len(lines)):
        if re.match(r"^PHỤ LỤC\b", lines[index].text) and not lines[index].cells:
            return [ln for ln in lines[index:] if ln.text]
    return []


def _without_preamble(body: Sequence[Line]) -> list[Line]:
    """Drop the legal bases and the ordering words; what announces the rules stays."""
    rules: list[Line] = []
    ordering = False
    first_rule = next(
        (i for i, ln in enumerate(body) if re.match(r"^(?:(?:Điều|ĐIỀU)\s+\d+|Chương\s+[IVX\d]+|Phần\s+thứ)", ln.text)),
        None,
    )
    for index, line in enumerate(body):
        text = line.text
        if first_rule is not None and index < first_rule and not line.cells:
            continue
        if _RULE.match(text) or (_BASIS.match(text) and text.endswith((";", ","))):
            continue
        if _ORDER.match(text) and len(text) < 20 and not ordering:
            ordering = True
            continue
        if re.match(r"^\W*Kính gửi\s*:", text):
            continue
        rules.append(line)
    return rules
