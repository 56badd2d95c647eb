"""The words of a draft: what was said, the document and point, what it states. No adjectives, no motive, no person.

One text per form of publication: a notice for the website, short sentences with figures in words for the loudspeaker,
a letter to the outlet. The machine's draft only: a person edits before anybody publishes.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pipeline.config import OfficeInfo
from pipeline.records import Evidence
from pipeline.workflow.corrections import Form, Origin
from pipeline.workflow.decisions import Kind
from pipeline.workflow.spoken import aloud

_KINDS = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "KH": "Kế hoạch",
    "HD": "Hướng dẫn",
    "TB": "Thông báo",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "CV": "Công văn",
}
"""signs of kinds of papers (NĐ 30/2020/NĐ-CP, Phụ lục III)"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a draft is made of. `published_on` is the local day of the page."""

    outlet: str
    title: str
    url: str
    published_on: dt.date | None
    claim: str
    kind: Kind
    claim_value: str
    official_value: str
    paper: str
    point: str
    passage: str


def paper(evidence: Evidence) -> str:
    """A paper as people cite it: kind, number, day, issuer."""
    signs = re.split(r"[/-]", evidence.number)[1:]
    kind = next((name for sign, name in _KINDS.items() if sign in signs), "Văn bản")
    number = f" số {evidence.number}" if evidence.number else f" “{evidence.title}”"
    issued = f" ngày {_day(evidence.issued)}" if evidence.issued else ""
    return f"{kind}{number}{issued} của {evidence.issuer}" if evidence.issuer else f"{kind}{number}{issued}"


def draft(facts: Facts, origin: Origin, form: Form, office: OfficeInfo) -> tuple[str, str]:
    """Heading and body of a draft. Paragraphs are lines; nothing in it is marked up."""
    writer = {"website": _website, "loudspeaker": _loudspeaker, "letter": _letter}[form]
    heading, paragraphs = writer(facts, origin, office)
    return heading, "\n".join(filter(None, paragraphs))


def verdict(facts: Facts) -> str:
    """The sentence that says how claim and document stand to each other (domain 4.4)."""
    place = f"{facts.point} {facts.paper}" if facts.point else facts.paper
    return {
        "partial": f"Nội dung này chưa nêu đủ điều kiện ghi tại {place}.",
        "outdated": f"Nội dung này theo quy định trước; hiện áp dụng {place}.",
        "official_error": f"Nội dung này không khớp với {place}.",
    }.get(facts.kind, f"Nội dung này không khớp với {place}.")


def _said(facts: Facts, origin: Origin, office: OfficeInfo) -> str:
    day = f"Ngày {_day(facts.published_on)}, " if facts.published_on else ""
    who = office.name if origin == "own" else facts.outlet
    sentence = f"{day}{who} đăng “{facts.title}”, trong đó nêu: “{_trim(facts.claim)}”."
    return sentence[0].upper() + sentence[1:]


def _website(facts: Facts, origin: Origin, office: OfficeInfo) -> tuple[str, list[str]]:
    return f"Đính chính nội dung trong “{facts.title}”", [
        _said(facts, origin, office),
        verdict(facts),
        f"Văn bản quy định: “{_trim(facts.passage)}”.",
        _values(facts),
        f"Địa chỉ bài: {facts.url}" if facts.url else "",
    ]


def _loudspeaker(facts: Facts, origin: Origin, office: OfficeInfo) -> tuple[str, list[str]]:
    lines = [
        f"{office.name} đính chính thông tin." if origin == "own" else f"{office.name} thông báo.",
        f"{'Chúng tôi đã' if origin == 'own' else f'{facts.outlet} có'} nêu: {_trim(facts.claim)}.",
        verdict(facts),
        f"Văn bản quy định như sau: {_trim(facts.passage)}.",
        f"Văn bản ghi: {facts.official_value}." if _values(facts) else "",
        f"Bà con cần hỏi thêm, liên hệ {office.unit or office.name}.",
    ]
    return "Thông báo đính chính trên đài truyền thanh", [aloud(line) for line in lines if line]


def _letter(facts: Facts, origin: Origin, office: OfficeInfo) -> tuple[str, list[str]]:
    contact = ", ".join(filter(None, (office.phone, office.email)))
    return f"V/v thông tin trong bài “{facts.title}”", [
        f"Kính gửi: {facts.outlet}.",
        _said(facts, origin, office),
        verdict(facts),
        f"Văn bản quy định: “{_trim(facts.passage)}”.",
        _values(facts),
        f"{office.name} gửi kèm văn bản và đề nghị {facts.outlet} đối chiếu, đính chính nội dung trên.",
        f"Địa chỉ bài: {facts.url}" if facts.url else "",
        f"Liên hệ: {office.unit or office.name}{f' ({contact})' if contact else ''}.",
    ]


def _values(facts: Facts) -> str:
    if facts.kind != "mismatch" or not facts.claim_value or not facts.official_value:
        return ""
    return f"Bài viết ghi: {facts.claim_value}. Văn bản ghi: {facts.official_value}."


def _trim(text: str) -> str:
    return " ".join(text.split()).rstrip(" .;:")


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
