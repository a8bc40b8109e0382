"""The three curves of the confidence, fitted on signs of questions and tried on others.

The first tells whether the corpus is about such things at all: questions on the articles at hand and those of
other corpora against questions about something else. The second tells whether it holds the matter: the same
against those of other corpora once what answers them is taken away. The third tells, among questions on the
articles at hand and those of other corpora, whether the corpus then says what is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kqa.answer import confidence, reader
from kqa.answer.train.asked import Read
from kqa.answer.weights import Weights
from kqa.errors import UsageError

PENALTY = 0.3
"""Inverse strength of the ridge penalty on standardised signs."""
FREE = 1e6
"""The same for a slope that is not held back."""
MOSTLY_MEANT, MOSTLY_HELD = 1.5, 2.5
"""Added to the logits of the first and the second curve: about half of the questions that they are fitted on
are answered nowhere, of those that people ask of their own articles few are.
"""
OF_OTHERS = 0.5
"""Weight, in the first curve, of a question of another corpus, where one on the articles at hand weighs 1."""
FOLDS, REPEATS = 10, 10
STEPS = 50
DIGITS = 4
ANSWERED, LEFT, ELSEWHERE = 100.0, 15.0, 10.0
"""How often a question is answered, left open or about something else, of 125 that people ask: what the
confidence is made a probability for.
"""
_NAMES = tuple(dict.fromkeys((*confidence.TOPIC, *confidence.MATTER, *confidence.ANSWER)))

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs of questions, (questions, signs) each, the signs in the order of `names`.

    Attributes:
        names: of the signs.
        own: of the questions on the articles at hand.
        answerable: which of those the corpus answers, (questions,).
        held: of questions that other corpora answer.
        left: of questions of other corpora that they leave open.
        taken: of the same with what answers them taken away.
        elsewhere: of questions about something else.
    """

    names: tuple[str, ...]
    own: Matrix
    answerable: NDArray[np.bool_]
    held: Matrix
    left: Matrix
    taken: Matrix
    elsewhere: Matrix

    def without(self, out: NDArray[np.bool_]) -> Signs:
        """Those that are left when some are left out."""
        return replace(self, own=self.own[~out], answerable=self.answerable[~out])


@dataclass(frozen=True, slots=True)
class Curves:
    """Weights and bias of the curves, each in the order of its signs in `confidence`.

    Attributes:
        slope: of the logit of the three multiplied.
        shift: added to it.
    """

    topic: tuple[Matrix, float]
    matter: tuple[Matrix, float]
    answer: tuple[Matrix, float]
    slope: float = 1.0
    shift: float = 0.0

    def probability(self, names: Sequence[str], values: Matrix) -> Matrix:
        """Of questions by their signs, (questions,)."""
        return _curve(self.slope * self.logit(names, values) + self.shift)

    def logit(self, names: Sequence[str], values: Matrix) -> Matrix:
        """The logit of the three curves multiplied, (questions,)."""
        found: Matrix = np.ones(len(values))
        fitted = (
            (confidence.TOPIC, self.topic),
            (confidence.MATTER, self.matter),
            (confidence.ANSWER, self.answer),
        )
        for of, (weights, bias) in fitted:
            found = found * _curve(values[:, _columns(names, of)] @ weights + bias)
        logits: Matrix = np.log(found / (1.0 - found))
        return logits


def signs(questions: Sequence[Read], learnt: Weights) -> tuple[tuple[str, ...], Matrix]:
    """Names of the signs, and their values (questions, signs)."""
    found = [
        confidence.signs(read.question, read.evidence, reader.scores(read.evidence, learnt))
        for read in questions
    ]
    names = tuple(found[0]) if found else _NAMES
    return names, np.array([list(f.values()) for f in found], np.float64).reshape(len(found), len(names))


