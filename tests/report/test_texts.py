"""Review of texts: which documents have no information page, and whose page says something else."""

from __future__ import annotations

import dataclasses
import datetime as dt

from pipeline.records import Source
from pipeline.report.texts import review
from tests.cli.offices import NUMBER, filled

DAY = dt.date(2026, 11, 30)


def portal(store) -> Source:
    source = next(iter({page.source for page in store.articles()}))
    return Source(source, "Trang phường", "official_portal", "https://phuong.example/")


def test_a_portal_page_that_differs_is_told_before_one_that_is_missing(tmp_path):
    store = filled(tmp_path)
    first = review(store, [portal(store)], DAY)
    states = {one.document.number: one.state for one in first}
    assert states[NUMBER] == "differs"
    assert all(one.differences and "Văn bản quy định" in one.differences[0] for one in first if one.state == "differs")
    order = [one.state for one in first]
    assert order == sorted(order, key=["differs", "missing", "told"].index)
    store.close()


def test_the_press_is_no_information_page(tmp_path):
    store = filled(tmp_path)
    press = dataclasses.replace(portal(store), kind="newspaper")
    assert {one.state for one in review(store, [press], DAY)} == {"missing"}
    store.close()
