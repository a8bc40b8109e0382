"""The figures of an evaluation as plain text for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kqa.eval import answers, retrieval
from kqa.eval.compare import Change, Comparison, better
from kqa.eval.figures import ANSWERS, Figures
from kqa.eval.gate import Verdict
from kqa.eval.statistics import Difference, Estimate

if TYPE_CHECKING:
    from kqa.eval.conversations import FollowUps

SHORT_TYPES = ("extract hit@1", "extract hit@3", "group coverage", "short answer", "right decision")
"""What the table per type shows; the report and `--json` have every measure."""
CHANGES = 200
"""Changed questions printed at most; the report and `--json` have them all."""
SIGNIFICANT = 0.05


def run_tables(found: Figures, latency: Mapping[str, Mapping[str, float]]) -> str:
    """Retrieval, answers, abstention, types and latency."""
    parts = [
        f"{found.questions} questions, {found.answerable} answerable; "
        "in brackets 95 % bootstrap intervals, clustered by source passage",
        _retrieval(found),
        _answers(found),
        _types(found),
        _latency(latency),
    ]
    return "\n\n".join(part for part in parts if part)


def _retrieval(found: Figures) -> str:
    rows = []
    for name in retrieval.RETRIEVERS:
        cells = [found.overall.get(f"{name} {measure}") for measure in retrieval.MEASURES]
        if any(cells):
            rows.append([name, *(f"{cell.value:.3f}" if cell else "–" for cell in cells)])
    return _table(["passages", *retrieval.MEASURES], rows)


def _answers(found: Figures) -> str:
    definitions = {measure.name: measure.definition for measure in answers.MEASURES}
    rows = [
        [name, *_cells(found.overall[name]), definitions[name]] for name in ANSWERS if name in found.overall
    ]
    for label, value, meaning in (
        ("AUROC", found.abstention.auroc, "chance that an answerable question has the higher confidence"),
        (
            "calibration error",
            found.abstention.calibration_error,
            "confidence against share answerable, ten bins",
        ),
    ):
        if value:
            rows.append([label, *_cells(value), meaning])
    return _table(["answers", "", "95 %", "n", ""], rows)


def _cells(value: Estimate) -> list[str]:
    digits = 1 if value.value >= 10 else 3
    return [
        f"{value.value:.{digits}f}",
        f"[{value.low:.{digits}f}, {value.high:.{digits}f}]",
        str(value.count),
    ]


def _types(found: Figures) -> str:
    if len(found.by_type) < 2:
        return ""
    shown = [name for name in SHORT_TYPES if name in found.overall]
    rows = []
    for kind, means in found.by_type.items():
        count = max((value.count for value in means.values()), default=0)
        rows.append([kind, str(count), *(f"{means[n].value:.2f}" if n in means else "–" for n in shown)])
    return _table(["type", "n", *shown], rows)


def _latency(latency: Mapping[str, Mapping[str, float]]) -> str:
    rows = [[name, f"{v['p50_ms']:.1f}", f"{v['p95_ms']:.1f}"] for name, v in latency.items()]
    return _table(["milliseconds", "p50", "p95"], rows)


def comparison_tables(found: Comparison, old_name: str) -> str:
    """Differences with p-values, and the questions that changed with both answers."""
    rows = [[name, *_difference(name, d)] for name, d in found.differences.items() if d.wins or d.losses]
    head = f"against {old_name} (new minus old; paired randomisation test, clustered by source passage)"
    table = _table(["measure", "difference", "p", "better", "worse", "n", ""], rows)
    parts = [head, table if rows else "no score changed"]
    parts.extend(_change(change) for change in found.changes[:CHANGES])
    if len(found.changes) > CHANGES:
        parts.append(
            f"… and {len(found.changes) - CHANGES} more changed questions (`--json` prints them all)"
        )
    return "\n\n".join(parts)


def _difference(name: str, d: Difference) -> list[str]:
    higher = better(name, 1.0)
    wins, losses = (d.wins, d.losses) if higher else (d.losses, d.wins)
    verdict = "" if d.p >= SIGNIFICANT else ("better" if better(name, d.value) else "WORSE")
    return [f"{d.value:+.3f}", f"{d.p:.4f}", str(wins), str(losses), str(d.count), verdict]


def _change(change: Change) -> str:
    lines = [f"{change.id}  {change.question}"]
    if change.rose:
        lines.append(f"  better: {', '.join(change.rose)}")
    if change.fell:
        lines.append(f"  worse: {', '.join(change.fell)}")
    lines.extend(f"  was: {text}" for text in change.old)
    lines.extend(f"  now: {text}" for text in change.new)
    return "\n".join(lines)


def verdict_tables(verdict: Verdict) -> str:
    """The gate's measures, and the questions that fell where one fails."""
    rows = [[name, *_difference(name, d)] for name, d in verdict.differences.items()]
    parts = [_table(["against the baseline", "difference", "p", "better", "worse", "n", ""], rows)]
    for fall in verdict.falls:
        lines = [f"{fall.measure} fell significantly, on:"]
        lines.extend(
            f"  {number}  {was:.3f} -> {now:.3f}  {question}" for number, question, was, now in fall.questions
        )
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def followup_tables(found: FollowUps) -> str:
    """Each way of asking, and the turns where the rewriting found what typing did not, or lost it."""
    names = list(next(iter(found.means.values()), {}))
    rows = [[way, *(f"{means[n].value:.3f}" for n in names)] for way, means in found.means.items() if means]
    count = next((v.count for means in found.means.values() for v in means.values()), 0)
    return f"{count} follow-up turns (first turns are not scored)\n\n" + _table(["asked", *names], rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    held = [list(head), *(list(row) for row in rows)]
    if len(held) == 1:
        return ""
    widths = [max(len(row[column]) for row in held) for column in range(len(head))]
    numeric = [
        column > 0 and all(row[column][:1] in "+-–0123456789[" for row in held[1:])
        for column in range(len(head))
    ]
    lines = []
    for row in held:
        cells = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "─" * max(map(len, lines)))
    return "\n".join(lines)
