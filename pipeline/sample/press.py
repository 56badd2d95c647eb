"""The sample articles as data, and what of them exists at the end of a day."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Literal

DAYS = (dt.date(2026, 11, 9), dt.date(2026, 11, 10), dt.date(2026, 11, 11))
"""the three days of the sample press; the last holds everything"""


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented publisher; `announces` says by what it tells of new items."""

    id: str
    host: str
    name: str
    kind: str
    announces: Literal["rss", "atom", "sitemap", "list"]


@dataclass(frozen=True, slots=True)
class Item:
    """One version of a page. Byline, caption and comments are there to be dropped by the reader."""

    id: str
    outlet: str
    path: str
    section: str
    title: str
    published: dt.datetime
    edited: dt.datetime | None
    paragraphs: tuple[str, ...]
    byline: str
    caption: str
    comments: tuple[tuple[str, str], ...]

    @property
    def visible_from(self) -> dt.datetime:
        """When this version stands on the page."""
        return self.edited or self.published


def load() -> tuple[tuple[Outlet, ...], tuple[Item, ...]]:
    """Read `press.toml`."""
    raw = tomllib.loads(resources.files(__package__).joinpath("press.toml").read_text("utf-8"))
    outlets = tuple(Outlet(**row) for row in raw["outlet"])
    items = tuple(
        Item(
            id=row["id"],
            outlet=row["outlet"],
            path=row["path"],
            section=row["section"],
            title=row["title"],
            published=_moment(row["published"]),
            edited=_moment(row["edited"]) if "edited" in row else None,
            paragraphs=tuple(row["text"].strip().split("\n")),
            byline=row["byline"],
            caption=row["caption"],
            comments=tuple((comment["name"], comment["text"]) for comment in row["comments"]),
        )
        for row in raw["article"]
    )
    return outlets, items


def on_day(items: tuple[Item, ...], day: dt.date) -> dict[tuple[str, str], Item]:
    """Return (outlet, path) → the version that stands there at the end of `day`, newest item first."""
    seen: dict[tuple[str, str], Item] = {}
    for item in sorted(items, key=lambda item: item.visible_from):
        if item.visible_from.date() <= day:
            seen[item.outlet, item.path] = item
    return dict(sorted(seen.items(), key=lambda pair: pair[1].published, reverse=True))


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
