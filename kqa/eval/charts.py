"""Charts as data, and the same charts drawn as SVG, so that a report is one file that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from math import sqrt
from typing import Literal

from kqa.eval.abstention import Abstention
from kqa.eval.figures import Figures

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 48
COLOURS = ("#0b6e99", "#c2571a", "#3c7a3f", "#7a4b9a", "#8a6d1f")
"""Apart for the colour-blind too, and dark enough for text on white."""
BARS = ("extract hit@1", "extract hit@3", "group coverage", "short answer")


@dataclass(frozen=True, slots=True)
class Series:
    """Values to draw; for bars `x` are positions and `low`, `high` the ends of the intervals."""

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()
    """For points, how many questions each stands for; larger points weigh more."""

    @property
    def radii(self) -> tuple[float, ...]:
        """Radii of points, 3 to 10, areas in proportion to the counts."""
        most = max(self.counts, default=1)
        return tuple(3 + 7 * sqrt(count / most) for count in self.counts)


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart; both axes run from 0, `ticks` names the groups of bars."""

    name: str
    title: str
    kind: Literal["bars", "line", "points"]
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    ticks: tuple[str, ...] = ()
    diagonal: bool = False
    """Whether to draw where a perfect result would lie."""


def charts(found: Figures) -> tuple[Chart, ...]:
    """The charts of a run: per type, coverage and risk, reliability; those that have no data are left out."""
    made = (_per_type(found), _risk(found.abstention), _reliability(found.abstention))
    return tuple(chart for chart in made if chart)


def _per_type(found: Figures) -> Chart | None:
    kinds = [kind for kind, means in found.by_type.items() if any(name in means for name in BARS)]
    if not kinds:
        return None
    series = []
    for name in BARS:
        held = [
            (at, found.by_type[kind][name]) for at, kind in enumerate(kinds) if name in found.by_type[kind]
        ]
        if held:
            series.append(
                Series(
                    name,
                    tuple(float(at) for at, _ in held),
                    tuple(value.value for _, value in held),
                    tuple(value.low for _, value in held),
                    tuple(value.high for _, value in held),
                )
            )
    ticks = tuple(f"{k} ({max(v.count for v in found.by_type[k].values())})" for k in kinds)
    return Chart("types", "Answers by type of question", "bars", "", "mean", tuple(series), ticks)


def _risk(found: Abstention) -> Chart | None:
    if not found.curve:
        return None
    series = Series("risk", tuple(p.coverage for p in found.curve), tuple(p.risk for p in found.curve))
    title = "Risk at coverage: answering only the most confident questions"
    return Chart(
        "coverage-risk", title, "line", "share of questions answered", "share answered wrongly", (series,)
    )


def _reliability(found: Abstention) -> Chart | None:
    if not found.bins:
        return None
    series = Series(
        "bins of confidence",
        tuple(b.confidence for b in found.bins),
        tuple(b.answerable for b in found.bins),
        counts=tuple(b.count for b in found.bins),
    )
    title = "Reliability: is the confidence a probability?"
    x_label = "confidence (size of a point: number of questions)"
    return Chart("reliability", title, "points", x_label, "share answerable", (series,), diagonal=True)


def svg(chart: Chart) -> str:
    """Draw a chart; both axes span 0 to 1, which every figure here does."""
    groups = max(len(chart.ticks), 1)

    def across(value: float) -> float:
        span = WIDTH - LEFT - RIGHT
        return LEFT + span * ((value + 0.5) / groups if chart.kind == "bars" else value)

    def up(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(max(value, 0.0), 1.0)

    body = [*_frame(chart, across, up), *_marks(chart, across, up), *_legend(chart)]
    tall = HEIGHT + 22
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" role="img" font-size="12">'
    return f"{head}<title>{escape(chart.title)}</title>{''.join(body)}</svg>"


Scale = Callable[[float], float]


def _frame(chart: Chart, across: Scale, up: Scale) -> list[str]:
    parts = []
    for step in range(0, 11, 2):
        y = up(step / 10)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>')
        parts.append(_text(LEFT - 8, y + 4, f"{step / 10:.1f}", "end"))
        if chart.kind != "bars":
            parts.append(_text(across(step / 10), HEIGHT - BOTTOM + 18, f"{step / 10:.1f}", "middle"))
    parts.extend(
        _text(across(at), HEIGHT - BOTTOM + 18, tick, "middle") for at, tick in enumerate(chart.ticks)
    )
    if chart.diagonal:
        ends = f'x1="{across(0):.1f}" y1="{up(0):.1f}" x2="{across(1):.1f}" y2="{up(1):.1f}"'
        parts.append(f'<line {ends} class="ideal"/>')
    parts.append(_text((LEFT + WIDTH) / 2, HEIGHT - 8, chart.x_label, "middle"))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(
        f'<text x="14" y="{middle}" text-anchor="middle" transform="rotate(-90 14 {middle})">'
        f"{escape(chart.y_label)}</text>"
    )
    return parts


def _marks(chart: Chart, across: Scale, up: Scale) -> list[str]:
    if chart.kind == "bars":
        return _bars(chart, across, up)
    parts = []
    for series, colour in zip(chart.series, COLOURS, strict=False):
        points = [(across(x), up(y)) for x, y in zip(series.x, series.y, strict=True)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        if chart.kind == "points":
            parts.extend(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}">'
                f"<title>{count} questions</title></circle>"
                for (x, y), radius, count in zip(points, series.radii, series.counts, strict=True)
            )
    return parts


def _bars(chart: Chart, across: Scale, up: Scale) -> list[str]:
    wide = (across(1) - across(0)) * 0.8 / max(len(chart.series), 1)
    parts = []
    for place, (series, colour) in enumerate(zip(chart.series, COLOURS, strict=False)):
        for x, y, low, high in zip(series.x, series.y, series.low, series.high, strict=True):
            left = across(x) + (place - len(chart.series) / 2) * wide
            parts.append(
                f'<rect x="{left:.1f}" y="{up(y):.1f}" width="{wide - 1:.1f}" height="{up(0) - up(y):.1f}" '
                f'fill="{colour}"><title>{escape(series.label)} {y:.2f}</title></rect>'
            )
            middle = left + wide / 2
            parts.append(
                f'<line x1="{middle:.1f}" x2="{middle:.1f}" y1="{up(low):.1f}" y2="{up(high):.1f}" '
                'class="whisker"/>'
            )
    return parts


def _legend(chart: Chart) -> list[str]:
    if len(chart.series) < 2:
        return []
    parts, x = [], float(LEFT)
    for series, colour in zip(chart.series, COLOURS, strict=False):
        parts.append(f'<rect x="{x}" y="{HEIGHT + 4}" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(x + 18, HEIGHT + 14, series.label, "start"))
        x += 40 + 7 * len(series.label)
    return parts


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
