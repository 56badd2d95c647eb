"""A writer killed with SIGKILL at random moments: the chain stays whole, and each decision has its line."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.store import open_store

from .conftest import MORNING, Clock, article
from .test_decisions import FIRST
from .test_rows import check, tags

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from pathlib import Path
from pipeline.store import open_store
from pipeline.workflow.posts import Post

store = open_store(Path(sys.argv[1]))
posts = [Post(f"cv{n}", f"Chuyên viên {n}", "reviewer") for n in range(3)]
print("sẵn sàng", flush=True)
for turn in range(10**6):
    by = posts[turn % 3]
    case = store.case("f1")
    if turn % 4 == 3:
        store.undo("f1", by, case.token)
    else:
        store.decide("f1", ("match", "mismatch", "false_alarm")[turn % 3], by, case.token, note="ghi chú " * 40)
    if turn % 5 == 0:
        store.note("analyst", "export.flags", "store")
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a POSIX signal")
def test_the_chain_is_whole_whenever_the_writer_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "kho.sqlite3"
    store = open_store(file, clock=Clock())
    store.save_reading("c1", article().url, "1", article(), None)
    store.save_tags(tags("a1"))
    claim, match = check(1, "a1")
    store.save_checks("a1", "p1", [claim], [match])
    store.replace_flags([FIRST], [], "t1", MORNING)
    store.close()
    draw, lengths, heads = random.Random(9), [0], []
    for _ in range(15):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == "sẵn sàng"
        time.sleep(draw.uniform(0.0, 0.4))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        store = open_store(file)
        found = store.verify_audit()
        assert found.sound, found.words
        assert all(store.verify_audit(head).sound for head in heads)
        deeds = [line for line in store.audit_lines() if line["action"].startswith("decision.")]
        assert len(deeds) == len(store.decisions())
        lengths.append(found.lines)
        heads.append(found.head)
        store.close()
    assert lengths == sorted(lengths)
    assert lengths[-1] > 30
