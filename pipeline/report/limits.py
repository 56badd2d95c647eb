"""What a report cannot know, said in words: sources that were down, items that were not read, what is never read."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records import Article
from pipeline.report import words
from pipeline.report.model import Gap, Rows

_BROKEN = {
    "failed": "không trả lời",
    "gone": "không còn ở địa chỉ cũ",
    "throttled": "đề nghị hỏi lại sau",
    "blocked": "không cho máy đọc (robots.txt)",
}
_NAMED = 12
"""more broken sources than this are counted, not named"""


def limits(rows: Rows, today: Sequence[Article]) -> tuple[str, ...]:
    """Lines of the last section; the standing ones come last."""
    names = {source.id: source.name for source in rows.sources}
    lines = [_gap(one) for one in rows.gaps]
    broken = sorted(
        {(names.get(h.source, h.source), h.status, words.moment(h.at)) for h in rows.health if h.status in _BROKEN}
    )
    lines += [
        f"{name} {_BROKEN[status]} (lúc {at}); tin của nguồn này có thể thiếu." for name, status, at in broken[:_NAMED]
    ]
    if len(broken) > _NAMED:
        lines.append(f"Còn {len(broken) - _NAMED} nguồn khác cũng chưa đọc được; xem trang Nguồn.")
    lines += rows.notices[:_NAMED]
    if len(rows.notices) > _NAMED:
        lines.append(f"Còn {len(rows.notices) - _NAMED} lưu ý khác về nguồn; xem trang Nguồn.")
    for one in rows.undelivered:
        way, times = words.CHANNELS[one.channel], f"đã thử {one.tries} lần"
        lines.append(f"Chưa gửi được {words.report_of(one.report, one.day)} qua {way} ({times}): {one.reason}.")
    partial = sum(article.incomplete for article in today)
    if partial:
        lines.append(f"{partial} bài chỉ đọc được một phần (trang bị cắt hoặc phải trả tiền).")
    untagged = sum(article.id not in rows.tags for article in today)
    if untagged:
        lines.append(f"{untagged} bài đã tải về nhưng chưa phân loại xong.")
    silent = sum(verdict == "no_document" for article in today for verdict in rows.verdicts.get(article.id, ()))
    if silent:
        lines.append(f"{silent} phát ngôn chưa có văn bản trong kho để đối chiếu.")
    if not rows.papers:
        lines.append("Kho chưa có văn bản nào, nên chưa đối chiếu được; thêm bằng lệnh: doichieu documents add TỆP.")
    lines.append("Không bao gồm mạng xã hội của cá nhân, hội nhóm, bình luận.")
    lines.append(
        "Phần tóm tắt là câu trích nguyên văn từ bài báo; "
        "lời kết luận, đề xuất và cảnh báo do máy soạn, chưa có người duyệt."
    )
    lines.append("Máy chỉ nói “không khớp văn bản”; văn bản cũng có thể cần đính chính. Người phụ trách quyết định.")
    return tuple(lines)


def _gap(gap: Gap) -> str:
    """A break in which nobody looked, with what came of it; the outlets' lists are short, so something may be missing."""
    since = words.moment(gap.since)
    if gap.until is None:
        return f"Máy chưa đọc nguồn nào từ {since}; tin từ lúc đó có thể thiếu."
    line = f"Máy không đọc nguồn nào từ {since} đến {words.moment(gap.until)}"
    if not gap.caught_up:
        return f"{line}; chưa đọc bù được bài nào đăng trong khoảng này, tin có thể thiếu."
    return (
        f"{line}; đã đọc bù {gap.caught_up} bài đăng trong khoảng này, nguồn chỉ giữ ít bài gần nhất vẫn có thể thiếu."
    )
