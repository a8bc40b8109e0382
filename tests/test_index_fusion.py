from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kqa.index import fusion

RANKING = st.lists(st.integers(0, 30), unique=True, max_size=12)


@given(rankings=st.lists(RANKING, min_size=1, max_size=3), constant=st.integers(1, 100))
def test_reciprocal_ranks_add_up_as_in_the_paper(rankings: list[list[int]], constant: int) -> None:
    expected: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking, 1):
            expected[row] = expected.get(row, 0.0) + 1 / (constant + rank)
    rows, scores = fusion.reciprocal_rank([np.array(r, np.int64) for r in rankings], constant=constant)
    assert dict(zip(rows.tolist(), scores.tolist(), strict=True)) == pytest.approx(expected)
    assert all(a >= b for a, b in pairwise(scores.tolist()))


def test_ties_break_by_row() -> None:
    rows, _ = fusion.reciprocal_rank([np.array([9, 4]), np.array([4, 9])])
    assert rows.tolist() == [4, 9]


def test_a_weighted_sum_scales_from_the_floor_to_the_best() -> None:
    cosines, impacts = np.array([0.5, 0.25, -0.2]), np.array([0.0, 8.0, 2.0])
    rows, scores = fusion.weighted_sum(
        np.array([3, 1, 2]), (cosines, impacts), weights=(0.75, 0.25), ranges=((0.0, None), (0.0, None))
    )
    assert rows.tolist() == [3, 1, 2]
    assert scores.tolist() == pytest.approx([0.75, 0.75 * 0.5 + 0.25, 0.25 * 0.25])


def test_a_retriever_without_scores_counts_for_nothing() -> None:
    rows, scores = fusion.weighted_sum(
        np.array([5, 6]),
        (np.array([0.1, 0.4]), np.zeros(2)),
        weights=(0.5, 0.5),
        ranges=((0.0, None), (0.0, None)),
    )
    assert rows.tolist() == [6, 5]
    assert scores[0] == pytest.approx(0.5)


@given(
    scores=st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 30)), max_size=20),
    weight=st.floats(0, 1),
)
@example(scores=[(5e-324, 1.0)], weight=0.75)  # weighed before it is scaled, the smallest number rounds up
def test_a_weighted_sum_is_ordered_and_at_most_one(scores: list[tuple[float, float]], weight: float) -> None:
    columns = [np.array([pair[i] for pair in scores], float) for i in (0, 1)]
    rows, fused = fusion.weighted_sum(
        np.arange(len(scores)), columns, weights=(weight, 1 - weight), ranges=((0.0, None), (0.0, None))
    )
    assert sorted(rows.tolist()) == list(range(len(scores)))
    pairs = list(zip((-fused).tolist(), rows.tolist(), strict=True))
    assert pairs == sorted(pairs)
    assert fused.max(initial=0) <= 1 + 1e-9


def test_a_range_that_is_given_does_not_move_with_the_candidates() -> None:
    rows, scores = fusion.weighted_sum(
        np.array([1, 2]),
        (np.array([0.5, -0.5]), np.array([2.0, 4.0])),
        weights=(0.5, 0.5),
        ranges=((-1, 1), (0, None)),
    )
    assert dict(zip(rows.tolist(), scores.tolist(), strict=True)) == pytest.approx({1: 0.625, 2: 0.625})
    assert rows.tolist() == [1, 2]


def test_nothing_fused_is_nothing() -> None:
    rows, scores = fusion.reciprocal_rank([np.empty(0, np.int64), np.empty(0, np.int64)])
    assert len(rows) == len(scores) == 0
