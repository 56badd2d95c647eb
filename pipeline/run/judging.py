"""What articles are and what they say beside the documents: tags, stories, matches, flags."""

from __future__ import annotations

import datetime as dt

from pipeline import check, triage
from pipeline.check.acts import scam_match
from pipeline.records import StageCount, local_day
from pipeline.run.house import WINDOW, House, Timer
from pipeline.triage.policy import POLICY as TRIAGE

COPIED_WITHIN = dt.timedelta(days=3)
"""how far back an article is looked for that a new one copies"""


def tag(house: House, now: dt.datetime) -> StageCount:
    """Type, protection, topic, places, sentiment of each article not yet tagged by these models.

    Whom an article copies is asked of all that is stored, tagged or not: a pass that was killed goes on with the same answer.
    """
    from pipeline import stories  # MinHash brings scipy along, a third of a second that other commands need not wait

    timer = Timer("gắn nhãn")
    articles = house.store.articles_without("tag", house.tagger.version)
    led = stories.leaders(house.store.articles(since=local_day(now - COPIED_WITHIN))) if articles else {}
    protected = 0
    with house.watch.stage("gắn nhãn", len(articles)) as bar:
        for article in articles:
            tags = house.tagger.tag_article(article, led.get(article.id))
            house.store.save_tags(tags)
            protected += tags.protected
            bar.advance()
    return timer.count(len(articles), len(articles) - protected)


def cluster(house: House, now: dt.datetime) -> StageCount:
    """Which articles tell the same story, over the window that is checked."""
    from pipeline import stories  # as above

    timer = Timer("gom tin")
    articles = list(house.store.articles(since=local_day(now - WINDOW)))
    found = stories.cluster(articles, house.store.tags())
    house.store.replace_stories(found)
    return timer.count(len(articles), len(set(found.values())))


def compare(house: House, now: dt.datetime) -> StageCount:
    """Claims of each article against the documents, for articles not yet checked against these documents."""
    timer = Timer("đối chiếu")
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
    timer = Timer("xếp việc")
    articles = list(house.store.articles(since=local_day(now - WINDOW)))
    pairs = house.store.checks()
    claims, matches = [claim for claim, _ in pairs], [match for _, match in pairs]
    memory = house.store.false_alarms()
    found = triage.triage(articles, house.store.tags(), claims, matches, house.store.stories(), false_alarms=memory)
    house.store.replace_flags(found.flags, found.referrals, TRIAGE.version, now)
    house.store.close_quiet_fixes()
    return timer.count(len(matches), sum(flag.lane != "look" for flag in found.flags))
