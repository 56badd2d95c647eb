"""How the fetcher behaves over several requests and passes: politeness, memory of moves, safety on the socket."""

from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from pipeline.fetch import Failed, Fetched, Fetcher, Network, PageRequest, Refused, Throttled, guard
from pipeline.records import AddressState, Source

from . import press as p
from .press import HTML, Reply, listing, raw, rss, silent, sitemap

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
TWO = rss("Thu tiền rác", "Cấp nước sạch").encode()
SHIELD = b"<html><head><title>Just a moment...</title></head><body><script>_cf_chl_opt={}</script></body></html>"
ARTICLE = b"<html><body><h1>Thu</h1><p>" + b"chu " * 50 + b"</p></body></html>"


@pytest.fixture
def press() -> Iterator[p.Press]:
    with p.serve() as server:
        yield server


def network(*presses: p.Press, **changes: object) -> Network:
    allow = frozenset(one.address for one in presses)
    return Network(allow=allow, first_byte_timeout=1.0, **changes)  # type: ignore[arg-type]


def fetcher(*presses: p.Press, **changes: object) -> Fetcher:
    return Fetcher(network(*presses, **changes), clock=lambda: NOW)


def source(
    press: p.Press, name: str = "thu", pause: float = 0.0, home: str = "/", **addresses: tuple[str, ...]
) -> Source:
    urls = {kind: tuple(press.url(path) for path in paths) for kind, paths in addresses.items()}
    return Source(name, name, "newspaper", press.url(home), pause=pause, **urls)  # type: ignore[arg-type]


def page(press: p.Press, path: str, pause: float = 0.0, home: str = "/") -> PageRequest:
    return PageRequest(press.url(path), "thu", pause=pause, home=press.url(home))


# ---------------------------------------------------------------- politeness
def test_one_request_in_flight_and_a_pause_per_host(press: p.Press) -> None:
    press.routes |= {f"/{n}": Reply(ARTICLE, type=HTML) for n in range(6)}
    assert all(isinstance(o, Fetched) for o in fetcher(press).pages(page(press, f"/{n}", 0.15) for n in range(6)))
    log = press.log
    assert len(log) == 7  # robots.txt once
    assert all(b.at - a.until >= 0.14 for a, b in pairwise(log))


def test_hosts_go_side_by_side() -> None:
    with p.serve() as one, p.serve() as two:
        for press in (one, two):
            press.routes |= {f"/{n}": Reply(ARTICLE, type=HTML) for n in range(4)}
        begun = time.monotonic()
        wanted = [page(press, f"/{n}", 0.2) for press in (one, two) for n in range(4)]
        assert len(list(fetcher(one, two).pages(wanted))) == 8
        assert time.monotonic() - begun < 1.5  # 0.8 s each


def test_publishers_in_folders_of_an_allowed_host(press: p.Press) -> None:
    press.routes |= {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /mot/kin/", type="text/plain"),
        "/hai/robots.txt": Reply(b"User-agent: *\nCrawl-delay: 0.3\nDisallow: /hai/kin/", type="text/plain"),
        "/mot/kin/1": Reply(ARTICLE, type=HTML),
        "/hai/kin/1": Reply(ARTICLE, type=HTML),
        **{f"/{name}/{n}": Reply(ARTICLE, type=HTML) for name in ("mot", "hai") for n in range(3)},
    }
    wanted = [page(press, f"/{n}/{i}", home=f"/{n}/") for n in ("mot", "hai") for i in (0, 1, 2, "kin/1")]
    outcomes = list(fetcher(press).pages(wanted))
    assert sum(isinstance(o, Fetched) for o in outcomes) == 6
    assert not press.asked("/mot/kin/1") + press.asked("/hai/kin/1")
    log = sorted(press.log, key=lambda seen: seen.at)
    assert all(b.at >= a.until - 0.001 for a, b in pairwise(log))
    second = [seen.at for seen in log if seen.path.startswith("/hai/") and seen.path[-1].isdigit()]
    assert all(b - a >= 0.29 for a, b in pairwise(second))


