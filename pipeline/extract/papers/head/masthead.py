"""What stands above and below the rules: issuer, number, day, kind and subject; and where the body begins and ends.

The layout is Decree 30/2020/NĐ-CP, Annex I: quốc hiệu at the right, issuing body and "Số:" at the left, kind and trích
yếu below, "Nơi nhận:" and the signature at the end. The signer's name is cut off with the signature block: it is no
part of any rule.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.extract.papers.head.borders import after_top, annexes, find_end, labels_joined, without_preamble
from pipeline.extract.papers.head.dateline import find_day, find_number, kind_of_number, stated_day
from pipeline.extract.papers.head.issuer import find_issuer
from pipeline.extract.papers.head.marks import BASIS
from pipeline.extract.papers.head.portal import without_apparatus
from pipeline.extract.papers.head.titles import about, find_kind
from pipeline.extract.papers.lines import Line

_DRAFT = re.compile(r"\bDỰ\s*THẢO\b|\(dự thảo\)|^dự thảo\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Masthead:
    """The facts of a paper's first page. `day` is None when the paper leaves it blank (a draft)."""

    kind: str
    number: str
    issuer: str
    title: str
    issued: dt.date | None
    draft: bool
    body: tuple[Line, ...]
    warnings: tuple[str, ...]
    seat: str = ""
    """parents of the issuer and the place of the dateline, where nothing else says where a paper holds"""
    annexed: tuple[Line, ...] = ()
    """annexes and attached papers, printed behind the signature"""
    stated: Mapping[str, str] = field(default_factory=dict)
    """what a portal says beside the paper: "effective_from", "effective_to", "state" (see `portal`)"""


def read_masthead(lines: Sequence[Line]) -> Masthead:
    """Split a paper into its masthead facts and its body."""
    flat, stated = without_apparatus(labels_joined([line for line in lines if line.text]))
    start, kind, title = find_kind(flat)
    top = flat[:start] if start else flat[:25]
    number, number_at, drafted = find_number(top or flat[:25])
    number = number or stated.get("number", "")
    if not kind:
        kind = kind_of_number(number)
    if not title:
        title = about(flat[: max(start, 25)])
    body = flat[start:] if start else after_top(flat, number_at)
    end = find_end(body)
    rules = body[:end]
    rules = without_preamble(rules)
    draft = (
        drafted
        or any(_DRAFT.search(line.text) for line in flat[: max(start, 12)] if len(line.text) < 60)
        or bool(re.match(r"dự thảo\b", title, re.IGNORECASE))
    )
    text = "\n".join(line.text for line in flat)
    warnings = []
    if not number:
        warnings.append("Không tìm thấy số, ký hiệu văn bản.")
    issued = find_day(top or flat[:25], flat, draft) or stated_day(stated)
    if issued is None:
        warnings.append("Không tìm thấy ngày ban hành.")
    above = [ln for ln in top or flat[:25] if not BASIS.match(ln.text)]
    issuer = find_issuer(above, body[:3] if start else [], text, body[end:], stated.get("issuer", ""))
    if not issuer:
        warnings.append("Không rõ cơ quan ban hành.")
    return Masthead(
        kind=kind or "khac",
        number=number,
        issuer=issuer,
        title=title,
        issued=issued,
        draft=draft,
        body=tuple(rules),
        annexed=tuple(annexes(body[end:])),
        warnings=tuple(warnings),
        seat="\n".join(line.text.title() for line in (top or flat[:25])[:12] if not BASIS.match(line.text)),
        stated=stated,
    )
