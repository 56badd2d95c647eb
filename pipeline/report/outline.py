"""The report as a sequence of blocks: what every writer (HTML, DOCX, PDF, TXT) lays out one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pipeline.report import letters, sheet, words
from pipeline.report.blocks import (
    Annex,
    Block,
    Figure,
    Heading,
    Pair,
    Paragraph,
    Run,
    Runs,
    Table,
    page,
    source,
)
from pipeline.report.model import (
    MACHINE,
    NOTHING,
    SECTIONS,
    Item,
    Link,
    Mismatch,
    Pieces,
    Report,
)

TOP = 6
"""stories, mismatches and questions named in the body of a report of a week or a month; all stand in the annexes"""
ROMAN = ("I", "II", "III", "IV")


def blocks(report: Report) -> Iterator[Block]:
    """Every section in order; an empty one says so. The morning's paper has two pages of its own."""
    if report.kind == "daily":
        yield from sheet.blocks(report)
        return
    one_day = report.kind == "urgent"
    rest = f"Phụ lục {ROMAN[2 if report.mismatches else 1]}"
    bodies = (
        _lines(report.summary),
        _digest(report) if one_day else _period_news(report),
        letters.one_by_one(report.questions) if one_day else letters.clusters(report.asked, "Câu hỏi", TOP, rest),
        letters.one_by_one(report.complaints) if one_day else letters.clusters(report.reported, "Phản ánh", TOP, rest),
        _mismatches(report.mismatches) if one_day else _conclusions(report.mismatches),
        _warnings(report),
        _lines(report.done),
        _limits(report),
    )
    kept = (
        (0, 4, 5, 7) if report.kind == "urgent" else tuple(range(len(SECTIONS)))
    )  # only what is urgent, and what limits it
    numbered = [(SECTIONS[at], bodies[at]) for at in kept]
    for number, (name, body) in enumerate(numbered, start=1):
        yield Heading(f"{number}. {name}", 1)
        told = list(body)
        yield from told or [Paragraph((Run(NOTHING),))]


def last_words(report: Report) -> str:
    """The sentence that ends the paper, with the sign of its end."""
    return f"Trên đây là dự thảo {words.REPORTS[report.kind]}, {told_at(report)}./."


def told_at(report: Report) -> str:
    """When the newest thing told was seen, in words."""
    return f"cập nhật lúc {report.updated}" if report.updated else "chưa có lượt đọc nào"


def annexes(report: Report) -> Iterator[Block]:
    """The full lists and how the report was made; for the morning's paper only when asked for."""
    if report.kind == "urgent" or (report.kind == "daily" and not report.annexed):
        return
    note = f"(Kèm theo Báo cáo {report.title[0].lower()}{report.title[1:]})"
    when = "TRONG NGÀY" if report.kind == "daily" else "TRONG KỲ"
    yield Annex(f"Phụ lục {ROMAN[0]}", f"DANH MỤC TIN VỀ ĐỊA PHƯƠNG {when}", note)
    listed = list(_digest(report))
    yield from listed or [Paragraph((Run(NOTHING),))]
    number = 1
    if report.mismatches:
        yield Annex(f"Phụ lục {ROMAN[number]}", "NỘI DUNG KHÔNG KHỚP VĂN BẢN", note)
        yield from _mismatches(report.mismatches)
        number += 1
    if max(len(report.asked), len(report.reported)) > TOP:
        yield Annex(f"Phụ lục {ROMAN[number]}", "CÂU HỎI, PHẢN ÁNH CỦA NGƯỜI DÂN TRONG KỲ", note)
        yield from letters.clusters(report.asked, "Câu hỏi")
        yield from letters.clusters(report.reported, "Phản ánh")
        number += 1
    if report.method:
        yield Annex(f"Phụ lục {ROMAN[number]}", "CÁCH LẬP BÁO CÁO", note)
        yield from _lines(report.method)


