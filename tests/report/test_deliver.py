"""Delivery by folder, mail and webhook: real servers on loopback, failures told, retried, and in the next report."""

from __future__ import annotations

import dataclasses
import datetime as dt
import email
import email.policy
import hashlib
import hmac
import http.server
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from typer.testing import CliRunner

from pipeline import report as reports
from pipeline.cli.main import app
from pipeline.config import ConfigError, load_office
from pipeline.records import Referral
from pipeline.report import deliver
from pipeline.store import open_store
from pipeline.store.deliveries import Deliveries
from tests.cli.offices import filled

DAY = dt.date(2026, 11, 20)


class Box:
    """A mailbox that keeps what comes, or refuses it."""

    def __init__(self) -> None:
        self.letters: list[email.message.EmailMessage] = []
        self.refuse = False

    async def handle_DATA(self, server, session, envelope):
        if self.refuse:
            return "451 4.3.0 try later"
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def box() -> Iterator[tuple[Box, int]]:
    kept = Box()
    control = Controller(kept, hostname="127.0.0.1", port=free_port())
    control.start()
    try:
        yield kept, control.server.sockets[0].getsockname()[1]
    finally:
        control.stop()


class System(http.server.BaseHTTPRequestHandler):
    """The office's own system."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))  # type: ignore[attr-defined]
        self.send_response(self.server.answer)  # type: ignore[attr-defined]
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def system() -> Iterator[http.server.HTTPServer]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), System)
    server.got, server.answer = [], 200  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def office(folder: Path, delivery: str, allow: str = "") -> Path:
    """An office with a filled store and this [delivery]."""
    filled(folder)
    (folder / "office.toml").write_text(
        f'[office]\nname = "UBND phường Thử"\n\n[network]\nallow = [{allow}]\n\n[delivery]\n{delivery}\n', "utf-8"
    )
    return folder


def run(folder: Path, *more: str):
    command = ["report", "deliver", "--config", str(folder), "--day", DAY.isoformat(), *more]
    return CliRunner().invoke(app, command)


def free_port() -> int:
    """A port nobody uses now (aiosmtpd cannot be asked to choose one)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def mail(port: int, more: str = "") -> str:
    return (
        f'send = ["docx", "txt"]\nmail_server = "127.0.0.1:{port}"\nmail_security = "none"\n'
        f'mail_from = "doichieu@phuong.example"\nmail_to = ["vanphong@phuong.example"]\n{more}'
    )


def test_a_report_goes_by_mail_with_its_files(tmp_path, box):
    kept, port = box
    folder = office(tmp_path / "o", mail(port))
    assert run(folder).exit_code == 0
    (letter,) = kept.letters
    assert letter["To"] == "vanphong@phuong.example"
    assert "Tình hình thông tin báo chí" in letter["Subject"]
    assert "chưa có người duyệt" in letter.get_body().get_content()
    attached = {part.get_filename(): part.get_payload(decode=True) for part in letter.iter_attachments()}
    assert set(attached) == {"bao-cao-ngay.docx", "bao-cao-ngay.txt"}
    on_disk = folder / "reports" / DAY.isoformat() / "bao-cao-ngay.docx"
    assert attached["bao-cao-ngay.docx"] == on_disk.read_bytes()


def test_the_same_report_is_not_sent_twice_an_edited_one_is(tmp_path, box):
    kept, port = box
    folder = office(tmp_path / "o", mail(port))
    assert [run(folder).exit_code for _ in range(2)] == [0, 0]
    assert len(kept.letters) == 1
    (folder / "reports" / DAY.isoformat() / "bao-cao-ngay.txt").write_text("đã sửa tay", "utf-8")
    assert run(folder).exit_code == 0
    assert len(kept.letters) == 2


def test_a_failed_delivery_is_told_retried_and_in_the_next_report(tmp_path, box):
    kept, port = box
    folder = office(tmp_path / "o", mail(port))
    kept.refuse = True
    told = run(folder)
    assert told.exit_code == 1
    assert "chưa gửi được" in told.stderr
    loaded = load_office(folder)
    store = open_store(loaded.store.url)
    tomorrow = reports.load(store, loaded, DAY + dt.timedelta(days=1))
    assert any("Chưa gửi được báo cáo ngày 20/11/2026 qua thư điện tử" in line for line in tomorrow.limits)
    kept.refuse = False
    command = ["report", "deliver", "--config", str(folder), "--day", "2026-11-21"]
    assert CliRunner().invoke(app, command).exit_code == 0
    assert len(kept.letters) == 2, "yesterday's and today's"
    assert Deliveries(store.engine, store.clock).waiting(DAY) == []
    later = reports.load(store, loaded, DAY + dt.timedelta(days=1))
    assert not any("Chưa gửi được" in line for line in later.limits)


