"""One pass over an office where much is broken: each fault is said in Vietnamese, and the rest goes on.

The press stands on loopback, the commands run as a person runs them; exit codes are those of DESIGN's contract.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from tests.fetch.press import HTML, Press, Reply, rss, serve

ROOT = Path(__file__).resolve().parents[2]
PAPERS = ROOT / "sample" / "documents"
NOISE = bytes(range(256)) * 64
GOOD = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Phường mở sổ đăng ký bán hàng</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2026-11-20T07:05:00+07:00">
</head><body><article><h1>Phường mở sổ đăng ký bán hàng</h1>
<p>Từ ngày 1/12/2026, các hộ bán hàng ở chợ tạm đăng ký tại bộ phận một cửa, mỗi hộ một chỗ.</p>
<p>Sổ mở đến hết ngày 15/12/2026; người đăng ký mang theo giấy tờ của điểm bán và không phải trả tiền.</p>
<p>Phường bố trí hai khu: khu rau củ cạnh nhà lồng và khu hàng khô ở dãy phía sau.</p></article></body></html>"""


CARRIED = (
    "<description><![CDATA["
    + "".join(
        f"<p>Khu {n} có 40 chỗ bán, giá thuê 200.000 đồng một tháng, trả theo quý tại ban quản lý chợ.</p>"
        for n in range(1, 7)
    )
    + "]]></description>"
).replace("description", "content:encoded")


def call(*arguments: str | Path, code: int) -> tuple[str, str]:
    """Run `doichieu` as its own process; returns standard output and error after the exit code was looked at."""
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli.main", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "400"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout, done.stderr


