"""A claim beside a passage: slot by slot, right or silent. Pure: passages come through a `Retriever`.

Doors: `claims` finds what an article asserts, `Checker` compares one claim with what the retriever finds,
`compare` compares one pair, `Policy` holds every threshold.
"""

from __future__ import annotations

from pipeline.check.checker import Checker
from pipeline.check.claims import claims
from pipeline.check.compare import compare
from pipeline.check.judge import Judge
from pipeline.check.policy import POLICY, Policy
from pipeline.check.retrieve import MemoryRetriever, Retriever

__all__ = ["POLICY", "Checker", "Judge", "MemoryRetriever", "Policy", "Retriever", "claims", "compare"]
