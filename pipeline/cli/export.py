"""`doichieu export`: rows of the store for other programs; each run is in the log before the first row leaves."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from pipeline.cli.common import USAGE, ConfigDir, stop
from pipeline.cli.loading import store_of
from pipeline.records import VIETNAM, Article, local_day
from pipeline.report import listing as writing
from pipeline.report import lists, seeking
from pipeline.store import Store, StoreError
from pipeline.store.warc import write_warc

ACTOR = "analyst"
COLUMNS = {
    "articles": (
        *("url", "outlet", "title", "published", "updated", "text", "item_type", "protected", "topic", "places"),
        "story",
    ),
    "stories": ("story", "urls"),
    "claims": ("url", "claim", "verdict", "document", "point"),
    "flags": (
        *("url", "outlet", "story", "claim", "verdict", "code", "claim_value", "official_value"),
        *("document", "point", "lane", "score", "first_seen"),
    ),
    # decisions in force as rows of an evaluation set: the pair, what the machine said, what a person decided
    "decisions": (
        *("id", "url", "claim", "passage", "document", "point", "code", "claim_value", "official_value"),
        *("verdict", "decision", "reason", "at"),
    ),
    "corrections": (
        *("id", "url", "outlet", "claim", "document", "point", "origin", "original_form", "form", "urgent", "state"),
        *("heading", "body", "machine", "opened", "due", "published", "sent", "answered", "fixed", "before", "after"),
    ),
    "referrals": ("url", "ground", "state"),
    "search": ("kind", "outlet", "title", "when", "url", "document", "point", "words"),
}

CHOICE = f"Xuất được: {', '.join(COLUMNS)}, captures."


class Form(StrEnum):
    """What an export is written as."""

    jsonl = "jsonl"
    csv = "csv"
    docx = "docx"
    warc = "warc"


class LaneName(StrEnum):
    """Lanes of flags."""

    correction = "correction"
    look = "look"
    scam_warning = "scam_warning"


def export(
    what: Annotated[str, typer.Argument(metavar="LOẠI", help=f"{', '.join(COLUMNS)} hoặc captures.")],
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            help="jsonl (mặc định), csv; docx cho flags, decisions, corrections, search; captures chỉ có warc.",
        ),
    ] = None,
    day: Annotated[str | None, typer.Option("--day", metavar="NĂM-THÁNG-NGÀY", help="Chỉ tin của ngày này.")] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="NĂM-THÁNG-NGÀY", help="Từ ngày này đến hết --day (mặc định hôm nay)."),
    ] = None,
    find: Annotated[str | None, typer.Option("--find", metavar="CHỮ", help="Chữ cần tìm, chỉ dùng với search.")] = None,
    lane: Annotated[
        LaneName | None, typer.Option("--lane", help="Chỉ cờ của luồng này; `look` chỉ in khi được hỏi.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="TỆP", help="Ghi ra tệp thay cho màn hình.")] = None,
    config: ConfigDir = Path(),
) -> None:
    """Xuất dữ liệu của kho; mỗi lần xuất được ghi vào nhật ký.

    Ví dụ: doichieu export flags --format csv --day 2026-11-20 > co.csv
    """
    if what not in COLUMNS and what != "captures":
        stop(f'Không có loại dữ liệu "{what}". {CHOICE}', USAGE)
    form = form or (Form.warc if what == "captures" else Form.jsonl)
    if (form is Form.warc) != (what == "captures"):
        stop("captures chỉ xuất được dạng warc, các loại khác dạng jsonl hoặc csv.", USAGE)
    if form is Form.docx and what not in lists.LISTS:
        stop(f"Dạng docx chỉ có cho: {', '.join(lists.LISTS)}.", USAGE)
    if (find is not None) != (what == "search"):
        stop("search cần --find CHỮ; các loại khác không dùng --find.", USAGE)
    if lane is not None and what != "flags":
        stop("--lane chỉ dùng với flags.", USAGE)
    wanted_day, first = _day(day), _day(since, "--since")
    store = store_of(config)
    if first is not None:
        wanted_day = wanted_day or local_day(store.clock())
        if first > wanted_day:
            stop("--since: ngày bắt đầu phải trước hoặc trùng ngày cuối.", USAGE)
    try:
        target = out.open("wb") if out else sys.stdout.buffer
    except OSError as error:
        stop(f"Không ghi được vào {out} ({error.strerror}).", USAGE)
    asked = {"format": form.value, "day": day, "lane": lane.value if lane else None}
    asked |= {"since": since} if since else {}
    store.note(ACTOR, f"export.{what}", "store", decision=json.dumps(asked, sort_keys=True))
    try:
        if what == "captures":
            write_warc(target, store.captures_to_show(wanted_day), store.clock())
            return
        if find is not None:
            found: Iterable[dict[str, Any]] = seeking.rows(store, find, lists.MOST)
        else:
            found = between(store, what, first, wanted_day, lane.value if lane else None)
        if form is Form.docx:
            target.write(writing.write(lists.listing(what, found, first, wanted_day), form.value))
        else:
            _write(target, found, COLUMNS[what], form)
    finally:
        target.flush()
        if out:
            target.close()


def _day(words: str | None, option: str = "--day") -> dt.date | None:
    try:
        return dt.date.fromisoformat(words) if words else None
    except ValueError:
        stop(f'{option}: đọc được "{words}"; cần một ngày có thật dạng 2026-11-20.', USAGE)


# ------------------------------------------------------------------------ rows
def rows(store: Store, what: str, day: dt.date | None = None, lane: str | None = None) -> Iterator[dict[str, Any]]:
    """The rows of one export. Protected items stand only among `articles` (CHARTER rule 4, DESIGN "Commands")."""
    makers = {"articles": _articles, "stories": _stories, "claims": _claims, "referrals": _referrals}
    makers |= {"decisions": _decisions, "corrections": _corrections}
    yield from _flags(store, day, lane) if what == "flags" else makers[what](store, day)


def between(
    store: Store, what: str, first: dt.date | None, last: dt.date | None, lane: str | None
) -> Iterator[dict[str, Any]]:
    """The rows of one export, of a day, of the days from one to another, or of all; each row once."""
    if first is None or last is None:
        yield from rows(store, what, last, lane)
        return
    seen: set[str] = set()
    for number in range((last - first).days + 1):
        for row in rows(store, what, first + dt.timedelta(days=number), lane):
            key = json.dumps(row, ensure_ascii=False, sort_keys=True)
            if key not in seen:
                seen.add(key)
                yield row


def _local(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds") if moment else None


def _open(store: Store) -> tuple[dict[str, Article], dict[str, str]]:
    """Articles that may stand in an export, by id: tagged and not protected. And the story of each."""
    tags = store.tags()
    articles = {one.id: one for one in store.articles() if one.id in tags and not tags[one.id].protected}
    return articles, store.stories()


def _articles(store: Store, day: dt.date | None) -> Iterator[dict[str, Any]]:
    tags, stories = store.tags(), store.stories()
    for article in store.articles(day=day):
        tag = tags.get(article.id)
        yield {
            "url": article.url,
            "outlet": article.outlet,
            "title": article.title,
            "published": _local(article.published),
            "updated": _local(article.updated),
            "text": article.text,
            "item_type": tag.item_type if tag else None,
            "protected": tag.protected if tag else None,
            "topic": tag.topic if tag else None,
            "places": list(tag.places) if tag else [],
            "story": stories.get(article.id),
        }


def _stories(store: Store, day: dt.date | None) -> Iterator[dict[str, Any]]:
    articles, stories = _open(store)
    today = {one.id for one in store.articles(day=day)}
    told: dict[str, dict[str, dt.datetime]] = {}
    for key, article in articles.items():
        if key in today and key in stories:
            times, at = told.setdefault(stories[key], {}), article.published or article.first_seen
            times[article.url] = min(times.get(article.url, at), at)
    for story, urls in told.items():
        # By time and address, not by the order of rows: a pass that was killed reads the rest in another order.
        yield {"story": story, "urls": sorted(urls, key=lambda url: (urls[url], url))}


def _claims(store: Store, day: dt.date | None) -> Iterator[dict[str, Any]]:
    articles, _ = _open(store)
    for claim, match in store.checks(day):
        if claim.article in articles:
            proof = match.evidence
            yield {
                "url": articles[claim.article].url,
                "claim": claim.text,
                "verdict": match.verdict,
                "document": (proof.number or proof.title) if proof else None,
                "point": proof.point if proof else None,
            }


def _flags(store: Store, day: dt.date | None, lane: str | None) -> Iterator[dict[str, Any]]:
    articles, stories = _open(store)
    pairs = {claim.id: (claim, match) for claim, match in store.checks()}
    for flag in store.flags(day):
        if (
            flag.article not in articles
            or flag.claim not in pairs
            or (flag.lane != lane if lane else flag.lane == "look")
        ):
            continue
        claim, match = pairs[flag.claim]
        difference = next((one for one in match.differences if one.code == flag.code), None)
        proof = match.evidence
        yield {
            "url": articles[flag.article].url,
            "outlet": articles[flag.article].outlet,
            "story": stories.get(flag.article),
            "claim": claim.text,
            "verdict": flag.verdict,
            "code": flag.code,
            "claim_value": difference.claim_value if difference else None,
            "official_value": difference.official_value if difference else None,
            "document": (proof.number or proof.title) if proof else None,
            "point": proof.point if proof else None,
            "lane": flag.lane,
            "score": flag.score,
            "first_seen": _local(flag.first_seen),
        }


def _shown(store: Store) -> set[str]:
    """Addresses that may leave: read, tagged, and no version of them protected."""
    tags = store.tags()
    known = [(one.url, tags.get(one.id)) for one in store.articles()]
    return {url for url, _ in known} - {url for url, tag in known if tag is None or tag.protected}


def _decisions(store: Store, day: dt.date | None) -> Iterator[dict[str, Any]]:
    shown = _shown(store)
    for one in sorted(store.standing_decisions().values(), key=lambda row: row.seq):
        if one.url not in shown or not one.claim or (day is not None and local_day(one.at) != day):
            continue
        yield {
            "id": one.flag,
            **{name: getattr(one, name) for name in ("url", "claim", "passage", "document", "point", "code")},
            **{name: getattr(one, name) for name in ("claim_value", "official_value", "verdict")},
            "decision": one.kind,
            "reason": one.reason,
            "at": _local(one.at),
        }


def _corrections(store: Store, day: dt.date | None) -> Iterator[dict[str, Any]]:
    shown = _shown(store)
    for one in store.corrections():
        if one.url not in shown or (day is not None and local_day(one.opened_at) != day):
            continue
        yield {
            **{name: getattr(one, name) for name in ("id", "url", "outlet", "claim", "document", "point", "origin")},
            **{name: getattr(one, name) for name in ("original_form", "form", "urgent", "state")},
            **{name: getattr(one, name) for name in ("heading", "body", "machine")},
            "opened": _local(one.opened_at),
            "due": _local(one.due_at),
            **{name: _local(getattr(one, f"{name}_at")) for name in ("published", "sent", "answered", "fixed")},
            "before": one.words_before,
            "after": one.words_after,
        }


def _referrals(store: Store, day: dt.date | None) -> Iterator[dict[str, Any]]:
    articles, _ = _open(store)
    today = {one.id for one in store.articles(day=day)}
    for one in store.referrals():
        if one.article in articles and one.article in today:
            yield {"url": one.url, "ground": one.ground, "state": one.state}


# --------------------------------------------------------------------- writers
def _write(target: BinaryIO, found: Iterable[Mapping[str, Any]], columns: tuple[str, ...], form: Form) -> None:
    if form is Form.jsonl:
        for row in found:
            target.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        return
    target.write(b"\xef\xbb\xbf")  # without the mark, Excel reads Vietnamese as another encoding
    _csv_line(target, columns)
    for row in found:
        _csv_line(target, [writing.cell(row[name]) for name in columns])


def _csv_line(target: BinaryIO, cells: Iterable[str]) -> None:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    target.write(line.getvalue().encode())


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)


__all__ = ["StoreError", "export", "register", "rows"]
