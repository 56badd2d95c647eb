"""The narrow lane (CHARTER rule 6): what may be referred, what must be answered, who signs. Everything else is refused.

A closed list of acts with a victim, the text being the act itself; a quotation that stands on the page; for a threat
six written answers (the Rabat Plan's threshold, borrowed by analogy); two different people. One case at a time, by hand.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from pipeline.records import Article, Ground, ItemType, Tags
from pipeline.workflow.posts import Post, Refused, Role, refusal

GROUNDS: Final[Mapping[Ground, str]] = {
    "scam_impersonation": "mạo danh cơ quan hoặc doanh nghiệp để lấy tiền, thông tin hoặc giấy tờ",
    "scam_payment_credential": "lừa chuyển tiền hoặc lấy mã, mật khẩu",
    "credible_threat": "đe dọa bạo lực cụ thể",
}
ACTS: Final[Mapping[Ground, ItemType]] = {
    "scam_impersonation": "scam_impersonation",
    "scam_payment_credential": "scam_impersonation",
    "credible_threat": "credible_threat",
}
"""the item type a text must have for each ground: the act itself, not news or a warning about it"""
DEMANDS: Final[Mapping[str, str]] = {
    "money": "chuyển tiền",
    "otp": "mã OTP",
    "password": "mật khẩu",
    "papers": "ảnh giấy tờ tùy thân",
    "app": "cài ứng dụng",
    "violence": "dọa dùng bạo lực",
}
HARMED: Final[Mapping[str, str]] = {
    "residents": "người dân trên địa bàn",
    "clients": "khách hàng của một doanh nghiệp",
    "pupils": "học sinh, phụ huynh",
    "elderly": "người cao tuổi",
    "businesses": "hộ kinh doanh, doanh nghiệp",
    "staff": "cán bộ, nhân viên một cơ quan",
    "one": "một cá nhân cụ thể (không ghi tên ở đây)",
}
QUESTIONS: Final[Mapping[str, str]] = {
    "context": "Bối cảnh: lời này đưa ra trong hoàn cảnh nào?",
    "standing": "Vị thế: nơi đưa ra lời này có khả năng thực hiện hay không? (không ghi tên người)",
    "intent": "Ý định: chỗ nào trong lời văn cho thấy muốn thực hiện thật?",
    "content": "Nội dung: dọa làm gì, với ai, khi nào?",
    "reach": "Phạm vi: đã lan đến đâu?",
    "likelihood": "Khả năng xảy ra: điều gì cho thấy việc này sắp xảy ra?",
}
"""six mandatory answers for a threat; without one of them nobody can sign"""
REFUSALS: Final[Mapping[str, str]] = {
    "not_the_act": "chỉ là tin hoặc lời cảnh báo, không phải chính hành vi",
    "no_victim": "không có người bị hại",
    "no_demand": "không đòi tiền, mã, giấy tờ; không dọa cụ thể",
    "wrong_claim": "là thông tin không khớp văn bản: trả lời công khai",
    "opinion": "là ý kiến, phê bình, phản ánh",
    "reported_elsewhere": "người bị hại đã tự trình báo",
    "other": "lý do khác, xem ghi chú",
}
SIGNERS: Final[tuple[Role, Role]] = ("reviewer", "spokesperson")
"""one of each: who checked, and the head of the office"""
ADVICE: Final[Mapping[Ground, tuple[str, ...]]] = {
    "scam_impersonation": (
        "Không chuyển tiền, không gửi ảnh giấy tờ, không bấm đường dẫn, không cài ứng dụng theo lời người lạ.",
        "Đã chuyển tiền: gọi ngay ngân hàng theo số in trên thẻ để chặn giao dịch, giữ lại tin nhắn và biên lai.",
        "Tự trình báo tại Công an phường hoặc qua VNeID; có thể đề nghị giữ bí mật.",
    ),
    "scam_payment_credential": (
        "Không đọc mã OTP, mật khẩu cho bất kỳ ai; đã lộ thì đổi mật khẩu và gọi ngân hàng khóa tài khoản ngay.",
        "Đã chuyển tiền: gọi ngay ngân hàng theo số in trên thẻ để chặn giao dịch, giữ lại tin nhắn và biên lai.",
        "Tự trình báo tại Công an phường hoặc qua VNeID; có thể đề nghị giữ bí mật.",
    ),
    "credible_threat": (
        "Đang gặp nguy hiểm: gọi 113 ngay.",
        "Giữ lại nguyên văn lời dọa và thời điểm nhận được; không tự gặp bên đe dọa.",
        "Tự trình báo tại Công an phường hoặc qua VNeID; có thể đề nghị giữ bí mật.",
    ),
}
"""said to the victim before anything else: how to be safe, and how to report directly"""
QUOTE_LIMITS = (10, 1500)
ANSWER_LIMITS = (10, 1000)
INDICATOR_LIMIT = 300
State = Literal["proposed", "refused", "signed"]


@dataclass(frozen=True, slots=True)
class Paper:
    """What the signers sign. `quote` is the page's own words; `indicator` is the scam's number or address, if any."""

    quote: str
    demand: str
    harmed: str
    indicator: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)

    def digest(self, url: str, capture: str, ground: str) -> str:
        """SHA-256 of all that a signature stands for."""
        parts = [url, capture, ground, self.quote, self.demand, self.harmed, self.indicator]
        told = [self.answers.get(name, "") for name in QUESTIONS]
        return hashlib.sha256(json.dumps([*parts, *told], ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ReferralAct:
    """One line of a case's history: prepare, sign, refuse."""

    seq: int
    act: str
    login: str
    post: str
    role: Role
    at: dt.datetime
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class ReferralCase:
    """A proposal as a signer or the liaison sees it. `paper` is None until somebody prepared it."""

    article: str
    url: str
    outlet: str
    ground: Ground
    state: State
    capture: str
    text: str
    """the page's words, persons masked; empty for the liaison, who sees the paper only"""
    paper: Paper | None
    acts: tuple[ReferralAct, ...]

    @property
    def token(self) -> str:
        """Stands for the last act and the paper: who signs, signs what they had before them."""
        digest = self.paper.digest(self.url, self.capture, self.ground) if self.paper else ""
        return f"{self.acts[-1].seq if self.acts else 0}.{digest}"

    @property
    def signatures(self) -> tuple[ReferralAct, ...]:
        """Signatures under the paper as it is: preparing it anew voids the earlier ones."""
        last = max((number for number, one in enumerate(self.acts) if one.act == "prepare"), default=-1)
        return tuple(one for one in self.acts[last + 1 :] if one.act == "sign")


