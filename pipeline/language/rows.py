"""The heads of a price table's columns, as the heading of a passage names them. Pure."""

from __future__ import annotations


def columns(heading: str) -> tuple[str, ...]:
    """ "…: STT | Loại xe | Ban ngày (đồng/xe/lượt)" by columns; none where the heading names no table."""
    heads = tuple(part.strip() for part in heading.rsplit(":", 1)[-1].split("|"))
    return heads if len(heads) > 1 else ()