def test_crawl_delay_is_kept(press: p.Press) -> None:
    press.routes |= {f"/{n}": Reply(ARTICLE, type=HTML) for n in range(3)}
    press.routes["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 0.4", type="text/plain")
    list(fetcher(press).pages(page(press, f"/{n}") for n in range(3)))
    times = [seen.at for seen in press.log]
    assert all(b - a >= 0.39 for a, b in pairwise(times[1:]))


def test_the_pause_outlives_a_pass(press: p.Press) -> None:
    press.routes["/a"] = Reply(ARTICLE, type=HTML)
    crawler = fetcher(press)
    for _ in range(2):
        list(crawler.pages([page(press, "/a", 0.4)]))
    assert press.asked("/robots.txt") == 1
    assert press.log[-1].at - press.log[-2].until >= 0.39


def test_a_throttling_host_is_left_alone(press: p.Press) -> None:
    press.routes |= {f"/{n}": Reply(b"", 429, headers=(("Retry-After", "900"),)) for n in range(5)}
    outcomes = list(fetcher(press).pages(page(press, f"/{n}") for n in range(5)))
    assert [type(o) for o in outcomes] == [Throttled] * 5
    assert len(press.log) == 2
    assert all(o.until == NOW + dt.timedelta(seconds=900) for o in outcomes if isinstance(o, Throttled))


def test_a_silent_host_is_given_up(press: p.Press) -> None:
    press.routes |= {f"/{n}": Reply(script=silent(0.5)) for n in range(8)}
    outcomes = list(fetcher(press, connect_timeout=0.1).pages(page(press, f"/{n}") for n in range(8)))
    assert len(outcomes) == 8
    outcomes = list(
        Fetcher(Network(allow=frozenset({press.address}), connect_timeout=0.1, first_byte_timeout=0.1), clock=lambda: NOW)
        .pages(page(press, f"/{n}") for n in range(8))
    )  # fmt: skip
    assert [o.code for o in outcomes if isinstance(o, Failed)] == ["first_byte"] * 3 + ["left"] * 5


def test_who_asks_and_no_cookie(press: p.Press) -> None:
    press.routes |= {
        "/a": Reply(ARTICLE, type=HTML, headers=(("Set-Cookie", "a=1; Path=/"),)),
        "/b": Reply(ARTICLE, type=HTML),
    }
    outcomes = list(fetcher(press, contact="vanhoa@phuong.vn").pages([page(press, "/a"), page(press, "/b")]))
    last = press.log[-1].headers
    assert "DoiChieu/" in last["User-Agent"]
    assert "vanhoa@phuong.vn" in last["User-Agent"]
    assert last["From"] == "vanhoa@phuong.vn"
    assert "Cookie" not in last
    assert all("cookie" not in name for o in outcomes if isinstance(o, Fetched) for name, _ in o.capture.headers)


# ---------------------------------------------------------------- over several visits
def visit(press: p.Press, state: AddressState | None, now: dt.datetime = NOW, **addresses: tuple[str, ...]):  # type: ignore[no-untyped-def]
    here = source(press, **addresses)  # type: ignore[arg-type]
    states = {state.url: state} if state else {}
    [told] = list(fetcher(press).announcements([here], states, now, due_only=False))
    return told


def test_a_permanent_move_is_remembered_and_told(press: p.Press) -> None:
    press.routes |= {"/a": Reply(b"", 301, HTML, (("Location", "/b"),)), "/b": Reply(TWO, etag='"1"')}
    first = visit(press, None, feeds=("/a",))
    assert first.state.moved_to == press.url("/b")
    assert any("chuyển hẳn" in words for words in first.notices)
    second = visit(press, first.state, feeds=("/a",))
    assert second.health.status == "not_modified"
    assert second.health.url == press.url("/a")
    assert press.asked("/a") == 1


