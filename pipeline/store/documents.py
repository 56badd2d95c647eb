"""Official documents, their passages, and full-text search over them."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, insert, or_, select, text, update

from pipeline.records import Document, Evidence, Passage
from pipeline.store import audit, codec
from pipeline.store.captures import seal, unseal
from pipeline.store.room import Room, new_seq
from pipeline.store.search import folded, quoted
from pipeline.store.tables import documents, passages

_EVIDENCE = (
    passages.c.seq,
    passages.c.document,
    passages.c.point,
    passages.c.text,
    passages.c.heading,
    passages.c.doubtful,
    documents.c.number,
    documents.c.title,
    documents.c.issuer,
    documents.c.status,
    documents.c.issued,
    documents.c.effective_from,
    documents.c.effective_to,
    documents.c.places,
    documents.c.superseded_by,
)

_PAPERS = select(*(column for column in documents.c if column.name != "data")).where(documents.c.retired_at.is_(None))


class DocumentsRoom(Room):
    """Documents and passages."""

    def add_document(
        self, document: Document, data: bytes, actor: str, now: dt.datetime
    ) -> Literal["added", "already"]:
        """Keep a document with its file; the same bytes twice change nothing. What it says it replaces is marked so."""
        with self._write() as connection:
            row = connection.execute(select(documents.c.retired_at).where(documents.c.id == document.id)).one_or_none()
            if row is not None and row.retired_at is None:
                return "already"
            if row is not None:
                connection.execute(update(documents).where(documents.c.id == document.id).values(retired_at=None))
                audit.append(
                    connection,
                    now,
                    actor,
                    "documents.restore",
                    document.id,
                    input_sha256=hashlib.sha256(data).hexdigest(),
                )
                return "added"
            values = {**codec.document_row(document), "data": seal(data), "added_at": codec.moment(now)}
            connection.execute(insert(documents).values(values))
            for ordinal, passage in enumerate(document.passages):
                _add_passage(connection, document.id, ordinal, passage)
            audit.append(
                connection, now, actor, "documents.add", document.id, input_sha256=hashlib.sha256(data).hexdigest()
            )
            _link(connection, document)
        return "added"

    def documents(self, with_retired: bool = False) -> list[Document]:
        """Every document, in the order they were added."""
        query = select(*(column for column in documents.c if column.name != "data")).order_by(documents.c.seq)
        if not with_retired:
            query = query.where(documents.c.retired_at.is_(None))
        with self._read() as connection:
            rows = connection.execute(query).mappings().all()
            parts: dict[str, list[Passage]] = {}
            for row in connection.execute(
                select(passages).order_by(passages.c.document, passages.c.ordinal)
            ).mappings():
                parts.setdefault(row["document"], []).append(codec.to_passage(row))
        return [codec.to_document(row, tuple(parts.get(row["id"], ()))) for row in rows]

    def document_file(self, document: str) -> bytes | None:
        """The bytes of the file a document was read from."""
        with self._read() as connection:
            data = connection.scalar(select(documents.c.data).where(documents.c.id == document))
        return unseal(data) if data is not None else None

    def retire_document(self, document: str, actor: str, now: dt.datetime) -> bool:
        """Take a document out of use; its file stays. False when there is none in use."""
        with self._write() as connection:
            wanted = (documents.c.id == document) & documents.c.retired_at.is_(None)
            changed = connection.execute(update(documents).where(wanted).values(retired_at=codec.moment(now))).rowcount
            if changed:
                audit.append(connection, now, actor, "documents.retire", document)
        return bool(changed)

    def supersede_document(self, old: str, new: str, actor: str, now: dt.datetime) -> bool:
        """Say that document `old` is replaced by `new`: its passages stay findable and yield `outdated`."""
        with self._write() as connection:
            papers = {row["id"]: row for row in connection.execute(_PAPERS).mappings()}
            if old == new or old not in papers or new not in papers:
                return False
            _replace(connection, papers[old], papers[new])
            audit.append(connection, now, actor, "documents.supersede", old, decision=new)
        return True

    def documents_version(self) -> str:
        """A short hash of what is in use: another value means claims must be compared again."""
        columns = (
            documents.c.id,
            documents.c.status,
            documents.c.superseded_by,
            documents.c.effective_from,
            documents.c.effective_to,
        )
        query = select(*columns).where(documents.c.retired_at.is_(None)).order_by(documents.c.id)
        with self._read() as connection:
            rows = [tuple(row) for row in connection.execute(query)]
        return hashlib.sha256(codec.pack(rows).encode()).hexdigest()[:16]

    def evidence(self, on: dt.date | None = None) -> list[Evidence]:
        """Every passage of every document in use; `on`: only of papers that existed on that day."""
        with self._read() as connection:
            rows = connection.execute(_in_use(on).order_by(passages.c.seq)).mappings().all()
        return [codec.to_evidence(row) for row in rows]

    def passages(self, document: str) -> list[Passage]:
        """The passages of one document, in its order."""
        query = select(passages).where(passages.c.document == document).order_by(passages.c.ordinal)
        with self._read() as connection:
            return [codec.to_passage(row) for row in connection.execute(query).mappings()]

    def search_passages(
        self, terms_nfc: Sequence[str], terms_folded: Sequence[str], limit: int, on: dt.date | None = None
    ) -> list[Evidence]:
        """Passages that hold any of the terms, best first (BM25). A term may be several words: they stand together.

        `on` leaves out papers issued after that day. Superseded passages are found too.
        """
        wanted = [
            f"{column} : ({' OR '.join(map(quoted, terms))})"
            for column, terms in (("nfc", terms_nfc), ("folded", terms_folded))
            if terms
        ]
        if not wanted:
            return []
        hits = text(
            "SELECT rowid AS seq, bm25(passages_search) AS rank FROM passages_search WHERE passages_search MATCH :query"
        )
        with self._read() as connection:
            rows = connection.execute(hits, {"query": " OR ".join(wanted)})
            ranked: dict[int, float] = {row.seq: row.rank for row in rows}
            best = sorted(ranked, key=lambda seq: (ranked[seq], seq))
            taken: list[Evidence] = []
            for start in range(0, len(best), 200):
                chunk = best[start : start + 200]
                found = {
                    row["seq"]: row
                    for row in connection.execute(_in_use(on).where(passages.c.seq.in_(chunk))).mappings()
                }
                taken += [codec.to_evidence(found[seq], -ranked[seq]) for seq in chunk if seq in found]
                if len(taken) >= limit:
                    break
        return taken[:limit]


def _in_use(on: dt.date | None) -> Any:
    query = (
        select(*_EVIDENCE)
        .join(documents, documents.c.id == passages.c.document)
        .where(documents.c.retired_at.is_(None))
    )
    if on is not None:
        query = query.where(or_(documents.c.issued.is_(None), documents.c.issued <= codec.day(on)))
    return query


def _add_passage(connection: Connection, document: str, ordinal: int, passage: Passage) -> None:
    row = {"document": document, "ordinal": ordinal, "point": passage.point, "text": passage.text}
    row |= {"heading": passage.heading, "doubtful": passage.doubtful}
    seq = new_seq(connection, passages, row)
    words = unicodedata.normalize("NFC", f"{passage.heading}\n{passage.text}").lower()
    statement = text("INSERT INTO passages_search (rowid, nfc, folded) VALUES (:seq, :nfc, :folded)")
    connection.execute(statement, {"seq": seq, "nfc": words, "folded": folded(words)})


def _link(connection: Connection, new: Document) -> None:
    """Mark what the new paper replaces, and the new paper itself when one that replaces it stands here already."""
    papers = {row["id"]: row for row in connection.execute(_PAPERS).mappings()}
    this = papers[new.id]
    if new.status == "in_force":
        for number in new.supersedes:
            old = _named(number, this, papers.values())
            if old is not None:
                _replace(connection, old, this)
    for other in papers.values():
        replaces = other["status"] == "in_force" and any(
            _key(n) == _key(new.number) for n in codec.unpack(other["supersedes"])
        )
        if new.number and replaces and other["id"] != new.id and _named(new.number, other, papers.values()) is this:
            _replace(connection, this, other)


def _named(number: str, by: RowMapping, papers: Iterable[RowMapping]) -> RowMapping | None:
    """The paper that `by` means by a number: two provinces may use the same one, then the issuer decides."""
    found = [paper for paper in papers if _key(paper["number"]) == _key(number) and paper["id"] != by["id"]]
    same = [paper for paper in found if _key(paper["issuer"]) == _key(by["issuer"])]
    return same[0] if same else found[0] if len(found) == 1 else None


def _key(words: str) -> str:
    # Ð (Icelandic) stands for Đ in many files; spaces and case come and go.
    return re.sub(r"\s+", "", words).casefold().replace("ð", "đ")


def _replace(connection: Connection, old: RowMapping, new: RowMapping) -> None:
    """The old paper holds until the day before the new one takes effect."""
    values = {"status": "superseded", "superseded_by": new["number"] or new["id"]}
    start = codec.to_day(new["effective_from"])
    if start is not None:
        last = codec.day(start - dt.timedelta(days=1))
        values["effective_to"] = min(filter(None, (old["effective_to"], last)))
    connection.execute(update(documents).where(documents.c.id == old["id"]).values(values))
