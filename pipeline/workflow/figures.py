"""A figure out of a price table, said with the unit that its row names. Pure.

“42.000” alone says nothing beside “42.000 đồng/người/tháng”; the report, the pages and the drafts ask here.
"""

from __future__ import annotations

import re
from typing import Final

_BARE: Final = re.compile(r"\d[\d.,]*")
_UNIT: Final = re.compile(r"(?:^|\s)((?:nghìn |ngàn |triệu |tỷ )?đồng(?:/[^\s/,;]+)+)\s*$")
"""the unit's cell just before the figure's: “… | đồng/hộ/tháng | 42.000”"""


def in_full(value: str, passage: str) -> str:
    """The figure with its unit where it stands bare, once, behind a unit in the passage; any other value as it is."""
    if not _BARE.fullmatch(value):
        return value
    places = [found.start() for found in re.finditer(rf"(?<![\d.,]){re.escape(value)}(?![.,]?\d)", passage)]
    unit = _UNIT.search(passage[: places[0]]) if len(places) == 1 else None
    return f"{value} {unit[1]}" if unit else value
