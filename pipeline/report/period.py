"""Rows of a week or a month → the report a person signs (NĐ 30 form, domain 6), and the urgent one of a day.

The same pure rules as for a day: counts are of stories, cells of residents under five are not told, protected items
stand only where they are read or answered, dates come from the rows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import Article, Topic
from pipeline.report import trends, words, work
from pipeline.report.asked import asked
from pipeline.report.charts import days_chart, topics_chart
from pipeline.report.compose import (
    belongs,
    broken_sources,
    counts_of,
    daily,
    few,
    groups_of,
    latest,
    link,
    local,
    lower,
    updated,
)
from pipeline.report.edits import edits
from pipeline.report.findings import corrected, mismatches, warnings
from pipeline.report.limits import limits
from pipeline.report.model import Asked, Group, Kind, Mismatch, Report, Rise, Rows

URGENT_OUTLETS = 3
"""so many outlets with the same words that do not match a paper make it urgent"""
_DAY = dt.timedelta(days=1)


def span(kind: Kind, day: dt.date) -> tuple[dt.date, dt.date]:
    """The days a report tells: the seven days that end on `day`, or the month of `day` up to it."""
    if kind == "weekly":
        return day - 6 * _DAY, day
    return (day.replace(day=1), day) if kind == "monthly" else (day, day)


def period(rows: Rows, kind: Kind, day: dt.date, since: dt.date | None = None) -> Report:
    """The weekly or monthly report that ends on `day`; `since` begins it on another day than the week or month does."""
    first, last = span(kind, day)
    first = since or first
    current = latest(rows.articles)
    told = [article for article in current if within(article, first, last)]
    found = tuple(one for one in mismatches(rows, current, first, last) if not one.carried)
    groups = groups_of(rows, told, found)
    questions, complaints = asked(rows, told, "question", link), asked(rows, told, "complaint", link)
    warned = warnings(rows, told)
    stories = sum(len(group.items) for group in groups)
    rises, note = _rises(rows, last)
    return Report(
        day=last,
        day_words=words.long_day(last),
        title=_title(kind, first, last),
        updated=updated(rows),
        office=rows.office,
        summary=_summary(rows, groups, found, (questions, complaints), len(warned), len(told)),
        groups=groups,
        questions=(),
        complaints=(),
        mismatches=found,
        warnings=warned,
        done=(*work.done(rows, first, last), *corrected(rows, current, first, last)),
        limits=limits(rows, told),
        counts=counts_of(rows, told, stories, len(found)),
        chain_head=rows.chain_head,
        kind=kind,
        first=first,
        edits=edits(rows, first, last, lambda article: local(rows, article)),
        asked=questions,
        reported=complaints,
        rises=rises,
        rises_note=note,
        charts=tuple(filter(None, (days_chart(rows, told, last), topics_chart(groups)))),
        method=_method(rows, first, last),
    )


def urgent(rows: Rows, day: dt.date) -> Report | None:
    """The urgent report of a day; None when nothing is urgent, and then none is written.

    Urgent is what residents may be harmed by before tomorrow's report: a scam in print, a paper that its named issuer
    has confirmed not to be its own, words that do not match a paper and stand in several outlets.
    """
    whole = daily(rows, day)
    found = tuple(one for one in whole.mismatches if _is_urgent(one) and not one.carried)
    if not found and not whole.warnings:
        return None
    found = tuple(replace(one, number=number) for number, one in enumerate(found, start=1))
    speaker = lower(rows.office.spokesperson_title or "người phát ngôn")
    lines = []
    if found:
        lines.append(f"{len(found)} nội dung không khớp văn bản cần trả lời ngay; {speaker} duyệt cách trả lời.")
    if whole.warnings:
        lines.append(f"{len(whole.warnings)} lời cảnh báo lừa đảo cần đọc trên loa và đăng trang tin ngay.")
    return replace(
        whole,
        kind="urgent",
        title=f"Báo cáo nhanh về thông tin cần trả lời ngay, ngày {words.short_day(day)}",
        summary=tuple(lines),
        groups=(),
        questions=(),
        complaints=(),
        mismatches=found,
        done=(),
        edits=(),
        counts=(),
    )


def within(article: Article, first: dt.date, last: dt.date) -> bool:
    """Whether a page is news of a report of these days (as `belongs` says for one day)."""
    return any(belongs(article, first + n * _DAY) for n in range((last - first).days + 1))


def _is_urgent(found: Mismatch) -> bool:
    outlets = {found.link.outlet, *(other.outlet for other in found.also)}
    return found.verdict == words.VERDICTS["forged"] or len(outlets) >= URGENT_OUTLETS


def _title(kind: Kind, first: dt.date, last: dt.date) -> str:
    about = "Tình hình thông tin báo chí về địa phương"
    if kind == "weekly" or first.day != 1 or first.month != last.month:
        return f"{about}{' tuần' if last - first == 6 * _DAY else ''} từ ngày {words.short_day(first)} đến ngày {words.short_day(last)}"
    whole = (last + _DAY).month != last.month
    return f"{about} tháng {last.month:02d}/{last.year}" + ("" if whole else f" (đến ngày {words.short_day(last)})")


def _summary(
    rows: Rows,
    groups: Sequence[Group],
    found: Sequence[Mismatch],
    letters: tuple[Sequence[Asked], Sequence[Asked]],
    warned: int,
    pages: int,
) -> tuple[str, ...]:
    """At most five lines, what needs a decision first (LOOK rule 1)."""
    reviewer = rows.office.reviewer_title or "Người phụ trách"
    stories = [item for group in groups for item in group.items]
    if found:
        lines = [
            f"{len(found)} nội dung không khớp văn bản trong kỳ (mục 5), {sum(not one.decided for one in found)} nội dung "
            f"chưa quyết định: {lower(reviewer)} xem, chọn cách trả lời."
        ]
    else:
        lines = ["Trong kỳ không có nội dung nào không khớp văn bản."]
    ranked = [item for group in groups if group.heading != words.ANSWERED for item in group.items]
    names = Counter(item.about.split(" · ")[-1] for item in ranked)
    most = "; ".join(f"{name} ({count})" for name, count in sorted(names.items(), key=lambda e: (-e[1], e[0]))[:3])
    lines.append(
        f"{len(stories)} tin về địa phương (không tính bài chép) trong {pages} bài đã đọc"
        + (f"; nhiều nhất: {most}." if most else ".")
    )
    counts = [sum(len(one.links) for one in told) for told in letters]
    if any(counts):
        lines.append(f"Người dân nêu trên báo chí: câu hỏi ({few(counts[0])}), phản ánh ({few(counts[1])}).")
    if warned:
        lines.append(f"{warned} lời cảnh báo lừa đảo soạn sẵn để gửi người dân (mục 6).")
    broken = broken_sources(rows)
    if broken:
        lines.append(f"{broken} nguồn chưa đọc được ở lượt gần nhất (mục 8).")
    return tuple(lines[:5])


def _rises(rows: Rows, last: dt.date) -> tuple[tuple[Rise, ...], str]:
    """Topics with stories in the last seven days, the fullest first; without enough weeks only a sentence."""
    topics: list[Topic] = [topic for topic in words.TOPICS if any(name == topic for _, name in rows.topic_days)]
    known = min((day for day, _ in rows.topic_days), default=last)
    weeks = ((last - known).days + 1) // trends.WEEK
    first = last - (weeks * trends.WEEK - 1) * _DAY
    found = (
        [trends.trend(topic, trends.series(rows.topic_days, topic, first, last)) for topic in topics] if weeks else []
    )
    measured = [one for one in found if one.usual is not None]
    if not measured:
        return (), (
            f"Kho mới có {weeks} tuần tin đầy đủ; cần {trends.NEEDED + 1} tuần mới so được với mức thường thấy, "
            "nên chưa nêu lĩnh vực nào đang tăng."
        )
    told = sorted((one for one in measured if one.now or one.rising), key=lambda one: (-one.now, one.topic))
    rises = tuple(_rise(one) for one in told[:8])
    shown = any(one.outlook for one in told[:8])
    note = (
        "Mức thường thấy là số trung bình của các tuần trước (nhiều nhất 8 tuần); khoảng ghi kèm chứa số thật "
        "chừng 9 trong 10 tuần. "
    )
    if shown:
        note += "Dự kiến bảy ngày tới chỉ ghi ở lĩnh vực mà khi thử lại trên các tuần cũ, cách tính này sát hơn số tuần trước."
    else:
        note += (
            "Chưa ghi dự kiến bảy ngày tới: thử lại trên các tuần cũ, cách tính chưa sát hơn việc lấy số tuần trước."
        )
    return rises, note


def _rise(one: trends.Trend) -> Rise:
    usual = f"{one.usual or 0:.1f}".replace(".", ",") + f" (từ {one.low} đến {one.high})"
    if one.rising:
        said = "tăng rõ"
    elif one.usual is not None and one.now < one.low:
        said = "ít hơn thường thấy"
    else:
        said = "trong mức thường thấy"
    outlook = f"khoảng {one.outlook[1]} (từ {one.outlook[0]} đến {one.outlook[2]})" if one.outlook else "không ghi"
    return Rise(next(name for key, name in words.TOPICS.items() if key == one.topic), one.now, usual, said, outlook)


def _method(rows: Rows, first: dt.date, last: dt.date) -> tuple[str, ...]:
    taggers = sorted({tags.version for tags in rows.tags.values() if tags.version})
    days = f"từ ngày {words.short_day(first)} đến ngày {words.short_day(last)}"
    lines = [
        f"Thời gian: bài đăng {days} (giờ Việt Nam), và bài đăng tối hôm trước nhưng đọc được trong kỳ.",
        "Cách đếm: bài chép và các bài cùng một việc tính là một tin; bản sửa của cùng một trang không tính thêm.",
        "Cách đối chiếu: mỗi câu báo tự nêu được đặt cạnh một điểm của văn bản đang có hiệu lực vào ngày đăng; "
        "chỉ nêu khi chỉ ra được chữ khác nhau.",
        "Ý kiến, phản ánh, câu hỏi, trào phúng không bị đối chiếu. Số lượt dưới 5 của người dân không ghi số.",
        f"Số văn bản trong kho: {rows.papers}.",
    ]
    if taggers:
        lines.append(f"Phiên bản phân loại: {', '.join(taggers)}.")
    if rows.chain_head:
        lines.append(f"Dòng cuối của nhật ký khi lập báo cáo: {rows.chain_head}.")
    return tuple(lines)
