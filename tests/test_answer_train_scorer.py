"""The scorer: torch's formulas are the reader's."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from toy_examples import random_example

from kqa.answer import likeness, reader, weights
from kqa.answer.likeness import Shares
from kqa.answer.reader import Evidence
from kqa.answer.train import scorer
from kqa.answer.train.examples import Example
from kqa.answer.train.scorer import Scorer
from kqa.answer.weights import Weights

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.integers(2, 12)
SHARE = st.floats(0.0, 1.0, width=32)


@pytest.fixture(scope="module")
def other() -> Weights:
    return weights.load()


def drawn(seed: int, dimension: int = 8) -> Scorer:
    """A scorer whose every number is drawn, as after some training."""
    torch.manual_seed(seed % 2**31)
    made = Scorer(dimension)
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(0.3 * torch.randn_like(parameter))
    return made


def evidence(example: Example, learnt: Weights) -> Evidence:
    """What the reader would have gathered, as `reader.gather` puts it together."""
    credit = likeness.credits(example.around, learnt.shares)
    words = learnt.word_weights(example.asked, learnt.encoder) * likeness.rarity(credit)
    rows = len(example.alone)
    return Evidence(
        sentences=(),
        passages=np.zeros(rows, np.int64),
        asked=example.asked,
        around=example.around,
        words=words / words.sum(),
        credit=credit,
        alone=example.alone,
        retrieval=np.zeros(rows, np.float32),
        met=example.met,
        figures=example.figures,
        traits=example.traits,
        missing=np.zeros(rows, np.float32),
        contrary=np.zeros(rows, np.float32),
        strangers=0,
        drugs=0,
        telling=(),
    )


@given(SEEDS, SIZES, SIZES, st.tuples(SHARE, SHARE, SHARE, SHARE, SHARE))
@settings(max_examples=40)
def test_credits_the_least_of_them_and_rarity_are_the_same(
    seed: int, sentences: int, words: int, shares: tuple[float, float, float, float, float]
) -> None:
    example = random_example(seed, sentences, words)
    expected = likeness.credits(example.around, Shares(*shares))
    made = scorer.credits(example.around, torch.tensor(shares))
    np.testing.assert_allclose(made.numpy(), expected, atol=1e-6)
    np.testing.assert_allclose(scorer.least(made).numpy(), likeness.least(expected), atol=1e-5)
    # from the same numbers: a last bit may carry a word over the share from which it counts
    ours = scorer.rarity(torch.from_numpy(expected)).numpy()
    np.testing.assert_allclose(ours, likeness.rarity(expected), atol=1e-5)


@given(SEEDS, SIZES, SIZES)
@settings(max_examples=40)
def test_the_score_is_the_readers(other: Weights, seed: int, sentences: int, words: int) -> None:
    example = random_example(seed, sentences, words)
    made = drawn(seed)
    with torch.no_grad():
        ours = made(example).numpy()
    learnt = made.weights("", other)
    read = evidence(example, learnt)
    # the digits not written may carry a word over the share from which a sentence counts as having it
    assume(np.all(np.abs(read.credit / read.credit.max(axis=0) - likeness.RARE) > 1e-3))
    np.testing.assert_allclose(
        ours, reader.scores(read, learnt), atol=0.02
    )  # weights are written with four digits


def test_weights_keep_what_is_not_learnt_and_the_digits(other: Weights) -> None:
    learnt = drawn(3).weights("abc", other)
    assert learnt.encoder == "abc"
    for name in ("retrieval", "topic", "matter", "confidence", "threshold"):
        assert getattr(learnt, name) == getattr(other, name)
    numbers = (*learnt.importance, *learnt.expectation, learnt.credit, learnt.least, learnt.alone)
    assert all(round(number, 4) == number for number in numbers)
    assert len(learnt.importance) == 8


def test_it_starts_with_equal_words_and_nothing_expected(other: Weights) -> None:
    learnt = Scorer(8).weights("", other)
    vectors = random_example(1, 3, 5).asked
    np.testing.assert_allclose(learnt.word_weights(vectors, ""), 1.0, atol=0.01)
    assert not any((*learnt.expectation, learnt.traits["length"], learnt.traits["scrap"]))


def test_every_number_is_learnt() -> None:
    made = drawn(5)
    example = random_example(5, 12, 9)
    torch.logsumexp(made(example)[1:], 0).backward()
    for name, parameter in made.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().sum() > 0, name
