"""A real server on loopback and a real Chromium, for the tests that look at pages as people do."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI

from .conftest import PASSWORD, ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SIZES = {"wide": (1366, 768), "phone": (390, 844)}
SCREENS = ROOT / "build" / "screenshots"
AXE = ROOT / "build" / "node_modules" / "axe-core" / "axe.min.js"
WIDEST = """(at) => { if (document.documentElement.scrollWidth <= at) return [];
  return [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > at + 1)
    .map((e) => e.outerHTML.slice(0, 120)).slice(0, 5); }"""
"""what stands beyond the right edge of a page that scrolls sideways"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The app on a free port of this machine; yields its address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


@contextmanager
def chromium() -> Iterator[object]:
    """A headless browser, or a skip with the reason."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this computer")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield opened
        opened.close()


def enter(page, address: str, login: str, password: str = PASSWORD) -> None:
    """Log in by keyboard alone."""
    page.goto(f"{address}/dang-nhap")
    page.fill("#login", login)
    page.fill("#password", password)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "dang-nhap" not in url)


def shoot(page, name: str, size: str) -> Path:
    """Keep a picture of the whole page for somebody to look at."""
    file = SCREENS / size / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state()  # the style sheet too
    wide = page.evaluate(WIDEST, SIZES[size][0])
    page.screenshot(path=file, full_page=True)
    assert wide == [], f"{name} is wider than a {size} screen: {wide}"
    return file
