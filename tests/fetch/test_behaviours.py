"""What a publisher's server can do, and the outcome value each behaviour must have. One fresh server a scenario."""

from __future__ import annotations

import time

import pytest

from pipeline.fetch import Fetcher
from pipeline.records import AddressState, Source

from . import answers_in_form, answers_on_the_way, answers_on_the_wire
from . import press as p
from .behaviour import NOW, Case, tight

CASES = [*answers_in_form.CASES, *answers_on_the_wire.CASES, *answers_on_the_way.CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_visit(case: Case) -> None:
    with p.serve() as press:
        press.routes |= case.routes
        url = press.url("/a")
        addresses = {f"{case.kind}s": (url,)}
        source = Source("thu", "Báo thử", "newspaper", press.url("/"), selector=case.selector, pause=0.0, **addresses)  # type: ignore[arg-type]
        state = AddressState("thu", url, case.kind, **case.state)  # type: ignore[arg-type]
        fetcher = Fetcher(tight(press, **case.network), clock=lambda: NOW)
        begun = time.monotonic()
        [told] = list(fetcher.announcements([source], {url: state}, NOW))
        assert (told.health.status, told.health.entries) == (case.status, case.entries), told.health.reason
        assert case.words in (told.health.reason or "")
        assert len(told.health.titles) == told.health.entries == len(told.entries)
        if case.titles:
            assert told.health.titles == case.titles
        for path, times in case.asked.items():
            assert press.asked(path) == times, path
        assert time.monotonic() - begun < 20, "a visit of a server that misbehaves has an end"
        if case.status == "failed":
            assert told.health.reason
            assert told.state.failures == 1
            assert told.state.next_due is not None
            assert told.state.next_due > NOW


def test_enough_behaviours() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)
