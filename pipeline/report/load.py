"""Store → rows of a report: the only place of this room that reads, apart from the writers' target folder."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.config import ConfigError, Office, load_sources
from pipeline.records import VIETNAM, Article, Evidence, Source, Tags, local_day
from pipeline.report.asked import best_answer, terms
from pipeline.report.compose import daily
from pipeline.report.findings import CARRY
from pipeline.report.model import Finding, Gap, Report, Rows
from pipeline.store import Store
from pipeline.store.deliveries import Deliveries
from pipeline.store.periods import Periods

_EVENING = dt.timedelta(days=1)
HISTORY = dt.timedelta(days=7 * 12 - 1)
"""twelve weeks: what a trend looks back on"""
LONGEST_NIGHT = dt.timedelta(hours=30)
"""an office that reads once a day, a little later than yesterday, made no break"""
_CANDIDATES = 20
"""passages looked at for one letter"""


def load(store: Store, office: Office, day: dt.date, sources: Sequence[Source] | None = None) -> Report:
    """The report of a day; `sources` gives names of outlets, read from the office's folder when not handed in."""
    return daily(rows(store, office, day, sources), day)


def rows(store: Store, office: Office, day: dt.date, sources: Sequence[Source] | None = None) -> Rows:
    """Everything the report of a day may need: that day and the week before it."""
    return rows_between(store, office, day, day, sources)


def rows_between(
    store: Store, office: Office, first: dt.date, last: dt.date, sources: Sequence[Source] | None = None
) -> Rows:
    """Everything a report from `first` to `last` (both included) may need: those days and the week before them."""
    periods = Periods(store.engine, store.clock)
    span = (first - CARRY - _EVENING, last)
    articles = tuple(periods.articles_between(*span))
    pairs = {claim.id: (claim, match) for claim, match in periods.checks_between(*span)}
    verdicts: defaultdict[str, list[str]] = defaultdict(list)
    for claim, match in pairs.values():
        verdicts[claim.article].append(match.verdict)
    found = [Finding(flag, *pairs[flag.claim]) for flag in periods.flags_between(*span) if flag.claim in pairs]
    tags = periods.tags_between(*span)
    letters = [one for one in articles if one.id in tags and tags[one.id].item_type in ("question", "complaint")]
    gaps, notices = _looked(periods, first, last)
    return Rows(
        office=office.office,
        watched=office.places.watched,
        articles=articles,
        tags=tags,
        stories=periods.stories_between(*span),
        findings=tuple(found),
        verdicts={article: tuple(told) for article, told in verdicts.items()},
        silent=tuple(claim for claim, match in pairs.values() if match.verdict == "no_document"),
        referrals=tuple(store.referrals()),
        health=tuple(store.health()),
        sources=tuple(sources) if sources is not None else sources_of(office),
        papers=periods.papers_in_use(),
        chain_head=periods.told_head(),
        answers=_answers(store, letters, tags, last),
        decisions=store.standing_decisions(),
        corrections=tuple(store.corrections()),
        replies=store.replies([article.url for article in letters]),
        undelivered=tuple(
            one for one in Deliveries(store.engine, store.clock).waiting(first - CARRY) if one.day < last
        ),
        gaps=gaps,
        notices=notices,
        topic_days=periods.topic_days(last - HISTORY, last),
    )


def _looked(periods: Periods, first: dt.date, last: dt.date) -> tuple[tuple[Gap, ...], tuple[str, ...]]:
    """Breaks in the reading that touch these days, and what its passes told of single addresses on them."""
    start = dt.datetime.combine(first, dt.time(), VIETNAM)
    end = dt.datetime.combine(last + _EVENING, dt.time(), VIETNAM)
    now = periods.clock()
    looks = periods.looks(start, max(now, end))
    moments = [at for at, _ in looks]
    breaks: list[tuple[dt.datetime, dt.datetime | None]] = [
        (one, other) for one, other in itertools.pairwise(moments) if other - one > LONGEST_NIGHT
    ]
    if moments and min(now, end) - moments[-1] > LONGEST_NIGHT:
        breaks.append((moments[-1], None))
    gaps = tuple(
        Gap(one, other, periods.caught_up(one, other) if other else 0)
        for one, other in breaks
        if one < end and (other is None or other >= start)
    )
    told = [words for at, notices in looks if first <= local_day(at) <= last for words in notices]
    return gaps, tuple(dict.fromkeys(told))


def _answers(store: Store, letters: Sequence[Article], tags: Mapping[str, Tags], day: dt.date) -> dict[str, Evidence]:
    found = {}
    for article in letters:
        passages = store.search_passages(**terms(article), limit=_CANDIDATES, on=day)
        if best := best_answer(article, tags[article.id].places, passages):
            found[article.id] = best
    return found


def sources_of(office: Office) -> tuple[Source, ...]:
    """The office's sources; none when the list cannot be read (the pass says why, a report must still come)."""
    try:
        return load_sources(office.directory)
    except ConfigError:
        return ()
