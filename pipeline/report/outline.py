"""The report as a sequence of blocks: what paper-like writers (DOCX, TXT) lay out one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.report.model import MACHINE, NOTHING, SECTIONS, Item, Link, Mismatch, Pieces, Question, Report


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one dress. `mark`: solid for what the press says, dotted for what the paper says (LOOK rule 4)."""

    text: str
    bold: bool = False
    italic: bool = False
    mark: Literal["solid", "dotted"] | None = None
    url: str | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered section (level 1) or a group in it (level 2)."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `item` puts a dash or number before it."""

    runs: Runs
    item: str | None = None
    stays: bool = False
    """on one page with what follows"""


@dataclass(frozen=True, slots=True)
class Pair:
    """The press beside the paper: two columns on paper, one after the other in plain text."""

    heads: tuple[str, str]
    left: tuple[Runs, ...]
    right: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A small table: header, rows."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Pair | Table


def blocks(report: Report) -> Iterator[Block]:
    """Every section in order; an empty one says so."""
    bodies = (
        _lines(report.summary),
        _digest(report),
        _asked(report.questions, "chưa có câu trả lời được duyệt"),
        _asked(report.complaints, "đơn vị trả lời: ………………; hạn: …………"),
        _mismatches(report.mismatches),
        _warnings(report),
        _lines(report.done),
        _limits(report),
    )
    for number, (name, body) in enumerate(zip(SECTIONS, bodies, strict=True), start=1):
        yield Heading(f"{number}. {name}", 1)
        told = list(body)
        yield from told or [Paragraph((Run(NOTHING),))]


def _lines(lines: Sequence[str]) -> Iterator[Block]:
    for line in lines:
        yield Paragraph((Run(line),), "-")


def _digest(report: Report) -> Iterator[Block]:
    for group in report.groups:
        yield Heading(group.heading, 2)
        for number, item in enumerate(group.items, start=1):
            yield Paragraph(_item(item), f"{number}.")


def _item(item: Item) -> Runs:
    tail = [item.about] if item.about else []
    if item.others:
        tail.append(f"cùng đưa: {'; '.join(other.outlet for other in item.others)}")
    tail += [f"nội dung không khớp số {number}" for number in item.mismatches]
    return (
        *_source(item.link),
        Run(f": “{item.summary}”"),
        Run(f" ({' · '.join(tail)})." if tail else "", italic=True),
    )


def _source(link: Link) -> Runs:
    url = link.url if link.url.startswith(("http://", "https://")) else None
    return (Run(f"[{link.outlet}, {link.when}] "), Run(link.title, url=url))


def _asked(questions: Sequence[Question], state: str) -> Iterator[Block]:
    for number, question in enumerate(questions, start=1):
        tail = Run(f" ({question.topic}; {state}).", italic=True)
        yield Paragraph((*_source(question.link), Run(f": “{question.summary}”"), tail), f"{number}.")


def _quoted(pieces: Pieces, mark: Literal["solid", "dotted"]) -> Runs:
    body = [Run(piece.text, bold=piece.differs, mark=mark if piece.differs else None) for piece in pieces]
    return (Run("“"), *body, Run("”"))


def _mismatches(found: Sequence[Mismatch]) -> Iterator[Block]:
    for flag in found:
        machine = Run(f" ({MACHINE})", italic=True)
        yield Paragraph((Run(f"{flag.number}) {flag.conclusion}", bold=True), machine), stays=True)
        kinds = f"{flag.verdict}; {flag.kinds.lower()}; thấy lần đầu {flag.first_seen}"
        carried = "; từ ngày trước, chưa quyết định" if flag.carried else ""
        yield Paragraph((Run(f"{kinds}{carried}.", italic=True),), stays=True)
        also = [(Run(f"Cùng viết: {'; '.join(f'{a.outlet}, {a.when}' for a in flag.also)}"),)] if flag.also else []
        validity = f" ({flag.validity})" if flag.validity else ""
        cited = ": ".join(filter(None, (", ".join(filter(None, (flag.point, flag.paper))), flag.title)))
        yield Pair(
            ("Báo chí viết", "Văn bản quy định"),
            (_quoted(flag.said, "solid"), _source(flag.link), *also),
            (_quoted(flag.passage, "dotted"), (Run(f"{cited}{validity}"),)),
        )
        yield Paragraph((Run(f"Đề xuất: {flag.proposal}"), machine))


def _warnings(report: Report) -> Iterator[Block]:
    for warning in report.warnings:
        yield Paragraph((Run(f"{warning.ground}: "), *_source(warning.link)), "-")
        yield Paragraph((Run(f"Lời cảnh báo để đọc trên loa, đăng trang tin ({MACHINE}):", italic=True),))
        for line in warning.text:
            yield Paragraph((Run(line),))


def _limits(report: Report) -> Iterator[Block]:
    yield from _lines(report.limits)
    yield Table(("Số liệu trong ngày", "Số lượng"), tuple((name, str(count)) for name, count in report.counts))
    if report.chain_head:
        yield Paragraph((Run(f"Nhật ký kiểm chứng đến dòng: {report.chain_head}"),))
