"""A pass over the day: its stages in order, and what it is handed."""

from pipeline.run.house import Bar, Clock, House, Summary, Watch
from pipeline.run.passing import plan, run
from pipeline.run.reading import article_of

__all__ = ["Bar", "Clock", "House", "Summary", "Watch", "article_of", "plan", "run"]
