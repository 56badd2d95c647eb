"""`doichieu check`: claims beside passages, one JSON line in and one out.

With the key `passage` (even null) only that passage is used and no store is needed; without it the documents of the
office's store are searched. Protected speech is answered `not_checkable` before anything is compared.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.check import Checker, MemoryRetriever, Retriever
from pipeline.check.single import Answer, answer, evidence_of
from pipeline.cli.common import FAILED, ConfigDir, read_json_lines, say, write_json_line
from pipeline.cli.loading import gazetteer_of, store_of, tagger_of
from pipeline.cli.tag import day_of, text_of
from pipeline.records import Evidence

WhySilent = Annotated[
    bool,
    typer.Option("--explain", help="Giải thích từng dòng: đã tìm thấy đoạn nào, chỗ nào khớp, vì sao không cảnh báo."),
]


def passages_of(row: dict[str, Any]) -> tuple[Evidence, ...] | None:
    """The passage a row brings (none when it is null), or None when the store is to be searched. Raises ValueError."""
    if "passage" not in row:
        return None
    value = row["passage"]
    if value is None:
        return ()
    if not isinstance(value, str):
        raise ValueError(f"trường 'passage': cần một chuỗi chữ hoặc null, đọc được {type(value).__name__}")
    return (evidence_of(value),)


def check(config: ConfigDir = Path(), explain: WhySilent = False) -> None:
    """Đặt từng nội dung cạnh đoạn văn bản và chỉ ra chỗ không khớp.

    Ví dụ: doichieu check --explain < claims.jsonl    (mỗi dòng {"id": …, "claim": …, "passage": …})
    """
    gazetteer = gazetteer_of(config)
    tagger = tagger_of(gazetteer)
    alone = Checker(MemoryRetriever(()), gazetteer=gazetteer)
    stored: Checker | None = None
    failed = False
    for number, row in read_json_lines():
        if isinstance(row, str):
            say(row)
            failed = True
            continue
        try:
            claim, day = text_of(row, "claim"), day_of(row)
            passages = passages_of(row)
        except ValueError as error:
            failed = True
            say(f"Dòng {number}: {error}.")
            write_json_line({"id": row.get("id"), "error": str(error)})
            continue
        tags = tagger.tag("", claim, day)
        if passages is None and stored is None:
            stored = Checker(_stored(config), gazetteer=gazetteer)
        found = answer(claim, passages, day, tags, stored if passages is None and stored else alone)
        write_json_line(row_of(row.get("id"), found, explain=explain))
    if failed:
        raise typer.Exit(FAILED)


def _stored(config: Path) -> Retriever:
    return MemoryRetriever(store_of(config).evidence())


def row_of(key: object, found: Answer, *, explain: bool) -> dict[str, Any]:
    """The output line of DESIGN's contract; `--explain` adds the sentence, the aligned slots and why nothing is flagged."""
    match = found.match
    evidence = match.evidence
    row: dict[str, Any] = {
        "id": key,
        "verdict": match.verdict,
        "differences": [
            {
                "code": d.code,
                "claim_value": d.claim_value,
                "official_value": d.official_value,
                "claim_span": list(d.claim_span) if d.claim_span else None,
                "passage_span": list(d.passage_span) if d.passage_span else None,
            }
            for d in match.differences
        ],
        "evidence": {
            "document": evidence.number or evidence.document,
            "point": evidence.point,
            "passage": evidence.passage,
        }
        if evidence
        else None,
        "confidence": match.confidence,
        "item_type": found.item_type,
        "protected": found.protected,
        "flag": found.flag,
        "refer_eligible": found.ground is not None,
        "ground": found.ground,
    }
    if explain:
        row |= {"explanation": match.explanation, "aligned": list(match.aligned), "why_silent": match.why_silent}
    return row


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)
