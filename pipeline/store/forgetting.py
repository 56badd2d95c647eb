"""Forgetting (CHARTER rule 9): by age in each pass, on request at once, and again after a restore.

What was forgotten on request leaves tombstones: ids and hashes, never words. A restored backup is older than they are,
so they are replayed over it (`bury`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select, text, update

from pipeline.store import audit, codec, opening
from pipeline.store.captures import unseal
from pipeline.store.room import Room, put
from pipeline.store.search import erase_articles
from pipeline.store.tables import (
    answers,
    articles,
    captures,
    checks,
    claims,
    correction_steps,
    corrections,
    decisions,
    documents,
    flags,
    health,
    inquiries,
    matches,
    pages,
    passages,
    passes,
    readings,
    referral_acts,
    referral_papers,
    referrals,
    replies,
    stages,
    tombstones,
)

Kind = Literal[
    "article", "page", "passage", "document", "claim", "decision", "correction", "reply", "answer", "inquiry"
]  # fmt: skip
CAPTURES_KEPT: Final = dt.timedelta(days=90)
PAIRS_KEPT: Final = dt.timedelta(days=2 * 365)
AUDIT_KEPT: Final = dt.timedelta(days=5 * 365)
ERASED: Final = "[đã xóa theo yêu cầu]"
_DECISION_WORDS = ("note", "url", "claim", "claim_value", "official_value", "passage")
_CORRECTION_WORDS = (
    *("url", "title", "claim", "claim_value", "official_value", "passage", "heading", "body"),
    *("words_before", "words_after"),
)
_STEP_WORDS = ("note", "heading", "body")
_WRITTEN: Final[dict[Kind, tuple[Table, tuple[str, ...]]]] = {
    "reply": (replies, ("unit", "note")),
    "answer": (answers, ("question", "answer")),
    "inquiry": (inquiries, ("about", "unit", "note")),
}
"""what people wrote in rows of their own: the row stays, its words go"""
_MATCH_WORDS = ("evidence", "differences", "explanation")
_PAPER_WORDS = ("quote", "indicator", "answers")


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What was forgotten: `key` is an id, a row's number, or the SHA-256 of an address."""

    kind: Kind
    key: str
    at: dt.datetime


