"""Who issued a paper: the last body named in capitals over the number, written as names of bodies are written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.papers.lines import Line, tidy

KINDS: tuple[tuple[str, str], ...] = (
    ("quyet_dinh", "QUYẾT ĐỊNH"),
    ("thong_bao", "THÔNG BÁO"),
    ("ke_hoach", "KẾ HOẠCH"),
    ("nghi_quyet", "NGHỊ QUYẾT"),
    ("huong_dan", "HƯỚNG DẪN"),
    ("thong_cao", "THÔNG CÁO BÁO CHÍ"),
    ("thong_cao", "THÔNG CÁO"),
    ("cong_van", "CÔNG VĂN"),
    ("nghi_dinh", "NGHỊ ĐỊNH"),
    ("thong_tu", "THÔNG TƯ"),
    ("chi_thi", "CHỈ THỊ"),
    ("cong_dien", "CÔNG ĐIỆN"),
    ("ket_luan", "KẾT LUẬN"),
    ("bao_cao", "BÁO CÁO"),
    ("to_trinh", "TỜ TRÌNH"),
    ("phuong_an", "PHƯƠNG ÁN"),
    ("de_an", "ĐỀ ÁN"),
    ("quy_che", "QUY CHẾ"),
    ("quy_dinh", "QUY ĐỊNH"),
    ("luat", "LUẬT"),
    ("bo_luat", "BỘ LUẬT"),
    ("phap_lenh", "PHÁP LỆNH"),
    ("hien_phap", "HIẾN PHÁP"),
)
_MOTTO_LINE = re.compile(
    r"CỘNG\s*H[ÒO][ÀA]\s*XÃ\s*HỘI(?:\s*CHỦ\s*NGHĨA(?:\s*VIỆT\s*NAM)?)?|CHỦ\s*NGHĨA\s*VIỆT\s*NAM|"
    r"Độc\s*lập\s*[-–—.]?\s*Tự\s*do\s*[-–—.]?\s*Hạnh\s*phúc|ĐẢNG\s*CỘNG\s*SẢN\s*VIỆT\s*NAM",
    re.IGNORECASE,
)
_DRAFT = re.compile(r"\bDỰ\s*THẢO\b|\(dự thảo\)|^dự thảo\b", re.IGNORECASE)
_ORG_HEAD = (
    "ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|HỘI ĐỒNG|SỞ|BỘ|CHI CỤC|TỔNG CỤC|CỤC|TỔNG CÔNG TY|CÔNG TY|TRUNG "
    "TÂM|ĐỘI|BAN|THUẾ|"
    "BẢO HIỂM XÃ HỘI|KHO BẠC|CÔNG AN|PHÒNG|TRƯỜNG|BỆNH VIỆN|CHÍNH PHỦ|QUỐC HỘI|THỦ TƯỚNG|CHỦ TỊCH NƯỚC|VĂN "
    "PHÒNG|MẶT TRẬN|NGÂN HÀNG|"
    "ĐIỆN LỰC|TRẠM|VIỆN|TÒA ÁN|TOÀ ÁN|HẠT|HỘI|LIÊN ĐOÀN|TẬP ĐOÀN|KIỂM TOÁN|THANH TRA|ĐẢNG|TỈNH ỦY|BƯU "
    "ĐIỆN|ĐÀI|QUỸ|HỢP TÁC XÃ"
)
_POST = re.compile(r"^(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|CỤC TRƯỞNG|TỔNG GIÁM ĐỐC|HIỆU TRƯỞNG|CHÁNH THANH TRA)\s+")
_ORG_START = re.compile(rf"(?:{_ORG_HEAD})(?!\w)")


def find_issuer(top: Sequence[Line], below: Sequence[Line], text: str, tail: Sequence[Line], stated: str = "") -> str:
    """The last body named in capitals over the number: the one above it is its parent.

    Where what stands there is no name of a body, the one that decides `below` the subject, the one that a portal states,
    the signer's.
    """
    names: list[str] = []
    printed = _MOTTO_LINE.sub("\n", "\n".join(line.text for line in top))
    for row in printed.split("\n"):
        words = re.split(r"(?:^|\s)Số\s*[:.]|_{3,}|[―—–-]{3,}|\*", row)[0].strip(" -–—_*|")
        words = " ".join(w for w in words.split() if "/" not in w)
        letters = [c for c in words if c.isalpha()]
        if re.search(r"(?:^|\s)Số\s*[:.]", row) and not letters and names:
            break
        if not letters or sum(c.isupper() for c in letters) < 0.9 * len(letters) or _DRAFT.search(words):
            continue
        if any(words == kind for _, kind in KINDS):
            break
        if re.match(r"(?:TM|KT|TL|TUQ|Q)\.", words):
            break  # the masthead is missing and this is the signature
        if not names or (_ORG_START.match(words) and names[-1].split()[-1] not in _UNFINISHED):
            names.append(words)
        else:
            names[-1] += " " + words
    names = [n for name in names for n in _split_orgs(name)]
    if names and (_ORG_START.match(names[-1]) or (_ORG_START.search(names[-1]) and not stated)):
        return proper_case(tidy(names[-1]), text)
    decides = next(
        (w for ln in below if ln.text.isupper() and (w := _POST.sub("", ln.text)) and _ORG_START.match(w)), ""
    )
    if decides:
        return proper_case(tidy(decides), text)
    named = names[-1] if names and names[-1][:1].isalpha() and not re.match(r"[IVX]+\.", names[-1]) else ""
    return (
        stated or _signer_body(tail, text) or _in_small_letters(printed) or (named and proper_case(tidy(named), text))
    )


def _in_small_letters(printed: str) -> str:
    """A masthead that was typed in a font of capitals: its letters are small ("Ủy ban nhân dân", "Phường Bến Lở")."""
    names: list[str] = []
    for row in printed.split("\n")[:8]:
        words = tidy(row).strip(" -–—_*|")
        if re.match(r"Số\s*[:.]", words) or any(words.upper() == kind for _, kind in KINDS):
            break
        if not words or len(words) > 70 or words[-1] in ".;:,":
            continue
        if _ORG_START.match(words.upper()):
            names.append(words)
        elif names and names[-1].upper() in ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "CÔNG AN"):
            names[-1] += " " + words
    return proper_case(names[-1].upper(), "") if names else ""


_UNFINISHED = frozenset(["ỦY", "UỶ", "VĂN", "TỔNG", "CHI", "CỦA", "VÀ"])


def _split_orgs(name: str) -> list[str]:
    """Two bodies printed on one line: "ỦY BAN NHÂN DÂN TỈNH X SỞ Y"."""
    cuts = [0]
    for match in re.finditer(
        r"(?<=\s)(?:SỞ|CHI CỤC|TRUNG TÂM|PHÒNG|ĐỘI|BAN QUẢN LÝ|BẢO HIỂM XÃ HỘI CƠ SỞ|THUẾ CƠ SỞ|VĂN PHÒNG)(?!\w)", name
    ):
        before = name[: match.start()].split()
        if len(before) >= 3 and before[-1] not in ("VÀ", "CỦA", "CƠ", "TRỰC", "TRỤ", "HẢI", "-"):
            cuts.append(match.start())
    return [name[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(name)], strict=True) if name[a:b].strip()]


def _signer_body(tail: Sequence[Line], text: str) -> str:
    for line in tail:
        match = re.match(r"^TM\.\s*(.+)$", line.text)
        if match:
            return proper_case(tidy(match[1]), text)
    return ""


_FIELDS = (
    "giáo dục và đào tạo|xây dựng|nông nghiệp và môi trường|tài chính|nội vụ|y tế|công thương|khoa học và công nghệ|"
    "văn hóa, thể thao và du lịch|văn hóa - xã hội|tư pháp|dân tộc và tôn giáo|quốc phòng|ngoại giao|cấp nước|cấp "
    "thoát nước|"
    "cổ phần|điện lực|kinh tế, hạ tầng và đô thị|phục vụ hành chính công|cung ứng dịch vụ công|phát triển quỹ "
    "đất|quản lý|"
    "thủy sản|kiểm lâm|đăng kiểm|bảo vệ môi trường|môi trường đô thị|dự án|đầu tư xây dựng|kiểm soát bệnh tật|tiếp "
    "công dân"
)
_SMALL = (
    "ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân|bảo hiểm xã hội cơ sở|bảo hiểm xã "
    "hội|và|của|thuộc|tỉnh|phường|xã|"
    "thành phố|thị xã|thị trấn|huyện|quận|đặc khu|khu vực|cơ sở|nhà nước|chợ|nhân dân|xã hội|công ty|chính phủ"
)


def proper_case(name: str, text: str) -> str:
    """Write a name set in capitals as the paper itself writes it elsewhere, else by the rules for names of bodies."""
    pattern = re.compile(r"\s+".join(map(re.escape, name.split())), re.IGNORECASE)
    for match in pattern.finditer(text):
        if not match.group().isupper():
            found = tidy(match.group())
            return found[0].upper() + found[1:]
    lowered = name.title().replace("Uỷ", "Ủy")
    lowered = re.sub(rf"\b(?:{_FIELDS})\b", lambda m: _field(m.group()), lowered, flags=re.IGNORECASE)
    lowered = re.sub(rf"\b(?:{_SMALL})\b", lambda m: m.group().lower(), lowered, flags=re.IGNORECASE)
    lowered = _BODY_WORD.sub(lambda m: m.group().capitalize(), lowered)
    return lowered[0].upper() + lowered[1:]


_BODY_WORD = re.compile(
    r"^(?:trung tâm|bệnh viện|công an|điện lực|chi cục|tổng cục|ngân hàng|kho bạc|văn phòng|tòa án|ban quản lý|ban chỉ đạo|"
    r"mặt trận|liên đoàn|thanh tra|bưu điện|tỉnh ủy|đảng ủy|tổng công ty|trạm y tế|hợp tác xã|đội quản lý|hạt kiểm lâm)(?!\w)",
    re.IGNORECASE,
)
"""what kind of body it is, before its field and its place"""


def _field(words: str) -> str:
    """A field of work inside a body's name: the first syllable of each of its parts is a capital."""
    parts = re.split(r"( và |, | - )", words.lower())
    return "".join(p[:1].upper() + p[1:] if i % 2 == 0 else p for i, p in enumerate(parts))
