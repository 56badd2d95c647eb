"""Stories: articles that report one event. Copies join by their words, independent reports by rare terms, numbers,
within a window of days; tags are weak hints. Residents' letters, satire, advertisements stay stories of their own.

Deterministic and independent of the order of the input: pairs are sorted by likeness and id before anything is merged.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer

from pipeline.language.normalise import nfc
from pipeline.records import Article, Tags, local_day
from pipeline.stories.duplicates import near_duplicates, words

DAYS_APART = (1.0, 0.5, 0.2)
"""factor for reports of the same day, the next day, the day after: later pieces are mostly follow-ups of their own"""
JOIN = 0.07
"""likeness from which two reports may be one story; `MEAN` of it must hold on average between two groups. Searched, with
the shares below, on the newsroom's odd stories among all its pages and on the sample press; an earlier choice among the
best looked at all pages, so the even half is not wholly held out. Pair F1 with the machine's tags, of what touches an odd
story 0.91, of the even ones among themselves 0.94, of all 0.93; with gold tags 0.92, 0.94, 0.93."""
MEAN = 0.8
FOLDED, WORDS, PAIRS = 0.5, 0.2, 0.6
"""shares of three cosines: folded terms (a page without diacritics meets the others), words as printed, pairs of them"""
OTHER_TOPIC = 0.7
ONE_TITLE = 0.12
"""likeness of two titles from which the tag room's topics are not asked: a long piece has more than one, its title has one.
On the odd stories, with the machine's tags, pair F1 rises from 0.72 to 0.89; 0.10 to 0.15 give the same"""
OTHER_PLACE = 0.7
OTHER_TYPE = 0.8
PROTECTED = 0.7
"""weak hints of the tag room: it errs on one page in five, so none of them keeps two reports apart alone"""
PERSONAL = 1.5
"""words of the first person, outside quotation marks, in a hundred: from here on the page is somebody's letter"""
RARE = 40
"""terms of an article that may bring it together with another one"""
COMMON = 0.15
"""a term in more than this share of the articles brings nothing together (never below 5 articles)"""

AT_ONCE = 20_000
"""pairs multiplied together, so that a busy day does not fill the memory"""

