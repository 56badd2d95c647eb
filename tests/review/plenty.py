"""More flags than the sample has: an invented price list and pages of the press that say other prices."""

from __future__ import annotations

import datetime as dt
import hashlib

from pipeline.records import (
    Article,
    Capture,
    Claim,
    Difference,
    Document,
    Entry,
    Evidence,
    Flag,
    Match,
    Passage,
    Referral,
    Tags,
)
from pipeline.store import Store
from pipeline.workflow.similar import alarm_key, basis

from .conftest import DAY, NOW

GOODS = ("gửi xe đạp", "gửi xe máy", "thuê quầy cá", "thuê quầy rau", "nước sạch", "đổ rác", "vào bãi tắm", "gửi ô tô",
         "thuê ki-ốt", "học bơi", "bến ghe", "kho lạnh")  # fmt: skip
ISSUER, NUMBER = "UBND phường Phan Rang", "30/2026/QĐ-UBND"
SCAM = "Chuyển 3 triệu đồng tiền cọc vào tài khoản {n} trong hôm nay, đọc mã OTP để giữ suất."


def paper() -> Document:
    """The price list."""
    points = tuple(
        Passage("gia", f"Điều 1, khoản {n}", f"Giá {name} là {n + 2}.000 đồng một lượt.")
        for n, name in enumerate(GOODS, start=1)
    )
    return Document("gia", "quyet_dinh", NUMBER, ISSUER, "Giá dịch vụ tại chợ và bãi", DAY, DAY, None, "in_force",
                    ("phan_rang",), (), "gia.txt", points)  # fmt: skip


def page(store: Store, key: str, title: str, text: str, **tags) -> Article:
    """A page of the press, stored as a pass stores it."""
    url = f"https://bao.example/{key}.html"
    body = text.encode()
    seal = hashlib.sha256(body).hexdigest()
    store.import_page(url, Capture("bao", url, url, 200, (), NOW, body, seal), Entry("bao", url, title), NOW)
    made = Article(key, "bao", "Báo Ven Biển", url, title, NOW, None, text, NOW, capture=seal)
    kept = store.save_reading(seal, url, "1", made, None)
    told = {"item_type": "news_report", "protected": False, "topic": "thue_phi", "ground": None} | tags
    store.save_tags(Tags(key, places=("phan_rang",), sentiment="neu", about_local_policy=True, **told))
    return kept


def compared(n: int, key: str, when: dt.date = DAY) -> tuple[str, Claim, Match]:
    """The text of a page, its claim and the match with the price list."""
    name, point = GOODS[n % len(GOODS)], n % len(GOODS) + 1
    said, rule = f"{n + 7}.000 đồng", f"{point + 2}.000 đồng"
    told = f"Từ tháng này, giá {name} ở phường Phan Rang là {said} một lượt."
    text = f"Ban quản lý chợ vừa thông báo một số khoản thu.\n{told} Người dân nộp tại quầy và lấy biên lai."
    passage = f"Giá {name} là {rule} một lượt."
    proof = Evidence("gia", NUMBER, "Giá dịch vụ tại chợ và bãi", ISSUER, f"Điều 1, khoản {point}", passage, "",
                     "in_force", DAY, DAY, None, ("phan_rang",))  # fmt: skip
    start, at = told.index(said), passage.index(rule)
    difference = Difference("amount_mismatch", said, rule, (start, start + len(said)), (at, at + len(rule)))
    claim = Claim(f"c-{key}", key, told, text.index(told), told, when, ("phan_rang",), "thue_phi")
    slots = ("đối tượng", "nơi", "thời điểm", "đơn vị")
    return text, claim, Match(claim.id, "mismatch", proof, (difference,), "khác mức tiền", 0.9, slots)


def add(store: Store, count: int) -> None:
    """`count` pages with a flag each, and two scams that triage proposes to refer, beside what stands."""
    store.add_document(paper(), b"gia", "analyst", NOW)
    flags = store.flags()
    for n in range(count):
        key = f"gia-{n}"
        text, claim, match = compared(n, key)
        page(store, key, f"Chợ thu thêm tiền {GOODS[n % len(GOODS)]}, tin số {n + 1}", text)
        store.save_checks(key, "1", [claim], [match])
        flags.append(Flag(f"f-{key}", "correction", key, claim.id, "mismatch", "amount_mismatch", 0.95 - n / 1000, NOW,
                          basis(claim, match), alarm_key(claim, match)))  # fmt: skip
    scams = [
        page(store, f"rao-{n}", f"Nhận suất ưu đãi đợt {n}", f"Còn vài suất.\n{SCAM.format(n=n)}",
             item_type="scam_impersonation", ground="scam_payment_credential", topic="an_ninh_lua_dao")
        for n in (1, 2)
    ]  # fmt: skip
    store.replace_flags(flags, [Referral(one.id, one.url, "scam_payment_credential") for one in scams], "1", NOW)
