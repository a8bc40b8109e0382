"""AUROC, calibration and risk against plain oracles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.eval import abstention

CASES = st.lists(st.tuples(st.integers(0, 10).map(lambda n: n / 10), st.booleans()), min_size=1, max_size=40)


def _pairwise_auroc(scores: list[float], labels: list[bool]) -> float:
    pairs = [
        (a, b)
        for a, x in zip(scores, labels, strict=True)
        if x
        for b, y in zip(scores, labels, strict=True)
        if not y
    ]
    return sum((a > b) + 0.5 * (a == b) for a, b in pairs) / len(pairs)


@given(CASES)
def test_auroc_is_the_share_of_pairs_in_order(cases: list[tuple[float, bool]]) -> None:
    scores, labels = [s for s, _ in cases], [label for _, label in cases]
    [found] = abstention.auroc(np.array(scores), np.array(labels), np.ones((1, len(cases))))
    if all(labels) or not any(labels):
        assert np.isnan(found)
    else:
        assert found == pytest.approx(_pairwise_auroc(scores, labels))


@given(CASES, st.integers(0, 2))
def test_a_weight_counts_a_question_as_often(cases: list[tuple[float, bool]], weight: int) -> None:
    repeated = [*[cases[0]] * weight, *cases[1:]]
    weights = np.array([[weight, *[1] * (len(cases) - 1)]], dtype=float)
    for statistic in (abstention.auroc, abstention.calibration_error):
        if not repeated:
            continue
        weighted = statistic(*_arrays(cases), weights)
        assert weighted == pytest.approx(
            statistic(*_arrays(repeated), np.ones((1, len(repeated)))), nan_ok=True
        )


def _arrays(cases: list[tuple[float, bool]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([s for s, _ in cases]), np.array([label for _, label in cases], dtype=bool)


def test_calibration_error_by_hand() -> None:
    # Two bins: 0.25 with half answerable (gap 0.25, two questions), 0.95 with all (gap 0.05, one question).
    scores, labels = np.array([0.25, 0.25, 0.95]), np.array([True, False, True])
    [found] = abstention.calibration_error(scores, labels, np.ones((1, 3)))
    assert found == pytest.approx((2 * 0.25 + 0.05) / 3)


def test_a_confidence_of_one_falls_into_the_last_bin() -> None:
    [only] = abstention.reliability(np.array([1.0]), np.array([True]))
    assert (only.low, only.high, only.count, only.answerable) == (0.9, 1.0, 1, 1.0)


def test_the_risk_curve_by_hand() -> None:
    curve = abstention.risk_curve([0.9, 0.5, 0.5, 0.1], [True, False, True, False])
    assert [(p.coverage, p.risk, p.threshold) for p in curve] == [
        (0.25, 0.0, 0.9),
        (0.75, pytest.approx(1 / 3), 0.5),
        (1.0, 0.5, 0.1),
    ]


@given(CASES)
def test_the_risk_curve_ends_at_everything(cases: list[tuple[float, bool]]) -> None:
    curve = abstention.risk_curve([s for s, _ in cases], [right for _, right in cases])
    assert curve[-1].coverage == 1.0
    assert curve[-1].risk == pytest.approx(sum(not right for _, right in cases) / len(cases))
    assert [p.coverage for p in curve] == sorted({p.coverage for p in curve})


def test_without_unanswerable_questions_there_is_no_auroc() -> None:
    found = abstention.measure([0.4, 0.6], [True, True], [True, False], ["a", "b"])
    assert found.auroc is None
    assert found.calibration_error is not None
