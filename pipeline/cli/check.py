"""`doichieu check`: claims beside passages, one JSON line in and one out.

`--draft FILE` reads a whole text of our own before it is published. With the key `passage` (even null) only that passage is used and no store is needed; without it the documents of the
office's store are searched. Protected speech is answered `not_checkable` before anything is compared.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from zipfile import BadZipFile

import docx
import typer
from docx.opc.exceptions import PackageNotFoundError

from pipeline.check import Checker, MemoryRetriever, Retriever
from pipeline.check.draft import check_draft
from pipeline.check.single import Answer, answer, evidence_of
from pipeline.cli.common import FAILED, USAGE, ConfigDir, read_json_lines, say, stop, write_json_line
from pipeline.cli.loading import gazetteer_of, office_of, pair_model_of, store_of, tagger_of
from pipeline.cli.tag import day_of, text_of
from pipeline.language.places import Gazetteer
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


Draft = Annotated[
    Path | None,
    typer.Option("--draft", metavar="TỆP", help="Kiểm một bản nháp của ta (.txt, .docx) trước khi đăng."),
]


def check(config: ConfigDir = Path(), explain: WhySilent = False, draft: Draft = None) -> None:
    """Đặt từng nội dung cạnh đoạn văn bản và chỉ ra chỗ không khớp.

    Ví dụ: doichieu check --explain < claims.jsonl    (mỗi dòng {"id": …, "claim": …, "passage": …})
    hoặc: doichieu check --draft thong-bao.docx
    """
    gazetteer = gazetteer_of(config)
    if draft is not None:
        check_own(draft, config, gazetteer, explain=explain)
        return
    tagger, judge = tagger_of(gazetteer), pair_model_of()
    alone = Checker(MemoryRetriever(()), gazetteer=gazetteer, judge=judge)
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
            stored = Checker(_stored(config), gazetteer=gazetteer, judge=judge)
        found = answer(claim, passages, day, tags, stored if passages is None and stored else alone, explain=explain)
        write_json_line(row_of(row.get("id"), found, explain=explain))
    if failed:
        raise typer.Exit(FAILED)


def check_own(file: Path, config: Path, gazetteer: Gazetteer, *, explain: bool) -> None:
    """Print one line for each statement of a draft, and in words what to look at before it is published."""
    store = store_of(config)
    checker = Checker(MemoryRetriever(store.evidence()), gazetteer=gazetteer)
    found = check_draft(draft_text(file), store.clock(), office_of(config).places.watched, checker, gazetteer)
    for number, one in enumerate(found, start=1):
        told = Answer(one.match, "official_notice", False, one.wrong, None)
        write_json_line({"claim": one.claim.text} | row_of(number, told, explain=explain))
    wrong = [one for one in found if one.wrong]
    for one in wrong:
        say(f"Không khớp: “{one.claim.text}”. {one.match.explanation}")
    silent = sum(one.match.verdict == "no_document" for one in found)
    say(f"{len(found)} nội dung kiểm được: {len(wrong)} cần xem lại, {silent} chưa có văn bản để đối chiếu.")


def draft_text(file: Path) -> str:
    """The words of a .txt or .docx file; ends the command when it cannot be read."""
    try:
        if file.suffix.lower() == ".docx":
            return "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError, PackageNotFoundError, KeyError, ValueError, BadZipFile):
        stop(f"Không đọc được {file}. Cần một tệp .docx hoặc một tệp chữ .txt ghi bằng UTF-8.", USAGE)


def _stored(config: Path) -> Retriever:
    return MemoryRetriever(store_of(config).evidence())


def row_of(key: object, found: Answer, *, explain: bool) -> dict[str, Any]:
    """The output line of DESIGN's contract; `--explain` adds the sentence, what was read, which slots align and why nothing is flagged."""
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
        row["considered"] = [
            {
                "where": c.where,
                "score": c.score,
                "verdict": c.verdict,
                "aligned": list(c.aligned),
                "codes": list(c.codes),
                "why_silent": c.why_silent,
            }
            for c in found.considered
        ]
    return row


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)
