"""Looking for words in articles and passages; typed without diacritics they are found too. For pages and for lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.language.normalise import fold, nfc
from pipeline.records import VIETNAM, Article, Evidence
from pipeline.report import words
from pipeline.store import Store

LONGEST = 200
"""letters of what may be asked"""
_AROUND = 90
_PASSAGES = 200


def terms_of(asked: str) -> list[str]:
    """The words asked for, in lower case."""
    told = nfc(" ".join(asked.split()))[:LONGEST]
    return [term for term in told.replace('"', " ").lower().split() if any(letter.isalnum() for letter in term)]


def passages(store: Store, asked: str, most: int) -> list[Evidence]:
    """Points of documents that hold every word, best first."""
    terms = terms_of(asked)
    exact = [term for term in terms if fold(term) != term]
    hits = store.search_passages(exact, [fold(term) for term in terms], _PASSAGES) if terms else []

    def holds(one: Evidence) -> bool:
        text = f"{one.heading} {one.passage} {one.number}"
        return all(fold(term) in fold(text) for term in terms) and all(term in text.lower() for term in exact)

    return [one for one in hits if holds(one)][:most]


def around(page: Article, terms: list[str]) -> str:
    """The words around the first one found, from the text."""
    text = " ".join(page.text.split())
    folded = fold(text)
    at = min((found for term in terms if (found := folded.find(fold(term))) >= 0), default=0)
    start, end = max(0, at - _AROUND), min(len(text), at + _AROUND)
    start = text.find(" ", start, at) + 1 if start and " " in text[start:at] else start
    end = text.rfind(" ", at, end) if end < len(text) and " " in text[at:end] else end  # whole words only
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


def rows(store: Store, asked: str, most: int) -> Iterator[dict[str, Any]]:
    """What holds the words as rows of a list, documents first; protected items never (domain 4.6)."""
    for one in passages(store, asked, most):
        yield {
            "kind": "văn bản",
            "outlet": one.issuer,
            "title": words.paper(one),
            "when": one.issued.isoformat() if one.issued else None,
            "url": "",
            "document": one.number or one.document,
            "point": one.point,
            "words": one.passage,
        }
    terms = terms_of(asked)
    tags = store.tags()
    for page in store.search_articles(nfc(asked), most) if terms else []:
        if page.id in tags and not tags[page.id].protected:
            at = (page.published or page.first_seen).astimezone(VIETNAM)
            yield {
                "kind": "bài báo",
                "outlet": page.outlet,
                "title": page.title,
                "when": at.isoformat(timespec="seconds"),
                "url": page.url,
                "document": "",
                "point": "",
                "words": around(page, terms),
            }
