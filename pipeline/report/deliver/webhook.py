"""Delivery to the office's own system: one POST with the files, to exactly the host that office.toml allows.

multipart/form-data (RFC 7578) with `report`, `day` and the files; `X-DoiChieu-Signature` is HMAC-SHA256 (RFC 2104) over
the files' SHA-256 sums in order, one a line, with the secret of the environment, so that the receiver can tell who sent.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import os
from collections.abc import Sequence
from pathlib import Path

import httpx

from pipeline.config import Office
from pipeline.report.deliver.failure import DeliveryFailed

SECRET = "DOICHIEU_WEBHOOK_SECRET"  # noqa: S105 - the name of the variable
TIMEOUT = 30.0


def send(office: Office, report: str, day: dt.date, title: str, words: str, files: Sequence[Path]) -> None:
    """POST the files to `[delivery] webhook`. No redirect is followed and no proxy used. Raises DeliveryFailed."""
    bodies = [(file.name, file.read_bytes()) for file in files]
    sums = "\n".join(hashlib.sha256(body).hexdigest() for _, body in bodies)
    headers = {}
    if secret := os.environ.get(SECRET):
        headers["X-DoiChieu-Signature"] = hmac.new(secret.encode(), sums.encode(), hashlib.sha256).hexdigest()
    verify = office.network.ca_file or True
    try:
        with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False, verify=verify) as client:
            answer = client.post(
                office.delivery.webhook,
                data={"report": report, "day": day.isoformat(), "title": title},
                files=[("files", (name, body)) for name, body in bodies],
                headers=headers,
            )
    except (httpx.HTTPError, OSError) as error:
        raise DeliveryFailed("hệ thống của cơ quan không trả lời") from error
    if answer.status_code >= 300:
        raise DeliveryFailed(f"hệ thống của cơ quan từ chối (mã {answer.status_code})")
