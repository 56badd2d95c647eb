"""Whether a paper that words have found may be laid beside a claim at all: it is a paper, it holds here, it is of the claim's matter.

Among thousands of passages some share words with every sentence of every newspaper. What the figures or duties of such
a passage come to says nothing; the paper itself has to be meant. A passage handed in without its paper is not asked.
"""

from __future__ import annotations

from pipeline.check.compare import rule_of, said_of, title_matter
from pipeline.check.papers import normal_number, references
from pipeline.check.policy import Policy
from pipeline.check.reading import share_of, weights_of
from pipeline.check.retrieve import unmoored
from pipeline.language.places import Gazetteer
from pipeline.records import Claim, Evidence

UNTITLED = "không rõ văn bản nói về việc gì"
ELSEWHERE = "văn bản áp dụng cho địa bàn khác"
OTHER = "bài viết không nói về việc của văn bản này"


def not_meant(claim: Claim, evidence: Evidence, policy: Policy, gazetteer: Gazetteer) -> str | None:
    """Why the claim cannot be meant to be about this paper, or None.

    A paper whose number claim or article gives is meant. Any other must have a title that says what it is about (an entry of
    an encyclopaedia, an attachment without a head has none), must not be one of other provinces or of the whole country (a
    statute has a word on everything and is compared where it is cited), and the article must say something of its title
    or the passage most of what the claim says.
    """
    if not evidence.document:
        return None
    said = said_of(claim.text, claim.date, gazetteer)
    context = said_of(claim.resolved.replace(claim.text, " "), claim.date, gazetteer)
    if evidence.number and normal_number(evidence.number) in {
        normal_number(v.text) for v in references(said) + references(context)
    }:
        return None
    title, matter = title_matter(evidence.title, gazetteer)
    if unmoored(evidence):
        return ELSEWHERE if title else UNTITLED
    heard = said.keys | context.keys
    named = share_of(weights_of(matter or title), heard)
    rule = rule_of(evidence.passage, evidence.issued or claim.date, gazetteer, evidence.heading)
    around = rule_of(f"{evidence.heading}\n{evidence.title}\n{evidence.issuer}", None, None)
    told = share_of(said.weights, rule.keys | around.keys)
    if told >= policy.told or (named >= policy.title_named and told >= policy.told_at_least):
        return None
    return OTHER
