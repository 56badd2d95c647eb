"""Lines into passages: one rule each, with its path ("Điều 2, khoản 1, điểm a", "Mục II.3", "đoạn 4").

Each line steps into a level, or is a rule, a title, a row or a plain paragraph of the present one (`trail` holds the
levels, `labels` how they are printed). A line that only announces what follows ("… như sau:") is the heading of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extract.papers.lines import Line
from pipeline.extract.papers.rules.labels import (
    ANNEX,
    ARTICLE,
    ATTACHED,
    ATTACHED_BY,
    BRACKETED,
    CHAPTER,
    CLOSING,
    DASH,
    DECIMAL,
    LABELLED,
    LETTER_PART,
    NUMBER,
    PASSED,
    POINT,
    ROMAN,
    SECTION_WORD,
)
from pipeline.extract.papers.rules.passages import Found
from pipeline.extract.papers.rules.rows import Rows
from pipeline.extract.papers.rules.trail import RANK

_LONGEST_QUOTATION = 400
"""lines; the longest quoted article seen, with a table of a cell a line, has 230"""


@dataclass(slots=True)
class _Cutter(Rows):
    """What one paper looked like up to the present line."""

    articles: bool = False
    quoted: int = 0
    """lines since a quotation was opened; 0 outside"""
    paragraphs: int = 0
    last_labelled: bool = False
    following: str = ""
    """the next line: what a short line without a full stop announces"""
    bracketed: bool = False
    """the numbers of the present list are printed "(1)" """

    def take(self, line: Line) -> None:
        """Take the next line."""
        if line.cells:
            self.add_row(line)
            return
        text = line.text
        if self._in_quotation(line, text):
            return
        if self._step_article(line, text) or self._step_part(line, text) or self._step_inner(line, text):
            return
        self._plain(line, text)

    def _in_quotation(self, line: Line, text: str) -> bool:
        """An amending rule quotes whole articles: what stands between “ and ” belongs to the rule that quotes it."""
        if self.quoted:
            match = ARTICLE.match(text)
            self.quoted += 1
            number = next((lv.label for lv in self.path if lv.kind == "article"), "")
            follows = match is not None and number and number == f"Điều {_before(match[1])}"
            if follows or self.quoted > _LONGEST_QUOTATION:
                self.quoted = 0
                return False
            self.add(line, text)
            if text.count("”") > text.count("“"):
                self.quoted = 0
            return True
        if text[:1] in '“"' and self.path:
            if text[0] == "“" and text.count("“") > text.count("”"):
                self.quoted = 1
            self.add(line, text)
            return True
        return False

    def _step_article(self, line: Line, text: str) -> bool:
        match = ARTICLE.match(text)
        if match is None or text[:1] in '"“«':
            return False
        if not re.match(r"(?:Điều|ĐIỀU)\s+\d+\w?\s*([.:]|$)", text) and not line.bold:
            return False  # "Điều 12 của Luật này quy định …" cites an article
        self.articles = True
        self.path = [level for level in self.path if level.rank != RANK["part"]]
        title = match[2].strip()
        level = self.open("article", f"Điều {match[1]}")
        if not title:
            return True
        if _is_title(title, line):
            level.title = title
        else:
            self._rule(line, title)
        return True

    def _step_part(self, line: Line, text: str) -> bool:
        if (match := ANNEX.match(text)) and _names_annex(text) and len(text) < 200:
            number = " ".join(match[1].split())
            self.path = []
            self.articles = False
            self.open("annex", f"Phụ lục {number}".strip(), match[2].strip())
            return True
        if (match := CHAPTER.match(text)) and len(text) < 250:
            self.open("chapter", "", match[1].strip())
            return True
        if (match := SECTION_WORD.match(text)) and (self.articles or line.bold or text.isupper()) and len(text) < 250:
            label = "" if self.articles else f"Mục {match[1]}"
            self.open("section", label, match[2].strip())
            return True
        if (match := ROMAN.match(text)) and match[1] not in ("C", "L"):
            if self.has("article"):
                if match[1] != "I" and not self.has("group"):
                    return False
                level = self.open("group", f"mục {match[1]}")
            else:
                level = self.open("roman", f"Mục {match[1]}")
            title = match[2].strip()
            if _is_title(title, line) or title.isupper():
                level.title = title
            else:
                self._rule(line, title)
            return True
        if (match := LETTER_PART.match(text)) and text.isupper() and not self.articles:
            self.open("part", f"Phần {match[1]}", match[2].strip())
            return True
        return False

    def _step_inner(self, line: Line, text: str) -> bool:
        in_article = self.has("article")
        if match := DECIMAL.match(text):
            parts = match[1].split(".")
            parent = next((lv for lv in self.path if lv.rank == RANK["number"]), None)
            if parent is not None or not in_article:
                label = f"khoản {match[1]}" if in_article else ("." if self.has("roman") else "Mục ") + match[1]
                rank = RANK["number"] if len(parts) == 1 else RANK["decimal"]
                held = [lv for lv in self.path if lv.rank == RANK["number"]]
                self.close(rank)
                for lv in held:
                    lv.label = ""
                self._list_step("decimal", label, match[2], line)
                return True
        numbered = any(level.kind == "number" for level in self.path)
        if (match := BRACKETED.match(text)) and in_article and (self.bracketed or not numbered):
            self.bracketed = True
            self._keep_announced(RANK["number"])
            self._list_step("number", f"khoản {match[1]}", match[2], line)
            return True
        if match := NUMBER.match(text):
            self.bracketed = False
            number, rest = (match[1], match[2]) if match[1] else (match[3], match[4])
            if in_article:
                label = f"khoản {number}"
            elif self.has("roman"):
                label = f".{number}"
            else:
                label = f"Mục {number}"
            if not self.has("article") and not self.has("roman"):
                self.close(RANK["number"])
            self._keep_announced(RANK["number"])
            self._list_step("number", label, rest, line)
            return True
        if (match := POINT.match(text)) and (self.path or self._begins_letters(match)):
            letter = match[1] or match[3] or match[5]
            rest = match[2] or match[4] or match[6] or ""
            if len(letter) == 1 or letter in ("đ",):
                self._list_step("point", f"điểm {letter}", rest, line)
                return True
        if (match := DASH.match(text)) and self.path and match[1] and not re.match(r"^[-–—]\s*\d", text):
            level = self.path[-1]
            level.dashes += 1
            self.add(line, match[1], f"gạch đầu dòng {level.dashes}")
            return True
        return False

    def _begins_letters(self, match: re.Match[str]) -> bool:
        """Letters right under the line that announces them, as letters of offices have them."""
        return (match[1] or match[3]) == "a" and bool(self.announced)

    def _keep_announced(self, rank: int) -> None:
        """An announcement made inside a sibling ("1. … như sau:") ends with it."""
        if any(level.rank >= rank for level in self.path):
            self.announced = ""

    def _list_step(self, kind: str, label: str, rest: str, line: Line) -> None:
        level = self.open(kind, label)
        rest = rest.strip()
        if not rest:
            return
        if rest.endswith(":") and kind != "point":
            level.title = rest.rstrip(":")
            return
        if line.bold and _is_title(rest, line):
            level.title = rest
            return
        if kind in ("number", "decimal") and self._announces(rest, line):
            level.title = rest
            return
        self._rule(line, rest)

    def _announces(self, text: str, line: Line) -> bool:
        """A short line without figures or a full stop over a list of its own ("1. Mục đích"), in print without bold type."""
        if line.cells or len(text) > 70 or text[-1] in ".;:,!?…)" or re.search(r"\d|:", text):
            return False
        return bool(DASH.match(self.following) or POINT.match(self.following) or DECIMAL.match(self.following))

    def _rule(self, line: Line, text: str) -> None:
        if text.endswith(":") and self.path:
            self.path[-1].title = text.rstrip(":")
        else:
            self.add(line, text, own_title=True)
            if self.path:
                self.path[-1].own += 1

    def _attached(self, line: Line, text: str) -> bool:
        """The head of a paper put in force by this one: its articles have it as their heading, and count anew."""
        if not (self.articles or not self.path) or line.cells:
            return False
        if ATTACHED.match(text) and text.isupper() and len(text) < 200:
            self.path = []
            self.announced = self.preamble = ""
            self.open("annex", "", text)
            return True
        level = self.path[0] if self.path else None
        if level is None or level.kind != "annex" or level.label or len(self.path) > 1 or level.own or level.used:
            return False
        if text.isupper() and len(text) < 250:
            level.title = f"{level.title} {text}"
            return True
        return ATTACHED_BY.match(text) is not None

    def _plain(self, line: Line, text: str) -> None:
        """A paragraph without a number of its own."""
        if self._attached(line, text):
            return
        if self.path and self.path[-1].kind == "annex" and text.endswith(")") and ATTACHED_BY.match(text):
            return  # "(Kèm theo Quyết định số …)" under the title of an annex says nothing of its own
        if not self.path:
            if re.search(r"(?:như sau|sau đây|dưới đây|sau)\s*:\s*$", text) or text.endswith(":"):
                self.announced = self.preamble = text.rstrip(":")
                return
            self.paragraphs += 1
            bullet = DASH.match(text)
            self.add(line, bullet[1] if bullet and bullet[1] else text, f"đoạn {self.paragraphs}")
            return
        level = self.path[-1]
        if text.endswith(":"):
            if level.own or level.title:
                self.announced = text.rstrip(":")
            else:
                level.title = text.rstrip(":")
            return
        if (
            not level.title
            and not level.own
            and level.kind not in ("number", "decimal", "point")
            and _is_title(text, line)
            and (text.isupper() or line.bold)
        ):
            level.title = text
            return
        ended = self.last_labelled and not self.articles and level.kind in ("number", "point")
        closes = PASSED if self.has("article") else CLOSING
        if level.own and (ended or closes.search(text)):
            self.path = []
            self.add(line, text, "đoạn kết")
            return
        if level.kind in ("annex", "part", "chapter", "section"):
            level.used += 1
            self.add(line, text, f"đoạn {level.used}")
            return
        level.own += 1
        self.add(line, text)


def _names_annex(text: str) -> bool:
    """The heading of an annex, not a mention of one ("Phụ lục đính kèm)")."""
    return text[:7].isupper() or re.fullmatch(r"Phụ lục\s+(?:số\s*)?[IVXLC\d]+\W*", text) is not None


def _before(number: str) -> str:
    return str(int(number) - 1) if number.isdigit() else ""


def _is_title(text: str, line: Line) -> bool:
    """Tell a heading from a rule: no full stop, short, or set bold as a whole."""
    if text.endswith((".", ";", "./.", ":")) and not (line.bold and text.endswith(".") and len(text) < 60):
        return False
    return len(text) <= 250 and (line.bold or text.isupper() or len(text) <= 160)


def cut(lines: Iterable[Line]) -> list[Found]:
    """Cut the body of a paper (masthead and signature already gone) into passages."""
    cutter = _Cutter()
    body = list(lines)
    labelled = max((i for i, line in enumerate(body) if line.cells or LABELLED.match(line.text)), default=len(body))
    for index, line in enumerate(body):
        # Behind the last number of a notice stand wishes and contacts, not more of the last rule.
        cutter.last_labelled = index > labelled
        cutter.following = body[index + 1].text if index + 1 < len(body) else ""
        cutter.take(line)
    return cutter.passages.finished()
