"""A day of the sample press as rows, made from its labels: what a faultless pass would have stored."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from pipeline.config import OfficeInfo
from pipeline.records import Article, Claim, Difference, Evidence, Flag, Health, Match, Source, Tags
from pipeline.report.model import Finding, Rows
from pipeline.sample.press import load

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
OFFICE = OfficeInfo(
    name="Ủy ban nhân dân phường Phan Rang",
    unit="Phòng Văn hóa - Xã hội",
    place="Phan Rang",
    recipients=("Như trên", "Chủ tịch UBND phường (để báo cáo)", "Lưu: VT, VHXH"),
    signer_title="TRƯỞNG PHÒNG",
    reviewer_title="Công chức văn hóa - thông tin",
    spokesperson_title="Chủ tịch UBND phường",
    abbreviation="VHXH",
)
ROW = "Xe mô tô, xe gắn máy: ban ngày 3.000; ban đêm 5.000; theo tháng 70.000 (đồng/xe)"
PASSAGES = {
    ("M1", "Điều 2, bảng, dòng 2"): ROW,
    ("M1", "Điều 5, khoản 1"): "1. Quyết định này có hiệu lực từ ngày 15 tháng 12 năm 2026.",
    (
        "M1",
        "Điều 1, khoản 1",
    ): "1. Quyết định này quy định giá dịch vụ trông giữ xe tại các điểm trông giữ xe công cộng "
    "trên địa bàn các phường Phan Rang, Đông Hải, Ninh Chử.",
    ("M2", "Mục II.1"): "1. Đối tượng: trẻ từ 18 tháng tuổi đến 5 tuổi đang sinh sống trên địa bàn phường Phan Rang.",
    ("M2", "Mục II.2"): "2. Thời gian: ngày 21 và ngày 22 tháng 11 năm 2026, từ 07 giờ 30 đến 11 giờ.",
    ("M2", "Mục II.4"): "4. Số lượng: dự kiến 640 trẻ.",
}
ISSUERS = {"M1": "UBND tỉnh Khánh Hòa", "M2": "UBND phường Phan Rang", "M3": "UBND phường Đông Hải"}


def moment(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def build() -> Rows:
    outlets, items = load()
    names = {outlet.id: outlet for outlet in outlets}
    gold = {row["id"]: row for row in map(json.loads, (SAMPLE / "gold.jsonl").read_text("utf-8").splitlines())}
    papers = {row["id"]: row for row in map(json.loads, (SAMPLE / "documents.jsonl").read_text("utf-8").splitlines())}
    articles, tags, stories, findings, verdicts = [], {}, {}, [], {}
    for item in items:
        row = gold[item.id]
        outlet = names[item.outlet]
        text = "\n".join(item.paragraphs)
        seen = item.visible_from + dt.timedelta(minutes=20)
        version = 2 if item.edited else 1
        url = f"https://{outlet.host}{item.path}"
        article = Article(
            item.id, outlet.id, outlet.name, url, item.title, item.published, item.edited, text, seen, version
        )
        articles.append(article)
        ground = row["refer"]
        tags[item.id] = Tags(
            item.id,
            row["item_type"],
            row["protected"],
            row["topic"],
            tuple(row["places"]),
            row["sentiment"],
            row["about_local_policy"],
            ground,
        )
        stories[item.id] = row["story"]
        verdicts[item.id] = tuple(claim["verdict"] for claim in row["claims"])
        for number, claim in enumerate(row["claims"]):
            if not claim["flag"]:
                continue
            paper = papers[claim["document"]]
            key = f"{item.id}-{number}"
            said = Claim(key, item.id, claim["text"], claim["start"], claim["text"], item.published.date(), ())
            words = PASSAGES.get((claim["document"], claim["point"]), claim["official_value"])
            at = words.find(claim["official_value"])
            begin = claim["text"].find(claim["claim_value"])
            difference = Difference(
                claim["code"],
                claim["claim_value"],
                claim["official_value"],
                (begin, begin + len(claim["claim_value"])) if begin >= 0 else None,
                (at, at + len(claim["official_value"])) if at >= 0 else None,
            )
            issued = dt.date.fromisoformat(paper["issued"])
            effective = dt.date.fromisoformat(paper["effective_from"]) if paper["effective_from"] else None
            evidence = Evidence(
                claim["document"],
                paper["number"],
                "",
                ISSUERS.get(claim["document"], "tỉnh Khánh Hòa"),
                claim["point"],
                words,
                "",
                "in_force",
                issued,
                effective,
                None,
                (),
            )
            match = Match(key, claim["verdict"], evidence, (difference,), "", aligned=("đối tượng", "nơi", "đơn vị"))
            flag = Flag(f"flag{key}", "correction", item.id, key, claim["verdict"], claim["code"], 1.0, seen)
            findings.append(Finding(flag, said, match))
    health = (
        Health("nang_bien", "https://nangbien.example/rss", "feed", "ok", None, 4, (), moment(11, 17)),
        Health("trien_cat", "https://triencat.example/atom", "feed", "failed", "hết giờ", 0, (), moment(11, 17, 1)),
    )
    sources = tuple(Source(o.id, o.name, o.kind, f"https://{o.host}/") for o in outlets)  # type: ignore[arg-type]
    return Rows(
        office=OFFICE,
        watched=("phan_rang", "dong_hai", "ninh_chu", "bao_an", "do_vinh", "khanh_hoa"),
        articles=tuple(articles),
        tags=tags,
        stories=stories,
        findings=tuple(findings),
        verdicts=verdicts,
        health=health,
        sources=sources,
        papers=0,
        chain_head="0123456789abcdef",
    )


@pytest.fixture(scope="session")
def rows() -> Rows:
    return build()
