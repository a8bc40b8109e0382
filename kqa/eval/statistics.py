"""How certain a figure is: bootstrap intervals and a paired randomisation test, both over clusters.

Questions whose evidence stands in the same passage succeed and fail together, so the unit that is drawn or
swapped is the cluster of questions of one source passage, not the single question. Everything is seeded: the
same scores give the same intervals and p-values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RESAMPLES = 2_000
"""Bootstrap draws: the ends of a 95 % interval then move by about 0.003 between seeds on 150 questions."""
SWAPS = 10_000
"""Random sign flips: the smallest p-value that can come out is 0.0001."""
CONFIDENCE = 0.95
SEED = 20_250_827


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its bootstrap interval; `count` is the number of questions that it is over."""

    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A paired comparison: `value` is new minus old, `p` two-sided."""

    value: float
    p: float
    wins: int
    losses: int
    count: int


def clusters(labels: Sequence[str]) -> npt.NDArray[np.int64]:
    """Number cluster labels from 0 by first appearance."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(label, len(numbers)) for label in labels], dtype=np.int64)


def draws(labels: Sequence[str]) -> Floats:
    """How often each question is drawn in each bootstrap resample of whole clusters.

    Args:
        labels: the cluster of each question.

    Returns:
        Counts, shape (RESAMPLES, questions), float64; read only.
    """
    return _draws(tuple(clusters(labels).tolist()))


@lru_cache(maxsize=16)
def _draws(member: tuple[int, ...]) -> Floats:
    """Kept, because every measure of a run is resampled over the same few sets of questions."""
    count = max(member, default=-1) + 1
    if count == 0:
        return np.zeros((RESAMPLES, 0))
    chosen = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), size=RESAMPLES)
    weights = chosen[:, member].astype(np.float64)
    weights.setflags(write=False)
    return weights


def estimate(values: Sequence[float], labels: Sequence[str]) -> Estimate | None:
    """A mean with a cluster-bootstrap percentile interval; None over no questions.

    Args:
        values: one score a question.
        labels: the cluster of each question, aligned with `values`.
    """
    if not values:
        return None
    scores = np.asarray(values, dtype=np.float64)
    weights = draws(labels)
    return interval(float(scores.mean()), (weights @ scores) / weights.sum(axis=1), len(values))


def interval(value: float, resampled: Floats, count: int) -> Estimate:
    """Percentile interval around a value from its resampled copies; undefined copies are left out."""
    held = resampled[np.isfinite(resampled)]
    if not len(held):
        return Estimate(value, value, value, count)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(held, [tail, 1 - tail])
    # A sum taken in another order can pass the mean of constant scores by one unit in the last place.
    return Estimate(value, min(float(low), value), max(float(high), value), count)


def resampled_statistic(statistic: Callable[[Floats], Floats], labels: Sequence[str]) -> Estimate:
    """A statistic that is no mean (AUROC, calibration error) with its cluster-bootstrap interval.

    Args:
        statistic: takes question weights, (resamples, questions), and gives a value for each resample.
        labels: the cluster of each question.
    """
    value = float(statistic(np.ones((1, len(labels))))[0])
    return interval(value, statistic(draws(labels)), len(labels))


def paired(
    new: Mapping[str, float], old: Mapping[str, float], cluster: Mapping[str, str], *, seed: int = SEED
) -> Difference:
    """Paired randomisation test: under the null hypothesis each cluster's difference may carry either sign.

    Fisher's test as Smucker, Allan and Carterette recommend it for retrieval (doi:10.1145/1321440.1321528),
    with the cluster as the unit.

    Args:
        new: score of each question in the new run.
        old: score of each question in the old one; only questions in both are compared.
        cluster: the cluster of each question; a question without one is its own.
        seed: of the random signs.
    """
    ids = [key for key in new if key in old]
    if not ids:
        return Difference(0.0, 1.0, 0, 0, 0)
    deltas = np.array([new[key] - old[key] for key in ids])
    member = clusters([cluster.get(key, key) for key in ids])
    sums = np.bincount(member, weights=deltas)
    sums = sums[sums != 0]
    observed = abs(float(sums.sum()))
    signs = np.random.default_rng(seed).integers(0, 2, size=(SWAPS, len(sums)), dtype=np.int8) * 2 - 1
    extreme = int((np.abs(signs @ sums) >= observed - 1e-9).sum())
    p = (extreme + 1) / (SWAPS + 1) if len(sums) else 1.0
    return Difference(float(deltas.mean()), p, int((deltas > 0).sum()), int((deltas < 0).sum()), len(ids))
