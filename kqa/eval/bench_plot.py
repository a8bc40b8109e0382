"""The plot of a benchmark as SVG: time over passages, both axes logarithmic."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 760, 460, 70, 50, 20, 170
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#444444")
"""Okabe and Ito's colours, told apart with every kind of colour vision."""

Line = Sequence[tuple[float, float]]


def svg(lines: Mapping[str, Line], *, title: str) -> str:
    """A chart of named lines of (passages, milliseconds); points that are not above 0 are left out."""
    points = {name: [(x, y) for x, y in line if x > 0 and y > 0] for name, line in lines.items()}
    xs = [x for line in points.values() for x, _ in line] or [1.0]
    ys = [y for line in points.values() for _, y in line] or [1.0]
    across, up = _scale(xs, LEFT, WIDTH - RIGHT), _scale(ys, HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="12" role="img"><title>{escape(title)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    ]
    for x in _decades(xs):
        parts.append(_grid(across(x), TOP, across(x), HEIGHT - BOTTOM))
        parts.append(_label(across(x), HEIGHT - BOTTOM + 18, f"{x:,.0f}", "middle"))
    for y in _decades(ys):
        parts.append(_grid(LEFT, up(y), WIDTH - RIGHT, up(y)))
        parts.append(_label(LEFT - 8, up(y) + 4, f"{y:g} ms", "end"))
    for (name, line), colour in zip(points.items(), COLOURS * 3, strict=False):
        path = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in line)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="3" fill="{colour}"/>' for x, y in line]
        if line:
            parts.append(_label(across(line[-1][0]) + 8, up(line[-1][1]) + 4, name, "start", colour))
    parts.append(_label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, "passages", "middle"))
    return "".join([*parts, "</svg>\n"])


class _scale:  # noqa: N801 (used as a function)
    """From a value to a place, logarithmically; the ends are whole powers of ten."""

    def __init__(self, values: Sequence[float], first: float, last: float) -> None:
        decades = _decades(values)
        self._low, self._high = math.log10(decades[0]), math.log10(decades[-1])
        self._first, self._last = first, last

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - self._low) / (self._high - self._low)
        return self._first + share * (self._last - self._first)


def _decades(values: Sequence[float]) -> list[float]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return [10.0**power for power in range(low, max(high, low + 1) + 1)]


def _grid(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'


def _label(x: float, y: float, text: str, anchor: str, colour: str = "#222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
