"""The polite client: what publishers announce and the pages behind it, as values; never touches the store.

fetcher = Fetcher(Network(contact="vanhoa@…"), clock=lambda: datetime.now(UTC))
for announcement in fetcher.announcements(sources, states, now): …
for outcome in fetcher.pages(wanted): …
"""

from pipeline.fetch.fetcher import OFFLINE, Fetcher
from pipeline.fetch.outcomes import (
    Announcement,
    Blocked,
    Failed,
    Fetched,
    Gone,
    Look,
    NotModified,
    PageOutcome,
    PageRequest,
    Refused,
    Throttled,
)
from pipeline.fetch.policy import Network
from pipeline.fetch.urls import canonical

__all__ = [
    "OFFLINE",
    "Announcement",
    "Blocked",
    "Failed",
    "Fetched",
    "Fetcher",
    "Gone",
    "Look",
    "Network",
    "NotModified",
    "PageOutcome",
    "PageRequest",
    "Refused",
    "Throttled",
    "canonical",
]
