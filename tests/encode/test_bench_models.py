"""What the models cost: texts and pairs a second, seconds until they are loaded, memory of all together.

Measured in a process of its own, in processor seconds, so that a busy machine does not change the figures; what the clock
said is printed beside. Two cores do twice what a processor second does: texts are run one at a time.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORES = 2
TEXTS, PAIRS, LOADED, MEMORY = 240, 40, 2.0, 700
"""of 24 and of 128 tokens, a second on two cores; seconds; megabytes"""

WORK = """
import json, resource, sys, time
from pathlib import Path
import numpy as np

models = Path(sys.argv[1])
begun, clock = time.process_time(), time.perf_counter()
from pipeline.cli.loading import pair_model_of, tagger_of
from pipeline.language.places import Gazetteer
imported = time.process_time()
tagger, pair = tagger_of(Gazetteer.builtin(), models), pair_model_of(models)
said = {"load": time.process_time() - imported, "imports": imported - begun, "load_wall": time.perf_counter() - clock}
words = pair._words

def text(tokens):
    # whole words until the tokeniser counts so many
    made, pieces = "", iter(("phường thu phí giữ xe của hộ gia đình ở chợ " * 40).split())
    while len(words.encode(made).ids) < tokens:
        made = f"{made} {next(pieces)}".strip()
    return made

def rate(work, count):
    work()
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(count):
        work()
    return count / (time.process_time() - cpu), count / (time.perf_counter() - wall)

from pipeline.cli.models import encoder_of
encoder = encoder_of(models)
short = text(21)  # the role's word before it and its marks make 24
said["tokens"] = len(words.encode("query: " + short).ids)
said["texts"] = rate(lambda: encoder.encode([short]), 200)
claim, passage = text(46), text(82)
from pipeline.encode.pair import token_ids
said["pair_tokens"] = len(token_ids(words, claim, passage))
said["pairs"] = rate(lambda: pair.judge(claim, passage, "no_document"), 60)
import datetime
tagger.tag("Chợ dời chỗ", text(200), datetime.date(2026, 11, 20))
said["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(said))
"""


@pytest.mark.bench
def test_speed_loading_and_memory(capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", WORK, str(ROOT / "models")]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout)
    (texts, texts_wall), (pairs, pairs_wall) = said["texts"], said["pairs"]
    with capsys.disabled():
        print(
            f"\nencoder: {texts:.0f} texts of {said['tokens']} tokens a processor second, {texts_wall:.0f} by the clock"
            f"\npair model: {pairs:.0f} pairs of {said['pair_tokens']} tokens a processor second, {pairs_wall:.0f} by the clock"
            f"\nloading all models: {said['load']:.2f} s of processor (imports before it {said['imports']:.2f} s; "
            f"{said['load_wall']:.2f} s together by the clock); all together {said['mb']:.0f} MB"
        )
    assert abs(said["tokens"] - 24) <= 1
    assert abs(said["pair_tokens"] - 128) <= 4
    assert CORES * texts >= TEXTS
    assert CORES * pairs >= PAIRS
    assert said["load"] <= LOADED
    assert said["mb"] <= MEMORY
