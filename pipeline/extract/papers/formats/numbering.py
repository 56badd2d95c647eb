"""Word's automatic numbers written out: "Điều 3.", "2.", "b)" are not in a DOCX's text but counted by the reader."""

from __future__ import annotations

import re
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Numbering:
    """The counters of one document, fed with its paragraphs' properties in order (ECMA-376 part 1, 17.9)."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.abstract: dict[str, str] = {}
        self.overrides: dict[tuple[str, int], int] = {}
        self.counts: dict[tuple[str, int], int] = {}
        self.of_style: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            self._read_styles(styles)

    def label(self, properties: Any) -> str:
        """The number that Word shows before this paragraph, "" when none."""
        if properties is None:
            return ""
        num, level = self._which(properties)
        if num is None or num == "0" or num not in self.abstract:
            return ""
        abstract = self.abstract[num]
        forms = self.levels.get(abstract, {})
        if level not in forms:
            return ""
        form, text, start = forms[level]
        key = (abstract, level)
        self.counts[key] = self.counts[key] + 1 if key in self.counts else self.overrides.get((num, level), start)
        for deeper in [k for k in self.counts if k[0] == abstract and k[1] > level]:
            del self.counts[deeper]
        if form in ("bullet", "none"):
            return "-" if form == "bullet" else ""

        def counted(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            own_form, _, own_start = forms.get(index, (form, text, 1))
            return written(self.counts.get((abstract, index), own_start), own_form)

        return re.sub(r"%(\d)", counted, text).strip()

    def _which(self, properties: Any) -> tuple[str | None, int]:
        own = properties.find(W + "numPr")
        style = properties.find(W + "pStyle")
        inherited = self.of_style.get(style.get(W + "val")) if style is not None else None
        if own is None:
            return inherited or (None, 0)
        num = own.find(W + "numId")
        level = own.find(W + "ilvl")
        return (
            num.get(W + "val") if num is not None else (inherited[0] if inherited else None),
            _number(level.get(W + "val")) if level is not None else (inherited[1] if inherited else 0),
        )

    def _read(self, numbering: Any) -> None:
        for abstract in numbering.iter(W + "abstractNum"):
            forms = {}
            for level in abstract.iter(W + "lvl"):
                form = level.find(W + "numFmt")
                text = level.find(W + "lvlText")
                start = level.find(W + "start")
                forms[_number(level.get(W + "ilvl"))] = (
                    form.get(W + "val") if form is not None else "decimal",
                    (text.get(W + "val") or "") if text is not None else "",
                    _number(start.get(W + "val")) if start is not None else 1,
                )
            self.levels[abstract.get(W + "abstractNumId")] = forms
        for num in numbering.iter(W + "num"):
            target = num.find(W + "abstractNumId")
            if target is None:
                continue
            self.abstract[num.get(W + "numId")] = target.get(W + "val")
            for override in num.iter(W + "lvlOverride"):
                start = override.find(W + "startOverride")
                if start is not None:
                    self.overrides[(num.get(W + "numId"), _number(override.get(W + "ilvl")))] = _number(
                        start.get(W + "val")
                    )
                    # An overridden start makes a list of its own: its counters must not go on from the shared ones.
                    self.abstract[num.get(W + "numId")] = self._own(target.get(W + "val"), num.get(W + "numId"))

    def _own(self, abstract: str, num: str) -> str:
        name = f"{abstract}#{num}"
        self.levels[name] = self.levels.get(abstract.split("#")[0], {})
        return name

    def _read_styles(self, styles: Any) -> None:
        for style in styles.iter(W + "style"):
            own = style.find(f"{W}pPr/{W}numPr")
            if own is not None and (num := own.find(W + "numId")) is not None:
                level = own.find(W + "ilvl")
                self.of_style[style.get(W + "styleId")] = (
                    num.get(W + "val"),
                    _number(level.get(W + "val")) if level is not None else 0,
                )


def written(value: int, form: str) -> str:
    """A counter in Word's number format; letters follow Word (a, b, c, d, e…), which has no đ."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(value)
        return roman if form == "upperRoman" else roman.lower()
    if form == "decimalZero":
        return f"{value:02}"
    return str(value)


def _roman(value: int) -> str:
    out = ""
    for number, letters in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        while value >= number:
            out += letters
            value -= number
    return out


def _number(text: str | None) -> int:
    try:
        return int(text or 0)
    except ValueError:
        return 0
