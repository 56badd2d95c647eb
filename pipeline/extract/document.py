"""An official paper cut into passages, one rule each: the door of the document readers.

Called by `documents add` and by the office's own uploads. What could not be understood is said in `warnings`; a number
that a scan gives in two ways makes its passage doubtful, and a doubtful passage never yields a flag. Private numbers of
residents (a reply to a letter, a list of recipients) are masked in the passages before anything stores them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.extract.masking import mask_paper
from pipeline.extract.papers.formats import guard
from pipeline.extract.papers.head.masthead import read_masthead
from pipeline.extract.papers.lines import DocumentRefused, Paper
from pipeline.extract.papers.rules import facts
from pipeline.extract.papers.rules.passages import Found
from pipeline.extract.papers.rules.structure import cut
from pipeline.extract.papers.rules.witness import disagrees
from pipeline.records import Document, DocumentStatus, Passage

if TYPE_CHECKING:
    from pipeline.language.places import Gazetteer

__all__ = ["DocumentRefused", "as_row", "read"]

NO_RULES = (
    "Không tìm thấy nội dung nào trong tệp «{name}». Hãy kiểm tra lại tệp, hoặc gõ lại nội dung vào tệp TXT rồi thêm."
)


def read(data: bytes, name: str, gazetteer: Gazetteer | None = None) -> Document:
    """Cut the paper in `data` into passages; `name` is its file name. Raises DocumentRefused."""
    kind = guard.kind_of(data, name)
    paper = _lines(data, name, kind)
    head = read_masthead(paper.lines)
    found = cut([*head.body, *head.annexed])
    if not found:
        raise DocumentRefused(NO_RULES.format(name=name))
    found = [replace(f, doubtful=f.doubtful or disagrees(f.text)) for f in found]
    start, end = facts.effect(found, head.kind, head.issued, head.title, head.stated)
    status: DocumentStatus = "draft" if head.draft else facts.state(head.stated)
    key = hashlib.sha256(data).hexdigest()[:16]
    warnings = [*paper.warnings, *head.warnings]
    if any(f.doubtful for f in found):
        warnings.append(
            "Có đoạn cần người xem: số liệu đọc được không khớp nhau (bản quét, lớp chữ ẩn hoặc số viết bằng chữ)."
        )
    return Document(
        id=key,
        kind=head.kind,
        number=head.number,
        issuer=head.issuer,
        title=head.title,
        issued=head.issued,
        effective_from=None if head.draft else start,
        effective_to=None if head.draft else end,
        status=status,
        places=_places(gazetteer, (head.title, " ".join(_scope(found)), head.issuer, head.seat), head.issued),
        supersedes=facts.replaced(found, head.number),
        file=name,
        passages=tuple(
            Passage(key, f.point, mask_paper(f.text), mask_paper(f.heading), doubtful=f.doubtful) for f in found
        ),
        warnings=tuple(warnings),
    )


def as_row(document: Document) -> dict[str, Any]:
    """The document as `documents add --json` prints it (DESIGN, Commands)."""
    return {
        "number": document.number,
        "kind": document.kind,
        "title": document.title,
        "issuer": document.issuer,
        "issued": _iso(document.issued),
        "effective_from": _iso(document.effective_from),
        "effective_to": _iso(document.effective_to),
        "status": document.status,
        "places": list(document.places),
        "supersedes": list(document.supersedes),
        "file": document.file,
        "warnings": list(document.warnings),
        "passages": [
            {"point": p.point, "text": p.text, "heading": p.heading, "doubtful": p.doubtful} for p in document.passages
        ],
    }


def _lines(data: bytes, name: str, kind: str) -> Paper:
    if kind == "docx":
        from pipeline.extract.papers.formats.docx import from_docx

        return from_docx(data, name)
    if kind == "pdf":
        from pipeline.extract.papers.formats.pdf import from_pdf

        return from_pdf(data, name)
    from pipeline.extract.papers.formats.plain import from_html, from_text

    return from_html(data) if kind == "html" else from_text(data)


def _scope(found: Sequence[Found]) -> list[str]:
    """The rules that say where a paper holds: the first two of a decision, all of a notice with what announces them."""
    if any(f.point.startswith("Điều") for f in found):
        return [f.text for f in found[:2]]
    headings = list(dict.fromkeys(f.heading for f in found))
    return [*headings, *(f.text for f in found)]


def _places(gazetteer: Gazetteer | None, texts: Sequence[str], on: dt.date | None) -> tuple[str, ...]:
    """Units the paper speaks of: those its subject names, else its scope, else its issuer, else where that sits."""
    if gazetteer is None:
        return ()
    for text in texts:
        units = gazetteer.units(text, on)
        if units:
            return tuple(units)
    return ()


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
