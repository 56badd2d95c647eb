"""`doichieu facts changed|gaps|misread`: what has changed since, what could not be compared, what is read wrong alike."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import AsJson, ConfigDir, say, write_json_line
from pipeline.cli.facts import Day, day_of, sheet
from pipeline.cli.loading import gazetteer_of, store_of
from pipeline.language.places import Gazetteer
from pipeline.records import local_day
from pipeline.store import Store
from pipeline.store.hindsight import Corrected, Hindsight, Rested

Days = Annotated[int, typer.Option("--days", min=1, max=366, help="Số ngày nhìn lại.")]
WINDOW = 90
"""days of pages that are compared again when the papers change"""


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that was right and is not any more."""

    rested: Rested
    before: str
    now: str
    number: str
    point: str
    since: dt.date | None


def changed_since(store: Store, gazetteer: Gazetteer) -> tuple[list[Changed], list[Corrected]]:
    """Stored claims and flags whose value has changed, and corrections that quote a paper no longer in force."""
    from pipeline.check.hindsight import overtaken

    current = store.evidence()
    in_force = {e.document for e in current if e.status == "in_force"}
    gone = {one.id for one in store.documents(with_retired=True)} - in_force
    look = Hindsight(store.engine, store.clock)
    rested = {one.claim.id: one for one in look.resting_on(gone)}
    found = overtaken([(one.claim, one.match) for one in rested.values()], current, gazetteer=gazetteer)
    rows = [
        Changed(
            rested[o.claim.id], o.before, o.now, (o.new or o.old).number, o.new.point if o.new else o.old.point, o.since
        )
        for o in found
    ]
    return rows, look.corrections_on(gone)


def tell_of_changes(store: Store, gazetteer: Gazetteer) -> None:
    """One line after a paper came or went, when something published earlier has changed with it."""
    rows, corrections = changed_since(store, gazetteer)
    if rows or corrections:
        parts = [f"{len(rows)} nội dung đúng lúc đăng, nay đã đổi"] if rows else []
        parts += [f"{len(corrections)} bản đính chính dẫn văn bản không còn áp dụng"] if corrections else []
        say(f"Chú ý: {' và '.join(parts)}. Xem: doichieu facts changed")


@sheet.command()
def changed(config: ConfigDir = Path(), as_json: AsJson = False) -> None:
    """Liệt kê nội dung đúng lúc đăng, nay đã đổi vì văn bản mới; cả cờ, dòng báo cáo và bản đính chính đã dùng số cũ.

    Ví dụ: doichieu facts changed
    """
    rows, corrections = changed_since(store_of(config), gazetteer_of(config))
    for row in rows:
        one = row.rested
        if as_json:
            write_json_line(
                {
                    "kind": "flag" if one.flag else "claim", "url": one.url, "outlet": one.outlet, "claim": one.claim.text,
                    "published": one.day.isoformat() if one.day else None, "before": row.before, "now": row.now,
                    "document": row.number, "point": row.point, "since": row.since.isoformat() if row.since else None,
                    "flag": one.flag, "reported": one.reported.isoformat() if one.reported else None,
                }
            )  # fmt: skip
            continue
        since = f" từ {row.since:%d/%m/%Y}" if row.since else ""
        published = f"{one.day:%d/%m/%Y}" if one.day else "chưa rõ ngày"
        print(
            f"{one.outlet}, {published}: {one.claim.text}\n    đúng lúc đăng, nay đã đổi{since}: {row.before} → {row.now}"
        )
        print(f"    {row.number}, {row.point} · {one.url}")
        if one.reported:
            print(f"    đã nêu trong báo cáo ngày {one.reported:%d/%m/%Y} (cờ {one.flag})")
    for paper in corrections:
        if as_json:
            row_ = {"kind": "correction", "id": paper.id, "url": paper.url, "claim": paper.claim}
            write_json_line(row_ | {"before": paper.official_value, "paper": paper.paper})
        else:
            print(f"Bản đính chính {paper.id}: dẫn {paper.paper} với giá trị “{paper.official_value}”\n    {paper.url}")
    if not rows and not corrections:
        say("Không có nội dung nào đã đổi.")


@sheet.command()
def gaps(config: ConfigDir = Path(), day: Day = None, days: Days = 7, as_json: AsJson = False) -> None:
    """Đếm những gì chưa đối chiếu được, theo ngày, lĩnh vực và lý do.

    Ví dụ: doichieu facts gaps --days 30
    """
    from pipeline.check.reasons import WORDS, reason_of

    store = store_of(config)
    until = day_of(day, local_day(store.clock()))
    found = Hindsight(store.engine, store.clock).compared(until - dt.timedelta(days=days - 1), until)
    counts = Counter(
        (one.day, one.topic, reason) for one in found if (reason := reason_of(one.match)) is not None and one.day
    )
    for (on, topic, reason), count in sorted(counts.items()):
        if as_json:
            write_json_line({"day": on.isoformat(), "topic": topic, "reason": reason, "count": count})
        else:
            print(f"{on:%d/%m/%Y}  {topic:26} {WORDS[reason]:28} {count}")
    if not counts:
        say("Không có nội dung nào phải bỏ qua trong những ngày này.")


@sheet.command()
def misread(
    config: ConfigDir = Path(),
    as_json: AsJson = False,
    least: Annotated[int, typer.Option("--least", min=2, help="Từ mấy báo cùng hiểu một kiểu.")] = 3,
) -> None:
    """Chỉ ra bài nêu sai đầu tiên và bài chép lại, và những điểm văn bản của ta khiến nhiều báo hiểu nhầm giống nhau.

    Ví dụ: doichieu facts misread
    """
    from pipeline.stories import near_duplicates
    from pipeline.triage.spread import spread, unclear

    store = store_of(config)
    since = local_day(store.clock()) - dt.timedelta(days=WINDOW)
    articles = list(store.articles(since=since))
    pairs = store.checks()
    claims, matches, flags = [c for c, _ in pairs], [m for _, m in pairs], store.flags()
    flagged = {flag.article for flag in flags}
    copies = list(near_duplicates([a for a in articles if a.id in flagged]))
    told = unclear(flags, claims, matches, articles, copies, least=least)
    for point in told:
        if as_json:
            write_json_line(
                {
                    "kind": "unclear",
                    "document": point.number,
                    "point": point.point,
                    "said": point.said,
                    "urls": list(point.urls),
                }
            )
        else:
            print(point.proposal + "".join(f"\n    {url}" for url in point.urls))
    followed = [s for s in spread(flags, claims, matches, articles, store.stories()) if s.later]
    for one in followed:
        if as_json:
            write_json_line({"kind": "spread", "story": one.story, "first": one.first, "later": list(one.later)})
        else:
            print(f"Nêu đầu tiên: {one.first}" + "".join(f"\n    nêu sau: {url}" for url in one.later))
    _none_found(told, followed)


def register(app: typer.Typer) -> None:
    """Add the group; these commands and those of `cli.facts` stand in one."""
    app.add_typer(sheet, name="facts")


def _none_found(*found: Sequence[object]) -> None:
    if not any(found):
        say("Không có điểm nào nhiều báo cùng hiểu khác văn bản.")
