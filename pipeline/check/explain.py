"""One Vietnamese sentence for a match: what the text says, where the document speaks of it, what it provides.

Never "sai" or "giả" about a text (CHARTER): the document and the words that differ, nothing about anybody's motive.
"""

from __future__ import annotations

from pipeline.records import Code, Difference, Evidence, Verdict

SUBJECT: dict[Code, str] = {
    "amount_mismatch": "mức tiền",
    "date_mismatch": "ngày, thời hạn",
    "scope_mismatch": "địa bàn, phạm vi",
    "eligibility_mismatch": "đối tượng",
    "authority_mismatch": "cơ quan có thẩm quyền",
    "procedure_mismatch": "thủ tục, giấy tờ",
    "modality_mismatch": "tính bắt buộc",
    "existence_fabricated": "việc mà văn bản nêu là không có",
    "existence_denied": "việc mà văn bản nêu là có",
    "status_mismatch": "tình trạng văn bản",
    "stat_mismatch": "số liệu",
    "quote_mismatch": "lời trích",
    "reference_mismatch": "số, ký hiệu văn bản",
    "outdated": "quy định đã được thay thế",
    "omitted_condition": "điều kiện",
    "forged_document": "văn bản mà cơ quan được nêu tên xác nhận không ban hành",
    "scam": "điều mà cơ quan được nêu tên cho biết là không làm",
}


def source_of(evidence: Evidence) -> str:
    """The place in the document, as a reader looks it up."""
    point = f"{evidence.point} " if evidence.point else ""
    number = f"văn bản số {evidence.number}" if evidence.number else "văn bản"
    issuer = f" của {evidence.issuer}" if evidence.issuer else ""
    return f"{point}{number}{issuer}"


def explain(verdict: Verdict, differences: tuple[Difference, ...], evidence: Evidence | None) -> str:
    """The sentence a reviewer reads first."""
    if evidence is None or verdict == "no_document":
        return "Chưa có văn bản để đối chiếu nội dung này."
    source = source_of(evidence)
    if verdict == "match":
        return f"Nội dung khớp với {source}."
    first = differences[0] if differences else None
    said = f"“{first.claim_value}”" if first and first.claim_value else "như trên"
    official = f"“{first.official_value}”" if first and first.official_value else f"“{evidence.passage}”"
    about = SUBJECT[first.code] if first else "nội dung"
    if verdict == "outdated":
        return f"Nội dung nêu {said} theo quy định trước đây; {source} hiện quy định: {official}."
    if verdict == "partial":
        return f"Nội dung nêu {said} khớp một phần với {source}, chưa nêu điều kiện: {official}."
    if verdict == "forged":
        return f"Nội dung nêu {said}; {source} xác nhận: {official}."
    return f"Nội dung nêu {said} không khớp với {source} về {about}: văn bản quy định {official}."
