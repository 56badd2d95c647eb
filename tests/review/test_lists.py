"""Lists taken away: the rows of the page, no protected item, no formula, and a line in the log for each."""

from __future__ import annotations

import csv
import io
import json

import docx
import pytest


def got(desk, path: str, login: str = "truc1"):
    answer = desk.as_(login).get(path)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    return answer


def test_the_queue_in_each_form(desk):
    rows = [json.loads(line) for line in got(desk, "/can-dinh-chinh/tai/jsonl").text.splitlines()]
    told = list(csv.DictReader(io.StringIO(got(desk, "/can-dinh-chinh/tai/csv").content.decode("utf-8-sig"))))
    paper = docx.Document(io.BytesIO(got(desk, "/can-dinh-chinh/tai/docx").content))
    flags = desk.store.open_flags("correction", limit=300, since=desk.store.flags()[0].first_seen.date())
    assert len(rows) == len(told) == len(paper.tables[0].rows) - 1 > 0
    assert len(rows) <= len(flags) + 1
    assert {row["claim"] for row in rows} == {row["claim"].removeprefix("'") for row in told}
    assert all("ngày" in row["first_seen"] for row in rows), "hours and days in words"
    actions = [line["action"] for line in desk.store.audit_lines()]
    assert actions.count("export.list") == 3


def test_a_search_leaves_protected_items_out(desk):
    tags = desk.store.tags()
    letter = next(one for one in desk.store.articles() if tags[one.id].protected)
    words = max(letter.title.split(), key=len)
    assert letter.title in desk.as_("truc1").get("/tim", params={"q": words}).text
    assert letter.url not in desk.as_("truc1").get("/tim/tai/jsonl", params={"q": words}).text


@pytest.mark.parametrize("path", ["/can-dinh-chinh/tai/exe", "/tim/tai/..%2f..%2foffice.toml"])
def test_no_other_form(desk, path):
    assert desk.as_("truc1").get(path).status_code == 404