def test_a_temporary_move_is_not_remembered(press: p.Press) -> None:
    press.routes |= {"/a": Reply(b"", 302, HTML, (("Location", "/b"),)), "/b": Reply(TWO)}
    assert visit(press, None, feeds=("/a",)).state.moved_to is None


def test_a_move_that_did_not_last_is_forgotten(press: p.Press) -> None:
    press.routes["/a"] = Reply(TWO)
    moved = AddressState("thu", press.url("/a"), "feed", moved_to=press.url("/weg"))
    assert visit(press, moved, feeds=("/a",)).state.moved_to is None


def test_paging_stops_at_what_is_known(press: p.Press) -> None:
    def pages(*lists: tuple[int, ...]) -> None:
        for number, items in enumerate(lists, start=1):
            more = f'<a rel="next" href="/a{number + 1}">Sau</a>' if number < len(lists) else ""
            press.routes[f"/a{number}"] = Reply(listing(*items, following=more).encode(), type=HTML)

    pages((6, 5), (4, 3), (2, 1))
    first = visit(press, None, listings=("/a1",))
    assert first.health.entries == 6
    assert all(entry.published for entry in first.entries)
    pages((8, 7), (6, 5), (4, 3), (2, 1))
    press.log.clear()
    second = visit(press, first.state, listings=("/a1",))
    assert (press.asked("/a2"), press.asked("/a3"), press.asked("/a4")) == (1, 0, 0)
    assert second.health.entries == 4


def test_a_watched_page_tells_changes_and_its_end_but_no_counters(press: p.Press) -> None:
    notice = "<html><head><title>Thông báo</title></head><body><p>Thu từ ngày {0}.</p><script>var t={1}</script></body></html>"

    def stands(*parts: object) -> None:
        press.routes["/tb"] = Reply(notice.format(*parts).encode(), type=HTML)

    stands("01/12/2026", 1)
    first = visit(press, None, pages=("/tb",))
    assert (first.capture is not None, first.notices) == (True, ())
    stands("01/12/2026", 2)
    same = visit(press, first.state, pages=("/tb",))
    assert (same.health.status, same.capture, same.notices) == ("ok", None, ())
    stands("05/12/2026", 3)
    changed = visit(press, same.state, pages=("/tb",))
    assert changed.capture is not None
    assert "thay đổi" in (changed.health.reason or "")
    assert "đã thay đổi, thấy lúc 10:00 ngày 20/11/2026" in changed.notices[0]
    press.routes["/tb"] = Reply(SHIELD, type=HTML)
    shielded = visit(press, changed.state, pages=("/tb",))
    assert (shielded.health.status, shielded.notices, shielded.capture) == ("failed", (), None)
    press.routes["/tb"] = Reply(b"", 404, HTML)
    gone = visit(press, changed.state, pages=("/tb",))
    assert "đã bị gỡ (404)" in gone.notices[0]
    assert visit(press, gone.state, pages=("/tb",)).notices == ()


def test_children_of_an_index_are_asked_conditionally(press: p.Press) -> None:
    press.routes |= {
        "/a": Reply(p.index("/s1", "/s2").encode(), etag='"i"'),
        "/s1": Reply(sitemap("/bai/1.html").encode(), etag='"1"'),
        "/s2": Reply(sitemap("/bai/2.html").encode(), etag='"2"'),
    }
    first = visit(press, None, sitemaps=("/a",))
    assert first.health.entries == 2
    second = visit(press, first.state, sitemaps=("/a",))
    assert second.health.status == "not_modified"
    press.routes["/s2"] = Reply(sitemap("/bai/2.html", "/bai/3.html").encode(), etag='"3"')
    third = visit(press, second.state, sitemaps=("/a",))
    assert (third.health.status, third.health.entries) == ("ok", 2)


