"""The words that say what a number measures or counts, as data: measures, periods, counted nouns.

`COUNTED` maps the words of print to the noun that two texts can be compared by ("hộ dân", "hộ gia đình" → "hộ").
A noun that is missing here is no fault: its number is still read, with less confidence.
"""

from __future__ import annotations

from pipeline.language.normalise import unmarked

PERIODS = {
    "giờ": "hour", "ngày đêm": "day", "ngày": "day", "đêm": "night", "tuần lễ": "week", "tuần": "week", "tháng": "month", "quý": "quarter",
    "học kỳ": "semester", "học kì": "semester", "năm học": "school_year", "năm": "year", "vụ": "season", "mùa": "season",
}  # fmt: skip

# word → (canonical unit, factor); areas come out in m², the rest in the unit itself
AREAS = {
    "hecta": ("m2", 10_000), "héc-ta": ("m2", 10_000), "héc ta": ("m2", 10_000), "hec-ta": ("m2", 10_000), "ha": ("m2", 10_000),
    "mét vuông": ("m2", 1), "m2": ("m2", 1), "m 2": ("m2", 1), "km2": ("m2", 1_000_000), "ki-lô-mét vuông": ("m2", 1_000_000),
    "kilômét vuông": ("m2", 1_000_000), "kilomet vuông": ("m2", 1_000_000), "cây số vuông": ("m2", 1_000_000),
    "sào": ("sào", 1), "mẫu đất": ("mẫu", 1), "mẫu ruộng": ("mẫu", 1), "mẫu lúa": ("mẫu", 1), "mẫu ta": ("mẫu", 1), "mẫu tây": ("m2", 10_000),
    "công đất": ("công", 1), "công ruộng": ("công", 1), "công lúa": ("công", 1),
}  # fmt: skip
"""sào, mẫu and công differ by region (360, 497, 500, 1.000 m² …): never converted"""

MEASURES = {
    "kg": "kg", "kilôgam": "kg", "kilogam": "kg", "ki-lô-gam": "kg", "ký": "kg", "cân": "kg", "tấn": "tấn", "tạ": "tạ", "yến": "yến", "gam": "g", "gram": "g",
    "g": "g", "lít": "lít", "ml": "ml", "m3": "m3", "mét khối": "m3", "khối nước": "m3", "km": "km", "ki-lô-mét": "km", "kilômét": "km", "kilomet": "km",
    "cây số": "km", "hải lý": "hải lý", "mét": "m", "m": "m", "cm": "cm", "xăng-ti-mét": "cm", "mm": "mm", "kwh": "kWh", "số điện": "kWh", "kw": "kW",
    "mw": "MW", "kva": "kVA", "mva": "MVA", "kv": "kV", "°c": "°C", "độ c": "°C", "độ richter": "độ Richter", "độ": "độ", "mã lực": "mã lực", "cv": "CV", "mbps": "Mbps",
    "km/h": "km/h", "km/giờ": "km/h", "m/s": "m/s", "mm/h": "mm/h", "m3/s": "m3/s", "m3/giây": "m3/s", "lít/giây": "lít/s",
    "m3/ngày": "m3/ngày", "m3/ngày đêm": "m3/ngày",
}  # fmt: skip
ANYWHERE_MEASURES = {"m", "g", "cân", "ký", "mét", "cv"}
"""short or homonymous measures that need a digit number before them"""

CURRENCIES = {
    "usd": "USD", "đô la mỹ": "USD", "đô-la mỹ": "USD", "đôla": "USD", "đô la": "USD", "đô-la": "USD", "đô": "USD", "euro": "EUR", "eur": "EUR",
    "nhân dân tệ": "CNY", "yên nhật": "JPY", "won": "KRW", "bảng anh": "GBP",
}  # fmt: skip

