"""What is wrong with a configuration file, as values: file, line, key, what was found, what is allowed.

Every problem of a file is collected before anything is said, so that a person repairs it in one sitting. Also here:
reading TOML with the line of each key, which the standard library's parser does not keep.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

MAX_BYTES = 2_000_000
"""a list of a thousand sources is 300 kB; more is no configuration"""
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to repair. `line` is counted from 1; None when the whole file is meant."""

    file: str
    line: int | None
    key: str | None
    found: str
    allowed: str

    def __str__(self) -> str:
        where = f"{self.file}, dòng {self.line}" if self.line else self.file
        key = f", `{self.key}`" if self.key else ""
        return f"{where}{key}: {self.found}; {self.allowed}."


class ConfigError(Exception):
    """The configuration cannot be used; `problems` says why, one line each. Raised by load_office and load_sources."""

    def __init__(self, problems: tuple[Problem, ...] | list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(str(self))

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        head = f"Cấu hình có {len(self.problems)} chỗ cần sửa:"
        return "\n".join([head, *(f"  • {problem}" for problem in self.problems)])


@dataclass
class Sheet:
    """A TOML file being read: its data, the line of each key, and the problems found so far."""

    name: str
    data: dict[str, Any]
    lines: Mapping[Path_, int]
    problems: list[Problem] = field(default_factory=list)

    def complain(self, path: Path_, found: str, allowed: str) -> None:
        """Note a problem at a key path such as ("source", 2, "kind")."""
        line = next((self.lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self.lines), None)
        key = next((str(part) for part in reversed(path) if isinstance(part, str)), None)
        self.problems.append(Problem(self.name, line, key, found, allowed))

    def unknown(self, path: Path_, allowed: tuple[str, ...]) -> None:
        """Note a key that means nothing here, with the nearest one that does."""
        key = str(path[-1])
        near = process.extractOne(key, allowed, scorer=fuzz.WRatio, score_cutoff=60)
        hint = f"có phải ý là `{near[0]}`? " if near else ""
        self.complain(path, "khóa này không có trong cấu hình", f"{hint}được dùng: {', '.join(allowed)}")

    def done(self) -> None:
        """Raise ConfigError when anything was noted."""
        if self.problems:
            raise ConfigError(self.problems)


def read(file: Path) -> Sheet:
    """Parse a TOML file. Raises ConfigError when it is missing, too large, not UTF-8 or not TOML."""
    name = file.name
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        advice = "tạo bằng lệnh: doichieu init THƯ_MỤC, hoặc chỉ đúng thư mục bằng --config"
        raise ConfigError([Problem(str(file), None, None, "không có tệp này", advice)]) from None
    except OSError as error:
        raise ConfigError(
            [Problem(str(file), None, None, f"không mở được tệp ({error.strerror})", "kiểm tra quyền đọc tệp")]
        ) from None
    if len(raw) > MAX_BYTES:
        raise ConfigError([Problem(name, None, None, f"tệp dài {len(raw)} byte", f"tối đa {MAX_BYTES} byte")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigError(
            [Problem(name, line, None, "có ký tự không phải UTF-8", "lưu lại tệp với bảng mã UTF-8")]
        ) from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax(name, text, str(error))]) from None
    except RecursionError:
        raise ConfigError(
            [
                Problem(
                    name,
                    None,
                    None,
                    "các dấu ngoặc lồng nhau quá sâu",
                    "mỗi giá trị là một chữ, một số hoặc một danh sách",
                )
            ]
        ) from None
    return Sheet(name, data, _lines(text))


def _syntax(name: str, text: str, message: str) -> Problem:
    at = re.search(r"at line (\d+)", message)
    line = int(at[1]) if at else text.count("\n") + 1
    words = text.splitlines()[line - 1].strip()[:80] if line <= len(text.splitlines()) else ""
    found = f'không đọc được TOML ở chỗ "{words}"' if words else "không đọc được TOML ở cuối tệp"
    return Problem(
        name, line, None, found, 'viết dạng `khóa = "giá trị"`, chữ nằm trong dấu ngoặc kép, mỗi khóa chỉ một lần'
    )


_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")


def _lines(text: str) -> dict[Path_, int]:
    """Where each table and key stands. Only for pointing at: a text that tomllib accepted is assumed."""
    lines: dict[Path_, int] = {}
    tables: dict[str, int] = {}
    at: Path_ = ()
    fence: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if fence:
            fence = None if fence in line else fence
            continue
        if header := _HEADER.match(line):
            names = _names(header[2])
            if header[1] == "[[":
                tables[header[2]] = tables.get(header[2], -1) + 1
                at = (*names, tables[header[2]])
            else:
                at = names
            lines[at] = number
        elif key := _KEY.match(line):
            lines.setdefault((*at, *_names(key[1])), number)
        for quote in ('"""', "'''"):
            if line.count(quote) == 1:
                fence = quote
    return lines


def _names(dotted: str) -> Path_:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
