"""Which articles tell the same event, which pages were edited, and what changed. Pure: articles in, values out."""

from __future__ import annotations

from pipeline.stories.copies import leaders
from pipeline.stories.duplicates import near_duplicates
from pipeline.stories.events import cluster
from pipeline.stories.versions import Change, difference

__all__ = ["Change", "cluster", "difference", "leaders", "near_duplicates"]