@dataclass(frozen=True, slots=True)
class Written:
    """The act was written; `case` is how it stands now."""

    case: ReferralCase


@dataclass(frozen=True, slots=True)
class Changed:
    """Nothing was written: the paper or its acts changed meanwhile. `words` names it; `case` is the new state."""

    words: str
    case: ReferralCase


Outcome = Written | Changed | Refused


def eligible(tags: Tags | None) -> Ground | None:
    """The ground on which a text can be referred at all, or None: protected, not the act itself, or not on the list."""
    if tags is None or tags.protected or tags.ground is None or tags.ground not in get_args(Ground):
        return None
    return tags.ground if tags.item_type == ACTS[tags.ground] else None


def why_not(tags: Tags | None, state: str | None, newest: bool) -> Refused | None:
    """Why a page cannot be referred, or None. `state` is that of its proposal, None when there is none."""
    if tags is None:
        return Refused("Không có nội dung này trong kho.", "absent")
    if tags.protected:
        return Refused("Ý kiến, phê bình, phản ánh, câu hỏi không chuyển đi đâu: đọc và trả lời.", "protected")
    if eligible(tags) is None:
        words = (
            "Nội dung này không thuộc danh mục được chuyển (hành vi lừa đảo hoặc đe dọa có người bị hại, chính lời đó)."
        )
        return Refused(f"{words} Thông tin không khớp văn bản thì trả lời công khai.", "not_listed")
    if state is None:
        return Refused("Không có đề xuất chuyển cho nội dung này.", "not_proposed")
    if not newest:
        return Refused("Bài đã đổi lời từ khi đề xuất; chờ lượt chạy sau.", "changed")
    return None if state == "proposed" else Refused("Phiếu này đã ký đủ hoặc đã bị từ chối.", "closed")


def check_paper(case: ReferralCase, by: Post, paper: Paper) -> Refused | None:
    """Why a paper cannot stand, or None."""
    if refused := refusal(by, "prepare_referral"):
        return refused
    low, high = QUOTE_LIMITS
    if not low <= len(paper.quote.strip()) <= high or paper.quote.strip() not in case.text:
        return Refused("Đoạn trích phải là nguyên văn có trong bài.", "quote")
    if paper.harmed not in HARMED:
        return Refused("Chọn nhóm người bị hại.", "harmed")
    threat = case.ground == "credible_threat"
    if paper.demand not in DEMANDS or (paper.demand == "violence") != threat:
        return Refused("Chọn điều bị đòi hoặc bị dọa cho đúng căn cứ.", "demand")
    if len(paper.indicator) > INDICATOR_LIMIT or (threat and paper.indicator):
        return Refused("Dấu hiệu (số, đường dẫn của kẻ lừa) chỉ ghi cho phiếu lừa đảo, trên một dòng.", "indicator")
    if set(paper.answers) - set(QUESTIONS) or (paper.answers and not threat):
        return Refused("Các câu trả lời không đúng mẫu.", "answers")
    low, high = ANSWER_LIMITS
    if threat and not all(low <= len(paper.answers.get(name, "").strip()) <= high for name in QUESTIONS):
        return Refused("Phiếu về lời đe dọa phải trả lời đủ sáu câu.", "answers")
    return None


def check_sign(case: ReferralCase, by: Post, token: str) -> State | Changed | Refused:
    """The state after this signature, or why it is not taken."""
    if refused := refusal(by, "sign_referral"):
        return refused
    if case.paper is None:
        return Refused("Chưa có phiếu để ký: người duyệt lập phiếu trước.", "paper")
    if token != case.token:
        told = case.acts[-1].post if case.acts else "người khác"
        return Changed(f"Chưa ký vì phiếu vừa thay đổi ({told}). Đọc lại rồi ký.", case)
    if any(one.login == by.login for one in case.signatures):
        return Refused("Một người không ký hai lần; cần người thứ hai.", "same_signer")
    if any(one.role == by.role for one in case.signatures):
        return Refused("Chữ ký thứ hai phải của người giữ vai khác: một người duyệt, một người phát ngôn.", "same_role")
    return "signed" if {one.role for one in case.signatures} | {by.role} == set(SIGNERS) else "proposed"


def check_refuse(by: Post, reason: str) -> Refused | None:
    """Why a refusal is not taken, or None."""
    if refused := refusal(by, "sign_referral"):
        return refused
    return None if reason in REFUSALS else Refused("Chọn lý do từ chối trong danh sách.", "reason")


def newest(versions: Sequence[Article], article: str) -> bool:
    """Whether an article is the last version of its page."""
    return bool(versions) and max(versions, key=lambda one: (one.version, one.id)).id == article
