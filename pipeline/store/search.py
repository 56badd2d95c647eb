"""Search over articles, with and without diacritics: one folded full-text column, the exact letters asked of the text.

A query typed with diacritics must stand in the text with them; typed without, any diacritics do. Newest first: an office
looks for what was written lately. Articles leave the index with their rows by `erase_articles` (a trigger may not touch
an FTS5 table where the schema is not trusted, and ours is not).
"""

from __future__ import annotations

import unicodedata

from sqlalchemy import ColumnElement, Connection, delete, select, text

from pipeline.records import Article
from pipeline.store import codec
from pipeline.store.room import Room
from pipeline.store.tables import articles

CANDIDATES = 400
"""newest articles looked at for the exact letters"""


def folded(words: str) -> str:
    """As the language room folds: lower case, no tones or diacritics, đ→d."""
    parts = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    return "".join(letter for letter in parts if unicodedata.category(letter) != "Mn")


def quoted(term: str) -> str:
    """A term as an FTS5 string: quotes doubled, everything inside is words."""
    return '"' + term.replace('"', '""').replace("\0", " ") + '"'


def index_article(connection: Connection, seq: int, article: Article) -> None:
    """Make an article findable, inside the transaction that stores it."""
    statement = text("INSERT INTO articles_search (rowid, folded) VALUES (:seq, :folded)")
    connection.execute(statement, {"seq": seq, "folded": folded(f"{article.title}\n{article.text}")})


def erase_articles(connection: Connection, wanted: ColumnElement[bool]) -> int:
    """Delete articles and their words in the index; returns how many articles went."""
    seqs = connection.scalars(select(articles.c.seq).where(wanted)).all()
    for seq in seqs:
        connection.execute(text("DELETE FROM articles_search WHERE rowid = :seq"), {"seq": seq})
    count = connection.execute(delete(articles).where(wanted)).rowcount
    if seqs:  # FTS5 keeps the words of deleted rows until its segments are merged
        connection.execute(text("INSERT INTO articles_search (articles_search) VALUES ('optimize')"))
    return count


class SearchRoom(Room):
    """Articles by their words."""

    def search_articles(self, words: str, limit: int) -> list[Article]:
        """The newest articles that hold every word of `words` (those in "quotes" together), at most `limit`."""
        terms = _terms(words)
        if not terms:
            return []
        exact = [term for term in terms if folded(term) != term]
        query = " ".join(quoted(folded(term)) for term in terms)
        hits = text(
            "SELECT rowid FROM articles_search WHERE articles_search MATCH :query ORDER BY rowid DESC LIMIT :most"
        )
        found: list[Article] = []
        with self._read() as connection:
            seqs = list(connection.scalars(hits, {"query": query, "most": CANDIDATES if exact else limit}))
            for start in range(0, len(seqs), 50):
                chunk = select(articles).where(articles.c.seq.in_(seqs[start : start + 50]))
                for row in connection.execute(chunk.order_by(articles.c.seq.desc())).mappings():
                    said = unicodedata.normalize("NFC", f"{row['title']}\n{row['text']}").lower()
                    if all(term in said for term in exact):
                        found.append(codec.to_article(row))
                if len(found) >= limit:
                    break
        return found[:limit]


def _terms(words: str) -> list[str]:
    """Words, and phrases in quotes, in lower case; only what holds a letter or a figure."""
    terms = []
    for at, part in enumerate(
        unicodedata.normalize("NFC", words).lower().replace("“", '"').replace("”", '"').split('"')
    ):
        terms += [" ".join(part.split())] if at % 2 else part.split()
    return [term for term in terms if any(letter.isalnum() for letter in term)][:12]
