"""Delivery into a folder: a shared drive, a synchronised one, a memory stick. A file is put in place whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from pipeline.config import Office
from pipeline.report.deliver.failure import DeliveryFailed


def send(office: Office, report: str, day: dt.date, title: str, words: str, files: Sequence[Path]) -> None:
    """Copy the files to `[delivery] copy_to`/DAY/. Raises DeliveryFailed."""
    shared = office.directory / office.delivery.copy_to
    if not shared.is_dir():  # a drive that is not there must not become a folder on this disk
        raise DeliveryFailed("chưa thấy thư mục nhận báo cáo; kiểm tra ổ đĩa chung đã nối chưa")
    folder = shared / day.isoformat()
    try:
        folder.mkdir(exist_ok=True)
        for file in files:
            draft = folder / f"{file.name}.tmp"
            draft.write_bytes(file.read_bytes())
            draft.replace(folder / file.name)
    except OSError as error:
        raise DeliveryFailed(f"không ghi được vào thư mục nhận báo cáo ({error.strerror})") from error
