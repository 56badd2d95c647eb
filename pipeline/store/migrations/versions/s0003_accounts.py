"""Accounts of duty posts, their sessions, the login throttle, who answers a complaint, the index that finds articles."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

from pipeline.store.migrations.versions.s0001_first import maybe, seq, text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables; articles that are there already become findable."""
    op.create_table(
        "accounts",
        seq(),
        *text("id", "login", "post", "role"),
        *maybe("password_hash", "code_hash", "code_until"),
        *text("created_at"),
        *maybe("disabled_at"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("login"),
        sa.UniqueConstraint("post"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sessions",
        seq(),
        *text("token_hash"),
        sa.Column("duty", sa.Text(), sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        *text("opened_at", "seen_at"),
        sa.UniqueConstraint("token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("sessions_duty", "sessions", ["duty"])
    op.create_table("login_tries", seq(), *text("key_hash", "at"), sqlite_autoincrement=True)
    op.create_index("login_tries_key_hash", "login_tries", ["key_hash"])
    op.create_table(
        "replies",
        seq(),
        sa.Column("article", sa.Text(), sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
        *text("unit", "due"),
        sa.Column("answered", sa.Boolean(), nullable=False),
        *text("note", "post", "role", "at"),
        sqlite_autoincrement=True,
    )
    op.create_index("replies_article", "replies", ["article"])
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    op.execute('CREATE VIRTUAL TABLE articles_search USING fts5(folded, tokenize="unicode61 remove_diacritics 0")')
    add = sa.text("INSERT INTO articles_search (rowid, folded) VALUES (:seq, :folded)")
    for number in connection.scalars(sa.text("SELECT seq FROM articles ORDER BY seq")).all():
        row = connection.execute(sa.text("SELECT title, text FROM articles WHERE seq = :seq"), {"seq": number}).one()
        connection.execute(add, {"seq": number, "folded": _folded(f"{row.title}\n{row.text}")})


def _folded(words: str) -> str:
    parts = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    return "".join(letter for letter in parts if unicodedata.category(letter) != "Mn")