class ForgettingRoom(Room):
    """Retention, erasing, tombstones."""

    def prune(self, now: dt.datetime) -> dict[str, int]:
        """Drop what is older than the charter allows; returns counts by name."""
        captures_before, pairs_before = codec.moment(now - CAPTURES_KEPT), codec.moment(now - PAIRS_KEPT)
        with self._write() as connection:
            old = select(articles.c.id).where(articles.c.first_seen < pairs_before)
            conditions: dict[str, tuple[Table, ColumnElement[bool]]] = {
                "captures": (captures, captures.c.fetched_at < captures_before),
                "flags": (flags, flags.c.article.in_(old)),
                "referrals": (referrals, referrals.c.article.in_(old)),
                "referral_papers": (referral_papers, referral_papers.c.article.in_(old)),
                "readings": (readings, readings.c.article.in_(old)),
                "decisions": (decisions, decisions.c.at < pairs_before),
                "corrections": (corrections, corrections.c.opened_at < pairs_before),
                "referral_acts": (referral_acts, referral_acts.c.at < pairs_before),
                "answers": (answers, answers.c.at < pairs_before),
                "inquiries": (inquiries, inquiries.c.at < pairs_before),
                "tombstones": (tombstones, tombstones.c.at < codec.moment(now - AUDIT_KEPT)),
            }
            counts = {
                name: connection.execute(delete(table).where(condition)).rowcount
                for name, (table, condition) in conditions.items()
            }
            counts["articles"] = erase_articles(connection, articles.c.first_seen < pairs_before)
            gone = select(passes.c.seq).where(passes.c.started_at < pairs_before)
            connection.execute(delete(stages).where(stages.c.pass_seq.in_(gone)))
            connection.execute(delete(health).where(health.c.at < captures_before))
            connection.execute(
                delete(pages).where(pages.c.first_seen < pairs_before, pages.c.url.not_in(select(articles.c.url)))
            )
            counts["audit"] = audit.forget_before(connection, now, now - AUDIT_KEPT)
            if self.file is not None:
                counts["backups"] = opening.drop_backups(self.file, now - CAPTURES_KEPT)
            counts = {name: number for name, number in counts.items() if number} | {
                name: counts[name] for name in ("captures", "articles", "audit")
            }
            if any(counts.values()):
                audit.append(connection, now, "pipeline", "store.prune", "store", decision=codec.pack(counts))
        return counts

    def forget(self, *, url: str | None = None, words: str | None = None, actor: str = "analyst") -> int:
        """Erase a page with everything made of it, or everything that holds these words.

        Returns how many articles, captures, passages, decisions and corrections lost their words. The trace holds a
        hash of what was asked, not the words. Copies made before upgrades go too: they hold the words in the open.
        """
        needle = url or words or ""
        if not needle.strip():
            raise ValueError("nothing to forget was named")
        now = self.clock()
        with self._write() as connection:
            if url is not None:
                known = select(pages.c.url).where(or_(pages.c.announced == url, pages.c.url == url))
                urls = {url, *connection.scalars(known)}
                ids = list(connection.scalars(select(articles.c.id).where(articles.c.url.in_(urls))))
            else:
                held = _holds(articles, ("text", "title"), needle)
                ids = list(connection.scalars(select(articles.c.id).where(held)))
                urls = set(connection.scalars(select(articles.c.url).where(held)))
                urls |= set(connection.scalars(select(pages.c.url).where(_holds(pages, ("title",), needle))))
            count, graves = _erase_pages(connection, ids, urls)
            count += _erase_announcements(connection, urls, needle)
            if words is not None:
                found, more = _erase_words(connection, needle)
                count, graves = count + found, graves | more
            at = codec.moment(now)
            rows = [{"kind": kind, "key": key, "at": at} for kind, key in sorted(graves)]
            put(connection, tombstones, rows, ["kind", "key"])
            asked = audit.digest(needle)
            what = "url" if url is not None else "text"
            audit.append(connection, now, actor, "store.forget", what, input_sha256=asked, decision=str(count))
        self._after_erasing()
        if self.file is not None:
            opening.drop_backups(self.file)
        return count

    def tombstones(self) -> list[Tombstone]:
        """Everything forgotten on request, oldest first."""
        with self._read() as connection:
            rows = connection.execute(select(tombstones).order_by(tombstones.c.seq)).mappings()
            return [Tombstone(row["kind"], row["key"], codec.to_moment(row["at"])) for row in rows]  # type: ignore[arg-type]

    def bury(self, graves: Iterable[Tombstone], actor: str = "pipeline") -> int:
        """Forget again what was forgotten before, in a store restored from an older copy; returns how many rows went."""
        told = {(grave.kind, grave.key): grave for grave in graves}
        keys = {kind: {key for found, key in told if found == kind} for kind, _ in told}
        with self._write() as connection:
            names = keys.get("page", set())
            every = {*connection.scalars(select(pages.c.url)), *connection.scalars(select(articles.c.url))}
            every |= set(connection.scalars(select(captures.c.page_url).distinct()))
            urls = {url for url in every if audit.digest(url) in names}
            wanted = or_(articles.c.id.in_(keys.get("article", set())), articles.c.url.in_(urls))
            ids = list(connection.scalars(select(articles.c.id).where(wanted)))
            count, _ = _erase_pages(connection, ids, urls)
            seqs = {
                row.seq
                for row in connection.execute(select(passages.c.seq, passages.c.document, passages.c.ordinal))
                if f"{row.document}:{row.ordinal}" in keys.get("passage", set())
            }
            count += _erase_passages(connection, sorted(seqs), keys.get("document", set()))
            _erase_claims(connection, keys.get("claim", set()))
            count += _blank_decisions(
                connection, decisions.c.seq.in_({int(key) for key in keys.get("decision", set())})
            )
            count += _blank_corrections(connection, corrections.c.id.in_(keys.get("correction", set())))
            for kind, (table, columns) in _WRITTEN.items():
                seqs_of = {int(key) for key in keys.get(kind, set())}
                count += _blank(connection, table, columns, table.c.seq.in_(seqs_of))
            rows = [{"kind": one.kind, "key": one.key, "at": codec.moment(one.at)} for one in told.values()]
            put(connection, tombstones, rows, ["kind", "key"])
            audit.append(connection, self.clock(), actor, "store.bury", "store", decision=str(count))
        self._after_erasing()
        return count

    def _after_erasing(self) -> None:
        with self.engine.connect() as connection:
            # The journal still holds the old pages; a pragma cannot run inside the transaction SQLAlchemy opens.
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


