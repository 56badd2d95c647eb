"""The two or three charts of a week or a month as numbers: what is drawn, what it says in words, its data table.

Nothing of residents is drawn (their small cells must not be told), no tone, no outlet (CHARTER 5, domain 6).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from pipeline.records import Article, local_day
from pipeline.report import words
from pipeline.report.compose import local, moment_of
from pipeline.report.model import Chart, Group, Rows

DAYS = 14
MOST = 8
"""topics drawn"""
_KINDS = {"news_report": 0, "official_notice": 1}


def days_chart(rows: Rows, told: Sequence[Article], last: dt.date) -> Chart | None:
    """Stories by the day they were first told, the last fourteen days of the report, stacked by kind; None without one."""
    days = [last - dt.timedelta(days=n) for n in range(DAYS - 1, -1, -1)]
    first: dict[str, tuple[dt.date, int]] = {}
    for article in told:
        tags = rows.tags.get(article.id)
        if tags is None or tags.protected or tags.item_type not in _KINDS or not local(rows, article):
            continue
        first.setdefault(
            rows.stories.get(article.id, article.id), (local_day(moment_of(article)), _KINDS[tags.item_type])
        )
    counts = Counter(first.values())
    shown = [day for day in days if day >= min((day for day, _ in counts), default=last)]
    series = tuple((counts[day, 0], counts[day, 1]) for day in shown)
    total = [sum(pair) for pair in series]
    if not sum(total):
        return None
    top = shown[total.index(max(total))]
    return Chart(
        "Số tin về địa phương mỗi ngày",
        f"Biểu đồ cột: số tin mỗi ngày từ {words.short_day(shown[0])} đến {words.short_day(last)}; "
        f"nhiều nhất {max(total)} tin, ngày {words.short_day(top)}.",
        "days",
        ("Ngày", "Tin, bài báo", "Thông báo chính thức"),
        tuple((words.short_day(day), str(a), str(b)) for day, (a, b) in zip(shown, series, strict=True)),
        series,
    )


def topics_chart(groups: Sequence[Group]) -> Chart | None:
    """Stories by topic, the fullest first; None when there is none."""
    names = Counter(
        item.about.split(" · ")[-1]
        for group in groups
        if group.heading != words.ANSWERED
        for item in group.items
        if item.about
    )
    ranked = sorted(names.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST]
    if not ranked:
        return None
    return Chart(
        "Lĩnh vực được nêu nhiều nhất",
        "Biểu đồ thanh: " + "; ".join(f"{name} {count} tin" for name, count in ranked) + ".",
        "topics",
        ("Lĩnh vực", "Số tin"),
        tuple((name, str(count)) for name, count in ranked),
        tuple((count,) for _, count in ranked),
    )
