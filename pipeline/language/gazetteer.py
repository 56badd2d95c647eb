"""The table of places: entries with dates, read from the package and from an office's own file, checked on the way in."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

Role = Literal["place", "issuer", "address", "street", "river", "area", "work"]
CODES = ("phan_rang", "dong_hai", "ninh_chu", "bao_an", "do_vinh", "khanh_hoa", "other_khanh_hoa", "outside")
"""the unit codes of today (newsroom/SCHEMA.md)"""

_LARGEST = 4_000_000
_KEYS = {"names", "units", "kinds", "from", "to", "weak", "role"}


class GazetteerBroken(ValueError):
    """A gazetteer file cannot be used; the text is Vietnamese and names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in one period: the units of today that it stands for."""

    name: str
    units: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    """first day no longer in force"""
    weak: bool = False
    role: Role = "place"

    def in_force(self, on: dt.date | None) -> bool:
        """Whether the name was official on a day (None: today's names)."""
        if on is None:
            return self.until is None
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@lru_cache(maxsize=1)
def builtin() -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Entries and street names of the package's own table."""
    data = resources.files("pipeline.language").joinpath("places.toml").read_text(encoding="utf-8")
    return parse(tomllib.loads(data), "places.toml")


def from_file(path: Path) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Entries and street names of an office's file. Raises GazetteerBroken."""
    try:
        data = path.read_bytes()
        if len(data) > _LARGEST:
            raise GazetteerBroken(f"{path.name}: tệp địa danh lớn quá {_LARGEST // 1_000_000} MB; hãy chia bớt.")
        table = tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise GazetteerBroken(
            f"{path.name}: không mở được tệp địa danh ({error.strerror}). Kiểm tra đường dẫn trong office.toml."
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise GazetteerBroken(f"{path.name}: không đọc được TOML ({error}). Sửa dòng được nêu rồi chạy lại.") from error
    return parse(table, path.name)


def parse(table: dict[str, Any], file: str) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Entries and street names of a parsed table. Raises GazetteerBroken with every entry that is wrong."""
    entries: list[Entry] = []
    wrong: list[str] = [
        f"khóa lạ {key!r}; chỉ dùng [[place]] và [[street]]" for key in table if key not in ("place", "street")
    ]
    for number, row in enumerate(_rows(table.get("place")), start=1):
        where = f"[[place]] thứ {number}"
        problem = _problem(row)
        if problem:
            wrong.append(f"{where}: {problem}")
            continue
        for name in row["names"]:
            entries.append(
                Entry(
                    name,
                    tuple(row["units"]),
                    tuple(row.get("kinds", ())),
                    row.get("from"),
                    row.get("to"),
                    bool(row.get("weak", False)),
                    row.get("role", "place"),
                )
            )
    streets: list[str] = []
    for number, row in enumerate(_rows(table.get("street")), start=1):
        if not isinstance(row, dict) or not _texts(row.get("names")):
            wrong.append(f'[[street]] thứ {number}: cần names = ["…"]')
        else:
            streets += row["names"]
    if wrong:
        raise GazetteerBroken(f"{file}: " + "; ".join(wrong[:10]) + ".")
    return tuple(entries), tuple(streets)


def _rows(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _problem(row: object) -> str | None:
    """What is wrong with one [[place]], in Vietnamese."""
    if not isinstance(row, dict):
        return "cần một bảng có names và units"
    unknown = [key for key in row if key not in _KEYS]
    if unknown:
        return f"khóa lạ {unknown[0]!r}; dùng được: {', '.join(sorted(_KEYS))}"
    if not _texts(row.get("names")):
        return 'thiếu names = ["tên", …]'
    if not _texts(row.get("units")) or any(code not in CODES for code in row["units"]):
        return f"units phải lấy trong: {', '.join(CODES)}"
    if "kinds" in row and not _texts(row["kinds"]):
        return 'kinds phải là danh sách chữ, ví dụ ["phường"]'
    if row.get("role", "place") not in get_args(Role):
        return f"role phải là một trong: {', '.join(get_args(Role))}"
    for key in ("from", "to"):
        if key in row and (not isinstance(row[key], dt.date) or isinstance(row[key], dt.datetime)):
            return f"{key} phải là ngày dạng 2025-07-01, không đặt trong ngoặc kép"
    if row.get("from") and row.get("to") and row["from"] >= row["to"]:
        return "from phải trước to"
    return None


def _texts(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(v, str) and v.strip() and len(v) <= 120 for v in value)
    )


def by_name(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries by their name, in file order."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.name, []).append(entry)
    return found
