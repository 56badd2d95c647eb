"""A pass over the day: fetch → read → tag → stories → check → triage → report.

Each stage takes the rows that lack its output for the current version and writes its output in one transaction a unit,
keyed by content. A pass that was killed goes on where it was; a second pass changes nothing twice (DESIGN, decision 1).
One broken source, page or document becomes a line of the summary and never stops the pass.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rapidfuzz import fuzz

from pipeline import check, fetch, report, triage
from pipeline.check.acts import scam_match
from pipeline.config import Office
from pipeline.extract import article as reader
from pipeline.extract import masking
from pipeline.extract.known import KnownPages
from pipeline.fetch import documents
from pipeline.language.identify import language_of
from pipeline.language.normalise import fold
from pipeline.language.places import Gazetteer
from pipeline.records import VIETNAM, Article, Capture, Entry, Source, StageCount, Stamp, local_day
from pipeline.store import Store, WantedPage
from pipeline.store.sources import SourcesRoom
from pipeline.triage.policy import POLICY as TRIAGE

if TYPE_CHECKING:
    from pipeline.tag import Tagger

READER = "2"
"""raised when the reader changes so much that stored captures should be read again"""
WINDOW = dt.timedelta(days=90)
"""how far back claims are checked again when documents change"""
FORMATS = ("html", "json", "docx", "txt")
_FULL_TEXT = 400
"""characters from which what a feed carries is an article and not a teaser (feeds of the press: 120 to 300)"""
SITE_NAME = 85.0
"""likeness, of 100, from which a page title is the outlet's name"""
PAPER = "đây là tệp văn bản, không phải bài; văn bản của các cổng chính thức: doichieu sources offers"
TOGETHER = 5
"""addresses of one outlet with one reason from which they become one line"""
ROUNDS = 6
"""how often pages that had to wait are asked for again within one pass"""


Clock = Callable[[], dt.datetime]


class Bar(Protocol):
    """Counts items of a stage."""

    def advance(self, by: int = 1, *, total: int | None = None) -> None:
        """Count `by` items done; `total` when it became known."""


class Watch(Protocol):
    """Shows a person how far the pass is."""

    def stage(self, name: str, total: int | None) -> AbstractContextManager[Bar]:
        """Open the bar of one stage."""


