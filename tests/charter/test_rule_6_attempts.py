"""CHARTER rule 6: whatever is not the act itself cannot be referred, by no way, and every attempt is in the log.

Thirty texts of the kinds that the charter names. Each is tried as a function, as store verbs by every role, with a
proposal planted in the store, and from the command line.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from pipeline.cli.init import create
from pipeline.cli.main import app
from pipeline.config import load_office
from pipeline.language.places import Gazetteer
from pipeline.records import Article, Ground, Referral, Tags
from pipeline.store import Store, open_store
from pipeline.tag import Tagger
from pipeline.triage import triage
from pipeline.workflow.posts import Post, Refused, Role
from pipeline.workflow.referrals import QUESTIONS, Paper, eligible

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
ATTEMPTS = (
    # wrong claims and rumours: answered in public
    "Giá thu gom rác của hộ gia đình là 42.000 đồng mỗi tháng từ đầu năm tới.",
    "Nghe nói sáp nhập xong thì thu lại hết giấy tờ nhà của dân phường.",
    "Học sinh toàn tỉnh được nghỉ học hai tuần kể từ thứ Hai, theo một nguồn tin.",
    "Cầu mới sẽ thu phí qua lại 20.000 đồng một lượt, nhiều người nói như vậy.",
    "Mỗi hộ phải nộp 200.000 đồng làm đường theo thông báo dán ở chợ.",
    "Bệnh viện tỉnh đóng cửa từ tháng sau, ai khám bệnh phải lên Nha Trang.",
    "Nước máy của phường có chất độc, báo địa phương dẫn lời một người dân.",
    # a forged notice without a demand
    "Lan truyền một công văn ghi ngày 12/11/2026 cho học sinh nghỉ học, không rõ nơi ban hành.",
    "Tờ thông báo giả chữ ký đề nghị các hộ treo cờ trong một tuần đã được dán ở nhiều ngõ.",
    # criticism, protest, petition, vote
    "Ông chủ tịch phường nên từ chức vì hứa mà không làm được việc gì.",
    "Tôi cho rằng cách phường làm vỉa hè là lãng phí và coi thường người dân.",
    "Bà con sẽ ra ngã tư phản đối nếu phường không trả lời trước ngày 20.",
    "Hãy cùng ký đơn kiến nghị dừng dự án lấn biển trước khi quá muộn.",
    "Đừng bỏ phiếu cho những người đã im lặng suốt năm năm qua.",
    "Trả lại bãi tắm cho dân, đừng để thêm một mùa hè nữa!",
    "Dự án điện hạt nhân không nên xây ở đây, chúng tôi không đồng ý.",
    "Cán bộ một cửa làm việc quan liêu, dân đi lại năm lần chưa xong một tờ giấy.",
    # complaints, questions, experience, satire, hyperbole
    "Tôi phản ánh tháng này bị thu 60.000 đồng tiền rác mà không có biên lai.",
    "Xin hỏi phường khi nào trả tiền đền bù cho các hộ ở khu phố 5?",
    "Tôi chờ ba tháng vẫn chưa nhận được sổ đỏ, gọi điện không ai nghe.",
    "Nắng như muốn giết người, chờ xe buýt mà cháy cả tóc.",
    "Phường ra nghị quyết: mưa chỉ được rơi ngoài giờ hành chính, theo báo trào phúng.",
    "Kẹt xe kiểu này chắc tôi đập luôn cái xe máy cho rồi.",
    # news of crimes, warnings, the one who reported
    "Công an cảnh báo thủ đoạn giả nhân viên điện lực yêu cầu chuyển khoản và đọc mã OTP.",
    "Khởi tố ba đối tượng mạo danh cán bộ thuế yêu cầu cài ứng dụng để chiếm đoạt tiền.",
    "Tôi nhận được tin nhắn bảo bấm vào liên kết để nhận tiền, may mà chưa chuyển khoản.",
    "Một người đàn ông bị bắt vì dọa đốt nhà hàng xóm, tòa tuyên phạt sáu tháng tù.",
    # lawful requests for money, advertisements, praise
    "Điện lực nhắc khách hàng thanh toán trước ngày 15 qua ngân hàng; nhân viên không thu tiền tại nhà.",
    "Cơ hội sở hữu căn hộ ven biển, đặt cọc 50 triệu đồng nhận ngay ưu đãi.",
    "Phường làm rất tốt, thu tiền rác nhanh gọn, bà con ai cũng khen.",
)
GROUNDS: tuple[Ground, ...] = get_args(Ground)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load(ROOT / "models", Gazetteer.builtin())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, tagger: Tagger) -> Iterator[tuple[Path, Store]]:
    """An office that has read all thirty, with a proposal for each planted in its store."""
    folder = tmp_path_factory.mktemp("office")
    create(folder)
    store = open_store(load_office(folder).store.url, clock=lambda: NOW)
    planted = []
    for number, text in enumerate(ATTEMPTS):
        url = f"https://bao.example/{number}"
        page = Article(f"a{number}", "bao", "Báo Thử", url, "", NOW, None, text, NOW)
        store.save_reading(hashlib.sha256(text.encode()).hexdigest(), url, "1", page, None)
        store.save_tags(tagger.tag_article(page))
        planted.append(Referral(page.id, url, GROUNDS[number % len(GROUNDS)]))
    store.replace_flags([], planted, "1", NOW)
    yield folder, store
    store.close()


def logged(store: Store) -> int:
    return sum(line["action"] == "referral.attempt" for line in store.audit_lines())


def papers(text: str) -> list[Paper]:
    answers = dict.fromkeys(QUESTIONS, "Một câu trả lời đủ dài cho câu này.")
    return [Paper(text, "money", "residents"), Paper(text, "violence", "staff", answers=answers)]


def test_there_are_thirty_attempts() -> None:
    assert len(set(ATTEMPTS)) == len(ATTEMPTS) == 30


@pytest.mark.parametrize("number", range(len(ATTEMPTS)))
def test_no_function_finds_a_ground(number: int, tagger: Tagger) -> None:
    page = Article("a", "bao", "Báo", "https://bao.example/", "", NOW, None, ATTEMPTS[number], NOW)
    tags = tagger.tag_article(page)
    assert eligible(tags) is None
    assert triage([page], {"a": tags}, [], [], {}).referrals == ()


@pytest.mark.parametrize("number", range(len(ATTEMPTS)))
def test_no_store_verb_refers_it_and_each_attempt_is_logged(number: int, office: tuple[Path, Store]) -> None:
    _, store = office
    key = f"a{number}"
    for role in get_args(Role):
        by = Post(role, f"Người {role}", role)
        before = logged(store)
        tries = [store.prepare_referral(key, by, paper) for paper in papers(ATTEMPTS[number])]
        tries += [store.sign_referral(key, by, "0."), store.refuse_referral(key, by, "other")]
        assert all(isinstance(one, Refused) for one in tries)
        assert logged(store) == before + len(tries)
    assert {one.state for one in store.referrals() if one.article == key} == {"proposed"}
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM referral_papers").scalar_one() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM referral_acts").scalar_one() == 0


@pytest.mark.parametrize("number", range(len(ATTEMPTS)))
def test_no_command_refers_it_and_each_attempt_is_logged(number: int, office: tuple[Path, Store]) -> None:
    folder, store = office
    before = logged(store)
    url = f"https://bao.example/{number}"
    result = CliRunner().invoke(app, ["referrals", "refer", url, "--config", str(folder)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert logged(store) == before + 1
    line = [line for line in store.audit_lines() if line["action"] == "referral.attempt"][-1]
    assert line["reason_code"] in ("protected", "not_listed")
    assert url not in str(line)


def test_the_log_is_whole_after_all_of_it(office: tuple[Path, Store]) -> None:
    assert office[1].verify_audit().sound


def test_the_same_ways_do_refer_the_act_itself(tmp_path: Path) -> None:
    """The attempts above fail for what they are, not because nothing works."""
    text = "Chi cục thuế báo: bấm vào liên kết và nhập mã OTP trước 17 giờ để không bị khóa mã số thuế."
    store = open_store(tmp_path / "kho.sqlite3", clock=lambda: NOW)
    page = Article("a", "bao", "Báo", "https://bao.example/", "", NOW, None, text, NOW)
    store.save_reading("c", page.url, "1", page, None)
    store.save_tags(Tags("a", "scam_impersonation", False, "khac", (), "neu", True, "scam_impersonation"))
    store.replace_flags([], [Referral("a", page.url, "scam_impersonation")], "1", NOW)
    for role in ("reviewer", "spokesperson"):
        by = Post(role, role, role)
        if role == "reviewer":
            assert not isinstance(store.prepare_referral("a", by, Paper(text, "otp", "residents")), Refused)
        case = store.read_referral("a", by)
        assert not isinstance(case, Refused)
        assert not isinstance(store.sign_referral("a", by, case.token), Refused)
    assert [one.state for one in store.referrals()] == ["signed"]
    store.close()


def test_no_bulk_no_schedule_no_sending() -> None:
    """The verbs take one case; what runs by itself calls none of them; nothing sends."""
    verbs = re.compile(r"(?:prepare|sign|refuse)_referral\(")
    for file in (ROOT / "pipeline" / "schedule.py", *sorted((ROOT / "pipeline" / "run").glob("*.py"))):
        assert not verbs.search(file.read_text("utf-8"))
    callers = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "pipeline").rglob("*.py")
        if verbs.search(file.read_text("utf-8")) and "store" not in file.parts
    }
    assert callers <= {"pipeline/review/routes/referrals.py"}
    for room in ("workflow", "store"):
        for file in (ROOT / "pipeline" / room).glob("referrals.py"):
            assert not re.search(
                r"httpx|smtplib|socket|urllib\.request|for \w+ in (?:urls|articles)\b", file.read_text("utf-8")
            )
