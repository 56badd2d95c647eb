"""When a page says it was published and updated: machine statements beside what the reader sees.

Machines know the minute but sometimes the wrong zone (local times marked "Z"); readers see the right wall clock. Where
both show the same wall clock the visible zone wins; where the machine gives only a day the visible minute is added.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from pipeline.extract.pages.blocks import Block, Outline
from pipeline.extract.pages.body import Body
from pipeline.extract.pages.metadata import Facts
from pipeline.extract.pages.times import Printed, clock_alone, machine, printed
from pipeline.records import Stamp

_NEAR = 12
"""blocks around the title that may hold its date line"""


def find_stamps(
    tree: LexborHTMLParser, page: Outline, said: Facts, shown: int, body: Body, zone: dt.tzinfo
) -> tuple[Stamp | None, Stamp | None]:
    """Return (published, updated)."""
    visible = _visible(page, shown, body, zone)
    first = next((p for p in visible if not p.update), None)
    later = next((p for p in visible if p.update), None)
    published = said.published or _time_tag(tree, zone)
    if published is not None and first is not None:
        published = _reconcile(published, first)
    elif published is None and first is not None:
        published = first.stamp
    elif published is None and later is not None:
        published = later.stamp
    updated = said.updated or (later.stamp if later is not None else None)
    if published is not None and updated is not None and updated.at <= published.at:
        updated = None
    return published, updated


def _reconcile(stated: Stamp, seen: Printed) -> Stamp:
    if stated.at == seen.stamp.at:
        return stated
    if stated.ambiguous and not seen.stamp.ambiguous and not seen.stamp.day_only:
        return seen.stamp  # "9/5/2026 6:44 PM" in a tag: the reader sees which is the month
    if stated.day_only and not seen.stamp.day_only:
        close = abs(stated.at - seen.stamp.at) <= dt.timedelta(hours=36)
        return seen.stamp if close else stated
    wall = stated.at.replace(tzinfo=None, second=0)
    if not seen.stamp.day_only and wall == seen.wall.replace(second=0):
        return replace(seen.stamp, origin="text")  # a local time that the machine marked as UTC
    return stated


def _visible(page: Outline, shown: int, body: Body, zone: dt.tzinfo) -> list[Printed]:
    """Moments printed near the title, the nearest first: after it up to the text, then before it."""
    blocks = page.blocks
    start = max(shown, 0)
    stop = body.first if body.first >= 0 else len(blocks)
    after = range(start + 1, min(max(stop, start + 1), start + 1 + 2 * _NEAR))
    before = range(start - 1, max(-1, start - _NEAR), -1)
    tail = range(body.last + 1, min(len(blocks), body.last + 1 + _NEAR)) if body.last >= 0 else range(0)
    found = []
    for index in (*after, *before, *tail):
        block = blocks[index]
        if len(block.text) > 160 or block.kind in ("related", "comment", "ad"):
            continue
        if block.linked > 0.6 and block.kind != "time":
            continue
        hit = printed(block.text, zone)
        if hit is not None:
            found.append(_with_clock(hit, blocks, index, zone))
    precise = [p for p in found if not p.stamp.day_only]
    return precise + [p for p in found if p.stamp.day_only]


def _with_clock(hit: Printed, blocks: list[Block], index: int, zone: dt.tzinfo) -> Printed:
    """A day whose hour stands in the next block or the one before, as lists of an article's data have it."""
    for beside in (index + 1, index - 1) if hit.stamp.day_only else ():
        if 0 <= beside < len(blocks) and (clock := clock_alone(blocks[beside].text)):
            wall = dt.datetime.combine(hit.wall.date(), clock)
            at = wall.replace(tzinfo=zone).astimezone(dt.UTC)
            return replace(hit, wall=wall, stamp=replace(hit.stamp, at=at, day_only=False))
    return hit


def _time_tag(tree: LexborHTMLParser, zone: dt.tzinfo) -> Stamp | None:
    # The last is hAtom's, which Blogger prints.
    for css in (
        '[itemprop="datePublished"]',
        "article time[datetime]",
        "main time[datetime]",
        "time[datetime]",
        "abbr.published[title]",
    ):
        for node in tree.css(css)[:1]:
            value = node.attributes.get("datetime") or node.attributes.get("content") or node.attributes.get("title")
            stamp = machine(value, "time", zone)
            if stamp is not None:
                return stamp
    return None
