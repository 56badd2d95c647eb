"""What the pages show, as plain data made from rows of the store. Pure; `desk.py` reads, `app.py` answers.

Protected items appear where they are read or answered and never on a flag's page (CHARTER rule 4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.records import Article, Health, Passage, Source, local_day
from pipeline.report import Report, Rows, words
from pipeline.report.compose import belongs, few, latest, link
from pipeline.report.findings import conclusion, pieces, validity
from pipeline.report.model import Finding, Link, Mismatch, Pieces

_MINUTES_A_FLAG, _MINUTES_A_LETTER = 3, 1
_CLIP = 70
"""letters of a value in a headline"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the queue."""

    number: int
    flag: str
    headline: str
    said: str
    states: str
    kinds: str
    place: str
    meta: str


@dataclass(frozen=True, slots=True)
class Silent:
    """A claim nothing in the store speaks about."""

    text: str
    link: Link


@dataclass(frozen=True, slots=True)
class Morning:
    """The page *Hôm nay*."""

    report: Report
    conclusion: str
    facts: tuple[str, ...]
    minutes: int
    lines: tuple[Line, ...]
    look: tuple[Line, ...]
    silent: tuple[Silent, ...]
    before: dt.date
    after: dt.date | None


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier or later state of the same page."""

    when: str
    here: bool
    says: bool


@dataclass(frozen=True, slots=True)
class FlagPage:
    """A claim in its paragraph beside the passage among its neighbours."""

    conclusion: str
    verdict: str
    kinds: str
    link: Link
    paragraph: Pieces
    in_title: bool
    sentence: Pieces
    paper: str
    title: str
    validity: str
    point: str
    passage: Pieces
    before: tuple[Passage, ...]
    after: tuple[Passage, ...]
    aligned: tuple[str, ...]
    differs: str
    versions: tuple[Version, ...]
    also: tuple[Link, ...]
    seal: str | None
    document: str
    place: tuple[int, int] | None
    previous: str | None
    following: str | None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One address and what the last pass saw of it, in words."""

    name: str
    url: str
    state: str
    good: bool
    entries: int
    when: str
    titles: tuple[str, ...]


def morning(rows: Rows, report: Report, today: dt.date) -> Morning:
    """The queue of a day with everything that is not in it named and counted."""
    found = report.mismatches
    letters = len(report.questions) + len(report.complaints)
    facts = [
        f"câu hỏi của người dân: {few(len(report.questions))}",
        f"phản ánh: {few(len(report.complaints))}",
        f"{len(report.warnings)} cảnh báo lừa đảo",
        f"{_broken(rows)} nguồn đang hỏng",
    ]
    current = latest(rows.articles)
    day_pages = {article.id: article for article in current if belongs(article, report.day)}
    look = [one for one in rows.findings if one.flag.lane == "look" and one.flag.article in day_pages]
    look = [one for one in look if not rows.tags[one.flag.article].protected]
    return Morning(
        report=report,
        conclusion=f"{len(found)} nội dung cần quyết định" if found else "Không có nội dung nào cần quyết định",
        facts=tuple(facts),
        minutes=max(1, len(found) * _MINUTES_A_FLAG + letters * _MINUTES_A_LETTER),
        lines=tuple(_line(entry) for entry in found),
        look=tuple(_look(one, day_pages[one.flag.article], number) for number, one in enumerate(look, start=1)),
        silent=tuple(
            Silent(claim.text, link(day_pages[claim.article])) for claim in rows.silent if claim.article in day_pages
        ),
        before=report.day - dt.timedelta(days=1),
        after=report.day + dt.timedelta(days=1) if report.day < today else None,
    )


