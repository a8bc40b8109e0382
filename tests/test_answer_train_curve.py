"""The confidence's curve: the penalised likelihood is at its height, and the measures are what they say."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from toy_examples import ASKED, random_evidence

from kqa.answer import confidence, reader, weights
from kqa.answer.train import curve
from kqa.answer.train.asked import Read
from kqa.answer.train.curve import Matrix
from kqa.errors import UsageError


def drawn(seed: int, rows: int = 120) -> tuple[Matrix, np.ndarray]:
    """Signs of different scale, the first two of which tell answerable questions from others."""
    random = np.random.default_rng(seed)
    values = random.normal(size=(rows, 4)) * [1.0, 10.0, 0.1, 1.0] + [5.0, 0.0, 0.0, -3.0]
    logits = 2.0 * (values[:, 0] - 5.0) - 0.2 * values[:, 1]
    return values, random.uniform(size=rows) < 1 / (1 + np.exp(-logits))


@pytest.mark.parametrize("penalty", [0.03, 0.3, 100.0])
def test_it_is_the_optimum_that_a_plain_optimiser_finds(penalty: float) -> None:
    values, answerable = drawn(1)
    weights, bias = curve.fit(values, answerable, penalty=penalty)
    scaled = torch.tensor((values - values.mean(axis=0)) / values.std(axis=0))
    target = torch.tensor(answerable, dtype=torch.float64)
    free = torch.zeros(5, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([free], max_iter=500, tolerance_grad=1e-12, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        logits = scaled @ free[:4] + free[4]
        lost = torch.nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="sum")
        total = lost + (free[:4] ** 2).sum() / (2 * penalty)
        total.backward()
        return total

    optimiser.step(loss)
    np.testing.assert_allclose(weights * values.std(axis=0), free.detach()[:4].numpy(), atol=1e-5)
    np.testing.assert_allclose(bias + weights @ values.mean(axis=0), free.detach()[4].item(), atol=1e-5)


def test_a_sign_that_never_changes_weighs_nothing() -> None:
    values, answerable = drawn(2)
    values[:, 3] = 7.0
    weights, _ = curve.fit(values, answerable)
    assert weights[3] == pytest.approx(0.0, abs=1e-6)


NAMES = tuple(dict.fromkeys((*confidence.TOPIC, *confidence.MATTER, *confidence.ANSWER)))


def questions(seed: int, rows: int = 300, *, telling: bool = True) -> curve.Signs:
    """Questions told apart by the gap whether they are answered, and by likeness whether they are meant."""
    random = np.random.default_rng(seed)

    def drawn_with(likeness: float, gap: float = 0.0) -> Matrix:
        values = random.normal(size=(rows, len(NAMES)))
        values[:, NAMES.index("likeness")] += likeness
        values[:, NAMES.index("gap")] += gap * telling
        return values

    gold = drawn_with(4.0)
    answerable = random.uniform(size=rows) < 1 / (1 + np.exp(2.5 * telling * gold[:, NAMES.index("gap")]))
    return curve.Signs(
        NAMES,
        gold,
        answerable,
        held=drawn_with(4.0, -1.0),
        left=drawn_with(4.0, 1.0),
        taken=drawn_with(0.0),
        elsewhere=drawn_with(-1.0),
    )


def test_what_tells_is_found_on_questions_left_out_and_noise_is_not() -> None:
    found, noise = questions(3), questions(4, telling=False)
    learnt = weights.load()
    assert curve.auroc(curve.tried(found, learnt, seed=0), found.answerable) > 0.8
    assert curve.auroc(curve.tried(noise, learnt, seed=0), noise.answerable) < 0.6


def test_a_question_must_pass_every_curve() -> None:
    found = questions(5)
    fitted = curve.curves(found, weights.load())
    like, gap = (NAMES.index(name) for name in ("likeness", "gap"))
    asked = np.zeros((4, len(NAMES)))
    asked[:, like] = [4.0, 4.0, -1.0, -1.0]
    asked[:, gap] = [-2.0, 2.0, -2.0, 2.0]
    said = fitted.probability(NAMES, asked)
    assert said[0] > 0.8
    assert said[1:].max() < 0.4


def test_the_shipped_topic_is_kept_where_nothing_is_given_to_fit_it_on() -> None:
    found, learnt = questions(6), weights.load()
    none = np.empty((0, len(NAMES)))
    fitted = curve.curves(replace(found, held=none, left=none, taken=none, elsewhere=none), learnt)
    assert curve.named(confidence.TOPIC, *fitted.topic) == learnt.topic
    assert curve.named(confidence.MATTER, *fitted.matter) == learnt.matter


def test_what_other_corpora_answer_or_leave_open_teaches_the_last_curve_too() -> None:
    found, learnt = questions(9), weights.load()
    none = np.empty((0, len(NAMES)))
    untold = replace(found, own=found.taken, answerable=np.arange(300) % 2 == 0, held=none, left=none)
    both = (replace(untold, held=found.held), replace(untold, left=found.left))
    weights_of_gap = [
        curve.curves(one, learnt).answer[0][confidence.ANSWER.index("gap")] for one in (untold, *both)
    ]
    assert max(weights_of_gap[1:]) < -0.4 < weights_of_gap[0]


def test_questions_left_open_move_no_other_curve() -> None:
    found, learnt = questions(10), weights.load()
    fitted, without = (curve.curves(one, learnt) for one in (found, replace(found, left=found.left[:0])))
    for one, other in ((fitted.topic, without.topic), (fitted.matter, without.matter)):
        np.testing.assert_array_equal(one[0], other[0])
        assert one[1] == other[1]


@given(st.integers(0, 99))
def test_the_probability_is_the_readers(seed: int) -> None:
    learnt = weights.load()
    read = random_evidence(seed, 4, 5)
    found = confidence.signs(ASKED, read, reader.scores(read, learnt))
    of = (
        (confidence.TOPIC, learnt.topic),
        (confidence.MATTER, learnt.matter),
        (confidence.ANSWER, learnt.confidence),
    )
    curves = [(np.array([held[n] for n in names]), held["bias"]) for names, held in of]
    fitted = curve.Curves(*curves, learnt.slope, learnt.shift)
    (said,) = fitted.probability(tuple(found), np.array([list(found.values())]))
    expected = confidence.probability(ASKED, read, reader.scores(read, learnt), learnt)
    assert said == pytest.approx(expected)


def test_the_confidence_says_how_many_of_the_questions_that_people_ask_are_answered() -> None:
    found = questions(11)
    fitted = curve.curves(found, weights.load())
    kinds = [
        found.own[found.answerable],
        found.held,
        found.own[~found.answerable],
        found.left,
        found.elsewhere,
    ]
    said = [fitted.probability(NAMES, values) for values in kinds]
    mean = [np.concatenate(said[:2]).mean(), np.concatenate(said[2:4]).mean(), said[4].mean()]
    often = np.array([curve.ANSWERED, curve.LEFT, curve.ELSEWHERE])
    assert (often @ mean) / often.sum() == pytest.approx(curve.ANSWERED / often.sum(), abs=1e-3)


def test_the_shipped_slope_is_kept_where_nothing_is_about_something_else() -> None:
    found, learnt = questions(12), weights.load()
    fitted = curve.curves(replace(found, elsewhere=np.empty((0, len(NAMES)))), learnt)
    assert (fitted.slope, fitted.shift) == (learnt.slope, learnt.shift)


def test_without_questions_the_signs_have_names_and_no_rows() -> None:
    learnt = weights.load()
    read = Read(ASKED, answerable=True, evidence=random_evidence(1, 4, 5), right=np.arange(4) == 0)
    names, values = curve.signs([read], learnt)
    no_names, none = curve.signs([], learnt)
    assert set(no_names) == set(names)
    assert (values.shape, none.shape) == ((1, len(names)), (0, len(names)))


def test_others_count_half() -> None:
    values, answerable = drawn(7)
    twice = np.concatenate([values, values[:50]]), np.concatenate([answerable, answerable[:50]])
    counted = np.concatenate([np.full(50, 2.0), np.ones(len(values) - 50)])
    # the spread by which signs are standardised is of the rows, so only nearly the same
    heavier, _ = curve.fit(values, answerable, counted=counted)
    repeated, _ = curve.fit(*twice)
    np.testing.assert_allclose(heavier, repeated, rtol=0.1, atol=0.05)


def test_too_few_questions_of_a_kind_are_refused() -> None:
    found = questions(8)
    few = replace(found, answerable=np.arange(300) < 4)
    with pytest.raises(UsageError, match=r"4 of 300 questions are answerable: .* at least 10"):
        curve.tried(few, weights.load(), seed=0)


def test_equal_seeds_fold_equally() -> None:
    found, learnt = questions(5, rows=60), weights.load()
    one, again, other = (curve.tried(found, learnt, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=20))
def test_auroc_counts_pairs(rows: list[tuple[int, bool]]) -> None:
    said, answerable = np.array([r[0] for r in rows], float), np.array([r[1] for r in rows])
    pairs = [(a, b) for a in said[answerable] for b in said[~answerable]]
    if pairs:
        expected = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs) / len(pairs)
        assert curve.auroc(said, answerable) == pytest.approx(expected)


def test_calibration_compares_what_is_said_with_what_is() -> None:
    said = np.array([0.8] * 5 + [1.0, 0.0])
    assert curve.calibration_error(said, np.array([True] * 4 + [False, True, False])) == pytest.approx(0.0)
    assert curve.calibration_error(np.array([0.9, 0.9]), np.array([True, False])) == pytest.approx(0.4)


def test_names_come_with_a_bias_and_four_digits() -> None:
    assert curve.named(("a", "b"), np.array([1.23456, -2.0]), 0.1) == {"a": 1.2346, "b": -2.0, "bias": 0.1}