def links(report: Report) -> Iterator[Link]:
    """Every page the laid out report points at, once, as the model names it."""
    told = [link for group in report.groups for item in group.items for link in (item.link, *item.others)]
    told += [one.link for one in (*report.questions, *report.complaints)]
    told += [edit.link for edit in report.edits]
    told += [link for group in (*report.asked, *report.reported) for link in group.links]
    told += [link for flag in report.mismatches for link in (flag.link, *flag.also)]
    told += [warning.link for warning in report.warnings]
    shown = {run.url for block in (*blocks(report), *annexes(report)) for run in _runs(block) if run.url}
    yield from (link for link in dict.fromkeys(told) if link.url in shown)


def _runs(block: Block) -> Iterator[Run]:
    if isinstance(block, Paragraph):
        yield from block.runs
    elif isinstance(block, Pair):
        yield from (run for runs in (*block.left, *block.right) for run in runs)
    elif isinstance(block, Table):
        yield from (run for row in block.rows for cell in row for run in cell)


def _lines(lines: Sequence[str]) -> Iterator[Block]:
    for line in lines:
        yield Paragraph((Run(line),), "-")


def _digest(report: Report) -> Iterator[Block]:
    for group in report.groups:
        yield Heading(group.heading, 2)
        for number, item in enumerate(group.items, start=1):
            yield Paragraph(_item(item), f"{number}.")
    if report.kind == "daily":
        yield from _edits(report)


def _item(item: Item) -> Runs:
    tail = [Run(item.about, italic=True)] if item.about else []
    if item.others:
        names = [Run(other.outlet, italic=True, url=page(other)) for other in item.others]
        joined = [part for name in names for part in (Run("; ", italic=True), name)][1:]
        tail += [Run(" · " if tail else "", italic=True), Run("cùng đưa: ", italic=True), *joined]
    for number in item.mismatches:
        tail += [Run(" · ", italic=True), Run(f"nội dung không khớp số {number}", italic=True, url=f"#k{number}")]
    closing = (Run(" (", italic=True), *tail, Run(").", italic=True)) if tail else ()
    return (*source(item.link), Run(f": “{item.summary}”"), *closing)


def _period_news(report: Report) -> Iterator[Block]:
    stories = [item for group in report.groups for item in group.items]
    if stories:
        yield Paragraph((Run(f"Trong kỳ có {len(stories)} tin về địa phương; danh mục đầy đủ ở Phụ lục I."),))
    for chart in report.charts:
        yield Heading(chart.title, 2)
        yield Figure(chart)
        widths = (0.4, *(0.6 / (len(chart.head) - 1) for _ in chart.head[1:]))
        yield _table(chart.head, chart.rows, widths, tuple(range(1, len(chart.head))))
    top = sorted(stories, key=lambda item: -item.outlets)[:TOP]
    if top:
        yield Heading("Tin được nhiều báo đưa nhất", 2)
        rows = tuple(
            (
                (Run(str(number)),),
                (Run(f"{item.link.outlet}, {item.link.when}"),),
                (Run(item.link.title, url=page(item.link)),),
                (Run(f"“{item.summary}”"),),
                (Run(str(item.outlets)),),
            )
            for number, item in enumerate(top, start=1)
        )
        yield Table(("STT", "Nguồn, giờ", "Tiêu đề", "Câu trích", "Số báo"), rows, (0.09, 0.17, 0.25, 0.4, 0.09), (4,))
    yield Heading("Lĩnh vực đang tăng", 2)
    if report.rises:
        head = ("Lĩnh vực", "Bảy ngày qua", "Mức thường thấy", "Nhận định", "Dự kiến bảy ngày tới")
        told = tuple((one.topic, str(one.stories), one.usual, one.words, one.outlook) for one in report.rises)
        yield _table(head, told, (0.26, 0.12, 0.22, 0.2, 0.2), (1,))
    yield Paragraph((Run(report.rises_note),))
    yield from _edits(report)


def _edits(report: Report) -> Iterator[Block]:
    if report.edits:
        yield Heading("Bài đã sửa sau khi đăng", 2)
    for edit in report.edits:
        told = (*source(edit.link), Run(f": bài đã sửa lúc {edit.when}."))
        yield Paragraph(told, "-", stays=True)
        nothing = (Run("không có câu này", italic=True),)
        rows = tuple(
            (_quoted(before, "solid") if before else nothing, _quoted(after, "solid") if after else nothing)
            for before, after in edit.changes
        )
        yield Table(("Trước khi sửa", "Sau khi sửa"), rows, (0.5, 0.5))
        if edit.more:
            yield Paragraph((Run(f"Còn {edit.more} câu khác cũng đã đổi; xem các bản của bài trong phần mềm."),))


