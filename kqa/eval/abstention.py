"""How well the confidence tells questions that the corpus answers from those that it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kqa.eval.statistics import Estimate, Floats, resampled_statistic

BINS = 10
"""Equal bins of confidence, as the calibration error is usually reported (arXiv:1706.04599)."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose confidence lies in one bin: how confident, and how many were answerable."""

    low: float
    high: float
    count: int
    confidence: float
    answerable: float


@dataclass(frozen=True, slots=True)
class Point:
    """When the most confident `coverage` of all questions are answered, `risk` of those answers are wrong."""

    coverage: float
    risk: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Abstention:
    """Every figure about the confidence of one run; None where a class of questions is missing."""

    auroc: Estimate | None
    calibration_error: Estimate | None
    area_under_risk: float | None
    bins: tuple[Bin, ...]
    curve: tuple[Point, ...]


def measure(
    confidence: Sequence[float], answerable: Sequence[bool], right: Sequence[bool], clusters: Sequence[str]
) -> Abstention:
    """Measure abstention.

    Args:
        confidence: of each question, 0 to 1.
        answerable: whether the corpus answers it.
        right: whether the first extract, were the question answered, matches a gold span.
        clusters: the cluster of each question, for the intervals.
    """
    scores, labels = np.asarray(confidence, dtype=np.float64), np.asarray(answerable, dtype=bool)
    ones = np.ones(len(scores))
    curve = risk_curve(confidence, right)
    both = bool(labels.any() and (~labels).any())
    return Abstention(
        auroc=_auroc_estimate(scores, labels, clusters) if both else None,
        calibration_error=(
            resampled_statistic(
                lambda w: calibration_error(scores, labels, w),
                calibration_error(scores, labels, ones),
                clusters,
            )
            if len(scores)
            else None
        ),
        area_under_risk=float(np.mean([p.risk for p in curve])) if curve else None,
        bins=reliability(scores, labels),
        curve=curve,
    )


def auroc(scores: Floats, labels: np.typing.NDArray[np.bool_], weights: Floats | None = None) -> float:
    """Chance that an answerable question has the higher confidence; ties half, nan without both classes."""
    held = np.ones(len(scores)) if weights is None else weights
    order = np.argsort(scores, kind="stable")
    _, ties = np.unique(scores[order], return_inverse=True)
    positive = np.bincount(ties, weights=(held * labels)[order])
    negative = np.bincount(ties, weights=(held * ~labels)[order])
    pairs = positive.sum() * negative.sum()
    if pairs == 0:
        return float("nan")
    below = np.cumsum(negative) - negative
    return float((positive * (below + negative / 2)).sum() / pairs)


def _auroc_estimate(scores: Floats, labels: np.typing.NDArray[np.bool_], clusters: Sequence[str]) -> Estimate:
    return resampled_statistic(lambda w: auroc(scores, labels, w), auroc(scores, labels), clusters)


def _bin_of(scores: Floats) -> np.typing.NDArray[np.int64]:
    return np.minimum((scores * BINS).astype(np.int64), BINS - 1)


def calibration_error(scores: Floats, labels: np.typing.NDArray[np.bool_], weights: Floats) -> float:
    """Expected calibration error: mean over questions of |confidence - share answerable| of the bin."""
    member = _bin_of(scores)
    gap = np.abs(np.bincount(member, weights=weights * (scores - labels), minlength=BINS))
    return float(gap.sum() / weights.sum()) if weights.sum() else float("nan")


def reliability(scores: Floats, labels: np.typing.NDArray[np.bool_]) -> tuple[Bin, ...]:
    """The bins of a reliability diagram; empty bins are left out."""
    member = _bin_of(scores)
    found = []
    for number in range(BINS):
        inside = member == number
        if inside.any():
            low, high = number / BINS, (number + 1) / BINS
            mean, share = float(scores[inside].mean()), float(labels[inside].mean())
            found.append(Bin(low, high, int(inside.sum()), mean, share))
    return tuple(found)


def risk_curve(confidence: Sequence[float], right: Sequence[bool]) -> tuple[Point, ...]:
    """Risk against coverage as the threshold falls; questions of equal confidence enter together."""
    order = sorted(range(len(confidence)), key=lambda i: -confidence[i])
    curve: list[Point] = []
    wrong = 0
    for taken, i in enumerate(order, 1):
        wrong += not right[i]
        if taken == len(order) or confidence[order[taken]] != confidence[i]:
            curve.append(Point(taken / len(order), wrong / taken, confidence[i]))
    return tuple(curve)
