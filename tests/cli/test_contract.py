"""DESIGN's contract of commands, each run as its own process over one small office that a loopback press feeds.

Data goes to standard output, words to standard error; JSON lines carry the contract's fields and nothing of a field that
was not asked for; exit codes are 0 done, 1 an input failed, 2 usage or configuration error.
"""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.main import get_command
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from pipeline.cli.main import app
from tests.fetch.press import HTML, Reply, rss, serve

ROOT = Path(__file__).resolve().parents[2]
SECRET = "KhôngĐượcInLại"
"""stands in input fields that no contract names"""
DAY = "2026-11-20"
PAPER = """ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA
Số: 71/2026/QĐ-UBND
Khánh Hòa, ngày 10 tháng 11 năm 2026
QUYẾT ĐỊNH
Quy định giá dịch vụ thu gom rác thải sinh hoạt trên địa bàn tỉnh Khánh Hòa
Điều 1. Phạm vi
Quyết định này áp dụng trên địa bàn tỉnh Khánh Hòa.
Điều 2. Mức giá
Giá dịch vụ thu gom rác thải sinh hoạt đối với hộ gia đình là 32.000 đồng/hộ/tháng.
Điều 3. Hiệu lực
Quyết định này có hiệu lực từ ngày 10/11/2026.
"""


def page(title: str, *paragraphs: str) -> bytes:
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="{DAY}T07:05:00+07:00"></head>'
        f'<body><article><h1>{title}</h1><p class="author">Người Viết Thử</p>{body}</article></body></html>'
    ).encode()


WRONG = page(
    "Khánh Hòa áp dụng giá thu gom rác mới",
    "Theo Quyết định 71/2026/QĐ-UBND của UBND tỉnh Khánh Hòa, giá dịch vụ thu gom rác thải sinh hoạt đối với hộ gia đình "
    "là 42.000 đồng/hộ/tháng.",
    "Quyết định có hiệu lực từ ngày 10/11/2026 trên địa bàn tỉnh.",
    "Đơn vị thu gom cho biết lịch xe chạy giữ như cũ, mỗi tuần ba buổi.",
)
COMPLAINT = page(
    "Tôi phản ánh việc thu tiền rác",
    "Tôi ở tổ 4, tháng này tôi bị thu 60.000 đồng tiền rác mà không có biên lai, tôi thấy rất bức xúc.",
    "Tôi đã gọi hai lần nhưng không ai trả lời. Kính mong phường xem lại giúp gia đình tôi.",
)


@dataclass(frozen=True)
class Said:
    """What one command answered."""

    code: int
    data: bytes
    err: str

    @property
    def out(self) -> str:
        return self.data.decode()

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def call(*arguments: str | Path, stdin: str = "") -> Said:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli.main", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "300"},
        input=stdin.encode(),
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Said(done.returncode, done.stdout, done.stderr.decode())


def inside(*arguments: str | Path) -> Said:
    """The same without a process of its own, for what differs from another command by an argument only."""
    done = CliRunner().invoke(app, [str(part) for part in arguments])
    return Said(done.exit_code, done.stdout_bytes, done.stderr)


