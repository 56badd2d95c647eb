"""A body read in steps gives exactly the bytes that were sent, however it was cut and compressed."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch.body import Body, TooMuch
from pipeline.fetch.policy import Network

CODINGS = {
    "gzip": [
        gzip.compress,
        lambda data: gzip.compress(data) + bytes(20),
        lambda d: b"".join(map(gzip.compress, (d, d))),
    ],
    "deflate": [zlib.compress, lambda data: zlib.compress(data, wbits=-zlib.MAX_WBITS)],
    "": [bytes],
}
# Around the size of one step of decompression, where output may stay behind in the decompressor.
SIZES = st.sampled_from([0, 1, 249_999, 250_000, 250_001, 500_000, 750_001])


def drain(body: Body) -> None:
    while body.expand():
        pass


@given(SIZES, st.sampled_from([b"a", b"thu tien rac "]), st.sampled_from(sorted(CODINGS)), st.data())
def test_steps_lose_nothing(size: int, word: bytes, coding: str, data: st.DataObject) -> None:
    text = (word * size)[:size]
    encode = data.draw(st.sampled_from(CODINGS[coding]))
    sent, cut = encode(text), data.draw(st.sampled_from([97, 7_777, 10_000_000]))
    body = Body(Network(), coding)
    for start in range(0, len(sent), cut):
        body.add(sent[start : start + cut], 0.0)
        drain(body)
    assert body.content() in (text, text + text)


def test_a_bomb_is_left_after_one_step_too_many() -> None:
    body = Body(Network(max_expanded=1_000_000), "gzip")
    body.add(gzip.compress(bytes(9_000_000)), 0.0)
    with pytest.raises(TooMuch, match="bomb"):
        drain(body)
    assert len(body) <= 1_250_000