def test_a_gap_is_said(press: p.Press) -> None:
    press.routes["/a"] = Reply(rss(*"abcdef").encode())
    first = visit(press, None, feeds=("/a",))
    press.routes["/a"] = Reply(rss(*"ghijkl").replace("/bai/", "/moi/").encode())
    assert any("sót bài" in words for words in visit(press, first.state, feeds=("/a",)).notices)


def test_a_gap_is_filled_from_the_outlets_sitemap(press: p.Press) -> None:
    press.routes |= {
        "/a": Reply(rss(*"abcdef").encode()),
        "/robots.txt": Reply(f"Sitemap: {press.url('/map.xml')}\nUser-agent: *\nDisallow: /kin/".encode(), type="text/plain"),
        "/map.xml": Reply(p.index("/tin.xml").encode()),
        "/tin.xml": Reply(
            (
                sitemap("/giua/1.html", "/giua/2.html", "/moi/1.html", when="2026-11-20T11:05:00+07:00").replace("</urlset>", "")
                + sitemap("/cu/1.html", when="2026-10-01T07:05:00+07:00").split("sitemap-news/0.9\">")[1]
            ).encode()
        ),
    }  # fmt: skip
    first = visit(press, None, feeds=("/a",))
    press.routes["/a"] = Reply(rss(*"ghijkl").replace("/bai/", "/moi/").encode())
    second = visit(press, first.state, NOW + dt.timedelta(hours=9), feeds=("/a",))
    links = {entry.url.rsplit("/", 2)[1] + "/" + entry.url.rsplit("/", 1)[1] for entry in second.entries}
    assert {"giua/1.html", "giua/2.html", "moi/1.html"} <= links
    assert "cu/1.html" not in links
    assert second.health.entries == 8
    assert any("lấy thêm 2 bài" in words for words in second.notices)
    assert press.asked("/tin.xml") == 1


def test_a_paged_feed_is_followed_back_to_what_is_known(press: p.Press) -> None:
    press.routes["/a"] = Reply(rss(*"abcdef").encode())
    first = visit(press, None, feeds=("/a",))
    more = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="/a?paged=2"/>'
    press.routes |= {
        "/a": Reply(rss(*"ghijkl", extra=more).replace("/bai/", "/moi/").encode()),
        "/a?paged=2": Reply(rss("m", "a").replace("/bai/1", "/giua/1").encode()),
    }
    second = visit(press, first.state, feeds=("/a",))
    assert second.health.entries == 8
    assert second.notices == ()


def test_the_office_off_line_is_no_fault_of_the_sources() -> None:
    sources = [
        Source(name, name, "newspaper", f"https://{name}.invalid/", feeds=(f"https://{name}.invalid/rss",), pause=0.0)
        for name in ("mot", "hai", "ba")
    ]
    told = list(Fetcher(Network(), clock=lambda: NOW).announcements(sources, {}, NOW))
    assert [t.health.status for t in told] == ["failed"] * 3
    assert all("mạng của văn phòng" in (t.health.reason or "") for t in told)
    assert all(t.state.failures == 0 for t in told)
    [alone] = list(Fetcher(Network(), clock=lambda: NOW).announcements(sources[:1], {}, NOW))
    assert "tên miền" in (alone.health.reason or "")
    assert alone.state.failures == 1


def test_pages_lose_no_try_while_the_office_is_off_line() -> None:
    wanted = [PageRequest(f"https://{name}.invalid/{n}", name, pause=0.0) for name in ("mot", "hai") for n in range(5)]
    outcomes = list(Fetcher(Network(), clock=lambda: NOW).pages(wanted))
    assert len(outcomes) == 10
    assert all(isinstance(o, Throttled) and "mạng của văn phòng" in o.reason for o in outcomes)
    alone = list(Fetcher(Network(), clock=lambda: NOW).pages(wanted[:5]))
    assert [o.code for o in alone if isinstance(o, Failed)] == ["dns"] * 3 + ["left"] * 2


