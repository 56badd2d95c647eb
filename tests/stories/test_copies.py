"""Whom an article copies: figures and a few names may differ, a part is no copy, and later articles change no answer."""

from __future__ import annotations

import datetime as dt
import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Article
from pipeline.stories import leaders
from tests.stories.test_stories import FERRY, FERRY_OTHER, LIBRARY, MORNING, article

OTHER_FIGURES = FERRY.replace("18 ngày", "25 ngày").replace("4.000 đồng", "6.500 đồng").replace("1/12", "15/3")
NAMED_OTHERWISE = FERRY.replace("Hòn Đỏ", "Mỹ Hòa").replace("chợ cá", "bến xe")
CUT = FERRY.split(". Đơn vị")[0] + "."
LETTER = "Tôi làm ca tối, nghe tin phà nghỉ đêm mà lo. " + FERRY_OTHER

NEWS = [
    article("a", FERRY, "Phà Hòn Đỏ ngừng chạy đêm"),
    article("b", OTHER_FIGURES, "Phà Hòn Đỏ ngừng chạy đêm", 1, "B"),
    article("c", NAMED_OTHERWISE, "Phà Mỹ Hòa ngừng chạy đêm", 2, "C"),
    article("d", FERRY_OTHER, "Thay cầu dẫn, phà nghỉ đêm", 3, "D"),
    article("e", CUT, "Phà Hòn Đỏ ngừng chạy đêm", 4, "E"),
    article("f", LIBRARY, "Thư viện mở thêm sáng Chủ nhật", 5, "F"),
    article("g", LETTER, "Phà nghỉ đêm, tôi về bằng gì", 6, "G"),
]


def led(news: list[Article]) -> dict[str, str]:
    return {key: leader.id for key, leader in leaders(news).items()}


def test_figures_and_a_few_names_make_no_other_text() -> None:
    found = led(NEWS)
    assert found["b"] == found["c"] == "a"


def test_another_report_a_part_and_another_matter_lead_themselves() -> None:
    found = led(NEWS)
    assert {key: found[key] for key in "adef"} == {"a": "a", "d": "d", "e": "e", "f": "f"}


@settings(max_examples=20, deadline=None)
@given(st.permutations(NEWS), st.integers(1, len(NEWS)))
def test_neither_order_nor_what_comes_later_changes_an_answer(news: list[Article], count: int) -> None:
    whole = led(news)
    early = sorted(news, key=lambda a: a.first_seen)[:count]
    assert led(early) == {a.id: whole[a.id] for a in early}


def test_a_text_of_no_words_leads_itself() -> None:
    assert led([article("x", "", ""), article("y", "…", "", 1, "Y")]) == {"x": "x", "y": "y"}


def test_many_are_looked_up_and_not_compared_each_with_each() -> None:
    chance = random.Random(5)
    stock = ["".join(letters) for letters in itertools.product("bcdghklmnprst", "aeiouy", "bcdghklmnprst", "aeiou")]
    texts = [" ".join(chance.choices(stock, k=120)) for _ in range(1500)]
    moment = MORNING + dt.timedelta(minutes=1)
    news = [
        Article(f"n{i}", "s", "S", f"https://s.example/{i}", "", moment, None, t, moment) for i, t in enumerate(texts)
    ]
    assert led(news) == {a.id: a.id for a in news}
