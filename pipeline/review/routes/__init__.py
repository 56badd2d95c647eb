"""The routes, one file a topic; who may use which stands in access.tsv."""

from __future__ import annotations

from pipeline.review.routes import people, reading, session

ROUTERS = (session.router, people.router, reading.router)
