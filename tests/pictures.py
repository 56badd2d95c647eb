"""The pictures of the README: the sample press read once, its report and its pages as a reader sees them.

Called by `python3 dev.py pictures`; needs Chromium, LibreOffice and poppler. Writes docs/pictures/*.png, each under 200 kB.
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
from playwright.sync_api import Page, sync_playwright

from pipeline import sample
from pipeline.config import load_office
from pipeline.records import VIETNAM
from pipeline.review import passwords
from pipeline.review.app import create
from pipeline.store import open_store

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "pictures"
LARGEST = 200_000
COLOURS = 48
"""enough for ink, paper and one accent with soft edges"""
GAP = 12
"""pixels between two pages"""
WINDOW = {"width": 1366, "height": 768}
EVENING = dt.datetime.combine(sample.DAYS[-1], dt.time(20, 30), VIETNAM).astimezone(dt.UTC)
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


def account(folder: Path) -> None:
    """An admin, whom the first start asks for, and the reviewer who looks at the page."""
    store = open_store(load_office(folder).store.url, clock=lambda: EVENING)
    secret = passwords.hashed(PASSWORD)
    store.add_first_account("quantri", "Quản trị tài khoản", secret)
    _, code = store.add_account("truc1", "Chuyên viên trực 1", "reviewer", "admin:quantri")
    store.set_password("truc1", code, secret)
    store.close()


def log_in(page: Page, address: str) -> None:
    """Log in as the reviewer does."""
    page.goto(f"{address}/dang-nhap")
    page.fill("#login", "truc1")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{address}/")


def main() -> None:
    """Run the sample and draw what it made."""
    chromium = tool("chromium", "chromium-browser", "google-chrome")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "office"
        command = [sys.executable, "-m", "pipeline.cli.main", "sample", "--config", folder]
        said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout
        report = next(Path(line) for line in said.splitlines() if line.endswith(".docx"))
        keep("report.png", two_pages(report, Path(name)))
        account(folder)
        with served(folder) as address, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page(viewport=WINDOW)
            log_in(page, address)
            keep("morning.png", page.screenshot())
            plainest = page.locator("li", has_text=re.compile("Sai mức tiền|Khác mức|Khác ngày")).locator("a.button")
            chosen = plainest if plainest.count() else page.locator("a.button")
            page.goto(address + (chosen.first.get_attribute("href") or "/"))
            keep("flag.png", page.screenshot(full_page=True))
            browser.close()


if __name__ == "__main__":
    main()
