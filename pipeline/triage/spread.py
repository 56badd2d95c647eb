"""Who wrote it first, who copied it, and what several read wrong alike: by page address, never by person.

One wrong sentence in seven outlets is one thing to correct at its source. The same misreading by outlets that did not
copy each other says that the paper is unclear: then the proposal is a clearer sentence, not seven letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pipeline.language.normalise import fold
from pipeline.language.values import values
from pipeline.records import Article, Claim, Code, Flag, Match

MISREAD_BY = 3
"""outlets that must have read a point alike on their own before the paper is proposed as unclear"""


@dataclass(frozen=True, slots=True)
class Spread:
    """One wrong statement within a story: the page that carried it first and the pages after it, oldest first."""

    story: str
    flags: tuple[str, ...]
    first: str
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """A point that several outlets misread in one way without copying each other."""

    number: str
    point: str
    passage: str
    code: Code
    said: str
    urls: tuple[str, ...]

    @property
    def proposal(self) -> str:
        """The sentence the office reads."""
        return (
            f"Văn bản của ta chưa rõ: {len(self.urls)} báo cùng hiểu {self.point} văn bản số {self.number} là “{self.said}”. "
            "Đề xuất viết lại đoạn này cho rõ."
        )


def reading_of(value: str) -> str:
    """A stated value as what it means, so that "5 nghìn đồng" and "5.000 đồng" are one misreading."""
    read = [v for v in values(value) if v.kind != "place"]
    return "|".join(f"{v.kind}:{v.value}:{v.period or ''}" for v in read) if read else " ".join(fold(value).split())


_Key = tuple[str, str, Code, str]


def _key(match: Match) -> _Key:
    first, evidence = match.differences[0], match.evidence
    place = (evidence.document, evidence.point) if evidence else ("", "")
    return (*place, first.code, reading_of(first.claim_value))


def _rows(
    flags: Sequence[Flag], claims: Sequence[Claim], matches: Sequence[Match], articles: Sequence[Article]
) -> list[tuple[Flag, Match, Article]]:
    pages = {a.id: a for a in articles}
    told = {m.claim: m for m in matches if m.differences}
    of_claim = {c.id: c.article for c in claims}
    rows = [
        (f, told[f.claim], pages[of_claim[f.claim]])
        for f in flags
        if f.claim in told and of_claim.get(f.claim) in pages and f.lane == "correction"
    ]
    return sorted(rows, key=lambda r: (r[2].published or r[2].first_seen, r[2].url, r[0].id))


def spread(
    flags: Sequence[Flag],
    claims: Sequence[Claim],
    matches: Sequence[Match],
    articles: Sequence[Article],
    stories: Mapping[str, str],
) -> tuple[Spread, ...]:
    """Each wrong statement of a story with the page that carried it first and those that followed."""
    groups: dict[tuple[str, _Key], list[tuple[Flag, Article]]] = defaultdict(list)
    for flag, match, page in _rows(flags, claims, matches, articles):
        groups[stories.get(page.id, page.id), _key(match)].append((flag, page))
    found = []
    for (story, _), rows in groups.items():
        urls = tuple(dict.fromkeys(page.url for _, page in rows))
        found.append(Spread(story, tuple(dict.fromkeys(flag.id for flag, _ in rows)), urls[0], urls[1:]))
    return tuple(sorted(found, key=lambda s: (-len(s.later), s.first)))


def unclear(
    flags: Sequence[Flag],
    claims: Sequence[Claim],
    matches: Sequence[Match],
    articles: Sequence[Article],
    copies: Collection[tuple[str, str]],
    *,
    least: int = MISREAD_BY,
) -> tuple[Unclear, ...]:
    """Points misread alike by `least` outlets; `copies` are pairs of article ids that repeat each other's words."""
    groups: dict[_Key, list[tuple[Match, Article]]] = defaultdict(list)
    for _, match, page in _rows(flags, claims, matches, articles):
        groups[_key(match)].append((match, page))
    repeated = {frozenset(pair) for pair in copies}
    found = []
    for (_, _, code, _), rows in groups.items():
        own: list[Article] = []
        for _, page in rows:
            if all(page.outlet != o.outlet and frozenset((page.id, o.id)) not in repeated for o in own):
                own.append(page)
        evidence = rows[0][0].evidence
        if len(own) >= least and evidence is not None:
            said = rows[0][0].differences[0].claim_value
            urls = tuple(page.url for page in own)
            found.append(Unclear(evidence.number, evidence.point, evidence.passage, code, said, urls))
    return tuple(sorted(found, key=lambda u: (-len(u.urls), u.number, u.point)))
