"""Articles, their tags, the stories they belong to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import bindparam, or_, select, update

from pipeline.records import Article, Tags
from pipeline.store import codec
from pipeline.store.room import Room, put
from pipeline.store.tables import articles, checks, tags

BATCH = 500
STAGES = {"tag": tags, "check": checks}


class ArticlesRoom(Room):
    """Articles, tags and stories."""

    def articles(
        self, day: dt.date | None = None, since: dt.date | None = None, ids: Sequence[str] | None = None
    ) -> Iterator[Article]:
        """Every version of every article, in the order they were stored; of one local day, from a day on, or by id."""
        query = select(articles).order_by(articles.c.seq)
        if day is not None:
            query = query.where(articles.c.day == codec.day(day))
        if since is not None:
            query = query.where(articles.c.day >= codec.day(since))
        if ids is not None:
            wanted = list(ids)
            for start in range(0, len(wanted), BATCH):
                yield from self._articles(query.where(articles.c.id.in_(wanted[start : start + BATCH])))
            return
        yield from self._articles(query)

    def _articles(self, query: object) -> Iterator[Article]:
        with self._read() as connection:
            for row in connection.execute(query).mappings():  # type: ignore[call-overload]
                yield codec.to_article(row)

    def articles_without(self, stage: str, version: str) -> list[Article]:
        """Articles that lack this version's output of a stage ("tag" or "check")."""
        table = STAGES[stage]
        joined = articles.outerjoin(table, table.c.article == articles.c.id)
        lacking = or_(table.c.version.is_(None), table.c.version != version)
        return list(self._articles(select(articles).select_from(joined).where(lacking).order_by(articles.c.seq)))

    def save_tags(self, found: Tags) -> None:
        """Keep what the tagger says of an article."""
        with self._write() as connection:
            put(connection, tags, codec.tags_row(found), ["article"])

    def tags(self) -> dict[str, Tags]:
        """Tags by article."""
        with self._read() as connection:
            return {row["article"]: codec.to_tags(row) for row in connection.execute(select(tags)).mappings()}

    def replace_stories(self, stories: Mapping[str, str]) -> None:
        """Say anew which story each article belongs to; articles not named keep theirs."""
        if not stories:
            return
        statement = update(articles).where(articles.c.id == bindparam("article_id")).values(story=bindparam("story_id"))
        with self._write() as connection:
            connection.execute(
                statement, [{"article_id": article, "story_id": story} for article, story in stories.items()]
            )

    def stories(self) -> dict[str, str]:
        """The story of each article."""
        query = select(articles.c.id, articles.c.story).where(articles.c.story.is_not(None)).order_by(articles.c.seq)
        with self._read() as connection:
            return {row.id: row.story for row in connection.execute(query)}