def bomb() -> bytes:
    """A DOCX of some kilobytes whose document part expands to 40 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b" " * 40_000_000)
    return packed.getvalue()


@dataclass(frozen=True)
class Office:
    folder: Path
    press: Press


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with serve() as press:
        # One feed is empty, one is bytes, one announces three pages: a picture called HTML, a page cut short, an article.
        press.routes |= {
            "/robots.txt": Reply(b"", 404, HTML),
            "/rong.rss": Reply(b""),
            "/nhi-phan.rss": Reply(NOISE),
            "/tot.rss": Reply(rss("Tệp ảnh mang tên trang", "Trang trắng", "Phường mở sổ đăng ký bán hàng").encode()),
            "/bai/1.html": Reply(b"\x89PNG\r\n\x1a\n" + NOISE, type=HTML),
            "/bai/2.html": Reply(b"", type=HTML),
            "/bai/3.html": Reply(GOOD.encode(), type=HTML),
            "/vo.rss": Reply(rss("Phường mở sổ cho thuê chỗ bán", item=CARRIED).replace("/bai/1", "/vo/1").encode()),
            "/vo/1.html": Reply(b"<html><body><div id=app></div></body></html>", type=HTML),
        }
        (folder / "office.toml").write_text(
            f'[office]\nname = "Ủy ban nhân dân phường Phan Rang"\n\n[network]\nallow = ["{press.address}"]\n', "utf-8"
        )
        blocks = [
            f'[[source]]\nid = "{name}"\nname = "Báo {name}"\nkind = "newspaper"\nurl = "{press.url("/")}"\n'
            f'feed = "{press.url(f"/{name}.rss")}"\npause = 0.0\n'
            for name in ("rong", "nhi-phan", "tot", "vo")
        ]
        (folder / "sources.toml").write_text("\n".join(blocks), "utf-8")
        yield Office(folder, press)


def test_bad_papers_are_refused_by_name_and_the_good_one_goes_in(office: Office, tmp_path: Path) -> None:
    pdf = (PAPERS / "M2-ke-hoach-118.pdf").read_bytes()
    bad = {
        "bom.docx": bomb(),
        "cut.pdf": pdf[: len(pdf) // 2],
        "khoa.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE,
        "rac.bin": NOISE,
        "rong.pdf": b"",
        "vo.docx": b"PK\x03\x04" + NOISE,
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    good = PAPERS / "M5-nghi-quyet-17.docx"
    out, err = call("documents", "add", *(tmp_path / name for name in bad), good, "--config", office.folder, code=1)
    lines = err.splitlines()
    for name in bad:
        (words,) = [line for line in lines if line.startswith(str(tmp_path / name))]
        assert "Hãy" in words, f"{words!r} does not say what to do"
    assert any(line.startswith(good.name) for line in lines)
    assert out == ""
    listed, _ = call("documents", "list", "--json", "--config", office.folder, code=0)
    assert [json.loads(line)["file"] for line in listed.splitlines()] == [good.name]


def test_a_pass_says_each_fault_with_its_address_and_reads_the_rest(office: Office) -> None:
    out, err = call("run", "--day", "2026-11-20", "--config", office.folder, code=0)
    (told,) = [line for line in err.splitlines() if "/rong.rss" in line]
    assert "Báo rong" in told
    (told,) = [line for line in err.splitlines() if "/nhi-phan.rss" in line]
    assert "Báo nhi-phan" in told
    for page in ("/bai/1.html", "/bai/2.html"):
        (told,) = [line for line in err.splitlines() if page in line]
        assert told.split(page)[1].strip(": \n"), "a reason must stand behind the address"
    assert "/bai/3.html" not in err
    assert "phần còn lại vẫn chạy" in err
    assert {Path(line).suffix for line in out.splitlines()} == {".html", ".docx", ".txt", ".json"}
    listed, _ = call("export", "articles", "--config", office.folder, code=0)
    articles = {row["url"]: row for row in map(json.loads, listed.splitlines())}
    carried = articles.pop(office.press.url("/vo/1.html"))
    assert carried["title"] == "Phường mở sổ cho thuê chỗ bán"
    assert "Khu 6 có 40 chỗ bán" in carried["text"]
    (article,) = articles.values()
    assert article["url"] == office.press.url("/bai/3.html")
    assert article["published"] == "2026-11-20T07:05:00+07:00"
    assert "15/12/2026" in article["text"]


def test_health_names_what_is_broken(office: Office) -> None:
    call("run", "--config", office.folder, code=0)
    out, _ = call("sources", "health", "--json", "--config", office.folder, code=0)
    seen = {row["source"]: row for row in map(json.loads, out.splitlines())}
    assert seen["tot"]["status"] in ("ok", "not_modified")
    for broken in ("rong", "nhi-phan"):
        assert seen[broken]["status"] == "failed"
        assert seen[broken]["reason"]


SOURCE = '[[source]]\nid = "a"\nname = "Báo A"\nkind = "newspaper"\nurl = "https://a.example/"\n'
OFFICE = '[office]\nname = "Ủy ban nhân dân phường Phan Rang"\n'


@pytest.mark.parametrize(
    ("office_toml", "sources_toml", "wanted"),
    [
        (OFFICE, SOURCE + 'fed = "https://a.example/rss"\n', ("sources.toml", "dòng 6", "fed", "feed")),
        (OFFICE, SOURCE + 'pause = "nhanh"\n', ("sources.toml", "dòng 6", "pause")),
        (OFFICE, SOURCE.replace('"newspaper"', '"blog"'), ("sources.toml", "dòng 4", "kind", "blog", "newspaper")),
        (OFFICE, SOURCE + 'feed = "https://a.example/rss\n', ("sources.toml", "dòng 6")),
        (OFFICE + "\n[network]\nbyte_budget = -5\n", SOURCE, ("office.toml", "dòng 5", "byte_budget", "-5")),
        (OFFICE + "\n[places]\nwatched = 71\n", SOURCE, ("office.toml", "dòng 5", "watched", "71")),
        (OFFICE + "\n[netwrok]\n", SOURCE, ("office.toml", "dòng 4", "netwrok", "network")),
    ],
)
def test_a_bad_configuration_is_a_usage_error_that_names_file_line_and_key(
    office_toml: str, sources_toml: str, wanted: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "office.toml").write_text(office_toml, "utf-8")
    (tmp_path / "sources.toml").write_text(sources_toml, "utf-8")
    done = CliRunner().invoke(app, ["run", "--config", str(tmp_path)])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert all(word in done.stderr for word in wanted), done.stderr
    assert not list(tmp_path.glob("*.sqlite3")), "nothing is made before the configuration is right"
