"""One invented story in the makes of many systems (data/makes.jsonl): the words and the minute, nothing around them.

WordPress, Joomla, Drupal, Liferay, SharePoint, DNN, AMP, Blogger, tables of 1999, JSON-LD graphs, pages drawn by scripts;
bylines, captions, comments, related boxes and mastheads in their usual places; and pages that are no article.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from pipeline.extract import article

MAKES = [json.loads(line) for line in (Path(__file__).parent / "data" / "makes.jsonl").read_text("utf-8").splitlines()]
TITLE = "Phường mở rộng chợ Đầm từ tháng 12"
AT = dt.datetime(2026, 11, 20, 0, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize("make", MAKES, ids=lambda make: str(make["name"]))
def test_a_page_of_another_make(make: dict[str, str]) -> None:
    page = article.read(make["html"].encode(), "https://baodam.vn/mo-rong-cho-dam-123.html")
    assert page.kind == make["kind"]
    assert page.text == make["text"]
    if make["kind"] == "article":
        assert page.error is None
        assert page.title == TITLE
        assert page.published is not None
        assert page.published.at == AT
        assert not page.incomplete
    else:
        assert page.error
        assert page.published is None
