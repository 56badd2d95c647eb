"""Parts of a whole and halves of a measure: "một nửa", "2/3 số hộ", "18/25 hộ", "nửa héc-ta", "ba cây rưỡi"."""

from __future__ import annotations

from pipeline.language import bounds, durations, units
from pipeline.language.normalise import unmarked
from pipeline.language.numbers import from_words
from pipeline.language.numerals import whole
from pipeline.language.rates import COUNTED, WORD_END, Quantity, unit_of
from pipeline.language.scan import Pattern, Scan

_WHOLLY = Pattern(r"(?<!\w)trăm phần trăm(?!\w)")
_COLLOQUIAL_KM = Pattern(
    r"(?<!\w)(?P<a>\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) cây (?:số )?(?P<b>\d|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|rưỡi)(?: trăm)?(?: mét)?(?!\w)(?! (?:cầu|xanh|nho))"
)
_METRES = Pattern(
    r"(?<![\w/.,-])(?P<a>\d{1,2}) ?(?:m|mét) ?(?P<b>\d{1,2})(?![\w/%]|[.,-]\d| (?:cái|cây|con|người|ngày|tháng|năm|giờ|phút|tấm|chiếc))"
)
"""a length as it is said: "cao 1m65", "sâu 2m5" """
_ONES = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín"
_METRES_ALOUD = Pattern(
    rf"(?<!\w)(?<!mươi )(?<!mười )(?<!trăm )(?<!nghìn )(?<!ngàn )(?<!linh )(?<!lẻ )(?<!phẩy )(?P<a>(?:(?:{_ONES}) mươi|mười) (?:{_ONES}|mốt|tư|lăm|nhăm)|(?:{_ONES}) mươi|{_ONES}|mười|\d{{1,2}}) mét "
    rf"(?:(?P<cm>(?:{_ONES})(?: mươi)? (?:{_ONES}|mốt|tư|lăm|nhăm)|mười(?: (?:{_ONES}|lăm|nhăm))?|(?:{_ONES}) mươi|(?:linh|lẻ) (?:{_ONES}))"
    r"|(?P<dm>mốt|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín))(?!\w)"
    rf"(?! (?:{COUNTED}|{units.alternation(units.MEASURES)}|mươi|rưỡi|trăm|nghìn|ngàn|triệu|phẩy|phần|vuông|khối|\d|bên|đầu|phía|chiều|mặt|mé|"
    r"hàng|dãy|đứa|thứ|ngày|tuần|tháng|quý|năm|giờ|phút|nay|này|ngoái|trước|sau|tới|qua|rồi|học|cái|tấm|viên|miếng|khúc|đoạn|ống|cọc|trụ|hố)(?!\w))"
)
"""a length spoken in words: "hai mét bảy" is 2,7 m, "một mét mười lăm" 1,15 m; a word that is counted behind it ends it"""
_LONG = Pattern(r"(?<!\w)(?:cao|dài|sâu|ngang|ngập|dâng|lún|dày|đường kính)(?: [^\W\d]+){0,3} $")
_SLASH_FRACTION = Pattern(
    r"(?<![\w/.,-])(?<!ngày )(?P<a>\d{1,2})/(?P<b>\d{1,2})(?= (?P<of>vốn(?! (?:dĩ|là))|cổ phần|tài sản|doanh thu|công suất|chiều dài|số|diện tích|dân số|tổng|quãng|thời gian|chi phí|mức|giá|lượng|kinh phí|thu nhập|hộ|cử tri|thành viên|"
    r"sản lượng|khối lượng|tiền|ngân sách|đại biểu|học phí|lương))"
)
_OUT_OF = Pattern(
    rf"(?<![\w/.,-])(?P<a>\d{{1,3}}(?:\.\d{{3}})+|\d{{1,5}})/(?P<b>\d{{1,3}}(?:\.\d{{3}})+|\d{{1,5}}) (?P<u>{COUNTED})(?!\w)"
)
"""so many of so many: "18/25 hộ" """
_HALF = Pattern(
    r"(?<!\w)(?:một nửa|phân nửa|nửa(?= (?:số|tiền|giá|mức|học phí|chi phí|phí|diện tích|dân số)))(?!\w)(?! (?:triệu|tỷ|ngày|tháng|năm|giờ|tiếng))"
)
_HALF_MEASURE = Pattern(
    rf"(?<!\w)nửa (?P<u>{units.alternation(units.AREAS)}|ký|kg|cân|tấn|tạ|lít|cây số|km|mét)(?![^\W_])"
)
_HALF_SPAN = Pattern(
    rf"(?<!\w)(?:một )?nửa (?P<u>thế kỷ|thập kỷ|thập niên|năm|tháng|ngày|giờ|tiếng)(?: đồng hồ)?{WORD_END}(?! (?:đầu|cuối|sau))"
)


