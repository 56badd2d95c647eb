"""The pictures of README and handbook: the sample press read once, its report and its pages as each role sees them.

Called by `python3 dev.py pictures`; needs Chromium, LibreOffice and poppler. Writes docs/pictures/*.png, each under 120 kB.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from pipeline import sample
from pipeline.config import load_office
from pipeline.records import VIETNAM
from pipeline.review import passwords
from pipeline.review.app import create
from pipeline.store import open_store
from pipeline.workflow.posts import Post
from pipeline.workflow.referrals import Paper

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "pictures"
LARGEST = 120_000
COLOURS = 48
"""enough for ink, paper and one accent with soft edges"""
GAP = 12
"""pixels between two pages"""
WINDOW = {"width": 1366, "height": 768}
EVENING = dt.datetime.combine(sample.DAYS[-1], dt.time(20, 30), VIETNAM).astimezone(dt.UTC)
POSTS = {
    "truc1": ("Chuyên viên trực 1", "reviewer"),
    "phatngon": ("Người phát ngôn", "spokesperson"),
    "daumoi": ("Đầu mối công an", "liaison"),
    "nguon1": ("Phụ trách nguồn", "analyst"),
    "kiemtra": ("Cán bộ kiểm tra", "auditor"),
}
NARROW = {"width": 1100, "height": 640}
PASSWORD = "một câu chỉ dùng cho ảnh chụp"


def tool(*names: str) -> str:
    """The path of a program; ends the script in words when it is missing."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise SystemExit(f"{names[0]} is missing: the pictures need Chromium, LibreOffice and poppler.")
    return found


def keep(name: str, image: bytes) -> None:
    """Write a picture with few colours, so that it stays small."""
    with Image.open(io.BytesIO(image)) as opened:
        small = opened.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        TARGET.mkdir(parents=True, exist_ok=True)
        small.save(TARGET / name, optimize=True)
    size = (TARGET / name).stat().st_size
    print(f"{(TARGET / name).relative_to(ROOT)}: {size / 1000:.0f} kB")
    if size > LARGEST:
        raise SystemExit(f"{name} is larger than {LARGEST / 1000:.0f} kB.")


def two_pages(docx: Path, folder: Path) -> bytes:
    """The two pages of the morning digest, as they print."""
    office = [tool("soffice", "libreoffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    convert = ["--headless", "--convert-to", "pdf", "--outdir", folder, docx]
    subprocess.run([*office, *convert], check=True, capture_output=True)
    pdf = folder / f"{docx.stem}.pdf"
    subprocess.run([tool("pdftoppm"), "-png", "-r", "76", pdf, folder / "page"], check=True)
    drawn = sorted(folder.glob("page-*.png"))
    pages = [Image.open(one).convert("RGB") for one in drawn[:2]]
    sheet = Image.new("RGB", (sum(one.width for one in pages) + GAP, pages[0].height), "#d9dde2")
    sheet.paste(pages[0], (0, 0))
    sheet.paste(pages[1], (pages[0].width + GAP, 0))
    made = io.BytesIO()
    sheet.save(made, "PNG")
    return made.getvalue()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The pages of the office on a free port, on the evening of the sample's last day."""
    office = load_office(folder)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    app = create(lambda: open_store(office.store.url, clock=lambda: EVENING), office, clock=lambda: EVENING)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def accounts(folder: Path) -> None:
    """An admin, whom the first start asks for, and one post of each role that the pictures follow."""
    store = open_store(load_office(folder).store.url, clock=lambda: EVENING)
    secret = passwords.hashed(PASSWORD)
    store.add_first_account("quantri", "Quản trị tài khoản", secret)
    for login, (post, role) in POSTS.items():
        _, code = store.add_account(login, post, role, "admin:quantri")
        store.set_password(login, code, secret)
    store.close()


def work(folder: Path, flag: str) -> tuple[str, str | None]:
    """What a morning leaves behind: a correction that waits for the spokesperson, a slip that two posts signed."""
    office = load_office(folder)
    store = open_store(office.store.url, clock=lambda: EVENING)
    one, head = (Post(login, *POSTS[login]) for login in ("truc1", "phatngon"))
    store.decide(flag, "mismatch", one, store.case(flag).token, reason="confirmed")
    made = store.draft_correction(flag, one, office.office, origin="press", original_form="website").correction
    store.edit_correction(made.id, one, made.token, heading=made.heading, body=made.body)
    proposed = [case.article for case in store.referrals() if case.ground != "credible_threat"]
    for article in proposed[:1]:
        told = store.read_referral(article, one)
        quote = next(line for line in told.text.split("\n") if "chuyển" in line and "đồng" in line)
        store.prepare_referral(article, one, Paper(quote, "money", "residents"))
        for by in (one, head):
            store.sign_referral(article, by, store.read_referral(article, by).token)
    store.close()
    return made.id, proposed[0] if proposed else None


def log_in(browser: Browser, address: str, login: str, window: ViewportSize) -> Page:
    """A page of one's own, logged in as a post of the office."""
    page = browser.new_context(viewport=window, locale="vi-VN").new_page()
    page.goto(f"{address}/dang-nhap")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "dang-nhap" not in url)
    return page


def shoot(browser: Browser, address: str, login: str, path: str, name: str, *, most: int = 900) -> None:
    """A page as one role sees it, from its top down to `most` pixels."""
    page = log_in(browser, address, login, NARROW)
    page.goto(address + path)
    tall = min(most, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": NARROW["width"], "height": tall})
    keep(name, page.screenshot())


def main() -> None:
    """Run the sample and draw what it made."""
    chromium = tool("chromium", "chromium-browser", "google-chrome")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "office"
        command = [sys.executable, "-m", "pipeline.cli.main", "sample", "--config", folder]
        said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout
        report = next(Path(line) for line in said.splitlines() if line.endswith(".docx"))
        keep("report.png", two_pages(report, Path(name)))
        accounts(folder)
        with served(folder) as address, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = log_in(browser, address, "truc1", WINDOW)
            keep("morning.png", page.screenshot())
            plainest = page.locator("li", has_text=re.compile("Sai mức tiền|Khác mức|Khác ngày")).locator("a.button")
            chosen = plainest if plainest.count() else page.locator("a.button")
            flag = chosen.first.get_attribute("href") or "/"
            page.goto(address + flag)
            keep("flag.png", page.screenshot(full_page=True))
            correction, slip = work(folder, flag.rsplit("/", 1)[1])
            shoot(browser, address, "phatngon", f"/dinh-chinh/{correction}", "correction.png", most=1120)
            if slip is not None:
                shoot(browser, address, "daumoi", f"/chuyen-cong-an/{slip}/phieu", "slip.png", most=1240)
            shoot(browser, address, "nguon1", "/van-ban", "documents.png")
            shoot(browser, address, "kiemtra", "/nhat-ky?kiem=1", "log.png")
            browser.close()


if __name__ == "__main__":
    main()
