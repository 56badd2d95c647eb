"""The path of a passage while its paper is being cut: the open levels, their labels and what stands over them.

The levels are those of Vietnamese papers (Decree 30/2020/NĐ-CP, Annex I; Law on Promulgation of Legal Documents):
Phụ lục > Chương > Điều > khoản > điểm in decisions, Phụ lục > Mục (roman) > number > letter in notices and plans.
"""

from __future__ import annotations

from dataclasses import dataclass, field

RANK = {
    "annex": 0,
    "part": 1,
    "chapter": 2,
    "section": 3,
    "article": 4,
    "roman": 4,
    "group": 5,
    "number": 6,
    "decimal": 7,
    "point": 8,
}
"""how deep a level stands; a "group" is a roman number inside an article"""


@dataclass(slots=True)
class Level:
    """An open step of the path: its label as printed in a point, its title, and whether anything stood in it."""

    kind: str
    rank: int
    label: str
    title: str = ""
    used: int = 0
    dashes: int = 0
    tables: int = 0
    own: int = 0


@dataclass(slots=True)
class Trail:
    """The open levels from the outside in, and the lines that announce what follows."""

    path: list[Level] = field(default_factory=list)
    announced: str = ""
    """the line that announces a list ("… như sau:") at the present level"""
    preamble: str = ""
    """the line that announces the whole paper"""

    def open(self, kind: str, label: str, title: str = "") -> Level:
        """Step into a level; what is as deep or deeper closes."""
        rank = RANK[kind]
        self.path = [level for level in self.path if level.rank < rank]
        self.path.append(Level(kind=kind, rank=rank, label=label, title=title))
        if rank <= RANK["group"]:
            self.announced = ""
        return self.path[-1]

    def close(self, rank: int) -> None:
        """Leave every level as deep as `rank` or deeper."""
        self.path = [level for level in self.path if level.rank < rank]

    def point(self, extra: str = "") -> str:
        """The path as the reader writes it."""
        labels = [level.label for level in self.path if level.label]
        text = ""
        for label in labels:
            if label.startswith("."):
                text += label
            else:
                text = f"{text}, {label}" if text else label
        return f"{text}, {extra}" if text and extra else text or extra

    def heading(self, *, own: bool = True) -> str:
        """The words above that a passage needs to be read alone; without the title of its own level unless `own`."""
        levels = self.path if own else self.path[:-1]
        parts = [self.preamble] if self.preamble else []
        parts += [level.title for level in levels if level.title]
        if own and self.announced:
            parts.append(self.announced)
        return " / ".join(dict.fromkeys(parts))

    def has(self, kind: str) -> bool:
        """Tell whether a level of this kind is open."""
        return any(level.kind == kind for level in self.path)
