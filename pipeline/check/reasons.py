"""Why something could not be compared, as a closed list: what the office counts by day and topic to see what it lacks."""

from __future__ import annotations

from typing import Literal, get_args

from pipeline.records import Match

Reason = Literal["no_document", "other_matter", "other_place", "other_date", "no_value", "doubtful_scan"]
REASONS: tuple[Reason, ...] = get_args(Reason)
WORDS: dict[Reason, str] = {
    "no_document": "chưa có văn bản",
    "other_matter": "văn bản nói việc khác",
    "other_place": "văn bản của địa bàn khác",
    "other_date": "thời điểm khác",
    "no_value": "không có giá trị để so",
    "doubtful_scan": "bản quét chưa chắc số",
}
_BY_WORDS: dict[str, Reason] = {
    "văn bản áp dụng cho địa bàn khác": "other_place",
    "nội dung nói về thời gian trước văn bản": "other_date",
    "không có giá trị nào để so": "no_value",
    "không tìm thấy đoạn văn bản nào gần với nội dung này": "no_document",
    "bài viết không nói về việc của văn bản này": "no_document",
}


def reason_of(match: Match) -> Reason | None:
    """The reason a claim stayed without a comparison; None when it was compared."""
    if match.evidence is not None and match.evidence.doubtful and match.verdict not in ("match", "not_checkable"):
        return "doubtful_scan"
    if match.verdict != "no_document":
        return None
    return _BY_WORDS.get(match.why_silent or "", "other_matter")