def lines(*rows: object) -> str:
    return "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows) + "\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def said(office: Path) -> dict[str, Said]:
    """Every command once: what fills the office in order, then what only reads it, two processes at a time."""
    config = ("--config", office)
    (office / "qd71.txt").write_text(PAPER, "utf-8")
    (office / "trang.html").write_bytes(WRONG)
    claim = {"id": 7, "claim": "Hộ trong hẻm đóng 32.000 đồng/hộ/tháng tiền rác", "author": SECRET}
    text = {"id": "a", "text": "Từ ngày 1/12/2026, phường Phan Rang thu 5.000 đồng.", "nguoi_viet": SECRET}
    handed = {"outlet": "thu", "title": "Phường họp về chợ tạm", "published": f"{DAY}T08:00:00+07:00"}
    handed |= {"url": "https://thu.example/hop.html", "text": "Phường họp về chợ tạm sáng 20/11.\nChợ mở từ 6 giờ."}
    (office / "bai.jsonl").write_text(
        lines(handed | {"author": SECRET}, handed | {"outlet": "lạ"}, handed | {"url": "https://facebook.com/abc"}),
        "utf-8",
    )
    items = [
        {"id": n, "title": "", "text": words, "split": "test", "topic": "thue_phi", "sentiment": "neu"}
        | {"item_type": "news_report", "protected": False}
        for n, words in enumerate(("Phường thu phí từ 1/12.", "Tỉnh công bố giá nước mới."))
    ]
    (office / "items.jsonl").write_text(lines(*items), "utf-8")
    with serve() as press:
        press.routes |= {
            "/robots.txt": Reply(b"", 404, HTML),
            "/rss": Reply(rss("Khánh Hòa áp dụng giá thu gom rác mới", "Tôi phản ánh việc thu tiền rác").encode()),
            "/bai/1.html": Reply(WRONG, type=HTML),
            "/bai/2.html": Reply(COMPLAINT, type=HTML),
        }
        found = {"init": call("init", office)}
        settings = (office / "office.toml").read_text("utf-8")
        assert "allow = []" in settings
        settings = settings.replace("allow = []", f'allow = ["{press.address}"]')
        (office / "office.toml").write_text(settings, "utf-8")
        (office / "sources.toml").write_text(
            f'[[source]]\nid = "thu"\nname = "Báo Thử"\nkind = "newspaper"\nurl = "{press.url("/")}"\n'
            f'feed = "{press.url("/rss")}"\npause = 0.0\n',
            "utf-8",
        )
        found["documents add"] = call("documents", "add", office / "qd71.txt", "--json", *config)
        found["articles import"] = call("articles", "import", office / "bai.jsonl", *config)
        found["run --dry-run"] = inside("run", "--dry-run", *config)
        found["run"] = call("run", "--day", DAY, *config)
        both = {
            "extract": ("extract", office / "trang.html", "--url", "https://thu.example/1.html", "--json"),
            "report daily": ("report", "daily", "--day", DAY, "--format", "json,txt", "--out", office / "bc", *config),
            "sources lint": ("sources", "lint", "--json", *config),
            "sources probe": ("sources", "probe", press.url("/rss"), office / "items.jsonl", "--json", *config),
            "sources health": ("sources", "health", "--json", *config),
            "doctor": ("doctor", "--json", *config),
            "models evaluate": ("models", "evaluate", "--data", office / "items.jsonl"),
            **{f"export {kind}": ("export", kind, *config) for kind in ("articles", "flags", "captures")},
            "audit verify": ("audit", "verify", "--json", *config),
        }
        piped = {
            "check": (
                claim | {"passage": "Hộ gia đình trong hẻm: 30.000 đồng/hộ/tháng."},
                {"id": 8, "claim": 5},
                "không phải JSON",
            ),
            "tag": (text, {"id": 2}),
            "values": (text, {"id": 2, "text": None}),
        }
        with ThreadPoolExecutor(2) as pool:
            jobs = {name: pool.submit(call, *arguments) for name, arguments in both.items()}
            jobs |= {name: pool.submit(call, name, stdin=lines(*rows)) for name, rows in piped.items()}
            jobs["check the store"] = pool.submit(
                call, "check", *config, stdin=lines({"id": 1, "claim": "Giá dịch vụ thu gom rác thải sinh hoạt đối với "
                "hộ gia đình là 42.000 đồng/hộ/tháng.", "date": DAY})
            )  # fmt: skip
            found |= {name: job.result() for name, job in jobs.items()}
        found |= {f"export {kind}": inside("export", kind, *config) for kind in ("stories", "claims", "referrals")}
        found["documents list"] = inside("documents", "list", "--json", *config)
        found["documents show"] = inside("documents", "show", "71/2026/QĐ-UBND", "--json", *config)
        found["export csv"] = inside("export", "flags", "--format", "csv", *config)
        found["audit export"] = call("audit", "export", *config)
    return found


EXPORTS = {
    "articles": "url outlet title published updated text item_type protected topic places story",
    "stories": "story urls",
    "claims": "url claim verdict document point",
    "flags": "url outlet story claim verdict code claim_value official_value document point lane score first_seen",
    "referrals": "url ground state",
}
CHECKED = [
    "id",
    "verdict",
    "differences",
    "evidence",
    "confidence",
    "item_type",
    "protected",
    "flag",
    "refer_eligible",
    "ground",
]
FAILING = {"articles import", "check", "tag", "values", "sources probe"}
"""commands that were handed a bad line or file beside the good ones"""


