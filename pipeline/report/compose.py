"""Rows of the store → the day's report. Pure: the same rows give the same report; dates come from the rows.

Which pages belong to a day: those published on it, or published the evening before and first seen on it. Protected
items stand where they are read (digest) or answered (questions, complaints) and nowhere else (CHARTER rule 4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from pipeline.language.segment import sentences
from pipeline.records import Article, ItemType, local_day
from pipeline.report import words, work
from pipeline.report.asked import SMALL_CELL
from pipeline.report.edits import edits
from pipeline.report.findings import corrected, mismatches, warnings
from pipeline.report.limits import limits
from pipeline.report.model import Group, Item, Link, Mismatch, Question, Report, Rows

DIGEST: frozenset[ItemType] = frozenset({"news_report", "official_notice", "opinion_criticism"})
"""what the digest lists; questions and complaints have sections of their own, adverts and satire have none"""
_SHORT = 25
"""a first sentence of fewer characters is a dateline or a call, not a summary"""


def daily(rows: Rows, day: dt.date) -> Report:
    """The report of one day (Điểm báo sáng and its eight sections, domain 6)."""
    current = latest(rows.articles)
    today = [article for article in current if belongs(article, day)]
    found = mismatches(rows, current, day, day)
    groups = groups_of(rows, today, found)
    questions = _questions(rows, today, "question")
    complaints = _questions(rows, today, "complaint")
    warned = warnings(rows, today)
    stories = sum(len(group.items) for group in groups)
    counts = counts_of(rows, today, stories, len(found))
    return Report(
        day=day,
        day_words=words.long_day(day),
        title=f"Tình hình thông tin báo chí về địa phương ngày {words.short_day(day)}",
        updated=updated(rows),
        office=rows.office,
        summary=_summary(found, len(questions), len(complaints), len(warned), stories, len(today), rows),
        groups=groups,
        questions=questions,
        complaints=complaints,
        mismatches=found,
        warnings=warned,
        done=(*work.done(rows, day, day), *corrected(rows, current, day, day)),
        limits=limits(rows, today),
        counts=counts,
        chain_head=rows.chain_head,
        edits=edits(rows, day, day, lambda article: local(rows, article)),
    )


def latest(articles: Iterable[Article]) -> list[Article]:
    """The last version of every page, oldest page first."""
    last: dict[str, Article] = {}
    for article in articles:
        known = last.get(article.url)
        if known is None or (article.version, article.id) > (known.version, known.id):
            last[article.url] = article
    return sorted(last.values(), key=lambda article: (moment_of(article), article.url))


def moment_of(article: Article) -> dt.datetime:
    """When the page appeared, as far as we know."""
    return article.published or article.first_seen


def belongs(article: Article, day: dt.date) -> bool:
    """Whether the page is news of that day's report."""
    appeared, seen = local_day(moment_of(article)), local_day(article.first_seen)
    return appeared == day or (appeared == day - dt.timedelta(days=1) and seen == day)


def link(article: Article) -> Link:
    """A page as the report points at it."""
    return Link(article.outlet, article.title, article.url, words.moment(moment_of(article)))


def extract_of(text: str, limit: int = 2) -> str:
    """The first sentences of a text that say something, as they stand in it."""
    taken = [text[a:b] for a, b in sentences(text[:4000])]
    told = [sentence for sentence in taken if len(sentence) >= _SHORT] or taken
    return " ".join(told[:limit])


def groups_of(rows: Rows, today: Sequence[Article], found: Sequence[Mismatch]) -> tuple[Group, ...]:
    """The digest: stories, not copies, told by their first report."""
    told: dict[tuple[str, bool], list[Article]] = {}
    for article in today:
        tags = rows.tags.get(article.id)
        if tags is None or tags.item_type not in DIGEST or not local(rows, article):
            continue
        key = (rows.stories.get(article.id, article.id), tags.protected)
        told.setdefault(key, []).append(article)
    filled: list[list[Item]] = [[] for _ in words.GROUPS]
    for (_, protected), articles in told.items():
        first = articles[0]
        tags = rows.tags[first.id]
        group = 4 if protected else 0 if tags.item_type == "official_notice" else words.GROUP_OF[tags.topic]
        about = " · ".join(filter(None, (words.places(tags.places), words.TOPICS[tags.topic])))
        urls = {article.url for article in articles}
        numbers = () if protected else tuple(m.number for m in found if urls & {m.link.url, *(a.url for a in m.also)})
        others = tuple(link(article) for article in articles[1:])
        filled[group].append(Item(link(first), extract_of(first.text), about, others, numbers))
    return tuple(Group(name, tuple(items)) for name, items in zip(words.GROUPS, filled, strict=True) if items)