@dataclass(frozen=True, slots=True)
class House:
    """Everything a pass needs, put together once at the edge."""

    office: Office
    directory: Path
    sources: tuple[Source, ...]
    store: Store
    tagger: Tagger
    gazetteer: Gazetteer
    clock: Clock
    watch: Watch
    judge: check.Judge | None = None
    """the pair model as second reader; its weights are named in the same manifest as the tagger's version"""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a pass did, stage by stage, and the files of its report."""

    day: dt.date
    counts: tuple[StageCount, ...]
    files: tuple[Path, ...]


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
        fetcher = _fetcher(house)
        counts += [announcements(house, fetcher, now, due_only=due_only), pages(house, fetcher)]
    counts += [read(house), tag(house), cluster(house, now), compare(house, now), sort_out(house, now)]
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


class _Timer:
    def __init__(self, name: str) -> None:
        self._name, self._start = name, time.perf_counter()
        self.problems: list[str] = []

    def count(self, items_in: int, items_out: int) -> StageCount:
        return StageCount(self._name, items_in, items_out, time.perf_counter() - self._start, tuple(self.problems))


def _fetcher(house: House) -> fetch.Fetcher:
    return fetch.Fetcher(fetch.Network(**house.office.network.for_fetch()), clock=house.clock)


def announcements(house: House, fetcher: fetch.Fetcher, now: dt.datetime, *, due_only: bool) -> StageCount:
    """Visit each feed, sitemap and list and keep what it announces."""
    timer = _Timer("đọc nguồn")
    room = house.store.room_to_fetch()
    if room is not None:
        timer.problems.append(room)
        return timer.count(0, 0)
    addresses = sum(len(s.feeds + s.sitemaps + s.listings + s.pages) for s in house.sources if s.enabled)
    names = {source.id: source.name for source in house.sources}
    new = 0
    failed: list[tuple[str, str, str]] = []
    with house.watch.stage("đọc nguồn", addresses) as bar:
        for found in fetcher.announcements(house.sources, house.store.address_states(), now, due_only=due_only):
            entries = [(fetch.canonical(entry.url), entry) for entry in found.entries]
            watched = found.capture if found.health.kind == "page" else None
            sealed = found.capture if watched is None else None
            new += house.store.save_announcement(found.state, found.health, entries, sealed, house.clock())
            for url, _ in entries if watched else ():
                house.store.save_page(url, watched, "fetched", None, None, house.clock())  # not asked for twice
            if found.health.status in ("failed", "gone", "throttled", "blocked"):
                failed.append((names[found.health.source], found.health.url, found.health.reason or ""))
            timer.problems.extend(found.notices)
            bar.advance()
    timer.problems.extend(_together(failed))
    return timer.count(addresses, new)


def pages(house: House, fetcher: fetch.Fetcher) -> StageCount:
    """Fetch the pages that entries announced, and look again at pages that may have been edited."""
    timer = _Timer("tải trang")
    if house.store.room_to_fetch() is not None:
        return timer.count(0, 0)
    sources = {source.id: source for source in house.sources}
    asked: set[str] = set()
    failed: list[tuple[str, str, str]] = []
    kept = 0
    with house.watch.stage("tải trang", None) as bar:
        for _ in range(ROUNDS):
            wanted = [page for page in house.store.wanted_pages(house.clock()) if page.url not in asked]
            wanted = [page for page in wanted if page.entry.source in sources]
            if not wanted:
                break
            asked.update(page.url for page in wanted)
            bar.advance(0, total=len(asked))
            by_address = {page.entry.url: page for page in wanted}
            for outcome in fetcher.pages([_request(page, sources[page.entry.source]) for page in wanted]):
                page = by_address[outcome.request.url]
                kept += _save(house.store, page.url, outcome, house.clock())
                if not isinstance(outcome, fetch.Fetched | fetch.NotModified):
                    failed.append((sources[page.entry.source].name, page.entry.url, outcome.reason))
                bar.advance()
    timer.problems.extend(_together(failed))
    return timer.count(len(asked), kept)


def _together(failed: list[tuple[str, str, str]]) -> Iterator[str]:
    """(outlet, address, reason) as lines; one line where our own line was down, or many pages share one reason."""
    offline = sum(reason == fetch.OFFLINE for _, _, reason in failed)
    if offline:
        yield f"{offline} địa chỉ chưa đọc được: {fetch.OFFLINE}"
    counts = Counter((outlet, reason) for outlet, _, reason in failed if reason != fetch.OFFLINE)
    for outlet, url, reason in failed:
        many = counts[outlet, reason]
        if 0 < many <= TOGETHER:
            yield f"{outlet}: {url}: {reason}"
        elif many:
            yield f"{outlet}: {many} địa chỉ: {reason}"
            counts[outlet, reason] = 0


def _save(store: Store, url: str, outcome: fetch.PageOutcome, now: dt.datetime) -> bool:
    """Write down what came of asking for a page; True when it gave bytes not seen before."""
    match outcome:
        case fetch.Fetched(capture=capture):
            return store.save_page(url, capture, "fetched", None, None, now)
        case fetch.NotModified():
            return store.save_page(url, None, "not_modified", None, None, now)
        case fetch.Gone(reason=reason):
            return store.save_page(url, None, "gone", reason, None, now)
        case fetch.Blocked(reason=reason):
            return store.save_page(url, None, "blocked", reason, None, now)
        case fetch.Refused(reason=reason):
            return store.save_page(url, None, "refused", reason, None, now)
        case fetch.Throttled(reason=reason, until=until):
            return store.save_page(url, None, "throttled", reason, until, now)
        case fetch.Failed(reason=reason, retry_at=retry_at):
            return store.save_page(url, None, "failed", reason, retry_at, now)


def read(house: House) -> StageCount:
    """Articles out of captures: text without furniture, persons masked before anything is written."""
    timer = _Timer("đọc bài")
    sources = {source.id: source for source in house.sources}
    done = kept = 0
    known = KnownPages()
    with house.watch.stage("đọc bài", None) as bar:
        for url, capture, entry in house.store.captures_to_read(READER):
            article, reason = article_of(url, capture, entry, sources.get(capture.source), known)
            source = sources.get(capture.source)
            stored = house.store.save_reading(capture.sha256, url, READER, article, reason)
            if stored is not None and source and source.kind == "official_portal":
                timer.problems.extend(_edited(house, stored))
            if article is None and reason:
                timer.problems.append(f"{capture.url}: {reason}")
            done += 1
            kept += article is not None
            bar.advance()
    return timer.count(done, kept)


def _edited(house: House, new: Article) -> Iterator[str]:
    """What an office changed in a page of its own, in words: dates and figures people already act on."""
    from pipeline.stories import versions

    old = SourcesRoom(house.store.engine, house.store.clock).version_before(new) if new.version > 1 else None
    words = versions.in_words(versions.difference(old, new, house.gazetteer)) if old else ""
    if words:
        at = (new.updated or new.first_seen).astimezone(VIETNAM)
        yield f"{new.outlet}: {new.url}: trang chính thức đã sửa lúc {at:%H:%M %d/%m/%Y}: {words}"


def article_of(
    url: str, capture: Capture, entry: Entry | None, source: Source | None, known: KnownPages
) -> tuple[Article | None, str | None]:
    """The article of a capture, or None with the reason in Vietnamese.

    `url` is the announced one; the article stands where its redirects ended, so that a moved page stays one page.
    `known` remembers the templates of the pass.
    """
    headers = {name.lower(): value for name, value in capture.headers}
    if documents.paper(capture.body):
        return None, PAPER
    if capture.final_url != capture.url:
        url = fetch.canonical(capture.final_url)
    page = known.read(
        capture.source,
        capture.body,
        capture.final_url,
        media_type=headers.get("content-type"),
        repair=source.repair if source else (),
        offset=source.offset if source else None,
    )
    if page.kind != "article":
        carried = _carried(entry)
        if carried is None:
            return None, page.error or "trang không phải một bài báo"
        page = carried
    named = entry.title if entry and entry.title and source and _is_site_name(page.title, source.name) else page.title
    title, text = masking.mask(named), masking.mask(page.text)
    published = _first_stamp(page.published, entry.published if entry else None)
    updated = page.updated
    key = "\x1f".join((url, title, _iso(published), _iso(updated), text))
    return (
        Article(
            id=hashlib.sha256(key.encode()).hexdigest()[:32],
            source=capture.source,
            outlet=source.name if source else capture.source,
            url=url,
            title=title,
            published=published.at if published else None,
            updated=updated.at if updated else None,
            text=text,
            first_seen=capture.fetched_at,
            capture=capture.sha256,
            language=language_of(text),
            incomplete=page.incomplete,
            published_origin=published.origin if published else None,
        ),
        None,
    )


def _carried(entry: Entry | None) -> reader.Page | None:
    """The full text that the feed itself carried, for a page that shows none (a script draws it, a wall stands before it).

    Marked incomplete: a feed may leave paragraphs out, so nothing may be called omitted from it.
    """
    if entry is None or not entry.content or not entry.title:
        return None
    page = reader.read_fragment(entry.content, entry.title, published=entry.published, updated=entry.updated)
    whole = page.kind == "article" and len(page.text) >= _FULL_TEXT
    return replace(page, incomplete=True) if whole else None


def tag(house: House) -> StageCount:
    """Type, protection, topic, places, sentiment of each article not yet tagged by these models."""
    timer = _Timer("gắn nhãn")
    articles = house.store.articles_without("tag", house.tagger.version)
    protected = 0
    with house.watch.stage("gắn nhãn", len(articles)) as bar:
        for article in articles:
            tags = house.tagger.tag_article(article)
            house.store.save_tags(tags)
            protected += tags.protected
            bar.advance()
    return timer.count(len(articles), len(articles) - protected)


def cluster(house: House, now: dt.datetime) -> StageCount:
    """Which articles tell the same story, over the window that is checked."""
    from pipeline import stories  # MinHash brings scipy along, a third of a second that other commands need not wait

    timer = _Timer("gom tin")
    articles = list(house.store.articles(since=local_day(now - WINDOW)))
    found = stories.cluster(articles, house.store.tags())
    house.store.replace_stories(found)
    return timer.count(len(articles), len(set(found.values())))


def compare(house: House, now: dt.datetime) -> StageCount:
    """Claims of each article against the documents, for articles not yet checked against these documents."""
    timer = _Timer("đối chiếu")
    version = "/".join((check.POLICY.version, house.tagger.version, house.store.documents_version()))
    since = local_day(now - WINDOW)
    articles = [
        a for a in house.store.articles_without("check", version) if local_day(a.published or a.first_seen) >= since
    ]
    tags = house.store.tags()
    checker = check.Checker(check.MemoryRetriever(house.store.evidence()), gazetteer=house.gazetteer, judge=house.judge)
    compared = 0
    with house.watch.stage("đối chiếu", len(articles)) as bar:
        for article in articles:
            said = check.claims(article, tags[article.id], house.gazetteer)
            matches = [scam_match(checker.check(claim), tags[article.id]) for claim in said]
            house.store.save_checks(article.id, version, said, matches)
            compared += len(matches)
            bar.advance()
    return timer.count(len(articles), compared)


def sort_out(house: House, now: dt.datetime) -> StageCount:
    """Matches into flags and lanes: the protection gate first, referral proposals by their closed list."""
    timer = _Timer("xếp việc")
    articles = list(house.store.articles(since=local_day(now - WINDOW)))
    pairs = house.store.checks()
    claims, matches = [claim for claim, _ in pairs], [match for _, match in pairs]
    memory = house.store.false_alarms()
    found = triage.triage(articles, house.store.tags(), claims, matches, house.store.stories(), false_alarms=memory)
    house.store.replace_flags(found.flags, found.referrals, TRIAGE.version, now)
    house.store.close_quiet_fixes()
    return timer.count(len(matches), sum(flag.lane != "look" for flag in found.flags))


def write_report(house: House, day: dt.date) -> tuple[StageCount, tuple[Path, ...]]:
    """The daily report as HTML, JSON, DOCX and TXT under reports/DAY/, and as HTML with its full lists."""
    timer = _Timer("làm báo cáo")
    folder = house.directory / house.office.delivery.folder / day.isoformat()
    made = report.load(house.store, house.office, day)
    files = report.write(made, folder, FORMATS) + report.write(report.annexed(made), folder, ("html",))
    return timer.count(1, len(files)), files


def _request(page: WantedPage, source: Source) -> fetch.PageRequest:
    return fetch.PageRequest(
        page.entry.url, source.id, page.etag, page.last_modified, pause=source.pause, home=source.url
    )


def _is_site_name(title: str, outlet: str) -> bool:
    """Whether a page calls itself by the outlet's name only (portals whose headline is no heading)."""
    return bool(title) and fuzz.ratio(fold(title), fold(outlet)) >= SITE_NAME


def _first_stamp(page: Stamp | None, entry: Stamp | None) -> Stamp | None:
    """The page's own time; the announcement's where the page gives none, or only the day that both name."""
    if page is None or entry is None:
        return page or entry
    if page.day_only and not entry.day_only and local_day(page.at) == local_day(entry.at):
        return entry
    return page


def _iso(stamp: Stamp | None) -> str:
    return stamp.at.isoformat() if stamp else ""
