"""Reading for the pages: one store, opened once, asked anew for each page, a screenful at a time."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.check import Checker, MemoryRetriever
from pipeline.config import Office
from pipeline.language.places import Gazetteer
from pipeline.records import VIETNAM, Article, Lane, Tags, local_day
from pipeline.report import words
from pipeline.report.findings import CARRY
from pipeline.report.load import sources_of
from pipeline.review import views
from pipeline.review.deeds import DEEDS, REASONS, outcome, who
from pipeline.store import Store
from pipeline.store.glance import Glance, Seen
from pipeline.workflow import clocks
from pipeline.workflow.corrections import OPEN, Correction
from pipeline.workflow.decisions import Case, Decision

_REPORTS = re.compile(r"bao-cao-[a-z]+(?:-[a-z]+)*\.(?:html|docx|pdf|txt|json)")
LOADED = 40
"""flags read for the morning: enough that the copies of ten stories are among them"""
A_PAGE = 30
NAMED = 20
"""entries beyond the morning's budget that are named; all are counted"""


@dataclass(frozen=True, slots=True)
class FlagDesk:
    """A flag's page with everything said and decided of it."""

    seen: Seen
    page: views.FlagPage
    case: Case
    copies: tuple[tuple[Seen, Case], ...]
    """flags of the same story that the same decision settles, with their tokens"""
    similar: tuple[Decision, ...]
    corrections: tuple[Correction, ...]
    place: tuple[int, int] | None
    previous: str | None
    following: str | None


class Desk:
    """What the pages ask for. `clock` gives the day it is."""

    def __init__(self, store: Store, office: Office, clock: Callable[[], dt.datetime]) -> None:
        self.store = store
        self.office = office
        self.sources = sources_of(office)
        self.glance = Glance(store.engine, clock)
        self._clock = clock
        self._checker: tuple[str, Checker] | None = None

    @functools.cached_property
    def gazetteer(self) -> Gazetteer:
        """The office's places."""
        extra = self.office.places.gazetteer
        return Gazetteer.from_toml(self.office.directory / extra) if extra else Gazetteer.builtin()

    def checker(self) -> Checker:
        """The check over every document in use, made anew when one came or went."""
        version = self.store.documents_version()
        if self._checker is None or self._checker[0] != version:
            self._checker = version, Checker(MemoryRetriever(self.store.evidence()), gazetteer=self.gazetteer)
        return self._checker[1]

    def today(self) -> dt.date:
        """The day in Vietnam."""
        return local_day(self._clock())

    def last_day(self) -> dt.date:
        """The newest day of which the store knows anything."""
        return self.glance.last_day(self.today())

    def waiting(self, lane: Lane = "correction", limit: int = LOADED, start: int = 0) -> list[list[Seen]]:
        """Entries that wait for a decision, best first, from the flag number `start` on."""
        found = self.store.open_flags(lane, limit=limit, start=start, since=self._since())
        return views.grouped(self.glance.findings([one.id for one in found]))

    def count_waiting(self, lane: Lane = "correction") -> int:
        """How many flags wait for a decision."""
        return self.store.count_open_flags(lane, since=self._since())

    def _since(self) -> dt.date:
        return self.last_day() - CARRY

    def flag(self, key: str) -> FlagDesk | None:
        """A flag's page; None when there is none, or when its item is protected."""
        case = self.store.case(key)
        seen = next(iter(self.glance.findings([key])), None)
        if case is None or seen is None or seen.match.evidence is None:
            return None
        copies = views.alike(seen, self.glance.same_story(seen))
        cases = [(copy, self.store.case(copy.flag.id)) for copy in copies]
        order = [group[0].flag.id for group in self.waiting(seen.flag.lane)]
        at = order.index(key) if key in order else None
        return FlagDesk(
            seen,
            views.flag_page(
                seen,
                self.store.passages(seen.match.evidence.document),
                self.glance.versions(seen.article.url),
                copies,
            ),
            case,
            tuple((copy, told) for copy, told in cases if told is not None),
            tuple(self.store.similar_decisions(key)),
            tuple(self.store.corrections(flag=key)),
            (at + 1, len(order)) if at is not None else None,
            order[at - 1] if at else None,
            order[at + 1]
            if at is not None and at + 1 < len(order)
            else next(iter(order), None)
            if at is None
            else None,
        )

    def letter(self, key: str) -> tuple[Article | None, Tags | None]:
        """A resident's question or complaint with its tags; (None, None) for anything else."""
        found = self.glance.tagged(key)
        return found if found and found[1].item_type in ("question", "complaint") else (None, None)

    def decided_today(self) -> list[Decision]:
        """Decisions of this day that nobody has taken back, newest first."""
        midnight = dt.datetime.combine(self.today(), dt.time(), VIETNAM).astimezone(dt.UTC)
        rows = self.store.decisions(since=midnight)
        taken = {row.takes_back for row in rows}
        return [row for row in reversed(rows) if row.kind is not None and row.seq not in taken]

    def left_today(self, login: str) -> int:
        """How many entries of today's quarter of an hour this account has not spent; copies decided at once are one."""
        mine = (row for row in self.decided_today() if row.login == login)
        spent = {(row.document, row.point, row.code, row.claim_value, row.official_value) for row in mine}
        return max(0, views.TODAY - len(spent))

    def clocked(self) -> list[tuple[Correction, clocks.Clock]]:
        """Open corrections with their clocks, those due first first."""
        now = self._clock()
        return [
            (one, clocks.clock(one.due_at, now, one.stopped_at)) for one in self.store.corrections(states=sorted(OPEN))
        ]

    def log_lines(self, count: int, before: int | None = None) -> list[dict[str, Any]]:
        """The newest lines of the log, newest first; the hour, who, the deed and its outcome in words."""
        return [
            {
                **row,
                "when": words.moment(dt.datetime.fromisoformat(row["ts"])),
                "who": who(row["actor_role_id"]),
                "deed": DEEDS.get(row["action"], row["action"]),
                "outcome": outcome(row["action"], row["decision"]),
                "why": REASONS.get(row["reason_code"], row["reason_code"]),
            }
            for row in self.glance.log_tail(count, before)
        ]

    def reports(self) -> list[tuple[dt.date, list[tuple[str, list[tuple[str, str]]]]]]:
        """Days with report files, newest first: each report by its name, and its files by what they are for."""
        found = []
        for folder in self._reports().glob("????-??-??"):
            try:
                day = dt.date.fromisoformat(folder.name)
            except ValueError:
                continue
            names = sorted(file.name for file in folder.iterdir() if _REPORTS.fullmatch(file.name))
            if names:
                found.append((day, views.report_names(names)))
        return sorted(found, reverse=True)

    def report_file(self, day: dt.date, name: str) -> Path | None:
        """A report file of a day; only names that a report writer gives (no path can be asked for)."""
        if not _REPORTS.fullmatch(name):
            return None
        file = self._reports() / day.isoformat() / name
        return file if file.is_file() else None

    def _reports(self) -> Path:
        return self.office.directory / self.office.delivery.folder
