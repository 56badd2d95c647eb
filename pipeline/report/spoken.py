"""Text as a loudspeaker reads it: short sentences; numbers, money, dates, times, signs and abbreviations as words.

`spoken` turns one text; the table of forms is tried at each place from top to bottom. `write` makes the sheet of a
report: what residents should hear, each part a draft that a person approves or strikes out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from pipeline.language.normalise import nfc
from pipeline.language.numbers import to_words as northern
from pipeline.language.segment import sentences
from pipeline.report.model import Report

ABBREVIATIONS: Final[dict[str, str]] = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "MTTQ": "Mặt trận Tổ quốc",
    "BHYT": "bảo hiểm y tế",
    "BHXH": "bảo hiểm xã hội",
    "BHTN": "bảo hiểm thất nghiệp",
    "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
    "GD&ĐT": "Giáo dục và Đào tạo",
    "GD-ĐT": "Giáo dục và Đào tạo",
    "GDĐT": "Giáo dục và Đào tạo",
    "VH-XH": "Văn hóa - Xã hội",
    "VHXH": "Văn hóa - Xã hội",
    "VH,TT&DL": "Văn hóa, Thể thao và Du lịch",
    "TN&MT": "Tài nguyên và Môi trường",
    "NN&MT": "Nông nghiệp và Môi trường",
    "KH&CN": "Khoa học và Công nghệ",
    "PCCC": "phòng cháy chữa cháy",
    "PCTT": "phòng chống thiên tai",
    "TKCN": "tìm kiếm cứu nạn",
    "BCH": "Ban Chỉ huy",
    "BCĐ": "Ban Chỉ đạo",
    "CSGT": "cảnh sát giao thông",
    "ATGT": "an toàn giao thông",
    "CCCD": "căn cước công dân",
    "CMND": "chứng minh nhân dân",
    "SĐT": "số điện thoại",
    "HTX": "hợp tác xã",
    "TNHH": "trách nhiệm hữu hạn",
    "GPMB": "giải phóng mặt bằng",
    "NTM": "nông thôn mới",
    "OCOP": "mỗi xã một sản phẩm",
    "CBCCVC": "cán bộ, công chức, viên chức",
    "TTHC": "thủ tục hành chính",
    "DVC": "dịch vụ công",
    "TDP": "tổ dân phố",
    "KDC": "khu dân cư",
    "KP": "khu phố",
    "TT": "thị trấn",
    "TX": "thị xã",
    "TP": "thành phố",
    "VNeID": "vi en e ai đi",
    "VssID": "vi ét ét ai đi",
    "OTP": "ô tê pê",
    "ATM": "ây ti em",
    "QR": "quy rờ",
    "SMS": "tin nhắn",
    "VND": "đồng",
    "VNĐ": "đồng",
    "USD": "đô la Mỹ",
    "NĐ-CP": "Nghị định của Chính phủ",
    "TTg": "Thủ tướng",
    "v.v": "vân vân",
    "Tp": "thành phố",
}
KINDS: Final[dict[str, str]] = {
    "QĐ": "Quyết định", "TB": "Thông báo", "NQ": "Nghị quyết", "CT": "Chỉ thị", "KH": "Kế hoạch", "HD": "Hướng dẫn",
    "CV": "Công văn", "NĐ": "Nghị định", "TT": "Thông tư", "BC": "Báo cáo", "TC": "Thông cáo", "TTr": "Tờ trình",
    "QH": "Luật",
}  # fmt: skip
"""kind of paper by the sign in its number (NĐ 30/2020, Phụ lục III)"""
UNITS: Final[dict[str, str]] = {
    "m²": "mét vuông", "m2": "mét vuông", "m³": "mét khối", "m3": "mét khối", "km²": "ki lô mét vuông",
    "km2": "ki lô mét vuông", "km/h": "ki lô mét một giờ", "km/giờ": "ki lô mét một giờ", "km": "ki lô mét", "cm": "xăng ti mét",
    "mm": "mi li mét", "m/s": "mét một giây", "ha": "héc ta", "kg": "ki lô gam", "kWh": "ki lô oát giờ", "kV": "ki lô vôn", "MW": "mê ga oát",
    "°C": "độ xê", "độ C": "độ xê", "m": "mét", "g": "gam", "l": "lít", "%": "phần trăm", "‰": "phần nghìn",
}  # fmt: skip
_SCALES: Final = {
    "tr": "triệu",
    "triệu": "triệu",
    "tỷ": "tỷ",
    "tỉ": "tỷ",
    "nghìn": "nghìn",
    "ngàn": "nghìn",
    "k": "nghìn",
    "vạn": "vạn",
}
_MONEY_SCALES: Final = {"k": "nghìn đồng", "tr": "triệu đồng"}
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_N: Final = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_UNIT: Final = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_END: Final = r"(?![\w²³])"
_LONG: Final = 160
"""letters of a sentence above which it is cut at its semicolons"""


def to_words(value: int) -> str:
    """As the south says it: "lẻ" for the north's "linh"."""
    return northern(value).replace("linh", "lẻ")


