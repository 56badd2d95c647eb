"""What is rising: a topic's seven days beside what is usual for those weekdays, and a seven-day outlook where it helps.

Counts are of stories, not copies. The usual is the mean of the same weekday over the weeks before (a season of seven
days). The outlook is shown only for a topic where, over the weeks known, it was nearer than the seasonal naive guess
"as on the same weekday last week"; the words always say how sure that is (an interval, or that nothing can be said).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WEEK = 7
NEEDED = 4
"""full weeks before the last one without which nothing is called usual"""
HISTORY = 8
"""weeks that make the usual; older ones say little of a ward's press"""
TESTED = 3
"""weeks that the outlook must have been tried on"""
LEAST = 5
"""stories in seven days below which a rise is chance"""
Z = 1.64
"""of a normal law: nine times in ten the count lies within"""


@dataclass(frozen=True, slots=True)
class Trend:
    """One topic. `outlook` is (low, middle, high) stories of the next seven days, None where naive is as good."""

    topic: str
    now: int
    usual: float | None
    low: int
    high: int
    rising: bool
    outlook: tuple[int, int, int] | None
    error: float | None = None
    naive_error: float | None = None


def trend(topic: str, days: Sequence[int]) -> Trend:
    """The trend of a topic from its daily counts, oldest first, the last seven being the week told."""
    weeks = [sum(days[start : start + WEEK]) for start in range(len(days) % WEEK, len(days), WEEK)]
    now, before = (weeks[-1], weeks[:-1]) if weeks else (0, [])
    if len(before) < NEEDED:
        return Trend(topic, now, None, 0, 0, rising=False, outlook=None)
    usual = sum(before[-HISTORY:]) / len(before[-HISTORY:])
    low, high = interval(usual, spread(before[-HISTORY:]))
    ours, naive = backtest(days)
    outlook = None
    if ours is not None and naive is not None and ours < naive:
        middle = sum(forecast(days))
        least, most = interval(middle, spread(weeks[-HISTORY:]))
        outlook = (least, round(middle), most)
    return Trend(topic, now, usual, low, high, now > high and now >= LEAST, outlook, ours, naive)


def forecast(days: Sequence[int], season: int = WEEK) -> list[float]:
    """The next season (seven days): for each the weighted mean of its place in the seasons known, the last one most."""
    made = []
    for offset in range(season):
        same = [days[at] for at in range(len(days) - season + offset, -1, -season)][:HISTORY]
        weights = [0.8**age for age in range(len(same))]
        made.append(sum(w * count for w, count in zip(weights, same, strict=True)) / sum(weights) if same else 0.0)
    return made


def backtest(days: Sequence[int], season: int = WEEK) -> tuple[float | None, float | None]:
    """Mean absolute error of our forecast and of the seasonal naive one, from origins a season (a week) apart.

    None for both when fewer than TESTED seasons can be tried (each needs two before it).
    """
    ours: list[float] = []
    naive: list[float] = []
    start = len(days) % season
    for origin in range(start + 2 * season, len(days) - season + 1, season):
        known, actual = days[start:origin], days[origin : origin + season]
        ours += [abs(guess - count) for guess, count in zip(forecast(known, season), actual, strict=True)]
        naive += [abs(guess - count) for guess, count in zip(known[-season:], actual, strict=True)]
    if len(ours) < TESTED * season:
        return None, None
    return sum(ours) / len(ours), sum(naive) / len(naive)


def spread(weeks: Sequence[int]) -> float:
    """Variance of a week's count: as seen, and never less than that of a Poisson count (its mean)."""
    mean = sum(weeks) / len(weeks)
    seen = sum((count - mean) ** 2 for count in weeks) / max(1, len(weeks) - 1)
    return max(seen, mean, 1.0)


def interval(mean: float, variance: float) -> tuple[int, int]:
    """Whole numbers between which the count lies nine times in ten."""
    width = Z * math.sqrt(variance)
    return max(0, math.floor(mean - width)), math.ceil(mean + width)


def series(counts: Mapping[tuple[dt.date, str], int], topic: str, first: dt.date, last: dt.date) -> list[int]:
    """Daily counts of a topic from a day to a day; a day without a story is 0."""
    return [counts.get((first + dt.timedelta(days=n), topic), 0) for n in range((last - first).days + 1)]