def test_one_answer_from_anybody_proves_the_line(press: p.Press) -> None:
    press.routes["/a"] = Reply(ARTICLE, type=HTML)
    wanted = [page(press, "/a"), PageRequest("https://mot.invalid/1", "mot", pause=0.0)]
    kinds = {o.request.url: type(o) for o in fetcher(press).pages(wanted)}
    assert set(kinds.values()) == {Fetched, Failed}


def test_leaving_early_ends_the_pass(press: p.Press) -> None:
    press.routes |= {f"/{n}": Reply(ARTICLE, type=HTML) for n in range(50)}
    outcomes = fetcher(press).pages(page(press, f"/{n}", 0.05) for n in range(50))
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert not [t for t in threading.enumerate() if t.name.startswith("doichieu-fetch") and t.is_alive()]
    assert len(press.log) < 20


# ---------------------------------------------------------------- safety
@pytest.mark.parametrize(
    "text",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "192.0.2.1", "198.18.0.1", "168.63.129.16", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
     "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "2001:db8::1", "fec0::1", "::127.0.0.1"],
)  # fmt: skip
def test_inner_addresses(text: str) -> None:
    assert not guard.is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "113.160.0.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses(text: str) -> None:
    assert guard.is_public(ipaddress.ip_address(text))


