"""Passages as they leave the cutter: text of one path joined, footnotes beside it, a path that comes twice counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.extract.papers.lines import Line


@dataclass(frozen=True, slots=True)
class Found:
    """A passage before it knows its document."""

    point: str
    text: str
    heading: str
    doubtful: bool = False


@dataclass(slots=True)
class Passages:
    """What was found so far, in the order of the paper."""

    found: list[Found] = field(default_factory=list)

    def add(self, line: Line, text: str, point: str, heading: str) -> None:
        """Close one passage. Text of the same path is continued (a rule over two paragraphs)."""
        text = text.strip()
        if not text:
            return
        if self.found and self.found[-1].point == point and point:
            last = self.found[-1]
            text = f"{last.text} {text}"
            self.found[-1] = Found(point, text, last.heading, last.doubtful or line.doubtful)
        else:
            self.found.append(Found(point, text, heading, line.doubtful))
        for number, note in enumerate(line.notes, start=1):
            self.found.append(Found(f"{point}, chú thích {number}", note, text[:200], line.doubtful))

    def finished(self) -> list[Found]:
        """All that says something, each path once."""
        return _unique([f for f in self.found if _says_something(f.text)])


def _says_something(text: str) -> bool:
    return sum(c.isalnum() for c in text) >= 3


def _unique(found: Sequence[Found]) -> list[Found]:
    """The same path twice (an amended text quoted inside) stays findable: the later one is counted."""
    seen: dict[str, int] = {}
    out = []
    for passage in found:
        count = seen[passage.point] = seen.get(passage.point, 0) + 1
        point = passage.point if count == 1 else f"{passage.point} (lần {count})"
        text = passage.text.removesuffix("./.").rstrip() + ("." if passage.text.endswith("./.") else "")
        out.append(Found(point, text, passage.heading, passage.doubtful))
    return out
