"""Words with places on a page into lines in reading order, and lines into paragraphs: no file format, only geometry.

Used for PDF text and for OCR alike. Columns are found as the tallest empty gutter and read left before right; what
crosses the gutter parts the page into bands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.language.legacy import is_syllable

_MOTTO = re.compile(r"CỘNG|Độc lập|, ngày", re.IGNORECASE)
_BLOCK_GAP = 8.0
_NEXT_GAP = 18.0
"""points of white: more parts two blocks, and a block with one side only goes on with the columns up to this"""
_GUTTER = 11.0
"""points of white between two columns; spaces of justified text stay below"""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in points from the top left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    bold: bool = False
    doubtful: bool = False


@dataclass(slots=True)
class Row:
    """A printed line; `left` and `right` are the borders of its column."""

    words: list[Word]
    left: float
    right: float
    page: int = 0
    region: int = 0

    @property
    def text(self) -> str:
        """The words of the row."""
        return " ".join(w.text for w in self.words)

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return self.words[-1].x1

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(w.top for w in self.words)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(w.bottom for w in self.words)

    @property
    def bold(self) -> bool:
        """Every word is bold."""
        return all(w.bold for w in self.words)

    @property
    def centred(self) -> bool:
        """Set in the middle of its column."""
        left, right = self.x0 - self.left, self.right - self.x1
        return left > 20 and abs(left - right) < 0.25 * max(left, right)


@dataclass(slots=True)
class Paragraph:
    """Rows joined; `region` tells columns, masthead cells and the like apart."""

    text: str
    bold: bool
    doubtful: bool
    rows: list[Row] = field(default_factory=list)


def rows_in_order(words: Sequence[Word], page: int = 0) -> list[Row]:
    """Rows of a page in the order a reader takes them."""
    counter = [0]
    out: list[Row] = []
    _cut(list(words), out, page, counter, 0)
    return out


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.top + w.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        for row in reversed(rows[-3:]):
            anchor = row[0]
            if abs((anchor.top + anchor.bottom) / 2 - middle) < 0.5 * max(
                anchor.bottom - anchor.top, word.bottom - word.top
            ):
                row.append(word)
                break
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda w: w.x0)
    return rows


def _cut(words: list[Word], out: list[Row], page: int, counter: list[int], depth: int) -> None:
    if not words:
        return
    found = _gutter(words) if depth < 12 else None
    if found is None:
        counter[0] += 1
        left, right = min(w.x0 for w in words), max(w.x1 for w in words)
        out += [Row(row, left, right, page, counter[0]) for row in _rows(words)]
        return
    x, top, bottom = found
    middle = [w for w in words if top <= (w.top + w.bottom) / 2 <= bottom]
    _cut([w for w in words if (w.top + w.bottom) / 2 < top], out, page, counter, depth + 1)
    _cut([w for w in middle if w.x1 <= x + 1], out, page, counter, depth + 1)
    _cut([w for w in middle if w.x1 > x + 1], out, page, counter, depth + 1)
    _cut([w for w in words if (w.top + w.bottom) / 2 > bottom], out, page, counter, depth + 1)


def _gutter(words: list[Word]) -> tuple[float, float, float] | None:
    """(x, top, bottom) of the tallest white gutter with words on both sides, if it is one."""
    left, right = min(w.x0 for w in words), max(w.x1 for w in words)
    width = right - left
    if width < 140 or len(words) < 8:
        return None
    best: tuple[float, float, float] | None = None
    best_height = 0.0
    steps = 48
    for step in range(steps + 1):
        x = left + width * (0.2 + 0.6 * step / steps)
        crossing = sorted(
            ((w.top, w.bottom) for w in words if w.x0 < x + _GUTTER / 2 and w.x1 > x - _GUTTER / 2), key=lambda c: c[0]
        )
        edges = [-1e9]
        for top, bottom in crossing:
            edges += [top, bottom]
        edges.append(1e9)
        for index in range(0, len(edges) - 1, 2):
            top, bottom = edges[index], edges[index + 1]
            if bottom - top < 20:
                continue
            inside = [w for w in words if w.top >= top - 1 and w.bottom <= bottom + 1]
            one = [w for w in inside if w.x1 <= x]
            two = [w for w in inside if w.x0 >= x]
            if not one or not two:
                continue
            low, high = _side_by_side(one, two)
            one = [w for w in one if w.top >= low and w.bottom <= high]
            two = [w for w in two if w.top >= low and w.bottom <= high]
            if not one or not two or _is_table(one, two):
                continue
            start = max(min(w.top for w in one), min(w.top for w in two))
            end = min(max(w.bottom for w in one), max(w.bottom for w in two))
            height = end - start
            if height <= best_height or height < 18:
                continue
            if not _is_column(one, two, start, end):
                continue
            best_height = height
            best = (x, low - 0.1, high + 0.1)
    return best


def _side_by_side(one: list[Word], two: list[Word]) -> tuple[float, float]:
    """Top and bottom of where both sides stand: what follows a gap on one side alone is no column any more.

    A short line under a masthead ("Căn cứ Luật …") lies left of its gutter and a centred heading right of it.
    """
    blocks: list[list[float]] = []
    for word in sorted([*one, *two], key=lambda w: w.top):
        if blocks and word.top - blocks[-1][1] < _BLOCK_GAP:
            blocks[-1][1] = max(blocks[-1][1], word.bottom)
        else:
            blocks.append([word.top, word.bottom])
    both = [
        i
        for i, (top, bottom) in enumerate(blocks)
        if all(any(top <= w.top <= bottom for w in side) for side in (one, two))
    ]
    if not both:
        return blocks[0][0], blocks[-1][1]
    first = last = max(both, key=lambda i: blocks[i][1] - blocks[i][0])
    while last + 1 < len(blocks) and (last + 1 in both or blocks[last + 1][0] - blocks[last][1] < _NEXT_GAP):
        last += 1
    while first > 0 and (first - 1 in both or blocks[first][0] - blocks[first - 1][1] < _NEXT_GAP):
        first -= 1
    return blocks[first][0], blocks[last][1]


def _is_table(one: list[Word], two: list[Word]) -> bool:
    """A table without lines: short names at the left, a figure beside each of them."""
    left, right = _rows(one), _rows(two)
    figures = [row for row in right if any(c.isdigit() for w in row for c in w.text)]
    if len(figures) < 2 or len(figures) < 0.7 * len(right) or any(_MOTTO.search(_text(row)) for row in right):
        return False
    level = all(any(abs(a[0].top - b[0].top) < 3 for a in left) for b in figures)
    return level and all(row[-1].x1 - row[0].x0 < 220 for row in right)


def _text(row: list[Word]) -> str:
    return " ".join(w.text for w in row)


def _is_column(one: list[Word], two: list[Word], start: float, end: float) -> bool:
    """Both sides are set text: at least two rows each, and not a lone label before indented text."""
    first = _rows([w for w in one if start - 1 <= (w.top + w.bottom) / 2 <= end + 1])
    second = _rows([w for w in two if start - 1 <= (w.top + w.bottom) / 2 <= end + 1])
    if len(first) < 2 or len(second) < 2:
        return False
    widths = [row[-1].x1 - row[0].x0 for row in first]
    return max(widths) >= 40


_LABEL = re.compile(
    r"^(?:Điều\s+\d+\w?\s*[.:]|Chương\s+[IVX\d]+|Mục\s+[IVX\d]+|PHỤ LỤC|[IVXL]+[./]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|"
    r"[a-zđ][).]\s|[-–+•]\s)"
)
_CLOSED = re.compile(r"[.;:!?]$|\./\.$")


def paragraphs(rows: Sequence[Row]) -> list[Paragraph]:
    """Join rows to paragraphs by labels, first-line indents, short last lines, gaps and changes of weight."""
    out: list[Paragraph] = []
    gaps = sorted(b.top - a.bottom for a, b in pairwise(rows) if a.region == b.region and b.top > a.top)
    usual = gaps[len(gaps) // 2] if gaps else 4.0
    for row in rows:
        if out and _goes_on(out[-1].rows[-1], row, usual, out[-1]):
            last = out[-1]
            last.text = _joined(last.text, row.text)
            last.rows.append(row)
            last.bold = last.bold and row.bold
            last.doubtful = last.doubtful or any(w.doubtful for w in row.words)
        else:
            out.append(Paragraph(row.text, row.bold, any(w.doubtful for w in row.words), [row]))
    return out


def _goes_on(before: Row, row: Row, usual: float, paragraph: Paragraph) -> bool:
    text = row.text
    if _LABEL.match(text) or (before.bold != row.bold and (before.bold or row.bold) and before.region == row.region):
        return False
    if re.fullmatch(r"[\W_]+", text) or re.fullmatch(r"[\W_]+", before.text):
        return False
    if re.search(r"\w[-/]$", before.text):
        return True
    closed = bool(_CLOSED.search(before.text))
    if before.region != row.region or before.page != row.page:
        # Over a column or page border a sentence goes on; headings, mastheads and signatures do not.
        return (not closed and not before.bold and text[:1].islower() and not before.centred) or (
            not closed
            and text[:1].isdigit()
            and not before.bold
            and not before.centred
            and before.x1 > before.right - 30
        )
    if row.top - before.bottom > usual + 0.6 * (row.bottom - row.top):
        return False
    if before.centred and row.centred:
        return before.bold == row.bold and text.isupper() == before.text.isupper() and not before.text.isupper()
    indented = row.x0 - row.left > 7
    hanging = before.x0 - before.left > 7
    short = before.right - before.x1 > 0.22 * (before.right - before.left)
    if (indented and not hanging) or (short and (closed or text[:1].isupper())):
        return False
    if indented and hanging and len(paragraph.rows) == 1 and _LABEL.match(paragraph.text):
        return not closed or before.x1 > before.right - 0.12 * (before.right - before.left)
    return not (indented and closed)


def _joined(text: str, more: str) -> str:
    """Undo hyphenation at the end of a row; a hyphen between Vietnamese syllables or before a name is a real one."""
    if not text.endswith("-") or text.endswith(" -"):
        return f"{text} {more}"
    left = re.search(r"(\w+)-$", text)
    right = re.match(r"\w+", more)
    if left and right and right.group()[:1].islower() and not (is_syllable(left[1]) and is_syllable(right.group())):
        return text[:-1] + more
    return text + more
