"""The whole morning in a real Chromium: by keyboard, on a wide and a phone-width screen, and without JavaScript."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.config import load_office
from pipeline.language.segment import sentences
from pipeline.review.app import create
from pipeline.store import open_store
from tests.end_to_end.newsroom import ABSENT, SET, three_days

from . import plenty
from .browsing import AXE, RULES, SIZES, chromium, enter, served, shoot
from .conftest import NOW, staff

NEXT_MORNING = dt.datetime(2026, 11, 21, 0, 30, tzinfo=dt.UTC)
MONEY = re.compile(r"chuyển|cọc|OTP|đồng|triệu", re.IGNORECASE)
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    """The newsroom beside the project, read on three days, with one account of each role; its folder."""
    if not SET.is_dir():
        pytest.skip(ABSENT)
    folder = tmp_path_factory.mktemp("newsroom")
    store, _ = three_days(folder)
    staff(store)
    store.close()
    (folder / "office" / "store.sqlite3").rename(folder / "office" / "doichieu.sqlite3")
    return folder / "office"


@contextmanager
def opened(source: Path, folder: Path, now: dt.datetime, more: int):
    """A served copy of an office, with `more` flags and two proposals when asked; yields (address, store)."""
    shutil.copytree(source, folder)
    made = load_office(folder)
    store = open_store(made.store.url, clock=lambda: now)
    if more:
        plenty.add(store, more)
    app = create(lambda: open_store(made.store.url, clock=lambda: now), made, clock=lambda: now)
    with served(app) as address:
        yield address, store
    store.close()


@pytest.fixture
def house(office, tmp_path):
    """The sample press with twelve more flags and two proposals; yields (address, store)."""
    with opened(office.directory, tmp_path / "office", NOW, 12) as found:
        yield found


@pytest.fixture(params=["sample", pytest.param("newsroom", marks=[pytest.mark.newsroom, pytest.mark.timeout(900)])])
def press_house(request, tmp_path):
    """The same over either press; yields (name, address, store)."""
    if request.param == "sample":
        source, now, more = request.getfixturevalue("office").directory, NOW, 12
    else:
        source, now, more = request.getfixturevalue("newsroom"), NEXT_MORNING, 0
    with opened(source, tmp_path / "office", now, more) as (address, store):
        yield request.param, address, store


def visitor(browser, size: str, *, script: bool = True):
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=script)
    page = context.new_page()
    page.asked = []
    page.on("request", lambda asked: page.asked.append(asked.url))
    page.faults = []
    page.on("console", lambda line: page.faults.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    return page


def grounds(store) -> dict[str, str]:
    return {one.article: one.ground for one in store.referrals()}


def act(store, article: str) -> str:
    """The sentence of a page that asks for money, as the page has it."""
    text = next(one.text for one in store.articles() if one.id == article)
    told = [text[start:end] for start, end in sentences(text)]
    return max(told, key=lambda line: (bool(MONEY.search(line)), len(line)))


def press(page, key: str) -> None:
    """A key that leads to another page."""
    before = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != before)
    page.wait_for_load_state()


@pytest.mark.parametrize("size", SIZES)
def test_the_whole_morning_by_keyboard(browser, press_house, size):
    name, address, store = press_house
    one = visitor(browser, size)
    one.goto(address)
    shoot(one, f"{name}-01-dang-nhap", size)
    enter(one, address, "truc1")
    assert "nội dung cần quyết định hôm nay" in one.locator("h1").inner_text()
    shoot(one, f"{name}-02-hom-nay", size)
    press(one, "j")
    shoot(one, f"{name}-03-doi-chieu", size)
    for number, key in enumerate("1111223457", start=1):
        press(one, key)
        if number == 1:
            shoot(one, f"{name}-04-vua-ghi", size)
    decided = [row for row in store.decisions() if row.kind]
    assert len({row.flag for row in decided}) >= 10
    assert {row.kind for row in decided} == {
        "mismatch",
        "match",
        "partial",
        "outdated",
        "official_error",
        "false_alarm",
    }
    press(one, "u")
    assert any(row.kind is None for row in store.decisions())
    assert one.locator("form.decide").count() == 1
    shoot(one, f"{name}-05-rut-lai", size)

    flag = next(row.flag for row in decided if row.kind == "mismatch")
    one.goto(f"{address}/k/{flag}")
    shoot(one, f"{name}-06-da-quyet-dinh", size)
    one.get_by_role("button", name="Soạn bản nháp").press("Enter")
    one.wait_for_url("**/dinh-chinh/**")
    assert "bản nháp do máy soạn, chưa duyệt" in one.locator("h1").inner_text()
    shoot(one, f"{name}-07-ban-nhap", size)
    one.locator("#body").press("Control+End")
    one.locator("#body").type(" Phòng Văn hóa - Xã hội đã đối chiếu với văn bản.")
    one.get_by_role("button", name="Duyệt và lưu lời này").press("Enter")
    one.wait_for_load_state()
    where = one.url
    one.goto(f"{address}/chuyen-cong-an")
    shoot(one, f"{name}-08-chuyen-cong-an", size)
    cases = [link.get_attribute("href") for link in one.locator(".letters h2 a").all()]
    scams = [path for path in cases if grounds(store)[path.rsplit("/", 1)[1]] != "credible_threat"]
    second = scams[-1]
    first = next(path for path in cases if path != second)
    one.goto(address + first)
    one.get_by_text("Từ chối chuyển").first.press("Enter")
    one.select_option("#reason", "no_victim")
    shoot(one, f"{name}-09-tu-choi", size)
    one.get_by_role("button", name="Từ chối chuyển").press("Enter")
    one.wait_for_load_state()
    assert "đã từ chối" in one.locator("h1").inner_text()
    one.goto(address + second)
    one.fill("#quote", act(store, second.rsplit("/", 1)[1]))
    one.select_option("#demand", "money")
    one.select_option("#harmed", "residents")
    one.get_by_role("button", name="Lưu phiếu").press("Enter")
    one.get_by_role("button", name="Ký thứ nhất").press("Enter")
    one.get_by_text("Một người không ký hai lần").wait_for()
    shoot(one, f"{name}-10-ky-thu-nhat", size)

    head = visitor(browser, size)
    enter(head, address, "phatngon")
    head.goto(where)
    shoot(head, f"{name}-11-cho-phat-hanh", size)
    head.get_by_role("button", name="Phát hành").press("Enter")
    head.get_by_text("Xem trang công bố").wait_for()
    head.goto(f"{where}/trang-cong-bo")
    shoot(head, f"{name}-12-trang-cong-bo", size)
    head.goto(address + second)
    head.get_by_role("button", name="Ký thứ hai").press("Enter")
    head.get_by_text("đã ký đủ hai chữ ký").first.wait_for()

    police = visitor(browser, size)
    enter(police, address, "daumoi")
    assert police.url == f"{address}/chuyen-cong-an"
    assert police.locator("h1").inner_text() == "1 phiếu đã ký đủ"
    press_link = police.locator(".letters h2 a")
    press_link.press("Enter")
    police.wait_for_url("**/chuyen-cong-an/**")
    shoot(police, f"{name}-13-dau-moi-doc", size)
    assert police.goto(f"{address}/k/{flag}").status == 403
    actions = [line["action"] for line in store.audit_lines()]
    for deed in ("decision.make", "decision.undo", "correction.publish", "referral.refuse", "referral.sign"):
        assert deed in actions
    assert store.verify_audit().sound
    for page in (one, head, police):
        assert {url.split("/")[2] for url in page.asked} == {address.split("/")[2]}
        assert [fault for fault in page.faults if "403" not in fault] == []


@pytest.mark.parametrize("size", SIZES)
def test_reading_and_deciding_without_javascript(browser, press_house, size):
    name, address, store = press_house
    page = visitor(browser, size, script=False)
    enter(page, address, "truc1")
    page.locator(".queue a.button").first.click()
    page.select_option("#reason", "misread")
    page.fill("#note", "máy đọc nhầm số")
    page.get_by_role("button", name="7 Cảnh báo sai").click()
    page.wait_for_url("**vua=**")
    (row,) = store.decisions()
    assert (row.kind, row.reason, row.note) == ("false_alarm", "misread", "máy đọc nhầm số")
    page.get_by_role("button", name="Rút lại").click()
    page.wait_for_load_state()
    assert store.decisions()[-1].takes_back == row.seq
    asked, outlet = (
        ("cho thu them tien", "Báo Ven Biển") if name == "sample" else ("gia rac moi", "Nhật báo Bốn Phương")
    )
    page.fill("input[name=q]", asked)
    page.press("input[name=q]", "Enter")
    page.wait_for_url("**/tim**")
    assert outlet in page.content()
    shoot(page, f"{name}-20-tim-khong-js", size)


PATHS = {
    "truc1": ("/", "/can-dinh-chinh", "/can-xem", "/k/f-gia-0", "/dinh-chinh", "/cau-hoi", "/phan-anh",
              "/chuyen-cong-an", "/chuyen-cong-an/rao-1", "/hoi-dap", "/hoi-dap/soan", "/bao-chi-hoi", "/van-ban", "/van-ban/gia", "/van-ban/them", "/nguon",
              "/bao-cao", "/tim?q=gia", "/kiem-ban-nhap", "/xu-huong", "/mat-khau", "/phim-tat", "/khong-co"),
    "quantri": ("/tai-khoan", "/nhat-ky", "/k/x"),
    "": ("/dang-nhap", "/dat-mat-khau"),
}  # fmt: skip


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_reads_and_passes_axe(browser, house, size):
    address, store = house
    from pipeline.workflow.posts import Post

    by = Post("truc1", "Chuyên viên trực 1", "reviewer")
    store.decide("f-gia-1", "mismatch", by, store.case("f-gia-1").token, reason="confirmed")
    made = store.draft_correction("f-gia-1", by, load_office_of(store), origin="press", original_form="website")
    wrong = []
    for login, paths in PATHS.items():
        page = visitor(browser, size)
        if login:
            enter(page, address, login)
        more = (f"/dinh-chinh/{made.correction.id}", "/k/f-gia-1") if login == "truc1" else ()
        for path in (*paths, *more):
            page.goto(address + path)
            shoot(page, "p" + (path.replace("/", "-").split("?")[0] if path != "/" else "-"), size)
            if not AXE.exists():
                continue
            page.evaluate(AXE.read_text("utf-8"))
            found = page.evaluate("(tags) => axe.run({runOnly: tags}).then((r) => r.violations)", RULES)
            wrong += [(path, one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]
    assert wrong == []
    if not AXE.exists():
        pytest.skip("axe-core is not there (npm install --prefix build axe-core); the widths were checked")


def load_office_of(store):
    return load_office(store.file.parent).office


def test_a_page_prints_without_its_controls(browser, house, tmp_path):
    address, _ = house
    page = visitor(browser, "wide")
    enter(page, address, "truc1")
    page.goto(f"{address}/k/f-gia-0")
    page.emulate_media(media="print")
    assert not page.locator("form.decide").is_visible()
    assert not page.locator("nav").is_visible()
    assert page.locator(".pair").is_visible()
    page.pdf(path=tmp_path / "in.pdf", format="A4")
    assert (tmp_path / "in.pdf").stat().st_size > 5_000
