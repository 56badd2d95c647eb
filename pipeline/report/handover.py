"""A month handed over for safekeeping: plain HTML that opens without the program, and files that anyone can check.

Everything comes from the store, nothing from the clock: the same store gives the same bytes. No text of a page, no
letter of a resident, no referral; addresses of protected pages are left out, their sums stay.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from pipeline.config import OfficeInfo
from pipeline.report import words
from pipeline.report.work import withdrawn
from pipeline.store import Store, codec
from pipeline.store.counting import bounds
from pipeline.store.periods import Periods
from pipeline.workflow.decisions import REASONS, Decision
from pipeline.workflow.transparency import tables

_ENGINE = jinja2.Environment(
    loader=jinja2.PackageLoader("pipeline.report"), autoescape=True, undefined=jinja2.StrictUndefined
)
SUMS = "SHA256SUMS.txt"
_SEALS = ("sha256", "page_url", "fetched_at", "status", "source")


@dataclass(frozen=True, slots=True)
class Handover:
    """The files of a month by name; `head` is the log's hash that was noted."""

    month: str
    files: Mapping[str, bytes]
    head: str


def collect(store: Store, office: OfficeInfo, month: str) -> Handover:
    """The month `YYYY-MM`. Raises ValueError when it is no month."""
    start, end = bounds(month)
    seals = Periods(store.engine, store.clock).seals(start, end)
    history = store.decisions()
    undone = {one.takes_back for one in history}
    stood = [
        one for one in history if one.kind and one.seq not in undone and start <= (codec.moment(one.at) or "") < end
    ]
    wrong = [one for one in stood if withdrawn(one)]
    lines = [line for line in store.audit_lines() if line["ts"] < end]
    head = str(lines[-1]["hash"]) if lines else ""
    files = {
        "dau-ban-luu.csv": _table(_SEALS, seals),
        "canh-bao-sai.csv": _table(_WRONG, [_wrong(one) for one in wrong]),
        "nhat-ky.jsonl": "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode(),
    }
    page = _ENGINE.get_template("handover.html").render(
        office=office,
        month=f"{month[5:]}/{month[:4]}",
        tables=tables(store.transparency(month)),
        wrong=[_wrong(one) for one in wrong],
        seals=seals,
        head=head,
        lines=len(lines),
        sums={name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    )
    files["index.html"] = page.strip().encode() + b"\n"
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return Handover(month, {**files, SUMS: sums.encode()}, head)


def write(handed: Handover, folder: Path) -> tuple[Path, ...]:
    """Write the files, each whole. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in handed.files.items():
        draft = folder / f"{name}.tmp"
        draft.write_bytes(data)
        written.append(draft.replace(folder / name))
    return tuple(written)


_WRONG = ("at", "claim", "verdict", "document", "point", "claim_value", "official_value", "reason")


def _wrong(one: Decision) -> dict[str, str]:
    told = {name: str(getattr(one, name)) for name in _WRONG[1:-1]}
    verdict = next((name for key, name in words.VERDICTS.items() if key == one.verdict), one.verdict)
    return {"at": words.moment(one.at), **told, "verdict": verdict, "reason": REASONS.get(one.reason, one.reason)}


def _table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """CSV with a mark that Excel reads as UTF-8; a cell that a spreadsheet would run as a formula is made text."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    sheet.writerow(columns)
    for row in rows:
        cells = (str(row[name]) for name in columns)
        sheet.writerow(f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in cells)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
