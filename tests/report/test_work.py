"""What people did stands in the report: decided, withdrawn, published, answered; what waits comes first."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from pipeline import report as reports
from pipeline.report.compose import belongs, daily
from pipeline.report.period import period
from pipeline.store.replies import Reply
from pipeline.workflow.decisions import Decision

DAY = dt.date(2026, 11, 11)
AT = dt.datetime(2026, 11, 11, 1, 41, tzinfo=dt.UTC)


def decision(finding, kind: str) -> Decision:
    told, proof = finding.match.differences[0], finding.match.evidence
    return Decision(
        1, finding.flag.id, kind, "misread", "", "cv1", "Chuyên viên 1", "reviewer", AT, None, "b", "a", "u",
        finding.claim.text, finding.match.verdict, told.code, told.claim_value, told.official_value,
        proof.number, proof.point, proof.passage,
    )  # fmt: skip


@pytest.fixture
def finding(rows):
    shown = daily(rows, DAY).mismatches[0].flag
    return next(one for one in rows.findings if one.flag.id == shown)


def text(report) -> str:
    return " ".join(reports.WRITERS["txt"](report).decode().split())


@pytest.mark.parametrize("kind", ["false_alarm", "match", "not_checkable"])
def test_a_withdrawn_flag_leaves_the_list_and_is_said_first(rows, finding, kind):
    before = daily(rows, DAY)
    read = dataclasses.replace(rows, decisions={finding.flag.id: decision(finding, kind)})
    made = daily(read, DAY)
    assert finding.flag.id not in {one.flag for one in made.mismatches}
    assert len(made.mismatches) == len(before.mismatches) - 1
    assert made.done[0].startswith("Đã rút cảnh báo: nội dung “")
    assert "Chuyên viên 1 ghi" in made.done[0]


def test_a_decided_mismatch_is_shown_as_decided_after_what_waits(rows, finding):
    before = daily(rows, DAY)
    made = daily(dataclasses.replace(rows, decisions={finding.flag.id: decision(finding, "mismatch")}), DAY)
    waiting = sum(not one.decided for one in made.mismatches)
    assert waiting == len(before.mismatches) - 1
    assert made.summary[0].startswith(f"{waiting} nội dung")
    assert "Chuyên viên 1 ghi “không khớp” lúc 08:41 11/11/2026" in text(made)
    assert made.mismatches[0].flag != finding.flag.id


def test_a_decided_mismatch_is_not_carried_into_the_next_days(rows, finding):
    made = daily(
        dataclasses.replace(rows, decisions={finding.flag.id: decision(finding, "mismatch")}), DAY + dt.timedelta(2)
    )
    assert finding.flag.id not in {one.flag for one in made.mismatches}
    week = period(dataclasses.replace(rows, decisions={finding.flag.id: decision(finding, "mismatch")}), "weekly", DAY)
    assert finding.flag.id in {one.flag for one in week.mismatches}, "a week tells what was found in it"


def test_who_answers_a_letter_is_said_where_it_stands(rows):
    letter = next(one for one in rows.articles if rows.tags[one.id].item_type == "complaint" and belongs(one, DAY))
    answer = Reply("Phòng Kinh tế, Hạ tầng", dt.date(2026, 11, 21), False, "", "Chuyên viên 1", AT)
    read = dataclasses.replace(rows, replies={letter.url: answer})
    told = "ơn vị trả lời: Phòng Kinh tế, Hạ tầng; hạn: 21/11/2026; chưa trả lời"
    assert told in text(daily(read, DAY))
    assert told in text(period(read, "weekly", DAY))
