"""Pages that are pictures: tesseract reads them twice, the hidden text layer is only a witness.

A number is trusted when two readings at different sizes agree on it, and the scanner's own layer, where there is one,
holds it too. Anything else makes the word doubtful: its passage is shown to a person and never yields a flag. Without
tesseract the file is refused with the way around it.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import time
from collections import Counter
from typing import Any

from PIL import ImageFilter

from pipeline.extract.papers.formats.layout import Word
from pipeline.extract.papers.lines import DocumentRefused, tidy

NO_OCR = (
    "Tệp «{name}» là bản quét (ảnh chụp) mà máy này chưa có phần mềm nhận dạng chữ tesseract với gói tiếng Việt (vie). "
    "Hãy cài tesseract và gói vie, hoặc gõ lại nội dung vào tệp DOCX/TXT rồi thêm tệp đó."
)
OCR_FAILED = (
    "Không nhận dạng được chữ trong bản quét «{name}». Hãy quét lại rõ hơn (300 dpi) hoặc gõ lại nội dung vào tệp "
    "DOCX/TXT."
)
TOO_MANY = "Bản quét «{name}» có hơn {limit} trang. Hãy tách phần quy định cần dùng rồi thêm lại."
SCANNED = "Tệp là bản quét; chữ do máy nhận dạng, hãy so lại với bản giấy trước khi dùng."

MAX_SCANS = 40
_READINGS = ((300, "4"), (400, "6"))
"""(dots per inch, page segmentation mode) of the two readings; the first gives the words, the second checks numbers"""
_TIMEOUT = 90
_SURE = 55.0
"""tesseract's word confidence below which a number is doubtful (0..100)"""
_NUMBER = re.compile(r"\d[\d.,/:]*\d|\d")


class Scanner:
    """Reads the scanned pages of one file; counts its own seconds, which the caller's limit leaves out."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seconds = 0.0
        self.pages = 0
        self.warnings: list[str] = []

    def words(self, page: Any, number: int, layer: list[Word]) -> list[Word]:
        """The words of a pdfplumber page that is a picture, in points. Raises DocumentRefused."""
        program = shutil.which("tesseract")
        if program is None or not _has_vietnamese(program):
            raise DocumentRefused(NO_OCR.format(name=self.name))
        self.pages += 1
        if self.pages > MAX_SCANS:
            raise DocumentRefused(TOO_MANY.format(name=self.name, limit=MAX_SCANS))
        began = time.monotonic()
        readings = [self._read(program, page, dpi, mode) for dpi, mode in _READINGS]
        self.seconds += time.monotonic() - began
        if SCANNED not in self.warnings:
            self.warnings.append(SCANNED)
        return _doubted(readings[0], readings[1], layer)

    def _read(self, program: str, page: Any, dpi: int, mode: str) -> list[tuple[Word, float]]:
        picture = io.BytesIO()
        grey = page.to_image(resolution=dpi).original.convert("L")
        grey.filter(ImageFilter.MedianFilter(3)).save(picture, "PNG")  # specks of dust are read as marks and letters
        try:
            done = subprocess.run(  # noqa: S603 - a list of arguments, no shell; the page goes in by standard input
                [program, "stdin", "stdout", "-l", "vie", "--psm", mode, "--dpi", str(dpi), "tsv"],
                input=picture.getvalue(),
                capture_output=True,
                timeout=_TIMEOUT,
                check=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # several threads make tesseract slower on small machines
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise DocumentRefused(OCR_FAILED.format(name=self.name)) from error
        return _parse(done.stdout.decode("utf-8", "replace"), 72.0 / dpi)


def _has_vietnamese(program: str) -> bool:
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=True)  # noqa: S603
    except (subprocess.SubprocessError, OSError):
        return False
    return "vie" in done.stdout.decode("utf-8", "replace").split()


def _parse(tsv: str, scale: float) -> list[tuple[Word, float]]:
    """Words with confidence from tesseract's TSV; rows of one text line get one height, so that they stay one row."""
    found: list[tuple[Word, float]] = []
    lines: dict[tuple[str, str, str], list[int]] = {}
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = tidy(row.get("text") or "")
        if row.get("level") != "5" or not text or not any(c.isalnum() or c in "-–+." for c in text):
            continue
        left, top = float(row["left"]) * scale, float(row["top"]) * scale
        width, height = float(row["width"]) * scale, float(row["height"]) * scale
        sure = float(row["conf"])
        line = (row["block_num"], row["par_num"], row["line_num"])
        mark = not any(c.isalnum() for c in text)
        if (sure < 15 and len(text) <= 2) or (mark and sure < 60 and line in lines):
            continue
        lines.setdefault(line, []).append(len(found))
        found.append((Word(text, left, left + width, top, top + height), sure))
    for members in lines.values():
        top = sorted(found[i][0].top for i in members)[len(members) // 2]
        bottom = sorted(found[i][0].bottom for i in members)[len(members) // 2]
        for i in members:
            word, sure = found[i]
            found[i] = (Word(word.text, word.x0, word.x1, top, max(bottom, top + 4)), sure)
    return found


def _doubted(first: list[tuple[Word, float]], second: list[tuple[Word, float]], layer: list[Word]) -> list[Word]:
    """The first reading, its numbers marked doubtful where a witness does not hold them as often."""
    witnesses = [Counter(_numbers([w for w, _ in second]))]
    if sum(len(w.text) for w in layer) > 40:
        witnesses.append(Counter(_numbers(layer)))
    own = Counter(_numbers([w for w, _ in first]))
    out = []
    for word, sure in first:
        numbers = _NUMBER.findall(word.text)
        doubtful = any(sure < _SURE or any(seen[n] < own[n] for seen in witnesses) for n in numbers)
        out.append(Word(word.text, word.x0, word.x1, word.top, word.bottom, word.bold, doubtful))
    return out


def _numbers(words: list[Word]) -> list[str]:
    return [n for w in words for n in _NUMBER.findall(w.text)]
