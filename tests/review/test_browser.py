"""The pages in a real Chromium without JavaScript: two widths, contrast, keyboard, no overflow."""

from __future__ import annotations

import pytest

from pipeline.review.app import create
from pipeline.store import open_store

from .browsing import chromium, enter, served
from .conftest import NOW

pytestmark = pytest.mark.browser
PATHS = ("/", "/cau-hoi?den=2026-11-09", "/phan-anh", "/van-ban", "/van-ban/M1", "/nguon", "/bao-cao", "/nhat-ky")
CONTRAST = """() => {
  const light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).slice(0, 3).map((v) => { v /= 255;
    return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const ground = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$/.test(c) && c !== 'transparent') return c; } return 'rgb(255, 255, 255)'; };
  const bad = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
    const s = getComputedStyle(e), a = light(s.color), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 7 || parseFloat(s.fontSize) < 15) bad.push([e.tagName, e.textContent, ratio, s.fontSize]);
  }
  return bad; }"""


@pytest.fixture(scope="module")
def address(office):
    app = create(lambda: open_store(office.store.url, clock=lambda: NOW), office, clock=lambda: NOW)
    with served(app) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture(params=[(1366, 768), (390, 844)], ids=["wide", "phone"])
def page(browser, request, address):
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=False)
    opened = context.new_page()
    opened.asked = []
    opened.on("request", lambda asked: opened.asked.append(asked.url))
    enter(opened, address, "phatngon")
    yield opened
    context.close()


def test_every_page_at_two_widths(page, address):
    page.goto(address)
    paths = [*PATHS, page.locator(".queue a.button").first.get_attribute("href")]
    for path in paths:
        assert page.goto(address + path).status == 200
        sizes = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
        assert sizes[0] <= sizes[1], f"{path} is wider than the screen"
        assert page.evaluate(CONTRAST) == [], path
    assert {url.split("/")[2] for url in page.asked} == {address.split("/")[2]}


def test_the_queue_can_be_walked_by_keyboard(page, address):
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.className") == "button":
            break
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/k/**")
    assert page.locator("h1").inner_text().startswith("Nội dung nêu")


def test_the_two_values_differ_without_colour(page, address):
    page.goto(address + "/")
    page.goto(address + page.locator(".queue a.button").first.get_attribute("href"))
    styles = page.evaluate(
        "() => ['.press b', '.paper b'].map((s) => { const c = getComputedStyle(document.querySelector(s));"
        " return [c.textDecorationStyle, c.fontWeight, c.color]; })"
    )
    assert [style[0] for style in styles] == ["solid", "dotted"]
    assert all(int(style[1]) >= 700 for style in styles)
    assert styles[0][2] == styles[1][2]
