"""The routes, one file a topic; who may use which stands in access.tsv."""

from __future__ import annotations

from pipeline.review.routes import decisions, letters, people, queue, reading, session

ROUTERS = (session.router, people.router, queue.router, decisions.router, letters.router, reading.router)
