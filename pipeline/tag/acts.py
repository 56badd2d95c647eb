"""The act itself: is this text a scam or a threat, or does it speak about one?

The referral lane is a closed list (CHARTER rule 6). A text gets a ground only when it asks the reader, here and now,
for money, a secret or a document, or when it threatens a named target with a concrete act. News, warnings, advice and
residents telling of a scam contain the same words; what sets them apart is who is addressed and who speaks. Every
condition here must hold beside the model's word: one missing means no ground.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language.normalise import fold
from pipeline.records import Ground

# Each pattern is read on folded text (lower case, no diacritics), so that texts without diacritics are seen alike.
DEMAND = re.compile(
    r"\b(chuyen (?:khoan|tien|truoc|ngay)|nop (?:truoc|ngay|phi)|dong (?:truoc|phi|coc)|dat coc|gui (?:truoc|ma|anh|so)|"
    r"(?:doc|cung cap|nhap|gui|nhan) (?:lai )?(?:ma )?otp|ma xac (?:thuc|nhan|minh)|mat khau|so the|ma pin|cai (?:dat )?(?:ung dung|app|phan mem)|"
    r"tai (?:ung dung|app|phan mem|ve)|bam (?:vao )?(?:lien ket|link|duong dan)|truy cap (?:lien ket|link|duong dan|dia chi)|"
    r"quet ma|anh (?:chup )?(?:can cuoc|cccd|hai mat|2 mat)|(?:can cuoc|cccd) (?:hai|2) mat|le phi|phi (?:ho so|giu cho|dam bao|bao hiem|kich hoat))\b"
)
ADDRESSED = re.compile(
    r"\b(quy (?:khach|vi|ong ba|phu huynh|cu dan|doanh nghiep|ho)|ong/ba|ong \(?ba\)?|anh/chi|anh chi|ba con (?:nao|chi can|vui long)|ban (?:chi can|da|vui long|hay|nhan|duoc|lien he|can)|"
    r"(?:ong|ba|anh|chi|cac ho|ho gia dinh|chu ho|nguoi dan|phu huynh) (?:vui long|hay|can|phai|chi can)|vui long|"
    r"ho so cua (?:ban|quy|ong|anh)|tai khoan cua (?:ban|quy|ong|anh)|lien he (?:ngay|zalo|so)|inbox|nhan tin (?:ngay|zalo|cho)|goi (?:ngay|so))\b"
)
TOLD_OF = re.compile(
    r"\b(canh bao|thu doan|khuyen cao|canh giac|lua dao|mao danh|gia danh|gia mao|ke gian|doi tuong|nan nhan|trinh bao|to giac|bi lua|mac bay|sap bay|"
    r"khoi to|bat giu|bi bat|dieu tra|tuyet doi khong|khong lam theo|dung (?:lam theo|bam|tin|chuyen)|khong (?:bao gio )?(?:yeu cau|thu phi|goi dien)|"
    r"(?:toi|tui|nha toi|me toi|ba toi|chi toi) (?:nhan|bi|vua|duoc|suyt|da)|cong an (?:cho biet|khuyen|thong tin)|chieu tro|chieu lua)\b"
)
IN_THE_NAME_OF = re.compile(
    r"\b(cong an|uy ban|ubnd|chi cuc|cuc thue|co quan thue|thue (?:tinh|co so|phuong)|toa an|vien kiem sat|dien luc|cong ty|buu dien|buu cuc|ngan hang|bao hiem xa hoi|bhxh|"
    r"so (?:y te|giao duc|xay dung|tai chinh|noi vu|cong thuong|nong nghiep)|truong (?:mam non|tieu hoc|thcs|thpt|hoc)|benh vien|tram y te|trung tam|phong (?:van hoa|giao duc|quan ly|kinh te)|vneid|"
    r"dich vu cong|cap nuoc|vien thong|quy (?:ho tro|tin dung|tu thien)|to cong tac|ban quan ly|can bo|nhan vien)\b"
)
THREAT = re.compile(
    r"\b(giet|dam chet|chem|dot (?:nha|xe|quan|tru so|sap|ghe|thuyen|tiem|cua hang)|phong hoa|cho no|dat min|no min|tat axit|tat a-xit|an mang|mat mang|lay mang|dam (?:cho|thung)|"
    r"danh (?:cho|chet|gay|que)|xu (?:dep|may)|cho (?:may )?biet tay|tinh so|khong (?:song|yen|toan mang)|de (?:lai )?mang|do mau|thay mau|cat gan|bat coc)\b"
)
THREAT_TARGET = re.compile(
    r"\b(may|tui bay|bay|mi|nha (?:may|mi|ong|ba|no|anh|chi|thang|con)|thang|con (?:may|gai may|trai may|cua)|vo con|ca nha|dua nao|ong (?:chu|to|pho|can|truong)|"
    r"(?:can bo|nhan vien|bao ve|doi|to) [a-z]+)\b"
)
THREAT_WHEN = re.compile(
    r"\b(toi nay|dem nay|sang mai|toi mai|chieu nay|ngay mai|tuan nay|tuan toi|truoc (?:ngay|gio|\d+)|tu gio toi|trong (?:hom nay|tuan|vong|dem|\d+)|dung \d+ ?(?:gio|h)|\d+ ?(?:gio|h)\b|"
    r"neu (?:khong|con|may|chua|ma)|con (?:den|ra|thay|dung|lap|do|thu|buoc)|lan sau|hom nao|ra duong|khi (?:nao|may|ra)|thi (?:dung trach|biet tay|coi chung|lieu))\b"
)
FIGURATIVE = re.compile(
    r"\b(nhu (?:muon )?giet|nong (?:muon )?chet|met muon chet|cuoi (?:dau|muon) chet|doi chet|gia (?:ca )?(?:chem|cat co)|chem gio|chem chat|chat chem|chem dep|cay dang|giet (?:thoi gian|chet lang)|"
    r"dot (?:tien|thoi gian|nong)|an tuoi nuot song|coi nhu giet|khac nao (?:giet|chem|dot)|bong da|tran dau|doi bong)\b"
)


@dataclass(frozen=True, slots=True)
class Act:
    """What was found: the ground, or None with the condition that was missing (Vietnamese, for the trail)."""

    ground: Ground | None
    missing: str | None


def scam(text: str) -> Act:
    """Whether `text` is itself a demand for money, a secret or a document, and in whose name."""
    plain = fold(text)
    if TOLD_OF.search(plain):
        return Act(None, "văn bản kể lại hoặc cảnh báo, không phải chính hành vi")
    if not DEMAND.search(plain):
        return Act(None, "không có yêu cầu cụ thể về tiền, mật khẩu hoặc giấy tờ")
    if not ADDRESSED.search(plain):
        return Act(None, "không nói với người đọc là nạn nhân")
    return Act("scam_impersonation" if IN_THE_NAME_OF.search(plain) else "scam_payment_credential", None)


def threat(text: str) -> Act:
    """Whether `text` itself threatens a target with a concrete act, at a time or on a condition."""
    plain = fold(text)
    if TOLD_OF.search(plain) or FIGURATIVE.search(plain):
        return Act(None, "văn bản kể lại, cảnh báo hoặc nói theo nghĩa bóng")
    for pattern, missing in (
        (THREAT, "không có hành vi bạo lực cụ thể"),
        (THREAT_TARGET, "không rõ ai bị đe dọa"),
        (THREAT_WHEN, "không rõ khi nào hoặc với điều kiện gì"),
    ):
        if not pattern.search(plain):
            return Act(None, missing)
    return Act("credible_threat", None)
