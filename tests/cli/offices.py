"""An office's folder with a filled store, for the tests of the commands."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from pipeline.cli.init import create
from pipeline.config import load_office
from pipeline.records import (
    AddressState,
    Article,
    Capture,
    Claim,
    Difference,
    Document,
    Entry,
    Evidence,
    Flag,
    Health,
    Match,
    Passage,
    Referral,
    Stamp,
    Tags,
)
from pipeline.store import Store, open_store

NOW = dt.datetime(2026, 11, 20, 0, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 20)
NUMBER = "71/2026/QĐ-UBND"
DOCUMENT = Document(
    *("d1", "quyet_dinh", NUMBER, "UBND tỉnh Khánh Hòa", "Giá thu gom rác", DAY, DAY, None, "in_force"),
    *(("khanh_hoa",), (), "qd.docx", (Passage("d1", "Điều 2", "Hộ gia đình 32.000 đồng/hộ/tháng."),)),
)
EVIDENCE = Evidence(
    *("d1", NUMBER, "Giá thu gom rác", "UBND tỉnh Khánh Hòa", "Điều 2", "Hộ gia đình 32.000 đồng/hộ/tháng.", ""),
    *("in_force", DAY, DAY, None, ("khanh_hoa",)),
)


def office(folder: Path) -> Store:
    """A fresh office and its open store."""
    create(folder)
    return open_store(load_office(folder).store.url, clock=lambda: NOW)


def add_article(
    store: Store, key: str, *, protected: bool = False, tagged: bool = True, text: str = "42.000 đồng."
) -> str:
    """An article with a capture, tags, a claim and its match; returns its address."""
    url = f"https://bao.example/{key}.html"
    entry = Entry("bao", url, f"Tin {key}", Stamp(NOW, "feed"))
    seen = Health("bao", "https://bao.example/rss", "feed", "ok", None, 1, (entry.title,), NOW)
    store.save_announcement(AddressState("bao", seen.url, "feed"), seen, [(url, entry)], None, NOW)
    body = f"<p>{key} {text}</p>".encode()
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    capture = Capture("bao", url, url, 200, headers, NOW, body, hashlib.sha256(body).hexdigest())
    store.save_page(url, capture, "fetched", None, None, NOW)
    article = Article(key, "bao", "Báo Thử", url, entry.title, NOW, None, text, NOW, capture=capture.sha256)
    store.save_reading(capture.sha256, url, "1", article, None)
    if tagged:
        kind = "opinion_criticism" if protected else "news_report"
        store.save_tags(Tags(key, kind, protected, "rac_moi_truong", ("phan_rang",), "neg", True, version="1"))
    claim = Claim(f"k-{key}", key, text, 0, text, DAY, ("phan_rang",))
    difference = Difference("amount_mismatch", "42.000 đồng", "32.000 đồng", (0, 11), (12, 23))
    store.save_checks(key, "1", [claim], [Match(claim.id, "mismatch", EVIDENCE, (difference,), "Không khớp")])
    return url


def filled(folder: Path) -> Store:
    """An office with one open article, one protected, one not yet tagged; each with flags and a proposal."""
    store = office(folder)
    store.add_document(DOCUMENT, b"PK", "analyst", NOW)
    add_article(store, "a1")
    add_article(store, "p1", protected=True)
    add_article(store, "u1", tagged=False)
    keys = ("a1", "p1", "u1")
    store.replace_stories(dict.fromkeys(keys, "s1"))
    flags = [
        Flag(f"{lane}-{key}", lane, key, f"k-{key}", "mismatch", "amount_mismatch", 0.5, NOW)  # type: ignore[arg-type]
        for key in keys
        for lane in ("correction", "look")
    ]
    referrals = [Referral(key, f"https://bao.example/{key}.html", "scam_payment_credential") for key in keys]
    store.replace_flags(flags, referrals, "1", NOW)
    return store
