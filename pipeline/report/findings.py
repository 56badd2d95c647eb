"""Flags as the report tells them: the press sentence beside the passage, one entry for one difference of one story.

A flag whose page no longer says it (a silent edit) is told among what was done, not among what is to be decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pipeline.records import Article, Difference, Evidence, Ground, Span, local_day
from pipeline.report import words, work
from pipeline.report.model import Finding, Link, Mismatch, Piece, Pieces, Rows, Warning_

CARRY = dt.timedelta(days=7)
"""how long an undecided difference stays in the morning report"""
_ADVICE: dict[Ground, tuple[str, ...]] = {
    "scam_impersonation": (
        "Hiện có tin rao mạo danh cơ quan hoặc doanh nghiệp để lấy tiền, giấy tờ của người dân.",
        "Cơ quan nhà nước không yêu cầu chuyển tiền trước, không hỏi mã OTP, không gửi đường dẫn để cài ứng dụng.",
        "Không chuyển tiền, không gửi ảnh căn cước, không bấm vào đường dẫn lạ.",
        "Ai đã lỡ chuyển tiền: gọi ngay ngân hàng để chặn giao dịch và báo Công an phường.",
    ),
    "scam_payment_credential": (
        "Hiện có lời mời chào lừa người dân chuyển tiền hoặc đọc mã, mật khẩu.",
        "Không đọc mã OTP, mật khẩu cho bất kỳ ai; không chuyển tiền cho người không quen.",
        "Ai đã lỡ chuyển tiền: gọi ngay ngân hàng để chặn giao dịch và báo Công an phường.",
    ),
}


def mismatches(rows: Rows, current: Sequence[Article], first: dt.date, last: dt.date) -> tuple[Mismatch, ...]:
    """What a person should decide: flags of these days first, then those of the week before that still stand."""
    pages = {article.id: article for article in current}
    entries: dict[tuple[str, ...], list[Finding]] = {}
    for finding in rows.findings:
        page = pages.get(finding.flag.article)
        tags = rows.tags.get(finding.flag.article)
        if page is None or tags is None or tags.protected or finding.flag.lane != "correction":
            continue
        if finding.match.evidence is None or not finding.match.differences:
            continue
        if not first - CARRY <= _day(page) <= last:
            continue
        if work.withdrawn(work.decided(rows, finding)):
            continue
        entries.setdefault(_same(rows, finding), []).append(finding)
    fresh = [group for group in entries.values() if any(_fresh(pages[one.flag.article], first, last) for one in group)]
    fresh.sort(key=lambda group: all(work.decided(rows, one) for one in group))  # what waits comes first
    old = [
        group for group in entries.values() if group not in fresh and not all(work.decided(rows, one) for one in group)
    ]
    return tuple(
        _mismatch(rows, pages, group, number, group in old) for number, group in enumerate([*fresh, *old], start=1)
    )


def corrected(rows: Rows, current: Sequence[Article], first: dt.date, last: dt.date) -> tuple[str, ...]:
    """Pages whose later version no longer says what did not match; the outlet closed the case by itself."""
    newest = {article.url: article for article in current}
    versions = {article.id: article for article in rows.articles}
    lines = []
    for finding in rows.findings:
        old = versions.get(finding.flag.article)
        new = newest.get(old.url) if old else None
        if old is None or new is None or new.id == old.id or finding.flag.lane != "correction":
            continue
        changed = new.updated or new.first_seen
        if not (first <= local_day(changed) <= last or first <= local_day(new.first_seen) <= last):
            continue
        value = finding.match.differences[0].claim_value if finding.match.differences else ""
        if value and value in new.text:
            continue
        lines.append(
            f"{old.outlet} đã sửa bài “{old.title}”: bản lúc {words.moment(changed)} không còn nội dung “{value}”."
        )
    return tuple(dict.fromkeys(lines))


def warnings(rows: Rows, today: Sequence[Article]) -> tuple[Warning_, ...]:
    """One ready text for each scam printed today, by the closed grounds."""
    found = []
    for article in today:
        tags = rows.tags.get(article.id)
        if tags is None or tags.protected or tags.ground is None or tags.ground not in _ADVICE:
            continue
        found.append(Warning_(_link(article), words.GROUNDS[tags.ground], _ADVICE[tags.ground]))
    return tuple(found)


def pieces(text: str, spans: Sequence[Span | None], values: Sequence[str]) -> Pieces:
    """Cut a quotation at what differs; a span that does not fit the text is looked up by its words, or dropped."""
    marks = []
    for span, value in zip(spans, values, strict=True):
        if span and 0 <= span[0] < span[1] <= len(text):
            marks.append(span)
        elif value and (at := text.find(value)) >= 0:
            marks.append((at, at + len(value)))
    cut: list[Piece] = []
    at = 0
    for start, end in sorted(marks):
        if start < at:
            continue
        cut += [Piece(text[at:start])] if start > at else []
        cut.append(Piece(text[start:end], differs=True))
        at = end
    return (*cut, Piece(text[at:])) if at < len(text) or not cut else tuple(cut)


def _day(article: Article) -> dt.date:
    return local_day(article.published or article.first_seen)


def _fresh(article: Article, first: dt.date, last: dt.date) -> bool:
    return first <= _day(article) <= last or first <= local_day(article.first_seen) <= last


def _same(rows: Rows, finding: Finding) -> tuple[str, ...]:
    """Findings with this key are one entry: copies of a story that differ in the same way from the same point."""
    match, evidence = finding.match, finding.match.evidence
    story = rows.stories.get(finding.flag.article, finding.flag.article)
    said = match.differences[0].official_value.casefold()
    value = match.differences[0].claim_value.casefold()
    return (story, evidence.number if evidence else "", evidence.point if evidence else "", value, said)


def _mismatch(rows: Rows, pages: dict[str, Article], group: Sequence[Finding], number: int, carried: bool) -> Mismatch:
    first = min(group, key=lambda one: (pages[one.flag.article].first_seen, pages[one.flag.article].url))
    match, page = first.match, pages[first.flag.article]
    evidence = match.evidence
    if evidence is None:  # kept out by mismatches(); said again for the type checker
        raise ValueError("a flag without evidence")
    differences = match.differences
    kinds = tuple(dict.fromkeys(words.CODES[difference.code] for difference in differences))
    own = any(source.id == page.source and source.kind == "official_portal" for source in rows.sources)
    code = differences[0].code
    also = [one for one in group if one.flag.article != page.id]
    return Mismatch(
        number=number,
        flag=first.flag.id,
        conclusion=conclusion(differences[0], evidence, match.verdict),
        verdict=words.VERDICTS[match.verdict],
        kinds=", ".join(kinds),
        link=_link(page),
        said=pieces(first.claim.text, [d.claim_span for d in differences], [d.claim_value for d in differences]),
        paper=words.paper(evidence),
        point=evidence.point,
        title=evidence.title,
        validity=validity(evidence),
        passage=pieces(
            evidence.passage, [d.passage_span for d in differences], [d.official_value for d in differences]
        ),
        document=evidence.document,
        proposal=words.OWN_PROPOSAL if own else words.PROPOSALS.get(code, words.PROPOSAL),
        claim_value=differences[0].claim_value,
        official_value=differences[0].official_value,
        also=tuple(dict.fromkeys(_link(pages[one.flag.article]) for one in also)),
        first_seen=words.moment(min(one.flag.first_seen for one in group)),
        decided=next((found.words for one in group if (found := work.decided(rows, one))), ""),
        carried=carried,
    )


def conclusion(difference: Difference, evidence: Evidence, verdict: str) -> str:
    """The public wording of domain 4.4, in one sentence."""
    said, rule = difference.claim_value, difference.official_value
    where = ", ".join(filter(None, (evidence.point, words.paper(evidence))))
    subject = f"Nội dung nêu “{said}”" if said else "Nội dung này"
    states = f" Văn bản quy định: “{rule}”." if rule else ""
    if verdict == "outdated":
        return f"{subject} là quy định trước đây, nay đã có {where}.{states}"
    if verdict == "partial":
        return f"{subject} mới khớp một phần với {where}: chưa nêu điều kiện đi kèm.{states}"
    if verdict == "forged":
        return f"{subject} đã được {where} xác nhận là không do cơ quan ban hành.{states}"
    return f"{subject} không khớp với {where}.{states}"


def validity(evidence: Evidence) -> str:
    """From when to when a paper holds, in words."""
    parts = []
    if evidence.status == "draft":
        parts.append("dự thảo")
    if evidence.effective_from:
        parts.append(f"hiệu lực từ {words.short_day(evidence.effective_from)}")
    if evidence.effective_to:
        parts.append(f"đến hết {words.short_day(evidence.effective_to)}")
    if evidence.superseded_by:
        parts.append("đã có văn bản thay thế")
    return ", ".join(parts)


def _link(article: Article) -> Link:
    return Link(article.outlet, article.title, article.url, words.moment(article.published or article.first_seen))