def curves(found: Signs, shipped: Weights) -> Curves:
    """Fit the curves; the first and the second are kept as shipped where there is nothing to fit them on."""

    def against(
        others: Matrix, of: Sequence[str], before: Mapping[str, float], weight: float, more: float
    ) -> tuple[Matrix, float]:
        if not len(others):
            return np.array([before[name] for name in of]), before["bias"]
        values = np.concatenate([found.own, found.held, others])
        counted = np.ones(len(values))
        counted[len(found.own) : len(found.own) + len(found.held)] = weight
        meant = np.arange(len(values)) < len(values) - len(others)
        weights, bias = fit(values[:, _columns(found.names, of)], meant, counted=counted)
        return weights, bias + more

    said = np.concatenate([found.own, found.held, found.left])
    answerable = np.concatenate(
        [found.answerable, np.ones(len(found.held), np.bool_), np.zeros(len(found.left), np.bool_)]
    )
    made = Curves(
        against(found.elsewhere, confidence.TOPIC, shipped.topic, OF_OTHERS, MOSTLY_MEANT),
        against(found.taken, confidence.MATTER, shipped.matter, 1.0, MOSTLY_HELD),
        fit(said[:, _columns(found.names, confidence.ANSWER)], answerable),
        shipped.slope,
        shipped.shift,
    )
    return _made_probable(made, found.names, said, answerable, found.elsewhere)


def _made_probable(
    made: Curves, names: Sequence[str], said: Matrix, answerable: NDArray[np.bool_], elsewhere: Matrix
) -> Curves:
    """The curves with slope and shift fitted (Platt 1999); as shipped where there is nothing about else."""
    if not len(elsewhere):
        return made
    logits = made.logit(names, np.concatenate([said, elsewhere]))
    right = np.append(answerable, np.zeros(len(elsewhere), np.bool_))
    kinds = np.append(np.where(answerable, 0, 1), np.full(len(elsewhere), 2))
    counted = (np.array([ANSWERED, LEFT, ELSEWHERE]) / np.maximum(np.bincount(kinds, minlength=3), 1))[kinds]
    weights, bias = fit(logits[:, None], right, penalty=FREE, counted=counted)
    return replace(made, slope=float(weights[0]), shift=bias)


def _columns(names: Sequence[str], of: Sequence[str]) -> list[int]:
    return [names.index(name) for name in of]


def fit(
    values: Matrix,
    answerable: NDArray[np.bool_],
    *,
    penalty: float = PENALTY,
    counted: Matrix | None = None,
) -> tuple[Matrix, float]:
    """Ridge-penalised logistic regression by Newton's method.

    Args:
        values: signs, (questions, signs).
        answerable: what to tell.
        penalty: inverse strength, on standardised signs; the bias is free.
        counted: how often each question counts, (questions,); once when omitted.

    Returns:
        Weight of each sign as it is, (signs,), and the bias.
    """
    mean, spread = values.mean(axis=0), values.std(axis=0)
    spread[spread == 0] = 1.0
    scaled = np.column_stack([(values - mean) / spread, np.ones(len(values))])
    ridge = np.append(np.full(values.shape[1], 1.0 / penalty), 0.0)
    weights = np.zeros(scaled.shape[1])
    counts = np.ones(len(values)) if counted is None else counted
    for _ in range(STEPS):
        said = _curve(scaled @ weights)
        slope = scaled.T @ (counts * (said - answerable)) + ridge * weights
        bend = (scaled * (counts * said * (1 - said))[:, None]).T @ scaled + np.diag(ridge)
        step = np.linalg.solve(bend + 1e-9 * np.eye(len(bend)), slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    found: Matrix = weights[:-1] / spread
    return found, float(weights[-1] - found @ mean)


def tried(found: Signs, shipped: Weights, *, seed: int) -> Matrix:
    """Probability of each question from curves fitted without it, (questions,): a mean of foldings.

    Raises:
        UsageError: fewer than `FOLDS` questions are answerable, or fewer are not.
    """
    if min(found.answerable.sum(), (~found.answerable).sum()) < FOLDS:
        raise UsageError(
            f"{found.answerable.sum()} of {len(found.own)} questions are answerable: a curve needs at "
            f"least {FOLDS} that are and as many that are not"
        )
    said = np.zeros((REPEATS, len(found.own)))
    for repeat in range(REPEATS):
        for out in _folds(found.answerable, np.random.default_rng((seed, repeat))):
            fitted = curves(found.without(out), shipped)
            said[repeat, out] = fitted.probability(found.names, found.own[out])
    mean: Matrix = said.mean(axis=0)
    return mean


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