Graves = set[tuple[str, str]]


def _holds(table: Table, columns: Iterable[str], needle: str) -> ColumnElement[bool]:
    return or_(*(table.c[name].contains(needle, autoescape=True) for name in columns))


def _erase_pages(connection: Connection, ids: Sequence[str], urls: set[str]) -> tuple[int, Graves]:
    """A page with everything made of it; its address stays as one never to be asked for again."""
    graves: Graves = {("article", one) for one in ids} | {("page", audit.digest(url)) for url in urls}
    made = or_(decisions.c.article.in_(ids), decisions.c.url.in_(urls))
    graves |= {("decision", str(seq)) for seq in connection.scalars(select(decisions.c.seq).where(made))}
    written = or_(corrections.c.article.in_(ids), corrections.c.url.in_(urls))
    graves |= {("correction", key) for key in connection.scalars(select(corrections.c.id).where(written))}
    _blank_decisions(connection, made)
    _blank_corrections(connection, written)
    asked = answers.c.article.in_(ids)
    graves |= {("answer", str(seq)) for seq in connection.scalars(select(answers.c.seq).where(asked))}
    _blank(connection, answers, _WRITTEN["answer"][1], asked)
    count = connection.execute(delete(captures).where(captures.c.page_url.in_(urls))).rowcount
    for table in (flags, referrals, referral_papers, claims):
        connection.execute(delete(table).where(table.c.article.in_(ids)))
    connection.execute(delete(readings).where(readings.c.page_url.in_(urls)))
    count += erase_articles(connection, articles.c.id.in_(ids))
    blank = {"title": "", "content_sha": None, "due": None, "outcome": "forgotten", "reason": None, "guid": None}
    connection.execute(update(pages).where(pages.c.url.in_(urls)).values(blank))
    return count, graves


def _erase_announcements(connection: Connection, urls: set[str], needle: str) -> int:
    """Captured feeds and lists of the same sources that carry the words or the address."""
    sources = set(connection.scalars(select(pages.c.source).where(pages.c.url.in_(urls))))
    found = {needle.encode(), needle.replace("&", "&amp;").encode(), *(url.encode() for url in urls)}
    query = select(captures.c.seq, captures.c.body).where(captures.c.source.in_(sources), captures.c.role != "page")
    seqs = [
        row.seq
        for row in connection.execute(query).all()
        if (body := unseal(row.body)) and any(n in body for n in found)
    ]
    connection.execute(update(health).where(_holds(health, ("titles",), needle)).values(titles="[]"))
    return connection.execute(delete(captures).where(captures.c.seq.in_(seqs))).rowcount


