"""`doichieu serve` and `doichieu accounts` as processes: the first link, one-time codes, TLS beyond this machine."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup

from pipeline.cli.init import create

RUN = (sys.executable, "-m", "pipeline.cli.main")
PASSWORD = "một câu dễ nhớ của trực ban"


@contextmanager
def serving(folder: Path, *more: str):
    """The command's process and what it said up to the address."""
    process = subprocess.Popen(
        [*RUN, "serve", "--config", str(folder), "--port", "0", *more],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    said = ""
    for line in process.stderr:
        said += line
        if "Mở trình duyệt" in line:
            break
    try:
        yield said
    finally:
        process.terminate()
        process.communicate(timeout=20)


def accounts(folder: Path, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [*RUN, "accounts", *words, "--config", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def token(page: str) -> str:
    return BeautifulSoup(page, "html.parser").select_one("input[name=csrf]")["value"]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    create(tmp_path / "vp")
    return tmp_path / "vp"


def test_the_first_start_prints_a_link_and_the_next_does_not(office: Path) -> None:
    with serving(office) as said, httpx.Client(follow_redirects=True, timeout=20, trust_env=False) as web:
        link = re.search(r"http://127\.0\.0\.1:\d+/thiet-lap\?ma=\S+", said)[0]
        form = {"csrf": token(web.get(link).text), "ma": link.split("ma=")[1], "login": "quantri", "post": "Quản trị"}
        done = web.post(link.split("?")[0], data=form | {"password": PASSWORD, "again": PASSWORD})
        assert "1 tài khoản đang dùng" in done.text
        assert web.get(link).status_code == 404
    with serving(office) as said:
        assert "thiet-lap" not in said


@pytest.mark.slow
def test_accounts_at_the_terminal(office: Path) -> None:
    made = accounts(office, "add", "truc1", "--post", "Chuyên viên trực 1", "--role", "reviewer")
    assert re.fullmatch(r"\w{3}-\w{3}-\w{3}-\w{3}\n", made.stdout)
    assert "trao tận tay" in made.stderr
    assert accounts(office, "add", "truc2", "--post", "X Y", "--role", "boss").returncode == 2
    assert accounts(office, "add", "truc1", "--post", "Người khác", "--role", "analyst").returncode == 1
    assert accounts(office, "code", "truc1").stdout != made.stdout
    assert accounts(office, "code", "khongco").returncode == 2
    assert accounts(office, "disable", "truc1").returncode == 0
    assert '"state": "disabled"' in accounts(office, "list", "--json").stdout


@pytest.mark.parametrize("words", [("--lan", "127.0.0.1"), ("--cert", "a.pem", "--key", "a.key")])
def test_plain_http_beyond_this_machine_is_refused(office: Path, words: tuple[str, ...]) -> None:
    answer = subprocess.run(
        [*RUN, "serve", "--config", str(office), *words], capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.returncode == 2
    assert "chỉ mở qua TLS" in answer.stderr


@pytest.mark.slow
def test_with_a_certificate_the_network_is_served_over_tls_alone(office: Path, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    cert, key = tmp_path / "may.pem", tmp_path / "may.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert],
        check=True, capture_output=True,
    )  # fmt: skip
    with serving(office, "--lan", "127.0.0.1", "--cert", str(cert), "--key", str(key)) as said:
        port = int(re.search(r"https://127\.0\.0\.1:(\d+)/ ", said)[1])
        trusted = ssl.create_default_context(cafile=str(cert))
        with httpx.Client(verify=trusted, timeout=20, trust_env=False) as web:
            answer = web.get(f"https://127.0.0.1:{port}/dang-nhap")
            assert answer.status_code == 200
            assert answer.headers["strict-transport-security"].startswith("max-age=")
            assert "__Host-" in answer.headers["set-cookie"]
            assert "Secure" in answer.headers["set-cookie"]
        with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert b"200 OK" not in plain.recv(200)
