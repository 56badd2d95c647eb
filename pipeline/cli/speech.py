"""Help and usage errors in Vietnamese. Typer speaks English and has no switch for it: its own words are replaced here.

Only words change; a Typer whose insides were renamed would speak English again, and tests/cli/test_help.py would say so.
"""

from __future__ import annotations

import re
from typing import Any, Final

import typer
from typer import core, rich_utils

HELP: Final = "Cho xem phần giải thích này."
PANELS: Final = {
    "ARGUMENTS_PANEL_TITLE": "Phải ghi",
    "OPTIONS_PANEL_TITLE": "Tùy chọn",
    "COMMANDS_PANEL_TITLE": "Các lệnh",
    "ERRORS_PANEL_TITLE": "Chưa chạy được",
    "ABORTED_TEXT": "Đã dừng.",
    "DEFAULT_STRING": "[mặc định: {}]",
    "REQUIRED_LONG_STRING": "[bắt buộc]",
    "RICH_HELP": "Xem cách dùng: [blue]{command_path} {help_option}[/]",
}
METAVARS: Final = {
    "<bool>": "", "<str>": "CHỮ", "<path>": "TỆP", "<int>": "SỐ", "<int range>": "SỐ", "<float>": "SỐ",
}  # fmt: skip
USAGE: Final = {
    "Usage: ": "Cách dùng: ",
    "[OPTIONS]": "[TÙY CHỌN]",
    "COMMAND [ARGS]...": "LỆNH …",
}
ERRORS: Final = (
    (r"^No such option: (\S+)", r"Không có tùy chọn \1"),
    (r"^No such command (.+)\.", r"Không có lệnh \1."),
    (r"\.? Did you mean", r", có phải là"),
    (r"\(Possible options: (.+)\)", r"(có thể là: \1)"),
    (r"^Missing argument (.+)\.", r"Thiếu \1."),
    (r"^Missing option (.+)\.", r"Thiếu tùy chọn \1."),
    (r"^Missing command\.", r"Thiếu tên lệnh."),
    (r"^Got unexpected extra arguments?(?:\(s\))? \((.+)\)", r"Thừa: \1"),
    (r"^Invalid value for (.+?): ", r"\1: giá trị chưa đúng. "),
    (r"^Option (.+) requires an argument\.", r"Tùy chọn \1 cần một giá trị."),
    (r"(.+) is not one of (.+)\.", r"\1 không nằm trong: \2."),
    (r"(.+) is not a valid (?:int|integer)(?: range)?\.", r"\1 không phải số nguyên."),
    (r"Input should be a valid integer.*", r"Cần một số nguyên."),
    (r"Choose from:", r"Chọn một trong:"),
)


def error(words: str) -> str:
    """A usage error of Typer in Vietnamese; what no row knows stays as it is."""
    for english, vietnamese in ERRORS:
        words = re.sub(english, vietnamese, words)
    return words


def speak() -> None:
    """Put our words in place of Typer's, once."""
    if PANELS["OPTIONS_PANEL_TITLE"] == rich_utils.OPTIONS_PANEL_TITLE:
        return
    for name, words in PANELS.items():
        setattr(rich_utils, name, words)
    kinds: tuple[type, ...] = (core.TyperCommand, core.TyperGroup)
    for kind in kinds:
        _wrap(kind, "get_help_option", _help)
        _wrap(kind, "get_usage", _usage)
    kinds = (core.TyperOption, core.TyperArgument)
    for kind in kinds:
        _wrap(kind, "display_type", lambda told: METAVARS.get(told, told))
    for kind in _errors(typer.BadParameter):
        if "format_message" in vars(kind):
            _wrap(kind, "format_message", error)


def _usage(told: str) -> str:
    for english, vietnamese in USAGE.items():
        told = told.replace(english, vietnamese, 1)
    return told


def _help(option: Any) -> Any:
    if option is not None:
        option.help = HELP
    return option


def _errors(kind: type) -> list[type]:
    """The family of usage errors, from the root that every one of them inherits."""
    root = next(one for one in reversed(kind.__mro__) if "format_message" in vars(one))
    found, left = [], [root]
    while left:
        one = left.pop()
        found.append(one)
        left += one.__subclasses__()
    return found


def _wrap(kind: type, name: str, turn: Any) -> None:
    plain = getattr(kind, name)

    def told(self: Any, *given: Any, **named: Any) -> Any:
        return turn(plain(self, *given, **named))

    setattr(kind, name, told)