def number(text: str) -> str:
    """A number as printed in Vietnam ("1.250,5") in words."""
    whole, _, part = text.replace(".", "").partition(",")
    said = to_words(int(whole))
    if not part:
        return said
    zeros = len(part) - len(part.lstrip("0"))
    rest = part.lstrip("0")
    tail = " ".join(["không"] * zeros + ([to_words(int(rest))] if rest else []))
    return f"{said} phẩy {tail}"


def digits(text: str) -> str:
    """Figure by figure, as telephone numbers are read."""
    return " ".join(to_words(int(one)) for one in text if one.isdigit())


def _roman(text: str) -> str:
    values = [_ROMAN[letter] for letter in text]
    total = sum(-v if any(w > v for w in values[at + 1 : at + 2]) else v for at, v in enumerate(values))
    return to_words(total)


def _month(text: str) -> str:
    return "tư" if int(text) == 4 else to_words(int(text))


def _ordinal(text: str) -> str:
    return {1: "nhất", 2: "hai", 4: "tư"}.get(int(text)) or to_words(int(text))


def _day(match: re.Match[str]) -> str:
    """ "20/11/2026", with the word before it when there is one."""
    cue = match["date_cue"] or ""
    told = f"{to_words(int(match['day']))} tháng {_month(match['month'])}"
    told = told if cue.strip().lower().endswith("ngày") or cue.strip().lower() in ("mùng", "mồng") else f"ngày {told}"
    year = f" năm {to_words(int(match['year']))}" if match["year"] else ""
    return f"{cue}{told}{year}"


def _time(hour: str, minute: str | None) -> str:
    rest = f" {to_words(int(minute))} phút" if minute and int(minute) else ""
    return f"{to_words(int(hour))} giờ{rest}"


def _per(chain: str) -> str:
    """ "/hộ/tháng" → " mỗi hộ mỗi tháng"."""
    return "".join(f" mỗi {UNITS.get(part.strip(), part.strip())}" for part in chain.split("/") if part.strip())


def _money(match: re.Match[str]) -> str:
    scale, coin = match["scale"], match["coin"]
    said = number(match["amount"])
    if scale:
        said += f" {_SCALES.get(scale.strip().lower(), scale)}"
    coin = {"đ": "đồng", "đồng": "đồng", "vnđ": "đồng", "vnd": "đồng", "usd": "đô la Mỹ"}[coin.lower()]
    return f"{said} {coin}{_per(match['per'] or '')}"


def _paper(match: re.Match[str]) -> str:
    """ "71/2026/QĐ-UBND": the kind is said once, the signs of the issuer not at all."""
    kind = next((KINDS[sign] for sign in re.split(r"[/-]|\d", match["signs"]) if sign in KINDS), "Văn bản")
    year = f" năm {to_words(int(match['paper_year']))}" if match["paper_year"] else ""
    lead = match["paper_lead"] or ""
    before = lead if re.search(r"số\s*$", lead) else f"{lead}{kind} số "
    return f"{before}{to_words(int(match['paper_number']))}{year}"


