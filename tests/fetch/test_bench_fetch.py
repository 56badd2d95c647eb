"""Throughput of a pass over many feeds: 300 hosts, 10,000 entries, 20 ms latency; run by `make bench`.

The server is a process of its own, so that only the client's CPU is counted. Each feed has a loopback address of its
own (127.0.x.y), as each publisher has a host.
"""

from __future__ import annotations

import datetime as dt
import gc
import subprocess
import sys
import threading
import time

import psutil
import pytest

from pipeline.fetch import Fetcher, Network
from pipeline.records import AddressState, Source

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
SERVER = r'''
import asyncio, sys
async def answer(reader, writer):
    try:
        while (head := await reader.readuntil(b"\r\n\r\n")):
            await asyncio.sleep(0.02)
            path = head.split(b" ", 2)[1].decode()
            if path == "/robots.txt":
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            elif b'if-none-match: "v1"' in head.lower():
                writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')
            else:
                number, count = path.strip("/").split("/")
                items = "".join(
                    f"<item><title>Bài số {number}-{i} về mức thu tiền rác ở phường</title>"
                    f"<link>/tin/bai-so-{number}-{i}.html</link><guid>{number}-{i}</guid>"
                    f"<pubDate>Fri, 20 Nov 2026 07:{i % 60:02d}:00 +0700</pubDate>"
                    f"<description>Từ ngày 1/1 mỗi hộ đóng theo mức mới, {i} dòng tóm tắt của bài.</description></item>"
                    for i in range(int(count)))
                body = f'<rss version="2.0"><channel><title>Báo</title>{items}</channel></rss>'.encode()
                writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\nETag: "v1"\r\n'
                             b"Content-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()
async def main():
    server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
'''  # fmt: skip


def feeds(port: int, hosts: int, entries: int) -> list[Source]:
    found = []
    for number in range(hosts):
        home = f"http://127.0.{1 + number // 250}.{1 + number % 250}:{port}/"
        found.append(Source(f"s{number}", f"s{number}", "newspaper", home, feeds=(f"{home}{number}/{entries}",)))
    return found


def one_pass(fetcher: Fetcher, sources: list[Source], states: dict[str, AddressState]) -> tuple[float, float, int, int]:
    """(seconds, CPU seconds of this process, entries, addresses that were not modified)"""
    begun, cpu, entries, same = time.perf_counter(), time.process_time(), 0, 0
    for told in fetcher.announcements(sources, dict(states), NOW, due_only=False):
        assert told.health.status in ("ok", "not_modified"), told.health
        states[told.state.url] = told.state
        entries += told.health.entries
        same += told.health.status == "not_modified"
    return time.perf_counter() - begun, time.process_time() - cpu, entries, same


@pytest.mark.bench
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux answers on all of 127.0.0.0/8")
def test_bench_fetch() -> None:
    process, peak, done = psutil.Process(), [0], threading.Event()
    gc.collect()
    gc.freeze()  # what other tests left in this process is not walked through again and again while the fetcher works

    def watch() -> None:
        while not done.wait(0.05):
            peak[0] = max(peak[0], process.memory_info().rss)

    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            port = int(server.stdout.readline())
            threading.Thread(target=watch, daemon=True).start()
            rows = []
            for hosts, each in ((300, 3), (300, 33), (300, 33)):
                # The first, smaller pass warms the interpreter up and gives the lower point of the line.
                sources, states = feeds(port, hosts, each), {}
                allow = frozenset(source.url.split("/")[2] for source in sources)
                fetcher = Fetcher(Network(allow=allow, parallel=32), clock=lambda: NOW)
                first = one_pass(fetcher, sources, states)
                second = one_pass(fetcher, sources, states)
                rows.append((first, second))
        finally:
            gc.unfreeze()
            done.set()
            server.kill()
    (small, _), _, (large, again) = rows
    assert (large[2], again[3]) == (9900, 300)
    print(f"\nfirst run:  {600 / large[0]:.0f} requests/s, {large[1] / large[2] * 1000:.2f} CPU s per 1,000 entries")
    print(
        f"304 run:    {300 / again[0]:.0f} requests/s, {again[1]:.2f} CPU s of {large[1]:.2f} ({again[1] / large[1]:.1%})"
    )
    print(f"900 entries {small[1]:.2f} CPU s, 9,900 entries {large[1]:.2f} CPU s; peak memory {peak[0] / 1e6:.0f} MB")
    assert again[1] <= large[1] / 10
    # Linear: eleven times the entries cost at most eleven times as much (the hosts' own share is in both).
    assert large[1] <= 11 * small[1]
