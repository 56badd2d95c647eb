"""A refusal's trace: what was asked and turned away stands in the log like what was done (CHARTER rule 8)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from pipeline.store import audit
from pipeline.workflow.posts import Post, Refused


def turned_away(
    connection: Connection, now: dt.datetime, by: Post, action: str, object_id: str, refused: Refused
) -> Refused:
    """Log an attempt inside the caller's transaction and hand its refusal back."""
    audit.append(connection, now, by.actor, action, object_id, reason_code=refused.reason)
    return refused
