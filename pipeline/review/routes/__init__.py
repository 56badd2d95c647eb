"""The routes, one file a topic; who may use which stands in access.tsv."""

from __future__ import annotations

from pipeline.review.routes import (
    answers,
    corrections,
    decisions,
    finding,
    letters,
    lists,
    people,
    queue,
    reading,
    referrals,
    session,
    uploads,
)

ROUTERS = (
    session.router,
    people.router,
    queue.router,
    decisions.router,
    corrections.router,
    referrals.router,
    letters.router,
    answers.router,
    uploads.router,
    finding.router,
    lists.router,
    reading.router,
)