def local(rows: Rows, article: Article) -> bool:
    """Whether a page is about the office's places or their policies."""
    tags = rows.tags[article.id]
    return tags.about_local_policy or bool(set(tags.places) & set(rows.watched))


def _questions(rows: Rows, today: Sequence[Article], kind: ItemType) -> tuple[Question, ...]:
    asked = [article for article in today if (tags := rows.tags.get(article.id)) and tags.item_type == kind]
    return tuple(
        Question(
            link(article),
            extract_of(article.text),
            words.TOPICS[rows.tags[article.id].topic],
            work.reply(rows.replies.get(article.url)),
        )
        for article in asked
    )


def _summary(
    found: Sequence[Mismatch], questions: int, complaints: int, warned: int, stories: int, pages: int, rows: Rows
) -> tuple[str, ...]:
    """At most five lines, the decision first (LOOK rule 1)."""
    reviewer = rows.office.reviewer_title or "Người phụ trách"
    speaker = rows.office.spokesperson_title or "người phát ngôn"
    lines = []
    waiting = [one for one in found if not one.decided]
    if waiting:
        lines.append(
            f"{len(waiting)} nội dung không khớp văn bản cần quyết định hôm nay: "
            f"{lower(reviewer)} xem và chọn cách trả lời, {lower(speaker)} duyệt."
        )
    elif not pages and (down := nothing_read(rows)):
        lines.append(f"Không đọc được nguồn nào trong {down} nguồn, nên chưa biết hôm nay có gì cần quyết định.")
    else:
        lines.append("Hôm nay không có nội dung nào cần quyết định.")
    if warned:
        lines.append(f"{warned} lời cảnh báo lừa đảo soạn sẵn để gửi người dân.")
    if questions or complaints:
        asked = f"câu hỏi ({few(questions)}), phản ánh ({few(complaints)})"
        lines.append(f"Người dân nêu trên báo chí, cần trả lời: {asked}.")
    else:
        lines.append("Không có câu hỏi, phản ánh mới của người dân trên báo chí.")
    lines.append(
        f"{stories} tin về địa phương, đọc từ {pages} bài của {_outlets(rows)} nguồn." if pages else _no_news(rows)
    )
    broken = broken_sources(rows)
    if broken:
        lines.append(f"{broken} nguồn chưa đọc được (xem phần Giới hạn của báo cáo).")
    return tuple(lines[:5])


def broken_sources(rows: Rows) -> int:
    """How many sources had an address that could not be read at the last pass."""
    return len({health.source for health in rows.health if health.status in ("failed", "gone", "throttled", "blocked")})


def nothing_read(rows: Rows) -> int:
    """How many sources there are, when at the last pass none of them could be read; else 0."""
    read = any(health.status in ("ok", "not_modified") for health in rows.health)
    return 0 if read else broken_sources(rows)


def few(count: int) -> str:
    """A count of residents' questions; a cell under five is suppressed (domain 4.5, rule 8)."""
    return "không có" if count == 0 else "dưới 5" if count < SMALL_CELL else str(count)


def lower(title: str) -> str:
    """A title of a post inside a sentence."""
    return title[:1].lower() + title[1:]


def _outlets(rows: Rows) -> int:
    return len({source.id for source in rows.sources}) or len({article.source for article in rows.articles})


def _no_news(rows: Rows) -> str:
    return f"Không có bài mới nào trong {_outlets(rows)} nguồn đang theo dõi."


def counts_of(rows: Rows, today: Sequence[Article], stories: int, found: int) -> tuple[tuple[str, int], ...]:
    """The figures of the last section."""
    verdicts = [verdict for article in today for verdict in rows.verdicts.get(article.id, ())]
    return (
        ("Bài đã đọc", len(today)),
        ("Tin về địa phương (không tính bài chép)", stories),
        ("Phát ngôn đã đối chiếu", len(verdicts)),
        ("Khớp văn bản", verdicts.count("match")),
        ("Không khớp văn bản", found),
        ("Chưa có văn bản để đối chiếu", verdicts.count("no_document")),
    )


def updated(rows: Rows) -> str:
    """When the newest thing told was seen; empty before the first pass."""
    moments = [article.first_seen for article in rows.articles] + [health.at for health in rows.health]
    return words.moment(max(moments)) if moments else ""
