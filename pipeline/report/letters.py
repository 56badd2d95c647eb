"""Residents' questions and complaints as blocks: the letters of a day one by one, those of a period in clusters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.report.blocks import Block, Paragraph, Run, Runs, Table, page, source
from pipeline.report.model import MACHINE, Answer, Asked, Link, Question


def one_by_one(questions: Sequence[Question]) -> Iterator[Block]:
    """Each letter with who answers it."""
    for number, question in enumerate(questions, start=1):
        tail = Run(f" ({question.topic}; {question.state}).", italic=True)
        yield Paragraph((*source(question.link), Run(f": “{question.summary}”"), tail), f"{number}.")


def clusters(told: Sequence[Asked], name: str, most: int | None = None, rest: str = "") -> Iterator[Block]:
    """A table with one row for letters about the same thing, the first `most` of them; the others stand in `rest`."""
    if not told:
        return
    left = len(told) - most if most is not None else 0
    rows = tuple(
        (
            (Run(str(number)),),
            (Run(f"“{one.example}”"), Run(f" ({one.topic}) ", italic=True), *_sources(one.links)),
            (Run(one.shown),),
            (*_answer(one.answer), Run("".join(f" {state[0].upper()}{state[1:]}." for state in one.states))),
        )
        for number, one in enumerate(told[:most], start=1)
    )
    yield Table(("STT", name, "Số lượt", "Văn bản và dự thảo trả lời"), rows, (0.09, 0.38, 0.11, 0.42))
    if left > 0:
        yield Paragraph((Run(f"Còn {left} việc khác: {rest}."),))
    yield Paragraph((Run("Đơn vị trả lời, hạn trả lời và tình trạng do người phụ trách ghi thêm."),))


def _sources(links: Sequence[Link]) -> Runs:
    shown = [Run(f"{link.outlet}, {link.when}", url=page(link)) for link in links[:3]]
    joined = [part for run in shown for part in (Run("; "), run)][1:]
    return (*joined, Run(" và các bài khác") if len(links) > 3 else Run(""))


def _answer(answer: Answer | None) -> Runs:
    if answer is None:
        return (Run("Chưa có văn bản trong kho trả lời việc này."),)
    validity = f" ({answer.validity})" if answer.validity else ""
    return (Run(f"{answer.draft}{validity}"), Run(f" ({MACHINE}, chưa duyệt)", italic=True))