_FIRST_PERSON = re.compile(
    r"(?<!\w)(?:tôi|tui|chúng tôi|kính gửi|kính mong|xin hỏi|cho em hỏi|cho hỏi|nhà mình|xóm mình)(?!\w)"
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_ALONE = frozenset({"satire", "advertisement", "scam_impersonation", "credible_threat"})
_LETTERS = re.compile(r"[^\W\d_]+")
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


_Weights = dict[str, float]


def _title(article: Article) -> _Weights:
    """Word pairs of the title, and its words at half weight."""
    tokens = words(article.title)
    found: _Weights = defaultdict(float)
    for token in tokens:
        found[token] += 0.5
    for a, b in pairwise(tokens):
        found[f"{a} {b}"] += 1
    return found


def _printed(article: Article) -> tuple[_Weights, _Weights]:
    """Words as printed but for capitals, and pairs of them, with how often title and beginning say them."""
    single: _Weights = defaultdict(float)
    paired: _Weights = defaultdict(float)
    for text in (article.title, article.text[:1200]):
        tokens = _LETTERS.findall(nfc(text).lower())
        for token in tokens:
            single[token] += 1
        for a, b in pairwise(tokens):
            paired[f"{a} {b}"] += 1
    return single, paired


def _vectors(counts: Mapping[str, _Weights]) -> dict[str, _Weights]:
    """Counts of each page as a vector of length 1, rare terms weighing most."""
    seen: Counter[str] = Counter(t for c in counts.values() for t in c)
    limit = max(5.0, COMMON * len(counts))
    out: dict[str, _Weights] = {}
    for url, c in counts.items():
        weights = {
            t: (1 + math.log(max(n, 0.5))) * math.log(1 + len(counts) / seen[t])
            for t, n in c.items()
            if seen[t] <= limit
        }
        # words of one page only join nothing, yet they count in its length: likeness must not grow with a small day
        total = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        out[url] = {t: w / total for t, w in weights.items() if seen[t] > 1}
    return out


def _cosines(vectors: Mapping[str, _Weights], pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
    """(pairs,) products of the vectors of each two pages."""
    row = {url: number for number, url in enumerate(sorted(vectors))}
    if not pairs:
        return np.zeros(0)
    table = DictVectorizer().fit_transform([vectors[url] for url in sorted(vectors)])
    found = np.zeros(len(pairs))
    for at in range(0, len(pairs), AT_ONCE):
        part = pairs[at : at + AT_ONCE]
        one, two = ([row[pair[side]] for pair in part] for side in (0, 1))
        found[at : at + len(part)] = table[one].multiply(table[two]).sum(axis=1).A1
    return found


def _merge(pages: Mapping[str, Article], tags: Mapping[str, Tags]) -> list[list[str]]:
    by_id = {a.id: url for url, a in pages.items()}
    likeness: dict[tuple[str, str], float] = {}
    for (a, b), share in near_duplicates(list(pages.values())).items():
        likeness[_pair(by_id[a], by_id[b])] = 1.0 + share
    vectors = _vectors({url: _terms(a) for url, a in pages.items()})
    printed = {url: _printed(a) for url, a in pages.items()}
    words_of = _vectors({url: p[0] for url, p in printed.items()})
    pairs_of = _vectors({url: p[1] for url, p in printed.items()})
    titles = _vectors({url: _title(a) for url, a in pages.items()})
    pairs = sorted(_met(vectors, pages, tags) - likeness.keys())
    told = FOLDED * _cosines(vectors, pairs) + WORDS * _cosines(words_of, pairs) + PAIRS * _cosines(pairs_of, pairs)
    one_title = _cosines(titles, pairs) >= ONE_TITLE
    for (a, b), score, same in zip(pairs, told, one_title, strict=True):
        likeness[a, b] = float(score) * _hints(pages[a], pages[b], tags, one_title=bool(same))
    return _link(sorted(pages), likeness)


def _met(
    vectors: Mapping[str, _Weights], pages: Mapping[str, Article], tags: Mapping[str, Tags]
) -> set[tuple[str, str]]:
    """Pairs of pages of nearby days that share one of their rarest terms and are no pieces of their own."""
    index: dict[str, list[str]] = defaultdict(list)
    for url, page in pages.items():
        if not _of_its_own(page, tags.get(page.id)):
            for term in sorted(vectors[url], key=lambda t: (-vectors[url][t], t))[:RARE]:
                index[term].append(url)
    day = {url: local_day(_moment(page)).toordinal() for url, page in pages.items()}
    return {
        _pair(a, b)
        for urls in index.values()
        for a, b in combinations(urls, 2)
        if abs(day[a] - day[b]) < len(DAYS_APART)
    }


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


@lru_cache(maxsize=20_000)
def _personal(text: str) -> float:
    """Words of the first person outside quotation marks, in a hundred."""
    own = _QUOTED.sub(" ", text).lower()
    return 100 * len(_FIRST_PERSON.findall(own)) / max(1, len(own.split()))


def _of_its_own(article: Article, tags: Tags | None) -> bool:
    """A letter by its own words, or something the tag room calls no report and that is none by its words either."""
    personal = _personal(f"{article.title}. {article.text}")
    if personal >= PERSONAL:
        return True
    return tags is not None and (tags.item_type in _ALONE or (tags.protected and personal > 0))


def _days(a: Article, b: Article) -> int:
    return abs((local_day(_moment(a)) - local_day(_moment(b))).days)


def _hints(a: Article, b: Article, tags: Mapping[str, Tags], *, one_title: bool) -> float:
    """What days apart and the tag room's labels take from a likeness."""
    factor = DAYS_APART[_days(a, b)]
    one, two = tags.get(a.id), tags.get(b.id)
    if one is not None and two is not None:
        if one.topic != two.topic and not one_title:
            factor *= OTHER_TOPIC
        if one.places and two.places and not set(one.places) & set(two.places):
            factor *= OTHER_PLACE
        if one.item_type != two.item_type:
            factor *= OTHER_TYPE
        if one.protected or two.protected:
            factor *= PROTECTED
    return factor


def _link(urls: Sequence[str], likeness: Mapping[tuple[str, str], float]) -> list[list[str]]:
    """Average linkage over the pairs that were compared; a pair that was not compared counts as unlike.

    What two groups have in common is kept as a sum and added up when groups join, so that a busy day stays affordable.
    """
    members = {url: [url] for url in urls}
    head = {url: url for url in urls}
    between: dict[str, dict[str, float]] = {url: {} for url in urls}
    for (a, b), score in likeness.items():
        between[a][b] = between[b][a] = min(1.0, score)
    for (a, b), score in sorted(likeness.items(), key=lambda p: (-p[1], p[0])):
        if score < JOIN:
            break
        one, two = head[a], head[b]
        if one == two:
            continue
        mean = between[one][two] / (len(members[one]) * len(members[two]))
        if score <= 1.0 and mean < MEAN * JOIN:
            continue
        large, small = (one, two) if len(between[one]) >= len(between[two]) else (two, one)
        for other, common in between.pop(small).items():
            del between[other][small]
            if other != large:
                between[large][other] = between[other][large] = between[large].get(other, 0.0) + common
        for url in members[small]:
            head[url] = large
        members[large] += members.pop(small)
    return [sorted(group) for group in members.values()]
