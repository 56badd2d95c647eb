"""Whether an item speaks of local policy at all: of a place of the province, and of some matter an office decides.

What is not about local policy has no claims. A rule of the province holds in every place of it, so every place of the
province counts. A text that names no place speaks of its readers' own when an office of the lowest level acts in it
("Thuế cơ sở 5", "khu phố 3", "UBND phường"); the same office named as a level only ("phường, xã") says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.language.normalise import fold
from pipeline.tag import topics

LOCAL = frozenset({"phan_rang", "dong_hai", "ninh_chu", "bao_an", "do_vinh", "khanh_hoa", "other_khanh_hoa"})
NO_TOPIC = "khac"
NAMES_A_MATTER = 3.0
"""evidence of a phrase that names its topic by itself (topics.tsv)"""
A_ROUND_UP = 2
"""matters of policy from which an item without a topic of its own is a round-up that holds some"""

_OF_HERE = re.compile(
    r"(?<!cac )(?<!moi )(?<!\w)(?:thue co so \d+|doi thue so \d+|(?:khu pho|to dan pho|thon) (?:so )?\d+|"
    r"(?:ubnd|uy ban nhan dan|cong an|tram y te|mat tran|nha van hoa|loa) phuong(?! ?(?:,|/|xa|hoac|va xa)))(?!\w)"
)


def about_local_policy(places: Collection[str], topic: str, title: str, text: str) -> bool:
    """`places`: the units the item is about; `topic`: its topic as settled."""
    if not LOCAL & set(places) and (places or not _OF_HERE.search(fold(f"{title}\n{text}"))):
        return False
    if topic != NO_TOPIC:
        return True
    found = topics.evidence(title, text)
    return sum(weight >= NAMES_A_MATTER for name, weight in found.items() if name != NO_TOPIC) >= A_ROUND_UP
