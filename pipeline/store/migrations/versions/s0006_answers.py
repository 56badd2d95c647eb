"""Answers to what residents ask, for the public page; what outlets asked the office, with its day. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store.migrations.versions.s0001_first import seq, text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "answers",
        seq(),
        *text("key", "article", "topic", "question", "answer", "document", "point", "state", "post", "role", "at"),
        sqlite_autoincrement=True,
    )
    op.create_index("answers_key", "answers", ["key"])
    op.create_table(
        "inquiries",
        seq(),
        *text("key", "outlet", "about", "received", "due", "unit"),
        sa.Column("answered", sa.Boolean, nullable=False),
        *text("note", "post", "role", "at"),
        sqlite_autoincrement=True,
    )
    op.create_index("inquiries_key", "inquiries", ["key"])
