"""sources.toml: the organisations that are read, and where each announces what is new.

Refusals of CHARTER rule 2 are in refusals.py; here the keys, their bounds, and one address belonging to one source.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from pipeline.config.office import Check, _shown, _words, text, whole
from pipeline.config.problems import Sheet, read
from pipeline.config.refusals import refusal
from pipeline.records import Source, SourceKind

KINDS: tuple[str, ...] = get_args(SourceKind)
MAX_ADDRESSES = 100
"""of one key of one source; the largest paper has about 70 sections with feeds"""


def load_sources(where: Path) -> tuple[Source, ...]:
    """Read a source list: a file, or the sources.toml of a folder. Raises ConfigError with every problem at once."""
    sheet = read(where / "sources.toml" if where.is_dir() else where)
    for key in sheet.data:
        if key != "source":
            sheet.unknown((key,), ("source",))
    rows = sheet.data.get("source", [])
    if not isinstance(rows, list):
        sheet.complain(("source",), "đọc được [source]", "mỗi nguồn viết [[source]] với hai dấu ngoặc vuông")
        rows = []
    sources = []
    ids: dict[str, int] = {}
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            sheet.complain(("source",), _shown(row), "mỗi nguồn viết [[source]] với hai dấu ngoặc vuông")
            continue
        before = len(sheet.problems)
        values = _read(sheet, number, row)
        if len(sheet.problems) > before:
            continue
        if values["id"] in ids:
            sheet.complain(
                ("source", number, "id"),
                f'đọc được "{values["id"]}"',
                f"mã này đã dùng cho nguồn thứ {ids[values['id']] + 1}",
            )
            continue
        ids[values["id"]] = number
        sources.append(Source(**values))
    sheet.done()
    return tuple(sources)


def _read(sheet: Sheet, number: int, row: dict[str, Any]) -> dict[str, Any]:
    at = ("source", number)
    values: dict[str, Any] = {}
    for key, value in row.items():
        if key not in _KEYS:
            sheet.unknown((*at, key), tuple(_KEYS))
            continue
        try:
            values[_FIELDS.get(key, key)] = _KEYS[key](value)
        except ValueError as error:
            sheet.complain((*at, key), *_words(error))
            continue
        if key in _ADDRESSES:
            _refuse(sheet, (*at, key), value, row.get("kind"))
    for key in ("id", "name", "kind", "url"):
        if key not in row:
            sheet.complain(at, f"nguồn thứ {number + 1} thiếu `{key}`", "mỗi nguồn cần id, name, kind và url")
    if not any(key in row for key in _FIELDS):
        sheet.complain(
            at, f"nguồn thứ {number + 1} không có chỗ nào để đọc tin", f"thêm ít nhất một trong {', '.join(_FIELDS)}"
        )
    if "selector" in row and "listing" not in row:
        sheet.complain(
            (*at, "selector"), "có selector mà không có listing", "selector chỉ ra đường dẫn trong một trang danh sách"
        )
    return values


def _refuse(sheet: Sheet, path: tuple[str | int, ...], value: Any, kind: Any) -> None:
    for address in [value] if isinstance(value, str) else value:
        if reason := refusal(address, kind if isinstance(kind, str) else None):
            allowed = (
                "chỉ đọc cơ quan báo chí, đài, cổng thông tin chính thức và trung tâm kiểm chứng; hãy bỏ địa chỉ này"
            )
            sheet.complain(path, f'"{address[:120]}" bị từ chối vì {reason}', allowed)


def _id(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", value):
        raise ValueError(_shown(value), "cần mã viết thường không dấu, chỉ gồm a-z, 0-9, _ và -, ví dụ bao_khanh_hoa")
    return value


def _name(value: Any) -> str:
    name = text(value)
    if not name:
        raise ValueError("để trống", "cần tên cơ quan, ví dụ Báo Khánh Hòa")
    return name


def _source_kind(value: Any) -> str:
    if value not in KINDS:
        near = process.extractOne(value, KINDS, scorer=fuzz.WRatio, score_cutoff=60) if isinstance(value, str) else None
        hint = f"có phải ý là {near[0]}? " if near else ""
        raise ValueError(_shown(value), f"{hint}cần một trong: {', '.join(KINDS)}")
    return str(value)


def _address(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(_shown(value), "cần địa chỉ trong dấu ngoặc kép, ví dụ https://baokhanhhoa.vn/")
    address = value.strip()
    try:
        parts = urlsplit(address)
        sound = (
            parts.scheme.lower() in ("http", "https")
            and bool(parts.hostname)
            and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        sound = False
    if not sound or len(address) > 2000 or re.search(r"\s", address):
        raise ValueError(_shown(value), "cần địa chỉ đầy đủ bắt đầu bằng https:// hoặc http://")
    if urlsplit(address).username is not None:
        raise ValueError(_shown(value), "địa chỉ không được chứa tên đăng nhập hay mật khẩu")
    return address


def _addresses(value: Any) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not 0 < len(values) <= MAX_ADDRESSES:
        raise ValueError(_shown(value), f"cần một địa chỉ hoặc danh sách từ 1 đến {MAX_ADDRESSES} địa chỉ")
    return tuple(dict.fromkeys(_address(one) for one in values))


def _pause(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 300:
        raise ValueError(_shown(value), "cần số giây từ 0 đến 300 giữa hai lần hỏi một máy chủ, ví dụ 2.0")
    return float(value)


def _offset(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[+-](?:0\d|1[0-4]):[0-5]\d", value):
        raise ValueError(_shown(value), 'cần múi giờ dạng "+07:00"')
    return value


def _repair(value: Any) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or len(values) > 50:
        raise ValueError(_shown(value), "cần một chữ hoặc danh sách chữ")
    return tuple(text(one) for one in values)


def _enabled(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_shown(value), "cần true (đang đọc) hoặc false (tạm ngừng)")
    return value


_FIELDS = {"feed": "feeds", "sitemap": "sitemaps", "listing": "listings", "page": "pages"}
_ADDRESSES = frozenset({"url", *_FIELDS})
_KEYS: dict[str, Check] = {
    "id": _id,
    "name": _name,
    "kind": _source_kind,
    "url": _address,
    "feed": _addresses,
    "sitemap": _addresses,
    "listing": _addresses,
    "page": _addresses,
    "selector": text,
    "interval": whole(60, 7 * 86400, "giây"),
    "pause": _pause,
    "offset": _offset,
    "repair": _repair,
    "enabled": _enabled,
}
