"""The logistic curve of the confidence: fitted on signs of gold questions, tried on others of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kqa.answer import confidence, reader
from kqa.answer.reader import Evidence
from kqa.answer.train.gold import Read
from kqa.answer.weights import Weights
from kqa.errors import UsageError

PENALTY = 0.3
"""Inverse strength of the ridge penalty on standardised signs: 1 tells gold questions a little better (AUROC
0.695 against 0.684), and refuses 0.26 in place of 0.10 of the claims of another set that are borne out.
"""
MOSTLY_MEANT = 2.5
"""Added to the logit of a topic's curve: half of the questions that it is fitted on are about something else,
of those that people ask of their own articles perhaps one in twenty."""
FOLDS, REPEATS = 10, 10
STEPS = 50
DIGITS = 4

Matrix = NDArray[np.float64]


def signs(questions: Sequence[Read], learnt: Weights) -> tuple[tuple[str, ...], Matrix, NDArray[np.bool_]]:
    """Names of the signs, their values (questions, signs), and which questions the corpus answers.

    Raises:
        UsageError: fewer than `FOLDS` questions are answerable, or fewer are not.
    """
    found = []
    for read in questions:
        plain, full = reader.scores(read.evidence, learnt)
        found.append(confidence.signs(read.question, read.evidence, plain, full))
    answerable = np.array([read.answerable for read in questions], np.bool_)
    if min(answerable.sum(), (~answerable).sum()) < FOLDS:
        raise UsageError(
            f"{answerable.sum()} of {len(questions)} gold questions are answerable: a curve needs at least "
            f"{FOLDS} that are and as many that are not"
        )
    return tuple(found[0]), np.array([list(f.values()) for f in found], np.float64), answerable


def fit(values: Matrix, answerable: NDArray[np.bool_], *, penalty: float = PENALTY) -> tuple[Matrix, float]:
    """Ridge-penalised logistic regression by Newton's method.

    Args:
        values: signs, (questions, signs).
        answerable: what to tell.
        penalty: inverse strength, on standardised signs; the bias is free.

    Returns:
        Weight of each sign as it is, (signs,), and the bias.
    """
    mean, spread = values.mean(axis=0), values.std(axis=0)
    spread[spread == 0] = 1.0
    scaled = np.column_stack([(values - mean) / spread, np.ones(len(values))])
    ridge = np.append(np.full(values.shape[1], 1.0 / penalty), 0.0)
    weights = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        said = _curve(scaled @ weights)
        slope = scaled.T @ (said - answerable) + ridge * weights
        bend = (scaled * (said * (1 - said))[:, None]).T @ scaled + np.diag(ridge)
        step = np.linalg.solve(bend + 1e-9 * np.eye(len(bend)), slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    found: Matrix = weights[:-1] / spread
    return found, float(weights[-1] - found @ mean)


def tried(values: Matrix, answerable: NDArray[np.bool_], *, seed: int) -> Matrix:
    """Probability of each question from curves fitted without it, (questions,): a mean of foldings."""
    said = np.zeros((REPEATS, len(values)))
    for repeat in range(REPEATS):
        for out in _folds(answerable, np.random.default_rng((seed, repeat))):
            weights, bias = fit(values[~out], answerable[~out])
            said[repeat, out] = _curve(values[out] @ weights + bias)
    mean: Matrix = said.mean(axis=0)
    return mean


def topic(
    names: Sequence[str], values: Matrix, elsewhere: Sequence[tuple[str, Evidence]], learnt: Weights
) -> dict[str, float]:
    """The curve that tells questions about the corpus from questions about something else.

    Args:
        names: of the signs.
        values: signs of gold questions, answerable or not, (questions, signs).
        elsewhere: questions about something else, with what was read for them.
        learnt: the weights to score with.
    """
    other = [list(confidence.signs(q, e, *reader.scores(e, learnt)).values()) for q, e in elsewhere]
    columns = [names.index(name) for name in confidence.TOPIC]
    both = np.vstack([values[:, columns], np.array(other)[:, columns]])
    meant = np.arange(len(both)) < len(values)
    weights, bias = fit(both, meant)
    return named(confidence.TOPIC, weights, bias + MOSTLY_MEANT)


def named(names: Sequence[str], weights: Matrix, bias: float) -> dict[str, float]:
    """The curve as `Weights.confidence` holds it."""
    return {name: round(float(w), DIGITS) for name, w in zip((*names, "bias"), (*weights, bias), strict=True)}


def auroc(said: Matrix, answerable: NDArray[np.bool_]) -> float:
    """How often an answerable question is given more than one that is not, 0 to 1; a tie counts half."""
    more = said[answerable][:, None] - said[~answerable][None, :]
    return float((more > 0).mean() + 0.5 * (more == 0).mean())


def calibration_error(said: Matrix, answerable: NDArray[np.bool_]) -> float:
    """Expected calibration error in ten equal bins, 0 to 1, lower is better (arXiv:1706.04599)."""
    bins = np.minimum((said * 10).astype(int), 9)
    gaps = (abs((said - answerable)[bins == one].sum()) for one in range(10))
    return float(sum(gaps)) / len(said)


def _folds(answerable: NDArray[np.bool_], rng: np.random.Generator) -> Iterator[NDArray[np.bool_]]:
    """Masks of the questions left out, each with its share of those that are answerable."""
    fold = np.zeros(len(answerable), np.int64)
    for kind in (answerable, ~answerable):
        places = rng.permutation(np.flatnonzero(kind))
        fold[places] = np.arange(len(places)) % FOLDS
    for number in range(FOLDS):
        yield fold == number


def _curve(logits: Matrix) -> Matrix:
    found: Matrix = 1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0)))
    return found
