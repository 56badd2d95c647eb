"""What the pages show, as plain data made from rows of the store. Pure; `desk.py` reads, the routes answer.

Protected items appear where they are read or answered and never on a flag's page (CHARTER rule 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.language.rows import columns
from pipeline.records import Article, Health, Passage, Source
from pipeline.report import words
from pipeline.report.findings import conclusion, pieces, validity
from pipeline.report.model import Link, Pieces
from pipeline.store.glance import Seen

BUDGET: Final = 15
"""minutes a person has in the morning"""
SECONDS_A_FLAG: Final = 90
SECONDS_A_LETTER: Final = 30
TODAY: Final = BUDGET * 60 // SECONDS_A_FLAG
"""differences that fit into the morning; the rest is named and counted"""
_CLIP = 70
"""letters of a value in a headline"""

REPORT_NAMES: Final = {
    "bao-cao-ngay": "Điểm báo sáng",
    "bao-cao-ngay-phu-luc": "Điểm báo sáng, phụ lục đầy đủ",
    "bao-cao-ngay-loa": "Bản đọc loa",
    "bao-cao-nhanh": "Báo cáo nhanh",
    "bao-cao-tuan": "Báo cáo tuần",
    "bao-cao-thang": "Báo cáo tháng",
}
FILE_KINDS: Final = {
    "html": "xem ngay",
    "docx": "Word, để sửa và trình ký",
    "pdf": "PDF, để in",
    "txt": "bản chữ",
    "json": "dữ liệu",
}
"""what a file is for, by the end of its name"""

Group = Sequence[Seen]
"""flags of one story that differ in the same way from the same point: one decision"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a queue."""

    number: int
    flag: str
    headline: str
    said: str
    states: str
    kinds: str
    place: str
    meta: str


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier or later state of the same page."""

    when: str
    here: bool
    says: bool


@dataclass(frozen=True, slots=True)
class FlagPage:
    """A claim in its paragraph beside the passage among its neighbours."""

    flag: str
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
    columns: tuple[str, ...]
    """heads of the columns when the passage is a row of a table"""
    aligned: tuple[str, ...]
    differs: str
    versions: tuple[Version, ...]
    also: tuple[Link, ...]
    seal: str | None
    document: str


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


def grouped(seen: Sequence[Seen]) -> list[list[Seen]]:
    """Flags as entries of a queue, in their order: copies of a story with the same difference are one entry."""
    entries: dict[tuple[str, ...], list[Seen]] = {}
    for one in seen:
        entries.setdefault(_same(one), []).append(one)
    return list(entries.values())


def alike(one: Seen, others: Sequence[Seen]) -> list[Seen]:
    """The other flags that the same decision settles."""
    return [other for other in others if other.flag.id != one.flag.id and _same(other) == _same(one)]


def line(group: Group, number: int) -> Line:
    """A queue's line for an entry."""
    first = group[0]
    evidence, difference = first.match.evidence, first.match.differences[0]
    kinds = ", ".join(dict.fromkeys(words.CODES[one.code] for one in first.match.differences))
    verdict = words.VERDICTS[first.match.verdict] if first.flag.lane == "correction" else "Máy chưa chắc"
    outlets = len({one.article.url for one in group})
    since = words.moment(min(one.flag.first_seen for one in group))
    return Line(
        number,
        first.flag.id,
        first.article.title,
        clip(difference.claim_value),
        clip(difference.official_value),
        f"{verdict} · {kinds}",
        ", ".join(filter(None, (evidence.point, words.paper(evidence)))) if evidence else "",
        f"{first.article.outlet}{f' và {outlets - 1} nơi khác' if outlets > 1 else ''} · thấy {since}",
    )


def flag_page(one: Seen, passages: Sequence[Passage], versions: Sequence[Article], copies: Sequence[Seen]) -> FlagPage:
    """Everything about one flag; `one` is not protected and has evidence and a difference."""
    match, claim, page = one.match, one.claim, one.article
    evidence, differences = match.evidence, match.differences
    if evidence is None or not differences:
        raise ValueError("a flag without evidence or difference")
    at = next(
        (i for i, part in enumerate(passages) if part.point == evidence.point and part.text == evidence.passage), None
    )
    value = differences[0].claim_value
    return FlagPage(
        flag=one.flag.id,
        conclusion=conclusion(differences[0], evidence, match.verdict),
        verdict=words.VERDICTS[match.verdict],
        kinds=", ".join(dict.fromkeys(words.CODES[difference.code] for difference in differences)),
        link=link(page),
        paragraph=_paragraph(page, claim.text, claim.start),
        in_title=claim.start < 0 and claim.text in page.title,
        sentence=pieces(claim.text, [d.claim_span for d in differences], [d.claim_value for d in differences]),
        paper=words.paper(evidence),
        title=evidence.title,
        validity=validity(evidence),
        point=evidence.point,
        passage=pieces(
            evidence.passage, [d.passage_span for d in differences], [d.official_value for d in differences]
        ),
        before=tuple(passages[max(0, at - 2) : at]) if at is not None else (),
        after=tuple(passages[at + 1 : at + 3]) if at is not None else (),
        columns=columns(evidence.heading),
        aligned=match.aligned,
        differs=words.CODES[differences[0].code].lower(),
        versions=tuple(
            Version(
                words.moment(each.updated or each.published or each.first_seen), each.id == page.id, value in each.text
            )
            for each in versions
        ),
        also=tuple(dict.fromkeys(link(copy.article) for copy in copies)),
        seal=page.capture,
        document=evidence.document,
    )


def link(page: Article) -> Link:
    """A page one click away."""
    return Link(page.outlet, page.title, page.url, words.moment(page.published or page.first_seen))


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


def broken(health: Sequence[Health]) -> int:
    """How many sources could not be read."""
    return len({one.source for one in health if one.status in ("failed", "gone", "throttled", "blocked")})


def report_names(files: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Report files of a day as (report, [(file, what it is for)]), the morning digest first."""
    told: dict[str, list[tuple[str, str]]] = {}
    for name in files:
        stem, _, kind = name.rpartition(".")
        report = next((key for key in REPORT_NAMES if stem == key), stem)
        told.setdefault(report, []).append((name, FILE_KINDS[kind]))
    known, kinds = list(REPORT_NAMES), list(FILE_KINDS.values())
    order = sorted(told, key=lambda stem: (known.index(stem) if stem in known else len(known), stem))
    return [(REPORT_NAMES.get(stem, stem), sorted(told[stem], key=lambda one: kinds.index(one[1]))) for stem in order]


def clip(value: str) -> str:
    """A value short enough for a headline."""
    return value if len(value) <= _CLIP else value[: _CLIP - 1].rsplit(" ", 1)[0] + " …"


def _same(one: Seen) -> tuple[str, ...]:
    evidence, difference = one.match.evidence, one.match.differences[0]
    place = (evidence.number, evidence.point) if evidence else ("", "")
    return (one.story, one.flag.lane, *place, difference.claim_value.casefold(), difference.official_value.casefold())


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
