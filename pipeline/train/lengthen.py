"""Long texts for learning, put together from short ones of one kind.

The items of data/ have a median of 45 words, an article of the press 100 to 250. A head that never saw a long report
takes length itself for doubt: measured on a press it had not seen, joined texts raised the area under the curve of the
protection gate from 0.942 to 0.990 and the share of right types from 0.73 to 0.85. A joined text says nothing coherent
and need not: voice and kind are what is learnt from it. Only the train split is joined, and only with itself.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
SHORT = 90
"""words below which an item is joined with others"""
SHARES = {"news_report": 1.4, "question": 0.5, "scam_impersonation": 0.2, "credible_threat": 0.0}
SHARE = 0.7
"""joined texts an item of the other types"""
SEED = 20261124


def lengthened(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows of joined texts: two to four short train items of one type, of one topic where there are enough.

    A joined row has the type, protection and topic of its first item; its sentiment only when all agree (else the key
    is missing). The same rows give the same joined rows.
    """
    dice = random.Random(SEED)  # noqa: S311 - picks training texts, no secret
    by_type: dict[str, list[Row]] = defaultdict(list)
    by_topic: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("split", "train") == "train" and len(row["text"].split()) < SHORT:
            by_type[row["item_type"]].append(row)
            by_topic[row["item_type"], row["topic"]].append(row)
    made = []
    for kind in sorted(by_type):
        pool = by_type[kind]
        for number in range(int(len(pool) * SHARES.get(kind, SHARE))):
            first = dice.choice(pool)
            others = [row for row in by_topic[kind, first["topic"]] if row is not first]
            others = others or [row for row in pool if row is not first]
            parts = [first, *dice.sample(others, min(len(others), dice.randint(1, 3)))]
            made.append(_joined(parts, f"{kind}+{number}"))
    return made


def _joined(parts: Sequence[Row], name: str) -> dict[str, Any]:
    first = parts[0]
    row = {key: first[key] for key in ("item_type", "protected", "topic")}
    if len({part["sentiment"] for part in parts}) == 1:
        row["sentiment"] = first["sentiment"]
    text = "\n".join(part["text"] for part in parts)
    return row | {"id": name, "title": first.get("title") or "", "text": text, "split": "train"}
