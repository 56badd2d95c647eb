"""From matches to flags: the protection gate first, then lanes, order and referral proposals. Pure."""

from __future__ import annotations

from pipeline.triage.triage import Triage, flag_id, triage

__all__ = ["Triage", "flag_id", "triage"]
