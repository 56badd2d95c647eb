"""Records to column values and back: moments and days as text, tuples as JSON. No queries here."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from sqlalchemy import RowMapping

from pipeline.records import (
    AddressState,
    Article,
    Capture,
    Claim,
    Difference,
    Document,
    Entry,
    Evidence,
    Flag,
    Health,
    Match,
    Passage,
    Referral,
    Stamp,
    Tags,
)

Row = Mapping[str, Any] | RowMapping
T = TypeVar("T")


def moment(value: dt.datetime | None) -> str | None:
    """An aware moment as UTC text whose order is time order. Raises ValueError on a naive one."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a stored moment must know its zone")
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds")


def day(value: dt.date | None) -> str | None:
    """A day as `YYYY-MM-DD`."""
    return value.isoformat() if value else None


def to_moment(value: str | None) -> dt.datetime | None:
    """The moment of a column."""
    return dt.datetime.fromisoformat(value) if value else None


def to_day(value: str | None) -> dt.date | None:
    """The day of a column."""
    return dt.date.fromisoformat(value) if value else None


def pack(value: object) -> str:
    """A compound value as JSON text, always the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    text = (
        moment(value) if isinstance(value, dt.datetime) else value.isoformat() if isinstance(value, dt.date) else None
    )
    if text is None:
        raise TypeError(f"no JSON form for {type(value).__name__}")
    return text


def unpack(text: str | None) -> Any:
    """The value of a JSON column, lists as tuples all the way down."""
    return _tuples(json.loads(text)) if text else None


def _tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_tuples(one) for one in value)
    return value


def known(cls: type[T], row: Row) -> dict[str, Any]:
    """The columns of a row that are fields of a record: an older or newer store may have others."""
    return {field.name: row[field.name] for field in fields(cls) if field.name in row}  # type: ignore[arg-type]


def stamp_text(stamp: Stamp | None) -> str | None:
    """A stamp as JSON."""
    return pack(asdict(stamp)) if stamp else None


def to_stamp(text: str | None) -> Stamp | None:
    """The stamp of a JSON column."""
    row = json.loads(text) if text else None
    return Stamp(**{**row, "at": dt.datetime.fromisoformat(row["at"])}) if row else None


def state_text(state: AddressState) -> str:
    """An address's memory as JSON."""
    return pack(asdict(state))


_STATE_MOMENTS = tuple(field.name for field in fields(AddressState) if "datetime" in str(field.type))


def to_state(text: str) -> AddressState:
    """The memory of an address."""
    row = {key: _tuples(value) for key, value in known(AddressState, json.loads(text)).items()}
    for key in _STATE_MOMENTS:
        row[key] = to_moment(row.get(key))
    return AddressState(**row)


def health_row(health: Health) -> dict[str, Any]:
    """Columns of a health line."""
    return {**asdict(health), "titles": pack(health.titles), "at": moment(health.at)}


def to_health(row: Row) -> Health:
    """A health line."""
    return Health(**{**known(Health, row), "titles": unpack(row["titles"]), "at": to_moment(row["at"])})


def to_entry(row: Row, content: str | None) -> Entry:
    """The entry that announced a page; its full text lies sealed in a capture."""
    return Entry(
        source=row["source"],
        url=row["announced"],
        title=row["title"],
        published=to_stamp(row["published"]),
        updated=to_stamp(row["updated"]),
        guid=row["guid"],
        content=content,
    )


def to_capture(row: Row, body: bytes) -> Capture:
    """A capture with its body opened."""
    return Capture(
        **{
            **known(Capture, row),
            "headers": unpack(row["headers"]),
            "fetched_at": to_moment(row["fetched_at"]),
            "body": body,
        }
    )


def article_row(article: Article) -> dict[str, Any]:
    """Columns of an article."""
    times = {name: moment(getattr(article, name)) for name in ("published", "updated", "first_seen")}
    return {**asdict(article), **times}


def to_article(row: Row) -> Article:
    """An article."""
    times = {name: to_moment(row[name]) for name in ("published", "updated", "first_seen")}
    return Article(**{**known(Article, row), **times})


def tags_row(tags: Tags) -> dict[str, Any]:
    """Columns of an article's tags."""
    return {**asdict(tags), "places": pack(tags.places)}


def to_tags(row: Row) -> Tags:
    """An article's tags."""
    return Tags(**{**known(Tags, row), "places": unpack(row["places"])})


_DOCUMENT_DAYS = ("issued", "effective_from", "effective_to")
_DOCUMENT_LISTS = ("places", "supersedes", "warnings")


def document_row(document: Document) -> dict[str, Any]:
    """Columns of a document, without its passages."""
    row = {name: getattr(document, name) for name in (field.name for field in fields(Document)) if name != "passages"}
    row |= {name: day(row[name]) for name in _DOCUMENT_DAYS}
    return row | {name: pack(row[name]) for name in _DOCUMENT_LISTS}


def to_document(row: Row, passages: tuple[Passage, ...]) -> Document:
    """A document with its passages."""
    values = known(Document, row)
    values |= {name: to_day(row[name]) for name in _DOCUMENT_DAYS}
    values |= {name: unpack(row[name]) for name in _DOCUMENT_LISTS}
    return Document(**{**values, "passages": passages})


def to_passage(row: Row) -> Passage:
    """A passage."""
    return Passage(**known(Passage, row))


def to_evidence(row: Row, score: float = 0.0) -> Evidence:
    """A passage row joined with its document's columns."""
    values = known(Evidence, row) | {name: to_day(row[name]) for name in _DOCUMENT_DAYS}
    return Evidence(**{**values, "passage": row["text"], "places": unpack(row["places"]), "score": score})


def claim_row(claim: Claim) -> dict[str, Any]:
    """Columns of a claim."""
    return {**asdict(claim), "date": day(claim.date), "places": pack(claim.places)}


def to_claim(row: Row) -> Claim:
    """A claim."""
    return Claim(**{**known(Claim, row), "date": to_day(row["date"]), "places": unpack(row["places"])})


def match_row(match: Match) -> dict[str, Any]:
    """Columns of a match. The evidence is kept as it was compared, whatever happens to the document later."""
    return {
        "claim": match.claim,
        "verdict": match.verdict,
        "evidence": pack(asdict(match.evidence)) if match.evidence else None,
        "differences": pack([asdict(difference) for difference in match.differences]),
        "explanation": match.explanation,
        "confidence": match.confidence,
        "aligned": pack(match.aligned),
        "why_silent": match.why_silent,
    }


def to_match(row: Row) -> Match:
    """A match."""
    evidence = json.loads(row["evidence"]) if row["evidence"] else None
    if evidence:
        evidence |= {name: to_day(evidence[name]) for name in _DOCUMENT_DAYS} | {"places": tuple(evidence["places"])}
    differences = tuple(
        Difference(**{key: _tuples(value) for key, value in one.items()}) for one in json.loads(row["differences"])
    )
    return Match(
        claim=row["claim"],
        verdict=row["verdict"],
        evidence=Evidence(**evidence) if evidence else None,
        differences=differences,
        explanation=row["explanation"],
        confidence=row["confidence"],
        aligned=unpack(row["aligned"]),
        why_silent=row["why_silent"],
    )


def to_flag(row: Row) -> Flag:
    """A flag."""
    return Flag(**{**known(Flag, row), "first_seen": to_moment(row["first_seen"])})


def to_referral(row: Row) -> Referral:
    """A referral proposal."""
    return Referral(**known(Referral, row))
