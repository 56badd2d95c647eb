"""The referral lane's pages (CHARTER rule 6): one case at a time, two signers, the liaison sees what both signed.

There is no page that lists texts to pick from, no field for a ground, no button for several: a case exists only where
triage proposed it, and the workflow refuses everything else and logs the attempt.
"""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from pipeline.review.gate import account, field
from pipeline.review.routes.corrections import PUBLIC_CSP
from pipeline.review.site import see, site_of
from pipeline.workflow import printing
from pipeline.workflow.posts import Refused
from pipeline.workflow.referrals import (
    ADVICE,
    ANSWER_LIMITS,
    DEMANDS,
    GROUNDS,
    HARMED,
    INDICATOR_LIMIT,
    QUESTIONS,
    QUOTE_LIMITS,
    REFUSALS,
    Outcome,
    Paper,
    ReferralCase,
    Written,
    check_sign,
)

router = APIRouter()
PATH = "/chuyen-cong-an"
STATES = {"proposed": "chờ xem và ký", "signed": "đã ký đủ hai chữ ký", "refused": "đã từ chối"}


@router.get(PATH)
def cases(request: Request) -> HTMLResponse:
    """What triage proposed, what is signed, what was refused; the liaison sees the signed ones only. Logged."""
    site = site_of(request)
    found = site.store.referral_cases(account(request).duty)
    return site.page(request, "referrals.html", PATH, cases=found, states=STATES, grounds=GROUNDS)


@router.get(PATH + "/{article}")
def case(request: Request, article: str) -> HTMLResponse:
    """One case; the read is logged."""
    return _page(request, _read(request, article))


@router.get(PATH + "/{article}/phieu")
def slip(request: Request, article: str) -> HTMLResponse:
    """The slip to print."""
    found = _read(request, article)
    if found.paper is None:
        raise HTTPException(404)
    page = printing.slip(found, site_of(request).office.office)
    return HTMLResponse(page, headers={"Content-Security-Policy": PUBLIC_CSP})


@router.post(PATH + "/{article}/lap")
def prepare(request: Request, article: str) -> Response:
    """Write down what the signers will sign."""
    answers = {name: text for name in QUESTIONS if (text := field(request, name, ANSWER_LIMITS[1]))}
    paper = Paper(
        field(request, "quote", QUOTE_LIMITS[1]),
        field(request, "demand", 20),
        field(request, "harmed", 20),
        field(request, "indicator", INDICATOR_LIMIT),
        answers,
    )
    outcome = site_of(request).store.prepare_referral(article, account(request).duty, paper)
    return _after(request, article, outcome, typed=paper)


@router.post(PATH + "/{article}/ky")
def sign(request: Request, article: str) -> Response:
    """One signature; the second is another post's in the other role."""
    outcome = site_of(request).store.sign_referral(article, account(request).duty, field(request, "token", 100))
    return _after(request, article, outcome)


@router.post(PATH + "/{article}/tu-choi")
def refuse(request: Request, article: str) -> Response:
    """Close a proposal; it is counted and answered in public instead."""
    outcome = site_of(request).store.refuse_referral(
        article, account(request).duty, field(request, "reason", 40), note=field(request, "note", 1000)
    )
    return _after(request, article, outcome)


def _read(request: Request, article: str) -> ReferralCase:
    found = site_of(request).store.read_referral(article, account(request).duty)
    if isinstance(found, Refused):
        raise HTTPException(404)
    return found


def _after(request: Request, article: str, outcome: Outcome, typed: Paper | None = None) -> Response:
    if isinstance(outcome, Written):
        return see(f"{PATH}/{article}")
    status = 422 if isinstance(outcome, Refused) else 409
    found = site_of(request).store.read_referral(article, account(request).duty)
    if isinstance(found, Refused):
        site = site_of(request)
        return site.page(request, "problem.html", PATH, status, title="Không chuyển được", told=outcome.words)
    return _page(request, found, status, fault=outcome.words, typed=typed)


def _page(
    request: Request,
    found: ReferralCase,
    status: int = 200,
    *,
    fault: str | None = None,
    typed: Paper | None = None,
) -> HTMLResponse:
    site, duty = site_of(request), account(request).duty
    signing = check_sign(found, duty, found.token)
    return site.page(
        request,
        "referral.html",
        PATH,
        status,
        case=found,
        paper=typed or found.paper,
        states=STATES,
        grounds=GROUNDS,
        advice=ADVICE[found.ground],
        demands={
            key: name for key, name in DEMANDS.items() if (key == "violence") == (found.ground == "credible_threat")
        },
        harmed=HARMED,
        questions=QUESTIONS if found.ground == "credible_threat" else {},
        refusals=REFUSALS,
        fault=fault,
        may_prepare=duty.may("prepare_referral") and found.state == "proposed",
        may_sign=isinstance(signing, str) and found.state == "proposed",
        why_not=signing.words if isinstance(signing, Refused) and duty.may("sign_referral") else None,
        may_refuse=duty.may("sign_referral") and found.state == "proposed",
    )
