"""A pass over the day: fetch → read → tag → stories → check → triage → report.

Each stage takes the rows that lack its output for the current version and writes its output in one transaction a unit,
keyed by content. A pass that was killed goes on where it was; a second pass changes nothing twice (DESIGN, decision 1).
One broken source, page or document becomes a line of the summary and never stops the pass.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pipeline import check, report
from pipeline.records import VIETNAM, StageCount, local_day
from pipeline.run.gathering import announcements, fetcher_of, pages
from pipeline.run.house import House, Summary, Timer
from pipeline.run.judging import cluster, compare, sort_out, tag
from pipeline.run.reading import read
from pipeline.triage.policy import POLICY as TRIAGE

FORMATS = ("html", "json", "docx", "txt")


def run(house: House, *, day: dt.date | None = None, with_fetch: bool = True, due_only: bool = False) -> Summary:
    """One pass; `day` is the day the report is about (today in Vietnam when None).

    A pass that a person asks for visits every source; `due_only` leaves out those visited a short while ago. A source
    that asked for rest or is gone is left alone either way.
    """
    now = house.clock()
    day = day or local_day(now)
    number = house.store.pass_started(now, day)
    note_changes(house)
    counts = []
    if with_fetch:
        fetcher = fetcher_of(house)
        counts += [announcements(house, fetcher, now, number, due_only=due_only), pages(house, fetcher)]
    counts += [read(house), tag(house, now), cluster(house, now), compare(house, now), sort_out(house, now)]
    made, files = write_report(house, day)
    counts.append(made)
    house.store.prune(now)  # CHARTER rule 9: it forgets, without being asked
    house.store.pass_finished(number, counts, house.clock())
    return Summary(day, tuple(counts), files)


def note_changes(house: House) -> None:
    """A line in the log for each of configuration, models and policies that is not what the last pass worked with."""
    for name in ("office.toml", "sources.toml"):
        file = house.directory / name
        house.store.note_change("config.change", name, file.read_bytes().hex() if file.exists() else "")
    house.store.note_change("model.change", "tagger", house.tagger.version)
    house.store.note_change("policy.change", "check", check.POLICY.version)
    house.store.note_change("policy.change", "triage", TRIAGE.version)


def plan(house: House) -> list[str]:
    """What a pass would ask for now, in Vietnamese lines; nothing is asked and nothing written."""
    now, states = house.clock(), house.store.address_states()
    lines = []
    for source in house.sources:
        for kind, urls in (
            ("nguồn tin", source.feeds),
            ("sơ đồ trang", source.sitemaps),
            ("trang danh sách", source.listings),
            ("trang bài", source.pages),
        ):
            for url in urls:
                state = states.get(url)
                if not source.enabled:
                    when = "đang tắt"
                elif state is not None and state.gone:
                    when = "nguồn đã ngừng"
                elif state is None or state.next_due is None or state.next_due <= now:
                    when = "sẽ đọc ngay"
                else:
                    when = f"đến hẹn {state.next_due.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
                lines.append(f"{source.name} · {kind} · {url} · {when}")
    lines.append(f"Trang chờ tải: {len(house.store.wanted_pages(now))}")
    return lines


def write_report(house: House, day: dt.date) -> tuple[StageCount, tuple[Path, ...]]:
    """The daily report as HTML, JSON, DOCX and TXT under reports/DAY/, and as HTML with its full lists."""
    timer = Timer("làm báo cáo")
    folder = house.directory / house.office.delivery.folder / day.isoformat()
    made = report.load(house.store, house.office, day)
    files = report.write(made, folder, FORMATS) + report.write(report.annexed(made), folder, ("html",))
    return timer.count(1, len(files)), files
