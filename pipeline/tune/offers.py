"""Official papers that watched portals published: each offered to the document store, a new version by its number. Pure.

Nothing is taken in by itself: a person looks at the file and adds it (`documents add`), because what is compared
against must be what the office stands for.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pipeline.extract import document as reader
from pipeline.fetch import canonical
from pipeline.fetch.documents import paper
from pipeline.language.places import Gazetteer
from pipeline.records import Capture, Document, Source


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper the store does not hold. `version_of` is the number of a held paper that it seems to be a version of."""

    source: str
    url: str
    seen: dt.datetime
    sha256: str
    file: str
    number: str
    title: str
    version_of: str | None = None
    unread: str | None = None
    """why the reader made nothing of it (Vietnamese), when it did not"""


def offers(
    pages: Iterable[Capture], sources: Iterable[Source], held: Iterable[Document], gazetteer: Gazetteer
) -> Iterator[Offer]:
    """What official portals published and the store lacks, newest first, each file and each address once.

    Files (PDF, DOCX, DOC) of any page of a portal count; a web page only where the source list watches it by itself.
    """
    watched = {canonical(url) for source in sources for url in source.pages}
    papers = list(held)
    have, numbers = {one.id for one in papers}, {one.number for one in papers if one.number}
    told: set[str] = set()
    for page in pages:
        end = paper(page.body) or (".html" if canonical(page.url) in watched else None)
        where = canonical(page.url)
        if end is None or where in told:
            continue
        told.add(where)  # an older capture of an address is no longer what the portal says
        if page.sha256[:16] in have or page.sha256 in told:
            continue
        told.add(page.sha256)
        name = file_name(page, end)
        try:
            found = reader.read(page.body, name, gazetteer)
        except reader.DocumentRefused as error:
            if end != ".html":
                yield Offer(page.source, page.final_url, page.fetched_at, page.sha256, name, "", "", unread=str(error))
            continue
        if end == ".html" and not found.number:
            continue
        same = found.number if found.number in numbers else None
        yield Offer(
            page.source, page.final_url, page.fetched_at, page.sha256, name, found.number, found.title, version_of=same
        )


def file_name(page: Capture, end: str) -> str:
    """A safe file name that still tells where the paper came from."""
    last = unquote(urlsplit(page.final_url).path.rstrip("/").rsplit("/", 1)[-1])
    stem = re.sub(r"[^\w.-]+", "-", re.sub(r"\.\w{2,5}$", "", last)).strip("-.")[:80] or "van-ban"
    return f"{stem}-{hashlib.sha256(page.body).hexdigest()[:8]}{end}"
