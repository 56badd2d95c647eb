"""Pages for outside: a public correction with its ClaimReview, the list of them, a referral slip, the monthly counts.

Static HTML that loads nothing from elsewhere; everything that came from outside is escaped by Jinja.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urljoin

import jinja2
from markupsafe import Markup

from pipeline.config import OfficeInfo
from pipeline.records import VIETNAM, Document
from pipeline.workflow.answers import Answered
from pipeline.workflow.clocks import weekday
from pipeline.workflow.corrections import ORIGINS, STATES, Correction
from pipeline.workflow.decisions import Kind
from pipeline.workflow.posts import ROLES
from pipeline.workflow.referrals import ADVICE, DEMANDS, GROUNDS, HARMED, QUESTIONS, SIGNERS, ReferralCase
from pipeline.workflow.transparency import Counts, tables

FOLDER: Final = "dinh-chinh"
"""of the public pages, under the office's website and under the folder they are written to"""
RATINGS: Final[dict[Kind, tuple[str, int]]] = {
    "partial": ("Missing context", 3),
    "mismatch": ("Contradicts official document", 2),
    "outdated": ("Outdated", 3),
}
"""schema.org ClaimReview, alternateName and ratingValue of 1–5 (domain 4.4); what is our own error is no review"""
CONCLUSIONS: Final[dict[Kind, str]] = {
    "mismatch": "Không khớp văn bản chính thức",
    "partial": "Khớp một phần, thiếu điều kiện",
    "outdated": "Đã có văn bản thay thế",
    "official_error": "Văn bản chính thức cần đính chính",
}


def _when(at: dt.datetime) -> str:
    local = at.astimezone(VIETNAM)
    return f"{weekday(local.date())}, {local:%d/%m/%Y, %H:%M}"


def _day(at: dt.datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y}"


_ENGINE = jinja2.Environment(
    loader=jinja2.PackageLoader("pipeline.workflow"), autoescape=True, undefined=jinja2.StrictUndefined
)
_ENGINE.filters["web"] = lambda url: url if url.startswith(("http://", "https://")) else "#"
_ENGINE.filters["dial"] = lambda phone: re.sub(r"[^\d+]", "", phone)
_ENGINE.globals.update(when=_when, day=_day, states=STATES)


def is_public(one: Correction) -> bool:
    """Whether a correction has a public page: it was published, in any form, even if withdrawn later."""
    return one.published_at is not None


def public_url(one: Correction, office: OfficeInfo) -> str:
    """Where the page of a correction stands on the office's website; relative when no website is configured."""
    path = f"{FOLDER}/{one.id}.html"
    return urljoin(office.website.rstrip("/") + "/", path) if office.website else path


def claim_review(one: Correction, office: OfficeInfo) -> dict[str, Any] | None:
    """schema.org ClaimReview of a published correction, or None where nothing is rated. Authors are organisations only."""
    if one.verdict not in RATINGS or one.published_at is None or one.state == "withdrawn":
        return None
    name, value = RATINGS[one.verdict]
    claimed: dict[str, Any] = {"@type": "Claim", "author": {"@type": "Organization", "name": one.outlet}}
    if one.url:
        claimed["appearance"] = {"@type": "CreativeWork", "url": one.url}
    if one.published_on:
        claimed["datePublished"] = one.published_on.isoformat()
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": public_url(one, office),
        "datePublished": one.published_at.astimezone(VIETNAM).date().isoformat(),
        "claimReviewed": one.claim,
        "itemReviewed": claimed,
        "author": {"@type": "Organization", "name": office.name} | ({"url": office.website} if office.website else {}),
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": value,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": name,
        },
    }


def correction_page(one: Correction, office: OfficeInfo) -> str:
    """The static public page of a published correction. Raises ValueError for one that was not published."""
    if not is_public(one):
        raise ValueError("a correction becomes public when the spokesperson publishes it")
    review = claim_review(one, office)
    told = Markup(json.dumps(review, ensure_ascii=False).replace("<", "\\u003c")) if review else ""  # noqa: S704
    return _ENGINE.get_template("correction.html").render(
        one=one, office=office, review=told, conclusion=CONCLUSIONS.get(one.verdict, ""), origin=ORIGINS[one.origin]
    )


def corrections_page(told: Sequence[Correction], office: OfficeInfo) -> str:
    """The list of published corrections, newest first, withdrawn ones among them."""
    public = sorted((one for one in told if is_public(one)), key=lambda one: (one.published_at, one.id), reverse=True)
    return _ENGINE.get_template("corrections.html").render(told=public, office=office)


def answers_page(
    told: Sequence[Answered],
    papers: Mapping[str, Document],
    names: Mapping[Any, str],
    updated: dt.date,
    office: OfficeInfo,
) -> str:
    """The ward's page of explained policies: published answers by topic, then the papers in force. `names` of topics."""
    public = [one for one in told if one.state == "published"]
    topics = [
        (key, name, [(one, _cited(papers.get(one.document))) for one in public if one.topic == key])
        for key, name in names.items()
        if any(one.topic == key for one in public)
    ]
    in_force = [one for one in papers.values() if one.status == "in_force" and not one.superseded_by and one.number]
    return _ENGINE.get_template("answers.html").render(
        topics=topics, papers=in_force, updated=f"{updated:%d/%m/%Y}", office=office
    )


def _cited(paper: Document | None) -> str:
    return " ".join(filter(None, (paper.number, paper.title))) if paper else ""


def slip(case: ReferralCase, office: OfficeInfo) -> str:
    """The printable slip of one case; without two signatures it says so at its head. Raises ValueError without paper."""
    if case.paper is None:
        raise ValueError("nothing was prepared")
    return _ENGINE.get_template("slip.html").render(
        case=case,
        office=office,
        advice=ADVICE[case.ground],
        ground=GROUNDS[case.ground],
        demand=DEMANDS[case.paper.demand],
        harmed=HARMED[case.paper.harmed],
        questions=QUESTIONS,
        digest=case.paper.digest(case.url, case.capture, case.ground),
        signers=[(role, ROLES[role].capitalize()) for role in SIGNERS],
    )


def transparency_page(counts: Counts, office: OfficeInfo) -> str:
    """The monthly page: counts only."""
    year, month = counts.month.split("-")
    return _ENGINE.get_template("transparency.html").render(
        month=f"{month}/{year}", office=office, tables=tables(counts), head=counts.audit_head
    )
