"""Two pictures of the pair model as SVG: whether its confidence can be believed, and what more pairs of data/ bring.

Drawn from one JSON file of figures, so that a picture never says more than what was measured:
`{"reliability": {"split", "ece", "interval", "bins": [{"confidence", "right", "count"}]}, "curve": {"pairs", "dev_macro_f1"}}`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pipeline.train.calibration import Bin

WIDE, HIGH, EDGE = 480, 400, 56
"""pixels of a picture and of the margin that holds the words beside the axes"""
RELIABILITY, CURVE = "pair-reliability.svg", "pair-curve.svg"
Point = tuple[float, float]


class FiguresBroken(Exception):
    """The file of figures cannot be drawn from; the message says why, in Vietnamese."""


def keep_reliability(file: Path, split: str, ece: float, interval: tuple[float, float], bins: Iterable[Bin]) -> None:
    """Put what was measured of the confidence into the file of figures; its other parts stay."""
    known = _read(file) if file.exists() else {}
    known["reliability"] = {
        "split": split,
        "ece": round(ece, 4),
        "interval": [round(end, 4) for end in interval],
        "bins": [{name: round(value, 4) for name, value in asdict(row).items()} for row in bins],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def draw(file: Path, out: Path) -> list[Path]:
    """Write the pictures that the figures allow. Raises FiguresBroken."""
    known = _read(file)
    try:
        drawn = {name: make(known[part]) for name, part, make in _PICTURES if part in known}
    except (KeyError, TypeError, ValueError) as error:
        raise FiguresBroken(f"{file}: thiếu hoặc sai số liệu ({error!r})") from error
    if not drawn:
        raise FiguresBroken(f"{file}: không có phần nào vẽ được; cần reliability hoặc curve")
    out.mkdir(parents=True, exist_ok=True)
    for name, text in drawn.items():
        (out / name).write_text(text, encoding="utf-8")
    return [out / name for name in drawn]


def reliability(found: Mapping[str, Any]) -> str:
    """Share of right answers over confidence: one dot a tenth of the answers, on the dashed line where both are the same."""
    points = [(float(row["confidence"]), float(row["right"])) for row in found["bins"]]
    low, high = found["interval"]
    title = f"Pair model, {found['split']} split: ECE {found['ece']:.3f} [{low:.3f}–{high:.3f}]"
    marks = [share / 5 for share in range(6)]
    ticks = [(mark, f"{mark:.1f}") for mark in marks]
    frame = _Frame((0.0, 1.0), (0.0, 1.0))
    body = [frame.line([(0.0, 0.0), (1.0, 1.0)], "dash"), frame.line(points, "thin"), *map(frame.dot, points)]
    return frame.svg(title, ("confidence", "share of right answers"), ticks, ticks, body)


def curve(found: Mapping[str, Any]) -> str:
    """Macro-F1 on the dev split over the number of pairs learnt from, doublings equally far apart."""
    rows = sorted(zip(map(int, found["pairs"]), map(float, found["dev_macro_f1"]), strict=True))
    if not rows or rows[0][0] < 1:
        raise ValueError("pairs")
    points = [(math.log2(pairs), score) for pairs, score in rows]
    low, high = math.floor(10 * min(y for _, y in points)) / 10, math.ceil(10 * max(y for _, y in points)) / 10
    frame = _Frame((points[0][0] - 0.25, points[-1][0] + 0.25), (low, max(high, low + 0.1)))
    across = [(x, f"{pairs:,}") for (x, _), (pairs, _) in zip(points, rows, strict=True)]
    steps = round(20 * (frame.up[1] - low))
    upward = [(low + step / 20, f"{low + step / 20:.2f}") for step in range(steps + 1)]
    body = [frame.line(points, "thin"), *map(frame.dot, points)]
    body += [frame.word(point, f"{point[1]:.3f}") for point in points]
    names = ("pairs of data/ learnt from, after the same law pairs", "macro-F1, dev split")
    return frame.svg("Pair model: what more pairs bring", names, across, upward, body)


_PICTURES = ((RELIABILITY, "reliability", reliability), (CURVE, "curve", curve))


class _Frame:
    """Axes: what stands where between the margins."""

    def __init__(self, across: Point, up: Point) -> None:
        self.across, self.up = across, up

    def at(self, point: Point) -> Point:
        x = (point[0] - self.across[0]) / (self.across[1] - self.across[0])
        y = (point[1] - self.up[0]) / (self.up[1] - self.up[0])
        return round(EDGE + x * (WIDE - 1.5 * EDGE), 1), round(HIGH - EDGE - y * (HIGH - 2 * EDGE), 1)

    def line(self, points: Sequence[Point], kind: str) -> str:
        places = " ".join(f"{x},{y}" for x, y in map(self.at, points))
        return f'<polyline class="{kind}" points="{places}"/>'

    def dot(self, point: Point) -> str:
        x, y = self.at(point)
        return f'<circle class="dot" cx="{x}" cy="{y}" r="4.5"/>'

    def word(self, point: Point, text: str) -> str:
        x, y = self.at(point)
        return f'<text x="{x}" y="{y - 10}" text-anchor="middle">{escape(text)}</text>'

    def svg(
        self,
        title: str,
        names: tuple[str, str],
        across: Iterable[tuple[float, str]],
        upward: Iterable[tuple[float, str]],
        body: Iterable[str],
    ) -> str:
        left, floor = self.at((self.across[0], self.up[0]))
        right, _ = self.at((self.across[1], self.up[1]))
        rows = []
        for value, text in across:
            x, _ = self.at((value, self.up[0]))
            rows.append(f'<text x="{x}" y="{floor + 18}" text-anchor="middle">{escape(text)}</text>')
        for value, text in upward:
            _, y = self.at((self.across[0], value))
            rows.append(f'<line class="grid" x1="{left}" y1="{y}" x2="{right}" y2="{y}"/>')
            rows.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{escape(text)}</text>')
        middle = HIGH / 2
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}" role="img">',
                f"<title>{escape(title)}</title>",
                _STYLE,
                f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>',
                f'<text class="title" x="{WIDE / 2}" y="26" text-anchor="middle">{escape(title)}</text>',
                *rows,
                f'<text x="{(left + right) / 2}" y="{HIGH - 14}" text-anchor="middle">{escape(names[0])}</text>',
                f'<text transform="translate(16 {middle}) rotate(-90)" text-anchor="middle">{escape(names[1])}</text>',
                *body,
                "</svg>\n",
            ]
        )


_STYLE = (
    "<style>text{font:12px 'Be Vietnam Pro','Noto Sans',sans-serif;fill:#222}.title{font-size:14px;font-weight:600}"
    ".grid{stroke:#ddd}.thin{fill:none;stroke:#1f5a8a;stroke-width:2}.dot{fill:#1f5a8a}"
    ".dash{fill:none;stroke:#777;stroke-dasharray:5 4}</style>"
)


def _read(file: Path) -> dict[str, Any]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FiguresBroken(f"{file}: không đọc được ({error})") from error
    if not isinstance(known, dict):
        raise FiguresBroken(f"{file}: cần một đối tượng JSON")
    return known
