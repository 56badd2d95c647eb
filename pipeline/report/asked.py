"""What residents ask and report: letters about the same thing together, counts suppressed under five, a passage that
speaks of it, a draft answer made of that passage's own words.

Letters are read and answered, never scored (CHARTER rule 4); nothing here says who wrote.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from pipeline.language.normalise import fold, nfc
from pipeline.language.segment import sentences
from pipeline.records import Article, Evidence, ItemType
from pipeline.report import words, work
from pipeline.report.findings import validity
from pipeline.report.model import Answer, Asked, Link, Rows

SMALL_CELL = 5
"""a count of letters below this is not told"""
ALIKE = 0.22
"""share of common word pairs (Jaccard) from which two letters of one topic ask the same"""
SHARED = 4
"""word pairs a passage must share with a letter's title and questions to be shown as speaking of it"""
COVERED = 0.2
"""and the share of the letter's word pairs that this must be at least"""
_WORD = re.compile(r"[^\W_]+")
_ASKS = re.compile(
    r"\?|\b(hoi|bao gio|khi nao|o dau|the nao|ra sao|duoc khong|co dung|co phai|bao nhieu|de nghi|mong|xin|kien nghi)\b"
)
_EMPTY = frozenset(
    [
        "tôi",
        "bạn",
        "chị",
        "anh",
        "em",
        "cô",
        "chú",
        "bác",
        "ông",
        "bà",
        "ba",
        "mẹ",
        "cha",
        "con",
        "cháu",
        "nhà",
        "và",
        "là",
        "thì",
        "mà",
        "của",
        "cho",
        "với",
        "các",
        "những",
        "một",
        "hai",
        "này",
        "kia",
        "đó",
        "đây",
        "ấy",
        "được",
        "không",
        "có",
        "gì",
        "nào",
        "sao",
        "đâu",
        "ai",
        "bao",
        "giờ",
        "thế",
        "vậy",
        "rồi",
        "nữa",
        "thôi",
        "cũng",
        "đang",
        "đã",
        "sẽ",
        "vì",
        "nên",
        "như",
        "nếu",
        "từ",
        "đến",
        "tới",
        "ở",
        "tại",
        "về",
        "ra",
        "vào",
        "lên",
        "xuống",
        "đi",
        "lại",
        "muốn",
        "hỏi",
        "xin",
        "mong",
        "cảm",
        "ơn",
        "tòa",
        "soạn",
        "cứ",
        "người",
        "nghe",
        "nói",
        "biết",
        "rằng",
        "theo",
        "hay",
        "hoặc",
        "phải",
        "bị",
    ]
)
"""with their marks: folded, "vé" would be "về"; a text without marks keeps all its words"""


def asked(rows: Rows, letters: Sequence[Article], kind: ItemType, link: Callable[[Article], Link]) -> tuple[Asked, ...]:
    """Letters of a kind, clustered: the largest group first, then the oldest."""
    groups: list[list[Article]] = []
    for letter in letters:
        tags = rows.tags.get(letter.id)
        if tags is None or tags.item_type != kind:
            continue
        home = next((group for group in groups if _same(rows, group[0], letter)), None)
        if home is None:
            groups.append([letter])
        else:
            home.append(letter)
    groups.sort(key=lambda group: -len(group))
    return tuple(_told(rows, group, link) for group in groups)


def asking(article: Article) -> str:
    """The words of a letter that ask or wish: its title and at most two such sentences."""
    lines = [article.text[a:b] for a, b in sentences(article.text[:4000])]
    wishes = [line for line in lines if _ASKS.search(line) or _ASKS.search(fold(line))]
    return " ".join((wishes or lines)[:2])


def pairs(text: str) -> frozenset[str]:
    """Neighbouring syllables, folded: what a Vietnamese word mostly is. Pairs of small words only are left out."""
    found = itertools.pairwise(_WORD.findall(nfc(text).lower()))
    return frozenset(fold(f"{a} {b}") for a, b in found if not (a in _EMPTY or b in _EMPTY))


def best_answer(article: Article, places: Sequence[str], found: Sequence[Evidence]) -> Evidence | None:
    """The passage that speaks of a letter, or None: same place, in force, enough of the letter's words."""
    wanted = pairs(f"{article.title}. {asking(article)}")
    scored: list[tuple[int, float, Evidence]] = []
    for one in found:
        if one.status not in ("in_force", "draft") or one.superseded_by or one.doubtful:
            continue
        if places and one.places and not {*one.places} & {*places, "khanh_hoa"}:
            continue
        own = pairs(f"{one.heading}. {one.passage}")
        shared = len(wanted & (own | pairs(one.title)))
        if len(wanted & own) >= 2 and shared >= SHARED and shared >= COVERED * len(wanted):
            scored.append((len(wanted & own), one.score, one))
    return max(scored, key=lambda entry: entry[:2])[2] if scored else None


def _same(rows: Rows, first: Article, other: Article) -> bool:
    mine, theirs = rows.tags[first.id], rows.tags[other.id]
    if mine.topic != theirs.topic:
        return False
    if rows.stories.get(first.id, first.id) == rows.stories.get(other.id, other.id):
        return True
    a, b = pairs(f"{first.title}. {asking(first)}"), pairs(f"{other.title}. {asking(other)}")
    return bool(a and b) and len(a & b) / len(a | b) >= ALIKE


def _told(rows: Rows, group: Sequence[Article], link: Callable[[Article], Link]) -> Asked:
    count = len(group) if len(group) >= SMALL_CELL else 0
    found = next((rows.answers[letter.id] for letter in group if letter.id in rows.answers), None)
    return Asked(
        tuple(link(letter) for letter in group),
        asking(group[0]),
        words.TOPICS[rows.tags[group[0].id].topic],
        count,
        _answer(found) if found else None,
        tuple(work.reply(rows.replies[letter.url]) for letter in group if letter.url in rows.replies),
    )


def _answer(found: Evidence) -> Answer:
    paper = words.paper(found)
    where = ", ".join(filter(None, (found.point, paper)))
    passage = " ".join(found.passage.split())
    draft = f"Theo {where}: “{passage}”"
    return Answer(paper, found.point, validity(found), found.document, passage, draft)


def terms(article: Article) -> dict[str, tuple[str, ...]]:
    """What to search passages for: folded word pairs of a letter's title and questions, at most 24."""
    wanted = sorted(pairs(f"{article.title}. {asking(article)}"))
    return {"terms_nfc": (), "terms_folded": tuple(wanted[:24])}
