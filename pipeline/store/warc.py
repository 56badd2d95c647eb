"""Captures as a WARC file (ISO 28500) for the auditor."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from http import HTTPStatus
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.records import Capture

CODING = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""what a body kept without its codings no longer has"""


def write_warc(target: BinaryIO, captures: Iterable[Capture], now: dt.datetime) -> int:
    """Write captures as gzipped response records; return how many. The first record says what the file is."""
    writer = WARCWriter(target, gzip=True, warc_version="1.1")
    about = {
        "software": "doichieu",
        "format": "WARC File Format 1.1",
        "description": "HTTP responses kept as evidence, 90 days",
    }
    writer.write_record(writer.create_warcinfo_record("doichieu.warc.gz", {**about, "created": _date(now)}))
    count = 0
    for capture in captures:
        phrase = HTTPStatus(capture.status).phrase if capture.status in HTTPStatus._value2member_map_ else ""
        headers = [(name, value) for name, value in capture.headers if name.lower() not in CODING]
        headers.append(("Content-Length", str(len(capture.body))))
        http = StatusAndHeaders(f"{capture.status} {phrase}".strip(), headers, protocol="HTTP/1.1")
        more = {"WARC-Date": _date(capture.fetched_at)}
        writer.write_record(
            writer.create_warc_record(
                capture.final_url,
                "response",
                payload=io.BytesIO(capture.body),
                http_headers=http,
                warc_headers_dict=more,
            )
        )
        count += 1
    return count


def _date(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
