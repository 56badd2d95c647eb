"""Which report left by which way, and what still waits to be sent. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store.migrations.versions.s0001_first import maybe, seq, text, whole

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "deliveries",
        seq(),
        *text("report", "day", "channel", "files", "state"),
        *maybe("reason"),
        *whole("tries"),
        *text("at"),
        sa.UniqueConstraint("report", "day", "channel"),
        sqlite_autoincrement=True,
    )