def _quoted(pieces: Pieces, mark: Literal["solid", "dotted"]) -> Runs:
    body = [Run(piece.text, bold=piece.differs, mark=mark if piece.differs else None) for piece in pieces]
    return (Run("“"), *body, Run("”"))


def _mismatches(found: Sequence[Mismatch]) -> Iterator[Block]:
    """The words of both sides; what the conclusion has said (verdict, paper) is not said again, so that three fit a page."""
    for flag in found:
        machine = Run(f" ({MACHINE})", italic=True)
        head = (Run(f"{flag.number}) {flag.conclusion}", bold=True), machine)
        yield Paragraph(head, stays=True, anchor=f"k{flag.number}")
        kinds = f"{flag.kinds.capitalize()}; thấy lần đầu {flag.first_seen}"
        carried = "; từ ngày trước, chưa quyết định" if flag.carried else ""
        decided = f"; {flag.decided}" if flag.decided else ""
        seen = Run(f"{kinds}{carried}{decided}.", italic=True)
        yield Paragraph((seen, Run(f" Đề xuất: {flag.proposal}"), machine), stays=True)
        validity = f" ({flag.validity})" if flag.validity else ""
        cited = ": ".join(filter(None, (flag.point, flag.title))) or flag.paper
        yield Pair(
            ("Báo chí viết", "Văn bản quy định"),
            (_quoted(flag.said, "solid"), source(flag.link), *_also(flag)),
            (_quoted(flag.passage, "dotted"), (Run(f"{cited}{validity}"),)),
        )


def _conclusions(found: Sequence[Mismatch]) -> Iterator[Block]:
    """One line each for whoever signs; the words of both sides stand in the annex."""
    for flag in found[:TOP]:
        machine = Run(f" Đề xuất: {flag.proposal} ({MACHINE})", italic=True)
        decided = f"; {flag.decided}" if flag.decided else ""
        told = Run(flag.conclusion), Run(f" [{flag.kinds}; {flag.link.outlet}, {flag.link.when}{decided}]")
        yield Paragraph((*told, machine), f"{flag.number})", anchor=f"t{flag.number}")
    if len(found) > TOP:
        yield Paragraph((Run(f"Còn {len(found) - TOP} nội dung khác: Phụ lục II."),))
    if found:
        yield Paragraph((Run("Nguyên văn báo viết và văn bản quy định: Phụ lục II. Người duyệt: ………………………"),))


def _also(flag: Mismatch) -> list[Runs]:
    if not flag.also:
        return []
    named = [Run(f"{other.outlet}, {other.when}", url=page(other)) for other in flag.also]
    return [(Run("Cùng viết: "), *[part for run in named for part in (Run("; "), run)][1:])]


def _warnings(report: Report) -> Iterator[Block]:
    for warning in report.warnings:
        yield Paragraph((Run(f"{warning.ground}: "), *source(warning.link)), "-")
        yield Paragraph((Run(f"Lời cảnh báo để đọc trên loa, đăng trang tin ({MACHINE}):", italic=True),))
        for line in warning.text:
            yield Paragraph((Run(line),))


def _limits(report: Report) -> Iterator[Block]:
    yield from _lines(report.limits)
    if report.counts:
        period = "trong ngày" if report.kind == "daily" else "trong kỳ"
        rows = tuple((name, str(count), words.WHERE[name]) for name, count in report.counts)
        yield _table((f"Số liệu {period}", "Số lượng", "Xem ở"), rows, (0.5, 0.15, 0.35), (1,))
    if report.chain_head:  # the hash first: it cannot be broken, and a justified line before it would gape
        yield Paragraph((Run(f"{report.chain_head}: dòng cuối của nhật ký khi lập báo cáo."),))


def _table(
    head: tuple[str, ...], rows: Sequence[tuple[str, ...]], widths: tuple[float, ...], figures: tuple[int, ...] = ()
) -> Table:
    return Table(head, tuple(tuple((Run(cell),) for cell in row) for row in rows), widths, figures)
