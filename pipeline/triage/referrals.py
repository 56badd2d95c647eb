"""What may be proposed for referral: a closed list of acts with a victim, and only the act itself (CHARTER rule 6).

A difference from a document never leads here; nothing is sent, two people sign elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, get_args

from pipeline.records import Article, Ground, Referral, Tags
from pipeline.workflow.referrals import ACTS, eligible

GROUNDS: Final[frozenset[str]] = frozenset(get_args(Ground))


def propose(articles: Sequence[Article], tags: Mapping[str, Tags]) -> tuple[Referral, ...]:
    """One proposal for a page whose last version is itself one of the listed acts; protected items never."""
    last: dict[str, Article] = {}
    for article in articles:
        known = last.get(article.url)
        if known is None or (article.version, article.id) > (known.version, known.id):
            last[article.url] = article
    grounds = {url: eligible(tags.get(article.id)) for url, article in last.items()}
    return tuple(Referral(last[url].id, url, ground) for url, ground in sorted(grounds.items()) if ground)


__all__ = ["ACTS", "GROUNDS", "propose"]
