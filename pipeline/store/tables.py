"""The tables. Rows are keyed by content hash or address; `seq` orders them, never a clock. No column can hold a person.

Portable SQL: text, integer, real, boolean and bytes only. Moments are ISO 8601 text in UTC with microseconds, so that
text order is time order; days are `YYYY-MM-DD`. Compound values are JSON text (codec.py).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()
_SEQ = BigInteger().with_variant(Integer, "sqlite")


def _seq() -> Column[int]:
    return Column("seq", _SEQ, primary_key=True, autoincrement=True)


def _table(name: str, *columns: Column[object] | UniqueConstraint | Index) -> Table:
    return Table(name, metadata, _seq(), *columns, sqlite_autoincrement=True)


addresses = _table(
    "addresses",
    Column("url", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
)
health = _table(
    "health",
    Column("pass_seq", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text),
    Column("entries", Integer, nullable=False),
    Column("titles", Text, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("pass_seq", "url"),
)
pages = _table(
    "pages",
    Column("url", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("announced", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published", Text),
    Column("updated", Text),
    Column("guid", Text),
    Column("content_sha", Text),
    Column("first_seen", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    Column("attempts", Integer, nullable=False),
    Column("looks", Integer, nullable=False),
    Column("idle_looks", Integer, nullable=False),
    Column("due", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Index("pages_due", "due"),
)
announced = Table(
    "announced",
    metadata,
    Column("page_url", Text, ForeignKey("pages.url", ondelete="CASCADE"), primary_key=True),
    Column("address", Text, primary_key=True),
    Column("signature", Text, nullable=False),
)
captures = _table(
    "captures",
    Column("sha256", Text, nullable=False),
    Column("page_url", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("final_url", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False),
    Column("fetched_at", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("page_url", "sha256", "role"),
    Index("captures_fetched_at", "fetched_at"),
)
readings = _table(
    "readings",
    Column("page_url", Text, nullable=False),
    Column("capture", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("article", Text),
    Column("reason", Text),
    UniqueConstraint("page_url", "capture"),
    Index("readings_article", "article"),
)
articles = _table(
    "articles",
    Column("id", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published", Text),
    Column("updated", Text),
    Column("text", Text, nullable=False),
    Column("first_seen", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("capture", Text),
    Column("language", Text, nullable=False),
    Column("incomplete", Boolean, nullable=False),
    Column("published_origin", Text),
    Column("day", Text, nullable=False),
    Column("story", Text),
    Index("articles_day", "day"),
    Index("articles_url", "url"),
)
tags = Table(
    "tags",
    metadata,
    Column("article", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("item_type", Text, nullable=False),
    Column("protected", Boolean, nullable=False),
    Column("topic", Text, nullable=False),
    Column("places", Text, nullable=False),
    Column("sentiment", Text, nullable=False),
    Column("about_local_policy", Boolean, nullable=False),
    Column("ground", Text),
    Column("language", Text, nullable=False),
    Column("version", Text, nullable=False),
)
documents = _table(
    "documents",
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("issued", Text),
    Column("effective_from", Text),
    Column("effective_to", Text),
    Column("status", Text, nullable=False),
    Column("places", Text, nullable=False),
    Column("supersedes", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("superseded_by", Text),
    Column("warnings", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("added_at", Text, nullable=False),
    Column("retired_at", Text),
)
passages = _table(
    "passages",
    Column("document", Text, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("point", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("doubtful", Boolean, nullable=False),
    UniqueConstraint("document", "ordinal"),
)
checks = Table(
    "checks",
    metadata,
    Column("article", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Text, nullable=False),
)
claims = _table(
    "claims",
    Column("id", Text, nullable=False, unique=True),
    Column("article", Text, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("resolved", Text, nullable=False),
    Column("date", Text),
    Column("places", Text, nullable=False),
    Column("topic", Text),
    Index("claims_article", "article"),
)
matches = Table(
    "matches",
    metadata,
    Column("claim", Text, ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("evidence", Text),
    Column("differences", Text, nullable=False),
    Column("explanation", Text, nullable=False),
    Column("confidence", Float),
    Column("aligned", Text, nullable=False),
    Column("why_silent", Text),
)
flags = _table(
    "flags",
    Column("id", Text, nullable=False, unique=True),
    Column("lane", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("claim", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("first_seen", Text, nullable=False),
    Column("closed_at", Text),
    Column("version", Text, nullable=False),
)
referrals = _table(
    "referrals",
    Column("article", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_at", Text, nullable=False),
)
passes = _table(
    "passes",
    Column("started_at", Text, nullable=False),
    Column("finished_at", Text),
    Column("day", Text),
)
stages = _table(
    "stages",
    Column("pass_seq", BigInteger, nullable=False),
    Column("stage", Text, nullable=False),
    Column("items_in", Integer, nullable=False),
    Column("items_out", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("problems", Text, nullable=False),
)
audit = _table(
    "audit",
    Column("ts", Text, nullable=False),
    Column("actor_role_id", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("model_version", Text, nullable=False),
    Column("input_sha256", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("reason_code", Text, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
)
