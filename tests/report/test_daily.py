"""The report of a day: sections, protection, determinism, and the same words in every format."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import re

import docx
import pypdfium2
import pytest
from bs4 import BeautifulSoup

from pipeline import report as reports
from pipeline.report import outline
from pipeline.report.blocks import Paragraph
from pipeline.report.compose import daily, extract_of
from pipeline.report.findings import pieces
from pipeline.report.formatting import lines
from pipeline.report.model import SECTIONS

DAY = dt.date(2026, 11, 11)


@pytest.fixture(scope="module")
def made(rows):
    return daily(rows, DAY)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def words_of(made) -> dict[str, str]:
    html = BeautifulSoup(reports.WRITERS["html"](made), "html.parser")
    for style in html("style"):
        style.decompose()
    paper = docx.Document(io.BytesIO(reports.WRITERS["docx"](made)))
    return {
        "html": flat(html.get_text(" ")),
        "docx": flat(" ".join(paragraph.text for paragraph, _ in lines(paper))),
        "txt": flat(reports.WRITERS["txt"](made).decode()),
        "json": flat(json.dumps(json.loads(reports.WRITERS["json"](made)), ensure_ascii=False)),
    }


def test_the_first_line_says_what_to_decide(made):
    assert made.summary[0].startswith(f"{len(made.mismatches)} nội dung không khớp văn bản cần quyết định hôm nay")
    assert len(made.summary) <= 5


def test_mismatches_of_the_day_come_first_and_earlier_ones_are_carried(made):
    carried = [entry.carried for entry in made.mismatches]
    assert carried == sorted(carried)
    assert carried[0] is False
    assert carried[-1] is True


def test_a_silently_corrected_page_is_done_not_to_be_decided(made):
    assert any("Gửi xe qua đêm" in line and "8.000 đồng một lượt" in line for line in made.done)
    assert all("8.000 đồng" not in entry.claim_value for entry in made.mismatches)


def test_protected_items_are_read_or_answered_and_never_flagged(rows, made):
    protected = {article.title for article in rows.articles if rows.tags[article.id].protected}
    assert {entry.link.title for entry in made.mismatches}.isdisjoint(protected)
    assert [complaint.link.title for complaint in made.complaints] == [
        "Đường vào trường mầm non ngập, phụ huynh lội nước đón con"
    ]
    answered = next(group for group in made.groups if group.heading == "Vấn đề báo chí nêu cần trả lời")
    assert [item.link.title for item in answered.items] == ["Mong bến cá có thêm một chỗ gửi xe"]
    assert all(not item.mismatches for item in answered.items)


def test_a_flag_on_a_protected_item_would_not_be_shown(rows, made):
    flagged = {finding.flag.article for finding in rows.findings}
    tags = {key: dataclasses.replace(tag, protected=True) if key in flagged else tag for key, tag in rows.tags.items()}
    assert daily(dataclasses.replace(rows, tags=tags), DAY).mismatches == ()


def test_the_look_lane_never_stands_in_a_report(rows):
    findings = tuple(dataclasses.replace(one, flag=dataclasses.replace(one.flag, lane="look")) for one in rows.findings)
    assert daily(dataclasses.replace(rows, findings=findings), DAY).mismatches == ()


def test_tone_changes_nothing(rows, made):
    tags = {key: dataclasses.replace(tag, sentiment="neg") for key, tag in rows.tags.items()}
    assert daily(dataclasses.replace(rows, tags=tags), DAY) == made


def test_satire_adverts_and_scams_are_not_in_the_digest(rows):
    made = daily(rows, dt.date(2026, 11, 10))
    titles = [item.link.title for group in made.groups for item in group.items]
    assert not any("ngắm trăng" in title or "Nhận ngay" in title for title in titles)
    assert [warning.link.title for warning in made.warnings] == [
        "Nhận ngay 4,5 triệu đồng tiền hỗ trợ học nghề trong ngày"
    ]
    assert "350.000" not in " ".join(made.warnings[0].text)


def test_a_copy_is_one_item_of_the_digest(rows):
    made = daily(rows, dt.date(2026, 11, 9))
    parking = [item for group in made.groups for item in group.items if "giữ xe" in item.link.title.lower()]
    news = [item for item in parking if item.link.title.startswith("Ba phường")]
    assert len(news) == 1
    assert "Nhật báo Triền Cát" in [other.outlet for other in news[0].others]


def test_every_format_says_the_same(made):
    """The two pages and, with the full lists behind them, every mismatch with both texts."""
    whole = reports.annexed(made)
    words = words_of(whole)
    told = [flat(run.text) for block in outline.blocks(whole) if isinstance(block, Paragraph) for run in block.runs]
    told += [text for entry in made.mismatches for text in (entry.conclusion, entry.proposal, entry.paper)]
    told += [text for group in made.groups for item in group.items for text in (item.summary, item.link.title)]
    for name, text in words.items():
        for line in told if name != "json" else (*made.summary, *made.done, *made.limits):
            # JSON writes quotation marks inside a string with a backslash; the report's own are typographic
            assert flat(line).strip() in text, (name, line)
    for name in ("html", "docx"):
        for section in SECTIONS:
            assert section in words[name]


def pages(made) -> int:
    return len(pypdfium2.PdfDocument(reports.WRITERS["pdf"](made)))


@pytest.mark.parametrize("day", [8, 9, 10, 11])
def test_the_morning_has_two_pages_whatever_happened(rows, day):
    crowd = [dataclasses.replace(a, id=f"{a.id}x{n}", url=f"{a.url}?{n}") for n in range(40) for a in rows.articles]
    origin = {one.id: one.id.rsplit("x", 1)[0] for one in crowd}
    many = dataclasses.replace(
        rows,
        articles=(*rows.articles, *crowd),
        tags={**rows.tags, **{key: dataclasses.replace(rows.tags[old], article=key) for key, old in origin.items()}},
    )
    for told in (rows, many):
        assert pages(daily(told, dt.date(2026, 11, day))) <= 2


def test_what_has_no_room_on_two_pages_is_counted(made):
    laid = list(outline.blocks(made))
    shown = [block for block in laid if isinstance(block, Paragraph) and block.anchor]
    assert 4 <= len(shown) < len(made.mismatches)
    left = len(made.mismatches) - len(shown)
    assert any(f"Còn {left} nội dung nữa: trang Cần đính chính." in run.text
               for block in laid if isinstance(block, Paragraph) for run in block.runs)  # fmt: skip
    for block, entry in zip(shown, made.mismatches, strict=False):
        marks = {run.mark: run.text for run in block.runs if run.mark}
        assert marks == {"solid": entry.claim_value, "dotted": entry.official_value}
        assert any(run.url == entry.link.url for run in block.runs)


def test_same_rows_same_bytes(rows, made, tmp_path):
    again = daily(rows, DAY)
    for write in reports.WRITERS.values():
        assert write(made) == write(again)
    first = reports.write(made, tmp_path, reports.WRITERS)
    stamps = [file.stat().st_mtime_ns for file in first]
    assert [file.stat().st_mtime_ns for file in reports.write(made, tmp_path, reports.WRITERS)] == stamps


def test_values_are_bold_with_two_underlines(made):
    html = reports.WRITERS["html"](made).decode()
    assert "b.press { text-decoration: underline solid" in html
    assert "b.paper { text-decoration: underline dotted" in html
    assert '<b class="press">Phan Rang, Đông Hải, Ninh Chử, Bảo An và Đô Vinh</b>' in html


def test_nothing_is_loaded_from_elsewhere(made):
    html = BeautifulSoup(reports.WRITERS["html"](made), "html.parser")
    assert not html(["script", "link", "img", "iframe", "object"])
    assert "url(" not in html.style.string
    assert "@import" not in html.style.string


def test_hostile_words_stay_words(rows):
    bad = [
        dataclasses.replace(a, title='<script>alert("x")</script>', url="javascript:alert(1)") for a in rows.articles
    ]
    page = reports.WRITERS["html"](daily(dataclasses.replace(rows, articles=tuple(bad)), DAY)).decode()
    assert "<script" not in page
    assert "javascript:" not in page


def test_an_empty_day_reads_well(rows):
    empty = dataclasses.replace(rows, articles=(), findings=(), tags={}, stories={}, verdicts={}, health=())
    made = daily(empty, DAY)
    assert made.summary[0] == "Hôm nay không có nội dung nào cần quyết định."
    assert reports.WRITERS["txt"](made).decode().count(": không có.") == 6
    for write in reports.WRITERS.values():
        assert write(made)


def test_all_sources_down_is_said(rows):
    down = tuple(dataclasses.replace(h, status="failed") for h in rows.health)
    made = daily(dataclasses.replace(rows, health=down), DAY)
    assert sum("không trả lời" in line for line in made.limits) == 2
    assert any("2 nguồn chưa đọc được" in line for line in made.summary)


def test_small_counts_of_residents_are_suppressed(made):
    assert "phản ánh (dưới 5)" in " ".join(made.summary)


@pytest.mark.parametrize("word", ["giả", "sai", "xấu độc", "phản động"])
def test_no_judging_words_of_our_own(rows, word):
    empty = dataclasses.replace(rows, articles=(), findings=(), tags={}, stories={}, verdicts={})
    own = reports.WRITERS["txt"](daily(empty, DAY)).decode().lower()
    assert not re.search(rf"\b{word}\b", own)


def test_pieces_fall_back_to_the_words_and_then_to_nothing():
    assert [p.differs for p in pieces("trả 5.000 đồng", [(4, 9)], ["5.000"])] == [False, True, False]
    assert [p.text for p in pieces("trả 5.000 đồng", [(90, 99)], ["5.000"])] == ["trả ", "5.000", " đồng"]
    assert [p.differs for p in pieces("trả 5.000 đồng", [None], ["7.000"])] == [False]
    assert "".join(p.text for p in pieces("a b a", [(0, 1), (0, 3)], ["a", "a b"])) == "a b a"


def test_a_summary_is_two_sentences_of_the_text():
    text = "Tin nhanh.\nUBND phường vừa thông báo lịch mới. Người dân xem tại trụ sở khu phố. Câu thứ ba không lấy."
    assert extract_of(text) == "UBND phường vừa thông báo lịch mới. Người dân xem tại trụ sở khu phố."


def test_a_thousand_items_take_a_few_seconds(rows):
    many = []
    tags, stories = dict(rows.tags), dict(rows.stories)
    for number in range(1000):
        base = rows.articles[number % len(rows.articles)]
        key = f"x{number}"
        many.append(dataclasses.replace(base, id=key, url=f"{base.url}?{number}", version=1))
        tags[key] = dataclasses.replace(rows.tags[base.id], article=key)
        stories[key] = f"S{number % 400}"
    big = dataclasses.replace(rows, articles=tuple(many), tags=tags, stories=stories)
    begun = dt.datetime.now(dt.UTC)
    made = daily(big, DAY)
    for name in ("html", "txt", "json", "docx"):
        reports.WRITERS[name](made)
    assert (dt.datetime.now(dt.UTC) - begun).total_seconds() < 10
