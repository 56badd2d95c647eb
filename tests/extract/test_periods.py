"""From when to when a paper holds, by its own clause, its title or the portal beside it; a table of clauses."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.extract import document
from pipeline.extract.papers.rules import facts

ISSUED = dt.date(2026, 11, 10)


def notice(title: str, *rules: str, kind: str = "THÔNG BÁO", number: str = "31/TB-UBND", top: str = "") -> bytes:
    body = "\n\n".join(f"{n}. {rule}" for n, rule in enumerate(rules, start=1))
    head = "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nPHƯỜNG BẾN LỞ          Độc lập - Tự do - Hạnh phúc\n"
    day = f"Số: {number}          Bến Lở, ngày 10 tháng 11 năm 2026\n\n"
    return f"{top}{head}{day}{kind}\n{title}\n\n{body}\n\nNơi nhận:\n- Lưu: VT.\n".encode()


CLAUSES = [
    ("Thông báo này có hiệu lực kể từ ngày ký.", "2026-11-10", None),
    ("Thông báo này có hiệu lực từ 0 giờ 00 ngày 01/12/2026.", "2026-12-01", None),
    ("Thông báo này có hiệu lực từ ngày 01 tháng 12 năm 2026 đến hết ngày 31 tháng 3 năm 2027.", "2026-12-01", "2027-03-31"),
    ("Thông báo này có hiệu lực sau 10 ngày kể từ ngày ký.", "2026-11-20", None),
    ("Mức thu này áp dụng từ tháng 01 năm 2027.", "2027-01-01", None),
    ("Mức học phí này được áp dụng từ học kỳ II năm học 2026 - 2027.", "2027-01-18", None),
    ("Trường nghỉ học từ ngày 20 tháng 11 năm 2026 đến hết ngày 22 tháng 11 năm 2026.", "2026-11-10", None),
    ("Ngừng cấp nước từ 22 giờ ngày 20/11/2026 đến 05 giờ ngày 21/11/2026.", "2026-11-10", None),
]  # fmt: skip


@pytest.mark.parametrize(("clause", "start", "end"), CLAUSES, ids=[c for c, _, _ in CLAUSES])
def test_a_clause_says_from_when(clause: str, start: str, end: str | None) -> None:
    read = document.read(notice("Về việc thu tiền nước", "Hộ dân nộp tiền tại phường.", clause), "tb31.txt")
    assert str(read.effective_from) == start
    assert (str(read.effective_to) if read.effective_to else None) == end


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("Mức đóng quỹ phòng, chống thiên tai năm 2027", "2027-01-01", "2027-12-31"),
        ("Lịch tạm ngừng cấp điện tuần 48 năm 2026", "2026-11-23", "2026-11-29"),
        ("Về việc vệ sinh kênh mương", "2026-11-10", None),
    ],
)
def test_a_title_names_its_period(title: str, start: str, end: str | None) -> None:
    read = document.read(notice(title, "Hộ dân thực hiện theo lịch niêm yết tại nhà văn hóa."), "tb31.txt")
    assert str(read.effective_from) == start
    assert (str(read.effective_to) if read.effective_to else None) == end


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("Còn hiệu lực", "in_force"),
        ("Hết hiệu lực toàn bộ", "expired"),
        ("Hết hiệu lực một phần", "in_force"),
        ("Đã bị thay thế", "superseded"),
        ("Đã bãi bỏ", "expired"),
        ("Chưa có hiệu lực", "in_force"),
    ],
)
def test_a_portal_says_whether_it_still_holds(state: str, status: str) -> None:
    top = f"Số hiệu: 31/TB-UBND\nNgày ban hành: 10/11/2026\nNgày hiệu lực: 15/11/2026\nNgày hết hiệu lực: 31/12/2026\nTình trạng: {state}\n\n"
    read = document.read(notice("Về việc thu tiền nước", "Hộ dân nộp tiền tại phường.", top=top), "tb31.txt")
    assert read.status == status == facts.state({"state": state})
    assert (str(read.effective_from), str(read.effective_to)) == ("2026-11-15", "2026-12-31")


def test_replaced_papers_are_named() -> None:
    clause = "Thông báo này thay thế Thông báo số 12/TB-UBND và bãi bỏ Kế hoạch số 40/KH-UBND."
    read = document.read(notice("Về việc thu tiền nước", "Hộ dân nộp tiền tại phường.", clause), "tb31.txt")
    assert read.supersedes == ("12/TB-UBND", "40/KH-UBND")
