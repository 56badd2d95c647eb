"""The office folder of the sample press: its sources, and the one exact address the office may contact on loopback."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.sample.press import load
from pipeline.sample.serve import ANNOUNCED_AT

_KEYS = {"rss": "feed", "atom": "feed", "sitemap": "sitemap", "list": "listing"}


def write_office(folder: Path, port: int) -> None:
    """Write `sources.toml` for the sample press on `port` and allow that port in `office.toml`.

    An `office.toml` that `doichieu init` wrote keeps everything but `[network] allow`; without one a `[network]` table
    alone is written. `sources.toml` is replaced: an office of the sample press belongs to the sample alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    outlets, _ = load()
    blocks = ["# Báo chí mẫu: bốn cơ quan báo chí hư cấu chạy ngay trên máy này, chỉ để làm quen với phần mềm.\n"]
    for outlet in outlets:
        base = f"http://127.0.0.1:{port}/{outlet.host}"
        blocks.append(
            "[[source]]\n"
            f'id = "{outlet.id}"\nname = "{outlet.name}"\nkind = "{outlet.kind}"\nurl = "{base}/"\n'
            f'{_KEYS[outlet.announces]} = "{base}{ANNOUNCED_AT[outlet.announces]}"\npause = 0.0\n'
        )
    (folder / "sources.toml").write_text("\n".join(blocks), "utf-8", newline="\n")
    office = folder / "office.toml"
    before = office.read_text("utf-8") if office.exists() else ""
    office.write_text(_allow(before, f"127.0.0.1:{port}"), "utf-8", newline="\n")


def _allow(text: str, address: str) -> str:
    """Return `text` with `[network] allow = [address]`; other tables and comments stay as they are."""
    line = f'allow = ["{address}"]'
    table = re.search(r"^\[network\][ \t]*$", text, re.MULTILINE)
    if table is None:
        return f"{text.rstrip()}\n\n[network]\n{line}\n".lstrip()
    following = re.search(r"^\[", text[table.end() :], re.MULTILINE)
    end = table.end() + following.start() if following else len(text)
    body = re.sub(r"^#?[ \t]*allow[ \t]*=[ \t]*\[[^\]]*\].*\n?", "", text[table.end() : end], flags=re.MULTILINE)
    return f"{text[: table.end()]}\n{line}\n{body.lstrip(chr(10))}{text[end:]}"
