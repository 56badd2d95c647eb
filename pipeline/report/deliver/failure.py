"""Why a delivery did not happen, in words that go into the log and the next report: no address, no password."""

from __future__ import annotations


class DeliveryFailed(Exception):
    """The message is Vietnamese."""