def _erase_words(connection: Connection, needle: str) -> tuple[int, Graves]:
    """Passages that hold the words, and what people wrote with them."""
    held = connection.execute(select(passages).where(_holds(passages, ("text", "heading"), needle))).mappings().all()
    owners = {row["document"] for row in held}
    graves: Graves = {("passage", f"{row['document']}:{row['ordinal']}") for row in held}
    graves |= {("document", owner) for owner in owners}
    count = _erase_passages(connection, [row["seq"] for row in held], owners)
    compared = _holds(claims, ("text", "resolved"), needle) | _holds(matches, _MATCH_WORDS, needle)
    query = select(claims.c.id).outerjoin(matches, matches.c.claim == claims.c.id).where(compared)
    said = set(connection.scalars(query))
    _erase_claims(connection, said)
    graves |= {("claim", key) for key in said}
    made = _holds(decisions, _DECISION_WORDS, needle)
    graves |= {("decision", str(seq)) for seq in connection.scalars(select(decisions.c.seq).where(made))}
    steps = select(correction_steps.c.correction).where(_holds(correction_steps, _STEP_WORDS, needle))
    written = or_(_holds(corrections, _CORRECTION_WORDS, needle), corrections.c.id.in_(steps))
    graves |= {("correction", key) for key in connection.scalars(select(corrections.c.id).where(written))}
    count += _blank_decisions(connection, made) + _blank_corrections(connection, written)
    for kind, (table, names) in _WRITTEN.items():
        told = _holds(table, names, needle)
        graves |= {(kind, str(seq)) for seq in connection.scalars(select(table.c.seq).where(told))}
        count += _blank(connection, table, names, told)
    notes = _holds(referral_acts, ("note",), needle)
    connection.execute(update(referral_acts).where(notes).values(note=ERASED))
    connection.execute(delete(referral_papers).where(_holds(referral_papers, _PAPER_WORDS, needle)))
    return count, graves


def _erase_passages(connection: Connection, seqs: Sequence[int], owners: set[str]) -> int:
    for seq in seqs:
        connection.execute(text("DELETE FROM passages_search WHERE rowid = :seq"), {"seq": seq})
    count = connection.execute(delete(passages).where(passages.c.seq.in_(seqs))).rowcount
    connection.execute(update(documents).where(documents.c.id.in_(owners)).values(data=b""))
    if seqs:  # FTS5 keeps the words of deleted rows until its segments are merged
        connection.execute(text("INSERT INTO passages_search (passages_search) VALUES ('optimize')"))
    return count


def _erase_claims(connection: Connection, keys: set[str]) -> None:
    """Claims with their matches, which quote the passage as it was compared; the next check makes them anew."""
    connection.execute(delete(flags).where(flags.c.claim.in_(keys)))
    owners = select(claims.c.article).where(claims.c.id.in_(keys))
    connection.execute(delete(checks).where(checks.c.article.in_(owners)))
    connection.execute(delete(claims).where(claims.c.id.in_(keys)))


def _blank_decisions(connection: Connection, wanted: ColumnElement[bool]) -> int:
    """That it was decided stays, for the counts; the words go."""
    blank = dict.fromkeys(_DECISION_WORDS, "")
    return connection.execute(update(decisions).where(wanted).values(blank)).rowcount


def _blank(connection: Connection, table: Table, names: Iterable[str], wanted: ColumnElement[bool]) -> int:
    return connection.execute(update(table).where(wanted).values(dict.fromkeys(names, ERASED))).rowcount


def _blank_corrections(connection: Connection, wanted: ColumnElement[bool]) -> int:
    ids = list(connection.scalars(select(corrections.c.id).where(wanted)))
    blank = dict.fromkeys(_STEP_WORDS, ERASED)
    connection.execute(update(correction_steps).where(correction_steps.c.correction.in_(ids)).values(blank))
    words = dict.fromkeys(_CORRECTION_WORDS, "") | {"heading": ERASED, "body": ERASED}
    return connection.execute(update(corrections).where(corrections.c.id.in_(ids)).values(words)).rowcount


def ledger_line(grave: Tombstone) -> str:
    """A tombstone as a line of the ledger file that lies beside the backups."""
    return codec.pack({"kind": grave.kind, "key": grave.key, "at": codec.moment(grave.at)})