def shares(scan: Scan) -> list[Quantity]:
    """ "một nửa", "nửa tháng", "2/3 số hộ": no number word of their own, or one that would be misread."""
    found = []
    for m in _WHOLLY.of(scan).finditer(scan.body):
        found.append(Quantity(m.start(), m.end(), "percent", 100, bound=bounds.of(scan, m.start(), m.end())))
    for m in _COLLOQUIAL_KM.of(scan).finditer(scan.body):
        whole_km, tenth = from_words(m["a"]), 5 if m["b"] in ("rưỡi", "ruoi") else from_words(m["b"])
        if whole_km and tenth:
            length = whole(float(whole_km) + float(tenth) / 10)
            found.append(Quantity(m.start(), m.end(), "number", length, "km", confidence=0.7))
    for m in _METRES.of(scan).finditer(scan.body):
        if m["b"] not in ("2", "3") or _LONG.of(scan).search(scan.before(m.start(), 32)):
            length = whole(int(m["a"]) + int(m["b"]) / 10 ** len(m["b"]))
            limit = bounds.of(scan, m.start(), m.end())
            found.append(Quantity(m.start(), m.end(), "number", length, "m", bound=limit, confidence=0.8))
    for m in _METRES_ALOUD.of(scan).finditer(scan.body) if " mét " in scan.body or " met " in scan.body else ():
        metres, part = from_words(m["a"]), _centimetres(m["cm"], m["dm"])
        if metres and part:
            limit = bounds.of(scan, m.start(), m.end())
            length = whole(float(metres) + part / 100)
            found.append(Quantity(m.start(), m.end(), "number", length, "m", bound=limit, confidence=0.8))
    for m in _HALF.of(scan).finditer(scan.body):
        found.append(Quantity(m.start(), m.end(), "percent", 50, bound=bounds.of(scan, m.start(), m.end())))
    for m in _HALF_SPAN.of(scan).finditer(scan.body):
        unit = str(next(u for u in durations.UNITS if m["u"] in (u, unmarked(u))))
        value = durations.iso(0.5, unit)
        if value:
            found.append(Quantity(m.start(), m.end(), "duration", value, bound=bounds.of(scan, m.start(), m.end())))
    for m in _HALF_MEASURE.of(scan).finditer(scan.body):
        limit = bounds.of(scan, m.start(), m.end())
        area = next((e for w, e in units.AREAS.items() if m["u"] in (w, unmarked(w))), None)
        if area:
            measure = None if area[0] == "m2" else area[0]
            found.append(Quantity(m.start(), m.end(), "area", whole(0.5 * area[1]), measure, bound=limit))
        else:
            found.append(Quantity(m.start(), m.end(), "number", 0.5, unit_of(m["u"]), bound=limit))
    if "/" in scan.body:
        for m in _OUT_OF.of(scan).finditer(scan.body):
            some, all_of = int(m["a"].replace(".", "")), int(m["b"].replace(".", ""))
            if some <= all_of and not _is_share(some, all_of):
                noun = unit_of(m["u"])
                found.append(Quantity(m.start(), m.end("a"), "number", some, noun))
                found.append(Quantity(m.start("b"), m.end(), "number", all_of, noun))
        for m in _SLASH_FRACTION.of(scan).finditer(scan.body):
            if 0 < int(m["a"]) < int(m["b"]) and (m["of"] not in ("hộ", "ho") or int(m["b"]) <= 5):
                share = whole(round(100 * int(m["a"]) / int(m["b"]), 2))
                found.append(Quantity(m.start(), m.end(), "percent", share, bound=bounds.of(scan, m.start(), m.end())))
    found = [q for q in found if scan.free(q.start, q.end)]
    for quantity in found:
        scan.take(quantity.start, quantity.end)
    return found


def _centimetres(hundredths: str | None, tenths: str | None) -> int:
    """What stands behind the metres: "bảy" is 70 cm, "bảy lăm" and "bảy mươi lăm" 75, "lẻ năm" 5; 0 when it is unclear."""
    words = tenths or (hundredths or "").replace("linh ", "").replace("lẻ ", "").replace("le ", "")
    number = from_words({"mốt": "một", "mot": "một", "tư": "bốn", "tu": "bốn"}.get(words, words))
    return int(number or 0) * (10 if tenths else 1)


def _is_share(some: int, all_of: int) -> bool:
    """ "1/3 hộ" is a third of them, "18/25 hộ" eighteen of twenty-five."""
    return all_of <= 5 and some != all_of
