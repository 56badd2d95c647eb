"""Every command line that README and handbook show is run here, in their order, over one office with a loopback press.

Placeholders stand for real things (an address, a file, a day); a prompt is answered from a file. Nothing else is changed.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.config import load_office
from pipeline.store import open_store
from tests.fetch.press import HTML, Reply, rss, serve

from .test_contract import DAY, PAPER, WRONG
from .test_serve import serving

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "docs/huong-dan.md")
NAMES_ONLY = {"serve", "--help", "--version"}
"""named in a sentence without their options; shown whole elsewhere"""


def lines() -> list[str]:
    found = []
    for page in PAGES:
        text = (ROOT / page).read_text("utf-8")
        found += re.findall(r"^    doichieu (.+)$", text, re.MULTILINE)
        found += re.findall(r"`doichieu ([^`]+)`", text)
    told = [re.split(r"\s{2,}#", line)[0].strip() for line in found]
    return list(dict.fromkeys(line for line in told if line not in NAMES_ONLY and "…" not in line))


LINES = lines()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("may-trang")
    for name, text in (("quyet-dinh", PAPER), ("thong-bao", "Giá thu gom rác thải sinh hoạt là 42.000 đồng/hộ/tháng.")):
        paper = docx.Document()
        for line in text.splitlines():
            paper.add_paragraph(line)
        paper.save(folder / f"{name}.docx")
    (folder / "loi.txt").write_text("một lời không có ở đâu", "utf-8")
    (folder / "mat-khau.txt").write_text("một câu dài để mã hóa sao lưu\n", "utf-8")
    with serve() as press:
        press.routes |= {
            "/robots.txt": Reply(b"", 404, HTML),
            "/rss": Reply(rss("Khánh Hòa áp dụng giá thu gom rác mới").encode()),
            "/bai/1.html": Reply(WRONG, type=HTML),
        }
        yield folder, press


def ready(folder: Path, press) -> None:
    """What the handbook asks a person to edit, and an account; once, after `init`."""
    office = folder / "vanphong"
    settings = (office / "office.toml").read_text("utf-8")
    if press.address in settings:
        return
    assert "allow = []" in settings
    assert "copy_to" not in settings or "# copy_to" in settings or 'copy_to = ""' in settings
    (folder / "chung").mkdir()
    settings = settings.replace("allow = []", f'allow = ["{press.address}"]')
    settings = re.sub(r"^copy_to = .*$", "", settings, flags=re.MULTILINE)
    settings = settings.replace("[delivery]", f'[delivery]\ncopy_to = "{folder / "chung"}"')
    (office / "office.toml").write_text(settings, "utf-8")
    (office / "sources.toml").write_text(
        f'[[source]]\nid = "thu"\nname = "Báo Thử"\nkind = "newspaper"\nurl = "{press.url("/")}"\n'
        f'feed = "{press.url("/rss")}"\npause = 0.0\n', "utf-8",
    )  # fmt: skip
    store = open_store(load_office(office).store.url)
    store.add_account("truc1", "Chuyên viên trực 1", "reviewer", "terminal")
    store.close()


def filled(words: list[str], folder: Path) -> list[str]:
    """Placeholders as real things."""
    office = folder / "vanphong"
    store = open_store(load_office(office).store.url) if (office / "office.toml").exists() else None
    head = next(iter(reversed([line["hash"] for line in store.audit_lines()])), "") if store else ""
    if store:
        store.close()
    made = {
        "ĐỊA_CHỈ": "https://bao.example/khong-co.html", "TÊN": "truc1", "DẤU": head,
        "/media/usb/sao-luu": str(folder / "usb"), "bao-cao-tuan.docx": str(folder / "tuan" / "bao-cao-tuan.docx"),
        "TỆP": str(next(iter(sorted((folder / "usb").glob("*.dcb"))), "")),
    }  # fmt: skip
    days = sorted((office / "reports").glob("*/bao-cao-tuan.docx")) if office.exists() else []
    if days:
        (folder / "tuan").mkdir(exist_ok=True)
        (folder / "tuan" / "bao-cao-tuan.docx").write_bytes(days[-1].read_bytes())
    return [days[-1].relative_to(folder).as_posix() if "/NGÀY/" in word else made.get(word, word) for word in words]


@pytest.mark.parametrize("line", LINES)
def test_a_shown_command_does_its_work(desk, line, monkeypatch):
    folder, press = desk
    plain, _, source = line.partition(" < ")
    words = filled(shlex.split(plain), folder)
    # without --config a command works in the office's own folder, as the handbook's "Mỗi sáng" does
    inside = "--config" not in words and words[0] not in ("init", "report")
    monkeypatch.chdir(folder / "vanphong" if inside else folder)
    if words[0] == "check":
        words[-1] = str(folder / words[-1])
    if words[:2] == ["sources", "probe"]:
        words[2] = press.url("/rss")  # an address that answers
    if words[0] in ("backup", "restore"):
        words += ["--passphrase-file", str(folder / "mat-khau.txt")]
    if words[0] == "serve":
        if "--lan" not in words:  # a name of this machine and a certificate: test_serve.py
            with serving(folder / "vanphong") as said:
                assert "http://127.0.0.1:" in said
        return
    if words[0] == "init" and (folder / "vanphong").exists():
        return
    stdin = (folder / source.strip()).read_text("utf-8") if source else None
    result = CliRunner().invoke(app, words, input=stdin)
    assert result.exit_code in ((0, 1) if words[0] == "doctor" else (0,)), (words, result.output[-800:])
    if words[0] == "init":
        ready(folder, press)


def test_the_path_to_a_paper_to_sign_has_six_commands_at_most():
    text = (ROOT / "docs/huong-dan.md").read_text("utf-8")
    path = text.split("## Mỗi sáng", 1)[0]
    shown = re.findall(r"^    doichieu (.+)$", path, re.MULTILINE)
    assert 1 + len(shown) <= 6, "make run and these"
    assert shown[-1].startswith("report lint")
    assert DAY  # the day of the loopback press stands in the handbook's examples
