"""How bytes arrive: codings, lengths, silence, statuses; what each means for the visit."""

from __future__ import annotations

import datetime as dt
import gzip
import zlib

from .behaviour import NOW, OK, TWO, Case, feed
from .press import HTML, Reply, raw, silent

BOMB = gzip.compress(b"<rss><channel>" + b" " * 5_000_000)
SHIELD = "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>"
COOKIES = "<html><body><script>document.cookie='D1N=abc;path=/';window.location.reload(true);</script></body></html>"

CASES = [
    # ------------------------------------------------------------ transfer
    Case("gzip", feed(gzip.compress(TWO.encode()), headers=(("Content-Encoding", "gzip"),)), "ok", entries=2),
    Case("gzip in two members",
         feed(gzip.compress(TWO[:200].encode()) + gzip.compress(TWO[200:].encode()),
              headers=(("Content-Encoding", "gzip"),)), "ok", entries=2),
    Case("deflate", feed(zlib.compress(TWO.encode()), headers=(("Content-Encoding", "deflate"),)), "ok", entries=2),
    Case("deflate without its frame",
         feed(zlib.compress(TWO.encode())[2:-4], headers=(("Content-Encoding", "deflate"),)),
         "ok", entries=2),
    Case("identity named", feed(TWO, headers=(("Content-Encoding", "identity"),)), "ok", entries=2),
    Case("no length, closed at the end",
         feed(b"", script=raw(OK + b"Connection: close\r\n\r\n", TWO.encode())), "ok", entries=2),
    Case("chunked", feed(b"", script=raw(OK + b"Transfer-Encoding: chunked\r\n\r\n",
         f"{len(TWO.encode()):x}\r\n".encode() + TWO.encode() + b"\r\n0\r\n\r\n")), "ok", entries=2),
    Case("gzip bomb", feed(BOMB, headers=(("Content-Encoding", "gzip"),)), "failed", "bom nén"),
    Case("two codings in a stack",
         feed(gzip.compress(gzip.compress(TWO.encode())), headers=(("Content-Encoding", "gzip, gzip"),)), "failed",
         "chồng nhiều lớp"),
    Case("a coding nobody asked for", feed(TWO, headers=(("Content-Encoding", "br"),)), "failed", "không được hỗ trợ"),
    Case("broken gzip", feed(b"\x1f\x8b\x08" + b"x" * 50, headers=(("Content-Encoding", "gzip"),)), "failed", "nén"),
    Case("too large, and says so", feed(b" " * 400_000), "failed", "lớn quá"),
    Case("too large without saying", feed(b"", script=raw(OK + b"\r\n", b"x" * 50_000, times=12)), "failed", "lớn quá"),
    Case("drips", feed(b"", script=raw(OK + b"\r\n", b"<", pause=0.05, times=100)), "failed", "nhỏ giọt"),
    Case("stops in the middle of the body",
         feed(b"", script=raw(OK + b"Content-Length: 9000\r\n\r\n<rss>", b" ", pause=1.0)),
         "failed", "nhỏ giọt"),
    Case("hangs up in the middle", feed(b"", script=raw(OK + b"Content-Length: 9000\r\n\r\n", b"<rss>")), "failed",
         "ngắt giữa chừng"),
    Case("never answers", feed(b"", script=silent(1.0)), "failed", "không trả lời"),
    Case("closes without a word", feed(b"", script=silent(0.0)), "failed", "ngắt giữa chừng"),
    Case("speaks no HTTP", feed(b"", script=raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")), "failed", "giao thức"),
    Case("a flood of headers",
         feed(b"", script=raw(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"y" * 60_000 + b"\r\n", times=9)),
         "failed", "phần đầu"),
    Case("headers that drip",
         feed(b"", script=raw(b"HTTP/1.1 200 OK\r\n", b"X-A: y\r\n", pause=0.1, times=60)), "failed",
         "không trả lời"),
    # ------------------------------------------------------------ statuses
    Case("304 by ETag", feed(TWO, etag='W/"v 1"'), "not_modified", state={"etag": 'W/"v 1"'}),
    Case("304 by date", feed(TWO, modified="Fri, 20 Nov 2026 00:00:00 GMT"), "not_modified",
         state={"last_modified": "Fri, 20 Nov 2026 00:00:00 GMT"}),
    Case("404", {}, "failed", "404"),
    Case("410", feed(b"", status=410), "gone", "410"),
    Case("gone before", feed(TWO), "gone", "vĩnh viễn", state={"gone": True}, asked={"/a": 0}),
    Case("401", feed(b"", status=401), "failed", "từ chối"),
    Case("403", feed(b"", status=403), "failed", "từ chối"),
    Case("500", feed(b"", status=500), "failed", "500"),
    Case("502", feed(b"", status=502), "failed", "502"),
    Case("204", feed(b"", status=204), "failed", "trống"),
    Case("429, a short rest", {"/a": [Reply(b"", 429, headers=(("Retry-After", "1"),)), Reply(TWO.encode())]}, "ok",
         entries=2, asked={"/a": 2}),
    Case("503 twice", {"/a": Reply(b"", 503, headers=(("Retry-After", "1"),))}, "throttled", "503", asked={"/a": 2}),
    Case("429, a long rest", feed(b"", status=429, headers=(("Retry-After", "3600"),)), "throttled", "xin nghỉ",
         asked={"/a": 1}),
    Case("503 until a date", feed(b"", status=503, headers=(("Retry-After", "Fri, 20 Nov 2026 05:00:00 GMT"),)),
         "throttled", "12:00 ngày 20/11/2026", asked={"/a": 1}),
    Case("503 without a word", feed(b"", status=503), "throttled", asked={"/a": 1}),
    Case("resting since the last visit", feed(TWO), "skipped", "xin nghỉ",
         state={"rest_until": NOW + dt.timedelta(hours=1)}, asked={"/a": 0}),
    Case("not due", feed(TWO), "skipped", "chưa đến giờ", state={"next_due": NOW + dt.timedelta(hours=1)},
         asked={"/a": 0}),
    Case("empty body", feed(b""), "failed", "trống"),
    Case("a browser check", feed(SHIELD, type=HTML), "failed", "kiểm tra trình duyệt"),
    Case("a check by cookie and reload", feed(COOKIES, type=HTML), "failed", "kiểm tra trình duyệt"),
    # ------------------------------------------------------------ our own line
    Case("nothing left of the budget", feed(TWO), "skipped", "hạn mức", network={"byte_budget": 0}, asked={"/a": 0}),
    # ------------------------------------------------------------ more of the wire
    Case("gzip that no header tells", feed(gzip.compress(TWO.encode())), "ok", entries=2),
    Case("chunks cut in the middle", feed(b"", script=raw(OK + b"Transfer-Encoding: chunked\r\n\r\n",
         f"{len(TWO.encode()):x}\r\n".encode() + TWO.encode()[:300])), "failed", "ngắt giữa chừng"),
    Case("chunks with sizes that are none", feed(b"", script=raw(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"zz\r\nx\r\n")),
         "failed"),
    Case("HTTP/1.0 without a length", feed(b"", script=raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n", TWO.encode())),
         "ok", entries=2),
    Case("says picture, is a feed", feed(TWO, type="image/jpeg"), "ok", entries=2),
    Case("says a file to save, is a feed", feed(TWO, type="application/octet-stream"), "ok", entries=2),
    Case("a charset that nobody knows", feed(TWO, type="text/xml; charset=utf8mb4"), "ok", entries=2),
    Case("a charset in quotes with a stray semicolon", feed(TWO, type='text/xml; charset="utf-8";'), "ok", entries=2),
    Case("Retry-After that is no time", feed(b"", status=503, headers=(("Retry-After", "soon"),)), "throttled", asked={"/a": 1}),
    Case("Retry-After in the past", feed(b"", status=429, headers=(("Retry-After", "Fri, 20 Nov 2020 05:00:00 GMT"),)),
         "throttled"),
    Case("206 that nobody asked for", feed(TWO, status=206), "failed", "một phần"),
    Case("418", feed(b"", status=418), "failed", "418"),
    Case("a page that moves on by itself",
         feed('<html><head><meta http-equiv="refresh" content="0; url=/b"></head></html>', type=HTML), "failed", "/b"),
    Case("a consent wall", feed('<html><body><form action="/consent"><p>Đồng ý cookie để tiếp tục</p></form></body></html>',
         type=HTML), "failed", "trang web"),
]  # fmt: skip
