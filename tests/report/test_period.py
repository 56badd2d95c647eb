"""Weekly, monthly and urgent reports: what stands in them, what is suppressed, the form, the same bytes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json

import docx
import pytest

from pipeline import report as reports
from pipeline.records import Article, Evidence, Tags
from pipeline.report.asked import asked, best_answer
from pipeline.report.compose import link
from pipeline.report.lint import check
from pipeline.report.period import period, span, urgent
from pipeline.report.words import WHERE

DAY = dt.date(2026, 11, 11)
AT = dt.datetime(2026, 11, 10, 2, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def weekly(rows):
    return period(rows, "weekly", DAY)


def text(report) -> str:
    return reports.WRITERS["txt"](report).decode()


def letter(key: str, title: str, words: str) -> Article:
    return Article(key, "bao", "Báo Thử", f"https://bao.example/{key}", title, AT, None, words, AT)


def with_letters(rows, count: int, words: str = "Cho tôi hỏi giá vé xe buýt tuyến mới là bao nhiêu?"):
    letters = tuple(letter(f"L{n}", "Hỏi giá vé xe buýt tuyến mới", words) for n in range(count))
    tags = {one.id: Tags(one.id, "question", True, "giao_thong_do_thi", ("phan_rang",), "neu", True) for one in letters}
    return dataclasses.replace(rows, articles=(*rows.articles, *letters), tags={**rows.tags, **tags})


def test_the_days_of_a_week_and_of_a_month():
    assert span("weekly", DAY) == (dt.date(2026, 11, 5), DAY)
    assert span("monthly", DAY) == (dt.date(2026, 11, 1), DAY)
    assert "tháng 11/2026 (đến ngày 11/11/2026)" in period_title(DAY)
    assert period_title(dt.date(2026, 11, 30)).endswith("tháng 11/2026")


def period_title(day: dt.date) -> str:
    from pipeline.report.period import _title

    return _title("monthly", *span("monthly", day))


@pytest.mark.parametrize("kind", ["weekly", "monthly"])
def test_the_paper_has_no_deviation_and_its_annexes_are_checked(rows, kind):
    data = reports.WRITERS["docx"](period(rows, kind, DAY))
    assert check(data) == []
    document = docx.Document(io.BytesIO(data))
    heads = [one for one in document.paragraphs if one.text.startswith("Phụ lục ") and len(one.text) < 13]
    assert [one.text for one in heads] == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    assert len(document.sections) == 4


def test_stories_are_counted_not_copies(rows, weekly):
    told = [item for group in weekly.groups for item in group.items]
    shown = dict(weekly.counts)
    assert shown["Tin về địa phương (không tính bài chép)"] == len(told)
    assert len(told) < sum(1 + len(item.others) for item in told)


def test_every_figure_says_where_its_items_stand(weekly):
    assert {name for name, _ in weekly.counts} <= set(WHERE)
    assert "danh mục đầy đủ ở Phụ lục I" in text(weekly)


def test_a_silent_edit_is_shown_with_before_and_after(rows):
    old = next(one for one in rows.articles if one.version == 2)
    before = dataclasses.replace(
        old, id="old", version=1, updated=None, text=old.text.replace("5.000", "8.000"), title=old.title
    )
    assert before.text != old.text
    tags = {**rows.tags, "old": dataclasses.replace(rows.tags[old.id], article="old")}
    made = period(dataclasses.replace(rows, articles=(before, *rows.articles), tags=tags), "weekly", DAY)
    edit = next(edit for edit in made.edits if edit.link.url == old.url)
    marked = [(p.text, n) for pair in edit.changes for n, side in enumerate(pair) for p in side if p.differs]
    assert any("8.000" in words for words, side in marked if side == 0)
    assert any("5.000" in words for words, side in marked if side == 1)
    assert f"bài đã sửa lúc {edit.when}" in " ".join(text(made).split())


def test_an_edited_opinion_is_nobodys_business(rows):
    one = next(a for a in rows.articles if rows.tags[a.id].protected)
    new = dataclasses.replace(one, id="new", version=9, text=one.text + " Thêm một câu có 7.000 đồng vào cuối bài.")
    tags = {**rows.tags, "new": dataclasses.replace(rows.tags[one.id], article="new")}
    made = period(dataclasses.replace(rows, articles=(*rows.articles, new), tags=tags), "weekly", DAY)
    assert one.url not in {edit.link.url for edit in made.edits}


@pytest.mark.parametrize(("count", "shown"), [(1, "dưới 5"), (4, "dưới 5"), (5, "5"), (12, "12")])
def test_letters_about_one_thing_are_one_line_and_small_counts_are_not_told(rows, count, shown):
    made = period(with_letters(rows, count), "weekly", DAY)
    line = next(one for one in made.asked if "xe buýt" in one.example)
    assert line.shown == shown
    assert json.loads(reports.WRITERS["json"](made))["asked"][0]["count"] in (0, 5, 12)


def test_an_answer_is_the_papers_own_words_and_marked_as_machine_made(rows):
    passage = "Giá vé xe buýt tuyến mới Phan Rang - Ninh Chử là 9.000 đồng một lượt."
    proof = Evidence(
        "d",
        "5/TB-UBND",
        "Giá vé xe buýt",
        "UBND phường",
        "Mục I",
        passage,
        "",
        "in_force",
        DAY,
        DAY,
        None,
        ("phan_rang",),
    )
    read = with_letters(rows, 1)
    asker = next(one for one in read.articles if one.id == "L0")
    assert best_answer(asker, ("phan_rang",), [proof]) == proof
    assert best_answer(asker, ("dong_hai",), [proof]) is None
    assert best_answer(asker, ("phan_rang",), [dataclasses.replace(proof, superseded_by="x")]) is None
    other = dataclasses.replace(proof, passage="Lịch thu gom rác hẻm phía nam chợ.", title="Thu gom rác")
    assert best_answer(asker, ("phan_rang",), [other]) is None
    made = asked(dataclasses.replace(read, answers={"L0": proof}), [asker], "question", link)
    assert made[0].answer is not None
    assert passage in made[0].answer.draft
    paper = text(period(dataclasses.replace(read, answers={"L0": proof}), "weekly", DAY))
    assert "máy soạn, chưa duyệt" in paper


def test_no_urgent_report_on_an_ordinary_day(rows):
    assert urgent(dataclasses.replace(rows, articles=(), findings=()), DAY) is None


def test_a_scam_in_print_is_urgent(rows):
    made = urgent(rows, dt.date(2026, 11, 10))
    assert made is not None
    assert made.warnings
    assert check(reports.WRITERS["docx"](made)) == []
    assert "2. Nội dung không khớp văn bản" in text(made)


def test_same_rows_same_bytes(rows, weekly):
    again = period(rows, "weekly", DAY)
    for name, write in reports.WRITERS.items():
        assert write(weekly) == write(again), name


def test_tone_changes_nothing(rows, weekly):
    tags = {key: dataclasses.replace(tag, sentiment="neg") for key, tag in rows.tags.items()}
    assert period(dataclasses.replace(rows, tags=tags), "weekly", DAY) == weekly


def test_charts_have_words_and_a_table_and_draw_nothing_of_residents(rows, weekly):
    assert 1 <= len(weekly.charts) <= 3
    for chart in weekly.charts:
        assert chart.alt
        assert len(chart.rows) == len(chart.series)
    assert period(with_letters(rows, 9), "weekly", DAY).charts == weekly.charts
    document = docx.Document(io.BytesIO(reports.WRITERS["docx"](weekly)))
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [one.alt for one in weekly.charts]
    page = reports.WRITERS["html"](weekly).decode()
    assert all(f'aria-label="{one.alt}"' in page for one in weekly.charts)


def test_protected_items_are_in_no_ranking(rows, weekly):
    assert sum(values[0] for values in weekly.charts[-1].series) == sum(
        len(group.items) for group in weekly.groups if group.heading != "Vấn đề báo chí nêu cần trả lời"
    )


def test_one_topic_alone(rows):
    made = period(reports.only(rows, "giao_thong_do_thi"), "weekly", DAY)
    assert {item.about.split(" · ")[-1] for group in made.groups for item in group.items} == {"Giao thông, đô thị"}
