"""A crowd of official passages and pages, generated: real in form and in the spread of their words, invented in content."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator

from pipeline.records import Article, Claim, Evidence, Tags

SERVICES = (
    "trông giữ xe đạp", "trông giữ xe máy", "thuê quầy chợ", "thuê nhà văn hóa", "học bơi", "tham quan di tích", "cấp bản sao trích lục", "đăng ký tàu cá", "nước tưới vụ hè",
    "vệ sinh vỉa hè", "thu gom rác cồng kềnh", "bến thuyền", "giữ trẻ ngoài giờ", "xe buýt nội thị", "khám mắt", "tiêm phòng dại", "chợ đêm", "bãi tắm công cộng", "thư viện lưu động",
    "sân bóng mini", "mượn hội trường", "đo đạc địa chính", "dạy nghề đan lưới", "cải táng", "chiếu sáng hẻm", "thoát nước", "nhà trọ công nhân", "quay phim", "treo băng rôn", "sơn cửa hiệu",
)  # fmt: skip
GROUPS = (
    "hộ nghèo", "hộ cận nghèo", "người cao tuổi", "người khuyết tật", "học sinh tiểu học", "học sinh trung học cơ sở", "sinh viên", "ngư dân", "diêm dân", "tiểu thương", "hộ kinh doanh ăn uống",
    "cơ sở lưu trú", "người thuê trọ", "gia đình có công", "lao động mất việc", "khách đoàn", "chủ ghe", "nông dân trồng nho",
)  # fmt: skip
PLACES = (
    "Cà Ná",
    "Phước Dinh",
    "Vĩnh Hải",
    "Ninh Phước",
    "Thuận Nam",
    "Bác Ái",
    "Cam Lâm",
    "Diên Khánh",
    "Vạn Ninh",
    "Ninh Hòa",
)
FORMS = (
    "Mức thu {service} đối với {group} là {amount} đồng/{unit}.",
    "{group} được giảm {percent}% giá {service} khi nộp đủ giấy tờ trước ngày {day} tháng {month} năm 2027.",
    "Thời hạn giải quyết hồ sơ {service} của {group} là {days} ngày làm việc.",
    "{group} đăng ký {service} tại Trung tâm Phục vụ hành chính công xã {place}.",
    "Hỗ trợ {group} tham gia {service} {amount} đồng/người/tháng, trong {days} tháng.",
    "{service} phục vụ {group} từ {hour} giờ đến {until} giờ hằng ngày.",
    "Không thu tiền {service} đối với {group} trong năm 2027.",
)
CLAIMS = (
    "{group} ở xã {place} trả {amount} đồng cho {service}",
    "{group} được giảm {percent}% giá {service}",
    "Hồ sơ {service} của {group} có kết quả sau {days} ngày làm việc",
    "Từ tháng tới, {service} mở cửa từ {hour} giờ đến {until} giờ",
)
DAY = dt.date(2026, 11, 20)


def _fill(form: str, chance: random.Random) -> str:
    hour = chance.randrange(5, 12)
    return form.format(
        service=chance.choice(SERVICES), group=chance.choice(GROUPS), place=chance.choice(PLACES),
        amount=f"{chance.randrange(2, 900)}.000", unit=chance.choice(("lượt", "tháng", "người", "hộ")),
        percent=chance.randrange(5, 95, 5), day=chance.randrange(1, 29), month=chance.randrange(1, 13),
        days=chance.randrange(2, 30), hour=hour, until=hour + chance.randrange(2, 12),
    )  # fmt: skip


def passages(count: int, seed: int = 7) -> Iterator[Evidence]:
    """`count` passages in papers of twenty points."""
    chance = random.Random(seed)
    title = ""
    for i in range(count):
        paper, point = divmod(i, 20)
        if point == 0:
            title = f"Quy định về {chance.choice(SERVICES)} và {chance.choice(SERVICES)} tại xã {chance.choice(PLACES)}"
        text = _fill(chance.choice(FORMS), chance)
        text = text[0].upper() + text[1:]
        yield Evidence(
            f"p{paper}", f"{paper}/2026/QĐ-UBND", title, "UBND xã", f"Điều {point + 1}", text, "", "in_force", DAY, DAY, None, (),
        )  # fmt: skip


def claims(count: int, seed: int = 11) -> Iterator[Claim]:
    """`count` claims about what the passages rule."""
    chance = random.Random(seed)
    for i in range(count):
        text = _fill(chance.choice(CLAIMS), chance)
        text = text[0].upper() + text[1:]
        yield Claim(f"c{i}", "a", text, 0, f"Tin vắn xã {chance.choice(PLACES)}. {text}", DAY, ())


def changed(
    articles: list[Article], tags: dict[str, Tags], count: int, seed: int = 3
) -> Iterator[tuple[Article, Tags]]:
    """The given pages again and again until there are `count`, with other numbers, places and names of things."""
    chance = random.Random(seed)
    for i in range(count):
        page = articles[i % len(articles)]
        if i < len(articles):
            yield page, tags[page.id]
            continue
        key = f"{page.id}-{i}"
        moment = (page.published or page.first_seen) + dt.timedelta(minutes=chance.randrange(600))
        again = Article(
            key, page.source, page.outlet, f"{page.url}?n={i}", _other(page.title, chance), moment, None,
            _other(page.text, chance), moment,
        )  # fmt: skip
        one = tags[page.id]
        yield again, Tags(
            key, one.item_type, one.protected, one.topic, one.places, one.sentiment, one.about_local_policy, one.ground,
        )  # fmt: skip


OURS = ("Phan Rang", "Đông Hải", "Ninh Chử", "Bảo An", "Đô Vinh")
NAMES = (
    "Hòa Bình",
    "Sông Trâu",
    "Lê Lợi",
    "Mỹ Hòa",
    "Tân Sơn",
    "Bình Minh",
    "An Thạnh",
    "Gò Đền",
    "Trường Sa",
    "Cây Da",
)
_CAPITAL = "[" + "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper()) + "]"
_NAMED = re.compile(
    rf"\b(chợ|cầu|đường|trường|sông|bến|đập|hẻm|kênh|trạm|công viên|công ty|nhà máy|khu phố) ({_CAPITAL}\w*(?: {_CAPITAL}\w*)*)"
)
"""things that have a name of their own: markets, bridges, streets, schools, companies"""


def _other(text: str, chance: random.Random) -> str:
    shift = chance.randrange(1, 9)
    digits = "".join(str((int(c) + shift) % 10) if c in "123456789" and chance.random() < 0.7 else c for c in text)
    for place in OURS:
        if chance.random() < 0.5:
            digits = digits.replace(place, chance.choice(OURS))
    return _NAMED.sub(lambda m: f"{m[1]} {chance.choice(NAMES) if m[2] not in OURS else m[2]}", digits)
