"""Deciding on a flag and taking it back. Whoever decides with an old page is told what changed; nothing is lost."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pipeline.review.desk import FlagDesk
from pipeline.review.gate import account, field
from pipeline.review.routes.queue import shown
from pipeline.review.site import see, site_of
from pipeline.workflow.decisions import NOTE_LIMIT, Conflict, Decided
from pipeline.workflow.posts import Refused

router = APIRouter()


@router.post("/k/{flag}")
def decide(request: Request, flag: str) -> Response:
    """Write a decision, on this flag and, when asked, on its copies in the same story; then the next one."""
    site, by = site_of(request), account(request).duty
    kind, reason, note = field(request, "kind", 40), field(request, "reason", 40), field(request, "note", NOTE_LIMIT)
    before, left = site.desk.flag(flag), site.desk.left_today(by.login)
    outcome = site.store.decide(flag, kind, by, field(request, "token", 80), reason=reason, note=note)
    if not isinstance(outcome, Decided):
        if before is None:  # the flag went while the page was open
            return see("/")
        status = 409 if isinstance(outcome, Conflict) else 422
        return shown(request, flag, status, fault=outcome.words, reason=reason, note=note)
    if before is not None and field(request, "also", 4):
        for copy, _ in before.copies:
            # a copy that somebody decided meanwhile keeps that decision: its token here is old
            site.store.decide(
                copy.flag.id, kind, by, field(request, f"token-{copy.flag.id}", 80), reason=reason, note=note
            )
    share = site.desk.left_today(by.login)
    return see(_next(before, flag, full=share == 0 and left > 0))


@router.post("/k/{flag}/rut")
def undo(request: Request, flag: str) -> Response:
    """Take back the last decision on a flag, and the same one made with it on its copies."""
    site, who = site_of(request), account(request)
    before = site.desk.flag(flag)
    outcome = site.store.undo(flag, who.duty, field(request, "token", 80))
    if isinstance(outcome, Conflict | Refused):
        if before is None:
            return see("/")
        return shown(request, flag, 409 if isinstance(outcome, Conflict) else 422, fault=outcome.words)
    if before is not None and before.case.standing is not None:
        made = before.case.standing
        for copy, case in before.copies:
            same = case.standing is not None and (case.standing.kind, case.standing.login) == (made.kind, made.login)
            if same:
                site.store.undo(copy.flag.id, who.duty, case.token)
    return see(f"/k/{flag}")


def _next(before: FlagDesk | None, flag: str, *, full: bool) -> str:
    """The page after a decision: the next flag of the queue, or the morning page; both offer to take it back.

    `full` says that this decision filled the day's quarter of an hour: the morning page tells so, once.
    """
    if full or before is None or before.following in (None, flag):
        return f"/?vua={flag}"
    return f"/k/{before.following}?vua={flag}"
