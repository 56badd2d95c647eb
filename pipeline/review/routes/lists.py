"""Lists taken away as files: the queue and the results of a search, in Word, CSV or JSON Lines; each leaves a trace."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from pipeline.language.normalise import nfc
from pipeline.records import VIETNAM
from pipeline.report import lists, seeking
from pipeline.report.listing import FORMS, TYPES, Listing, write
from pipeline.review.gate import account
from pipeline.review.site import Site, site_of
from pipeline.store.glance import Seen

router = APIRouter()
MOST = 300
"""entries of a list; what comes after them is for the command line"""


@router.get("/can-dinh-chinh/tai/{form}")
def queue(request: Request, form: str) -> Response:
    """Every difference that waits for a decision."""
    site = site_of(request)
    groups = site.desk.waiting("correction", MOST)
    today = site.desk.today()
    told = lists.listing("flags", [_row(one) for group in groups for one in group], None, today)
    return _sent(request, site, told, form, f"can-dinh-chinh-{today.isoformat()}")


@router.get("/tim/tai/{form}")
def search(request: Request, form: str, q: str = "") -> Response:
    """What a search found; protected items are read on their pages and stand in no list."""
    site = site_of(request)
    asked = nfc(" ".join(q.split()))[: seeking.LONGEST]
    rows = list(seeking.rows(site.store, asked, lists.MOST)) if asked else []
    told = lists.listing("search", rows, None, site.desk.today())
    return _sent(request, site, told, form, f"tim-{site.desk.today().isoformat()}")


def _sent(request: Request, site: Site, told: Listing, form: str, name: str) -> Response:
    if form not in FORMS:
        raise HTTPException(404)
    site.store.note(account(request).actor, "export.list", f"{name}.{form}", decision=str(len(told.rows)))
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(write(told, form), media_type=TYPES[form], headers=headers)


def _row(one: Seen) -> dict[str, str]:
    difference, proof = one.match.differences[0], one.match.evidence
    seen: dt.datetime = one.flag.first_seen
    return {
        "first_seen": seen.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "outlet": one.article.outlet,
        "claim": one.claim.text,
        "official_value": difference.official_value,
        "document": (proof.number or proof.title) if proof else "",
        "point": proof.point if proof else "",
        "verdict": one.match.verdict,
        "url": one.article.url,
    }
