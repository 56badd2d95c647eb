"""Reading for the pages: one store, opened once, asked anew for each page."""

from __future__ import annotations

import collections
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.config import Office
from pipeline.records import Document, local_day
from pipeline.report import Report, Rows, daily, rows, words
from pipeline.report.load import sources_of
from pipeline.review import views
from pipeline.store import Store

_DEEDS = {
    "documents.add": "thêm văn bản",
    "documents.restore": "dùng lại văn bản",
    "documents.retire": "thôi dùng văn bản",
    "documents.supersede": "ghi văn bản thay thế",
    "report.export": "xuất báo cáo",
    "report.read": "mở báo cáo",
    "store.prune": "xóa dữ liệu hết hạn lưu",
    "store.forget": "xóa theo yêu cầu",
}
_REPORTS = re.compile(r"bao-cao-[a-z]+\.(?:html|docx|pdf|txt|json)")


class Desk:
    """What the pages ask for. `clock` gives the day it is."""

    def __init__(self, store: Store, office: Office, clock: Callable[[], dt.datetime]) -> None:
        self.store = store
        self.office = office
        self.sources = sources_of(office)
        self._clock = clock

    def today(self) -> dt.date:
        """The day in Vietnam."""
        return local_day(self._clock())

    def last_day(self) -> dt.date:
        """The newest day of which the store knows anything."""
        since = self.today() - dt.timedelta(days=31)
        recent = list(self.store.articles(since=since))
        return views.last_day(recent or list(self.store.articles()), self.today())

    def of(self, day: dt.date) -> tuple[Rows, Report]:
        """Rows and report of a day."""
        read = rows(self.store, self.office, day, self.sources)
        return read, daily(read, day)

    def morning(self, day: dt.date) -> views.Morning:
        """The page of a day."""
        return views.morning(*self.of(day), self.today())

    def flag(self, flag: str) -> views.FlagPage | None:
        """A flag's page; None when there is none, or when its item is protected."""
        known = next((one for one in self.store.flags() if one.id == flag), None)
        page = next(iter(self.store.articles(ids=[known.article])), None) if known else None
        if known is None or page is None:
            return None
        day = local_day(page.published or page.first_seen)
        read = rows(self.store, self.office, day, self.sources)
        finding = next((one for one in read.findings if one.flag.id == flag), None)
        tags = read.tags.get(page.id)
        if finding is None or finding.match.evidence is None or tags is None or tags.protected:
            return None
        passages = self.store.passages(finding.match.evidence.document)
        return views.flag_page(read, finding, page, passages, daily(read, day).mismatches)

    def document(self, document: str) -> Document | None:
        """A paper with its passages."""
        return next((one for one in self.store.documents(with_retired=True) if one.id == document), None)

    def log_lines(self, count: int) -> list[dict[str, Any]]:
        """The newest lines of the log, newest first, with the hour and the deed in words."""
        newest = collections.deque(self.store.audit_lines(), count)
        return [
            {
                **line,
                "when": words.moment(dt.datetime.fromisoformat(line["ts"])),
                "deed": _DEEDS.get(line["action"], line["action"]),
            }
            for line in reversed(newest)
        ]

    def reports(self) -> list[tuple[dt.date, list[str]]]:
        """Days with report files, newest first."""
        found = []
        for folder in self._reports().glob("????-??-??"):
            try:
                day = dt.date.fromisoformat(folder.name)
            except ValueError:
                continue
            names = sorted(file.name for file in folder.iterdir() if _REPORTS.fullmatch(file.name))
            if names:
                found.append((day, names))
        return sorted(found, reverse=True)

    def report_file(self, day: dt.date, name: str) -> Path | None:
        """A report file of a day; only names that a report writer gives (no path can be asked for)."""
        if not _REPORTS.fullmatch(name):
            return None
        file = self._reports() / day.isoformat() / name
        return file if file.is_file() else None

    def _reports(self) -> Path:
        return self.office.directory / self.office.delivery.folder
