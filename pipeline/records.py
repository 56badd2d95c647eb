"""The nouns of the house as frozen dataclasses: what rooms hand each other.

A record holds no author, byline, handle or other person (CHARTER rule 1); a test walks
every field of this file and every column of the store. Times are aware datetimes in UTC; days are local
(Asia/Ho_Chi_Minh) dates. Offsets are `str` indices (code points) into the text named beside them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
"""the zone of every day and printed time; inside, moments are UTC"""


def local_day(moment: dt.datetime) -> dt.date:
    """The day in Vietnam of an aware moment."""
    return moment.astimezone(VIETNAM).date()


SourceKind = Literal[
    "newspaper", "news_agency", "broadcaster", "magazine", "official_portal", "fact_check", "aggregator"
]
AddressKind = Literal["feed", "sitemap", "listing", "page"]
ItemType = Literal[
    "news_report",
    "official_notice",
    "opinion_criticism",
    "complaint",
    "question",
    "satire",
    "advertisement",
    "scam_impersonation",
    "credible_threat",
    "other",
]
Topic = Literal[
    "dat_dai_boi_thuong",
    "tai_dinh_cu_dien_hat_nhan",
    "giao_duc",
    "y_te_bao_hiem",
    "rac_moi_truong",
    "dien_nuoc",
    "giao_thong_do_thi",
    "thien_tai",
    "nong_ngu_nghiep",
    "du_lich_van_hoa",
    "thu_tuc_hanh_chinh",
    "an_sinh_xa_hoi",
    "nha_o",
    "thue_phi",
    "an_ninh_lua_dao",
    "khac",
]
Sentiment = Literal["pos", "neu", "neg"]
Verdict = Literal["match", "mismatch", "partial", "outdated", "forged", "no_document", "not_checkable"]
Code = Literal[
    "amount_mismatch",
    "date_mismatch",
    "scope_mismatch",
    "eligibility_mismatch",
    "authority_mismatch",
    "procedure_mismatch",
    "modality_mismatch",
    "existence_fabricated",
    "existence_denied",
    "status_mismatch",
    "stat_mismatch",
    "quote_mismatch",
    "reference_mismatch",
    "outdated",
    "omitted_condition",
    "forged_document",
    "scam",
]
Ground = Literal["scam_impersonation", "scam_payment_credential", "credible_threat"]
Lane = Literal["correction", "look", "scam_warning"]
DocumentStatus = Literal["in_force", "draft", "superseded", "expired"]
Span = tuple[int, int]


# ------------------------------------------------------------------ language
@dataclass(frozen=True, slots=True)
class Value:
    """A quantity, date, place or reference read in a text.

    `value` is in base units: đồng, plain numbers, per cent as a number, m² (sào stays sào), ISO 8601 durations, dates
    `YYYY-MM-DD`, times `HH:MM`, a document number as printed, today's unit code for a place. A range, or a date coarser
    than a day, is `(low, high)`. `unit` is what it is per or counts (`hộ`, `m3`, `working_day`), `period` how often.
    """

    kind: Literal["money", "number", "percent", "area", "duration", "date", "time", "age", "reference", "place"]
    span: Span
    text: str
    value: int | float | str | tuple[int | float | str, int | float | str]
    unit: str | None = None
    period: str | None = None
    bound: Literal["eq", "min", "max", "before", "until", "from", "about", "over"] = "eq"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Words that name a place, the units they name as of a date (today's codes), and the evidence words."""

    span: Span
    text: str
    units: tuple[str, ...]
    name: str
    former: bool = False
    role: Literal["place", "issuer", "address", "street", "river", "area", "work"] = "place"
    """how the words stand: the place itself, part of an office's name, the province behind an address, a river …"""


# ------------------------------------------------------------------- sources
@dataclass(frozen=True, slots=True)
class Source:
    """An organisation that publishes (CHARTER rule 2) and the addresses where it announces."""

    id: str
    name: str
    kind: SourceKind
    url: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    selector: str | None = None
    interval: int = 1800
    """seconds between two visits of an address when nothing better is known"""
    pause: float = 1.0
    """seconds between two requests to one host"""
    offset: str | None = None
    """zone of times printed without one, e.g. "+07:00"; None means Asia/Ho_Chi_Minh"""
    repair: tuple[str, ...] = ()
    """per-source repairs of the article reader (the last resort)"""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment and where it came from ("feed", "json-ld", "meta", "text", "http", "first-seen", …)."""

    at: dt.datetime
    origin: str
    ambiguous: bool = False
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One item that a feed, sitemap or list announces."""

    source: str
    url: str
    title: str
    published: Stamp | None = None
    updated: Stamp | None = None
    guid: str | None = None
    content: str | None = None
    """full HTML text carried by the feed itself, when it does"""