def test_exit_codes_and_no_traces_of_the_inside(said: dict[str, Said]) -> None:
    for name, answer in said.items():
        assert answer.code == (1 if name in FAILING else 0), (name, answer)
        assert "Traceback" not in answer.err


def test_what_is_no_field_of_the_contract_is_never_echoed(said: dict[str, Said], office: Path) -> None:
    for name, answer in said.items():
        told = answer.data + answer.err.encode()
        assert SECRET.encode() not in told, name
        assert "Người Viết Thử".encode() not in told, name
    assert SECRET not in "".join(file.read_text("utf-8") for file in (office / "bc").iterdir())


def test_words_go_to_standard_error(said: dict[str, Said]) -> None:
    for name in ("init", "articles import"):
        assert said[name].out == ""
        assert said[name].err.strip()
    assert "doichieu doctor" in said["init"].err
    assert "Đã nhận 1 bài, từ chối 2" in said["articles import"].err
    assert "dòng 3" in said["articles import"].err
    for name in ("run", "report daily"):
        assert all(Path(line).is_file() for line in said[name].out.splitlines()), said[name].out
    assert {Path(line).suffix for line in said["report daily"].out.splitlines()} == {".json", ".txt"}
    assert "sẽ đọc ngay" in said["run --dry-run"].out


def test_check_answers_line_by_line(said: dict[str, Said]) -> None:
    good, bad = said["check"].rows
    assert list(good) == CHECKED
    assert good["id"] == 7
    assert (good["verdict"], good["differences"][0]["code"]) == ("mismatch", "amount_mismatch")
    assert set(good["differences"][0]) == {"code", "claim_value", "official_value", "claim_span", "passage_span"}
    assert set(good["evidence"]) == {"document", "point", "passage"}
    assert set(bad) == {"id", "error"}
    assert "Dòng 3" in said["check"].err
    (stored,) = said["check the store"].rows
    assert (stored["verdict"], stored["evidence"]["document"]) == ("mismatch", "71/2026/QĐ-UBND")


def test_tag_values_and_extract(said: dict[str, Said]) -> None:
    good, bad = said["tag"].rows
    assert list(good) == ["id", "item_type", "protected", "topic", "places", "sentiment", "language"]
    assert set(bad) == {"id", "error"}
    good, bad = said["values"].rows
    assert set(good) == {"id", "values"}
    assert {frozenset(v) for v in good["values"]} == {frozenset(["span", "kind", "value", "unit", "period", "bound"])}
    assert {v["kind"] for v in good["values"]} >= {"date", "money", "place"}
    assert set(bad) == {"id", "error"}
    (read,) = said["extract"].rows
    assert list(read) == ["title", "published", "updated", "text", "kind", "error"]
    assert (read["kind"], read["published"], read["error"]) == ("article", f"{DAY}T07:05:00+07:00", None)


def test_documents(said: dict[str, Said]) -> None:
    wanted = {"number", "issuer", "issued", "effective_from", "effective_to", "status", "places", "passages"}
    for name in ("documents add", "documents show"):
        (paper,) = said[name].rows
        assert wanted <= set(paper)
        assert (paper["number"], paper["issued"]) == ("71/2026/QĐ-UBND", "2026-11-10")
        assert "Điều 2" in [passage["point"] for passage in paper["passages"]]
    (listed,) = said["documents list"].rows
    assert listed["passages"] == len(paper["passages"])


def test_exports(said: dict[str, Said]) -> None:
    for kind, fields in EXPORTS.items():
        assert {tuple(row) for row in said[f"export {kind}"].rows} <= {tuple(fields.split())}, kind
    articles = {row["title"]: row for row in said["export articles"].rows}
    assert len(articles) == 3
    assert articles["Tôi phản ánh việc thu tiền rác"]["protected"] is True
    (flag,) = said["export flags"].rows
    assert (flag["claim_value"], flag["official_value"]) == ("42.000 đồng/hộ/tháng", "32.000 đồng/hộ/tháng")
    assert (flag["document"], flag["point"], flag["lane"]) == ("71/2026/QĐ-UBND", "Điều 2", "correction")
    header, line = csv.reader(io.StringIO(said["export csv"].out.removeprefix("\ufeff")))
    assert header == EXPORTS["flags"].split()
    assert len(line) == len(header)
    records = [record.rec_type for record in ArchiveIterator(io.BytesIO(said["export captures"].data))]
    assert "response" in records


