"""The morning digest on two pages: what needs a decision first, everything beyond the two pages named and counted.

An office prints this at 07:30 and reads it standing (domain 6: Điểm báo sáng, 1-2 pages). Each section keeps a share
of the paper; what a short section leaves goes to the others. Heights are estimates in points for Times New Roman 13,
on the safe side; tests print the result with LibreOffice and Typst and count the pages.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pipeline.report import words
from pipeline.report.blocks import Block, Heading, Paragraph, Run, Runs, page, source
from pipeline.report.model import (
    MACHINE,
    NOTHING,
    SECTIONS,
    Item,
    Link,
    Mismatch,
    Question,
    Report,
    Warning_,
)

PAPER: Final = 1130.0
"""points of two A4 pages left for the sections: 2 × 728 less heading, title (190), last sentence and signature (115)"""
LINE: Final = 15.2
AFTER: Final = 6.0
HEAD: Final = LINE + 8.0
LETTERS: Final = 84
"""letters of a printed line of 163 mm; 84-90 on the sample's and the newsroom's papers"""
SHARES: Final = (("mismatches", 0.55), ("questions", 0.08), ("complaints", 0.08), ("warnings", 0.1), ("done", 0.08))
"""what a section may take before the news gets the rest"""
MORE: Final = AFTER + LINE
LONGEST: Final = 150
SHORT: Final = 80
"""letters of a quotation, and of a value or a title; the rest is one click away"""
_PROPOSED: Final = 12
"""mismatches that two pages hold; their proposals are measured before it is known which"""
_ABOUT: Final = 45
"""letters of places and topic above which the topic alone is said"""


@dataclass(frozen=True, slots=True)
class Kept:
    """The paragraphs of a section that found room, and how many of its entries did not."""

    told: tuple[Paragraph, ...]
    left: int


def blocks(report: Report) -> Iterator[Block]:
    """The eight sections in their order, on two pages."""
    fixed = [*_lines(report.summary), *_limits(report)]
    room = PAPER - sum(map(height, (*fixed, *_proposals(report.mismatches[:_PROPOSED])))) - len(SECTIONS) * HEAD - MORE
    drawn = {
        "mismatches": [_mismatch(one, before, report) for before, one in pairwise((None, *report.mismatches)) if one],
        "questions": [_asked(one, number, report) for number, one in enumerate(report.questions, start=1)],
        "complaints": [_asked(one, number, report) for number, one in enumerate(report.complaints, start=1)],
        "warnings": _warnings(report),
        "done": _lines(report.done),
    }
    kept = {name: _fit(drawn[name], room * share) for name, share in SHARES}
    free = room - sum(_height(one) for one in kept.values())
    news = _news(report, free, {one.number for one in report.mismatches[: len(kept["mismatches"].told)]})
    free -= _height(news)
    for name, _ in SHARES:  # what the news left goes to whoever still waits
        if kept[name].left:
            more = _fit(drawn[name], free + _height(kept[name]))
            free -= _height(more) - _height(kept[name])
            kept[name] = more
    bodies: tuple[list[Paragraph], ...] = (
        list(_lines(report.summary)),
        _told(news, "tin nữa: bản kèm phụ lục của báo cáo này"),
        _told(kept["questions"], "câu hỏi nữa: trang Câu hỏi"),
        _told(kept["complaints"], "phản ánh nữa: trang Phản ánh"),
        [
            *_told(kept["mismatches"], "nội dung nữa: trang Cần đính chính"),
            *_proposals(report.mismatches[: len(kept["mismatches"].told)]),
        ],
        _told(kept["warnings"], "lời cảnh báo nữa: trang Hôm nay"),
        _told(kept["done"], "việc nữa: trang Nhật ký"),
        list(_limits(report)),
    )
    for number, (name, body) in enumerate(zip(SECTIONS, bodies, strict=True), start=1):
        yield Heading(f"{number}. {name}" if body else f"{number}. {name}: {NOTHING[:1].lower()}{NOTHING[1:]}", 1)
        yield from body


def height(one: Paragraph) -> float:
    """Points that a paragraph takes on paper, at most."""
    letters = len(one.item or "") + sum(len(run.text) * (1.06 if run.bold else 1) for run in one.runs) + 7
    return math.ceil(letters / LETTERS) * LINE + AFTER


def _height(kept: Kept) -> float:
    return sum(map(height, kept.told)) + (MORE if kept.left else 0)


def _fit(drawn: Sequence[Paragraph], room: float) -> Kept:
    """As many of the first paragraphs as fit; one at least, so that no section hides that it has something."""
    told: list[Paragraph] = []
    for one in drawn:
        if told and sum(map(height, (*told, one))) + MORE > room:
            break
        told.append(one)
    return Kept(tuple(told), len(drawn) - len(told))


def _told(kept: Kept, where: str) -> list[Paragraph]:
    more = [Paragraph((Run(f"Còn {kept.left} {where}.", italic=True),))] if kept.left else []
    return [*kept.told, *more]


def _news(report: Report, room: float, shown: set[int]) -> Kept:
    """Titles first, the most told ones; then their quotations, while there is room; in the order of the groups."""
    stories = [(name.heading, item) for name in report.groups for item in name.items]
    if not stories:
        return Kept((), 0)
    ranked = sorted(
        range(len(stories)), key=lambda at: (-bool(set(stories[at][1].mismatches) & shown), -stories[at][1].outlets, at)
    )

    def draw(chosen: Sequence[int], quoted: set[int]) -> tuple[Paragraph, ...]:
        told, last = [], ""
        for number, at in enumerate(sorted(chosen), start=1):
            group, item = stories[at]
            lead = (Run(f"{group}. ", bold=True, italic=True),) if group != last else ()
            last = group
            told.append(Paragraph((*lead, *_item(item, shown, report, quote=at in quoted)), f"{number}."))
        return tuple(told)

    def fits(chosen: Sequence[int], quoted: set[int]) -> bool:
        more = MORE if len(chosen) < len(stories) else 0.0
        return sum(map(height, draw(chosen, quoted))) + more <= room

    chosen = _most(ranked, lambda part: fits(part, set()))
    quoted: set[int] = set()
    for at in chosen:
        if fits(chosen, quoted | {at}):
            quoted.add(at)
    return Kept(draw(chosen, quoted), len(stories) - len(chosen))


def _most(ranked: Sequence[int], fits: Callable[[Sequence[int]], bool]) -> list[int]:
    """The longest beginning that fits, one entry at least; halving, for a day of a thousand stories."""
    low, high = 1, len(ranked)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(ranked[:middle]) else (low, middle - 1)
    return list(ranked[:low])


def _item(item: Item, shown: set[int], report: Report, *, quote: bool) -> Runs:
    others = len({one.outlet for one in item.others} - {item.link.outlet})
    tail = [item.about if len(item.about) <= _ABOUT else item.about.rsplit(" · ", 1)[-1]] if item.about else []
    tail += [f"{others + 1} báo cùng đưa"] if others else []
    runs = [*_source(item.link, report), *((Run(f": “{_cut(item.summary, 2 * LONGEST)}”"),) if quote else ())]
    runs += [Run(f" ({' · '.join(tail)})", italic=True)] if tail else []
    for number in item.mismatches:
        if number in shown:
            runs += [Run(" · ", italic=True), Run(f"mục 5, số {number}", italic=True, url=f"#k{number}")]
    return tuple(runs)


def _mismatch(one: Mismatch, before: Mismatch | None, report: Report) -> Paragraph:
    """Both values with their places, who wrote it: one paragraph; the title is said once for neighbours."""
    where = ", ".join(filter(None, (one.point, one.paper.split(" ngày ")[0])))
    said, states = one.claim_value or "nội dung này", one.official_value
    also = len({link.outlet for link in one.also} - {one.link.outlet})
    same = before is not None and before.link == one.link
    runs = [
        *((Run("Cùng bài", url=page(one.link)),) if same else _source(one.link, report)),
        *((Run(f" và {also} báo khác"),) if also else ()),
        Run(": “"),
        Run(_cut(said, SHORT), bold=True, mark="solid"),
        Run(f"”; {where}"),
        *((Run(" ghi “"), Run(_cut(states, SHORT), bold=True, mark="dotted"), Run("”")) if states else ()),
    ]
    state = f"; {one.decided}" if one.decided else "; từ ngày trước" if one.carried else ""
    runs += [Run(f" ({one.kinds.lower()}{state}).", italic=True)]
    return Paragraph(tuple(runs), f"{one.number})", anchor=f"{'t' if report.annexed else 'k'}{one.number}")


def _proposals(shown: Sequence[Mismatch]) -> list[Paragraph]:
    """What is proposed, once for all that it is proposed for."""
    told: dict[str, list[str]] = {}
    for one in shown:
        told.setdefault(one.proposal.rstrip("."), []).append(str(one.number))
    if not told:
        return []
    parts = [f"{line[:1].lower()}{line[1:]} (số {', '.join(numbers)})" for line, numbers in told.items()]
    return [Paragraph((Run(f"Đề xuất ({MACHINE}): {'; '.join(parts)}.", italic=True),))]


def _asked(one: Question, number: int, report: Report) -> Paragraph:
    tail = Run(f" ({one.topic}; {one.state or 'chưa giao đơn vị trả lời'}).", italic=True)
    return Paragraph((*_source(one.link, report), Run(f": “{_cut(one.summary)}”"), tail), f"{number}.")


def _warnings(report: Report) -> list[Paragraph]:
    """One entry for each ground; the scam's own words are not spread, the ready text stands on the loudspeaker's sheet."""
    grounds: dict[str, list[Warning_]] = {}
    for one in report.warnings:
        grounds.setdefault(one.ground, []).append(one)
    told = []
    for ground, pages in grounds.items():
        sources = [run for one in pages[:2] for run in (*_source(one.link, report), Run("; "))][:-1]
        more = f" và {len(pages) - 2} bài khác" if len(pages) > 2 else ""
        tail = Run(f"{more}. {pages[0].text[0]} Lời cảnh báo đầy đủ ({MACHINE}): bản đọc loa, trang Hôm nay.")
        told.append(Paragraph((Run(f"{ground}: ", bold=True), *sources, tail), "-"))
    return told


def _limits(report: Report) -> list[Paragraph]:
    told = [Paragraph((Run(" ".join(report.limits)),))] if report.limits else []
    if report.counts:
        told.append(Paragraph((Run(f"Số liệu trong ngày: {'; '.join(_figures(report))}."),)))
    if report.chain_head:  # the hash first: it cannot be broken, and a justified line before it would gape
        told.append(Paragraph((Run(f"{report.chain_head}: dòng cuối của nhật ký khi lập báo cáo."),)))
    return told


def _figures(report: Report) -> Iterator[str]:
    """Each figure with where its items stand, said once for neighbours."""
    for (name, count), (after, _) in pairwise((*report.counts, ("", 0))):
        where = words.WHERE[name]
        shown = "" if words.WHERE.get(after) == where else f" ({where})"
        yield f"{name[:1].lower()}{name[1:]} {count}{shown}"


def _lines(lines: Sequence[str]) -> list[Paragraph]:
    return [Paragraph((Run(line),), "-") for line in lines]


def _source(link: Link, report: Report) -> Runs:
    """Outlet, hour and title; the day is said only when it is another one than the report's."""
    when = link.when.removesuffix(f" ngày {words.short_day(report.day)}")
    return source(replace(link, title=_cut(link.title, SHORT), when=when))


def _cut(text: str, most: int = LONGEST) -> str:
    """The text as it is, or its beginning up to a word, with an ellipsis."""
    return text if len(text) <= most else text[: most - 2].rsplit(" ", 1)[0].rstrip(",;:. ") + " …"