@dataclass(frozen=True, slots=True)
class Capture:
    """One HTTP response kept as evidence. `sha256` is of `body` (decoded from transfer and content coding)."""

    source: str
    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    fetched_at: dt.datetime
    body: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class AddressState:
    """What must be remembered of an address between two visits."""

    source: str
    url: str
    kind: AddressKind
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    gone: bool = False
    failures: int = 0
    next_due: dt.datetime | None = None
    interval: int | None = None
    changed_at: dt.datetime | None = None
    body_sha256: str | None = None
    items: tuple[tuple[str, int], ...] = ()
    """(local day, new entries) of the last five weeks: what this address gives on an ordinary weekday"""
    seen: tuple[str, ...] = ()
    """short hashes of the canonical links announced lately: what is new, and when paging may stop"""
    quiet: bool = False
    """an alarm stands: this address gives fewer items than its own weekday range"""
    validators: tuple[tuple[str, str | None, str | None], ...] = ()
    """(url, ETag, Last-Modified) of the further addresses one visit reads: the sitemaps of an index"""
    rest_until: dt.datetime | None = None
    """the publisher asked for rest (Retry-After): not asked before, even when a person starts a pass by hand"""


@dataclass(frozen=True, slots=True)
class Health:
    """What the last pass saw of one address: the contract of `sources health --json`."""

    source: str
    url: str
    kind: AddressKind
    status: Literal["ok", "not_modified", "failed", "gone", "throttled", "blocked", "skipped"]
    reason: str | None
    entries: int
    titles: tuple[str, ...]
    at: dt.datetime


# ------------------------------------------------------------------ articles
@dataclass(frozen=True, slots=True)
class Article:
    """One version of a page's text, without byline, captions, links or comments, persons masked.

    `id` is the hash of (canonical url, title, published, updated, text): the same words are the same article.
    """

    id: str
    source: str
    outlet: str
    url: str
    title: str
    published: dt.datetime | None
    updated: dt.datetime | None
    text: str
    first_seen: dt.datetime
    version: int = 1
    capture: str | None = None
    language: str = "vi"
    incomplete: bool = False
    published_origin: str | None = None


@dataclass(frozen=True, slots=True)
class Tags:
    """What the tag room says of an article."""

    article: str
    item_type: ItemType
    protected: bool
    topic: Topic
    places: tuple[str, ...]
    sentiment: Sentiment
    about_local_policy: bool
    ground: Ground | None = None
    """the act itself, if the text is one of the closed list (CHARTER rule 6)"""
    language: str = "vi"
    version: str = ""


# ----------------------------------------------------------------- documents
@dataclass(frozen=True, slots=True)
class Passage:
    """One rule of a document: `point` is its path ("Điều 2, khoản 1"), `heading` the words needed to read it alone."""

    document: str
    point: str
    text: str
    heading: str = ""
    doubtful: bool = False
    """scan or text layer disagree on a number: never yields a flag"""


@dataclass(frozen=True, slots=True)
class Document:
    """An official paper cut into passages. `id` is the sha256 of the file's bytes (first 16 hex digits)."""

    id: str
    kind: str
    number: str
    issuer: str
    title: str
    issued: dt.date | None
    effective_from: dt.date | None
    effective_to: dt.date | None
    status: DocumentStatus
    places: tuple[str, ...]
    supersedes: tuple[str, ...]
    """numbers of the papers it replaces, as printed"""
    file: str
    passages: tuple[Passage, ...]
    superseded_by: str | None = None
    warnings: tuple[str, ...] = ()
    """Vietnamese sentences: what was not understood"""


# -------------------------------------------------------------------- claims
@dataclass(frozen=True, slots=True)
class Claim:
    """A checkable sentence (or clause) that the outlet itself asserts. `start` is in the text, -1 when in the title."""

    id: str
    article: str
    text: str
    start: int
    resolved: str
    """the claim with what the article already said: subject, place, "mức này" → what it stands for"""
    date: dt.date | None
    places: tuple[str, ...]
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, with both values and where they stand (None when the value is implied)."""

    code: Code
    claim_value: str
    official_value: str
    claim_span: Span | None
    passage_span: Span | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage with what must be known of its document to compare against it."""

    document: str
    number: str
    title: str
    issuer: str
    point: str
    passage: str
    heading: str
    status: DocumentStatus
    issued: dt.date | None
    effective_from: dt.date | None
    effective_to: dt.date | None
    places: tuple[str, ...]
    superseded_by: str | None = None
    doubtful: bool = False
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """A claim against a passage: the verdict and why."""

    claim: str
    verdict: Verdict
    evidence: Evidence | None
    differences: tuple[Difference, ...]
    explanation: str
    confidence: float | None = None
    aligned: tuple[str, ...] = ()
    """slots that agree ("đối tượng", "nơi", "thời điểm", "đơn vị")"""
    why_silent: str | None = None
    """for --explain: why nothing is flagged"""


@dataclass(frozen=True, slots=True)
class Flag:
    """A match a person should look at. `id` stays the same over days and versions of the page."""

    id: str
    lane: Lane
    article: str
    claim: str
    verdict: Verdict
    code: Code
    score: float
    first_seen: dt.datetime
    basis: str = ""
    """hash of what is compared: another one reopens a decided flag"""
    alarm_key: str = ""
    """hash of claim words, document point and code: the same false alarm elsewhere has the same"""


@dataclass(frozen=True, slots=True)
class Referral:
    """A proposal that two people may sign (CHARTER rule 6). No text of the act, no person."""

    article: str
    url: str
    ground: Ground
    state: Literal["proposed", "refused", "signed"] = "proposed"


@dataclass(frozen=True, slots=True)
class StageCount:
    """A line of the table at the end of a pass."""

    stage: str
    items_in: int
    items_out: int
    seconds: float
    problems: tuple[str, ...] = field(default=())
