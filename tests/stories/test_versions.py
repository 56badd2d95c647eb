"""Silent edits: what a reader is shown first, and what may be called noise."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.places import Gazetteer
from pipeline.language.values import values
from pipeline.records import Article
from pipeline.stories.versions import difference, is_noise, telling

MORNING = dt.datetime(2026, 11, 20, 0, 5, tzinfo=dt.UTC)
TEXT = (
    "Từ 01/01/2027 mỗi hộ ở phường Phan Rang đóng 32.000 đồng một tháng. Hộ nghèo không phải đóng. "
    "Xe gom rác chạy lúc 18 giờ. Người dân gọi tổ dân phố khi cần."
)


def page(text: str = TEXT, title: str = "Tiền rác từ đầu năm", published: dt.datetime | None = MORNING) -> Article:
    return Article("x", "bao", "Báo", "https://bao.vn/1", title, published, None, text, MORNING)


def kinds(text: str, **more: object) -> list[str]:
    return [change.kind for change in difference(page(), page(text, **more), Gazetteer.builtin())]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("32.000", "42.000", "figure"),
        ("một tháng", "một năm", "figure"),
        ("01/01/2027", "01/02/2027", "date"),
        ("18 giờ", "19 giờ", "date"),
        ("Phan Rang", "Đông Hải", "place"),
        ("không phải đóng", "phải đóng", "negation"),
        ("gọi tổ dân phố", "đến tổ dân phố", "text"),
    ],
)
def test_one_edit_is_told_by_what_it_touches(old: str, new: str, kind: str) -> None:
    assert kinds(TEXT.replace(old, new))[0] == kind


def test_the_most_telling_comes_first() -> None:
    edited = TEXT.replace("32.000", "42.000").replace("2027", "2028").replace("không phải", "phải")
    found = kinds(edited, title="Tiền rác tăng")
    assert found[:3] == ["title", "figure", "date"]
    assert found[-2:] == ["negation", "text"]


def test_a_new_publication_time_is_told() -> None:
    [change] = difference(page(), page(published=MORNING + dt.timedelta(days=2)))
    assert (change.kind, change.before, change.after) == (
        "date",
        "đăng lúc 07:05 20/11/2026",
        "đăng lúc 07:05 22/11/2026",
    )


def test_sentences_that_came_went_doubled_and_moved() -> None:
    first, second, third, fourth = (f"{part}." for part in TEXT.rstrip(".").split(". "))
    assert [(c.kind, c.after) for c in difference(page(), page(f"{first} {second} {third}"))] == [("text", "")]
    assert [c.before for c in difference(page(), page(f"{TEXT} {first}")) if c.kind == "text"] == [""]
    moved = difference(page(), page(f"{first} {third} {second} {fourth}"))
    assert [c.kind for c in moved] == ["order"]
    assert difference(page(), page(TEXT.replace(". ", ".\n\n"))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ông nói “đã xong” hôm qua.", 'Ông nói "đã xong" hôm qua.'),
        ("Từ 5 giờ – 7 giờ", "Từ  5 giờ - 7 giờ"),
        ("THU TIỀN RÁC Ở HÒA BÌNH", "Thu tiền rác ở Hòa Bình"),
        ("Đóng 32.000 đồng, từ tháng sau.", "Đóng 32.000 đồng từ tháng sau"),
    ],
)
def test_noise(old: str, new: str) -> None:
    assert is_noise(old, new)
    changes = difference(page(f"{old}\nCòn lại như cũ."), page(f"{new}\nCòn lại như cũ."))
    assert telling(changes) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("giảm 3,5%", "giảm 35%"),
        ("giảm 1.200 đồng", "giảm 1,200 đồng"),
        ("lạnh -5 độ", "lạnh 5 độ"),
        ("lạnh - 5 độ", "lạnh 5 độ"),
        ("dài 5 m²", "dài 5 m2"),
        ("sống hòa bình", "sống Hòa Bình"),
        ("Không, ai cũng đóng", "Ai cũng đóng"),
        ("ông nói “đã xong”", "ông nói đã xong"),
        ("từ 5-6 giờ", "từ 56 giờ"),
        ("có xong?", "có xong."),
        ("", "Thêm."),
    ],
)
def test_no_noise(old: str, new: str) -> None:
    assert not is_noise(old, new)


WORDS = st.sampled_from(
    ["32.000", "3,2", "đồng", "hộ", "m²", "%", "không", "chưa", "Phan", "Rang", "phan", "01/01", "07:05", "-", "–", "“", '"',
     ",", ".", " ", "THU", "thu", "20", "ngày", "tháng", "+", "?"]
)  # fmt: skip
DENIALS = ("không", "chưa")


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=3), st.integers(0, 12), st.booleans())
def test_noise_never_hides_anything(words: list[str], other: list[str], at: int, glue: bool) -> None:
    old, new = " ".join(words), ("" if glue else " ").join([*words[:at], *other, *words[at + 1 :]])
    if is_noise(old, new):
        assert [c for c in old if c.isdigit()] == [c for c in new if c.isdigit()]
        assert [(v.kind, v.value, v.unit) for v in values(old)] == [(v.kind, v.value, v.unit) for v in values(new)]
        assert [old.lower().split().count(w) for w in DENIALS] == [new.lower().split().count(w) for w in DENIALS]
