"""Stories: articles that report one event. Copies join by their words, independent reports by rare terms, numbers,
places and topic within a window of days; residents' letters and other protected items stay stories of their own.

Deterministic and independent of the order of the input: pairs are sorted by likeness and id before anything is merged.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.records import Article, Tags, local_day
from pipeline.stories.duplicates import near_duplicates, words

DAYS_APART = (1.0, 0.6, 0.4)
"""factor for reports of the same day, the next day, the day after: later pieces are mostly follow-ups of their own"""
JOIN = 0.12
"""mean likeness at which two groups of articles are one story (newsroom, odd stories; see tests/stories)"""
RARE = 24
"""terms of an article that may bring it together with another one"""
COMMON = 0.15
"""a term in more than this share of the articles brings nothing together (never below 5 articles)"""

_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")


def cluster(articles: Sequence[Article], tags: Mapping[str, Tags]) -> dict[str, str]:
    """Story id of every article id. Versions of one page always share a story."""
    pages: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        pages[article.url].append(article)
    last = {url: max(versions, key=lambda a: (a.version, a.id)) for url, versions in pages.items()}
    groups = _merge(last, tags)
    named: dict[str, str] = {}
    for urls in groups:
        first = min((_moment(a), a.url) for u in urls for a in pages[u])
        story = "S" + hashlib.sha256(first[1].encode()).hexdigest()[:12]
        for url in urls:
            for article in pages[url]:
                named[article.id] = story
    return named


def _moment(article: Article) -> dt.datetime:
    return article.published or article.first_seen


def _terms(article: Article) -> dict[str, float]:
    """Word pairs, words at half and figures at double weight; those of the title count three times."""
    found: dict[str, float] = defaultdict(float)
    for text, weight in ((article.title, 3), (article.text[:1000], 1)):
        tokens = words(text)
        for a, b in pairwise(tokens):
            found[f"{a} {b}"] += weight
        for token in tokens:
            found[token] += 0.5 * weight
        for number in _NUMBER.findall(text):
            found["#" + number] += 2 * weight
    return found


def _vectors(pages: Mapping[str, Article]) -> dict[str, dict[str, float]]:
    counts = {url: _terms(a) for url, a in pages.items()}
    seen: Counter[str] = Counter(t for c in counts.values() for t in c)
    limit = max(5.0, COMMON * len(pages))
    out: dict[str, dict[str, float]] = {}
    for url, c in counts.items():
        weights = {
            t: (1 + math.log(n)) * math.log(1 + len(pages) / seen[t]) for t, n in c.items() if 1 < seen[t] <= limit
        }
        total = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        out[url] = {t: w / total for t, w in weights.items()}
    return out


def _merge(pages: Mapping[str, Article], tags: Mapping[str, Tags]) -> list[list[str]]:
    by_id = {a.id: url for url, a in pages.items()}
    likeness: dict[tuple[str, str], float] = {}
    for (a, b), share in near_duplicates(list(pages.values())).items():
        likeness[_pair(by_id[a], by_id[b])] = 1.0 + share
    vectors = _vectors(pages)
    index: dict[str, list[str]] = defaultdict(list)
    for url in sorted(vectors):
        for term in sorted(vectors[url], key=lambda t: (-vectors[url][t], t))[:RARE]:
            index[term].append(url)
    for urls in index.values():
        for i, a in enumerate(urls):
            for b in urls[i + 1 :]:
                pair = _pair(a, b)
                if pair not in likeness and _may_join(pages[a], pages[b], tags):
                    likeness[pair] = _likeness(pages[a], pages[b], vectors[a], vectors[b], tags)
    return _link(sorted(pages), likeness)


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _may_join(a: Article, b: Article, tags: Mapping[str, Tags]) -> bool:
    if _days(a, b) >= len(DAYS_APART):
        return False
    one, two = tags.get(a.id), tags.get(b.id)
    if one is None or two is None:
        return True
    kinds = {_voice(one), _voice(two)}
    return kinds == {"report"}


def _voice(tags: Tags) -> str:
    """Reports of an event join each other; a letter, an advertisement or a scam is nobody's report."""
    if tags.protected:
        return "letter"
    return "report" if tags.item_type in ("news_report", "official_notice", "other") else tags.item_type


def _days(a: Article, b: Article) -> int:
    return abs((local_day(_moment(a)) - local_day(_moment(b))).days)


def _likeness(
    a: Article, b: Article, va: Mapping[str, float], vb: Mapping[str, float], tags: Mapping[str, Tags]
) -> float:
    short, long = (va, vb) if len(va) <= len(vb) else (vb, va)
    score = sum(w * long.get(t, 0.0) for t, w in short.items()) * DAYS_APART[_days(a, b)]
    one, two = tags.get(a.id), tags.get(b.id)
    if one is not None and two is not None:
        if one.topic != two.topic:
            score *= 0.6
        if one.places and two.places and not set(one.places) & set(two.places):
            score *= 0.6
    return score


def _link(urls: Sequence[str], likeness: Mapping[tuple[str, str], float]) -> list[list[str]]:
    """Average linkage over the pairs that were compared; a pair that was not compared counts as unlike."""
    group = {url: [url] for url in urls}
    for pair, score in sorted(likeness.items(), key=lambda p: (-p[1], p[0])):
        if score < JOIN:
            break
        one, two = group[pair[0]], group[pair[1]]
        if one is two:
            continue
        total = sum(min(1.0, likeness.get(_pair(a, b), 0.0)) for a in one for b in two)
        if score > 1.0 or total / (len(one) * len(two)) >= JOIN:
            joined = one + two
            for url in joined:
                group[url] = joined
    unique = {id(g): g for g in group.values()}
    return [sorted(g) for g in unique.values()]
