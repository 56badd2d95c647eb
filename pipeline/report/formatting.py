"""What a paragraph of a DOCX looks like in the end: direct formatting, its styles, the document's defaults.

python-docx gives each layer alone; Word shows the first that says something. Lengths in twips, sizes in half-points.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT_ATTRIBUTES = ("ascii", "hAnsi", "cs", "eastAsia")


@dataclass(frozen=True, slots=True)
class Look:
    """The effective dress of a run."""

    half_points: int | None
    bold: bool
    italic: bool
    fonts: tuple[str | None, ...]
    color: str


def lines(document: DocxDocument) -> Iterator[tuple[Paragraph, bool]]:
    """Every paragraph of the body in reading order, with whether it stands in a table."""
    for element in document.element.body.iter(qn("w:p")):
        inside = any(parent.tag == qn("w:tc") for parent in element.iterancestors())
        yield Paragraph(element, document._body), inside


def runs(paragraph: Paragraph) -> list[Run]:
    """Runs that show something, those inside hyperlinks too."""
    found = [Run(element, paragraph) for element in paragraph._p.iter(qn("w:r"))]
    return [run for run in found if run.text.strip()]


def look(document: DocxDocument, paragraph: Paragraph, run: Run) -> Look:
    """How a run looks in the end."""
    styles = _styles(document.styles.element)
    layers = [run._r.rPr, *_layers(styles, run._r.style, "rPr"), *_paragraph_layers(styles, paragraph, "rPr")]
    layers += _defaults(document, "rPrDefault", "rPr")
    size = _first(layers, "w:sz", "w:val")
    fonts = []
    for name in FONT_ATTRIBUTES:
        fonts.append(_first(layers, "w:rFonts", f"w:{name}"))
    color = _first(layers, "w:color", "w:val") or "auto"
    return Look(int(size) if size else None, _on(layers, "w:b"), _on(layers, "w:i"), tuple(fonts), color)


def spacing(document: DocxDocument, paragraph: Paragraph) -> dict[str, str]:
    """Effective `jc`, `firstLine`, `before`, `after`, `line`, `lineRule` of a paragraph; missing ones left out."""
    own = _paragraph_layers(_styles(document.styles.element), paragraph, "pPr")
    layers = [paragraph._p.pPr, *own, *_defaults(document, "pPrDefault", "pPr")]
    wanted = {
        "jc": ("w:jc", "w:val"),
        "firstLine": ("w:ind", "w:firstLine"),
        "before": ("w:spacing", "w:before"),
        "after": ("w:spacing", "w:after"),
        "line": ("w:spacing", "w:line"),
        "lineRule": ("w:spacing", "w:lineRule"),
    }
    told = {name: _first(layers, tag, attribute) for name, (tag, attribute) in wanted.items()}
    return {name: value for name, value in told.items() if value is not None}


@functools.lru_cache(maxsize=4)
def _styles(element: Any) -> dict[str, Any]:
    """Styles by id, the default paragraph style also under ""; python-docx reads all of them at each question."""
    found = {style.get(qn("w:styleId")): style for style in element.findall(qn("w:style"))}
    for style in element.findall(qn("w:style")):
        if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true", "on"):
            found[""] = style
    return found


def _paragraph_layers(styles: dict[str, Any], paragraph: Paragraph, part: str) -> list[Any]:
    named = paragraph._p.style
    return _layers(styles, named if named in styles else "", part)


def _layers(styles: dict[str, Any], style: str | None, part: str) -> list[Any]:
    layers: list[Any] = []
    while style is not None and style in styles and len(layers) < 20:  # a style that stands on itself ends here
        layers.append(styles[style].find(qn(f"w:{part}")))
        based = styles[style].find(qn("w:basedOn"))
        style = based.get(qn("w:val")) if based is not None else None
    return layers


def _defaults(document: DocxDocument, group: str, part: str) -> list[Any]:
    found = document.styles.element.find(f"{qn('w:docDefaults')}/{qn(f'w:{group}')}/{qn(f'w:{part}')}")
    return [found] if found is not None else []


def _first(layers: list[Any], tag: str, attribute: str) -> str | None:
    for layer in layers:
        element = layer.find(qn(tag)) if layer is not None else None
        value = element.get(qn(attribute)) if element is not None else None
        if value is not None:
            return str(value)
    return None


def _on(layers: list[Any], tag: str) -> bool:
    for layer in layers:
        element = layer.find(qn(tag)) if layer is not None else None
        if element is not None:
            return element.get(qn("w:val")) not in ("0", "false", "off")
    return False
