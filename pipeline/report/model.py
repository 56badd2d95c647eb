"""The report as frozen data: what every writer (HTML, DOCX, TXT, JSON) is handed, so that all say the same.

Words are already Vietnamese here; writers only lay out. No score, no name of a person, no tone (CHARTER 1, 5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipeline.config import OfficeInfo
from pipeline.records import Article, Claim, Evidence, Flag, Health, Match, Referral, Source, Tags
from pipeline.store.deliveries import Delivery
from pipeline.store.replies import Reply
from pipeline.workflow.corrections import Correction
from pipeline.workflow.decisions import Decision


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag with what it stands on."""

    flag: Flag
    claim: Claim
    match: Match


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of time in which no source answered, because the machine or its line was off."""

    since: dt.datetime
    until: dt.datetime | None
    """when sources were read again; None while they are not"""
    caught_up: int = 0
    """pages published in it and read after it"""


@dataclass(frozen=True, slots=True)
class Rows:
    """What the store knows, as plain data: the whole input of a report. Keys of mappings are article ids."""

    office: OfficeInfo
    watched: tuple[str, ...]
    articles: tuple[Article, ...]
    """every version, of the report's day and the week before"""
    tags: Mapping[str, Tags]
    stories: Mapping[str, str]
    findings: tuple[Finding, ...]
    """in the order of triage; lane `look` may be among them and is left out"""
    verdicts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """article id → verdicts of its claims"""
    silent: tuple[Claim, ...] = ()
    """claims that nothing was flagged for because no paper speaks of them"""
    referrals: tuple[Referral, ...] = ()
    health: tuple[Health, ...] = ()
    sources: tuple[Source, ...] = ()
    papers: int = 0
    """how many official papers were there to compare with"""
    chain_head: str | None = None
    """hash of the last line of the audit log when the report was made"""
    answers: Mapping[str, Evidence] = field(default_factory=dict)
    """article id of a letter → the passage that speaks of what it asks"""
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    """flag id → the decision in force"""
    corrections: tuple[Correction, ...] = ()
    replies: Mapping[str, Reply] = field(default_factory=dict)
    """address of a letter → who answers it and by when"""
    undelivered: tuple[Delivery, ...] = ()
    """reports of the week before that could not be sent"""
    gaps: tuple[Gap, ...] = ()
    notices: tuple[str, ...] = ()
    """what the passes of these days told of single addresses: silent, back again, caught up with or not"""
    topic_days: Mapping[tuple[dt.date, str], int] = field(default_factory=dict)
    """(day, topic) → stories, over the weeks before too: what a trend is measured against"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a quotation; `differs` marks the words that do not agree."""

    text: str
    differs: bool = False


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A page one click away."""

    outlet: str
    title: str
    url: str
    when: str


@dataclass(frozen=True, slots=True)
class Item:
    """One story of the digest, told by its first report."""

    link: Link
    summary: str
    """at most two sentences taken from the text as they are"""
    about: str
    """places and topic"""
    others: tuple[Link, ...]
    """further outlets with the same story"""
    mismatches: tuple[int, ...] = ()
    """numbers of the mismatches found in this story"""

    @property
    def outlets(self) -> int:
        """How many outlets told the story."""
        return len({self.link.outlet, *(other.outlet for other in self.others)})


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the digest (domain: Điểm báo I-VI)."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A resident's question or complaint as printed: read and answered, never scored."""

    link: Link
    summary: str
    topic: str
    state: str = ""
    """who answers, by when"""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A claim beside the passage it does not match."""

    number: int
    flag: str
    """id of the flag, the address of its page in the review"""
    conclusion: str
    verdict: str
    kinds: str
    link: Link
    said: Pieces
    paper: str
    point: str
    title: str
    validity: str
    passage: Pieces
    document: str
    proposal: str
    claim_value: str
    official_value: str
    also: tuple[Link, ...]
    """other pages that say the same against the same passage"""
    first_seen: str
    decided: str = ""
    """what a person decided, when; empty while it waits"""
    carried: bool = False
    """found on an earlier day and still standing on the page"""


@dataclass(frozen=True, slots=True)
class Warning_:
    """A ready text that warns residents of a scam; the scam's own words are not spread."""

    link: Link
    ground: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A page that its outlet changed after it was published, sentence by sentence; `differs` marks the words."""

    link: Link
    when: str
    changes: tuple[tuple[Pieces, Pieces], ...]
    """(before, after); an empty side means that the sentence came or went"""
    more: int = 0
    """changed sentences that are not shown"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage that speaks of what residents ask, and a draft made of it."""

    paper: str
    point: str
    validity: str
    document: str
    passage: str
    draft: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What residents ask or report, one line for letters about the same thing."""

    links: tuple[Link, ...]
    example: str
    topic: str
    count: int
    """0 when fewer than five: a small cell is never told (domain 4.5, rule 8)"""
    answer: Answer | None = None
    states: tuple[str, ...] = ()
    """who answers, by when; one for each that was written down"""

    @property
    def shown(self) -> str:
        """The count in words."""
        return str(self.count) if self.count else "dưới 5"


@dataclass(frozen=True, slots=True)
class Rise:
    """How much is told of a topic in the last seven days, beside what is usual for those weekdays."""

    topic: str
    stories: int
    usual: str
    words: str
    outlook: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, in greys that a black-and-white printer keeps apart; `rows` are the data table beside it."""

    title: str
    alt: str
    kind: Literal["days", "topics"]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    series: tuple[tuple[int, ...], ...]
    """for each row the values in the order of the columns after the first"""


Kind = Literal["daily", "weekly", "monthly", "urgent"]


@dataclass(frozen=True, slots=True)
class Report:
    """A day, a week or a month, ready to be laid out. `day` is the last day told, `first` the first."""

    day: dt.date
    day_words: str
    title: str
    updated: str
    office: OfficeInfo
    summary: tuple[str, ...]
    groups: tuple[Group, ...]
    questions: tuple[Question, ...]
    complaints: tuple[Question, ...]
    mismatches: tuple[Mismatch, ...]
    warnings: tuple[Warning_, ...]
    done: tuple[str, ...]
    limits: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    chain_head: str | None = None
    kind: Kind = "daily"
    first: dt.date | None = None
    """None for a report of one day"""
    edits: tuple[Edit, ...] = ()
    asked: tuple[Asked, ...] = ()
    reported: tuple[Asked, ...] = ()
    """complaints, clustered like the questions"""
    rises: tuple[Rise, ...] = ()
    rises_note: str = ""
    charts: tuple[Chart, ...] = ()
    method: tuple[str, ...] = ()
    """how the report was made, by which versions"""
    annexed: bool = False
    """the morning's two pages with the full lists behind them; reports of a period always have them"""


SECTIONS = (
    "Tóm tắt",
    "Tin về địa phương",
    "Người dân đang hỏi gì",
    "Phản ánh cần trả lời",
    "Nội dung không khớp văn bản",
    "Cảnh báo lừa đảo",
    "Đã làm",
    "Giới hạn của báo cáo",
)
"""headings in their order (domain 6)"""
NOTHING = "Không có."
MACHINE = "máy soạn"
