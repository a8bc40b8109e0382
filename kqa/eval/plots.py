"""The charts of a report as PNG, drawn by matplotlib; the only module that loads it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.util import find_spec

from kqa.eval.charts import COLOURS, Chart

INCHES = (8.0, 4.2)
DOTS_PER_INCH = 150


def png(made: Sequence[Chart], stem: str) -> dict[str, bytes]:
    """Draw charts as PNG with matplotlib.

    Returns:
        File names, `<stem>-<chart>.png`, and their bytes; none when matplotlib is not installed
        (`pip install 'kqa[report]'` brings it).
    """
    if find_spec("matplotlib") is None:
        return {}
    return {f"{stem}-{chart.name}.png": draw(chart) for chart in made}


def draw(chart: Chart) -> bytes:
    """Draw one chart; returns the bytes of a PNG file."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=INCHES, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for place, (series, colour) in enumerate(zip(chart.series, COLOURS, strict=False)):
        if chart.kind == "bars":
            wide = 0.8 / len(chart.series)
            shifted = [x + (place - (len(chart.series) - 1) / 2) * wide for x in series.x]
            below = [y - low for y, low in zip(series.y, series.low, strict=True)]
            above = [high - y for y, high in zip(series.y, series.high, strict=True)]
            axes.bar(shifted, series.y, wide * 0.95, label=series.label, color=colour)
            axes.errorbar(shifted, series.y, yerr=(below, above), fmt="none", ecolor="#333", elinewidth=0.8)
        else:
            axes.plot(series.x, series.y, color=colour, label=series.label)
            if chart.kind == "points":
                areas = [radius**2 * 3 for radius in series.radii]
                axes.scatter(series.x, series.y, s=areas, color=colour, zorder=3)
    if chart.diagonal:
        axes.plot([0, 1], [0, 1], linestyle="--", color="#888", linewidth=1)
    if chart.ticks:
        axes.set_xticks(range(len(chart.ticks)), chart.ticks)
    else:
        axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.set_title(chart.title)
    axes.set_xlabel(chart.x_label)
    axes.set_ylabel(chart.y_label)
    axes.grid(axis="y", linewidth=0.4)
    if len(chart.series) > 1:
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=len(chart.series), frameon=False)
    held = io.BytesIO()
    figure.savefig(held, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return held.getvalue()
