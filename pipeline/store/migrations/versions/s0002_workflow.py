"""What people do: decisions, corrections and their steps, papers and acts of a referral, what was forgotten. Frozen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _columns(kind: type[sa.types.TypeEngine[Any]], nullable: bool = False) -> Callable[..., list[sa.Column[Any]]]:
    return lambda *names: [sa.Column(name, kind(), nullable=nullable) for name in names]


text, maybe = _columns(sa.Text), _columns(sa.Text, nullable=True)
truth = _columns(sa.Boolean)


def seq() -> sa.Column[int]:
    """The number that orders rows; never given twice."""
    return sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True)


def upgrade() -> None:
    """Add the tables, and to a flag what it is compared by."""
    for name in ("basis", "alarm_key"):
        op.add_column("flags", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "decisions",
        seq(),
        *text("flag"),
        *maybe("kind"),
        *text("reason", "note", "login", "post", "role", "at"),
        sa.Column("takes_back", sa.BigInteger()),
        *text("basis", "alarm_key", "article", "url", "claim", "verdict", "code", "claim_value", "official_value"),
        *text("document", "point", "passage", "policy_version"),
        sqlite_autoincrement=True,
    )
    for column in ("flag", "takes_back", "alarm_key"):
        op.create_index(f"decisions_{column}", "decisions", [column])
    op.create_table(
        "corrections",
        seq(),
        *text("id", "flag", "article", "url", "outlet", "title"),
        *maybe("published_on"),
        *text("claim", "verdict", "code", "claim_value", "official_value", "paper", "document", "point", "passage"),
        *text("origin", "original_form", "form"),
        *truth("urgent"),
        *text("state"),
        *truth("machine"),
        *text("heading", "body", "opened_at", "due_at"),
        *maybe("published_at", "sent_at", "answered_at", "fixed_at"),
        *text("words_before", "words_after"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    for column in ("flag", "state"):
        op.create_index(f"corrections_{column}", "corrections", [column])
    op.create_table(
        "correction_steps",
        seq(),
        sa.Column("correction", sa.Text(), sa.ForeignKey("corrections.id", ondelete="CASCADE"), nullable=False),
        *text("step", "state", "login", "post", "role", "at", "note", "heading", "body"),
        sqlite_autoincrement=True,
    )
    op.create_index("correction_steps_correction", "correction_steps", ["correction"])
    op.create_table(
        "referral_papers",
        seq(),
        *text("article", "url", "outlet", "capture", "ground", "quote", "indicator", "demand", "harmed", "answers"),
        *text("prepared_at"),
        sa.UniqueConstraint("article"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "referral_acts",
        seq(),
        *text("article", "act", "login", "post", "role", "at", "reason", "note"),
        sqlite_autoincrement=True,
    )
    op.create_index("referral_acts_article", "referral_acts", ["article"])
    op.create_table(
        "tombstones",
        seq(),
        *text("kind", "key", "at"),
        sa.UniqueConstraint("kind", "key"),
        sqlite_autoincrement=True,
    )
