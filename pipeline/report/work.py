"""What people did: decisions, corrections and answers of the days told, in words; withdrawn flags first (domain 6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pipeline.records import local_day
from pipeline.report import words
from pipeline.report.model import Finding, Rows
from pipeline.store.replies import Reply
from pipeline.workflow.corrections import FORMS, Correction
from pipeline.workflow.decisions import CORRECTS, Decision


def decided(rows: Rows, finding: Finding) -> Decision | None:
    """The decision in force on a flag, or None while it waits."""
    return rows.decisions.get(finding.flag.id)


def withdrawn(decision: Decision | None) -> bool:
    """Whether a person found that there is nothing to correct: the flag leaves the list of what does not match."""
    return decision is not None and decision.kind not in CORRECTS


def done(rows: Rows, first: dt.date, last: dt.date) -> tuple[str, ...]:
    """One line a deed of these days: what was withdrawn, what was decided, what was published and how it went on."""
    made = [one for one in rows.decisions.values() if first <= local_day(one.at) <= last]
    made.sort(key=lambda one: (not withdrawn(one), one.seq))
    lines = [
        f"{'Đã rút cảnh báo' if withdrawn(one) else 'Đã quyết định'}: nội dung “{one.claim_value or one.claim}”; {one.words}."
        for one in made
    ]
    for case in rows.corrections:
        lines += _correction(case, first, last)
    return tuple(lines)


def reply(found: Reply | None) -> str:
    """Who answers a letter and by when; blanks for a person to fill while nobody has said."""
    if found is None:
        return "đơn vị trả lời: ………………; hạn: …………"
    state = "đã trả lời" if found.answered else "chưa trả lời"
    return f"đơn vị trả lời: {found.unit}; hạn: {words.short_day(found.due)}; {state}"


def _correction(case: Correction, first: dt.date, last: dt.date) -> Iterator[str]:
    about = f"nội dung “{case.claim_value or case.claim}” ({case.outlet}), {case.paper}"
    steps = (
        (case.published_at, f"Đã phát hành đính chính, {FORMS[case.form]}"),
        (case.sent_at, "Đã gửi đính chính"),
        (case.answered_at, "Đã có trả lời về đính chính"),
        (case.fixed_at, "Đã sửa xong"),
    )
    for at, deed in steps:
        if at is not None and first <= local_day(at) <= last:
            hours = round((at - case.opened_at).total_seconds() / 3600)
            yield f"{deed}: {about}; lúc {words.moment(at)}, {hours} giờ sau khi quyết định."
