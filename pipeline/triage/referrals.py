"""What may be proposed for referral: a closed list of acts with a victim, and only the act itself (CHARTER rule 6).

A difference from a document never leads here; nothing is sent, two people sign elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, get_args

from pipeline.records import Article, Ground, Referral, Tags

GROUNDS: Final[frozenset[str]] = frozenset(get_args(Ground))
ACTS: Final[Mapping[Ground, str]] = {
    "scam_impersonation": "scam_impersonation",
    "scam_payment_credential": "scam_impersonation",
    "credible_threat": "credible_threat",
}
"""the item type a text must have for each ground: the act itself, not news or a warning about it"""


def propose(articles: Sequence[Article], tags: Mapping[str, Tags]) -> tuple[Referral, ...]:
    """One proposal for a page whose last version is itself one of the listed acts; protected items never."""
    last: dict[str, Article] = {}
    for article in articles:
        known = last.get(article.url)
        if known is None or (article.version, article.id) > (known.version, known.id):
            last[article.url] = article
    found: list[Referral] = []
    for url in sorted(last):
        tag = tags.get(last[url].id)
        if tag is None or tag.protected or tag.ground is None or tag.ground not in GROUNDS:
            continue
        if tag.item_type == ACTS[tag.ground]:
            found.append(Referral(last[url].id, url, tag.ground))
    return tuple(found)