def test_sources(said: dict[str, Said]) -> None:
    assert all({"level", "source", "key", "found"} == set(row) for row in said["sources lint"].rows)
    feed, file = said["sources probe"].rows
    for row in (feed, file):
        assert list(row) == ["source", "kind", "entries", "error"]
    assert feed["kind"] == "feed"
    assert [set(entry) for entry in feed["entries"]] == [{"title", "link", "published", "updated", "guid"}] * 2
    assert file["error"]
    (health,) = said["sources health"].rows
    assert list(health) == ["source", "url", "kind", "status", "reason", "entries", "titles", "at"]
    assert (health["status"], health["entries"]) == ("ok", 2)


def test_audit_doctor_and_models(said: dict[str, Said], office: Path) -> None:
    (verdict,) = said["audit verify"].rows
    assert verdict["sound"] is True
    actions = [row["action"] for row in said["audit export"].rows]
    assert {f"export.{kind}" for kind in (*EXPORTS, "captures")} | {"documents.add", "audit.export"} <= set(actions)
    (office / "log.jsonl").write_text(said["audit export"].out.replace("export.flags", "export.stories"), "utf-8")
    assert call("audit", "verify", office / "log.jsonl").code == 1
    assert {row["state"] for row in said["doctor"].rows} <= {"ok", "advice"}
    assert said["models evaluate"].out.count("macro-F1") == 4


def test_a_usage_error_is_two_and_prints_no_data(tmp_path: Path) -> None:
    for arguments in (
        ("run", "--day", "31/02/2026"),
        ("export", "people"),
        ("export", "captures", "--format", "csv"),
        ("report", "daily", "--format", "xls"),
        ("documents", "show", "không-có"),
        ("models", "predict", "harmful"),
        ("watch-people",),
    ):
        done = CliRunner().invoke(
            app, [*arguments, *(() if arguments[0] in ("models", "watch-people") else ("--config", str(tmp_path)))]
        )
        assert (done.exit_code, done.stdout) == (2, ""), (arguments, done.output)


@pytest.mark.skipif(os.name == "nt", reason="SIGINT cannot be sent to one process there")
def test_serve_answers_on_this_machine_until_it_is_ended(office: Path, said: dict[str, Said]) -> None:
    command = [sys.executable, "-m", "pipeline.cli.main", "serve", "--port", "0", "--config", str(office)]
    env = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stderr is not None
        assert child.stdout is not None
        try:
            words = iter(child.stderr.readline, b"")
            url = next(word for line in words for word in line.decode().split() if word.startswith("http://127.0.0.1:"))
            for _ in range(50):
                try:
                    answer = httpx.get(url, follow_redirects=True)
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            assert answer.status_code == 200
            assert "text/html" in answer.headers["content-type"]
        finally:
            child.send_signal(signal.SIGINT)
        assert child.stdout.read() == b""
        assert child.wait(timeout=20) in (0, 130)


PROMISED = (
    *("handover", "forget", "backup", "restore", "report weekly", "report monthly", "facts list", "facts export"),
    *("facts print", "sources yield", "sources backtest", "models card"),
)
"""commands that come one by one: there whole, or not there at all"""
NOW = {
    *(
        "init",
        "run",
        "serve",
        "doctor",
        "documents add",
        "check",
        "tag",
        "values",
        "extract",
        "articles import",
        "export",
    ),
    *("report daily", "sources lint", "sources probe", "sources health", "audit verify", "models evaluate"),
}


def commands() -> dict[str, str]:
    """Every command by its full name, with its help."""
    found = {}
    for name, one in get_command(app).commands.items():
        leaves = getattr(one, "commands", None)
        if leaves is None:
            found[name] = one.help or ""
        else:
            found |= {f"{name} {inner}": leaf.help or "" for inner, leaf in leaves.items()}
    return found


def test_every_command_is_promised_real_and_told_with_an_example() -> None:
    found = commands()
    assert set(found) >= NOW
    assert not [name for name, words in found.items() if "Ví dụ:" not in words or f"doichieu {name}" not in words]
    source = "".join(file.read_text("utf-8") for file in (ROOT / "pipeline" / "cli").glob("*.py"))
    assert "NotImplementedError" not in source


def test_a_command_that_is_not_there_yet_is_no_stub() -> None:
    there = commands()
    for name in PROMISED:
        if name not in there:
            assert CliRunner().invoke(app, name.split()).exit_code == 2, name
