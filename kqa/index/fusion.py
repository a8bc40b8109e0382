"""Two rankings made one: pure functions over rows and scores.

Ties break by row, which is passage order, so that the same question has the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Scores = NDArray[np.float64]

CONSTANT = 60
"""k of reciprocal rank fusion, as in the paper; from 10 to 100 the development sets move by under 0.01."""


def order(rows: Rows, scores: Scores) -> NDArray[np.intp]:
    """Positions that sort by score, highest first, then by row."""
    return np.lexsort((rows, -scores))


def reciprocal_rank(rankings: Sequence[Rows], *, constant: int = CONSTANT) -> tuple[Rows, Scores]:
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009, doi:10.1145/1571941.1572114).

    Args:
        rankings: rows of each retriever, best first; a row missing from one earns nothing there.
        constant: how little the first ranks differ from each other; higher is flatter.

    Returns:
        Rows, best first, and their scores: the sum of 1 / (constant + rank), ranks from 1.
    """
    if not any(len(ranking) for ranking in rankings):
        return np.empty(0, np.int64), np.empty(0)
    rows, place = np.unique(np.concatenate(rankings), return_inverse=True)
    shares = np.concatenate([1.0 / (constant + 1.0 + np.arange(len(ranking))) for ranking in rankings])
    scores: Scores = np.bincount(place, weights=shares, minlength=len(rows)).astype(np.float64)
    best = order(rows, scores)
    return rows[best], scores[best]


def weighted_sum(
    rows: Rows,
    scores: Sequence[Scores],
    *,
    weights: Sequence[float],
    ranges: Sequence[tuple[float, float | None]],
) -> tuple[Rows, Scores]:
    """A convex sum of scores, each scaled from its range to 0 to 1.

    Bruch, Gai and Ingber 2023 (doi:10.1145/3596512) show why the ends should be what a retriever can give
    rather than what its candidates have: they do not move with the number of candidates.

    Args:
        rows: the candidates of all retrievers, each once.
        scores: for each retriever, the score of every candidate, higher is better.
        weights: of the retrievers; they sum to 1.
        ranges: for each retriever, the score that counts as 0 and the one that counts as 1; None for the
            best candidate's, where there is no highest score.

    Returns:
        Rows, best first, and their fused scores, at most 1.
    """
    fused = np.zeros(len(rows))
    for given, weight, (floor, ceiling) in zip(scores, weights, ranges, strict=True):
        top = given.max(initial=floor) if ceiling is None else ceiling
        if top > floor:
            fused += weight * ((np.clip(given, floor, top) - floor) / (top - floor))
    best = order(rows, fused)
    return rows[best], fused[best]