def _range(match: re.Match[str]) -> str:
    unit = match["range_unit"]
    tail = f" {UNITS.get(unit.strip(), unit.strip())}" if unit else ""
    return f"{number(match['low'])} đến {number(match['high'])}{tail}"


Form = tuple[str, Callable[[re.Match[str]], str]]
FORMS: Final[tuple[Form, ...]] = (
    (r"(?:24/24(?: ?h| giờ)?|24/7)(?!\d)", lambda m: "suốt ngày đêm"),
    (r"(?<![\d.,/])(?P<frac_a>\d{1,2})/(?P<frac_b>\d{1,2})(?= (?:số|diện tích|dân|hộ|chiều|quãng|thời gian)\b)",
     lambda m: f"{to_words(int(m['frac_a']))} phần {_month(m['frac_b'])}"),
    (r"(?P<paper_lead>\bsố )?(?<![\d/])(?P<paper_number>\d{1,5})/(?:(?P<paper_year>\d{4})/)?(?P<signs>(?:NĐ|QĐ|TB|NQ|CT|KH|HD|CV|TT|BC|TC|TTr|QH)[A-ZĐ0-9]*(?:-[A-ZĐa-z&0-9]+)*|[A-ZĐ]{2,}-[A-ZĐ]+)" + _END,
     _paper),
    (r"(?P<date_cue>\b(?:[Nn]gày|mùng|mồng) )?(?<![\d./,])(?P<day>0?[1-9]|[12]\d|3[01])[/-](?P<month>0?[1-9]|1[0-2])[/-](?P<year>(?:19|20)\d{2})(?![\d/])", _day),
    (r"\b(?P<my_cue>[Tt]háng |[Qq]uý )(?P<my_month>1[0-2]|0?[1-9]|IV|I{1,3})[/-](?P<my_year>20\d{2})(?!\d)",
     lambda m: f"{m['my_cue']}{_month(m['my_month']) if m['my_month'].isdigit() and 'háng' in m['my_cue'] else to_words(int(m['my_month'])) if m['my_month'].isdigit() else _roman(m['my_month'])} năm {to_words(int(m['my_year']))}"),
    (r"\b(?P<dm_cue>[Nn]gày |[Ss]áng |[Tt]rưa |[Cc]hiều |[Tt]ối |[Đđ]êm |[Tt]rước |đến hết |đến |từ |hôm |[Tt]hứ (?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy|[2-7]),? |[Cc]hủ nhật,? )\(?(?P<dm_day>0?[1-9]|[12]\d|3[01])/(?P<dm_month>0?[1-9]|1[0-2])\)?(?![\d/])",
     lambda m: f"{re.sub(r'[2-7]', lambda d: _ordinal(d[0]), m['dm_cue'])}{'' if 'gày' in m['dm_cue'] else 'ngày '}{to_words(int(m['dm_day']))} tháng {_month(m['dm_month'])}"),
    (r"(?<![\d.,:])(?P<from_h>[01]?\d|2[0-4])(?:[hH:](?P<from_m>[0-5]\d)?|g(?P<from_m2>[0-5]\d)) ?[-–] ?(?P<to_h>[01]?\d|2[0-4])(?:[hH:](?P<to_m>[0-5]\d)?|g(?P<to_m2>[0-5]\d))(?!\w)",
     lambda m: f"{_time(m['from_h'], m['from_m'] or m['from_m2'])} đến {_time(m['to_h'], m['to_m'] or m['to_m2'])}"),
    (r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])(?:[hH](?P<minute>[0-5]\d)?|:(?P<minute2>[0-5]\d)|g(?P<minute3>[0-5]\d))(?![\w:])",
     lambda m: _time(m["hour"], m["minute"] or m["minute2"] or m["minute3"])),
    (r"(?<![\d.,:])(?P<g_hour>[01]?\d|2[0-4]) giờ (?P<g_minute>[0-5]?\d)(?: phút)?(?![\d.,/])", lambda m: _time(m["g_hour"], m["g_minute"])),
    (r"(?<![\d.,])(?P<mr_low>" + _N + r") ?[-–] ?(?P<mr_high>" + _N + r") ?(?P<mr_scale>triệu|tỷ|nghìn|ngàn)? ?(?:đồng|đ)(?P<mr_per>(?:/[^\W\d]+[²³23]?)*)" + _END,
     lambda m: f"{number(m['mr_low'])} đến {number(m['mr_high'])}{' ' + _SCALES[m['mr_scale']] if m['mr_scale'] else ''} đồng{_per(m['mr_per'])}"),
    (r"(?<![\d.,])(?P<amount>" + _N + r")(?P<scale> ?(?:triệu|tỷ|tỉ|nghìn|ngàn|tr))? ?(?P<coin>đồng|VNĐ|VND|USD|đ)(?P<per>(?: ?/ ?[^\W\d]+(?: [^\W\d]+(?=/))?[²³23]?)*)" + _END, _money),
    (r"(?<![\d.,])(?P<short>\d+(?:,\d+)?)(?P<short_scale>k|tr)" + _END, lambda m: f"{number(m['short'])} {_MONEY_SCALES[m['short_scale']]}"),
    (r"(?P<phone>\b(?:0\d{2,3}[ .]?\d{3,4}[ .]?\d{3,4}|1[89]00[ .]?\d{4,6}(?:[ .]\d{2,4})?)\b)", lambda m: digits(m["phone"])),
    (r"(?<![\d.,/])(?P<help>11[2-5])(?![\d.,/]|\s*(?:hộ|người|trường|căn|thửa|ha|km|tỷ|triệu|nghìn|đồng))", lambda m: digits(m["help"])),
    (r"(?<![\d.,/-])(?P<low>" + _N + r") ?[-–] ?(?P<high>" + _N + r")(?P<range_unit> ?(?:" + _UNIT + r")" + _END + r")?(?![\d/-])", _range),
    (r"(?<![\w.,])(?P<minus>-)(?P<minus_n>" + _N + r") ?(?P<minus_unit>" + _UNIT + r")" + _END, lambda m: f"âm {number(m['minus_n'])} {UNITS[m['minus_unit']]}"),
    (r"(?<![\d.,])(?P<measured>" + _N + r") ?(?P<unit>" + _UNIT + r")(?P<unit_per>(?:/[^\W\d]+)*)" + _END, lambda m: f"{number(m['measured'])} {UNITS[m['unit']]}{_per(m['unit_per'])}"),
    (r"\b(?P<road>QL|ĐT|TL) ?\.?(?P<road_n>\d{1,3})(?P<road_l>[A-Z])?\b",
     lambda m: f"{'quốc lộ' if m['road'] == 'QL' else 'đường tỉnh'} {to_words(int(m['road_n']))}{' ' + m['road_l'] if m['road_l'] else ''}"),
    (r"\b(?P<th_cue>[Ll]ần thứ |[Tt]hứ |[Hh]ạng thứ )(?P<th>\d{1,2})\b", lambda m: f"{m['th_cue']}{_ordinal(m['th'])}"),
    (r"\b(?P<th_month>[Tt]háng )(?P<th_n>1[0-2]|0?[1-9])(?![\d.,/]\d|\d)", lambda m: f"{m['th_month']}{_month(m['th_n'])}"),
    (r"\b(?P<rm_cue>[Qq]uý |[Kk]hóa |[Ll]ần thứ |[Pp]hụ lục |[Mm]ục |[Cc]hương |[Pp]hần |[Kk]ỳ họp thứ )(?P<rm>[IVXLC]+)\b(?:\.(?P<rm_n>\d+))?",
     lambda m: f"{m['rm_cue']}{_roman(m['rm'])}{' chấm ' + to_words(int(m['rm_n'])) if m['rm_n'] else ''}"),
    (r"\b(?P<p_dot>[Pp]\.|[Qq]\.|[Tt][Pp]\.) ?(?=[A-ZĐÁÀẢÃẠÂĂÔƠƯÊ])", lambda m: {"p": "phường ", "q": "quận ", "t": "thành phố "}[m["p_dot"][0].lower()]),
    (r"(?<!\w)(?P<abbr>" + "|".join(sorted(map(re.escape, ABBREVIATIONS), key=len, reverse=True)) + r")(?:\.(?=\s*[,;)]|\.\.|\s+[A-ZĐ]|$)(?<=v\.v\.))?(?!\w)", lambda m: ABBREVIATIONS[m["abbr"]]),
    (r"(?P<nb>" + _N + r")(?![\w])", lambda m: number(m["nb"])),
    (r"(?P<code_l>[A-ZĐ]{1,3})(?P<code_n>\d{1,4})\b", lambda m: f"{m['code_l']} {to_words(int(m['code_n']))}"),
    (r" ?& ?", lambda m: " và "),
    (r"(?<=đồng)(?P<rate>(?:/[^\W\d]+[²³]?)+)" + _END, lambda m: _per(m["rate"])),
    (r"(?<=\w)/(?=\w)", lambda m: " hoặc "),
)  # fmt: skip
"""forms seen in the press and in papers; the first that fits at a place is taken"""
_FORMS: Final = tuple((re.compile(pattern), say) for pattern, say in FORMS)


