"""Indexes for the pages: the queue in its order, the articles of a story."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the indexes."""
    op.create_index("articles_story", "articles", ["story"])
    op.create_index("flags_queue", "flags", ["closed_at", "lane", "score", "id"])
