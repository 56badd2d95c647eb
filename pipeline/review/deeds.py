"""What the log's codes are called on the page *Nhật ký*: who, what, with which outcome, why. The log itself keeps codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pipeline.workflow import answers, corrections, decisions, referrals, transparency
from pipeline.workflow.posts import ROLES

DEEDS: Final = {
    "account.add": "thêm tài khoản",
    "account.code": "cấp mã mới",
    "account.disable": "ngừng tài khoản",
    "account.first": "tạo tài khoản quản trị đầu tiên",
    "account.password": "đặt mật khẩu",
    "answer.refused": "việc trả lời bị từ chối",
    "answer.step": "soạn, đăng hoặc rút câu trả lời",
    "answers.pages": "ghi trang Hỏi đáp chính sách",
    "audit.transparency": "ghi trang công khai của tháng",
    "audit.export": "xuất nhật ký",
    "audit.prune": "xóa nhật ký quá 5 năm",
    "audit.read": "xem nhật ký",
    "backup.make": "sao lưu",
    "backup.restore": "khôi phục bản sao lưu",
    "config.change": "đổi cấu hình",
    "correction.answer": "ghi đã có trả lời",
    "correction.close": "đính chính tự đóng: bài đã sửa",
    "correction.draft": "soạn đính chính",
    "correction.edit": "sửa lời đính chính",
    "correction.fix": "ghi đã sửa xong",
    "correction.publish": "phát hành đính chính",
    "correction.refused": "việc đính chính bị từ chối",
    "correction.send": "ghi đã gửi",
    "correction.withdraw": "rút đính chính",
    "corrections.list": "xuất danh sách đính chính",
    "corrections.pages": "ghi trang đính chính công khai",
    "decision.make": "quyết định",
    "decision.refused": "quyết định bị từ chối",
    "decision.undo": "rút lại quyết định",
    "decisions.list": "xuất danh sách quyết định",
    "delivery.failed": "chưa gửi được báo cáo",
    "delivery.sent": "gửi báo cáo",
    "documents.add": "thêm văn bản",
    "documents.restore": "dùng lại văn bản",
    "documents.retire": "thôi dùng văn bản",
    "documents.supersede": "ghi văn bản thay thế",
    "draft.check": "kiểm bản nháp",
    "export.list": "tải danh sách",
    "handover.write": "ghi bộ bàn giao",
    "inquiry.save": "ghi việc báo chí hỏi",
    "letter.answer": "giao việc trả lời phản ánh",
    "model.change": "đổi mô hình",
    "policy.change": "đổi ngưỡng",
    "referral.attempt": "lần chuyển công an bị từ chối",
    "referral.list": "mở danh sách phiếu",
    "referral.prepare": "lập phiếu chuyển",
    "referral.read": "đọc phiếu chuyển",
    "referral.refuse": "từ chối chuyển",
    "referral.sign": "ký phiếu chuyển",
    "report.export": "xuất báo cáo",
    "report.read": "mở báo cáo",
    "session.locked": "khóa đăng nhập 15 phút",
    "session.open": "đăng nhập",
    "store.bury": "ghi dấu đã xóa",
    "store.forget": "xóa theo yêu cầu",
    "store.prune": "xóa dữ liệu hết hạn lưu",
}
_OUTCOMES: Final[Mapping[str, Mapping[Any, str]]] = {
    "account": ROLES,
    "answer": answers.STATES,
    "correction": corrections.STATES,
    "decision": {**{str(kind): name for kind, name in decisions.KINDS.items()}, "undo": "rút lại"},
    "inquiry": {"done": "đã trả lời", "open": "chờ trả lời"},
    "letter": {"answered": "đã trả lời", "given": "đã giao"},
    "referral": {"proposed": "chờ ký đủ", "signed": "đủ hai chữ ký", "refused": "đã từ chối"},
}
"""what stands in an outcome, by the first word of the action"""
REASONS: Final[Mapping[str, str]] = {**transparency.ATTEMPTS, **referrals.REFUSALS, **decisions.REASONS}


def who(actor: str) -> str:
    """Whoever acted, "người duyệt · truc1"; a command of the terminal has no account, a pass is the machine itself."""
    role, _, login = actor.partition(":")
    named = next((name for known, name in ROLES.items() if known == role), "máy" if role == "pipeline" else role)
    return f"{named} · {login}" if login else named


def outcome(action: str, told: str) -> str:
    """The outcome of an action in words; a number or a name stays what it is."""
    return _OUTCOMES.get(action.partition(".")[0], {}).get(told, told)