def spoken(text: str) -> str:
    """The text as it is read aloud, NFC; what no form knows stays as it is."""
    text = nfc(text)
    said: list[str] = []
    at = 0
    while at < len(text):
        hits = (
            (found.start(), order, found) for order, (form, _) in enumerate(_FORMS) if (found := form.search(text, at))
        )
        best = min(hits, key=lambda hit: hit[:2], default=None)
        if best is None:
            break
        start, order, found = best
        said += [text[at:start], _FORMS[order][1](found)]
        at = found.end()
    return "".join((*said, text[at:]))


def lines(text: str) -> Iterator[str]:
    """Sentences for reading: a long one is cut at its semicolons."""
    for start, end in sentences(text):
        sentence = " ".join(text[start:end].split())
        parts = re.split(r"\s*;\s*", sentence) if len(sentence) > _LONG else [sentence]
        for part in filter(None, parts):
            told = spoken(part)
            told = told[0].upper() + told[1:]
            yield told if told[-1] in ".!?…:”" else told + "."


def write(report: Report) -> bytes:
    """The sheet for the loudspeaker as plain text: warnings, new notices, what papers say where the press differs."""
    office = report.office
    name = office.name or "cơ quan"
    out = [
        "BẢN ĐỌC LOA - DỰ THẢO DO MÁY SOẠN, CHƯA DUYỆT. Người phụ trách nghe đọc thử, gạch phần không dùng.",
        "",
        f"Thông tin của {spoken(name)}, {spoken(report.day_words)}.",
        "",
    ]
    parts = list(_parts(report))
    for title, told in parts:
        out += [title.upper(), *(line for text in told for line in lines(text)), ""]
    if not parts:
        out += ["Hôm nay không có nội dung cần đọc trên loa.", ""]
    return "\n".join(out).encode()


def _parts(report: Report) -> Iterator[tuple[str, list[str]]]:
    for number_, warning in enumerate(report.warnings, start=1):
        yield f"Cảnh báo lừa đảo, phần {to_words(number_)}", list(warning.text)
    if report.groups and report.groups[0].heading == "Chỉ đạo, chính sách mới":
        told = [f"{item.link.title}. {item.summary} (Theo {item.link.outlet})" for item in report.groups[0].items]
        yield "Thông báo mới", told
    if report.mismatches:
        told = [
            f"Theo {one.paper}, {one.point}: {''.join(piece.text for piece in one.passage)}"
            for one in report.mismatches
        ]
        yield "Quy định của văn bản, về việc báo chí viết khác", list(dict.fromkeys(told))
