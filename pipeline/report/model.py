"""The report as frozen data: what every writer (HTML, DOCX, TXT, JSON) is handed, so that all say the same.

Words are already Vietnamese here; writers only lay out. No score, no name of a person, no tone (CHARTER 1, 5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.config import OfficeInfo
from pipeline.records import Article, Claim, Flag, Health, Match, Referral, Source, Tags


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag with what it stands on."""

    flag: Flag
    claim: Claim
    match: Match


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
    carried: bool = False
    """found on an earlier day and still standing on the page"""


@dataclass(frozen=True, slots=True)
class Warning_:
    """A ready text that warns residents of a scam; the scam's own words are not spread."""

    link: Link
    ground: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A day, ready to be laid out."""

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