def flag_page(
    rows: Rows,
    finding: Finding,
    page: Article,
    passages: Sequence[Passage],
    queue: Sequence[Mismatch],
) -> FlagPage:
    """Everything about one flag; the caller has made sure that the item is not protected."""
    match, claim = finding.match, finding.claim
    evidence, differences = match.evidence, match.differences
    if evidence is None or not differences:
        raise ValueError("a flag without evidence or difference")
    at = next(
        (i for i, one in enumerate(passages) if one.point == evidence.point and one.text == evidence.passage), None
    )
    before = passages[max(0, at - 2) : at] if at is not None else ()
    after = passages[at + 1 : at + 3] if at is not None else ()
    order = [entry.flag for entry in queue]
    here = order.index(finding.flag.id) if finding.flag.id in order else None
    entry = queue[here] if here is not None else None
    value = differences[0].claim_value
    return FlagPage(
        conclusion=conclusion(differences[0], evidence, match.verdict),
        verdict=words.VERDICTS[match.verdict],
        kinds=", ".join(dict.fromkeys(words.CODES[one.code] for one in differences)),
        link=link(page),
        paragraph=_paragraph(page, claim.text, claim.start),
        in_title=claim.start < 0 and claim.text in page.title,
        sentence=pieces(claim.text, [one.claim_span for one in differences], [one.claim_value for one in differences]),
        paper=words.paper(evidence),
        title=evidence.title,
        validity=validity(evidence),
        point=evidence.point,
        passage=pieces(
            evidence.passage, [one.passage_span for one in differences], [one.official_value for one in differences]
        ),
        before=tuple(before),
        after=tuple(after),
        aligned=match.aligned,
        differs=words.CODES[differences[0].code].lower(),
        versions=tuple(
            Version(words.moment(one.updated or one.published or one.first_seen), one.id == page.id, value in one.text)
            for one in sorted((a for a in rows.articles if a.url == page.url), key=lambda a: a.version)
        ),
        also=entry.also if entry else (),
        seal=page.capture,
        document=evidence.document,
        place=(here + 1, len(order)) if here is not None else None,
        previous=order[here - 1] if here else None,
        following=order[here + 1] if here is not None and here + 1 < len(order) else None,
    )


def source_lines(health: Sequence[Health], sources: Sequence[Source]) -> tuple[SourceLine, ...]:
    """Health of the last pass, what is broken first."""
    names = {source.id: source.name for source in sources}
    states = {
        "ok": "đọc được",
        "not_modified": "đọc được, không có gì mới",
        "failed": "không trả lời; sẽ thử lại ở lượt sau",
        "gone": "không còn ở địa chỉ này; cần tìm địa chỉ mới",
        "throttled": "đề nghị hỏi lại sau; sẽ chờ đúng hẹn",
        "blocked": "không cho máy đọc (robots.txt)",
        "skipped": "chưa đến giờ đọc",
    }
    good = {"ok", "not_modified", "skipped"}
    lines = [
        SourceLine(
            names.get(one.source, one.source),
            one.url,
            states[one.status] + (f" ({one.reason})" if one.reason and one.status not in good else ""),
            one.status in good,
            one.entries,
            words.moment(one.at),
            one.titles,
        )
        for one in health
    ]
    return tuple(sorted(lines, key=lambda line: (line.good, line.name, line.url)))


def last_day(articles: Sequence[Article], today: dt.date) -> dt.date:
    """Today, or the last day of which there is anything to show."""
    days = [local_day(article.published or article.first_seen) for article in articles]
    days = [day for day in days if day <= today]
    return max(days, default=today)


def _line(entry: Mismatch) -> Line:
    carried = "từ ngày trước · " if entry.carried else ""
    return Line(
        number=entry.number,
        flag=entry.flag,
        headline=entry.link.title,
        said=_clip(entry.claim_value),
        states=_clip(entry.official_value),
        kinds=f"{entry.verdict} · {entry.kinds}",
        place=", ".join(filter(None, (entry.point, entry.paper))),
        meta=f"{carried}{1 + len(entry.also)} nguồn · thấy {entry.first_seen}",
    )


def _look(finding: Finding, page: Article, number: int) -> Line:
    evidence, first = finding.match.evidence, finding.match.differences[0]
    place = ", ".join(filter(None, (evidence.point, words.paper(evidence)))) if evidence else ""
    said, states = _clip(first.claim_value), _clip(first.official_value)
    return Line(number, finding.flag.id, page.title, said, states, "Máy chưa chắc", place, page.outlet)


def _clip(value: str) -> str:
    return value if len(value) <= _CLIP else value[: _CLIP - 1].rsplit(" ", 1)[0] + " …"


def _paragraph(page: Article, sentence: str, start: int) -> Pieces:
    """The paragraph of the text (or the title) that holds the sentence, the sentence marked."""
    if start < 0 or page.text[start : start + len(sentence)] != sentence:
        start = page.text.find(sentence)
    if start < 0:
        return pieces(page.title if sentence in page.title else sentence, [None], [sentence])
    begin = page.text.rfind("\n", 0, start) + 1
    end = page.text.find("\n", start)
    text = page.text[begin : end if end >= 0 else None]
    return pieces(text, [(start - begin, start - begin + len(sentence))], [sentence])


def _broken(rows: Rows) -> int:
    return len({one.source for one in rows.health if one.status in ("failed", "gone", "throttled", "blocked")})
