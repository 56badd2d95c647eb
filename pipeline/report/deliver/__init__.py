"""Reports on their way out: a shared folder, the office's mail, the office's own system. Each attempt is logged.

A way that fails does not hold up the others; it is tried again at the next delivery, and the next morning's report says
so. Nothing of the referral lane and no export passes here: only files that a report writer made.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.config import Office
from pipeline.report.deliver import mail, place, webhook
from pipeline.report.deliver.failure import DeliveryFailed
from pipeline.store.deliveries import Channel, Deliveries, Delivery

RETRIED = dt.timedelta(days=7)
"""a report older than this is no news any more and is not sent again"""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A report's files as they leave. `title` and `words` are for whoever opens the mail."""

    report: str
    day: dt.date
    title: str
    words: str
    files: tuple[Path, ...]


Way = Callable[[Office, str, dt.date, str, str, Sequence[Path]], None]
WAYS: Mapping[Channel, Way] = {"folder": place.send, "mail": mail.send, "webhook": webhook.send}


def ways(office: Office) -> tuple[Channel, ...]:
    """The ways that office.toml sets up, in the order they are tried."""
    delivery = office.delivery
    set_up: dict[Channel, object] = {
        "folder": delivery.copy_to,
        "mail": delivery.mail_server and delivery.mail_to,
        "webhook": delivery.webhook,
    }
    return tuple(channel for channel, there in set_up.items() if there)


def send(kept: Deliveries, office: Office, parcel: Parcel, channels: Sequence[Channel]) -> list[Delivery]:
    """Send by each way; what was sent already with the same bytes is not sent twice. Returns the attempts made."""
    files = tuple((file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in parcel.files)
    made = []
    for channel in channels:
        before = kept.of(parcel.report, parcel.day, channel)
        if before is not None and before.state == "sent" and before.files == files:
            continue
        reason = None
        try:
            WAYS[channel](office, parcel.report, parcel.day, parcel.title, parcel.words, parcel.files)
        except DeliveryFailed as failed:
            reason = str(failed)
        made.append(kept.note(parcel.report, parcel.day, channel, files, reason))
    return made


def retry(
    kept: Deliveries, office: Office, today: dt.date, parcel_of: Callable[[Delivery], Parcel | None]
) -> list[Delivery]:
    """Try again what failed in the last week; `parcel_of` finds its files, None when they are gone."""
    made = []
    for waiting in kept.waiting(today - RETRIED):
        parcel = parcel_of(waiting) if waiting.channel in ways(office) else None
        if parcel is not None:
            made += send(kept, office, parcel, (waiting.channel,))
    return made
