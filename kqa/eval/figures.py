"""From per-question scores to the figures of a report: means with intervals, overall and per type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from kqa.eval import abstention, answers, retrieval
from kqa.eval.abstention import Abstention
from kqa.eval.outcome import Outcome, Run
from kqa.eval.statistics import Estimate, estimate

RETRIEVAL = tuple(f"{name} {measure}" for name in retrieval.RETRIEVERS for measure in retrieval.MEASURES)
ANSWERS = tuple(measure.name for measure in answers.MEASURES)
NAMES = (*RETRIEVAL, *ANSWERS)
"""Every per-question figure, in the order of the report."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run amounts to; a measure that no question has a part in is left out."""

    questions: int
    answerable: int
    overall: Mapping[str, Estimate]
    by_type: Mapping[str, Mapping[str, Estimate]]
    abstention: Abstention


def figures(run: Run) -> Figures:
    """Summarise a run."""
    types = list(dict.fromkeys(outcome.question.type for outcome in run.outcomes))
    return Figures(
        questions=len(run.outcomes),
        answerable=sum(outcome.question.answerable for outcome in run.outcomes),
        overall=_means(run.outcomes),
        by_type={t: _means([o for o in run.outcomes if o.question.type == t]) for t in types},
        abstention=abstention.measure(
            [outcome.answer["confidence"] for outcome in run.outcomes],
            [outcome.question.answerable for outcome in run.outcomes],
            [outcome.right for outcome in run.outcomes],
            [outcome.cluster for outcome in run.outcomes],
        ),
    )


def _means(outcomes: Iterable[Outcome]) -> dict[str, Estimate]:
    held = list(outcomes)
    found = {}
    for name in NAMES:
        part = [outcome for outcome in held if name in outcome.scores]
        mean = estimate([outcome.scores[name] for outcome in part], [outcome.cluster for outcome in part])
        if mean:
            found[name] = mean
    return found


def latency(seconds: Mapping[str, Sequence[float]]) -> dict[str, dict[str, float]]:
    """Median and 95th percentile in milliseconds of every kind of call."""
    return {
        name: {
            "p50_ms": round(float(np.percentile(times, 50)) * 1000, 2),
            "p95_ms": round(float(np.percentile(times, 95)) * 1000, 2),
        }
        for name, times in seconds.items()
        if len(times)
    }


def as_json(found: Figures) -> dict[str, Any]:
    """The figures as one JSON object."""
    return {
        "questions": found.questions,
        "answerable": found.answerable,
        "overall": {name: _estimate(value) for name, value in found.overall.items()},
        "by_type": {t: {n: _estimate(v) for n, v in means.items()} for t, means in found.by_type.items()},
        "abstention": {
            "auroc": _estimate(found.abstention.auroc),
            "calibration_error": _estimate(found.abstention.calibration_error),
            "area_under_risk": found.abstention.area_under_risk,
            "reliability": [asdict(b) for b in found.abstention.bins],
            "risk_coverage": [asdict(p) for p in found.abstention.curve],
        },
    }


def _estimate(value: Estimate | None) -> dict[str, float] | None:
    if value is None:
        return None
    return {"value": value.value, "low": value.low, "high": value.high, "questions": value.count}
