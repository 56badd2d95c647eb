"""The first tables, the search index, and the guards of the audit log. Frozen: later forms are later steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _columns(kind: type[sa.types.TypeEngine[Any]], nullable: bool = False) -> Callable[..., list[sa.Column[Any]]]:
    return lambda *names: [sa.Column(name, kind(), nullable=nullable) for name in names]


text, maybe = _columns(sa.Text), _columns(sa.Text, nullable=True)
whole, big, truth, raw = _columns(sa.Integer), _columns(sa.BigInteger), _columns(sa.Boolean), _columns(sa.LargeBinary)
real, maybe_real = _columns(sa.Float), _columns(sa.Float, nullable=True)


def seq() -> sa.Column[int]:
    """The number that orders rows; never given twice."""
    return sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True)


def upgrade() -> None:
    """Create everything."""
    op.create_table(
        "addresses",
        seq(),
        *text("url", "source", "kind", "state"),
        sa.UniqueConstraint("url"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "articles",
        seq(),
        *text("id", "source", "outlet", "url", "title"),
        *maybe("published", "updated"),
        *text("text", "first_seen"),
        *whole("version"),
        *maybe("capture"),
        *text("language"),
        *truth("incomplete"),
        *maybe("published_origin"),
        *text("day"),
        *maybe("story"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("articles_day", "articles", ["day"])
    op.create_index("articles_url", "articles", ["url"])
    op.create_table(
        "audit",
        seq(),
        *text(
            "ts",
            "actor_role_id",
            "action",
            "object_id",
            "policy_version",
            "model_version",
            "input_sha256",
            "decision",
            "reason_code",
            "prev_hash",
            "hash",
        ),
        sa.UniqueConstraint("hash"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "captures",
        seq(),
        *text("sha256", "page_url", "role", "source", "url", "final_url"),
        *whole("status"),
        *text("headers", "fetched_at"),
        *raw("body"),
        sa.UniqueConstraint("page_url", "sha256", "role"),
        sqlite_autoincrement=True,
    )
    op.create_index("captures_fetched_at", "captures", ["fetched_at"])
    op.create_table(
        "documents",
        seq(),
        *text("id", "kind", "number", "issuer", "title"),
        *maybe("issued", "effective_from", "effective_to"),
        *text("status", "places", "supersedes", "file"),
        *maybe("superseded_by"),
        *text("warnings"),
        *raw("data"),
        *text("added_at"),
        *maybe("retired_at"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "flags",
        seq(),
        *text("id", "lane", "article", "claim", "verdict", "code"),
        *real("score"),
        *text("first_seen"),
        *maybe("closed_at"),
        *text("version"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "health",
        seq(),
        *big("pass_seq"),
        *text("source", "url", "kind", "status"),
        *maybe("reason"),
        *whole("entries"),
        *text("titles", "at"),
        sa.UniqueConstraint("pass_seq", "url"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "pages",
        seq(),
        *text("url", "source", "announced", "title"),
        *maybe("published", "updated", "guid", "content_sha"),
        *text("first_seen", "outcome"),
        *maybe("reason"),
        *whole("attempts", "looks", "idle_looks"),
        *maybe("due", "etag", "last_modified"),
        sa.UniqueConstraint("url"),
        sqlite_autoincrement=True,
    )
    op.create_index("pages_due", "pages", ["due"])
    op.create_table(
        "passes",
        seq(),
        *text("started_at"),
        *maybe("finished_at", "day"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "readings",
        seq(),
        *text("page_url", "capture", "version"),
        *maybe("article", "reason"),
        sa.UniqueConstraint("page_url", "capture"),
        sqlite_autoincrement=True,
    )
    op.create_index("readings_article", "readings", ["article"])
    op.create_table(
        "referrals",
        seq(),
        *text("article", "url", "ground", "state", "proposed_at"),
        sa.UniqueConstraint("article"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "stages",
        seq(),
        *big("pass_seq"),
        *text("stage"),
        *whole("items_in", "items_out"),
        *real("seconds"),
        *text("problems"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "announced",
        sa.Column("page_url", sa.Text(), sa.ForeignKey("pages.url", ondelete="CASCADE"), nullable=False),
        *text("address", "signature"),
        sa.PrimaryKeyConstraint("page_url", "address"),
    )
    op.create_table(
        "checks",
        sa.Column("article", sa.Text(), sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
        *text("version"),
        sa.PrimaryKeyConstraint("article"),
    )
    op.create_table(
        "claims",
        seq(),
        *text("id"),
        sa.Column("article", sa.Text(), sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
        *text("text"),
        *whole("start"),
        *text("resolved"),
        *maybe("date"),
        *text("places"),
        *maybe("topic"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("claims_article", "claims", ["article"])
    op.create_table(
        "passages",
        seq(),
        sa.Column("document", sa.Text(), sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
        *whole("ordinal"),
        *text("point", "text", "heading"),
        *truth("doubtful"),
        sa.UniqueConstraint("document", "ordinal"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tags",
        sa.Column("article", sa.Text(), sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
        *text("item_type"),
        *truth("protected"),
        *text("topic", "places", "sentiment"),
        *truth("about_local_policy"),
        *maybe("ground"),
        *text("language", "version"),
        sa.PrimaryKeyConstraint("article"),
    )
    op.create_table(
        "matches",
        sa.Column("claim", sa.Text(), sa.ForeignKey("claims.id", ondelete="CASCADE"), nullable=False),
        *text("verdict"),
        *maybe("evidence"),
        *text("differences", "explanation"),
        *maybe_real("confidence"),
        *text("aligned"),
        *maybe("why_silent"),
        sa.PrimaryKeyConstraint("claim"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            'CREATE VIRTUAL TABLE passages_search USING fts5(nfc, folded, tokenize="unicode61 remove_diacritics 0")'
        )
        for verb in ("UPDATE", "DELETE"):
            refuse = "SELECT RAISE(ABORT, 'the audit log is append-only')"
            op.execute(f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit BEGIN {refuse}; END")