def test_each_attempt_is_in_the_log_without_an_address(tmp_path, box):
    kept, port = box
    folder = office(tmp_path / "o", mail(port))
    kept.refuse = True
    run(folder)
    kept.refuse = False
    run(folder)
    store = open_store(load_office(folder).store.url)
    lines = [line for line in store.audit_lines() if str(line["action"]).startswith("delivery.")]
    assert [line["action"] for line in lines] == ["delivery.failed", "delivery.sent"]
    assert "@" not in json.dumps(lines)
    assert store.verify_audit().sound


def test_delivering_does_not_change_the_report(tmp_path, box):
    _, port = box
    folder = office(tmp_path / "o", mail(port))
    loaded = load_office(folder)
    store = open_store(loaded.store.url)
    before = reports.WRITERS["json"](reports.load(store, loaded, DAY))
    run(folder)
    assert reports.WRITERS["json"](reports.load(store, loaded, DAY)) == before


def test_a_dry_run_sends_and_writes_nothing(tmp_path, box):
    kept, port = box
    folder = office(tmp_path / "o", mail(port))
    told = run(folder, "--dry-run")
    assert told.exit_code == 0
    assert "thư điện tử" in told.stdout
    assert kept.letters == []
    assert not (folder / "reports" / DAY.isoformat()).exists()


def test_a_server_that_is_gone_or_wants_a_password(tmp_path):
    folder = office(tmp_path / "o", mail(9))
    assert "máy chủ thư không trả lời" in run(folder).stderr
    control = Controller(
        Box(), hostname="127.0.0.1", port=free_port(), auth_required=True, auth_require_tls=False,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
    )  # fmt: skip
    control.start()
    try:
        port = control.server.sockets[0].getsockname()[1]
        folder = office(tmp_path / "p", mail(port, 'mail_login = "vanphong"'))
        assert "không nhận tên hoặc mật khẩu" in run(folder).stderr
        folder = office(tmp_path / "q", mail(port).replace('"none"', '"starttls"'))
        assert "không có kết nối bảo mật" in run(folder).stderr
    finally:
        control.stop()


def test_a_webhook_gets_the_files_signed(tmp_path, system, monkeypatch):
    monkeypatch.setenv("DOICHIEU_WEBHOOK_SECRET", "bi-mat")
    host = f"127.0.0.1:{system.server_port}"
    folder = office(tmp_path / "o", f'send = ["txt"]\nwebhook = "http://{host}/nhan"', f'"{host}"')
    assert run(folder).exit_code == 0
    ((path, headers, body),) = system.got
    file = (folder / "reports" / DAY.isoformat() / "bao-cao-ngay.txt").read_bytes()
    assert path == "/nhan"
    assert file in body
    sums = hashlib.sha256(file).hexdigest().encode()
    assert headers["X-DoiChieu-Signature"] == hmac.new(b"bi-mat", sums, hashlib.sha256).hexdigest()


@pytest.mark.parametrize("answer", [302, 403, 500])
def test_a_webhook_that_refuses_or_redirects_is_a_failure(tmp_path, system, answer):
    system.answer = answer
    host = f"127.0.0.1:{system.server_port}"
    folder = office(tmp_path / "o", f'send = ["txt"]\nwebhook = "http://{host}/nhan"', f'"{host}"')
    told = run(folder)
    assert told.exit_code == 1
    assert f"mã {answer}" in told.stderr


def test_a_webhook_to_a_host_that_is_not_allowed_is_a_fault_of_the_configuration(tmp_path):
    folder = office(tmp_path / "o", 'webhook = "http://127.0.0.1:8000/nhan"', '"127.0.0.1:8001"')
    with pytest.raises(ConfigError, match=r"127\.0\.0\.1:8000"):
        load_office(folder)


def test_a_shared_folder_gets_the_files_and_a_missing_one_is_not_made(tmp_path):
    shared = tmp_path / "shared"
    folder = office(tmp_path / "o", f'send = ["docx"]\ncopy_to = "{shared}"')
    told = run(folder)
    assert told.exit_code == 1
    assert "ổ đĩa chung" in told.stderr
    assert not shared.exists()
    shared.mkdir()
    assert run(folder).exit_code == 0
    assert [file.name for file in (shared / DAY.isoformat()).iterdir()] == ["bao-cao-ngay.docx"]


def test_nothing_is_set_up(tmp_path):
    folder = office(tmp_path / "o", 'folder = "reports"')
    assert run(folder).exit_code == 2
    assert deliver.ways(load_office(folder)) == ()


def test_no_referral_is_in_anything_that_is_sent(rows):
    """CHARTER rule 6: with or without proposals and signatures every report says the same."""
    day = dt.date(2026, 11, 10)
    proposed = tuple(Referral(one.id, one.url, "scam_impersonation", "signed") for one in rows.articles)
    for kind in reports.NAMES:
        with_them = reports.make(dataclasses.replace(rows, referrals=proposed), kind, day)
        assert with_them == reports.make(dataclasses.replace(rows, referrals=()), kind, day)
