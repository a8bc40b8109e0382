"""How well the confidence tells questions that the corpus answers from those that it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kqa.eval.statistics import Estimate, Floats, resampled_statistic

Truths = np.typing.NDArray[np.bool_]

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
    curve = risk_curve(confidence, right)
    both = bool(labels.any() and (~labels).any())
    return Abstention(
        auroc=resampled_statistic(lambda w: auroc(scores, labels, w), clusters) if both else None,
        calibration_error=(
            resampled_statistic(lambda w: calibration_error(scores, labels, w), clusters)
            if len(scores)
            else None
        ),
        area_under_risk=float(np.mean([p.risk for p in curve])) if curve else None,
        bins=reliability(scores, labels),
        curve=curve,
    )


def auroc(scores: Floats, labels: Truths, weights: Floats) -> Floats:
    """Chance that an answerable question has the higher confidence; ties half, nan without both classes.

    Args:
        scores: confidence, (questions,).
        labels: whether each is answerable, (questions,).
        weights: how often each counts, (resamples, questions).

    Returns:
        One value a resample, (resamples,).
    """
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.diff(scores[order], prepend=-np.inf))
    positive = np.add.reduceat((weights * labels)[:, order], starts, axis=1)
    negative = np.add.reduceat((weights * ~labels)[:, order], starts, axis=1)
    below = np.cumsum(negative, axis=1) - negative
    pairs = positive.sum(axis=1) * negative.sum(axis=1)
    with np.errstate(invalid="ignore"):
        found: Floats = (positive * (below + negative / 2)).sum(axis=1) / pairs
    return found


def calibration_error(scores: Floats, labels: Truths, weights: Floats) -> Floats:
    """Expected calibration error: mean over questions of |confidence - share answerable| of the bin.

    Arguments and result as of `auroc`.
    """
    member = _bin_of(scores)[:, None] == np.arange(BINS)
    gaps = np.abs((weights * (scores - labels)) @ member.astype(np.float64))
    found: Floats = gaps.sum(axis=1) / weights.sum(axis=1)
    return found


def _bin_of(scores: Floats) -> np.typing.NDArray[np.int64]:
    return np.minimum((scores * BINS).astype(np.int64), BINS - 1)


def reliability(scores: Floats, labels: Truths) -> tuple[Bin, ...]:
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
