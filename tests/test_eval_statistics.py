"""Intervals and p-values against oracles: exhaustive sign flips, scipy, and cases that have one answer."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.eval import statistics


def _exact_p(deltas: list[float]) -> float:
    observed = abs(sum(deltas))
    sums = [
        abs(sum(s * d for s, d in zip(signs, deltas, strict=True)))
        for signs in itertools.product((-1, 1), repeat=len(deltas))
    ]
    return sum(total >= observed - 1e-9 for total in sums) / len(sums)


@pytest.mark.parametrize("deltas", [[1, 1, 1, 1, 1, 1], [1, -1, 1, 0.5, 1, 1, 1], [0.2, 0.3, -0.1, 0.4]])
def test_the_paired_test_agrees_with_all_sign_flips(deltas: list[float]) -> None:
    new = {str(i): d for i, d in enumerate(deltas)}
    old = dict.fromkeys(new, 0.0)
    assert statistics.paired(new, old, {}).p == pytest.approx(_exact_p(deltas), abs=0.02)


def test_a_cluster_that_moves_together_counts_once() -> None:
    new = {str(i): 1.0 for i in range(12)}
    old = dict.fromkeys(new, 0.0)
    alone = statistics.paired(new, old, {})
    together = statistics.paired(new, old, dict.fromkeys(new, "one passage"))
    assert alone.p < 0.01
    assert together.p == 1.0
    assert (together.value, together.wins, together.losses) == (1.0, 12, 0)


def test_equal_runs_do_not_differ() -> None:
    scores = {"a": 0.3, "b": 0.7}
    assert statistics.paired(scores, scores, {}) == statistics.Difference(0.0, 1.0, 0, 0, 2)


def test_only_questions_of_both_runs_are_paired() -> None:
    assert statistics.paired({"a": 1.0, "b": 1.0}, {"b": 0.0, "c": 1.0}, {}).count == 1
    assert statistics.paired({"a": 1.0}, {}, {}) == statistics.Difference(0.0, 1.0, 0, 0, 0)


def test_an_interval_has_the_width_that_theory_gives() -> None:
    values = [1.0] * 60 + [0.0] * 40
    found = statistics.estimate(values, [str(i) for i in range(100)])
    assert found is not None
    expected = 1.96 * np.sqrt(0.6 * 0.4 / 100)
    assert found.value == pytest.approx(0.6)
    assert found.high - found.low == pytest.approx(2 * expected, rel=0.1)


def test_clusters_widen_an_interval() -> None:
    values = [float(i // 10 % 2) for i in range(100)]
    alone = statistics.estimate(values, [str(i) for i in range(100)])
    clustered = statistics.estimate(values, [str(i // 10) for i in range(100)])
    assert alone is not None
    assert clustered is not None
    assert clustered.high - clustered.low > 2 * (alone.high - alone.low)


def test_no_questions_give_no_estimate() -> None:
    assert statistics.estimate([], []) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from("abcdef")), min_size=1, max_size=30))
def test_an_interval_holds_its_mean_and_is_the_same_twice(pairs: list[tuple[float, str]]) -> None:
    values, labels = [v for v, _ in pairs], [label for _, label in pairs]
    found = statistics.estimate(values, labels)
    assert found == statistics.estimate(values, labels)
    assert found is not None
    assert 0 <= found.low <= found.value <= found.high <= 1 + 1e-12


def test_a_draw_takes_whole_clusters() -> None:
    drawn = statistics.draws(["a", "b", "a", "c"])
    assert drawn.shape == (statistics.RESAMPLES, 4)
    assert (drawn[:, 0] == drawn[:, 2]).all()
    assert (drawn[:, [0, 1, 3]].sum(axis=1) == 3).all()
