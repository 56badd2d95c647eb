"""Days on which nobody looked, and outlets that fell silent: from the passes to the words of the printed report."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import docx
import pytest

from pipeline.records import Health
from pipeline.report.load import load

from .press import HTML, Reply, rss
from .test_watching import BODY, PAGE, Days, days, run

__all__ = ["days"]
RETURN = dt.date(2026, 11, 24)


def printed(folder: Path, day: dt.date) -> tuple[str, str]:
    """The day's report as the command writes it: TXT and the words of the DOCX, on one line each."""
    run("report", "daily", "--day", day.isoformat(), "--format", "txt,docx", "--config", str(folder))
    [text] = (folder / "reports" / day.isoformat()).glob("*.txt")
    [paper] = (folder / "reports" / day.isoformat()).glob("*.docx")
    words = "".join(
        node.text or " " for node in docx.Document(str(paper)).element.body.iter() if node.tag[-2:] in ("}t", "}p")
    )
    return " ".join(text.read_text("utf-8").split()), " ".join(words.split())


def published(days: Days, path: str, title: str, when: str) -> None:
    page = PAGE.replace("2026-11-20T07:05:00+07:00", when).format(title=title, body=BODY.format(money="32.000"))
    days.paper.routes[path] = Reply(page.encode(), type=HTML)


def test_a_break_of_days_and_what_was_caught_up_stand_in_the_printed_report(days: Days) -> None:
    days.later(hours=0)
    titles = [f"Lịch cấp nước khu phố {n}" for n in range(1, 6)]
    days.paper.routes["/rss"] = Reply(
        rss(*titles, when="Sun, 22 Nov 2026 08:00:00 +0700").replace("/bai/", "/moi/").encode()
    )
    published(days, "/moi/1.html", titles[0], "2026-11-22T08:00:00+07:00")
    days.later(days=4)
    for words in printed(days.folder, RETURN):
        assert "Máy không đọc nguồn nào từ 09:00 ngày 20/11/2026 đến 09:00 ngày 24/11/2026; đã đọc bù 1 bài" in words
        assert (
            "Mọi bài trong nguồn đều mới so với lần đọc trước: có thể đã sót bài từ" in words
        )  # no sitemap to fill from
    # Whoever prints a day inside the break reads of it too; a day before it says nothing.
    assert all("Máy không đọc nguồn nào từ" in words for words in printed(days.folder, dt.date(2026, 11, 22)))
    assert not any("Máy không đọc nguồn nào" in words for words in printed(days.folder, dt.date(2026, 11, 19)))


def test_a_pass_without_a_line_is_no_look_and_an_open_break_is_told(days: Days) -> None:
    days.later(hours=0)
    days.house = dataclasses.replace(days.house, sources=())  # the pass runs, nobody is asked
    days.later(days=3)
    made = load(days.store, days.house.office, dt.date(2026, 11, 23))
    assert any(words.startswith("Máy chưa đọc nguồn nào từ 09:00 ngày 20/11/2026") for words in made.limits)


@pytest.mark.parametrize("hours", [6, 24, 29])
def test_a_night_is_no_break(days: Days, hours: float) -> None:
    days.later(hours=0)
    days.later(hours=hours)
    made = load(days.store, days.house.office, dt.date(2026, 11, 21))
    assert not [words for words in made.limits if "đọc nguồn nào" in words]


def test_a_silent_outlet_stands_in_the_printed_report(days: Days) -> None:
    days.later(hours=0)
    url = days.paper.url("/rss")
    state = days.store.address_states()[url]
    fridays = (("2026-10-23", 9), ("2026-10-30", 8), ("2026-11-06", 9), ("2026-11-13", 8), ("2026-11-20", 1))
    seen = Health("bao", url, "feed", "ok", None, 1, ("Thu tiền rác",), days.now)
    days.store.save_announcement(dataclasses.replace(state, items=fridays), seen, [], None, days.now)
    days.later(hours=24)
    for words in printed(days.folder, dt.date(2026, 11, 21)):
        assert "Ngày 20/11/2026 chỉ có 1 bài mới, các tuần trước cùng thứ có từ 8 đến 9." in words