_SYNONYMS = {
    "hộ": "hộ dân|hộ gia đình|hộ kinh doanh|hộ nghèo|hộ cận nghèo|hộ sản xuất|hộ tiểu thương|hộ nuôi|hộ trồng|gia đình|hộ",
    "người": "đầu người|người dân|người lao động|người khuyết tật|người cao tuổi|nhân khẩu|khẩu|nhân viên|nạn nhân|công nhân|lao động|cư dân|người",
    "lượt khách": "lượt du khách|lượt khách du lịch|lượt khách",
    "lượt người": "lượt người dân|lượt người", "lượt": "lượt",
    "học sinh": "học sinh tiểu học|học sinh|em học sinh", "em": "em nhỏ|cháu|em", "trẻ": "trẻ em|trẻ", "sinh viên": "sinh viên",
    "tàu": "tàu cá|tàu thuyền|tàu|chiếc tàu|chiếc thuyền|thuyền|ghe", "chiếc": "chiếc", "xe": "xe ô tô|ô tô|xe máy|xe bồn|xe tải|xe buýt|xe khách|xe",
    "căn": "căn nhà ở xã hội|căn nhà|căn hộ|căn|ngôi nhà", "nhà": "nhà dân|nhà", "phòng": "phòng học|phòng khách sạn|phòng trọ|phòng|buồng",
    "trường hợp": "trường hợp|ca mắc|ca nhiễm|ca bệnh|ca", "vụ": "vụ việc|vụ án|vụ cháy|vụ", "đơn vị": "đơn vị|cơ quan|tổ chức",
    "m2": "m2|mét vuông", "m3": "m3|mét khối|khối", "kg": "kg|ký|kilôgam|cân", "tấn": "tấn", "tạ": "tạ", "ha": "hecta|héc-ta|héc ta|ha", "sào": "sào",
    "km": "km|cây số", "m": "mét|m", "lít": "lít", "kWh": "kwh|số điện|ký điện|chữ điện",
    "lần": "lần", "đợt": "đợt", "suất": "suất", "phần": "phần quà|phần|suất quà", "thẻ": "thẻ", "hồ sơ": "bộ hồ sơ|hồ sơ", "giấy": "giấy", "đơn": "lá đơn|đơn",
    "bản": "bản", "tờ": "tờ", "trang": "trang", "con": "đầu con|con", "cây": "cây", "gốc": "gốc", "trứng": "trứng", "thùng": "thùng", "bao": "bao", "gói": "gói",
    "chai": "chai", "ly": "ly", "tô": "tô", "khẩu phần": "khẩu phần", "vé": "vé", "chỗ": "chỗ ngồi|chỗ", "gian hàng": "gian hàng|gian", "sạp": "quầy sạp|quầy|sạp|ki-ốt|kiốt",
    "lô": "lô đất|lô", "thửa": "thửa đất|thửa", "nền": "nền đất|nền", "dự án": "dự án", "công trình": "công trình", "phường": "phường", "xã": "xã",
    "khu phố": "khu phố", "thôn": "thôn", "tỉnh": "tỉnh thành|tỉnh", "huyện": "huyện", "trường": "trường học|điểm trường|trường", "lớp": "lớp học|lớp",
    "cơ sở": "cơ sở", "doanh nghiệp": "doanh nghiệp|công ty", "điểm": "điểm", "bãi": "bãi", "tuyến": "tuyến đường|tuyến phố|tuyến", "trạm": "trạm bơm|trạm", "cầu": "cây cầu",
    "giáo viên": "giáo viên|thầy cô", "cán bộ": "cán bộ|công chức|viên chức|chiến sĩ|chiến sỹ|dân quân", "đại biểu": "đại biểu", "hội viên": "hội viên|đoàn viên|thành viên",
    "thuyền viên": "thuyền viên", "ngư dân": "ngư dân", "nông dân": "nông dân", "bệnh nhân": "bệnh nhân", "khách": "du khách|hành khách|khách hàng|khách", "tiểu thương": "tiểu thương",
    "vận động viên": "vận động viên", "diễn viên": "diễn viên", "đội": "đội", "tổ": "tổ", "nhóm": "nhóm", "đoàn": "đoàn", "chuyến": "chuyến", "bộ": "bộ", "cuốn": "cuốn|quyển",
    "bữa": "bữa ăn|bữa", "tin": "tin nhắn|tin", "bài": "bài", "ý kiến": "ý kiến", "phiếu": "phiếu", "cuộc": "cuộc gọi|cuộc họp|cuộc", "buổi": "buổi", "tiết": "tiết học|tiết", "môn": "môn",
    "tầng": "tầng", "cửa": "cửa", "máy": "máy", "thiết bị": "thiết bị", "bóng": "bóng đèn", "giường": "giường bệnh|giường", "mũi": "mũi", "liều": "liều", "mẫu xét nghiệm": "mẫu",
    "bàn": "bàn thắng|bàn", "huy chương": "huy chương", "giải": "giải", "nhân chứng": "nhân chứng", "chữ": "chữ", "tiêu chí": "tiêu chí|chỉ tiêu",
    "thủ tục": "thủ tục", "nhiệm vụ": "nhiệm vụ", "nội dung": "nội dung", "trụ sở": "trụ sở", "lồng": "lồng bè|lồng", "bè": "bè", "luồng": "luồng", "làn": "làn xe|làn", "tài khoản": "tài khoản",
    "cổng": "cổng", "camera": "camera", "container": "container", "teu": "teu", "ki-ốt": "ki ốt", "mộ": "ngôi mộ|mộ", "ngôi": "ngôi", "bậc": "bậc", "khoản": "khoản",
    "địa chỉ": "địa chỉ",
    "nhà ga": "nhà ga",
    "nhà máy": "nhà máy",
    "nhà hàng": "nhà hàng",
    "nhà văn hóa": "nhà văn hóa",
    "nhà khoa học": "nhà khoa học",
    "nhà đầu tư": "nhà đầu tư",
    "nhà báo": "nhà báo",
    "nhà thuốc": "nhà thuốc",
    "nhà trọ": "nhà trọ",
    "công dân": "công dân",
    "văn phòng": "văn phòng",
    "mặt bằng": "mặt bằng", "mục": "mục", "điều": "điều",
}  # fmt: skip
COUNTED = {word: canon for canon, words in _SYNONYMS.items() for word in words.split("|")}
LOCATED = {"tuyến", "phường", "xã", "trang", "trạm", "điểm", "khu phố", "thôn", "tỉnh", "huyện", "lô", "thửa"}
"""after "trên" these are where something is, not what there is more of: "trên 3 tuyến đường" """


def alternation(words: object, *, bare: bool = False) -> str:
    """A regex alternation, longest word first."""
    chosen = {unmarked(str(w)) if bare else str(w) for w in words}  # type: ignore[attr-defined]
    return "|".join(sorted((w.replace(".", r"\.") for w in chosen), key=len, reverse=True))


def lookup(table: dict[str, object], word: str) -> object | None:
    """The entry of a word that may have been matched without its marks."""
    if word in table:
        return table[word]
    return next((value for name, value in table.items() if unmarked(name) == word), None)