def test_spellings_of_an_address() -> None:
    for text in ("127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "017700000001"):
        assert guard.literal(text) == ipaddress.ip_address("127.0.0.1")
    assert guard.literal("bao.vn") is None
    for text in ("256.1.1.1", "1.2.3.4.5", "4294967296"):
        with pytest.raises(ValueError):
            guard.literal(text)


def test_a_name_that_resolves_inside_is_refused(press: p.Press, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def rebound(host: object, *rest: object, **more: object) -> object:
        return real("127.0.0.1", *rest, **more) if host == "bao.example" else real(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    port = press.address.rpartition(":")[2]
    wanted = PageRequest(f"http://bao.example:{port}/a", "thu", pause=0.0)
    [outcome] = list(fetcher(press).pages([wanted]))
    assert isinstance(outcome, Refused)
    assert outcome.code == "address"
    assert not press.log


def test_the_allow_list_is_exact(press: p.Press) -> None:
    port = press.address.rpartition(":")[2]
    for host in ("localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]"):
        [outcome] = list(fetcher(press).pages([PageRequest(f"http://{host}:{port}/a", "thu", pause=0.0)]))
        assert isinstance(outcome, Refused), host
    assert not press.log


def test_a_proxy_is_given_addresses_only(press: p.Press) -> None:
    press.routes["/a"] = Reply(ARTICLE, type=HTML)
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def tunnel() -> None:
            for _ in range(2):
                client, _ = listener.accept()
                head = client.recv(4096)
                asked.append(head)
                host, _, port = head.split()[1].decode().rpartition(":")
                far = socket.create_connection((host, int(port)))
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                for a, b in ((client, far), (far, client)):
                    threading.Thread(target=_pump, args=(a, b), daemon=True).start()

        threading.Thread(target=tunnel, daemon=True).start()
        proxy = f"http://ai:do@127.0.0.1:{listener.getsockname()[1]}"
        crawler = fetcher(press, proxy=proxy)
        [outcome] = list(crawler.pages([page(press, "/a")]))
        assert isinstance(outcome, Fetched)
        assert asked[0].startswith(f"CONNECT {press.address} HTTP/1.1".encode())
        assert b"Proxy-Authorization: Basic YWk6ZG8=" in asked[0]
        [refused] = list(crawler.pages([PageRequest("http://10.0.0.1/x", "thu", pause=0.0)]))
        assert isinstance(refused, Refused)
        assert len(asked) == 1


def _pump(a: socket.socket, b: socket.socket) -> None:
    try:
        while data := a.recv(65_536):
            b.sendall(data)
    except OSError:
        pass
    finally:
        b.close()


def test_certificates_are_verified(tmp_path: Path) -> None:
    certificate = _certificate(tmp_path)
    with p.serve() as press:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        press.server.socket = context.wrap_socket(press.server.socket, server_side=True)
        press.routes["/a"] = Reply(ARTICLE, type=HTML)
        url = press.url("/a").replace("http:", "https:")
        [outcome] = list(fetcher(press).pages([PageRequest(url, "thu", pause=0.0)]))
        assert isinstance(outcome, Failed)
        assert (outcome.code, "TLS" in outcome.reason) == ("tls", True)
        [trusted] = list(fetcher(press, ca_file=str(certificate)).pages([PageRequest(url, "thu", pause=0.0)]))
        assert isinstance(trusted, Fetched)


def _certificate(folder: Path) -> Path:
    """A key and a self-signed certificate for 127.0.0.1 in one PEM file."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "127.0.0.1")])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "may-chu.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


# ---------------------------------------------------------------- memory
@pytest.mark.slow
def test_peak_memory_whatever_is_sent() -> None:
    if os.environ.get("MEASURED_ALONE") != "1":  # other tests of the run leave memory behind
        command = [sys.executable, "-m", "pytest", "-q", f"{__file__}::test_peak_memory_whatever_is_sent"]
        assert subprocess.run(command, env={**os.environ, "MEASURED_ALONE": "1"}, check=False).returncode == 0
        return
    """Twelve hosts send the worst within the bounds at once: the process stays below 400 MB."""
    deep = ("<rss><channel>" + "<item>" * 150_000).encode()
    wide = ("<rss><channel>" + "<item><title>a</title><link>/b</link></item>" * 190_000).encode()
    worst = [
        gzip.compress(b"<html>" + b"<p>" * 3_800_000),
        gzip.compress(wide[:5_900_000]),
        gzip.compress(deep),
        gzip.compress(b"<urlset>" + b"<url><loc>http://x.vn/a</loc></url>" * 270_000),
        gzip.compress(b"\x00" * 11_500_000),
        gzip.compress(b'{"items": [' + b'{"url": "/a", "title": "b"},' * 250_000 + b"{}]}"),
    ]
    process, peak, done = psutil.Process(), [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            peak[0] = max(peak[0], process.memory_info().rss)

    threading.Thread(target=watch, daemon=True).start()
    presses, stack = [], []
    for number in range(12):
        stack.append(p.serve())
        press = stack[-1].__enter__()
        body = worst[number % len(worst)]
        press.routes |= {f"/{n}": Reply(body, headers=(("Content-Encoding", "gzip"),)) for n in range(3)}
        presses.append(press)
    kinds = ("feeds", "sitemaps", "listings", "pages")
    sources = [source(s, f"s{i}", **{kinds[(i + i // 6) % 4]: ("/0", "/1")}) for i, s in enumerate(presses)]
    crawler = Fetcher(Network(allow=frozenset(s.address for s in presses), slow_after=60.0), clock=lambda: NOW)
    # Counted as they come: a pass writes each away, and so does not hold the bodies either.
    told = sum(1 for _ in crawler.announcements(sources, {}, NOW))
    outcomes = sum(1 for _ in crawler.pages(page(s, "/2") for s in presses))
    done.set()
    for context in stack:
        context.__exit__(None, None, None)
    assert (told, outcomes) == (24, 12)
    print(f"\npeak memory {peak[0] / 1e6:.0f} MB")
    assert peak[0] < 400e6


def test_raw_script_helpers_end(press: p.Press) -> None:
    """The fakes themselves: a scripted connection that ends is over for the client."""
    press.routes["/a"] = Reply(script=raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", b"ok"))
    [outcome] = list(fetcher(press).pages([page(press, "/a")]))
    assert isinstance(outcome, Fetched)
