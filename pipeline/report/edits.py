"""What an outlet changed in a page after publishing it, sentence by sentence, with the changed words marked.

Only pages the digest may name as news are told; an opinion that was edited is nobody's business here (CHARTER rule 4).
"""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import re
from collections.abc import Callable, Sequence

from pipeline.language.segment import sentences
from pipeline.records import Article, local_day
from pipeline.report import words
from pipeline.report.model import Edit, Link, Piece, Pieces, Rows

SHOWN = 4
"""changed sentences shown for one edit"""
ALIKE = 0.45
"""likeness (difflib ratio) from which two sentences are the same one, edited"""
_WORDS = re.compile(r"\s+|[^\s]+")


def edits(rows: Rows, first: dt.date, last: dt.date, local: Callable[[Article], bool]) -> tuple[Edit, ...]:
    """Edits seen from `first` to `last`, oldest first. `local` says which pages the report is about."""
    pages: dict[str, list[Article]] = {}
    for article in rows.articles:
        pages.setdefault(article.url, []).append(article)
    found: list[tuple[dt.datetime, Edit]] = []
    for versions in pages.values():
        versions.sort(key=lambda article: (article.version, article.id))
        for old, new in itertools.pairwise(versions):
            tags = rows.tags.get(new.id)
            at = new.updated or new.first_seen
            if tags is None or tags.protected or not first <= local_day(at) <= last or not local(new):
                continue
            changes = difference(_told(old), _told(new))
            if changes:
                link = Link(new.outlet, new.title, new.url, words.moment(new.published or new.first_seen))
                edit = Edit(link, words.moment(at), tuple(changes[:SHOWN]), max(0, len(changes) - SHOWN))
                found.append((at, edit))
    return tuple(edit for _, edit in sorted(found, key=lambda pair: (pair[0], pair[1].link.url)))


def difference(before: Sequence[str], after: Sequence[str]) -> list[tuple[Pieces, Pieces]]:
    """Sentences that differ, in the order of the page; those that carry a figure come first."""
    gone = [one for one in before if one not in set(after)]
    came = [one for one in after if one not in set(before)]
    pairs: list[tuple[str, str]] = []
    for old in gone:
        best = max(came, key=lambda new: _likeness(old, new), default="")
        if best and _likeness(old, best) >= ALIKE:
            came.remove(best)
            pairs.append((old, best))
        else:
            pairs.append((old, ""))
    pairs += [("", new) for new in came]
    pairs.sort(key=lambda pair: not any(letter.isdigit() for letter in pair[0] + pair[1]))  # stable: page order stays
    return [_marked(old, new) for old, new in pairs]


def _told(article: Article) -> list[str]:
    """Title and sentences without what only white space or quotation marks change."""
    lines = [article.title, *(article.text[a:b] for a, b in sentences(article.text))]
    return [" ".join(line.split()) for line in lines]


def _likeness(old: str, new: str) -> float:
    return difflib.SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()


def _marked(old: str, new: str) -> tuple[Pieces, Pieces]:
    if not old or not new:
        return ((Piece(old),) if old else ()), ((Piece(new),) if new else ())
    left, right = _WORDS.findall(old), _WORDS.findall(new)
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for side, said in ((sides[0], "".join(left[a:b])), (sides[1], "".join(right[c:d]))):
            if said:
                side.append(Piece(said, differs=tag != "equal" and bool(said.strip())))
    return tuple(sides[0]), tuple(sides[1])
